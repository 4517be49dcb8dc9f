"""The agencies that a source names, in prose, as our kinds of bodies with how sure that is. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from thongsuot.register.body_rules import departments, read_csv
from thongsuot.register.folding import fold

# Bodies that publish, by the portal's code; two ministries were joined and kept the old code for a part.
JOINED = {"G04": "bo.G17", "G13": "bo.G10", "G05": "bo.G17", "G07": "bo.G09", "G14": "bo.G06"}


@dataclass(frozen=True)
class Agency:
    """Whom a name means: bodies of a kind, or one body by its key; `office` is the part that settles it."""

    name: str
    kind: str = ""
    key: str = ""
    office: str = ""
    confidence: int = 0
    note: str = ""

    @property
    def known(self) -> bool:
        return bool(self.kind or self.key)


BRANCH = "chi nhánh chưa có trong danh sách cơ quan: ghi cho Văn phòng đăng ký đất đai tỉnh"
LOCAL_TAX = "thuế cơ sở chưa có trong danh sách cơ quan: ghi cho Thuế tỉnh, thành phố"
PART = "đơn vị thuộc bộ chưa có trong danh sách cơ quan: ghi cho bộ"

# The first that fits counts. Folded: lower case, no diacritics. Pattern, kind, office inside it, confidence, note.
_COMMITTEE = r"(?:uy ban nhan dan|ubnd|uy ban nd)"
_RULES: tuple[tuple[str, str, str, int, str], ...] = (
    (rf"chu tich {_COMMITTEE} (?:cap )?(?:xa|phuong|dac khu)\b.*", "ubnd_xa", "", 95, ""),
    (rf"chu tich {_COMMITTEE} (?:cap )?(?:tinh|thanh pho)\b.*", "ubnd_tinh", "", 95, ""),
    (rf"{_COMMITTEE} (?:cap )?(?:xa|phuong|dac khu)\b.*", "ubnd_xa", "", 95, ""),
    (rf"{_COMMITTEE} (?:cap )?(?:tinh|thanh pho|tp)\b.*", "ubnd_tinh", "", 95, ""),
    (r"phong kinh te\b.*", "ubnd_xa", "pkt", 85, "phòng tham mưu; Ủy ban nhân dân cấp xã quyết định"),
    (r"phong van hoa\b.*", "ubnd_xa", "pvhxh", 85, "phòng tham mưu; Ủy ban nhân dân cấp xã quyết định"),
    (r"co quan (?:co chuc nang )?quan ly dat dai cap xa.*", "ubnd_xa", "pkt", 80, "cơ quan chuyên môn cấp xã"),
    (r"co quan (?:co chuc nang )?quan ly dat dai cap tinh.*", "so_nong_nghiep_va_moi_truong", "", 85, ""),
    (r"co quan chuyen mon ve nong nghiep va moi truong .*cap xa", "ubnd_xa", "pkt", 80, "cơ quan chuyên môn cấp xã"),
    (r"co quan chuyen mon ve y te .*cap tinh", "so_y_te", "", 85, ""),
    (r"co quan chuyen mon ve khoa hoc.*cap tinh", "so_khoa_hoc_va_cong_nghe", "", 85, ""),
    (r"co quan chuyen mon ve the (?:duc|thao).*cap tinh", "so_van_hoa_the_thao_va_du_lich", "", 70, ""),
    (r"cong an (?:cap )?(?:xa|phuong|dac khu)\b.*", "ca_xa", "", 95, ""),
    (r"(?:giam doc )?cong an (?:cap )?(?:tinh|thanh pho)\b.*", "ca_tinh", "", 95, ""),
    (r"chi nhanh van phong dang ky dat dai.*", "vpdkdd", "", 60, BRANCH),
    (r"van phong dang ky dat dai.*", "vpdkdd", "", 85, ""),
    (r"thue co so.*|chi cuc thue khu vuc.*", "thue_tinh", "", 55, LOCAL_TAX),
    (r"thue (?:cap )?(?:tinh|thanh pho)\b.*", "thue_tinh", "", 90, ""),
    (r"bao hiem xa hoi (?:cap )?(?:tinh|thanh pho)\b.*", "bhxh_tinh", "", 90, ""),
    (r"bao hiem xa hoi (?:cap )?(?:huyen|co so|quan)\b.*", "bhxh_tinh", "", 55, "cấp huyện đã bỏ từ 01/7/2025"),
    (r"chi cuc (?:kiem lam|thuy san|trong trot|chan nuoi).*", "so_nong_nghiep_va_moi_truong", "", 70, "chi cục của sở"),
    (r"so giao thong.*", "so_xay_dung", "", 60, "Sở Giao thông vận tải đã nhập vào Sở Xây dựng"),
    (r"hoi dong nhan dan (?:cap )?(?:tinh|thanh pho)\b.*", "hdnd_tinh", "", 90, ""),
)
_COMPILED = tuple((re.compile(rule[0]), rule[1:]) for rule in _RULES)
_PART = re.compile(r"(?:cuc|vu|tong cuc|thanh tra bo|kho bac|uy ban chung khoan|chi cuc hai quan|hai quan)\b")
_SPACES = re.compile(r"[\s\-,.;/]+")


def plain(name: str) -> str:
    return _SPACES.sub(" ", fold(name)).strip()


@cache
def _departments() -> tuple[tuple[str, str], ...]:
    titles = {plain(one.title): one.kind for one in departments()}
    return tuple(sorted(titles.items(), key=lambda pair: -len(pair[0])))


@cache
def _ministries() -> tuple[tuple[str, str], ...]:
    names = [(plain(row["name"]), row["key"]) for row in read_csv("ministries.csv")]
    return tuple(sorted(names, key=lambda pair: -len(pair[0])))


@cache
def _identifiers() -> dict[str, str]:
    return {row["identifier"]: row["key"] for row in read_csv("identifiers.csv")}


@cache
def recognise(name: str, publisher: str = "") -> Agency:
    """Whom a name means. `publisher` is the key of the ministry whose parts ("Cục …") stand without its name."""
    said = plain(name)
    for pattern, (kind, office, sure, note) in _COMPILED:
        if pattern.fullmatch(said):
            return Agency(name, kind, "", office, sure, note)
    for title, kind in _departments():
        if re.fullmatch(rf"(?:giam doc )?{title}(?: .*)?", said):
            return Agency(name, kind, "", "", 92)
    for title, key in _ministries():
        if re.fullmatch(rf"(?:bo truong )?{title}", said):
            return Agency(name, "", key, "", 92)
    for title, key in _ministries():
        # "Cục Bổ trợ tư pháp - Bộ Tư pháp": a part, named with its ministry.
        if said.endswith(f" {title}") and said.split(" ", 1)[0] in ("cuc", "vu", "tong", "uy", "ban", "chi", "van"):
            return Agency(name, "", key, "", 60, PART)
    if publisher.startswith("bo.") and _PART.match(said):
        return Agency(name, "", publisher, "", 50, PART)
    return Agency(name)


def publisher(code: str, name: str) -> str:
    """Our key of the body that published: `bo.G15`, `ubnd.24`; `ma.<code>` for one that the register lacks."""
    code = code.strip()
    if code in JOINED:
        return JOINED[code]
    if key := _identifiers().get(code):
        return key
    said = plain(name)
    for title, key in _ministries():
        if said == title:
            return key
    return f"ma.{code}"[:60] if code else "ma.khong-ghi"


def place_of(publisher_key: str) -> str:
    """The unit in which a publisher's own procedures hold: a province's code, empty for the nation."""
    first, _, code = publisher_key.partition(".")
    return code.split(".")[0] if first in ("ubnd", "pvhcc") or first.startswith("so-") else ""


# Nghị định 150/2025/NĐ-CP shares a commune's work among three offices; by field, as long as no list says it better.
_OFFICES = {
    "G15": "vp_xa", "G08": "vp_xa", "G10": "pkt", "G13": "pkt", "G17": "pkt", "G04": "pkt", "G02": "pkt",
    "G12": "pkt", "G03": "pvhxh", "G18": "pvhxh", "G09": "pvhxh", "G16": "pvhxh", "G06": "pvhxh", "G21": "pvhxh",
    "G07": "pvhxh", "G01": "", "G11": "",
}  # fmt: skip


def office_of(sector: str) -> str:
    """The kind of commune office that settles a ministry's matters, unverified; empty when none is known."""
    return _OFFICES.get(sector, "")
