"""A form printed again is the form that was printed; older dossiers keep the forms of their time; the control sheet."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from officers import Desk, Officer, text_of
from pypdf import PdfReader

from dossiers.letter_reading import printed as printed_sample
from thongsuot.areas.dossiers import printing
from thongsuot.areas.dossiers.letters import CONTROL_SHEET, earlier
from thongsuot.engine import letters, reading, sql
from thongsuot.engine.actor import Actor
from thongsuot.register import demo
from thongsuot.register.models import CalendarDay, Person
from thongsuot.web.desk import content

BEFORE, AFTER = date(2025, 9, 14), date(2025, 9, 15)


def form(who: Officer, case: UUID, key: str, number: int) -> bytes:
    answer = who.get(f"/ho-so/{case}/mau/{key}/{number}")
    assert answer.status_code == 200, text_of(answer)
    return bytes(answer.content)


def words(pdf: bytes) -> str:
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return " ".join(text.replace("\u200b", "").split())


def test_the_receipt_printed_again_after_everything_that_followed_is_the_same_to_the_byte(desk: Desk) -> None:
    lan, nam, thu = desk("lan"), desk("nam"), desk("thu")
    case = lan.receive()
    first = form(lan, case, "01", 1)
    lan.make(case, "hand_over", note="Đủ giấy tờ.")
    nam.post(f"/ho-so/{case}/nhan", {})
    until = (datetime.now(UTC) + timedelta(days=20)).strftime("%d/%m/%Y")
    thu.make(case, "extend", until=until, **{"until-gio": "16:00"}, reasons="Chờ xác minh.")

    assert form(lan, case, "01", 1) == first


def test_a_body_that_took_the_dossier_over_later_did_not_give_its_receipt(desk: Desk) -> None:
    lan = desk("lan")
    case = lan.receive()
    first = form(lan, case, "01", 1)
    # As a transfer leaves it; the journal, which the receipt is made of, knows where it was then.
    sql.run("UPDATE engine_case SET competent_body = 'ubnd.46', executing_body = 'vp.46' WHERE id = %s", [case])

    assert form(lan, case, "01", 1) == first


def test_a_calendar_that_changed_later_does_not_explain_the_day_that_was_appointed(desk: Desk) -> None:
    lan = desk("lan")
    case = lan.receive()
    due = sql.run("SELECT due_at FROM engine_case WHERE id = %s", [case])[0][0]
    page = reading.case_page(_actor("Nguyễn Thị Lan"), case)
    now = printing.AsOf(page, 1)
    told = printing._reasons(now)
    now.row["due_at"] = (due + timedelta(days=3)).isoformat()

    assert told
    assert printing._reasons(now) == ()
    assert CalendarDay.objects.exists()


def _actor(name: str) -> Actor:
    from thongsuot.engine import actor
    from thongsuot.web.entrance import today

    return actor.load(Person.objects.get(name=name).id, today())


# The forms of a day.


@pytest.mark.parametrize(
    ("key", "number_before", "title_before"),
    [
        ("01", "01", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"),
        ("02", "02", "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"),
        ("03", "03", "Phiếu từ chối tiếp nhận, giải quyết hồ sơ"),
        ("04", "04", "Phiếu xin lỗi và hẹn lại ngày trả kết quả"),
        ("06", "05", "Phiếu kiểm soát quá trình giải quyết hồ sơ"),
        ("07", "06", "Sổ theo dõi hồ sơ"),
    ],
)
def test_a_form_is_that_of_the_circular_in_force_on_the_day_of_the_event(
    key: str, number_before: str, title_before: str
) -> None:
    before, after = letters.letter_for(key, BEFORE), letters.letter_for(key, AFTER)

    assert (before.number, before.title, before.version) == (number_before, title_before, "TT 01/2018/TT-VPCP")
    assert (after.number or after.key, after.version) == (key, "TT 03/2025/TT-VPCP")


def test_there_was_no_notice_of_stopping_before_and_no_form_of_ours_before_the_first_circular() -> None:
    assert letters.holding("05", BEFORE) is None
    assert letters.holding("05", AFTER) is not None
    assert letters.holding("01", date(2018, 11, 22)) is None


def test_the_old_control_sheet_says_form_05_of_its_own_circular() -> None:
    old = next(one for one in earlier.FORMS if one.key == "06")

    assert "Mẫu số 05 – TT 01/2018/TT-VPCP" in printed_sample(old).replace("\u200b", "")
    assert "Mẫu số 06 – TT 03/2025/TT-VPCP" in printed_sample(CONTROL_SHEET).replace("\u200b", "")


def test_a_dossier_of_last_summer_is_printed_in_the_forms_of_last_summer(desk: Desk) -> None:
    lan = desk("lan")
    case = lan.receive()
    page = reading.case_page(_actor("Nguyễn Thị Lan"), case)
    long_ago = "2025-08-04T02:00:00+00:00"
    for told in page.entries:
        told.body["happened"] = long_ago

    found = {one.key: printing.printed(page, one.key, one.number)[0] for one in printing.printables(page)}

    assert {found[key].version for key in ("01", "06")} == {"TT 01/2018/TT-VPCP"}
    offered = [label for label, _address in content.prints(page, "")]
    assert "Mẫu 05, Phiếu kiểm soát quá trình giải quyết hồ sơ" in offered


# The control sheet.


def test_the_control_sheet_has_a_row_for_every_hand_over(desk: Desk) -> None:
    lan, nam, thu, minh, van = (desk(login) for login in ("lan", "nam", "thu", "minh", "van"))
    case = lan.receive()
    lan.make(case, "hand_over", note="Đủ giấy tờ.")
    nam.make(case, "propose", outcome="granted", summary="Đồng ý đăng ký khai sinh.")
    thu.make(case, "review")
    minh.make(case, "sign", method="paper")
    for move in ("number", "seal", "issue"):
        van.make(case, move)
    lan.make(case, "hand_out", receiver="Trần Văn Hùng", how="counter")

    told = words(form(lan, case, "06", 0))

    for name in ("Nguyễn Thị Lan", "Lê Thị Thu", "Đủ giấy tờ.", "Trước hạn", "Ký", "Kết quả", "Ghi chú"):
        assert name in told
    page = reading.case_page(_actor("Nguyễn Thị Lan"), case)
    rows = printing.hand_overs.rows(printing.AsOf(page, len(page.entries)))
    given = [(row.from_person.split()[-1], row.to_person.split()[-1]) for row in rows]
    assert given[0] == ("Lan", rows[1].from_person.split()[-1])
    assert [after for _, after in given[:-1]] == [before for before, _ in given[1:]], "who received it gave it on"
    assert all(row.taken_at and row.taken_at >= row.at for row in rows)


def test_a_hand_over_that_nobody_took_yet_leaves_a_blank_to_sign(desk: Desk) -> None:
    lan = desk("lan")
    case = lan.receive()
    lan.make(case, "hand_over")
    page = reading.case_page(_actor("Nguyễn Thị Lan"), case)

    (row,) = printing.hand_overs.rows(printing.AsOf(page, len(page.entries)))

    assert (row.to_person, row.taken_at) == ("", None)
    assert "Trước hạn" in words(form(lan, case, "06", 0))


@pytest.mark.parametrize(
    ("hours", "expected"),
    [(-48, "Trước hạn"), (0, "Đúng hạn"), (1, "Quá hạn")],
)
def test_before_on_and_after_the_day_due(hours: int, expected: str) -> None:
    from thongsuot.areas.dossiers.hand_overs import _outcome
    from thongsuot.areas.dossiers.letters.parts import OUTCOMES

    due = datetime(2026, 11, 20, 10, tzinfo=UTC)

    found: Any = _outcome(due + timedelta(hours=hours), due)

    assert OUTCOMES[found] == expected
    assert _outcome(due, None) is None


def test_a_control_officer_prints_no_form_of_a_person(desk: Desk) -> None:
    case = desk("lan").receive()

    for key, number in (("01", 1), ("06", 0)):
        assert desk("kiemsoat").get(f"/ho-so/{case}/mau/{key}/{number}").status_code == 403
        assert desk("hoa").get(f"/ho-so/{case}/mau/{key}/{number}").status_code == 404
    assert demo.WARD
