"""Local rules: what a province or a commune set otherwise, as dated differences from the one national definition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from pydantic import ValidationError

from thongsuot.register import bodies, procedures
from thongsuot.register.catalogue import changes, places
from thongsuot.register.catalogue.changes import Change, NoSuchPlace
from thongsuot.register.catalogue.definitions import Definition, Limit
from thongsuot.register.catalogue.models import LocalRule
from thongsuot.register.memory import Remembered
from thongsuot.register.procedures import Channel, ProcedureView


class BadRule(ValueError):
    """A local rule that makes no sense; the sentence says where."""


@dataclass(frozen=True)
class Difference:
    """One act of a place about a procedure: what it changes, who decided it, on what basis, since when."""

    place_code: str
    changes: tuple[Change, ...]
    decided_by: str
    legal_basis: str
    valid_from: date
    valid_to: date | None
    fits: bool = True


@dataclass(frozen=True)
class AtPlace:
    """A procedure as it holds at a place: the national definition with the differences, and these beside it.

    A difference that no longer fits the national version is not applied and says so.
    """

    view: ProcedureView
    definition: Definition
    differences: tuple[Difference, ...]


def _read() -> dict[tuple[str, str], list[LocalRule]]:
    found: dict[tuple[str, str], list[LocalRule]] = {}
    # A province's rules before its communes': the nearer place has the last word.
    for row in LocalRule.objects.order_by("code", "authority", "valid_from"):
        found.setdefault((row.code, row.authority), []).append(row)
    for rows in found.values():
        rows.sort(key=lambda row: len(row.place_code))
    return found


_rules = Remembered(_read)


def forget() -> None:
    """Drop what this process remembers of local rules."""
    _rules.forget()


def set_rule(
    code: str,
    authority: str,
    place_code: str,
    wanted: Sequence[Change],
    *,
    decided_by: str,
    basis: str,
    since: date,
    by: str,
    until: date | None = None,
    late_reason: str = "",
    today: date | None = None,
) -> None:
    """Record that a place's council or chair set something otherwise from a day; the rule before ends there.

    `wanted` are all differences of the place, not only the new ones. `until` is the first day on which the nation's
    definition holds again. Raises BadRule for differences that do not fit the version in force on the first day, for
    days that make no sense, and for a missing name, basis or, entered after its first day, reason.
    """
    today = today or timezone.localdate()
    if not (decided_by.strip() and basis.strip() and by.strip()):
        raise BadRule("Ghi cơ quan quyết định, văn bản và tên người nhập.")
    if until is not None and until <= since:
        raise BadRule("Ngày hết hiệu lực phải sau ngày bắt đầu hiệu lực.")
    if since < today and not late_reason.strip():
        raise BadRule(f"Ngày {since:%d/%m/%Y} đã qua: ghi lý do nhập chậm.")
    _check(code, authority, place_code, wanted, since)
    with transaction.atomic():
        rows = LocalRule.objects.select_for_update().filter(code=code, authority=authority, place_code=place_code)
        if rows.filter(valid_from__gt=since).exclude(valid_to=F("valid_from")).exists():
            raise BadRule("Đã có quy định địa phương từ ngày muộn hơn. Sửa từ ngày đó trở đi.")
        rows.filter(Q(valid_to=None) | Q(valid_to__gt=since), valid_from__lte=since).update(valid_to=since)
        LocalRule.objects.create(
            code=code,
            authority=authority,
            place_code=place_code,
            changes=list(wanted),
            decided_by=decided_by,
            entered_by=by,
            legal_basis=basis,
            valid_from=since,
            valid_to=until,
            late_reason=late_reason.strip() if since < today else "",
            recorded_on=today,
        )
    forget()


def _check(code: str, authority: str, place_code: str, wanted: Sequence[Change], since: date) -> None:
    view = procedures.procedure(code, since, authority)
    if view is None:
        raise BadRule(f"Thủ tục {code} không có phiên bản nào có hiệu lực ngày {since:%d/%m/%Y}.")
    if len(place_code) not in (2, 5) or not place_code.isdigit():
        raise BadRule("Nơi áp dụng là mã tỉnh (2 chữ số) hoặc mã xã (5 chữ số).")
    try:
        applied(view.definition, wanted)
    except (NoSuchPlace, ValidationError) as error:
        raise BadRule(f"Khác biệt không khớp với thủ tục {code}: {_first(error)}") from error


def end_rule(id: int, until: date, by: str, basis: str, today: date | None = None) -> None:
    """End a rule: from this day on the nation's definition holds again. One that has not begun never holds.

    Raises BadRule for a day that is past, for a rule that has ended, and for a missing name or basis.
    """
    today = today or timezone.localdate()
    if not (by.strip() and basis.strip()):
        raise BadRule("Ghi tên người kết thúc và văn bản làm căn cứ.")
    if until < today:
        raise BadRule("Quy định chỉ kết thúc từ hôm nay trở đi: hồ sơ đã nhận vẫn theo quy định lúc nhận.")
    with transaction.atomic():
        row = LocalRule.objects.select_for_update().filter(pk=id).first()
        if row is None or (row.valid_to is not None and row.valid_to <= max(until, row.valid_from)):
            raise BadRule("Quy định này không còn hiệu lực đến ngày đó. Xem lại danh sách.")
        row.valid_to = max(until, row.valid_from)
        row.ended_by, row.ended_on, row.end_basis = by, today, basis
        row.save(update_fields=["valid_to", "ended_by", "ended_on", "end_basis"])
    forget()


def rules(code: str, authority: str, place_codes: Sequence[str] = ()) -> list[LocalRule]:
    """Every rule of these places (none named: of all) about a procedure, ended ones too, the newest first."""
    rows = LocalRule.objects.filter(code=code, authority=authority)
    if place_codes:
        rows = rows.filter(place_code__in=place_codes)
    return list(rows.order_by("-valid_from", "-id"))


def _first(error: Exception) -> str:
    return str(error.errors()[0]["msg"]) if isinstance(error, ValidationError) else str(error)


def applied(definition: Definition, wanted: Sequence[Change]) -> Definition:
    """The definition with these differences. Raises NoSuchPlace, and pydantic's ValidationError."""
    stored = definition.model_dump(mode="json", exclude_defaults=True)
    return Definition.model_validate(changes.apply(stored, wanted))


def at_place(view: ProcedureView, place_code: str, day: date) -> AtPlace:
    """A version as it holds at a commune (or in a province) on a day."""
    rows = _rules.get().get((view.code, view.authority), ())
    if not rows:
        return AtPlace(view, view.definition, ())
    committee = bodies.of_kind("ubnd_xa", place_code, day)
    province = committee.province_code if committee else place_code[:2]
    definition, found = view.definition, []
    for row in rows:
        if row.place_code not in (place_code, province) or not _holds(row, day):
            continue
        fits = True
        try:
            definition = applied(definition, row.changes)
        except (NoSuchPlace, ValidationError):
            fits = False
        found.append(
            Difference(
                row.place_code, tuple(row.changes), row.decided_by, row.legal_basis, row.valid_from, row.valid_to, fits
            )
        )
    return AtPlace(view, definition, tuple(found))


def _holds(row: LocalRule, day: date) -> bool:
    return row.valid_from <= day and (row.valid_to is None or day < row.valid_to)


def limit_at(at: AtPlace, case_key: str, channel: Channel, place_code: str, day: date) -> Limit | None:
    """The limit of a case at a place, special places included as far as they are verified; None when unclear.

    Raises UnknownCase.
    """
    return at.definition.case(case_key).limit_at(channel, places.kinds_of(place_code, day, verified_only=True))
