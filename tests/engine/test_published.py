"""What is published: declared by its area, decided by the one door, in SQL as in Python; never of what is sealed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

import people
import scenarios
from people import HOA, HUNG, LAN, OANH, QUYEN, VAN
from scenarios.playing import Play
from scenarios.practice import LONG, TOLD, TRANG
from thongsuot.areas.complaints.area import DENUNCIATIONS
from thongsuot.areas.petitions import publishing as petitions
from thongsuot.areas.practices import adopting
from thongsuot.areas.practices.area import prepare
from thongsuot.engine import access, kinds, published, reading, registry, related, sql, verbs
from thongsuot.engine.access import Sight
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import COLUMNS, Case
from thongsuot.engine.errors import NotFound, Refused
from thongsuot.engine.kinds import Wanted
from thongsuot.engine.making import Opening
from thongsuot.engine.process import Exposure
from thongsuot.engine.published import Audience
from thongsuot.engine.soundness import Unsound
from thongsuot.register import calendar

KINDS = {area.process.key: area for area in registry.areas()}
PUBLISHING = {kind: area for kind, area in KINDS.items() if area.published}


@pytest.fixture
def thuan_hoa(db: None) -> None:
    people.settle((*people.EVERYBODY, TRANG, LONG))
    calendar.load_calendar_rows()


def told_until(kind: str, step: str) -> Case:
    """A case of the kind brought to that step as its own stories tell it."""
    tales = scenarios.tales(kind)
    assert tales is not None
    for story in tales.stories:
        places = [place for place, one in enumerate(story.steps) if one.to == step]
        if places:
            play = Play(tales, replace(story, steps=story.steps[: places[0] + 1], end=()))
            play.run()
            return play.now
    raise AssertionError(f"no story brings a {kind} to {step}")


# What an area may declare.


def test_six_kinds_publish_something_and_the_list_is_known_here() -> None:
    told = {kind: {str(to): sorted(steps) for to, steps in area.published.items()} for kind, area in PUBLISHING.items()}
    assert told == {
        "announcement": {"anybody": ["published"]},
        "fault": {"anybody": ["accepted", "fixed", "promised", "reported"]},
        "guidance": {"officers": ["issued", "repealed"]},
        "petition": {"anybody": ["published"]},
        "practice": {"anybody": ["published"]},
        "reception_day": {"anybody": ["cancelled", "held", "planned"]},
    }


@pytest.mark.parametrize("audience", list(Audience))
def test_a_sealed_kind_can_publish_nothing(audience: Audience) -> None:
    assert DENUNCIATIONS.exposure is Exposure.SEALED
    opened = replace(DENUNCIATIONS, published={audience: frozenset({"received"})})
    with pytest.raises(Unsound, match="its kind is sealed"):
        registry.declare(opened)
    assert registry.area("denunciation") is DENUNCIATIONS
    assert registry.published("denunciation", Audience.OFFICERS) == frozenset()


def test_a_step_that_the_table_does_not_have_is_not_published() -> None:
    practice = KINDS["practice"]
    with pytest.raises(Unsound, match="published to officers: unknown state hung_up"):
        registry.declare(replace(practice, published={Audience.OFFICERS: frozenset({"hung_up"})}))
    registry.declare(practice)


@given(st.dictionaries(st.sampled_from(Audience), st.frozensets(st.sampled_from("abc"))))
def test_officers_read_whatever_anybody_reads(steps: dict[Audience, frozenset[str]]) -> None:
    anybody, officers = (published.to(one, steps) for one in (Audience.ANYBODY, Audience.OFFICERS))
    assert anybody <= officers
    assert anybody == steps.get(Audience.ANYBODY, frozenset())


# Who reads what, and how much of it.


@pytest.mark.parametrize(
    ("kind", "step"), [(kind, step) for kind, area in KINDS.items() for step in (s.key for s in area.process.states)]
)
def test_nobody_s_post_opens_more_by_publishing_than_the_declaration_says(kind: str, step: str) -> None:
    """Hoa holds a post in Cà Mau, no body of the case; Quyên administers; Hùng signed in, and has no post."""
    area = KINDS[kind]
    elsewhere = replace(_somewhere(), kind=kind, process=area.process.pin, step=step)
    shared = area.exposure is Exposure.OFFICE and step in registry.published(kind, Audience.OFFICERS)
    assert access.sight(HOA, elsewhere) is (Sight.PUBLISHED if shared else Sight.NONE)
    for nobody in (QUYEN, HUNG, Actor(person=None, name="")):
        assert access.sight(nobody, elsewhere) is Sight.NONE
        assert access.is_published(elsewhere, nobody) == access.is_published(elsewhere, None)


@pytest.mark.parametrize("who", [LAN, HOA, OANH, QUYEN, HUNG, None], ids=lambda one: one.name if one else "anybody")
def test_the_door_says_the_same_of_what_is_published_in_sql_and_in_python(thuan_hoa: None, who: Actor | None) -> None:
    ends = {"practice": "published", "guidance": "repealed", "announcement": "published", "petition": "published"}
    cases = [told_until(kind, step) for kind, step in ends.items()]
    cases += [told_until("practice", "examined"), told_until("fault", "promised"), told_until("petition", "answered")]
    for kind in KINDS:
        found = sql.run(
            f"SELECT c.id FROM engine_case c WHERE {access.PUBLISHED}",
            access.published(kind, who),
        )
        assert {row[0] for row in found} == {
            case.id for case in cases if case.kind == kind and access.is_published(case, who)
        }
    if who is not None:
        seen, _count = reading.visible_cases(who)
        assert {row.id for row in seen} == {case.id for case in cases if access.sight(who, case) is not Sight.NONE}


def test_hoa_of_ca_mau_opens_a_practice_of_hue_once_it_is_published_and_reads_nothing_written_into_its_moves(
    thuan_hoa: None,
) -> None:
    waiting, standing = told_until("practice", "examined"), told_until("practice", "published")
    with pytest.raises(NotFound):
        reading.case_page(HOA, waiting.id)
    page = reading.case_page(HOA, standing.id)
    assert page.sight is Sight.PUBLISHED
    assert (page.case.title, page.case.subject_name) == (standing.title, standing.subject_name), "an office's name"
    assert {value for entry in page.entries for value in entry.personal} == set()
    assert "Chờ 40 phút còn 9 phút" not in repr(page), "what its page tells of it the area selects itself"
    assert reading.find_code(HOA, standing.code or "") == standing.id
    assert reading.find_code(HOA, waiting.code or "") is None
    assert [row.id for row in reading.visible_cases(HOA, standing.code or "")[0]] == [standing.id]
    listed = kinds.listed(HOA, Wanted("practice", "all"), datetime.now(UTC))
    assert listed.rows == (), "the lists of work are of one's own and of what one oversees"


VERBS: dict[str, Callable[[Case], object]] = {
    "move": lambda case: verbs.move(HOA, case.id, case.length, "retire", {"reasons": ["Đã cũ"]}),
    "claim": lambda case: verbs.claim(HOA, case.id, case.length),
    "assign": lambda case: verbs.assign(HOA, case.id, case.length, HOA.person),
    "amend": lambda case: verbs.amend(HOA, case.id, case.length, {}, "Nơi khác"),
    "relate": lambda case: verbs.relate(HOA, case.id, case.length, case.id, "same"),
    "undo": lambda case: verbs.undo(HOA, case.id, case.length),
    "migrate": lambda case: verbs.migrate(HOA, case.id, case.length, case.process),
    "attach": lambda case: verbs.attach(HOA, case.id, case.length, ()),
    "who looked": lambda case: reading.who_looked(HOA, case.id),
    "paper": lambda case: reading.paper(HOA, case.id, case.id),
}


@pytest.mark.parametrize("what", VERBS)
def test_who_reads_what_is_published_changes_nothing_and_does_not_learn_who_else_read_it(
    thuan_hoa: None, what: str
) -> None:
    case = told_until("practice", "published")
    with pytest.raises(Refused):
        VERBS[what](case)
    assert sql.run("SELECT length FROM engine_case WHERE id = %s", [case.id]) == [(case.length,)]
    assert reading.who_looked(LAN, case.id) == []


def test_a_case_of_one_s_own_is_linked_to_what_is_published_and_not_to_what_is_drafted(thuan_hoa: None) -> None:
    """Vân's ward met what a document answers that another one asked for."""
    issued, drafted = told_until("guidance", "issued"), told_until("guidance", "drafting")
    own = verbs.open(VAN, _practice_of(VAN))
    with pytest.raises(NotFound):
        verbs.relate(VAN, own.id, own.length, drafted.id, "guidance")
    own = verbs.relate(VAN, own.id, own.length, issued.id, "guidance")
    assert [one.id for one in related.related(VAN, own.id)] == [issued.id]


# A citizen's case: what was written for publication is public, the case is not.


def test_publishing_an_answer_does_not_publish_who_asked(thuan_hoa: None) -> None:
    case = told_until("petition", "published")
    found = petitions.one(case.id)
    assert found is not None
    assert "Phường đã bỏ giấy này" in found.answer
    for stranger in (HOA, VAN):
        assert access.sight(stranger, case) is Sight.NONE
        with pytest.raises(NotFound):
            reading.case_page(stranger, case.id)
        assert kinds.listed(stranger, Wanted("petition", "all"), datetime.now(UTC)).rows == ()
        assert reading.find_code(stranger, case.code or "") is None
    masked = reading.case_page(OANH, case.id)
    assert (masked.sight, masked.case.subject_name) == (Sight.MASKED, "T*** V*** H***"), "as before it was published"


def test_what_is_taken_back_is_gone_for_whoever_read_it(thuan_hoa: None) -> None:
    case = told_until("petition", "published")
    yen = next(actor for actor, role in _cast("petition") if role == "reception")
    verbs.move(yen, case.id, case.length, "unpublish", {"reasons": ["Sửa lời"]})
    assert petitions.one(case.id) is None
    practice = told_until("practice", "published")
    assert adopting.one(practice.id).title == practice.title
    verbs.move(LONG, practice.id, practice.length, "retire", {"reasons": ["Đã cũ"]})
    with pytest.raises(NotFound):
        adopting.one(practice.id)
    with pytest.raises(NotFound):
        reading.case_page(HOA, practice.id)


def _cast(kind: str) -> list[tuple[Actor, str]]:
    tales = scenarios.tales(kind)
    assert tales is not None
    return [(actor, role.name) for actor, role in tales.cast.values()]


def _practice_of(actor: Actor) -> Opening:
    return prepare(actor, {"title": "Trực giúp nhau", **TOLD}, None, datetime.now(UTC))


def _somewhere() -> Case:
    """A case of Huế as the door sees it, without a table behind it."""
    empty = dict.fromkeys(COLUMNS, "")
    placed = {
        "id": UUID(int=1), "assignee": None, "subject": {}, "facts": {}, "province_code": "46",
        "receiving_body": "pvhcc.19789", "executing_body": "vp.46", "competent_body": "ubnd.46",
    }  # fmt: skip
    return Case(**{**empty, **placed})  # type: ignore[arg-type]
