"""The engine's tables beside the cases: what is asked, sent, signed or taken out, and waits for its turn."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class TrackRecord(models.Model):
    """A code asked for, to follow a case without signing in: keyed digests only, kept for a day."""

    id = models.UUIDField(primary_key=True)
    asked = models.BinaryField(help_text="the dossier code asked for, there or not")
    address = models.BinaryField(help_text="the network address that asked")
    case_id = models.UUIDField(null=True)
    secret = models.BinaryField()
    made_at = models.DateTimeField()
    tries = models.IntegerField()

    class Meta:
        db_table = "engine_track"
        indexes: ClassVar = [
            models.Index(fields=["address", "made_at"], name="track_of_address"),
            models.Index(fields=["asked", "made_at"], name="track_of_code"),
            models.Index(fields=["made_at"], name="track_to_erase"),
        ]


class UploadRecord(models.Model):
    """A file on its way in, or come in and not yet part of a case: its owner's alone, swept after its time."""

    id = models.UUIDField(primary_key=True)
    owner = models.TextField(help_text="Actor.identity: an officer's person, or a citizen's number")
    name = models.TextField()
    size = models.BigIntegerField(help_text="bytes announced")
    received = models.BigIntegerField(help_text="bytes that are safe on the disk")
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    media_type = models.TextField(help_text="empty until it is finished")
    digest = models.BinaryField(null=True, help_text="SHA-256 of the whole, once it is finished")
    ended_at = models.DateTimeField(null=True, help_text="given up by its owner")

    class Meta:
        db_table = "engine_upload"
        indexes: ClassVar = [
            models.Index(fields=["owner", "begun_at"], name="upload_of_owner"),
            models.Index(fields=["changed_at"], name="upload_to_sweep"),
            models.Index(fields=["digest"], name="upload_of_digest", condition=Q(digest__isnull=False)),
        ]


class IntentRecord(models.Model):
    """What a person did away from the case's home, until it is applied there. See engine.intents."""

    id = models.UUIDField(primary_key=True)
    site = models.TextField()
    source = models.TextField()
    key = models.TextField(help_text="names the act at its source for ever")
    kind = models.TextField()
    reference = models.TextField(help_text="the dossier as the source calls it")
    case_id = models.UUIDField(null=True)
    province_code = models.TextField()
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    content = models.JSONField(help_text="personal; emptied when it is applied")
    papers = models.JSONField()
    ready = models.BooleanField(help_text="its papers are here")
    digest = models.TextField()
    state = models.TextField(help_text="waiting, applied, refused, settled")
    attempts = models.IntegerField()
    next_at = models.DateTimeField(null=True)
    reason = models.TextField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.TextField()

    class Meta:
        db_table = "engine_intent"
        constraints: ClassVar = [models.UniqueConstraint(fields=["source", "key"], name="intent_once")]
        indexes: ClassVar = [
            models.Index(fields=["happened_at", "id"], name="intent_waiting", condition=Q(state="waiting")),
            models.Index(fields=["province_code"], name="intent_refused", condition=Q(state="refused")),
            models.Index(fields=["source", "reference", "happened_at"], name="intent_of_reference"),
        ]


class SignatureRecord(models.Model):
    """What the signatures of a PDF in the paper store came to, once for each content. See engine.signed_papers."""

    digest = models.BinaryField(primary_key=True)
    asked_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    outcome = models.JSONField(null=True)

    class Meta:
        db_table = "engine_signature"
        indexes: ClassVar = [
            models.Index(fields=["asked_at"], name="signature_to_check", condition=Q(checked_at__isnull=True))
        ]


class SignaturePosition(models.Model):
    """How far the checks of signatures follow a site's stamped journal."""

    site = models.TextField(primary_key=True)
    sequence = models.BigIntegerField()

    class Meta:
        db_table = "engine_signature_position"


class ExportRecord(models.Model):
    """A list that somebody asked for as a workbook and that is made beside the server. See engine.exports."""

    id = models.UUIDField(primary_key=True)
    person = models.UUIDField()
    kind = models.TextField()
    asked = models.JSONField()
    title = models.TextField()
    rows = models.BigIntegerField(help_text="as counted when it was asked for, then as written")
    state = models.TextField(help_text="waiting, working, ready, taken, failed, over")
    reason = models.TextField()
    asked_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    erase_at = models.DateTimeField()
    size = models.BigIntegerField()

    class Meta:
        db_table = "engine_export"
        indexes: ClassVar = [
            models.Index(fields=["person", "asked_at"], name="export_of_person"),
            models.Index(fields=["asked_at"], name="export_to_make", condition=Q(state__in=["waiting", "working"])),
            models.Index(fields=["erase_at"], name="export_to_erase"),
        ]


class ExportedRecord(models.Model):
    """Which list left the house as a file: who, by which post, what, how many rows. Append-only."""

    id = models.UUIDField(primary_key=True)
    person = models.UUIDField(null=True)
    post = models.UUIDField(null=True)
    at = models.DateTimeField()
    kind = models.TextField()
    asked = models.JSONField()
    rows = models.BigIntegerField()
    size = models.BigIntegerField()

    class Meta:
        db_table = "engine_exported"
        indexes: ClassVar = [models.Index(fields=["person", "at"], name="exported_by_person")]


class OwnCopyRecord(models.Model):
    """A person's own copy of all that is kept about her, asked for and made beside the server. See engine.own_copy."""

    id = models.UUIDField(primary_key=True)
    owner = models.TextField(help_text="the personal number that an e-identity confirmed")
    owner_name = models.TextField()
    state = models.TextField(help_text="waiting, working, ready, taken, failed, over")
    reason = models.TextField()
    asked_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    erase_at = models.DateTimeField()
    size = models.BigIntegerField()

    class Meta:
        db_table = "engine_own_copy"
        indexes: ClassVar = [
            models.Index(fields=["owner", "asked_at"], name="own_copy_of_owner"),
            models.Index(fields=["asked_at"], name="own_copy_to_make", condition=Q(state__in=["waiting", "working"])),
        ]


class ConsentRecord(models.Model):
    """That a person agreed to a purpose, or took it back, with the words that were shown. Append-only."""

    id = models.UUIDField(primary_key=True)
    owner = models.BinaryField(help_text="keyed digest of the personal number: who it was is known to her alone")
    purpose = models.TextField()
    given = models.BooleanField()
    words = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "engine_consent"
        indexes: ClassVar = [models.Index(fields=["owner", "purpose", "at"], name="consent_of_owner")]


class InvestigationRecord(models.Model):
    """That one officer's looks at a case belong to a lawful investigation, until a day. Append-only. See own."""

    id = models.UUIDField(primary_key=True)
    case_id = models.UUIDField()
    province_code = models.TextField()
    person = models.UUIDField(help_text="whose looks")
    since = models.DateTimeField()
    until = models.DateTimeField()
    basis = models.TextField()
    marked_by = models.UUIDField()
    marked_at = models.DateTimeField()

    class Meta:
        db_table = "engine_investigation"
        indexes: ClassVar = [
            models.Index(fields=["case_id", "person"], name="investigation_of_case"),
            models.Index(fields=["province_code", "marked_at"], name="investigation_of_area"),
        ]


class GroupRecord(models.Model):
    """A name under which an office keeps cases together; which cases those are, each case says itself."""

    id = models.UUIDField(primary_key=True)
    name = models.TextField()
    body = models.TextField()
    province_code = models.TextField()
    person = models.UUIDField(null=True)
    person_name = models.TextField()
    made_at = models.DateTimeField()

    class Meta:
        db_table = "engine_group"
        indexes: ClassVar = [models.Index(fields=["body", "made_at"], name="group_of_body")]
