"""Whether a text reads like a complaint or a denunciation: then its sender is asked; nothing is rerouted silently."""

from __future__ import annotations

import re

_DENUNCIATION = re.compile(
    r"tố cáo|tố giác|tham ô|tham nhũng|nhận hối lộ|đưa hối lộ|vòi vĩnh|vòi tiền|lót tay|chung chi|biển thủ|"
    r"lạm quyền|lợi dụng chức vụ|bao che|làm giả hồ sơ|ăn chặn",
    re.IGNORECASE,
)
_COMPLAINT = re.compile(
    r"khiếu nại|không đồng ý với quyết định|hủy quyết định|huỷ quyết định|thu hồi quyết định|xử phạt không đúng",
    re.IGNORECASE,
)


def looks_like(text: str) -> str:
    """ "denunciation", "complaint" or nothing."""
    if _DENUNCIATION.search(text):
        return "denunciation"
    return "complaint" if _COMPLAINT.search(text) else ""
