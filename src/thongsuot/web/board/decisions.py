"""The first line of the board: what needs a decision today, in sentences, the worst first."""

from __future__ import annotations

from dataclasses import dataclass

from thongsuot.web.board.reading import Look, Place, list_address
from thongsuot.web.environment import number
from thongsuot.web.speech import say as _

MOST = 3
FEW = 5
"""Fewer than that is for the place itself, not for who leads many."""


@dataclass(frozen=True)
class Decision:
    """One sentence, the place that it is about and the list to decide on."""

    words: str
    place: Place
    address: str
    link: str


def decisions(look: Look) -> list[Decision]:
    """At most three: where overdue work grows most, who leaves applicants unanswered, where most is due by tomorrow."""
    found: list[Decision] = []
    for choose in (_growing, _stuck, _unanswered, _due):
        decision = choose(look)
        if decision and decision.place.key not in {one.place.key for one in found}:
            found.append(decision)
    return found[:MOST]


def _growing(look: Look) -> Decision | None:
    """Where more is overdue than a week ago, by the number of dossiers."""
    worst = max(look.places, key=lambda place: (place.growth, place.overdue), default=None)
    if worst is None or worst.growth <= 0:
        return None
    words = _(
        "%(place)s: %(count)s hồ sơ quá hạn, tăng %(growth)s so với tuần trước.",
        place=worst.name, count=number(worst.overdue), growth=number(worst.growth),
    )  # fmt: skip
    return _decision(look, worst, words, "overdue")


def _stuck(look: Look) -> Decision | None:
    """Where the largest part of what is under way is overdue, whether it grows or not."""
    large = [place for place in look.places if place.counts["in_process"] >= FEW and place.overdue]
    worst = max(large, key=lambda place: (place.overdue / place.counts["in_process"], place.overdue), default=None)
    if worst is None:
        return None
    words = _(
        "%(place)s: %(count)s trong %(all)s hồ sơ đang xử lý đã quá hạn.",
        place=worst.name, count=number(worst.overdue), all=number(worst.counts["in_process"]),
    )  # fmt: skip
    return _decision(look, worst, words, "overdue")


def _unanswered(look: Look) -> Decision | None:
    worst = max(look.places, key=lambda place: place.counts["unanswered"], default=None)
    if worst is None or worst.counts["unanswered"] < FEW:
        return None
    words = _(
        "%(place)s: %(count)s hồ sơ trực tuyến quá 08 giờ làm việc chưa được trả lời.",
        place=worst.name, count=number(worst.counts["unanswered"]),
    )  # fmt: skip
    return _decision(look, worst, words, "unanswered")


def _due(look: Look) -> Decision | None:
    worst = max(look.places, key=lambda place: place.counts["due_soon"], default=None)
    if worst is None or not worst.counts["due_soon"]:
        return None
    words = _(
        "%(place)s: %(count)s hồ sơ hết hạn trong một ngày làm việc tới.",
        place=worst.name, count=number(worst.counts["due_soon"]),
    )  # fmt: skip
    return _decision(look, worst, words, "due_soon")


def _decision(look: Look, place: Place, words: str, figure: str) -> Decision:
    shown = next(one for one in place.figures if one.key == figure)
    return Decision(words, place, shown.address or list_address(figure, look.at, look.part), _("Mở danh sách"))
