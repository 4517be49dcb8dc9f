"""Invented reorganisations of real units: two wards become one, one ward is divided, a department is divided."""

from __future__ import annotations

from datetime import date
from typing import Any

from people import HUE, NEIGHBOUR, WARD
from thongsuot.engine.reorganising import acts
from thongsuot.register.reorganising.plan import Heir, NewBody, NewUnit, Plan

NEW, EAST, WEST = "19790", "19791", "19792"


def _head(**given: Any) -> dict[str, Any]:
    found = {
        "kind": "merge", "title": "Sáp nhập phường Thuận Hóa và phường Phú Xuân", "number": "99/NQ-UBTVQH16",
        "issued_on": date(2026, 10, 1), "article": "Điều 1", "issuer": "Ủy ban Thường vụ Quốc hội",
        "effective_on": acts.today(),
    }  # fmt: skip
    return {**found, **given}


def merge(**given: Any) -> Plan:
    """Thuận Hóa and Phú Xuân become Phường Kinh Thành; everything else is implied."""
    unit = NewUnit(NEW, "Phường Kinh Thành", "phuong", HUE, whole_of=(WARD, NEIGHBOUR))
    return Plan(**_head(units=(unit,), **given))


def takes_over(**given: Any) -> Plan:
    """Thuận Hóa goes on under its code and takes Phú Xuân in."""
    unit = NewUnit(WARD, "Phường Thuận Hóa", "phuong", HUE, whole_of=(WARD, NEIGHBOUR))
    return Plan(**_head(title="Nhập phường Phú Xuân vào phường Thuận Hóa", units=(unit,), **given))


def division(**given: Any) -> Plan:
    """Thuận Hóa is divided by quarters: Tây Lộc and Phú Hòa go west, the rest east."""
    units = (
        NewUnit(EAST, "Phường Đông Thành", "phuong", HUE, part_of=(WARD,)),
        NewUnit(WEST, "Phường Tây Thành", "phuong", HUE, part_of=(WARD,)),
    )
    heirs = (
        Heir(f"ubnd.{WARD}", f"ubnd.{WEST}", addresses=("Tây Lộc", "Phú Hòa")),
        Heir(f"ubnd.{WARD}", f"ubnd.{EAST}"),
    )
    return Plan(**_head(kind="split", title="Chia phường Thuận Hóa", **{"units": units, "heirs": heirs, **given}))


def department(**given: Any) -> Plan:
    """The ward's economic office is divided by sector: building goes to a new office of the same committee."""
    body = NewBody(
        f"pxd.{WARD}", "pkt", "Phòng Xây dựng phường Thuận Hóa", 3, WARD, HUE, f"ubnd.{WARD}", f"ubnd.{WARD}"
    )
    heirs = (Heir(f"pkt.{WARD}", f"pxd.{WARD}", sectors=("G17",)), Heir(f"pkt.{WARD}", f"pkt.{WARD}"))
    return Plan(**_head(kind="split", title="Tách Phòng Xây dựng", **{"bodies": (body,), "heirs": heirs, **given}))
