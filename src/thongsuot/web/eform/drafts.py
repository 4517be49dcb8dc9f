"""A draft as its pages know it: the form, what was answered, what sources say, and what is left to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from thongsuot.areas.dossiers.forms import prefill
from thongsuot.areas.dossiers.forms.prefill import Identity, Offer
from thongsuot.engine import forms_store, forms_validate
from thongsuot.engine.actor import Actor
from thongsuot.engine.forms import Field, Form, Section
from thongsuot.engine.forms_places import COUNTRY
from thongsuot.engine.forms_shown import shown
from thongsuot.engine.forms_store import Draft
from thongsuot.engine.forms_validate import Checked, Faulty
from thongsuot.web.desk.forms import Fault
from thongsuot.web.eform.fields import Known
from thongsuot.web.eform.reading import plain
from thongsuot.web.entrance import today

Values = dict[str, Any]


@dataclass(frozen=True)
class Work:
    """A draft with its form and the engine's verdict on what was answered so far."""

    draft: Draft
    form: Form
    values: Values
    verdict: Checked | Faulty

    @property
    def right(self) -> Values:
        return self.verdict.values

    @property
    def faults(self) -> tuple[Fault, ...]:
        return self.verdict.faults if isinstance(self.verdict, Faulty) else ()

    def asked(self) -> list[tuple[Section, tuple[Field, ...]]]:
        """The sections and fields that the answers let appear."""
        return forms_validate.asked(self.form, self.right, today())

    def of(self, section: Section) -> tuple[Fault, ...]:
        """The faults that stand in a section."""
        keys = {section.key, *(field.key for field in section.fields)}
        return tuple(fault for fault in self.faults if head(fault[0]) in keys)

    @property
    def identity(self) -> Identity:
        return Identity(**self.draft.about.get("identity", {}))

    def kept(self, actor: Actor, values: Values, about: Mapping[str, Any] | None = None) -> Work:
        """The same after other answers were saved, judged as they were typed."""
        found = judged(self.draft, values)
        return replace(found, draft=_stored(actor, found, about))

    def taken(self, actor: Actor, values: Values, path: str, origin: str) -> None:
        """The person takes what a source says; its value stands with that source."""
        take(actor, self, values, path, origin)


def head(path: str) -> str:
    """The field or section that a path begins with."""
    return path.partition(".")[0].partition("[")[0]


def load(actor: Actor, id: UUID) -> Work:
    """A draft of this actor. Raises UnknownDraft."""
    return judged(forms_store.draft(actor, id))


def judged(draft: Draft, values: Mapping[str, Any] | None = None) -> Work:
    """The verdict on a draft's own answers, or on others that are not kept yet."""
    form = forms_store.pinned(draft.form).form
    given = dict(draft.values if values is None else values)
    found = forms_validate.validate(form, plain(given), today=today(), places=COUNTRY)
    return Work(draft, form, given, found)


def begin(actor: Actor, form: Form, identity: Identity, procedure: str, more: Mapping[str, Any] | None = None) -> Draft:
    """A new draft begun with what is known, each value with its source. `more` is remembered with it."""
    known = prefill.find(form, identity, today=today(), places=COUNTRY, actor=actor)
    values, sources = prefill.filled(form, {}, known)
    about = {"identity": _identity(identity), "procedure": procedure, **_remembered(known), **(more or {})}
    draft = forms_store.begin(actor, form.pin, values, about)
    return forms_store.save(actor, draft, values, sources)


def ask_again(actor: Actor, work: Work, values: Mapping[str, Any]) -> dict[str, Any]:
    """Ask the sources about the people who are named now; what they say is remembered with the draft."""
    known = prefill.find(work.form, work.identity, today=today(), places=COUNTRY, values=plain(values), actor=actor)
    return {**work.draft.about, **_remembered(known)}


def save(actor: Actor, work: Work, values: Values, about: Mapping[str, Any] | None = None) -> Draft:
    """Keep answers; a value that was changed by hand is no longer its source's."""
    return _stored(actor, judged(work.draft, values), about)


def _stored(actor: Actor, now: Work, about: Mapping[str, Any] | None) -> Draft:
    offers = prefill.Known(tuple(offers_of(about if about is not None else now.draft.about)))
    values = plain(now.values)
    sources = prefill.kept({**values, **now.right}, offers, now.draft.sources)
    return forms_store.save(actor, now.draft, values, sources, about)


def take(actor: Actor, work: Work, values: Values, path: str, origin: str) -> Draft:
    """The person takes what a source says; its value stands with that source."""
    for offer in offers_of(work.draft.about):
        if (offer.path, offer.origin) == (path, origin):
            taken, sources = prefill.take(plain(values), work.draft.sources, offer)
            return forms_store.save(actor, work.draft, taken, sources)
    return save(actor, work, values)


def myself(actor: Actor, work: Work, values: Values, path: str) -> Draft:
    """The applicant is the person who is asked for: what the identity and the sources know of them is taken."""
    asks = {str(part) for part in work.form.fields[path].asks}
    own = {part: said for part, said in work.identity.named("person").items() if part in asks}
    named = {**plain(values), path: own}
    about = ask_again(actor, work, named)
    sources = work.draft.sources
    for offer in offers_of(about):
        if offer.path == path and prefill.agrees(offer.value, own):
            named, sources = prefill.take(named, sources, offer)
    return forms_store.save(actor, work.draft, named, sources, about)


def renew(actor: Actor, work: Work, form: Form) -> Draft:
    """The draft under a later version of its form: what that still asks stays, with its sources."""
    known = {one.key for one in form.sections if one.repeat} | (form.fields.keys() - form.rows_of.keys())
    values = {key: value for key, value in work.values.items() if key in known}
    sources = {path: origin for path, origin in work.draft.sources.items() if path in known}
    return forms_store.renew(actor, work.draft, form.pin, values, sources)


def reuse(actor: Actor, work: Work, digests: Sequence[str]) -> Draft:
    """Which earlier papers are used again; only those that the door showed can be named."""
    offered = [row[1] for row in work.draft.about.get("papers", ())]
    wanted = [digest for digest in dict.fromkeys(offered) if digest in digests]
    return forms_store.save(actor, work.draft, work.draft.values, about={**work.draft.about, "reuse": wanted})


def _identity(identity: Identity) -> dict[str, Any]:
    return {name: value for name, value in vars(identity).items() if value}


def _remembered(known: prefill.Known) -> dict[str, Any]:
    return {
        "offers": [
            [one.path, one.value, one.source, one.origin, one.at.isoformat() if one.at else "", one.twin]
            for one in known.offers
        ],
        "silent": [list(one) for one in known.silent],
        "papers": [
            [paper.name, paper.digest, paper.component, one.code, paper.media_type, paper.size]
            for one in known.earlier
            for paper in one.papers
        ],
    }


def offers_of(about: Mapping[str, Any]) -> list[Offer]:
    return [
        Offer(path, value, source, origin, datetime.fromisoformat(at) if at else None, twin)
        for path, value, source, origin, at, twin in about.get("offers", ())
    ]


def known_of(work: Work) -> dict[str, list[Known]]:
    """By field, what sources say: taken, agreeing, or differing from the person's own answer."""
    known = prefill.Known(tuple(offers_of(work.draft.about)))
    current = {**plain(work.values), **work.right}
    differing = {(one.path, one.offer.origin) for one in prefill.disagreements(current, known)}
    found: dict[str, list[Known]] = {}
    for offer in known.offers:
        field = work.form.fields.get(offer.path)
        if field is None or _said_already(work, offer, current):
            continue
        found.setdefault(offer.path, []).append(
            Known(
                words=shown(field, offer.value, COUNTRY),
                source=offer.source,
                take=f"{offer.path}|{offer.origin}",
                taken=work.draft.sources.get(offer.path) == offer.origin,
                differs=(offer.path, offer.origin) in differing,
                twin=offer.twin,
            )
        )
    return found


def _said_already(work: Work, offer: Offer, current: Mapping[str, Any]) -> bool:
    """Whether another source was taken that says all of this too: nothing is left to choose."""
    taken = work.draft.sources.get(offer.path, prefill.OWN)
    return taken not in (prefill.OWN, offer.origin) and prefill.agrees(current.get(offer.path), offer.value)


def left(work: Work) -> int:
    """How many questions are still to be answered before it can be handed in."""
    found = forms_validate.questions(work.form, plain(work.values), today=today(), places=COUNTRY)
    return sum(1 for one in found if one.field.required)


def age(draft: Draft, day: date) -> int:
    """Full days until a draft is erased."""
    return max(0, (draft.erase_at.date() - day).days)


def rows_of(section: Section, values: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The rows to draw of a repeated section: at least as many as there must be."""
    given = values.get(section.key)
    rows = [row for row in given if isinstance(row, Mapping)] if isinstance(given, list) else []
    least = section.repeat.least if section.repeat else 0
    return [*rows, *({} for _ in range(least - len(rows)))]
