"""Beside an interlinked request's case: its parts as the journal tells them, and errands to outside systems."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Part(models.Model):
    """One part of a request, as often as it was sent (`attempt`, from 1), with the dossier that it became.

    Everything about the dossier is read from the stamped journal. `since` is when it came to its `step`.
    """

    id = models.UUIDField(primary_key=True)
    parent = models.UUIDField()
    part = models.TextField()
    attempt = models.SmallIntegerField()
    province_code = models.TextField()
    system = models.TextField(help_text="key of the outside system that settles it; empty: a body here does")
    child = models.UUIDField(null=True, unique=True)
    status = models.SmallIntegerField()
    outcome = models.TextField()
    is_open = models.BooleanField()
    waits_for = models.TextField()
    holder = models.TextField(help_text="a body's key, system:… or applicant; empty while not begun")
    since = models.DateTimeField()
    trouble = models.TextField(help_text="why it could not be begun, a sentence")

    class Meta:
        db_table = "interlinked_part"
        constraints: ClassVar = [models.UniqueConstraint(fields=["parent", "part", "attempt"], name="part_once")]
        indexes: ClassVar = [models.Index(fields=["holder"], name="part_held", condition=Q(is_open=True))]


class Due(models.Model):
    """A request that something happened to which has not been followed yet."""

    parent = models.UUIDField(primary_key=True)
    next_at = models.DateTimeField()
    tries = models.SmallIntegerField()

    class Meta:
        db_table = "interlinked_due"
        indexes: ClassVar = [models.Index(fields=["next_at"], name="interlinked_next")]


class Position(models.Model):
    """How far the stamped journal of a site has been followed."""

    site = models.TextField(primary_key=True)
    sequence = models.BigIntegerField()

    class Meta:
        db_table = "interlinked_position"


class Errand(models.Model):
    """What is to be brought to an outside system about a dossier that it settles, and what it last said.

    `state`: send, track, withdraw, over. `confirmed_at` is when the system last said anything about the dossier.
    """

    child = models.UUIDField(primary_key=True)
    system = models.TextField()
    province_code = models.TextField()
    state = models.TextField()
    outside_code = models.TextField()
    stage = models.TextField()
    made_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    tries = models.IntegerField()
    trouble = models.TextField()

    class Meta:
        db_table = "interlinked_errand"
        indexes: ClassVar = [
            models.Index(fields=["next_at"], name="errand_next", condition=Q(next_at__isnull=False)),
        ]
