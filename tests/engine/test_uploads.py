"""Uploads in pieces: whatever the line does, the paper is the file; what is not the owner's is nobody's."""

from __future__ import annotations

import fcntl
import hashlib
import os
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from hypothesis import HealthCheck, example, given
from hypothesis import settings as how
from hypothesis import strategies as st

from people import HOA, LAN
from thongsuot.engine import forms_store, papers, sql, uploads
from thongsuot.engine.actor import SYSTEM, Actor
from thongsuot.engine.errors import NotAllowed
from thongsuot.engine.papers import BadPaper
from thongsuot.engine.uploads import Busy, OutOfPlace, TooMuch, Unfinished, UnknownUpload

HANH = Actor(None, "Nguyễn Thị Hạnh", citizen="046190001234")
HUNG = Actor(None, "Trần Văn Hùng", citizen="046090004567")


def pdf(size: int, seed: int = 1) -> bytes:
    return b"%PDF-1.7\n" + random.Random(seed).randbytes(size - 9)


@pytest.fixture(autouse=True)
def _store(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "VAR", tmp_path)


def pieces_of(id: UUID) -> Path:
    return Path(settings.VAR) / "uploads" / str(id)


def sent(actor: Actor, content: bytes, piece: int = 1000, name: str = "don.pdf") -> uploads.Upload:
    upload = uploads.begin(actor, name, len(content))
    while upload.received < len(content):
        upload = uploads.append(actor, upload.id, upload.received, content[upload.received :][:piece])
    return upload


def test_a_file_sent_whole_is_a_paper_at_once_and_leaves_no_pieces() -> None:
    content = pdf(200_000)

    upload = uploads.begin(HANH, "C:\\giấy tờ\\khai sinh.pdf", len(content), content)

    paper = uploads.finished(HANH, upload.id, "to-khai")
    assert (paper.name, paper.size, paper.media_type) == ("khai sinh.pdf", 200_000, "application/pdf")
    assert (paper.digest, paper.component) == (hashlib.sha256(content).digest(), "to-khai")
    assert papers.path(paper.digest).read_bytes() == content
    assert not pieces_of(upload.id).exists()


def test_a_file_sent_whole_costs_two_statements_and_a_piece_two() -> None:
    content = pdf(5000)
    before = sql.count()
    uploads.begin(HANH, "a.pdf", len(content), content)
    whole = sql.count() - before
    upload = uploads.begin(HANH, "b.pdf", len(content), content[:1000])
    before = sql.count()
    uploads.append(HANH, upload.id, 1000, content[1000:2000])

    assert (whole, sql.count() - before) == (2, 2)


def test_a_file_sent_in_pieces_becomes_the_same_paper() -> None:
    content = pdf(7_003)

    upload = sent(HANH, content)

    assert upload.is_finished
    assert uploads.finished(HANH, upload.id).digest == hashlib.sha256(content).digest()
    assert papers.path(hashlib.sha256(content).digest()).read_bytes() == content
    assert not pieces_of(upload.id).exists()


def dies_writing(file: int, offset: int, piece: bytes, *, sync: bool = True) -> None:
    """Half of the piece and more than that of nothing reached the disk; the count did not follow."""
    os.pwrite(file, piece[: len(piece) // 2] + bytes(len(piece) + 5000), offset)
    raise KeyboardInterrupt


steps = st.lists(
    st.tuples(st.integers(1, 4000), st.sampled_from(["ok", "cut", "crash", "again", "wrong", "lost"])), max_size=12
)


@example(size=40, seed=10, steps=[(1, "lost"), (1, "crash")])
@how(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(size=st.integers(40, 9000), seed=st.integers(0, 2**32), steps=steps)
def test_any_pieces_and_any_interruption_give_the_same_digest(
    size: int, seed: int, steps: list[tuple[int, str]]
) -> None:
    content = pdf(size, seed)
    sql.run("DELETE FROM engine_upload")
    upload = uploads.begin(HANH, "don.pdf", size, content[: seed % 30])
    for length, what in steps:
        at = uploads.find(HANH, upload.id).received
        piece = content[at : at + length]
        if at == size:
            break
        if what == "crash":
            with patch.object(uploads, "_write", dies_writing), pytest.raises(KeyboardInterrupt):
                uploads.append(HANH, upload.id, at, piece)
        elif what == "lost" and at:  # a backup brought back without its last bytes
            os.truncate(pieces_of(upload.id), at // 2)
        elif what == "wrong":
            with pytest.raises(OutOfPlace):
                uploads.append(HANH, upload.id, at + 1, piece)
        else:
            after = uploads.append(HANH, upload.id, at, piece if what != "cut" else piece[: length // 2])
            if what == "again" and piece:
                with pytest.raises(OutOfPlace) as refusal:
                    uploads.append(HANH, upload.id, at, piece)
                assert refusal.value.received == after.received
    while not (now := uploads.find(HANH, upload.id)).is_finished:
        uploads.append(HANH, upload.id, now.received, content[now.received :][:4000])

    digest = hashlib.sha256(content).digest()
    assert uploads.finished(HANH, upload.id).digest == digest
    assert papers.path(digest).read_bytes() == content


def test_a_crash_before_the_count_leaves_a_prefix_to_continue(monkeypatch: pytest.MonkeyPatch) -> None:
    content = pdf(3000)
    upload = uploads.begin(HANH, "don.pdf", 3000, content[:1000])
    run = sql.run

    def dies(statement: str, parameters: Any = None) -> Any:
        if statement.startswith("UPDATE"):
            raise KeyboardInterrupt
        return run(statement, parameters)

    with monkeypatch.context() as broken:
        broken.setattr(sql, "run", dies)
        with pytest.raises(KeyboardInterrupt):
            uploads.append(HANH, upload.id, 1000, content[1000:])

    assert uploads.find(HANH, upload.id).received == 1000
    uploads.append(HANH, upload.id, 1000, content[1000:])
    assert uploads.finished(HANH, upload.id).digest == hashlib.sha256(content).digest()


def test_two_pieces_at_one_time_are_not_mixed() -> None:
    content = pdf(3000)
    upload = uploads.begin(HANH, "don.pdf", 3000, content[:1000])

    with pieces_of(upload.id).open("r+b") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(Busy, match="cửa sổ khác"):
            uploads.append(HANH, upload.id, 1000, content[1000:2000])

    assert uploads.append(HANH, upload.id, 1000, content[1000:2000]).received == 2000


def test_a_piece_behind_the_end_is_refused_and_nothing_is_written() -> None:
    content = pdf(3000)
    upload = uploads.begin(HANH, "don.pdf", 3000, content[:1000])

    with pytest.raises(OutOfPlace):
        uploads.append(HANH, upload.id, 1000, content[1000:] + b"x")
    with pytest.raises(OutOfPlace):
        uploads.begin(HANH, "don.pdf", 10, content[:11])

    assert uploads.find(HANH, upload.id).received == 1000


def test_a_finished_upload_takes_nothing_more_but_an_empty_piece_at_its_end() -> None:
    content = pdf(3000)
    upload = sent(HANH, content)

    assert uploads.append(HANH, upload.id, 3000, b"").is_finished
    for offset, piece in ((3000, b"x"), (0, content), (10, b"")):
        with pytest.raises(OutOfPlace):
            uploads.append(HANH, upload.id, offset, piece)


@pytest.mark.parametrize(
    ("content", "words"), [(b"", "tệp rỗng"), (b"MZ" + b"\x00" * 200, "không phải là PDF"), (b"abc", "không phải là")]
)
def test_what_cannot_be_a_paper_is_refused_with_a_sentence(content: bytes, words: str) -> None:
    with pytest.raises(BadPaper, match=words):
        uploads.begin(HANH, "don.pdf", len(content), content)

    assert uploads.of_owner(HANH) == []


def test_a_foreign_file_is_refused_with_its_first_piece_not_with_its_last() -> None:
    upload = uploads.begin(HANH, "phim.pdf", 15 * 2**20)

    with pytest.raises(BadPaper, match="“phim"):
        uploads.append(HANH, upload.id, 0, b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 500)

    with pytest.raises(UnknownUpload):
        uploads.find(HANH, upload.id)
    assert not pieces_of(upload.id).exists()


def test_a_zip_that_is_no_document_is_refused_at_the_end_and_is_over() -> None:
    content = b"PK\x03\x04" + bytes(3000)
    upload = uploads.begin(HANH, "goi.docx", len(content), content[:1000])

    with pytest.raises(BadPaper, match=r"goi\.docx"):
        uploads.append(HANH, upload.id, 1000, content[1000:])

    assert uploads.of_owner(HANH) == []
    assert not pieces_of(upload.id).exists()


@pytest.mark.parametrize("size", [papers.LARGEST + 1, 10**15, -1])
def test_a_size_that_no_paper_has_is_refused_before_a_byte_is_sent(size: int) -> None:
    with pytest.raises(BadPaper, match="20 MB" if size > 0 else "tệp rỗng"):
        uploads.begin(HANH, "to.pdf", size)


def test_an_upload_is_its_owners_alone() -> None:
    content = pdf(3000)
    half = uploads.begin(HANH, "don.pdf", 3000, content[:1000])
    whole = sent(HANH, pdf(500, 2))

    for other in (HUNG, LAN, HOA):
        for attempt in (
            lambda: uploads.find(other, half.id),  # noqa: B023
            lambda: uploads.append(other, half.id, 1000, content[1000:]),  # noqa: B023
            lambda: uploads.end(other, half.id),  # noqa: B023
            lambda: uploads.finished(other, whole.id),  # noqa: B023
        ):
            with pytest.raises(UnknownUpload):
                attempt()
        assert uploads.of_owner(other) == []
    assert {one.id for one in uploads.of_owner(HANH)} == {half.id, whole.id}
    with pytest.raises(NotAllowed, match="Đăng nhập"):
        uploads.begin(SYSTEM, "a.pdf", 10)


def test_an_unknown_upload_makes_no_file() -> None:
    with pytest.raises(UnknownUpload):
        uploads.append(HANH, uuid4(), 0, b"%PDF-")

    assert not (Path(settings.VAR) / "uploads").exists()


def test_an_unfinished_upload_is_no_paper() -> None:
    upload = uploads.begin(HANH, "don.pdf", 3000)

    with pytest.raises(Unfinished, match=r"“don\.pdf” chưa gửi xong"):
        uploads.finished(HANH, upload.id)


def test_a_finished_upload_can_be_used_twice_as_two_papers() -> None:
    upload = sent(HANH, pdf(500))

    first, second = uploads.finished(HANH, upload.id), uploads.finished(HANH, upload.id)

    assert first.id != second.id
    assert first.digest == second.digest


def test_an_upload_given_up_is_gone_with_its_pieces() -> None:
    upload = uploads.begin(HANH, "don.pdf", 3000, pdf(1000))

    uploads.end(HANH, upload.id)

    assert not pieces_of(upload.id).exists()
    for again in (uploads.end, uploads.find, uploads.finished):
        with pytest.raises(UnknownUpload):
            again(HANH, upload.id)


def test_only_so_many_are_under_way_and_giving_up_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_UNDER_WAY", 2)
    first = uploads.begin(HANH, "1.pdf", 3000)
    uploads.begin(HANH, "2.pdf", 3000)

    with pytest.raises(TooMuch, match="2 tệp gửi dở"):
        uploads.begin(HANH, "3.pdf", 3000)
    uploads.begin(HUNG, "cua-hung.pdf", 3000)
    uploads.end(HANH, first.id)

    assert uploads.begin(HANH, "3.pdf", 3000).size == 3000


def test_a_day_has_a_limit_that_giving_up_what_is_stored_does_not_stretch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES_A_DAY", 5000)
    whole = sent(HANH, pdf(3000))
    uploads.end(HANH, whole.id)

    with pytest.raises(TooMuch, match="24 giờ"):
        uploads.begin(HANH, "2.pdf", 3000)
    uploads.begin(HUNG, "cua-hung.pdf", 3000)

    sql.run("UPDATE engine_upload SET begun_at = begun_at - interval '25 hours'")
    assert uploads.begin(HANH, "2.pdf", 3000).size == 3000


def test_after_two_days_without_a_piece_an_upload_is_swept_and_a_fresh_one_is_not() -> None:
    old = uploads.begin(HANH, "cu.pdf", 3000, pdf(1000))
    sql.run("UPDATE engine_upload SET changed_at = changed_at - interval '49 hours'")
    fresh = uploads.begin(HANH, "moi.pdf", 3000, pdf(1000))

    with pytest.raises(UnknownUpload):
        uploads.append(HANH, old.id, 1000, pdf(3000)[1000:])
    assert uploads.sweep(datetime.now(UTC)) == 1

    assert not pieces_of(old.id).exists()
    assert uploads.find(HANH, fresh.id).received == 1000


def test_pieces_that_no_row_knows_go_when_they_are_old() -> None:
    fresh = uploads.begin(HANH, "moi.pdf", 3000, pdf(1000))
    lost = pieces_of(uuid4())
    lost.write_bytes(b"x")
    os.utime(lost, (0, 0))

    uploads.sweep(datetime.now(UTC))

    assert not lost.exists()
    assert pieces_of(fresh.id).exists()


def test_a_finished_upload_that_a_draft_names_stays_as_long_as_the_draft() -> None:
    upload, other = sent(HANH, pdf(500)), sent(HANH, pdf(500, 2))
    draft = forms_store.begin(HANH, "small@1", {}, {"uploads": [str(upload.id)]})
    later = datetime.now(UTC) + timedelta(days=9)

    assert uploads.sweep(later) == 1
    assert uploads.finished(HANH, upload.id).size == 500
    with pytest.raises(UnknownUpload):
        uploads.finished(HANH, other.id)

    forms_store.discard(HANH, draft.id)
    assert uploads.sweep(later) == 1
