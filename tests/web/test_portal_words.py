"""Limits, fees and papers in words: each way of handing in, each kind of place, each thing that is not known."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest

from thongsuot.register.catalogue.definitions import Case, Fee, Limit, Paper, PlaceLimit, Result
from thongsuot.web.portal import explaining
from thongsuot.web.speech import english

EVERY: Any = ("counter", "online", "post")
TEN = Limit(unit="working_day", amount=10)
NOBODY: frozenset[str] = frozenset()


def case(**given: Any) -> Case:
    values: dict[str, Any] = {
        "key": "a",
        "name": "A",
        "limit": TEN,
        "results": (Result(code="", name="Giấy"),),
        **given,
    }
    return Case(**values)


def charge(channel: Any, amount: int | None, **more: Any) -> Fee:
    return Fee(channel=channel, kind="fee", name=more.pop("name", "Phí thẩm định"), amount=amount, **more)


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        (TEN, "10 ngày làm việc"),
        (Limit(unit="calendar_day", amount=3), "3 ngày, kể cả ngày nghỉ"),
        (Limit(unit="working_hour", amount=4), "4 giờ làm việc"),
        (Limit(unit="month", amount=2), "2 tháng"),
        (Limit(unit="none", amount=0), "không quy định thời hạn"),
        (Limit(unit="same_day", amount=0), "trong ngày làm việc"),
        (
            Limit(unit="same_day", amount=0, cutoff=time(15)),
            "trong ngày làm việc; nhận sau 15:00 thì trả kết quả trong ngày làm việc tiếp theo",
        ),
    ],
)
def test_every_kind_of_limit_has_its_words(limit: Limit, words: str) -> None:
    assert explaining.limit_words(limit) == words


def test_one_limit_for_all_ways_is_said_once_and_others_each() -> None:
    same = explaining.limits(case(), EVERY, NOBODY)
    other = explaining.limits(case(limit_by_channel={"online": Limit(unit="working_day", amount=7)}), EVERY, NOBODY)

    assert same == [("", "10 ngày làm việc")]
    assert other == [
        ("Nộp trực tiếp", "10 ngày làm việc"),
        ("Nộp trực tuyến", "7 ngày làm việc"),
        ("Gửi bưu chính", "10 ngày làm việc"),
    ]


def test_an_unclear_limit_is_no_limit_at_all() -> None:
    unclear = case(limit=Limit(unit="none", amount=0), unclear="nguồn ghi 20 DAY và 10 DAY")

    assert explaining.limits(unclear, EVERY, NOBODY) == []
    assert explaining.plain_source(unclear.unclear) == "nguồn ghi 20 ngày và 10 ngày"


def test_a_place_counts_when_it_is_verified_and_is_only_named_when_it_is_not() -> None:
    mountain = case(place_limits=(PlaceLimit(kinds=("mountain", "island"), adds=10),))
    sure, perhaps = frozenset({"mountain"}), frozenset({"island"})

    assert explaining.limits(mountain, EVERY, sure) == [("", "20 ngày làm việc")]
    assert explaining.place_rules(mountain, sure, NOBODY) == [
        "Nơi này thuộc miền núi, hải đảo, đã tính thêm 10 ngày làm việc."
    ]
    assert explaining.limits(mountain, EVERY, NOBODY) == [("", "10 ngày làm việc")]
    assert "(chưa xác minh); nếu đúng: thêm 10 ngày làm việc" in explaining.place_rules(mountain, NOBODY, perhaps)[0]
    assert explaining.place_rules(mountain, NOBODY, NOBODY) == ["Riêng miền núi, hải đảo: thêm 10 ngày làm việc."]


def test_days_of_two_kinds_are_not_added_up() -> None:
    odd = case(place_limits=(PlaceLimit(kinds=("border",), adds=5, adds_unit="calendar_day"),))

    assert explaining.limits(odd, EVERY, frozenset({"border"})) == []
    assert explaining.place_rules(odd, NOBODY, NOBODY) == ["Riêng biên giới: thêm 5 ngày."]


def test_a_charge_that_all_ways_share_is_said_once_and_two_of_one_name_stay_two() -> None:
    fees = [charge(one, 50_000) for one in EVERY] + [charge("online", 25_000), charge("counter", None, note="HĐND")]

    said = explaining.fees(case(fees=tuple(fees)), EVERY)

    assert [(one.words, one.ways, one.note) for one in said] == [
        ("50.000\u00a0đ", "", ""),
        ("25.000\u00a0đ", "Nộp trực tuyến", ""),
        ("văn bản công bố chưa ghi rõ số tiền", "Nộp trực tiếp", "HĐND"),
    ]


def test_what_is_paid_by_a_way_that_is_not_offered_is_not_said() -> None:
    assert explaining.fees(case(fees=(charge("post", 9_000),)), ("counter",)) == []


def test_pages_and_caps_are_told() -> None:
    by_page = charge("counter", 2_000, unit="trang", from_page=3, amount_after=1_000, at_most=200_000)

    words = explaining.fee_words(by_page).replace("\u00a0", " ")

    assert words == "2.000 đ mỗi trang; từ trang 3: 1.000 đ; tối đa 200.000 đ"
    assert explaining.fee_words(charge("counter", 0)) == "không thu tiền"


def test_papers_stand_under_the_heading_of_how_much_they_are_wanted() -> None:
    papers = (
        Paper(key="a", name="Đơn"),
        Paper(key="b", name="Giấy ủy quyền", required="depends", when="khi ủy quyền", copies=2),
        Paper(key="c", name="Bản vẽ", required="unknown", originals=0, copies=1),
        Paper(key="d", name="Thẻ căn cước", presented=True, required="no"),
    )

    said = explaining.papers(case(papers=papers))

    assert [heading.partition(":")[0] for heading, _some in said] == [
        "Luôn cần",
        "Chỉ cần trong trường hợp ghi bên dưới",
        "Có thì nộp, không bắt buộc",
        "Văn bản công bố không ghi rõ có bắt buộc hay không",
    ]
    shown = [one for _heading, some in said for one in some]
    assert [one.copies for one in shown] == [
        "1 bản chính", "1 bản chính, 2 bản sao", "Xuất trình để đối chiếu, không phải nộp", "1 bản sao",
    ]  # fmt: skip
    assert shown[1].when == "Khi ủy quyền"
    assert shown[2].known is not None


def test_an_english_reader_gets_money_as_english_writes_it() -> None:
    with english():
        assert explaining.fee_words(charge("counter", 50_000)) == "VND\u00a050,000"
