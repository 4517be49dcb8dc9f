"""Where a dossier stands, for the person whose it is: what is going on, who must act, by when and why that day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from thongsuot.engine.case import Case
from thongsuot.engine.deadline import Clock
from thongsuot.register import bodies
from thongsuot.web.desk import words
from thongsuot.web.environment import moment
from thongsuot.web.speech import say as _


class Placed(Protocol):
    """What a whole dossier and a row of a list have in common."""

    @property
    def step(self) -> str: ...
    @property
    def outcome(self) -> str: ...
    @property
    def supporting_body(self) -> str: ...
    @property
    def receiving_body(self) -> str: ...
    @property
    def executing_body(self) -> str: ...
    @property
    def competent_body(self) -> str: ...


# What is going on, step by step. A step that a place added of its own says its label instead.
STEPS: Mapping[str, Callable[[], str]] = {
    "submitted": lambda: _("%(receiving)s đang kiểm tra hồ sơ của bạn, sẽ tiếp nhận hoặc trả lời bạn."),
    "waiting_correction": lambda: _("%(receiving)s chờ bạn hoàn thiện hồ sơ để tiếp nhận."),
    "received": lambda: _("%(receiving)s đã tiếp nhận, đang chuyển hồ sơ đến nơi giải quyết."),
    "refused": lambda: _("%(receiving)s không tiếp nhận hồ sơ. Lý do và hướng dẫn ghi ở phần diễn biến."),
    "processing": lambda: _("%(executing)s đang giải quyết hồ sơ của bạn."),
    "waiting_supplement": lambda: _("%(executing)s chờ bạn bổ sung hồ sơ."),
    "waiting_payment": lambda: _("%(executing)s chờ bạn nộp khoản tiền đã thông báo."),
    "proposed": lambda: _("%(executing)s đã có dự thảo kết quả, đang thẩm tra lại."),
    "reviewed": lambda: _("%(competent)s đang xem xét, ký kết quả."),
    "signed": lambda: _("Kết quả đã được ký, đang cấp số và đóng dấu."),
    "numbered": lambda: _("Kết quả đã được ký và cấp số, đang đóng dấu."),
    "sealed": lambda: _("Kết quả đã được ký và đóng dấu, đang chuyển đến nơi trả."),
    "done": lambda: _("Đã có kết quả, chờ bạn nhận."),
    "on_the_way": lambda: _("Đã có kết quả, đang chuyển đến %(supporting)s để trả cho bạn."),
    "at_point": lambda: _("Kết quả chờ bạn nhận tại %(supporting)s."),
    "delivered": lambda: _("Bạn đã nhận kết quả. Hồ sơ đã xong."),
    "withdrawn": lambda: _("Hồ sơ đã rút, không giải quyết tiếp."),
    "stopped": lambda: _("%(competent)s đã dừng giải quyết hồ sơ. Lý do và hướng dẫn ghi ở phần diễn biến."),
    "closed": lambda: _("%(competent)s đã dừng và kết thúc hồ sơ. Lý do và hướng dẫn ghi ở phần diễn biến."),
    "deemed": lambda: _("Đã hết thời hạn trả lời. Theo luật của thủ tục, đó đã là kết quả; xem phần diễn biến."),
    "sending": lambda: _("Hồ sơ đang được gửi đến hệ thống giải quyết."),
    "elsewhere": lambda: _("Hồ sơ đang được giải quyết ở hệ thống của %(competent)s."),
    "asked_elsewhere": lambda: _("Hệ thống của %(competent)s chờ bạn bổ sung, ngay tại hệ thống đó."),
    "withdrawing": lambda: _("Bạn đã đề nghị rút; chờ hệ thống của %(competent)s xác nhận."),
    "settled_elsewhere": lambda: _("Hệ thống của %(competent)s đã trả kết quả."),
    "refused_elsewhere": lambda: _("Hệ thống của %(competent)s không giải quyết hồ sơ. Lý do ghi ở phần diễn biến."),
    "revoked": lambda: _("%(competent)s đã thu hồi kết quả. Lý do và hướng dẫn ghi ở phần diễn biến."),
}


@dataclass(frozen=True, slots=True)
class Stand:
    """A dossier's standing in words. `waits` says from whom and until when; empty once nothing is waited for."""

    mark: str
    mark_words: str
    sentence: str
    waits: str
    reasons: tuple[str, ...]


def sentence(case: Placed, label: str) -> str:
    """What is going on now. `label` is the step's own."""
    found = STEPS.get(case.step)
    if found is None:
        return _("Hồ sơ đang ở bước “%(label)s”.", label=label)
    return found() % {
        "receiving": bodies.name_of(case.receiving_body),
        "supporting": bodies.name_of(case.supporting_body) if case.supporting_body else "",
        "executing": bodies.name_of(case.executing_body),
        "competent": bodies.name_of(case.competent_body),
    }


def stand(case: Case, at: datetime) -> Stand:
    """Where it stands at a moment."""
    mark = words.mark(case, at)
    deadline = words.deadline_of(case, at)
    label = _(case.table.state(case.step).label)
    return Stand(
        mark, mark_words(case, mark), sentence(case, label), _waits(case, mark, deadline.words), deadline.reasons
    )


def mark_words(case: Placed, key: str) -> str:
    """The state in a word, as the reader meets it: what is paused waits for the reader, an end says which."""
    ends = {
        "done": _("Có kết quả"),
        "on_the_way": _("Có kết quả"),
        "at_point": _("Có kết quả"),
        "refused": _("Không tiếp nhận"),
        "refused_elsewhere": _("Không giải quyết"),
        "withdrawn": _("Đã rút"),
        "stopped": _("Đã dừng"),
        "closed": _("Đã dừng"),
        "deemed": _("Đã xong theo luật"),
        "revoked": _("Đã thu hồi"),
    }
    return ends.get(case.step) or (_("Đang chờ bạn") if key == "paused" else words.mark_words(key))


def _waits(case: Case, mark: str, deadline: str) -> str:
    if case.step == "stopped":
        return _("Thời hạn giải quyết tạm dừng từ khi có thông báo dừng (mẫu 05).")
    if mark == "paused":
        again = case.clock is not None and Clock.from_json(case.clock).begins_anew
        then = _("tính lại từ đầu") if again else _("tính tiếp")
        told = _("Thời hạn giải quyết %(deadline)s; %(then)s ngay khi bạn làm xong.", deadline=deadline, then=then)
        until = words.supplement_until(case)
        asked = _("Bạn bổ sung trước %(until)s.", until=moment(until)) if until else ""
        return f"{asked} {told}".strip()
    if mark == "done" or not case.is_open:
        return deadline[:1].upper() + deadline[1:] if case.resolved_at else ""
    if case.due_at is None:
        return _("Thủ tục này không quy định thời hạn giải quyết.")
    if case.step == "submitted":
        return _("Trả lời bạn chậm nhất: %(deadline)s.", deadline=deadline)
    return _("Hẹn trả kết quả: %(deadline)s.", deadline=deadline)
