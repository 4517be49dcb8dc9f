"""Trang's team takes findings where it is, each once; who may, where, and when the phone's clock can be believed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

import people
from people import COMMITTEE, DUNG, HOA, LAN, OANH, officer
from scenarios import obstacle
from scenarios.inspection import TOLD, TRANG
from thongsuot.areas.inspections import area, recording, supervising
from thongsuot.areas.obstacles.area import raise_
from thongsuot.engine import briefed, related, sql, verbs
from thongsuot.engine.briefed import Figure, Span
from thongsuot.engine.case import Case
from thongsuot.engine.errors import Impossible, KeyReused, NeedsNotMet, NotAllowed, NotFound, Refused
from thongsuot.register import calendar

SON = officer("Đinh Công Sơn", ("head", "bo.G15"))
PLACES = ["Ủy ban nhân dân phường Thuận Hóa", "Ủy ban nhân dân phường Phú Xuân"]
FOUND = {"severity": "serious", "field": "systems"}


@pytest.fixture(autouse=True)
def thuan_hoa(db: None) -> Iterator[None]:
    people.settle((*people.EVERYBODY, TRANG, SON))
    calendar.load_calendar_rows()
    yield
    calendar.forget()
    people.forget()


def team(actor: people.Actor = TRANG, *, begun: bool = True, **changed: Any) -> Case:
    """A team of Trang's office, on its way since an hour."""
    given = {"title": "Kiểm tra tiếp nhận", "places": PLACES, **TOLD, **changed}
    at = datetime.now(UTC) - timedelta(hours=1)
    case = verbs.open(actor, area.prepare(actor, given, None, at))
    return verbs.move(actor, case.id, case.length, "begin") if begun else case


def take(inspection: Case, place: str = COMMITTEE, key: UUID | None = None, **changed: Any) -> Case:
    actor = changed.pop("actor", TRANG)
    at = changed.pop("at", None)
    procedure = changed.pop("procedure", "")
    title = changed.pop("title", "Máy quét hỏng")
    return recording.record(
        actor, f"{inspection.id} {place}", title, {**FOUND, **changed}, (), at, key=key or uuid4(), procedure=procedure
    )


def count() -> int:
    return int(sql.run("SELECT count(*) FROM engine_case WHERE kind = 'finding'")[0][0])


def test_a_finding_belongs_to_its_team_and_waits_for_the_place() -> None:
    inspection = team()
    found = take(inspection)

    assert (found.executing_body, found.queue_body, found.queue_role) == (COMMITTEE, COMMITTEE, "head")
    assert found.receiving_body == "vp.46"
    assert [(one.id, one.kind) for one in related.related(TRANG, found.id)] == [(inspection.id, area.RELATION)]
    assert ("Đoàn, tổ kiểm tra", "Kiểm tra tiếp nhận") in area.finding_pairs(found)


def test_sent_again_with_its_key_it_is_the_same_finding_also_when_it_has_moved_on() -> None:
    inspection, key = team(), uuid4()
    found = take(inspection, key=key)
    assert take(inspection, key=key).id == found.id
    now = verbs.move(DUNG, found.id, found.length, "report", {"done": ["Đã mượn máy quét"]})

    assert take(inspection, key=key).id == now.id
    assert count() == 1
    with pytest.raises(KeyReused):
        take(inspection, key=key, title="Một việc khác")


@pytest.mark.parametrize("who", [LAN, HOA, DUNG])
def test_who_is_not_of_the_teams_office_takes_no_finding(who: people.Actor) -> None:
    with pytest.raises((NotAllowed, NotFound)):
        take(team(), actor=who)
    assert count() == 0
    assert recording.targets(who) == []


def test_a_team_that_has_not_begun_or_is_over_takes_no_finding() -> None:
    planned = team(begun=False)
    with pytest.raises(Impossible):
        take(planned)
    assert recording.targets(TRANG) == []
    with pytest.raises(NotFound):
        take(Case(**{**{n: getattr(planned, n) for n in planned.__slots__}, "id": uuid4()}))


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"place": "ubnd.31825"}, "target"),
        ({"place": "nowhere"}, "target"),
        ({"title": " "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"severity": "terrible"}, "severity"),
        ({"procedure": "9.999999"}, "procedure"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_taken(changed: dict[str, Any], field: str) -> None:
    with pytest.raises(NeedsNotMet) as refused:
        take(team(), **changed)
    assert [name for name, _ in refused.value.faults] == [field]
    assert count() == 0


@pytest.mark.parametrize("target", ["", "x", "00000000-0000-0000-0000 ubnd", "9472505a-f0bd-43ea-ac55-7833f7987f43"])
def test_a_target_that_names_nothing_is_a_sentence(target: str) -> None:
    with pytest.raises(Refused):
        recording.record(TRANG, target, "x", FOUND, (), None, key=uuid4())


def test_the_phones_moment_is_believed_within_reason() -> None:
    inspection, now = team(), datetime.now(UTC)
    before = now - timedelta(minutes=20)

    assert take(inspection, at=before).opened_at == before
    for strange in (now + timedelta(days=3), now - timedelta(days=99), inspection.opened_at - timedelta(days=1)):
        assert abs(take(inspection, at=strange).opened_at - now) < timedelta(minutes=1)


def test_every_place_of_every_team_of_the_office_is_offered() -> None:
    first, second = team(), team(places=PLACES[:1])

    assert {one.value for one in recording.targets(TRANG)} == {
        f"{first.id} ubnd.19789", f"{first.id} ubnd.19753", f"{second.id} ubnd.19789",
    }  # fmt: skip
    assert "phường Thuận Hóa" in recording.targets(TRANG)[0].words


@pytest.mark.parametrize(
    ("places", "says"),
    [
        (["Ủy ban nhân dân xã Không Có"], "chưa rõ"),
        (["Ủy ban nhân dân phường"], "Có thể là"),
        (["Ủy ban nhân dân phường Bạc Liêu"], "không thuộc tỉnh"),
    ],
)
def test_a_team_goes_only_where_its_office_may(places: list[str], says: str) -> None:
    with pytest.raises(NeedsNotMet, match=says):
        team(places=places)


def test_a_team_cannot_end_before_it_begins_and_a_ward_sends_none() -> None:
    with pytest.raises(NeedsNotMet, match="sau ngày bắt đầu"):
        team(last_day="2026-11-01")
    with pytest.raises(NotAllowed, match="bộ, tỉnh"):
        team(LAN)
    assert not area.offered(LAN)
    assert team(SON).sector == "G15"


def test_the_follow_up_does_not_end_while_a_finding_is_open() -> None:
    inspection = team()
    found = take(inspection)
    told = {"notice": "88/TB-UBND", "noticed_on": "2026-11-20", "summary": ["Thiếu máy quét"]}
    now = verbs.move(TRANG, inspection.id, inspection.length, "conclude", told)
    with pytest.raises(Refused, match="Còn 1 phát hiện"):
        verbs.move(TRANG, now.id, now.length, "close")
    verbs.move(TRANG, found.id, found.length, "drop", {"reasons": ["Ghi trùng"]})

    assert verbs.move(TRANG, now.id, now.length, "close").step == "followed_up"


def test_the_figures_are_their_lists() -> None:
    inspection = team()
    waiting, answered, dropped = take(inspection), take(inspection), take(inspection)
    until = (datetime.now(UTC) + timedelta(days=3)).isoformat()
    verbs.move(DUNG, answered.id, answered.length, "answer", {"measures": ["Mua máy"], "until": until})
    verbs.move(TRANG, dropped.id, dropped.length, "drop", {"reasons": ["Ghi trùng"]})
    span = Span(datetime.now(UTC) - timedelta(days=7), datetime.now(UTC) + timedelta(minutes=1))

    def listed(key: str, place: str = "") -> set[UUID]:
        figure = briefed.told()[key]
        assert isinstance(figure, Figure)
        return {row[0] for row in sql.run(figure.statement, Span(span.start, span.as_of, place).parameters())}

    assert listed("inspection_teams") == {inspection.id}
    assert listed("findings_taken") == {waiting.id, answered.id}
    assert listed("findings_followed") == {answered.id}
    assert listed("findings_serious") == {waiting.id, answered.id}
    assert listed("findings_overdue") == set()
    assert listed("findings_taken", "46") == {waiting.id, answered.id}
    assert listed("findings_taken", "96") == set()


def test_a_finding_that_became_an_obstacle_is_followed_up_and_tells_it_what_it_is() -> None:
    found = take(team())
    span = Span(datetime.now(UTC) - timedelta(days=7), datetime.now(UTC) + timedelta(minutes=1))
    figure = briefed.told()["findings_followed"]
    assert isinstance(figure, Figure)
    assert sql.run(figure.statement, span.parameters()) == []
    along = area.along(found)
    assert along == {"title": "Máy quét hỏng"}
    raised = raise_(TRANG, {**obstacle.TOLD, **along}, found, datetime.now(UTC))
    made = verbs.open_about(TRANG, raised, found.id, "obstacle_about")

    assert sql.run(figure.statement, span.parameters()) == [(found.id,)]
    assert made.id in {one.id for one in related.related(TRANG, found.id)}


def test_the_teams_page_says_how_many_of_its_findings_are_followed_up() -> None:
    inspection = team()
    assert dict(area.inspection_pairs(inspection))["Phát hiện"] == "chưa ghi phát hiện nào"
    first, second, third = (take(inspection, title=title) for title in ("Máy quét hỏng", "Thiếu ghế", "Ghi nhầm"))
    verbs.open_about(TRANG, raise_(TRANG, {**obstacle.TOLD, "title": "Vướng"}, first, datetime.now(UTC)), first.id, "x")
    verbs.move(TRANG, third.id, third.length, "drop", {"reasons": ["Ghi nhầm nơi"]})

    assert second.is_open
    assert dict(area.inspection_pairs(inspection))["Phát hiện"] == "2, đã có người làm 1 (50,0\u00a0%)"


def test_who_handed_powers_down_sees_how_they_fare() -> None:
    people.empower()
    from thongsuot.register.models import Procedure

    dated = {"valid_from": people.SINCE, "recorded_on": people.SINCE, "legal_basis": "dữ liệu minh họa"}
    Procedure.objects.create(
        code=people.BUILDING_PERMIT, authority="bo.G17", version=1, title="Cấp giấy phép xây dựng", field="Xây dựng",
        sector="G17", tier=3, definition={}, folded="cap giay phep xay dung", **dated,
    )  # fmt: skip
    inspection = team()
    sql.run("UPDATE engine_case SET procedure_code = %s WHERE id = %s", [people.BUILDING_PERMIT, take(inspection).id])
    day = datetime.now(verbs.VIETNAM).date()

    assert [(one.procedure, one.findings) for one in supervising.powers(OANH, day)] == [(people.BUILDING_PERMIT, 1)]
    assert [one.procedure for one in supervising.powers(people.THANG, day)] == [people.BUILDING_PERMIT]
    told = {**obstacle.TOLD, "title": "Vướng", "procedure": people.BUILDING_PERMIT}
    verbs.open(LAN, raise_(LAN, told, None, datetime.now(UTC)))
    assert [one.obstacles for one in supervising.powers(TRANG, day)] == [1], "of the whole city, not hers to open"
    department = officer("Lê Hữu Phước", ("head", "so-noi-vu.46"))
    assert [one.obstacles for one in supervising.powers(department, day)] == [0], "a department counts what it sees"
    assert supervising.powers(SON, day) == [], "another ministry's procedure"
    assert supervising.powers(LAN, day) == []
    assert not supervising.supervises(LAN)


def test_a_ward_by_its_own_name_is_its_committee_not_each_office_of_it() -> None:
    assert team(places=["phường Thuận Hóa"]).facts["places"] == [COMMITTEE]
    with pytest.raises(NeedsNotMet, match="Thuận Hóa"):
        team(places=["Thuận"])
