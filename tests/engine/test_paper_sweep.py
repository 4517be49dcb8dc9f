"""Papers that nothing refers to are taken away after a week, and never one that somebody has just kept or named."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from psycopg.types.json import Jsonb

from thongsuot.engine import background, forms_store, paper_sweep, papers, sql, uploads
from thongsuot.engine.actor import Actor
from thongsuot.engine.making import Paper

HANH = Actor(None, "Nguyễn Thị Hạnh", citizen="046190001234")
NOW = datetime.now(UTC)


@pytest.fixture(autouse=True)
def _store(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(settings, "VAR", tmp_path)
    monkeypatch.setattr(paper_sweep, "_readers", [])
    yield
    assert (tmp_path / "papers").exists()


def kept(words: str, days: float = 8) -> Paper:
    paper = papers.keep([b"%PDF-1.7\n" + words.encode() + bytes(40)], f"{words}.pdf")
    age(paper, days)
    return paper


def age(paper: Paper, days: float) -> None:
    at = (NOW - timedelta(days=days)).timestamp()
    os.utime(papers.path(paper.digest), (at, at))


def sweep() -> int:
    return sum(paper_sweep.sweep(NOW, folder) for folder in range(256))


def lies(paper: Paper) -> bool:
    return papers.path(paper.digest).exists()


def in_a_case(paper: Paper) -> None:
    sql.run(
        "INSERT INTO engine_paper VALUES (%s, %s, 1, '46', '', 'a.pdf', 'application/pdf', 1, %s, 'upload')",
        [uuid4(), uuid4(), paper.digest],
    )


def test_an_old_paper_that_nothing_names_is_taken_and_a_young_one_is_not() -> None:
    old, young = kept("cũ"), kept("mới", days=6)

    assert sweep() == 1

    assert (lies(old), lies(young)) == (False, True)
    assert sweep() == 0


def test_a_paper_of_a_case_stays() -> None:
    paper = kept("hồ sơ", days=900)
    in_a_case(paper)

    assert sweep() == 0
    assert lies(paper)


def test_a_paper_that_a_draft_names_stays_wherever_it_names_it() -> None:
    answered, reused, nobodys = kept("trả lời"), kept("dùng lại"), kept("không ai")
    forms_store.begin(HANH, "small@1", {"photo": {"digest": answered.digest.hex()}}, {})
    forms_store.begin(HANH, "small@1", {}, {"papers": [["a.pdf", reused.digest.hex(), "", "", "", 1]]})

    assert sweep() == 1
    assert (lies(answered), lies(reused), lies(nobodys)) == (True, True, False)


def test_a_file_answered_in_a_form_of_a_case_stays() -> None:
    paper = kept("ảnh thẻ")
    values = {"form": {"person": [{"photo": {"name": "a.pdf", "digest": paper.digest.hex()}}]}}
    sql.run("INSERT INTO engine_personal VALUES (%s, 1, '46', %s, %s)", [uuid4(), b"salt", Jsonb(values)])

    assert sweep() == 0
    assert lies(paper)


def test_a_finished_upload_holds_its_paper_until_it_is_given_up() -> None:
    content = b"%PDF-1.7\n" + bytes(100)
    upload = uploads.begin(HANH, "a.pdf", len(content), content)
    paper = uploads.finished(HANH, upload.id)
    age(paper, 8)

    assert sweep() == 0
    uploads.end(HANH, upload.id)
    assert sweep() == 1
    assert not lies(paper)


def test_what_another_reader_names_stays() -> None:
    paper = kept("của nơi khác")
    paper_sweep.refer(lambda: [paper.digest])

    assert sweep() == 0
    assert lies(paper)


def test_content_kept_anew_is_young_again() -> None:
    paper = kept("gửi lại")

    kept("gửi lại", days=0)

    assert sweep() == 0
    assert lies(paper)


def test_a_paper_kept_anew_between_the_look_and_the_taking_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    paper = kept("đua")
    orphans = paper_sweep._orphans

    def meanwhile(names: list[str]) -> list[bytes]:
        found = orphans(names)
        kept("đua", days=0)
        return found

    monkeypatch.setattr(paper_sweep, "_orphans", meanwhile)

    assert sweep() == 0
    assert lies(paper)


def test_who_keeps_a_paper_while_it_is_being_taken_has_it_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    paper = kept("đua")
    unlink = Path.unlink
    waiting: list[threading.Thread] = []

    def slowly(self: Path, missing_ok: bool = False) -> None:
        if self == papers.path(paper.digest):
            waiting.append(threading.Thread(target=kept, args=("đua", 0)))
            waiting[0].start()
            waiting[0].join(0.3)
            assert waiting[0].is_alive(), "the store is held: nobody keeps while one is taken"
        unlink(self, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", slowly)

    assert sweep() == 1
    waiting[0].join(10)
    assert lies(paper)


def test_many_keepers_and_a_sweeper_lose_nothing() -> None:
    """Each keeps the same few contents again and again, ages them, keeps them once more, and finds them there."""
    lost: list[str] = []
    over = threading.Event()

    def keeper(who: int) -> None:
        for turn in range(60):
            words = f"của {who} {turn % 3}"
            with suppress(FileNotFoundError):  # aged, it may be taken at once
                kept(words)
            if not lies(kept(words, days=0)):
                lost.append(f"{who}/{turn}")

    def take_all() -> None:
        while not over.is_set():
            store = Path(settings.VAR) / "papers"
            for path in store.glob("??/*"):
                paper_sweep._take(path, (NOW - timedelta(days=7)).timestamp())

    threads = [threading.Thread(target=keeper, args=(who,)) for who in range(4)]
    sweeper = threading.Thread(target=take_all)
    for thread in (*threads, sweeper):
        thread.start()
    for thread in threads:
        thread.join()
    over.set()
    sweeper.join()

    assert lost == []


def test_strange_names_and_fresh_temporary_files_are_left_alone_and_spoiled_ones_go() -> None:
    kept("một", days=0)
    store = Path(settings.VAR) / "papers"
    strange, fresh, spoiled = store / "00" / "README", store / "tmpfresh", store / "tmpspoiled"
    strange.parent.mkdir(exist_ok=True)
    for path in (strange, fresh, spoiled):
        path.write_bytes(b"x")
    for path in (strange, spoiled):
        os.utime(path, (0, 0))

    sweep()

    assert (strange.exists(), fresh.exists(), spoiled.exists()) == (True, True, False)


def test_every_folder_has_its_turn_within_three_days() -> None:
    visited: set[int] = set()
    for visit in range(256):
        at = NOW + visit * paper_sweep.EVERY
        visited.add(int(at.timestamp() / paper_sweep.EVERY.total_seconds()) % paper_sweep.FOLDERS)
    kept("một", days=0)

    assert len(visited) == 256
    assert timedelta(days=3) > 256 * paper_sweep.EVERY


def test_a_folder_with_hundreds_of_papers_costs_one_statement(monkeypatch: pytest.MonkeyPatch) -> None:
    paper = kept("một")
    folder = papers.path(paper.digest).parent
    for number in range(300):
        path = folder / f"{folder.name}{number:062x}"
        path.write_bytes(b"x")
        os.utime(path, (0, 0))
    before = sql.count()
    monkeypatch.setattr(paper_sweep, "_take", lambda path, before: True)

    assert paper_sweep.sweep(NOW, int(folder.name, 16)) == 301
    assert sql.count() - before == 1


def test_a_disk_that_refuses_does_not_stop_the_background(monkeypatch: pytest.MonkeyPatch) -> None:
    paper = kept("một")

    def refuse(self: Path, missing_ok: bool = False) -> None:
        raise PermissionError(13, "read-only")

    folder = int(papers.path(paper.digest).parent.name, 16)
    visits = (NOW + turn * paper_sweep.EVERY for turn in range(256))
    at = next(one for one in visits if int(one.timestamp() / 900) % 256 == folder)
    with monkeypatch.context() as broken:
        broken.setattr(Path, "unlink", refuse)
        background.tidy(at)
    assert lies(paper)
    background.tidy(at)
    assert not lies(paper)
