"""What Hùng does at the national portal: kept first, opened once with his moment, or waiting for its owner."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from at_the_line import Line, dossier, messages

import at_work
from people import CENTRE, COMMITTEE, HUNG, LAN, MINH, WARD
from thongsuot.engine import access, intents, reading, sql, verbs
from thongsuot.engine.access import Sight
from thongsuot.engine.case import Case, from_row
from thongsuot.exchange.national import applying, bridging, receiving, stuck
from thongsuot.ports.national_messages import Submitter
from thongsuot.ports.national_portal import TryLater
from thongsuot.ports.national_twin import Fault
from thongsuot.register import procedures
from thongsuot.register.working_time import VIETNAM

pytestmark = pytest.mark.usefixtures("country")
EXTRACT = "2.000635"
UNIT = "TAM.19789.PVHCC"
PDF = b"%PDF-1.7\nT\xe1\xbb\x9d khai"
PRESSED = (datetime.now(VIETNAM) - timedelta(days=1)).replace(hour=20, minute=41, second=7, microsecond=0)


def wanted(**changed: Any) -> dict[str, Any]:
    """Hùng asks for an extract at the centre of Thuận Hóa."""
    submitter = {
        "HoTen": HUNG.name, "SoDinhDanh": HUNG.citizen, "SoDienThoai": "0912345678", "DiaChi": "5 Lê Lợi",
        "MaTinh": "46", "MaHuyen": None, "MaXa": WARD,
    }  # fmt: skip
    return {
        "MaTTHC": EXTRACT, "ChuHoSo": HUNG.name, "DinhDanhCHS": HUNG.citizen, "MaDonViTiepNhan": UNIT,
        "NoiDung": "Hai bản sao trích lục", "ThongTinNguoiNop": submitter, **changed,
    }  # fmt: skip


def address(**changed: Any) -> dict[str, Any]:
    return {**wanted()["ThongTinNguoiNop"], **changed}


def submit(line: Line, at: datetime = PRESSED, papers: Any = (), **changed: Any) -> str:
    return line.twin.submit(wanted(**changed), at.isoformat(), papers)


def take(line: Line) -> None:
    """Poll, apply, answer: what the workers do."""
    receiving.take(line.portal)
    intents.apply_waiting(line.now())
    line.send()


def opened() -> list[Case]:
    columns = ", ".join(f"c.{name}" for name in Case.__dataclass_fields__)
    return [from_row(row) for row in sql.run(f"SELECT {columns} FROM engine_case c ORDER BY c.opened_at")]


def stand() -> list[tuple[str, str]]:
    return sql.run("SELECT kind, state FROM engine_intent ORDER BY happened_at, id")  # type: ignore[return-value]


def reason() -> str:
    return str(sql.run("SELECT reason FROM engine_intent WHERE state = 'refused'")[0][0])


# Opened.


def test_a_submission_becomes_a_dossier_with_the_moment_at_which_the_button_was_pressed(line: Line) -> None:
    id = submit(line, papers=[("Tờ khai.pdf", PDF, "to-khai")])
    take(line)
    (case,) = opened()

    assert case.opened_at == PRESSED
    assert (case.step, case.status, case.receiving_body, case.competent_body) == ("submitted", 1, CENTRE, COMMITTEE)
    assert (case.subject_name, case.number, case.facts["channel"]) == (HUNG.name, HUNG.citizen, "online")
    assert access.sight(HUNG, case) is Sight.FULL
    page = reading.case_page(LAN, case.id)
    assert [(paper.name, paper.component) for paper in page.papers] == [("Tờ khai.pdf", "to-khai")]
    assert line.twin.dossiers[id].code == case.code
    assert next(iter(line.twin.answers.values()))["KetQua"] == "DA_TIEP_NHAN"


def test_the_eight_hours_to_answer_run_from_the_button_and_not_from_the_poll(line: Line) -> None:
    submit(line)
    take(line)
    (case,) = opened()

    assert case.clock is not None
    assert datetime.fromisoformat(case.clock["start"]) == PRESSED


def test_what_came_from_the_portal_is_not_created_there_again_and_goes_on_under_its_own_id(line: Line) -> None:
    id = submit(line)
    take(line)
    (case,) = opened()
    case = verbs.move(LAN, case.id, case.length, "accept")
    line.send()

    assert line.twin.calls.count("NoiHoSo") == line.twin.calls.count("GetNextValue") == 0
    assert line.twin.dossiers[id].told == [1, 2]
    assert [kind for kind, _ in messages(case)] == ["answer", "progress", "status", "progress", "status"]
    assert dossier(case, "foreign_id", "origin") == (id, "there")
    assert len(line.twin.dossiers) == 1


def test_an_act_is_durable_before_it_is_acknowledged(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    submit(line)

    def check(act: str) -> None:
        assert intents.of_key(applying.SOURCE, act) is not None
        raise TryLater("đứt", uncertain=True)

    monkeypatch.setattr(line.portal, "acknowledge", check)
    with pytest.raises(TryLater):
        receiving.take(line.portal)
    assert stand() == [("submit", "waiting")]


@pytest.mark.parametrize("call", ["XacNhanYeuCau", "LayYeuCau"])
@pytest.mark.parametrize("fault", [Fault.LOST, Fault.SLOW, Fault.BAD_GATEWAY, Fault.EXPIRED, Fault.GARBAGE])
def test_delivered_twice_it_is_opened_once(line: Line, call: str, fault: Fault) -> None:
    submit(line)
    line.twin.will(call, fault)
    for _ in range(2):
        try:
            take(line)
        except TryLater:
            intents.apply_waiting(line.now())
    take(line)
    line.twin.will("LayYeuCau", Fault.TWICE)
    take(line)

    assert len(opened()) == 1
    assert len(line.twin.answers) == 1
    assert line.twin.calls.count("LayYeuCau") >= 3


def test_an_answer_that_was_lost_is_given_again_and_stays_the_same(line: Line) -> None:
    id = submit(line)
    line.twin.will("TraLoiYeuCau", Fault.LOST)
    take(line)
    line.later()
    line.send()

    assert line.twin.calls.count("TraLoiYeuCau") == 2
    assert line.twin.dossiers[id].code == opened()[0].code


def test_what_was_applied_leaves_no_personal_value_in_the_intent(line: Line) -> None:
    submit(line)
    take(line)

    assert sql.run("SELECT state, content, papers FROM engine_intent") in (
        [("applied", "{}", "[]")],
        [("applied", {}, [])],
    )
    assert HUNG.name not in str(sql.run("SELECT * FROM engine_intent"))


def test_who_submits_for_another_is_named_as_the_one_who_did(line: Line) -> None:
    submit(line, ThongTinNguoiNop=address(HoTen="Trần Thị Thảo"))
    take(line)
    (case,) = opened()

    assert case.subject_name == HUNG.name
    assert case.subject["representative"] == "Trần Thị Thảo"


def test_a_code_that_a_province_published_under_its_own_name_leads_to_the_national_one(line: Line) -> None:
    submit(line, MaTTHC=f"{EXTRACT}.000.00.00.H57")
    take(line)

    assert opened()[0].procedure_code == EXTRACT


# Codes of before.


@pytest.mark.parametrize(
    ("place", "leads_to"),
    [
        ({"MaTinh": "46", "MaHuyen": None, "MaXa": "19789"}, "19789"),  # today's
        ({"MaTinh": "46", "MaHuyen": "474", "MaXa": "19789"}, "19789"),  # Phú Nhuận, before: now Thuận Hóa
        ({"MaTinh": "46", "MaHuyen": "474", "MaXa": "19780"}, "19789"),  # Phường Đúc
        ({"MaTinh": "46", "MaHuyen": None, "MaXa": "19780"}, "19789"),  # the same, the district left out
        ({"MaTinh": None, "MaHuyen": None, "MaXa": "19789"}, "19789"),
        ({"MaTinh": "01", "MaHuyen": "001", "MaXa": "00004"}, "00004"),  # Trúc Bạch: now Ba Đình
    ],
)
def test_an_old_commune_leads_to_todays(place: dict[str, Any], leads_to: str) -> None:
    assert bridging.commune(Submitter(HoTen="Hùng", **place), PRESSED.date()) == leads_to


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ({"MaTinh": "01", "MaHuyen": "001", "MaXa": "00007"}, "nhiều đơn vị"),
        ({"MaTinh": "01", "MaHuyen": "001", "MaXa": "00025"}, "nhiều đơn vị"),
        ({"MaTinh": "46", "MaHuyen": None, "MaXa": "99999"}, "không có trong danh mục"),
        ({"MaTinh": "96", "MaHuyen": None, "MaXa": "19789"}, "không thuộc tỉnh"),
        ({"MaTinh": "46", "MaHuyen": None, "MaXa": None}, "không gửi mã xã"),
        ({"MaTinh": "\x00", "MaHuyen": "", "MaXa": "19789"}, "không thuộc tỉnh"),
    ],
)
def test_a_commune_that_leads_nowhere_or_to_several_is_for_a_person(place: dict[str, Any], words: str) -> None:
    with pytest.raises(bridging.Unbridged, match=words):
        bridging.commune(Submitter(HoTen="Hùng", **place), PRESSED.date())


def test_a_submission_by_an_old_address_opens_where_the_place_is_today(line: Line) -> None:
    ward_only = {"MaDonViTiepNhan": "", "MaTTHC": "1.001193"}
    submit(line, **ward_only, ThongTinNguoiNop=address(MaHuyen="474", MaXa="19780"))
    take(line)

    assert [case.place_code for case in opened()] == [WARD], stand()


# Stuck, with an owner.


@pytest.mark.parametrize(
    ("changed", "words", "owner"),
    [
        ({"MaTTHC": "9.999999"}, "9.999999", "46"),
        ({"MaTTHC": "1.000110"}, "", "46"),
        ({"MaDonViTiepNhan": "H99.01.02"}, "H99.01.02", "46"),
        ({"MaDonViTiepNhan": "", "ThongTinNguoiNop": address(MaXa="99999")}, "99999", "46"),
        ({"MaDonViTiepNhan": "", "ThongTinNguoiNop": address(MaXa="99999", MaTinh="77")}, "99999", "79"),
        ({"MaDonViTiepNhan": "", "ThongTinNguoiNop": address(MaXa=None, MaTinh=None)}, "không gửi mã xã", ""),
        ({"DinhDanhCHS": ""}, "định danh", "46"),
        ({"DinhDanhCHS": "12"}, "Mã số thuế", "46"),
        ({"MaDonViTiepNhan": "TAM.31825.PVHCC"}, "", "96"),
    ],
)
def test_what_cannot_be_opened_waits_for_the_control_unit_of_its_province_with_the_reason(
    line: Line, changed: dict[str, Any], words: str, owner: str
) -> None:
    submit(line, **changed)
    take(line)

    assert opened() == []
    assert stand() == [("submit", "refused")]
    assert words in reason()
    assert len(reason()) > 20
    assert sql.run("SELECT province_code FROM engine_intent") == [(owner,)]
    assert line.twin.answers == {}, "the person is told nothing before somebody has looked"


def test_one_that_is_stuck_holds_up_nobody_else(line: Line) -> None:
    submit(line, MaTTHC="9.999999", at=PRESSED - timedelta(hours=1))
    submit(line)
    take(line)

    assert len(opened()) == 1


def test_replayed_after_the_cause_is_mended_it_opens_with_its_first_moment(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit(line)
    with monkeypatch.context() as gone:
        gone.setattr(procedures, "procedure", lambda *_: None)
        take(line)
    assert opened() == []
    (held,), count = intents.stuck(["46"], 10)
    stuck.replay_intent(["46"], held.id)
    intents.apply_waiting(line.now())
    line.send()

    assert count == 1
    assert [case.opened_at for case in opened()] == [PRESSED]
    assert intents.stuck(["46"], 10) == ((), 0)


def test_put_aside_with_a_reason_the_portal_tells_the_person_why(line: Line) -> None:
    id = submit(line, MaTTHC="9.999999")
    take(line)
    (held,), _ = intents.stuck(None, 10)
    stuck.settle_intent(["46"], held.id, "Đặng Trung Kiên", "Thủ tục đã bãi bỏ, đã gọi điện hướng dẫn người nộp.")
    line.send()
    answer = next(iter(line.twin.answers.values()))

    assert (answer["KetQua"], answer["MaHoSo"]) == ("TU_CHOI", "")
    assert "bãi bỏ" in answer["LyDo"]
    assert line.twin.dossiers[id].status == 3
    assert stand() == [("submit", "settled")]


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"IdYeuCau": "YC-1"},
        {"IdYeuCau": "YC-1", "Loai": "LA", "IDHoSo": "G-1", "ThoiDiem": "hôm qua"},
        {"IdYeuCau": "YC-1", "Loai": "NOP", "IDHoSo": "G-1", "ThoiDiem": "2026-11-20T10:00:00"},
        {"IdYeuCau": "a\x00b", "Loai": "RUT", "IDHoSo": "G\x00", "ThoiDiem": "2026-11-20T10:00:00+07:00"},
        {"IdYeuCau": "YC-2", "Loai": "NOP", "IDHoSo": "G-1", "ThoiDiem": "2026-11-20T10:00:00+07:00"},
        {"IdYeuCau": "YC-4", "Loai": "RUT", "IDHoSo": "G-1", "ThoiDiem": "9999-12-31T23:59:59+00:00"},
        {"IdYeuCau": "YC-5", "Loai": "RUT", "IDHoSo": "G-1", "ThoiDiem": "0001-01-01T00:00:00+00:00"},
        {"IdYeuCau": "YC-3", "Loai": "DANH_GIA", "IDHoSo": "G-1", "ThoiDiem": "9999-12-31T23:59:59+00:00",
         "DuLieu": {"SoSao": "9" * 5000, "x": ["\x00"]}},
    ],
    ids=str,
)  # fmt: skip
def test_an_act_that_fits_no_contract_is_kept_whole_for_its_owner(line: Line, raw: dict[str, Any]) -> None:
    line.twin.acts[raw.get("IdYeuCau", "không")] = raw
    for _ in range(2):
        take(line)

    assert [state for _, state in stand()] == ["refused"]
    assert opened() == []
    assert len(reason()) > 20


def test_an_act_that_comes_back_with_another_content_does_not_replace_the_first(line: Line) -> None:
    submit(line)
    receiving.take(line.portal)
    act = next(iter(line.twin.acts.values()))
    act["HoSo"] = {**act["HoSo"], "ChuHoSo": "Người Khác"}
    line.twin.hold_out_again()
    take(line)

    assert [case.subject_name for case in opened()] == [HUNG.name]
    assert sorted(stand()) == [("submit", "applied"), ("unreadable", "refused")]


def test_a_file_that_does_not_match_its_digest_is_for_its_owner_and_opens_nothing(line: Line) -> None:
    submit(line, papers=[("Tờ khai.pdf", PDF, "to-khai")])
    line.twin.files = dict.fromkeys(line.twin.files, b"%PDF-khac")
    take(line)

    assert opened() == []
    assert "mã băm" in reason()


def test_a_file_that_is_no_paper_is_for_its_owner(line: Line) -> None:
    submit(line, papers=[("virus.exe", b"MZ\x00", "to-khai")])
    take(line)

    assert opened() == []
    assert "PDF" in reason()


def test_an_act_waits_for_its_files_and_is_acknowledged_after_them(line: Line) -> None:
    submit(line, papers=[("Tờ khai.pdf", PDF, "to-khai")])
    line.twin.will("TaiTep", Fault.BAD_GATEWAY)
    with pytest.raises(TryLater):
        receiving.take(line.portal)
    intents.apply_waiting(line.now())
    assert (opened(), line.twin.acknowledged) == ([], set())
    take(line)

    assert len(opened()) == 1
    assert len(line.twin.acknowledged) == 1


# What is done afterwards.


def accepted(line: Line, step: str = "processing") -> tuple[str, Case]:
    id = submit(line)
    take(line)
    (case,) = opened()
    case = verbs.move(LAN, case.id, case.length, "accept")
    if step == "processing":
        case = verbs.move(LAN, case.id, case.length, "hand_over")
    return id, case


def now() -> str:
    return datetime.now(VIETNAM).isoformat()


def test_withdrawn_at_the_portal_it_is_withdrawn_here(line: Line) -> None:
    id, case = accepted(line)
    line.twin.act("RUT", id, now(), DuLieu={"LyDo": "Không cần nữa"})
    take(line)
    (after,) = opened()

    assert (after.step, after.status) == ("withdrawn", 7)
    assert line.twin.dossiers[id].told == [1, 2, 4, 7]
    assert "Không cần nữa" in str(reading.case_page(LAN, case.id).entries[-1].personal)


def test_what_arrives_before_its_dossier_is_open_waits_for_it(line: Line) -> None:
    id = submit(line, MaTTHC="9.999999")
    line.twin.act("RUT", id, now(), DuLieu={"LyDo": "Nhầm"})
    take(line)

    assert stand() == [("submit", "refused"), ("withdraw", "waiting")]
    assert opened() == []


def test_an_act_that_the_step_no_longer_allows_is_refused_with_the_step_named(line: Line) -> None:
    id, case = accepted(line)
    line.twin.act("DANH_GIA", id, now(), DuLieu={"SoSao": 5})
    take(line)

    assert stand()[-1] == ("rate", "refused")
    assert "Đang thụ lý" in reason()
    assert opened()[0].length == case.length


def test_an_act_about_a_dossier_that_nobody_knows_is_refused(line: Line) -> None:
    line.twin.submit({}, PRESSED.isoformat())
    line.twin.acts.clear()
    line.twin.act("RUT", "G99.01-20261120-9999999", now(), DuLieu={"LyDo": "Rút"})
    take(line)

    assert "không có hồ sơ nào" in reason().lower()
    assert sql.run("SELECT province_code FROM engine_intent") == [("",)]


def test_acts_on_one_dossier_are_applied_in_the_order_in_which_they_happened(line: Line) -> None:
    id, _case = accepted(line, "received")
    at = datetime.now(UTC)
    line.twin.act("DANH_GIA", id, (at + timedelta(milliseconds=2)).isoformat(), DuLieu={"SoSao": 5})
    line.twin.act("RUT", id, (at + timedelta(milliseconds=1)).isoformat(), DuLieu={"LyDo": "Rút"})
    take(line)

    assert stand()[-2:] == [("withdraw", "applied"), ("rate", "refused")]


def test_a_withdrawal_keeps_the_moment_of_the_button(line: Line) -> None:
    id, _case = accepted(line)
    at = datetime.now(VIETNAM) - timedelta(seconds=1)
    line.twin.act("RUT", id, at.isoformat(), DuLieu={"LyDo": "Rút"})
    take(line)

    assert opened()[0].closed_at == at


def test_a_dossier_received_at_the_counter_can_be_withdrawn_at_the_portal_too(line: Line) -> None:
    subject = {"kind": "citizen", "name": HUNG.name, "number": HUNG.citizen}
    case = at_work.receive(subject=subject, subject_name=HUNG.name)
    line.send()
    id = line.there(case).id
    line.twin.act("RUT", id, now(), DuLieu={"LyDo": "Rút"})
    take(line)

    assert line.twin.dossiers[id].told == [2, 7]
    assert MINH.name not in str(line.twin.dossiers[id].rows)
