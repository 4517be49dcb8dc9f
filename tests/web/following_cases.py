"""Hạnh's dossiers at Thuận Hóa, brought by the ward's people to where a test of her pages needs them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from citizens import HANH
from officers import Officer, hidden_of, text_of

from thongsuot.engine import sql

Desk = Callable[[str], Officer]
DEFECTS = ["Tờ khai thiếu chữ ký; ký ở mục người khai", "Bản chụp giấy chứng sinh bị mờ; chụp lại rõ"]
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def hers(desk: Desk, **changed: str) -> UUID:
    """A dossier that Lan received at the counter, with Hạnh's number, telephone and mail address."""
    person = {"name": HANH.name, "number": HANH.number, "phone": "0912 345 678", "email": "hanh@vi-du.example"}
    return desk("lan").receive(**{**person, **changed})


def to_nam(desk: Desk, case: UUID) -> None:
    desk("lan").make(case, "hand_over")


def asked_for_more(desk: Desk, **changed: str) -> UUID:
    """A dossier to which Nam wants a supplement."""
    case = hers(desk, **changed)
    to_nam(desk, case)
    answer = desk("nam").make(case, "ask_supplement", defects=DEFECTS)
    assert answer.status_code == 302, text_of(answer)
    return case


SIGNED = (
    ("thu", "review", {}),
    ("minh", "sign", {"method": "paper"}),
)
ISSUED = (("van", "number", {}), ("van", "seal", {}), ("van", "issue", {}))
DELIVERED = (("lan", "hand_out", {"receiver": HANH.name, "how": "counter"}),)


def go(desk: Desk, case: UUID, *steps: tuple[str, str, dict[str, Any]]) -> None:
    for login, move, given in steps:
        answer = desk(login).make(case, move, **given)
        assert answer.status_code == 302, (login, move, text_of(answer))


def signed(desk: Desk) -> UUID:
    case = hers(desk)
    to_nam(desk, case)
    proposed = {"outcome": "granted", "summary": ["Đăng ký khai sinh theo đề nghị, hồ sơ nội bộ số 7."]}
    go(desk, case, ("nam", "propose", proposed), *SIGNED)
    return case


def done(desk: Desk) -> UUID:
    case = signed(desk)
    go(desk, case, *ISSUED)
    return case


def delivered(desk: Desk) -> UUID:
    case = done(desk)
    go(desk, case, *DELIVERED)
    return case


def code_of(case: UUID) -> str:
    return str(sql.run("SELECT code FROM engine_case WHERE id = %s", [case])[0][0])


def step_of(case: UUID) -> str:
    return str(sql.run("SELECT step FROM engine_case WHERE id = %s", [case])[0][0])


def reads(case: UUID, what: str) -> int:
    found = sql.run("SELECT count(*) FROM engine_read WHERE case_id = %s AND what = %s", [case, what])
    return int(found[0][0])


def send(who: Any, page: Any, address: str, **given: Any) -> Any:
    """Send the page's form as it stands, with what is typed."""
    return who.post(address, {**hidden_of(page), **given})


__all__ = ["asked_for_more", "delivered", "done", "go", "hers", "hidden_of", "send", "signed", "text_of", "to_nam"]
