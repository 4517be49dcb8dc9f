"""Files of a citizen sent in short pieces that can be continued: tus 1.0.0 with creation-with-upload, same origin only.

A refusal answers with `{"sentence": …}`, which the page shows as it stands.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.http import http_date

from thongsuot.engine import papers, uploads
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NotAllowed, NotFound, Refused
from thongsuot.engine.making import Paper
from thongsuot.engine.uploads import LARGEST_PIECE, Busy, OutOfPlace, TooMuch, Upload
from thongsuot.web.doors import for_citizens
from thongsuot.web.environment import url
from thongsuot.web.speech import say as _

VERSION = "1.0.0"
PIECE = "application/offset+octet-stream"
MOST_FILES = 20
MISMATCH = 460
CAN = {
    "Tus-Version": VERSION,
    "Tus-Extension": "creation,creation-with-upload,expiration,termination,checksum",
    "Tus-Checksum-Algorithm": "sha1,sha256",
    "Tus-Max-Size": str(papers.LARGEST),
}
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Actor, P], HttpResponse]


class Unreadable(Refused):
    """A request that is not tus; `status` says how."""

    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__(_("Trình duyệt gửi tệp chưa đúng cách. Tải lại trang rồi chọn lại tệp."))


def _speaking(view: View[P]) -> View[P]:
    """The protocol around a view: its version both ways, and a sentence for what is refused."""

    @wraps(view)
    def spoken(request: HttpRequest, actor: Actor, *args: P.args, **parts: P.kwargs) -> HttpResponse:
        try:
            if request.method in ("POST", "PATCH", "DELETE") and request.headers.get("Tus-Resumable") != VERSION:
                raise Unreadable(412)
            response = view(request, actor, *args, **parts)
        except Refused as refusal:
            response = JsonResponse({"sentence": refusal.sentence}, status=_status(refusal))
            if isinstance(refusal, OutOfPlace):
                response.headers["Upload-Offset"] = str(refusal.received)
        response.headers["Tus-Resumable"] = VERSION
        response.headers["Cache-Control"] = "no-store"
        if response.status_code == 412:
            response.headers["Tus-Version"] = VERSION
        return response

    return cast(View[P], spoken)


@for_citizens("POST", "OPTIONS")
@_speaking
def begin(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Announce a file; its first bytes, or all of them, may come along."""
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers=CAN)
    content = _piece(request) if request.content_type == PIECE else b""
    upload = uploads.begin(actor, _name(request), _count(request, "Upload-Length"), content)
    response = _standing(upload, 201)
    response.headers["Location"] = url("portal:upload", upload.id)
    return response


@for_citizens("GET", "PATCH", "DELETE", "OPTIONS")
@_speaking
def one(request: HttpRequest, actor: Actor, id: UUID) -> HttpResponse:
    """Where an upload stands, its next piece, or its end."""
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers=CAN)
    if request.method == "DELETE":
        uploads.end(actor, id)
        return HttpResponse(status=204)
    if request.method == "PATCH":
        if request.content_type != PIECE:
            raise Unreadable(415)
        return _standing(uploads.append(actor, id, _count(request, "Upload-Offset"), _piece(request)), 204)
    upload = uploads.find(actor, id)
    shown = {"id": str(id), "name": upload.name, "size": upload.size, "received": upload.received}
    response = JsonResponse({**shown, "finished": upload.is_finished})
    _about(response, upload)
    response.headers["Upload-Length"] = str(upload.size)
    return response


def taken(request: HttpRequest, actor: Actor, name: str, component: str = "") -> tuple[Paper, ...]:
    """The papers of an `upload_field(name, …)`: sent before by the script, or with the form without one.

    Raises Refused for too many, BadPaper for a file that cannot be taken, UnknownUpload and Unfinished.
    """
    ids, files = request.POST.getlist(f"{name}-id"), request.FILES.getlist(name)
    if len(ids) + len(files) > MOST_FILES:
        raise Refused(_("Mỗi lần thêm tối đa %(most)s tệp. Chia thành nhiều lần.", most=MOST_FILES))
    before = tuple(uploads.finished(actor, id, component) for id in map(_uuid, dict.fromkeys(ids)))
    return before + tuple(papers.keep(file.chunks(), file.name or "", component=component) for file in files)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise uploads.UnknownUpload from None


def _standing(upload: Upload, status: int) -> HttpResponse:
    response = HttpResponse(status=status)
    _about(response, upload)
    return response


def _about(response: HttpResponse, upload: Upload) -> None:
    response.headers["Upload-Offset"] = str(upload.received)
    response.headers["Upload-Expires"] = _http(upload.expires_at)


def _http(moment: datetime) -> str:
    return http_date(moment.timestamp())


def _count(request: HttpRequest, header: str) -> int:
    text = request.headers.get(header, "")
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise Unreadable(400)
    return int(text)


def _piece(request: HttpRequest) -> bytes:
    """What was sent, checked when the sender said how. A piece that is too large is not even read."""
    announced = request.META.get("CONTENT_LENGTH") or "0"
    if not announced.isdigit() or len(announced) > 9 or int(announced) > LARGEST_PIECE:
        raise Unreadable(413)
    try:
        piece = request.body
    except OSError:
        raise Unreadable(400) from None
    _check(piece, request.headers.get("Upload-Checksum", ""))
    return piece


def _check(piece: bytes, told: str) -> None:
    if not told:
        return
    algorithm, _space, encoded = told.partition(" ")
    if algorithm not in ("sha1", "sha256"):
        raise Unreadable(400)
    try:
        wanted = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise Unreadable(400) from None
    if not hmac.compare_digest(hashlib.new(algorithm, piece, usedforsecurity=False).digest(), wanted):
        raise Unreadable(MISMATCH)


def _name(request: HttpRequest) -> str:
    """The file's name from `Upload-Metadata: filename <base64>`; a name that cannot be read is none."""
    for pair in request.headers.get("Upload-Metadata", "").split(","):
        key, _space, encoded = pair.strip().partition(" ")
        if key == "filename":
            try:
                return base64.b64decode(encoded, validate=True).decode()
            except (binascii.Error, ValueError):
                return ""
    return ""


_STATUS: tuple[tuple[type[Refused], int], ...] = (
    (NotFound, 404),
    (NotAllowed, 403),
    (Busy, 409),
    (OutOfPlace, 409),
    (TooMuch, 429),
    (papers.TooLarge, 413),
)


def _status(refusal: Refused) -> int:
    if isinstance(refusal, Unreadable):
        return refusal.status
    return next((status for kind, status in _STATUS if isinstance(refusal, kind)), 422)
