"""What the page of a part says of the request that it belongs to, and of the system that settles it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from thongsuot.areas.interlinked import reading
from thongsuot.areas.interlinked.reading import Word
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.web.environment import moment
from thongsuot.web.speech import say as _

KIND = "interlinked"


@dataclass(frozen=True)
class Whole:
    """The request (its code empty where it may not be opened), and what is said of an outside system, in lines."""

    id: UUID
    code: str
    title: str
    lines: tuple[str, ...]


def whole_of(actor: Actor, case: Case) -> Whole | None:
    """None for a dossier that belongs to no request."""
    parent = reading.parent_of(actor, case)
    if parent is None:
        return None
    name = str(case.facts.get("elsewhere", {}).get("name", ""))
    lines = system_lines(name, reading.last_word(case.id)) if name else ()
    return Whole(parent.id, parent.code if parent.opens else "", parent.title, lines)


def system_lines(name: str, word: Word | None) -> tuple[str, ...]:
    """Who settles it, that nobody here can move it, when that system last said anything, and what is wrong."""
    lines = [_("%(system)s giải quyết hồ sơ này; ở đây chỉ ghi lại, cán bộ không chuyển bước được.", system=name)]
    if word is None or word.confirmed_at is None:
        lines.append(_("Hệ thống đó chưa xác nhận lần nào."))
    else:
        lines.append(_("Hệ thống đó xác nhận lần cuối lúc %(when)s.", when=moment(word.confirmed_at)))
    if word is not None and word.trouble:
        lines.append(word.trouble)
    return tuple(lines)
