"""A message in words: each field of the contract with its label, its codes and moments said as people say them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from thongsuot.ports.national_messages import STATUS_WORDS
from thongsuot.web.environment import moment
from thongsuot.web.speech import say as _

MOST_ROWS = 300
LABELS: Mapping[str, str] = {
    "IDHoSo": "Định danh trên Cổng",
    "IdHoSo": "Định danh trên Cổng",
    "MaHoSo": "Mã hồ sơ",
    "MaTTHC": "Thủ tục",
    "MaDichVuCong": "Trường hợp",
    "ChuHoSo": "Chủ hồ sơ",
    "LoaiDoiTuong": "Loại đối tượng",
    "MaDonViTiepNhan": "Đơn vị tiếp nhận",
    "KenhThucHien": "Kênh thực hiện",
    "NgayNop": "Nộp lúc",
    "NgayTiepNhan": "Tiếp nhận lúc",
    "NgayHenTra": "Hẹn trả",
    "ThanhPhanHoSo": "Thành phần hồ sơ",
    "MaThanhPhanHoSo": "Mã thành phần",
    "TenThanhPhanHoSo": "Tên thành phần",
    "SoLuong": "Số lượng",
    "LoaiBan": "Loại bản",
    "GiayToDinhKem": "Tệp đính kèm",
    "IdGiayTo": "Định danh tệp",
    "TenGiayTo": "Tên tệp",
    "HashTepTin": "Mã băm của tệp",
    "ThongTinNguoiNop": "Người nộp",
    "HoTen": "Họ tên",
    "SoDinhDanh": "Số định danh",
    "DinhDanhCHS": "Số định danh của chủ hồ sơ",
    "SoDienThoai": "Số điện thoại",
    "DiaChi": "Địa chỉ",
    "MaTinh": "Mã tỉnh",
    "MaHuyen": "Mã huyện (trước 1/7/2025)",
    "MaXa": "Mã xã",
    "NoiDung": "Nội dung",
    "NguoiXuLy": "Người xử lý",
    "ThoiDiemXuLy": "Xử lý lúc",
    "PhongBanXuLy": "Cơ quan xử lý",
    "NoiDungXuLy": "Việc đã làm",
    "TrangThai": "Trạng thái",
    "NgayBatDau": "Bắt đầu",
    "NgayKetThucTheoQuyDinh": "Hạn theo quy định",
    "DanhSachLePhi": "Phí, lệ phí",
    "TenPhiLePhi": "Khoản",
    "HinhThucThu": "Thu khi",
    "Gia": "Số tiền (đồng)",
    "TrangThaiThanhToan": "Thanh toán",
    "IdYeuCau": "Mã yêu cầu",
    "Loai": "Loại yêu cầu",
    "ThoiDiem": "Thực hiện lúc",
    "HoSo": "Hồ sơ",
    "DuLieu": "Nội dung yêu cầu",
    "GiayTo": "Giấy tờ",
    "KetQua": "Kết quả",
    "LyDo": "Lý do",
    "MaKetQua": "Mã kết quả",
}
CODES: Mapping[str, Mapping[Any, str]] = {
    "TrangThai": STATUS_WORDS,
    "LoaiDoiTuong": {0: "Công dân", 1: "Doanh nghiệp", 2: "Hộ kinh doanh"},
    "LoaiBan": {0: "Bản chính", 1: "Bản sao", 2: "Bản điện tử"},
    "HinhThucThu": {1: "Khi tiếp nhận", 2: "Khi bổ sung", 4: "Khi trả kết quả"},
    "TrangThaiThanhToan": {0: "Chưa thanh toán", 1: "Đã thanh toán"},
    "KenhThucHien": {1: "Trực tiếp", 2: "Trực tuyến", 3: "Bưu chính công ích"},
    "Loai": {
        "NOP": "Nộp hồ sơ", "BO_SUNG": "Nộp bổ sung", "THANH_TOAN": "Nộp tiền", "RUT": "Rút hồ sơ",
        "DANH_GIA": "Đánh giá",
    },
    "KetQua": {"DA_TIEP_NHAN": "Đã mở hồ sơ", "TU_CHOI": "Không mở được"},
}  # fmt: skip


def said(message: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """(label, the contract's field, words) for every value, empty ones left out; the first 300."""
    return [row for row, _place in zip(_rows(message, "", ""), range(MOST_ROWS), strict=False)]


def _rows(part: Mapping[str, Any], under: str, path: str) -> Iterator[tuple[str, str, str]]:
    for name, value in part.items():
        label = f"{under}{_(LABELS[name]) if name in LABELS else name[:100]}"
        field = f"{path}{name[:100]}"
        many = value if isinstance(value, list) else [value]
        for number, one in enumerate(many, 1):
            here = f" {number}" if len(many) > 1 else ""
            if isinstance(one, Mapping):
                yield from _rows(one, f"{label}{here}: ", f"{field}{here}.")
            elif one not in (None, ""):
                yield f"{label}{here}", field, _words(name, one)


def _words(name: str, value: Any) -> str:
    codes = CODES.get(name, {})
    if isinstance(value, int | str) and value in codes:
        return f"{_(codes[value])} ({value})"
    if isinstance(value, str) and name.startswith(("Ngay", "ThoiDiem")):
        try:
            at = datetime.fromisoformat(value)
            return moment(at) if at.tzinfo else value
        except (ValueError, OverflowError):
            return value
    return str(value)
