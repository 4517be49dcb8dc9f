"""Two petitions about one matter, a class that changes, an officer whom a petition concerns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

import people
from people import CENTRE, HUNG, SECRETARIAT, officer
from scenarios import petition as tales
from thongsuot.areas.complaints import sending as grievances
from thongsuot.areas.complaints.sending import Grievance
from thongsuot.areas.petitions import similar, together
from thongsuot.areas.petitions.similar import SPOT, Matter
from thongsuot.engine import kinds, reading, sql, verbs, writing
from thongsuot.engine.actor import SYSTEM, Actor
from thongsuot.engine.case import Case
from thongsuot.engine.deadline import Clock
from thongsuot.engine.errors import NotAllowed, NotFound
from thongsuot.engine.kinds import Wanted
from thongsuot.register import bodies, calendar
from thongsuot.register.working_time import VIETNAM

YEN, NHI, THU, BINH = tales.YEN, tales.NHI, tales.THU, tales.BINH
HERE = (16.463700, 107.590900)
FRIDAY = datetime(2026, 11, 13, 9, tzinfo=VIETNAM)
points = st.tuples(st.floats(8, 23.5), st.floats(102, 110))
matters = st.builds(
    Matter, st.uuids(), st.sampled_from(["đèn đường tắt", "đèn tắt ba đêm", "ổ gà", ""]),
    st.sampled_from(["FIELD", "TTHC"]), st.sampled_from(["", "light", "road"]), st.sampled_from(["", "H46.1"]),
    st.one_of(st.none(), points, st.just(HERE)),
)  # fmt: skip


def matter(text: str, about: str = "FIELD", **more: Any) -> Matter:
    return Matter(uuid4(), text, about, **more)


@given(matters, matters)
def test_likeness_is_the_same_from_both_sides_and_between_nothing_and_one(one: Matter, other: Matter) -> None:
    assert similar.likeness(one, other) == similar.likeness(other, one)
    assert 0 <= similar.likeness(one, other) <= 1


@given(points)
def test_a_point_is_no_way_from_itself(point: tuple[float, float]) -> None:
    assert similar.metres(point, point) == 0


def test_a_hundred_metres_of_latitude_are_a_hundred_metres() -> None:
    assert similar.metres(HERE, (HERE[0] + 100 / 111_195, HERE[1])) == pytest.approx(100, abs=0.5)
    assert similar.metres(HERE, (10.7769, 106.7009)) == pytest.approx(640_000, rel=0.02)  # Huế to Sài Gòn


def test_the_same_words_the_same_spot_and_the_same_dossier_are_suggested() -> None:
    mine = matter("Đèn đường trước chợ tắt ba đêm nay", service="light", point=HERE)
    worded = matter("Đèn đường hỏng ba hôm")
    spot = matter("Tối om", service="light", point=(HERE[0] + 0.0002, HERE[1]))
    far = matter("Tối om", service="light", point=(HERE[0] + 0.01, HERE[1]))
    other = matter("Rác chưa dọn", service="waste", point=HERE)
    of_procedure = matter("Đèn đường trước chợ tắt ba đêm nay", "TTHC")

    assert [one.text for _, one in similar.ranked(mine, [far, other, of_procedure, worded, spot, mine])] == [
        "Tối om", "Đèn đường hỏng ba hôm",
    ]  # fmt: skip
    assert similar.metres(HERE, spot.point or HERE) < SPOT
    assert similar.likeness(matter("Chờ", "TTHC", dossier="H46.1-1"), matter("Lâu", "TTHC", dossier="h46.1-1")) > 0


def test_no_more_are_offered_than_somebody_reads() -> None:
    mine = matter("đèn tắt")

    assert len(similar.ranked(mine, [matter("đèn tắt") for _ in range(30)])) == similar.SHOWN


# With a database: Hùng and others write to the ward, Yến receives.


@pytest.fixture
def ward(db: None) -> Iterator[None]:
    people.settle()
    people.empower()
    calendar.load_calendar_rows()
    yield
    calendar.forget()
    people.forget()


def sent(about: str = "TTHC", *, at: datetime = FRIDAY, by: Actor = SYSTEM, text: str = "Nộp bản giấy hai lần") -> Case:
    said = {"class": about, "content": [text], "answer_by": "portal"}
    move = "submit_unsigned" if by is SYSTEM else "submit"
    opening = tales._opening(move, said, at)
    return verbs.open(by, opening if by.citizen else replace(opening, subject={}, subject_name="Lê Văn Ba"))


def make(by: Actor, case: Case, move: str, at: datetime | None = None, **said: Any) -> Case:
    return verbs.move(by, case.id, case.length, move, said, happened_at=at)


def now(case: Case) -> Case:
    found = writing.find(case.id)
    assert found is not None
    return found


def answered(case: Case) -> Case:
    case = make(YEN, case, "accept", **{"class": "TTHC", "office": SECRETARIAT})
    case = make(NHI, case, "draft", answer=["Phường đã bỏ giấy này từ hôm nay"])
    return make(BINH, make(THU, case, "approve"), "sign")


def test_who_is_joined_is_related_and_answered_in_the_same_words_by_the_next_round(ward: None) -> None:
    main, hungs, other = sent(), sent(by=HUNG), sent()
    hungs = make(YEN, hungs, "merge", **{"class": "TTHC", "main": str(main.id)})
    other = make(YEN, other, "merge", **{"class": "TTHC", "main": str(main.id)})

    assert together.catch_up() == 2
    assert together.catch_up() == 0
    answered(main)
    assert together.catch_up() == 2

    for one in (hungs, other):
        assert (now(one).step, now(one).outcome) == ("answered", "answered")
        told = sql.run("SELECT values ->> 'answer' FROM engine_personal WHERE case_id = %s ORDER BY number", [one.id])
        assert "bỏ giấy này" in str(told)
    assert {row[0] for row in sql.run("SELECT case_id FROM engine_relation WHERE other_id = %s", [main.id])} == {
        hungs.id, other.id,
    }  # fmt: skip


def test_when_the_main_one_is_stored_who_followed_it_comes_back_to_yen(ward: None) -> None:
    main, follower = sent(), sent()
    make(YEN, follower, "merge", **{"class": "TTHC", "main": str(main.id)})
    together.catch_up()
    make(YEN, main, "store", ground="insufficient", reasons=["Không rõ việc"])

    assert together.catch_up() == 1

    assert (now(follower).step, now(follower).queue_role) == ("received", "reception")


def test_one_whose_main_is_joined_to_a_third_comes_back_to_be_joined_anew(ward: None) -> None:
    one, main = sent(), sent()
    make(YEN, one, "merge", **{"class": "TTHC", "main": str(main.id)})
    make(YEN, main, "merge", **{"class": "TTHC", "main": str(sent().id)})

    together.catch_up()
    together.catch_up()

    assert (now(one).step, now(main).step) == ("received", "merged")


def test_yen_is_offered_the_open_ones_of_her_ward_with_what_is_personal_hidden(ward: None) -> None:
    mine, alike = sent(text="Nộp bản giấy hai lần"), sent(text="Phải nộp bản giấy hai lần, gọi 0912 345 678")
    sent(text="Loa phường quá to")

    offered = dict(similar.offered(YEN, mine))

    assert list(offered) == [str(alike.id)]
    assert "0912" not in offered[str(alike.id)]
    assert similar.offered(officer("Mai ở Cà Mau", ("reception", "pvhcc.31825")), mine) == ()


def reasons_of(case: Case) -> list[str]:
    assert case.clock is not None
    return [one.text for one in Clock.from_json(case.clock).due(calendar.load(case.place_code)).reasons]


def test_a_class_that_changes_takes_its_new_limit_from_the_day_of_receipt_and_says_why(ward: None) -> None:
    as_told = make(
        YEN, sent("FIELD"), "accept", FRIDAY + timedelta(days=3), **{"class": "FIELD", "office": SECRETARIAT}
    )
    changed = make(YEN, sent("FIELD"), "accept", FRIDAY + timedelta(days=3), **{"class": "TTHC", "office": SECRETARIAT})

    assert as_told.due_at is not None
    assert changed.due_at is not None
    assert changed.clock is not None
    assert datetime.fromisoformat(changed.clock["start"]) == FRIDAY
    # Fifteen days from Monday 16/11, and from Friday 13/11: that one ends on a Saturday and goes on to Monday.
    assert as_told.due_at.astimezone(VIETNAM).date() == date(2026, 12, 1)
    assert changed.due_at.astimezone(VIETNAM).date() == date(2026, 11, 30)
    assert "Phân loại lại" in reasons_of(changed)[0]
    assert "thành “Quy định, thủ tục hành chính”" in reasons_of(changed)[0]
    assert not any("Phân loại lại" in one for one in reasons_of(as_told))
    assert changed.facts["rules"]["limits"]["answer"]["basis"].startswith("NĐ 20/2008")


def test_the_time_in_which_its_sender_was_asked_is_not_counted_either_way(ward: None) -> None:
    case = make(YEN, sent("FIELD", by=HUNG), "ask_more", FRIDAY + timedelta(days=3), question=["Ở đâu"])
    case = make(HUNG, case, "supplement", FRIDAY + timedelta(days=7), content=["Trước chợ"])

    case = make(YEN, case, "accept", FRIDAY + timedelta(days=7, hours=1), **{"class": "TTHC", "office": SECRETARIAT})

    assert case.clock is not None
    assert [fact[0] for fact in case.clock["facts"]] == ["arrived", "paused", "resumed"]


def test_what_an_office_gives_back_does_not_begin_again(ward: None) -> None:
    case = make(YEN, sent(), "accept", FRIDAY + timedelta(hours=2), **{"class": "TTHC", "office": SECRETARIAT})
    due = case.due_at
    case = make(NHI, case, "give_back", FRIDAY + timedelta(days=5), reasons=["Không thuộc đơn vị"])

    case = make(YEN, case, "accept", FRIDAY + timedelta(days=6), **{"class": "TTHC", "office": "pkt.19789"})

    assert case.due_at == due
    assert "giao lại không tính lại" in reasons_of(case)[0]


def of_behaviour(accused: UUID | None = None) -> Case:
    """What Hùng said of the ward's counter, at the city."""
    case = sent(by=HUNG)
    who = {"accused": str(accused)} if accused else {}
    return make(
        YEN,
        case,
        "forward",
        **{"class": "STAFF", "about_body": CENTRE, "body": "ubnd.46", "reasons": ["Của phường"]},
        **who,
    )


DAN = officer("Phan Đình Dân", ("reception", "vp.46"))


def test_who_holds_a_post_in_the_accused_body_too_may_do_nothing_and_reads_why(ward: None) -> None:
    case = of_behaviour()
    both = officer("Hồ Hai Nơi", ("reception", "vp.46"), ("specialist", SECRETARIAT))
    given = {"ground": "insufficient", "reasons": ["Không rõ"]}

    for act in (
        lambda: make(both, case, "store", **given),
        lambda: verbs.claim(both, case.id, case.length),
        lambda: verbs.amend(both, case.id, case.length, {"phone": "0912"}, "Ai đó"),
    ):
        with pytest.raises(NotAllowed) as refused:
            act()
        assert "cơ quan của người bị phản ánh" in refused.value.sentence or "chỉ xem" in refused.value.sentence
    assert make(DAN, case, "store", **given).step == "stored"


def test_the_accused_person_may_not_handle_it_wherever_they_sit_now(ward: None) -> None:
    case = of_behaviour(accused=DAN.person)
    colleague = officer("Lý Thị Na", ("reception", "vp.46"))
    given = {"ground": "insufficient", "reasons": ["Không rõ"]}

    with pytest.raises(NotAllowed, match="về chính bạn"):
        make(DAN, case, "store", **given)
    assert make(colleague, case, "store", **given).step == "stored"


def test_a_petition_about_a_procedure_keeps_nobody_out(ward: None) -> None:
    both = officer("Hồ Hai Nơi", ("reception", SECRETARIAT), ("specialist", SECRETARIAT))

    assert make(both, sent(), "store", ground="insufficient", reasons=["Không rõ"]).step == "stored"


def test_a_denunciation_of_the_wards_people_is_seen_by_the_citys_reception_and_by_none_who_sits_in_the_ward_too(
    ward: None,
) -> None:
    sent_ = Grievance("denunciation", "19789", ("Nhận tiền ở quầy",), "Một người ở quầy", CENTRE, "Bạch Kim Oanh")
    city = bodies.body("ubnd.46")
    assert city is not None
    given_ = {"content": ["Nhận tiền ở quầy"], "against": "Một người ở quầy"}
    facts = grievances._spoken_of(sent_)
    opening = grievances.opening_of(sent_, city, "submit_unsigned", given_, sent_.name, {}, facts, FRIDAY, ())
    case = verbs.open(SYSTEM, opening)
    both = officer("Hồ Hai Nơi", ("reception", "vp.46"), ("specialist", SECRETARIAT))

    assert reading.case_page(DAN, case.id).case.subject_name == "Bạch Kim Oanh"
    assert kinds.listed(DAN, Wanted("denunciation", "all"), FRIDAY).total == 1
    with pytest.raises(NotFound):
        reading.case_page(both, case.id)
    with pytest.raises(NotFound):
        verbs.move(both, case.id, case.length, "decline", {"reasons": ["Không"]})
    assert kinds.listed(both, Wanted("denunciation", "all"), FRIDAY).total == 0
    assert make(DAN, case, "decline", reasons=["Đã được giải quyết"]).step == "declined"
