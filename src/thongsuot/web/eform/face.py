"""Whose pages these are: the template that a form's questions stand in, and where its pages lead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from thongsuot.web.eform.drafts import Work
from thongsuot.web.environment import url


@dataclass(frozen=True)
class Face:
    """A door's own way around the same questions.

    `tasks` is the list of what is left. `ways` tells, for a page that shows the sections from one key to another,
    the page before and the page after it, as the answers let them appear. `mine`: who fills it in is the applicant.
    """

    template: str
    tasks: Callable[[UUID], str]
    ways: Callable[[Work, str, str], tuple[str, str]]
    mine: bool = False


def _tasks(id: UUID) -> str:
    return url("eform:draft", id)


def _ways(work: Work, first: str, last: str) -> tuple[str, str]:
    id, order = work.draft.id, [one.key for one, _fields in work.asked()]
    earlier = order[: order.index(first)] if first in order else []
    following = order[order.index(last) + 1 :] if last in order else []
    return (
        url("eform:section", id, earlier[-1]) if earlier else _tasks(id),
        url("eform:section", id, following[0]) if following else url("eform:check", id),
    )


DESK = Face("eform/section.html", _tasks, _ways)
