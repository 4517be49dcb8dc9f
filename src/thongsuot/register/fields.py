"""The fields of public work that obstacles, guidance and findings are sorted by, and who answers for each.

Which ministry answers for a field follows from the decrees on the ministries' functions; none was at hand, so each is
a parameter (chưa xác minh) and whoever raises a matter may name another body.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """A field; `body` is the national body that answers for it."""

    key: str
    name: str
    body: str

    @property
    def sector(self) -> str:
        """The code by which that ministry oversees the cases of its field; empty where none does."""
        return self.body.removeprefix("bo.") if self.body.startswith("bo.") else ""


FIELDS = (
    Field("justice", "Hộ tịch, tư pháp", "bo.G15"),
    Field("land", "Đất đai, môi trường", "bo.G10"),
    Field("finance", "Tài chính, kế toán", "bo.G12"),
    Field("education", "Giáo dục", "bo.G03"),
    Field("health", "Y tế, bảo trợ xã hội", "bo.G18"),
    Field("construction", "Xây dựng, giao thông", "bo.G17"),
    Field("staff", "Tổ chức bộ máy, cán bộ, công chức", "bo.G09"),
    Field("digital", "Chuyển đổi số, hệ thống thông tin", "bo.G06"),
    Field("trade", "Công Thương", "bo.G02"),
    Field("culture", "Văn hóa, thể thao, du lịch", "bo.G16"),
    Field("security", "Cư trú, an ninh trật tự", "bo.G01"),
    Field("ethnic", "Dân tộc, tôn giáo", "bo.G21"),
    Field("service", "Thủ tục hành chính, một cửa", "vpcp"),
    Field("other", "Lĩnh vực khác", "vpcp"),
)
BY_KEY = {one.key: one for one in FIELDS}
CHOICES = tuple((one.key, one.name) for one in FIELDS)
