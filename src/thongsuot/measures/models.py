"""The tables of the measures, for migrations: what the journal says, laid out for counting as of any moment."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from thongsuot.measures.models_briefing import (
    BriefingFileRecord,
    BriefingRecord,
    BriefingTextRecord,
    StatementRecord,
)

__all__ = [
    "BriefingFileRecord",
    "BriefingRecord",
    "BriefingTextRecord",
    "PositionRecord",
    "PresenceRecord",
    "StatementRecord",
    "StretchRecord",
]


class StretchRecord(models.Model):
    """A stretch of a case's life in one bucket with one due moment, from a moment to before a moment.

    The stretches of a case follow one another without a gap; the last one is open until the year 9999. The places
    (`province_code` to `channel`) are those that the case had at the end of the stretch.
    """

    pk = models.CompositePrimaryKey("case_id", "number")
    case_id = models.UUIDField()
    number = models.IntegerField(help_text="the entry that began it")
    kind = models.TextField()
    province_code = models.TextField()
    place_code = models.TextField()
    competent_body = models.TextField()
    executing_body = models.TextField()
    receiving_body = models.TextField()
    procedure_code = models.TextField()
    sector = models.TextField()
    channel = models.TextField()
    supported_by = models.TextField(default="", help_text="the counter that took it in or sent it for another body")
    bucket = models.TextField()
    due_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True, help_text="when it came into the total; empty before")
    since = models.DateTimeField()
    until = models.DateTimeField()
    recorded_at = models.DateTimeField(help_text="when the entry that began it was written down")
    status = models.SmallIntegerField()
    is_open = models.BooleanField()

    class Meta:
        db_table = "measures_stretch"
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"], name="stretch_overdue", condition=Q(bucket="process", due_at__lt=F("until"))
            ),
            models.Index(
                fields=["since"], name="stretch_finished", condition=Q(bucket__in=["resolved", "withdrawn", "refused"])
            ),
            models.Index(
                fields=["until"], name="stretch_open", condition=Q(bucket__in=["waiting", "process", "paused"])
            ),
            models.Index(fields=["competent_body"], name="stretch_of_house"),
            models.Index(fields=["supported_by"], name="stretch_supported", condition=~Q(supported_by="")),
        ]


class PositionRecord(models.Model):
    """How far the stretches follow a site's stamped journal: moved in the transaction that writes them."""

    site = models.TextField(primary_key=True)
    sequence = models.BigIntegerField()

    class Meta:
        db_table = "measures_position"


class PresenceRecord(models.Model):
    """A browser that was on the portal within the hour, under a digest of the day; see `measures.presence`."""

    visitor = models.BinaryField(primary_key=True)
    seen_at = models.DateTimeField()

    class Meta:
        db_table = "measures_presence"
        indexes: ClassVar = [models.Index(fields=["seen_at"], name="presence_now")]
