"""An application under way from home: for whom, what is brought, how the result comes back, and what is missing yet.

It lives in the draft of the procedure's form, beside the answers, until it is sent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from thongsuot.areas.dossiers.forms import catalogue, filing
from thongsuot.areas.dossiers.intake import Application
from thongsuot.engine.forms import Form, Kind
from thongsuot.engine.forms_places import COUNTRY, Places
from thongsuot.engine.forms_shown import address
from thongsuot.engine.forms_store import Draft
from thongsuot.engine.forms_text import from_yaml
from thongsuot.engine.making import Paper
from thongsuot.engine.paper_facts import from_json
from thongsuot.register import procedures
from thongsuot.register.catalogue import local
from thongsuot.register.procedures import Case, ProcedureView

ABOUT = "application"
"""Under this name a draft's `about` keeps what stands here."""
LONGEST_REASON = 200
UNLESS = "trừ khi"
"""What is wanted unless something holds is wanted: the applicant says why it is not there."""
MOST_FILES = 20
OWN_AUTHORISATION = "uy-quyen-nop-ho-so"
QUESTIONS = Path(__file__).parent / "forms" / "applying.yaml"

_AUTHORISATION = re.compile(r"ủy quyền|giấy giới thiệu", re.IGNORECASE)
_IDENTITY = re.compile(r"giấy tờ tùy thân|căn cước|hộ chiếu", re.IGNORECASE)
_RESIDENCE = re.compile(r"cư trú", re.IGNORECASE)
_AT_THE_COUNTER = re.compile(r"^khi nộp (hồ sơ )?(trực tiếp|qua (dịch vụ )?bưu chính)", re.IGNORECASE)


class Held(StrEnum):
    """Why a component need not be brought: from whom the office has it already."""

    FORM = "form"
    IDENTITY = "identity"
    POPULATION = "population"
    COUNTER = "counter"


@dataclass(frozen=True)
class Component:
    """One part of the dossier as the applicant meets it: what it is, who has it already, what was brought for it."""

    key: str
    name: str
    required: bool
    depends: bool = False
    when: str = ""
    note: str = ""
    held: Held | None = None
    brought: tuple[Paper, ...] = ()
    again: tuple[tuple[Paper, str], ...] = ()
    why_not: str = ""

    @property
    def settled(self) -> bool:
        """Whether it is there, or it is said why not."""
        return bool(self.held or self.brought or self.again or self.why_not)

    @property
    def missing(self) -> bool:
        return self.required and not self.settled


@dataclass(frozen=True)
class Underway:
    """What was said besides the answers of the form. `answers` are those of the questions asked of everybody.

    `without` says for a component why it cannot be brought, `again` which earlier papers (digests) stand for it.
    """

    procedure: str
    case: str
    place: str
    competence: int | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)
    brought: tuple[Paper, ...] = ()
    without: Mapping[str, str] = field(default_factory=dict)
    again: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        papers = [
            [str(p.id), p.name, p.media_type, p.size, p.digest.hex(), p.component, p.origin, p.facts.to_json()]
            for p in self.brought
        ]
        chosen = {"procedure": self.procedure, "case": self.case, "place": self.place, "competence": self.competence}
        said = {"answers": dict(self.answers), "without": dict(self.without)}
        return {**chosen, **said, "brought": papers, "again": {key: list(some) for key, some in self.again.items()}}


def of_draft(draft: Draft) -> Underway | None:
    """What a draft keeps of an application; None for one that was begun at a counter."""
    kept = draft.about.get(ABOUT)
    if not kept:
        return None
    papers = tuple(_kept_paper(*row) for row in kept["brought"])
    again = {key: tuple(some) for key, some in kept["again"].items()}
    chosen = {name: kept[name] for name in ("procedure", "case", "place", "competence", "answers", "without")}
    return Underway(**chosen, brought=papers, again=again)


def _kept_paper(
    id: str,
    name: str,
    media_type: str,
    size: int,
    digest: str,
    component: str,
    origin: str = "upload",
    facts: Mapping[str, Any] | None = None,
) -> Paper:
    """A paper of a draft; one that was kept before papers had facts has none."""
    return Paper(UUID(id), name, media_type, size, bytes.fromhex(digest), component, origin, from_json(facts or {}))


def about(draft: Draft, now: Underway, **more: Any) -> dict[str, Any]:
    """A draft's `about` with the application as it is now."""
    return {**draft.about, **more, ABOUT: now.to_json()}


def key_of(draft: UUID) -> UUID:
    """The key under which a draft is sent: pressed twice, or from two windows, it makes one dossier."""
    return uuid5(draft, "submit")


@cache
def questions(counted: str = "") -> Form:
    """What everybody is asked; how many only where the fee is counted, in the unit that it is counted in."""
    form = from_yaml(QUESTIONS.read_text(encoding="utf-8"))
    sections = []
    for one in form.sections:
        if one.key != "count_part":
            sections.append(one)
        elif counted:
            units = one.fields[0].model_copy(update={"unit": counted})
            sections.append(one.model_copy(update={"fields": (units,)}))
    return Form.model_validate({**form.model_dump(exclude={"sections"}, by_alias=True), "sections": sections})


def case_of(now: Underway, view: ProcedureView, day: date) -> Case:
    """The case chosen, as it holds at the place. Raises UnknownCase."""
    return local.at_place(view, now.place, day).definition.case(now.case)


def counted(case: Case) -> str:
    """What the online fee is counted in, when not by dossier: copies, pages."""
    return next((fee.unit for fee in case.fees_for("online") if fee.amount and fee.unit != "hồ sơ"), "")


def counting(form: Form, unit: str) -> str:
    """The question of the form itself that says how many are charged, by its unit: nobody is asked twice."""
    fields = [one for section in form.sections if not section.repeat for one in section.fields]
    return next((one.key for one in fields if unit and one.kind is Kind.NUMBER and one.unit == unit), "")


def components(now: Underway, case: Case, form: Form, draft: Draft) -> tuple[Component, ...]:
    """The parts of the dossier in the procedure's order, and the authorisation of who acts for another."""
    earlier = {row[1]: row for row in draft.about.get("papers", ())}
    found = [_component(paper, now, form, draft, earlier) for paper in case.papers]
    if now.answers.get("acting") in ("person", "organisation") and not any(
        _AUTHORISATION.search(one.name) and one.required for one in found
    ):
        name = "Văn bản ủy quyền hoặc giấy giới thiệu"
        own = procedures.Paper(key=OWN_AUTHORISATION, name=name)
        found.append(_component(own, now, form, draft, earlier))
    return tuple(found)


def _component(
    paper: procedures.Paper, now: Underway, form: Form, draft: Draft, earlier: Mapping[str, Sequence[Any]]
) -> Component:
    acts = now.answers.get("acting") in ("person", "organisation")
    asked = acts and paper.required == "depends" and "ủy quyền" in paper.when and _AUTHORISATION.search(paper.name)
    rows = [earlier[digest] for digest in now.again.get(paper.key, ()) if digest in earlier]
    return Component(
        key=paper.key,
        name=paper.name,
        required=paper.required == "yes" or paper.when.startswith(UNLESS) or bool(asked),
        depends=paper.required == "depends",
        when=paper.when or ("nếu có" if paper.required in ("no", "unknown") else ""),
        note=_copies(paper),
        held=_held(paper, form, draft),
        brought=tuple(one for one in now.brought if one.component == paper.key),
        again=tuple((_again(row, paper.key), row[3]) for row in rows),
        why_not=now.without.get(paper.key, ""),
    )


def _again(row: Sequence[Any], component: str) -> Paper:
    name, digest, _component, _code, media_type, size = row
    return Paper(
        uuid5(UUID(int=0), f"{component}/{digest}"), name, media_type, size, bytes.fromhex(digest), component, "reuse"
    )


def _copies(paper: procedures.Paper) -> str:
    told = [
        f"{paper.originals} bản chính" if paper.originals else "",
        f"{paper.copies} bản sao" if paper.copies else "",
    ]
    return ", ".join(one for one in told if one)


def _held(paper: procedures.Paper, form: Form, draft: Draft) -> Held | None:
    """From whom the office has it. Only what the procedure itself leaves open is taken as held, never a paper it wants.

    Residence is known when the population database has answered in this draft. Source: Luật Cư trú 68/2020/QH14,
    Điều 38 khoản 3 (chưa xác minh): information of the database is used instead of papers.
    """
    if _AT_THE_COUNTER.match(paper.when):
        return Held.COUNTER
    if filing.declares(paper) and form.key != catalogue.GENERAL:
        return Held.FORM
    if paper.presented and _IDENTITY.search(paper.name):
        return Held.IDENTITY
    if paper.required == "depends" and _RESIDENCE.search(paper.name):
        answered = any(str(row[3]).startswith("port:population.") for row in draft.about.get("offers", ()))
        return Held.POPULATION if answered else None
    return None


def missing(found: Sequence[Component]) -> list[Component]:
    """What must be brought, or explained, before the application can be sent."""
    return [one for one in found if one.missing]


def papers_of(found: Sequence[Component]) -> tuple[Paper, ...]:
    """The files that go into the dossier: those brought, and those of earlier dossiers."""
    return tuple(paper for one in found for paper in (*one.brought, *(again for again, _code in one.again)))


def application(
    now: Underway,
    found: Sequence[Component],
    answers: Mapping[str, Any],
    *,
    form: str,
    values: Mapping[str, Any],
    sources: Mapping[str, str],
    units: int = 1,
    places: Places = COUNTRY,
) -> Application:
    """What is sent. `answers` and `values` are canonical, of the questions of everybody and of the form `form`."""
    handed = {one.key: _handed(one) for one in found if one.key != OWN_AUTHORISATION}
    acting = answers.get(str(answers.get("acting")), {})
    return Application(
        now.procedure,
        now.case,
        now.place,
        "",
        phone=answers.get("phone", ""),
        email=answers.get("email", ""),
        address=address(answers["post_address"], places) if answers.get("post_address") else "",
        behalf=", ".join(str(acting[part]) for part in ("name", "number", "tax_code") if acting.get(part)),
        without=tuple((one.name, one.why_not) for one in found if one.why_not and not one.brought),
        channel="online",
        delivery=answers.get("delivery", "online"),
        units=units,
        papers={key: counts for key, counts in handed.items() if sum(counts)},
        competence_id=now.competence,
        form=form,
        form_values=values,
        form_sources=sources,
        reused_papers=(
            *((one.key, code) for one in found for _paper, code in one.again),
            *((one.key, paper.facts.source_of) for one in found for paper in one.brought if paper.origin == "reuse"),
        ),
    )


def _handed(one: Component) -> tuple[int, int]:
    """(originals, copies): the declaration made from the answers is one; whatever was uploaded or used again a copy."""
    if one.brought or one.again:
        return 0, 1
    return (1, 0) if one.held is Held.FORM else (0, 0)


def with_paper(now: Underway, papers: Sequence[Paper]) -> Underway:
    """The application with more files, each once; the reason why there were none goes."""
    there = {(paper.component, paper.digest) for paper in now.brought}
    new = [paper for paper in papers if (paper.component, paper.digest) not in there]
    keys = {paper.component for paper in papers}
    without = {key: why for key, why in now.without.items() if key not in keys}
    return replace(now, brought=(*now.brought, *new), without=without)


def without_paper(now: Underway, id: UUID) -> Underway:
    return replace(now, brought=tuple(paper for paper in now.brought if paper.id != id))


def explained(now: Underway, key: str, why: str) -> Underway:
    """Why a component cannot be brought; no reason takes the saying back."""
    rest = {one: reason for one, reason in now.without.items() if one != key}
    return replace(now, without={**rest, key: why} if why else rest)


def chosen_again(now: Underway, key: str, digests: Sequence[str]) -> Underway:
    return replace(now, again={**{one: some for one, some in now.again.items() if one != key}, key: tuple(digests)})
