"""The two forms in which the standard answers: JSON and XML, made of the same rows; and what was asked, read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

from django.http import HttpRequest, HttpResponse

from thongsuot.areas.petitions.open311 import Wrong

FORMS = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}
LARGEST = 100_000


def answer(form: str, rows: Sequence[dict[str, Any]], several: str, one: str, status: int = 200) -> HttpResponse:
    """Rows as the standard's document: a JSON array, or XML whose root is `several` and whose elements are `one`."""
    if form == "xml":
        inner = "".join(f"<{one}>{elements(row)}</{one}>" for row in rows)
        text = f'<?xml version="1.0" encoding="utf-8"?>\n<{several}>{inner}</{several}>'
    else:
        text = json.dumps(list(rows), ensure_ascii=False)
    return served(form, text, status)


def served(form: str, text: str, status: int = 200) -> HttpResponse:
    response = HttpResponse(text, status=status, content_type=FORMS.get(form, FORMS["json"]))
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = "no-cache"
    return response


def asked_before() -> HttpResponse:
    """What a browser asks before an application of another site sends JSON: yes, and with these headers."""
    response = HttpResponse(status=204)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Allow-Methods"] = "GET, POST, OPTIONS"
    response.headers["Access-Control-Allow-Headers"] = "Content-Type, Idempotency-Key"
    response.headers["Access-Control-Max-Age"] = "86400"
    return response


def number(text: str, name: str, most: int) -> int:
    """A number from 1 on. Raises Wrong."""
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) > 0):
        raise Wrong(400, f"{name} is not a number from 1 on")
    return min(int(text), most)


def fault(form: str, wrong: Wrong) -> HttpResponse:
    rows = [{"code": wrong.status, "description": wrong.description}]
    return answer(form, rows, "errors", "error", wrong.status)


def elements(row: dict[str, Any]) -> str:
    return "".join(f"<{name}>{_text(value)}</{name}>" for name, value in row.items())


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return escape("".join(one for one in str(value) if one in "\t\n\r" or ord(one) >= 32))


def checked(form: str) -> str:
    """Raises Wrong for a form that the standard does not have."""
    if form not in FORMS:
        raise Wrong(400, "format must be json or xml")
    return form


def sent(request: HttpRequest) -> tuple[dict[str, str], dict[str, str]]:
    """What an application sent, form-encoded or as JSON: its fields, and its attributes by code. Raises Wrong."""
    fields: dict[str, str] = {}
    attributes: dict[str, str] = {}
    for name, value in _pairs(request):
        text = str(value).replace("\x00", " ").encode(errors="ignore").decode()
        if name.startswith("attribute[") and name.rstrip("[]").count("[") == 1:
            attributes[name.removeprefix("attribute[").rstrip("[]")[:50]] = text
        else:
            fields[name] = text
    return fields, attributes


def _pairs(request: HttpRequest) -> list[tuple[str, Any]]:
    if "json" not in (request.content_type or ""):
        return [*request.GET.items(), *request.POST.items()]
    if len(request.body) > LARGEST:
        raise Wrong(400, "the request is too large")
    try:
        read = json.loads(request.body)
    except (ValueError, RecursionError):
        raise Wrong(400, "the request is not JSON") from None
    if not isinstance(read, dict):
        raise Wrong(400, "the request must be a JSON object")
    own = read.pop("attribute", {})
    plain = [(name, value) for name, value in read.items() if isinstance(value, str | int | float)]
    nested = own.items() if isinstance(own, dict) else ()
    return [*request.GET.items(), *plain, *((f"attribute[{name}]", value) for name, value in nested)]


def moment(text: str, name: str) -> datetime | None:
    """A W3C date and time. Raises Wrong."""
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text.strip().replace(" ", "+"))
    except ValueError:
        raise Wrong(400, f"{name} is not a date and time, for example 2026-11-22T00:00:00+07:00") from None
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    if not 1900 <= found.year < 2200:
        raise Wrong(400, f"{name} is out of range")
    return found
