"""The arguments of `thongsuot import dossiers`, readable before Django is set up."""

from __future__ import annotations

import argparse
from pathlib import Path


def arguments(command: argparse.ArgumentParser) -> None:
    """What `import dossiers` takes beside the folder."""
    command.add_argument("--dry-run", action="store_true", help="chỉ xét, không ghi / judge, write nothing")
    command.add_argument("--mapping", type=Path, metavar="TỆP", help="tệp đối chiếu của hồ sơ / the mapping file")
    command.add_argument("--report", type=Path, metavar="THƯ-MỤC", help="nơi ghi báo cáo / where the report goes")
    command.add_argument(
        "--without-papers", action="store_true", help="nhận cả khi thiếu tệp giấy tờ / take it without missing files"
    )
