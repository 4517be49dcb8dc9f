"""The table of published internal processes; the engine writes it with its own statements."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class InternalRecord(models.Model):
    """A version of a procedure's internal process in a place, for ever. No definition: withdrawn from that day."""

    id = models.UUIDField(primary_key=True)
    kind = models.TextField()
    procedure_code = models.TextField()
    place = models.TextField(help_text="empty for the nation, else the code of a province or a commune")
    number = models.IntegerField()
    valid_from = models.DateField()
    definition = models.TextField()
    pin = models.TextField(help_text="the process that it was woven into when it was published")
    decision_number = models.TextField()
    decision_day = models.DateField()
    person = models.UUIDField()
    person_name = models.TextField()
    published_at = models.DateTimeField()

    class Meta:
        app_label = "engine"
        db_table = "engine_internal"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "procedure_code", "place", "number"], name="internal_version_once")
        ]
