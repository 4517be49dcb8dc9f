"""`thongsuot archive`: hand over what is due now, and say what became of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from django.conf import settings

from thongsuot.areas.dossiers.keeping import archiving
from thongsuot.engine import following, sql, stamper
from thongsuot.platform.trouble import Trouble


def archive(say: Callable[[str], None]) -> int:
    """Returns 1 when the archive has refused a dossier. Raises Trouble where no archive is connected."""
    to = archiving.archive()
    if to is None:
        raise Trouble(
            "Chưa nối với lưu trữ: đặt THONGSUOT_ARCHIVE là thư mục giao nộp.",
            "No archive is connected: set THONGSUOT_ARCHIVE to the folder shared with it.",
        )
    stamper.stamp(settings.SITE)
    following.fully(archiving.catch_up, settings.SITE)
    worked = archiving.work_all(to, datetime.now(UTC))
    counts = dict(sql.run("SELECT state, count(*) FROM keeping_package GROUP BY state"))
    say(f"Đã xử lý / worked on: {worked}")
    for state, words in WORDS.items():
        say(f"{counts.get(state, 0):9}  {words}")
    return int(bool(counts.get("refused")))


WORDS = {
    "waiting": "chờ lập gói / waiting",
    "packed": "đã lập gói, chờ biên nhận / packed, no receipt yet",
    "taken": "đã có biên nhận / taken over",
    "refused": "lưu trữ không nhận / refused",
    "erased": "đã xóa dữ liệu cá nhân / erased",
}
