"""Tables of tasks beside the cases: drafts that are not given yet, and which leader is in charge of what."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Draft(models.Model):
    """A task that is not given yet: typed by somebody, or proposed from the text of a conclusion.

    `values` are those of `rules.missing`; `about` is the meeting or the larger task. Only people of `house` see it.
    """

    id = models.UUIDField(primary_key=True)
    house = models.TextField()
    about = models.UUIDField(null=True)
    values = models.JSONField()
    proposed = models.BooleanField()
    place = models.IntegerField(help_text="its order in the text that it was found in")
    state = models.TextField(help_text="open, given, dropped")
    task = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    made_by = models.UUIDField()
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "tasks_draft"
        indexes: ClassVar = [
            models.Index(fields=["house", "about", "place"], name="tasks_drafts", condition=Q(state="open")),
        ]


class Charge(models.Model):
    """A leader of `house` in charge of a province, a commune (`place_code`) or a field (`sector`) from a day on."""

    id = models.UUIDField(primary_key=True)
    house = models.TextField()
    person = models.UUIDField()
    place_code = models.TextField(blank=True)
    sector = models.TextField(blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, help_text="exclusive")
    basis = models.TextField()
    made_by = models.UUIDField()

    class Meta:
        db_table = "tasks_charge"
        indexes: ClassVar = [models.Index(fields=["house", "place_code", "sector"], name="tasks_charges")]
