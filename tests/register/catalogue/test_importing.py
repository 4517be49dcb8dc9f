"""Importing: once is like twice, order does not matter, a change is a new dated version, old ones stay."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.register.catalogue.portal import SAMPLE, case, line, method, other, written

from thongsuot.register import procedures
from thongsuot.register.catalogue import built_in, deciding, importing
from thongsuot.register.catalogue.importing import Outcome
from thongsuot.register.catalogue.models import CatalogueImport, ProcedureFinding, ProcedureSource
from thongsuot.register.models import Competence, Procedure

HANH = "Võ Minh Hạnh"
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
KITE = "1.900001"
with_source = pytest.mark.skipif(not SAMPLE.exists(), reason="the portal's answers are not beside the repository")


@pytest.fixture(autouse=True)
def _empty(db: None) -> Any:
    procedures.forget()
    yield
    procedures.forget()


def take(tmp_path: Path, *lines: dict[str, Any] | str, today: date = MONDAY) -> Outcome:
    return importing.import_file(written(tmp_path / "a.jsonl.gz", lines), HANH, today=today)


def state() -> list[Any]:
    """Everything that an import writes, without the marks of when and in which run."""
    columns = ("code", "authority", "version", "title", "definition", "valid_from", "valid_to", "content", "origin")
    found = ("code", "authority", "kind", "place", "wording", "words", "confidence", "weight", "status")
    competence = ("procedure_code", "nature", "body_kind", "body_id", "wording", "status", "valid_from", "valid_to")
    return [
        list(Procedure.objects.order_by("code", "authority", "version").values_list(*columns)),
        list(ProcedureFinding.objects.order_by("code", "authority", "kind", "place").values_list(*found)),
        list(Competence.objects.order_by(*competence).values_list(*competence)),
        sorted(ProcedureSource.objects.values_list("digest", flat=True)),
    ]


class TestOnce:
    def test_importing_twice_is_like_importing_once(self, tmp_path: Path) -> None:
        lines = [line(KITE), line("1.900002", cases=[case(20)]), line("1.900003", cases=[])]
        assert take(tmp_path, *lines).created == 3
        before = state()
        again = take(tmp_path, *lines, today=TUESDAY)
        assert (again.created, again.changed, again.unchanged) == (0, [], 3)
        assert state() == before

    @pytest.mark.parametrize("seed", range(3))
    def test_the_order_of_lines_and_of_their_lists_does_not_matter(self, tmp_path: Path, seed: int) -> None:
        lines = [line(f"1.90000{n}", cases=[case(n + 1), case(3, name="Cấp lại")]) for n in range(6)]
        lines.append(line("1.900003", name="Bản mới hơn", updatedAt=9_999_999_999_999))
        take(tmp_path, *lines)
        before = state()[:3]
        Procedure.objects.all().delete()
        ProcedureFinding.objects.all().delete()
        Competence.objects.all().delete()
        random.Random(seed).shuffle(lines)
        for one in lines:
            one["detail"]["executionMethods"].reverse()
            one["detail"]["cases"].reverse()
        take(tmp_path, *lines)
        assert state()[:3] == before
        assert Procedure.objects.get(code="1.900003").title == "Bản mới hơn"

    def test_the_same_code_twice_takes_the_later_keeps_both_sources_and_says_so(self, tmp_path: Path) -> None:
        newer = line(KITE, name="Thủ tục mới", updatedAt=9_999_999_999_999)
        assert take(tmp_path, newer, line(KITE)).twice == 1
        assert Procedure.objects.get(code=KITE).title == "Thủ tục mới"
        assert ProcedureSource.objects.filter(code=KITE).count() == 2
        assert ProcedureFinding.objects.filter(code=KITE, kind="published_twice").exists()

    def test_bad_lines_are_recorded_and_the_rest_is_taken(self, tmp_path: Path) -> None:
        outcome = take(tmp_path, line(KITE), "{oops", line("1." + "9" * 40))
        assert (outcome.created, [fault.number for fault in outcome.faults]) == (1, [2, 3])
        record = CatalogueImport.objects.get()
        assert (record.imported_by, len(record.faults), record.figures["created"]) == (HANH, 2, 1)

    def test_the_source_is_kept_as_given(self, tmp_path: Path) -> None:
        given = line(KITE, somethingNew={"a": [1, 2]}, note="ghi chú <b>riêng</b>")
        take(tmp_path, given)
        assert importing.original(Procedure.objects.get(code=KITE).source) == given
        with pytest.raises(LookupError):
            importing.original("0" * 64)


class TestAgain:
    def test_a_changed_limit_is_a_version_from_the_day_it_was_seen_and_the_old_one_stays(self, tmp_path: Path) -> None:
        take(tmp_path, line(KITE))
        ten = [method("DIRECT", 7), method("ONLINE", 7)]
        outcome = take(tmp_path, line(KITE, cases=[case(7)], executionMethods=ten), today=TUESDAY)
        assert outcome.changed == [[KITE, "bo.G15", 1, 2]]
        old, new = procedures.procedure(KITE, MONDAY), procedures.procedure(KITE, TUESDAY)
        assert old is not None
        assert new is not None
        assert [one.definition.cases[0].limit.amount for one in (old, new)] == [10, 7]
        assert (old.version, old.valid_to, new.version, new.valid_from) == (1, TUESDAY, 2, TUESDAY)
        assert importing.differences(KITE, "bo.G15", 1, 2) == [
            {"at": "cases[01].limit.amount", "before": 10, "value": 7}
        ]

    def test_a_dossier_s_version_is_found_by_its_number_whatever_came_after(self, tmp_path: Path) -> None:
        take(tmp_path, line(KITE))
        take(tmp_path, line(KITE, name="Tên mới"), today=TUESDAY)
        kept = procedures.version(KITE, "bo.G15", 1)
        assert kept is not None
        assert kept.title == "Thủ tục xác nhận nơi thả diều"

    def test_a_new_decision_holds_from_its_own_day(self, tmp_path: Path) -> None:
        take(tmp_path, line(KITE))
        proposal = {"proposalNumber": "9/QĐ-BTP", "decisionDate": 1_793_466_000_000}
        take(tmp_path, line(KITE, procedureProposal=proposal), today=TUESDAY)
        assert Procedure.objects.get(code=KITE, version=2).valid_from == date(2026, 11, 1)

    def test_two_changes_on_one_day_leave_one_version_in_force(self, tmp_path: Path) -> None:
        for name in ("Tên một", "Tên hai", "Tên ba"):
            take(tmp_path, line(KITE, name=name))
        assert Procedure.objects.filter(code=KITE).count() == 3
        found = procedures.procedure(KITE, MONDAY)
        assert found is not None
        assert found.title == "Tên ba"

    def test_steps_are_not_typed_but_their_change_is_a_version_too(self, tmp_path: Path) -> None:
        take(tmp_path, line(KITE))
        steps = [{"name": "", "description": "Nộp hồ sơ ở quầy số 2."}]
        assert take(tmp_path, line(KITE, executionSteps=steps), today=TUESDAY).changed
        (change,) = importing.differences(KITE, "bo.G15", 1, 2)
        assert change["at"].startswith("/detail.executionSteps")

    def test_the_portal_s_clock_alone_changes_nothing(self, tmp_path: Path) -> None:
        take(tmp_path, line(KITE))
        outcome = take(tmp_path, line(KITE, updatedAt=1_790_000_000_000, state="ACTIVE"), today=TUESDAY)
        assert (outcome.changed, outcome.unchanged) == ([], 1)

    def test_what_a_file_leaves_out_stays(self, tmp_path: Path) -> None:
        take(tmp_path, line(KITE), line("1.900002"))
        assert take(tmp_path, line("1.900002")).absent == 1
        assert procedures.procedure(KITE, MONDAY)

    def test_the_same_code_of_a_province_is_a_procedure_of_its_own(self, tmp_path: Path) -> None:
        local = line(KITE, departmentPromulgateCode="H05", departmentPromulgateName="UBND tỉnh Bắc Ninh")
        assert take(tmp_path, line(KITE), local).created == 2
        national = procedures.procedure(KITE, MONDAY)
        own = procedures.procedure(KITE, MONDAY, "ubnd.24")
        assert national is not None
        assert own is not None
        assert (national.authority, own.authority) == ("bo.G15", "ubnd.24")
        assert take(tmp_path, line(KITE), local, today=TUESDAY).competences == 0


class TestOurs:
    def test_the_ten_win_over_the_portal_and_a_newer_decision_is_listed(self, tmp_path: Path) -> None:
        procedures.load_procedures()
        outcome = take(tmp_path, line("1.001193", name="Khai sinh theo cổng"))
        assert (outcome.kept_ours, outcome.created) == (1, 0)
        found = procedures.procedure("1.001193", MONDAY)
        assert found is not None
        assert found.title == "Thủ tục đăng ký khai sinh"
        finding = ProcedureFinding.objects.get(code="1.001193")
        assert finding.kind == "newer_than_ours"
        assert "163/QĐ-BTP" in finding.wording

    def test_the_built_in_gives_way_to_the_portal_and_never_comes_back(self, tmp_path: Path) -> None:
        assert built_in.load() > 120
        assert built_in.load() == 0
        one = next(iter(built_in.built_in()))
        full = line(one.code, departmentPromulgateCode=one.sector)
        assert take(tmp_path, full).replaced == 1
        assert built_in.load() == 0
        found = procedures.procedure(one.code, MONDAY)
        assert found is not None
        assert found.origin == "portal"


class TestDeciding:
    def unclear(self) -> dict[str, Any]:
        words = [{"description": "nếu nhận sau 15 giờ thì trả kết quả trong ngày làm việc tiếp theo"}]
        methods = [method("DIRECT", 1, "OTHER")]
        return line(KITE, cases=[case(1, "OTHER")], executionMethods=methods, executionSteps=words)

    def test_an_accepted_proposal_is_a_new_version_and_outlives_the_next_import(self, tmp_path: Path) -> None:
        take(tmp_path, self.unclear())
        (finding,) = deciding.report(["limit_unclear"])
        assert deciding.accept([finding.pk], HANH, "Quyết định 1/QĐ-BTP", MONDAY) == 1
        found = procedures.procedure(KITE, MONDAY)
        assert found is not None
        assert (found.version, found.definition.cases[0].limit.unit) == (2, "same_day")
        assert take(tmp_path, self.unclear(), today=TUESDAY).unchanged == 1
        assert deciding.report(["limit_unclear"]) == []

    def test_other_words_of_the_source_open_it_again(self, tmp_path: Path) -> None:
        take(tmp_path, self.unclear())
        (finding,) = deciding.report(["limit_unclear"])
        deciding.accept([finding.pk], HANH, "Quyết định 1/QĐ-BTP", MONDAY)
        take(tmp_path, other(self.unclear(), cases=[case(4, "OTHER")]), today=TUESDAY)
        assert [one.pk for one in deciding.report(["limit_unclear"])] == [finding.pk]
        found = procedures.procedure(KITE, TUESDAY)
        assert found is not None
        assert found.definition.cases[0].unclear

    def test_a_person_may_decide_otherwise_than_proposed(self, tmp_path: Path) -> None:
        take(tmp_path, self.unclear())
        (finding,) = deciding.report(["limit_unclear"])
        wanted: list[Any] = [
            {"at": "cases[01].limit", "value": {"unit": "working_day", "amount": 3}},
            {"at": "cases[01].unclear"},
        ]
        assert deciding.settle(finding.pk, wanted, HANH, "Quyết định 1/QĐ-BTP, mục 4", MONDAY) == 1
        found = procedures.procedure(KITE, MONDAY)
        assert found is not None
        assert found.definition.cases[0].limit.amount == 3

    def test_nobody_decides_without_a_name_or_twice(self, tmp_path: Path) -> None:
        take(tmp_path, self.unclear())
        (finding,) = deciding.report(["limit_unclear"])
        with pytest.raises(ValueError, match="Ghi tên"):
            deciding.accept([finding.pk], " ", "Quyết định", MONDAY)
        deciding.accept([finding.pk], HANH, "Quyết định", MONDAY)
        with pytest.raises(LookupError):
            deciding.accept([finding.pk], HANH, "Quyết định", MONDAY)

    def test_what_concerns_most_people_comes_first(self, tmp_path: Path) -> None:
        province = {"isWard": False, "isProvince": True}
        rare = [{"name": "Thả diều", "code": "G15-XX"}]
        take(tmp_path, line("1.900009", categoriesDetails=rare, **province), line("1.900002", **province), line(KITE))
        assert [one.code for one in deciding.report(["required_unknown"])] == [KITE, "1.900002", "1.900009"]

    def test_what_the_source_mended_is_open_no_more(self, tmp_path: Path) -> None:
        take(tmp_path, line(KITE, cases=[]))
        assert "no_case" in deciding.counts()
        take(tmp_path, line(KITE), today=TUESDAY)
        assert "no_case" not in deciding.counts()
        take(tmp_path, line(KITE, cases=[]), today=TUESDAY)
        assert "no_case" in deciding.counts()


@with_source
class TestTheSample:
    def test_every_procedure_of_the_sample_is_taken_and_a_second_time_changes_nothing(self) -> None:
        first = importing.import_file(SAMPLE, HANH, today=MONDAY)
        assert (first.created, first.faults) == (798, [])
        again = importing.import_file(SAMPLE, HANH, today=TUESDAY)
        assert (again.created, again.changed, again.unchanged, again.competences) == (0, [], 798, 0)
        kinds = set(deciding.counts())
        assert {"limit_unclear", "limits_disagree", "no_case", "fee_in_words", "fee_absurd", "no_authority"} <= kinds
        special = sum(
            any("place_limits" in one for one in definition["cases"])
            for definition in Procedure.objects.values_list("definition", flat=True)
        )
        assert special >= 40
