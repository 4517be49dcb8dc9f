"""Builds the dated lists of administrative units and of their successions from a package and our amendments.

Run it after changing `src/thongsuot/register/data/amendments.toml` and commit what it writes.
The package (`vietnamadminunits`, MIT) is read as data only: its code is never imported.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
import sqlite3
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields, replace
from datetime import date
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from thongsuot.register.folding import spelled

DATA = Path(__file__).resolve().parent.parent / "src" / "thongsuot" / "register" / "data"
PACKAGE, VERSION = "vietnamadminunits", "1.0.4"

KINDS = {
    "Tỉnh": "tinh",
    "Thành phố": "thanh_pho",
    "Quận": "quan",
    "Huyện": "huyen",
    "Thị xã": "thi_xa",
    "Thị trấn": "thi_tran",
    "Xã": "xa",
    "Phường": "phuong",
    "Đặc khu": "dac_khu",
}
WORDS = {kind: word for word, kind in KINDS.items()}
TIER_OF_LENGTH = {2: 1, 3: 2, 5: 3}

WHOLE, PART, UNCHANGED, PART_OF_DISTRICT = "Nhập toàn bộ", "Nhập một phần", "Giữ nguyên", "Một phần địa bàn"


@dataclass(frozen=True, order=True)
class Unit:
    tier: int
    code: str
    valid_from: date
    valid_to: date | None
    kind: str
    name: str
    province_code: str
    parent_code: str
    legal_basis: str


@dataclass(frozen=True, order=True)
class Edge:
    happened_on: date
    old_tier: int
    old_code: str
    new_code: str
    full: bool
    note: str
    legal_basis: str


class Source:
    """The package's tables, untouched."""

    def __init__(self) -> None:
        spec = find_spec(PACKAGE)
        if spec is None or not spec.submodule_search_locations or metadata.version(PACKAGE) != VERSION:
            raise SystemExit(f"Install {PACKAGE}=={VERSION} first: pip install -e '.[dev]'")
        folder = Path(spec.submodule_search_locations[0]) / "data"
        database = sqlite3.connect(f"file:{folder / 'dataset.db'}?mode=ro", uri=True)
        database.row_factory = sqlite3.Row
        self.before = database.execute("SELECT * FROM admin_units_legacy").fetchall()
        self.since = database.execute("SELECT * FROM admin_units").fetchall()
        database.close()
        self.converter: dict[str, Any] = json.loads((folder / "converter_2025.json").read_text("utf-8"))


def named(name: str) -> tuple[str, str]:
    """The kind and the display name (NFC, the type word in its usual letter case)."""
    name = " ".join(unicodedata.normalize("NFC", name).split())
    for word, kind in KINDS.items():
        if name.lower().startswith(word.lower() + " "):
            return kind, word + name[len(word) :]
    raise SystemExit(f"No known type word: {name!r}")


def units_of(rows: list[tuple[str, str, str, str]], stage: dict[str, Any], until: date | None) -> list[Unit]:
    """One version of each unit from (code, name, province, parent); the same unit may come many times."""
    found = {}
    for code, name, province, parent in rows:
        kind, full_name = named(stage["names"].get(code, name))
        tier = TIER_OF_LENGTH[len(code)]
        basis = stage.get("basis") or stage["provinces" if tier == 1 else "communes"]
        found[code] = Unit(tier, code, stage["valid_from"], until, kind, full_name, province, parent, basis)
    return list(found.values())


def units_before(source: Source, amendments: dict[str, Any]) -> list[Unit]:
    rows = []
    for row in source.before:
        province, district = row["provinceCode"], row["districtCode"]
        rows.append((province, row["province"], province, ""))
        rows.append((district, row["district"], province, province))
        if row["wardCode"]:  # five island districts had no communes
            rows.append((row["wardCode"], row["ward"], province, district))
    return units_of(rows, amendments["before"], amendments["since"]["valid_from"])


def units_since(source: Source, amendments: dict[str, Any]) -> list[Unit]:
    rows = []
    for row in source.since:
        province = row["provinceCode"]
        rows.append((province, row["province"], province, ""))
        rows.append((row["wardCode"], row["ward"], province, province))
    return units_of(rows, amendments["since"], None)


def apply_changes(units: list[Unit], changes: list[dict[str, Any]]) -> tuple[list[Unit], list[Edge]]:
    """Close the version in force and open the changed one, for every later resolution in order of day."""
    versions = {unit.code: [unit] for unit in units}
    edges = []
    for change in sorted(changes, key=lambda each: each["day"]):
        day, kind, basis = change["day"], change["kind"], change["basis"]
        for code in change["codes"]:
            last = versions[code].pop()
            bare_name = last.name.removeprefix(WORDS[last.kind])
            opened = replace(last, valid_from=day, kind=kind, name=WORDS[kind] + bare_name, legal_basis=basis)
            versions[code] += [replace(last, valid_to=day), opened]
            edges.append(Edge(day, last.tier, code, code, True, change["note"], basis))
    return [unit for history in versions.values() for unit in history], edges


def package_pairs(source: Source) -> set[tuple[str, str]]:
    """(old, new) codes as the package has them; a district without communes stands for itself."""
    old_codes = {}
    for row in source.before:
        key = f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}"
        old_codes[key] = row["wardCode"] or row["districtCode"]
    new_codes = {(row["provinceKey"], row["wardKey"]): row["wardCode"] for row in source.since}
    pairs = set()
    for province, wards in source.converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, olds in wards.items():
            pairs |= {(old_codes[old], new_codes[province, ward]) for old in olds}
    for province, divided in source.converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, parts in divided.items():
            pairs |= {(old_codes[old], new_codes[province, part["newWardKey"]]) for part in parts}
    return pairs


def amended(pairs: set[tuple[str, str]], edges: dict[str, list[str]]) -> set[tuple[str, str]]:
    """The official table's pairs; an amendment that no longer changes anything is an error."""
    drop = {split_edge(text) for text in edges["drop"]}
    add = {split_edge(text) for text in edges["add"]}
    if useless := (drop - pairs) | (add & pairs):
        raise SystemExit(f"Amendments without effect: {sorted(useless)}")
    return (pairs - drop) | add


def split_edge(text: str) -> tuple[str, str]:
    old, _, new = text.partition(">")
    return old, new


def edges_2025(source: Source, amendments: dict[str, Any], old: list[Unit], new: list[Unit]) -> list[Edge]:
    """Edges of 1/7/2025 for communes, districts and provinces, with notes."""
    pairs = amended(package_pairs(source), amendments["edges"])
    districts = {unit.code: unit.parent_code for unit in old if unit.tier == 3}
    whole = whole_pairs(pairs)
    of_district: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for pair in pairs:
        of_district[districts.get(pair[0], pair[0]), pair[1]].append(pair in whole)
    sole = whole_pairs(of_district)
    full = {pair: pair in whole for pair in pairs}
    full |= {pair: pair in sole and all(parts) for pair, parts in of_district.items()}
    full |= dict.fromkeys(province_pairs(source), True)

    names = {unit.code: unit.name for unit in new}
    notes = {split_edge(text): note["text"] for note in amendments["note"] for text in note["edges"]}
    if unknown := notes.keys() - full.keys():
        raise SystemExit(f"Notes on edges that are not there: {sorted(unknown)}")
    noted = noted_edges(full, {unit.code: unit.name for unit in old}, names) | notes
    since = amendments["since"]
    return [
        Edge(
            since["valid_from"],
            TIER_OF_LENGTH[len(pair[0])],
            *pair,
            is_full,
            noted[pair],
            since["provinces" if len(pair[0]) == 2 else "communes"],
        )
        for pair, is_full in full.items()
    ]


def whole_pairs(pairs: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Those pairs whose old unit has no other successor."""
    successors = defaultdict(set)
    for old, new in pairs:
        successors[old].add(new)
    return {(old, new) for old, news in successors.items() for new in news if len(news) == 1}


def province_pairs(source: Source) -> set[tuple[str, str]]:
    """Every one of the 63 provinces went whole into one of the 34."""
    old_codes = {row["provinceKey"]: row["provinceCode"] for row in source.before}
    new_codes = {row["provinceKey"]: row["provinceCode"] for row in source.since}
    merged = source.converter["DICT_PROVINCE"]
    return {(old_codes[old], new_codes[new]) for new, olds in merged.items() for old in olds}


def noted_edges(
    full: dict[tuple[str, str], bool], old_names: dict[str, str], new_names: dict[str, str]
) -> dict[tuple[str, str], str]:
    """What the official table says of most edges, worked out from the edges themselves."""
    origins: dict[tuple[int, str], list[str]] = defaultdict(list)
    for old, new in full:
        origins[len(old), new].append(old)
    notes = {}
    for (old, new), is_full in full.items():
        if not is_full:
            notes[old, new] = PART_OF_DISTRICT if len(old) == 3 else PART
        elif len(old) == 3:
            district, zone = old_names[old], new_names[new]
            notes[old, new] = f"Sắp xếp toàn bộ {lower_first(district)} thành {lower_first(zone)}"
        else:
            alone = len(origins[len(old), new]) == 1
            same = spelled(old_names[old]) == spelled(new_names[new])
            notes[old, new] = UNCHANGED if alone and same else WHOLE
    return notes


def lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def build() -> tuple[list[Unit], list[Edge]]:
    """All units and edges, in the order in which they are written."""
    amendments = tomllib.loads((DATA / "amendments.toml").read_text("utf-8"))
    source = Source()
    old, new = units_before(source, amendments), units_since(source, amendments)
    edges = edges_2025(source, amendments, old, new)
    changed, later_edges = apply_changes(new, amendments["change"])
    by_day = sorted(old + changed, key=lambda unit: (unit.tier, unit.code, unit.valid_from))
    return by_day, sorted(edges + later_edges)


def write_csv(path: Path, kind: type, rows: Iterable[Any]) -> None:
    def cell(value: object) -> object:
        return "" if value is None else int(value) if isinstance(value, bool) else value

    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([field.name for field in fields(kind)])
    writer.writerows([cell(value) for value in astuple(row)] for row in rows)
    content = text.getvalue().encode()
    # without a time in it, so that the same rows make the same file
    path.write_bytes(gzip.compress(content, mtime=0) if path.suffix == ".gz" else content)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=DATA, help="folder to write to")
    out: Path = parser.parse_args().out
    units, edges = build()
    first_day = min(edge.happened_on for edge in edges)
    write_csv(out / "units-before-2025-07-01.csv.gz", Unit, [u for u in units if u.valid_from < first_day])
    write_csv(out / "units.csv", Unit, [u for u in units if u.valid_from >= first_day])
    write_csv(out / "successions.csv.gz", Edge, edges)
    print(f"{len(units)} versions of units, {len(edges)} edges")


if __name__ == "__main__":
    main()
