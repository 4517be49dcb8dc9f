"""The tables of the exchange, for migrations: how far the portal knows a dossier, and what is still to be told."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from thongsuot.exchange.authoritative.models import OwnedStage as OwnedStage
from thongsuot.exchange.authoritative.models import StagePosition as StagePosition


class NationalPosition(models.Model):
    """How far the outbox follows a site's stamped journal: moved in the transaction that fills it."""

    site = models.TextField(primary_key=True)
    sequence = models.BigIntegerField()

    class Meta:
        db_table = "exchange_national_position"


class NationalDossier(models.Model):
    """A dossier between us and the portal. Whoever holds its lease is the only one who sends for it."""

    id = models.UUIDField(primary_key=True, help_text="the case, or the intent of an act that became none")
    province_code = models.TextField()
    code = models.TextField(null=True, help_text="our code")
    foreign_id = models.TextField(null=True, help_text="the portal's own id")
    origin = models.TextField(help_text="here, there")
    created = models.BooleanField(help_text="the portal has it")
    ours = models.SmallIntegerField(help_text="the status that the journal says")
    told = models.SmallIntegerField(help_text="the status that the portal has confirmed; 0 for none")
    rows = models.IntegerField(help_text="how many rows of progress the portal has confirmed")
    changed_on = models.DateField(help_text="the day of its last entry")
    told_at = models.DateTimeField(null=True)
    quality = models.TextField()
    quality_message = models.TextField()
    next_at = models.DateTimeField(null=True, help_text="when something is to be sent; empty when nothing is, or stuck")
    lease = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)

    class Meta:
        db_table = "exchange_national_dossier"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["foreign_id"], name="national_once", condition=Q(foreign_id__isnull=False))
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_at"], name="national_to_send", condition=Q(next_at__isnull=False)),
            models.Index(fields=["changed_on", "province_code"], name="national_of_day"),
            models.Index(fields=["code"], name="national_of_code"),
        ]


class NationalMessage(models.Model):
    """One message to the portal; its text is composed from the journal when it goes. `place` orders a dossier's."""

    pk = models.CompositePrimaryKey("dossier_id", "place")
    dossier_id = models.UUIDField()
    place = models.IntegerField()
    kind = models.TextField(help_text="create, answer, progress, status")
    number = models.IntegerField(help_text="the entry of the case that it tells")
    verb = models.TextField()
    status = models.SmallIntegerField()
    province_code = models.TextField()
    happened_at = models.DateTimeField()
    sequence = models.BigIntegerField(help_text="the entry's place in the site's journal")
    since = models.DateTimeField()
    state = models.TextField(help_text="waiting, sent, needless, held, dead, settled")
    attempts = models.IntegerField()
    uncertain = models.BooleanField(help_text="sent at least once without an answer")
    next_at = models.DateTimeField(null=True)
    reason = models.TextField()
    code = models.TextField(help_text="what the portal answered")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.TextField()

    class Meta:
        db_table = "exchange_national_message"
        indexes: ClassVar = [
            models.Index(
                fields=["dossier_id", "place"], name="national_open", condition=Q(state__in=["waiting", "dead"])
            ),
            models.Index(fields=["province_code", "since"], name="national_dead", condition=Q(state="dead")),
        ]


class NationalFile(models.Model):
    """A file that the portal has taken: the same content is not sent twice."""

    digest = models.BinaryField(primary_key=True)
    foreign_id = models.TextField()

    class Meta:
        db_table = "exchange_national_file"


class NationalDay(models.Model):
    """A day compared with the portal: how many dossiers of each status on both sides, and which differ."""

    pk = models.CompositePrimaryKey("day", "province_code")
    day = models.DateField()
    province_code = models.TextField()
    made_at = models.DateTimeField()
    ours = models.JSONField()
    theirs = models.JSONField()
    differences = models.JSONField()

    class Meta:
        db_table = "exchange_national_day"


class NoticePosition(models.Model):
    """How far the notices follow a site's stamped journal: moved in the transaction that keeps them."""

    site = models.TextField(primary_key=True)
    sequence = models.BigIntegerField()

    class Meta:
        db_table = "exchange_notice_position"


class Notice(models.Model):
    """A message to an applicant about one entry, by one way. Where it goes is read from the case when it goes."""

    pk = models.CompositePrimaryKey("case_id", "number", "channel")
    case_id = models.UUIDField()
    number = models.IntegerField(help_text="the entry of the case that it tells")
    channel = models.TextField(help_text="sms, mail")
    province_code = models.TextField()
    move = models.TextField()
    since = models.DateTimeField()
    state = models.TextField(help_text="waiting, sending, sent, needless, taken_back, dead, settled")
    attempts = models.IntegerField()
    next_at = models.DateTimeField(null=True, help_text="when it is tried; while sending, when its sender is given up")
    text = models.TextField(help_text="what was said; nothing of a person")
    reason = models.TextField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.TextField()

    class Meta:
        db_table = "exchange_notice"
        indexes: ClassVar = [
            models.Index(fields=["next_at"], name="notice_to_send", condition=Q(state__in=["waiting", "sending"])),
            models.Index(fields=["province_code", "since"], name="notice_stuck", condition=Q(state="dead")),
        ]


class StorePosition(models.Model):
    """How far the deliveries follow a site's stamped journal."""

    site = models.TextField(primary_key=True)
    sequence = models.BigIntegerField()

    class Meta:
        db_table = "exchange_store_position"


class StoreDelivery(models.Model):
    """A paper on its way into a store, or a revoked one on its way out of it. See stores.sending."""

    pk = models.CompositePrimaryKey("paper_id", "act")
    paper_id = models.UUIDField()
    act = models.TextField(help_text="deliver, withdraw")
    case_id = models.UUIDField()
    number = models.IntegerField(help_text="the entry of the case that asked for it")
    province_code = models.TextField()
    shelf = models.TextField(help_text="papers, results")
    since = models.DateTimeField()
    state = models.TextField(help_text="waiting, delivered, needless, dead, settled")
    attempts = models.IntegerField()
    uncertain = models.BooleanField(help_text="it may have arrived without our knowing")
    next_at = models.DateTimeField(null=True)
    reason = models.TextField()
    receipt = models.TextField(help_text="the store's number")
    stored_id = models.TextField(help_text="the store's IdGiayTo")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.TextField()

    class Meta:
        db_table = "exchange_store_delivery"
        indexes: ClassVar = [
            models.Index(fields=["next_at"], name="delivery_to_send", condition=Q(state="waiting")),
            models.Index(fields=["province_code", "since"], name="delivery_stuck", condition=Q(state="dead")),
            models.Index(fields=["case_id"], name="delivery_of_case"),
        ]


class NoticeChoice(models.Model):
    """How a person wants to hear: by the number that an e-identity confirmed, kept until the person chooses again."""

    number = models.TextField(primary_key=True, help_text="personal number or tax code")
    sms = models.BooleanField()
    mail = models.BooleanField()
    optional = models.BooleanField(help_text="also what is not mandatory")
    language = models.TextField(help_text="vi, en")
    chosen_at = models.DateTimeField()

    class Meta:
        db_table = "exchange_notice_choice"


class NoticeText(models.Model):
    """What a province says otherwise than we ship, from a day on; rows are never changed."""

    id = models.UUIDField(primary_key=True)
    province_code = models.TextField()
    event = models.TextField()
    language = models.TextField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    texts = models.JSONField()
    made_by = models.TextField()
    made_at = models.DateTimeField()

    class Meta:
        db_table = "exchange_notice_text"
        indexes: ClassVar = [models.Index(fields=["province_code", "event"], name="notice_text_of")]


class ToldPosition(models.Model):
    """How far what officers are told follows a site's stamped journal: moved in the transaction that keeps it."""

    site = models.TextField(primary_key=True)
    sequence = models.BigIntegerField()

    class Meta:
        db_table = "exchange_told_position"


class Told(models.Model):
    """What one officer is told of one case: nothing of what was written, the page and the mail read the case."""

    pk = models.CompositePrimaryKey("person", "case_id", "cause")
    person = models.UUIDField()
    case_id = models.UUIDField()
    cause = models.TextField(help_text="the number of the entry, or the id of the warning")
    kind = models.TextField(help_text="the kind of the case")
    event = models.TextField(help_text="work, news, or the level of the warning")
    move = models.TextField(blank=True)
    told_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mail = models.TextField(blank=True, help_text="empty: none; waiting, sending, sent, needless, lost, dead")
    next_at = models.DateTimeField(null=True, help_text="when it is tried; once sent, when it left")
    attempts = models.IntegerField(default=0)

    class Meta:
        db_table = "exchange_told"
        indexes: ClassVar = [
            models.Index(fields=["person", "-told_at"], name="told_of_person"),
            models.Index(fields=["person"], name="told_unread", condition=Q(read_at__isnull=True)),
            models.Index(fields=["next_at"], name="told_to_send", condition=Q(mail__in=["waiting", "sending"])),
            models.Index(fields=["case_id"], name="told_of_case"),
            models.Index(fields=["told_at"], name="told_by_age"),
        ]


class ToldChoice(models.Model):
    """How an officer wants to hear by mail what the page says: at once, once a day, not at all."""

    person = models.UUIDField(primary_key=True)
    mail = models.TextField(help_text="at_once, daily, none")
    chosen_at = models.DateTimeField()

    class Meta:
        db_table = "exchange_told_choice"
