"""The data files of units and successions: well formed, reproducible, and equal to the official table."""

from __future__ import annotations

import csv
import gzip
import subprocess
import sys
import unicodedata
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import pytest

from thongsuot.register.folding import spelled
from thongsuot.register.unit_files import DATA, SUCCESSION_FILES, UNIT_FILES, content, rows

ROOT = Path(__file__).resolve().parents[2]
OFFICIAL = ROOT.parent / "shared" / "data"

Row = dict[str, str]
Pair = tuple[str, str]

# The table repeats another commune's code for these three; ours are the codes that the list of codes gives them.
SLIPS = {
    ("00553", "00562"): ("00556", "00562"),
    ("01615", "01648"): ("01651", "01648"),
    ("02485", "02494"): ("02482", "02494"),
}
# Whole "by area", but two other communes received people of it.
WHOLE_BY_AREA_ONLY = {("18796", "18823")}
# Our spelling, the table's spelling.
SPELT_DIFFERENTLY = {
    "09383": ("Phường Trang Hạ", "Phường Trạng Hạ"),
    "13369": ("Xã Tiên Sơn", "Phường Tiên Sơn"),
    "19780": ("Phường Phường Đúc", "Phường Đúc"),
    "20440": ("Xã Ga Ri", "Xã Gari"),
    "20443": ("Xã A Xan", "Xã Axan"),
    "20452": ("Xã A Nông", "Xã Anông"),
    "20455": ("Xã A Tiêng", "Xã Atiêng"),
    "20458": ("Xã Bha Lêê", "Xã Bhalêê"),
    "22108": ("Xã Xuân Quang 3", "Xuân Quang 3"),
    "22111": ("Xã Xuân Phước", "Xuân Phước"),
    "22267": ("Xã Hòa Tân Đông", "Phường Hòa Tân Đông"),
    "23464": ("Xã Ngọc Tem", "Xã Ngọk Tem"),
    "23710": ("Xã A Dơk", "Xã Adơk"),
    "23840": ("Xã Đăk Kơ Ning", "Xã Đắk Kơ Ning"),
    "23851": ("Xã Chơ Long", "Xã Chơ GLong"),
    "23893": ("Xã Ia Drăng", "Xã Ia Drang"),
    "24037": ("Xã Ia Trok", "Xã Ia Trôk"),
    "24091": ("Xã Ia Mlăh", "Xã Ia Mlah"),
    "24643": ("Xã Đắk Wil", "Xã Đăk Wil"),
    "24889": ("Xã Đạ K'Nàng", "Xã Đạ K' Nàng"),
    "24973": ("Xã N'Thol Hạ", "Xã N' Thôn Hạ"),
    "25099": ("Thị trấn Ma Đa Guôi", "Thị trấn Mađaguôi"),
    "25117": ("Xã Ma Đa Guôi", "Xã Mađaguôi"),
    "25462": ("Phường 4", "Phường IV"),
    "31843": ("Thị trấn Ngan Dừa", "Thi trấn Ngan Dừa"),
    "03469": ("Xã Kan Hồ", "Xã Can Hồ"),
    "615": ("Huyện Đăk Hà", "Huyện Đắk Hà"),
    "618": ("Huyện Ia H'Drai", "Huyện Ia H' Drai"),
    "626": ("Huyện Đak Đoa", "Huyện Đăk Đoa"),
}
IN_THE_WRONG_PROVINCE = {"27691": ("80", "82"), "30781": ("91", "89")}

SPECIAL_ZONES = {
    "Đặc khu Bạch Long Vĩ",
    "Đặc khu Cát Hải",
    "Đặc khu Côn Đảo",
    "Đặc khu Cô Tô",
    "Đặc khu Cồn Cỏ",
    "Đặc khu Hoàng Sa",
    "Đặc khu Kiên Hải",
    "Đặc khu Lý Sơn",
    "Đặc khu Phú Quý",
    "Đặc khu Phú Quốc",
    "Đặc khu Thổ Châu",
    "Đặc khu Trường Sa",
    "Đặc khu Vân Đồn",
}


@pytest.fixture(scope="module")
def units() -> list[Row]:
    return [row for name in UNIT_FILES for row in rows(content(DATA / name))]


@pytest.fixture(scope="module")
def edges() -> list[Row]:
    return [row for name in SUCCESSION_FILES for row in rows(content(DATA / name))]


def official(name: str) -> list[Row]:
    path = OFFICIAL / name
    if not path.exists():
        pytest.skip("the official table is not at hand")
    raw = path.read_bytes()
    text = gzip.decompress(raw) if path.suffix == ".gz" else raw
    return list(csv.DictReader(text.decode("utf-8").splitlines()))


def holding(units: list[Row], day: str) -> list[Row]:
    return [row for row in units if row["valid_from"] <= day < (row["valid_to"] or "9999")]


def commune_edges_2025(edges: list[Row]) -> dict[Pair, Row]:
    return {
        (edge["old_code"], edge["new_code"]): edge
        for edge in edges
        if edge["happened_on"] == "2025-07-01" and edge["old_tier"] == "3"
    }


def test_building_again_gives_the_same_files(tmp_path: Path) -> None:
    pytest.importorskip("vietnamadminunits", reason="the package is needed only to build")
    command = [sys.executable, ROOT / "tools" / "build_units.py", "--out", tmp_path]
    subprocess.run(command, check=True, capture_output=True)
    for name in (*UNIT_FILES, *SUCCESSION_FILES):
        # compared unpacked: another zlib may pack the same bytes otherwise
        assert content(tmp_path / name) == content(DATA / name), name


def test_codes_are_strings_of_the_length_of_their_tier(units: list[Row]) -> None:
    for row in units:
        assert row["code"].isdigit(), row
        assert len(row["code"]) == {"1": 2, "2": 3, "3": 5}[row["tier"]], row


def test_names_are_composed_and_begin_with_their_type(units: list[Row]) -> None:
    words = {
        "tinh": "Tỉnh",
        "thanh_pho": "Thành phố",
        "quan": "Quận",
        "huyen": "Huyện",
        "thi_xa": "Thị xã",
        "thi_tran": "Thị trấn",
        "xa": "Xã",
        "phuong": "Phường",
        "dac_khu": "Đặc khu",
    }
    for row in units:
        assert unicodedata.is_normalized("NFC", row["name"]), row
        assert " ".join(row["name"].split()) == row["name"], row
        bare = row["name"].removeprefix(words[row["kind"]] + " ")
        assert bare != row["name"], row
        assert not bare[0].islower(), row


def test_versions_of_one_code_never_overlap(units: list[Row]) -> None:
    versions = defaultdict(list)
    for row in units:
        versions[row["code"]].append((date.fromisoformat(row["valid_from"]), row["valid_to"]))
    for code, spans in versions.items():
        for (_, ends), (starts, _) in zip(spans, sorted(spans)[1:], strict=False):
            assert ends, code
            assert date.fromisoformat(ends) <= starts, code


@pytest.mark.parametrize("day", ["2025-06-30", "2025-07-01", "2026-04-30", "2026-09-01", "2026-09-20"])
def test_every_unit_lies_in_units_of_its_own_day(units: list[Row], day: str) -> None:
    there = {row["code"]: row for row in holding(units, day)}
    for row in there.values():
        assert there[row["province_code"]]["tier"] == "1", row
        if row["tier"] != "1":
            assert int(there[row["parent_code"]]["tier"]) < int(row["tier"]), row


def test_there_are_thirteen_special_zones(units: list[Row]) -> None:
    zones = [row["name"] for row in holding(units, "2025-07-01") if row["kind"] == "dac_khu"]
    assert len(zones) == 13
    assert set(zones) == SPECIAL_ZONES


def test_every_row_names_its_legal_basis(units: list[Row], edges: list[Row]) -> None:
    assert {row["legal_basis"].split()[0] for row in units + edges} == {"Quyết", "Nghị"}


def test_every_unit_that_ended_has_a_successor_and_every_new_one_an_origin(units: list[Row], edges: list[Row]) -> None:
    left = {(edge["old_code"], edge["happened_on"]) for edge in edges}
    reached = {(edge["new_code"], edge["happened_on"]) for edge in edges}
    ended = {(row["code"], row["valid_to"]) for row in units if row["valid_to"]}
    begun = {(row["code"], row["valid_from"]) for row in units if row["valid_from"] >= "2025-07-01"}
    assert ended == left
    assert begun == reached


def test_an_edge_is_whole_exactly_when_the_old_unit_has_no_other(edges: list[Row]) -> None:
    successors = Counter((edge["old_code"], edge["happened_on"]) for edge in edges)
    for edge in edges:
        alone = successors[edge["old_code"], edge["happened_on"]] == 1
        assert (edge["full"] == "1") is alone, edge


def test_440_communes_were_divided(edges: list[Row]) -> None:
    parts = Counter(old for old, _ in commune_edges_2025(edges))
    assert len(parts) == 10_035
    assert sum(count > 1 for count in parts.values()) == 440


def test_every_province_row_is_that_of_the_official_list(units: list[Row]) -> None:
    ours = {
        (row["code"], row["name"], row["kind"], row["valid_from"], row["valid_to"]): row["legal_basis"]
        for row in units
        if row["tier"] == "1" and row["valid_from"] >= "2025-07-01"
    }
    theirs = {
        (row["code"], row["name"], row["type"], row["valid_from"], row["valid_to"]): "Nghị quyết " + row["legal_basis"]
        for row in official("register_provinces.csv")
    }
    assert ours == theirs


def test_every_commune_row_is_that_of_the_official_list(units: list[Row]) -> None:
    columns = ("code", "name", "province_code", "valid_from", "valid_to")
    ours = {
        (*(row[column] for column in columns), row["kind"]): row["legal_basis"].split()[-1]
        for row in units
        if row["tier"] == "3" and row["valid_from"] >= "2025-07-01"
    }
    theirs = {
        (*(row[column] for column in columns), row["type"]): row["legal_basis"]
        for row in official("register_communes.csv")
    }
    assert ours == theirs


def test_every_commune_edge_is_that_of_the_official_table(edges: list[Row]) -> None:
    ours = commune_edges_2025(edges)
    theirs = {
        SLIPS.get(pair, pair): row
        for row in official("mapping_old_new.csv.gz")
        if row["old_code"]
        for pair in [(row["old_code"], row["new_code"])]
    }
    assert ours.keys() == theirs.keys()
    for pair, row in theirs.items():
        whole = row["extent"] == "full" and pair not in WHOLE_BY_AREA_ONLY
        assert ours[pair]["full"] == str(int(whole)), row
        assert ours[pair]["note"] == row["note"].replace("Nhâp", "Nhập"), row


def test_land_without_a_commune_follows_its_district(edges: list[Row]) -> None:
    ours = {(edge["old_code"], edge["new_code"]): edge for edge in edges if edge["old_tier"] == "2"}
    without = [row for row in official("mapping_old_new.csv.gz") if not row["old_code"]]
    assert len(without) == 6
    for row in without:
        edge = ours[row["old_district_code"], row["new_code"]]
        assert ("bãi bồi" if row["old_name"] else row["note"].lower()) in edge["note"].lower(), row


def test_old_names_are_those_of_the_official_table_but_for_known_spellings(units: list[Row]) -> None:
    ours = {row["code"]: row for row in units if row["valid_to"] == "2025-07-01"}
    different, moved = {}, {}
    for row in official("mapping_old_new.csv.gz"):
        if not row["old_code"]:
            continue
        pair = (row["old_code"], row["new_code"])
        code = SLIPS.get(pair, pair)[0]
        for each, name in ((code, row["old_name"]), (row["old_district_code"], row["old_district"])):
            if spelled(ours[each]["name"]) != spelled(name):
                different[each] = (ours[each]["name"], name)
        assert ours[code]["parent_code"] == row["old_district_code"], row
        if ours[code]["province_code"] != row["old_province_code"]:
            moved[code] = (ours[code]["province_code"], row["old_province_code"])
    assert different == SPELT_DIFFERENTLY
    assert moved == IN_THE_WRONG_PROVINCE
