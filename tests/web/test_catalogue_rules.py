"""What a province or a commune sets otherwise, on pages: entered by its own, seen, confirmed, received under, ended."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from officers import BIRTH, Officer, hidden_of, text_of

from thongsuot.engine.models import CaseRecord
from thongsuot.register import demo, procedures
from thongsuot.register.catalogue import adopting, local
from thongsuot.register.catalogue.models import LocalRule
from thongsuot.web.entrance import today
from thongsuot.web.environment import day

BUILDING, HUE, WARD = "1.013225", "46", demo.WARD
HANH, MINH = "Võ Minh Hạnh", "Hoàng Đức Minh"
COUNCIL, RESOLUTION = "Hội đồng nhân dân thành phố Huế", "Nghị quyết 05/2026/NQ-HĐND ngày 15/7/2026"
NEW = f"/danh-muc/{BUILDING}/quy-dinh/moi"
LIST = f"/danh-muc/{BUILDING}/quy-dinh"
DAYS = "tl-nha-o-counter"


@pytest.fixture
def desk(desk: Any) -> Any:
    for module in (adopting, local):
        module.forget()
    yield desk
    for module in (adopting, local):
        module.forget()


def reading(answer: Any) -> str:
    return unescape(text_of(answer))


def held(code: str = BUILDING, place: str = WARD, ahead: int = 0) -> Any:
    view = procedures.procedure(code, today())
    assert view is not None
    return local.at_place(view, place, today() + timedelta(days=ahead)).definition


def days(ahead: int = 0, place: str = WARD) -> int:
    limit = held(place=place, ahead=ahead).case("nha-o").limit_for("counter")
    return int(limit.amount)


def given(**changed: str) -> dict[str, str]:
    return {"co-quan": COUNCIL, "van-ban": RESOLUTION, "tu": day(today()), DAYS: "5", **changed}


def sent(officer: Officer, place: str, step: str, address: str = NEW, **changed: str) -> Any:
    """Open the form and send it as it stands with what is typed."""
    page = officer.get(address, {"noi": place})
    assert page.status_code == 200, reading(page)
    return officer.post(address, {**filled(page), **given(**changed), "buoc": step})


def filled(page: Any) -> dict[str, str]:
    """Every field of the page's form as it stands."""
    main = page.content.decode().split("<main", 1)[1]
    inputs = re.findall(r"<input [^>]*>", main)
    sent = " ".join(one for one in inputs if not re.search(r'type="(?:checkbox|radio)"', one) or " checked" in one)
    fields = dict(re.findall(r'<input [^>]*?name="([^"]+)"[^>]*? value="([^"]*)"', sent))
    for name, options in re.findall(r'<select [^>]*?name="([^"]+)"[^>]*>(.*?)</select>', main, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        fields[name] = chosen[1] if chosen else ""
    return {name: unescape(value) for name, value in fields.items() if not name.startswith("csrf")}


class TestEntering:
    def test_control_sees_the_nation_s_beside_enters_looks_and_confirms(self, desk: Any) -> None:
        hanh = desk("kiemsoat")
        form = reading(hanh.get(NEW, {"noi": HUE}))
        assert "07 ngày làm việc" in form
        assert "Quy định riêng của Thành phố Huế" in form
        shown = sent(hanh, HUE, "xem")
        assert shown.status_code == 200
        said = reading(shown)
        for words in (COUNCIL, RESOLUTION, HANH, "07 ngày làm việc", "05 ngày làm việc", "nộp trực tiếp"):
            assert words in said, words
        assert LocalRule.objects.count() == 0, "looking changes nothing"
        done = hanh.post(NEW, {**filled(shown), "buoc": "xac-nhan"})
        assert done.status_code == 302, reading(done)
        assert "Đã ghi quy định của Thành phố Huế" in reading(hanh.get(done["Location"]))
        (rule,) = LocalRule.objects.all()
        assert (rule.place_code, rule.entered_by, rule.legal_basis) == (HUE, HANH, RESOLUTION)
        assert days() == 5
        assert days(place="00004") == 7, "another province keeps the nation's"

    def test_the_chair_goes_further_in_the_ward_than_the_city(self, desk: Any) -> None:
        sent(desk("kiemsoat"), HUE, "xac-nhan")
        minh = desk("minh")
        form = reading(minh.get(NEW, {"noi": WARD}))
        assert "05 ngày làm việc" in form, "the city's limit is what the ward starts from"
        assert sent(minh, WARD, "xac-nhan", **{DAYS: "3"}).status_code == 302
        assert days() == 3
        both = reading(minh.get(LIST, {"noi": WARD}))
        assert both.count(RESOLUTION) == 2
        assert MINH in both

    def test_a_fee_in_each_channel_and_one_that_the_nation_does_not_have(self, desk: Any) -> None:
        case = held().case("nha-o")
        place = next(n for n, fee in enumerate(case.fees) if fee.channel == "counter")
        typed = {f"phi-nha-o-{place}": "75.000 đ", "moi-nha-o-ten": "Lệ phí trích lục", "moi-nha-o-muc": "0", DAYS: ""}
        shown = sent(desk("kiemsoat"), HUE, "xem", **typed)
        assert "75.000 đ" in reading(shown)
        assert sent(desk("kiemsoat"), HUE, "xac-nhan", **typed).status_code == 302
        fees = held().case("nha-o").fees
        assert fees[place].amount == 75_000
        assert RESOLUTION in fees[place].note
        assert {one.channel for one in fees if one.name == "Lệ phí trích lục"} >= {"counter"}
        assert days() == 7

    def test_what_was_set_stands_in_the_form_again_and_a_new_rule_ends_the_old(self, desk: Any) -> None:
        hanh = desk("kiemsoat")
        sent(hanh, HUE, "xac-nhan", **{"moi-nha-o-ten": "Lệ phí trích lục", "moi-nha-o-muc": "8000"})
        again = filled(hanh.get(NEW, {"noi": HUE}))
        assert again[DAYS] == "5"
        assert "8.000" in again.values()
        assert again["co-quan"] == COUNCIL
        later = today() + timedelta(days=7)
        assert sent(hanh, HUE, "xac-nhan", **{DAYS: "4", "tu": day(later)}).status_code == 302
        assert [days(ahead) for ahead in (0, 6, 7)] == [5, 5, 4]
        assert "Lệ phí trích lục" in {fee.name for fee in held(ahead=7).case("nha-o").fees}

    def test_the_open_dossiers_are_named_and_keep_what_they_were_received_under(self, desk: Any) -> None:
        case, hanh = desk("lan").receive(), desk("kiemsoat")
        before = CaseRecord.objects.values().get(pk=case)
        address = f"/danh-muc/{BIRTH}/quy-dinh/moi"
        typed = {"tl-thong-thuong-counter": "3", "dv-thong-thuong-counter": "working_day"}
        shown = sent(hanh, HUE, "xem", address, **typed)
        said = reading(shown)
        assert "1 hồ sơ của thủ tục này đang giải quyết" in said
        assert str(case) in shown.content.decode()
        assert "Trần Văn Hùng" not in said, "control sees no names"
        assert hanh.post(address, {**filled(shown), "buoc": "xac-nhan"}).status_code == 302
        assert CaseRecord.objects.values().get(pk=case) == before
        assert "Không có hồ sơ nào" in reading(sent(hanh, HUE, "xem")), "of another procedure there is none"

    def test_a_longer_wait_is_pointed_at_and_an_unchanged_form_is_no_rule(self, desk: Any) -> None:
        assert "dài hơn bản công bố" in reading(sent(desk("kiemsoat"), HUE, "xem", **{DAYS: "9"}))
        same = sent(desk("kiemsoat"), HUE, "xem", **{DAYS: "7"})
        assert same.status_code == 422
        assert "Chưa nhập giá trị nào khác" in reading(same)

    def test_going_back_from_the_check_page_loses_nothing(self, desk: Any) -> None:
        hanh = desk("kiemsoat")
        shown = sent(hanh, HUE, "xem")
        back = hanh.post(NEW, {**filled(shown), "buoc": "sua"})
        assert back.status_code == 200
        assert filled(back)[DAYS] == "5"
        assert filled(back)["van-ban"] == RESOLUTION


class TestRefusals:
    @pytest.mark.parametrize(
        ("login", "place"),
        [
            ("minh", HUE),
            ("minh", "19777"),
            ("kiemsoat", WARD),
            ("kiemsoat", "01"),
            ("kiemsoat", ""),
            ("kiemsoat", "x\0"),
        ],
    )
    def test_nobody_rules_in_a_place_that_is_not_theirs(self, desk: Any, login: str, place: str) -> None:
        officer = desk(login)
        assert officer.get(NEW, {"noi": place}).status_code == 403
        answer = officer.post(NEW, {**given(), "noi": place, "buoc": "xac-nhan"})
        assert answer.status_code == 403
        assert "cán bộ kiểm soát" in reading(answer)
        assert LocalRule.objects.count() == 0

    @pytest.mark.parametrize("login", ["lan", "nam", "thu", "van", "lanhdao", "quantri"])
    def test_who_is_neither_control_nor_chair_enters_none(self, desk: Any, login: str) -> None:
        assert desk(login).post(NEW, {**given(), "noi": WARD, "buoc": "xac-nhan"}).status_code == 403
        assert LocalRule.objects.count() == 0

    def test_a_ward_sets_nothing_about_what_a_province_decides(self, desk: Any) -> None:
        view = next(one for one in procedures.in_force(today(), 1) if one.authority.startswith("bo."))
        assert desk("minh").get(f"/danh-muc/{view.code}/quy-dinh/moi", {"noi": WARD}).status_code == 403
        assert desk("kiemsoat").get(f"/danh-muc/{view.code}/quy-dinh/moi", {"noi": HUE}).status_code == 200

    @pytest.mark.parametrize(
        ("changed", "said"),
        [
            ({"co-quan": " "}, "Ghi cơ quan quyết định"),
            ({"van-ban": ""}, "Ghi số, ngày, tên văn bản"),
            ({"van-ban": "x" * 501}, "dài quá"),
            ({"tu": ""}, "Nhập ngày bắt đầu"),
            ({"tu": "31/02/2026"}, "Nhập ngày bắt đầu"),
            ({"tu": "01/01/0001"}, "Nhập ngày bắt đầu"),
            ({"tu": "01/11/2026"}, "ghi lý do nhập chậm"),
            ({"den": "hôm nay"}, "Nhập ngày hết hiệu lực"),
            ({"den": "01/11/2026"}, "phải sau ngày bắt đầu"),
            ({DAYS: "năm"}, "số nguyên từ 1"),
            ({DAYS: "0"}, "số nguyên từ 1"),
            ({DAYS: "9" * 900}, "số nguyên từ 1"),
            ({DAYS: "²"}, "số nguyên từ 1"),
            ({DAYS: "5", "dv-nha-o-counter": "năm"}, "số nguyên từ 1"),
            ({"phi-nha-o-0": "-5"}, "số tiền bằng đồng"),
            ({"phi-nha-o-0": "99999999999"}, "số tiền bằng đồng"),
            ({"moi-nha-o-ten": "Lệ phí"}, "số tiền bằng đồng"),
            ({"moi-nha-o-muc": "5000"}, "Ghi tên khoản thu"),
            ({"_rule": "77"}, "vừa thay đổi"),
            ({"_version": "9"}, "vừa thay đổi"),
        ],
    )
    def test_what_is_missing_or_wrong_is_said_and_what_was_typed_is_kept(
        self, desk: Any, changed: dict[str, str], said: str
    ) -> None:
        answer = sent(desk("kiemsoat"), HUE, "xac-nhan", **changed)
        assert answer.status_code == 422
        assert said in reading(answer)
        if "van-ban" not in changed:
            assert RESOLUTION in answer.content.decode()
        assert LocalRule.objects.count() == 0

    def test_a_late_rule_with_its_reason_is_recorded_with_it(self, desk: Any) -> None:
        late = {"tu": day(today() - timedelta(days=3)), "ly-do": "Văn bản đến ngày 21/11"}
        hanh = desk("kiemsoat")
        assert "Ngày bắt đầu đã qua" in reading(sent(hanh, HUE, "xem", **late))
        assert sent(hanh, HUE, "xac-nhan", **late).status_code == 302
        assert "Nhập chậm vì: Văn bản đến ngày 21/11" in reading(hanh.get(LIST, {"noi": HUE}))

    def test_sent_twice_it_is_recorded_once(self, desk: Any) -> None:
        hanh = desk("kiemsoat")
        shown = filled(sent(hanh, HUE, "xem"))
        assert hanh.post(NEW, {**shown, "buoc": "xac-nhan"}).status_code == 302
        assert hanh.post(NEW, {**shown, "buoc": "xac-nhan"}).status_code == 422
        assert LocalRule.objects.count() == 1

    def test_without_the_token_nothing_is_recorded(self, desk: Any) -> None:
        stranger = Officer(enforce_csrf_checks=True)
        stranger.cookies = desk("kiemsoat").cookies
        assert stranger.post(NEW, {**given(), "noi": HUE, "buoc": "xac-nhan"}).status_code == 403
        assert LocalRule.objects.count() == 0

    def test_a_procedure_that_is_not_there_is_a_sentence(self, desk: Any) -> None:
        for address in ("quy-dinh", "quy-dinh/moi", "quy-dinh/1/ket-thuc"):
            assert desk("kiemsoat").get(f"/danh-muc/9.999999/{address}?noi=46").status_code == 404


class TestEnding:
    @pytest.fixture
    def rule(self, desk: Any) -> LocalRule:
        assert sent(desk("kiemsoat"), HUE, "xac-nhan").status_code == 302
        return LocalRule.objects.get()

    def address(self, rule: LocalRule) -> str:
        return f"{LIST}/{rule.pk}/ket-thuc"

    def test_it_ends_from_a_day_by_name_and_basis(self, desk: Any, rule: LocalRule) -> None:
        hanh, until = desk("kiemsoat"), today() + timedelta(days=5)
        assert self.address(rule) in hanh.get(LIST, {"noi": HUE}).content.decode()
        assert RESOLUTION in reading(hanh.get(self.address(rule)))
        answer = hanh.post(self.address(rule), {"tu": day(until), "van-ban": "Nghị quyết 9"})
        assert answer.status_code == 302, reading(answer)
        assert f"{HANH} kết thúc ngày" in reading(hanh.get(answer["Location"]))
        assert [days(ahead) for ahead in (0, 4, 5)] == [5, 5, 7]

    @pytest.mark.parametrize("login", ["minh", "lan", "lanhdao", "quantri"])
    def test_others_do_not_end_it_and_are_offered_no_button(self, desk: Any, rule: LocalRule, login: str) -> None:
        officer = desk(login)
        sent_by_other = officer.post(self.address(rule), {"tu": day(today()), "van-ban": "Nghị quyết 9"})
        assert sent_by_other.status_code == 403
        assert "ket-thuc" not in officer.get(LIST, {"noi": HUE}).content.decode()
        assert days() == 5

    @pytest.mark.parametrize(
        ("changed", "said"),
        [({"tu": "x"}, "Nhập ngày kết thúc"), ({"van-ban": " "}, "Ghi số, ngày"), ({"tu": "01/11/2026"}, "từ hôm nay")],
    )
    def test_what_is_missing_is_said(self, desk: Any, rule: LocalRule, changed: dict[str, str], said: str) -> None:
        answer = desk("kiemsoat").post(self.address(rule), {"tu": day(today()), "van-ban": "Nghị quyết 9", **changed})
        assert answer.status_code == 422
        assert said in reading(answer)
        assert days() == 5

    @pytest.mark.parametrize("id", ["0", "999999", "9" * 30])
    def test_a_rule_that_is_not_there_is_a_sentence(self, desk: Any, id: str) -> None:
        assert desk("kiemsoat").get(f"{LIST}/{id}/ket-thuc").status_code == 404

    def test_ended_twice_is_told(self, desk: Any, rule: LocalRule) -> None:
        hanh, given = desk("kiemsoat"), {"tu": day(today()), "van-ban": "Nghị quyết 9"}
        assert hanh.post(self.address(rule), given).status_code == 302
        again = hanh.post(self.address(rule), given)
        assert again.status_code == 422
        assert "không còn hiệu lực" in reading(again)


class TestReading:
    @pytest.mark.parametrize("login", ["lanhdao", "quantri", "thu", "minh"])
    def test_who_reads_the_catalogue_reads_the_rules(self, desk: Any, login: str) -> None:
        assert "Chưa có quy định riêng nào" in reading(desk(login).get(LIST))
        sent(desk("kiemsoat"), HUE, "xac-nhan")
        assert RESOLUTION in reading(desk(login).get(LIST, {"noi": HUE}))
        assert RESOLUTION in reading(desk(login).get(LIST, {"noi": ""})), "the nation sees all"

    @pytest.mark.parametrize("login", ["lan", "nam", "van"])
    def test_who_settles_dossiers_does_not(self, desk: Any, login: str) -> None:
        assert desk(login).get(LIST).status_code == 403

    def test_the_page_of_the_procedure_leads_there_and_offers_entering_only_to_who_may(self, desk: Any) -> None:
        page = f"/danh-muc/{BUILDING}"
        assert "quy-dinh/moi" in desk("minh").get(page).content.decode()
        assert "quy-dinh/moi" not in desk("thu").get(page).content.decode()
        assert "quy-dinh?" in desk("thu").get(page).content.decode()

    def test_the_pages_ask_few_questions(self, desk: Any) -> None:
        hanh = desk("kiemsoat")
        sent(hanh, HUE, "xac-nhan")
        for address in (LIST, NEW):
            hanh.get(address, {"noi": HUE})
            with CaptureQueriesContext(connection) as made:
                hanh.get(address, {"noi": HUE})
            asked = [one["sql"] for one in made if "register_session" not in one["sql"]]
            assert len(asked) <= 3, asked


def test_a_hidden_field_of_the_guard_is_what_the_form_carries(desk: Any) -> None:
    assert hidden_of(desk("kiemsoat").get(NEW, {"noi": HUE})).get("_version") == "1"


def test_the_next_dossier_is_received_under_the_rule(desk: Any) -> None:
    address = f"/danh-muc/{BIRTH}/quy-dinh/moi"
    typed = {"tl-thong-thuong-counter": "3", "dv-thong-thuong-counter": "working_day"}
    assert sent(desk("kiemsoat"), HUE, "xac-nhan", address, **typed).status_code == 302
    case = CaseRecord.objects.get(pk=desk("lan").receive())
    assert case.facts["local_rules"] == [RESOLUTION]
    assert case.clock is not None
    assert (case.clock["limit"]["unit"], case.clock["limit"]["amount"]) == ("working_day", 3)
    assert case.clock["limit"]["basis"] == RESOLUTION


class TestRulesOfTime:
    def test_control_sets_how_pauses_count_and_a_new_dossier_takes_that_along(self, desk: Any) -> None:
        kept = desk("lan").receive()
        hanh = desk("kiemsoat")
        code = "1.001193"
        new = f"/danh-muc/{code}/quy-dinh/moi"
        at = "tg-thong-thuong-"
        typed = {f"{at}on_supplement": "reset", f"{at}on_payment": "pause", f"{at}supplement": "15",
                 f"{at}unit": "working_day", f"{at}extensions": "2", DAYS: ""}  # fmt: skip
        shown = sent(hanh, HUE, "xem", new, **typed)
        said = reading(shown)
        for words in ("Khi người nộp bổ sung xong", "tính lại từ đầu", "15 ngày làm việc", "30 ngày"):
            assert words.lower() in said.lower(), words
        done = hanh.post(new, {**filled(shown), "buoc": "xac-nhan"})
        assert done.status_code == 302, reading(done)
        later = desk("lan").receive(name="Lê Thị Thảo")
        facts = dict(CaseRecord.objects.filter(id__in=[kept, later]).values_list("id", "facts"))
        assert "rules" not in facts[kept], "a received dossier keeps what it was received under"
        assert facts[kept]["limit"]["on_supplement"] == "pause"
        assert facts[later]["limit"]["on_supplement"] == "reset"
        assert facts[later]["limit"]["on_payment"] == "pause"
        assert RESOLUTION in facts[later]["limit"]["pause_basis"]
        assert facts[later]["rules"]["at_most"] == {"extend": 2}
        assert facts[later]["rules"]["limits"]["supplement"]["amount"] == 15
        again = filled(hanh.get(new, {"noi": HUE}))
        assert (again[f"{at}on_supplement"], again[f"{at}supplement"], again[f"{at}unit"]) == (
            "reset", "15", "working_day",
        )  # fmt: skip

    def test_what_makes_no_sense_is_told_at_its_field_and_nothing_is_recorded(self, desk: Any) -> None:
        at = "tg-nha-o-"
        for name, typed in (
            ("supplement", "0"), ("supplement", "999999999"), ("extensions", "hai"), ("supplements", "10"),
            ("on_stop", "mãi"),
        ):  # fmt: skip
            page = sent(desk("kiemsoat"), HUE, "xac-nhan", **{at + name: typed})
            assert page.status_code == 422, (name, typed)
            assert f'id="{at}{name}-loi"' in page.content.decode()
        assert LocalRule.objects.count() == 0

    def test_hoa_of_another_province_may_not_set_hue_s_rules(self, desk: Any) -> None:
        assert desk("hoa").get(NEW, {"noi": HUE}).status_code == 403
