"""The national portal's calls against its twin over real HTTP: tokens, faults, and what each failure asks of whom."""

from __future__ import annotations

import hashlib
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import requests

from thongsuot import cli
from thongsuot.ports.national_command import DemoTwin
from thongsuot.ports.national_messages import (
    ActAnswer,
    Channel,
    Dossier,
    Progress,
    Status,
    StatusUpdate,
    SubjectKind,
    Submitter,
)
from thongsuot.ports.national_portal import Account, NationalPortal, PersonMustLook, TokenRefused, TryLater
from thongsuot.ports.national_twin import CLIENT, SECRET, Fault, NationalTwin, serving

AT = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
CODE = "TAM.19789.PVHCC-20261120-0001"


@pytest.fixture
def twin() -> NationalTwin:
    return NationalTwin(slowness=0.6)


@pytest.fixture
def address(twin: NationalTwin) -> Iterator[str]:
    with serving(twin) as address:
        yield address


@pytest.fixture
def portal(address: str) -> NationalPortal:
    return NationalPortal(Account(address, CLIENT, SECRET), read=0.3)


def dossier(id: str, **changed: Any) -> Dossier:
    values = {
        "IDHoSo": id, "MaHoSo": CODE, "MaTTHC": "1.001193", "ChuHoSo": "Trần Văn Hùng",
        "LoaiDoiTuong": SubjectKind.CONG_DAN, "MaDonViTiepNhan": "TAM.19789.PVHCC",
        "KenhThucHien": Channel.TRUC_TIEP, "NgayNop": AT,
        "ThongTinNguoiNop": Submitter(HoTen="Trần Văn Hùng", SoDinhDanh="046090004567"), **changed,
    }  # fmt: skip
    return Dossier(**values)


def row(id: str) -> Progress:
    return Progress(
        IDHoSo=id, MaHoSo=CODE, NguoiXuLy="Nguyễn Thị Lan", ThoiDiemXuLy=AT, PhongBanXuLy="Trung tâm",
        NoiDungXuLy="Tiếp nhận", TrangThai=Status.DUOC_TIEP_NHAN, NgayBatDau=AT,
    )  # fmt: skip


def to(id: str, status: int) -> list[StatusUpdate]:
    return [StatusUpdate(IdHoSo=id, MaHoSo=CODE, TrangThai=Status(status))]


def test_a_dossier_goes_through_the_six_calls_and_stands_at_the_portal(
    portal: NationalPortal, twin: NationalTwin
) -> None:
    id = portal.next_value("TAM.19789.PVHCC")
    file = portal.upload("Bản vẽ móng.pdf", b"%PDF-1.7 m\xc3\xb3ng\r\n--x\r\n", "application/pdf")
    quality = portal.create(dossier(id))
    portal.progress([row(id)], "1")
    portal.status(to(id, 2), "2")
    portal.status(to(id, 4), "3")

    held = twin.dossiers[id]
    assert (held.code, held.told, len(held.rows)) == (CODE, [2, 4], 1)
    assert (quality.dataQualityStatus, quality.dataQualityMessage) == ("DAT", "")
    assert file.startswith("GT-")
    assert portal.look_up([CODE, "khác"])[CODE].TrangThai == 4
    assert [one.IDHoSo for one in portal.touched(f"{datetime.now(UTC):%Y-%m-%d}")] in ([id], [])


def test_the_district_may_be_empty_and_the_remark_on_the_data_is_handed_on(portal: NationalPortal) -> None:
    id = portal.next_value("x")
    quality = portal.create(dossier(id, ThongTinNguoiNop=Submitter(HoTen="Ông Hùng", MaTinh="46", MaXa="19789")))

    assert quality.dataQualityStatus == "CANH_BAO"
    assert "số định danh" in quality.dataQualityMessage


def test_a_dossier_created_twice_is_there_once_and_the_same_file_has_one_id(
    portal: NationalPortal, twin: NationalTwin
) -> None:
    id = portal.next_value("x")
    portal.create(dossier(id))
    portal.create(dossier(id))

    assert len(twin.dossiers) == 1
    assert len({portal.upload(name, b"%PDF-1", "application/pdf") for name in ("một.pdf", "hai.pdf")}) == 1


def test_a_token_that_ends_early_is_renewed_within_the_call(portal: NationalPortal, twin: NationalTwin) -> None:
    id = portal.next_value("x")
    twin.will("NoiHoSo", Fault.EXPIRED)
    portal.create(dossier(id))
    twin.end_tokens()
    portal.status(to(id, 2), "k")

    assert twin.calls.count("GetToken") == 3
    assert twin.dossiers[id].told == [2]


def test_a_token_is_asked_for_once_and_again_shortly_before_it_ends(address: str, twin: NationalTwin) -> None:
    moment = [0.0]
    portal = NationalPortal(Account(address, CLIENT, SECRET), clock=lambda: moment[0])
    for seconds in (0.0, 100.0, 569.0, 571.0):
        moment[0] = seconds
        portal.held(1)

    assert twin.calls.count("GetToken") == 2


def test_a_wrong_account_sends_nothing_and_waits_for_it_to_be_mended(address: str, twin: NationalTwin) -> None:
    portal = NationalPortal(Account(address, CLIENT, "sai"))

    with pytest.raises(TokenRefused, match="tài khoản"):
        portal.next_value("x")
    assert twin.calls == ["GetToken"]


@pytest.mark.parametrize(
    ("fault", "kind", "uncertain"),
    [
        (Fault.SLOW, TryLater, True),
        (Fault.BAD_GATEWAY, TryLater, True),
        (Fault.LOST, TryLater, True),
        (Fault.GARBAGE, TryLater, True),
        (Fault.FORBIDDEN, PersonMustLook, None),
        (Fault.UNKNOWN, PersonMustLook, None),
        (Fault.MISSING, PersonMustLook, None),
    ],
)
def test_every_fault_says_whether_to_wait_or_to_look(
    portal: NationalPortal, twin: NationalTwin, fault: Fault, kind: type[Exception], uncertain: bool | None
) -> None:
    id = portal.next_value("x")
    twin.will("NoiHoSo", fault)

    with pytest.raises(kind) as failed:
        portal.create(dossier(id))
    assert getattr(failed.value, "uncertain", None) is uncertain
    assert len(twin.dossiers) == (1 if fault in (Fault.SLOW, Fault.LOST) else 0)


def test_progress_before_its_dossier_is_refused_with_the_portals_own_code(portal: NationalPortal) -> None:
    with pytest.raises(PersonMustLook, match="Không có hồ sơ") as refused:
        portal.progress([row("G99-1")], "k")
    assert refused.value.code == "KHONG_CO_HO_SO"


def test_a_status_that_goes_back_is_refused_and_so_is_one_told_twice(
    portal: NationalPortal, twin: NationalTwin
) -> None:
    id = portal.next_value("x")
    portal.create(dossier(id))
    portal.status(to(id, 2), "1")
    portal.status(to(id, 4), "2")

    for status in (2, 4, 1, 10):
        with pytest.raises(PersonMustLook) as refused:
            portal.status(to(id, status), f"k{status}")
        assert refused.value.code == "SAI_THU_TU"
    assert twin.dossiers[id].told == [2, 4]


def test_a_code_that_another_dossier_bears_is_refused(portal: NationalPortal) -> None:
    portal.create(dossier(portal.next_value("x")))

    with pytest.raises(PersonMustLook, match="đã có"):
        portal.create(dossier(portal.next_value("x")))


def test_nobody_listening_is_certain_not_to_have_taken_anything() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    portal = NationalPortal(Account(f"http://127.0.0.1:{port}", CLIENT, SECRET))

    with pytest.raises(TryLater) as later:
        portal.next_value("x")
    assert not later.value.uncertain


def test_an_act_is_held_until_it_is_acknowledged_and_its_file_can_be_fetched(
    portal: NationalPortal, twin: NationalTwin
) -> None:
    content = b"%PDF-1.7 gi\xe1\xba\xa5y"
    id = twin.submit({"MaTTHC": "2.000635"}, "2026-11-20T15:30:00+07:00", [("Giấy.pdf", content, "to-khai")])
    first, again = portal.held(10), portal.held(10)
    portal.acknowledge(first[0]["IdYeuCau"])

    assert first == again
    assert first[0]["IDHoSo"] == id
    assert portal.held(10) == []
    assert portal.file(first[0]["GiayTo"][0]["IdGiayTo"]) == content
    assert first[0]["GiayTo"][0]["HashTepTin"] == hashlib.sha256(content).hexdigest()


def test_an_answer_gives_the_dossier_our_code_and_a_second_one_may_not_differ(
    portal: NationalPortal, twin: NationalTwin
) -> None:
    id = twin.submit({}, "2026-11-20T15:30:00+07:00")
    act = next(iter(twin.acts))
    taken = ActAnswer(IdYeuCau=act, IDHoSo=id, KetQua="DA_TIEP_NHAN", MaHoSo=CODE)
    portal.answer(taken)
    portal.answer(taken)

    assert twin.dossiers[id].code == CODE
    with pytest.raises(PersonMustLook):
        portal.answer(ActAnswer(IdYeuCau=act, IDHoSo=id, KetQua="TU_CHOI", LyDo="khác"))


def test_a_file_larger_than_a_paper_may_be_is_not_read_to_its_end(portal: NationalPortal, twin: NationalTwin) -> None:
    twin.files["to"] = b"x" * (21 * 1024 * 1024)

    with pytest.raises(PersonMustLook, match="20 MB"):
        portal.file("to")


def test_the_twin_answers_nonsense_with_a_sentence_and_shows_what_it_holds(address: str, twin: NationalTwin) -> None:
    twin.submit({}, "2026-11-20T15:30:00+07:00")
    token = requests.post(f"{address}/GetToken", json={"client_id": CLIENT, "client_secret": SECRET}, timeout=5)
    bearer = {"Authorization": f"Bearer {token.json()['access_token']}"}
    answers = [
        requests.post(f"{address}/{name}", data=body, headers=bearer, timeout=5).status_code
        for name, body in (
            ("NoiHoSo", b"\x00"), ("NoiHoSo", b"{}"), ("CapNhatTrangThai", b"[{}]"), ("KhongCo", b"{}"),
            ("UploadFile", b"x"), ("GetToken", b"null"), ("LayYeuCau", b"[]"),
        )
    ]  # fmt: skip

    assert answers == [400, 400, 400, 404, 400, 401, 400]
    assert "Mới đăng ký" in requests.get(address, timeout=5).text


def test_chance_makes_the_same_faults_for_the_same_seed() -> None:
    def drawn(seed: int) -> list[Fault | None]:
        twin = NationalTwin(chance=0.5, seed=seed)
        return [twin.fault("NoiHoSo") for _ in range(40)]

    assert drawn(3) == drawn(3) != drawn(4)
    assert any(drawn(3))


@pytest.mark.parametrize("port", ["0", "99999999999", "-1"])
def test_a_port_that_is_none_ends_in_two_sentences(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["twin", "national", "--port", port]) != 0
    assert "Cổng phải là số từ 1 đến 65535" in capsys.readouterr().err


def test_a_port_in_use_ends_in_two_sentences(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["twin", "national", "--port", address.rpartition(":")[2]]) != 0
    assert "đang được chương trình khác sử dụng" in capsys.readouterr().err


def test_the_twin_as_a_programme_takes_a_submission_by_its_form() -> None:
    twin = DemoTwin()
    with serving(twin) as address:
        page = requests.get(address, timeout=5).text
        answer = requests.post(
            f"{address}/thu-nop", data={"MaTTHC": "1.001193", "ChuHoSo": "Hạnh <b>\x00", "x": "y"}, timeout=5
        )
        held = NationalPortal(Account(address, CLIENT, SECRET)).held(10)

    assert "Nộp thử một hồ sơ" in page
    assert answer.json()["IDHoSo"] == held[0]["IDHoSo"]
    assert held[0]["HoSo"]["ChuHoSo"] == "Hạnh <b>"
