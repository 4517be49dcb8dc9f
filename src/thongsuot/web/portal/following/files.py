"""The files of one's dossier: papers handed in, letters received, and the result once it has been issued."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from thongsuot.areas.dossiers import printing, results
from thongsuot.areas.dossiers.keeping.own import LETTERS, RESULT, is_released
from thongsuot.areas.dossiers.printing import Printable
from thongsuot.engine import reading
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import Refused
from thongsuot.engine.reading import CasePage
from thongsuot.web import signed
from thongsuot.web.desk import content
from thongsuot.web.desk.papers import as_file, served
from thongsuot.web.doors import for_citizens
from thongsuot.web.environment import size, url
from thongsuot.web.speech import say as _

log = logging.getLogger(__name__)


def letters(page: CasePage) -> list[Printable]:
    """What the person may print: letters received and, once it was issued, the result."""
    released = is_released(page.case)
    return [one for one in printing.printables(page) if one.key in LETTERS or (one.key == RESULT and released)]


@dataclass(frozen=True, slots=True)
class File:
    """One file in a list. Without an address it was handed in on paper."""

    name: str
    about: str
    address: str = ""


def handed_in(page: CasePage) -> list[File]:
    """The papers of the dossier, those handed in on paper first; a result among them only once it was issued."""
    shown = [one for one in page.papers if one.origin != RESULT]
    on_paper = [File(one["name"], one["kind"]) for one in content.handed_in(page.case)]
    return [*on_paper, *(_stored(page, one) for one in shown)]


def received(page: CasePage) -> list[File]:
    """The letters of the dossier, oldest first."""
    return [
        File(content.form_words(content.number_of(one), one.title), "PDF", _letter(page, one))
        for one in letters(page)
        if one.key != RESULT
    ]


@dataclass(frozen=True, slots=True)
class Result:
    """The issued result: its files and, of each, the digest by which a copy is known to be the same; their checks.

    `verify` is where anybody whom the paper is shown may verify it.
    """

    files: tuple[tuple[File, str], ...]
    checks: dict[str, signed.Shown]
    verify: str

    @property
    def address(self) -> str:
        return self.files[0][0].address


def result(page: CasePage) -> Result | None:
    """What ended the dossier, once it was issued; None before, and where nothing electronic was made."""
    if not is_released(page.case):
        return None
    stored = results.present(page)
    files = [(_stored(page, one), one.digest) for one in stored]
    for one in letters(page):
        if one.key == RESULT and not files:
            files.append((File(one.title, "PDF", _letter(page, one)), _digest(page.case.id, _Told(page))))
    code = results.code_of(page.case.id, str(page.case.facts.get("result_number", "")))
    return Result(tuple(files), signed.beside(stored), url("portal:verified", code)) if files else None


class _Told:
    """A case page by its case's head, so that a printed form is made once for the same story."""

    def __init__(self, page: CasePage) -> None:
        self.page, self.head = page, bytes(page.case.head)

    def __hash__(self) -> int:
        return hash(self.head)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Told) and other.head == self.head


def _digest(case: UUID, told: _Told) -> str:
    """The digest of the printed result; empty where it cannot be printed now, which must not take the page down."""
    try:
        return _printed_digest(case, told)
    except Exception:
        log.exception("a result could not be printed", extra={"case": str(case)})
        return ""


@lru_cache(maxsize=256)
def _printed_digest(case: UUID, told: _Told) -> str:
    return hashlib.sha256(printing.printed(told.page, RESULT, 0)[1]).hexdigest()


def _stored(page: CasePage, one: reading.PaperRow) -> File:
    kind = content.ORIGINS[one.origin]() if one.origin in content.ORIGINS else one.origin
    return File(one.name, f"{kind}, {size(one.size)}", url("portal:paper", page.case.id, one.id))


def _letter(page: CasePage, one: Printable) -> str:
    return url("portal:letter", page.case.id, one.key, one.number)


@for_citizens()
def paper(request: HttpRequest, actor: Actor, id: UUID, paper_id: UUID) -> HttpResponseBase:
    """A paper's content, for the person whose dossier it is. The look is recorded. A result waits for its issue."""
    found = reading.paper(actor, id, paper_id)
    if found.origin == RESULT:
        whole = reading.case_page(actor, id, f"paper {paper_id}")
        if not is_released(whole.case):
            raise Refused(_("Kết quả chưa phát hành. Bạn xem được ngay khi có kết quả."))
        if found not in results.present(whole):
            raise Refused(_("Tệp này đã được thay bằng kết quả khác. Quay lại hồ sơ để xem kết quả hiện nay."))
    return served(found)


@for_citizens()
def letter(request: HttpRequest, actor: Actor, id: UUID, key: str, number: int) -> HttpResponseBase:
    """One of the dossier's forms as PDF, as it was when it was issued. The look is recorded."""
    found = reading.case_page(actor, id, f"letter {key[:20]}")
    if (key, number) not in {(one.key, one.number) for one in letters(found)}:
        raise Refused(_("Giấy này không có trong hồ sơ, hoặc chưa phát hành. Quay lại hồ sơ và chọn trong danh sách."))
    form, pdf = printing.printed(found, key, number)
    response = HttpResponse(pdf, content_type="application/pdf")
    as_file(response, f"{form.title} {found.case.code}.pdf", inline=True)
    return response
