"""The one thing that a dossier asks of its person now, and the button that leads there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.urls import NoReverseMatch, reverse

from thongsuot.areas.dossiers import payments
from thongsuot.engine import access
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.own import Own
from thongsuot.engine.reading import CasePage, Told
from thongsuot.register import bodies
from thongsuot.web.environment import money, url
from thongsuot.web.speech import say as _

ANSWERS = ("correct", "answer_supplement")
ASKS = ("ask_correction", "ask_supplement")
WITHDRAWS, RATES, TAKES = "withdraw_online", "rate", "take_online"
RESULT_READY = 9


@dataclass(frozen=True, slots=True)
class Asked:
    """What to do, why, and where. Without an address it is done in person, as `lines` say."""

    title: str
    lines: tuple[str, ...] = ()
    button: str = ""
    address: str = ""
    list: tuple[str, ...] = ()
    optional: bool = False


def of(actor: Actor, page: CasePage, result: str = "") -> Asked | None:
    """What the dossier asks now; `result` is the address of its electronic result. None when nothing is asked."""
    case = page.case
    moves = may(actor, case)
    if moves & set(ANSWERS):
        return _answer(page)
    if case.step == "waiting_payment":
        return _payment(page)
    if case.is_open and case.status == RESULT_READY:
        return _result(case, result)
    if owed := fee(page):
        return owed
    if RATES in moves and "stars" not in case.facts:
        address = url("portal:rate", case.id)
        return Asked(_("Việc giải quyết hồ sơ này thế nào?"), (_rating(),), _("Đánh giá"), address, optional=True)
    return None


def fee(page: CasePage) -> Asked | None:
    """The fee of a dossier sent online, while it may be paid online; at a counter it is paid there and then."""
    address = address_of("portal:pay", page.case.id)
    if not address or page.case.facts.get("channel") != "online":
        return None
    owed = [one for one in payments.owed(page) if one.purpose != "duty"]
    if not owed:
        return None
    title = _("Nộp phí, lệ phí: %(amount)s", amount=money(sum(one.amount for one in owed)))
    lines = tuple(f"{name}: {money(amount)}" for one in owed for name, amount in one.items)
    return Asked(title, lines, _("Nộp tiền"), address)


def may(actor: Actor, case: Case) -> set[str]:
    """The moves that the person may make now."""
    return {move.name for move, verdict in access.open_moves(actor, case) if verdict.allowed}


def defects(page: CasePage) -> tuple[str, ...]:
    """What the last standing request for a correction or a supplement asked for, in its order."""
    told = last(page, *ASKS)
    return tuple(told.given.get("defects", ())) if told else ()


def last(page: CasePage, *moves: str) -> Told | None:
    """The last entry of one of these moves that was not taken back."""
    taken = {entry.body["given"]["undoes"] for entry in page.entries if entry.body["verb"] == "undo"}
    standing = (entry for entry in reversed(page.entries) if entry.number not in taken)
    return next((entry for entry in standing if entry.body["verb"] == "move" and entry.body["move"] in moves), None)


def _rating() -> str:
    return _("Không bắt buộc. Ý kiến của bạn giúp nơi giải quyết làm tốt hơn.")


def _answer(page: CasePage) -> Asked:
    case = page.case
    correcting = case.step == "waiting_correction"
    count = len(defects(page))
    if correcting:
        lines = _("Hồ sơ được tiếp nhận sau khi bạn hoàn thiện đủ %(n)s nội dung dưới đây.", n=count)
    else:
        lines = _("Hồ sơ được giải quyết tiếp sau khi bạn bổ sung đủ %(n)s nội dung dưới đây.", n=count)
    also = _("Nếu không tiện gửi trực tuyến, mang giấy tờ đến %(body)s.", body=bodies.name_of(case.receiving_body))
    button = _("Hoàn thiện hồ sơ") if correcting else _("Bổ sung hồ sơ")
    return Asked(button, (lines, also), button, url("portal:answer", case.id), defects(page))


def _payment(page: CasePage) -> Asked:
    told = last(page, "ask_payment")
    given = told.given if told else {}
    amount = money(given["amount"]) if given.get("amount") is not None else ""
    lines = [_("Căn cứ: %(basis)s.", basis=given["basis"].rstrip("."))] if given.get("basis") else []
    address = address_of("portal:pay", page.case.id)
    if not address:
        where = bodies.name_of(page.case.receiving_body)
        lines.append(_("Nộp theo thông báo, rồi đưa chứng từ đến %(body)s để xác nhận.", body=where))
    title = _("Nộp %(amount)s", amount=amount) if amount else _("Nộp tiền")
    return Asked(title, tuple(lines), _("Nộp tiền") if address else "", address)


def _result(case: Case, result: str) -> Asked:
    at = case.supporting_body if case.step in ("on_the_way", "at_point") else case.receiving_body
    where = bodies.body(at)
    name = bodies.name_of(at)
    place = f"{name}, {where.address}" if where and where.address else name
    how = {
        "post": _("Bản giấy được gửi đến bạn qua bưu chính công ích."),
        "online": _("Bạn đã chọn nhận bản điện tử."),
    }.get(case.facts.get("delivery", ""), _("Nhận bản giấy tại %(place)s. Mang theo giấy tờ tùy thân.", place=place))
    return Asked(_("Nhận kết quả"), (how,), _("Xem và tải kết quả") if result else "", result)


# In the list one line is enough: the label of the way to what is asked.
_IN_LIST: Mapping[str, tuple[Callable[[], str], str]] = {
    "waiting_correction": (lambda: _("Hoàn thiện hồ sơ"), "portal:answer"),
    "waiting_supplement": (lambda: _("Bổ sung hồ sơ"), "portal:answer"),
    "waiting_payment": (lambda: _("Nộp tiền"), "portal:pay"),
    "done": (lambda: _("Nhận kết quả"), "portal:dossier"),
    "delivered": (lambda: _("Đánh giá"), "portal:rate"),
}


def in_list(own: Own) -> tuple[str, str]:
    """(label, address) of what a dossier of the list asks now; empty when it asks nothing."""
    if own.group != "asked":
        return "", ""
    words, name = _IN_LIST.get(own.row.step, (lambda: _("Xem việc cần làm"), "portal:dossier"))
    return words(), address_of(name, own.row.id) or url("portal:dossier", own.row.id)


def address_of(name: str, id: UUID) -> str:
    """The address of a page about a dossier, or nothing where this installation has no such page."""
    try:
        return reverse(name, args=[id])
    except NoReverseMatch:
        return ""
