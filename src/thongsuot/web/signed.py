"""The signatures of a paper in words, for whoever may see it: on its dossier's pages and where anybody verifies it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from thongsuot.engine import signed_papers
from thongsuot.engine.reading import PaperRow
from thongsuot.engine.verdicts import Checked, Signature
from thongsuot.web.environment import day, moment
from thongsuot.web.speech import say as _

VERDICTS: dict[str, Callable[[], str]] = {
    "valid": lambda: _("Hợp lệ"),
    "changed": lambda: _("Tệp đã bị sửa sau khi ký"),
    "expired": lambda: _("Chứng thư đã hết hạn khi ký"),
    "revoked": lambda: _("Chứng thư đã bị thu hồi"),
    "unknown": lambda: _("Không rõ người ký"),
    "broken": lambda: _("Không đọc được chữ ký"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands beside a paper with signatures: one mark, when it was checked, and each signature."""

    good: bool
    words: str
    when: str
    signatures: list[dict[str, Any]]


def beside(papers: Iterable[PaperRow]) -> dict[str, Shown]:
    """What to show beside these papers, by their digests; nothing for papers without signatures. One statement."""
    found = signed_papers.of(one.digest for one in papers if one.media_type == signed_papers.PDF)
    return {digest: _shown(checked, at) for digest, (checked, at) in found.items()}


def _shown(checked: Checked, at: datetime) -> Shown:
    good = checked.verdict == "valid"
    words = _("Chữ ký số hợp lệ") if good else VERDICTS[checked.verdict]()
    return Shown(good, words, _("Kiểm tra lúc %(when)s", when=moment(at)), signatures(checked))


def signatures(checked: Checked) -> list[dict[str, Any]]:
    """The signatures of a file in words, in their order."""
    return [_signature(one) for one in checked.signatures]


def _signature(one: Signature) -> dict[str, Any]:
    when = moment(datetime.fromisoformat(one.signed_at)) if one.signed_at else _("không ghi")
    if one.signed_at and not one.stamped:
        when = _("%(when)s (người ký tự khai, không có dấu thời gian)", when=when)
    pairs = [
        (_("Con dấu của") if one.seal else _("Người ký"), one.name),
        (_("Chức vụ"), one.title),
        (_("Cơ quan"), "" if one.seal else one.organisation),
        (_("Thời điểm ký"), when),
        (_("Nơi cấp chứng thư"), one.issuer),
        (_("Số chứng thư"), one.serial),
        (_("Chứng thư có hạn"), _("từ %(first)s đến %(last)s", first=day(datetime.fromisoformat(one.valid_from)),
                                  last=day(datetime.fromisoformat(one.valid_to)))),
    ]  # fmt: skip
    return {
        "good": one.verdict == "valid",
        "verdict": VERDICTS[one.verdict](),
        "name": one.name,
        "pairs": [(label, value) for label, value in pairs if value],
    }
