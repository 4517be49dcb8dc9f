"""A form's verdict: what is asked, what is dropped, what is wrong, all at once; questions, blanks and differences."""

from __future__ import annotations

from typing import Any

import pytest

from form_making import (
    EVERYTHING,
    LAN,
    PLACES,
    TODAY,
    definition,
    faults,
    field,
    form,
    section,
    values,
    verdict,
)
from thongsuot.engine.errors import NeedsNotMet
from thongsuot.engine.forms import Form
from thongsuot.engine.forms_difference import difference
from thongsuot.engine.forms_text import Unreadable, digest, from_data, from_json, from_yaml, to_json, to_yaml
from thongsuot.engine.forms_validate import Checked, Faulty, asked, blank, questions, require

MARRIED = {"op": "equals", "field": "status", "value": "married"}
HOUSEHOLD = from_data(
    definition(
        section("first", field("status", required=True), field("person", when=MARRIED, required=True)),
        section(
            "children",
            field("note", required=True),
            field("agrees", when={"op": "equals", "field": "note", "value": "lớn"}, required=True),
            when=MARRIED,
            repeat={"least": 1, "most": 3, "noun": "người con"},
        ),
    )
)


def test_answers_to_questions_that_are_not_asked_are_dropped() -> None:
    given = {"status": "never", "person": {**LAN}, "children": [{"note": "An"}]}

    assert values(HOUSEHOLD, given) == {"status": "never"}
    assert "person" in values(HOUSEHOLD, {**given, "status": "married"})


def test_all_faults_are_told_at_once_in_the_forms_order() -> None:
    found = verdict(HOUSEHOLD, {"status": "married", "children": [{"note": ""}, {"note": "lớn"}], "other": 1})

    assert isinstance(found, Faulty)
    assert [path for path, _ in found.faults] == ["other", "person.name", "children[1].agrees"]
    with pytest.raises(NeedsNotMet) as refused:
        require(HOUSEHOLD, {}, today=TODAY, places=PLACES)
    assert refused.value.faults == (("status", "Chọn mục “Status”."),)


def test_a_row_keeps_its_place_when_an_empty_one_stands_before_it() -> None:
    rows = [{"note": ""}, {"note": "An"}, {"note": "lớn", "agrees": "perhaps"}]
    found = faults(HOUSEHOLD, {"status": "married", "person": LAN, "children": rows})

    assert list(found) == ["children[2].agrees"]


def test_rows_are_counted() -> None:
    married = {"status": "married", "person": LAN}

    assert faults(HOUSEHOLD, {**married, "children": []}) == {"children": "Khai ít nhất 1 người con."}
    many = [{"note": "An"}] * 4
    assert faults(HOUSEHOLD, {**married, "children": many}) == {"children": "Chỉ khai được tối đa 3 người con."}
    assert faults(HOUSEHOLD, {**married, "children": "An"})["children"].endswith("phải là danh sách.")


def test_a_verdict_of_right_values_is_the_same_when_it_is_asked_again() -> None:
    once = values(HOUSEHOLD, {"status": "married", "person": LAN, "children": [{}, {"note": " An "}]})

    assert values(HOUSEHOLD, once) == once


def _checked(check: dict[str, Any], *keys: str) -> Form:
    return form(*(field(key, **MORE.get(key, {})) for key in keys), checks=({"sentence": "Sai.", **check},))


MORE: dict[str, dict[str, Any]] = {
    "birth": {"kind": "partial_date"},
    "death": {"kind": "partial_date"},
    "one": {"kind": "person", "asks": ["name", "birth", "number"], "needs": ["name"]},
    "two": {"kind": "person", "asks": ["name", "birth", "number"], "needs": ["name"]},
    "part": {"kind": "money"},
    "rest": {"kind": "money"},
    "total": {"kind": "money"},
}
BEFORE = {"op": "before", "first": "birth", "second": "death"}


@pytest.mark.parametrize(
    ("birth", "death", "right"),
    [
        ("1941", "1941", True),
        ("1941-05", "1941", True),
        ("1941-05-02", "1941-05-01", False),
        ("1942", "1941-12-31", False),
        ("1941", "1941-01-01", True),
        ("", "1941", True),
    ],
)
def test_a_day_known_in_part_is_a_fault_only_when_that_is_certain(birth: str, death: str, right: bool) -> None:
    found = verdict(_checked(BEFORE, "birth", "death"), {"birth": birth, "death": death})

    assert isinstance(found, Checked) == right
    if isinstance(found, Faulty):
        assert found.faults == (("death", "Sai."),)


def test_the_same_day_is_not_before_itself_unless_allowed() -> None:
    strict = _checked({**BEFORE, "or_equal": False}, "birth", "death")

    assert faults(strict, {"birth": "2026-01-02", "death": "2026-01-02"}) == {"death": "Sai."}
    assert values(_checked(BEFORE, "birth", "death"), {"birth": "2026-01-02", "death": "2026-01-02"})


def test_one_of_several_must_be_answered_and_a_no_is_no_answer() -> None:
    either = _checked({"op": "at_least_one", "fields": ["phone", "agrees"]}, "phone", "agrees")

    assert faults(either, {"agrees": "no"}) == {"phone": "Sai."}
    assert values(either, {"agrees": "yes"})


def test_parts_add_up_to_the_total_over_all_rows() -> None:
    summed = from_data(
        definition(
            section("rows", field("part", kind="money"), repeat={"least": 0, "most": 5, "noun": "dòng"}),
            section("end", field("rest", kind="money"), field("total", kind="money")),
            checks=[{"op": "sum_equals", "terms": ["part", "rest"], "total": "total", "sentence": "Sai."}],
        )
    )

    assert values(summed, {"rows": [{"part": 40}, {"part": 50}], "rest": 10, "total": 100})
    assert faults(summed, {"rows": [{"part": 40}, {"part": 50}], "total": 100}) == {"total": "Sai."}
    assert values(summed, {"total": 100}), "nothing to add up is no fault"


@pytest.mark.parametrize(
    ("birth", "right"), [("2006-11-21", True), ("2006-11-22", False), ("2006", True), ("2007", False)]
)
def test_full_years_are_counted_to_the_day(birth: str, right: bool) -> None:
    grown = _checked({"op": "age", "field": "birth", "at_least": 20}, "birth")

    assert isinstance(verdict(grown, {"birth": birth}), Checked) == right


def test_two_persons_are_the_same_by_number_or_else_by_name_and_birth() -> None:
    apart = _checked({"op": "distinct_persons", "fields": ["one", "two"]}, "one", "two")

    assert faults(apart, {"one": LAN, "two": {**LAN, "name": "Lan khác"}}) == {"two": "Sai."}
    assert faults(apart, {"one": {"name": "Lê Bá"}, "two": {"name": "le ba"}}) == {"two": "Sai."}
    assert values(apart, {"one": LAN, "two": {**LAN, "number": "046194000124"}})
    assert values(apart, {"one": LAN})


def test_a_consent_must_be_given_where_it_is_asked() -> None:
    must = _checked({"op": "must", "of": {"op": "equals", "field": "agrees", "value": True}, "at": "agrees"}, "agrees")

    assert faults(must, {"agrees": "no"}) == {"agrees": "Sai."}
    assert values(must, {"agrees": "yes"}) == {"agrees": True}


def test_a_check_that_does_not_apply_is_not_made() -> None:
    applies = {"op": "filled", "field": "note"}
    both = form(
        field("note"), field("birth", kind="date"),
        checks=({"op": "age", "field": "birth", "at_least": 18, "when": applies, "sentence": "Sai."},),
    )  # fmt: skip

    assert values(both, {"birth": "2020-01-01"})
    assert faults(both, {"birth": "2020-01-01", "note": "x"}) == {"birth": "Sai."}


@pytest.mark.parametrize(
    ("test", "given", "shown"),
    [
        ({"op": "one_of", "field": "wants", "values": ["a"]}, {"wants": ["a", "b"]}, True),
        ({"op": "one_of", "field": "wants", "values": ["a"]}, {"wants": ["b"]}, False),
        ({"op": "equals", "field": "agrees", "value": False}, {"agrees": "no"}, True),
        ({"op": "equals", "field": "agrees", "value": False}, {}, False),
        ({"op": "not", "of": {"op": "filled", "field": "agrees"}}, {}, True),
        ({"op": "all", "of": [MARRIED, {"op": "filled", "field": "agrees"}]}, {"status": "married"}, False),
        ({"op": "any", "of": [MARRIED, {"op": "filled", "field": "agrees"}]}, {"status": "married"}, True),
        ({"op": "age_at_least", "field": "since", "years": 9}, {"since": "2017-11-21"}, True),
        ({"op": "age_at_least", "field": "since", "years": 9}, {"since": "2017-11-22"}, False),
        ({"op": "age_at_least", "field": "since", "years": 9, "on": "day"}, {"since": "2017", "day": "1/1/2026"}, True),
        ({"op": "age_at_least", "field": "since", "years": 9, "on": "day"}, {"since": "2017"}, False),
        ({"op": "equals", "field": "fee", "value": 5}, {"fee": 5}, True),
        ({"op": "equals", "field": "fee", "value": 1}, {"fee": 2}, False),
    ],
)
def test_conditions_decide_what_is_asked(test: dict[str, Any], given: dict[str, Any], shown: bool) -> None:
    keys = ("status", "wants", "agrees", "since", "day", "fee")
    one = form(*(field(key) for key in keys), field("note", when=test))

    assert ("note" in values(one, {**given, "note": "x"})) == shown
    assert any(f.key == "note" for _, fields in asked(one, values(one, given), TODAY) for f in fields) == shown


def test_only_the_rest_is_asked_of_somebody_who_is_known() -> None:
    known = {"status": "married", "person": {"name": "Nguyễn Thị Lan", "number": "không rõ"}}
    left = questions(HOUSEHOLD, known, today=TODAY, places=PLACES)

    assert [(one.field.key, [str(part) for part in one.parts], one.row) for one in left] == [
        ("person", ["birth", "number", "residence"], None),
        ("note", [], 0),
    ]
    assert questions(HOUSEHOLD, {"status": "never"}, today=TODAY, places=PLACES) == ()
    assert len(questions(EVERYTHING, {}, today=TODAY, places=PLACES)) == len(EVERYTHING.fields)


def test_a_blank_form_has_a_place_for_every_answer_and_is_not_yet_right() -> None:
    empty = blank(HOUSEHOLD)

    assert empty["person"] == {"name": "", "birth": "", "number": "", "residence": {}}
    assert empty["children"] == [{"note": "", "agrees": None}]
    assert faults(HOUSEHOLD, empty) == {"status": "Chọn mục “Status”."}


def test_a_definition_reads_back_the_same_from_yaml_and_json() -> None:
    assert from_yaml(to_yaml(HOUSEHOLD)) == HOUSEHOLD
    assert from_json(to_json(HOUSEHOLD)) == HOUSEHOLD
    assert digest(from_yaml(to_yaml(HOUSEHOLD))) == digest(HOUSEHOLD)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("key: a\nkey: b", "ghi hai lần"),
        ("a: &x 1\nb: *x", "bí danh"),
        ("a: [1, 2", "dòng 1"),
        ("- 1", "phải là một bảng"),
        ("a: " + "[" * 60 + "]" * 60, "lồng quá sâu"),
        ("a: \x01", "ký tự không hợp lệ"),
        ("x" * 300_001, "dài quá"),
        ("key: !!python/object/apply:os.system [ls]", "không đọc được YAML"),
    ],
)
def test_a_text_that_cannot_be_read_says_where(text: str, says: str) -> None:
    with pytest.raises(Unreadable) as refused:
        from_yaml(text)
    assert says in refused.value.sentence


def test_words_of_yaml_are_not_guessed_at() -> None:
    text = to_yaml(HOUSEHOLD).replace("title: Tờ khai thử", "title: no")

    assert from_yaml(text).title == "no"


def test_the_difference_names_every_place() -> None:
    data = to_json(HOUSEHOLD)
    assert difference(HOUSEHOLD, from_json(data)) == ()
    changed = definition(
        section("first", field("status", required=True, label="Hôn nhân"), field("story")),
        section("last", field("note")),
        title="Tờ khai mới",
        version=2,
        checks=[{"op": "at_least_one", "fields": ["story", "note"], "sentence": "Sai."}],
    )

    told = {(one.place, one.what) for one in difference(HOUSEHOLD, from_data(changed))}

    assert ("title", "changed") in told
    assert ("Phần children", "removed") in told
    assert ("Phần last", "added") in told
    assert ("Trường status › label", "changed") in told
    assert ("Trường note › section", "changed") in told
    assert ("Trường note › required", "added") in told
    assert ("Trường person", "removed") in told
    assert ("Kiểm tra chéo", "added") in told
    assert not any(place == "version" for place, _ in told)


def test_moving_a_field_is_a_difference() -> None:
    one, other = form(field("note"), field("fee")), form(field("fee"), field("note"))

    assert [(change.what, change.before, change.after) for change in difference(one, other)] == [
        ("moved", ["note", "fee"], ["fee", "note"])
    ]
