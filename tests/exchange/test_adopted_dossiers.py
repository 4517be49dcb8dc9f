"""A dossier that another system began goes on here: the portal knows it by its old code, or hears of it first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from at_the_line import Line, dossier, messages
from hypothesis import given
from hypothesis import strategies as st

from at_work import bring_to, opening
from people import CENTRE, COMMITTEE, LAN, OFFICE
from thongsuot.engine import sql, verbs, writing
from thongsuot.engine.actor import SYSTEM
from thongsuot.engine.adopting import Adopted, Event
from thongsuot.engine.case import Case
from thongsuot.exchange.national import meeting
from thongsuot.ports.national_messages import NEXT
from thongsuot.ports.national_twin import Fault, Held

pytestmark = pytest.mark.usefixtures("thuan_hoa")
OLD_CODE = "H46.12-260908-0007"


def adopted(step: str = "received", code: str = OLD_CODE, *more: str, subject: dict[str, Any] | None = None) -> Case:
    """Trần Văn Hùng's dossier as the ward's old system left it."""
    began = datetime.now(UTC) - timedelta(days=3)
    like = opening()
    one = Adopted(
        system="Một cửa điện tử cũ", reference=code, code=code, kind="dossier", start=step, title=like.title,
        place_code=like.place_code, province_code=like.province_code, receiving_body=CENTRE, executing_body=OFFICE,
        competent_body=COMMITTEE, competence="theo hệ thống nguồn", product="Giấy phép", subject_name="Trần Văn Hùng",
        subject=subject or dict(like.subject), opened_at=began, due_at=began + timedelta(days=20), clock=None,
        source={"code": code}, procedure_code=like.procedure_code,
        events=tuple(Event(began + timedelta(hours=place), other) for place, other in enumerate(more, 1)),
    )  # fmt: skip
    (outcome,) = verbs.adopt(SYSTEM, [one], datetime.now(UTC))
    assert outcome.case is not None, outcome.sentence
    found = writing.find(outcome.case)
    assert found is not None
    return found


def at_the_portal(line: Line, status: int, code: str = OLD_CODE) -> Held:
    """The old system told the portal of it, under the id that the portal gave then."""
    held = Held("H46.12-20260908-0000099", code, told=[2] if status == 2 else [2, status], rows=[{}, {}])
    line.twin.dossiers[held.id] = held
    return held


def test_the_portal_s_own_id_is_kept_and_what_lan_does_next_is_told_under_it(line: Line) -> None:
    there = at_the_portal(line, 2)
    case = adopted()
    line.send()
    assert dossier(case, "foreign_id", "told", "rows", "created") == (there.id, 2, 2, True)
    verbs.move(LAN, case.id, case.length, "hand_over")
    line.send()

    assert there.told == [2, 4]
    assert [row["NoiDungXuLy"] for row in there.rows[2:]] == ["Chuyển xử lý"]
    assert "NoiHoSo" not in line.twin.calls
    assert {state for _, state in messages(case)} <= {"sent", "needless"}


def test_one_that_the_portal_never_heard_of_is_registered_where_it_stood_and_goes_to_its_result(line: Line) -> None:
    case = adopted("received", OLD_CODE, "processing", "waiting_supplement", "processing")
    line.send()
    there = line.there(case)
    assert there.told == [2, 4]
    assert there.content["MaHoSo"] == OLD_CODE
    bring_to("delivered", case)
    line.send()

    assert line.there(case).told == [2, 4, 9, 10]
    assert line.twin.refused == []
    assert dossier(case, "told", "next_at") == (10, None)


def test_the_portal_that_lagged_behind_the_old_system_is_brought_to_where_it_stood(line: Line) -> None:
    there = at_the_portal(line, 2)
    adopted("received", OLD_CODE, "processing", "waiting_supplement")
    line.send()
    assert there.told == [2, 4, 5]


def test_what_the_portal_holds_for_ended_is_a_person_s_and_nothing_is_forced(line: Line) -> None:
    there = at_the_portal(line, 4)
    there.told.append(7)
    case = adopted("received", OLD_CODE, "processing")
    line.send()
    assert dossier(case, "foreign_id", "told") == (there.id, 7)
    bring_to("done", case)
    line.send()
    assert there.told == [2, 4, 7]
    assert ("status", "dead") in messages(case)


def test_one_that_ended_before_is_not_asked_for_at_all(line: Line) -> None:
    case = adopted("received", OLD_CODE, "processing", "done", "delivered")
    line.send()
    assert messages(case) == []
    assert line.twin.calls == []


def test_one_followed_before_this_was_known_is_met_when_it_moves(line: Line) -> None:
    case = adopted()
    line.tell()
    sql.run("DELETE FROM exchange_national_message WHERE dossier_id = %s RETURNING 1", [case.id])
    verbs.move(LAN, case.id, case.length, "hand_over")
    line.send()
    assert line.there(case).told == [2, 4]


@pytest.mark.parametrize("fault", [Fault.LOST, Fault.BAD_GATEWAY, Fault.SLOW])
@pytest.mark.parametrize("call", ["TraCuuHoSo", "GetNextValue", "NoiHoSo", "CapNhatTrangThai"])
def test_whatever_fails_on_the_way_it_stands_there_once(line: Line, call: str, fault: Fault) -> None:
    line.twin.will(call, fault)
    case = adopted("received", OLD_CODE, "processing")
    line.persist(4)
    assert line.there(case).told == [2, 4]
    assert {state for _, state in messages(case)} == {"sent"}


def test_a_code_of_a_form_that_the_portal_does_not_take_waits_for_its_owner_with_the_field_named(line: Line) -> None:
    case = adopted("received", "03706/2026/07906")
    line.send()
    assert messages(case) == [("create", "dead")]
    (reason,) = sql.run("SELECT reason FROM exchange_national_message WHERE dossier_id = %s", [case.id])[0]
    assert "MaHoSo" in reason


@given(st.sampled_from(sorted(NEXT)), st.integers(1, 10))
def test_a_way_goes_only_where_the_portal_lets_it(at: int, to: int) -> None:
    path = meeting.way(at, to)
    if at == to:
        assert path == []
    elif path is None:
        reachable = {at}
        for _ in NEXT:
            reachable |= {status for one in reachable for status in NEXT[one]}
        assert to not in reachable
    else:
        assert path[-1] == to
        assert all(after in NEXT[before] for before, after in zip([at, *path], path, strict=False))
