"""What a move needs becomes fields, and what was typed becomes values or sentences that help."""

from __future__ import annotations

from datetime import date, time

import pytest
from django.http import QueryDict

from thongsuot.engine.process import Need, NeedKind
from thongsuot.web.desk import forms

DEFECTS = Need("defects", "Nội dung cần bổ sung", NeedKind.LINES, longest=500)
UNTIL = Need("until", "Hẹn trả kết quả mới", NeedKind.MOMENT)
DAY = Need("day", "Ngày ký", NeedKind.DATE, required=False)
NOTE = Need("note", "Ghi chú", NeedKind.TEXT, required=False, longest=1000)
RECEIVER = Need("receiver", "Họ tên người nhận", NeedKind.TEXT, longest=200)
METHOD = Need("method", "Hình thức ký", NeedKind.CHOICE, choices=(("paper", "Trên giấy"), ("digital", "Ký số")))
AMOUNT = Need("amount", "Số tiền", NeedKind.MONEY)
SURE = Need("sure", "Đã đối chiếu bản chính", NeedKind.CONFIRM)
ALL = (DEFECTS, UNTIL, DAY, NOTE, RECEIVER, METHOD, AMOUNT, SURE)


def test_every_kind_of_need_has_a_control() -> None:
    shown = {field.name: field.kind for field in forms.fields(ALL, {})}

    assert shown == {
        "defects": "lines",
        "until": "moment",
        "day": "short",
        "note": "area",
        "receiver": "short",
        "method": "choice",
        "amount": "short",
        "sure": "confirm",
    }
    assert set(forms._CONTROLS) == set(NeedKind), "a new kind of need wants a control"


def test_many_choices_become_a_list_to_open() -> None:
    months = Need("month", "Tháng", NeedKind.CHOICE, choices=tuple((str(n), f"Tháng {n}") for n in range(1, 13)))

    assert forms.fields([months], {})[0].kind == "select"


def test_the_first_of_two_faults_of_a_field_is_shown_and_listed_in_the_pages_order() -> None:
    faults = [("receiver", "Nhập họ tên."), ("defects", "Nhập ít nhất một dòng."), ("receiver", "Quá dài.")]

    fields = forms.fields(ALL, {}, faults)

    assert forms.summary(fields) == [("f-defects", "Nhập ít nhất một dòng."), ("f-receiver", "Nhập họ tên.")]


def test_what_lan_typed_reaches_the_engine_as_values() -> None:
    posted = QueryDict(
        "defects=Thiếu chữ ký&defects=&defects=Bản sao mờ&until=24/11/2026&until-gio=16h30&day=5/2/2026"
        "&receiver=Trần Văn Hùng&method=paper&amount=50.000&sure=1"
    )

    values, faults = forms.given(ALL, forms.typed(ALL, posted))

    assert faults == []
    assert values == {
        "defects": ["Thiếu chữ ký", "Bản sao mờ"],
        "until": "2026-11-24T16:30:00+07:00",
        "day": "2026-02-05",
        "receiver": "Trần Văn Hùng",
        "method": "paper",
        "amount": "50.000",
        "sure": "1",
    }


def test_a_list_pasted_into_one_row_is_as_many_lines() -> None:
    pasted = forms.typed((DEFECTS,), QueryDict("defects=Thiếu giấy khai sinh%0D%0A%0D%0AThiếu chữ ký&defects=Sai tên"))

    assert forms.given((DEFECTS,), pasted) == (
        {"defects": ["Thiếu giấy khai sinh", "Thiếu chữ ký", "Sai tên"]},
        [],
    )


def test_a_text_of_paragraphs_is_pasted_whole_and_shown_again_as_it_was() -> None:
    minutes = Need("minutes", "Biên bản", NeedKind.LINES, longest=5000)
    typed = forms.typed((minutes,), QueryDict("minutes=Xã A báo cáo.%0AXã B vắng."))
    shown = forms.fields((minutes,), typed)[0]

    assert (shown.kind, shown.value) == ("area", "Xã A báo cáo.\nXã B vắng.")
    assert forms.given((minutes,), typed)[0] == {"minutes": ["Xã A báo cáo.", "Xã B vắng."]}
    assert forms.fields((minutes,), {})[0].value == ""


def test_what_was_left_empty_is_left_out_for_the_engine_to_ask_for() -> None:
    values, faults = forms.given(ALL, forms.typed(ALL, QueryDict("")))

    assert (values, faults) == ({}, [])


def test_a_field_that_is_not_a_need_is_not_passed_on() -> None:
    values, _ = forms.given([RECEIVER], forms.typed([RECEIVER], QueryDict("receiver=Lan&due_at=2030-01-01")))

    assert values == {"receiver": "Lan"}


@pytest.mark.parametrize("text", ["21/11/2026", "21-11-2026", "21.11.2026", " 21 / 11 / 2026 ", "2026-11-21"])
def test_a_day_may_be_typed_in_the_ways_people_type_it(text: str) -> None:
    assert forms.read_day(text, "Ngày") == date(2026, 11, 21)


@pytest.mark.parametrize("text", ["31/02/2026", "11/21/2026", "hôm qua", "21/11", "0/0/0000", "21/11/26", "²¹/11/2026"])
def test_a_day_that_is_none_gets_a_sentence_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="ví dụ 21/11/2026"):
        forms.read_day(text, "Ngày ký")


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("14:30", time(14, 30)),
        ("14h30", time(14, 30)),
        ("14h", time(14)),
        ("7 giờ 05", time(7, 5)),
        ("14g30", time(14, 30)),
    ],
)
def test_an_hour_may_be_typed_in_the_ways_people_type_it(text: str, hour: time) -> None:
    assert forms.read_hour(text, "Giờ") == hour


@pytest.mark.parametrize("text", ["", "25:00", "14:75", "chiều"])
def test_an_hour_that_is_none_gets_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="ví dụ 14:30"):
        forms.read_hour(text, "Giờ")


def test_an_hour_without_its_day_asks_for_the_day() -> None:
    _, faults = forms.given([UNTIL], {"until": ("", "14:30")})

    assert faults == [("until", "Nhập cả ngày ở mục “Hẹn trả kết quả mới”, ví dụ 21/11/2026.")]


def test_a_moment_left_empty_is_not_a_fault_of_the_hand() -> None:
    assert forms.given([UNTIL], {"until": ("", "")}) == ({}, [])


def test_adding_a_row_keeps_what_is_in_the_others() -> None:
    typed = forms.typed([DEFECTS, NOTE], QueryDict("defects=Thiếu chữ ký&note=gấp&_add=defects"))

    assert typed == {"defects": ["Thiếu chữ ký", ""], "note": "gấp"}


def test_taking_a_row_away_keeps_the_others_and_the_last_one_stays_empty() -> None:
    two = QueryDict("defects=Một&defects=Hai&_remove=defects:0")
    one = QueryDict("defects=Một&_remove=defects:0")

    assert forms.typed([DEFECTS], two) == {"defects": ["Hai"]}
    assert forms.typed([DEFECTS], one) == {"defects": [""]}


@pytest.mark.parametrize(
    "query", ["_remove=defects:99", "_remove=defects", "_remove=:0", "_remove=note:0", "_add=note"]
)
def test_a_row_button_that_was_tampered_with_changes_nothing(query: str) -> None:
    typed = forms.typed([DEFECTS, NOTE], QueryDict(f"defects=Một&note=gấp&{query}"))

    assert typed == {"defects": ["Một"], "note": "gấp"}


@pytest.mark.parametrize(
    ("query", "only"), [("_add=defects", True), ("_remove=defects:0", True), ("_review=1", True), ("note=x", False)]
)
def test_row_buttons_send_nothing_to_the_engine(query: str, *, only: bool) -> None:
    assert forms.rearranging(QueryDict(query)) is only


def test_a_kept_value_is_shown_as_it_would_be_typed() -> None:
    assert forms.show(UNTIL, "2026-11-24T16:30:00+07:00") == ("24/11/2026", "16:30")
    assert forms.show(UNTIL, "2026-11-24T09:30:00+00:00") == ("24/11/2026", "16:30")
    assert forms.show(DAY, "2026-02-05") == "05/02/2026"
    assert forms.show(NOTE, None) is None
