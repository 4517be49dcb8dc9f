"""How a centre receives: counters, times to book, the key of its kiosk and screen; and who of it may do what."""

from __future__ import annotations

import hmac
import secrets
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from thongsuot.engine import sql
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NeedsNotMet, Refused
from thongsuot.register import bodies
from thongsuot.register.catalogue import adopting
from thongsuot.register.folding import fold

MOST_COUNTERS, MOST_PLACES = 60, 50
USUAL, REMEMBERED = 8, timedelta(days=30)
SLOTS = (10, 15, 20, 30, 60)
RESULT, OTHER = "Nhận kết quả", "Việc khác"


@dataclass(frozen=True)
class Centre:
    """See models.Centre."""

    body: str
    secret: str
    counters: int
    slot_minutes: int
    slot_places: int

    @property
    def name(self) -> str:
        return bodies.name_of(self.body)


def find(body: str) -> Centre | None:
    """The centre, when its head has set it up."""
    if "\x00" in body:
        return None
    rows = sql.run(
        "SELECT body, secret, counters, slot_minutes, slot_places FROM visits_centre WHERE body = %s", [body]
    )
    return Centre(*rows[0]) if rows else None


def opened(body: str, secret: str) -> Centre | None:
    """The centre to which a kiosk's or a screen's key belongs."""
    found = find(body)
    fits = found is not None and hmac.compare_digest(found.secret.encode(), secret.encode(errors="replace"))
    return found if fits else None


def of_officer(actor: Actor) -> str:
    """The centre whose numbers this person calls, empty for nobody's."""
    return next((office.body for office in actor.offices if "intake" in office.roles), "")


def of_head(actor: Actor) -> str:
    """The centre that this person heads: as its director, or as the chair of its commune. Empty for none."""
    for office in actor.offices:
        if "head" in office.roles and office.body_kind.startswith("pvhcc"):
            return office.body
    for office in actor.offices:
        if "chair" in office.roles and actor.day is not None:
            centre = bodies.centre_for(office.unit_code, actor.day)
            if centre is not None and centre.house == office.house:
                return centre.key
    return ""


def at_counter(actor: Actor) -> Centre:
    """The officer's own centre. Raises Refused for who sits at no counter of a centre that gives out numbers."""
    found = find(of_officer(actor))
    if found is None:
        raise Refused(
            "Nơi bạn làm việc chưa bật lấy số thứ tự. Giám đốc trung tâm bật ở trang “Số thứ tự”, mục “Cài đặt”."
        )
    return found


def settle(actor: Actor, counters: int, slot_minutes: int, slot_places: int, now: datetime) -> Centre:
    """Set the head's centre up, or change it. Raises Refused for who heads none, NeedsNotMet for what cannot be."""
    body = of_head(actor)
    if not body:
        raise Refused("Chỉ giám đốc trung tâm hoặc chủ tịch Ủy ban nhân dân đặt cách lấy số của trung tâm mình.")
    faults = []
    if not 1 <= counters <= MOST_COUNTERS:
        faults.append(("quay", f"Nhập số quầy từ 1 đến {MOST_COUNTERS}."))
    if slot_minutes not in SLOTS:
        faults.append(("phut", "Chọn độ dài một lượt hẹn."))
    if not 0 <= slot_places <= MOST_PLACES:
        faults.append(("cho", f"Nhập số người mỗi lượt từ 0 đến {MOST_PLACES}; 0 là không nhận đặt lịch."))
    if faults:
        raise NeedsNotMet(faults)
    return keep(body, counters, slot_minutes, slot_places, now, actor)


def keep(
    body: str, counters: int, slot_minutes: int, slot_places: int, now: datetime, actor: Actor | None = None
) -> Centre:
    """Write a centre's row; its key stays what it was."""
    rows = sql.run(
        "INSERT INTO visits_centre AS c (body, secret, counters, slot_minutes, slot_places, changed_at, changed_by)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (body) DO UPDATE SET counters = excluded.counters,"
        " slot_minutes = excluded.slot_minutes, slot_places = excluded.slot_places, changed_at = excluded.changed_at,"
        " changed_by = excluded.changed_by RETURNING body, secret, counters, slot_minutes, slot_places",
        [body, secrets.token_urlsafe(12), counters, slot_minutes, slot_places, now, actor.person if actor else None],
    )
    return Centre(*rows[0])


def renew_key(actor: Actor) -> None:
    """Another key for the kiosk and the screen: the old addresses open nothing any more. Raises Refused."""
    rows = sql.run(
        "UPDATE visits_centre SET secret = %s WHERE body = %s RETURNING 1",
        [secrets.token_urlsafe(12), of_head(actor)],
    )
    if not rows:
        raise Refused("Chỉ giám đốc trung tâm hoặc chủ tịch Ủy ban nhân dân đổi khóa của màn hình và máy lấy số.")


def kinds(body: str, day: date) -> list[str]:
    """What people come for: results first, then the fields in which this centre receives, anything else last.

    Among the fields those with the most procedures come first.
    """
    procedures = Counter(one.view.field for one in adopting.offered(body, day))
    return [RESULT, *(field for field, _count in procedures.most_common()), OTHER]


def shown(centre: Centre, day: date) -> tuple[list[str], list[str]]:
    """The matters as the kiosk shows them: what most people came for in the last month, and the rest by alphabet."""
    rows = sql.run(
        "SELECT kind, count(*) FROM visits_ticket WHERE centre = %s AND day > %s GROUP BY kind",
        [centre.body, day - REMEMBERED],
    )
    came = dict(rows)
    every = [one for one in kinds(centre.body, day) if one not in (RESULT, OTHER)]
    every.sort(key=lambda field: -came.get(field, 0))
    return [RESULT, *every[:USUAL]], sorted(every[USUAL:], key=fold)
