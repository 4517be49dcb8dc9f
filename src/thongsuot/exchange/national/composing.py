"""What a message says, composed from the journal at the moment of sending: the outbox keeps no personal value."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from thongsuot.areas.dossiers import payments
from thongsuot.areas.dossiers.financial import PURPOSES
from thongsuot.areas.dossiers.ledger import TAKEN
from thongsuot.engine import paper_facts, sql
from thongsuot.engine.access import masked_name
from thongsuot.engine.registry import process_of
from thongsuot.exchange.national.outbox import Dossier, Message
from thongsuot.ports import national_messages as contract
from thongsuot.ports.national_messages import (
    AttachedFile,
    Channel,
    Collected,
    Component,
    CopyKind,
    Fee,
    Status,
    SubjectKind,
    Submitter,
)
from thongsuot.register import bodies

SUBJECT_KINDS = {
    "citizen": SubjectKind.CONG_DAN,
    "business": SubjectKind.DOANH_NGHIEP,
    "household": SubjectKind.HO_KINH_DOANH,
}
CHANNELS = {"counter": Channel.TRUC_TIEP, "online": Channel.TRUC_TUYEN, "post": Channel.BUU_CHINH}


class CannotCompose(Exception):
    """The journal does not have what the message needs; `sentence` says what."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)


@dataclass(frozen=True)
class File:
    """A paper of the opening, as it goes to the portal; `foreign_id` is the portal's, once it has the content.

    `kind` is what the officer said that it is: a scan of an original, or of a copy.
    """

    name: str
    media_type: str
    digest: bytes
    component: str
    foreign_id: str
    kind: CopyKind | None = None


@dataclass(frozen=True)
class Told:
    """A case as its entries tell it, up to one of them: columns and facts, and that entry's own content."""

    columns: Mapping[str, Any]
    last: Mapping[str, Any]
    personal: Mapping[str, Any]
    opened: Mapping[str, Any]


def _told(case_id: UUID, number: int) -> Told:
    """Raises CannotCompose when the entries are not here."""
    rows = sql.run(
        "SELECT e.body, p.values FROM engine_entry e LEFT JOIN engine_personal p USING (case_id, number)"
        " WHERE e.case_id = %s AND e.number <= %s ORDER BY e.number",
        [case_id, number],
    )
    if not rows:
        raise CannotCompose("Không còn nhật ký của hồ sơ này.")
    bodies_read = [json.loads(text) for text, _ in rows]
    columns: dict[str, Any] = {}
    for body in bodies_read:
        columns |= {name: new for name, (_, new) in body["changes"].items()}
    personal = rows[0][1]
    first = json.loads(personal) if isinstance(personal, str) else personal or {}
    return Told(columns, bodies_read[-1], first, bodies_read[0])


def stood(case_id: UUID) -> int:
    """The status with which an adopted dossier came: what its last adopted entry says. Raises CannotCompose."""
    rows = sql.run(
        "SELECT count(*) FROM engine_entry WHERE case_id = %s AND verb = 'adopt'",
        [case_id],
    )
    return int(_told(case_id, max(1, rows[0][0])).columns["status"])


def files(case_id: UUID) -> list[File]:
    """The papers that came with the opening."""
    rows = sql.run(
        "SELECT p.name, p.media_type, p.digest, p.component, coalesce(f.foreign_id, ''),"
        " coalesce(p.facts ->> 'kind', '') FROM engine_paper p"
        " LEFT JOIN exchange_national_file f USING (digest) WHERE p.case_id = %s AND p.number = 1 ORDER BY p.id",
        [case_id],
    )
    return [
        File(name, media_type, bytes(digest), component, known, _copy_kind(said))
        for name, media_type, digest, component, known, said in rows
    ]


def _copy_kind(said: str) -> CopyKind | None:
    return CopyKind(paper_facts.PORTAL_CODES[paper_facts.Kind(said)]) if said else None


def unit_of(body: str) -> str:
    """The identifier of a receiving body."""
    found = bodies.body(body)
    return found.identifier if found and found.identifier else body


def receiving_unit(case_id: UUID) -> str:
    return unit_of(str(_told(case_id, 1).columns.get("receiving_body", "")))


def dossier(row: Dossier) -> contract.Dossier:
    """The dossier as it was opened, with the files that the portal has. Raises CannotCompose."""
    told = _told(row.id, 1)
    columns, subject = told.columns, told.personal.get("subject")
    if not isinstance(subject, dict) or not told.personal.get("subject_name"):
        raise CannotCompose("Dữ liệu cá nhân của hồ sơ đã được xóa theo quy định, không lập được nội dung gửi.")
    at = contract.moment(told.opened["happened"])
    accepted = columns.get("status") != Status.MOI_DANG_KY
    procedure = columns.get("facts.procedure") or {}
    return contract.Dossier(
        IDHoSo=row.foreign_id or "",
        MaHoSo=str(columns["code"]),
        MaTTHC=str(columns["procedure_code"]),
        MaDichVuCong=str(procedure.get("case", "")),
        ChuHoSo=str(told.personal["subject_name"])[:200],
        LoaiDoiTuong=SUBJECT_KINDS.get(str(subject.get("kind", "citizen")), SubjectKind.CONG_DAN),
        MaDonViTiepNhan=unit_of(str(columns["receiving_body"])),
        KenhThucHien=CHANNELS.get(str(columns.get("facts.channel")), Channel.TRUC_TIEP),
        NgayNop=at,
        NgayTiepNhan=at if accepted else None,
        NgayHenTra=_moment(columns.get("due_at")) if accepted else None,
        ThanhPhanHoSo=_components(columns.get("facts.papers") or [], files(row.id)),
        ThongTinNguoiNop=_submitter(subject, str(told.personal["subject_name"])),
    )


def _submitter(subject: Mapping[str, Any], name: str) -> Submitter:
    return Submitter(
        HoTen=str(subject.get("representative") or name)[:200],
        SoDinhDanh=str(subject.get("number", ""))[:20],
        SoDienThoai=str(subject.get("phone", ""))[:40],
        Email=str(subject.get("email", ""))[:200],
        DiaChi=str(subject.get("address", ""))[:500],
    )


def _components(declared: list[dict[str, Any]], brought: list[File]) -> tuple[Component, ...]:
    """What was handed in, component by component: originals, copies, and files for what came as files."""
    made: list[Component] = []
    left = list(brought)
    for one in declared:
        key, name = str(one.get("key", "")), str(one.get("name", ""))[:2000]
        own = [file for file in left if file.component == key]
        left = [file for file in left if file.component != key]
        made += [
            Component(
                MaThanhPhanHoSo=key, TenThanhPhanHoSo=name, SoLuong=count, LoaiBan=kind,
                GiayToDinhKem=tuple(map(_attached, here)),
            )
            for kind, count, here in _copies(one, own)
        ]  # fmt: skip
    made += [
        Component(
            MaThanhPhanHoSo=file.component, TenThanhPhanHoSo=file.name, LoaiBan=_kind_of(file),
            GiayToDinhKem=(_attached(file),),
        )
        for file in left
    ]  # fmt: skip
    return tuple(made)


def _copies(declared: Mapping[str, Any], own: list[File]) -> Iterator[tuple[CopyKind, int, list[File]]]:
    """Of one component, what it came as: (kind, how many, files). A file of which nobody said goes with the first."""
    kinds = ((CopyKind.BAN_CHINH, declared.get("originals", 0)), (CopyKind.BAN_SAO, declared.get("copies", 0)))
    counted = {kind: int(count) for kind, count in kinds if count}
    first = next(iter(counted), CopyKind.BAN_DIEN_TU)
    files_of: dict[CopyKind, list[File]] = {}
    for file in own:
        files_of.setdefault(first if file.kind is None else file.kind, []).append(file)
    for kind in dict.fromkeys([*counted, *files_of]) or [CopyKind.BAN_DIEN_TU]:
        here = files_of.get(kind, [])
        yield kind, counted.get(kind, max(1, len(here))), here


def _kind_of(file: File) -> CopyKind:
    return CopyKind.BAN_DIEN_TU if file.kind is None else file.kind


def _attached(file: File) -> AttachedFile:
    return AttachedFile(IdGiayTo=file.foreign_id, TenGiayTo=file.name[:300], HashTepTin=file.digest.hex())


def progress(row: Dossier, message: Message) -> contract.Progress:
    """One row of progress: what an entry did, by whom, and by when the dossier is due after it."""
    told = _told(row.id, message.number)
    who, at = told.last["who"], contract.moment(told.last["happened"])
    return contract.Progress(
        IDHoSo=row.foreign_id or "",
        MaHoSo=row.code or "",
        NguoiXuLy=("Chủ hồ sơ" if who.get("subject") else str(who.get("name") or "Hệ thống"))[:200],
        ThoiDiemXuLy=at,
        PhongBanXuLy=(bodies.name_of(str(who["body"])) if who.get("body") else "Hệ thống thông tin")[:300],
        NoiDungXuLy=_what(told)[:500],
        TrangThai=Status(message.status),
        NgayBatDau=at,
        NgayKetThucTheoQuyDinh=_moment(told.columns.get("due_at")),
        DanhSachLePhi=_taken(row.id, message.number) if told.last["move"] in TAKEN else (),
    )


_PAYMENT = "SELECT purpose, collected, amount FROM dossiers_payment WHERE case_id = %s AND entry = %s"


def _taken(case_id: UUID, number: int) -> tuple[Fee, ...]:
    """The money that an entry told of. Paid is not reconciled: that is no matter of the portal's."""
    return tuple(
        Fee(
            TenPhiLePhi=PURPOSES[purpose], HinhThucThu=Collected(payments.COLLECTED[collected]), Gia=amount,
            TrangThaiThanhToan=1,
        )
        for purpose, collected, amount in sql.run(_PAYMENT, [case_id, number])
    )  # fmt: skip


def _what(told: Told) -> str:
    """The entry in the table's own words."""
    name, undone = str(told.last["move"]), told.last["verb"] == "undo"
    move = process_of(str(told.columns["process"])).move(str(told.last["given"]["move"]) if undone else name)
    label = move.label if move else name
    return f"Hoàn tác: {label}" if undone else label


def status(row: Dossier, message: Message) -> contract.StatusUpdate:
    return contract.StatusUpdate(IdHoSo=row.foreign_id or "", MaHoSo=row.code or "", TrangThai=Status(message.status))


# What of a message an owner sees as it is; names are cut to initials, anything else may be personal and is hidden.
_OPEN = (
    "IDHoSo IdHoSo MaHoSo MaTTHC MaDichVuCong LoaiDoiTuong MaDonViTiepNhan KenhThucHien NgayNop NgayTiepNhan NgayHenTra"
    " MaThanhPhanHoSo TenThanhPhanHoSo SoLuong LoaiBan IdGiayTo HashTepTin MaTinh MaHuyen MaXa NguoiXuLy ThoiDiemXuLy"
    " PhongBanXuLy NoiDungXuLy TrangThai NgayBatDau NgayKetThucTheoQuyDinh IdYeuCau Loai ThoiDiem KetQua"
    " TenPhiLePhi HinhThucThu Gia TrangThaiThanhToan"
)
OPEN = frozenset(_OPEN.split())
NAMES = frozenset({"ChuHoSo", "HoTen"})
LONGEST_SHOWN = 300


def masked(message: Mapping[str, Any]) -> dict[str, Any]:
    """A message for who looks after the exchange: all of it but what is, or may be, personal."""
    return {name: _masked(name, value) for name, value in message.items()}


def _masked(name: str, value: Any) -> Any:
    if isinstance(value, Mapping):
        return masked(value)
    if isinstance(value, list):
        return [_masked(name, one) for one in value]
    if value in (None, "") or name in OPEN:
        return str(value)[:LONGEST_SHOWN] if isinstance(value, str) else value
    return masked_name(value)[:LONGEST_SHOWN] if name in NAMES and isinstance(value, str) else "***"


def _moment(text: Any) -> datetime | None:
    return contract.moment(text) if isinstance(text, str) else None
