"""Tables of money: what came in, receipts, what goes back, and the comparison with the gateway's statements."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Payment(models.Model):
    """Money that came in for a dossier, written once with the entry of its journal. Amounts are in đồng."""

    id = models.UUIDField(primary_key=True)
    case_id = models.UUIDField()
    entry = models.IntegerField(help_text="the entry that told of it")
    province_code = models.TextField()
    body = models.TextField(help_text="the key of the body that collects")
    purpose = models.TextField(help_text="fee, charge, duty")
    asked = models.IntegerField(help_text="the entry that asked for a duty; 0 for the rest")
    method = models.TextField(help_text="gateway, cash, transfer")
    collected = models.TextField(help_text="intake, supplement, result")
    transaction = models.TextField(help_text="the gateway's, or the bank's reference of a transfer")
    amount = models.BigIntegerField()
    paid_at = models.DateTimeField()
    officer = models.UUIDField(null=True)
    officer_name = models.TextField()

    class Meta:
        db_table = "dossiers_payment"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["transaction"], name="payment_once", condition=Q(method="gateway")),
            models.UniqueConstraint(fields=["case_id", "entry"], name="payment_of_entry"),
        ]
        indexes: ClassVar = [models.Index(fields=["paid_at"], name="payment_of_day", condition=Q(method="gateway"))]


class Receipt(models.Model):
    """A receipt (biên lai): numbered in the series of its body and year, and what it said, so that it prints as it was.

    The payer's name stays here as long as accounting papers must be kept (`keeping.retention.accounting`), and goes
    when the dossier is erased after that; number, sum and days stay.
    """

    id = models.UUIDField(primary_key=True)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="receipts")
    case_id = models.UUIDField()
    body = models.TextField()
    year = models.IntegerField()
    number = models.IntegerField()
    issued_at = models.DateTimeField()
    content = models.JSONField()

    class Meta:
        db_table = "dossiers_receipt"
        constraints: ClassVar = [models.UniqueConstraint(fields=["body", "year", "number"], name="receipt_number_once")]
        indexes: ClassVar = [models.Index(fields=["case_id"], name="receipt_of_case")]


class ReceiptVoid(models.Model):
    """A receipt that is void: its number is never used again."""

    receipt = models.OneToOneField(Receipt, on_delete=models.PROTECT, primary_key=True, related_name="void")
    at = models.DateTimeField()
    officer = models.UUIDField()
    officer_name = models.TextField()
    reason = models.TextField()

    class Meta:
        db_table = "dossiers_receipt_void"


class Refund(models.Model):
    """Money that goes back: asked for by one person, approved by another, sent after that. See refunds.

    A charge-back of the bank stands here too, done at once.
    """

    id = models.UUIDField(primary_key=True)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    case_id = models.UUIDField()
    province_code = models.TextField()
    body = models.TextField()
    amount = models.BigIntegerField()
    ground = models.TextField(help_text="refused, double, wrong_amount, relief, withdrawn, other, charge_back")
    reason = models.TextField()
    basis = models.TextField()
    state = models.TextField(help_text="asked, declined, approved, sending, failed, done, cancelled")
    asked_by = models.UUIDField(null=True)
    asked_name = models.TextField()
    asked_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_name = models.TextField()
    decided_at = models.DateTimeField(null=True)
    note = models.TextField()
    transaction = models.TextField(help_text="the gateway's of the refund, or the pay-out voucher")
    done_at = models.DateTimeField(null=True)
    tries = models.IntegerField()
    next_at = models.DateTimeField(null=True, help_text="when it is sent next")
    trouble = models.TextField()

    class Meta:
        db_table = "dossiers_refund"
        constraints: ClassVar = [models.CheckConstraint(condition=Q(amount__gt=0), name="refund_of_something")]
        indexes: ClassVar = [
            models.Index(fields=["next_at"], name="refund_to_send", condition=Q(next_at__isnull=False)),
            models.Index(fields=["body", "state"], name="refund_of_body"),
            models.Index(fields=["done_at"], name="refund_of_day", condition=Q(done_at__isnull=False)),
            models.Index(fields=["case_id"], name="refund_of_case"),
        ]


class Reconciled(models.Model):
    """One transaction as both sides know it; `ours` or `theirs` is empty where one of them does not."""

    id = models.UUIDField(primary_key=True)
    gateway = models.TextField()
    flow = models.TextField(help_text="in, out")
    transaction = models.TextField()
    body = models.TextField(help_text="the collecting body; empty where nobody knows it")
    province_code = models.TextField()
    case_id = models.UUIDField(null=True)
    day = models.DateField(help_text="of our entry, else of the statement")
    ours = models.BigIntegerField(null=True)
    theirs = models.BigIntegerField(null=True)
    state = models.TextField(help_text="matched, only_here, only_there, differs")
    owner = models.UUIDField(null=True)
    owner_name = models.TextField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.TextField()
    reason = models.TextField()

    class Meta:
        db_table = "dossiers_reconciled"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["gateway", "flow", "transaction"], name="reconciled_once")
        ]
        indexes: ClassVar = [models.Index(fields=["body", "day"], name="reconciled_of_day")]
