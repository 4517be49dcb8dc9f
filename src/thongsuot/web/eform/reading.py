"""What a browser sent of a form, as values for the engine; rows, places and files as they were asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict

from thongsuot.engine import papers
from thongsuot.engine.forms import MOST_ROWS, PART_KINDS, Field, Kind, Section
from thongsuot.engine.forms_validate import PARTED
from thongsuot.register import units
from thongsuot.web.desk.forms import Fault
from thongsuot.web.eform.fields import COMMUNE, DAY, DETAIL, FIND, OTHER_COUNTRY, PROVINCE
from thongsuot.web.entrance import today
from thongsuot.web.speech import say as _

ROWS = "_rows"
AGAIN = ("_add", "_remove", "_look", "_find", "_ask", "_take", "_self", "_save")
MOST_FOUND = 20
Values = dict[str, Any]


def again(posted: QueryDict) -> bool:
    """Whether the button only rearranges the page or looks something up: nothing is judged then."""
    return any(posted.get(name) for name in AGAIN)


def read(request: HttpRequest, sections: Sequence[Section], before: Mapping[str, Any]) -> tuple[Values, list[Fault]]:
    """The answers of these sections over those known before, with the faults of files. Rows are added and removed."""
    values, faults = dict(before), list[Fault]()
    for section in sections:
        if section.repeat is None:
            shown = set((request.POST.get("_shown") or "").split(","))
            for field in section.fields:
                if field.key in shown:
                    values[field.key] = _value(request, field, field.key, before.get(field.key), faults)
        else:
            values[section.key] = _rows(request, section, before.get(section.key), faults)
    return values, faults


def _rows(request: HttpRequest, section: Section, before: Any, faults: list[Fault]) -> list[Values]:
    posted = request.POST
    count = posted.get(f"{section.key}.{ROWS}", "0")
    number = min(int(count), MOST_ROWS) if count.isdecimal() and len(count) < 4 else 0
    old = before if isinstance(before, list) else []
    rows = []
    for row in range(number):
        known = old[row] if row < len(old) and isinstance(old[row], Mapping) else {}
        name = f"{section.key}.{row}"
        rows.append({f.key: _value(request, f, f"{name}.{f.key}", known.get(f.key), faults) for f in section.fields})
    if posted.get("_add") == section.key and len(rows) < MOST_ROWS:
        rows.append({})
    gone, _sep, which = (posted.get("_remove") or "").partition(":")
    if gone == section.key and which.isdecimal() and len(which) < 4:
        rows = [one for at, one in enumerate(rows) if at != int(which)]
    return rows


def _value(request: HttpRequest, field: Field, name: str, before: Any, faults: list[Fault]) -> Any:
    posted = request.POST
    if field.kind is Kind.FILE:
        return _file(request.FILES.get(name), before, f"f-{name}", faults)
    if field.kind in PARTED:
        return {
            str(part): (
                _address(posted, f"{name}.{part}")
                if PART_KINDS.get(part) is Kind.ADDRESS
                else posted.get(f"{name}.{part}", "")
            )
            for part in field.asks
        }
    if field.kind is Kind.ADDRESS:
        return _address(posted, name)
    if field.kind is Kind.CHOICES:
        return posted.getlist(name)
    return posted.get(name, "")


def _file(sent: Any, before: Any, id: str, faults: list[Fault]) -> Any:
    if not isinstance(sent, UploadedFile):
        return before
    try:
        paper = papers.keep(sent.chunks(), sent.name or "")
    except papers.BadPaper as bad:
        faults.append((id, bad.sentence))
        return before
    return {"name": paper.name, "digest": paper.digest.hex(), "size": paper.size, "media_type": paper.media_type}


def _address(posted: QueryDict, name: str) -> Values:
    """As typed; a commune of another province than the chosen one is dropped, a name asked for is found."""
    typed = {
        part: " ".join(posted.get(f"{name}.{part}", "").replace("\x00", " ").split())
        for part in (PROVINCE, COMMUNE, DETAIL, OTHER_COUNTRY, FIND, DAY)
    }
    value = {part: text for part, text in typed.items() if text and part != FIND}
    if posted.get("_find") == name:
        return _found(value, typed[FIND])
    if posted.get("_look") == name:
        value.pop(COMMUNE, None)
        value.pop(DAY, None)
    return value


def _found(value: Values, text: str) -> Values:
    """The communes of today that a name leads to, old names included: one is taken, of several one is chosen."""
    words = text.replace("\x00", " ")[:150]
    found = [one for one in units.find(words, today()) if one.unit.tier == 3] if words else []
    choices = {one.unit.code: f"{one.unit.name}, {one.province}" for one in reversed(found[:MOST_FOUND])}
    value = {part: text for part, text in value.items() if part not in (COMMUNE, PROVINCE, DAY)}
    if len(choices) == 1:
        one = found[0].unit
        return {**value, COMMUNE: one.code, PROVINCE: one.province_code}
    if choices:
        return {**value, "found": [[code, words] for code, words in reversed(choices.items())], FIND: text}
    return {**value, FIND: text, "missed": _("Không có xã, phường nào tên như vậy. Thêm tên tỉnh rồi tìm lại.")}


def plain(value: Any) -> Any:
    """Values without what only the page needs: an address's search."""
    if isinstance(value, Mapping):
        return {key: plain(one) for key, one in value.items() if key not in (FIND, "found", "missed")}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return value
