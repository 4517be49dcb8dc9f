"""Closed dossiers of Thuận Hóa on their way to the archive, and the years that pass."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import people
from at_work import bring_to, receive
from people import HUE, LAN, MINH, SINCE, WARD
from thongsuot.areas.dossiers.keeping import archiving
from thongsuot.engine import papers, sql, stamper, verbs
from thongsuot.engine.case import Case
from thongsuot.ports.archive import Twin
from thongsuot.register import bodies, calendar
from thongsuot.register.models import Unit

BASIS = "Quyết định số 12/QĐ-UBND: hết thời hạn lưu, đã giao nộp"
SECRETS = ("Trần Văn Hùng", "046085001234", "Bản vẽ nhà ông Hùng")
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def settle(settings: Any, var: Path) -> None:
    """The ward with its people, its name and its calendar; files lie in `var`."""
    settings.VAR = var
    people.settle()
    people.empower()
    Unit.objects.create(
        code=WARD, name="Phường Thuận Hóa", kind="phuong", tier=3, province_code=HUE, parent_code=HUE,
        valid_from=SINCE, recorded_on=SINCE, legal_basis="dữ liệu minh họa",
    )  # fmt: skip
    calendar.load_calendar_rows()
    bodies.forget()


def leave() -> None:
    calendar.forget()
    people.forget()
    bodies.forget()


def now() -> datetime:
    return datetime.now(UTC)


def delivered(content: bytes = PDF) -> Case:
    """Hùng's dossier with a paper in the store, brought to its end."""
    kept = papers.keep([content], "Bản vẽ nhà ông Hùng.pdf")
    case = bring_to("processing", receive())
    return bring_to("delivered", verbs.attach(MINH, case.id, case.length, (kept,)))


def withdrawn() -> Case:
    case = receive()
    return verbs.move(LAN, case.id, case.length, "withdraw", {"request": "Đơn xin rút của ông Trần Văn Hùng."})


def listed() -> None:
    stamper.stamp("vn")
    while archiving.catch_up("vn"):
        pass


def handed_over(root: Path, **mood: Any) -> None:
    listed()
    archiving.work_all(Twin(root, **{"loses": "", **mood}), now())


def later(years: int) -> datetime:
    return now() + timedelta(days=366 * years)


def state_of(case: Case) -> tuple[str, str, str]:
    """(state, receipt, reason) of a dossier's package."""
    rows = sql.run("SELECT state, receipt, reason FROM keeping_package WHERE case_id = %s", [case.id])
    return rows[0] if rows else ("", "", "")


def everywhere(texts: tuple[str, ...]) -> list[str]:
    """The tables in which one of these texts still stands, whatever the column; the register of officers left out."""
    tables = sql.run(
        "SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
        " AND relname NOT LIKE 'register%%' ORDER BY 1"
    )
    return [
        f"{table}: {text}"
        for (table,) in tables
        for text in texts
        if sql.run(f"SELECT 1 FROM {table} t WHERE to_jsonb(t)::text ILIKE %s LIMIT 1", [f"%{text}%"])
    ]
