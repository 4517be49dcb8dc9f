"""What the portal hears of a dossier: each thing once and in order, whatever fails on the way."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from at_the_line import Line, dossier, messages

import at_work
from at_work import bring_to, opening, receive
from people import BINH, CUC, HANH, LAN, MINH
from thongsuot.engine import papers, sql, verbs
from thongsuot.engine.case import Case
from thongsuot.exchange.national import outbox, sending
from thongsuot.ports.national_twin import Fault

pytestmark = pytest.mark.usefixtures("thuan_hoa")
PDF = b"%PDF-1.7\nb\xe1\xba\xa3n v\xe1\xba\xbd m\xc3\xb3ng"
CALLS = {"create": "NoiHoSo", "progress": "CapNhatTienTrinh", "status": "CapNhatTrangThai"}


def with_paper() -> Case:
    kept = papers.keep([PDF], "Bản vẽ móng.pdf", component="ban-ve")
    facts = {"channel": "counter", "papers": [
        {"key": "ban-ve", "name": "Bản vẽ thiết kế", "originals": 1, "copies": 2},
        {"key": "don", "name": "Đơn đề nghị", "originals": 1, "copies": 0},
    ]}  # fmt: skip
    return verbs.open(LAN, replace(opening(), papers=(kept,), facts={**opening().facts, **facts}))


def states(case: Case) -> set[str]:
    return {state for _, state in messages(case)}


# The way without trouble.


def test_a_dossier_is_created_with_its_papers_and_followed_to_the_result(line: Line) -> None:
    case = with_paper()
    line.send()
    bring_to("delivered", case)
    line.send()
    there = line.there(case)

    assert there.told == [2, 4, 9, 10]
    assert [row["NoiDungXuLy"] for row in there.rows][:2] == ["Tiếp nhận tại quầy", "Chuyển xử lý"]
    assert there.rows[0]["NguoiXuLy"] == LAN.name
    assert there.rows[0]["PhongBanXuLy"].startswith("Trung tâm Phục vụ hành chính công")
    components = there.content["ThanhPhanHoSo"]
    assert [(one["LoaiBan"], one["SoLuong"], len(one["GiayToDinhKem"])) for one in components] == [
        (0, 1, 1), (1, 2, 0), (0, 1, 0),
    ]  # fmt: skip
    assert components[0]["GiayToDinhKem"][0]["HashTepTin"] == hashlib.sha256(PDF).hexdigest()
    assert there.content["KenhThucHien"] == 1
    assert there.content["ThongTinNguoiNop"]["MaHuyen"] is None
    assert dossier(case, "told", "ours", "next_at") == (10, 10, None)


def test_what_is_told_is_told_once_however_often_the_workers_look(line: Line) -> None:
    case = receive()
    for _ in range(3):
        line.send()
        line.tell()
    calls = [call for call in line.twin.calls if call != "GetToken"]

    assert calls == ["GetNextValue", "NoiHoSo", "CapNhatTienTrinh", "CapNhatTrangThai"]
    assert messages(case) == [("create", "sent"), ("progress", "sent"), ("status", "sent")]


def test_the_same_content_of_two_dossiers_is_sent_once(line: Line) -> None:
    with_paper()
    with_paper()
    line.send()

    assert line.twin.calls.count("UploadFile") == 1
    assert len(line.twin.dossiers) == 2


def test_the_outbox_keeps_no_personal_value(line: Line) -> None:
    case = receive()
    line.send()
    text = str(sql.run("SELECT * FROM exchange_national_message")) + str(
        sql.run("SELECT * FROM exchange_national_dossier")
    )

    assert case.subject_name not in text
    assert str(case.subject.get("number")) not in text


def test_a_result_opened_again_after_delivery_tells_its_steps_and_not_a_status_that_the_portal_cannot_go_to(
    line: Line,
) -> None:
    case = bring_to("delivered")
    line.send()
    case = verbs.move(BINH, case.id, case.length, "reopen", {"reasons": ["Sai tên"], "ground": "Luật Xây dựng"})
    line.send()
    assert ("status", "held") in messages(case)
    rows = len(line.there(case).rows)
    case = verbs.move(MINH, case.id, case.length, "propose", {"outcome": "granted", "summary": ["Đã sửa."]})
    line.send()

    assert line.there(case).told[-1] == 10
    assert len(line.there(case).rows) == rows + 1
    assert "dead" not in states(case)
    assert line.twin.refused == []


def test_a_status_undone_is_not_told_backwards_and_the_next_step_forward_is(line: Line) -> None:
    case = bring_to("processing")
    line.send()
    case = verbs.undo(LAN, case.id, case.length)
    line.send()
    undone = line.there(case).told[:]
    assert ("status", "held") in messages(case)
    bring_to("done", case)
    line.send()

    assert undone == [2, 4]
    assert line.there(case).told == [2, 4, 9]
    assert len(line.there(case).rows) == len([one for one in messages(case) if one[0] == "progress"])
    assert states(case) == {"sent", "held", "needless"}
    assert line.twin.refused == []


def test_a_refusal_taken_back_is_one_for_its_owner_because_the_portal_has_no_way_back(line: Line) -> None:
    case = receive(move="register")
    case = verbs.move(LAN, case.id, case.length, "refuse", {"reasons": ["Sai nơi"], "guidance": "Nộp tại Phú Xuân"})
    line.send()
    case = verbs.undo(LAN, case.id, case.length)
    case = verbs.move(LAN, case.id, case.length, "accept")
    line.send()

    assert line.there(case).told == [1, 3]
    assert messages(case)[-1] == ("status", "dead")
    assert dossier(case, "next_at") == (None,)
    assert line.twin.refused == [], "what the portal would refuse is not sent"


def test_a_supplement_asked_for_twice_around_is_told_each_time(line: Line) -> None:
    case = bring_to("processing")
    case = verbs.move(MINH, case.id, case.length, "ask_supplement", at_work.DEFECTS)
    line.send()
    case = verbs.move(LAN, case.id, case.length, "supplement_arrived", {"brought": ["Bản vẽ"]})
    line.send()

    assert line.there(case).told == [2, 4, 5, 4]


# Faults, one by one.


@pytest.mark.parametrize("fault", [Fault.SLOW, Fault.BAD_GATEWAY, Fault.LOST, Fault.EXPIRED, Fault.GARBAGE])
@pytest.mark.parametrize("call", ["GetNextValue", "UploadFile", "NoiHoSo", "CapNhatTienTrinh", "CapNhatTrangThai"])
def test_after_any_passing_fault_of_any_call_the_portal_has_everything_once(
    line: Line, call: str, fault: Fault
) -> None:
    line.twin.will(call, fault)
    case = with_paper()
    line.send()
    line.later()
    line.send()
    bring_to("processing", case)
    line.twin.will(call, fault)
    line.send()
    line.later()
    line.send()
    there = line.there(case)

    assert there.told == [2, 4]
    assert len(there.rows) == 2
    assert line.twin.refused == []
    assert dossier(case, "told", "rows") == (4, 2)


def test_a_lost_acknowledgement_makes_us_ask_and_not_send_again(line: Line) -> None:
    line.twin.will("CapNhatTrangThai", Fault.LOST)
    case = receive()
    line.send()
    line.later()
    line.send()

    assert line.twin.calls.count("CapNhatTrangThai") == 1
    assert line.twin.calls.count("TraCuuHoSo") == 1
    assert line.there(case).told == [2]


def test_the_wait_grows_with_every_failure_and_nothing_behind_overtakes(line: Line) -> None:
    case = receive()
    line.twin.will("NoiHoSo", *[Fault.BAD_GATEWAY] * 4)
    waits = []
    for _ in range(4):
        line.send()
        (next_at,) = dossier(case, "next_at")
        waits.append((next_at - line.now()).total_seconds())
        line.later()
    assert line.twin.calls.count("CapNhatTienTrinh") == 0
    line.send()

    assert waits == sorted(waits)
    assert [round(wait / 15) for wait in waits] == [1, 2, 4, 8]
    assert line.there(case).told == [2]


def test_a_portal_that_is_down_ends_the_round_and_is_not_knocked_at_by_every_dossier(line: Line) -> None:
    for _ in range(5):
        receive()
    line.twin.will("GetNextValue", Fault.BAD_GATEWAY)
    line.send()

    assert line.twin.calls.count("GetNextValue") == 0
    assert len(line.twin.dossiers) == 0


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Fault.FORBIDDEN, "không cho tài khoản"),
        (Fault.UNKNOWN, "không biết mã"),
        (Fault.MISSING, "nội dung không hợp lệ"),
    ],
)
def test_what_the_portal_refuses_waits_for_its_owner_and_keeps_the_rest_in_order_behind_it(
    line: Line, fault: Fault, words: str
) -> None:
    stuck, other = receive(), receive()
    line.twin.will("NoiHoSo", fault)
    line.send()
    line.later(48)
    bring_to("processing", stuck)
    line.send()
    reason, code, attempts = sql.run(
        "SELECT reason, code, attempts FROM exchange_national_message WHERE state = 'dead'"
    )[0]

    assert words in reason
    assert code == fault.upper()
    assert attempts == 1
    assert [one.code for one in line.twin.dossiers.values()] == [other.code]
    assert [state for _, state in messages(stuck)] == ["dead"] + ["waiting"] * 4


def test_so_many_failures_in_a_row_are_one_for_the_owner_and_nothing_is_lost(line: Line) -> None:
    case = receive()
    line.twin.will("NoiHoSo", *[Fault.BAD_GATEWAY] * outbox.MOST_ATTEMPTS)
    line.persist(outbox.MOST_ATTEMPTS + 2)

    assert messages(case) == [("create", "dead"), ("progress", "waiting"), ("status", "waiting")]
    assert sql.run("SELECT attempts FROM exchange_national_message WHERE state = 'dead'") == [(outbox.MOST_ATTEMPTS,)]


def test_a_paper_gone_from_the_store_is_said_and_not_sent_without(line: Line) -> None:
    case = with_paper()
    sql.run("UPDATE engine_paper SET digest = %s WHERE case_id = %s", [b"\x01" * 32, case.id])
    line.send()
    (reason,) = sql.run("SELECT reason FROM exchange_national_message WHERE state = 'dead'")[0]

    assert "Bản vẽ móng.pdf" in reason
    assert line.twin.dossiers == {}


def test_a_dossier_that_does_not_fit_the_contract_says_by_which_field(line: Line) -> None:
    receive(number_prefix="trung tâm")
    line.send()
    (reason,) = sql.run("SELECT reason FROM exchange_national_message WHERE state = 'dead'")[0]

    assert "MaHoSo" in reason
    assert line.twin.dossiers == {}


def test_a_remark_of_the_portal_on_the_data_is_kept(line: Line) -> None:
    case = receive(subject={"kind": "citizen", "name": "Trần Văn Hùng"})
    line.send()

    assert dossier(case, "quality", "quality_message") == ("CANH_BAO", "Thiếu số định danh của người nộp")


def test_after_a_restore_what_is_marked_uncertain_is_asked_for_and_not_told_twice(line: Line) -> None:
    case = bring_to("processing")
    line.send()
    told = [one for one in line.twin.calls if one.startswith("CapNhat")]
    sql.run(
        "UPDATE exchange_national_message SET state = 'waiting', uncertain = true, next_at = NULL"
        " WHERE kind = 'progress'"
    )
    sql.run("UPDATE exchange_national_dossier SET rows = 0, next_at = now()")
    line.send()

    assert [one for one in line.twin.calls if one.startswith("CapNhat")] == told
    assert states(case) == {"sent"}
    assert dossier(case, "rows") == (2,)


# Workers.


def test_a_worker_that_dies_between_sending_and_writing_leaves_nothing_twice(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = receive()
    line.tell()
    for place in range(3):
        with monkeypatch.context() as killed:
            killed.setattr(outbox, "done", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
            killed.setattr(outbox, "release", lambda *_: None)
            with pytest.raises(KeyboardInterrupt):
                sending.send_one(line.portal, line.now)
        assert sending.send_one(line.portal, line.now) is False, "the lease still stands"
        line.later(0.1)
        with monkeypatch.context() as once:
            once.setattr(sending, "MOST_AT_ONCE", 1)
            assert sending.send_one(line.portal, line.now)
        assert [state for _, state in messages(case)].count("sent") == place + 1

    assert line.there(case).told == [2]
    assert len(line.there(case).rows) == 1
    assert line.twin.calls.count("NoiHoSo") == line.twin.calls.count("CapNhatTrangThai") == 1


def test_a_worker_whose_lease_was_taken_over_writes_nothing(line: Line) -> None:
    receive()
    line.tell()
    slow = outbox.claim(line.now())
    assert slow is not None
    message = outbox.first(slow, line.now())
    assert message is not None
    line.later()
    quick = outbox.claim(line.now())
    assert quick is not None

    with pytest.raises(outbox.LeaseLost):
        outbox.done(slow, message, "sent", line.now())
    with pytest.raises(outbox.LeaseLost):
        outbox.begin(slow, message, line.now())
    outbox.release(slow)
    assert outbox.reload(quick).lease == quick.lease
    assert outbox.claim(line.now()) is None


def test_what_the_follower_adds_while_a_worker_sends_is_not_forgotten(line: Line) -> None:
    case = receive()
    line.tell()
    held = outbox.claim(line.now())
    assert held is not None
    sql.run("UPDATE exchange_national_message SET state = 'sent'")
    sql.run("UPDATE exchange_national_dossier SET created = true, told = 2, foreign_id = 'G-1'")
    bring_to("processing", case)
    line.tell()
    outbox.release(held)

    assert dossier(case, "next_at")[0] is not None
    assert len([state for _, state in messages(case) if state == "waiting"]) == 2


def test_each_entry_is_told_once_in_however_small_batches_it_is_followed(line: Line) -> None:
    from django.conf import settings

    from thongsuot.engine import stamper
    from thongsuot.exchange.national import telling

    case = bring_to("delivered")
    line.tell()
    whole = messages(case)
    sql.run("DELETE FROM exchange_national_message")
    sql.run("DELETE FROM exchange_national_dossier")
    sql.run("DELETE FROM exchange_national_position")
    stamper.stamp(settings.SITE)
    while telling.catch_up(settings.SITE, 1):
        pass

    assert messages(case) == whole
    assert telling.catch_up(settings.SITE) == 0


def test_a_case_that_is_no_dossier_and_an_entry_that_is_no_step_are_not_told(line: Line) -> None:
    case = bring_to("processing")
    verbs.claim(MINH, case.id, case.length)
    line.tell()

    assert [kind for kind, _ in messages(case)].count("progress") == 2


def test_officers_of_the_row_are_named_and_the_due_moment_is_the_cases_own(line: Line) -> None:
    case = bring_to("reviewed")
    line.send()
    rows = line.there(case).rows

    assert [row["NguoiXuLy"] for row in rows] == [LAN.name, LAN.name, MINH.name, HANH.name]
    assert CUC.name not in str(rows)
    assert all(row["NgayKetThucTheoQuyDinh"] for row in rows)
