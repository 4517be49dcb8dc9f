"""Facts with dates: units, bodies, posts, people, accounts, procedures, competences, calendars.

Every row says from which day it holds (`valid_from`, inclusive), until which day (`valid_to`, exclusive,
empty while it holds), when it was recorded and on what legal basis. The database refuses two overlapping
versions of one fact.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models


class ValidDays(models.Func):
    """The half-open range of days on which a row holds."""

    function = "DATERANGE"
    output_field = DateRangeField()


def no_overlap(name: str, *same: str) -> ExclusionConstraint:
    """Refuse two rows that are the same fact on the same day."""
    return ExclusionConstraint(
        name=name,
        expressions=[
            *((field, RangeOperators.EQUAL) for field in same),
            (ValidDays("valid_from", "valid_to", models.Value("[)")), RangeOperators.OVERLAPS),
        ],
    )


class Dated(models.Model):
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    recorded_on = models.DateField()
    legal_basis = models.TextField()

    class Meta:
        abstract = True


class Unit(Dated):
    """An administrative unit: province-level, district-level (until 30/6/2025) or commune-level.

    `code` alone names nothing: codes are reused after mergers. Code and day do.
    """

    code = models.CharField(max_length=5)
    name = models.TextField(help_text="with its type: Phường Ba Đình")
    kind = models.CharField(max_length=12, help_text="tinh thanh_pho quan huyen thi_xa thi_tran xa phuong dac_khu")
    tier = models.PositiveSmallIntegerField(help_text="1 province, 2 district, 3 commune")
    province_code = models.CharField(max_length=2)
    parent_code = models.CharField(
        max_length=5, blank=True, help_text="the district of a commune before 1/7/2025, else the province"
    )
    folded = models.TextField(help_text="lower case without diacritics, for finding")
    sort_key = models.TextField(help_text="Vietnamese alphabetical order under any database collation")

    class Meta:
        constraints: ClassVar = [no_overlap("unit_one_version_a_day", "code")]
        indexes: ClassVar = [models.Index(fields=["province_code", "tier"], name="unit_in_province")]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class Succession(models.Model):
    """One edge of the change of 1/7/2025, or of a later one: (part of) an old unit became (part of) a new one."""

    old_code = models.CharField(max_length=5)
    old_tier = models.PositiveSmallIntegerField()
    new_code = models.CharField(max_length=5)
    happened_on = models.DateField()
    full = models.BooleanField(help_text="the whole old unit went to this new one")
    note = models.TextField(blank=True)
    legal_basis = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["old_code", "new_code", "happened_on"], name="succession_edge_once")
        ]
        indexes: ClassVar = [models.Index(fields=["new_code"], name="succession_new")]


class Body(Dated):
    """An organisation: a people's committee, an office of it, a centre, a department, a ministry, a vertical body.

    `key` is ours, stable on every site (`ubnd.00004`, `pvhcc.00004`, `so-tu-phap.01`, `bo.G15`).
    `identifier` is the electronic identifier (mã định danh); `provisional` until an official one is imported.
    `house` is the body whose office this is (itself for a committee, department or ministry): the competent one.
    """

    key = models.CharField(max_length=60, primary_key=True)
    kind = models.CharField(max_length=30)
    name = models.TextField()
    tier = models.PositiveSmallIntegerField(help_text="0 nation, 1 province, 3 commune")
    unit_code = models.CharField(max_length=5, blank=True)
    province_code = models.CharField(max_length=2, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    house = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="offices")
    identifier = models.CharField(max_length=40, blank=True)
    provisional = models.BooleanField(default=True)
    status = models.CharField(max_length=10, default="open", help_text="open, unknown: not known to exist, closed")
    address = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["unit_code", "kind"], name="body_of_unit"),
            models.Index(fields=["province_code", "kind"], name="body_in_province"),
        ]

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """Somebody who holds posts. All are invented in the demonstration."""

    id = models.UUIDField(primary_key=True)
    name = models.TextField()
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)

    def __str__(self) -> str:
        return self.name


class Post(Dated):
    """A place of work in a body with the roles that it carries in processes."""

    id = models.UUIDField(primary_key=True)
    body = models.ForeignKey(Body, models.PROTECT, related_name="posts")
    title = models.TextField()
    roles = ArrayField(models.CharField(max_length=30))

    def __str__(self) -> str:
        return f"{self.title}, {self.body_id}"


class Holding(Dated):
    """A person holds a post from a day to a day."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="holdings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="holdings")
    acting_for = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="delegated")

    class Meta:
        constraints: ClassVar = [no_overlap("holding_once_a_day", "post", "person")]


class Account(AbstractUser):
    """A login. What it may do comes from the posts that its person holds, never from the account."""

    person = models.OneToOneField(Person, models.PROTECT, null=True, blank=True, related_name="account")
    must_change_password = models.BooleanField(default=False)
    demo = models.BooleanField(default=False)


class Session(AbstractBaseSession):
    """A login: an officer's, with the account beside it, or a citizen's, with what an e-identity confirmed."""

    account = models.ForeignKey(Account, models.CASCADE, null=True, related_name="sessions")
    citizen = models.CharField(max_length=20, blank=True, help_text="personal number or tax code")
    citizen_name = models.TextField(blank=True)

    class Meta(AbstractBaseSession.Meta):
        abstract = False

    @classmethod
    def get_session_store_class(cls) -> Any:
        from thongsuot.register.sessions import SessionStore

        return SessionStore


class Procedure(Dated):
    """One dated version of an administrative procedure: code + authority + version.

    `definition` holds the cases (limits, papers, fees by channel) as `register.procedures.Definition`.
    """

    code = models.CharField(max_length=20)
    authority = models.CharField(max_length=60, help_text="key of the body that published it")
    version = models.PositiveIntegerField()
    title = models.TextField()
    field = models.TextField()
    sector = models.CharField(max_length=10, help_text="the ministry's code: G15")
    tier = models.PositiveSmallIntegerField(help_text="the tier that decides: 0, 1 or 3")
    decision = models.TextField(blank=True, help_text="the published decision (quyết định công bố)")
    non_territorial = models.BooleanField(default=False)
    online = models.CharField(max_length=8, default="none", help_text="full, partial, none")
    verified = models.BooleanField(default=False, help_text="confirmed by a named officer; else shown as chưa xác minh")
    definition = models.JSONField()
    folded = models.TextField()
    origin = models.CharField(max_length=10, default="own", db_default="own", help_text="own, built_in, portal, list")
    source = models.CharField(max_length=64, blank=True, db_default="", help_text="digest of the source object")
    content = models.CharField(max_length=64, blank=True, db_default="", help_text="digest of what it says")

    class Meta:
        constraints: ClassVar = [
            no_overlap("procedure_one_version_a_day", "code", "authority"),
            models.UniqueConstraint(fields=["code", "authority", "version"], name="procedure_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Competence(Dated):
    """Who may do what on which procedure, for which place, since when, by which provision.

    The competent body is the one of `body_kind` at the place of the matter, or `body` itself.
    Contradictions are recorded and detected, not refused.
    """

    procedure_code = models.CharField(max_length=20)
    nature = models.CharField(max_length=12, help_text="decide, receive, appraise, consult")
    body_kind = models.CharField(max_length=30, blank=True)
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True)
    executing_kind = models.CharField(max_length=30, blank=True, help_text="the office that settles it inside the body")
    place_code = models.CharField(max_length=5, blank=True, help_text="empty: everywhere")
    provision = models.TextField()
    verified = models.BooleanField(default=False)
    replaced = models.ForeignKey("self", models.PROTECT, null=True, blank=True)
    status = models.CharField(max_length=10, default="held", db_default="held", help_text="held, proposed, rejected")
    wording = models.TextField(blank=True, db_default="", help_text="the source's words from which it was proposed")
    confidence = models.PositiveSmallIntegerField(null=True, help_text="percent, of a proposal of ours")
    accepted_by = models.TextField(blank=True, db_default="")
    accepted_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["procedure_code", "nature"], name="competence_of_procedure")]


class CalendarDay(models.Model):
    """A day that departs from the week: a public holiday, a swapped day, a half day, for the nation or one place."""

    day = models.DateField()
    place_code = models.CharField(max_length=5, blank=True)
    kind = models.CharField(max_length=12, help_text="off, working, half")
    name = models.TextField()
    legal_basis = models.TextField()
    provisional = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["day", "place_code"], name="calendar_day_once")]


class WorkingSession(Dated):
    """A morning or afternoon session of one weekday (1 Monday … 7 Sunday), for the nation or one place."""

    place_code = models.CharField(max_length=5, blank=True)
    weekday = models.PositiveSmallIntegerField()
    starts = models.TimeField()
    ends = models.TimeField()

    class Meta:
        constraints: ClassVar = [no_overlap("session_once", "place_code", "weekday", "starts")]


class LoadedFile(models.Model):
    """Which content of a data file the tables hold, so that loading it again does nothing."""

    name = models.CharField(max_length=80, primary_key=True)
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


import thongsuot.register.catalogue.models  # noqa: E402  (tables of the same app, in their own module)
import thongsuot.register.reorganising.models  # noqa: E402, F401
