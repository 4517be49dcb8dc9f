"""Questions with their answers, and how often what is published was read, with nobody in it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Question(models.Model):
    """A question that people ask, as a house answers it. `useful` and `useless` are votes of days gone by."""

    id = models.UUIDField(primary_key=True)
    house = models.TextField()
    place_code = models.TextField(help_text="the commune or province for which it holds; empty for the nation")
    procedure_code = models.TextField(help_text="empty for a question about the place")
    question = models.TextField()
    answer = models.TextField()
    made_by = models.UUIDField()
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    hidden_at = models.DateTimeField(null=True)
    useful = models.IntegerField(default=0)
    useless = models.IntegerField(default=0)

    class Meta:
        db_table = "communication_question"
        indexes: ClassVar = [
            models.Index(fields=["place_code", "procedure_code"], name="communication_asked"),
        ]


class Seen(models.Model):
    """A browser that read or voted today, under a digest of the day; gone, counted, when the day is over.

    `vote` is 0 for a reading, 1 for useful, -1 for not.
    """

    pk = models.CompositePrimaryKey("about", "day", "visitor")
    about = models.UUIDField(help_text="the announcement's case, or the question")
    day = models.DateField()
    visitor = models.BinaryField()
    vote = models.SmallIntegerField()

    class Meta:
        db_table = "communication_seen"


class Reads(models.Model):
    """How many browsers opened an announcement on a day that is over."""

    pk = models.CompositePrimaryKey("about", "day")
    about = models.UUIDField()
    day = models.DateField()
    count = models.IntegerField()

    class Meta:
        db_table = "communication_reads"
