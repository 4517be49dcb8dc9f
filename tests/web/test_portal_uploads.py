"""Files over the wire: the tus protocol's words, the door, and a sentence for whatever is refused."""

from __future__ import annotations

import base64
import hashlib
import random
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from citizens import HANH, VINH, signed_in
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory

from thongsuot.engine import papers, sql, uploads
from thongsuot.engine.errors import Refused
from thongsuot.web.portal import uploads as pages

pytestmark = pytest.mark.django_db
TUS = {"Tus-Resumable": "1.0.0"}


@pytest.fixture(autouse=True)
def _store(settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path


def pdf(size: int, seed: int = 1) -> bytes:
    return b"%PDF-1.7\n" + random.Random(seed).randbytes(size - 9)


def said(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def begin(who: Client, size: object, content: bytes | None = None, name: str = "Đơn.pdf", **more: str) -> Any:
    headers = {**TUS, "Upload-Length": str(size), "Upload-Metadata": f"filename {said(name)},filetype {said('x')}"}
    kind = "text/plain" if content is None else pages.PIECE
    return who.post("/tai-len", content or b"", content_type=kind, headers=headers | more)


def piece(who: Client, address: str, offset: object, content: bytes, **more: str) -> Any:
    headers = {**TUS, "Upload-Offset": str(offset), **more}
    return who.patch(address, content, content_type=pages.PIECE, headers=headers)


def sentence(answer: Any) -> str:
    assert answer["Tus-Resumable"] == "1.0.0"
    return str(answer.json()["sentence"])


def paper_of(answer: Any) -> bytes:
    id = answer["Location"].rsplit("/", 1)[1]
    return uploads.finished(HANH.actor, id).digest


def test_a_small_file_is_one_request() -> None:
    content = pdf(200_000)

    answer = begin(signed_in(HANH), len(content), content)

    assert (answer.status_code, answer["Upload-Offset"], answer.content) == (201, "200000", b"")
    assert paper_of(answer) == hashlib.sha256(content).digest()


def test_a_small_file_costs_two_statements_beside_the_session() -> None:
    hanh, content = signed_in(HANH), pdf(200_000)
    before = sql.count()
    begin(hanh, len(content), content)

    assert sql.count() - before == 3, "the session and its actor; the limits; the row"


def test_a_file_goes_on_where_it_stood() -> None:
    hanh, content = signed_in(HANH), pdf(5000)
    begun = begin(hanh, 5000)
    address = begun["Location"]
    assert (begun.status_code, begun["Upload-Offset"]) == (201, "0")

    first = piece(hanh, address, 0, content[:3000])
    stands = hanh.head(address, headers=TUS)
    last = piece(hanh, address, int(stands["Upload-Offset"]), content[3000:])

    assert (first.status_code, first["Upload-Offset"], bool(first["Upload-Expires"])) == (204, "3000", True)
    assert (stands.status_code, stands["Upload-Length"], stands["Cache-Control"]) == (200, "5000", "no-store")
    assert (last.status_code, last["Upload-Offset"]) == (204, "5000")
    assert paper_of(begun) == hashlib.sha256(content).digest()
    shown = hanh.get(address).json()
    assert (shown["name"], shown["size"], shown["received"], shown["finished"]) == ("Đơn.pdf", 5000, 5000, True)


def test_a_piece_that_begins_elsewhere_is_told_where_to_go_on() -> None:
    hanh, content = signed_in(HANH), pdf(5000)
    address = begin(hanh, 5000, content[:1000])["Location"]

    for offset in (0, 999, 1001, 4999):
        answer = piece(hanh, address, offset, content[offset:])
        assert (answer.status_code, answer["Upload-Offset"]) == (409, "1000")
        assert "nối tiếp" in sentence(answer)


def test_a_server_says_what_it_can() -> None:
    for address in ("/tai-len", f"/tai-len/{uuid4()}"):
        answer = signed_in(HANH).options(address)

        assert answer.status_code == 204
        assert (answer["Tus-Version"], answer["Tus-Max-Size"]) == ("1.0.0", str(20 * 2**20))
        assert "creation-with-upload" in answer["Tus-Extension"]


def test_another_version_is_refused_with_the_one_that_is_spoken() -> None:
    hanh = signed_in(HANH)
    for answer in (
        hanh.post("/tai-len", headers={"Upload-Length": "10"}),
        hanh.patch(f"/tai-len/{uuid4()}", headers={"Tus-Resumable": "0.2.2"}),
        hanh.delete(f"/tai-len/{uuid4()}"),
    ):
        assert (answer.status_code, answer["Tus-Version"]) == (412, "1.0.0")


def test_giving_up_is_for_ever() -> None:
    hanh = signed_in(HANH)
    address = begin(hanh, 5000, pdf(1000))["Location"]

    assert hanh.delete(address, headers=TUS).status_code == 204

    assert [hanh.delete(address, headers=TUS).status_code, hanh.head(address, headers=TUS).status_code] == [404, 404]
    assert "Chọn lại tệp" in sentence(hanh.get(address))


def test_vinh_learns_nothing_of_what_hanh_sends() -> None:
    content = pdf(5000)
    address = begin(signed_in(HANH), 5000, content[:1000])["Location"]
    vinh, unknown = signed_in(VINH), f"/tai-len/{uuid4()}"

    for one in (address, unknown):
        answers = [
            vinh.get(one), piece(vinh, one, 1000, content[1000:]), vinh.delete(one, headers=TUS),
        ]  # fmt: skip
        assert {(answer.status_code, sentence(answer)) for answer in answers} == {(404, sentence(vinh.get(unknown)))}
    assert signed_in(HANH).head(address, headers=TUS)["Upload-Offset"] == "1000"


def test_an_officer_and_nobody_are_asked_to_sign_in(desk: Any) -> None:
    for who in (Client(), desk("lan")):
        assert who.post("/tai-len", headers=TUS).status_code == 401
        assert who.patch(f"/tai-len/{uuid4()}").status_code == 401
        assert who.get(f"/tai-len/{uuid4()}").status_code == 302


def test_a_page_of_somebody_else_cannot_send_in_hanhs_name() -> None:
    strict = signed_in(HANH, Client(enforce_csrf_checks=True))
    assert begin(strict, 100, pdf(100)).status_code == 403
    token = "a" * 32
    strict.cookies["csrftoken"] = token

    assert begin(strict, 100, pdf(100), **{"X-CSRFToken": "b" * 32}).status_code == 403
    foreign = begin(strict, 100, pdf(100), **{"X-CSRFToken": token, "Origin": "https://lua-dao.example"})
    assert foreign.status_code == 403
    assert begin(strict, 100, pdf(100), **{"X-CSRFToken": token}).status_code == 201


@pytest.mark.parametrize(
    ("size", "content", "status", "words"),
    [
        (0, None, 422, "tệp rỗng"),
        (20 * 2**20 + 1, None, 413, "lớn hơn 20 MB"),
        (10**14, None, 413, "lớn hơn 20 MB"),
        (200, b"MZ" + bytes(198), 422, "“Đơn.pdf” không phải là PDF"),
        (10, pdf(11), 409, "nối tiếp"),
        ("", None, 400, "Tải lại trang"),
        ("-5", None, 400, "Tải lại trang"),
        ("mười", None, 400, "Tải lại trang"),
        ("9" * 40, None, 400, "Tải lại trang"),
        ("1e3", None, 400, "Tải lại trang"),
    ],
)
def test_what_cannot_be_taken_gets_a_sentence(size: object, content: bytes | None, status: int, words: str) -> None:
    answer = begin(signed_in(HANH), str(size).encode().decode("latin-1"), content)

    assert answer.status_code == status
    assert words in sentence(answer)
    assert uploads.of_owner(HANH.actor) == []


def test_a_piece_larger_than_a_megabyte_is_refused_unread() -> None:
    hanh = signed_in(HANH)
    address = begin(hanh, 5 * 2**20)["Location"]

    assert piece(hanh, address, 0, pdf(2**20 + 1)).status_code == 413
    assert begin(hanh, 5 * 2**20, pdf(2**20 + 1)).status_code == 413
    assert hanh.head(address, headers=TUS)["Upload-Offset"] == "0"
    assert piece(hanh, address, 0, pdf(2**20)).status_code == 204


def test_a_checksum_holds_a_damaged_piece_back() -> None:
    hanh, content = signed_in(HANH), pdf(500)
    address = begin(hanh, 500)["Location"]
    right = base64.b64encode(hashlib.sha256(content).digest()).decode()
    wrong = base64.b64encode(hashlib.sha256(b"x").digest()).decode()

    for told, status in ((f"sha256 {wrong}", 460), ("md5 abcd", 400), ("sha256 ???", 400), ("sha256", 460)):
        answer = piece(hanh, address, 0, content, **{"Upload-Checksum": told})
        assert answer.status_code == status, told
    assert hanh.head(address, headers=TUS)["Upload-Offset"] == "0"
    assert piece(hanh, address, 0, content, **{"Upload-Checksum": f"sha256 {right}"}).status_code == 204


@pytest.mark.parametrize("offset", ["", "-1", "x", "0x10", "9" * 30])
def test_an_offset_that_is_no_number_gets_a_sentence(offset: str) -> None:
    hanh = signed_in(HANH)
    address = begin(hanh, 500)["Location"]

    assert piece(hanh, address, offset, pdf(500)).status_code == 400
    plain = hanh.patch(address, pdf(500), content_type="text/plain", headers={**TUS, "Upload-Offset": "0"})
    assert plain.status_code == 415


@pytest.mark.parametrize("metadata", ["", "filename", "filename ???", "filename /w==", ",,,", f"other {said('x')}"])
def test_a_name_that_cannot_be_read_is_none(metadata: str) -> None:
    answer = begin(signed_in(HANH), 500, pdf(500), **{"Upload-Metadata": metadata})

    assert answer.status_code == 201
    assert uploads.of_owner(HANH.actor)[0].name == "giấy tờ"


def test_too_many_at_once_are_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_UNDER_WAY", 1)
    hanh = signed_in(HANH)
    begin(hanh, 500)

    answer = begin(hanh, 500)

    assert answer.status_code == 429
    assert "hủy bớt" in sentence(answer)


def _sent(**posted: Any) -> Any:
    request = RequestFactory().post("/nop", posted)
    return pages.taken(request, HANH.actor, "giay-to", "to-khai")


def test_a_form_brings_what_the_script_sent_and_what_came_without_a_script() -> None:
    content, other = pdf(500), pdf(700, 2)
    id = uploads.begin(HANH.actor, "a.pdf", 500, content).id
    file = SimpleUploadedFile("b.pdf", other)

    found = _sent(**{"giay-to-id": [str(id), str(id)], "giay-to": file})

    assert [(one.name, one.digest, one.component) for one in found] == [
        ("a.pdf", hashlib.sha256(content).digest(), "to-khai"),
        ("b.pdf", hashlib.sha256(other).digest(), "to-khai"),
    ]
    assert _sent() == ()


@pytest.mark.parametrize("id", ["", "x", "\x00", "00000000-0000-7000-8000-000000000000"])
def test_a_form_that_names_no_upload_of_its_sender_is_refused(id: str) -> None:
    with pytest.raises(Refused, match="Không tìm thấy tệp"):
        _sent(**{"giay-to-id": id})


def test_a_form_that_names_anothers_or_too_many_is_refused() -> None:
    theirs = uploads.begin(VINH.actor, "a.pdf", 500, pdf(500)).id

    with pytest.raises(uploads.UnknownUpload):
        _sent(**{"giay-to-id": str(theirs)})
    with pytest.raises(Refused, match="tối đa 20 tệp"):
        _sent(**{"giay-to-id": [str(uuid4()) for _ in range(21)]})
    with pytest.raises(papers.BadPaper):
        _sent(**{"giay-to": SimpleUploadedFile("a.pdf", b"MZ" + bytes(100))})
