"""Scans at the counter: taken in component by component, looked at by machine, classified, and seen before intake."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest, QueryDict
from django.http.response import HttpResponseBase

from thongsuot.areas.dossiers import reusing
from thongsuot.areas.dossiers.reusing import Found
from thongsuot.engine import papers, scans
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NotFound, Refused
from thongsuot.engine.making import Paper
from thongsuot.engine.paper_facts import ON_PAPER, Kind, from_json
from thongsuot.register import procedures
from thongsuot.web.desk.forms import Fault
from thongsuot.web.desk.papers import MOST_FILES, SHOWN, as_file
from thongsuot.web.doors import used_by
from thongsuot.web.environment import day as day_words
from thongsuot.web.environment import url
from thongsuot.web.speech import say as _

COUNTER = frozenset({"intake"})
SALT, SEEN_SALT = "intake-papers", "intake-scan"
KEPT_SECONDS = 12 * 60 * 60
LONGEST_WHY = 300
AGAIN, LOOK, SIGN, DROP = "dung-lai", "xem-kho", "ky", "bo"


def kinds() -> list[tuple[str, str]]:
    """The kinds of paper as choices."""
    return [
        (Kind.ORIGINAL, _("Quét từ bản chính")),
        (Kind.COPY, _("Quét từ bản sao")),
        (Kind.ELECTRONIC, _("Bản điện tử")),
        (Kind.CERTIFIED, _("Bản sao điện tử chứng thực")),
    ]


def take(files: Sequence[UploadedFile[Any]], component: str, title: str = "") -> tuple[Paper, ...]:
    """Store what was sent for one component, photos bound together. Raises BadPaper, and Refused for too many."""
    if len(files) > MOST_FILES:
        raise Refused(_("Mỗi lần thêm tối đa %(most)s tệp. Chia thành nhiều lần.") % {"most": MOST_FILES})
    return scans.take([(file.chunks(), file.name or "") for file in files], component, title=title)


def read(
    request: HttpRequest, wanted: Iterable[procedures.Paper], actor: Actor, number: str, procedure: str
) -> tuple[tuple[Paper, ...], list[Fault]]:
    """The papers of an intake: kept from before, sent now, used again; each with what is said of it."""
    dropped = set(request.POST.getlist(DROP))
    kept = [one for one in unsealed(request.POST.getlist("_stored")) if str(one.id) not in dropped]
    faults: list[Fault] = []
    for paper in wanted:
        try:
            kept += take(request.FILES.getlist(f"tep-{paper.key}"), paper.key, paper.name)
            kept += _again(request.POST, actor, number, paper, procedure, kept)
        except Refused as refusal:
            faults.append((f"tep-{paper.key}", refusal.sentence))
    said = [classified(one, request.POST, actor) for one in kept]
    faults += [fault for one in said if (fault := unsound(one))]
    return tuple(said), faults


def _again(
    posted: QueryDict, actor: Actor, number: str, paper: procedures.Paper, procedure: str, kept: Sequence[Paper]
) -> list[Paper]:
    """What is used again for a component. Raises Refused; what is not theirs is said as a sentence too."""
    there = {one.facts.source for one in kept if one.component == paper.key}
    made = []
    for id in posted.getlist(f"{AGAIN}-{paper.key}"):
        if id in there:
            continue
        try:
            made.append(reusing.choose(actor, number, id, paper.key, _today(), present=bool(posted.get(LOOK))))
        except NotFound:
            raise Refused(_("Giấy tờ đã chọn không phải của người nộp này.")) from None
    return made


def _today() -> date:
    from thongsuot.web.entrance import today

    return today()


def offers(posted: QueryDict, actor: Actor, number: str) -> Found | None:
    """What the person at the counter has already; None until the officer says that they are there and agree."""
    if not posted.get(LOOK) or not number:
        return None
    return reusing.found(actor, number, _today(), present=True)


def classified(paper: Paper, said: QueryDict, actor: Actor) -> Paper:
    """A paper with what the officer says of it: kind, compared, why a bad scan is kept, whether to sign it."""
    if paper.origin == "reuse":
        return paper
    key = paper.component
    originals = said.get(f"chinh-{key}", "0")
    usual = Kind.ORIGINAL if originals.isdecimal() and int(originals[:4] or 0) else Kind.COPY
    given = said.get(f"loai-{key}", "")
    kind = Kind(given) if given in set(Kind) else usual
    compared = bool(said.get(f"dc-{key}"))
    on_paper = kind in ON_PAPER and paper.media_type == scans.PDF
    facts = replace(
        paper.facts,
        kind=kind,
        compared_by=str(actor.person) if compared else "",
        compared_at=(paper.facts.compared_at or datetime.now(UTC)) if compared else None,
        why=" ".join(said.get(f"ly-do-{key}", "").replace("\x00", "").split())[:LONGEST_WHY],
        sign=bool(said.get(SIGN)) and on_paper,
    )
    return replace(paper, facts=facts, origin="scan" if on_paper else "upload")


def unsound(paper: Paper) -> Fault | None:
    """A bad scan that nobody gave a reason for."""
    if not paper.facts.faults or paper.facts.why:
        return None
    told = " ".join(_(one) for one in scans.trouble(paper.facts))
    then = _("Bỏ tệp này và quét lại; nếu giấy chỉ được như vậy, ghi lý do giữ lại.")
    return f"tep-{paper.component}", f"“{paper.name}”: {told} {then}"


def rows(kept: Iterable[Paper], actor: Actor) -> list[dict[str, Any]]:
    """Kept papers as the form shows them: seen by a link, taken away by a mark."""
    return [
        {
            "id": str(one.id),
            "name": one.name,
            "address": _seen_at(one, actor),
            "about": about(one.facts.to_json()),
            "trouble": [_(each) for each in scans.trouble(one.facts)],
            "again": one.origin == "reuse",
        }
        for one in kept
    ]


def about(kept: Mapping[str, Any]) -> str:
    """“quét từ bản chính, 2 trang, 200 dpi, đã đối chiếu lúc …”"""
    facts = from_json(kept)
    words = dict(kinds())
    told = [words[facts.kind].lower() if facts.kind and not facts.source else ""]
    told.append(_("%(n)s trang", n=facts.pages) if facts.pages else "")
    told.append(_("%(n)s dpi", n=facts.dpi) if facts.dpi else "")
    told.append(_("đã đối chiếu bản chính ngày %(day)s", day=day_words(facts.compared_at)) if facts.compared_at else "")
    told.append(_("chất lượng kém, giữ vì: %(why)s", why=facts.why) if facts.faults and facts.why else "")
    told.append(_("dùng lại của %(body)s (%(where)s)", body=facts.body, where=facts.source_of) if facts.source else "")
    return ", ".join(one for one in told if one)


def _seen_at(paper: Paper, actor: Actor) -> str:
    told = [paper.digest.hex(), paper.media_type, paper.name, actor.identity]
    return url("desk:scan", signing.dumps(told, salt=SEEN_SALT, compress=True))


@used_by(COUNTER)
def scan(request: HttpRequest, actor: Actor, words: str) -> HttpResponseBase:
    """A file of an intake that is not received yet, for the officer who took it in."""
    try:
        digest, media_type, name, whose = signing.loads(words, salt=SEEN_SALT, max_age=KEPT_SECONDS)
    except (signing.BadSignature, ValueError):
        raise NotFound from None
    path = papers.path(digest)
    if whose != actor.identity or not path.exists():
        raise NotFound
    response = FileResponse(path.open("rb"), content_type=media_type)
    as_file(response, name, inline=media_type in SHOWN)
    return response


def sealed(kept: Sequence[Paper]) -> list[tuple[str, str]]:
    """Stored files as the form carries them: (name, sealed words). Nobody can name a file that is not theirs."""
    return [(one.name, signing.dumps(_row(one), salt=SALT, compress=True)) for one in kept]


def _row(one: Paper) -> list[Any]:
    digest = one.digest.hex()
    return [str(one.id), one.name, one.media_type, one.size, digest, one.component, one.origin, one.facts.to_json()]


def unsealed(words: Sequence[str]) -> list[Paper]:
    """The files that a form carries; what is not ours, or too old, is left out."""
    found = []
    for one in words:
        try:
            id, name, media_type, size, digest, component, origin, facts = signing.loads(
                one, salt=SALT, max_age=KEPT_SECONDS
            )
            paper = Paper(UUID(id), name, media_type, size, bytes.fromhex(digest), component, origin, from_json(facts))
        except (signing.BadSignature, ValueError):
            continue
        found.append(paper)
    return found
