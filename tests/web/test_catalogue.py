"""The catalogue on pages: read by who oversees, switched on by a house's own, decided by control and administrators."""

from __future__ import annotations

from datetime import date
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from officers import Officer, text_of

from thongsuot.register import competences, demo, procedures
from thongsuot.register.catalogue import adopting, deciding, local, looking, proposing
from thongsuot.register.catalogue.models import Adoption, ProcedureFinding
from thongsuot.register.models import Competence
from thongsuot.web.entrance import today

BUILDING, BIRTH = "1.013225", "1.001193"
HANH, MINH = "Võ Minh Hạnh", "Hoàng Đức Minh"
HUE, WARD = "ubnd.46", f"ubnd.{demo.WARD}"
BASIS = "Quyết định 12/QĐ-UBND ngày 20/11/2026"
LIMIT = "cases[nha-o].limit.amount"


@pytest.fixture
def desk(desk: Any) -> Any:
    adopting.forget()
    local.forget()
    yield desk
    adopting.forget()
    local.forget()


def reading(answer: Any) -> str:
    return unescape(text_of(answer))


def publisher(code: str = BUILDING) -> str:
    view = procedures.procedure(code, today())
    assert view is not None
    return view.authority


def finding(place: str = LIMIT, *, code: str = BUILDING, authority: str = "", **changed: Any) -> ProcedureFinding:
    given: dict[str, Any] = {
        "kind": "limits_disagree", "wording": "07 ngày; trực tuyến 05 ngày", "words": "Lấy 05 ngày làm việc",
        "proposal": [{"at": place, "value": 5}], "confidence": 80, "weight": 9_000, "found_on": today(), **changed,
    }  # fmt: skip
    return ProcedureFinding.objects.create(code=code, authority=authority or publisher(code), place=place, **given)


def proposal(code: str = BUILDING, **changed: Any) -> Competence:
    given: dict[str, Any] = {
        "nature": "consult", "body_kind": "ubnd_xa", "provision": "Đề xuất", "legal_basis": "Đề xuất",
        "status": "proposed", "wording": "cơ quan phối hợp: Ủy ban nhân dân cấp xã", "confidence": 55,
        "valid_from": date(2025, 7, 1), "recorded_on": today(), **changed,
    }  # fmt: skip
    return Competence.objects.create(procedure_code=code, **given)


class TestTheList:
    @pytest.mark.parametrize("login", ["kiemsoat", "quantri", "minh", "thu", "lanhdao"])
    def test_who_oversees_or_heads_reads_it_and_finds_it_in_the_menu(self, desk: Any, login: str) -> None:
        officer = desk(login)
        answer = officer.get("/danh-muc")
        assert answer.status_code == 200
        assert 'href="/danh-muc"' in officer.get("/khac").content.decode(), "among the seven places or with the rest"
        assert "Chưa xác minh" in reading(answer)
        assert "quốc gia; " in reading(answer)

    @pytest.mark.parametrize("login", ["lan", "nam", "van"])
    def test_who_settles_dossiers_does_not(self, desk: Any, login: str) -> None:
        officer = desk(login)
        for address in ("/danh-muc", f"/danh-muc/{BUILDING}", "/danh-muc/can-quyet", "/danh-muc/tham-quyen"):
            assert officer.get(address).status_code == 403
        assert 'href="/danh-muc"' not in officer.get("/viec").content.decode()

    def test_it_finds_as_people_type_and_filters_by_tier_and_field(self, desk: Any) -> None:
        minh = desk("minh")
        assert "giấy phép xây dựng mới" in reading(minh.get("/danh-muc?tim=xin phep xay nha"))
        assert BUILDING in reading(minh.get(f"/danh-muc?tim={BUILDING}"))
        view = procedures.procedure(BIRTH, today())
        assert view is not None
        only = reading(minh.get("/danh-muc", {"linh-vuc": view.field, "cap": "3"}))
        assert BIRTH in only
        assert BUILDING not in only

    def test_nothing_found_says_what_to_do_and_odd_addresses_break_nothing(self, desk: Any) -> None:
        minh = desk("minh")
        assert "Không tìm thấy thủ tục nào" in reading(minh.get("/danh-muc?tim=zzzzqqqq"))
        for odd in ("trang=9999999", "trang=²", "cap=x", "don-vi=%00", "linh-vuc='--", "trang=-1"):
            assert minh.get(f"/danh-muc?{odd}").status_code == 200

    def test_what_my_body_receives_under_is_told_apart(self, desk: Any, settings: Any) -> None:
        settings.DEMO = False
        minh = desk("minh")
        assert "Đơn vị bạn chưa áp dụng" in reading(minh.get("/danh-muc?ap-dung=1"))
        assert "Chưa bật" in reading(minh.get("/danh-muc"))
        adopting.switch_on([(BUILDING, publisher())], WARD, MINH, BASIS, today())
        said = reading(minh.get("/danh-muc?ap-dung=1"))
        assert f"Đã bật, {MINH} xác nhận" in said
        assert BIRTH not in said

    def test_an_officer_of_no_place_is_told_nothing_of_an_own_body(self, desk: Any) -> None:
        said = reading(desk("quantri").get("/danh-muc"))
        assert "Ở đơn vị tôi" not in said


class TestOneProcedure:
    def test_it_says_cases_limits_papers_powers_and_versions(self, desk: Any) -> None:
        answer = desk("kiemsoat").get(f"/danh-muc/{BUILDING}")
        assert answer.status_code == 200
        said = reading(answer)
        for heading in ("Các trường hợp", "Giấy tờ", "Phí, lệ phí", "Kết quả", "Căn cứ pháp lý", "Thẩm quyền đã ghi"):
            assert heading in said
        assert "07 ngày làm việc" in said
        assert "Phiên bản 1" in said
        assert "Không có khác biệt nào" in said

    def test_what_is_not_there_is_a_sentence(self, desk: Any) -> None:
        answer = desk("kiemsoat").get("/danh-muc/9.999999")
        assert answer.status_code == 404
        assert "Không có thủ tục này trong danh mục" in reading(answer)

    def test_what_is_unclear_stands_with_the_wording_of_the_source(self, desk: Any) -> None:
        finding()
        said = reading(desk("minh").get(f"/danh-muc/{BUILDING}"))
        assert "07 ngày; trực tuyến 05 ngày" in said
        assert "Lấy 05 ngày làm việc (80 %)" in said

    def test_a_province_s_rule_is_seen_there_and_not_elsewhere(self, desk: Any) -> None:
        local.set_rule(
            BUILDING, publisher(), "46", [{"at": LIMIT, "value": 4}], decided_by="Hội đồng nhân dân thành phố Huế",
            basis="Nghị quyết 5/2026/NQ-HĐND", since=today(), by=HANH,
        )  # fmt: skip
        minh = desk("minh")
        here = reading(minh.get(f"/danh-muc/{BUILDING}"))
        assert "Nghị quyết 5/2026/NQ-HĐND" in here
        assert "04 ngày làm việc" in here
        assert "Nghị quyết 5/2026/NQ-HĐND" not in reading(minh.get(f"/danh-muc/{BUILDING}?noi="))

    def test_versions_tell_what_changed_field_by_field(self, desk: Any) -> None:
        deciding.accept([finding().pk], HANH, BASIS, today())
        said = reading(desk("minh").get(f"/danh-muc/{BUILDING}"))
        assert "Phiên bản 2" in said
        assert "1 chỗ khác phiên bản trước" in said
        assert "thời hạn › số lượng" in said


def switching(own: str, work: str = "bat", **changed: str) -> dict[str, str]:
    return {
        "don-vi": own, "ban-hanh": publisher(), "viec": work, "can_cu": BASIS, "da_xem": "1", **changed,
    }  # fmt: skip


class TestSwitching:
    ADDRESS = f"/danh-muc/{BUILDING}/bat-tat"

    @pytest.mark.parametrize("login", ["minh", "thu"])
    def test_chair_and_head_switch_on_for_their_house_by_name_and_basis(self, desk: Any, login: str) -> None:
        officer = desk(login)
        asked = officer.get(f"{self.ADDRESS}?don-vi={WARD}&viec=bat")
        assert asked.status_code == 200
        assert Adoption.objects.count() == 0, "looking changes nothing"
        answer = officer.post(self.ADDRESS, switching(WARD))
        assert answer.status_code == 302, reading(answer)
        (row,) = Adoption.objects.all()
        assert (row.body_id, row.legal_basis, row.valid_from) == (WARD, BASIS, today())
        assert row.confirmed_by in (MINH, "Lê Thị Thu")
        assert "Đã bật thủ tục cho" in reading(officer.get(answer["Location"]))

    def test_control_switches_on_for_the_province_and_its_communes(self, desk: Any, settings: Any) -> None:
        settings.DEMO = False
        answer = desk("kiemsoat").post(self.ADDRESS, switching(HUE, cac_xa="1"))
        assert answer.status_code == 302, reading(answer)
        (row,) = Adoption.objects.all()
        assert (row.body_id, row.covers_communes, row.confirmed_by) == (HUE, True, HANH)
        assert [one.view.code for one in adopting.offered(WARD, today())] == [BUILDING]

    def test_twice_is_like_once(self, desk: Any) -> None:
        minh = desk("minh")
        minh.post(self.ADDRESS, switching(WARD))
        again = minh.post(self.ADDRESS, switching(WARD))
        assert again.status_code == 302
        assert "từ trước" in reading(minh.get(again["Location"]))
        assert Adoption.objects.count() == 1

    def test_off_ends_it_and_off_again_says_that_there_is_nothing(self, desk: Any) -> None:
        minh = desk("minh")
        minh.post(self.ADDRESS, switching(WARD))
        assert minh.get(f"{self.ADDRESS}?don-vi={WARD}&viec=tat").status_code == 200
        off = minh.post(self.ADDRESS, switching(WARD, "tat"))
        assert "Đã tắt thủ tục" in reading(minh.get(off["Location"]))
        assert Adoption.objects.filter(valid_to=None).count() == 0
        again = minh.post(self.ADDRESS, switching(WARD, "tat"))
        assert "không có gì để tắt" in reading(minh.get(again["Location"]))

    @pytest.mark.parametrize(
        ("login", "own"),
        [("lanhdao", HUE), ("quantri", HUE), ("lan", WARD), ("minh", HUE), ("kiemsoat", WARD), ("kiemsoat", "ubnd.01")],
    )
    def test_nobody_switches_for_a_body_that_is_not_theirs(self, desk: Any, login: str, own: str) -> None:
        answer = desk(login).post(self.ADDRESS, switching(own))
        assert answer.status_code == 403
        assert Adoption.objects.count() == 0

    @pytest.mark.parametrize(
        ("changed", "said"),
        [({"can_cu": "  "}, "Ghi căn cứ"), ({"da_xem": ""}, "đối chiếu"), ({"can_cu": "x" * 501}, "dài quá")],
    )
    def test_what_is_missing_is_said_and_what_was_typed_is_kept(
        self, desk: Any, changed: dict[str, str], said: str
    ) -> None:
        answer = desk("minh").post(self.ADDRESS, switching(WARD, **changed))
        assert answer.status_code == 422
        assert said in reading(answer)
        assert f'value="{changed.get("can_cu", BASIS).strip()[:20]}' in answer.content.decode()
        assert Adoption.objects.count() == 0

    def test_another_word_than_on_and_off_is_refused(self, desk: Any) -> None:
        assert desk("minh").post(self.ADDRESS, switching(WARD, "xóa")).status_code == 409
        assert desk("minh").post("/danh-muc/9.999999/bat-tat", switching(WARD)).status_code == 404

    def test_without_the_token_nothing_is_done(self, desk: Any) -> None:
        stranger = Officer(enforce_csrf_checks=True)
        stranger.cookies = desk("minh").cookies
        assert stranger.post(self.ADDRESS, switching(WARD)).status_code == 403
        assert Adoption.objects.count() == 0

    def test_a_newer_version_is_marked_until_it_is_confirmed(self, desk: Any) -> None:
        minh = desk("minh")
        minh.post(self.ADDRESS, switching(WARD))
        deciding.accept([finding().pk], HANH, BASIS, today())
        assert "có phiên bản mới chưa xác nhận" in reading(minh.get(f"/danh-muc?tim={BUILDING}"))
        assert "Xác nhận phiên bản mới" in reading(minh.get(f"/danh-muc/{BUILDING}"))
        minh.post(self.ADDRESS, switching(WARD))
        assert "chưa xác nhận" not in reading(minh.get(f"/danh-muc?tim={BUILDING}"))


class TestFindings:
    ADDRESS = "/danh-muc/can-quyet"
    SEND = "/danh-muc/can-quyet/chap-thuan"

    def test_the_most_people_concerned_stand_first_and_kinds_filter(self, desk: Any) -> None:
        ProcedureFinding.objects.update(status="gone")
        finding(weight=1)
        finding(kind="no_law", code=BIRTH, place="legal_basis", proposal=[], weight=99)
        hanh = desk("kiemsoat")
        page = hanh.get(self.ADDRESS).content.decode()
        assert page.index(BIRTH) < page.index(BUILDING)
        assert "trường hợp “Nhà ở riêng lẻ” › thời hạn › số lượng" in page
        assert BIRTH not in reading(hanh.get(f"{self.ADDRESS}?loai=limits_disagree"))
        assert hanh.get(f"{self.ADDRESS}?loai=bậy&trang=77").status_code == 200

    def test_none_says_what_that_means(self, desk: Any) -> None:
        ProcedureFinding.objects.update(status="gone")
        assert "Không có điểm nào chờ quyết định" in reading(desk("minh").get(self.ADDRESS))

    def test_fifty_stand_on_a_page(self, desk: Any) -> None:
        ProcedureFinding.objects.update(status="gone")
        for n in range(51):
            finding(f"/nguon[{n}]", proposal=[])
        hanh = desk("kiemsoat")
        assert hanh.get(self.ADDRESS).content.decode().count('name="diem"') == 50
        assert hanh.get(f"{self.ADDRESS}?trang=2").content.decode().count('name="diem"') == 1

    def test_one_province_s_control_does_not_decide_for_the_nation(self, desk: Any) -> None:
        row = finding()
        answer = desk("kiemsoat").post(self.SEND, {"diem": [row.pk], "can_cu": BASIS})
        assert answer.status_code == 409
        assert "không thuộc tỉnh bạn" in reading(answer)
        row.refresh_from_db()
        assert row.status == "open"

    def test_an_administrator_accepts_in_his_name_on_a_basis(self, desk: Any) -> None:
        row = finding()
        officer = desk("quantri")
        answer = officer.post(self.SEND, {"diem": [row.pk], "can_cu": BASIS})
        assert answer.status_code == 302, reading(answer)
        row.refresh_from_db()
        assert (row.status, row.basis, row.decided_on) == ("accepted", BASIS, today())
        assert row.decided_by == "Lý Thành An"
        view = procedures.procedure(BUILDING, today())
        assert view is not None
        assert view.definition.case("nha-o").limit.amount == 5
        assert "Đã chấp thuận 1 điểm" in reading(officer.get(answer["Location"]))

    @pytest.mark.parametrize("login", ["minh", "thu", "lanhdao", "lan"])
    def test_others_decide_nothing_and_see_no_boxes(self, desk: Any, login: str) -> None:
        row = finding()
        officer = desk(login)
        assert officer.post(self.SEND, {"diem": [row.pk], "can_cu": BASIS}).status_code == 403
        assert 'name="diem"' not in officer.get(self.ADDRESS).content.decode()
        row.refresh_from_db()
        assert row.status == "open"

    @pytest.mark.parametrize(
        ("sent", "said"),
        [({"can_cu": BASIS}, "Chọn ít nhất một điểm"), ({"can_cu": BASIS, "diem": "x"}, "Chọn ít nhất một điểm"),
         ({"diem": "1", "can_cu": " "}, "Ghi căn cứ")],
    )  # fmt: skip
    def test_what_is_missing_is_a_sentence(self, desk: Any, sent: dict[str, str], said: str) -> None:
        answer = desk("kiemsoat").post(self.SEND, sent)
        assert answer.status_code == 422
        assert said in reading(answer)

    def test_what_failed_is_reported_and_stops_nothing_else(self, desk: Any) -> None:
        good, gone = finding(), finding("cases[nha-o].fees", code=BIRTH, status="settled")
        bad = finding("cases[cau].limit.amount", code="2.000815")
        answer = desk("quantri").post(self.SEND, {"diem": [one.pk for one in (good, gone, bad)], "can_cu": BASIS})
        assert answer.status_code == 409
        said = reading(answer)
        for words in ("Đã chấp thuận 1 điểm", "Chưa thực hiện được 2 mục", "trước đó", "không còn khớp"):
            assert words in said
        assert [one.pk for one in looking.findings([bad.pk]) if one.status == "open"] == [bad.pk]


class TestPowers:
    ADDRESS = "/danh-muc/tham-quyen"
    SEND = "/danh-muc/tham-quyen/quyet"

    def test_a_proposal_waits_with_its_wording_and_is_accepted_by_name(self, desk: Any) -> None:
        row = proposal(place_code="46")
        hanh = desk("kiemsoat")
        assert "cơ quan phối hợp: Ủy ban nhân dân cấp xã" in reading(hanh.get(f"/danh-muc/{BUILDING}"))
        sent = {"diem": [row.pk], "viec": "chap-thuan", "can_cu": "Nghị định 120/2025/NĐ-CP"}
        answer = hanh.post(self.SEND, sent)
        assert answer.status_code == 302, reading(answer)
        row.refresh_from_db()
        assert (row.accepted_by, row.status, row.verified) == (HANH, "held", True)
        again = hanh.post(self.SEND, sent)
        assert again.status_code == 409
        assert "đã được quyết định trước đó" in reading(again)

    def test_a_wrong_one_is_rejected_without_a_basis(self, desk: Any) -> None:
        row = proposal()
        answer = desk("quantri").post(self.SEND, {"diem": [row.pk], "viec": "tu-choi"})
        assert answer.status_code == 302, reading(answer)
        row.refresh_from_db()
        assert (row.status, row.accepted_by) == ("rejected", "Lý Thành An")
        assert row.pk not in {one.pk for one in proposing.waiting()}

    @pytest.mark.parametrize("login", ["minh", "lanhdao", "lan"])
    def test_others_decide_nothing(self, desk: Any, login: str) -> None:
        row = proposal()
        answer = desk(login).post(self.SEND, {"diem": [row.pk], "viec": "chap-thuan", "can_cu": BASIS})
        assert answer.status_code == 403
        row.refresh_from_db()
        assert row.accepted_by == ""

    def test_control_leaves_another_province_s_powers_alone(self, desk: Any) -> None:
        row = proposal(place_code="01")
        sent = {"diem": [row.pk], "viec": "chap-thuan", "can_cu": BASIS}
        assert "tỉnh khác" in reading(desk("kiemsoat").post(self.SEND, sent))
        row.refresh_from_db()
        assert row.accepted_by == ""
        assert desk("quantri").post(self.SEND, sent).status_code == 302

    @pytest.mark.parametrize(
        ("sent", "said"),
        [({"viec": "chap-thuan", "can_cu": BASIS}, "ít nhất một đề xuất"),
         ({"viec": "chap-thuan", "diem": "1"}, "Ghi căn cứ"),
         ({"viec": "xóa", "diem": "1", "can_cu": BASIS}, "chấp thuận hoặc từ chối")],
    )  # fmt: skip
    def test_what_is_missing_is_a_sentence(self, desk: Any, sent: dict[str, str], said: str) -> None:
        answer = desk("kiemsoat").post(self.SEND, sent)
        assert answer.status_code == 422
        assert said in reading(answer)

    def test_gaps_overlaps_and_what_expires_are_listed(self, desk: Any) -> None:
        proposal(nature="decide", status="held", body_kind="ubnd_tinh", accepted_by=HANH)
        competences.forget()
        minh = desk("minh")
        said = reading(minh.get(f"{self.ADDRESS}?muc=overlap"))
        assert "cùng quyết định: Ủy ban nhân dân cấp tỉnh; Ủy ban nhân dân cấp xã." in said
        assert "ubnd_xa" not in said
        assert "so_xay_dung" not in said
        for tab in ("gap", "expiring", "lạ"):
            assert minh.get(f"{self.ADDRESS}?muc={tab}").status_code == 200

    def test_none_waiting_says_what_that_means(self, desk: Any) -> None:
        Competence.objects.filter(confidence__isnull=False).update(accepted_by=HANH)
        assert "Không có đề xuất nào chờ quyết định" in reading(desk("minh").get(self.ADDRESS))


class TestTheCounterAfterwards:
    def test_lan_receives_what_her_ward_or_province_switched_on_and_nothing_else(
        self, desk: Any, settings: Any
    ) -> None:
        settings.DEMO = False
        lan, minh = desk("lan"), desk("minh")
        assert lan.get(f"/tiep-nhan/{BUILDING}").status_code == 409
        assert BUILDING not in reading(lan.get("/tiep-nhan"))
        minh.post(TestSwitching.ADDRESS, switching(WARD))
        assert lan.get(f"/tiep-nhan/{BUILDING}").status_code == 200
        assert BUILDING in reading(lan.get("/tiep-nhan"))
        assert BUILDING in reading(lan.get(f"/tiep-nhan?tim={BUILDING}"))
        assert lan.get(f"/tiep-nhan/{BIRTH}").status_code == 409
        desk("kiemsoat").post(
            f"/danh-muc/{BIRTH}/bat-tat", switching(HUE, cac_xa="1", **{"ban-hanh": publisher(BIRTH)})
        )
        assert lan.get(f"/tiep-nhan/{BIRTH}").status_code == 200

    def test_opening_the_form_of_one_procedure_asks_one_statement_of_what_is_switched_on(
        self, desk: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        settings.DEMO = False
        adopting.switch_on([(BUILDING, publisher())], WARD, MINH, BASIS, today())
        lan = desk("lan")
        lan.get(f"/tiep-nhan/{BUILDING}")
        monkeypatch.setattr(procedures, "in_force", lambda *given: pytest.fail("the whole catalogue was gone through"))
        with CaptureQueriesContext(connection) as made:
            assert lan.get(f"/tiep-nhan/{BUILDING}").status_code == 200
        asked = [one["sql"] for one in made if "register_" in one["sql"] and "register_session" not in one["sql"]]
        assert len([one for one in asked if "register_adoption" in one]) == 1
        assert len(asked) <= 3, asked

    def test_hoa_in_another_province_is_not_concerned(self, desk: Any, settings: Any) -> None:
        settings.DEMO = False
        desk("kiemsoat").post(TestSwitching.ADDRESS, switching(HUE, cac_xa="1"))
        assert desk("hoa").get(f"/tiep-nhan/{BUILDING}").status_code == 409
