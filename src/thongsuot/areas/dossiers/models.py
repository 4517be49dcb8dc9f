"""Facts of dossiers beside the case itself: bills that applicants pay through a gateway, the register of results."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Bill(models.Model):
    """One sum asked of an applicant online: a fee, or a financial duty; its id is the reference given to the gateway.

    `transaction` is the gateway's first on it. What comes otherwise (too little, twice, late) is a payment too: see
    `models_money.Payment`.
    """

    id = models.UUIDField(primary_key=True)
    case_id = models.UUIDField()
    province_code = models.TextField()
    purpose = models.TextField(help_text="fee, charge, duty")
    asked = models.IntegerField(help_text="the entry that asked for a duty; 0 for a fee")
    amount = models.BigIntegerField(help_text="đồng")
    made_at = models.DateTimeField()
    transaction = models.TextField()
    paid_at = models.DateTimeField(null=True)
    ask_at = models.DateTimeField(null=True, help_text="when the gateway is asked next whether it was paid")

    class Meta:
        db_table = "dossiers_bill"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case_id", "purpose", "asked", "amount"], name="bill_once", condition=Q(paid_at=None)
            )
        ]
        indexes: ClassVar = [models.Index(fields=["ask_at"], name="bill_to_ask", condition=Q(ask_at__isnull=False))]


class Result(models.Model):
    """One numbered result: what anybody may verify by its `code`, and how far its file has come. See results, sealing.

    `signed` and `sealed` are digests in the paper store: each is written once, before the next step is taken.
    """

    id = models.UUIDField(primary_key=True)
    case_id = models.UUIDField()
    entry = models.IntegerField(help_text="the entry that gave the number")
    province_code = models.TextField()
    body = models.TextField(help_text="the key of the body that issues it")
    number = models.TextField()
    kind = models.TextField(help_text="what it is, without what it says of a person")
    code = models.TextField(unique=True)
    numbered_at = models.DateTimeField()
    state = models.TextField(help_text="paper, waiting, signed, done, dead, over")
    signed = models.BinaryField(null=True)
    sealed = models.BinaryField(null=True)
    size = models.BigIntegerField()
    tries = models.IntegerField()
    next_at = models.DateTimeField(null=True, help_text="when it is worked on next; while it is, when that is given up")
    trouble = models.TextField()

    class Meta:
        db_table = "dossiers_result"
        constraints: ClassVar = [models.UniqueConstraint(fields=["case_id", "entry"], name="result_once")]
        indexes: ClassVar = [
            models.Index(fields=["next_at"], name="result_to_work_on", condition=Q(next_at__isnull=False)),
            models.Index(fields=["body"], name="result_stuck", condition=Q(state="dead")),
            models.Index(fields=["sealed"], name="result_of_content", condition=Q(sealed__isnull=False)),
        ]


class ResultPosition(models.Model):
    """How far the register of results follows a site's stamped journal."""

    site = models.TextField(primary_key=True)
    sequence = models.BigIntegerField()

    class Meta:
        db_table = "dossiers_result_position"


class BookLine(models.Model):
    """A line of a counter's register book (Mẫu 07) for a year: its number is given once and never changes. See book."""

    pk = models.CompositePrimaryKey("body", "year", "number")
    body = models.TextField(help_text="the key of the body that received the dossier")
    year = models.IntegerField()
    number = models.IntegerField()
    month = models.SmallIntegerField()
    case_id = models.UUIDField()
    entry = models.IntegerField(help_text="the entry that received it")
    received_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, help_text="as the receipt appointed it")
    sets = models.IntegerField()

    class Meta:
        db_table = "dossiers_book"
        constraints: ClassVar = [models.UniqueConstraint(fields=["body", "case_id"], name="book_once")]
        indexes: ClassVar = [models.Index(fields=["body", "year", "month", "number"], name="book_of_month")]


class BookPosition(models.Model):
    """How far the register books follow a site's stamped journal."""

    site = models.TextField(primary_key=True)
    sequence = models.BigIntegerField()

    class Meta:
        db_table = "dossiers_book_position"


class Scan(models.Model):
    """A scan that an officer brought, and its signed copy. See digitising."""

    id = models.UUIDField(primary_key=True, help_text="the paper")
    case_id = models.UUIDField()
    province_code = models.TextField()
    body = models.TextField(help_text="the counter that received the dossier")
    digest = models.BinaryField(help_text="the scan, as the journal has it")
    signed = models.BinaryField(null=True, help_text="the scan with its signature behind it")
    size = models.BigIntegerField()
    signer = models.JSONField(help_text="post, name, title and body of who signs")
    since = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    state = models.TextField(help_text="unsigned, waiting, done, dead")
    tries = models.IntegerField()
    next_at = models.DateTimeField(null=True)
    trouble = models.TextField()

    class Meta:
        db_table = "dossiers_scan"
        indexes: ClassVar = [
            models.Index(fields=["next_at"], name="scan_to_sign", condition=Q(next_at__isnull=False)),
            models.Index(
                fields=["body", "since"],
                name="scan_unsigned",
                condition=Q(state__in=["unsigned", "waiting", "dead"]),
            ),
            models.Index(fields=["case_id"], name="scan_of_case"),
        ]


class ScanPosition(models.Model):
    """How far the work on scans follows a site's stamped journal."""

    site = models.TextField(primary_key=True)
    sequence = models.BigIntegerField()

    class Meta:
        db_table = "dossiers_scan_position"


import thongsuot.areas.dossiers.models_money  # noqa: E402, F401  (tables of the same app, in their own module)
