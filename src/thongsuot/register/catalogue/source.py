"""One procedure as the portal's answer gives it, read tolerantly: what is odd is noted, nothing guessed. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from thongsuot.register.catalogue.wording import clean

VIETNAM = timezone(timedelta(hours=7))
# What changes without anything being said anew.
VOLATILE = frozenset({"createdAt", "updatedAt", "publicationDate", "keywords", "state"})
# In these lists the order carries meaning; in the others it is the portal's accident.
ORDERED = frozenset({"executionSteps"})


class Unreadable(ValueError):
    """An object that is no procedure: without it the import goes on."""


@dataclass(frozen=True)
class Oddity:
    """A value of a kind that nobody expects there: kept as given, shown with its place."""

    place: str
    wording: str


@dataclass(frozen=True)
class SourceFee:
    kind: str
    value: Any
    currency: str
    description: str
    attached: str


@dataclass(frozen=True)
class SourceMethod:
    channel: str
    amount: Any
    unit: str
    description: str
    fees: tuple[SourceFee, ...]


@dataclass(frozen=True)
class SourceCase:
    code: str
    name: str
    amount: Any
    unit: str


@dataclass(frozen=True)
class SourcePaper:
    group: str
    code: str
    name: str
    originals: int
    copies: int
    required: bool
    forms: tuple[str, ...]


@dataclass(frozen=True)
class Source:
    """What the portal says of one procedure, in the portal's order where it has one."""

    id: str
    code: str
    title: str
    publisher_code: str
    publisher_name: str
    field_name: str
    field_code: str
    service: str
    decision: str
    decided_on: date | None
    published_on: date | None
    updated: int
    levels: tuple[str, ...]
    online: str
    non_territorial: bool
    methods: tuple[SourceMethod, ...]
    cases: tuple[SourceCase, ...]
    papers: tuple[SourcePaper, ...]
    results: tuple[tuple[str, str], ...]
    laws: tuple[tuple[str, str], ...]
    executing: tuple[str, ...]
    deciding: tuple[str, ...]
    coordinating: tuple[str, ...]
    subjects: tuple[str, ...]
    groups: tuple[str, ...]
    steps: str
    addresses: str
    oddities: tuple[Oddity, ...] = ()


@dataclass
class _Reader:
    """Takes values out of an object, noting each that is not of the kind expected."""

    odd: list[Oddity] = field(default_factory=list)

    def note(self, place: str, value: Any) -> None:
        self.odd.append(Oddity(place, clean(json.dumps(value, ensure_ascii=False, default=str), 300)))

    def text(self, holder: dict[str, Any], name: str, place: str, longest: int = 4000) -> str:
        value = holder.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.note(f"{place}{name}", value)
            return clean(str(value), longest) if isinstance(value, int | float) else ""
        if len(value) > longest * 4:
            self.note(f"{place}{name}", value[:200])
        return clean(value, longest)

    def items(self, holder: dict[str, Any], name: str, place: str) -> list[dict[str, Any]]:
        value = holder.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            self.note(f"{place}{name}", value)
            return []
        for number, one in enumerate(value):
            # The portal gives null for a unit group that was deleted; anything else is odd.
            if one is not None and not isinstance(one, dict):
                self.note(f"{place}{name}[{number}]", one)
        return [one for one in value if isinstance(one, dict)]

    def mapping(self, holder: dict[str, Any], name: str, place: str) -> dict[str, Any]:
        value = holder.get(name)
        if value is not None and not isinstance(value, dict):
            self.note(f"{place}{name}", value)
        return value if isinstance(value, dict) else {}

    def flag(self, holder: dict[str, Any], name: str, place: str) -> bool:
        value = holder.get(name)
        if value is not None and not isinstance(value, bool):
            self.note(f"{place}{name}", value)
        return value is True

    def count(self, holder: dict[str, Any], name: str, place: str) -> int:
        value = holder.get(name)
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 999:
            return value
        if value is not None:
            self.note(f"{place}{name}", value)
        return 0

    def day(self, holder: dict[str, Any], name: str, place: str) -> date | None:
        """A day of Vietnam from the portal's milliseconds since 1970."""
        value = holder.get(name)
        if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 4_102_444_800_000:
            return datetime.fromtimestamp(value / 1000, UTC).astimezone(VIETNAM).date()
        if value is not None:
            self.note(f"{place}{name}", value)
        return None

    def named(self, holder: dict[str, Any], *names: str) -> tuple[str, ...]:
        """The names of the agencies in several lists, each once."""
        found = [self.text(one, "name", f"{name}.", 300) for name in names for one in self.items(holder, name, "")]
        return tuple(dict.fromkeys(filter(None, found)))


@dataclass(frozen=True)
class Identity:
    """By what a procedure is known in a file: its code, who published it, and when the portal last touched it."""

    code: str
    title: str
    publisher_code: str
    publisher_name: str
    updated: int


def identity(given: Any) -> Identity:
    """What a line is about, without reading the rest. Raises Unreadable as `read` does."""
    return _identity(_Reader(), given)


def _identity(reader: _Reader, given: Any) -> Identity:
    if not isinstance(given, dict):
        raise Unreadable("Dòng không phải là một đối tượng thủ tục.")
    detail = given.get("detail")
    detail = detail if isinstance(detail, dict) and detail else given
    code = reader.text(detail, "code", "", 60) or reader.text(given, "code", "", 60)
    title = reader.text(detail, "name", "", 2000) or reader.text(given, "name", "", 2000)
    if not code or not title:
        raise Unreadable("Thiếu mã hoặc tên thủ tục.")
    updated = detail.get("updatedAt")
    return Identity(
        code=code.replace(" ", ""),
        title=" ".join(title.split()),
        publisher_code=reader.text(detail, "departmentPromulgateCode", "", 40),
        publisher_name=reader.text(detail, "departmentPromulgateName", "", 300),
        updated=updated if isinstance(updated, int) and not isinstance(updated, bool) else 0,
    )


def read(given: Any) -> Source:
    """Read one line's object. Raises Unreadable when there is no code or no name to know it by."""
    reader = _Reader()
    known = _identity(reader, given)
    detail = reader.mapping(given, "detail", "") or given
    code, title = known.code, known.title
    raw_code = detail.get("code") or given.get("code")
    if isinstance(raw_code, str) and raw_code != raw_code.strip():
        reader.note("code", raw_code)
    proposal = reader.mapping(detail, "procedureProposal", "")
    fields = reader.items(detail, "categoriesDetails", "") or [reader.mapping(detail, "category", "")]
    source = Source(
        id=reader.text(detail, "id", "", 60),
        code=code,
        title=title,
        publisher_code=known.publisher_code,
        publisher_name=known.publisher_name,
        field_name=" ".join(reader.text(fields[0], "name", "categoriesDetails.", 300).split()),
        field_code=reader.text(fields[0], "code", "categoriesDetails.", 40),
        service=reader.text(detail, "type", "", 20),
        decision=reader.text(proposal, "proposalNumber", "procedureProposal.", 200),
        decided_on=reader.day(proposal, "decisionDate", "procedureProposal."),
        published_on=reader.day(proposal, "publicationDate", "procedureProposal."),
        updated=known.updated,
        levels=_levels(reader, detail),
        online=_online(reader, detail),
        non_territorial=reader.flag(detail, "isNonTerritorial", ""),
        methods=tuple(_methods(reader, detail)),
        cases=tuple(_cases(reader, detail)),
        papers=tuple(_papers(reader, detail)),
        results=_pairs(reader, detail, "resultsDetails"),
        laws=_pairs(reader, detail, "legalBasisesDetails"),
        executing=_agencies(reader, detail, ("departmentsExecuting", "unitGroupsExecuting"), "executingAgencies"),
        deciding=_agencies(reader, detail, ("departmentsAuthority", "unitGroupsAuthority"), "delegatedAgencies"),
        coordinating=_agencies(
            reader, detail, ("departmentsCoordinating", "unitGroupsCoordinating"), "coordinatingAgencies"
        ),
        subjects=reader.named(detail, "subjectTypesDetails"),
        groups=reader.named(detail, "serviceGroupsDetails"),
        steps="\n".join(
            reader.text(step, "description", "executionSteps.", 20_000)
            for step in reader.items(detail, "executionSteps", "")
        ),
        addresses=reader.text(detail, "dossierReceivingAddresses", "", 4000),
    )
    return Source(**{**source.__dict__, "oddities": tuple(reader.odd)})


def _levels(reader: _Reader, detail: dict[str, Any]) -> tuple[str, ...]:
    flags = (
        ("isWard", "commune"),
        ("isProvince", "province"),
        ("isMinistry", "ministry"),
        ("isOtherAgency", "other"),
        ("isVertical", "vertical"),
    )
    return tuple(level for name, level in flags if reader.flag(detail, name, ""))


def _online(reader: _Reader, detail: dict[str, Any]) -> str:
    channels = {one.get("submissionMethod") for one in reader.items(detail, "executionMethods", "")}
    if reader.flag(detail, "isOfflineOnly", "") or "ONLINE" not in channels:
        return "none"
    return "full" if reader.flag(detail, "isFullProcess", "") else "partial"


def _methods(reader: _Reader, detail: dict[str, Any]) -> Iterator[SourceMethod]:
    for number, one in enumerate(reader.items(detail, "executionMethods", "")):
        place = f"executionMethods[{number}]."
        yield SourceMethod(
            channel=reader.text(one, "submissionMethod", place, 40),
            amount=_amount(one.get("processingTime")),
            unit=reader.text(one, "processingTimeUnit", place, 40),
            description=reader.text(one, "description", place),
            fees=tuple(_fees(reader, one, place)),
        )


def _amount(value: Any) -> Any:
    return clean(value) if isinstance(value, str) else value


def _fees(reader: _Reader, method: dict[str, Any], place: str) -> Iterator[SourceFee]:
    for number, one in enumerate(reader.items(method, "fees", place)):
        at = f"{place}fees[{number}]."
        attached = one.get("attachment")
        yield SourceFee(
            kind=reader.text(one, "type", at, 40),
            value=one.get("value"),
            currency=reader.text(one, "currencyName", at, 60),
            description=reader.text(one, "description", at, 2000),
            attached=reader.text(attached, "fileName", at, 200) if isinstance(attached, dict) else "",
        )


def _cases(reader: _Reader, detail: dict[str, Any]) -> Iterator[SourceCase]:
    for number, one in enumerate(reader.items(detail, "cases", "")):
        place = f"cases[{number}]."
        days = reader.mapping(one, "processingDay", place)
        yield SourceCase(
            code=reader.text(one, "code", place, 60),
            name=" ".join(reader.text(one, "name", place, 1000).split()),
            amount=_amount(days.get("qty")),
            unit=reader.text(days, "type", place, 40),
        )


def _papers(reader: _Reader, detail: dict[str, Any]) -> Iterator[SourcePaper]:
    for number, group in enumerate(reader.items(detail, "executionCases", "")):
        place = f"executionCases[{number}]."
        heading = " ".join(reader.text(group, "name", place, 500).split())
        for order, one in enumerate(reader.items(group, "profileComponents", place)):
            at = f"{place}profileComponents[{order}]."
            forms = [reader.text(form, "fileName", at, 200) for form in reader.items(one, "attachments", at)]
            yield SourcePaper(
                group=heading,
                code=reader.text(one, "code", at, 60),
                name=" ".join(reader.text(one, "name", at, 2000).split()),
                originals=reader.count(one, "originalQty", at),
                copies=reader.count(one, "copyQty", at),
                required=reader.flag(one, "required", at),
                forms=tuple(filter(None, forms)),
            )


def _pairs(reader: _Reader, detail: dict[str, Any], name: str) -> tuple[tuple[str, str], ...]:
    found = [
        (
            "".join(reader.text(one, "code", f"{name}.", 60).split()),
            " ".join(reader.text(one, "name", f"{name}.", 1000).split()),
        )
        for one in reader.items(detail, name, "")
    ]
    return tuple(sorted({pair for pair in found if any(pair)}))


def _agencies(reader: _Reader, detail: dict[str, Any], lists: tuple[str, ...], prose: str) -> tuple[str, ...]:
    """The agencies named; the prose field, which repeats them, only where the lists have none."""
    found = reader.named(detail, *lists)
    if found:
        return tuple(sorted(found))
    said = reader.text(detail, prose, "", 1000)
    return tuple(sorted({part.strip() for part in said.replace("\n", ";").split(";") if part.strip()}))


def content_digest(given: Any) -> str:
    """Tells two objects apart by what they say: not by keys that change by themselves, nor by accidental order."""
    return hashlib.sha256(canonical(given).encode("utf-8", "surrogatepass")).hexdigest()


def canonical(given: Any) -> str:
    return json.dumps(_plain(given, ""), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(value: Any, name: str) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one, key) for key, one in value.items() if key not in VOLATILE}
    if isinstance(value, list):
        made = [_plain(one, "") for one in value]
        if name in ORDERED or len(made) < 2:
            return made
        return sorted(made, key=lambda one: json.dumps(one, ensure_ascii=False, sort_keys=True))
    return value
