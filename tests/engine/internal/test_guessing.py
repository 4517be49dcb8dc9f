"""What rows of offices' tables stand for: the role that is named, the state that most words speak for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from internal_processes import BASE, PATH

from thongsuot.engine.internal import guessing
from thongsuot.engine.process import At, Role

HOLDERS = {key: queue.name for key in PATH.states if (queue := BASE.state(key).queue)}


def states(*rows: tuple[str, str]) -> list[str]:
    return [state for state, _ in guessing.states(rows, PATH, HOLDERS)]


class TestRoles:
    @pytest.mark.parametrize(
        ("written", "role"),
        [
            ("Bộ phận Một cửa", Role("intake", At.RECEIVING)),
            ("Công chức TN&TKQ", Role("intake", At.RECEIVING)),
            ("TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG", Role("intake", At.RECEIVING)),
            ("Trưởng phòng Kinh tế", Role("head", At.EXECUTING)),
            ("Lãnh đạo phòng chuyên môn", Role("head", At.EXECUTING)),
            ("Chuyên viên phòng Văn hóa - Xã hội", Role("specialist", At.EXECUTING)),
            ("Công chức tư pháp - hộ tịch", Role("specialist", At.EXECUTING)),
            ("Phó Chủ tịch UBND xã", Role("chair", At.COMPETENT)),
            ("Giám đốc Sở", Role("chair", At.COMPETENT)),
            ("Văn thư", Role("clerk", At.COMPETENT)),
        ],
    )
    def test_offices_words_name_a_role(self, written: str, role: Role) -> None:
        assert guessing.role(written) == role

    @pytest.mark.parametrize("written", ["", "xyz", "Tổ chức, cá nhân"])
    def test_words_that_name_nobody_name_nobody(self, written: str) -> None:
        assert guessing.role(written) is None


class TestStates:
    def test_a_short_table_of_a_commune(self) -> None:
        assert states(
            ("Một cửa", "Tiếp nhận hồ sơ"),
            ("Công chức", "Thẩm tra, xử lý hồ sơ"),
            ("Chủ tịch UBND", "Ký duyệt"),
            ("Văn thư", "Vào sổ, đóng dấu"),
            ("Một cửa", "Trả kết quả"),
        ) == ["received", "processing", "reviewed", "signed", "done"]

    def test_the_clerk_s_three_rows_are_her_three_states(self) -> None:
        assert states(
            ("Chủ tịch", "Ký giấy phép"), ("Văn thư", "Cấp số"), ("Văn thư", "Đóng dấu"), ("Văn thư", "Phát hành")
        ) == ["reviewed", "signed", "numbered", "sealed"]

    def test_a_row_that_says_nothing_stays_with_the_one_before_and_is_no_certainty(self) -> None:
        laid = guessing.states([("Một cửa", "Tiếp nhận"), ("", "abc"), ("Chủ tịch", "Ký duyệt")], PATH, HOLDERS)
        assert laid == [("received", True), ("received", False), ("reviewed", True)]

    def test_no_rows_no_states(self) -> None:
        assert states() == []

    @given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=40)), max_size=12))
    def test_rows_are_always_laid_in_their_order(self, rows: list[tuple[str, str]]) -> None:
        places = [PATH.states.index(state) for state in states(*rows)]
        assert len(places) == len(rows)
        assert places == sorted(places)
