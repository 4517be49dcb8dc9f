"""Procedures: the typed definition of a version, loading our ten, finding one by code and day or by words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Annotated, Any, Literal

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from pydantic import BaseModel, ConfigDict, Field, PositiveInt, model_validator

from thongsuot.register.folding import fold
from thongsuot.register.memory import Remembered

DATA = Path(__file__).parent / "data" / "procedures"

Channel = Literal["counter", "online", "post"]
Dong = Annotated[int, Field(ge=0, le=10_000_000_000)]


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

    `code` is the portal's code of the component, `form` the official form it follows.
    """

    key: str
    name: str
    originals: int = Field(default=1, ge=0)
    copies: int = Field(default=0, ge=0)
    required: Literal["yes", "no", "depends"] = "yes"
    when: str = ""
    presented: bool = False
    code: str = ""
    form: str = ""

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


class Case(_Frozen):
    """One case of a procedure with its own limit, fees, papers and results. `limit_note` keeps the source's wording."""

    key: str = Field(pattern=r"^[a-z0-9-]+$")
    name: str
    limit: Limit
    limit_by_channel: dict[Channel, Limit] = Field(default_factory=dict)
    limit_note: str = ""
    fees: tuple[Fee, ...] = ()
    papers: tuple[Paper, ...] = ()
    results: tuple[Result, ...] = Field(min_length=1)

    def limit_for(self, channel: Channel) -> Limit:
        return self.limit_by_channel.get(channel, self.limit)

    def fees_for(self, channel: Channel) -> tuple[Fee, ...]:
        return tuple(fee for fee in self.fees if fee.channel == channel)

    @model_validator(mode="after")
    def _keys_once(self) -> Case:
        keys = [paper.key for paper in self.papers]
        if len(keys) != len(set(keys)):
            raise ValueError(f"Trường hợp “{self.name}” có hai giấy tờ trùng khóa.")
        return self


class Confirmation(_Frozen):
    """Who checked a version against its published decision, on which day, on what basis."""

    by: str = Field(min_length=1)
    on: date
    basis: str = Field(min_length=1)


class Definition(_Frozen):
    """What a version of a procedure says. `executing_kind` is the kind of office that settles it."""

    field_code: str
    executing_kind: str
    receiving: Receiving
    cases: tuple[Case, ...] = Field(min_length=1)
    source: str
    source_day: date
    confirmation: Confirmation | None = None

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


@dataclass(frozen=True)
class ProcedureView:
    """One version of a procedure, its definition read."""

    id: int
    code: str
    authority: str
    version: int
    title: str
    field: str
    sector: str
    tier: int
    decision: str
    non_territorial: bool
    online: str
    verified: bool
    definition: Definition
    folded: str
    valid_from: date
    valid_to: date | None
    legal_basis: str

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


_FIELDS = tuple(name for name in ProcedureView.__dataclass_fields__ if name != "definition")


def _read() -> dict[str, list[ProcedureView]]:
    from thongsuot.register.models import Procedure

    versions: dict[str, list[ProcedureView]] = {}
    rows = Procedure.objects.order_by("code", "-valid_from", "authority").values(*_FIELDS, "definition")
    for row in rows:
        view = ProcedureView(**{**row, "definition": Definition.model_validate(row["definition"])})
        versions.setdefault(view.code, []).append(view)
    return versions


# Every version by code, newest first.
_versions = Remembered(_read)


def forget() -> None:
    """Drop what this process remembers of procedures."""
    _versions.forget()


def files() -> list[ProcedureFile]:
    """Our own procedures, in the order of their codes. Raises pydantic's ValidationError for a faulty file."""
    return [ProcedureFile.model_validate_json(path.read_bytes()) for path in sorted(DATA.glob("*.json"))]


def load_procedures() -> int:
    """Write the versions of our files that the database does not have yet; how many rows were written.

    A changed file is a new version from its own day on, and the one before ends there: a published version never
    changes. Raises ValueError for a change that keeps the day of the version before.
    """
    with transaction.atomic():
        written = sum(_load(file) for file in files())
    forget()
    return written


def _load(file: ProcedureFile) -> int:
    from thongsuot.register.models import Procedure

    newest = (
        Procedure.objects.select_for_update()
        .filter(code=file.code, authority=file.authority)
        .order_by("-version")
        .first()
    )
    definition = file.definition.model_dump(mode="json", exclude_defaults=True)
    if newest is not None:
        published = {key: value for key, value in newest.definition.items() if key != "confirmation"}
        if (newest.title, newest.decision, newest.legal_basis, published) == (
            file.title,
            file.decision,
            file.legal_basis,
            definition,
        ):
            return 0
        if file.valid_from <= newest.valid_from:
            raise ValueError(
                f"Thủ tục {file.code} đã thay đổi nhưng vẫn ghi hiệu lực từ {file.valid_from:%d/%m/%Y}; "
                "phiên bản mới phải có ngày hiệu lực sau phiên bản trước."
            )
        Procedure.objects.filter(pk=newest.pk).update(valid_to=file.valid_from)
    Procedure.objects.create(
        **{name: getattr(file, name) for name in ProcedureFile.model_fields if name != "definition"},
        definition=definition,
        version=newest.version + 1 if newest else 1,
        folded=fold(f"{file.title} {file.field}"),
        recorded_on=timezone.localdate(),
    )
    return 1


def procedure(code: str, day: date, authority: str | None = None) -> ProcedureView | None:
    """The version that holds on a day, of one authority or, without it, of the ministry before a province."""
    holding = [
        view
        for view in _versions.get().get(code.strip(), ())
        if view.holds_on(day) and authority in (None, view.authority)
    ]
    return min(holding, key=lambda view: (not view.authority.startswith("bo."), view.authority), default=None)


def version(code: str, authority: str, number: int) -> ProcedureView | None:
    """One version by its number, whatever the day: what a received dossier stays with."""
    for view in _versions.get().get(code, ()):
        if (view.authority, view.version) == (authority, number):
            return view
    return None


def in_force(day: date, tier: int | None = None) -> list[ProcedureView]:
    """The procedures that hold on a day, by field and title."""
    views = (view for versions in _versions.get().values() for view in versions)
    found = (view for view in views if view.holds_on(day) and tier in (None, view.tier))
    return sorted(found, key=lambda view: (view.field, view.title))


def switched_on(day: date, tier: int | None = None) -> list[ProcedureView]:
    """The procedures that dossiers can be received under: those that a named officer confirmed.

    The demonstration receives under all of them; its screens mark each as *chưa xác minh*.
    """
    return [view for view in in_force(day, tier) if view.verified or settings.DEMO]


def confirm_procedure(code: str, authority: str, number: int, confirmation: Confirmation) -> None:
    """Record that a named officer checked a version against its decision. Raises LookupError for an unknown one."""
    from thongsuot.register.models import Procedure

    with transaction.atomic():
        try:
            row = Procedure.objects.select_for_update().get(code=code, authority=authority, version=number)
        except Procedure.DoesNotExist as error:
            raise LookupError(f"Không có phiên bản {number} của thủ tục {code}.") from error
        row.verified = True
        row.definition = {**row.definition, "confirmation": confirmation.model_dump(mode="json")}
        row.save(update_fields=["verified", "definition"])
    forget()


def search(text: str, day: date, tier: int | None = None) -> list[ProcedureView]:
    """Procedures whose code starts with the text, or whose title and field have every word of it, nearest first.

    Diacritics, case and the order of words do not matter. No text finds all.
    """
    asked = fold(text)
    words = asked.split()
    ranked = []
    for view in in_force(day, tier):
        if view.code.startswith(text.strip()) and words:
            ranked.append((0, 0, view.code, view))
        elif all(word in view.folded for word in words):
            place = view.folded.find(asked)
            ranked.append((1 if place >= 0 else 2, max(place, 0), view.code, view))
    return [view for *_, view in sorted(ranked, key=lambda found: found[:3])]
