"""What a person still has to bring: rules on values alone, with the papers of real procedures."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from uuid6 import uuid7

from thongsuot.areas.dossiers import applying
from thongsuot.areas.dossiers.applying import Component, Held, Underway
from thongsuot.areas.dossiers.forms import catalogue
from thongsuot.engine import forms_check
from thongsuot.engine.forms_store import Draft
from thongsuot.engine.making import Paper
from thongsuot.register import procedures
from thongsuot.register.procedures import Case

BIRTH, DEATH, BUSINESS, EXTRACT = "1.001193", "1.000656", "1.001612", "2.000635"
HANH = Underway(BIRTH, "thong-thuong", "19789")
AT = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
KNOWN = [
    ["requester", {"name": "Nguyễn Thị Hạnh"}, "Cơ sở dữ liệu quốc gia về dân cư", "port:population.person", "", True]
]


def case_of(code: str, key: str = "thong-thuong") -> Case:
    return next(file for file in procedures.files() if file.code == code).definition.case(key)


def draft(**about: Any) -> Draft:
    return Draft(UUID(int=7), "birth@1", {}, 1, AT, AT + timedelta(days=30), {}, about)


def found(now: Underway, case: Case, form: str = "birth", **about: Any) -> dict[str, Component]:
    return {one.key: one for one in applying.components(now, case, catalogue.shipped()[form], draft(**about))}


def paper(component: str, content: int = 1, name: str = "Tệp.pdf") -> Paper:
    return Paper(uuid7(), name, "application/pdf", 12, bytes([content]) * 32, component)


def test_what_the_office_has_is_not_asked_for() -> None:
    held = {key: one.held for key, one in found(HANH, case_of(BIRTH), offers=KNOWN).items()}

    assert held["to-khai"] is Held.COUNTER
    assert held["mau-dien-tu"] is Held.FORM
    assert held["giay-to-tuy-than"] is Held.IDENTITY
    assert held["cu-tru"] is Held.POPULATION
    assert held["giay-chung-sinh"] is None


def test_residence_is_asked_for_where_the_population_database_did_not_answer() -> None:
    assert found(HANH, case_of(BIRTH), offers=[])["cu-tru"].held is None


def test_the_general_form_is_nobodys_declaration() -> None:
    business = replace(HANH, procedure=BUSINESS)

    assert found(business, case_of(BUSINESS), "household-business")["giay-de-nghi"].held is Held.FORM
    asked = found(business, case_of(BUSINESS), "general")["giay-de-nghi"]
    assert (asked.held, asked.missing) == (None, True)


def test_what_is_wanted_unless_something_holds_is_wanted_and_what_is_wanted_when_is_not() -> None:
    parts = found(HANH, case_of(BIRTH), offers=KNOWN)

    assert [one.key for one in applying.missing(list(parts.values()))] == ["giay-chung-sinh"]
    assert (parts["bo-roi"].required, parts["bo-roi"].depends) == (False, True)


@pytest.mark.parametrize("settled", ["file", "reason", "earlier"])
def test_a_file_a_reason_or_an_earlier_paper_settles_it(settled: str) -> None:
    digest = "ab" * 32
    now = {
        "file": applying.with_paper(HANH, [paper("giay-chung-sinh")]),
        "reason": applying.explained(HANH, "giay-chung-sinh", "Bệnh viện chưa cấp"),
        "earlier": applying.chosen_again(HANH, "giay-chung-sinh", [digest]),
    }[settled]
    earlier = [["Giấy chứng sinh.pdf", digest, "giay-chung-sinh", "H57.1", "application/pdf", 12]]

    assert applying.missing(list(found(now, case_of(BIRTH), papers=earlier).values())) == []


def test_an_earlier_paper_that_was_not_offered_settles_nothing() -> None:
    now = applying.chosen_again(HANH, "giay-chung-sinh", ["cd" * 32])

    assert found(now, case_of(BIRTH))["giay-chung-sinh"].missing


@pytest.mark.parametrize("acting", ["person", "organisation"])
def test_whoever_acts_for_another_brings_the_authorisation(acting: str) -> None:
    now = replace(HANH, answers={"acting": acting})

    own = found(now, case_of(BIRTH))
    assert own["uy-quyen"].missing, "the procedure's own component"
    assert applying.OWN_AUTHORISATION not in own
    death = found(replace(now, procedure=DEATH, case="dung-han"), case_of(DEATH, "dung-han"))
    assert death["uy-quyen"].missing


def test_whoever_acts_for_oneself_brings_none() -> None:
    parts = found(replace(HANH, answers={"acting": "own"}), case_of(BIRTH))

    assert not parts["uy-quyen"].required
    assert applying.OWN_AUTHORISATION not in parts


def test_a_file_is_there_once_and_takes_the_place_of_the_reason() -> None:
    now = applying.explained(HANH, "giay-chung-sinh", "Bệnh viện chưa cấp")
    now = applying.with_paper(now, [paper("giay-chung-sinh")])
    now = applying.with_paper(now, [paper("giay-chung-sinh"), paper("giay-chung-sinh", 2)])

    assert len(now.brought) == 2
    assert now.without == {}
    assert len(applying.without_paper(now, now.brought[0].id).brought) == 1
    assert len(applying.without_paper(now, uuid7()).brought) == 2


def test_it_is_kept_in_a_draft_and_read_again_the_same() -> None:
    now = applying.chosen_again(applying.with_paper(HANH, [paper("giay-chung-sinh")]), "bo-roi", ["ab" * 32])
    now = replace(applying.explained(now, "cu-tru", "Mất rồi"), answers={"acting": "own"}, competence=12)
    kept = draft(**applying.about(draft(procedure=BIRTH), now, more=1))

    assert applying.of_draft(kept) == now
    assert (kept.about["procedure"], kept.about["more"]) == (BIRTH, 1)
    assert applying.of_draft(draft()) is None


def test_the_questions_of_everybody_are_sound_and_ask_how_many_only_where_it_counts() -> None:
    for counted, wanted in (("", ["for_whom", "delivery_part"]), ("bản", ["for_whom", "count_part", "delivery_part"])):
        form = applying.questions(counted)
        assert [one.key for one in form.sections] == wanted
        assert forms_check.check(form) == []
    assert applying.questions("bản").fields["units"].unit == "bản"
    assert applying.counted(case_of(EXTRACT)) == "bản"
    assert applying.counted(case_of(BIRTH)) == ""


def test_a_form_that_asks_how_many_copies_counts_the_fee_and_pages_in_rows_do_not() -> None:
    forms = catalogue.shipped()
    assert applying.counting(forms["civil-status-extract"], "bản") == "copies"
    assert applying.counting(forms["civil-status-extract"], "") == ""
    assert applying.counting(forms["certified-copies"], "trang") == ""


def test_what_is_sent_names_for_whom_what_lacks_and_what_came_again() -> None:
    digest = "ab" * 32
    earlier = [["Ủy quyền.pdf", digest, "uy-quyen", "H57.1-261101-0002", "application/pdf", 12]]
    answers = {"acting": "person", "person": {"name": "Trần Văn Hùng", "number": "046090004567"}, "delivery": "counter"}
    now = applying.chosen_again(replace(HANH, answers=answers), "uy-quyen", [digest])
    now = applying.explained(now, "giay-chung-sinh", "Bệnh viện chưa cấp")
    parts = tuple(found(now, case_of(BIRTH), papers=earlier).values())
    sent = applying.application(now, parts, answers, form="birth@1", values={}, sources={})

    assert sent.behalf == "Trần Văn Hùng, 046090004567"
    assert [why for _name, why in sent.without] == ["Bệnh viện chưa cấp"]
    assert sent.reused_papers == (("uy-quyen", "H57.1-261101-0002"),)
    assert sent.papers == {"mau-dien-tu": (1, 0), "uy-quyen": (0, 1)}
    assert (sent.name, sent.number) == ("", ""), "who is signed in is the applicant"
    (again,) = applying.papers_of(parts)
    assert (again.origin, again.component, again.digest.hex()) == ("reuse", "uy-quyen", digest)


def test_one_draft_is_sent_under_one_key() -> None:
    one, other = uuid7(), uuid7()

    assert applying.key_of(one) == applying.key_of(one) != applying.key_of(other)
