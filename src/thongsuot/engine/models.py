"""The engine's tables, for migrations. Only the engine writes them, through SQL of its own."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.fields.json import KeyTextTransform, KeyTransform

from thongsuot.engine.internal.models import InternalRecord as InternalRecord
from thongsuot.engine.models_beside import ExportedRecord as ExportedRecord
from thongsuot.engine.models_beside import ExportRecord as ExportRecord
from thongsuot.engine.models_beside import GroupRecord as GroupRecord
from thongsuot.engine.models_beside import IntentRecord as IntentRecord
from thongsuot.engine.models_beside import SignaturePosition as SignaturePosition
from thongsuot.engine.models_beside import SignatureRecord as SignatureRecord
from thongsuot.engine.models_beside import TrackRecord as TrackRecord
from thongsuot.engine.models_beside import UploadRecord as UploadRecord


class CaseRecord(models.Model):
    """One case: where it stands, with the six clears and what every list needs. See engine.case.Case."""

    id = models.UUIDField(primary_key=True)
    kind = models.TextField()
    process = models.TextField()
    site = models.TextField()
    step = models.TextField()
    status = models.SmallIntegerField()
    waits_for = models.TextField()
    is_open = models.BooleanField()
    length = models.IntegerField()
    head = models.BinaryField()
    code = models.TextField(null=True, unique=True)
    title = models.TextField()
    procedure_code = models.TextField()
    sector = models.TextField()
    place_code = models.TextField()
    province_code = models.TextField()
    receiving_body = models.TextField()
    supporting_body = models.TextField()
    executing_body = models.TextField()
    competent_body = models.TextField()
    responsible_body = models.TextField()
    queue_body = models.TextField()
    queue_role = models.TextField()
    assignee = models.UUIDField(null=True)
    competence = models.TextField()
    product = models.TextField()
    outcome = models.TextField()
    subject_name = models.TextField()
    subject = models.JSONField()
    facts = models.JSONField()
    clock = models.JSONField(null=True)
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    warn_at = models.DateTimeField(null=True)
    sweep_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "engine_case"
        indexes: ClassVar = [
            models.Index(fields=["assignee", "due_at"], name="case_of_person", condition=Q(is_open=True)),
            models.Index(
                fields=["queue_body", "queue_role", "due_at"],
                name="case_in_queue",
                condition=Q(is_open=True, assignee__isnull=True),
            ),
            models.Index(fields=["sweep_at"], name="case_to_sweep", condition=Q(is_open=True, sweep_at__isnull=False)),
            models.Index(fields=["receiving_body", "opened_at"], name="case_received"),
            models.Index(
                fields=["supporting_body", "opened_at"], name="case_supported", condition=~Q(supporting_body="")
            ),
            models.Index(fields=["executing_body", "opened_at"], name="case_executed"),
            models.Index(fields=["competent_body", "opened_at"], name="case_competent"),
            models.Index(fields=["province_code", "due_at"], name="case_in_province", condition=Q(is_open=True)),
            models.Index(fields=["sector", "due_at"], name="case_in_sector", condition=Q(is_open=True)),
            models.Index(KeyTextTransform("number", "subject"), name="case_of_subject"),
            models.Index(KeyTextTransform("group", "facts"), name="case_in_group", condition=Q(facts__has_key="group")),
            models.Index(fields=["kind"], name="case_of_kind"),
            GinIndex(
                KeyTransform("telling", "facts"),
                name="case_telling",
                condition=Q(is_open=True, facts__has_key="telling"),
            ),
        ]


class EntryRecord(models.Model):
    """One entry of the journal. `body` keeps the exact bytes that `hash` covers."""

    pk = models.CompositePrimaryKey("case_id", "number")
    case_id = models.UUIDField()
    number = models.IntegerField()
    site = models.TextField()
    province_code = models.TextField()
    verb = models.TextField()
    move = models.TextField()
    person = models.UUIDField(null=True)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    key = models.UUIDField(null=True)
    body = models.TextField()
    hash = models.BinaryField()

    class Meta:
        db_table = "engine_entry"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key"], name="entry_key_once", condition=Q(key__isnull=False))
        ]
        indexes: ClassVar = [models.Index(fields=["person", "recorded_at"], name="entry_by_person")]


class PersonalRecord(models.Model):
    """The personal values of one entry, apart from the chain that covers their salted digests."""

    pk = models.CompositePrimaryKey("case_id", "number")
    case_id = models.UUIDField()
    number = models.IntegerField()
    province_code = models.TextField()
    salt = models.BinaryField()
    values = models.JSONField()

    class Meta:
        db_table = "engine_personal"


class UnstampedRecord(models.Model):
    """Entries that the stamper has not numbered yet: a queue, written with the entry, emptied by the stamper."""

    pk = models.CompositePrimaryKey("case_id", "number")
    case_id = models.UUIDField()
    number = models.IntegerField()

    class Meta:
        db_table = "engine_unstamped"


class StampRecord(models.Model):
    """The gapless sequence of a site's committed entries: what every reader, root and exchange follows."""

    pk = models.CompositePrimaryKey("site", "sequence")
    site = models.TextField()
    sequence = models.BigIntegerField()
    case_id = models.UUIDField()
    number = models.IntegerField()
    hash = models.BinaryField()
    stamped_at = models.DateTimeField()

    class Meta:
        db_table = "engine_stamp"
        constraints: ClassVar = [models.UniqueConstraint(fields=["case_id", "number"], name="stamp_once")]


class RootRecord(models.Model):
    """The root over a run of a site's stamped entries; each covers the one before."""

    pk = models.CompositePrimaryKey("site", "last_sequence")
    site = models.TextField()
    first_sequence = models.BigIntegerField()
    last_sequence = models.BigIntegerField()
    day = models.DateField()
    root = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        db_table = "engine_root"


class PaperRecord(models.Model):
    """A paper of a case; its content lies in the paper store under its digest."""

    id = models.UUIDField(primary_key=True)
    case_id = models.UUIDField()
    number = models.IntegerField(help_text="the entry that brought it")
    province_code = models.TextField()
    component = models.TextField(help_text="key of the paper in the procedure, or empty")
    name = models.TextField()
    media_type = models.TextField()
    size = models.BigIntegerField()
    digest = models.BinaryField()
    origin = models.TextField(help_text="scan, upload, reuse, result")
    facts = models.JSONField(help_text="see engine.paper_facts")

    class Meta:
        db_table = "engine_paper"
        indexes: ClassVar = [
            models.Index(fields=["case_id"], name="paper_of_case"),
            models.Index(fields=["digest"], name="paper_of_digest"),
        ]


class RelationRecord(models.Model):
    """Two cases that belong together, and how."""

    pk = models.CompositePrimaryKey("case_id", "other_id", "kind")
    case_id = models.UUIDField()
    other_id = models.UUIDField()
    kind = models.TextField()
    number = models.IntegerField()

    class Meta:
        db_table = "engine_relation"
        indexes: ClassVar = [models.Index(fields=["other_id"], name="relation_of_other")]


class CounterRecord(models.Model):
    """The last number given in a series on a day or in a year: a row lock, never process memory."""

    pk = models.CompositePrimaryKey("series", "period")
    series = models.TextField()
    period = models.TextField()
    last = models.BigIntegerField()

    class Meta:
        db_table = "engine_counter"


class ReadRecord(models.Model):
    """Who looked at whose case, when and at what. Append-only."""

    id = models.BigAutoField(primary_key=True)
    case_id = models.UUIDField()
    province_code = models.TextField()
    person = models.UUIDField(null=True)
    post = models.UUIDField(null=True)
    at = models.DateTimeField()
    what = models.TextField()

    class Meta:
        db_table = "engine_read"
        indexes: ClassVar = [
            models.Index(fields=["case_id", "at"], name="read_of_case"),
            models.Index(fields=["person", "at"], name="read_by_person"),
        ]


class NoticeRecord(models.Model):
    """A warning that the sweep has raised, once: its owner sees it until it is done with."""

    id = models.UUIDField(primary_key=True)
    case_id = models.UUIDField()
    province_code = models.TextField()
    kind = models.TextField(help_text="the level that raised it: see engine.warning_levels")
    due_at = models.DateTimeField(null=True)
    raised_at = models.DateTimeField()
    person = models.UUIDField(null=True)
    body = models.TextField()
    role = models.TextField()
    text = models.TextField()

    class Meta:
        db_table = "engine_notice"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case_id", "kind", "due_at"], name="notice_once", nulls_distinct=False)
        ]
        indexes: ClassVar = [
            models.Index(fields=["body", "role", "due_at"], name="notice_of_post"),
            models.Index(fields=["person", "due_at"], name="notice_of_person"),
        ]


class ProcessRecord(models.Model):
    """A published version of a process, for ever."""

    pin = models.TextField(primary_key=True)
    definition = models.TextField()
    published_at = models.DateTimeField()

    class Meta:
        db_table = "engine_process"


class FormRecord(models.Model):
    """A published version of an electronic form, for ever; who published it, and from which day it holds."""

    pin = models.TextField(primary_key=True)
    key = models.TextField()
    version = models.IntegerField()
    digest = models.TextField(help_text="SHA-256 of the definition")
    definition = models.TextField()
    valid_from = models.DateField()
    published_at = models.DateTimeField()
    person = models.UUIDField(null=True)
    person_name = models.TextField()
    note = models.TextField()

    class Meta:
        db_table = "engine_form"
        constraints: ClassVar = [models.UniqueConstraint(fields=["key", "version"], name="form_version_once")]


class FormDraftRecord(models.Model):
    """Answers that somebody has not sent yet: personal, seen by them alone, erased on their day."""

    id = models.UUIDField(primary_key=True)
    owner = models.TextField(help_text="Actor.identity: an officer's person, or a citizen's number")
    form = models.TextField(help_text="the pinned version")
    about = models.JSONField()
    values = models.JSONField()
    sources = models.JSONField()
    length = models.IntegerField()
    saved_at = models.DateTimeField()
    erase_at = models.DateTimeField()

    class Meta:
        db_table = "engine_form_draft"
        indexes: ClassVar = [
            models.Index(fields=["owner", "saved_at"], name="draft_of_owner"),
            models.Index(fields=["erase_at"], name="draft_to_erase"),
        ]
