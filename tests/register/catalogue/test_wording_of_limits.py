"""Vietnamese wording of limits and money: read where it is certain, left alone where it is not."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given, strategies

from thongsuot.register.catalogue import wording
from thongsuot.register.catalogue.definitions import Limit

MOUNTAINS = (
    "Đối với các xã miền núi, biên giới; đảo; vùng có điều kiện kinh tế - xã hội khó khăn; vùng có điều kiện kinh tế"
    " - xã hội đặc biệt khó khăn thì thời gian thực hiện được tăng thêm không quá 10 ngày làm việc"
)


@pytest.mark.parametrize(
    ("text", "unit", "amount"),
    [
        ("Không quá 05 ngày kể từ ngày nhận đủ hồ sơ hợp lệ.", "calendar_day", 5),
        ("Trong thời hạn 15 ngày làm việc", "working_day", 15),
        ("08 giờ làm việc", "working_hour", 8),
        ("02 (hai) tháng", "month", 2),
        ("không quá 7,5 ngày làm việc", "working_hour", 60),
    ],
)
def test_a_text_with_one_duration_gives_it(text: str, unit: str, amount: int) -> None:
    read = wording.read_limit(text)
    assert read is not None
    assert (read.limit.unit, read.limit.amount) == (unit, amount)
    assert read.confidence < 100


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Theo mô tả",
        "Tùy theo từng trường hợp",
        "03 ngày làm việc để kiểm tra, 20 ngày để thẩm định",
        "Trước ngày 30 tháng 8 của năm xét chọn",
        "trước ngày 30/11",
    ],
)
def test_a_text_with_none_or_several_gives_nothing(text: str) -> None:
    assert wording.read_limit(text) is None


def test_same_day_with_its_hour_becomes_a_rule() -> None:
    text = (
        "Thực hiện trong ngày làm việc nhận được đủ hồ sơ; nếu thời điểm nhận đủ hồ sơ sau 15 giờ cùng ngày thì có thể"
        " giải quyết trong ngày làm việc tiếp theo"
    )
    read = wording.read_limit(text)
    assert read is not None
    assert read.limit == Limit(unit="same_day", amount=0, cutoff=time(15))
    assert wording.cutoff("sau 15 giờ thì đóng cửa") is None


@pytest.mark.parametrize("text", ["Không phải trả kết quả cho người nộp thuế", "Không quy định"])
def test_words_that_there_is_no_limit_are_understood(text: str) -> None:
    read = wording.read_limit(text)
    assert read is not None
    assert read.limit.unit == "none"


def test_ten_more_working_days_in_the_mountains_become_a_rule() -> None:
    (rule,) = wording.place_limits(f"Không quá 10 ngày làm việc. {MOUNTAINS}.")
    assert (rule.adds, rule.adds_unit, rule.limit) == (10, "working_day", None)
    assert set(rule.kinds) == {"mountain", "border", "island", "difficult", "very_difficult"}
    assert rule.applied_to(Limit(unit="working_day", amount=10)) == Limit(unit="working_day", amount=20)
    assert rule.applied_to(Limit(unit="calendar_day", amount=30)) is None, "days of two kinds do not add up"
    assert rule.applied_to(Limit(unit="working_hour", amount=60)) == Limit(unit="working_hour", amount=140)


def test_another_whole_limit_in_the_mountains_becomes_a_rule() -> None:
    text = "Tại các xã miền núi, hải đảo, vùng sâu, vùng xa thì thời gian thực hiện không quá 18 ngày làm việc"
    (rule,) = wording.place_limits(text)
    assert rule.limit == Limit(unit="working_day", amount=18)
    assert rule.applied_to(Limit(unit="calendar_day", amount=3)) == rule.limit


def test_the_common_limit_is_read_beside_the_mountain_rule_and_not_confused_with_it() -> None:
    read = wording.read_limit(f"Không quá 12 ngày làm việc. {MOUNTAINS}")
    assert read is not None
    assert read.limit.amount == 12
    assert wording.place_limits("thời gian được tăng thêm 21 ngày làm việc khi cần chỉnh sửa") == []


def test_markup_control_characters_and_excess_leave_a_text() -> None:
    given = "<p onclick='x'>Đơn</p>\x00\u200b  đề&nbsp;nghị<script>alert(1)</script>\r\n\n\nsửa\ud800"
    assert wording.clean(given) == "Đơn đề nghị alert(1)\nsửa"
    assert wording.clean("a" * 9000, 100).endswith("…")
    assert len(wording.clean("a" * 9000, 100)) == 100
    assert wording.clean("phí < 5 và > 3") == "phí < 5 và > 3"


@given(strategies.text(max_size=300))
def test_no_text_at_all_breaks_the_reading(text: str) -> None:
    cleaned = wording.clean(text)
    assert "\x00" not in cleaned
    cleaned.encode()
    wording.read_limit(cleaned)
    wording.place_limits(cleaned)
    wording.amounts(cleaned)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("70.000 đồng/Giấy chứng nhận", [70_000]),
        ("Cấp mới 25.000 đồng; cấp lại 80.000đ", [25_000, 80_000]),
        ("Thông tư 85/2019/TT-BTC", []),
    ],
)
def test_sums_of_money_are_found(text: str, found: list[int]) -> None:
    assert wording.amounts(text) == found


def test_what_a_council_sets_and_what_is_free_are_told_apart() -> None:
    assert wording.set_by_council("Do Hội đồng nhân dân cấp tỉnh quy định")
    assert not wording.set_by_council("Theo quy định của Bộ Tài chính")
    assert wording.says_free("Không")
    assert not wording.says_free("Miễn lệ phí cho hộ nghèo")
