"""A dossier's story for the person whose it is: one table from each move to a sentence in the second person.

Officers are named where the law's own form, which the person gets, names them: who received, asked or refused
(mẫu 01, 02, 03), who signed the apology (mẫu 04) and the result. Elsewhere the body and the post answer, as the
one-stop rules have it. Of what was written at a move only what was meant for the applicant is told, need by need:
notes and reasons between officers are not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from thongsuot.engine.process import NeedKind, Process
from thongsuot.engine.reading import CasePage, Told
from thongsuot.register import bodies
from thongsuot.web.desk import words
from thongsuot.web.environment import moment
from thongsuot.web.speech import say as _


@dataclass(frozen=True, slots=True)
class Tale:
    """How one move is told. `sentence` may say %(who)s and %(to)s; `tells` are the needs whose values are told."""

    sentence: Callable[[], str]
    tells: tuple[str, ...] = ()
    named: bool = False


TALES: Mapping[str, Tale] = {
    "submit": Tale(lambda: _("Bạn nộp hồ sơ trực tuyến.")),
    "submit_for": Tale(lambda: _("%(who)s giúp bạn nộp hồ sơ trực tuyến.")),
    "receive": Tale(lambda: _("%(who)s tiếp nhận hồ sơ của bạn và hẹn ngày trả kết quả."), named=True),
    "register": Tale(lambda: _("%(who)s ghi nhận hồ sơ của bạn để kiểm tra trước khi tiếp nhận."), named=True),
    "accept": Tale(lambda: _("%(who)s tiếp nhận hồ sơ của bạn và hẹn ngày trả kết quả."), named=True),
    "refuse": Tale(lambda: _("%(who)s không tiếp nhận hồ sơ, lý do:"), ("reasons", "guidance"), named=True),
    "ask_correction": Tale(lambda: _("%(who)s đề nghị bạn hoàn thiện hồ sơ:"), ("defects",), named=True),
    "correct": Tale(lambda: _("Bạn gửi lại hồ sơ đã hoàn thiện:"), ("answer",)),
    "hand_over": Tale(lambda: _("%(who)s chuyển hồ sơ của bạn đến %(to)s.")),
    "ask_supplement": Tale(lambda: _("%(who)s đề nghị bạn bổ sung hồ sơ:"), ("defects",), named=True),
    "allow_supplement": Tale(
        lambda: _("%(who)s cho phép yêu cầu bạn bổ sung thêm một lần nữa, vì:"), ("reasons", "ground"), named=True
    ),
    "settle_by_silence": Tale(
        lambda: _("Đã hết thời hạn mà chưa có văn bản trả lời. Theo quy định riêng của thủ tục này:"), ("outcome",)
    ),
    "answer_supplement": Tale(lambda: _("Bạn nộp bổ sung:"), ("answer",)),
    "supplement_arrived": Tale(lambda: _("%(who)s nhận phần bạn bổ sung:"), ("brought",)),
    "ask_payment": Tale(lambda: _("%(who)s thông báo khoản tiền bạn phải nộp:"), ("amount", "basis"), named=True),
    "payment_arrived": Tale(lambda: _("Khoản tiền bạn nộp trực tuyến đã đến nơi thu:"), ("amount", "voucher")),
    "payment_confirmed": Tale(lambda: _("%(who)s xác nhận bạn đã nộp tiền:"), ("voucher",)),
    "pay_fee": Tale(lambda: _("Bạn nộp tiền trực tuyến:"), ("paid", "voucher")),
    "pay_at_counter": Tale(lambda: _("%(who)s thu tiền của bạn:"), ("purpose", "paid", "how"), named=True),
    "refund": Tale(lambda: _("Đã hoàn trả tiền cho bạn:"), ("amount", "voucher")),
    "charge_back": Tale(lambda: _("Ngân hàng đã đòi lại khoản bạn nộp:"), ("amount", "voucher")),
    "ask_relief": Tale(lambda: _("Bạn đề nghị miễn, giảm phí, lệ phí.")),
    "grant_relief": Tale(lambda: _("%(who)s xác nhận bạn được miễn, giảm:"), ("fee_less", "charge_less"), named=True),
    "deny_relief": Tale(lambda: _("%(who)s không chấp nhận đề nghị miễn, giảm, lý do:"), ("reasons",), named=True),
    "propose": Tale(lambda: _("%(who)s thẩm tra xong, trình kết quả.")),
    "review": Tale(lambda: _("%(who)s đồng ý với kết quả, trình lãnh đạo ký.")),
    "send_back": Tale(lambda: _("%(who)s đề nghị xem xét lại kết quả trước khi trình ký.")),
    "return": Tale(lambda: _("%(who)s đề nghị xem xét lại kết quả trước khi ký.")),
    "extend": Tale(lambda: _("%(who)s xin lỗi bạn vì chậm và hẹn lại ngày trả kết quả:"), ("until", "reasons"), True),
    "sign": Tale(lambda: _("%(who)s ký kết quả."), named=True),
    "number": Tale(lambda: _("%(who)s cấp số cho văn bản kết quả.")),
    "seal": Tale(lambda: _("%(who)s đóng dấu văn bản kết quả.")),
    "issue": Tale(lambda: _("%(who)s phát hành kết quả, chuyển đến nơi trả.")),
    "hand_out": Tale(lambda: _("%(who)s trả kết quả:"), ("receiver", "how")),
    "post_out": Tale(lambda: _("%(who)s gửi kết quả cho bạn qua bưu chính:"), ("tracking",)),
    "take_online": Tale(lambda: _("Bạn nhận kết quả bản điện tử.")),
    "pass_on": Tale(lambda: _("%(who)s chuyển hồ sơ đến đúng nơi tiếp nhận:"), ("to", "reasons")),
    "transfer": Tale(lambda: _("%(who)s chuyển hồ sơ đến đúng cơ quan có thẩm quyền:"), ("to", "reasons")),
    "stop": Tale(lambda: _("%(who)s dừng giải quyết hồ sơ của bạn:"), ("reasons", "ground", "guidance"), named=True),
    "resume": Tale(lambda: _("%(who)s tiếp tục giải quyết hồ sơ của bạn:"), ("reasons",)),
    "close_stopped": Tale(
        lambda: _("%(who)s kết thúc hồ sơ đã dừng giải quyết:"), ("reasons", "ground", "guidance"), named=True
    ),
    "close_unanswered": Tale(
        lambda: _("%(who)s kết thúc hồ sơ vì đã hết thời hạn mà chưa nhận được phần bổ sung:"),
        ("ground", "guidance"),
        named=True,
    ),
    "reopen": Tale(lambda: _("%(who)s mở lại hồ sơ để đính chính kết quả:"), ("reasons",), named=True),
    "revoke": Tale(
        lambda: _("%(who)s thu hồi kết quả đã trả:"), ("decision", "reasons", "ground", "guidance"), named=True
    ),
    "withdraw": Tale(lambda: _("%(who)s ghi nhận bạn rút hồ sơ:"), ("request",)),
    "withdraw_online": Tale(lambda: _("Bạn rút hồ sơ:"), ("request",)),
    "receive_for": Tale(
        lambda: _("%(who)s tiếp nhận hồ sơ của bạn thay cho nơi giải quyết và hẹn ngày trả kết quả."), named=True
    ),
    "send_originals": Tale(lambda: _("%(who)s gửi bản gốc của bạn đến nơi giải quyết:"), ("list", "carrier")),
    "originals_arrived": Tale(lambda: _("%(who)s ký nhận bản gốc của bạn:"), ("checked",)),
    "send_to_point": Tale(lambda: _("%(who)s gửi kết quả đến điểm bạn chọn để nhận:"), ("to", "carrier")),
    "result_at_point": Tale(lambda: _("%(who)s đã nhận kết quả để trả cho bạn.")),
    "hand_out_at_point": Tale(lambda: _("%(who)s trả kết quả:"), ("receiver",)),
    "send_back_result": Tale(lambda: _("%(who)s gửi kết quả về nơi tiếp nhận:"), ("reasons",)),
    "post_arrived": Tale(lambda: _("Bưu chính báo đã phát kết quả:"), ("receiver",)),
    "post_came_back": Tale(lambda: _("Bưu chính hoàn trả kết quả, nơi tiếp nhận giữ lại cho bạn:"), ("reasons",)),
    "outside_said": Tale(lambda: _("Hệ thống có thẩm quyền cho biết:"), ("state", "reference")),
    "settled_outside": Tale(lambda: _("Hệ thống có thẩm quyền đã giải quyết hồ sơ của bạn:"), ("outcome", "number")),
    "rate": Tale(lambda: _("Bạn đánh giá việc giải quyết hồ sơ:"), ("stars", "comment")),
    "rate_by_code": Tale(lambda: _("Người giữ mã đánh giá đã đánh giá việc giải quyết:"), ("stars", "comment")),
    "mirror": Tale(lambda: _("Bạn nộp hồ sơ này cùng yêu cầu liên thông.")),
    "taken_elsewhere": Tale(lambda: _("Hệ thống giải quyết đã tiếp nhận hồ sơ:"), ("outside_code",)),
    "ask_elsewhere": Tale(lambda: _("Hệ thống giải quyết đề nghị bạn bổ sung, ngay tại hệ thống đó:"), ("defects",)),
    "answered_elsewhere": Tale(lambda: _("Hệ thống giải quyết đã nhận phần bạn bổ sung.")),
    "settled_elsewhere": Tale(lambda: _("Hệ thống giải quyết đã trả kết quả:"), ("said",)),
    "refused_elsewhere": Tale(lambda: _("Hệ thống giải quyết không giải quyết hồ sơ, lý do:"), ("reasons",)),
    "kept_elsewhere": Tale(lambda: _("Hệ thống giải quyết không cho rút hồ sơ, lý do:"), ("reasons",)),
    "withdrawn_elsewhere": Tale(lambda: _("Hệ thống giải quyết xác nhận đã rút hồ sơ.")),
}
# A step that a province or commune added of its own has no sentence here: what it is called is told.
OTHER = Tale(lambda: _("%(who)s thực hiện bước “%(label)s”."))
CONSULTS = "consults"
VERBS: Mapping[str, Callable[[], str]] = {
    "claim": lambda: _("%(who)s nhận giải quyết hồ sơ của bạn."),
    "assign": lambda: _("%(who)s phân công lại người giải quyết hồ sơ của bạn."),
    "attach": lambda: _("%(who)s thêm giấy tờ vào hồ sơ:"),
    "amend": lambda: _("%(who)s sửa thông tin của bạn trong hồ sơ."),
    CONSULTS: lambda: _("%(who)s lấy ý kiến một cơ quan khác để giải quyết hồ sơ của bạn."),
    "relate": lambda: _("%(who)s gắn hồ sơ của bạn với một hồ sơ khác có liên quan."),
    "undo": lambda: _("%(who)s hủy bước “%(label)s” đã ghi trước đó."),
    "migrate": lambda: _("%(who)s chuyển hồ sơ sang quy trình vừa được công bố."),
    "reorganise": lambda: _(
        "Cơ quan giải quyết được sắp xếp lại: hồ sơ của bạn đã chuyển sang cơ quan mới. Hạn trả giữ nguyên."
    ),
    "erase": lambda: _("Dữ liệu cá nhân của hồ sơ đã được xóa vì hết thời hạn lưu."),
    "adopt": lambda: _("Theo hệ thống trước đây, hồ sơ ở bước “%(label)s”."),
}
# How officers order their work is theirs.
UNTOLD = frozenset({"group"})
WITHOUT_DETAILS = ":"


def timeline(page: CasePage) -> list[words.Line]:
    """The story for its person, newest first."""
    taken = {entry.body["given"]["undoes"] for entry in page.entries if entry.body["verb"] == "undo"}
    shown = [entry for entry in page.entries if not _silent(entry)]
    return [line(entry, page.case.table, undone=entry.number in taken) for entry in reversed(shown)]


def _silent(entry: Told) -> bool:
    """What another system wrote between two steps was written for its officers."""
    if entry.body["verb"] in UNTOLD:
        return True
    return entry.body["verb"] == "adopt" and "step" not in entry.body["changes"]


def since(page: CasePage, seen: int) -> list[str]:
    """What happened to the dossier after the version that somebody saw, oldest first."""
    lines = [line(entry, page.case.table) for entry in page.entries if entry.number > seen]
    return [f"{one.when}: {one.sentence}" for one in lines]


def line(entry: Told, table: Process, *, undone: bool = False) -> words.Line:
    """One entry as its person reads it."""
    body = entry.body
    tale = _tale(body)
    details = tuple(_details(entry, table, tale))
    label = words.label(table, body["given"].get("move") or body["move"])
    if body["verb"] == "adopt":
        label = _(table.state(body["to"]).label)
    sentence = tale.sentence() % {"who": _who(body["who"], named=tale.named), "to": _to(body), "label": label}
    if not details and sentence.endswith(WITHOUT_DETAILS):
        sentence = f"{sentence.removesuffix(WITHOUT_DETAILS)}."
    return words.Line(moment(datetime.fromisoformat(body["happened"])), _begun(sentence), details, undone)


def _tale(body: Mapping[str, Any]) -> Tale:
    if body["verb"] in ("open", "move"):
        return TALES.get(body["move"], OTHER)
    if body["verb"] == "relate" and body["given"].get("kind") == CONSULTS:
        return Tale(VERBS[CONSULTS])
    return Tale(VERBS[body["verb"]]) if body["verb"] in VERBS else OTHER


def _who(who: Mapping[str, Any], *, named: bool) -> str:
    """The body and the post that acted; the officer's name only where the law's form gives it to the applicant."""
    if who.get("subject"):
        return _("Bạn")
    body, title = bodies.name_of(who["body"]) if who.get("body") else "", who.get("title") or ""
    title = title[:1].lower() + title[1:]
    officer = " ".join(part for part in (title, who.get("name") or "" if named else "") if part)
    if not body:
        return officer or _("Hệ thống")
    return f"{body} ({officer})" if officer else body


def _to(body: Mapping[str, Any]) -> str:
    """The body that has the dossier after the move, where it went to another one."""
    _before, after = body["changes"].get("queue_body") or (None, None)
    return bodies.name_of(after) if after else _("nơi giải quyết")


def _details(entry: Told, table: Process, tale: Tale) -> Iterable[str]:
    row = table.move(entry.body["move"]) if entry.body["verb"] in ("open", "move") else None
    given = entry.given
    for need in row.needs if row else ():
        if need.name not in tale.tells or need.name not in given:
            continue
        if need.kind is NeedKind.LINES:
            yield from given[need.name]
        else:
            yield f"{_(need.label)}: {words.shown(need, given[need.name])}"
    for paper in entry.body.get("papers", ()):
        if name := given.get(f"paper:{paper['id']}"):
            yield _("Tệp: %(name)s", name=name)


def _begun(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
