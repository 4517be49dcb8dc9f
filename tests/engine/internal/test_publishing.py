"""Publishing internal processes, which one holds where and when, and dossiers under way that stay or are moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import psycopg
import pytest
from internal_processes import BUILDING, STEPS, building, days

import people
from people import BINH, HANH, HOA, KIEN, LAN, MINH, QUYEN
from thongsuot.engine import registry, verbs
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.deadline import Limit, LimitUnit
from thongsuot.engine.errors import Impossible, NotAllowed, Refused
from thongsuot.engine.internal import store
from thongsuot.engine.internal.definition import BadInternal, Internal
from thongsuot.engine.internal.moving import counterpart
from thongsuot.engine.internal.store import Decision
from thongsuot.engine.making import Opening
from thongsuot.engine.verify import verify_site
from thongsuot.register import bodies, calendar

JUNE, JULY, AUGUST = date(2026, 6, 1), date(2026, 7, 1), date(2026, 8, 1)
HUE, WARD = people.HUE, people.WARD


def decided(since: date = JUNE, number: str = "12/QĐ-UBND") -> Decision:
    return Decision(number, since, since)


@pytest.fixture
def published(db: None, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(calendar, "load", lambda place="": calendar.from_files())
    people.settle()
    bodies.forget()
    store.forget()
    yield
    store.forget()
    bodies.forget()


pytestmark = pytest.mark.usefixtures("published")


def in_force(day: date = AUGUST, commune: str = WARD, province: str = HUE) -> str:
    found = store.in_force("dossier", BUILDING, commune, province, day)
    return f"{found.place or 'vn'}@{found.number}" if found else "default"


class TestWhoPublishes:
    @pytest.mark.parametrize(("who", "place"), [(QUYEN, ""), (KIEN, HUE), (BINH, WARD), (KIEN, WARD)])
    def test_administrator_for_the_nation_controller_for_the_province_chair_for_the_commune(
        self, who: Actor, place: str
    ) -> None:
        made = store.publish(who, building(place), decided())
        assert (made.number, made.person_name) == (1, who.name)
        assert store.versions("dossier", BUILDING, place) == (made,)

    @pytest.mark.parametrize(
        ("who", "place"),
        [(KIEN, ""), (KIEN, "96"), (BINH, people.NEIGHBOUR), (BINH, HUE), (LAN, WARD), (MINH, WARD), (HOA, WARD)],
    )
    def test_nobody_else(self, who: Actor, place: str) -> None:
        with pytest.raises(NotAllowed):
            store.publish(who, building(place), decided())
        assert store.versions("dossier", BUILDING, place) == ()

    def test_a_decision_has_a_number_and_holds_from_its_day_on(self) -> None:
        with pytest.raises(Refused, match="số, ký hiệu"):
            store.publish(KIEN, building(HUE), decided(number=" "))
        with pytest.raises(Refused, match="hiệu lực"):
            store.publish(KIEN, building(HUE), Decision("1/QĐ", JULY, JUNE))

    def test_an_unsound_one_is_not_published_and_the_same_one_not_twice(self) -> None:
        with pytest.raises(BadInternal):
            store.publish(KIEN, building(HUE, steps=STEPS[:1] * 2), decided())
        store.publish(KIEN, building(HUE), decided())
        with pytest.raises(Refused, match="giống hệt"):
            store.publish(KIEN, building(HUE), decided(JULY))

    def test_what_is_published_can_be_neither_changed_nor_deleted(self, owner: psycopg.Connection[Any]) -> None:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            owner.execute("UPDATE engine_internal SET definition = ''")


class TestWhichHolds:
    def test_the_commune_s_goes_before_the_province_s_before_the_nation_s_before_the_default(self) -> None:
        assert in_force() == "default"
        store.publish(QUYEN, building(""), decided())
        assert in_force() == "vn@1"
        store.publish(KIEN, building(HUE), decided())
        assert in_force() == f"{HUE}@1"
        store.publish(BINH, building(WARD), decided())
        assert in_force() == f"{WARD}@1"
        assert in_force(commune=people.NEIGHBOUR) == f"{HUE}@1"
        assert in_force(commune=people.FAR, province="96") == "vn@1"

    def test_each_from_its_own_day_on(self) -> None:
        store.publish(KIEN, building(HUE), decided(JUNE))
        store.publish(KIEN, building(HUE, note="mới"), decided(JULY))
        assert in_force(date(2026, 5, 31)) == "default"
        assert in_force(date(2026, 6, 30)) == f"{HUE}@1"
        assert in_force(JULY) == f"{HUE}@2"

    def test_withdrawn_it_gives_way_to_the_next_wider_one(self) -> None:
        store.publish(QUYEN, building(""), decided())
        store.publish(KIEN, building(HUE), decided())
        store.withdraw(KIEN, "dossier", BUILDING, HUE, decided(JULY))
        assert in_force(date(2026, 6, 30)) == f"{HUE}@1"
        assert in_force(JULY) == "vn@1"
        with pytest.raises(Impossible):
            store.withdraw(KIEN, "dossier", BUILDING, HUE, decided(JULY))


def opened(internal: Internal | None, who: Actor = LAN) -> Case:
    """A building permit taken in at Thuận Hóa, pinned to this process."""
    found = store.publish(BINH, internal, decided()) if internal else None
    return verbs.open(
        who,
        Opening(
            kind="dossier", move="receive", title="Cấp giấy phép xây dựng", place_code=WARD, province_code=HUE,
            receiving_body=people.CENTRE, executing_body=people.OFFICE, competent_body=people.COMMITTEE,
            competence="thử", product="Giấy phép xây dựng", limit=Limit(LimitUnit.WORKING_DAY, 7),
            subject_name="Trần Văn Hùng", subject={"name": "Trần Văn Hùng"}, number_prefix="H57.1",
            happened_at=datetime(2026, 11, 23, 2, tzinfo=UTC), procedure_code=BUILDING,
            process=store.pin_of(found) if found else "", given={"sets": "1"},
        ),
    )  # fmt: skip


class TestDossiers:
    def test_a_dossier_goes_through_the_steps_of_its_process_to_the_end(self) -> None:
        case = opened(building(WARD))
        assert (case.kind, case.process) == ("dossier", f"dossier@3/{BUILDING}/{WARD}@1")
        case = verbs.move(LAN, case.id, case.length, "forward_phan_cong")
        assert (case.step, case.queue_role, case.queue_body) == ("phan_cong", "head", people.OFFICE)
        case = verbs.move(HANH, case.id, case.length, "hand_over")
        case = verbs.move(MINH, case.id, case.length, "forward_thuc_dia")
        assert case.step == "thuc_dia"
        case = verbs.move(MINH, case.id, case.length, "propose", {"outcome": "granted", "summary": ["Đủ điều kiện"]})
        assert case.step == "reviewed"
        case = verbs.move(BINH, case.id, case.length, "sign", {"method": "paper"})
        assert case.step == "signed"
        assert verify_site(case.site).faults == ()

    def test_a_step_of_the_table_that_this_process_leaves_out_is_no_step_here(self) -> None:
        case = opened(building(WARD))
        with pytest.raises(Impossible):
            verbs.move(LAN, case.id, case.length, "hand_over")
        with pytest.raises(Impossible):
            verbs.move(HANH, case.id, case.length, "review")

    def test_an_opening_may_not_name_a_process_of_another_kind(self) -> None:
        with pytest.raises(Impossible, match="loại việc khác"):
            verbs.open(LAN, replace(_opening(), process="petition@1"))

    def test_publishing_a_new_version_leaves_cases_under_way_where_they_are(self) -> None:
        case = opened(building(WARD))
        store.publish(BINH, building(WARD, note="sửa đổi"), decided(JULY))
        case = verbs.move(LAN, case.id, case.length, "forward_phan_cong")
        assert case.process.endswith("@1")


def _opening() -> Opening:
    return Opening(
        kind="dossier", move="receive", title="x", place_code=WARD, province_code=HUE, receiving_body=people.CENTRE,
        executing_body=people.OFFICE, competent_body=people.COMMITTEE, competence="thử", product="x",
        limit=Limit(LimitUnit.WORKING_DAY, 7), subject_name="Hùng", subject={}, number_prefix="H57.1",
        happened_at=datetime(2026, 11, 23, 2, tzinfo=UTC), given={"sets": "1"},
    )  # fmt: skip


class TestMigrating:
    def newer(self) -> str:
        """The same without the head's assignment."""
        steps = tuple(step for step in STEPS if step.key != "phan_cong")
        return store.publish(BINH, building(WARD, steps), decided(JULY)).pin

    def at_the_specialist(self) -> Case:
        case = opened(building(WARD))
        case = verbs.move(LAN, case.id, case.length, "forward_phan_cong")
        case = verbs.move(HANH, case.id, case.length, "hand_over")
        return verbs.claim(MINH, case.id, case.length)

    def test_the_head_moves_a_case_its_step_holder_and_clock_stay_and_the_journal_says_so(self) -> None:
        case = self.at_the_specialist()
        pin = self.newer()
        after = verbs.migrate(HANH, case.id, case.length, pin)
        assert (after.process, after.step, after.assignee) == (pin, "processing", MINH.person)
        assert (after.clock, after.due_at) == (case.clock, case.due_at)
        assert after.length == case.length + 1
        assert verify_site(after.site).faults == ()

    def test_a_step_without_counterpart_is_refused_unless_somebody_names_one(self) -> None:
        case = opened(building(WARD))
        case = verbs.move(LAN, case.id, case.length, "forward_phan_cong")
        pin = self.newer()
        with pytest.raises(Impossible, match="không có trong quy trình mới"):
            verbs.migrate(HANH, case.id, case.length, pin)
        after = verbs.migrate(HANH, case.id, case.length, pin, "received")
        assert (after.step, after.queue_role, after.assignee) == ("received", "intake", None)

    def test_a_named_step_of_another_status_is_no_counterpart(self) -> None:
        case = self.at_the_specialist()
        pin = self.newer()
        assert counterpart(case, registry.process_of(pin), "waiting_supplement").state is None
        with pytest.raises(Impossible, match="không tương ứng"):
            verbs.migrate(HANH, case.id, case.length, pin, "delivered")

    @pytest.mark.parametrize("who", [MINH, LAN])
    def test_who_only_works_on_it_does_not_move_it(self, who: Actor) -> None:
        case = self.at_the_specialist()
        with pytest.raises(NotAllowed):
            verbs.migrate(who, case.id, case.length, self.newer())

    def test_to_its_own_version_or_to_an_unknown_one_it_is_not_moved(self) -> None:
        case = self.at_the_specialist()
        with pytest.raises(Impossible, match="đúng quy trình này"):
            verbs.migrate(HANH, case.id, case.length, case.process)
        with pytest.raises(Impossible, match="Không có phiên bản"):
            verbs.migrate(HANH, case.id, case.length, "dossier@3/none/vn@9")

    def test_a_migration_is_not_undone_but_the_case_can_be_moved_back(self) -> None:
        case = self.at_the_specialist()
        moved = verbs.migrate(HANH, case.id, case.length, self.newer())
        with pytest.raises(Impossible, match="phiên bản quy trình khác"):
            verbs.undo(HANH, moved.id, moved.length)
        back = verbs.migrate(HANH, moved.id, moved.length, case.process)
        assert (back.process, back.step, back.assignee) == (case.process, case.step, MINH.person)

    def test_time_planned_anew_does_not_change_what_is_due(self) -> None:
        case = self.at_the_specialist()
        steps = tuple(replace(step, span=days("0.5")) if step.span else step for step in STEPS)
        pin = store.publish(BINH, building(WARD, steps), decided(JULY)).pin
        assert verbs.migrate(HANH, case.id, case.length, pin).due_at == case.due_at
