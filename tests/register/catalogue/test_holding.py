"""What holds where: local rules as differences, switching on by a named officer, special places, the built-in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from thongsuot.register import procedures
from thongsuot.register.catalogue import adopting, built_in, deciding, local, places
from thongsuot.register.catalogue.adopting import NotAdoptable
from thongsuot.register.catalogue.definitions import PlaceLimit
from thongsuot.register.catalogue.local import BadRule
from thongsuot.register.catalogue.models import Adoption, LocalRule
from thongsuot.register.models import Procedure

HANH = "Võ Minh Hạnh"
MONDAY = date(2026, 11, 23)
HUE, THUAN_HOA, BA_DINH, LY_SON = "46", "19789", "00004", "21548"
BUILDING, BIRTH = "1.013225", "1.001193"
HOUSE = "cases[nha-o].limit.amount"


@pytest.fixture(autouse=True)
def _country(country: list[str]) -> Any:
    for module in (local, adopting, places):
        module.forget()
    yield
    for module in (local, adopting, places):
        module.forget()


def set_rule(place: str, value: Any, since: date = MONDAY, at: str = HOUSE) -> None:
    local.set_rule(
        BUILDING, "bo.G17", place, [{"at": at, "value": value}],
        decided_by="Hội đồng nhân dân thành phố Huế", basis="Nghị quyết 5/2026/NQ-HĐND", since=since, by=HANH,
        today=MONDAY - timedelta(days=30),
    )  # fmt: skip


def building(place: str, day: date = MONDAY) -> local.AtPlace:
    view = procedures.procedure(BUILDING, day)
    assert view is not None
    return local.at_place(view, place, day)


def days(at: local.AtPlace) -> int:
    return at.definition.case("nha-o").limit.amount


class TestLocalRules:
    def test_a_province_s_rule_holds_in_its_communes_and_nowhere_else(self) -> None:
        set_rule(HUE, 5)
        assert (days(building(THUAN_HOA)), days(building(BA_DINH))) == (5, 7)
        (shown,) = building(THUAN_HOA).differences
        assert (shown.legal_basis, shown.changes[0]["value"]) == ("Nghị quyết 5/2026/NQ-HĐND", 5)
        assert building(BA_DINH).differences == ()
        assert Procedure.objects.filter(code=BUILDING).count() == 1, "one national definition serves all"

    def test_a_commune_goes_further_than_its_province(self) -> None:
        set_rule(HUE, 5)
        set_rule(THUAN_HOA, 3)
        assert days(building(THUAN_HOA)) == 3
        assert len(building(THUAN_HOA).differences) == 2

    def test_it_holds_from_its_day_and_ends_with_the_next(self) -> None:
        set_rule(HUE, 5)
        set_rule(HUE, 4, MONDAY + timedelta(days=7))
        yesterday, later = MONDAY - timedelta(days=1), MONDAY + timedelta(days=7)
        assert [days(building(THUAN_HOA, day)) for day in (yesterday, MONDAY, later)] == [7, 5, 4]
        with pytest.raises(BadRule, match="muộn hơn"):
            set_rule(HUE, 6, MONDAY)

    def test_a_fee_that_the_council_sets_is_a_difference(self) -> None:
        fees = [{"channel": "counter", "kind": "service_fee", "name": "Lệ phí", "amount": 75_000}]
        set_rule(HUE, fees, at="cases[nha-o].fees")
        assert [fee.amount for fee in building(THUAN_HOA).definition.case("nha-o").fees_for("counter")] == [75_000]

    @pytest.mark.parametrize(("at", "value"), [("cases[cau].limit.amount", 5), (HOUSE, -5), (HOUSE, "năm"), ("x", 1)])
    def test_a_rule_that_does_not_fit_is_refused(self, at: str, value: Any) -> None:
        with pytest.raises(BadRule, match=BUILDING):
            set_rule(HUE, value, at=at)
        with pytest.raises(BadRule, match="Nơi áp dụng"):
            set_rule("Huế", 5)
        assert days(building(THUAN_HOA)) == 7

    def test_a_rule_that_a_new_national_version_made_senseless_is_shown_and_not_applied(self) -> None:
        set_rule(HUE, 5)
        row = Procedure.objects.get(code=BUILDING)
        row.definition = {**row.definition, "cases": row.definition["cases"][1:]}
        row.save()
        procedures.forget()
        (shown,) = building(THUAN_HOA).differences
        assert not shown.fits


class TestDaysOfALocalRule:
    def set(self, since: date, **changed: Any) -> None:
        given: dict[str, Any] = {
            "decided_by": "Hội đồng nhân dân thành phố Huế", "basis": "Nghị quyết 5/2026/NQ-HĐND", "by": HANH,
            "today": MONDAY, **changed,
        }  # fmt: skip
        local.set_rule(BUILDING, "bo.G17", HUE, [{"at": HOUSE, "value": 5}], since=since, **given)

    def held(self, *ahead: int) -> list[int]:
        return [days(building(THUAN_HOA, MONDAY + timedelta(days=one))) for one in ahead]

    def only(self) -> LocalRule:
        return local.rules(BUILDING, "bo.G17", [HUE])[0]

    def test_a_rule_with_a_last_day_gives_way_to_the_nation_s_again(self) -> None:
        self.set(MONDAY, until=MONDAY + timedelta(days=10))
        assert self.held(0, 9, 10) == [5, 5, 7]
        with pytest.raises(BadRule, match="phải sau"):
            self.set(MONDAY, until=MONDAY)

    def test_a_new_rule_cuts_the_one_that_had_a_last_day(self) -> None:
        self.set(MONDAY, until=MONDAY + timedelta(days=10))
        set_rule(HUE, 4, MONDAY + timedelta(days=5))
        assert self.held(4, 5, 10) == [5, 4, 4]

    def test_what_is_entered_after_its_day_says_why(self) -> None:
        late = MONDAY - timedelta(days=3)
        with pytest.raises(BadRule, match="lý do nhập chậm"):
            self.set(late)
        self.set(late, late_reason="Văn bản đến ngày 23/11")
        assert self.only().late_reason == "Văn bản đến ngày 23/11"
        self.set(MONDAY, late_reason="không cần")
        assert self.only().late_reason == ""

    def test_ending_is_by_name_and_basis_from_today_on(self) -> None:
        self.set(MONDAY)
        rule = self.only().pk
        for until, by, basis, told in (
            (MONDAY, " ", "QĐ 8", "Ghi tên"), (MONDAY, HANH, "", "Ghi tên"),
            (MONDAY - timedelta(days=1), HANH, "QĐ 8", "từ hôm nay"),
        ):  # fmt: skip
            with pytest.raises(BadRule, match=told):
                local.end_rule(rule, until, by, basis, MONDAY)
        local.end_rule(rule, MONDAY + timedelta(days=2), HANH, "QĐ 8", MONDAY)
        assert self.held(1, 2) == [5, 7]
        ended = self.only()
        assert (ended.ended_by, ended.ended_on, ended.end_basis) == (HANH, MONDAY, "QĐ 8")

    def test_what_has_ended_is_not_ended_later_and_what_is_not_there_not_at_all(self) -> None:
        self.set(MONDAY)
        rule = self.only().pk
        local.end_rule(rule, MONDAY + timedelta(days=2), HANH, "QĐ 8", MONDAY)
        with pytest.raises(BadRule, match="không còn hiệu lực"):
            local.end_rule(rule, MONDAY + timedelta(days=5), HANH, "QĐ 9", MONDAY)
        with pytest.raises(BadRule, match="không còn hiệu lực"):
            local.end_rule(0, MONDAY, HANH, "QĐ 9", MONDAY)

    def test_a_rule_withdrawn_before_its_day_never_holds_and_stands_in_nobody_s_way(self) -> None:
        later = MONDAY + timedelta(days=30)
        self.set(later)
        with pytest.raises(BadRule, match="muộn hơn"):
            self.set(MONDAY)
        local.end_rule(self.only().pk, MONDAY, HANH, "Công văn 1", MONDAY)
        assert self.held(30) == [7]
        self.set(MONDAY)
        assert self.held(0, 30) == [5, 5]


class TestSwitchingOn:
    KEY = (BIRTH, "bo.G15")

    def on(self, body: str, day: date) -> dict[str, adopting.Offered]:
        return {one.view.code: one for one in adopting.offered(body, day)}

    def test_nothing_is_offered_before_a_named_officer_confirmed_it(self, settings: Any) -> None:
        settings.DEMO = False
        assert adopting.offered("pvhcc.19789", MONDAY) == []
        with pytest.raises(NotAdoptable, match="Ghi tên"):
            adopting.switch_on([self.KEY], "ubnd.19789", " ", "163/QĐ-BTP", MONDAY)
        adopting.switch_on([self.KEY], "ubnd.19789", HANH, "163/QĐ-BTP", MONDAY)
        offer = self.on("pvhcc.19789", MONDAY)[BIRTH]
        assert (offer.confirmed_by, offer.confirmed_version, offer.stale) == (HANH, 1, False)
        assert self.on("ubnd.00004", MONDAY) == {}
        assert self.on("ubnd.19789", MONDAY - timedelta(days=1)) == {}

    def test_a_province_s_act_covers_its_communes_when_it_says_so(self, settings: Any) -> None:
        settings.DEMO = False
        adopting.switch_on([self.KEY], "ubnd.46", HANH, "163/QĐ-BTP", MONDAY)
        assert BIRTH not in self.on("pvhcc.19789", MONDAY)
        later = MONDAY + timedelta(days=1)
        adopting.switch_on([self.KEY], "ubnd.46", HANH, "163/QĐ-BTP", later, covers_communes=True)
        assert BIRTH in self.on("pvhcc.19789", later)
        assert BIRTH not in self.on("ubnd.00004", later)
        with pytest.raises(NotAdoptable, match="cấp tỉnh"):
            adopting.switch_on([self.KEY], "ubnd.19789", HANH, "163/QĐ-BTP", MONDAY, covers_communes=True)

    def test_a_newer_version_is_offered_and_marked_until_it_is_confirmed(self, settings: Any) -> None:
        settings.DEMO = False
        adopting.switch_on([self.KEY], "ubnd.19789", HANH, "163/QĐ-BTP", MONDAY)
        row = Procedure.objects.get(code=BIRTH)
        later = MONDAY + timedelta(days=7)
        Procedure.objects.filter(pk=row.pk).update(valid_to=later)
        row.pk, row.version, row.valid_from = None, 2, later
        row.save()
        procedures.forget()
        assert self.on("ubnd.19789", later)[BIRTH].stale
        assert adopting.switch_on([self.KEY], "ubnd.19789", HANH, "999/QĐ-BTP", later) == 1
        assert not self.on("ubnd.19789", later)[BIRTH].stale
        assert adopting.switch_on([self.KEY], "ubnd.19789", HANH, "999/QĐ-BTP", later) == 0

    def test_it_is_switched_off_from_a_day(self, settings: Any) -> None:
        settings.DEMO = False
        adopting.switch_on([self.KEY], "ubnd.19789", HANH, "163/QĐ-BTP", MONDAY)
        later = MONDAY + timedelta(days=2)
        assert adopting.switch_off([self.KEY], "ubnd.19789", HANH, "Công văn 1", later) == 1
        assert BIRTH in self.on("ubnd.19789", MONDAY)
        assert BIRTH not in self.on("ubnd.19789", later)

    @pytest.mark.parametrize(("key", "body"), [(("9.999999", "bo.G15"), "ubnd.19789"), (KEY, "ubnd.99999")])
    def test_what_does_not_exist_cannot_be_switched_on(self, key: tuple[str, str], body: str) -> None:
        with pytest.raises(NotAdoptable):
            adopting.switch_on([key], body, HANH, "163/QĐ-BTP", MONDAY)


class TestOneProcedureAtHand:
    """`offered_of` agrees with `offered` and reads nothing else."""

    KEY = TestSwitchingOn.KEY

    def test_it_says_the_same_as_the_whole_list(self, settings: Any) -> None:
        settings.DEMO = False
        adopting.switch_on([self.KEY], "ubnd.46", HANH, "163/QĐ-BTP", MONDAY, covers_communes=True)
        adopting.switch_on([(BUILDING, "bo.G17")], "ubnd.19789", HANH, "12/QĐ-UBND", MONDAY)
        views = [view for view in procedures.in_force(MONDAY) if view.code in (BIRTH, BUILDING, "2.000815")]
        assert len(views) == 3
        for body in ("pvhcc.19789", "ubnd.19789", "ubnd.46", "ubnd.00004", "ubnd.99999"):
            for day in (MONDAY, MONDAY - timedelta(days=1)):
                whole = [one for one in adopting.offered(body, day) if one.view in views]
                assert adopting.offered_of(views, body, day) == whole, (body, day)
                taken = [view for view in views if adopting.is_offered(view, body, day)]
                assert {one.view.code for one in whole} == {view.code for view in taken}, (body, day)

    def test_the_nearest_act_is_the_one_that_counts(self, settings: Any) -> None:
        settings.DEMO = False
        adopting.switch_on([self.KEY], "ubnd.46", HANH, "163/QĐ-BTP", MONDAY, covers_communes=True)
        adopting.switch_on([self.KEY], "ubnd.19789", "Hoàng Đức Minh", "12/QĐ-UBND", MONDAY)
        view = procedures.procedure(BIRTH, MONDAY)
        assert view is not None
        (one,) = adopting.offered_of([view], "pvhcc.19789", MONDAY)
        assert one.confirmed_by == "Hoàng Đức Minh"
        (other,) = adopting.offered_of([view], "ubnd.19777", MONDAY)
        assert other.confirmed_by == HANH

    def test_it_asks_one_statement_and_sees_what_another_process_wrote(
        self, settings: Any, django_assert_num_queries: Any
    ) -> None:
        settings.DEMO = False
        view = procedures.procedure(BIRTH, MONDAY)
        assert view is not None
        assert adopting.offered("ubnd.19789", MONDAY) == []
        Adoption.objects.create(
            code=BIRTH, authority="bo.G15", version=1, body_id="ubnd.19789", confirmed_by=HANH,
            legal_basis="163/QĐ-BTP", valid_from=MONDAY, recorded_on=MONDAY,
        )  # fmt: skip
        with django_assert_num_queries(1):
            assert len(adopting.offered_of([view], "pvhcc.19789", MONDAY)) == 1
        with django_assert_num_queries(0):
            assert adopting.offered_of([], "pvhcc.19789", MONDAY) == []

    def test_what_was_confirmed_for_the_nation_is_offered_without_asking(
        self, settings: Any, django_assert_num_queries: Any
    ) -> None:
        settings.DEMO = False
        view = procedures.procedure(BIRTH, MONDAY)
        assert view is not None
        assert adopting.offered_of([], "pvhcc.19789", MONDAY) == [], "bodies are known from here on"
        with django_assert_num_queries(1):
            assert not adopting.is_offered(view, "pvhcc.19789", MONDAY)
        with django_assert_num_queries(0):
            assert adopting.is_offered(replace(view, verified=True), "pvhcc.19789", MONDAY)
        assert not adopting.is_offered(replace(view, verified=True), "ubnd.khong-co", MONDAY)
        elsewhere = replace(view, verified=True, authority="ubnd.01")
        assert not adopting.is_offered(elsewhere, "pvhcc.19789", MONDAY), "another province's own procedure"


class TestSpecialPlaces:
    def test_the_thirteen_islands_are_listed_but_none_is_taken_as_certain(self) -> None:
        assert places.kinds_of(LY_SON, MONDAY) == {"island"}
        assert places.kinds_of(LY_SON, MONDAY, verified_only=True) == frozenset()
        assert places.kinds_of(BA_DINH, MONDAY) == frozenset()

    def test_a_verified_list_counts_and_a_bad_one_is_refused_whole(self, tmp_path: Path) -> None:
        head = "place_code,kind,verified,valid_from,valid_to,basis\n"
        good = tmp_path / "good.csv"
        good.write_text(f"{head}{LY_SON},island,yes,2025-07-01,,Quyết định 1/QĐ-TTg\n", encoding="utf-8")
        assert places.load(good) == 1
        assert places.kinds_of(LY_SON, MONDAY, verified_only=True) == {"island"}
        bad = tmp_path / "bad.csv"
        bad.write_text(f"{head}{BA_DINH},border,yes,2025-07-01,,x\n{BA_DINH},moon,yes,2025-07-01,,x\n", "utf-8")
        with pytest.raises(places.BadPlaces, match="Dòng 3"):
            places.load(bad)
        assert places.kinds_of(BA_DINH, MONDAY) == frozenset()

    def test_a_rule_says_one_thing_only(self) -> None:
        with pytest.raises(ValueError, match="địa bàn"):
            PlaceLimit(kinds=("island",))


class TestBuiltIn:
    ROWS = tuple(built_in.built_in())

    def test_there_are_at_least_120_over_many_fields_and_none_of_the_ten(self) -> None:
        ours = {file.code for file in procedures.files()}
        assert len(self.ROWS) >= 120
        assert len({row.field for row in self.ROWS}) >= 30
        assert {row.tier for row in self.ROWS} == {1, 3}
        assert not ours & {row.code for row in self.ROWS}
        assert len({row.code for row in self.ROWS}) == len(self.ROWS)

    def test_they_are_facts_without_prose(self) -> None:
        for row in self.ROWS:
            for one in row.definition.cases:
                assert not one.notes
                assert all(len(paper.name) <= 115 for paper in one.papers), row.code
                assert all(len(fee.note) <= 140 for fee in one.fees), row.code
                assert len(one.limit_note) <= 140

    def test_nothing_in_them_is_marked_as_checked(self) -> None:
        assert not any(one.limit.verified for row in self.ROWS for one in row.definition.cases)
        assert not Procedure.objects.filter(origin="built_in", verified=True).exists()

    def test_a_limit_that_is_not_clear_is_for_a_person_to_decide_from_the_first_day(self) -> None:
        unclear = {row.code for row in self.ROWS for one in row.definition.cases if one.unclear}
        assert unclear
        assert {one.code for one in deciding.report(["limit_unclear"])} == unclear

    def test_a_fresh_country_serves_them(self) -> None:
        assert Procedure.objects.filter(origin="built_in").count() == len(self.ROWS)
        assert procedures.search("đăng ký giám hộ", MONDAY)
