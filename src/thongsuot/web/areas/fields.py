"""Bodies and persons in forms: a body is typed by name, with those around offered; a person is chosen from holders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.faces import Face
from thongsuot.engine.process import Need, NeedKind
from thongsuot.register import body_search
from thongsuot.web.desk import forms
from thongsuot.web.desk.forms import Fault, Field
from thongsuot.web.entrance import today
from thongsuot.web.speech import say as _


def offered(needs: Iterable[Need], face: Face | None, actor: Actor, case: Case | None) -> list[Need]:
    """The needs with what the area offers for bodies and persons."""
    return [_offered(need, face, actor, case) for need in needs]


def _offered(need: Need, face: Face | None, actor: Actor, case: Case | None) -> Need:
    if face is None or need.kind not in (NeedKind.BODY, NeedKind.PERSON, NeedKind.CASE) or need.choices:
        return need
    found = face.choices(actor, need, case)
    return need if found is None else replace(need, choices=tuple(found))


def searched(need: Need) -> bool:
    """Whether a body is typed by its name, because nobody could choose from all of them."""
    return need.kind is NeedKind.BODY and not need.choices


def fields(needs: Sequence[Need], typed: Mapping[str, Any], faults: Sequence[Fault], actor: Actor) -> list[Field]:
    """The fields; where a body is typed, with a list of those around and of those that the text could mean."""
    made = forms.fields(needs, typed, faults)
    return [
        _by_name(field, str(typed.get(need.name) or ""), actor) if searched(need) else field
        for need, field in zip(needs, made, strict=True)
    ]


def _by_name(field: Field, text: str, actor: Actor) -> Field:
    day, office = today(), actor.offices[0] if actor.offices else None
    found = body_search.find(text, day, office.province_code if office else "") if text else []
    shown = found[0].words if len(found) == 1 else text
    around = body_search.around(office.house, day) if office else []
    options = dict.fromkeys(one.words for one in (*found, *around))
    hint = field.hint or _("Gõ tên cơ quan, hoặc chọn trong danh sách gợi ý.")
    return replace(field, kind="short", value=shown, hint=hint, choices=[(one, one) for one in options])


def given(needs: Sequence[Need], typed: Mapping[str, Any], actor: Actor) -> tuple[dict[str, Any], list[Fault]]:
    """The values for the engine with the bodies by their keys, and what is wrong with what was typed."""
    values, faults = forms.given(needs, typed)
    near = actor.offices[0].province_code if actor.offices else ""
    for need in needs:
        if searched(need) and isinstance(text := values.get(need.name), str):
            found = body_search.find(text, today(), near)
            if len(found) == 1:
                values[need.name] = found[0].key
            else:
                faults.append((need.name, _several(found)))
    return values, faults


def _several(found: Sequence[body_search.Found]) -> str:
    if not found:
        return _("Không có cơ quan nào tên như vậy. Kiểm tra lại tên.")
    names = "; ".join(one.words for one in found[:5])
    return _("Nhiều cơ quan có tên như vậy: %(names)s. Gõ đủ tên của một cơ quan.") % {"names": names}
