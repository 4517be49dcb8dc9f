"""What a version of a procedure says, typed: cases, limits, fees, papers, results; unknown words are errors."""

from __future__ import annotations

from datetime import date, time
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PositiveInt, model_validator

Channel = Literal["counter", "online", "post"]
PlaceKind = Literal["mountain", "border", "island", "remote", "difficult", "very_difficult"]
Level = Literal["commune", "province", "ministry", "other", "vertical"]
Dong = Annotated[int, Field(ge=0, le=10_000_000_000)]


# Half a working day of the source is four hours: only the officers' eight hours make that sum.
HOURS_OF_A_DAY = 8


class UnknownCase(LookupError):
    """A case that a version of a procedure does not have."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Limit(_Frozen):
    """A time limit in the JSON shape that the deadline function reads. `cutoff` is for `same_day` only."""

    unit: Literal["working_day", "calendar_day", "working_hour", "month", "same_day", "none"]
    amount: int = Field(ge=0)
    cutoff: time | None = None
    on_supplement: Literal["pause", "reset"] = "pause"
    basis: str = ""
    verified: bool = False

    @model_validator(mode="after")
    def _agrees(self) -> Limit:
        counted = self.unit not in ("same_day", "none")
        if counted == (self.amount == 0):
            raise ValueError("Thời hạn tính theo ngày, giờ phải có số lượng; trong ngày thì không.")
        if self.cutoff is not None and self.unit != "same_day":
            raise ValueError("Giờ chốt nhận chỉ dùng cho thủ tục giải quyết trong ngày.")
        return self

    def as_json(self) -> dict[str, Any]:
        return self.model_dump(mode="json", exclude_none=True)


class Fee(_Frozen):
    """What is paid in one channel, in integer đồng for each `unit`. No `amount`: `note` says where it is set.

    `kind` is phí (fee) or lệ phí (service_fee). From page `from_page` on, `amount_after` holds; `at_most` caps it.
    """

    channel: Channel
    kind: Literal["fee", "service_fee"]
    name: str
    amount: Dong | None
    unit: str = "hồ sơ"
    verified: bool = False
    note: str = ""
    from_page: PositiveInt | None = None
    amount_after: Dong | None = None
    at_most: Dong | None = None

    def total(self, units: int) -> int | None:
        """The amount for so many units (copies, pages), None when the amount is not known here."""
        if self.amount is None:
            return None
        first = units if self.from_page is None else min(units, self.from_page - 1)
        after = self.amount if self.amount_after is None else self.amount_after
        total = first * self.amount + (units - first) * after
        return total if self.at_most is None else min(total, self.at_most)


class Paper(_Frozen):
    """One part of the dossier. `depends` says in `when` on what; `presented` papers are shown, not handed in.

    `code` is the portal's code of the component, `form` the official form it follows, `group` the heading under
    which the source lists it. `unknown`: the source does not say whether it is needed.
    """

    key: str
    name: str
    originals: int = Field(default=1, ge=0)
    copies: int = Field(default=0, ge=0)
    required: Literal["yes", "no", "depends", "unknown"] = "yes"
    when: str = ""
    presented: bool = False
    code: str = ""
    form: str = ""
    group: str = ""

    @model_validator(mode="after")
    def _says_when(self) -> Paper:
        if (self.required == "depends") != bool(self.when):
            raise ValueError(f"Giấy tờ “{self.name}”: chỉ giấy tờ tùy trường hợp mới nêu, và phải nêu, khi nào cần.")
        return self


class Result(_Frozen):
    code: str
    name: str


class Receiving(_Frozen):
    """By which channels it is received; `anywhere_in_province` when the procedure itself lets the applicant choose."""

    channels: tuple[Channel, ...] = Field(min_length=1)
    anywhere_in_province: bool = False
    note: str = ""


class PlaceLimit(_Frozen):
    """Another limit where the place of the matter is of one of these kinds: so much more, or a whole other limit."""

    kinds: tuple[PlaceKind, ...] = Field(min_length=1)
    adds: int = Field(default=0, ge=0, le=1000)
    adds_unit: Literal["working_day", "calendar_day"] = "working_day"
    limit: Limit | None = None
    wording: str = ""

    @model_validator(mode="after")
    def _one_of_two(self) -> PlaceLimit:
        if (self.limit is None) == (self.adds == 0):
            raise ValueError("Quy tắc theo địa bàn hoặc cộng thêm ngày, hoặc nêu thời hạn khác.")
        return self

    def applied_to(self, limit: Limit) -> Limit | None:
        """The limit at such a place; None when days of two kinds would have to be added up."""
        if self.limit is not None:
            return self.limit
        if limit.unit == self.adds_unit:
            added = self.adds
        elif (limit.unit, self.adds_unit) == ("working_hour", "working_day"):
            added = self.adds * HOURS_OF_A_DAY
        else:
            return None
        return limit.model_copy(update={"amount": limit.amount + added, "verified": False})


class SilenceRule(_Frozen):
    """The law by which no answer until the due moment is one: consent or refusal. Never without its provision."""

    outcome: Literal["granted", "denied"]
    basis: str = Field(min_length=1)
    verified: bool = False


class ClockRules(_Frozen):
    """What a procedure's law says of a case's time beside its limit; what is not set is as everywhere.

    `on_supplement`, `on_payment`, `on_stop`: whether the rest of the limit is kept or the whole runs anew, where it is
    otherwise than the limit says. `supplement` is how long a person has to supplement, `supplements` and `extensions`
    how often each may be. `basis` is the provision for what is set here; `verified` says that somebody checked it.
    """

    on_supplement: Literal["pause", "reset"] | None = None
    on_payment: Literal["pause", "reset"] | None = None
    on_stop: Literal["pause", "reset"] | None = None
    supplement: Limit | None = None
    supplements: int | None = Field(default=None, ge=1, le=9)
    extensions: int | None = Field(default=None, ge=1, le=9)
    late_extension: bool = False
    silence: SilenceRule | None = None
    basis: str = ""
    verified: bool = False

    @model_validator(mode="after")
    def _counted(self) -> ClockRules:
        if self.supplement is not None and self.supplement.unit not in ("working_day", "calendar_day", "month"):
            raise ValueError("Thời hạn bổ sung tính bằng ngày làm việc, ngày hoặc tháng.")
        return self


class Case(_Frozen):
    """One case of a procedure with its own limit, fees, papers and results. `limit_note` keeps the source's wording.

    `unclear` says why the limit is not known: then an officer sets the day at intake, with a reason. `notes` are
    sentences that the source puts among the papers.
    """

    key: str = Field(pattern=r"^[a-z0-9-]+$")
    name: str
    limit: Limit
    limit_by_channel: dict[Channel, Limit] = Field(default_factory=dict)
    limit_note: str = ""
    unclear: str = ""
    place_limits: tuple[PlaceLimit, ...] = ()
    clock: ClockRules = ClockRules()
    notes: tuple[str, ...] = ()
    fees: tuple[Fee, ...] = ()
    papers: tuple[Paper, ...] = ()
    results: tuple[Result, ...] = Field(min_length=1)

    def limit_for(self, channel: Channel) -> Limit:
        return self.limit_by_channel.get(channel, self.limit)

    def limit_at(self, channel: Channel, kinds: frozenset[str] = frozenset()) -> Limit | None:
        """The limit at a place of these kinds (mountain, island …); None when it is not known."""
        if self.unclear:
            return None
        limit = self.limit_for(channel)
        for rule in self.place_limits:
            if kinds.intersection(rule.kinds):
                return rule.applied_to(limit)
        return limit

    def fees_for(self, channel: Channel) -> tuple[Fee, ...]:
        return tuple(fee for fee in self.fees if fee.channel == channel)

    @model_validator(mode="after")
    def _keys_once(self) -> Case:
        keys = [paper.key for paper in self.papers]
        if len(keys) != len(set(keys)):
            raise ValueError(f"Trường hợp “{self.name}” có hai giấy tờ trùng khóa.")
        if self.unclear and self.limit.unit != "none":
            raise ValueError(f"Trường hợp “{self.name}” vừa có thời hạn vừa ghi là chưa rõ.")
        if self.clock.silence is not None and self.limit.unit == "none":
            raise ValueError(f"Trường hợp “{self.name}” không có thời hạn để coi không trả lời là trả lời.")
        return self


class Confirmation(_Frozen):
    """Who checked a version against its published decision, on which day, on what basis."""

    by: str = Field(min_length=1)
    on: date
    basis: str = Field(min_length=1)


class Definition(_Frozen):
    """What a version of a procedure says. `executing_kind` is the kind of office that settles it.

    `levels` and the agencies are the source's own words, from which competence is proposed.
    """

    field_code: str
    executing_kind: str
    receiving: Receiving
    cases: tuple[Case, ...] = Field(min_length=1)
    source: str
    source_day: date
    confirmation: Confirmation | None = None
    levels: tuple[Level, ...] = ()
    executing: tuple[str, ...] = ()
    deciding: tuple[str, ...] = ()
    coordinating: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    service: str = Field(default="", max_length=20)

    @model_validator(mode="after")
    def _keys_once(self) -> Definition:
        keys = [case.key for case in self.cases]
        if len(keys) != len(set(keys)):
            raise ValueError("Hai trường hợp trùng khóa.")
        return self

    def case(self, key: str) -> Case:
        """Raises UnknownCase."""
        for case in self.cases:
            if case.key == key:
                return case
        raise UnknownCase(f"Thủ tục không có trường hợp “{key}”.")


class ProcedureFile(_Frozen):
    """One of our data files: a version as it was published."""

    code: str = Field(pattern=r"^\d\.\d{6}$")
    title: str
    field: str
    sector: str = Field(pattern=r"^[A-Z]\d{2}$")
    authority: str
    tier: Literal[0, 1, 3]
    decision: str
    non_territorial: bool
    online: Literal["full", "partial", "none"]
    valid_from: date
    legal_basis: str
    definition: Definition
