"""Papers that need not be asked for again: what the person has in earlier dossiers or in the store.

A paper is offered for a component that is the same one of the same procedure, or the same kind of paper by its name;
never one that is over, revoked, refused with its dossier, or somebody else's. Who chooses it gets a paper of origin
“reuse” with the IdGiayTo and the digest of what was chosen, and only when the file is still what it was.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from uuid6 import uuid7

from thongsuot.engine import access, papers, sql
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NotAllowed, NotFound, Refused
from thongsuot.engine.making import Paper
from thongsuot.engine.paper_facts import Kind, PaperFacts
from thongsuot.ports import person_store
from thongsuot.ports.person_store import Stored, StoreError
from thongsuot.register import bodies
from thongsuot.register.folding import fold

MOST = 20  # dossiers that are looked through, the latest first
STORE, DOSSIER, RESULT = "store", "dossier", "result"
WRITTEN_ANEW = ("to khai", "don ", "phieu de nghi", "phieu yeu cau", "mau ")
_ASIDE = re.compile(r"\(.*?\)|[,;:/].*$")
_COPYING = "ban sao chinh chup chung thuc dien tu so goc co hoac cua cac mot to giay quyet dinh"
_SMALL = frozenset(_COPYING.split(" "))


@dataclass(frozen=True)
class Validity:
    """How long a kind of paper holds: a rule of law, with the day from which it applies."""

    kind: str
    days: int
    valid_from: date
    basis: str


# Sources were not at hand: each is shown as not verified.
VALIDITIES = (
    Validity(
        "Giấy xác nhận tình trạng hôn nhân", 183, date(2016, 1, 1),
        "NĐ 123/2015/NĐ-CP, Điều 23 khoản 1 (06 tháng; chưa xác minh)",
    ),
    Validity("Phiếu lý lịch tư pháp", 183, date(2010, 7, 1), "theo nơi nhận hồ sơ quy định (chưa xác minh)"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offer:
    """A paper that may be used again. `where` says which dossier or store holds it; `until` is its last day."""

    id: str
    name: str
    kind: str
    origin: str
    body: str
    where: str
    since: date
    until: date | None
    digest: str
    media_type: str
    size: int
    case: UUID | None = None
    component: str = ""
    procedure: str = ""
    over: str = ""

    @property
    def usable(self) -> bool:
        return not self.over


def words_of(name: str) -> frozenset[str]:
    """What kind of paper a name speaks of: its own words, without how it was copied and when it is wanted."""
    plain = fold(_ASIDE.sub(" ", name))
    found = frozenset(word for word in plain.split() if word not in _SMALL)
    return found or frozenset(plain.split())


def fits(offer: Offer, component: str, name: str, procedure: str) -> bool:
    """Whether a paper may stand for a component: the same of the same procedure, or the same kind by its name.

    What is written anew each time, a declaration or a request, never does.
    """
    if fold(offer.kind).startswith(WRITTEN_ANEW) or fold(name).startswith(WRITTEN_ANEW):
        return False
    if offer.procedure == procedure and offer.component and offer.component == component:
        return True
    own, wanted = words_of(offer.kind), words_of(name)
    return len(own) >= 2 and own == wanted


def until(kind: str, since: date) -> date | None:
    """The last day of a paper of this kind that was issued on a day; None for one that does not end by itself."""
    for rule in VALIDITIES:
        if words_of(rule.kind) == words_of(kind) and since >= rule.valid_from:
            return since + timedelta(days=rule.days)
    return None


_HELD = """
WITH c AS MATERIALIZED (
  SELECT c.id, c.province_code, c.code, c.procedure_code, c.receiving_body, c.competent_body, c.opened_at,
    c.resolved_at, c.status, c.outcome, c.product, c.facts
  FROM engine_case c
  WHERE c.kind = 'dossier' AND c.subject ->> 'number' = %(number)s AND c.subject ? 'number'
    AND c.outcome NOT IN ('refused', 'withdrawn') AND {door}
  ORDER BY c.opened_at DESC LIMIT {most}),
 r AS (INSERT INTO engine_read (case_id, province_code, person, post, at, what)
       SELECT id, province_code, %(person)s::uuid, %(post)s::uuid, clock_timestamp(), 'earlier' FROM c)
SELECT c.id, c.code, c.procedure_code, c.receiving_body, c.competent_body, c.opened_at, c.resolved_at,
  c.status IN (9, 10) AND c.resolved_at IS NOT NULL AND c.outcome <> 'revoked', c.outcome = 'revoked', c.product,
  c.facts #>> '{{result_file,paper}}',
  (SELECT w ->> 'name' FROM jsonb_array_elements(coalesce(c.facts -> 'papers', '[]')) w
   WHERE w ->> 'key' = p.component LIMIT 1),
  p.id, p.component, p.name, p.media_type, p.size, encode(p.digest, 'hex'), p.origin
FROM c JOIN engine_paper p ON p.case_id = c.id ORDER BY c.opened_at DESC, p.number DESC, p.id
"""


def held(actor: Actor, number: str, day: date) -> tuple[Offer, ...]:
    """What earlier dossiers of a number hold, as far as this actor sees them fully; each look is recorded.

    What is over or revoked is told too, and why. A result counts once it was issued; one that a later one replaced,
    and a copy of what stands in the list already, do not.
    """
    if not number:
        return ()
    post = actor.offices[0].post if actor.offices else None
    parameters = {"number": number, "person": actor.person, "post": post, **access.scope(actor).parameters()}
    found: dict[str, Offer] = {}
    for row in sql.run(_HELD.format(door=access.FULLY, most=MOST), parameters):
        offer = _offer(row, day)
        if offer is not None:
            found.setdefault(offer.digest, offer)
    return tuple(found.values())


def _offer(row: Sequence[object], day: date) -> Offer | None:
    (case, code, procedure, receiving, competent, opened, resolved, issued, revoked, product, present, wanted,
     id, component, name, media_type, size, digest, origin) = row  # fmt: skip
    if origin == "reuse":
        return None  # what it was taken from stands for itself
    result = origin == "result"
    if result and (not (issued or revoked) or (present and str(id) != present)):
        return None
    kind = str(product if result else wanted or name)
    since = (resolved if result and resolved else opened).date()  # type: ignore[attr-defined]
    last = until(kind, since)
    over = "đã bị thu hồi" if result and revoked else "đã hết hạn" if last and last < day else ""
    body = bodies.name_of(str(competent if result else receiving))
    return Offer(
        str(id), str(name), kind, RESULT if result else DOSSIER, body,
        str(code or ""), since, last, str(digest), str(media_type), int(str(size)), case, str(component),  # type: ignore[arg-type]
        "" if result else str(procedure), over,
    )  # fmt: skip


def in_store(number: str, day: date, known: Sequence[Offer] = ()) -> tuple[Offer, ...]:
    """What the persons' store holds of a number, without what we delivered and know already. Raises StoreError."""
    store = person_store.store()
    if store is None or not number:
        return ()
    ours = {one.id for one in known}
    digests = {one.digest for one in known}
    rows = (one for one in store.of_person(number) if one.owner == number)
    return tuple(_stored(one, day) for one in rows if one.source not in ours and one.digest not in digests)


def _stored(one: Stored, day: date) -> Offer:
    last = one.valid_to or until(one.kind, one.since)
    over = "đã bị thu hồi" if one.revoked else "đã hết hạn" if last and last < day else ""
    return Offer(
        one.id, one.name, one.kind, STORE, one.body, person_store.SYSTEM, one.since, last, one.digest, one.media_type,
        one.size, over=over,
    )  # fmt: skip


def _check_asks(actor: Actor, number: str, *, present: bool) -> None:
    """A person asks for their own; an officer who receives, with the person present. Raises NotAllowed."""
    if actor.citizen:
        if actor.citizen != number:
            raise NotAllowed("Bạn chỉ xem được giấy tờ của chính mình.")
        return
    if not any("intake" in one.roles for one in actor.offices) or not present:
        raise NotAllowed("Chỉ cán bộ tiếp nhận, khi người nộp có mặt và đồng ý, được xem giấy tờ đã có của người nộp.")


@dataclass(frozen=True, slots=True)
class Found:
    """What may be used again, and a sentence where the store could not be asked."""

    offers: tuple[Offer, ...]
    trouble: str = ""

    def fitting(self, component: str, name: str, procedure: str) -> list[Offer]:
        """What may stand for a component today."""
        return [one for one in self.offers if one.usable and fits(one, component, name, procedure)]


def found(actor: Actor, number: str, day: date, *, present: bool = False) -> Found:
    """All that is held of a person, for that person or at the counter with them present. Raises NotAllowed.

    A store that does not answer hides nothing of our own.
    """
    _check_asks(actor, number, present=present)
    own = held(actor, number, day)
    try:
        return Found((*own, *in_store(number, day, own)))
    except StoreError as error:
        return Found(own, error.sentence)


Uses = dict[str, tuple[tuple[UUID, str], ...]]
_USES = """
SELECT p.facts ->> 'source', c.id, coalesce(c.code, '') FROM engine_case c JOIN engine_paper p ON p.case_id = c.id
WHERE c.subject ->> 'number' = %(number)s AND c.subject ? 'number' AND p.origin = 'reuse' AND p.facts ? 'source'
ORDER BY c.opened_at
"""


def uses(actor: Actor) -> Uses:
    """In which of a person's own dossiers their papers were used again: by the paper's id, (case, code)."""
    if not actor.citizen:
        return {}
    made: dict[str, list[tuple[UUID, str]]] = {}
    for source, case, code in sql.run(_USES, {"number": actor.citizen}):
        made.setdefault(source, []).append((case, code))
    return {source: tuple(some) for source, some in made.items()}


def choose(actor: Actor, number: str, id: str, component: str, day: date, *, present: bool = False) -> Paper:
    """The paper that a person or an officer chose, for a component. It is looked for anew, and its file checked.

    Raises NotAllowed, NotFound for what is not theirs, and Refused for one that is over or whose file has changed.
    """
    offer = next((one for one in found(actor, number, day, present=present).offers if one.id == id), None)
    if offer is None:
        raise NotFound
    if not offer.usable:
        raise Refused(f"“{offer.name}” {offer.over}, không dùng lại được. Nộp bản còn hiệu lực.")
    _checked(offer, number)
    facts = PaperFacts(kind=Kind.ELECTRONIC, source=offer.id, source_of=offer.where, body=offer.body)
    return Paper(
        uuid7(), papers.clean_name(offer.name), offer.media_type, offer.size, bytes.fromhex(offer.digest), component,
        "reuse", facts,
    )  # fmt: skip


def _checked(offer: Offer, number: str) -> None:
    """The file is at hand and is what its holder says. Raises Refused."""
    changed = Refused(f"Tệp “{offer.name}” không còn khớp với mã băm đã ghi, không dùng lại được. Nộp bản khác.")
    if offer.origin != STORE:
        path = papers.path(offer.digest)
        if not path.exists():
            raise Refused(f"Tệp “{offer.name}” không còn trong kho giấy tờ. Nộp bản khác.")
        if hashlib.sha256(path.read_bytes()).hexdigest() != offer.digest:
            raise changed
        return
    store = person_store.store()
    try:
        content = store.content(number, offer.id) if store else b""
    except StoreError as error:
        raise Refused(error.sentence) from error
    if hashlib.sha256(content).hexdigest() != offer.digest:
        raise changed
    papers.keep([content], offer.name, origin="reuse")
