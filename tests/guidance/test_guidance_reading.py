"""Who must read an issued document, who said so, who has not; and the figures of what is owed and late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

import people
from people import BINH, HOA, KIEN, LAN, MINH, OANH, QUYEN, VAN
from scenarios.guidance import ISSUED, TOLD
from scenarios.obstacle import SON
from scenarios.obstacle import TOLD as OBSTACLE
from thongsuot.areas.guidance import reading
from thongsuot.areas.guidance.area import prepare
from thongsuot.areas.guidance.process import AUDIENCES
from thongsuot.engine import briefed, sql, verbs, writing
from thongsuot.engine.actor import Actor
from thongsuot.engine.briefed import Figure, Span
from thongsuot.engine.case import Case
from thongsuot.engine.errors import NeedsNotMet, NotAllowed, NotFound
from thongsuot.engine.verbs import VIETNAM
from thongsuot.register import calendar

LONG = people.officer("Nguyễn Hữu Long", ("chair", "bo.G15"))
TITLE = "Dùng bản chụp sổ hộ tịch gốc"
TODAY = date.today()


@pytest.fixture(autouse=True)
def thuan_hoa(db: None) -> Iterator[None]:
    """The people in their posts, and the country's calendar."""
    people.settle((*people.EVERYBODY, SON, LONG))
    calendar.load_calendar_rows()
    yield
    calendar.forget()
    people.forget()


def now() -> datetime:
    return datetime.now(VIETNAM)


def owed(asker: Actor = LAN, days_ago: float = 0, **changed: Any) -> Case:
    given = {"title": TITLE, "owes": "bo.G15", **TOLD, **changed}
    return verbs.open(asker, prepare(asker, given, None, now() - timedelta(days=days_ago)))


def issued(case: Case, **changed: Any) -> UUID:
    """The document issued, a minute after the other."""
    until = {"until": (now() + timedelta(days=20)).isoformat()}
    for actor, move, given in (
        (SON, "promise", until), (SON, "submit", {}), (LONG, "issue", {**ISSUED, **changed}),
    ):  # fmt: skip
        case = verbs.move(actor, case.id, case.length, move, given)
    return case.id


def figure(key: str, place: str = "") -> list[UUID]:
    found = briefed.told()[f"guidance.{key}"]
    assert isinstance(found, Figure)
    until = datetime.now(UTC) + timedelta(seconds=1)
    return [row[0] for row in sql.run(found.statement, Span(until - timedelta(days=7), until, place).parameters())]


def unread(actor: Actor) -> list[UUID]:
    return [one.id for one in reading.listed(actor, TODAY) if one.read_at is None]


def test_every_commune_and_province_reads_and_one_officer_says_so_for_all() -> None:
    id = issued(owed())
    assert unread(LAN) == unread(HOA) == unread(VAN) == unread(OANH) == [id]
    assert unread(SON) == [], "the ministry itself need not"

    reading.acknowledge(LAN, id, now())
    reading.acknowledge(MINH, id, now())
    assert unread(BINH) == [], "the ward has said so"
    assert reading.document(MINH, id, TODAY).read_by == LAN.name, "the first to say so stays"
    assert unread(HOA) == [id]
    told = reading.readers(SON, id, TODAY)
    assert (told.asked - told.read, told.read) == (len(told.missing), 1)
    assert "ubnd.19789" not in dict(told.missing)
    city = reading.readers(SON, id, TODAY, "46")
    assert {key for key, _name in city.missing} == {"ubnd.46", "ubnd.19753"}


def test_provinces_alone_or_who_waits_alone() -> None:
    provinces = issued(owed(), audience="provinces")
    assert unread(LAN) == []
    assert unread(OANH) == [provinces]
    assert [key for key, _name in reading.readers(SON, provinces, TODAY).missing] == ["ubnd.46"]

    waiting = issued(owed(), audience="waiting")
    assert waiting not in unread(LAN), "nobody said that it waits for it"
    assert reading.readers(SON, waiting, TODAY).asked == 0


def test_who_raised_an_obstacle_that_it_answers_must_read_it() -> None:
    from thongsuot.engine import registry

    obstacle = registry.area("obstacle")
    assert obstacle.face is not None
    opening = obstacle.face.openings[0].prepare(VAN, {"title": "Không tra được", **OBSTACLE}, None, now())
    raised = verbs.open(VAN, opening)
    given = {"title": TITLE, **TOLD}
    case = verbs.open_about(SON, prepare(SON, {**given, "owes": "bo.G15"}, None, now()), raised.id, "guidance")
    id = issued(case, audience="waiting")

    assert unread(VAN) == [id]
    assert unread(LAN) == unread(HOA) == []


def test_nobody_reads_for_an_office_that_it_is_not_for_nor_without_a_working_post() -> None:
    id = issued(owed(), audience="provinces")
    for actor in (LAN, KIEN, OANH):
        with pytest.raises(NotAllowed):
            reading.acknowledge(actor, id, now())
    assert reading.readers(SON, id, TODAY).read == 0
    with pytest.raises(NotFound):
        reading.acknowledge(QUYEN, id, now())
    for strange in (uuid4(), owed().id):
        with pytest.raises(NotFound):
            reading.acknowledge(LAN, strange, now())


def test_a_commune_owes_nobody_a_document_and_an_unknown_body_is_told() -> None:
    for owes in ("ubnd.19789", "vp.46", "bo.G99"):
        with pytest.raises(NeedsNotMet, match="Chọn bộ"):
            owed(owes=owes)
    assert owed(owes="ubnd.46").executing_body == "vp.46"
    assert prepare(LAN, {"title": TITLE, **TOLD}, None, now()).competent_body == "bo.G15", "the field's ministry"


def test_a_repealed_document_still_opens_and_says_so() -> None:
    id = issued(owed())
    case = writing.find(id)
    assert case is not None
    verbs.move(LONG, id, case.length, "repeal", {"by": "Nghị định 12/2027/NĐ-CP"})

    assert not reading.document(LAN, id, TODAY).in_force
    assert figure("expiring") == figure("contradicting") == []


def test_the_figures_count_what_is_owed_late_by_field_issued_and_ending() -> None:
    fresh, finance, land = owed(), owed(days_ago=30, field="finance"), owed(days_ago=30, field="land", owes="bo.G17")
    id = issued(owed(), expires_day=(TODAY + timedelta(days=90)).isoformat(), issued_day=TODAY.isoformat(),
                effective_day=TODAY.isoformat())  # fmt: skip

    assert set(figure("owed")) == set(figure("undated")) == {fresh.id, finance.id, land.id}
    assert set(figure("late")) == {finance.id, land.id}
    assert figure("late_finance") == [finance.id]
    assert figure("late_land") == [land.id]
    assert figure("late_education") == []
    assert figure("issued") == figure("kept") == figure("expiring") == figure("contradicting") == [id]
    assert figure("issued", "46") == [id]
    assert figure("issued", "96") == []


def test_every_audience_has_words() -> None:
    assert {key for key, words in AUDIENCES if words} == {"communes", "provinces", "waiting"}
