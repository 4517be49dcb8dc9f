"""Before it is published, a form is looked through: every flaw has its place, and what is unknown is a flaw."""

from __future__ import annotations

from typing import Any

import pytest

from form_making import EVERYTHING, definition, field, section
from thongsuot.engine.forms_check import check, require
from thongsuot.engine.forms_text import Unreadable, from_data

CHOICES = [{"value": "a", "label": "A"}]


def flaws(*sections: dict[str, Any], **settings: Any) -> list[str]:
    """What reading or checking says of a definition."""
    try:
        return [str(flaw) for flaw in check(from_data(definition(*sections, **settings)))]
    except Unreadable as refused:
        return [str(flaw) for flaw in refused.flaws]


def test_a_sound_form_has_no_flaw() -> None:
    assert check(EVERYTHING) == []


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"kind": "choice"}, "danh sách phương án"),
        ({"kind": "text", "choices": CHOICES}, "danh sách phương án"),
        ({"kind": "choice", "choices": CHOICES * 2}, "ghi hai lần"),
        ({"kind": "person"}, "hỏi những gì"),
        ({"kind": "person", "asks": ["name", "tax_code"]}, "không hỏi được"),
        ({"kind": "person", "asks": ["name"], "needs": ["birth"]}, "asks không có"),
        ({"kind": "person", "asks": ["name"], "required": True}, "phần nào bắt buộc"),
        ({"kind": "text", "asks": ["name"]}, "chỉ trường về người"),
        ({"kind": "number", "least": 5, "most": 1}, "least lớn hơn most"),
        ({"kind": "text", "least": 5}, "chỉ số và số tiền"),
        ({"kind": "money", "decimals": 2}, "không có phần lẻ"),
        ({"kind": "date", "past": True, "future": True}, "vừa phải ở quá khứ"),
        ({"kind": "text", "past": True}, "chỉ ngày mới có"),
        ({"kind": "text", "historic": True}, "chỉ địa chỉ"),
        ({"kind": "essay"}, "không có trong danh sách cho phép"),
        ({"kind": "text", "script": "alert(1)"}, "không có trong ngôn ngữ biểu mẫu"),
        ({"kind": "text", "label": " "}, "không được để trống"),
        ({"kind": "text", "key": "Tên"}, "viết sai dạng"),
    ],
)
def test_a_field_that_makes_no_sense_is_named(settings: dict[str, Any], says: str) -> None:
    found = flaws(section("only", {"key": "thing", "label": "Mục", "required": False, **settings}))

    assert len(found) == 1
    assert found[0].startswith("sections[0] only › fields[0]")
    assert says in found[0]


@pytest.mark.parametrize(
    ("test", "place", "says"),
    [
        ({"op": "equals", "field": "ghost", "value": "a"}, "when › field", "không có trường “ghost”"),
        ({"op": "equals", "field": "person.sex", "value": "male"}, "when › field", "không có trường “person.sex”"),
        ({"op": "equals", "field": "status", "value": "gone"}, "when › value", "không có phương án “gone”"),
        ({"op": "equals", "field": "agrees", "value": "yes"}, "when › value", "true hoặc false"),
        ({"op": "equals", "field": "fee", "value": "5"}, "when › value", "số nguyên"),
        ({"op": "equals", "field": "story", "value": 5}, "when › value", "so với chữ"),
        ({"op": "greater", "field": "fee", "value": 5}, "when", "phép “greater” không có"),
        ({"field": "fee"}, "when", "thiếu “op”"),
        ({"op": "age_at_least", "field": "fee", "years": 3}, "when › field", "không phải là ngày"),
        ({"op": "filled", "field": "after"}, "when › field", "hỏi sau chỗ này"),
        ({"op": "filled", "field": "note"}, "when › field", "hỏi sau chỗ này"),
        ({"op": "not", "of": {"op": "filled", "field": "ghost"}}, "when › of › field", "không có trường"),
        (
            {"op": "all", "of": [{"op": "filled", "field": "fee"}, {"op": "filled", "field": "ghost"}]},
            "when › of[1] › field",
            "không có trường",
        ),
        ({"op": "any", "of": []}, "when › of", "ít nhất một"),
        ({"op": "filled", "field": "__class__"}, "when › field", "viết sai dạng"),
    ],
)
def test_a_condition_names_only_what_there_is_and_was_asked_before(test: dict[str, Any], place: str, says: str) -> None:
    before = [field(key) for key in ("status", "agrees", "fee", "story", "person")]
    found = flaws(section("only", *before, field("note", when=test), field("after", kind="text")))

    assert found == [one for one in found if one.startswith(f"sections[0] only › fields[5] note › {place}")]
    assert says in found[0]


def test_a_row_is_not_seen_from_outside_but_by_its_own_row() -> None:
    rows = section(
        "rows", field("fee"), field("note", when={"op": "filled", "field": "fee"}),
        repeat={"least": 0, "most": 3, "noun": "dòng"},
    )  # fmt: skip

    assert flaws(rows) == []
    (flaw,) = flaws(rows, section("end", field("story", when={"op": "filled", "field": "fee"})))
    assert "phần lặp lại “rows”" in flaw


@pytest.mark.parametrize(
    ("settings", "place"),
    [
        ({"op": "before", "first": "day", "second": "fee"}, "checks[0] before › second"),
        ({"op": "age", "field": "day"}, "checks[0] age"),
        ({"op": "sum_equals", "terms": ["fee"], "total": "note"}, "checks[0] sum_equals › total"),
        ({"op": "distinct_persons", "fields": ["person", "note"]}, "checks[0] distinct_persons › fields[1]"),
        ({"op": "at_least_one", "fields": ["note", "ghost"]}, "checks[0] at_least_one › fields[1]"),
        ({"op": "must", "of": {"op": "filled", "field": "note"}}, "checks[0] must"),
        ({"op": "at_least_one", "fields": ["note", "fee"], "at": "ghost"}, "checks[0] at_least_one › at"),
    ],
)
def test_a_check_names_only_what_it_can_compare(settings: dict[str, Any], place: str) -> None:
    fields = [field(key) for key in ("day", "fee", "note", "person")]
    found = flaws(section("only", *fields), checks=[{"sentence": "Sai.", **settings}])

    assert [one.partition(":")[0] for one in found] == [place]


def test_keys_stand_once() -> None:
    found = flaws(section("one", field("note")), section("one", field("note")))

    assert found == [
        "sections[0] one: hai phần trùng khóa",
        "sections[1] one: hai phần trùng khóa",
        "sections[0] one › fields[0] note: hai trường trùng khóa",
        "sections[1] one › fields[0] note: hai trường trùng khóa",
    ]


def test_sources_and_result_documents_must_exist() -> None:
    source = {"from": "port", "of": "weather.rain"}
    made = from_data(definition(section("only", field("note", prefill=[source])), result="medal"))

    assert check(made) == []
    found = [str(flaw) for flaw in check(made, source_known=lambda _: False, results={"decision"})]
    assert found == [
        "sections[0] only › fields[0] note › prefill[0]: không có nguồn “port:weather.rain”",
        "result: không có văn bản kết quả “medal”",
    ]
    with pytest.raises(Unreadable, match="weather"):
        require(made, source_known=lambda _: False)
