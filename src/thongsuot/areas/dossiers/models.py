"""Facts of dossiers beside the case itself: the bills that applicants pay through a gateway."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Bill(models.Model):
    """One sum asked of an applicant online: a fee, or a financial duty; its id is the reference given to the gateway.

    `transaction` is the gateway's. What arrives otherwise (too little, twice, too late) stays with the intents, where
    it has an owner.
    """

    id = models.UUIDField(primary_key=True)
    case_id = models.UUIDField()
    province_code = models.TextField()
    purpose = models.TextField(help_text="fee, duty")
    asked = models.IntegerField(help_text="the entry that asked for a duty; 0 for a fee")
    amount = models.BigIntegerField(help_text="đồng")
    made_at = models.DateTimeField()
    transaction = models.TextField()
    paid_at = models.DateTimeField(null=True)
    ask_at = models.DateTimeField(null=True, help_text="when the gateway is asked next whether it was paid")

    class Meta:
        db_table = "dossiers_bill"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case_id", "purpose", "asked", "amount"], name="bill_once")
        ]
        indexes: ClassVar = [models.Index(fields=["ask_at"], name="bill_to_ask", condition=Q(ask_at__isnull=False))]
