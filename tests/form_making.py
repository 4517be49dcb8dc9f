"""A small form with one of everything, and the places of its addresses; made without a database."""

from __future__ import annotations

from datetime import date
from typing import Any

from thongsuot.engine.forms import Form
from thongsuot.engine.forms_places import Commune, FewPlaces
from thongsuot.engine.forms_text import from_data
from thongsuot.engine.forms_validate import Checked, Faulty, validate

TODAY = date(2026, 11, 21)
THUAN_HOA = Commune("19789", "Phường Thuận Hóa", "46", "Thành phố Huế")
PHU_XUAN = Commune("19753", "Phường Phú Xuân", "46", "Thành phố Huế")
PLACES = FewPlaces(
    {one.code: one for one in (THUAN_HOA, PHU_XUAN)},
    old={("19800", ""): (THUAN_HOA,), ("19801", ""): (THUAN_HOA, PHU_XUAN)},
)
LAN = {"name": "Nguyễn Thị Lan", "birth": "1994-03-08", "number": "046194000123"}

FIELDS: dict[str, dict[str, Any]] = {
    "note": {"kind": "text", "longest": 40},
    "story": {"kind": "long_text", "longest": 200},
    "day": {"kind": "date"},
    "since": {"kind": "partial_date", "past": True},
    "area": {"kind": "number", "decimals": 2, "least": 0, "most": 1000, "unit": "m²"},
    "fee": {"kind": "money"},
    "status": {
        "kind": "choice",
        "choices": [{"value": "never", "label": "Chưa"}, {"value": "married", "label": "Đã kết hôn"}],
    },
    "wants": {"kind": "choices", "choices": [{"value": "a", "label": "A"}, {"value": "b", "label": "B"}]},
    "agrees": {"kind": "yes_no"},
    "person": {"kind": "person", "asks": ["name", "birth", "number", "residence"], "needs": ["name"]},
    "place": {"kind": "address"},
    "phone": {"kind": "phone"},
    "email": {"kind": "email"},
    "firm": {"kind": "organisation", "asks": ["name", "tax_code"], "needs": ["name"]},
    "tax": {"kind": "tax_code"},
    "scan": {"kind": "file"},
}


def field(key: str, **settings: Any) -> dict[str, Any]:
    """A field of `FIELDS`, not required unless said."""
    return {"key": key, "label": key.capitalize(), "required": False, **FIELDS.get(key, {}), **settings}


def definition(*sections: dict[str, Any], **settings: Any) -> dict[str, Any]:
    return {
        "key": "small",
        "version": 1,
        "title": "Tờ khai thử",
        "legal_basis": "Không có",
        "source": "Chỉ để thử",
        "printed": {"heading": "Tờ khai thử"},
        "sections": list(sections),
        **settings,
    }


def section(key: str, *fields: dict[str, Any], **settings: Any) -> dict[str, Any]:
    return {"key": key, "title": key.capitalize(), "fields": list(fields), **settings}


def form(*fields: dict[str, Any], checks: tuple[dict[str, Any], ...] = ()) -> Form:
    """A form with one section of these fields."""
    return from_data(definition(section("only", *fields), checks=list(checks)))


EVERYTHING = form(*(field(key) for key in FIELDS))


def verdict(of: Form, given: dict[str, Any]) -> Checked | Faulty:
    return validate(of, given, today=TODAY, places=PLACES)


def values(of: Form, given: dict[str, Any]) -> dict[str, Any]:
    """The canonical values of answers that must be right."""
    found = verdict(of, given)
    assert isinstance(found, Checked), found.faults
    return found.values


def faults(of: Form, given: dict[str, Any]) -> dict[str, str]:
    """The faults of answers that must be wrong, by path."""
    found = verdict(of, given)
    assert isinstance(found, Faulty), found.values
    return dict(reversed(found.faults))
