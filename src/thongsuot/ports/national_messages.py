"""What goes to and comes from the national portal, in the contract's own field names.

The fields of the dossier, of progress and of status are those of the contract seen in practice (GetToken,
GetNextValue, UploadFile, NoiHoSo, CapNhatTienTrinh, CapNhatTrangThai). The messages of what the portal holds for a
site and of reconciliation are our reading of it: no text of them was at hand. Only this file changes when it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import IntEnum
from typing import Any, Literal, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator


class Message(BaseModel):
    """A message as it stands on the wire. Fields that we do not know are let through: the other side goes ahead."""

    model_config = ConfigDict(extra="ignore", frozen=True, str_max_length=20_000)


M = TypeVar("M", bound=Message)


class Status(IntEnum):
    """The ten codes by which a dossier's status is told."""

    MOI_DANG_KY = 1
    DUOC_TIEP_NHAN = 2
    KHONG_DUOC_TIEP_NHAN = 3
    DANG_XU_LY = 4
    YEU_CAU_BO_SUNG = 5
    YEU_CAU_NGHIA_VU_TAI_CHINH = 6
    CONG_DAN_RUT = 7
    DUNG_XU_LY = 8
    DA_XU_LY_XONG = 9
    DA_TRA_KET_QUA = 10


STATUS_WORDS: Mapping[int, str] = {
    1: "Mới đăng ký",
    2: "Được tiếp nhận",
    3: "Không được tiếp nhận",
    4: "Đang xử lý",
    5: "Yêu cầu bổ sung giấy tờ",
    6: "Yêu cầu thực hiện nghĩa vụ tài chính",
    7: "Công dân yêu cầu rút hồ sơ",
    8: "Dừng xử lý",
    9: "Đã xử lý xong",
    10: "Đã trả kết quả",
}

# From the status that the portal has (0: none yet) to those that may follow. The list is derived, not the portal's
# own; 5 leads back to 1 and 2 because what was asked for before acceptance is answered before it too.
NEXT: Mapping[int, frozenset[int]] = {
    0: frozenset({1, 2}),
    1: frozenset({2, 3, 5, 7}),
    2: frozenset({4, 7}),
    3: frozenset(),
    4: frozenset({5, 6, 7, 8, 9}),
    5: frozenset({1, 2, 3, 4, 7, 8}),
    6: frozenset({4, 7, 8}),
    7: frozenset(),
    8: frozenset({4, 9}),
    9: frozenset({4, 10}),
    10: frozenset(),
}


class SubjectKind(IntEnum):
    CONG_DAN = 0
    DOANH_NGHIEP = 1
    HO_KINH_DOANH = 2


class CopyKind(IntEnum):
    BAN_CHINH = 0
    BAN_SAO = 1
    BAN_DIEN_TU = 2


class Channel(IntEnum):
    TRUC_TIEP = 1
    TRUC_TUYEN = 2
    BUU_CHINH = 3


class Collected(IntEnum):
    """`HinhThucThu`: when money was taken; 3 is not used (chưa xác minh)."""

    KHI_TIEP_NHAN = 1
    KHI_BO_SUNG = 2
    KHI_TRA_KET_QUA = 4


class AttachedFile(Message):
    """A file that UploadFile took: `IdGiayTo` is the portal's, `HashTepTin` SHA-256 in hexadecimal."""

    IdGiayTo: str = Field(max_length=200)
    MaKetQua: str | None = None
    TenGiayTo: str = Field(max_length=300)
    HashTepTin: str = Field(pattern=r"^[0-9a-f]{64}$")


class Component(Message):
    MaThanhPhanHoSo: str = Field(default="", max_length=200)
    TenThanhPhanHoSo: str = Field(max_length=2000)
    SoLuong: int = Field(default=1, ge=0, le=999)
    LoaiBan: CopyKind
    GiayToDinhKem: tuple[AttachedFile, ...] = ()


class Submitter(Message):
    """Who submits, and where they live; `MaHuyen` is of the three-tier country and empty since 1/7/2025."""

    HoTen: str = Field(max_length=200)
    SoDinhDanh: str = Field(default="", max_length=20)
    SoDienThoai: str = Field(default="", max_length=40)
    Email: str = Field(default="", max_length=200)
    DiaChi: str = Field(default="", max_length=500)
    MaTinh: str | None = Field(default=None, max_length=10)
    MaHuyen: str | None = Field(default=None, max_length=10)
    MaXa: str | None = Field(default=None, max_length=10)


class Dossier(Message):
    """A dossier as CreateDossier (NoiHoSo) takes it. `IDHoSo` was given by GetNextValue and makes a repeat harmless."""

    IDHoSo: str = Field(max_length=100)
    MaHoSo: str = Field(pattern=r"^[A-Za-z0-9.]+-\d{6}(\d{2})?-\d{4,7}$")
    MaTTHC: str = Field(max_length=60)
    MaDichVuCong: str = Field(default="", max_length=100)
    ChuHoSo: str = Field(max_length=200)
    LoaiDoiTuong: SubjectKind
    MaDonViTiepNhan: str = Field(max_length=60)
    KenhThucHien: Channel
    NgayNop: AwareDatetime
    NgayTiepNhan: AwareDatetime | None = None
    NgayHenTra: AwareDatetime | None = None
    ThanhPhanHoSo: tuple[Component, ...] = ()
    ThongTinNguoiNop: Submitter


class Fee(Message):
    """A line of `DanhSachLePhi`: what was taken, in đồng. `TrangThaiThanhToan` is 1 once it was paid."""

    TenPhiLePhi: str = Field(max_length=200)
    HinhThucThu: Collected
    Gia: int = Field(ge=0)
    TrangThaiThanhToan: Literal[0, 1]


class Progress(Message):
    """A row of progress (CapNhatTienTrinh): who did what in which office, and where the dossier then stands.

    `DanhSachLePhi` is our own reading of where the list belongs (chưa xác minh): in the row that tells of the payment.
    """

    IDHoSo: str
    MaHoSo: str
    NguoiXuLy: str = Field(max_length=200)
    ThoiDiemXuLy: AwareDatetime
    PhongBanXuLy: str = Field(max_length=300)
    NoiDungXuLy: str = Field(max_length=500)
    TrangThai: Status
    NgayBatDau: AwareDatetime
    NgayKetThucTheoQuyDinh: AwareDatetime | None = None
    DanhSachLePhi: tuple[Fee, ...] = ()


class StatusUpdate(Message):
    """A row of CapNhatTrangThai."""

    IdHoSo: str
    MaHoSo: str
    TrangThai: Status


class Quality(Message):
    """What the portal says of a dossier that it took: accepted, and perhaps with a remark on the data."""

    IDHoSo: str
    dataQualityStatus: str = ""  # noqa: N815
    dataQualityMessage: str = ""  # noqa: N815


class Known(Message):
    """A dossier as the portal has it: its status (0: none told yet) and how many rows of progress."""

    IDHoSo: str
    MaHoSo: str = ""
    TrangThai: int = Field(ge=0, le=10)
    SoTienTrinh: int = Field(default=0, ge=0)


YEARS = range(2000, 2200)
ActKind = Literal["NOP", "BO_SUNG", "THANH_TOAN", "RUT", "DANH_GIA"]


class HeldFile(Message):
    """A file that lies at the portal for us."""

    IdGiayTo: str = Field(max_length=200)
    TenGiayTo: str = Field(max_length=300)
    HashTepTin: str = Field(pattern=r"^[0-9a-f]{64}$")
    MaThanhPhanHoSo: str = Field(default="", max_length=200)


class Submission(Message):
    """What somebody submitted at the portal for a body of this site."""

    MaTTHC: str = Field(max_length=60)
    MaDichVuCong: str = Field(default="", max_length=100)
    ChuHoSo: str = Field(min_length=1, max_length=200)
    DinhDanhCHS: str = Field(max_length=20)
    LoaiDoiTuong: SubjectKind = SubjectKind.CONG_DAN
    MaDonViTiepNhan: str = Field(default="", max_length=60)
    NoiDung: str = Field(default="", max_length=1000)
    ThongTinNguoiNop: Submitter


class Act(Message):
    """One act of a person at the portal, held for this site until it is acknowledged; delivered at least once.

    `ThoiDiem` is when the person pressed the button. `HoSo` comes with NOP only; `DuLieu` has what the other acts
    say: NoiDung (lines) for BO_SUNG, LyDo for RUT, MaGiaoDich and SoTien for THANH_TOAN, SoSao and GopY for DANH_GIA.
    """

    IdYeuCau: str = Field(min_length=1, max_length=100)
    Loai: ActKind
    IDHoSo: str = Field(min_length=1, max_length=100)
    ThoiDiem: AwareDatetime
    HoSo: Submission | None = None
    DuLieu: dict[str, Any] = Field(default_factory=dict)
    GiayTo: tuple[HeldFile, ...] = ()

    @model_validator(mode="after")
    def _makes_sense(self) -> Act:
        if self.ThoiDiem.year not in YEARS:
            raise ValueError("ThoiDiem")
        if (self.Loai == "NOP") is not (self.HoSo is not None):
            raise ValueError("HoSo")
        return self


class ActAnswer(Message):
    """What became of an act: our dossier's code, or why it was not taken."""

    IdYeuCau: str
    IDHoSo: str
    KetQua: Literal["DA_TIEP_NHAN", "TU_CHOI"]
    MaHoSo: str = ""
    LyDo: str = Field(default="", max_length=2000)


class Token(Message):
    access_token: str = Field(min_length=1)
    expires_in: int = Field(ge=0)


def wire(message: Message) -> dict[str, Any]:
    """The message as JSON has it."""
    return message.model_dump(mode="json")


def moment(value: str) -> datetime:
    """A moment of the journal."""
    return datetime.fromisoformat(value)
