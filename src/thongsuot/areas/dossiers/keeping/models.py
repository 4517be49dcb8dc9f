"""Facts of dossiers after their end: packages, proposals to erase, what the person concerned wants corrected."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Package(models.Model):
    """A closed dossier on its way to the archive. Whoever claims `next_at` works on it. See archiving."""

    case_id = models.UUIDField(primary_key=True)
    province_code = models.TextField()
    body = models.TextField(help_text="the key of the body that settled it and hands it over")
    code = models.TextField()
    closed_at = models.DateTimeField()
    rule = models.TextField(help_text="the class of retention")
    keep_until = models.DateField(null=True, help_text="the last day on which it must be kept; empty is for ever")
    state = models.TextField(help_text="waiting, packed, taken, refused, erased")
    length = models.IntegerField(help_text="how many entries the package has")
    digest = models.BinaryField(null=True, help_text="SHA-256 of the package")
    size = models.BigIntegerField()
    tries = models.IntegerField()
    next_at = models.DateTimeField(null=True)
    reason = models.TextField()
    receipt = models.TextField()
    taken_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "keeping_package"
        indexes: ClassVar = [
            models.Index(fields=["next_at"], name="package_to_work_on", condition=Q(next_at__isnull=False)),
            models.Index(fields=["body", "state", "closed_at"], name="package_of_body"),
            models.Index(fields=["body", "keep_until"], name="package_over", condition=Q(state="taken")),
            models.Index(fields=["digest"], name="package_of_content", condition=Q(digest__isnull=False)),
        ]


class PackagePosition(models.Model):
    """How far the list of packages follows a site's stamped journal."""

    site = models.TextField(primary_key=True)
    sequence = models.BigIntegerField()

    class Meta:
        db_table = "keeping_position"


class Proposal(models.Model):
    """That somebody proposes to erase a dossier's personal values, and what was decided. See deciding."""

    id = models.UUIDField(primary_key=True)
    case_id = models.UUIDField()
    body = models.TextField()
    code = models.TextField()
    rule = models.TextField()
    basis = models.TextField()
    proposer = models.UUIDField()
    proposer_name = models.TextField()
    proposed_at = models.DateTimeField()
    state = models.TextField(help_text="waiting, approved, refused")
    decider = models.UUIDField(null=True)
    decider_name = models.TextField()
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField()

    class Meta:
        db_table = "keeping_proposal"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case_id"], name="proposal_once", condition=Q(state="waiting"))
        ]
        indexes: ClassVar = [models.Index(fields=["body", "state", "proposed_at"], name="proposal_of_body")]


class Correction(models.Model):
    """What the person concerned wants corrected of what a dossier says of her. Personal; erased with the dossier."""

    id = models.UUIDField(primary_key=True)
    case_id = models.UUIDField()
    code = models.TextField()
    body = models.TextField(help_text="the key of the body whose counter answers")
    field = models.TextField()
    before = models.TextField()
    wanted = models.TextField()
    why = models.TextField()
    evidence = models.JSONField(help_text="papers: name, digest, size, type")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.TextField(help_text="waiting, done, beside, refused")
    answer = models.TextField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    answered_title = models.TextField()

    class Meta:
        db_table = "keeping_correction"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case_id", "field"], name="correction_once", condition=Q(state="waiting"))
        ]
        indexes: ClassVar = [
            models.Index(fields=["body", "due_at"], name="correction_to_answer", condition=Q(state="waiting")),
            models.Index(fields=["case_id", "asked_at"], name="correction_of_case"),
        ]
