"""The arguments of `thongsuot reorganise`, readable before Django is set up."""

from __future__ import annotations

import argparse
from pathlib import Path


def arguments(command: argparse.ArgumentParser) -> None:
    """The plan's file, and one of the things that can be done with it."""
    command.add_argument("plan", type=Path, metavar="PHƯƠNG-ÁN", help="tệp YAML hoặc CSV / the plan's file")
    what = command.add_mutually_exclusive_group(required=True)
    what.add_argument("--dry-run", action="store_true", help="danh sách trước, không ghi / list before, write nothing")
    what.add_argument("--propose", action="store_true", help="nhập và kiểm tra / enter and check")
    what.add_argument("--approve", action="store_true", help="phê duyệt, người thứ hai / approve, a second person")
    what.add_argument("--run", dest="carry_out", action="store_true", help="thực hiện / carry out, or go on with it")
    what.add_argument("--undo", action="store_true", help="hoàn tác / take back")
    command.add_argument("--by", default="", metavar="TÀI-KHOẢN", help="ai thực hiện / whose login does it")
    command.add_argument("--reason", default="", metavar="LÝ-DO", help="lý do hoàn tác / why it is taken back")
    command.add_argument("--report", type=Path, metavar="THƯ-MỤC", help="nơi ghi báo cáo / where the report goes")
