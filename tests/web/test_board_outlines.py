"""Real outlines: read from TopoJSON, drawn instead of the tiles, refused with a sentence if they are something else."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from thongsuot.measures.tiles import Tile
from thongsuot.platform.trouble import Trouble
from thongsuot.web.board import commands, outlines

SHARED = Path(__file__).parents[3] / "shared" / "data" / "provinces_20pct.topojson"
SQUARE: dict[str, Any] = {
    "type": "Topology",
    "arcs": [[[0, 0], [10, 0], [10, 10]], [[0, 0], [0, 10], [10, 10]]],
    "objects": {
        "p": {"geometries": [{"type": "Polygon", "arcs": [[0, -2]], "properties": {"code": "48", "name": "Đà Nẵng"}}]}
    },
}


@pytest.fixture(autouse=True)
def _own_var(settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path


def tile(code: str) -> Tile:
    return Tile(code, "7", 2, f"/bang/tinh/{code}", f"{code}: 7 hồ sơ quá hạn")


def write(tmp_path: Path, content: Any) -> Path:
    path = tmp_path / "ranh-gioi.topojson"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def test_an_arc_walked_backwards_closes_the_ring(tmp_path: Path) -> None:
    (found,) = outlines.import_file(write(tmp_path, SQUARE))

    assert [unit.code for unit in found.units] == ["48"]
    assert found.units[0].path.count("L") == 4
    assert outlines.kept() == found


def test_what_was_imported_is_drawn_as_links(tmp_path: Path) -> None:
    drawn = outlines.draw(outlines.import_file(write(tmp_path, SQUARE))[0], tile, "Bản đồ")

    assert 'href="/bang/tinh/48"' in drawn
    assert "48: 7 hồ sơ quá hạn" in drawn


def test_steps_of_a_quantised_file_add_up(tmp_path: Path) -> None:
    steps = SQUARE | {"transform": {"scale": [0.5, 0.5], "translate": [100, 10]}}
    steps["arcs"] = [[[0, 0], [10, 0], [0, 10]], [[0, 0], [0, 10], [10, 0]]]
    plain = outlines.from_topology(SQUARE, "")

    assert outlines.from_topology(steps, "").units[0].path.count("L") == plain.units[0].path.count("L")


@pytest.mark.parametrize("content", [[], {}, {"type": "Topology"}, SQUARE | {"objects": {"p": {"geometries": []}}}])
def test_something_else_is_refused_and_what_was_kept_stays(tmp_path: Path, content: Any) -> None:
    (kept,) = outlines.import_file(write(tmp_path, SQUARE))
    with pytest.raises(Trouble):
        commands.import_boundaries(write(tmp_path, content))

    assert outlines.kept() == kept


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="Không đọc được"):
        commands.import_boundaries(tmp_path / "khong-co.topojson")


def test_communes_are_kept_for_each_province_beside_the_provinces(tmp_path: Path) -> None:
    """From a packed file too; a commune that names no province and is in no register is left out."""
    units = [("20044", {"p": "46"}), ("19789", {"p": "46"}), ("99999", {}), ("48", {})]
    geometries = [{"type": "Polygon", "arcs": [[0, -2]], "properties": {"code": code, **more}} for code, more in units]
    path = tmp_path / "xa.topojson.gz"
    path.write_bytes(gzip.compress(json.dumps(SQUARE | {"objects": {"p": {"geometries": geometries}}}).encode()))

    assert commands.import_boundaries(path) == 0
    of_hue, of_nation = outlines.kept("46"), outlines.kept()
    assert of_hue is not None
    assert {unit.code for unit in of_hue.units} == {"20044", "19789"}
    assert of_nation is not None
    assert [unit.code for unit in of_nation.units] == ["48"]
    assert outlines.kept("96") is None
    assert outlines.kept("../x") == of_nation, "only a province's code names a file"
    path.write_bytes(b"\x1f\x8b broken")
    with pytest.raises(Trouble, match="Không đọc được"):
        commands.import_boundaries(path)


@pytest.mark.skipif(not SHARED.exists(), reason="the shared outlines are not here")
def test_the_34_provinces_are_imported_with_the_islands(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.import_boundaries(SHARED) == 0
    found = outlines.kept()

    assert "34 đơn vị" in capsys.readouterr().out
    assert found is not None
    assert len(found.units) == 34
    assert [name for name, _, _ in found.names] == ["Hoàng Sa", "Trường Sa"]
    for code, most in (("48", 12), ("56", 40)):
        unit = next(one for one in found.units if one.code == code)
        assert unit.path.count("M") > most, "the archipelago is drawn with its province"
