"""People and posts: appointing, replacing and leaving from a day on; names invented the same way each time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from thongsuot.register import people
from thongsuot.register.models import Body, Holding, Person, Post
from thongsuot.register.people import NotHeld, UnknownRole, appoint, holders, invented_name, leave, posts_of, replace

START = date(2025, 7, 1)
TODAY = date(2026, 11, 23)
BASIS = "Quyết định bổ nhiệm"


@pytest.fixture(autouse=True)
def ba_dinh(db: None) -> None:
    """Two bodies are enough here: Ba Đình's committee and its office."""
    from thongsuot.register import bodies

    bodies.forget()
    common = {"tier": 3, "unit_code": "00004", "province_code": "01", "valid_from": START, "recorded_on": START}
    committee = Body.objects.create(
        key="ubnd.00004", kind="ubnd_xa", name="Ủy ban nhân dân phường Ba Đình", house_id="ubnd.00004", **common
    )
    Body.objects.create(key="vp.00004", kind="vp_xa", name="Văn phòng", house=committee, parent=committee, **common)


def minh(since: date = START) -> Holding:
    return appoint("Hoàng Đức Minh", "ubnd.00004", "Chủ tịch", ["chair"], since, basis=BASIS)


class TestAppointing:
    def test_minh_is_chair_of_ba_dinh_from_the_day_of_his_appointment(self) -> None:
        minh()
        (view,) = holders("ubnd.00004", "chair", START)
        assert (view.person_name, view.title, view.roles) == ("Hoàng Đức Minh", "Chủ tịch", {"chair"})
        assert holders("ubnd.00004", "chair", START - timedelta(days=1)) == []
        assert holders("ubnd.00004", "clerk", START) == []
        assert holders("vp.00004", "chair", START) == []

    def test_a_person_may_hold_two_posts(self) -> None:
        first = appoint("Phạm Thị Vân", "vp.00004", "Văn thư", ["clerk"], START, basis=BASIS)
        appoint("", "vp.00004", "Tiếp nhận", ["intake"], TODAY, basis=BASIS, person=first.person)
        assert [view.title for view in posts_of(first.person_id, START)] == ["Văn thư"]
        assert [view.title for view in posts_of(first.person_id, TODAY)] == ["Văn thư", "Tiếp nhận"]
        assert Person.objects.count() == 1

    def test_a_post_may_carry_several_roles(self) -> None:
        appoint("Lê Thị Thu", "vp.00004", "Chánh Văn phòng", ["head", "clerk"], START, basis=BASIS)
        assert holders("vp.00004", "head", TODAY) == holders("vp.00004", "clerk", TODAY)

    def test_an_unknown_role_or_body_is_refused_and_nothing_is_left(self) -> None:
        with pytest.raises(UnknownRole, match="king"):
            appoint("Ai đó", "ubnd.00004", "Vua", ["chair", "king"], START, basis=BASIS)
        with pytest.raises(LookupError, match=r"ubnd\.99999"):
            appoint("Ai đó", "ubnd.99999", "Chủ tịch", ["chair"], START, basis=BASIS)
        assert not Person.objects.exists()
        assert not Post.objects.exists()

    def test_with_a_key_the_second_appointment_finds_the_first(self) -> None:
        first = appoint("Nguyễn Thị Lan", "vp.00004", "Tiếp nhận", ["intake"], START, basis=BASIS, key="lan")
        again = appoint("Nguyễn Thị Lan", "vp.00004", "Tiếp nhận", ["intake"], START, basis=BASIS, key="lan")
        assert (first.pk, first.person_id) == (again.pk, again.person_id)
        assert (Holding.objects.count(), Post.objects.count(), Person.objects.count()) == (1, 1, 1)

    def test_the_database_refuses_the_same_person_twice_in_one_post(self) -> None:
        held = minh()
        with pytest.raises(IntegrityError), transaction.atomic():
            Holding.objects.create(
                post=held.post, person=held.person, valid_from=TODAY, recorded_on=TODAY, legal_basis=BASIS
            )


class TestReplacing:
    def test_the_post_stays_and_its_holder_changes_on_the_day(self) -> None:
        first = minh()
        second = replace(first, "Trần Thanh Hạnh", TODAY, basis="Quyết định điều động")
        assert second.post_id == first.post_id
        assert [view.person_name for view in holders("ubnd.00004", "chair", TODAY - timedelta(days=1))] == [
            "Hoàng Đức Minh"
        ]
        assert [view.person_name for view in holders("ubnd.00004", "chair", TODAY)] == ["Trần Thanh Hạnh"]
        assert posts_of(first.person_id, TODAY) == []
        assert posts_of(second.person_id, TODAY - timedelta(days=1)) == []

    def test_a_known_person_may_take_over(self) -> None:
        deputy = appoint("Lê Thị Thu", "ubnd.00004", "Phó Chủ tịch", ["chair"], START, basis=BASIS)
        taken = replace(minh(), "", TODAY, basis=BASIS, person=deputy.person)
        assert taken.person_id == deputy.person_id
        assert [view.title for view in posts_of(deputy.person_id, TODAY)] == ["Phó Chủ tịch", "Chủ tịch"]

    def test_who_left_cannot_be_replaced_again_and_nobody_new_appears(self) -> None:
        held = minh()
        leave(held, TODAY)
        assert holders("ubnd.00004", "chair", TODAY) == []
        with pytest.raises(NotHeld, match="24/11/2026"):
            replace(held, "Trần Thanh Hạnh", TODAY + timedelta(days=1), basis=BASIS)
        assert Person.objects.count() == 1

    def test_nobody_leaves_before_the_day_of_coming(self) -> None:
        held = minh(TODAY)
        with pytest.raises(NotHeld):
            leave(held, TODAY)
        assert Holding.objects.get(pk=held.pk).valid_to is None

    def test_a_post_that_was_abolished_gives_no_power(self) -> None:
        held = minh()
        Post.objects.filter(pk=held.post_id).update(valid_to=TODAY)
        assert holders("ubnd.00004", "chair", TODAY) == []
        assert holders("ubnd.00004", "chair", TODAY - timedelta(days=1))


class TestInventedNames:
    def test_the_same_seed_gives_the_same_name(self) -> None:
        assert invented_name("tiep-nhan-1.19777") == invented_name("tiep-nhan-1.19777")

    def test_names_have_three_parts_and_no_syllable_twice_in_a_row(self) -> None:
        for number in range(500):
            surname, middle, given = invented_name(str(number)).split()
            assert surname in people.SURNAMES
            assert middle != given

    def test_many_seeds_give_many_names_and_the_commonest_surname_is_the_commonest(self) -> None:
        names = [invented_name(f"seed {number}") for number in range(2000)]
        assert len(set(names)) > 1000
        surnames = [name.split()[0] for name in names]
        assert max(set(surnames), key=surnames.count) == "Nguyễn"

    def test_a_woman_s_middle_name_never_stands_with_a_man_s_given_name(self) -> None:
        for number in range(500):
            _, middle, given = invented_name(str(number)).split()
            assert any(middle in middles and given in givens for middles, givens in (people.WOMEN, people.MEN))
