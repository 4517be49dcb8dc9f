"""The twelve sections in words: their titles, and what is said where no area tells figures yet."""

from __future__ import annotations

from collections.abc import Mapping

from thongsuot.engine.briefed import Section
from thongsuot.register import formatting

OTHER = 13
"""Figures of fields outside the twelve sections, entered by an officer: public order and the like."""

TITLES: Mapping[int, str] = {
    Section.APPARATUS: "Tổ chức bộ máy, biên chế",
    Section.SERVICE: "Phục vụ hành chính công, giải quyết thủ tục hành chính",
    Section.INSTITUTIONS: "Thể chế, văn bản hướng dẫn",
    Section.DECENTRALISATION: "Phân cấp, phân quyền, phân định thẩm quyền",
    Section.BUDGET: "Tài chính, hỗ trợ ngân sách",
    Section.PREMISES: "Trụ sở, tài sản công",
    Section.SEVERANCE: "Chi trả chế độ, chính sách cho người nghỉ",
    Section.OBSTACLES: "Khó khăn, vướng mắc",
    Section.PETITIONS: "Phản ánh, kiến nghị và mức độ hài lòng",
    Section.INSPECTIONS: "Kiểm tra, giám sát",
    Section.TASKS: "Nhiệm vụ giao tại các kết luận trước",
    Section.PROPOSALS: "Kiến nghị, đề xuất",
    OTHER: "Số liệu lĩnh vực khác",
}
OWED: Mapping[int, str] = {
    Section.APPARATUS: "biên chế giao và có mặt theo lĩnh vực",
    Section.SERVICE: "hồ sơ thủ tục hành chính",
    Section.INSTITUTIONS: "văn bản hướng dẫn phải ban hành, đã ban hành, chậm theo lĩnh vực",
    Section.DECENTRALISATION: "nghị định phân cấp, phân quyền; thủ tục đã chuyển; chỗ chồng chéo",
    Section.BUDGET: "đề nghị, quyết định và giải ngân hỗ trợ ngân sách",
    Section.PREMISES: "trụ sở, cơ sở nhà đất dôi dư đã xử lý và còn lại",
    Section.SEVERANCE: "số người, số tiền đã duyệt và đã chi trả",
    Section.OBSTACLES: "vướng mắc mới, đã tháo gỡ, quá hạn, nơi chịu trách nhiệm",
    Section.PETITIONS: "phản ánh, kiến nghị đã nhận, đã trả lời đúng hạn; mức độ hài lòng",
    Section.INSPECTIONS: "đoàn, tổ kiểm tra; phát hiện và kết quả khắc phục",
    Section.TASKS: "nhiệm vụ đã giao, hoàn thành đúng hạn, quá hạn",
    Section.PROPOSALS: "kiến nghị, đề xuất chờ quyết định",
    OTHER: "",
}
TOPICS: Mapping[int, str] = {
    Section.APPARATUS: "Bộ máy",
    Section.SERVICE: "Phục vụ",
    Section.INSTITUTIONS: "Hướng dẫn",
    Section.DECENTRALISATION: "Phân cấp",
    Section.BUDGET: "Ngân sách",
    Section.PREMISES: "Trụ sở",
    Section.SEVERANCE: "Chi trả",
    Section.OBSTACLES: "Vướng mắc",
    Section.PETITIONS: "Phản ánh",
    Section.INSPECTIONS: "Kiểm tra",
    Section.TASKS: "Nhiệm vụ",
    Section.PROPOSALS: "Kiến nghị",
    OTHER: "Khác",
}
"""A section in a word, for a figure that is said outside it."""
NO_DATA = "chưa có số liệu trong hệ thống"


def number(value: float, language: formatting.Language = "vi") -> str:
    """A figure as a report writes it: whole, or with at most two decimals."""
    if value == int(value):
        return formatting.number(int(value), language=language)
    return formatting.number(value, 1 if round(value * 10) == value * 10 else 2, language)


def change(value: float | None, before: float | None, share: bool = False) -> str:
    """“+12”, “−3”, “=”, or nothing where there is nothing to compare with; of shares in points (“+1,2 điểm %”)."""
    if value is None or before is None:
        return ""
    difference = round((value - before) * 100, 1) if share else round(value - before, 2)
    if not difference:
        return "="
    said = f"{'+' if difference > 0 else '−'}{number(abs(difference))}"
    return f"{said} điểm %" if share else said
