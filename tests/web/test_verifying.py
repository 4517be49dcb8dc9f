"""Anybody verifies a result: by its code, by its file; changed, foreign and hostile ones are told apart."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from following_cases import delivered, go, hers, to_nam
from officers import Officer, text_of

from thongsuot.areas.dossiers import results, sealing, verifying
from thongsuot.areas.dossiers.verifying import Finding
from thongsuot.engine import papers, reading, signature_checks, signatures, signed_papers, stamper
from thongsuot.engine.case import Case
from thongsuot.ports import signing
from thongsuot.ports.signing import Holder
from thongsuot.ports.signing_twin import SigningTwin
from thongsuot.web.portal import verifying as pages

Desk = Callable[[str], Officer]
PROPOSED = {"outcome": "granted", "summary": ["Đồng ý cấp bản sao trích lục khai sinh."]}


@pytest.fixture(scope="module")
def service_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("service")


@pytest.fixture(autouse=True)
def site(settings: Any, tmp_path: Path, service_folder: Path) -> None:
    settings.VAR, settings.ADDRESS = tmp_path, "https://dvc.example"
    (tmp_path / "signing-twin").symlink_to(service_folder)
    SigningTwin(service_folder).behave("well")
    pages.CODES.forget()
    pages.FILES.forget()


def twin() -> SigningTwin:
    found = signing.service()
    assert isinstance(found, SigningTwin)
    return found


def work() -> None:
    stamper.stamp("vn")
    results.catch_up("vn")
    while sealing.work_one(datetime.now(UTC)):
        pass
    signed_papers.catch_up("vn")
    signed_papers.check_waiting()


def sealed(desk: Desk) -> UUID:
    """Hạnh's dossier: Minh signed digitally, Vân numbered and sealed; the file is with it."""
    case = hers(desk)
    to_nam(desk, case)
    go(desk, case, ("nam", "propose", PROPOSED), ("thu", "review", {}), ("minh", "sign", {"method": "digital"}))
    go(desk, case, ("van", "number", {}), ("van", "seal", {}))
    work()
    return case


def issued(desk: Desk) -> UUID:
    case = sealed(desk)
    go(desk, case, ("van", "issue", {}))
    return case


def of(case: UUID) -> Case:
    return reading.story(case).case


def code(case: UUID) -> str:
    return results.code_of(case, of(case).facts["result_number"])


def pdf_of(case: UUID) -> bytes:
    return papers.path(str(of(case).facts["result_file"]["digest"])).read_bytes()


def send(content: bytes, name: str = "ket-qua.pdf") -> Any:
    return Client().post("/xac-minh", {"tep": SimpleUploadedFile(name, content, "application/pdf")})


def test_the_issued_file_is_valid_and_the_register_says_what_it_is(desk: Desk) -> None:
    case = issued(desk)

    answer = send(pdf_of(case))

    text = text_of(answer)
    assert answer.status_code == 200
    assert "Văn bản hợp lệ" in text
    assert "Ủy ban nhân dân phường Thuận Hóa" in text
    assert results.shown(code(case)) in text
    assert "BẢN MINH HỌA" in text


def test_the_page_says_nothing_of_the_person(desk: Desk) -> None:
    case = issued(desk)
    subject = of(case).subject

    for answer in (send(pdf_of(case)), Client().get(f"/xac-minh/{code(case)}")):
        for value in (subject["name"], subject["number"], subject["phone"], of(case).code):
            assert str(value) not in text_of(answer)


def test_the_qr_leads_to_the_register(desk: Desk) -> None:
    case = issued(desk)
    path = results.address_of(code(case)).removeprefix("https://dvc.example")

    text = text_of(Client().get(path))

    assert "Có trong sổ đăng ký" in text
    assert "Ký số" in text


def test_a_code_typed_by_hand_leads_there_too(desk: Desk) -> None:
    case = issued(desk)
    answer = Client().get("/xac-minh", {"ma": f" {results.shown(code(case)).lower()} "})

    assert (answer.status_code, answer["Location"]) == (302, f"/xac-minh/{code(case)}")


def test_what_was_not_issued_is_nobodys_business(desk: Desk) -> None:
    case = sealed(desk)

    assert Client().get(f"/xac-minh/{code(case)}").status_code == 404
    text = text_of(send(pdf_of(case)))
    assert "Văn bản hợp lệ" not in text
    assert results.shown(code(case)) not in text


def test_a_result_signed_on_paper_is_in_the_register(desk: Desk) -> None:
    case = delivered(desk)
    work()

    text = text_of(Client().get(f"/xac-minh/{code(case)}"))

    assert "Ký trực tiếp trên giấy" in text
    assert "giá trị nằm ở bản giấy" in text


@pytest.mark.parametrize("typed", ["abc", "0" * 12, "💥", "' OR 1=1 --", "A" * 5000])
def test_a_code_that_is_none_gets_a_sentence(desk: Desk, typed: str) -> None:
    assert Client().get("/xac-minh", {"ma": typed}, follow=True).status_code in (404, 422)


@pytest.mark.parametrize(
    "path", ["/xac-minh/abc", "/xac-minh/" + "Z" * 300, "/xac-minh/%00%00", "/xac-minh/000000000000"]
)
def test_an_address_that_is_none_gets_a_sentence(desk: Desk, path: str) -> None:
    answer = Client().get(path)

    assert answer.status_code == 404
    assert "Kiểm tra lại" in text_of(answer)


def test_one_flipped_bit_anywhere_is_caught(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the seal; and in the room of the seal itself, parts of which nothing signs, by the register's digest."""
    pdf = pdf_of(issued(desk))
    monkeypatch.setattr(signed_papers, "check_apart", signature_checks.check)
    _start, first, second, _length = map(int, re.findall(rb"/ByteRange \[([\d ]+)\]", pdf)[-1].split())
    chance = random.Random(20261122)

    assert verifying.judge(pdf).finding is Finding.ISSUED
    for at in [
        *(chance.randrange(len(pdf)) for _time in range(40)),
        *(chance.randrange(first, second) for _ in range(20)),
    ]:
        forged = bytearray(pdf)
        forged[at] ^= 1 << chance.randrange(8)
        judged = verifying.judge(bytes(forged))
        assert judged.finding is not Finding.ISSUED, at
        if not first <= at < second:
            assert judged.checked.verdict in ("changed", "broken", "none"), at


def test_a_changed_file_is_told_in_words(desk: Desk) -> None:
    pdf = bytearray(pdf_of(issued(desk)))
    pdf[len(pdf) // 4] ^= 1

    text = text_of(send(bytes(pdf)))

    assert "Văn bản hợp lệ" not in text
    assert "Tệp đã bị sửa sau khi ký" in text or "Không đọc được chữ ký" in text


def test_what_was_added_behind_the_seal_is_a_change(desk: Desk) -> None:
    assert "Tệp đã bị sửa sau khi ký" in text_of(send(pdf_of(issued(desk)) + b"\n% them\n"))


def _blank() -> bytes:
    from thongsuot.areas.dossiers.letters import samples
    from thongsuot.engine import letters

    return letters.render(letters.letter_for("result", samples.at(9, 1, 8).date()), samples.SAMPLES["result"])


SEAL = Holder(
    "body", "ubnd.19789", "Ủy ban nhân dân phường Thuận Hóa", "ubnd.19789", "Ủy ban nhân dân phường Thuận Hóa"
)


def _signed(conduct: Any = "well", reason: str = "") -> bytes:
    twin().behave(conduct)
    try:
        return signatures.sign(_blank(), twin(), SEAL, field="ConDau", reason=reason)
    finally:
        twin().behave("well")


@pytest.mark.parametrize(
    ("conduct", "words"),
    [("expired", "Chứng thư số đã hết hạn khi ký"), ("revoked", "Chứng thư số đã bị thu hồi trước khi ký")],
)
def test_a_bad_certificate_is_told_in_words(desk: Desk, conduct: str, words: str) -> None:
    assert words in text_of(send(_signed(conduct)))


def test_another_bodys_seal_under_our_code_is_the_wrong_body(desk: Desk) -> None:
    case = issued(desk)
    reason = f"{sealing.REASON}{results.shown(code(case))}"

    assert "Con dấu không phải của cơ quan ban hành" in text_of(send(_signed("wrong_body", reason)))
    assert "Tệp khác với bản đã phát hành" in text_of(send(_signed("well", reason)))


def test_a_valid_document_that_is_not_ours_is_not_called_ours(desk: Desk) -> None:
    assert "văn bản không có trong sổ đăng ký ở đây" in text_of(send(_signed()))


def test_an_authority_that_nobody_knows_makes_an_unknown_signer(desk: Desk, tmp_path: Path) -> None:
    stranger = SigningTwin(tmp_path / "stranger")
    pdf = signatures.sign(_blank(), stranger, SEAL, field="ConDau", reason="")

    assert "Không rõ người ký" in text_of(send(pdf))


def test_an_authority_that_the_operator_laid_down_is_believed(desk: Desk, tmp_path: Path) -> None:
    stranger = SigningTwin(tmp_path / "stranger")
    pdf = signatures.sign(_blank(), stranger, SEAL, field="ConDau", reason="")
    laid = tmp_path / "trusted-authorities"
    laid.mkdir()
    (laid / "co-quan.cer").write_bytes(stranger.certificates(signing.AUTHORITY)[-1])
    (laid / "hong.pem").write_bytes(b"-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n")

    assert "Chữ ký số hợp lệ" in text_of(send(pdf))


@pytest.mark.parametrize(
    ("content", "status", "words"),
    [
        (b"", 422, "rỗng"),
        (b"MZ\x90", 422, "không phải PDF"),
        (b"%PDF-1.7\nkhong co gi", 200, "Tệp không có chữ ký số"),
        (b"%PDF-1.7\n/ByteRange [0 9999999999999999999 -1 2]", 200, "Không đọc được chữ ký trong tệp"),
        (b"%PDF-1.7\n/ByteRange" + b"<" * 10_000, 200, "Không đọc được chữ ký trong tệp"),
    ],
)
def test_a_hostile_file_gets_a_sentence(desk: Desk, content: bytes, status: int, words: str) -> None:
    answer = send(content)

    assert answer.status_code == status
    assert words in text_of(answer)


def test_no_file_at_all_gets_a_sentence(desk: Desk) -> None:
    assert "Chọn tệp PDF" in text_of(Client().post("/xac-minh", {}))
    assert Client().post("/xac-minh", {"tep": "chữ"}).status_code == 422


def test_who_asks_too_often_waits(desk: Desk) -> None:
    for _time in range(pages.FILES.times):
        Client().post("/xac-minh", {})

    answer = Client().post("/xac-minh", {})

    assert answer.status_code == 429
    assert "Chờ 10 phút" in text_of(answer)
    assert Client().get("/xac-minh").status_code == 200


def test_an_outage_of_the_lists_is_no_verdict(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    pdf = _signed()

    def silent() -> tuple[bytes, ...]:
        raise signing.NoAnswer

    monkeypatch.setattr(signing, "lists", silent)
    answer = send(pdf)

    assert answer.status_code == 503
    assert "Thử lại sau" in text_of(answer)
