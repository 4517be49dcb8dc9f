"""The archive package of a closed dossier: a ZIP that says what it is and can be checked without this programme.

The profile is ours, after what is known of TT 13/2023/TT-BNV (its tables were not at hand: *chưa xác minh*); it is
described in docs/archive.md. The same dossier gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from thongsuot.areas.dossiers import printing, results
from thongsuot.areas.dossiers.keeping.retention import Kept
from thongsuot.engine import papers, signed_papers
from thongsuot.engine.chains import Link
from thongsuot.engine.reading import CasePage, PaperRow
from thongsuot.register import bodies, formatting

PROFILE = "thongsuot-luu-tru-1"
CHUNK = 2**20
NOTE = """GÓI HỒ SƠ LƯU TRỮ ĐIỆN TỬ

metadata.json, metadata.xml  mô tả hồ sơ (hai cách ghi của cùng nội dung)
giay-to/                     giấy tờ trong hồ sơ, đúng từng byte như khi nộp
ket-qua/                     kết quả giải quyết
van-ban/                     các mẫu đã in cho người nộp
chu-ky.json                  kết quả kiểm tra chữ ký số của từng tệp
nhat-ky.jsonl                nhật ký: mỗi dòng một mục
manifest.json                mã băm SHA-256 của mọi tệp, số mục và mã băm cuối của nhật ký

TỰ KIỂM TRA, KHÔNG CẦN PHẦN MỀM ĐÃ LẬP GÓI

1. Mọi tệp: SHA-256 của tệp bằng giá trị trong manifest.json.
2. Nhật ký, từng dòng từ trên xuống: SHA-256 của "body" (UTF-8) bằng "hash"; trong "body", "previous" bằng "hash" của
   dòng trước (dòng đầu: rỗng); "number" tăng từng một.
3. Dòng cuối: "hash" bằng "nhat_ky.dau_chuoi" trong manifest.json, số dòng bằng "nhat_ky.so_muc".
4. Giá trị cá nhân trong "values": SHA-256 của (salt, 00, tên, 00, giá trị ghi JSON khóa xếp theo thứ tự, không khoảng
   trắng) bằng giá trị cùng tên trong "body"."personal".
"""


def write(into: Path, page: CasePage, kept: Kept, chain: tuple[Link, ...]) -> str:
    """Write the package and return its SHA-256 (hex). Raises FileNotFoundError when a paper's content is missing."""
    stamp = formatting.local(page.case.closed_at or page.case.changed_at)
    into.parent.mkdir(parents=True, exist_ok=True)
    part = into.with_suffix(".part")
    listed: dict[str, dict[str, Any]] = {}
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as package:
            for name, content in _files(page, kept, chain):
                listed[name] = _put(package, name, content, stamp)
            manifest = {
                "ho_so": page.case.code,
                "mau": PROFILE,
                "nhat_ky": {"so_muc": len(chain), "dau_chuoi": chain[-1].hash.hex()},
                "tep": listed,
            }
            _put(package, "manifest.json", _json(manifest), stamp)
        part.replace(into)
    finally:
        part.unlink(missing_ok=True)
    with into.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _put(package: zipfile.ZipFile, name: str, content: bytes | Path, at: datetime) -> dict[str, Any]:
    """Put one file in, piece by piece; its digest and size."""
    about = zipfile.ZipInfo(name, (max(at.year, 1980), at.month, at.day, at.hour, at.minute, at.second))
    about.compress_type = zipfile.ZIP_DEFLATED
    made, size = hashlib.sha256(), 0
    with (
        package.open(about, "w") as to,
        content.open("rb") if isinstance(content, Path) else BytesIO(content) as source,
    ):
        while piece := source.read(CHUNK):
            made.update(piece)
            size += len(piece)
            to.write(piece)
    return {"sha256": made.hexdigest(), "kich_thuoc": size}


def _files(page: CasePage, kept: Kept, chain: tuple[Link, ...]) -> Iterator[tuple[str, bytes | Path]]:
    described = metadata(page, kept)
    yield "DOC-TOI.txt", NOTE.encode()
    yield "metadata.json", _json(described)
    yield "metadata.xml", as_xml(described)
    final = {one.id for one in results.present(page)}
    for place, one in enumerate(page.papers, 1):
        folder = "ket-qua" if one.id in final else "giay-to"
        yield f"{folder}/{_named(place, one)}", papers.path(one.digest)
    for place, form in enumerate(printing.printables(page), 1):
        yield f"van-ban/{place:02d}-{form.key}.pdf", printing.printed(page, form.key, form.number)[1]
    yield "chu-ky.json", _json(_signatures(page))
    yield "nhat-ky.jsonl", b"".join(_json(one.to_json(), indent=None) + b"\n" for one in chain)


def _named(place: int, one: PaperRow) -> str:
    """A name that every file system takes; the paper's own name stands in the description."""
    return f"{place:02d}-{one.digest[:12]}{papers.EXTENSIONS.get(one.media_type, '')}"


def metadata(page: CasePage, kept: Kept) -> dict[str, Any]:
    """What an archive needs to know of a dossier, by the names of the profile."""
    case = page.case
    return {
        "mau": PROFILE,
        "ma_ho_so": case.code,
        "dinh_danh": str(case.id),
        "tieu_de": case.title,
        "ma_thu_tuc": case.procedure_code,
        "chu_ho_so": {"ten": case.subject_name, "so_dinh_danh": case.number},
        "co_quan": {"ma": case.competent_body, "ten": bodies.name_of(case.competent_body)},
        "noi_tiep_nhan": {"ma": case.receiving_body, "ten": bodies.name_of(case.receiving_body)},
        "dia_ban": case.place_code,
        "ngay_bat_dau": _moment(case.opened_at),
        "ngay_ket_thuc": _moment(case.closed_at),
        "hen_tra": _moment(case.due_at),
        "co_ket_qua_luc": _moment(case.resolved_at),
        "ket_cuc": case.outcome,
        "so_van_ban_ket_qua": case.facts.get("result_number", ""),
        "thoi_han_bao_quan": {
            "nhom": kept.rule.key, "ten": kept.rule.name, "thoi_han": kept.rule.term,
            "den_ngay": kept.until.isoformat() if kept.until else "", "can_cu": kept.rule.ground,
        },
        "giay_to": [
            {"so": place, "ten": one.name, "loai": one.media_type, "kich_thuoc": one.size, "sha256": one.digest,
             "nguon": one.origin, "thanh_phan": one.component}
            for place, one in enumerate(page.papers, 1)
        ],
    }  # fmt: skip


def _moment(at: datetime | None) -> str:
    return formatting.local(at).isoformat(timespec="seconds") if at else ""


def as_xml(described: dict[str, Any]) -> bytes:
    """The description as XML: an element for each name, `muc` for each of a list."""
    root = ElementTree.Element("ho_so_luu_tru")
    _grow(root, described)
    ElementTree.indent(root)
    made: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def _grow(under: ElementTree.Element, value: Any) -> None:
    if isinstance(value, dict):
        for name, one in value.items():
            _grow(ElementTree.SubElement(under, name), one)
    elif isinstance(value, list):
        for one in value:
            _grow(ElementTree.SubElement(under, "muc"), one)
    else:
        under.text = "" if value is None else "".join(char for char in str(value) if char >= " " or char in "\t\n")


def _signatures(page: CasePage) -> dict[str, Any]:
    checked = signed_papers.of(one.digest for one in page.papers)
    return {digest: {"kiem_tra_luc": _moment(at), **one.to_json()} for digest, (one, at) in checked.items()}


def _json(value: Any, indent: int | None = 1) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=indent, sort_keys=indent is None).encode()
