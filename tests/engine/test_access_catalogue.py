"""Who may do what in the catalogue: rules over posts alone, tried on people of Huế, of Cà Mau and of the nation."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from thongsuot.engine import access_catalogue as access
from thongsuot.engine.actor import Actor, Office
from thongsuot.register import bodies
from thongsuot.register.bodies import BodyView

WARD, HUE, CA_MAU = "19789", "46", "96"


@pytest.fixture(autouse=True)
def _three_committees(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "body", {one.key: one for one in map(committee, (WARD, HUE, CA_MAU))}.get)


def committee(place: str) -> BodyView:
    tier, province = (3, HUE) if place == WARD else (1, place)
    kind = "ubnd_xa" if tier == 3 else "ubnd_tinh"
    name, since = f"Ủy ban nhân dân {place}", date(2025, 7, 1)
    return BodyView(
        f"ubnd.{place}", kind, name, tier, place, province, None, None, "", False, "open", since, None, "", ""
    )


def person(*posts: tuple[str, str]) -> Actor:
    """Somebody with posts: (place, role); no place is the nation."""
    return Actor(uuid4(), "Ai đó", tuple(office(place, role) for place, role in posts))


def office(place: str, role: str) -> Office:
    tier = {0: 0, 2: 1, 5: 3}[len(place)]
    key = f"vp.{place}" if place else "vpcp"
    house = f"ubnd.{place}" if place else "vpcp"
    province = HUE if place == WARD else place
    return Office(uuid4(), role, frozenset({role}), key, "vp", key, house, tier, place if tier == 3 else "", province)


MINH, THU, LAN = person((WARD, "chair")), person((WARD, "head")), person((WARD, "intake"))
HANH, HOA, AN = person((HUE, "control")), person((CA_MAU, "control")), person(("", "admin"))
LEADER, NATION = person((HUE, "leader")), person(("", "control"))


class TestSwitching:
    def test_chair_and_head_speak_for_their_commune_and_control_for_its_province(self) -> None:
        for who, key in ((MINH, f"ubnd.{WARD}"), (THU, f"ubnd.{WARD}"), (HANH, f"ubnd.{HUE}")):
            found = access.switching_for(who, "")
            assert found is not None
            assert found.key == key
            assert access.switching_for(who, "ubnd.01") is None

    @pytest.mark.parametrize("who", [LAN, AN, LEADER, NATION])
    def test_others_speak_for_nobody(self, who: Actor) -> None:
        assert access.switching_for(who, "") is None

    def test_two_posts_in_one_house_are_one_committee_with_both_roles(self) -> None:
        (one,) = access.committees(person((WARD, "intake"), (WARD, "head")))
        assert one.roles == {"intake", "head"}
        assert one.may_switch

    def test_who_may_be_spoken_for_stands_first(self) -> None:
        both = access.committees(person((WARD, "intake"), (HUE, "control")))
        assert [one.place for one in both] == [HUE, WARD]


class TestLocalRules:
    def test_control_rules_in_its_province_about_what_communes_and_the_province_decide(self) -> None:
        assert all(access.ruling_at(HANH, HUE, tier) for tier in (1, 3))
        assert access.ruling_at(HANH, HUE, 0) is None, "what a ministry decides has no local rule"
        assert access.ruling_at(HANH, WARD, 3) is None
        assert access.ruling_at(HOA, HUE, 3) is None

    def test_the_chair_rules_in_the_commune_about_what_communes_decide(self) -> None:
        assert access.ruling_at(MINH, WARD, 3)
        assert access.ruling_at(MINH, WARD, 1) is None
        assert access.ruling_at(MINH, HUE, 3) is None

    @pytest.mark.parametrize("who", [THU, LAN, AN, LEADER, NATION])
    def test_others_set_none(self, who: Actor) -> None:
        assert all(access.ruling_at(who, place, 3) is None for place in (WARD, HUE, ""))


class TestDeciding:
    def test_control_decides_in_its_own_province_only_and_never_for_the_nation(self) -> None:
        assert access.deciding_for(HANH, HUE)
        assert access.deciding_for(HANH, WARD)
        assert not access.deciding_for(HANH, CA_MAU)
        assert not access.deciding_for(HANH, "")
        assert not access.deciding_for(NATION, "")

    def test_an_administrator_decides_anywhere_and_nobody_else_does(self) -> None:
        assert all(access.deciding_for(AN, place) for place in ("", HUE, CA_MAU))
        assert not any(access.deciding_for(who, HUE) for who in (MINH, THU, LAN, LEADER))


class TestMatching:
    def test_control_matches_its_own_list_an_administrator_any(self) -> None:
        assert access.matching_for(HANH) == frozenset({HUE})
        assert access.matching_for(AN) is None
        assert access.matching_for(MINH) == access.matching_for(NATION) == frozenset()


def test_what_another_province_published_for_itself_is_told_apart() -> None:
    assert access.of_another_province(CA_MAU, WARD)
    assert not access.of_another_province(HUE, WARD)
    assert not access.of_another_province("", WARD)
