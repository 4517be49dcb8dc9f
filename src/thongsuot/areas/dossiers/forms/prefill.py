"""Papers once: what is known already before a form asks, from whom, and what the person chose where they disagree.

What is known is shown with its source, and the person's own value always stands until they take another. A source
that is slow or down leaves its questions asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any

from thongsuot.areas.dossiers.forms.sources import PORTS, SYSTEMS, Ports
from thongsuot.engine.actor import Actor
from thongsuot.engine.forms import Field, Form, Kind, Source
from thongsuot.engine.forms_earlier import Earlier, earlier
from thongsuot.engine.forms_places import Places
from thongsuot.engine.forms_reading import Circumstances, is_empty
from thongsuot.engine.forms_validate import read_one
from thongsuot.ports.twin import TIMEOUT, Answer, together

OWN = "own"
"""The source of a value that the person typed where a system said otherwise."""


@dataclass(frozen=True)
class Identity:
    """The applicant as already identified: at a counter by their card, at a portal by their e-identity."""

    name: str = ""
    number: str = ""
    phone: str = ""
    email: str = ""
    birth: str = ""
    sex: str = ""
    residence: Mapping[str, Any] = field(default_factory=dict)

    def named(self, name: str) -> Any:
        """The value of a source of the identity; None when it is not known."""
        if name in ("phone", "email", "residence"):
            return dict(self.residence) if name == "residence" else getattr(self, name)
        _, _, sex = name.partition(".")
        if sex and sex != self.sex:
            return None
        parts = {"name": self.name, "number": self.number, "birth": self.birth, "sex": self.sex}
        return {key: value for key, value in {**parts, "residence": dict(self.residence)}.items() if value}


@dataclass(frozen=True)
class Offer:
    """A value that could be taken over: for which field, from where, since when. `twin` marks invented data."""

    path: str
    value: Any
    source: str
    origin: str
    at: datetime | None = None
    twin: bool = False


@dataclass(frozen=True)
class Known:
    """All that was found out: offers by field in the definition's order, earlier dossiers, and who did not answer."""

    offers: tuple[Offer, ...] = ()
    earlier: tuple[Earlier, ...] = ()
    silent: tuple[tuple[str, str], ...] = ()

    def of(self, path: str) -> tuple[Offer, ...]:
        return tuple(offer for offer in self.offers if offer.path == path)


def find(
    form: Form,
    identity: Identity,
    *,
    today: date,
    places: Places,
    values: Mapping[str, Any] | None = None,
    actor: Actor | None = None,
    ports: Ports = PORTS,
    timeout: float = TIMEOUT,
) -> Known:
    """Ask everything at once, for at most `timeout` seconds. Never raises: what is not answered is simply asked.

    A field about another person is looked up by the number that stands in it; all others by the applicant's.
    """
    before = earlier(actor, identity.number) if actor is not None and identity.number else ()
    answers, silent = _ask_ports(_wanted(form, identity, values or {}), ports, timeout)
    offers: list[Offer] = []
    now = Circumstances(today, places)
    for key, one in form.fields.items():
        for offer in _offers(one, key, identity, values or {}, before, answers):
            value = _fit(one, offer.value, now)
            if value is not None and not any(value == other.value and other.path == key for other in offers):
                offers.append(Offer(key, value, offer.source, offer.origin, offer.at, offer.twin))
    return Known(tuple(offers), before, silent)


Asked = tuple[str, str]
"""A system and the number that it is asked about."""


def _wanted(form: Form, identity: Identity, values: Mapping[str, Any]) -> list[Asked]:
    wanted: dict[Asked, None] = {}
    for key, one in form.fields.items():
        number = _number(one, key, identity, values)
        for source in one.prefill:
            if source.origin == "port" and number:
                wanted[source.of.partition(".")[0], number] = None
    return list(wanted)


def _number(one: Field, key: str, identity: Identity, values: Mapping[str, Any]) -> str:
    """Whom a field is about: the number typed in it, or the applicant when the identity is one of its sources."""
    if one.kind is not Kind.PERSON:
        return identity.number
    value = values.get(key)
    typed = str(value.get("number") or "").replace(" ", "") if isinstance(value, Mapping) else ""
    of_applicant = any(source.origin == "identity" and _is(source, identity) for source in one.prefill)
    return typed or (identity.number if of_applicant else "")


def _is(source: Source, identity: Identity) -> bool:
    _, _, sex = source.of.partition(".")
    return not sex or sex == identity.sex


def _ask_ports(
    wanted: list[Asked], ports: Ports, timeout: float
) -> tuple[dict[Asked, Answer[Mapping[str, Any]]], tuple[tuple[str, str], ...]]:
    questions = [partial(ports.question(system), number) for system, number in wanted]
    answers, silent = {}, dict[str, str]()
    for asked, outcome in zip(wanted, together(questions, timeout=timeout), strict=True):
        if outcome.value is not None:
            answers[asked] = outcome.value
        elif outcome.error is not None:
            silent[SYSTEMS[asked[0]]] = outcome.error.sentence
    return answers, tuple(silent.items())


def _offers(
    one: Field,
    key: str,
    identity: Identity,
    values: Mapping[str, Any],
    before: Iterable[Earlier],
    answers: Mapping[Asked, Answer[Mapping[str, Any]]],
) -> Iterator[Offer]:
    for source in one.prefill:
        if source.origin == "identity":
            yield Offer(key, identity.named(source.of), "Danh tính đã xác định", str(source))
        elif source.origin == "port":
            system, _, name = source.of.partition(".")
            answer = answers.get((system, _number(one, key, identity, values)))
            if answer is not None:
                yield Offer(key, answer.value.get(name), answer.system, str(source), answer.at, answer.twin)
        else:
            yield from _from_earlier(source, key, before)


def _from_earlier(source: Source, key: str, before: Iterable[Earlier]) -> Iterator[Offer]:
    """`requester` is a field of the same name in any earlier form; `birth.child` one of the form `birth`."""
    form, _, name = source.of.rpartition(".")
    for one in before:
        if not form or one.form.partition("@")[0] == form:
            value = one.values.get(name)
            if value is not None:
                yield Offer(key, value, f"Hồ sơ {one.code}", f"earlier:{one.code}.{name}", one.opened_at)


def _fit(one: Field, value: Any, now: Circumstances) -> Any:
    """The value as the field takes it, with only the parts that it asks; None when it does not fit."""
    if is_empty(value):
        return None
    if isinstance(value, Mapping) and one.asks:
        value = {str(part): value[str(part)] for part in one.asks if not is_empty(value.get(str(part)))}
        if is_empty(value):
            return None
    return read_one(one, value, now)


@dataclass(frozen=True)
class Disagreement:
    """A field whose own value differs from what a source says; both are shown and the person's stands."""

    path: str
    own: Any
    offer: Offer


def disagreements(values: Mapping[str, Any], known: Known) -> tuple[Disagreement, ...]:
    """Where what was typed and what a source says cannot both be right, part by part for people."""
    found = []
    for offer in known.offers:
        own = values.get(offer.path)
        if is_empty(own):
            continue
        if isinstance(own, Mapping) and isinstance(offer.value, Mapping):
            if any(not is_empty(own.get(part)) and own[part] != said for part, said in offer.value.items()):
                found.append(Disagreement(offer.path, own, offer))
        elif own != offer.value:
            found.append(Disagreement(offer.path, own, offer))
    return tuple(found)


def take(values: Mapping[str, Any], sources: Mapping[str, str], offer: Offer) -> tuple[dict[str, Any], dict[str, str]]:
    """The person takes an offer: its value stands, with its source; parts that it does not have stay."""
    own = values.get(offer.path)
    merged = {**own, **offer.value} if isinstance(own, Mapping) and isinstance(offer.value, Mapping) else offer.value
    return {**values, offer.path: merged}, {**sources, offer.path: offer.origin}


def filled(form: Form, values: Mapping[str, Any], known: Known) -> tuple[dict[str, Any], dict[str, str]]:
    """A new form begun with what is known: the first offer for every field that is still empty, and its source.

    Of a person the source that says most is taken, as long as it agrees with the first in all that the first says. A
    question that depends on another is not answered beforehand: what is known of it is only offered.
    """
    found, sources = dict(values), dict[str, str]()
    conditional = {field.key for one in form.sections for field in one.fields if one.when or field.when}
    for first in known.offers:
        if is_empty(found.get(first.path)) and first.path not in conditional:
            agreeing = [one for one in known.of(first.path) if one == first or _fuller(one.value, first.value)]
            offer = max(agreeing, key=lambda one: len(one.value) if isinstance(one.value, Mapping) else 0)
            found[offer.path], sources[offer.path] = offer.value, offer.origin
    return found, sources


def _fuller(value: Any, first: Any) -> bool:
    """Whether it says all that the first says of a person, and perhaps more."""
    return isinstance(value, Mapping) and isinstance(first, Mapping) and {**value, **first} == value


def kept(values: Mapping[str, Any], known: Known, sources: Mapping[str, str]) -> dict[str, str]:
    """The sources that still hold after an edit: a value changed by hand is the person's own, and says so."""
    found = {}
    for path, origin in sources.items():
        if is_empty(values.get(path)):
            continue
        offers = [offer for offer in known.of(path) if offer.origin == origin]
        same = any(agrees(values[path], offer.value) for offer in offers)
        found[path] = origin if same or not offers else OWN
    return found


def agrees(own: Any, offered: Any) -> bool:
    """Whether an answer holds all that a source says."""
    if isinstance(own, Mapping) and isinstance(offered, Mapping):
        return all(own.get(part) == said for part, said in offered.items())
    return bool(own == offered)


def reused(sources: Mapping[str, str], papers: Iterable[tuple[str, str]] = ()) -> dict[str, Any]:
    """The facts of the case about reuse: fields with their source, papers with the dossier they came from."""
    fields = [{"path": path, "source": source} for path, source in sorted(sources.items()) if source != OWN]
    own = sorted(path for path, source in sources.items() if source == OWN)
    return {
        "fields": fields,
        "papers": [{"component": component, "from": code} for component, code in papers],
        "kept_own": own,
    }
