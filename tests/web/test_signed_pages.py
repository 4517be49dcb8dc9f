"""A signed result on the pages: Hạnh downloads it with its check, Vân sees how far it is, Hoa sees nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import citizens
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from following_cases import go, hers, to_nam
from officers import Officer, hidden_of, text_of

from thongsuot.areas.dossiers import results, sealing
from thongsuot.engine import reading, signatures, signed_papers, sql, stamper
from thongsuot.engine.case import Case
from thongsuot.ports import signing
from thongsuot.ports.signing import Holder
from thongsuot.ports.signing_twin import SigningTwin

Desk = Callable[[str], Officer]
PROPOSED = {"outcome": "granted", "summary": ["Đồng ý cấp bản sao trích lục khai sinh."]}
SIGNING = (("nam", "propose", PROPOSED), ("thu", "review", {}), ("minh", "sign", {"method": "digital"}))


@pytest.fixture(scope="module")
def service_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("service")


@pytest.fixture(autouse=True)
def twin(settings: Any, tmp_path: Path, service_folder: Path) -> SigningTwin:
    settings.VAR, settings.ADDRESS = tmp_path, "https://dvc.example"
    (tmp_path / "signing-twin").symlink_to(service_folder)
    found = SigningTwin(service_folder)
    found.behave("well")
    return found


def work() -> None:
    stamper.stamp("vn")
    results.catch_up("vn")
    while sealing.work_one(datetime.now(UTC)):
        pass
    signed_papers.catch_up("vn")
    signed_papers.check_waiting()


def numbered(desk: Desk) -> UUID:
    case = hers(desk)
    to_nam(desk, case)
    go(desk, case, *SIGNING, ("van", "number", {}))
    return case


def done(desk: Desk) -> UUID:
    case = numbered(desk)
    go(desk, case, ("van", "seal", {}))
    work()
    go(desk, case, ("van", "issue", {}))
    return case


def of(case: UUID) -> Case:
    return reading.story(case).case


def shown(who: Any, case: UUID, citizen: bool = False) -> str:
    return text_of(who.get(f"/cua-toi/{case}" if citizen else f"/ho-so/{case}"))


def test_hanh_sees_and_downloads_her_signed_result(desk: Desk) -> None:
    case = done(desk)
    hanh = citizens.signed_in(citizens.HANH)

    text = shown(hanh, case, citizen=True)
    paper = of(case).facts["result_file"]["paper"]
    file = hanh.get(f"/cua-toi/{case}/giay-to/{paper}")

    assert "Chữ ký số hợp lệ" in text
    assert "Hoàng Đức Minh" in text
    assert "xác minh văn bản này" in text
    assert file["Content-Type"] == "application/pdf"
    assert b"".join(file.streaming_content).startswith(b"%PDF-")


def test_before_it_is_issued_she_gets_neither_the_file_nor_its_name(desk: Desk) -> None:
    case = numbered(desk)
    go(desk, case, ("van", "seal", {}))
    work()
    hanh = citizens.signed_in(citizens.HANH)
    paper = of(case).facts["result_file"]["paper"]

    assert "Chữ ký số hợp lệ" not in shown(hanh, case, citizen=True)
    assert hanh.get(f"/cua-toi/{case}/giay-to/{paper}").status_code == 409


def test_another_citizen_and_another_province_get_nothing(desk: Desk) -> None:
    case = done(desk)
    paper = of(case).facts["result_file"]["paper"]

    assert desk("hoa").get(f"/ho-so/{case}").status_code == 404
    assert desk("hoa").get(f"/ho-so/{case}/giay-to/{paper}").status_code == 404


def test_the_desk_shows_who_signed_with_which_certificate(desk: Desk) -> None:
    case = done(desk)

    text = shown(desk("lan"), case)

    assert "Chữ ký số hợp lệ" in text
    assert "Hoàng Đức Minh (BẢN MINH HỌA)" in text
    assert "Số chứng thư" in text
    assert "Cơ quan chứng thực thử" in text


def test_the_unsigned_print_gives_way_to_the_signed_file(desk: Desk) -> None:
    case = done(desk)

    assert f"/ho-so/{case}/mau/result/0" not in desk("lan").get(f"/ho-so/{case}").content.decode()
    assert desk("lan").get(f"/ho-so/{case}/mau/result/0").status_code == 409


def test_van_cannot_issue_before_the_file_is_there_and_reads_why(desk: Desk) -> None:
    case = numbered(desk)
    go(desk, case, ("van", "seal", {}))
    van = desk("van")

    answer = van.make(case, "issue")

    assert answer.status_code == 409
    assert "đang được ký số" in text_of(answer)
    assert "Đang ký số" in shown(van, case)
    work()
    assert van.make(case, "issue").status_code == 302


def test_van_sees_why_it_is_stuck_and_has_it_tried_again(desk: Desk, twin: SigningTwin) -> None:
    case = numbered(desk)
    twin.behave("down")
    work()
    van = desk("van")

    assert "Dịch vụ ký số chưa trả lời" in shown(van, case)
    assert "Ký lại ngay" not in shown(desk("lan"), case)
    assert desk("lan").post(f"/ho-so/{case}/ky-lai", {}).status_code == 403
    assert desk("hoa").post(f"/ho-so/{case}/ky-lai", {}).status_code == 404
    sql.run("UPDATE dossiers_result SET state = 'dead', next_at = NULL, tries = 10")
    assert "phải xử lý" in shown(van, case)
    assert of(case).code in text_of(van.get("/ket-qua-chua-ky"))
    assert of(case).code not in text_of(desk("hoa").get("/ket-qua-chua-ky"))
    twin.behave("well")
    assert van.post(f"/ho-so/{case}/ky-lai", hidden_of(van.get(f"/ho-so/{case}"))).status_code == 302
    work()
    assert "Đã ký số" in shown(van, case)


def test_a_paper_that_came_signed_is_checked_and_shown_beside_it(desk: Desk) -> None:
    from thongsuot.areas.dossiers.letters import samples
    from thongsuot.engine import letters

    case = hers(desk)
    lan = desk("lan")
    service = signing.service()
    assert service is not None
    holder = Holder("body", "ubnd.1", "Trường Tiểu học Vĩnh Ninh", "ubnd.1", "Trường Tiểu học Vĩnh Ninh")
    blank = letters.render(letters.letter_for("result", samples.at(9, 1, 8).date()), samples.SAMPLES["result"])
    pdf = signatures.sign(blank, service, holder, field="ConDau", reason="")
    changed = bytearray(pdf)
    changed[len(pdf) // 4] ^= 1
    for name, content in (("giay-xac-nhan.pdf", pdf), ("ban-sua.pdf", bytes(changed)), ("khong-ky.pdf", blank)):
        given = {**hidden_of(lan.get(f"/ho-so/{case}")), "tep": SimpleUploadedFile(name, content)}
        assert lan.post(f"/ho-so/{case}/giay-to", given).status_code == 302
    work()

    text = shown(lan, case)

    assert "Trường Tiểu học Vĩnh Ninh" in text
    assert text.count("Chữ ký số hợp lệ") == 1
    assert "Tệp đã bị sửa sau khi ký" in text or "Không đọc được chữ ký" in text


def test_who_oversees_sees_no_names_of_signers(desk: Desk) -> None:
    case = done(desk)
    text = shown(desk("kiemsoat"), case)

    assert "Số chứng thư" not in text
