"""Procedures: ten definitions equal to their source, their types, versions, switching on and finding."""

from __future__ import annotations

import csv
import gzip
import json
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pydantic import ValidationError

from thongsuot.register import body_rules, procedures
from thongsuot.register.models import Procedure
from thongsuot.register.procedures import Confirmation, Definition, Fee, Limit, Paper, ProcedureFile, UnknownCase

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
with_source = pytest.mark.skipif(not SHARED.exists(), reason="the portal's answers are not beside the repository")

TODAY = date(2026, 11, 23)
BIRTH, MARRIAGE, DEATH, SINGLE, EXTRACT = "1.001193", "1.000894", "1.000656", "1.004873", "2.000635"
COPY, BUSINESS, ALLOWANCE, BUILDING, LAND = "2.000815", "1.001612", "1.001776", "1.013225", "1.012812"
TEN = {BIRTH, MARRIAGE, DEATH, SINGLE, EXTRACT, COPY, BUSINESS, ALLOWANCE, BUILDING, LAND}

CHANNELS = {"DIRECT": "counter", "ONLINE": "online", "POSTAL": "post"}
UNITS = {"WORKING_DAY": "working_day", "DAY": "calendar_day"}
FILES = {file.code: file for file in procedures.files()}


def source(code: str) -> dict[str, Any]:
    with gzip.open(SHARED / "procedures-sample.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            if f'"code": "{code}"' in line[:200]:
                found: dict[str, Any] = json.loads(line)["detail"]
                return found
    raise AssertionError(code)


def definition(code: str) -> Definition:
    return FILES[code].definition


class TestTheTenAgainstTheirSource:
    def test_there_are_exactly_ten(self) -> None:
        assert set(FILES) == TEN

    @with_source
    @pytest.mark.parametrize("code", sorted(TEN))
    def test_title_decision_field_and_address_are_the_portal_s(self, code: str) -> None:
        with (SHARED / "procedures-core.csv").open(encoding="utf-8") as file:
            row = next(row for row in csv.DictReader(file) if row["code"] == code)
        ours = FILES[code]
        assert (ours.title, ours.decision, ours.field) == (row["name"], row["decision"], row["field"])
        assert ours.definition.field_code == row["field_code"]
        assert (ours.valid_from.isoformat(), ours.definition.source) == (row["updated"], row["source_url"])
        assert ours.online == "full" if row["full_online"] == "True" else ours.online in ("partial", "none")

    @with_source
    @pytest.mark.parametrize("code", sorted(TEN))
    def test_channels_publisher_and_results_are_the_portal_s(self, code: str) -> None:
        theirs, ours = source(code), FILES[code]
        methods = {CHANNELS[method["submissionMethod"]] for method in theirs["executionMethods"]}
        assert set(ours.definition.receiving.channels) == methods
        assert (ours.online == "none") == ("online" not in methods)
        assert ours.sector == theirs["departmentPromulgateCode"]
        known = {result["code"] for result in theirs["resultsDetails"]}
        assert {result.code for case in ours.definition.cases for result in case.results} <= known

    @with_source
    @pytest.mark.parametrize("code", sorted(TEN))
    def test_papers_carry_the_portal_s_codes_and_counts(self, code: str) -> None:
        theirs = {
            part["code"]: (part["originalQty"], part["copyQty"])
            for case in source(code)["executionCases"]
            for part in case["profileComponents"]
        }
        for case in definition(code).cases:
            for paper in case.papers:
                originals, copies = theirs[paper.code]
                assert paper.originals == originals, paper.name
                assert paper.copies in (copies, 0), paper.name

    @with_source
    @pytest.mark.parametrize("code", sorted(TEN))
    def test_a_limit_is_verified_only_where_every_channel_and_every_case_of_the_source_agree(self, code: str) -> None:
        theirs = source(code)
        said = {(method["processingTime"], method["processingTimeUnit"]) for method in theirs["executionMethods"]}
        said |= {(case["processingDay"]["qty"], case["processingDay"]["type"]) for case in theirs["cases"]}
        agreed = len(said) == 1 and next(iter(said))[1] in UNITS
        for case in definition(code).cases:
            assert case.limit.verified == agreed
            assert agreed or case.limit_note, "what is unclear keeps the source's wording"
            if agreed:
                amount, unit = next(iter(said))
                assert (case.limit.amount, case.limit.unit) == (amount, UNITS[unit])

    @with_source
    @pytest.mark.parametrize("code", sorted(TEN))
    def test_a_verified_amount_is_an_amount_of_the_source(self, code: str) -> None:
        theirs = {
            (CHANNELS[method["submissionMethod"]], fee["value"])
            for method in source(code)["executionMethods"]
            for fee in method["fees"]
        }
        for case in definition(code).cases:
            for fee in case.fees:
                if fee.amount is not None:
                    assert (fee.channel, fee.amount) in theirs
                else:
                    assert not fee.verified
                    assert fee.note

    def test_what_a_provincial_council_decides_is_not_given_as_free(self) -> None:
        for code in (SINGLE, BUILDING):
            assert {fee.amount for case in definition(code).cases for fee in case.fees} == {None}
        assert {fee.amount for fee in definition(BIRTH).cases[0].fees} == {0}


class TestWhatTheTenShow:
    def test_several_kinds_of_limits_are_there(self) -> None:
        assert definition(BIRTH).cases[0].limit.unit == "same_day"
        assert definition(BIRTH).cases[0].limit.cutoff == time(15)
        assert definition(MARRIAGE).cases[0].limit.cutoff is None
        assert (definition(ALLOWANCE).cases[0].limit.unit, definition(ALLOWANCE).cases[0].limit.amount) == (
            "working_day",
            10,
        )
        assert (definition(LAND).case("thong-thuong").limit.unit, definition(LAND).cases[0].limit.amount) == (
            "calendar_day",
            30,
        )

    def test_a_house_and_another_building_have_their_own_limits(self) -> None:
        building = definition(BUILDING)
        assert building.case("nha-o").limit.amount == 7
        assert building.case("khong-theo-tuyen").limit.amount == 10
        with pytest.raises(UnknownCase, match="cau-duong"):
            building.case("cau-duong")

    def test_offices_that_settle_them_are_kinds_of_commune_offices(self) -> None:
        assert {file.definition.executing_kind for file in FILES.values()} == {"vp_xa", "pkt", "pvhxh"}
        assert {file.definition.executing_kind for file in FILES.values()} <= set(body_rules.NAMES)

    def test_every_paper_that_depends_says_on_what_and_every_case_asks_for_something(self) -> None:
        for file in FILES.values():
            for case in file.definition.cases:
                assert case.papers, file.code
                assert all(paper.when for paper in case.papers if paper.required == "depends")

    def test_a_household_business_may_be_registered_anywhere_in_its_province(self) -> None:
        assert [code for code in sorted(TEN) if definition(code).receiving.anywhere_in_province] == [BUSINESS]

    def test_copies_are_paid_by_the_page_cheaper_from_the_third_and_never_above_the_cap(self) -> None:
        (fee,) = definition(COPY).cases[0].fees_for("counter")
        assert [fee.total(pages) for pages in (0, 1, 2, 3, 10)] == [0, 2000, 4000, 5000, 12_000]
        assert fee.total(1000) == 200_000
        assert definition(COPY).cases[0].fees_for("online") == ()

    def test_business_registration_costs_otherwise_online_than_at_the_counter(self) -> None:
        case = definition(BUSINESS).cases[0]
        assert [fee.amount for fee in case.fees_for("counter")] == [50_000]
        assert [fee.amount for fee in case.fees_for("online")] == [150_000]
        assert not any(fee.verified for fee in case.fees)


class TestTypes:
    def test_a_limit_of_another_channel_goes_before_the_common_one(self) -> None:
        stored = definition(ALLOWANCE).cases[0].model_dump(mode="json")
        stored["limit_by_channel"] = {"post": {"unit": "working_day", "amount": 12}}
        case = procedures.Case.model_validate(stored)
        assert case.limit_for("post").amount == 12
        assert case.limit_for("counter").amount == 10

    def test_a_limit_has_the_shape_that_the_deadline_function_reads(self) -> None:
        limits = [case.limit for file in FILES.values() for case in file.definition.cases]
        for limit in limits:
            stored = limit.as_json()
            assert set(stored) <= {"unit", "amount", "cutoff", "on_supplement", "basis", "verified"}
            assert Limit.model_validate_json(json.dumps(stored)) == limit

    def test_the_engine_reads_every_limit_of_the_ten(self) -> None:
        facts = pytest.importorskip("thongsuot.engine.deadline_facts")
        for file in FILES.values():
            for case in file.definition.cases:
                assert facts.Limit.from_json(case.limit.as_json()).amount == case.limit.amount

    @pytest.mark.parametrize(
        "stored",
        [
            {"unit": "working_day", "amount": 0},
            {"unit": "same_day", "amount": 1},
            {"unit": "working_day", "amount": 3, "cutoff": "15:00"},
            {"unit": "OTHER", "amount": 3},
            {"unit": "working_day", "amount": -1},
            {"unit": "working_day", "amount": 3, "on_supplement": "stop"},
            {"unit": "working_day", "amount": 3, "extra": 1},
        ],
    )
    def test_a_limit_that_makes_no_sense_is_refused(self, stored: dict[str, Any]) -> None:
        with pytest.raises(ValidationError):
            Limit.model_validate(stored)

    @pytest.mark.parametrize("amount", [-1, 17_500_000_000, "2000 đồng", 10.5])
    def test_an_absurd_fee_is_refused(self, amount: Any) -> None:
        with pytest.raises(ValidationError):
            Fee(channel="counter", kind="fee", name="Phí", amount=amount)
        assert Fee(channel="counter", kind="fee", name="Phí", amount=8000).total(3) == 24_000
        assert Fee(channel="counter", kind="fee", name="Phí", amount=None).total(3) is None

    def test_a_paper_says_when_it_is_needed_exactly_when_that_depends(self) -> None:
        assert Paper(key="a", name="Đơn", required="depends", when="khi ủy quyền").when
        with pytest.raises(ValidationError, match="Đơn"):
            Paper(key="a", name="Đơn", required="depends")
        with pytest.raises(ValidationError):
            Paper(key="a", name="Đơn", required="yes", when="khi ủy quyền")

    def test_a_definition_is_frozen_and_takes_no_unknown_word(self) -> None:
        with pytest.raises(ValidationError):
            definition(BIRTH).executing_kind = "pkt"  # type: ignore[misc]
        stored = definition(BIRTH).model_dump(mode="json")
        with pytest.raises(ValidationError):
            Definition.model_validate({**stored, "limt": 3})

    def test_two_cases_or_two_papers_of_one_key_are_refused(self) -> None:
        stored = definition(BIRTH).model_dump(mode="json")
        with pytest.raises(ValidationError, match="trùng khóa"):
            Definition.model_validate({**stored, "cases": stored["cases"] * 2})
        case = stored["cases"][0]
        with pytest.raises(ValidationError, match="trùng khóa"):
            procedures.Case.model_validate({**case, "papers": case["papers"][:1] * 2})

    @pytest.mark.parametrize("code", [" 1.001193", "1.1193", "BTP-1", ""])
    def test_a_file_with_an_odd_code_is_refused(self, code: str) -> None:
        stored = FILES[BIRTH].model_dump(mode="json")
        assert ProcedureFile.model_validate({**stored, "code": BIRTH}).code == BIRTH
        if code.strip() != BIRTH:
            with pytest.raises(ValidationError):
                ProcedureFile.model_validate({**stored, "code": code})
        else:
            assert ProcedureFile.model_validate({**stored, "code": code}).code == BIRTH


@pytest.fixture
def loaded(db: None) -> Any:
    procedures.forget()
    procedures.load_procedures()
    yield
    procedures.forget()


@pytest.mark.usefixtures("loaded")
class TestVersions:
    def test_loading_again_writes_nothing(self) -> None:
        assert Procedure.objects.count() == 10
        assert procedures.load_procedures() == 0

    def test_the_version_of_a_day_is_found_and_none_before_it_was_published(self) -> None:
        found = procedures.procedure(BIRTH, TODAY)
        assert found
        assert (found.title, found.authority, found.version, found.verified) == (
            "Thủ tục đăng ký khai sinh", "bo.G15", 1, False,
        )  # fmt: skip
        assert found.definition == definition(BIRTH)
        assert procedures.procedure(BIRTH, date(2026, 4, 14)) is None
        assert procedures.procedure("9.999999", TODAY) is None

    def test_a_changed_file_is_a_new_version_and_the_old_one_stays_readable(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        changed = FILES[BIRTH].model_copy(update={"decision": "999/QĐ-BTP", "valid_from": date(2026, 12, 1)})
        monkeypatch.setattr(procedures, "files", lambda: [changed])
        assert procedures.load_procedures() == 1
        old, new = procedures.procedure(BIRTH, date(2026, 11, 30)), procedures.procedure(BIRTH, date(2026, 12, 1))
        assert old
        assert new
        assert (old.version, old.decision, old.valid_to) == (1, "163/QĐ-BTP", date(2026, 12, 1))
        assert (new.version, new.decision, new.valid_to) == (2, "999/QĐ-BTP", None)
        assert procedures.version(BIRTH, "bo.G15", 1) == old
        assert procedures.version(BIRTH, "bo.G15", 3) is None
        assert procedures.load_procedures() == 0

    def test_a_change_that_keeps_its_day_is_refused_and_nothing_is_written(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        changed = FILES[BIRTH].model_copy(update={"decision": "999/QĐ-BTP"})
        monkeypatch.setattr(procedures, "files", lambda: [changed])
        with pytest.raises(ValueError, match=BIRTH):
            procedures.load_procedures()
        assert Procedure.objects.get(code=BIRTH).decision == "163/QĐ-BTP"

    def test_a_province_s_own_version_is_asked_for_by_its_name_and_the_ministry_s_goes_first(self) -> None:
        row = Procedure.objects.get(code=BIRTH)
        row.pk, row.authority, row.decision = None, "ubnd.46", "10/QĐ-UBND"
        row.save()
        procedures.forget()
        own = procedures.procedure(BIRTH, TODAY, "ubnd.46")
        common = procedures.procedure(BIRTH, TODAY)
        assert own
        assert common
        assert (own.decision, common.decision) == ("10/QĐ-UBND", "163/QĐ-BTP")
        assert procedures.procedure(BIRTH, TODAY, "ubnd.04") is None

    def test_the_second_question_costs_no_statement(self) -> None:
        procedures.forget()
        with CaptureQueriesContext(connection) as first:
            procedures.procedure(BIRTH, TODAY)
        with CaptureQueriesContext(connection) as second:
            procedures.procedure(MARRIAGE, TODAY)
            procedures.switched_on(TODAY)
        assert (len(first), len(second)) == (1, 0)


@pytest.mark.usefixtures("loaded")
class TestSwitchingOn:
    CONFIRMATION = Confirmation(by="Võ Minh Hạnh", on=TODAY, basis="Quyết định 163/QĐ-BTP")

    def test_nothing_is_switched_on_before_a_named_officer_confirms_it(self, settings: Any) -> None:
        settings.DEMO = False
        assert procedures.switched_on(TODAY) == []
        procedures.confirm_procedure(BIRTH, "bo.G15", 1, self.CONFIRMATION)
        (birth,) = procedures.switched_on(TODAY)
        assert (birth.code, birth.verified) == (BIRTH, True)
        assert birth.definition.confirmation == self.CONFIRMATION

    def test_the_demonstration_receives_under_all_and_marks_each_unverified(self, settings: Any) -> None:
        settings.DEMO = True
        assert {view.code for view in procedures.switched_on(TODAY)} == TEN
        assert not any(view.verified for view in procedures.switched_on(TODAY))

    def test_a_confirmed_version_is_not_written_anew_by_the_next_load(self) -> None:
        procedures.confirm_procedure(BIRTH, "bo.G15", 1, self.CONFIRMATION)
        assert procedures.load_procedures() == 0
        found = procedures.procedure(BIRTH, TODAY)
        assert found
        assert found.verified

    def test_a_version_that_does_not_exist_cannot_be_confirmed(self) -> None:
        with pytest.raises(LookupError, match=BIRTH):
            procedures.confirm_procedure(BIRTH, "bo.G15", 7, self.CONFIRMATION)
        with pytest.raises(ValidationError):
            Confirmation(by="", on=TODAY, basis="Quyết định")


@pytest.mark.usefixtures("loaded")
class TestFinding:
    @pytest.mark.parametrize(
        ("text", "first"),
        [
            ("khai sinh", BIRTH),
            ("KHAI SINH", BIRTH),
            ("dang ky ket hon", MARRIAGE),
            ("tình trạng hôn nhân", SINGLE),
            ("ho kinh doanh", BUSINESS),
            ("giấy phép xây dựng", BUILDING),
            ("tro cap xa hoi", ALLOWANCE),
            ("tranh chap dat", LAND),
            ("1.000656", DEATH),
            ("2.0008", COPY),
        ],
    )
    def test_words_with_or_without_marks_find_the_procedure_first(self, text: str, first: str) -> None:
        assert procedures.search(text, TODAY)[0].code == first

    def test_words_may_stand_in_any_order_and_one_too_many_does_not_hide_what_is_meant(self) -> None:
        assert procedures.search("hôn nhân tình trạng", TODAY)[0].code == SINGLE
        assert procedures.search("khai sinh vũ trụ", TODAY)[0].code == BIRTH

    def test_no_text_finds_all_of_the_tier_and_of_the_day(self) -> None:
        assert {view.code for view in procedures.search("", TODAY)} == TEN
        assert procedures.search("", TODAY, tier=1) == []
        assert {view.code for view in procedures.in_force(date(2026, 4, 15))} == {BIRTH, DEATH}
        assert procedures.in_force(date(2026, 4, 15) - timedelta(days=1)) == []
