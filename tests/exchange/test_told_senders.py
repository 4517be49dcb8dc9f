"""Who sent a petition or a complaint hears what became of it, as applicants do; of a denunciation nobody is written to.

Hùng signs in; Thảo leaves a telephone without signing in; somebody else leaves nothing, and follows by the receipt.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings as django_settings

import people
from people import HUNG
from scenarios.petition import BINH, NHI, THU, YEN
from sent_at_once import at_once
from thongsuot.areas.complaints import sending as grievances
from thongsuot.areas.complaints.sending import Grievance
from thongsuot.areas.petitions import sending as petitions
from thongsuot.areas.petitions.sending import Petition
from thongsuot.engine import receipt_codes, sql, stamper, verbs
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.exchange.notices import sending, telling
from thongsuot.exchange.notices.officers import telling as officers
from thongsuot.ports import messages
from thongsuot.ports.messages import Message

WARD = "19789"
PHONE, EMAIL = "0905 123 456", "hung@vi-du.example"
SAID = ("Phải nộp lại bản giấy của bà Lê Thị Hoa",)


@pytest.fixture(autouse=True)
def screen(country: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    people.settle((YEN, NHI, THU, BINH))
    at_once(monkeypatch)
    settings.DEMO, settings.OPEN311_URL = True, ""
    follow()


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[Message]:
    left: list[Message] = []
    monkeypatch.setattr(messages.OnScreen, "send", lambda self, message: left.append(message))
    return left


def follow() -> None:
    stamper.stamp(django_settings.SITE)
    for one in (telling, officers):
        while one.catch_up(django_settings.SITE):
            continue


def send() -> None:
    follow()
    while sending.send_one(datetime.now(UTC)):
        continue


def petition(who: Actor | None = HUNG, *, answer_by: str = "portal", **more: Any) -> petitions.Sent:
    contact = {"email": EMAIL, **more}
    return petitions.send(who, Petition("TTHC", WARD, SAID, answer_by, **contact), datetime.now(UTC), key=uuid4())


def moved(case: Case, *steps: tuple[Actor, str, dict[str, Any]]) -> Case:
    for who, move, given in steps:
        case = verbs.move(who, case.id, case.length, move, given)
    return case


ANSWERED: tuple[tuple[Actor, str, dict[str, Any]], ...] = (
    (YEN, "accept", {"class": "TTHC", "office": f"vp.{WARD}"}), (NHI, "draft", {"answer": ["Đã bỏ giấy của bà Hoa"]}),
    (THU, "approve", {}), (BINH, "sign", {}),
)  # fmt: skip


def test_hung_hears_that_it_came_that_more_is_asked_and_that_it_was_answered_and_no_word_of_it(
    sent: list[Message],
) -> None:
    case = petition().case
    case = moved(case, (YEN, "ask_more", {"question": ["Giấy nào?"]}), (HUNG, "supplement", {"content": ["Giấy A"]}))
    moved(case, *ANSWERED)
    send()

    text = sent[0].text if len(sent) == 1 else "\n".join(one.text for one in sent)
    for words in ("đã được Ủy ban nhân dân phường Thuận Hóa tiếp nhận", "đề nghị bạn nói rõ hơn", "đã được trả lời"):
        assert text.count(words) == 1, words
    assert {one.to for one in sent} == {EMAIL}
    for word in ("Hoa", "Giấy", "Hùng"):
        assert word not in text
    send()
    assert len(sent) <= 3, "once"


def test_who_did_not_sign_in_hears_by_telephone_and_follows_by_the_receipt(sent: list[Message]) -> None:
    made = petition(None, name="Lê Thị Thảo", phone=PHONE, email="")
    send()

    assert [(one.to, str(made.case.code) in one.text) for one in sent] == [(PHONE, True)]
    assert made.secret not in sent[0].text
    assert receipt_codes.find(str(made.case.code), made.secret, ["petition"]) is not None


def test_who_left_nothing_is_sent_nothing_and_follows_by_the_receipt(sent: list[Message]) -> None:
    made = petition(None, email="")
    moved(made.case, *ANSWERED)
    send()

    assert sent == []
    found = receipt_codes.find(str(made.case.code), made.secret, ["petition"])
    assert found is not None
    assert found.step == "answered"


def test_who_wants_no_answer_is_written_nothing(sent: list[Message]) -> None:
    petition(answer_by="none")
    send()

    assert sent == []


@pytest.mark.parametrize(
    ("kind", "contact", "told"),
    [
        ("complaint", f"12 Lê Lợi, {PHONE}", [PHONE]),
        ("complaint", f"thư: {EMAIL}; nhà số 0912", [EMAIL]),
        ("complaint", "Số 12, đường Lê Lợi", []),
        ("denunciation", f"{PHONE}, {EMAIL}", []),
    ],
)
def test_a_complainant_is_told_by_what_stands_in_the_line_of_contact_and_a_denouncer_by_nothing(
    sent: list[Message], kind: str, contact: str, told: list[str]
) -> None:
    made = grievances.send(
        None,
        Grievance(kind, WARD, SAID, "Quyết định 5", name="Lê Thị Thảo", contact=contact),
        datetime.now(UTC),
        key=uuid4(),
    )
    send()

    assert [one.to for one in sent] == told
    assert all("Đơn KN." in one.text and "Thảo" not in one.text for one in sent)
    assert made.case.code is not None


def test_of_a_denunciation_only_reception_is_told_and_without_a_word(sent: list[Message]) -> None:
    from thongsuot.exchange.notices.officers import mailing, reading
    from thongsuot.register.models import Person

    Person.objects.filter(id__in=[one.person for one in (YEN, NHI, THU, BINH)]).update(email="x@co-quan.example")
    made = grievances.send(None, Grievance("denunciation", WARD, SAID, "Ông K."), datetime.now(UTC), key=uuid4())
    follow()

    rows = sql.run("SELECT person, event FROM exchange_told WHERE case_id = %s", [made.case.id])
    assert [tuple(row) for row in rows] == [(YEN.person, "work")]
    (line,) = reading.mine(YEN).lines
    assert (line.noun, line.state, line.label, line.title) == ("", "", "", "")
    sql.run("UPDATE exchange_told SET next_at = now()")
    day = (datetime.now(UTC) + timedelta(days=1)).replace(hour=3)
    assert mailing.send_one(day)
    assert str(made.case.code) not in sent[-1].text
    assert "Đơn tại bộ phận tiếp công dân" in sent[-1].text
    assert "tố cáo" not in sent[-1].text.lower()


def test_reception_hears_of_a_petition_and_nhi_of_what_her_office_must_answer() -> None:
    case = petition().case
    follow()
    assert sql.run("SELECT person FROM exchange_told WHERE case_id = %s", [case.id]) == [(YEN.person,)]
    moved(case, *ANSWERED[:1])
    follow()

    told = {
        row[0]: row[1]
        for row in sql.run("SELECT person, read_at IS NULL FROM exchange_told WHERE case_id = %s", [case.id])
    }
    assert told[NHI.person]
    assert not told[YEN.person], "she has passed it on"
