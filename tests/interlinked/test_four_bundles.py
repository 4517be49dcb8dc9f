"""Hùng asks once: for his child, for his father who died, for his land, for his house."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from requests_interlinked import (
    ANSWERS,
    apply,
    begun,
    child,
    grant,
    now,
    officers_of,
    part,
    settle_outside,
    stands,
    wanted,
)

import people
from people import HOA, HUNG, LAN, MINH, THAO
from thongsuot.areas.interlinked import bundles, opening, working
from thongsuot.areas.interlinked.models import Part
from thongsuot.engine import reading, related, sql, verbs
from thongsuot.engine.actor import SYSTEM
from thongsuot.engine.case import Case
from thongsuot.engine.errors import Impossible, NeedsNotMet, NotAllowed, NotFound
from thongsuot.engine.making import Paper
from thongsuot.register.working_time import VIETNAM


def test_a_child_is_born_one_request_three_results(country: None) -> None:
    paper = Paper(uuid4(), "Giấy chứng sinh.jpg", "image/jpeg", 2000, b"\x05" * 32, component="giay-chung-sinh")
    parent = apply("sinh-con", papers=(paper,))
    assert begun(parent) == ["birth"], "residence and insurance wait for the birth certificate"
    assert (parent.kind, parent.step, parent.subject_name) == ("interlinked", "under_way", HUNG.name)

    birth = child(parent, "birth")
    assert (birth.kind, birth.step, birth.receiving_body) == ("dossier", "submitted", people.CENTRE)
    assert birth.code != parent.code
    assert birth.due_at is not None
    assert "Trần Minh An" in birth.subject["content"], "nothing is typed twice"
    assert "Trạm y tế" not in birth.subject["content"], "a part is told what it needs, and no more"
    assert [one.name for one in reading.case_page(HUNG, birth.id).papers] == ["Giấy chứng sinh.jpg"]

    grant(birth)
    assert begun(parent) == ["birth", "residence", "insurance"]
    assert now(parent).step == "partly_done"
    residence = child(parent, "residence")
    assert (residence.step, residence.competent_body) == ("sending", f"ca.{people.WARD}")
    assert residence.facts["elsewhere"]["name"].startswith("Hệ thống quản lý cư trú")

    settle_outside(parent, "residence")
    assert child(parent, "residence").step == "settled_elsewhere"
    assert now(parent).step == "partly_done"
    settle_outside(parent, "insurance")
    assert (now(parent).step, now(parent).is_open, now(parent).outcome) == ("done", False, "granted")


def test_a_father_dies_and_the_allowance_is_the_one_that_was_chosen(country: None) -> None:
    parent = apply("nguoi-mat")
    assert [one.key for one in _parts(parent)] == ["death", "removal", "funeral"]
    grant(child(parent, "death"))
    assert set(begun(parent)) == {"death", "removal", "funeral"}
    grant(child(parent, "funeral"))
    settle_outside(parent, "removal")
    assert now(parent).step == "done"

    insured = apply("nguoi-mat", answers={"allowance": "insured"})
    assert [one.key for one in _parts(insured)] == ["death", "removal", "survivors"]
    nothing = apply("nguoi-mat", answers={"allowance": "none"})
    assert [one.key for one in _parts(nothing)] == ["death", "removal"]


def test_land_and_tax_go_side_by_side_to_two_bodies(country: None) -> None:
    parent = apply("dat-dai-thue")
    assert set(begun(parent)) == {"land", "tax"}
    land, tax = child(parent, "land"), child(parent, "tax")
    assert (land.receiving_body, land.competent_body) == (people.CITY_CENTRE, "vpdkdd.46")
    assert tax.competent_body == "thue.46"
    settle_outside(parent, "tax")
    assert now(parent).step == "partly_done"
    grant(child(parent, "land"))
    assert now(parent).step == "done"


def test_a_house_is_built_after_the_land_may_bear_one(country: None) -> None:
    parent = apply("xay-nha")
    assert begun(parent) == ["purpose"]
    grant(child(parent, "purpose"))
    assert begun(parent) == ["purpose", "permit"]
    grant(child(parent, "permit"))
    settle_outside(parent, "tax")
    assert now(parent).step == "done"

    at_once = apply("xay-nha", answers={"purpose": "house"})
    assert begun(at_once) == ["permit"], "land for a house already waits for nothing"


def _parts(parent: Case) -> Sequence[bundles.Part]:
    return working.request(parent).parts


def test_lan_takes_a_request_in_at_her_counter_and_hung_follows_it(country: None) -> None:
    there = wanted("sinh-con", name="Trần Văn Hùng", number=HUNG.citizen)
    parent = opening.take_in(LAN, there, datetime.now(VIETNAM), key=uuid4())
    assert begun(parent) == ["birth"]
    assert reading.case_page(LAN, parent.id).case.facts["channel"] == "counter"
    assert reading.case_page(HUNG, child(parent, "birth").id).case.code
    for who in (HOA, THAO):
        with pytest.raises(NotFound):
            reading.case_page(who, parent.id)
    with pytest.raises(NotAllowed, match="cán bộ tiếp nhận"):
        opening.take_in(MINH, there, datetime.now(VIETNAM), key=uuid4())
    with pytest.raises(NeedsNotMet) as unmet:
        opening.take_in(LAN, wanted("sinh-con", name="Trần Văn Hùng"), datetime.now(VIETNAM), key=uuid4())
    assert "number" in dict(unmet.value.faults)


def test_parent_and_parts_are_related_on_both_pages(country: None) -> None:
    parent = apply("dat-dai-thue")
    seen = related.related(HUNG, parent.id)
    assert {one.kind for one in seen} == {"part"}
    assert {one.id for one in seen} == {child(parent, "land").id, child(parent, "tax").id}
    assert [one.id for one in related.related(HUNG, child(parent, "tax").id)] == [parent.id]


def test_pressing_twice_is_one_request(country: None) -> None:
    key = uuid4()
    first, again = apply("sinh-con", key=key), apply("sinh-con", key=key)
    assert first.id == again.id
    assert sql.run("SELECT kind, count(*) FROM engine_case GROUP BY kind ORDER BY kind") == [
        ("dossier", 1),
        ("interlinked", 1),
    ]
    assert Part.objects.count() == 1


def test_what_is_missing_is_told_at_once_and_nothing_is_left_half_done(country: None) -> None:
    for answers, fault in (
        ({"child": ""}, "child"),
        ({"sex": "khác"}, "sex"),
        ({"mother": "\x00"}, "mother"),
        ({"home": "a" * 500}, "home"),
    ):
        with pytest.raises(NeedsNotMet) as unmet:
            apply("sinh-con", answers=answers)
        assert [name for name, _ in unmet.value.faults] == [fault]
    with pytest.raises(NotAllowed, match="định danh điện tử"):
        apply("sinh-con", who=LAN)
    with pytest.raises(NotFound):
        apply_unknown()
    assert sql.run("SELECT count(*) FROM engine_case") == [(0,)]


def apply_unknown() -> None:
    ANSWERS["khong-co"] = {}
    try:
        apply("khong-co")
    finally:
        del ANSWERS["khong-co"]


def test_a_centre_that_has_not_switched_a_part_on_refuses_the_whole_before_it_begins(
    country: None, settings: Any
) -> None:
    settings.DEMO = False
    far = replace(wanted("nguoi-mat"), place_code=people.FAR)
    with pytest.raises(NeedsNotMet, match="chưa bật thủ tục này") as unmet:
        opening.apply(HUNG, far, datetime.now(VIETNAM), key=uuid4())
    assert dict(unmet.value.faults).keys() == {"place"}
    assert sql.run("SELECT count(*) FROM engine_case") == [(0,)]


def test_nobody_here_moves_what_another_system_settles(country: None) -> None:
    parent = apply("dat-dai-thue")
    tax = child(parent, "tax")
    for who in officers_of(tax).values():
        for row in tax.table.moves:
            if not row.opens:
                with pytest.raises((NotAllowed, NotFound, Impossible)):
                    verbs.move(who, tax.id, tax.length, row.name, {})
    assert all(row.role.name in ("system", "applicant") for row in tax.table.moves)
    with pytest.raises(NotAllowed):
        verbs.move(SYSTEM, parent.id, now(parent).length, "withdraw", {"request": "Không"})
    assert stands(parent) == {"land": "open", "tax": "open"}
    assert part(parent, "tax").holder == "system:tax"
