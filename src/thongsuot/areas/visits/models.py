"""Facts of visits: how a centre receives, who has booked a time, and the numbers of each day."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Centre(models.Model):
    """How a centre receives people. `secret` is in the addresses of its kiosk and its screen."""

    body = models.TextField(primary_key=True)
    secret = models.TextField()
    counters = models.SmallIntegerField()
    slot_minutes = models.SmallIntegerField()
    slot_places = models.SmallIntegerField(help_text="people in one slot; 0 when no time can be booked")
    changed_at = models.DateTimeField()
    changed_by = models.UUIDField(null=True)

    class Meta:
        db_table = "visits_centre"


class Appointment(models.Model):
    """A time that somebody has booked. Who has the id may change or cancel it; the code is typed at the kiosk.

    The telephone is erased when the day is over.
    """

    id = models.UUIDField(primary_key=True)
    centre = models.TextField()
    starts_at = models.DateTimeField()
    day = models.DateField()
    kind = models.TextField()
    code = models.TextField(help_text="six digits, one's own among those of the centre and day")
    phone = models.TextField()
    state = models.TextField(help_text="booked, arrived, cancelled")
    made_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "visits_appointment"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["centre", "day", "code"], name="visits_code_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["starts_at"], name="visits_to_remind", condition=Q(reminded_at=None, state="booked")),
            models.Index(fields=["phone"], name="visits_of_phone", condition=~Q(phone="")),
        ]


class Ticket(models.Model):
    """A number of a day. `turn` orders the waiting: when it was taken, or the time that was booked.

    `counter` is where it was called; while it waits, the counter that alone may call it, after a transfer.
    """

    id = models.UUIDField(primary_key=True)
    centre = models.TextField()
    day = models.DateField()
    number = models.IntegerField()
    kind = models.TextField()
    appointment = models.UUIDField(null=True, unique=True)
    state = models.TextField(help_text="waiting, called, done, missed")
    counter = models.SmallIntegerField(null=True)
    officer = models.UUIDField(null=True)
    turn = models.DateTimeField()
    taken_at = models.DateTimeField()
    first_called_at = models.DateTimeField(null=True)
    called_at = models.DateTimeField(null=True)
    calls = models.SmallIntegerField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "visits_ticket"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["centre", "day", "number"], name="visits_number_once"),
            models.UniqueConstraint(
                fields=["centre", "day", "counter"], name="visits_one_at_a_counter", condition=Q(state="called")
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["centre", "day", "turn", "number"], name="visits_waiting", condition=Q(state="waiting")
            ),
        ]
