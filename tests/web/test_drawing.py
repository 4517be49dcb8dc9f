"""The picture of a process: boxes on the main way, arrows between them, ways back, nothing that a text can break."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from thongsuot.areas.dossiers.process import DOSSIER
from thongsuot.web.processes import drawing

SVG = "{http://www.w3.org/2000/svg}"


def drawn(process: object = DOSSIER, times: dict[str, str] | None = None) -> ElementTree.Element:
    text = str(drawing.draw(process, times or {}))  # type: ignore[arg-type]
    return ElementTree.fromstring(text.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


class TestPicture:
    def test_each_step_of_the_main_way_is_a_box_from_receipt_to_hand_over(self) -> None:
        way = drawing.main_way(DOSSIER)
        assert (way[0], way[-1]) == ("received", "delivered")
        assert "withdrawn" not in way
        assert "waiting_supplement" not in way
        assert len(drawn().findall(f".//{SVG}rect")) == len(way)

    def test_boxes_stand_below_one_another_within_the_width_of_a_telephone(self) -> None:
        picture = drawn()
        boxes = [(float(box.get("y", 0)), float(box.get("height", 0))) for box in picture.findall(f".//{SVG}rect")]
        assert all(top + height < below for (top, height), (below, _) in itertools.pairwise(boxes))
        assert float(picture.get("width", 0)) <= 390
        assert boxes[-1][0] + boxes[-1][1] <= float(picture.get("height", 0))

    def test_no_letter_is_smaller_than_fourteen_and_no_line_runs_out_of_its_box(self) -> None:
        for text in drawn().findall(f".//{SVG}text"):
            assert int(text.get("font-size", "15")) >= 14
            assert len(text.text or "") <= 34

    def test_ways_back_are_drawn_beside_the_way_ahead(self) -> None:
        arrows = drawn().findall(f".//{SVG}path[@marker-end]")
        back = [arrow for arrow in arrows if arrow.get("stroke-dasharray")]
        assert len(arrows) - len(back) == len(drawing.main_way(DOSSIER)) - 1
        # Sent back by the head, not signed by the chair; reopened from a result that is done, or delivered.
        assert len(back) == 4

    def test_it_has_a_name_and_no_style_that_the_page_s_policy_forbids(self) -> None:
        text = str(drawing.draw(DOSSIER, {}))
        assert 'role="img"' in text
        assert DOSSIER.title in text
        assert not re.search(r"style=|<script|on\w+=", text)

    @pytest.mark.parametrize("label", ["<script>alert(1)</script>", "a & b", '"><rect/>', "x" * 500, "từ " * 200])
    def test_whatever_a_step_is_called_stays_text(self, label: str) -> None:
        states = tuple(replace(s, label=label) if s.key == "processing" else s for s in DOSSIER.states)
        moves = tuple(replace(m, label=label) if m.name == "propose" else m for m in DOSSIER.moves)
        picture = drawn(replace(DOSSIER, states=states, moves=moves), {"processing": label})
        assert len(picture.findall(f".//{SVG}rect")) == len(drawing.main_way(DOSSIER))
        assert picture.find(f".//{SVG}script") is None


class TestWords:
    def test_every_state_and_every_way_on_is_said(self) -> None:
        told = drawing.sentences(DOSSIER)
        assert [label for label, _, _ in told] == [state.label for state in DOSSIER.states]
        assert sum(len(ways) for _, _, ways in told) == sum(len(DOSSIER.leaving(s.key)) for s in DOSSIER.states)

    def test_who_holds_a_state_is_a_role_the_applicant_or_nobody_any_more(self) -> None:
        assert drawing.holder(DOSSIER.state("processing")) == "chuyên viên thụ lý"
        assert drawing.holder(DOSSIER.state("waiting_supplement")) == "chờ người nộp hồ sơ"
        assert drawing.holder(DOSSIER.state("delivered")) == "đã kết thúc"
