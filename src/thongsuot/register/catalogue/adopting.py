"""Switching procedures on for bodies: by a named officer who confirmed them, one body or a province's communes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from thongsuot.register import bodies, procedures
from thongsuot.register.catalogue import agencies
from thongsuot.register.catalogue.models import Adoption
from thongsuot.register.memory import Remembered
from thongsuot.register.procedures import ProcedureView

Key = tuple[str, str]


class NotAdoptable(ValueError):
    """A switching on that is refused; the sentence says why and what to do."""


@dataclass(frozen=True)
class Offered:
    """A procedure that a body receives under. `stale`: a newer version than the officer confirmed is in force."""

    view: ProcedureView
    confirmed_by: str
    basis: str
    confirmed_version: int | None

    @property
    def stale(self) -> bool:
        return self.confirmed_version is not None and self.confirmed_version != self.view.version


@dataclass(frozen=True)
class _Row:
    code: str
    authority: str
    version: int
    body_id: str
    covers_communes: bool
    confirmed_by: str
    legal_basis: str
    valid_from: date
    valid_to: date | None


def _read() -> dict[str, list[_Row]]:
    found: dict[str, list[_Row]] = {}
    for values in Adoption.objects.order_by("code", "authority", "-valid_from").values_list(*_Row.__dataclass_fields__):
        row = _Row(*values)
        found.setdefault(row.body_id, []).append(row)
    return found


_adoptions = Remembered(_read)


def forget() -> None:
    """Drop what this process remembers of switched-on procedures."""
    _adoptions.forget()


def switch_on(keys: Iterable[Key], body: str, by: str, basis: str, day: date, *, covers_communes: bool = False) -> int:
    """Switch procedures on for a body from a day, in the name of the officer who confirmed them; how many are new.

    For the committee of a province `covers_communes` says that the act holds for every commune in it. The version
    in force on the day is the one confirmed; one confirmed before is confirmed anew. Raises NotAdoptable.
    """
    if not by.strip() or not basis.strip():
        raise NotAdoptable("Ghi tên người xác nhận và văn bản làm căn cứ.")
    found = bodies.body(body)
    if found is None or not found.stands_on(day):
        raise NotAdoptable(f"Không có cơ quan {body} vào ngày {day:%d/%m/%Y}.")
    if covers_communes and found.kind != "ubnd_tinh":
        raise NotAdoptable("Chỉ quyết định của cấp tỉnh mới áp dụng cho các xã, phường, đặc khu.")
    with transaction.atomic():
        done = sum(_switch_on(key, body, by, basis, day, covers_communes) for key in dict.fromkeys(keys))
    forget()
    return done


def _switch_on(key: Key, body: str, by: str, basis: str, day: date, covers_communes: bool) -> int:
    code, authority = key
    view = procedures.procedure(code, day, authority)
    if view is None:
        raise NotAdoptable(f"Thủ tục {code} không có phiên bản nào có hiệu lực ngày {day:%d/%m/%Y}.")
    rows = Adoption.objects.select_for_update().filter(code=code, authority=authority, body_id=body)
    running = rows.filter(valid_to=None).first()
    if running is not None:
        if (running.version, running.covers_communes) == (view.version, covers_communes):
            return 0
        if running.valid_from > day:
            raise NotAdoptable(f"Thủ tục {code} đã được bật từ ngày {running.valid_from:%d/%m/%Y}.")
        rows.filter(pk=running.pk).update(valid_to=day)
    Adoption.objects.create(
        code=code,
        authority=authority,
        version=view.version,
        body_id=body,
        covers_communes=covers_communes,
        confirmed_by=by,
        legal_basis=basis,
        valid_from=day,
        recorded_on=timezone.localdate(),
    )
    return 1


def switch_off(keys: Sequence[Key], body: str, by: str, basis: str, day: date) -> int:
    """End the switching on of procedures for a body on a day; dossiers received before go on. How many ended."""
    if not by.strip() or not basis.strip():
        raise NotAdoptable("Ghi tên người quyết định và căn cứ.")
    done = 0
    with transaction.atomic():
        for code, authority in keys:
            rows = Adoption.objects.filter(code=code, authority=authority, body_id=body, valid_to=None)
            for row in rows.select_for_update():
                row.valid_to = max(day, row.valid_from)
                row.legal_basis = f"{row.legal_basis}; tắt bởi {by}: {basis}"
                row.save(update_fields=["valid_to", "legal_basis"])
                done += 1
    forget()
    return done


def offered(body: str, day: date) -> list[Offered]:
    """What a body receives under on a day: switched on for it, or by its province for all communes.

    A version that was confirmed for the whole nation counts for everybody; in the demonstration everything of the
    body's tier does, marked unverified. By field and title.
    """
    found = bodies.body(body)
    if found is None:
        return []
    kept = _adoptions.get()
    rows = [row for key in _chain(found) for row in kept.get(key, ())]
    return _offers(found, procedures.in_force(day), rows, day)


def is_offered(view: ProcedureView, body: str, day: date) -> bool:
    """Whether a body receives under this procedure on a day.

    What was confirmed for the whole nation needs no body's own act: the table is asked for the rest alone.
    """
    found = bodies.body(body)
    return found is not None and bool(_offers(found, [view], (), day) or offered_of([view], body, day))


def offered_of(views: Sequence[ProcedureView], body: str, day: date) -> list[Offered]:
    """Which of these a body receives under on a day, asked of the table itself: at most one statement.

    For a procedure at hand: nothing of the rest of the catalogue is read, and an act of a minute ago counts,
    whichever process wrote it.
    """
    found = bodies.body(body)
    if found is None:
        return []
    nearest = {key: place for place, key in enumerate(_chain(found))}
    rows = _acts({view.code for view in views}, nearest) if views else []
    rows.sort(key=lambda row: nearest[row.body_id])
    return _offers(found, views, rows, day)


def _acts(codes: Iterable[str], keys: Iterable[str]) -> list[_Row]:
    """The acts of these bodies, the latest first. Written out: a public page asks this, and building it costs more."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(_Row.__dataclass_fields__)} FROM register_adoption"  # noqa: S608 - our own names
            " WHERE code = ANY(%s) AND body_id = ANY(%s) ORDER BY valid_from DESC",
            [list(codes), list(keys)],
        )
        return [_Row(*values) for values in cursor.fetchall()]


def _chain(found: bodies.BodyView) -> list[str]:
    """The bodies whose acts hold for a body, the nearest first: its own, its house's, its province's."""
    return list(dict.fromkeys(key for key in (found.key, found.house, f"ubnd.{found.province_code}") if key))


def _offers(found: bodies.BodyView, views: Iterable[ProcedureView], rows: Iterable[_Row], day: date) -> list[Offered]:
    """Those of these procedures that the body receives under, by these acts, the nearest first."""
    acts: dict[Key, _Row] = {}
    for row in rows:
        holds = row.valid_from <= day and (row.valid_to is None or day < row.valid_to)
        if holds and (row.body_id in (found.key, found.house) or row.covers_communes):
            acts.setdefault((row.code, row.authority), row)
    offers = []
    for view in views:
        place = agencies.place_of(view.authority)
        if place and found.province_code and place != found.province_code:
            continue  # another province's own procedure
        act = acts.get((view.code, view.authority))
        if act is not None:
            offers.append(Offered(view, act.confirmed_by, act.legal_basis, act.version))
        elif view.verified or settings.DEMO:
            offers.append(Offered(view, "", view.legal_basis, view.version if view.verified else None))
    return offers
