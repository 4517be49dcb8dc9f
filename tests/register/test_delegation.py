"""A post held on somebody's behalf: Cúc acts for Bình while he is away, and no longer."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from thongsuot.engine import actor as actors
from thongsuot.engine import verbs
from thongsuot.engine.deadline import Limit, LimitUnit
from thongsuot.engine.errors import NotAllowed, NotFound
from thongsuot.engine.making import Opening
from thongsuot.register import people
from thongsuot.register.models import Holding, Person

pytestmark = pytest.mark.usefixtures("country")

WARD = "19789"
SINCE = date(2026, 1, 1)


def appointed(name: str, body: str, *roles: str) -> Holding:
    return people.appoint(name, body, "Vị trí", roles, SINCE, basis="quyết định thử")


def opening(place: str = WARD) -> Opening:
    return Opening(
        kind="dossier", move="receive", title="Khai sinh", place_code=place, province_code="46",
        receiving_body=f"pvhcc.{place}", executing_body=f"vp.{place}", competent_body=f"ubnd.{place}",
        competence="thử", product="Giấy khai sinh", limit=Limit(LimitUnit.WORKING_DAY, 3, basis="thử"),
        subject_name="Trần Thị Hoa", subject={"name": "Trần Thị Hoa"}, number_prefix="THU",
        happened_at=datetime.now(UTC), given={"sets": "1"},
    )  # fmt: skip


def test_cuc_receives_for_binh_while_he_is_away_and_the_journal_names_both():
    binh, cuc = appointed("Bình", f"pvhcc.{WARD}", "intake"), appointed("Cúc", f"vp.{WARD}", "clerk")
    today = datetime.now(UTC).date()
    people.delegate(binh, cuc.person, SINCE, date(2027, 1, 1), basis="Giấy ủy quyền 01")
    actor = actors.load(cuc.person_id, today)
    case = verbs.open(actor, opening())
    from thongsuot.engine import reading

    who = reading.case_page(actor, case.id).entries[0].body["who"]
    assert who["person"] == str(cuc.person_id)
    assert who["for"] == str(binh.person_id)


def test_after_the_last_day_she_receives_no_more():
    binh, cuc = appointed("Bình", f"pvhcc.{WARD}", "intake"), appointed("Cúc", f"vp.{WARD}", "clerk")
    people.delegate(binh, cuc.person, SINCE, date(2026, 2, 1), basis="Giấy ủy quyền 02")
    with pytest.raises(NotAllowed):
        verbs.open(actors.load(cuc.person_id, date(2026, 2, 1)), opening())


def test_what_binh_holds_is_hers_to_do_while_she_acts_for_him():
    binh, cuc = appointed("Bình", f"pvhcc.{WARD}", "intake"), appointed("Cúc", f"ubnd.{WARD}", "control")
    today = datetime.now(UTC).date()
    case = verbs.open(actors.load(binh.person_id, today), opening())
    assert case.assignee == binh.person_id
    with pytest.raises((NotAllowed, NotFound)):
        verbs.move(actors.load(cuc.person_id, today), case.id, case.length, "hand_over")
    people.delegate(binh, cuc.person, SINCE, date(2027, 1, 1), basis="Giấy ủy quyền 03")
    moved = verbs.move(actors.load(cuc.person_id, today), case.id, case.length, "hand_over")
    assert moved.step == "processing"


@pytest.mark.parametrize(
    ("since", "until", "wrong"),
    [
        (date(2026, 3, 1), date(2026, 3, 1), ValueError),
        (date(2025, 12, 1), date(2026, 3, 1), people.NotHeld),
    ],
)
def test_days_that_make_no_sense_are_refused(since, until, wrong):
    binh, cuc = appointed("Bình", f"pvhcc.{WARD}", "intake"), appointed("Cúc", f"vp.{WARD}", "clerk")
    with pytest.raises(wrong):
        people.delegate(binh, cuc.person, since, until, basis="thử")


def test_nobody_acts_for_oneself():
    binh = appointed("Bình", f"pvhcc.{WARD}", "intake")
    with pytest.raises(ValueError, match="chính người giữ"):
        people.delegate(binh, Person.objects.get(pk=binh.person_id), SINCE, date(2027, 1, 1), basis="thử")
