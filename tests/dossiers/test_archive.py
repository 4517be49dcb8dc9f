"""A closed dossier goes to the archive as a package that anybody can check, and what comes of it is kept."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from keeping_at_work import delivered, handed_over, leave, listed, now, settle, state_of, withdrawn

import people
from at_work import bring_to
from people import BINH, LAN
from thongsuot.areas.dossiers.keeping import archiving
from thongsuot.engine import sql, stamper, verbs
from thongsuot.ports.archive import Folder, NoReceipt, NotTaken, Receipt, Twin


@pytest.fixture(autouse=True)
def _country(db: None, tmp_path: Path, settings: Any) -> Iterator[None]:
    settle(settings, tmp_path / "var")
    yield
    leave()


class Kept:
    """An archive that keeps what it is given, for a look at it."""

    name = "kept"

    def __init__(self, to: Path) -> None:
        self.to = to

    def hand_over(self, package: Path, digest: str) -> Receipt:
        self.to.write_bytes(package.read_bytes())
        return Receipt("LT-1", digest, now())


def package_of(tmp_path: Path) -> zipfile.ZipFile:
    listed()
    archiving.work_all(Kept(tmp_path / "goi.zip"), now())
    return zipfile.ZipFile(tmp_path / "goi.zip")


def check(package: zipfile.ZipFile) -> None:
    """The check of DOC-TOI.txt, with nothing of the programme that made the package."""
    manifest = json.loads(package.read("manifest.json"))
    assert set(package.namelist()) == {*manifest["tep"], "manifest.json"}
    for name, about in manifest["tep"].items():
        assert hashlib.sha256(package.read(name)).hexdigest() == about["sha256"], name
    before, number = "", 0
    for line in package.read("nhat-ky.jsonl").decode().splitlines():
        entry = json.loads(line)
        body = json.loads(entry["body"])
        number += 1
        assert hashlib.sha256(entry["body"].encode()).hexdigest() == entry["hash"]
        assert (body["previous"], body["number"]) == (before, number)
        for name, value in entry["values"].items():
            text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            parts = (bytes.fromhex(entry["salt"]), name.encode(), text.encode())
            assert hashlib.sha256(b"\x00".join(parts)).hexdigest() == body["personal"][name]
        before = entry["hash"]
    assert (before, number) == (manifest["nhat_ky"]["dau_chuoi"], manifest["nhat_ky"]["so_muc"])


def test_a_package_is_checked_with_plain_tools(tmp_path: Path) -> None:
    case = delivered()
    with package_of(tmp_path) as package:
        check(package)
        described = json.loads(package.read("metadata.json"))
        assert described["ma_ho_so"] == case.code
        assert described["chu_ho_so"]["ten"] == "Trần Văn Hùng"
        assert "chưa xác minh" in described["thoi_han_bao_quan"]["can_cu"]
        names = package.namelist()
        assert [name for name in names if name.startswith("giay-to/")]
        assert [name for name in names if name.startswith("van-ban/") and package.read(name).startswith(b"%PDF")]
        assert ElementTree.fromstring(package.read("metadata.xml")).findtext("ma_ho_so") == case.code


@pytest.mark.parametrize("touched", ["giay-to/", "nhat-ky.jsonl", "metadata.json"])
def test_a_package_that_was_touched_fails_the_check(tmp_path: Path, touched: str) -> None:
    delivered()
    with package_of(tmp_path) as package, zipfile.ZipFile(tmp_path / "khac.zip", "w") as other:
        for name in package.namelist():
            content = package.read(name)
            other.writestr(name, content.replace(b"1", b"2") if name.startswith(touched) else content)
    with pytest.raises(AssertionError), zipfile.ZipFile(tmp_path / "khac.zip") as changed:
        check(changed)


def test_only_what_is_closed_is_listed(tmp_path: Path) -> None:
    open_one, closed, gone = bring_to("processing"), delivered(), withdrawn()
    listed()
    assert state_of(open_one)[0] == ""
    assert (state_of(closed)[0], state_of(gone)[0]) == ("waiting", "waiting")


def test_a_receipt_is_kept_and_the_package_leaves_our_disk(tmp_path: Path) -> None:
    case = delivered()
    handed_over(tmp_path / "twin")
    state, receipt, reason = state_of(case)
    assert (state, reason) == ("taken", "")
    assert receipt.startswith("LT-")
    assert not list((tmp_path / "var" / "archive").glob("*"))


def test_a_lost_answer_is_asked_for_again_and_nothing_is_stored_twice(tmp_path: Path) -> None:
    case = delivered()
    listed()
    twin = Twin(tmp_path / "twin", loses="")
    twin.loses = tuple("0123456789abcdef")  # type: ignore[assignment]
    assert archiving.work_one(twin, now())
    assert state_of(case) == ("packed", "", NoReceipt.sentence)
    assert archiving.work_one(twin, now() + timedelta(minutes=10))
    assert state_of(case)[0] == "taken"
    assert len(list((tmp_path / "twin").glob("*.receipt.json"))) == 1


def test_an_archive_that_is_away_is_waited_for_ever_longer(tmp_path: Path) -> None:
    case = delivered()
    listed()
    twin, at, waits = Twin(tmp_path / "twin", down=True), now(), []
    for _ in range(4):
        assert archiving.work_one(twin, at)
        (next_at,) = sql.run("SELECT next_at FROM keeping_package WHERE case_id = %s", [case.id])[0]
        waits.append(next_at - at)
        at = next_at
    assert waits == sorted(waits)
    assert waits[-1] > waits[0]
    assert not archiving.work_one(twin, at - timedelta(seconds=1))


def test_a_refusal_waits_for_a_person_and_may_be_packed_anew(tmp_path: Path) -> None:
    class Refusing(Twin):
        def hand_over(self, package: Path, digest: str) -> Receipt:
            raise NotTaken("Thiếu mã cơ quan lưu trữ.")

    case = delivered()
    listed()
    archiving.work_all(Refusing(tmp_path / "twin"), now())
    assert state_of(case) == ("refused", "", "Thiếu mã cơ quan lưu trữ.")
    assert archiving.work_all(Twin(tmp_path / "twin", loses=""), now()) == 0

    assert archiving.again([case.id], now()) == 1
    assert archiving.again([case.id], now()) == 0
    archiving.work_all(Twin(tmp_path / "twin", loses=""), now())
    assert state_of(case)[0] == "taken"


def test_a_paper_whose_content_is_missing_makes_no_half_package(tmp_path: Path, settings: Any) -> None:
    case = delivered()
    listed()
    for file in (Path(settings.VAR) / "papers").glob("??/*"):
        file.unlink()
    archiving.work_all(Twin(tmp_path / "twin"), now())
    assert state_of(case)[0] == "refused"
    assert not list((tmp_path / "var" / "archive").glob("*"))


def test_a_dossier_that_is_opened_again_is_packed_again_at_its_next_end(tmp_path: Path) -> None:
    case = delivered()
    handed_over(tmp_path / "twin")
    given = {"reasons": ["Sai tên đệm"], "ground": "Điều 1"}
    case = verbs.move(BINH, case.id, case.length, "reopen", given)
    listed()
    assert state_of(case)[0] == "taken"
    case = bring_to("delivered", case)
    listed()
    assert state_of(case)[0] == "waiting"


def test_a_word_said_after_the_end_makes_no_second_package(tmp_path: Path) -> None:
    case = delivered()
    handed_over(tmp_path / "twin")
    verbs.move(people.HUNG, case.id, case.length, "rate", {"stars": "5"})
    listed()
    assert state_of(case)[0] == "taken"


def test_following_the_journal_twice_lists_once() -> None:
    delivered()
    listed()
    sql.run("UPDATE keeping_position SET sequence = 0")
    listed()
    assert sql.run("SELECT count(*) FROM keeping_package")[0][0] == 1


def test_the_twin_looks_at_what_it_gets(tmp_path: Path) -> None:
    bad = tmp_path / "bad.zip"
    bad.write_bytes(b"PK nothing")
    digest = hashlib.sha256(bad.read_bytes()).hexdigest()
    with pytest.raises(NotTaken, match="không mở được"):
        Twin(tmp_path / "twin").hand_over(bad, digest)
    with pytest.raises(NotTaken, match="Mã băm"):
        Twin(tmp_path / "twin").hand_over(bad, "0" * 64)
    with zipfile.ZipFile(bad, "w") as package:
        package.writestr("metadata.json", '{"ma_ho_so": "A"}')
    digest = hashlib.sha256(bad.read_bytes()).hexdigest()
    with pytest.raises(NotTaken, match="tieu_de"):
        Twin(tmp_path / "twin").hand_over(bad, digest)


def test_a_folder_is_given_the_package_once_and_answers_when_the_archive_has_been(tmp_path: Path) -> None:
    package = tmp_path / "goi.zip"
    package.write_bytes(b"goi")
    digest = hashlib.sha256(b"goi").hexdigest()
    folder = Folder(tmp_path / "ra")
    for _ in range(2):
        with pytest.raises(NoReceipt):
            folder.hand_over(package, digest)
    assert [one.name for one in (tmp_path / "ra").iterdir()] == [f"{digest}.zip"]
    answer = tmp_path / "ra" / f"{digest}.receipt.json"
    answer.write_text('{"number": "7", "digest": "khac", "at": "2026-11-22T08:00:00+07:00"}')
    with pytest.raises(NotTaken, match="mã băm"):
        folder.hand_over(package, digest)
    answer.write_text('{"refused": "Sai mẫu"}')
    with pytest.raises(NotTaken, match="Sai mẫu"):
        folder.hand_over(package, digest)
    answer.write_text("{")
    with pytest.raises(NoReceipt):
        folder.hand_over(package, digest)
    answer.write_text(json.dumps({"number": "7", "digest": digest, "at": "2026-11-22T08:00:00+07:00"}))
    assert folder.hand_over(package, digest).number == "7"


def test_nothing_is_handed_over_where_no_archive_is_connected(settings: Any) -> None:
    settings.ARCHIVE, settings.DEMO = "", False
    assert archiving.archive() is None
    settings.DEMO = True
    assert archiving.archive().name == "twin"  # type: ignore[union-attr]
    settings.ARCHIVE = "/nowhere"
    assert archiving.archive().name == "folder"  # type: ignore[union-attr]


def test_stamping_again_changes_nothing() -> None:
    delivered()
    listed()
    assert stamper.stamp("vn") == 0
    assert LAN.person
