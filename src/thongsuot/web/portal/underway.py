"""An application as its pages know it: the draft with what is left to do, and the way from page to page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from uuid import UUID

from thongsuot.areas.dossiers import applying, online
from thongsuot.areas.dossiers.applying import Component, Underway
from thongsuot.areas.dossiers.intake import Application
from thongsuot.engine import forms_store, forms_validate
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NeedsNotMet
from thongsuot.engine.forms import Form
from thongsuot.engine.forms_places import COUNTRY
from thongsuot.engine.forms_store import Draft
from thongsuot.register import communes, procedures
from thongsuot.register.bodies import BodyView
from thongsuot.register.procedures import Case, ProcedureView, UnknownCase
from thongsuot.web.eform import drafts
from thongsuot.web.eform.drafts import Values, Work
from thongsuot.web.eform.face import Face
from thongsuot.web.eform.reading import plain
from thongsuot.web.entrance import today
from thongsuot.web.environment import url

# The questions of everybody, by section: the routes that ask them.
ROUTES = {"for_whom": "portal:for_whom", "count_part": "portal:count", "delivery_part": "portal:delivery"}


@dataclass(frozen=True)
class Side(Work):
    """The questions that everybody is asked, answered in the same draft beside the procedure's form."""

    now: Underway

    def kept(self, actor: Actor, values: Values, about: Mapping[str, Any] | None = None) -> Side:
        changed = replace(self.now, answers=plain(values))
        draft = forms_store.save(actor, self.draft, self.draft.values, about=applying.about(self.draft, changed))
        return side_of(draft, changed, self.form, values)

    def taken(self, actor: Actor, values: Values, path: str, origin: str) -> None:
        self.kept(actor, values)


def side_of(draft: Draft, now: Underway, form: Form, values: Values | None = None) -> Side:
    given = dict(now.answers if values is None else values)
    verdict = forms_validate.validate(form, plain(given), today=today(), places=COUNTRY)
    return Side(draft, form, given, verdict, now)


@dataclass(frozen=True)
class Applying:
    """A draft that is an application: its form, the questions of everybody, the procedure and the case chosen."""

    draft: Draft
    now: Underway
    view: ProcedureView
    case: Case | None
    judged: Work | None = None

    @property
    def id(self) -> UUID:
        return self.draft.id

    @cached_property
    def form(self) -> Form:
        return forms_store.pinned(self.draft.form).form

    @cached_property
    def work(self) -> Work:
        """The form's answers, judged when a page first asks for them."""
        return self.judged or drafts.judged(self.draft)

    @cached_property
    def side(self) -> Side:
        asked = applying.questions("" if self._counting else self._counted)
        return side_of(self.draft, self.now, asked)

    @cached_property
    def _counted(self) -> str:
        return applying.counted(self.case) if self.case else ""

    @cached_property
    def _counting(self) -> str:
        return applying.counting(self.form, self._counted)

    @property
    def units(self) -> int:
        """How many the fee is counted for; one where it is for the dossier, and until it is said."""
        said = self.work.right.get(self._counting) if self._counting else self.side.right.get("units")
        return int(said or 1)

    @property
    def sent(self) -> UUID | None:
        """The dossier that was made of it, while the draft is still there."""
        made = self.draft.about.get("sent")
        return UUID(made) if made else None

    @cached_property
    def components(self) -> tuple[Component, ...]:
        return applying.components(self.now, self.case, self.form, self.draft) if self.case else ()

    @property
    def place(self) -> str:
        found = communes.commune(self.now.place, today())
        return found.full if found else self.now.place

    def sections(self) -> Iterator[tuple[Work, str, str, str]]:
        """Every page of questions in the order in which it is gone through: (work, key, title, address)."""
        asked = {one.key: one.title for one, _fields in self.side.asked()}
        yield self.side, "for_whom", asked["for_whom"], self.address("for_whom")
        for one, _fields in self.work.asked():
            yield self.work, one.key, one.title, self.address(one.key)
        for key in ("count_part", "delivery_part"):
            if key in asked:
                yield self.side, key, asked[key], self.address(key)

    def address(self, key: str) -> str:
        return url(ROUTES[key], self.id) if key in ROUTES else url("portal:part", self.id, key)

    def order(self) -> list[str]:
        """The addresses of all pages up to the last check."""
        asked = [address for work, _key, _title, address in self.sections() if work is self.work]
        rest = [address for work, _key, _title, address in self.sections() if work is self.side]
        papers = [url("portal:papers", self.id)] if self.components else []
        return [rest[0], *asked, *papers, *rest[1:], url("portal:check", self.id)]

    @cached_property
    def refusal(self) -> str:
        """Why it could not be sent as it stands today: switched off, out of force, nobody who decides there."""
        if self.case is None:
            return "Trường hợp đã chọn không còn trong thủ tục này. Chọn lại ở mục “Nơi giải quyết”."
        return standing(self.now)[1]

    @property
    def newer(self) -> bool:
        """Whether another version of the form holds by now."""
        held = forms_store.in_force(self.form.key, today())
        return held is not None and held.form.version > self.form.version


def standing(now: Underway) -> tuple[BodyView | None, str]:
    """Who receives it, or why nobody does: (the centre, the sentence)."""
    wanted = Application(now.procedure, now.case, now.place, "", channel="online", competence_id=now.competence)
    try:
        centre = online.receiving(wanted, today())
        online.offered(now.procedure, centre, today())
    except NeedsNotMet as unmet:
        return None, unmet.sentence
    return centre, ""


def load(actor: Actor, id: UUID) -> Applying:
    """An application of this actor. Raises UnknownDraft for another's, and for a draft of something else."""
    return of_draft(forms_store.draft(actor, id))


def of_draft(draft: Draft, judged: Work | None = None) -> Applying:
    """The application that a draft holds; `judged` are its answers where they have been judged already."""
    now = applying.of_draft(draft)
    view = view_of(now.procedure) if now else None
    if now is None or view is None:
        raise forms_store.UnknownDraft
    case = None
    with suppress(UnknownCase):
        case = applying.case_of(now, view, today())
    return Applying(draft, now, view, case, judged)


def view_of(code: str) -> ProcedureView | None:
    """The version of today, or for a procedure that ended, its last: what was typed is still shown."""
    return procedures.procedure(code, today()) or next(iter(procedures.versions().get(code, ())), None)


def _tasks(id: UUID) -> str:
    return url("portal:application", id)


def _ways(work: Work, first: str, last: str) -> tuple[str, str]:
    one = of_draft(work.draft, None if isinstance(work, Side) else work)
    order = one.order()
    here = one.address(last)
    at = order.index(here) if here in order else 0
    return (order[at - 1] if at else _tasks(work.draft.id)), order[min(at + 1, len(order) - 1)]


PORTAL = Face("portal/part.html", _tasks, _ways, mine=True)


def around(one: Applying) -> dict[str, Any]:
    """What every page of an application says around its own matter."""
    about = one.draft.about
    return {
        "place": "",
        "title": one.view.title,
        "tasks_address": _tasks(one.id),
        "days": drafts.age(one.draft, today()),
        "silent": about.get("silent", ()),
        "invented": any(offer.twin for offer in drafts.offers_of(about)),
    }
