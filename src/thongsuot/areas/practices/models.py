"""Which bodies took a published practice over."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Adoption(models.Model):
    """A body that says that it does as a published practice tells, since when, by whom said."""

    case_id = models.UUIDField()
    body = models.TextField()
    person = models.UUIDField()
    note = models.TextField()
    adopted_at = models.DateTimeField()

    class Meta:
        db_table = "practices_adoption"
        constraints: ClassVar = [models.UniqueConstraint(fields=["case_id", "body"], name="practices_once_a_body")]
