"""Facts of information systems: each one, what is true of it since when, who met its faults, how it answered.

And the conditions of work at each commune, as its own office states them.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from thongsuot.register.models import Dated


class System(Dated):
    """An information system that dossiers pass through. `legal_basis` is the source of what stands here."""

    key = models.CharField(max_length=60, primary_key=True)
    name = models.TextField()
    owner = models.CharField(max_length=60, help_text="key of the body that answers for it")
    kind = models.CharField(max_length=10, help_text="ministry, province")
    province_code = models.CharField(max_length=2, blank=True)
    serves = models.TextField(blank=True, help_text="places and people served, in words")
    sectors = ArrayField(models.CharField(max_length=10), default=list)
    procedures = ArrayField(models.CharField(max_length=20), default=list)
    verified = models.BooleanField(default=False)
    address = models.TextField(blank=True, help_text="asked by the probe; registered by an administrator alone")
    address_by = models.TextField(blank=True)

    class Meta:
        db_table = "systems_system"

    def __str__(self) -> str:
        return self.name


class SystemFact(models.Model):
    """One thing that is true of a system, or no longer, from a day on; what was said before stays."""

    system = models.CharField(max_length=60)
    fact = models.CharField(max_length=20, help_text="unified, connected, front_closed")
    holds = models.BooleanField()
    since = models.DateField()
    source = models.TextField()
    verified = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.TextField()

    class Meta:
        db_table = "systems_fact"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["system", "fact", "since", "recorded_at"], name="systems_fact_once")
        ]


class Witness(models.Model):
    """Somebody who met a fault that was reported already."""

    fault = models.UUIDField()
    person = models.UUIDField()
    body = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        db_table = "systems_witness"
        constraints: ClassVar = [models.UniqueConstraint(fields=["fault", "person"], name="systems_witness_once")]


class Probe(models.Model):
    """One question to a system and whether it answered in time."""

    system = models.CharField(max_length=60)
    at = models.DateTimeField()
    up = models.BooleanField()
    milliseconds = models.IntegerField()
    words = models.CharField(max_length=120, blank=True)

    class Meta:
        db_table = "systems_probe"
        indexes: ClassVar = [models.Index(fields=["system", "-at"], name="systems_probe_last")]


class Condition(models.Model):
    """What a commune has to work with, as its own office stated on a day."""

    commune = models.CharField(max_length=5)
    day = models.DateField()
    line = models.CharField(max_length=10, help_text="good, weak, none")
    equipment = models.CharField(max_length=10, help_text="enough, lacking")
    software = models.CharField(max_length=10, help_text="working, faulty")
    seats = models.IntegerField(help_text="places at the counter with a computer")
    it_officer = models.CharField(max_length=10, help_text="full, part, none")
    note = models.TextField(blank=True)
    entered_by = models.TextField()
    entered_at = models.DateTimeField()

    class Meta:
        db_table = "systems_condition"
        constraints: ClassVar = [models.UniqueConstraint(fields=["commune", "day"], name="systems_condition_a_day")]
