"""What a person must decide about a source: its kinds, our proposals, and how many people each concerns. Pure."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from thongsuot.register.catalogue.changes import Change

DATA = Path(__file__).parents[1] / "data" / "procedures"

KINDS = {
    "limit_unclear": "Thời hạn chưa hiểu được",
    "limits_disagree": "Thời hạn của trường hợp khác thời hạn của hình thức nộp",
    "limit_from_words": "Thời hạn đọc từ lời văn",
    "half_days": "Thời hạn lẻ nửa ngày, tính thành giờ làm việc",
    "hours": "Thời hạn tính bằng giờ, chưa rõ giờ làm việc hay giờ đồng hồ",
    "special_places": "Quy tắc thời hạn cho miền núi, hải đảo chưa gắn được",
    "fee_in_words": "Phí, lệ phí chỉ ghi bằng lời",
    "fee_absurd": "Mức phí, lệ phí vô lý",
    "fee_contradicts": "Ghi mức thu bằng 0 nhưng lời văn nêu mức khác",
    "no_case": "Không có trường hợp nào",
    "case_twice": "Trường hợp trùng mã",
    "required_unknown": "Không rõ giấy tờ nào bắt buộc",
    "paper_or_note": "Chưa rõ là giấy tờ hay lưu ý",
    "no_result": "Không ghi kết quả",
    "no_law": "Không ghi căn cứ pháp lý",
    "no_decision": "Không ghi quyết định công bố hoặc ngày của quyết định",
    "no_authority": "Không ghi cơ quan có thẩm quyền quyết định",
    "no_agency": "Không ghi cơ quan nào thực hiện hoặc quyết định",
    "odd_code": "Mã không theo mẫu",
    "odd_value": "Giá trị không đúng kiểu hoặc ngoài danh mục",
    "published_twice": "Trùng mã trong một tệp",
    "newer_than_ours": "Nguồn có quyết định công bố khác bản đã soạn sẵn",
    "list_differs": "Danh sách chính thức ghi khác",
}

COMMUNES, PROVINCES = 3321, 34


@dataclass(frozen=True)
class Finding:
    """One point to decide. `place` is a path in the definition or, with a leading `/`, in the source."""

    kind: str
    place: str
    wording: str
    words: str
    confidence: int = 0
    proposal: tuple[Change, ...] = ()


@cache
def volumes() -> dict[str, int]:
    """How often people need a field's procedures, or one procedure, as a rank: 1 is the most frequent."""
    with (DATA / "volumes.csv").open(encoding="utf-8", newline="") as file:
        return {row["key"]: int(row["rank"]) for row in csv.DictReader(file)}


def bodies_concerned(levels: tuple[str, ...], communes: int | None = None) -> int:
    """How many bodies settle it: every commune before every province before a ministry.

    `communes` narrows a province's own procedure to that province.
    """
    if "commune" in levels:
        return COMMUNES if communes is None else communes
    return PROVINCES if "province" in levels and communes is None else 1


def weight(code: str, field_name: str, levels: tuple[str, ...], communes: int | None = None) -> int:
    """How many people a finding concerns, for sorting: bodies × volume, 1,000 for rank 1, 1 for an unknown one."""
    known = volumes()
    ranks = [known[key] for key in (code, field_name) if key in known]
    return bodies_concerned(levels, communes) * (1 + 1000 // min(ranks) if ranks else 1)
