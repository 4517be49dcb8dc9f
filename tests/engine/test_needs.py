"""What a move needs: what people type becomes values, or a sentence that says what to do."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from thongsuot.engine import needs
from thongsuot.engine.errors import NeedsNotMet
from thongsuot.engine.process import At, Move, Need, NeedKind, Role

VN = timezone(timedelta(hours=7))
ONE = {
    NeedKind.TEXT: Need("it", "Lý do", NeedKind.TEXT, longest=20),
    NeedKind.LINES: Need("it", "Thiếu sót", NeedKind.LINES, longest=20),
    NeedKind.CHOICE: Need("it", "Cách trả", NeedKind.CHOICE, choices=(("post", "Bưu chính"), ("counter", "Tại quầy"))),
    NeedKind.DATE: Need("it", "Ngày ký", NeedKind.DATE),
    NeedKind.MOMENT: Need("it", "Hẹn trả", NeedKind.MOMENT),
    NeedKind.MONEY: Need("it", "Số tiền", NeedKind.MONEY),
    NeedKind.CONFIRM: Need("it", "Đã đối chiếu", NeedKind.CONFIRM),
    NeedKind.NUMBER: Need("it", "Số cơ quan", NeedKind.NUMBER),
    NeedKind.BODY: Need("it", "Chuyển đến", NeedKind.BODY),
    NeedKind.PERSON: Need("it", "Người thực hiện", NeedKind.PERSON),
    NeedKind.CASE: Need("it", "Vướng mắc chính", NeedKind.CASE),
}


def asking(*wanted: Need) -> Move:
    return Move("go", "Đi", ("here",), "there", Role("intake", At.RECEIVING), needs=wanted)


def read(kind: NeedKind, raw: Any) -> Any:
    return needs.check(asking(ONE[kind]), {"it": raw}).all["it"]


def fault(kind: NeedKind, raw: Any) -> str:
    with pytest.raises(NeedsNotMet) as refused:
        needs.check(asking(ONE[kind]), {"it": raw})
    ((name, sentence),) = refused.value.faults
    assert name == "it"
    assert sentence.endswith((".", "Đã đối chiếu."))
    return sentence


RIGHT = [
    (NeedKind.TEXT, "  Thiếu chữ ký \r\n", "Thiếu chữ ký"),
    (NeedKind.TEXT, "dòng một\r\ndòng hai", "dòng một\ndòng hai"),
    (NeedKind.TEXT, "x" * 20, "x" * 20),
    (NeedKind.LINES, "một\n\n  hai \n", ["một", "hai"]),
    (NeedKind.LINES, ["một", " ", "hai"], ["một", "hai"]),
    (NeedKind.CHOICE, "post", "post"),
    (NeedKind.DATE, "2026-11-21", "2026-11-21"),
    (NeedKind.DATE, date(2026, 11, 21), "2026-11-21"),
    (NeedKind.MOMENT, "2026-11-21T14:30:00+07:00", "2026-11-21T14:30:00+07:00"),
    (NeedKind.MOMENT, datetime(2026, 11, 21, 14, 30, tzinfo=VN), "2026-11-21T14:30:00+07:00"),
    (NeedKind.MONEY, "50.000", 50_000),
    (NeedKind.MONEY, "1.250.000 đ", 1_250_000),
    (NeedKind.MONEY, "1 250 000", 1_250_000),
    (NeedKind.MONEY, "8000đ", 8_000),
    (NeedKind.MONEY, 0, 0),
    (NeedKind.MONEY, 10**15, 10**15),
    (NeedKind.CONFIRM, "on", True),
    (NeedKind.CONFIRM, True, True),
    (NeedKind.NUMBER, "1.250", 1_250),
    (NeedKind.NUMBER, 0, 0),
    (NeedKind.NUMBER, 10**9, 10**9),
    (NeedKind.BODY, "ubnd.19753", "ubnd.19753"),
    (NeedKind.BODY, "bo.G15", "bo.G15"),
    (NeedKind.CASE, "0D5B7F5E-9F5C-4A52-8D5A-61C3B3C1A7E4", "0d5b7f5e-9f5c-4a52-8d5a-61c3b3c1a7e4"),
    (NeedKind.PERSON, "0D5B7F5E-9F5C-4A52-8D5A-61C3B3C1A7E4", "0d5b7f5e-9f5c-4a52-8d5a-61c3b3c1a7e4"),
]
WRONG = [
    (NeedKind.TEXT, "x" * 21, "dài 21 ký tự, tối đa 20"),
    (NeedKind.TEXT, "a\x00b", "ký tự không hợp lệ"),
    (NeedKind.TEXT, "a\ud800b", "ký tự không hợp lệ"),
    (NeedKind.TEXT, ["a"], "phải là chữ"),
    (NeedKind.TEXT, 7, "phải là chữ"),
    (NeedKind.TEXT, " \n ", "Nhập mục “Lý do”"),
    (NeedKind.LINES, ["x" * 21], "tối đa 20"),
    (NeedKind.LINES, [["a"]], "phải là chữ"),
    (NeedKind.LINES, 7, "phải là danh sách"),
    (NeedKind.LINES, [" ", ""], "ít nhất một dòng"),
    (NeedKind.LINES, ["a"] * 101, "101 dòng, tối đa 100"),
    (NeedKind.CHOICE, "pigeon", "Chọn một trong"),
    (NeedKind.CHOICE, ["post"], "Chọn một trong"),
    (NeedKind.DATE, "2026-02-30", "không phải là ngày có thật"),
    (NeedKind.DATE, "21/11/2026", "không phải là ngày có thật"),
    (NeedKind.DATE, datetime(2026, 11, 21, 9, tzinfo=UTC), "không phải là ngày có thật"),
    (NeedKind.DATE, "0206-11-21", "năm 206"),
    (NeedKind.MOMENT, "ngày mai", "không phải là thời điểm có thật"),
    (NeedKind.MOMENT, "2026-11-21T14:30:00", "thiếu múi giờ"),
    (NeedKind.MOMENT, "9999-12-31T23:59:00-12:00", "năm 9999"),
    (NeedKind.MOMENT, "0001-01-01T00:00:00+14:00", "năm 1"),
    (NeedKind.MONEY, "1.5", "số tiền bằng đồng"),
    (NeedKind.MONEY, 1.5, "số tiền bằng đồng"),
    (NeedKind.MONEY, True, "số tiền bằng đồng"),
    (NeedKind.MONEY, "50,000", "số tiền bằng đồng"),
    (NeedKind.MONEY, "5.0000", "số tiền bằng đồng"),
    (NeedKind.MONEY, "1_000", "số tiền bằng đồng"),
    (NeedKind.MONEY, "9" * 5000, "số tiền bằng đồng"),
    (NeedKind.MONEY, "-1", "ngoài khoảng"),
    (NeedKind.MONEY, 10**15 + 1, "ngoài khoảng"),
    (NeedKind.CONFIRM, "off", "Đánh dấu xác nhận"),
    (NeedKind.CONFIRM, False, "Đánh dấu xác nhận"),
    (NeedKind.BODY, "Ủy ban nhân dân phường Phú Xuân", "Chọn một cơ quan"),
    (NeedKind.BODY, "ubnd.19753\n", "Chọn một cơ quan"),
    (NeedKind.BODY, ["ubnd.19753"], "Chọn một cơ quan"),
    (NeedKind.BODY, "x" * 81, "Chọn một cơ quan"),
    (NeedKind.NUMBER, "12,5", "phải là số nguyên"),
    (NeedKind.NUMBER, True, "phải là số nguyên"),
    (NeedKind.NUMBER, "-1", "ngoài khoảng"),
    (NeedKind.NUMBER, 10**9 + 1, "ngoài khoảng"),
    (NeedKind.CASE, "VM.46-261104-0001", "Chọn một việc"),
    (NeedKind.PERSON, "Trần Văn Nam", "Chọn một người"),
    (NeedKind.PERSON, ["0d5b7f5e-9f5c-4a52-8d5a-61c3b3c1a7e4"], "Chọn một người"),
]


@pytest.mark.parametrize(("kind", "raw", "value"), RIGHT)
def test_what_people_type_is_read(kind: NeedKind, raw: Any, value: Any) -> None:
    assert read(kind, raw) == value


@pytest.mark.parametrize(("kind", "raw", "words"), WRONG)
def test_what_cannot_be_read_gets_a_sentence(kind: NeedKind, raw: Any, words: str) -> None:
    assert words in fault(kind, raw)


@pytest.mark.parametrize("kind", list(NeedKind))
@pytest.mark.parametrize("nothing", [None, "", "  ", [], ()])
def test_nothing_is_asked_for_when_it_is_required_and_left_out_when_not(kind: NeedKind, nothing: Any) -> None:
    assert ONE[kind].label in fault(kind, nothing)
    free = needs.check(asking(Need("it", "Ghi chú", kind, required=False)), {"it": nothing})
    assert free.all == {}


@pytest.mark.parametrize("kind", [NeedKind.MONEY, NeedKind.NUMBER])
def test_a_number_below_the_least_that_a_need_takes_is_refused_and_the_least_is_taken(kind: NeedKind) -> None:
    move = asking(Need("part", "Số tiền giải ngân", kind, least=2))
    assert needs.check(move, {"part": "2"}).plain == {"part": 2}
    with pytest.raises(NeedsNotMet) as refused:
        needs.check(move, {"part": "1"})
    assert list(refused.value.faults) == [("part", "“Số tiền giải ngân” phải từ 2 trở lên.")]


def test_all_faults_are_told_at_once_and_what_is_not_asked_is_refused() -> None:
    move = asking(Need("why", "Lý do", NeedKind.TEXT), Need("how", "Số tiền", NeedKind.MONEY))
    with pytest.raises(NeedsNotMet) as refused:
        needs.check(move, {"how": "nhiều", "assignee": "Minh"})
    assert [name for name, _ in refused.value.faults] == ["assignee", "why", "how"]


def test_free_text_is_personal_and_everything_else_is_not() -> None:
    """People write names into free text; the chain holds its digest, the separable store its words."""
    move = asking(*(Need(kind.value, kind.value, kind, choices=ONE[kind].choices) for kind in NeedKind))
    some = "0d5b7f5e-9f5c-4a52-8d5a-61c3b3c1a7e4"
    raw = {"text": "Bà Thảo", "lines": ["Bà Thảo"], "choice": "post", "date": "2026-11-21", "confirm": "on"}
    raw |= {"moment": "2026-11-21T14:30:00+07:00", "money": "1000", "number": "3"}
    checked = needs.check(move, {**raw, "body": "ubnd.1", "person": some, "case": some})
    assert checked.personal.keys() == {"text", "lines"}
    assert checked.plain.keys() == {kind.value for kind in NeedKind} - {"text", "lines"}


def test_official_text_names_nobody_and_stays_in_the_journal() -> None:
    number = Need("number", "Số, ký hiệu", NeedKind.TEXT, longest=20, official=True)
    checked = needs.check(asking(number), {"number": " 05/2026/TT-BTP "})
    assert (checked.plain, checked.personal) == ({"number": "05/2026/TT-BTP"}, {})
    with pytest.raises(NeedsNotMet, match="tối đa 20"):
        needs.check(asking(number), {"number": "x" * 21})


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary() | st.datetimes() | st.dates(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


@drawn(st.sampled_from(list(NeedKind)), anything)
def test_whatever_is_sent_there_is_a_value_that_can_be_stored_or_a_sentence(kind: NeedKind, raw: Any) -> None:
    move = asking(Need("it", "Mục", kind, choices=ONE[kind].choices))
    try:
        value = needs.check(move, {"it": raw}).all["it"]
    except NeedsNotMet:
        return
    assert value not in (None, "", [])
    needs.storable(value)
    again = needs.check(move, {"it": value}).all["it"]
    assert again == value


@drawn(st.integers(0, 10**15))
def test_an_amount_is_read_the_same_however_it_is_grouped(amount: int) -> None:
    dotted = f"{amount:,}".replace(",", ".")
    assert {read(NeedKind.MONEY, text) for text in (str(amount), dotted, dotted.replace(".", " "))} == {amount}


@pytest.mark.parametrize("value", ["a\x00", {"name": "\udfff"}, {"\x00": 1}, [{"a": ("b", "\x00")}]])
def test_text_that_no_database_can_hold_is_refused_wherever_it_stands(value: Any) -> None:
    needs.storable({"name": "Trần Văn Hùng", "numbers": [1, None, True, "🏠"]})
    with pytest.raises(NeedsNotMet, match="ký tự không hợp lệ"):
        needs.storable(value)
