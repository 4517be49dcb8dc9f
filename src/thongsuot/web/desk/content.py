"""What a dossier says, in words: its applicant, papers, fees, channel, and the forms that can be printed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from thongsuot.areas.dossiers import intake, printing
from thongsuot.engine import letters
from thongsuot.engine.access import Sight
from thongsuot.engine.case import Case
from thongsuot.engine.reading import CasePage
from thongsuot.register import bodies
from thongsuot.web.environment import money
from thongsuot.web.speech import say as _

SUBJECT: dict[str, Callable[[], str]] = {
    "name": lambda: _("Họ tên, tên tổ chức"),
    "kind": lambda: _("Loại người nộp"),
    "number": lambda: _("Số định danh, mã số thuế"),
    "phone": lambda: _("Số điện thoại"),
    "email": lambda: _("Thư điện tử"),
    "address": lambda: _("Địa chỉ"),
    "representative": lambda: _("Người được ủy quyền"),
    "content": lambda: _("Nội dung yêu cầu"),
    "behalf": lambda: _("Nộp thay cho"),
    "without": lambda: _("Giấy tờ người nộp cho biết chưa có"),
}
CHANNELS: dict[str, Callable[[], str]] = {
    "counter": lambda: _("Trực tiếp"),
    "online": lambda: _("Trực tuyến"),
    "assisted": lambda: _("Trực tuyến, cán bộ nộp hộ"),
    "post": lambda: _("Bưu chính công ích"),
}
ORIGINS: dict[str, Callable[[], str]] = {
    "scan": lambda: _("Bản quét"),
    "upload": lambda: _("Tệp tải lên"),
    "reuse": lambda: _("Dùng lại"),
    "result": lambda: _("Kết quả"),
}


def pairs(case: Case) -> list[tuple[str, str]]:
    """What the applicant gave and asked for: (label, value)."""
    found = subject_pairs(case.subject)
    facts = case.facts
    if facts.get("channel") in CHANNELS:
        found.append((_("Hình thức nộp"), CHANNELS[facts["channel"]]()))
    if case.supporting_body:
        helped = _("Nơi nộp hộ") if facts.get("channel") == intake.ASSISTED else _("Điểm hỗ trợ")
        found.append((helped, bodies.name_of(case.supporting_body)))
    if facts.get("delivery"):
        ways = intake.DELIVERY | intake.AT_A_POINT
        found.append((_("Nhận kết quả"), _(ways.get(facts["delivery"], facts["delivery"]))))
    if facts.get("fees"):
        found.append((_("Phí, lệ phí"), "; ".join(fee_words(fee["name"], fee["amount"]) for fee in facts["fees"])))
    if facts.get("result_number"):
        found.append((_("Số văn bản kết quả"), facts["result_number"]))
    return found


def subject_pairs(subject: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(words(), value(name, str(subject[name]))) for name, words in SUBJECT.items() if subject.get(name)]


def value(name: str, said: str) -> str:
    """One value of the applicant in words."""
    return _(intake.SUBJECT_KINDS.get(said, said)) if name == "kind" else said


def fee_words(name: str, amount: int | None) -> str:
    if amount is None:
        return _("%(name)s: chưa xác định tại đây") % {"name": name}
    return f"{name}: {money(amount)}" if amount else _("%(name)s: không thu") % {"name": name}


def handed_in(case: Case) -> list[dict[str, str]]:
    """The parts that were handed in, as they were counted; on paper they may have no file."""
    channel = str(case.facts.get("channel", "counter"))
    came = CHANNELS[channel]() if channel != "counter" and channel in CHANNELS else _("Nộp tại quầy")
    return [
        {"name": paper["name"], "kind": copies(paper), "size": "", "added_by": came, "address": ""}
        for paper in case.facts.get("papers", ())
    ]


def copies(paper: dict[str, int]) -> str:
    """“1 bản chính, 2 bản sao”"""
    told = [
        _("%(n)s bản chính") % {"n": paper["originals"]} if paper["originals"] else "",
        _("%(n)s bản sao") % {"n": paper["copies"]} if paper["copies"] else "",
    ]
    return ", ".join(one for one in told if one)


def prints(page: CasePage, address: str) -> list[tuple[str, str]]:
    """The forms of this dossier that can be printed now: (title, address)."""
    if page.sight is not Sight.FULL:
        return []
    return [
        (form_words(number_of(one), one.title), f"{address}/mau/{one.key}/{one.number}")
        for one in printing.printables(page)
    ]


def number_of(one: printing.Printable) -> str:
    """The form's number in the circular of its day."""
    form = letters.holding(one.key, one.issued_at.date())
    return (form.number if form else "") or one.key


def form_words(key: str, title: str) -> str:
    return _("Mẫu %(key)s, %(title)s") % {"key": key, "title": title} if key.isdecimal() else title


def looked_at(what: str) -> str:
    """What a recorded look was at, in words."""
    first = what.partition(" ")[0]
    return {
        "dossier": _("Hồ sơ"),
        "readers": _("Danh sách người xem"),
        "paper": _("Một giấy tờ"),
        "letter": _("Bản in"),
        "move": _("Hồ sơ, khi thực hiện một bước"),
        "search": _("Tên, khi tìm kiếm"),
        "book": _("Dòng trong sổ theo dõi hồ sơ"),
        "excel": _("Dòng trong danh sách xuất ra Excel"),
        "track": _("Tình trạng, theo mã hồ sơ"),
    }.get(first, what)
