"""One step for many dossiers: those that can are done, those that cannot say why, and a second sending does nothing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from officers import hidden_of, text_of

from thongsuot.engine import sql

Desk = Any


def pick(*cases: tuple[UUID, int]) -> list[str]:
    return [f"{case}:{version}:TAM-{place}" for place, (case, version) in enumerate(cases)]


def steps() -> list[str]:
    return sorted(step for (step,) in sql.run("SELECT step FROM engine_case"))


def test_lan_hands_over_three_at_once_and_gets_a_report(desk: Desk) -> None:
    lan = desk("lan")
    cases = [lan.receive(name=name) for name in ("An", "Bình", "Chi")]
    form = lan.post("/viec/lo", {"buoc": "hand_over", "ho_so": pick(*((case, 1) for case in cases)), "tiep": "/viec"})
    assert "Chuyển xử lý: 3 hồ sơ" in text_of(form)
    assert steps() == ["received"] * 3

    sent = {**hidden_of(form), "buoc": "hand_over", "ho_so": pick(*((case, 1) for case in cases)), "_send": "1"}
    report = lan.post("/viec/lo", sent)

    assert steps() == ["processing"] * 3
    assert "Đã thực hiện 3 trong 3 hồ sơ." in text_of(report)


def test_one_that_cannot_does_not_stop_the_others(desk: Desk) -> None:
    lan, hoa = desk("lan"), desk("hoa")
    mine, moved = lan.receive(name="An"), lan.receive(name="Bình")
    lan.make(moved, "hand_over")
    foreign = hoa.receive(name="Chi", place_code="31825")

    report = lan.post(
        "/viec/lo", {"buoc": "hand_over", "ho_so": pick((mine, 1), (moved, 1), (foreign, 1)), "_send": "1", "note": ""}
    )

    text = text_of(report)
    assert "Đã thực hiện 1 trong 3 hồ sơ; 2 hồ sơ giữ nguyên" in text
    assert "vừa được người khác cập nhật" in text
    assert "Không tìm thấy hồ sơ" in text
    assert steps() == ["processing", "processing", "received"]


def test_the_report_sent_again_does_each_dossier_once(desk: Desk) -> None:
    lan = desk("lan")
    case = lan.receive()
    sent = {"_key": "01900000-0000-7000-8000-00000000abcd", "buoc": "hand_over", "ho_so": pick((case, 1)), "_send": "1"}

    lan.post("/viec/lo", sent)
    again = lan.post("/viec/lo", sent)

    assert "Đã thực hiện 1 trong 1 hồ sơ." in text_of(again)
    assert sql.run("SELECT length FROM engine_case") == [(2,)]


def test_nam_takes_all_from_his_queue(desk: Desk) -> None:
    lan, nam = desk("lan"), desk("nam")
    cases = [lan.receive(name=name) for name in ("An", "Bình")]
    for case in cases:
        lan.make(case, "hand_over")

    report = nam.post("/viec/lo", {"buoc": "_nhan", "ho_so": pick(*((case, 2) for case in cases))})

    assert "Đã thực hiện 2 trong 2 hồ sơ." in text_of(report)
    assert sql.run("SELECT count(DISTINCT assignee) FROM engine_case WHERE assignee IS NOT NULL") == [(1,)]


def test_signing_many_asks_once_how_and_refuses_without_an_answer(desk: Desk) -> None:
    lan, nam, thu, minh = (desk(one) for one in ("lan", "nam", "thu", "minh"))
    case = lan.receive()
    lan.make(case, "hand_over")
    nam.make(case, "propose", outcome="granted", summary=["Đăng ký"])
    thu.make(case, "review")

    asked = minh.post("/viec/lo", {"buoc": "sign", "ho_so": pick((case, 4)), "_send": "1"})
    assert asked.status_code == 422
    assert steps() == ["reviewed"]

    minh.post("/viec/lo", {"buoc": "sign", "ho_so": pick((case, 4)), "_send": "1", "method": "paper"})
    assert steps() == ["signed"]


def test_nothing_ticked_no_step_or_a_step_of_another_is_answered_on_the_list(desk: Desk) -> None:
    lan = desk("lan")
    case = lan.receive()

    for sent, sentence in (
        ({"buoc": "hand_over"}, "Đánh dấu ít nhất một hồ sơ."),
        ({"ho_so": pick((case, 1))}, "Chọn bước"),
        ({"buoc": "sign", "ho_so": pick((case, 1))}, "Chọn bước"),
        ({"buoc": "withdraw", "ho_so": pick((case, 1))}, "Chọn bước"),
        ({"buoc": "hand_over", "ho_so": ["x", "1:2:3", f"{case}:y:z"]}, "Đánh dấu ít nhất một hồ sơ."),
    ):
        page = lan.post("/viec/lo", {**sent, "tiep": "https://la.example/"}, follow=True)
        assert page.redirect_chain == [("/viec", 302)]
        assert sentence in text_of(page)
    assert steps() == ["received"]
