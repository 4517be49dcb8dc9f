"""Another system's folder as such folders really are: 250 rows, 7,000 actions, each kind of mess counted.

Everybody in it is invented. `MESS` says of each kind how many rows there are and which verdict they must get; a row's
kind stands in its code ("OLD.46-250610-0007" is no mess, "…-split-0003" is), so that a test can ask which rows erred.
"""

from __future__ import annotations

import csv
import hashlib
import json
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from thongsuot.areas.dossiers.cutover.cleaning import _TCVN3
from thongsuot.areas.dossiers.cutover.importing import Verdict
from thongsuot.register.working_time import VIETNAM

SYSTEM = "Một cửa điện tử thành phố cũ"
WARD, MERGED, SPLIT, HANOI_WARD = "19789", "19780", "00016", "00004"
PERMIT, BUSINESS = "1.013225", "1.001612"
NOW = datetime(2026, 11, 20, 9, tzinfo=VIETNAM)
ACTIONS = 28
OFFICERS = ("Nguyễn Thị Lan", "Trần Văn Nam", "Lê Thị Thu", "Hoàng Đức Minh", "Phạm Thị Vân")
NAMES = ("Phạm Văn Đức", "Vũ Thị Hòa", "Đỗ Quang Huy", "Bùi Thị Mơ", "Lý Thành An", "Cao Thị Lụa")
STATUSES = ("2", "4", "4", "4", "5", "6", "7", "8", "9", "10", "10", "10", "10", "10")
ENDED = frozenset({"3", "7", "9", "10"})
PDF = b"%PDF-1.4\n% giay to minh hoa\n%%EOF\n"
TO_TCVN3 = {letter: chr(code) for code, letter in _TCVN3.items()}

Row = dict[str, Any]


def clean(number: int, status: str = "", code: str = "") -> Row:
    """A dossier with nothing wrong: received on a working morning, with its promise, its papers' list and its way."""
    chance = random.Random(f"{number}:{status}")
    status = status or chance.choice(STATUSES)
    received = datetime(2026, 9, 7, 8, tzinfo=VIETNAM) + timedelta(days=number % 40, minutes=7 * (number % 60))
    ended = received + timedelta(days=6, hours=5)
    row: Row = {
        "code": code or f"OLD.46-{received:%y%m%d}-{number:05d}",
        "procedure": f"{PERMIT if number % 2 else BUSINESS}.000.00.00.H57",
        "applicant": chance.choice(NAMES),
        "number": f"0460{number:08d}",
        "phone": "0912 345 678",
        "place": WARD,
        "competent": "Ủy ban nhân dân phường Thuận Hóa",
        "received": f"{received:%d/%m/%Y %H:%M}",
        "due": f"{received + timedelta(days=14):%d/%m/%Y}",
        "status": status,
        "actions": list(actions(received, ended, status, chance)),
    }
    if status in ENDED:
        row["ended"] = ended.isoformat()
    return row


def actions(received: datetime, ended: datetime, status: str, chance: random.Random) -> Iterator[Row]:
    """28 steps between two moments, the last of which brings the dossier to its status."""
    span = (ended - received) / ACTIONS
    for place in range(ACTIONS):
        at = received + span * (place + 1)
        step = {3: "4", ACTIONS - 1: status}.get(place, "")
        yield {
            "at": at.strftime("%d/%m/%Y %H:%M:%S"),
            "who": chance.choice(OFFICERS),
            "what": "Chuyển xử lý" if place else "Tiếp nhận",
            "from": "Bộ phận một cửa",
            "to": "Phòng Kinh tế",
            "note": "" if place % 5 else "Đã xem hồ sơ của ông Đức",
            "status": step if status != "2" or place != 3 else "",
        }


def _changed(**values: Any) -> Callable[[int], list[Row]]:
    def make(number: int) -> list[Row]:
        row = clean(number, "10") | values
        return [{name: value for name, value in row.items() if value is not None}]

    return make


def _old(row: Row) -> Row:
    """The row as a program of twenty years ago wrote it."""
    return {name: _to_tcvn3(value) if isinstance(value, str) else value for name, value in row.items()}


def _to_tcvn3(text: str) -> str:
    """A capital with a tone has no byte of its own: its small letter stood there, drawn tall by the font."""
    return "".join(TO_TCVN3.get(letter) or TO_TCVN3.get(letter.lower(), letter) for letter in text)


def _disagrees(number: int) -> list[Row]:
    row = clean(number, "10")
    row["actions"][-1]["status"] = "5"
    return [row]


def _unknown_person(number: int) -> list[Row]:
    row = clean(number, "4")
    row["actions"][5].pop("who")
    return [row]


def _wrong_action(number: int) -> list[Row]:
    row = clean(number, "4")
    row["actions"][9]["at"] = "31/02/2026" if number % 2 else "01/01/2001"
    return [row]


def _before(number: int) -> list[Row]:
    return _changed(ended="2026-01-05T10:00:00")(number)


def _future(number: int) -> list[Row]:
    far = (NOW + timedelta(days=400)).isoformat()
    return _changed(**({"received": far} if number % 2 else {"ended": far}))(number)


def _twice(number: int) -> list[Row]:
    return [clean(number, "10"), clean(number, "10")]


def _conflict(number: int) -> list[Row]:
    return [clean(number, "10"), clean(number, "10") | {"applicant": "Người Khác"}]


def _swapped(number: int) -> list[Row]:
    row = clean(number, "10")
    row["code"], row["procedure"] = row["procedure"], row["code"]
    if number % 2:
        row = clean(number, "10")
        row["received"], row["applicant"] = row["applicant"], row["received"]
    return [row]


def _half(number: int) -> list[Row]:
    row = clean(number, "10")
    return [row | {"applicant": ""}] if number % 2 else [{"code": row["code"], "half": True}]


def _papers(number: int) -> list[Row]:
    return [clean(number, "10") | {"papers": [{"name": "Đơn đề nghị", "file": f"good-{number}.pdf", "sha256": ""}]}]


def _broken(number: int) -> list[Row]:
    wrong = [
        {"name": "Đơn", "file": "missing.pdf"},
        {"name": "Đơn", "file": f"good-{number}.pdf", "sha256": "0" * 64},
        {"name": "Đơn", "file": f"note-{number}.txt"},
        {"name": "Đơn", "file": "../manifest.json"},
    ]
    return [clean(number, "10") | {"papers": [wrong[number % 4]]}]


@dataclass(frozen=True)
class Kind:
    """One kind of row: how many are made, what they are, and the verdicts of the rows that each makes."""

    count: int
    make: Callable[[int], list[Row]]
    verdicts: tuple[Verdict, ...]


TAKEN, REMARKED, REFUSED = (Verdict.TAKEN,), (Verdict.REMARKED,), (Verdict.REFUSED,)
MESS: Mapping[str, Kind] = {
    "clean": Kind(97, lambda number: [clean(number)], TAKEN),
    "papers": Kind(6, _papers, TAKEN),
    "tail of the code": Kind(4, _changed(procedure=BUSINESS), TAKEN),
    "merged ward": Kind(20, _changed(place=MERGED, place_date="01/06/2025"), REMARKED),
    "name of an old ward": Kind(4, _changed(place=None, place_name="Phường Thuận Hòa, Huế"), REMARKED),
    "split ward, body said": Kind(
        8, _changed(place=SPLIT, place_date="01/06/2025", competent=f"ubnd.{HANOI_WARD}"), REMARKED
    ),
    "split ward": Kind(6, _changed(place=SPLIT, place_date="01/06/2025", competent=None), REFUSED),
    "no such place": Kind(3, _changed(place="99999"), REFUSED),
    "ended before received": Kind(8, _before, REFUSED),
    "in the future": Kind(6, _future, REFUSED),
    "no such procedure, open": Kind(5, _changed(procedure="9.999999", status="4", ended=None), REFUSED),
    "no such procedure, ended": Kind(4, _changed(procedure="9.999999", title="Thủ tục cũ của huyện"), REMARKED),
    "no promise": Kind(4, _changed(due=None), REMARKED),
    "the same twice": Kind(8, _twice, (Verdict.TAKEN, Verdict.REFUSED)),
    "two contents": Kind(4, _conflict, (Verdict.REFUSED, Verdict.REFUSED)),
    "history disagrees": Kind(12, _disagrees, REMARKED),
    "unknown person": Kind(8, _unknown_person, REMARKED),
    "wrong day in the history": Kind(6, _wrong_action, REMARKED),
    "broken paper": Kind(8, _broken, REFUSED),
    "TCVN3": Kind(8, lambda number: [_old(clean(number, "10"))], REMARKED),
    "swapped columns": Kind(6, _swapped, REFUSED),
    "half a row": Kind(6, _half, REFUSED),
    "unknown status": Kind(3, _changed(status="Chờ trả lời"), REFUSED),
}


@dataclass
class Source:
    """A folder that was made: the kind of each of its rows, in order."""

    folder: Path
    kinds: list[str] = field(default_factory=list)
    expected: list[Verdict] = field(default_factory=list)
    actions: int = 0


def write(folder: Path, mess: Mapping[str, Kind] = MESS) -> Source:
    """Write the folder as JSON lines, with a manifest that says how many rows there are."""
    source = Source(folder)
    (folder / "papers").mkdir(parents=True)
    lines = []
    number = 0
    for name, kind in mess.items():
        for _ in range(kind.count):
            number += 1
            for row, verdict in zip(kind.make(number), kind.verdicts, strict=True):
                source.kinds.append(name)
                source.expected.append(verdict)
                source.actions += len(row.get("actions", ()))
                lines.append(_line(row, folder, number))
    (folder / "dossiers.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    manifest = {"system": SYSTEM, "dossiers": len(lines)}
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
    return source


def _line(row: Row, folder: Path, number: int) -> str:
    for paper in row.get("papers", ()):
        if paper["file"].startswith("good"):
            content = PDF + str(number).encode()
            (folder / "papers" / paper["file"]).write_bytes(content)
            if paper.get("sha256") == "":
                paper["sha256"] = hashlib.sha256(content).hexdigest()
        elif paper["file"].startswith("note"):
            (folder / "papers" / paper["file"]).write_text("không phải giấy tờ")
    line = json.dumps(row, ensure_ascii=False)
    return line[: len(line) // 2] if row.pop("half", False) else line


def write_tables(folder: Path, rows: list[Row], *, encoding: str = "utf-8", delimiter: str = ",") -> None:
    """The same as CSV files: the dossiers, and what hangs on them in files of their own."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "manifest.json").write_text(json.dumps({"system": SYSTEM}), encoding="utf-8")
    tables: dict[str, list[Row]] = {"dossiers": [], "actions": [], "papers": [], "fees": []}
    for row in rows:
        tables["dossiers"].append({name: value for name, value in row.items() if not isinstance(value, list)})
        for name, value in row.items():
            if isinstance(value, list):
                tables[name] += [{"code": row["code"], **one} for one in value]
    for name, found in tables.items():
        if not found:
            continue
        heads = list(dict.fromkeys(head for row in found for head in row))
        with (folder / f"{name}.csv").open("w", encoding=encoding, newline="") as file:
            table = csv.DictWriter(file, heads, delimiter=delimiter)
            table.writeheader()
            table.writerows(found)
