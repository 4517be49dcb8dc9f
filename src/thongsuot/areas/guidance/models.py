"""Which bodies have read which issued documents."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Reading(models.Model):
    """A body says, by one of its officers, that it has read a document; once, and never unsaid."""

    document = models.UUIDField()
    body = models.TextField()
    person = models.UUIDField()
    name = models.TextField(help_text="of the officer, as it was on that day")
    read_at = models.DateTimeField()

    class Meta:
        db_table = "guidance_reading"
        constraints: ClassVar = [models.UniqueConstraint(fields=["document", "body"], name="guidance_read_once")]
