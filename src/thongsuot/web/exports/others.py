"""Lists without cases as workbooks: the catalogue of procedures, its open points, what is stuck in the exchange."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from thongsuot.engine import access_catalogue as access
from thongsuot.engine import intents
from thongsuot.engine.actor import Actor
from thongsuot.engine.exports import Asked, Kind
from thongsuot.engine.sheets import Cell, Column, Sheet
from thongsuot.exchange.national import outbox
from thongsuot.exchange.national import stuck as national
from thongsuot.exchange.national.stuck import Held
from thongsuot.exchange.notices import stuck as messages
from thongsuot.register import bodies, procedures
from thongsuot.register.catalogue import agencies, deciding, looking
from thongsuot.register.catalogue.findings import KINDS as DOUBTS
from thongsuot.register.catalogue.models import ProcedureFinding
from thongsuot.register.procedures import ProcedureView
from thongsuot.web.catalogue import listing, standing
from thongsuot.web.entrance import today
from thongsuot.web.exports.cases import notes, now

A_TIME = 500
TIERS = {0: "cấp bộ", 1: "cấp tỉnh", 3: "cấp xã"}
STATES = {"dead": "Cần người xử lý", "refused": "Cần người xử lý", "waiting": "Đang tự thử lại"}


def _paged(page: Callable[[int, int], Sequence[Any]]) -> Iterator[Any]:
    """All pages of a list, one after the other: (first, how many) → rows."""
    first = 0
    while found := page(first, A_TIME):
        yield from found
        first += len(found)


# The catalogue.


def _procedures(actor: Actor, asked: Asked) -> list[ProcedureView]:
    tier = {"0": 0, "1": 1, "3": 3}.get(asked.get("cap", ""))
    offers = None
    if asked.get("ap-dung") == "1":
        whose = access.committees(actor)
        own = next((one for one in whose if one.key == asked.get("don-vi")), whose[0] if whose else None)
        offers = standing.offers(own.key, today()) if own else None
    return listing.found_by(asked.get("tim", "")[:100], tier, asked.get("linh-vuc", "")[:300], offers)


CATALOGUE = (
    Column("Mã thủ tục", 14), Column("Tên thủ tục hành chính", 60), Column("Lĩnh vực", 34),
    Column("Cấp quyết định", 14), Column("Phạm vi ban hành", 34), Column("Quyết định công bố", 34),
    Column("Hiệu lực từ", 12, "day"), Column("Xác minh", 14),
)  # fmt: skip


def _catalogue(actor: Actor, asked: Asked) -> Sheet:
    def rows() -> Iterator[Sequence[Cell]]:
        for one in _procedures(actor, asked):
            scope = bodies.name_of(one.authority) if agencies.place_of(one.authority) else "quốc gia"
            checked = "Đã xác minh" if one.verified else "Chưa xác minh"
            yield (
                one.code,
                one.title,
                one.field,
                TIERS.get(one.tier, ""),
                scope,
                one.decision,
                one.valid_from,
                checked,
            )

    return Sheet("Danh mục thủ tục hành chính", CATALOGUE, rows(), notes(actor, now()))


# The points to decide.

FINDINGS = (
    Column("Mã thủ tục", 14), Column("Tên thủ tục", 60), Column("Điểm", 34), Column("Vị trí", 24),
    Column("Nguồn ghi", 50), Column("Đề xuất", 50), Column("Độ tin cậy (%)", 12, "number"),
    Column("Mức liên quan", 14, "number"), Column("Người quyết định", 26), Column("Ngày quyết định", 14, "day"),
    Column("Căn cứ", 40),
)  # fmt: skip


def _past(asked: Asked) -> bool:
    return asked.get("xem") == "da-quyet"


def _kinds(asked: Asked) -> list[str]:
    return [asked["loai"]] if asked.get("loai") in DOUBTS else []


def _count_findings(_actor: Actor, asked: Asked) -> int:
    if _past(asked):
        return looking.count_of_decided()
    counts = deciding.counts()
    kinds = _kinds(asked) or list(counts)
    return sum(counts.get(kind, 0) for kind in kinds)


def _findings(actor: Actor, asked: Asked) -> Sheet:
    def page(first: int, many: int) -> Sequence[ProcedureFinding]:
        if _past(asked):
            return looking.page_of_decided(first, many)
        return looking.page_of_findings(_kinds(asked), first, many)

    def rows() -> Iterator[Sequence[Cell]]:
        for one in _paged(page):
            view = procedures.procedure(one.code, today(), one.authority)
            yield (
                one.code, view.title if view else "", DOUBTS.get(one.kind, one.kind), one.place, _words(one.wording),
                one.words, one.confidence, one.weight, one.decided_by or "", one.decided_on, one.basis or "",
            )  # fmt: skip

    title = "Điểm đã quyết định của danh mục" if _past(asked) else "Điểm cần quyết định của danh mục"
    return Sheet(title, FINDINGS, rows(), notes(actor, now()))


def _words(given: Any) -> str:
    return given if isinstance(given, str) else "" if given is None else str(given)


# What is stuck.

STUCK = (
    Column("Hồ sơ", 28), Column("Việc", 40), Column("Nguyên nhân", 60), Column("Từ lúc", 17, "moment"),
    Column("Đã thử (lần)", 12, "number"), Column("Tình trạng", 18), Column("Người chịu trách nhiệm", 44),
)  # fmt: skip


def _out(actor: Actor, _asked: Asked) -> Sheet:
    whose = national.provinces_of(actor)

    def rows() -> Iterator[Sequence[Cell]]:
        for held in _all(lambda page: national.messages(whose, page)[0]):
            yield _message(held)

    return Sheet("Thông điệp chưa tới Cổng Dịch vụ công quốc gia", STUCK, rows(), notes(actor, now()))


def _message(held: Held) -> Sequence[Cell]:
    told, code = held.message, held.dossier.code or held.dossier.foreign_id or ""
    owner = national.owner_of(told.province_code)
    return code, outbox.KINDS[told.kind], told.reason, told.since, told.attempts, STATES.get(told.state, ""), owner


def _in(actor: Actor, _asked: Asked) -> Sheet:
    whose = national.provinces_of(actor)

    def rows() -> Iterator[Sequence[Cell]]:
        for one in _paged(lambda first, many: intents.stuck(whose, many, first)[0]):
            yield (
                one.reference, intents.KINDS.get(one.kind, one.kind), one.reason, one.recorded_at, one.attempts,
                STATES.get(one.state, ""), national.owner_of(one.province_code),
            )  # fmt: skip

    return Sheet("Việc từ Cổng Dịch vụ công quốc gia chưa áp dụng được", STUCK, rows(), notes(actor, now()))


def _notices(actor: Actor, _asked: Asked) -> Sheet:
    whose = national.provinces_of(actor)

    def rows() -> Iterator[Sequence[Cell]]:
        for one in _all(lambda page: messages.notices(whose, page)[0]):
            to = f"{messages.CHANNELS[one.channel]} {one.to}"
            owner = national.owner_of(one.province_code)
            yield one.code, to, one.reason, one.since, one.attempts, STATES.get(one.state, ""), owner

    return Sheet("Tin báo chưa tới người nộp hồ sơ", STUCK, rows(), notes(actor, now()))


def _all(page: Callable[[int], Sequence[Any]]) -> Iterator[Any]:
    here = 1
    while found := page(here):
        yield from found
        here += 1


KINDS = (
    Kind("danh-muc", access.READERS, lambda actor, asked: len(_procedures(actor, asked)), _catalogue),
    Kind("diem-can-quyet", access.READERS, _count_findings, _findings),
    Kind("gui-len-cong", national.OWNERS, lambda actor, _a: national.messages(national.provinces_of(actor))[1], _out),
    Kind("nhan-tu-cong", national.OWNERS, lambda actor, _a: intents.stuck(national.provinces_of(actor), 1)[1], _in),
    Kind("tin-nhan", national.OWNERS, lambda actor, _a: messages.notices(national.provinces_of(actor))[1], _notices),
)
