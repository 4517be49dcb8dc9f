"""Papers in and out of a dossier: scans and uploads checked by content, papers opened, forms printed as PDF."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from thongsuot.areas.dossiers import printing
from thongsuot.engine import papers, reading
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import Refused
from thongsuot.engine.making import Paper
from thongsuot.engine.reading import PaperRow
from thongsuot.web.doors import READING, used_by
from thongsuot.web.speech import say as _

MOST_FILES = 20
# Shown in the browser without running anything of theirs; everything else is downloaded.
SHOWN = frozenset({"application/pdf", "image/jpeg", "image/png"})


def take_in(files: Iterable[UploadedFile[Any]], component: str = "") -> tuple[Paper, ...]:
    """Store uploaded files and describe them. Raises BadPaper, and Refused for too many at once."""
    chosen = list(files)
    if len(chosen) > MOST_FILES:
        raise Refused(_("Mỗi lần thêm tối đa %(most)s tệp. Chia thành nhiều lần.") % {"most": MOST_FILES})
    return tuple(papers.keep(file.chunks(), file.name or "", component=component) for file in chosen)


@used_by(READING)
def paper(request: HttpRequest, actor: Actor, id: UUID, paper_id: UUID) -> HttpResponseBase:
    """A paper's content, for who sees the dossier fully. The look is recorded."""
    return served(reading.paper(actor, id, paper_id))


def served(found: PaperRow) -> FileResponse:
    """The content of a paper that its reader may have. Raises Refused when the store has lost it."""
    stored = papers.path(found.digest)
    if not stored.exists():
        raise Refused(_("Tệp này không còn trong kho giấy tờ. Báo người quản trị kèm mã hồ sơ."))
    response = FileResponse(stored.open("rb"), content_type=found.media_type)
    ending = papers.EXTENSIONS.get(found.media_type, "")
    name = found.name if found.name.lower().endswith(ending) else f"{found.name}{ending}"
    as_file(response, name, inline=found.media_type in SHOWN)
    return response


@used_by(READING)
def letter(request: HttpRequest, actor: Actor, id: UUID, key: str, number: int) -> HttpResponseBase:
    """One of the dossier's forms as PDF, as it was when it was issued."""
    found = reading.case_page(actor, id, f"letter {key}")
    form, pdf = printing.printed(found, key, number)
    response = HttpResponse(pdf, content_type="application/pdf")
    as_file(response, f"{form.title} {found.case.code}.pdf", inline=True)
    return response


def as_file(response: HttpResponseBase, name: str, *, inline: bool) -> None:
    """Say the file's name, and that nothing in it may run or be kept by others."""
    how = "inline" if inline else "attachment"
    response.headers["Content-Disposition"] = f"{how}; filename*=UTF-8''{quote(name)}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = (
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'"
    )
