"""The demonstration's denunciation, which only the ward's reception officer sees, and a complaint."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from django.conf import settings

from thongsuot.areas.complaints import sending
from thongsuot.areas.complaints.sending import Grievance
from thongsuot.engine import sql
from thongsuot.register import demo

SPACE = UUID("52a5d0d6-6a5a-5a1c-8a2e-7a4d9d7a0c11")
DENOUNCER = "Bạch Kim Oanh"
SECRET_WORDS = "lò mổ không phép sau trường mầm non"  # noqa: S105 - no password: what is denounced
PLANNED = (
    (3, Grievance("denunciation", demo.WARD, (f"Có người mở {SECRET_WORDS}, xả thải ra mương",),
                  "Chủ lò mổ ở cuối kiệt 7", name=DENOUNCER, contact="0908 765 432, nhà số 3 kiệt 7")),
    (5, Grievance("complaint", demo.WARD, ("Quyết định xử phạt ghi sai diện tích cơi nới",),
                  "Quyết định xử phạt số 12/QĐ-XPHC", name="Đoàn Văn Phúc", contact="Số 8 đường Bà Triệu")),
)  # fmt: skip


def seed(now: datetime | None = None) -> int:
    """Receive them, once. How many there are. Raises OnlyInDemo."""
    if not settings.DEMO:
        raise demo.OnlyInDemo
    if sql.run("SELECT 1 FROM engine_case WHERE kind = 'denunciation' LIMIT 1"):
        return 0
    now = now or datetime.now(UTC)
    for number, (days_ago, sent) in enumerate(PLANNED):
        sending.send(None, sent, now - timedelta(days=days_ago), key=uuid5(SPACE, str(number)))
    return len(PLANNED)
