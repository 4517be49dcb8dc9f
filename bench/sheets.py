"""How long a workbook takes and how much memory: `python bench/sheets.py [rows]`, by default a million.

Each row has the columns of a list of cases, text of usual length and three moments.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from thongsuot.engine.sheets import Cell, Column, Sheet, write

COLUMNS = (
    *(Column(name) for name in ("Mã hồ sơ", "Việc", "Người nộp", "Bước", "Tình trạng")),
    *(Column(name, 17, "moment") for name in ("Ngày nhận", "Hạn trả", "Ngày có kết quả")),
    *(Column(name) for name in ("Cơ quan giải quyết", "Nơi tiếp nhận", "Người giữ")),
)
AT = datetime(2026, 11, 20, 1, tzinfo=UTC)


def rows(count: int) -> Iterator[tuple[Cell, ...]]:
    for n in range(count):
        at = AT + timedelta(minutes=n)
        yield (
            f"H46.19789-261120-{n:07d}", "Đăng ký khai sinh", f"Nguyễn Thị Bình An {n}", "Đang thụ lý", "Trong hạn",
            at, at + timedelta(days=5), None, "Ủy ban nhân dân phường Thuận Hóa",
            "Trung tâm Phục vụ hành chính công phường Thuận Hóa", "Trần Văn Nam",
        )  # fmt: skip


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"
        before = _megabytes()
        begun, busy = time.perf_counter(), time.process_time()
        write(Sheet("Danh sách", COLUMNS, rows(count)), path)
        seconds, cpu = time.perf_counter() - begun, time.process_time() - busy
        size = path.stat().st_size / 1_000_000
    print(f"rows {count}  seconds {seconds:.1f}  cpu {cpu:.1f}  file MB {size:.1f}")
    print(f"memory MB {before:.0f} before, {_megabytes():.0f} at most")


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


if __name__ == "__main__":
    main()
