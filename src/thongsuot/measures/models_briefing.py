"""The tables of the briefing, for migrations: what is entered, written and issued is never changed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class StatementRecord(models.Model):
    """A figure of another source, entered by an officer; a correction is a new row that replaces one."""

    id = models.UUIDField(primary_key=True)
    place = models.TextField(help_text="empty for the nation, else the code of a province or commune")
    section = models.SmallIntegerField()
    label = models.TextField()
    value = models.DecimalField(max_digits=20, decimal_places=2)
    unit = models.TextField()
    source = models.TextField()
    on_day = models.DateField()
    by_person = models.UUIDField()
    by_name = models.TextField()
    entered_at = models.DateTimeField()
    replaces = models.UUIDField(null=True, unique=True)
    withdrawn = models.BooleanField()
    reason = models.TextField()
    key = models.UUIDField()

    class Meta:
        db_table = "measures_statement"
        constraints: ClassVar = [models.UniqueConstraint(fields=["by_person", "key"], name="statement_entered_once")]
        indexes: ClassVar = [models.Index(fields=["place", "on_day"], name="statement_of_place")]


class BriefingTextRecord(models.Model):
    """What an author wrote for a briefing that is not issued yet; the latest row of a place and period holds."""

    id = models.UUIDField(primary_key=True)
    place = models.TextField()
    first = models.DateField()
    last = models.DateField()
    number = models.IntegerField(help_text="1 for the first version of a place and period")
    texts = models.JSONField()
    by_person = models.UUIDField()
    by_name = models.TextField()
    written_at = models.DateTimeField()

    class Meta:
        db_table = "measures_briefing_text"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["place", "first", "last", "number"], name="briefing_text_version_once")
        ]


class BriefingRecord(models.Model):
    """An issued briefing: its figures, its texts and who signs it, as they were."""

    id = models.UUIDField(primary_key=True)
    place = models.TextField()
    kind = models.TextField()
    first = models.DateField()
    last = models.DateField()
    as_of = models.DateTimeField()
    before_as_of = models.DateTimeField()
    issued_at = models.DateTimeField()
    year = models.SmallIntegerField()
    number = models.IntegerField()
    body = models.TextField()
    by_person = models.UUIDField()
    by_post = models.UUIDField()
    by_name = models.TextField()
    by_title = models.TextField()
    figures = models.JSONField()
    texts = models.JSONField()
    key = models.UUIDField()

    class Meta:
        db_table = "measures_briefing"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["body", "year", "number"], name="briefing_number_once"),
            models.UniqueConstraint(fields=["by_person", "key"], name="briefing_issued_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["place", "-last"], name="briefing_of_place")]


class BriefingFileRecord(models.Model):
    """The work list of signed files: one row an issued briefing, taken by one worker at a time."""

    briefing = models.UUIDField(primary_key=True)
    digest = models.BinaryField(null=True)
    size = models.IntegerField(default=0)
    tries = models.SmallIntegerField(default=0)
    why = models.TextField(default="")
    next_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "measures_briefing_file"
        indexes: ClassVar = [
            models.Index(fields=["next_at"], name="briefing_file_due", condition=models.Q(next_at__isnull=False))
        ]
