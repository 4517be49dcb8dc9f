"""The `thongsuot simulate` command: its options, its refusals and its line of progress."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from thongsuot.platform.trouble import Trouble

if TYPE_CHECKING:
    from thongsuot.simulation.running import Progress

LARGEST_SCALE = 10
# As `running.PARTS`, which cannot be read before Django is ready.
PARTS = ("dossiers", "table", "reports")


def arguments(command: argparse.ArgumentParser) -> None:
    """The options, in the words of the operator."""
    command.add_argument("--scale", type=scale, default=Fraction(1, 500), metavar="1/500",
                         help="phần của lưu lượng cả nước / part of the nation's traffic")  # fmt: skip
    command.add_argument("--days", type=int, default=10, help="số ngày đến hôm nay / days up to today")
    command.add_argument("--seed", type=int, default=1, help="hạt giống; cùng số cho cùng hồ sơ / repeatable by it")
    command.add_argument("--province", action="append", default=[], metavar="46",
                         help="chỉ tỉnh, thành phố này; lặp lại được / only this province, repeatable")  # fmt: skip
    command.add_argument("--workers", type=int, default=2, help="số tiến trình / processes")
    command.add_argument(
        "--make",
        nargs="+",
        choices=PARTS,
        default=["dossiers", "table"],
        help="hồ sơ; việc điều hành của Chính phủ và các tỉnh; danh sách dài bằng số liệu báo cáo"
        " / dossiers, the work of the Government's table, lists as long as reports say",
    )
    command.add_argument("--live", action="store_true", help="hôm nay, theo thời gian thật / today, as it goes")
    command.add_argument("--speed", type=float, default=60.0, help="tốc độ của --live / how much faster --live runs")
    command.add_argument("--outside-demo", action="store_true",
                         help="cho phép ngoài bản minh họa / allow it outside a demonstration")  # fmt: skip


def scale(text: str) -> Fraction:
    """1/500, 0.002 or 1. Raises Trouble."""
    try:
        found = Fraction(text.replace(",", "."))
    except (ValueError, ZeroDivisionError):
        found = Fraction(0)
    if not 0 < found <= LARGEST_SCALE:
        raise Trouble(
            f"Tỷ lệ phải như 1/500 hoặc 0,01 và không quá {LARGEST_SCALE}, không phải “{text}”.",
            f"A scale is like 1/500 or 0.01 and at most {LARGEST_SCALE}, not “{text}”.",
        )
    return found


def check(chosen: argparse.Namespace, demo: bool) -> None:
    """Refuse invented people where real ones may be, and numbers that mean nothing. Raises Trouble."""
    if not demo and not chosen.outside_demo:
        raise Trouble(
            "Mô phỏng tạo người và hồ sơ hư cấu, chỉ dành cho bản minh họa (THONGSUOT_DEMO=1)."
            " Nếu chắc chắn, thêm --outside-demo.",
            "The simulation invents people and dossiers: it is for demonstrations (THONGSUOT_DEMO=1)."
            " If you are sure, add --outside-demo.",
        )
    if chosen.days < 1 or chosen.workers < 1 or chosen.speed <= 0:
        raise Trouble(
            "--days, --workers và --speed phải lớn hơn 0.", "--days, --workers and --speed must be greater than 0."
        )


def run(chosen: argparse.Namespace, var: Path) -> int:
    """Simulate as asked; Django is set up and the country loaded. Returns the exit code."""
    from thongsuot.register import units
    from thongsuot.register.calendar import VIETNAM
    from thongsuot.simulation import running

    now = datetime.now(VIETNAM)
    known = {province.code for province in units.provinces(now.date())}
    if not known:
        raise Trouble("Chưa nạp danh mục cả nước: chạy thongsuot load.", "Load the country first: thongsuot load.")
    if unknown := set(chosen.province) - known:
        raise Trouble(
            f"Không có tỉnh, thành phố mang mã {', '.join(sorted(unknown))}.",
            f"There is no province with the code {', '.join(sorted(unknown))}.",
        )
    wanted = running.Run(
        days=1 if chosen.live else chosen.days,
        scale=float(chosen.scale),
        seed=chosen.seed,
        until=now,
        provinces=tuple(sorted(chosen.province)),
        workers=chosen.workers,
        speed=chosen.speed if chosen.live else None,
        parts=frozenset(chosen.make),
    )
    progress, refused = running.simulate(wanted, var, _tell)
    _end_line()
    print(f"Hồ sơ / dossiers: {progress.dossiers}; việc điều hành / works of the table: {progress.works};"
          f" đánh giá / ratings: {progress.ratings}; bước / verbs: {progress.verbs}"
          f" ({progress.rate:.0f} mỗi giây / per second); đã có từ trước / done before: {progress.repeated};"
          f" bị từ chối / refused: {progress.refused}", flush=True)  # fmt: skip
    for sentence in refused:
        print(f"  {sentence}", flush=True)
    return 0


def line(progress: Progress, left: int) -> str:
    """The line of progress: what is done, how fast, how long it will take."""
    made = progress.planned
    works = f", {progress.works} việc điều hành" if progress.works else ""
    words = f"{progress.dossiers} hồ sơ{works}, {progress.verbs} bước, {progress.rate:.0f} bước/giây"
    if made and left > 0:
        seconds = round(left * progress.seconds / made)
        words += f", còn khoảng {seconds // 60}:{seconds % 60:02d}"
    return words


def _tell(progress: Progress, left: int) -> None:
    words = line(progress, left)
    if sys.stderr.isatty():
        print(f"\r{words:<78}", end="", file=sys.stderr, flush=True)
        return
    if int(progress.seconds) >= _told[0] + 5:
        _told[0] = int(progress.seconds)
        print(words, file=sys.stderr, flush=True)


_told = [-5]


def _end_line() -> None:
    if sys.stderr.isatty():
        print(file=sys.stderr)
