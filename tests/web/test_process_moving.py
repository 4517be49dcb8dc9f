"""Dossiers under way moved to another version of their process: chosen by name, confirmed, told one by one."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from officers import BIRTH, hidden_of, text_of

from thongsuot.engine import actor as actors
from thongsuot.engine import registry, sql, verbs
from thongsuot.engine.errors import Impossible
from thongsuot.engine.internal import store, under_way
from thongsuot.engine.internal.definition import Internal, Step
from thongsuot.engine.internal.store import Decision, Published
from thongsuot.register import demo
from thongsuot.register.models import Account
from thongsuot.web.entrance import today
from thongsuot.web.processes import choosing

Desk = Any
PLACE = demo.WARD
TABLE = f"/quy-trinh/{BIRTH}/chuyen-ho-so"


@pytest.fixture
def desk(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Nothing that another test published is remembered under the same number."""
    monkeypatch.setattr(registry, "_versions", {pin: one for pin, one in registry._versions.items() if "/" not in pin})
    store.forget()
    yield desk
    store.forget()


def actor(login: str) -> actors.Actor:
    person = Account.objects.get(username=login).person_id
    assert person is not None
    return actors.load(person, today())


def own(*extra: Step, **changed: Any) -> Internal:
    """The ward's own process of registering births: the default one, with steps of its own put in."""
    default = choosing.chosen(BIRTH, "", today()).internal
    steps = [step for step in default.steps if step.on not in {one.on for one in extra}]
    order = [step.on for step in default.steps]
    every = sorted([*steps, *extra], key=lambda step: order.index(step.on))
    return replace(default, place=PLACE, steps=tuple(every), **changed)


def publish(internal: Internal, number: str, back: int = 0) -> Published:
    since = today() - timedelta(days=back)
    return store.publish(actor("minh"), internal, Decision(number, since, since))


TWO_STEPS = (Step("nhan", "Tiếp nhận", "received"), Step("so_hoa", "Số hóa giấy tờ", "received"))


def process(case: UUID) -> str:
    return str(sql.run("SELECT process FROM engine_case WHERE id = %s", [case])[0][0])


def step(case: UUID) -> str:
    return str(sql.run("SELECT step FROM engine_case WHERE id = %s", [case])[0][0])


def boxes(page: Any) -> list[str]:
    return re.findall(r'name="ho_so" value="([^"]+)"', page.content.decode())


def reading(page: Any) -> str:
    return unescape(text_of(page))


def chosen(officer: Any, page: Any, **given: Any) -> Any:
    """The page sent with every dossier on it ticked: the page to confirm."""
    den = re.search(r'name="den" value="([^"]+)"', page.content.decode())
    assert den
    return officer.post(TABLE, {"noi": PLACE, "den": den[1], "ho_so": boxes(page), **given})


def confirmed(officer: Any, check: Any) -> Any:
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', check.content.decode())
    given: dict[str, list[str]] = {}
    for name, value in hidden:
        given.setdefault(unescape(name), []).append(unescape(value))
    return officer.post(TABLE, given)


class TestMoving:
    def test_minh_moves_two_dossiers_at_once_after_a_page_that_says_what_happens(self, desk: Desk) -> None:
        lan, minh = desk("lan"), desk("minh")
        cases = [lan.receive(), lan.receive(name="Lê Thị Mai")]
        made = publish(own(note="Thêm số hóa"), "1/QĐ-UBND")

        page = minh.get(f"{TABLE}?noi={PLACE}")
        said = reading(page)
        assert "Hồ sơ đang theo phiên bản khác: 2" in said
        assert "Phiên bản 1 của Phường Thuận Hóa (1/QĐ-UBND" in said
        assert "Chung: ghi chú" in said, "what differs"
        assert "checked" not in page.content.decode().split('<form method="post"')[-1]

        check = chosen(minh, page)
        assert "Chuyển 2 hồ sơ?" in reading(check)
        assert {process(case) for case in cases} == {"dossier@3"}, "nothing is done before it is confirmed"

        report = confirmed(minh, check)
        assert "Đã thực hiện 2 trong 2 hồ sơ." in reading(report)
        assert {process(case) for case in cases} == {store.pin_of(made)}
        assert "Chuyển sang phiên bản khác của quy trình" in reading(lan.get(f"/ho-so/{cases[0]}"))
        assert "Không có hồ sơ nào cần chuyển" in reading(minh.get(f"{TABLE}?noi={PLACE}"))

    def test_the_same_confirmation_sent_twice_moves_once(self, desk: Desk) -> None:
        case = desk("lan").receive()
        minh = desk("minh")
        publish(own(note="x"), "1/QĐ-UBND")
        check = chosen(minh, minh.get(f"{TABLE}?noi={PLACE}"))

        for _ in range(2):
            assert "Đã thực hiện 1 trong 1 hồ sơ." in reading(confirmed(minh, check))

        assert sql.run("SELECT length FROM engine_case WHERE id = %s", [case]) == [(2,)]

    def test_where_keys_differ_the_counterpart_is_asked_and_kept(self, desk: Desk) -> None:
        lan, minh = desk("lan"), desk("minh")
        publish(own(*TWO_STEPS), "1/QĐ-UBND", back=2)
        case = lan.receive()
        lan.make(case, "forward_so_hoa")
        newer = publish(own(note="Gộp lại"), "2/QĐ-UBND")
        page = minh.get(f"{TABLE}?noi={PLACE}")
        field = re.search(r'<select class="input" id="(buoc[^"]+)"', page.content.decode())
        assert field, reading(page)
        assert "Bước tương ứng trong quy trình mới" in reading(page)

        without = chosen(minh, page)
        assert without.status_code == 422
        assert "Chọn bước tương ứng với bước “Số hóa giấy tờ”" in reading(without)
        assert len(boxes(without)) == 1
        assert "checked" in without.content.decode(), "what was ticked stays ticked"
        wrong = chosen(minh, page, **{field[1]: "delivered"})
        assert wrong.status_code == 422

        check = chosen(minh, page, **{field[1]: "received"})
        assert "sang bước “Đã tiếp nhận, chờ chuyển xử lý”" in reading(check)
        confirmed(minh, check)
        assert (process(case), step(case)) == (store.pin_of(newer), "received")
        story = reading(minh.get(f"/ho-so/{case}"))
        assert "Chuyển bước: Số hóa giấy tờ" in story, "a step is told in the words of its own version"
        assert "Hoàn tác bước này" not in story

    def test_one_that_cannot_be_moved_does_not_stop_the_others_and_says_why(self, desk: Desk) -> None:
        lan, minh = desk("lan"), desk("minh")
        first, second = lan.receive(), lan.receive(name="Lê Thị Mai")
        made = publish(own(note="x"), "1/QĐ-UBND")
        check = chosen(minh, minh.get(f"{TABLE}?noi={PLACE}"))
        lan.make(first, "hand_over")

        report = reading(confirmed(minh, check))

        assert "Đã thực hiện 1 trong 2 hồ sơ; 1 hồ sơ giữ nguyên, lý do ở dưới." in report
        assert "Hồ sơ vừa được người khác cập nhật" in report
        assert process(first) == "dossier@3"
        assert process(second) == store.pin_of(made)

    def test_back_to_an_older_version_or_to_the_default(self, desk: Desk) -> None:
        minh = desk("minh")
        older = publish(own(note="cũ"), "1/QĐ-UBND", back=2)
        publish(own(note="mới"), "2/QĐ-UBND")
        case = desk("lan").receive()

        for den, pin in ((f"{PLACE}@1", store.pin_of(older)), ("mac-dinh", "dossier@3")):
            page = minh.get(f"{TABLE}?noi={PLACE}&den={den}")
            confirmed(minh, chosen(minh, page))
            assert process(case) == pin

    def test_nothing_ticked_is_said(self, desk: Desk) -> None:
        desk("lan").receive()
        publish(own(note="x"), "1/QĐ-UBND")

        answer = desk("minh").post(TABLE, {"noi": PLACE})

        assert answer.status_code == 422
        assert "Đánh dấu ít nhất một hồ sơ" in reading(answer)

    @pytest.mark.parametrize("ticked", ["x", "0:1:2", "\x00", f"{UUID(int=7)}:1:KHÔNG", f"{UUID(int=7)}:99999999999:x"])
    def test_hostile_ticks_move_nothing_and_get_a_sentence(self, desk: Desk, ticked: str) -> None:
        publish(own(note="x"), "1/QĐ-UBND")
        given = {"noi": PLACE, "den": "\x00", "ho_so": ticked, "_send": "1", "ho-so": "\x00"}

        answer = desk("minh").post(TABLE, given)

        assert answer.status_code in (200, 422)
        assert "Đã thực hiện 1" not in reading(answer)


class TestWhoMay:
    def test_thu_moves_what_her_office_settles_and_lan_nam_and_hoa_do_not_come_in(self, desk: Desk) -> None:
        desk("lan").receive()
        publish(own(note="x"), "1/QĐ-UBND")

        assert len(boxes(desk("thu").get(f"{TABLE}?noi={PLACE}"))) == 1
        for login in ("lan", "nam", "hoa", "quantri", "kiemsoat"):
            assert desk(login).get(f"{TABLE}?noi={PLACE}").status_code == 403
            assert desk(login).post(TABLE, {"noi": PLACE}).status_code == 403

    def test_the_links_are_shown_to_who_may_and_only_where_there_is_another_version(self, desk: Desk) -> None:
        lan, minh = desk("lan"), desk("minh")
        case = lan.receive()
        link = f"/quy-trinh/{BIRTH}/chuyen-ho-so?noi={PLACE}&amp;ho-so={case}"
        assert link not in minh.get(f"/ho-so/{case}").content.decode()
        publish(own(note="x"), "1/QĐ-UBND")

        assert link in minh.get(f"/ho-so/{case}").content.decode()
        assert link not in lan.get(f"/ho-so/{case}").content.decode()
        table = f"/quy-trinh/{BIRTH}?noi={PLACE}"
        assert "Chuyển hồ sơ đang giải quyết" in reading(minh.get(table))
        assert "Chuyển hồ sơ đang giải quyết" not in reading(lan.get(table))

    def test_from_a_dossier_only_that_one_is_shown_already_ticked_and_the_way_back_leads_to_it(
        self, desk: Desk
    ) -> None:
        lan, minh = desk("lan"), desk("minh")
        case, _other = lan.receive(), lan.receive(name="Lê Thị Mai")
        publish(own(note="x"), "1/QĐ-UBND")

        page = minh.get(f"{TABLE}?noi={PLACE}&ho-so={case}")

        assert [one.split(":")[0] for one in boxes(page)] == [str(case)]
        assert "checked" in page.content.decode()
        report = confirmed(minh, chosen(minh, page, **{"ho-so": str(case)}))
        assert f'class="button" href="/ho-so/{case}"' in report.content.decode()

    def test_the_engine_refuses_a_process_of_another_procedure_or_place_whatever_a_page_sends(self, desk: Desk) -> None:
        case = desk("lan").receive()
        default = choosing.chosen("1.013225", "", today()).internal
        other = publish(replace(default, place=PLACE), "3/QĐ-UBND")

        with pytest.raises(Impossible, match="thủ tục khác"):
            verbs.migrate(actor("minh"), case, 1, store.pin_of(other))

    def test_who_chairs_another_ward_finds_nothing_here(self, desk: Desk) -> None:
        desk("lan").receive()
        minh = actor("minh")

        found, total = under_way.elsewhere(minh, "dossier", BIRTH, PLACE, "dossier@9")
        elsewhere = under_way.elsewhere(minh, "dossier", BIRTH, "99999", "dossier@9")

        assert (len(found), total) == (1, 1)
        assert elsewhere == ([], 0)
        assert under_way.elsewhere(actor("hoa"), "dossier", BIRTH, "", "dossier@9") == ([], 0)


def test_a_page_for_a_procedure_that_is_not_there_is_404(desk: Desk) -> None:
    assert desk("minh").get(f"/quy-trinh/9.999999/chuyen-ho-so?noi={PLACE}").status_code == 404
    assert hidden_of(desk("minh").get(f"{TABLE}?noi={PLACE}")) == {}
