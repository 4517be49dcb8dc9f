"""One finding on its own page: read, decided as proposed, decided otherwise or kept, with who, when and why beside."""

from __future__ import annotations

from typing import Any

import pytest
from officers import text_of
from test_catalogue_rules import filled, reading

from thongsuot.register import procedures
from thongsuot.register.catalogue import adopting, local
from thongsuot.register.catalogue.definitions import Definition
from thongsuot.register.catalogue.models import ProcedureFinding
from thongsuot.register.models import Procedure
from thongsuot.web.entrance import today

BUILDING, AN = "1.013225", "Lý Thành An"
REASON = "Quyết định 12/QĐ-BXD ngày 20/11/2026"
NEWEST = "cases[nha-o].limit"


@pytest.fixture
def desk(desk: Any) -> Any:
    for module in (adopting, local):
        module.forget()
    yield desk
    for module in (adopting, local):
        module.forget()


def newest() -> Procedure:
    found = Procedure.objects.filter(code=BUILDING).order_by("-version").first()
    assert found is not None
    return found


def definition() -> Definition:
    return Definition.model_validate(newest().definition)


def finding(place: str = NEWEST, kind: str = "limits_disagree", **changed: Any) -> ProcedureFinding:
    given: dict[str, Any] = {
        "wording": "07 ngày; trực tuyến 05 ngày", "words": "Lấy 05 ngày làm việc", "confidence": 80, "weight": 9_000,
        "proposal": [{"at": "cases[nha-o].limit.amount", "value": 5}], "found_on": today(), **changed,
    }  # fmt: skip
    return ProcedureFinding.objects.create(code=BUILDING, authority=newest().authority, kind=kind, place=place, **given)


def decide(officer: Any, row: ProcedureFinding, way: str, **typed: str) -> Any:
    """Open the page and send its form as it stands, with what is chosen and typed."""
    page = officer.get(f"/danh-muc/can-quyet/{row.pk}")
    fields = filled(page)
    fields |= {"cach": way, "can_cu": REASON, **typed}
    return officer.post(f"/danh-muc/can-quyet/{row.pk}/quyet", fields)


class TestReading:
    @pytest.mark.parametrize("login", ["kiemsoat", "minh", "thu", "lanhdao", "quantri"])
    def test_the_source_s_words_stand_beside_what_is_proposed(self, desk: Any, login: str) -> None:
        said = reading(desk(login).get(f"/danh-muc/can-quyet/{finding().pk}"))
        for words in ("07 ngày; trực tuyến 05 ngày", "Lấy 05 ngày làm việc", "80 %", "trường hợp “Nhà ở riêng lẻ”"):
            assert words in said
        assert "05 ngày làm việc" in said, "the proposal beside what holds"
        assert "07 ngày làm việc" in said

    def test_only_who_may_decide_it_sees_a_form(self, desk: Any) -> None:
        row = finding()
        assert "Ghi quyết định" in reading(desk("quantri").get(f"/danh-muc/can-quyet/{row.pk}"))
        for login in ("kiemsoat", "minh", "lanhdao"):
            said = reading(desk(login).get(f"/danh-muc/can-quyet/{row.pk}"))
            assert "Ghi quyết định" not in said
            assert "do quản trị danh mục quyết định" in said
        assert desk("lan").get(f"/danh-muc/can-quyet/{row.pk}").status_code == 403

    @pytest.mark.parametrize("id", ["0", "999999999", "9" * 40])
    def test_what_is_not_there_is_a_sentence(self, desk: Any, id: str) -> None:
        answer = desk("quantri").get(f"/danh-muc/can-quyet/{id}")
        assert answer.status_code == 404
        assert "Không có điểm này" in reading(answer)

    def test_the_list_and_the_procedure_lead_there(self, desk: Any) -> None:
        address = f'href="/danh-muc/can-quyet/{finding().pk}"'
        assert address in desk("kiemsoat").get("/danh-muc/can-quyet").content.decode()
        assert address in desk("kiemsoat").get(f"/danh-muc/{BUILDING}").content.decode()

    def test_a_procedure_that_the_catalogue_lost_is_still_shown(self, desk: Any) -> None:
        row = finding()
        ProcedureFinding.objects.filter(pk=row.pk).update(code="9.999999")
        assert "07 ngày; trực tuyến" in reading(desk("quantri").get(f"/danh-muc/can-quyet/{row.pk}"))


class TestDeciding:
    def test_as_proposed(self, desk: Any) -> None:
        row, officer = finding(), desk("quantri")
        answer = decide(officer, row, "de-xuat")
        assert answer.status_code == 302, reading(answer)
        assert definition().case("nha-o").limit.amount == 5
        said = reading(officer.get(answer["Location"]))
        for words in ("Thủ tục có phiên bản mới", AN, REASON, "thay đổi nội dung thủ tục"):
            assert words in said, words
        assert "Ghi quyết định" not in said

    def test_otherwise_than_proposed_and_the_next_version_says_so(self, desk: Any) -> None:
        row, officer = finding(), desk("quantri")
        before = newest().version
        answer = decide(officer, row, "khac", **{"tl-nha-o-counter": "10", "tl-nha-o-online": "6"})
        assert answer.status_code == 302, reading(answer)
        case = definition().case("nha-o")
        assert (case.limit_for("counter").amount, case.limit_for("online").amount) == (10, 6)
        assert (newest().version, newest().verified) == (before + 1, False)
        row.refresh_from_db()
        assert (row.status, row.decided_by, row.decided_on, row.basis) == ("accepted", AN, today(), REASON)

    def test_kept_as_given_changes_nothing_and_is_written_down(self, desk: Any) -> None:
        row, officer, before = finding(), desk("quantri"), newest().version
        answer = decide(officer, row, "giu")
        said = reading(officer.get(answer["Location"]))
        assert "Nội dung thủ tục không thay đổi" in said
        assert "giữ như nguồn ghi" in said
        row.refresh_from_db()
        assert (row.status, row.decided_by, row.proposal) == ("settled", AN, [])
        assert newest().version == before

    def test_what_was_decided_is_listed_with_who_and_when(self, desk: Any) -> None:
        officer = desk("quantri")
        assert "Chưa có điểm nào được quyết định" in reading(officer.get("/danh-muc/can-quyet?xem=da-quyet"))
        decide(officer, finding(), "giu")
        said = reading(desk("minh").get("/danh-muc/can-quyet?xem=da-quyet"))
        for words in (AN, REASON, "Giữ như nguồn ghi"):
            assert words in said

    def test_control_decides_its_own_province_s_procedure(self, desk: Any) -> None:
        hanh = desk("kiemsoat")
        for authority, status in (("ubnd.46", 302), ("ubnd.01", 403)):
            row = finding()
            row.authority = authority
            row.save()
            page = filled(desk("quantri").get(f"/danh-muc/can-quyet/{row.pk}"))
            sent = {"_seen": page["_seen"], "cach": "giu", "can_cu": REASON}
            assert hanh.post(f"/danh-muc/can-quyet/{row.pk}/quyet", sent).status_code == status


class TestEditors:
    def done(self, desk: Any, row: ProcedureFinding, **typed: str) -> Definition:
        answer = decide(desk("quantri"), row, "khac", **typed)
        assert answer.status_code == 302, reading(answer)
        return definition()

    def test_an_unclear_limit_becomes_clear(self, desk: Any) -> None:
        row = newest()
        case = row.definition["cases"][0]
        assert case["key"] == "nha-o"
        case.update({"limit": {"unit": "none", "amount": 0}, "unclear": "Cổng ghi hai thời hạn"})
        case.pop("limit_by_channel", None)
        row.save(update_fields=["definition"])
        procedures.forget()
        typed = {"tl-nha-o-counter": "7", "dv-nha-o-counter": "working_day"}
        half = decide(desk("quantri"), finding(kind="limit_unclear", proposal=[]), "khac", **typed)
        assert half.status_code == 422
        assert "mọi hình thức nộp" in reading(half)
        for channel in ("counter", "online", "post"):
            typed |= {f"tl-nha-o-{channel}": "7", f"dv-nha-o-{channel}": "working_day"}
        made = self.done(desk, ProcedureFinding.objects.get(kind="limit_unclear", place=NEWEST), **typed)
        assert (made.case("nha-o").unclear, made.case("nha-o").limit.amount) == ("", 7)

    def test_a_fee_holds_for_every_case_that_has_the_same_fees(self, desk: Any) -> None:
        alike = [case.key for case in definition().cases if case.fees == definition().case("nha-o").fees]
        made = self.done(desk, finding("cases[nha-o].fees", "fee_in_words", proposal=[]), **{"phi-nha-o-0": "75.000"})
        assert {made.case(key).fees[0].amount for key in alike} == {75_000}
        assert REASON in made.case("nha-o").fees[0].note

    def test_papers_are_marked_as_needed_or_not(self, desk: Any) -> None:
        row = finding("cases[nha-o].papers", "required_unknown", proposal=[])
        wanted = {"can-0": "depends", "khi-0": "khi ủy quyền", "chinh-0": "0", "sao-0": "2"}
        paper = self.done(desk, row, **wanted).case("nha-o").papers[0]
        assert (paper.required, paper.when, paper.originals, paper.copies) == ("depends", "khi ủy quyền", 0, 2)

    @pytest.mark.parametrize(
        ("typed", "said"),
        [({"can-0": "yes", "khi-0": "khi nào"}, "khi nào cần"), ({"can-0": "depends", "khi-0": ""}, "khi nào cần"),
         ({"can-0": "lạ"}, "Chọn giấy tờ"), ({"chinh-0": "²"}, "số bản"), ({"sao-0": "9999"}, "số bản")],
    )  # fmt: skip
    def test_papers_marked_wrongly_are_told(self, desk: Any, typed: dict[str, str], said: str) -> None:
        row = finding("cases[nha-o].papers", "required_unknown", proposal=[])
        answer = decide(desk("quantri"), row, "khac", **typed)
        assert answer.status_code == 422
        assert said in reading(answer)

    def test_results_cases_and_agencies_are_named(self, desk: Any) -> None:
        made = self.done(desk, finding("cases[nha-o].results", "no_result", proposal=[]), dong="Giấy phép\n\nBản vẽ")
        assert [one.name for one in made.case("nha-o").results] == ["Giấy phép", "Bản vẽ"]
        made = self.done(desk, finding("cases", "case_twice", proposal=[]), **{"ten-nha-o": "Nhà ở của hộ gia đình"})
        assert made.case("nha-o").name == "Nhà ở của hộ gia đình"
        made = self.done(desk, finding("deciding", "no_authority", proposal=[]), dong="Ủy ban nhân dân cấp xã")
        assert made.deciding == ("Ủy ban nhân dân cấp xã",)

    def test_days_are_added_at_special_places(self, desk: Any) -> None:
        row = finding("cases", "special_places", proposal=[])
        (rule,) = self.done(desk, row, **{"loai-island": "1", "cong-nha-o": "10"}).case("nha-o").place_limits
        assert (rule.kinds, rule.adds) == (("island",), 10)

    @pytest.mark.parametrize("typed", [{}, {"loai-island": "1"}, {"loai-island": "1", "cong-nha-o": "x"}])
    def test_a_rule_for_special_places_says_where_and_how_many(self, desk: Any, typed: dict[str, str]) -> None:
        answer = decide(desk("quantri"), finding("cases", "special_places", proposal=[]), "khac", **typed)
        assert answer.status_code == 422

    def test_what_only_the_source_can_put_right_has_no_fields(self, desk: Any) -> None:
        row = finding("/legalBasisesDetails", "no_law", proposal=[])
        page = desk("quantri").get(f"/danh-muc/can-quyet/{row.pk}")
        assert "cơ quan công bố sửa ở nguồn" in text_of(page)
        assert 'value="khac"' not in page.content.decode()
        assert decide(desk("quantri"), row, "khac").status_code == 422
        assert decide(desk("quantri"), row, "giu").status_code == 302


class TestRefusals:
    @pytest.mark.parametrize("login", ["lan", "minh", "thu", "lanhdao", "kiemsoat"])
    def test_others_decide_nothing(self, desk: Any, login: str) -> None:
        row = finding()
        seen = filled(desk("quantri").get(f"/danh-muc/can-quyet/{row.pk}"))["_seen"]
        sent = {"_seen": seen, "cach": "giu", "can_cu": REASON}
        assert desk(login).post(f"/danh-muc/can-quyet/{row.pk}/quyet", sent).status_code == 403
        row.refresh_from_db()
        assert row.status == "open"

    @pytest.mark.parametrize(
        ("way", "typed", "said"),
        [("", {}, "Chọn cách quyết định"), ("giu", {"can_cu": " "}, "Ghi căn cứ"), ("khac", {}, "Chưa nhập giá trị"),
         ("khac", {"tl-nha-o-counter": "7"}, "Chưa nhập giá trị"),
         ("khac", {"tl-nha-o-counter": "\x00"}, "Chưa nhập giá trị"),
         ("khac", {"tl-nha-o-counter": "9" * 400}, "số nguyên từ 1")],
    )  # fmt: skip
    def test_what_is_missing_is_said_and_what_was_typed_is_kept(
        self, desk: Any, way: str, typed: dict[str, str], said: str
    ) -> None:
        row = finding()
        answer = decide(desk("quantri"), row, way, **typed)
        assert answer.status_code == 422
        assert said in reading(answer)
        row.refresh_from_db()
        assert row.status == "open"

    def test_a_proposal_is_not_accepted_where_there_is_none(self, desk: Any) -> None:
        assert decide(desk("quantri"), finding(proposal=[]), "de-xuat").status_code == 422

    def test_a_proposal_that_no_longer_fits_is_told_and_changes_nothing(self, desk: Any) -> None:
        row = finding(proposal=[{"at": "cases[cau].limit.amount", "value": 5}])
        answer = decide(desk("quantri"), row, "de-xuat")
        assert answer.status_code == 422
        row.refresh_from_db()
        assert row.status == "open"

    def test_what_changed_since_it_was_seen_is_not_decided(self, desk: Any) -> None:
        row, officer = finding(), desk("quantri")
        page = filled(officer.get(f"/danh-muc/can-quyet/{row.pk}"))
        ProcedureFinding.objects.filter(pk=row.pk).update(wording="Nguồn ghi khác rồi")
        sent = {"_seen": page["_seen"], "cach": "giu", "can_cu": REASON}
        answer = officer.post(f"/danh-muc/can-quyet/{row.pk}/quyet", sent)
        assert answer.status_code == 409
        assert "nguồn vừa thay đổi" in reading(answer)

    def test_twice_is_told(self, desk: Any) -> None:
        row, officer = finding(), desk("quantri")
        page = filled(officer.get(f"/danh-muc/can-quyet/{row.pk}"))
        sent = {"_seen": page["_seen"], "cach": "giu", "can_cu": REASON}
        assert officer.post(f"/danh-muc/can-quyet/{row.pk}/quyet", sent).status_code == 302
        assert officer.post(f"/danh-muc/can-quyet/{row.pk}/quyet", sent).status_code == 409
