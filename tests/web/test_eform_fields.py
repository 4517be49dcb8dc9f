"""A form's questions as controls, and a browser's answer as values: every kind there and back."""

from __future__ import annotations

from typing import Any, cast

import pytest
from django.http import HttpRequest, QueryDict

from form_making import EVERYTHING, FIELDS, LAN, PLACES, definition, field, section
from thongsuot.engine.forms import Field as Question
from thongsuot.engine.forms import Kind
from thongsuot.engine.forms_places import Country
from thongsuot.engine.forms_text import from_data
from thongsuot.web.desk.forms import Field
from thongsuot.web.eform import reading
from thongsuot.web.eform.fields import Drawing, Group, Known, as_typed, drawn, summary


class FewInAList:
    """Two communes of Huế, as the pages ask for them."""

    def provinces(self) -> list[tuple[str, str]]:
        return [("46", "Thành phố Huế")]

    def communes(self, province_code: str) -> list[tuple[str, str]]:
        return [("19789", "Phường Thuận Hóa"), ("19753", "Phường Phú Xuân")] if province_code == "46" else []

    today = staticmethod(PLACES.today)
    on = staticmethod(PLACES.on)


HUE = cast(Country, FewInAList())
ROWS = from_data(
    definition(section("rows", field("note"), field("wants"), repeat={"least": 1, "most": 3, "noun": "dòng"}))
)


def question(key: str) -> Question:
    return EVERYTHING.fields[key]


def draw(key: str, value: Any = None, **more: Any) -> Field | Group:
    return drawn(question(key), value, Drawing(places=HUE, **more))


def request(typed: str) -> HttpRequest:
    made = HttpRequest()
    made.method = "POST"
    made.POST = QueryDict(typed)  # type: ignore[assignment]
    return made


def test_every_kind_has_a_control() -> None:
    controls = {str(question(key).kind): draw(key) for key in FIELDS}

    assert set(controls) == {str(kind) for kind in Kind}
    kinds = {kind: one.kind for kind, one in controls.items() if isinstance(one, Field)}
    assert kinds["choice"] == kinds["yes_no"] == "choice"
    assert (kinds["choices"], kinds["file"], kinds["long_text"], kinds["date"]) == ("checks", "file", "area", "short")
    assert {kind for kind, one in controls.items() if isinstance(one, Group)} == {"person", "address", "organisation"}


@pytest.mark.parametrize(
    ("key", "value", "typed"),
    [
        ("day", "2026-11-21", "21/11/2026"),
        ("since", "1954-03", "03/1954"),
        ("since", "31/2/1990", "31/2/1990"),
        ("area", 120.5, "120,5"),
        ("fee", 50_000, "50.000"),
        ("fee", "năm mươi", "năm mươi"),
        ("agrees", True, "yes"),
        ("agrees", False, "no"),
        ("agrees", "", ""),
        ("wants", None, []),
        ("note", None, ""),
    ],
)
def test_a_kept_value_is_shown_as_people_type_it_and_a_wrong_one_as_it_was_typed(
    key: str, value: Any, typed: Any
) -> None:
    assert as_typed(question(key), value) == typed


def test_a_fault_stands_at_its_part_and_leads_there() -> None:
    group = draw("person", LAN, faults={"person.birth": "Kiểm tra lại ngày sinh.", "person": "Trùng người."})

    assert isinstance(group, Group)
    assert summary([group]) == [("f-person", "Trùng người."), ("f-person.birth", "Kiểm tra lại ngày sinh.")]


def test_the_communes_shown_are_those_of_the_province_and_a_kept_one_brings_its_province() -> None:
    empty, chosen = draw("place"), draw("place", {"commune": "19753"})
    assert isinstance(empty, Group)
    assert isinstance(chosen, Group)
    province, commune = (cast(Field, one) for one in chosen.items[:2])

    assert cast(Field, empty.items[1]).choices == []
    assert (province.value, commune.value, len(commune.choices)) == ("46", "19753", 2)


def test_what_a_source_says_stands_with_its_question() -> None:
    said = Known("0912 345 678", "Danh tính", "phone|identity:phone")
    group = draw("phone", "0900000000", known={"phone": [said]})

    assert isinstance(group, Group)
    assert group.known == [said]
    assert cast(Field, group.items[0]).value == "0900000000"


def test_only_questions_that_were_shown_are_read_and_the_others_keep_their_answers() -> None:
    sections = EVERYTHING.sections
    values, faults = reading.read(request("_shown=note,wants&note=mới&fee=5"), sections, {"note": "cũ", "fee": 1})

    assert values == {"note": "mới", "fee": 1, "wants": []}
    assert faults == []


def test_people_and_addresses_are_read_part_by_part() -> None:
    typed = (
        "_shown=person,place&person.name=Lan&person.residence.commune=19789&place.province=46&place.detail=12++Lê+Lợi"
    )
    values, _ = reading.read(request(typed), EVERYTHING.sections, {})

    assert values["person"] == {"name": "Lan", "birth": "", "number": "", "residence": {"commune": "19789"}}
    assert values["place"] == {"province": "46", "detail": "12 Lê Lợi"}


def test_looking_at_a_provinces_communes_forgets_the_one_chosen_before() -> None:
    typed = "_shown=place&place.province=46&place.commune=00004&place.day=2024-01-01&_look=place"
    values, _ = reading.read(request(typed), EVERYTHING.sections, {})

    assert values["place"] == {"province": "46"}


def test_rows_are_read_added_and_taken_away() -> None:
    typed = "rows._rows=2&rows.0.note=một&rows.0.wants=a&rows.0.wants=b&rows.1.note=hai"

    def rows(more: str = "") -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = reading.read(request(typed + more), ROWS.sections, {})[0]["rows"]
        return found

    assert rows() == [{"note": "một", "wants": ["a", "b"]}, {"note": "hai", "wants": []}]
    assert rows("&_add=rows")[2:] == [{}]
    assert [row["note"] for row in rows("&_remove=rows:0")] == ["hai"]
    assert len(rows("&_remove=rows:9")) == 2
    assert len(rows("&_remove=other:0")) == 2
    assert reading.read(request("rows._rows=-1"), ROWS.sections, {})[0]["rows"] == []
    assert len(reading.read(request("rows._rows=999"), ROWS.sections, {})[0]["rows"]) == 50


def test_what_only_the_page_needs_is_not_kept() -> None:
    searched = {"place": {"commune": "19789", "find": "x", "found": [["1", "y"]], "missed": "z"}, "rows": [{"find": 1}]}

    assert reading.plain(searched) == {"place": {"commune": "19789"}, "rows": [{}]}


def test_a_button_that_only_looks_something_up_judges_nothing() -> None:
    assert reading.again(QueryDict("_ask=mother"))
    assert not reading.again(QueryDict("note=x"))
