"""Closed dossiers of Thuận Hóa on their way to the archive, and the years that pass."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import people
from at_work import bring_to, opening, receive
from people import HANH, HUE, HUNG, LAN, MINH, SINCE, WARD
from thongsuot.areas.dossiers import collecting, receipts, refunds
from thongsuot.areas.dossiers.keeping import archiving
from thongsuot.areas.dossiers.models_money import Payment
from thongsuot.engine import groups, own_copy, papers, sql, stamper, verbs, writing
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


FEES = [
    {"name": "Phí thẩm định", "amount": 150_000, "purpose": "fee", "lines": []},
    {"name": "Lệ phí cấp phép", "amount": 75_000, "purpose": "charge", "lines": []},
]
WHY = "Hộ ông Trần Văn Hùng nộp nhầm"


def as_it_stands(case: Case) -> Case:
    found = writing.find(case.id)
    assert found is not None
    return found


def paid(case: Case, why: str = WHY) -> Case:
    """Both fees taken at the counter; the second receipt voided and written anew, a refund asked for and declined."""
    for purpose, amount in (("fee", 150_000), ("charge", 75_000)):
        given = {"purpose": purpose, "paid": amount, "how": "cash", "when": "intake"}
        made = collecting.collect(LAN, case.id, as_it_stands(case).length, given, key=uuid4())
    receipts.void(LAN, case.id, made.id, why)
    back = refunds.ask(LAN, case.id, Payment.objects.filter(case_id=case.id).latest("paid_at").id, 75_000, "other",
                       why, "Điều 1")  # fmt: skip
    refunds.decide(HANH, back.id, approve=False, note=why)
    return as_it_stands(case)


def with_money(ends: str = "delivered") -> Case:
    """Hùng's dossier with fees that he paid, at its end."""
    case = paid(verbs.open(LAN, replace(opening(), facts={**opening().facts, "fees": FEES})))
    if ends == "withdrawn":
        return verbs.move(LAN, case.id, case.length, "withdraw", {"request": "Đơn của ông Trần Văn Hùng."})
    return bring_to("delivered", _grouped(bring_to("processing", case), "Trần Văn Hùng"))


def kept_beside(case: Case, word: str = "Trần Văn Hùng") -> Path:
    """What other parts of the system keep of a dossier and its person; the file of his own copy."""
    at = now()
    mail = f"<{word}> 550 unknown"
    for statement, values in (
        ("INSERT INTO exchange_notice VALUES (%s, 1, 'mail', '46', 'receive', %s, 'dead', 9, NULL, 'x', %s, NULL, '')"
         " ON CONFLICT DO NOTHING", [case.id, at, mail]),
        ("INSERT INTO exchange_notice_choice VALUES (%s, true, true, true, 'vi', %s) ON CONFLICT DO NOTHING",
         [HUNG.citizen, at]),
        ("INSERT INTO exchange_stage VALUES (%s, '46', 'ho_tich', %s, %s, 'over', NULL, 0, '', NULL)"
         " ON CONFLICT DO NOTHING", [case.id, HUNG.citizen, word]),
        ("INSERT INTO exchange_store_delivery VALUES (%s, 'deliver', %s, 1, '46', 'papers', %s, 'delivered', 1, false,"
         " NULL, %s, 'BN-1', %s, NULL, '')", [uuid4(), case.id, at, mail, HUNG.citizen]),
        ("INSERT INTO engine_track VALUES (%s, '\\x01', '\\x02', %s, '\\x03', %s, 0)", [uuid4(), case.id, at]),
        ("INSERT INTO engine_export VALUES (%s, %s, 'tim', '{}', %s, 1, 'taken', '', %s, NULL, NULL, %s, 0)",
         [uuid4(), LAN.person, "Hồ sơ tìm theo “Trần Văn Hùng”", at, at]),
    ):  # fmt: skip
        sql.run(statement, values)
    id = uuid4()
    sql.run(
        "INSERT INTO engine_own_copy VALUES (%s, %s, 'Trần Văn Hùng', 'ready', '', %s, NULL, NULL, %s, 0)",
        [id, HUNG.citizen, at, at + own_copy.KEPT],
    )
    own_copy.write(own_copy.path(id), HUNG, at)
    return own_copy.path(id)


def _grouped(case: Case, word: str) -> Case:
    return verbs.group(MINH, case.id, case.length, groups.make(MINH, f"Đất nhà {word}"))


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
