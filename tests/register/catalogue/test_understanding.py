"""From the portal's answer to a version: what is certain is typed, each known fault is kept and listed."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from tests.register.catalogue.portal import case, fee, line, method, paper

from thongsuot.register.catalogue import source, understanding
from thongsuot.register.catalogue.definitions import Definition
from thongsuot.register.catalogue.understanding import Understood

TODAY = date(2026, 11, 23)
MOUNTAINS = "Đối với các xã miền núi, hải đảo thì thời gian thực hiện được tăng thêm 10 ngày làm việc"


def understood(**changed: Any) -> Understood:
    return understanding.understand(source.read(line(**changed)), TODAY)


def kinds(made: Understood) -> set[str]:
    return {finding.kind for finding in made.findings}


def one(made: Understood, kind: str) -> Any:
    (found,) = [finding for finding in made.findings if finding.kind == kind]
    return found


class TestASoundOne:
    def test_its_facts_are_typed_and_only_the_unmarked_papers_are_asked_about(self) -> None:
        made = understood()
        assert (made.code, made.authority, made.tier, made.online) == ("1.900001", "bo.G15", 3, "full")
        assert (made.decision, made.valid_from) == ("1/QĐ-BTP", date(2026, 7, 2))
        (only,) = made.definition.cases
        assert (only.key, only.name, only.limit.unit, only.limit.amount) == ("01", "Lần đầu", "working_day", 10)
        assert [(one.name, one.required) for one in only.papers] == [("Đơn đề nghị", "unknown")]
        assert made.definition.receiving.channels == ("counter", "online")
        assert kinds(made) == {"required_unknown"}

    def test_what_is_typed_goes_through_storage_unchanged(self) -> None:
        definition = understood().definition
        stored = definition.model_dump(mode="json", exclude_defaults=True)
        assert Definition.model_validate(stored) == definition

    def test_nothing_imported_is_marked_as_checked(self) -> None:
        (only,) = understood(executionMethods=[method("DIRECT", 10, "WORKING_DAY", "", fee(8000))]).definition.cases
        assert not only.limit.verified
        assert not any(fee.verified for fee in only.fees)


class TestLimits:
    def test_the_case_is_better_than_the_channel_and_the_difference_is_listed(self) -> None:
        made = understood(cases=[case(20)])
        assert made.definition.cases[0].limit.amount == 20
        finding = one(made, "limits_disagree")
        assert "20 WORKING_DAY" in finding.wording
        assert "10 WORKING_DAY" in finding.wording
        assert 0 < finding.confidence < 100

    def test_another_limit_online_is_kept_for_that_channel(self) -> None:
        (only,) = understood(executionMethods=[method("DIRECT"), method("ONLINE", 5)]).definition.cases
        assert (only.limit_for("counter").amount, only.limit_for("online").amount) == (10, 5)

    @pytest.mark.parametrize("amount", [1, 0, "Theo mô tả", None, -3, 10**9, 2.7])
    def test_what_is_not_understood_stays_unclear_with_its_wording(self, amount: Any) -> None:
        made = understood(cases=[case(amount, "OTHER")], executionMethods=[method("DIRECT", amount, "OTHER")])
        (only,) = made.definition.cases
        assert only.unclear
        assert only.limit.unit == "none"
        assert only.limit_at("counter") is None
        assert one(made, "limit_unclear").wording == only.unclear

    def test_a_unit_that_nobody_knows_is_not_guessed(self) -> None:
        made = understood(cases=[case(3, "FORTNIGHT")], executionMethods=[method("DIRECT", 3, "FORTNIGHT")])
        assert made.definition.cases[0].unclear
        assert {"odd_value", "limit_unclear"} <= kinds(made)

    def test_half_days_become_hours_and_are_asked_about(self) -> None:
        made = understood(cases=[case(7.5)], executionMethods=[method("DIRECT", 7.5)])
        assert (made.definition.cases[0].limit.unit, made.definition.cases[0].limit.amount) == ("working_hour", 60)
        assert one(made, "half_days").words == "Tính là 60 giờ làm việc (8 giờ một ngày)."

    def test_prose_in_the_number_is_read_and_listed_with_its_confidence(self) -> None:
        made = understood(cases=[], executionMethods=[method("DIRECT", "Không quá 05 ngày làm việc", "OTHER")])
        assert made.definition.cases[0].limit.amount == 5
        assert one(made, "limit_from_words").confidence == 85

    def test_same_day_of_the_steps_is_only_proposed_for_a_limit_that_is_not_understood(self) -> None:
        steps = [{"description": "nếu tiếp nhận hồ sơ sau 15 giờ thì trả kết quả trong ngày làm việc tiếp theo"}]
        made = understood(
            cases=[case(1, "OTHER")], executionMethods=[method("DIRECT", 1, "OTHER")], executionSteps=steps
        )
        assert made.definition.cases[0].unclear
        value = one(made, "limit_unclear").proposal[0]["value"]
        assert (value["unit"], value["cutoff"]) == ("same_day", "15:00:00")

    def test_the_mountain_rule_holds_at_a_mountain_place_only(self) -> None:
        (only,) = understood(executionMethods=[method("DIRECT", 10, "WORKING_DAY", MOUNTAINS)]).definition.cases
        assert only.limit_at("counter", frozenset({"mountain"})).amount == 20  # type: ignore[union-attr]
        assert only.limit_at("counter").amount == 10  # type: ignore[union-attr]
        assert only.limit_at("counter", frozenset({"border"})).amount == 10  # type: ignore[union-attr]

    def test_a_channel_that_counts_the_mountain_days_in_does_not_disagree(self) -> None:
        assert "limits_disagree" not in kinds(
            understood(cases=[case(10)], executionMethods=[method("DIRECT", 20, "WORKING_DAY", MOUNTAINS)])
        )

    def test_two_mountain_rules_are_left_to_a_person(self) -> None:
        other = MOUNTAINS.replace("10 ngày", "13 ngày")
        made = understood(executionMethods=[method("DIRECT", 10, "WORKING_DAY", f"{MOUNTAINS}. {other}")])
        assert made.definition.cases[0].place_limits == ()
        assert "special_places" in kinds(made)

    def test_same_day_written_in_the_number_becomes_a_rule(self) -> None:
        words = "Trong ngày làm việc; nhận sau 15 giờ thì trả vào ngày làm việc tiếp theo"
        (only,) = understood(cases=[], executionMethods=[method("DIRECT", words, "OTHER")]).definition.cases
        assert (only.limit.unit, only.limit.cutoff) == ("same_day", time(15))


class TestCases:
    def test_no_case_is_one_common_case_and_is_said(self) -> None:
        made = understood(cases=[])
        assert [case.key for case in made.definition.cases] == ["chung"]
        assert made.definition.cases[0].limit.amount == 10
        assert "no_case" in kinds(made)

    def test_cases_of_one_code_are_both_kept_whatever_their_order(self) -> None:
        twice = [case(10), case(5, name="Cấp lại")]
        made, turned = understood(cases=twice), understood(cases=twice[::-1])
        assert len({one.key for one in made.definition.cases}) == 2
        assert made.definition.cases == turned.definition.cases
        assert "case_twice" in kinds(made)

    def test_a_blank_in_a_code_is_taken_out_and_said(self) -> None:
        made = understood(code=" 1.900001", cases=[case(10, code=" 1.900001.01")])
        assert made.code == "1.900001"
        assert made.definition.cases[0].key == "01"
        assert "odd_value" in kinds(made)


class TestFees:
    def fees(self, *given: Any) -> Understood:
        return understood(executionMethods=[method("DIRECT", 10, "WORKING_DAY", "", *given)])

    @pytest.mark.parametrize("value", [17_500_000_000, -1, 10, "miễn phí", 2.5])
    def test_an_absurd_amount_is_not_charged_but_kept_in_words(self, value: Any) -> None:
        made = self.fees(fee(value))
        (only,) = made.definition.cases[0].fees
        assert only.amount is None
        assert str(value) in only.note
        assert str(value) in one(made, "fee_absurd").wording

    def test_a_fee_in_prose_is_no_zero(self) -> None:
        made = self.fees(fee(0, "Mức lệ phí do Hội đồng nhân dân cấp tỉnh quy định", "SERVICE_FEE"))
        (only,) = made.definition.cases[0].fees
        assert (only.amount, only.kind) == (None, "service_fee")
        assert one(made, "fee_in_words").confidence >= 80

    def test_a_plain_amount_and_a_plain_nothing_are_taken(self) -> None:
        made = self.fees(fee(70_000, "70.000 đồng/giấy"), fee(0, "Không"))
        assert {only.amount for only in made.definition.cases[0].fees} == {70_000, 0}
        assert not {"fee_in_words", "fee_absurd", "fee_contradicts"} & kinds(made)

    def test_a_number_against_its_words_is_listed(self) -> None:
        assert "70000" in one(self.fees(fee(50_000, "70.000 đồng/giấy")), "fee_contradicts").words

    def test_foreign_money_is_not_taken_for_dong(self) -> None:
        made = self.fees({**fee(10, "10 USD/bản"), "currencyName": "USD"})
        assert made.definition.cases[0].fees[0].amount is None


class TestPapers:
    def groups(self, *given: tuple[str, list[Any]]) -> Understood:
        return understood(executionCases=[{"name": name, "profileComponents": papers} for name, papers in given])

    def test_what_is_presented_and_what_is_advice_are_told_apart(self) -> None:
        made = self.groups(
            ("* Giấy tờ phải xuất trình:", [paper("G15-KQ2", "Hộ chiếu", 0)]),
            ("* Lưu ý:", [paper("G15-KQ3", "+ Bản chụp phải rõ nét", 0)]),
            ("", [paper("G15-KQ1", "Tờ khai"), paper("G15-KQ4", "Hoá đơn", 0)]),
        )
        (only,) = made.definition.cases
        assert {one.name: one.presented for one in only.papers} == {
            "Hộ chiếu": True,
            "Tờ khai": False,
            "Hoá đơn": False,
        }
        assert only.notes == ("+ Bản chụp phải rõ nét",)
        assert "Hoá đơn" in one(made, "paper_or_note").wording

    def test_the_order_of_the_source_does_not_matter_and_equal_codes_get_keys_of_their_own(self) -> None:
        papers = [paper("G15-KQ1", "Tờ khai"), paper("G15-KQ1", "Tờ khai mẫu 2"), paper("", "Ảnh")]
        made, turned = self.groups(("", papers)), self.groups(("", papers[::-1]))
        assert made.definition.cases == turned.definition.cases
        assert len({one.key for one in made.definition.cases[0].papers}) == 3

    def test_a_marked_paper_is_required_and_nothing_is_asked(self) -> None:
        made = self.groups(("", [{**paper("G15-KQ1", "Tờ khai"), "required": True}]))
        assert made.definition.cases[0].papers[0].required == "yes"
        assert "required_unknown" not in kinds(made)


class TestWhatIsMissing:
    @pytest.mark.parametrize(
        ("changed", "kind"),
        [
            ({"resultsDetails": []}, "no_result"),
            ({"legalBasisesDetails": []}, "no_law"),
            ({"departmentsAuthority": []}, "no_authority"),
            ({"departmentsAuthority": [], "departmentsExecuting": []}, "no_agency"),
            ({"procedureProposal": {}}, "no_decision"),
            ({"code": "1.014955-Xoa"}, "odd_code"),
        ],
    )
    def test_it_is_listed_and_the_procedure_is_taken_all_the_same(self, changed: Any, kind: str) -> None:
        made = understood(**changed)
        assert kind in kinds(made)
        assert made.definition.cases[0].results

    @pytest.mark.parametrize("day", [None, 0, -5, "hôm qua", 10**18, True])
    def test_an_impossible_day_is_not_taken(self, day: Any) -> None:
        made = understood(procedureProposal={"proposalNumber": "1/QĐ-BTP", "decisionDate": day})
        assert made.valid_from == TODAY
        assert "no_decision" in kinds(made)

    @pytest.mark.parametrize(
        "name",
        [
            "executionMethods",
            "executionCases",
            "cases",
            "resultsDetails",
            "procedureProposal",
            "isWard",
            "categoriesDetails",
        ],
    )
    @pytest.mark.parametrize("value", [17, "chữ", [1, None, "x"], {"a": [{}]}, True])
    def test_wrong_types_break_nothing(self, name: str, value: Any) -> None:
        made = understood(**{name: value})
        assert made.definition.cases
        assert all(len(finding.place) < 300 for finding in made.findings)


def test_a_former_ministry_s_code_and_a_province_s_name_the_body_that_stands() -> None:
    assert understood(departmentPromulgateCode="G04").authority == "bo.G17"
    assert understood(departmentPromulgateCode="H05").authority == "ubnd.24"
    assert understood(departmentPromulgateCode="D01", departmentPromulgateName="Tòa án").authority == "ma.D01"
