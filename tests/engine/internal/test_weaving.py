"""Internal processes woven into the dossier's table: what they may change, what they may not, always sound."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from internal_processes import BASE, LETTERS, PATH, STEPS, building, days, hours, internals

from thongsuot.engine import process as processes
from thongsuot.engine import soundness
from thongsuot.engine.deadline import Limit, LimitUnit
from thongsuot.engine.internal import defaults
from thongsuot.engine.internal.definition import BadInternal, Internal, Step, available, from_json, to_json
from thongsuot.engine.internal.weaving import kind_of, weave
from thongsuot.engine.process import Process, Role


def woven(internal: Internal, number: int = 1) -> Process:
    return weave(BASE, PATH, internal, number, LETTERS)


def walked(process: Process) -> list[str]:
    """The shortest way from the counter to an end."""
    ways = [["received"]]
    seen = {"received"}
    while ways:
        way = ways.pop(0)
        if process.state(way[-1]).terminal:
            return way
        for move in process.leaving(way[-1]):
            if move.target and move.target not in seen:
                seen.add(move.target)
                ways.append([*way, move.target])
    raise AssertionError("no way to an end")


def main_way(process: Process) -> list[str]:
    """The steps of the plan, each by the move that leads to the next: a person's, never the machine's own."""
    order = [state.key for state in process.states]
    way, here = ["received"], "received"
    while here != "delivered":
        leads = [m for m in process.leaving(here) if m.target and not m.routes and m.role.name != "system"]
        leads = [m for m in leads if order.index(m.target) > order.index(here)]
        leads = [m for m in leads if not m.target.startswith("waiting") and m.target != "withdrawn"]
        here = leads[0].target
        way.append(here)
    return way


class TestWhatItChanges:
    def test_steps_become_states_with_their_names_holders_and_shares(self) -> None:
        process = woven(building())
        assert process.state("received").label == "Tiếp nhận, số hóa"
        assert process.state("phan_cong").queue == Role("head", processes.At.EXECUTING)
        assert process.state("processing").share == 28
        assert main_way(process) == [
            "received", "phan_cong", "processing", "thuc_dia", "reviewed", "signed", "numbered", "sealed", "done",
            "delivered",
        ]  # fmt: skip

    def test_an_optional_state_without_a_step_is_left_out_with_its_moves(self) -> None:
        process = woven(building())
        assert "proposed" not in {state.key for state in process.states}
        assert process.move("review") is None
        assert process.move("send_back") is None
        propose = process.move("propose")
        assert propose is not None
        assert (propose.sources, propose.target) == (("thuc_dia",), "reviewed")

    def test_a_supplement_may_be_asked_from_every_step_of_the_specialist(self) -> None:
        ask = woven(building()).move("ask_supplement")
        assert ask is not None
        assert ask.sources == ("processing", "thuc_dia")
        withdraw = woven(building()).move("withdraw")
        assert withdraw is not None
        assert {"phan_cong", "thuc_dia"} <= set(withdraw.sources)

    def test_every_hand_over_between_steps_prints_the_control_sheet(self) -> None:
        forward = woven(building()).move("forward_thuc_dia")
        assert forward is not None
        assert (forward.letter, forward.role) == ("06", Role("specialist", processes.At.EXECUTING))

    def test_its_pin_names_table_procedure_place_and_number(self) -> None:
        process = woven(building("46"), 3)
        assert process.pin == "dossier@3/1.013225/46@3"
        assert kind_of(process.pin) == kind_of(BASE.pin) == "dossier"

    def test_the_default_of_a_procedure_is_sound_and_keeps_within_the_limit(self) -> None:
        for unit, amount in (("working_day", 7), ("same_day", 0), ("none", 0), ("month", 2), ("working_hour", 4)):
            limit = Limit(LimitUnit(unit), amount)
            own = defaults.default_for(BASE, PATH, "1.000001", "Thủ tục", limit, 3)
            woven(own)
            room = available(limit)
            assert room is None or own.total <= room
            assert all(step.unit for step in own.steps)


class TestWhatItMayNotChange:
    def faults(self, internal: Internal) -> str:
        with pytest.raises(BadInternal) as refused:
            woven(internal)
        return str(refused.value)

    def test_more_time_than_the_law_gives_is_refused(self) -> None:
        assert "vượt thời hạn" in self.faults(building(steps=(replace(STEPS[0], span=days("8")), *STEPS[1:])))
        woven(building(steps=(replace(STEPS[0], span=hours("8")), *STEPS[1:])))

    def test_the_signature_stays_with_the_chair_and_the_seal_with_the_clerk(self) -> None:
        assert "đúng vai trò" in self.faults(
            building(steps=tuple(replace(s, role="head", at="executing") if s.key == "ky" else s for s in STEPS))
        )

    def test_steps_out_of_order_unknown_states_and_bad_keys_are_told_together(self) -> None:
        said = self.faults(
            building(steps=(*STEPS, Step("Sai Mã", "Thẩm định lại", "processing"), Step("x", "Lạ", "nowhere")))
        )
        assert "muộn hơn" in said
        assert "Sai Mã" in said
        assert "nowhere" in said

    def test_two_steps_of_one_key_and_a_key_of_the_table_are_refused(self) -> None:
        assert "bị trùng" in self.faults(building(steps=(*STEPS, replace(STEPS[-1]))))
        assert "trùng với một giai đoạn" in self.faults(
            building(steps=(*STEPS, Step("processing", "Trả lần nữa", "done")))
        )

    def test_a_role_that_does_not_see_the_case_is_refused(self) -> None:
        assert "does not see" in self.faults(
            building(steps=(STEPS[0], replace(STEPS[1], role="chair", at="receiving"), *STEPS[2:]))
        )

    def test_no_step_at_all_is_refused(self) -> None:
        assert "từ 1 đến" in self.faults(building(steps=()))


class TestProperties:
    @settings(max_examples=60, deadline=None)
    @given(internals())
    def test_whatever_passes_can_be_walked_to_an_end_step_by_step(self, internal: Internal) -> None:
        try:
            process = woven(internal)
        except BadInternal:
            assume(False)
        soundness.check(process, LETTERS)
        assert process.state(walked(process)[-1]).terminal
        way = main_way(process)
        assert way[-1] == "delivered"
        for step in internal.steps[1:]:
            assert step.key in way or step.on in way
        assert processes.from_json(processes.to_json(process)) == process

    @settings(max_examples=60, deadline=None)
    @given(internals())
    def test_what_is_kept_is_read_back_the_same(self, internal: Internal) -> None:
        assert from_json(to_json(internal)) == internal

    def test_what_is_kept_may_hold_nothing_unknown(self) -> None:
        with pytest.raises(BadInternal):
            from_json(to_json(building()).replace('"note"', '"notes"'))
