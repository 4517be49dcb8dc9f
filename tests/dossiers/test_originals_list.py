"""The list with which originals go between counters: Vân sends, Lan signs; each print stays as it was."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from letter_reading import HOSTILE
from pypdf import PdfReader

import people
from at_work import opening
from people import LAN
from thongsuot.areas.dossiers import printing
from thongsuot.areas.dossiers.letters import ORIGINALS
from thongsuot.areas.dossiers.letters.originals import OriginalsData
from thongsuot.areas.dossiers.letters.parts import Agency, Procedure
from thongsuot.engine import letters, reading, verbs
from thongsuot.engine.case import Case
from thongsuot.engine.errors import Impossible
from thongsuot.register import bodies, calendar, formatting

AT = datetime(2026, 11, 20, 8, 5, tzinfo=UTC)
LIST = ["Giấy khai sinh, 01 bản chính", f"Giấy tờ khác {HOSTILE}"]


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def sample(**changed: Any) -> dict[str, Any]:
    return {
        "code": "H46.19789-261121-0001", "issued_at": AT, "agency": Agency(name="Điểm phục vụ", place="Huế"),
        "applicant": "Nguyễn Thị Hạnh", "procedure": Procedure(name="Đăng ký khai sinh", code="1.001193"),
        "from_body": "Điểm phục vụ", "to_body": "Trung tâm", "papers": LIST, "given_at": AT, "giver": "Vân", **changed,
    }  # fmt: skip


def test_what_is_not_signed_for_yet_leaves_room_for_hand_and_hour() -> None:
    text = text_of(letters.render(ORIGINALS, OriginalsData(**sample())))

    for words in ("BẢNG KÊ GIAO NHẬN BẢN GỐC", "NGƯỜI GIAO", "NGƯỜI NHẬN", "15 giờ 05 phút", "…… giờ …… phút", *LIST):
        assert words in text


def test_a_list_of_nothing_is_refused() -> None:
    with pytest.raises(letters.LetterError, match="Bản gốc"):
        letters.render(ORIGINALS, sample(papers=()))


def numbers(case: UUID) -> list[int]:
    return [one.number for one in printing.printables(reading.story(case)) if one.key == "originals"]


def printed(case: UUID, number: int) -> bytes:
    return printing.printed(reading.story(case), "originals", number)[1]


@pytest.fixture
def helped(country_setup: object, db: None) -> Iterator[Case]:
    """What Giang's counter took in for Thuận Hóa."""
    people.settle()
    for module in (bodies, calendar):
        module.forget()
    yield verbs.open(people.GIANG, opening("receive_for", given={"sets": "1"}))
    for module in (bodies, calendar):
        module.forget()


@pytest.fixture
def sent(helped: Case) -> Case:
    return verbs.move(people.GIANG, helped.id, helped.length, "send_originals", {"list": LIST, "carrier": "EMS 000 1"})


def test_as_it_left_it_names_who_gave_it_and_nobody_who_took_it(sent: Case) -> None:
    (number,) = numbers(sent.id)
    text = text_of(printed(sent.id, number))

    for words in (people.GIANG.name, "EMS 000 1", *LIST):
        assert words in text
    assert LAN.name not in text


def test_signed_for_it_has_both_people_and_both_times_and_the_first_print_stays_as_it_was(sent: Case) -> None:
    (first,) = numbers(sent.id)
    before = printed(sent.id, first)
    given = {"checked": "short", "note": "Thiếu một bản chính."}
    case = verbs.move(LAN, sent.id, sent.length, "originals_arrived", given)

    assert printed(sent.id, first) == before
    text = text_of(printed(sent.id, numbers(sent.id)[1]))
    entries = {told.body["move"]: told.body["happened"] for told in reading.story(case.id).entries}
    for move in ("send_originals", "originals_arrived"):
        assert formatting.moment_in_words(datetime.fromisoformat(entries[move])) in text
    for words in (people.GIANG.name, LAN.name, "Thiếu, ghi ở ghi chú", "Thiếu một bản chính."):
        assert words in text


def test_two_lists_are_signed_for_each_in_its_turn(sent: Case) -> None:
    case = verbs.move(LAN, sent.id, sent.length, "originals_arrived", {"checked": "whole"})
    case = verbs.move(
        people.GIANG, case.id, case.length, "send_originals", {"list": ["Giấy chứng sinh, 01 bản"], "carrier": "EMS 2"}
    )
    case = verbs.move(LAN, case.id, case.length, "originals_arrived", {"checked": "whole"})
    texts = [text_of(printed(case.id, number)) for number in numbers(case.id)]

    assert ["EMS 000 1" in text for text in texts] == [True, True, False, False]
    assert ["Giấy chứng sinh" in text for text in texts] == [False, False, True, True]


def test_what_never_left_has_no_list(helped: Case) -> None:
    assert numbers(helped.id) == []
    with pytest.raises(Impossible):
        printed(helped.id, 1)
