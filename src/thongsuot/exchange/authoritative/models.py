"""The tables of stages that outside systems own, for migrations."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class StagePosition(models.Model):
    """How far the stages follow a site's stamped journal: moved in the transaction that keeps them."""

    site = models.TextField(primary_key=True)
    sequence = models.BigIntegerField()

    class Meta:
        db_table = "exchange_stage_position"


class OwnedStage(models.Model):
    """A dossier whose present stage a system owns: its reference there, and when that system last confirmed it."""

    case_id = models.UUIDField(primary_key=True)
    province_code = models.TextField()
    system = models.TextField()
    reference = models.TextField()
    said = models.TextField()
    state = models.TextField(help_text="waiting, over, dead")
    confirmed_at = models.DateTimeField(null=True)
    attempts = models.IntegerField()
    reason = models.TextField()
    next_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "exchange_stage"
        indexes: ClassVar = [models.Index(fields=["next_at"], name="stage_to_ask", condition=Q(state="waiting"))]
