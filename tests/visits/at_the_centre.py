"""When and for what people come to the centre in these tests."""

from datetime import UTC, datetime

MONDAY = datetime(2026, 11, 23, 2, tzinfo=UTC)
FIELDS = ["Nhận kết quả", "Hộ tịch", "Chứng thực", "Việc khác"]
