"""The table of a reorganisation's dossiers: where each stood before, where it went, by which entry."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class HandedRecord(models.Model):
    """A dossier in an act. `number` is the entry that handed it over, 0 for one that stays; `back` undid it."""

    pk = models.CompositePrimaryKey("act", "case_id")
    act = models.UUIDField()
    case_id = models.UUIDField()
    status = models.SmallIntegerField(help_text="as it was when the act began")
    step = models.TextField()
    due_at = models.DateTimeField(null=True)
    before = models.JSONField(help_text="bodies by column")
    after = models.JSONField(help_text="bodies by column, as foreseen")
    number = models.IntegerField(null=True)
    back = models.IntegerField(null=True)
    trouble = models.TextField(help_text="why it did not go over; empty when nothing is wrong")

    class Meta:
        db_table = "engine_handed"
        indexes: ClassVar = [
            models.Index(fields=["act", "case_id"], name="handed_waiting", condition=Q(number=None, trouble="")),
            models.Index(fields=["case_id"], name="handed_case"),
        ]
