"""Beside a petition's case: who may send by an open interface, and what goes to and comes from other systems."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Q


class InterfaceKey(models.Model):
    """A key of somebody's application that may send reflections; only its digest is kept."""

    digest = models.TextField(primary_key=True)
    owner = models.TextField(help_text="whose application, as the operator wrote it")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "petitions_key"


class Message(models.Model):
    """One message to or from another petition system, kept until somebody knows that it arrived.

    `system`: national, or the name of a city's Open311 endpoint. `act`: petition, answer. `state`: waiting, delivered,
    dead, settled, taken. `key` names the act at both sides for ever. `uncertain`: it may have arrived already.
    """

    id = models.UUIDField(primary_key=True)
    system = models.TextField()
    inward = models.BooleanField()
    act = models.TextField()
    key = models.TextField()
    case_id = models.UUIDField(null=True)
    province_code = models.TextField()
    foreign_id = models.TextField(help_text="the other system's number, empty while unknown")
    state = models.TextField()
    attempts = models.IntegerField()
    uncertain = models.BooleanField()
    next_at = models.DateTimeField(null=True)
    reason = models.TextField()
    since = models.DateTimeField()
    decided_by = models.TextField()

    class Meta:
        db_table = "petitions_message"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["system", "inward", "act", "key"], name="petition_message_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_at"], name="petition_message_next", condition=Q(next_at__isnull=False)),
            models.Index(fields=["case_id"], name="petition_message_case"),
        ]


class Published(models.Model):
    """A published answer by its words, so that it is found; what is shown of it stands with its entry."""

    case_id = models.UUIDField(primary_key=True)
    number = models.IntegerField(help_text="the entry that published it")
    words = models.TextField(help_text="question, answer and code, folded")
    at = models.DateTimeField()

    class Meta:
        db_table = "petitions_published"
        indexes: ClassVar = [
            models.Index(fields=["-at", "case_id"], name="petition_published_last"),
            GinIndex(SearchVector("words", config="simple"), name="petition_published_words"),
        ]


class PublishedPosition(models.Model):
    """How far the stamped journal of a site has been read for what was published."""

    site = models.TextField(primary_key=True)
    sequence = models.BigIntegerField()

    class Meta:
        db_table = "petitions_published_position"


class Position(models.Model):
    """How far the stamped journal of a site has been read for other petition systems, and theirs by us."""

    site = models.TextField(primary_key=True)
    sequence = models.BigIntegerField()

    class Meta:
        db_table = "petitions_position"
