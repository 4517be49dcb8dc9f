"""Competence proposed from a procedure's levels and agencies, accepted in bulk by a person, and checked for faults."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction

from thongsuot.register import competences, procedures
from thongsuot.register.body_rules import TWO_TIERS
from thongsuot.register.catalogue import agencies, writing
from thongsuot.register.catalogue.definitions import Definition
from thongsuot.register.models import Body, Competence

# code, authority, sector, first day, definition
Given = tuple[str, str, str, date, Definition]

# From this on a proposal takes effect at once, marked unverified; below, it waits for a person.
SURE = 60
ONE_STOP = "Nghị định 118/2025/NĐ-CP: tiếp nhận tại Trung tâm Phục vụ hành chính công"
LEVELS = {"commune": "cấp xã", "province": "cấp tỉnh", "ministry": "cấp bộ", "other": "khác", "vertical": "ngành dọc"}


@dataclass(frozen=True)
class Proposal:
    """One row proposed. Either a kind of body, found at the place of the matter, or one body by its key."""

    nature: str
    kind: str = ""
    key: str = ""
    office: str = ""
    wording: str = ""
    confidence: int = 0
    provision: str = ""


def communes_of_provinces() -> dict[str, int]:
    """How many communes each province has today."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT province_code, count(*) FROM register_unit WHERE tier = 3
              AND valid_from <= current_date AND (valid_to IS NULL OR valid_to > current_date) GROUP BY 1"""
        )
        return dict(cursor.fetchall())


def proposals(authority: str, sector: str, definition: Definition) -> list[Proposal]:
    """Who decides and who receives, from what the source says; nobody when it says too little."""
    deciding = list(_merged(_deciding(authority, sector, definition)))
    return [*deciding, *_receiving(deciding)]


def _deciding(authority: str, sector: str, definition: Definition) -> Iterator[Proposal]:
    named, role = (definition.deciding, "cơ quan có thẩm quyền") if definition.deciding else (definition.executing, "")
    role = role or "cơ quan thực hiện"
    found = [agencies.recognise(name, authority) for name in named]
    levels: set[str] = set(definition.levels)
    office = definition.executing_kind
    for agency in found:
        if not agency.known:
            continue
        sure = agency.confidence - (0 if definition.deciding else 10)
        if not _fits(agency.kind, levels):
            sure -= 30
        settles = agency.office or (office if agency.kind == "ubnd_xa" else "")
        note = f"; {agency.note}" if agency.note else ""
        yield Proposal("decide", agency.kind, agency.key, settles, f"{role}: {agency.name}{note}", max(sure, 5))
    if not any(agency.known for agency in found):
        yield from _by_level(authority, levels, office, "; ".join(named))


def _fits(kind: str, levels: set[str]) -> bool:
    """Whether a kind of body stands at one of the levels that the source marks."""
    if not levels or not kind:
        return True
    if kind.endswith("_xa"):
        return "commune" in levels
    return bool(levels & {"province", "vertical", "other"})


def _by_level(authority: str, levels: set[str], office: str, unknown: str) -> Iterator[Proposal]:
    """Nobody known is named: the level says which tier, less surely."""
    told = ", ".join(LEVELS[level] for level in LEVELS if level in levels) or "không ghi cấp"
    wording = f"cấp thực hiện: {told}" + (f"; nguồn ghi: {unknown}" if unknown else "")
    less = 25 if unknown or "vertical" in levels else 0
    if "commune" in levels:
        yield Proposal("decide", "ubnd_xa", "", office, wording, 65 - less)
    elif "province" in levels:
        yield Proposal("decide", "ubnd_tinh", "", "", wording, 60 - less)
    elif "ministry" in levels and authority.startswith("bo."):
        yield Proposal("decide", "", authority, "", wording, 60 - less)


def _merged(found: Iterable[Proposal]) -> Iterator[Proposal]:
    """One row for a body, from the surest wording: a committee and its chair are one body here."""
    best: dict[tuple[str, str], Proposal] = {}
    for one in found:
        known = best.get((one.kind, one.key))
        if known is None or one.confidence > known.confidence:
            best[(one.kind, one.key)] = one
    yield from sorted(best.values(), key=lambda one: (-one.confidence, one.kind, one.key))


def _receiving(deciding: Sequence[Proposal]) -> Iterator[Proposal]:
    """Where people hand in: the one-stop centre of the tier that decides."""
    kinds = {one.kind for one in deciding}
    if any(kind.endswith("_xa") for kind in kinds):
        yield Proposal("receive", "pvhcc_xa", "", "", ONE_STOP, 70)
    if any(kind and not kind.endswith("_xa") for kind in kinds):
        yield Proposal("receive", "pvhcc_tinh", "", "", ONE_STOP, 70)


def propose(given: Sequence[Given], today: date) -> int:
    """Write the proposals for these procedures; how many rows were written.

    A procedure with a row that a person set or accepted is left alone. Rows that are proposed no longer are
    ended today, so that nothing received under them loses its ground.
    """
    codes = [code for code, *_ in given]
    standing: dict[str, list[Competence]] = {}
    for row in Competence.objects.filter(procedure_code__in=codes, valid_to=None).select_for_update().order_by("id"):
        standing.setdefault(row.procedure_code, []).append(row)
    bodies = set(Body.objects.filter(key__startswith="bo.").values_list("key", flat=True))
    made: list[Competence] = []
    ended: list[int] = []
    for code, authority, sector, since, definition in given:
        place = agencies.place_of(authority)
        rows = [row for row in standing.get(code, []) if row.place_code == place or row.confidence is None]
        if any(row.confidence is None or (row.accepted_by and row.status == "held") for row in rows):
            continue
        fresh, gone = _compare(code, place, since, rows, proposals(authority, sector, definition), bodies, today)
        made += fresh
        ended += gone
    Competence.objects.filter(id__in=ended).update(valid_to=today)
    writing.copy(Competence, _WRITTEN, ([getattr(row, name) for name in _WRITTEN] for row in made))
    return len(made) + len(ended)


_WRITTEN = (
    "procedure_code", "nature", "body_kind", "body_id", "executing_kind", "place_code", "provision", "legal_basis",
    "verified", "status", "wording", "confidence", "valid_from", "recorded_on",
)  # fmt: skip


def _compare(
    code: str,
    place: str,
    since: date,
    rows: Sequence[Competence],
    wanted: Sequence[Proposal],
    bodies: set[str],
    today: date,
) -> tuple[list[Competence], list[int]]:
    known = {_identity(row): row for row in rows}
    made, kept = [], set()
    for one in wanted:
        if one.key and one.key not in bodies:
            continue
        row = _row(code, place, one, since if not rows else today, today)
        if _identity(row) in known:
            kept.add(known[_identity(row)].pk)
        else:
            made.append(row)
    return made, [row.pk for row in rows if row.pk not in kept and row.status != "rejected"]


def _identity(row: Competence) -> tuple[Any, ...]:
    return (row.nature, row.body_kind, row.body_id, row.executing_kind, row.place_code, row.wording, row.confidence)


def _row(code: str, place: str, one: Proposal, since: date, today: date) -> Competence:
    provision = one.wording if one.nature == "receive" else f"Đề xuất từ nguồn ({one.wording}); chưa xác minh"
    return Competence(
        procedure_code=code,
        nature=one.nature,
        body_kind=one.kind,
        body_id=one.key or None,
        executing_kind=one.office,
        place_code=place,
        provision=provision,
        legal_basis=provision,
        verified=False,
        status="held" if one.confidence >= SURE else "proposed",
        wording=one.wording,
        confidence=one.confidence,
        valid_from=max(since, TWO_TIERS),
        recorded_on=today,
    )


def waiting(minimum: int = 0, codes: Sequence[str] = ()) -> list[Competence]:
    """The proposals that nobody has accepted yet, surest first."""
    rows = Competence.objects.filter(confidence__gte=minimum, accepted_by="", valid_to=None).exclude(status="rejected")
    if codes:
        rows = rows.filter(procedure_code__in=codes)
    return list(rows.order_by("-confidence", "procedure_code", "id"))


def accept(ids: Sequence[int], by: str, basis: str, today: date) -> int:
    """Accept proposals in bulk in the name of a person, with the provision that the person relied on.

    Raises ValueError without a name or a provision, LookupError for a row that is no open proposal.
    """
    if not by.strip() or not basis.strip():
        raise ValueError("Ghi tên người chấp thuận và căn cứ thẩm quyền.")
    with transaction.atomic():
        rows = Competence.objects.filter(id__in=ids, confidence__isnull=False, accepted_by="", valid_to=None)
        done = rows.update(
            status="held", verified=True, accepted_by=by, accepted_on=today, provision=basis, legal_basis=basis
        )
        if done != len(set(ids)):
            raise LookupError("Có dòng đã được quyết định hoặc không phải đề xuất. Mở lại danh sách.")
    competences.forget()
    return done


def reject(ids: Sequence[int], by: str, today: date) -> int:
    """Say that proposals are wrong: they take no effect and are not proposed again in the same words."""
    if not by.strip():
        raise ValueError("Ghi tên người từ chối đề xuất.")
    rows = Competence.objects.filter(id__in=ids, confidence__isnull=False, accepted_by="", valid_to=None)
    done = rows.update(status="rejected", accepted_by=by, accepted_on=today)
    competences.forget()
    return done


@dataclass(frozen=True)
class Trouble:
    """A fault in the law as recorded, or in our record of it."""

    kind: str
    procedure_code: str
    sentence: str


def troubles(day: date, ahead: int = 180) -> list[Trouble]:
    """Gaps, overlaps and competences about to expire, among the procedures in force on a day.

    An overlap is two kinds of bodies that decide at one place; it may be a choice that the law leaves. `ahead` is
    in days: decrees of 2025 end on 1/3/2027.
    """
    held: dict[str, list[Competence]] = {}
    rows = Competence.objects.filter(nature="decide", status="held", valid_from__lte=day).exclude(valid_to__lte=day)
    for row in rows.order_by("id"):
        held.setdefault(row.procedure_code, []).append(row)
    found: list[Trouble] = []
    for code, title in sorted({(view.code, view.title) for view in procedures.in_force(day)}):
        found += _troubles(code, title, held.get(code, []), day + timedelta(days=ahead))
    return found


def _troubles(code: str, title: str, rows: Sequence[Competence], horizon: date) -> Iterator[Trouble]:
    if not rows:
        yield Trouble("gap", code, f"{title}: chưa xác định cơ quan nào quyết định.")
    by_place: dict[str, set[str]] = {}
    for row in rows:
        by_place.setdefault(row.place_code, set()).add(row.body_kind or str(row.body_id))
        if row.valid_to and row.valid_to <= horizon:
            yield Trouble("expiring", code, f"{title}: thẩm quyền hết hiệu lực ngày {row.valid_to:%d/%m/%Y}.")
    for kinds in by_place.values():
        if len(kinds) > 1:
            yield Trouble("overlap", code, f"{title}: cùng quyết định: {', '.join(sorted(kinds))}.")
