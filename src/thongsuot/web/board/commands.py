"""`thongsuot import boundaries FILE`: real outlines for the map, instead of the schematic tiles."""

from __future__ import annotations

from pathlib import Path

from thongsuot.platform.trouble import Trouble
from thongsuot.web.board import outlines


def import_boundaries(file: Path) -> int:
    """Keep the outlines of a TopoJSON file for the map; returns the exit code. Raises Trouble."""
    try:
        many = sum(len(one.units) for one in outlines.import_file(file))
    except outlines.BadBoundaries as error:
        raise Trouble(str(error), f"The file cannot be used: {file}") from error
    print(
        f"Đã nhập ranh giới {many} đơn vị từ {file.name}; chỉ để minh họa, không có giá trị pháp lý."
        f" / Imported {many} outlines, for reference only.",
        flush=True,
    )
    return 0
