"""Everything that one has in one place: what needs the person first, what is under way, what is over, and drafts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.areas.dossiers import acts, applying
from thongsuot.engine import forms_store, intents, own
from thongsuot.engine.actor import Actor
from thongsuot.engine.forms_store import Draft
from thongsuot.engine.own import Own, OwnList
from thongsuot.engine.registry import process_of
from thongsuot.register import procedures
from thongsuot.web.desk import words
from thongsuot.web.doors import for_citizens
from thongsuot.web.entrance import today
from thongsuot.web.environment import day, moment, url
from thongsuot.web.pages import page
from thongsuot.web.portal.following import asked, standing
from thongsuot.web.portal.frame import way
from thongsuot.web.speech import say as _

MOST_DRAFTS = 20


@dataclass(frozen=True, slots=True)
class Item:
    """One dossier of the list as the template draws it."""

    title: str
    code: str
    address: str
    mark: str
    mark_words: str
    sentence: str
    when: str
    todo: str
    todo_address: str


@for_citizens()
def mine(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """All that this person has, twenty to a page; drafts stand on the first."""
    at = datetime.now(UTC)
    wanted = _page_number(request.GET.get("trang", ""))
    found = own.cases(actor, at, wanted)
    drafts = _drafts(actor) if wanted == 1 else []
    kept = _kept(actor) if wanted == 1 else []
    context = {
        "place": "portal:mine",
        "groups": _groups(found, at),
        "drafts": drafts,
        "kept": kept,
        "empty": not found.total and not drafts and not kept,
        "search": way("portal:search") or url("portal:home"),
        **_around(found),
    }
    return page(request, actor, "portal/following/mine.html", context)


def _page_number(given: str) -> int:
    return int(given) if given.isascii() and given.isdecimal() and 0 < len(given) < 6 and int(given) else 1


def _groups(found: OwnList, at: datetime) -> list[tuple[str, str, int, list[Item]]]:
    """(key, heading, how many in all, those of this page); a group with none on this page is left out."""
    headings = {"asked": _("Cần bạn làm"), "under_way": _("Đang giải quyết"), "ended": _("Đã xong")}
    remaining = words.Remaining(at)
    shown = {key: [_item(one, at, remaining) for one in found.cases if one.group == key] for key in own.GROUPS}
    return [(key, headings[key], found.counts[key], shown[key]) for key in own.GROUPS if shown[key]]


def _item(one: Own, at: datetime, remaining: words.Remaining) -> Item:
    row = one.row
    mark = words.mark(row, at)
    todo, todo_address = asked.in_list(one)
    label = _(process_of(row.process).state(row.step).label)
    return Item(
        title=row.title,
        code=row.code,
        address=url("portal:dossier", row.id),
        mark=mark,
        mark_words=standing.mark_words(row, mark),
        sentence=standing.sentence(row, label),
        when=_when(one, mark, remaining),
        todo=todo,
        todo_address=todo_address,
    )


def _when(one: Own, mark: str, remaining: words.Remaining) -> str:
    row = one.row
    if one.group == "under_way" and row.due_at is not None:
        left = remaining.words(row, mark)
        return _("%(left)s, hẹn %(due)s", left=left, due=moment(row.due_at))
    return _("Nộp ngày %(day)s", day=day(row.opened_at))


def _drafts(actor: Actor) -> list[dict[str, str]]:
    """Applications that were begun and not sent yet, the last saved first."""
    begun = ((one, applying.of_draft(one)) for one in forms_store.drafts(actor) if not one.about.get("sent"))
    return [_draft(one, now.procedure) for one, now in begun if now is not None][:MOST_DRAFTS]


def _kept(actor: Actor) -> list[dict[str, str]]:
    """What was sent and waits for its home site, or was refused there."""
    return [
        {
            "title": one.content.get("title", ""),
            "when": moment(one.happened_at),
            "refused": one.reason if one.state == "refused" else "",
            "address": url("portal:kept", one.id),
        }
        for one in intents.of_person(acts.SOURCE, actor.citizen, MOST_DRAFTS)
        if one.kind == "submit"
    ]


def _draft(one: Draft, code: str) -> dict[str, str]:
    published = procedures.procedure(code, today())
    return {
        "title": published.title if published else _("Thủ tục %(code)s", code=code),
        "saved": moment(one.saved_at),
        "kept": day(one.erase_at),
        "address": asked.address_of("portal:application", one.id),
    }


def _around(found: OwnList) -> dict[str, str]:
    """The ways to the page before and after, and where one is."""
    here, address = found.page, url("portal:mine")
    return {
        "before": f"{address}?trang={min(here, found.pages + 1) - 1}" if here > 1 else "",
        "after": f"{address}?trang={here + 1}" if here < found.pages else "",
        "where": _("Trang %(n)s trên %(all)s", n=here, all=found.pages) if found.pages > 1 else "",
    }
