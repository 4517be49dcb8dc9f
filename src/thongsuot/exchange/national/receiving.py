"""Receiving: what people did at the portal is kept here first, its files fetched, and only then acknowledged there."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from thongsuot.engine import intents, papers
from thongsuot.engine.errors import KeyReused
from thongsuot.engine.intents import Act
from thongsuot.engine.making import Paper
from thongsuot.engine.papers import BadPaper
from thongsuot.exchange.national import applying, bridging
from thongsuot.ports import national_messages as contract
from thongsuot.ports.national_portal import NationalPortal, PersonMustLook, TryLater
from thongsuot.register.working_time import VIETNAM

MOST = 100
MOST_FAILURES = 3
LONGEST_KEPT = 20_000
NUL = "\\u0000"
KINDS = {"NOP": "submit", "BO_SUNG": "supplement", "THANH_TOAN": "pay", "RUT": "withdraw", "DANH_GIA": "rate"}


def take(portal: NationalPortal) -> int:
    """Take what the portal holds for us; how many acts were new. Delivered again, an act changes nothing.

    Raises NationalPortalError when the portal cannot be asked. One act that fails does not stop the others.
    """
    new, failed = 0, list[TryLater]()
    for raw in portal.held(MOST):
        try:
            new += _take(portal, raw)
        except TryLater as later:
            failed.append(later)
            if len(failed) >= MOST_FAILURES:
                break
    for intent in intents.unready(applying.SOURCE) if not failed else ():
        _fetch(portal, intent.id, contract.Act.model_validate(intent.content))
    if failed:
        raise failed[0]
    return new


def _take(portal: NationalPortal, raw: dict[str, Any]) -> bool:
    try:
        act = contract.Act.model_validate(raw)
    except ValidationError as error:
        return _unreadable(portal, raw, _wrong_fields(error))
    if NUL in _text(raw):
        return _unreadable(portal, raw, "Yêu cầu từ Cổng có ký tự không lưu được.")
    try:
        id, new = _keep(act, raw)
    except KeyReused:
        reason = f"Cổng gửi lại yêu cầu {act.IdYeuCau} với nội dung khác. Bản nhận trước được giữ nguyên."
        return _unreadable(portal, raw, reason)
    _fetch(portal, id, act)
    portal.acknowledge(act.IdYeuCau)
    return new


def _keep(act: contract.Act, raw: dict[str, Any]) -> tuple[UUID, bool]:
    day = datetime.now(VIETNAM).date()
    province = bridging.province_of(act.HoSo, day) if act.HoSo is not None else applying.province_of(act.IDHoSo)
    wanted = Act(
        applying.SOURCE, act.IdYeuCau, KINDS[act.Loai], act.IDHoSo, act.ThoiDiem, raw, province_code=province,
        ready=not act.GiayTo,
    )  # fmt: skip
    return intents.keep(wanted)


def _fetch(portal: NationalPortal, id: UUID, act: contract.Act) -> None:
    """Bring the act's files into the paper store. A file that cannot be taken in makes the act one for its owner."""
    intent = intents.find(id)
    if intent.ready or intent.state != "waiting":
        return
    found: list[Paper] = []
    for one in act.GiayTo:
        try:
            content = portal.file(one.IdGiayTo)
            if hashlib.sha256(content).hexdigest() != one.HashTepTin:
                raise BadPaper(f"Tệp “{one.TenGiayTo}” không khớp mã băm mà Cổng gửi.")
            found.append(papers.keep([content], one.TenGiayTo, component=one.MaThanhPhanHoSo))
        except (BadPaper, PersonMustLook) as refusal:
            intents.refuse(id, f"Không nhận được tệp “{one.TenGiayTo[:100]}”: {refusal.sentence}")
            return
    intents.bring(id, found)


def _wrong_fields(error: ValidationError) -> str:
    fields = ", ".join(
        sorted({".".join(map(str, one["loc"])) or str(one["msg"]).rpartition(" ")[2] for one in error.errors()})
    )
    return f"Yêu cầu từ Cổng thiếu hoặc sai trường: {fields[:300].replace(chr(0), '?')}."


def _text(raw: dict[str, Any]) -> str:
    return json.dumps(raw, sort_keys=True, ensure_ascii=True, default=str)


def _unreadable(portal: NationalPortal, raw: dict[str, Any], reason: str) -> bool:
    """An act that does not fit the contract, or that came again with another content: kept whole for its owner."""
    text = _text(raw).replace(NUL, "?")
    mark = hashlib.sha256(text.encode()).hexdigest()[:16]
    name = str(raw.get("IdYeuCau", ""))[:100]
    content = {"noiDung": text[:LONGEST_KEPT]}
    shown = name.replace("\x00", "?")
    act = Act(applying.SOURCE, f"{shown}#{mark}", "unreadable", f"#{mark}", datetime.now(UTC), content)
    _, new = intents.keep(act, refused=reason.replace("\x00", "?"))
    if name:
        portal.acknowledge(name)
    return new
