"""Tables of reorganisations: the act with its plan and state, and which body followed which."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Reorganisation(models.Model):
    """One act: entered, checked, approved by a second person, carried out, perhaps taken back.

    `written` keeps what the act changed in the register, so that it can be written again after a reload and taken back.
    """

    id = models.UUIDField(primary_key=True)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the plan")
    plan = models.JSONField()
    title = models.TextField()
    effective_on = models.DateField()
    state = models.CharField(
        max_length=10, help_text="draft, checked, approved, running, done, undoing, undone, dropped"
    )
    proposed_by = models.UUIDField(null=True)
    proposed_name = models.TextField()
    proposed_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    approved_by = models.UUIDField(null=True)
    approved_name = models.TextField(blank=True, default="")
    approved_at = models.DateTimeField(null=True)
    moment = models.DateTimeField(null=True, help_text="when the dossiers went over, the same for all of them")
    begun_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    undone_name = models.TextField(blank=True, default="")
    undone_at = models.DateTimeField(null=True)
    undone_reason = models.TextField(blank=True, default="")
    waits_for = models.TextField(blank=True, default="", help_text="why it could not begin, for a person to mend")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    written = models.JSONField(default=dict)

    class Meta:
        db_table = "register_reorganisation"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["digest"],
                name="reorganisation_once",
                condition=~models.Q(state__in=["dropped", "undone"]),
            )
        ]
        indexes: ClassVar = [models.Index(fields=["effective_on"], name="reorganisation_of_day")]

    def __str__(self) -> str:
        return self.title


class BodySuccession(models.Model):
    """An old body and one that followed it. `archive` marks the one that keeps what the old one finished.

    A row that is not `direct` says that the follower keeps the archive of a body before the old one too.
    """

    act = models.ForeignKey(Reorganisation, models.PROTECT, related_name="successions")
    old = models.TextField()
    new = models.TextField()
    happened_on = models.DateField()
    archive = models.BooleanField()
    direct = models.BooleanField(default=True)
    legal_basis = models.TextField()

    class Meta:
        db_table = "register_body_succession"
        constraints: ClassVar = [models.UniqueConstraint(fields=["act", "old", "new"], name="body_succession_once")]
        indexes: ClassVar = [models.Index(fields=["new"], name="body_succession_new")]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"
