"""What stands beside a dossier's rating: by which way it came, the answers with their questions' version."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Rating(models.Model):
    """The one rating of a dossier; the stars are a fact of the dossier, a comment among its personal values.

    `origin` is a keyed digest of the network address or tablet: it tells that two ratings came from one, never which.
    """

    case_id = models.UUIDField(primary_key=True)
    way = models.TextField(help_text="link, kiosk, portal")
    asked = models.DateField(help_text="the version of the questions, by its first day")
    answers = models.JSONField()
    times = models.SmallIntegerField(null=True, help_text="how often the person came; 3 for three or more")
    agencies = models.SmallIntegerField(null=True)
    cost = models.BigIntegerField(null=True, help_text="đồng, fees left out")
    hours = models.DecimalField(max_digits=6, decimal_places=1, null=True)
    origin = models.BinaryField()
    by_officer = models.BooleanField(help_text="sent from a browser in which an officer was signed in")
    rated_at = models.DateTimeField()
    petition = models.UUIDField(null=True, help_text="the petition that the comment became, with consent")

    class Meta:
        db_table = "satisfaction_rating"
        indexes: ClassVar = [models.Index(fields=["origin", "rated_at"], name="satisfaction_origin")]
