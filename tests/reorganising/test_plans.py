"""Who inherits what, as rules alone: exactly one, or it is said; and plans read from files, every fault named."""

from __future__ import annotations

import plans
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thongsuot.register.reorganising import reading
from thongsuot.register.reorganising.plan import Heir, Inheritance, Matter, from_json, to_json
from thongsuot.register.reorganising.reading import BadPlan

PLACES, SECTORS, CODES, NEW = ("00004", "00008"), ("G12", "G15", "G17"), ("A-1", "A-2"), ("x", "y", "z")


def some(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), max_size=2, unique=True).map(tuple)


HEIRS = st.builds(
    Heir, st.just("old"), st.sampled_from(NEW), places=some(PLACES), sectors=some(SECTORS),
    addresses=some(("Phú Hòa", "Đông Ba")), codes=some(CODES),
)  # fmt: skip
MATTERS = st.builds(
    Matter, st.sampled_from(PLACES), st.sampled_from(SECTORS), st.just("1.013225"),
    st.sampled_from(("12 tổ Phú Hòa", "Đông Ba, Huế", "")), st.sampled_from(CODES),
)  # fmt: skip


@given(st.lists(HEIRS, min_size=1, max_size=6), MATTERS)
def test_every_dossier_has_one_heir_or_it_is_plain_why_not(rows: list[Heir], matter: Matter) -> None:
    inheritance = Inheritance.of(rows)

    found = inheritance.heirs("old", matter)

    assert set(found) <= {row.new for row in rows}
    rests = {row.new for row in rows if row.remainder}
    if len(rests) == 1 and not found:
        pytest.fail("the remainder leaves nothing over")
    named = {row.new for row in rows if matter.code in row.codes}
    if named:
        assert set(found) == named
    assert inheritance.heirs("another", matter) == ("another",)


@given(st.lists(HEIRS, min_size=1, max_size=6))
def test_who_keeps_the_archive_is_one_of_the_heirs_or_nobody(rows: list[Heir]) -> None:
    inheritance = Inheritance.of(rows)

    assert inheritance.archive("old") in {row.new for row in rows}
    assert inheritance.ending == {"old"}
    assert Inheritance.of([*rows, Heir("old", "old")]).ending == frozenset()


def test_an_address_is_met_by_whole_words_without_regard_to_marks() -> None:
    row = Inheritance.of([Heir("old", "west", addresses=("Phú Hòa",)), Heir("old", "east")])

    assert row.heirs("old", Matter(address="12 tổ dân phố phú hoà, Huế")) == ("west",)
    assert row.heirs("old", Matter(address="12 tổ Phú Hòang")) == ("east",)


def test_a_plan_comes_back_from_json_as_it_was() -> None:
    for plan in (plans.merge(), plans.division(), plans.department()):
        assert from_json(to_json(plan)) == plan
        assert from_json(to_json(plan)).digest == plan.digest


YAML = """
kind: merge
title: Sáp nhập phường Thuận Hóa và phường Phú Xuân
number: 99/NQ-UBTVQH16
issued_on: 2026-10-01
article: Điều 1
issuer: Ủy ban Thường vụ Quốc hội
effective_on: 01/12/2026
units:
  - {code: 19790, name: Phường Kinh Thành, kind: phuong, province_code: 46, whole_of: [19789, 00004]}
"""


def test_a_yaml_file_is_read_with_its_codes_as_text() -> None:
    plan = reading.parse(YAML.encode(), "plan.yaml")

    assert plan.units[0].whole_of == ("19789", "00004")
    assert plan.effective_on.isoformat() == "2026-12-01"
    assert plan.basis == "Điều 1, 99/NQ-UBTVQH16 ngày 01/10/2026 của Ủy ban Thường vụ Quốc hội"


def test_a_csv_file_is_a_head_an_empty_line_and_the_rows() -> None:
    text = (
        "kind,split\ntitle,Chia phường\nnumber,1/NQ\nissued_on,2026-10-01\nissuer,Quốc hội\neffective_on,2026-12-01\n\n"
        "old,new,addresses\nubnd.19789,ubnd.19791,Phú Hòa;Tây Lộc\nubnd.19789,ubnd.19792,\n"
    )
    plan = reading.parse(text.encode(), "plan.csv")

    assert plan.heirs[0].addresses == ("Phú Hòa", "Tây Lộc")
    assert plan.heirs[1].remainder


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe\x00", "UTF-8"),
        (b"a\x00b", "UTF-8"),
        (b"- 1\n- 2", "các mục có tên"),
        (b"a: [", "YAML"),
        (b"kind: eat\n", "Loại “eat”"),
        (b"kind: merge\nissued_on: someday\n", "phải là một ngày"),
        (b"kind: merge\nheirs: 5\n", "phải là một danh sách"),
        (b"kind: merge\nheirs: [5]\n", "phải gồm các mục"),
        (b"kind: merge\nheirs: [{old: a}]\n", "Thiếu mục “heirs, dòng 1, new”"),
        (b"kind: merge\nwho: me\n", "Không có mục “who”"),
        (YAML.split("units:")[0].encode(), "không nêu cơ quan"),
        (b"title: " + b"x" * 3000, "quá dài"),
    ],
)
def test_a_file_that_is_no_plan_is_refused_with_a_sentence(content: bytes, said: str) -> None:
    with pytest.raises(BadPlan, match=said):
        reading.parse(content, "plan.yaml")
