"""The demonstration's people: only with the demo flag, made once, each with the post that the list promises."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest
from django.contrib.auth import authenticate

from thongsuot.register import bodies, demo
from thongsuot.register.demo import FAR_WARD, HANOI_WARD, WARD, OnlyInDemo, create_demo_accounts, staff_commune
from thongsuot.register.models import Account, Body, Holding, Person, Post
from thongsuot.register.people import holders, posts_of

pytestmark = pytest.mark.usefixtures("country")

TODAY = date(2026, 11, 23)


@pytest.fixture
def flag(settings: Any) -> None:
    settings.DEMO = True
    settings.DEMO_PASSWORD = "chi-de-xem"
    # A real hash takes a third of a second; what is tested here is who can log in, not how slowly.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def person_of(login: str) -> uuid.UUID:
    person = Account.objects.get(username=login).person_id
    assert person
    return person


class TestOnlyWithTheFlag:
    def test_without_the_flag_nothing_is_made(self, settings: Any) -> None:
        settings.DEMO = False
        for refused in (create_demo_accounts, demo.confirm_demo_centres, lambda: staff_commune(WARD)):
            with pytest.raises(OnlyInDemo, match="THONGSUOT_DEMO"):
                refused()
        assert not Account.objects.exists()
        assert not Person.objects.exists()
        assert not Body.objects.filter(kind="pvhcc_xa", status="open").exists()

    @pytest.mark.usefixtures("flag")
    def test_with_it_every_login_of_the_list_opens_and_is_marked(self) -> None:
        logins = create_demo_accounts()
        assert [login.login for login in logins] == [person.login for person in demo.people_of_demo()]
        for login in logins:
            account = authenticate(username=login.login, password="chi-de-xem")
            assert isinstance(account, Account)
            assert account.demo
            assert not account.is_staff
            assert not account.must_change_password
            assert login.post
            assert login.attempt
        assert authenticate(username="lan", password="thongsuot") is None

    @pytest.mark.usefixtures("flag")
    def test_a_second_start_makes_nothing_twice_and_keeps_a_changed_password(self) -> None:
        create_demo_accounts()
        lan = Account.objects.get(username="lan")
        lan.set_password("cua-rieng-toi")
        lan.save()
        before = [model.objects.count() for model in (Account, Person, Post, Holding)]
        create_demo_accounts()
        assert [model.objects.count() for model in (Account, Person, Post, Holding)] == before
        assert authenticate(username="lan", password="cua-rieng-toi")

    @pytest.mark.usefixtures("flag")
    def test_a_real_account_of_the_same_name_is_not_taken_over(self) -> None:
        real = Account.objects.create_user("lan", password="that")
        assert "lan" not in {login.login for login in create_demo_accounts()}
        real.refresh_from_db()
        assert (real.demo, real.person_id) == (False, None)
        assert authenticate(username="lan", password="that")


@pytest.mark.usefixtures("flag")
class TestWhoIsWhere:
    @pytest.fixture(autouse=True)
    def made(self, flag: None) -> None:
        create_demo_accounts()

    @pytest.mark.parametrize(
        ("login", "body", "role"),
        [
            ("lan", "pvhcc.19789", "intake"),
            ("nam", "vp.19789", "specialist"),
            ("huong", "pkt.19789", "specialist"),
            ("thu", "vp.19789", "head"),
            ("quang", "pkt.19789", "head"),
            ("van", "vp.19789", "clerk"),
            ("minh", "ubnd.19789", "chair"),
            ("hoa", "pvhcc.31825", "intake"),
            ("kiemsoat", "vp.46", "control"),
            ("lanhdao", "ubnd.46", "leader"),
            ("bo", "bo.G15", "leader"),
            ("quantri", "vpcp", "admin"),
        ],
    )
    def test_each_login_has_one_post_with_one_role(self, login: str, body: str, role: str) -> None:
        (post,) = posts_of(person_of(login), TODAY)
        assert (post.body, post.roles) == (body, {role})

    def test_the_officer_of_hanoi_s_branch_also_receives_at_ba_dinh_s_point(self) -> None:
        posts = posts_of(person_of("chinhanh"), TODAY)
        assert {post.body for post in posts} == {"pvhcc.01.cn07", "pvhcc.01.diem.00004"}
        assert {role for post in posts for role in post.roles} == {"intake"}

    @pytest.mark.parametrize("commune", [WARD, HANOI_WARD, FAR_WARD])
    def test_a_demo_commune_can_bring_a_dossier_from_the_counter_to_the_signature(self, commune: str) -> None:
        centre = bodies.centre_for(commune, TODAY)
        assert centre
        assert len(holders(centre.key, "intake", TODAY)) == 2
        assert len(holders(f"vp.{commune}", "specialist", TODAY)) == 2
        for body, role in (("vp", "head"), ("vp", "clerk"), ("pkt", "head"), ("pkt", "specialist"), ("pvhxh", "head")):
            assert holders(f"{body}.{commune}", role, TODAY), (body, role)
        assert len(holders(f"ubnd.{commune}", "chair", TODAY)) == 2

    def test_a_vice_chair_directs_the_centre(self) -> None:
        (director,) = holders("pvhcc.19789", "head", TODAY)
        assert director.title == "Phó Chủ tịch kiêm Giám đốc Trung tâm"

    def test_the_demo_communes_centres_are_open_by_the_demonstration_s_word_and_no_other(self) -> None:
        opened = Body.objects.filter(kind__in=["pvhcc_xa", "pvhcc_diem"], status="open").order_by("key")
        assert [row.key for row in opened] == ["pvhcc.01.diem.00004", "pvhcc.19789", "pvhcc.20044", "pvhcc.31825"]
        assert all("dữ liệu minh họa" in row.legal_basis for row in opened)

    def test_everything_made_says_that_it_is_made_up(self) -> None:
        assert set(Post.objects.values_list("legal_basis", flat=True)) == {"dữ liệu minh họa"}
        assert set(Holding.objects.values_list("legal_basis", flat=True)) == {"dữ liệu minh họa"}

    def test_another_commune_can_be_staffed_and_its_people_are_the_same_each_time(self) -> None:
        first = {key: held.person.name for key, held in staff_commune("19777").items()}
        again = {key: held.person.name for key, held in staff_commune("19777").items()}
        assert first == again
        assert len(first) == len(demo.CENTRE + demo.COMMITTEE)
        assert holders("pvhcc.19777", "intake", TODAY)
