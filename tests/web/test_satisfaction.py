"""Rating by the receipt's code, at the counter's tablet, after signing in: one rating, whichever way comes first."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from citizens import HANH, signed_in
from django.test import Client
from following_cases import delivered
from officers import Officer, hidden_of, text_of

from thongsuot.areas.satisfaction import questions, rating, reading, tokens
from thongsuot.areas.satisfaction.rating import Given
from thongsuot.areas.visits import centres
from thongsuot.engine import sql, writing
from thongsuot.engine.errors import Refused
from thongsuot.register import demo

Desk = Callable[[str], Officer]
BODY = f"pvhcc.{demo.WARD}"


def link(case: UUID) -> str:
    return f"/danh-gia/{tokens.token(case)}"


def send(case: UUID, who: Client | None = None, **given: str) -> Any:
    who = who or Client()
    page = who.get(link(case))
    return who.post(link(case), {**hidden_of(page), **given})


def kept(case: UUID) -> tuple[Any, ...]:
    return sql.run(
        "SELECT way, answers, times, cost, hours, by_officer, asked FROM satisfaction_rating WHERE case_id = %s", [case]
    )[0]


def stars(case: UUID) -> str:
    found = writing.find(case)
    assert found
    return str(found.facts.get("stars", ""))


def test_who_has_the_receipt_rates_without_signing_in_and_the_journal_does_not_say_it_was_hanh(desk: Desk) -> None:
    case = delivered(desk)
    page = Client().get(link(case))

    assert page.status_code == 200
    assert HANH.name not in page.content.decode(), "whoever found the slip learns no name"
    done = send(case, stars="4", ease="2", times="1", cost="50.000 đ", hours="1,5")

    assert "Cảm ơn bạn đã đánh giá" in text_of(done)
    assert stars(case) == "4"
    way, answers, times, cost, hours, by_officer, asked = kept(case)
    assert (way, json.loads(answers), times, cost, float(hours)) == ("link", {"ease": "2"}, 1, 50000, 1.5)
    assert not by_officer
    assert asked == questions.on(datetime.now(UTC).date()).valid_from
    told = text_of(signed_in(HANH).get(f"/cua-toi/{case}"))
    assert "Người giữ mã đánh giá đã đánh giá" in told


def test_the_second_rating_is_refused_whichever_way_it_comes(desk: Desk) -> None:
    case = delivered(desk)
    send(case, stars="4")

    assert Client().get(link(case)).status_code == 409
    assert "đánh giá một lần" in text_of(Client().get(link(case)))
    hanh = signed_in(HANH)
    assert "đã được đánh giá bằng mã" in text_of(hanh.get(f"/cua-toi/{case}/danh-gia"))
    found = writing.find(case)
    assert found
    hanh.post(f"/cua-toi/{case}/danh-gia", {"stars": "1", "_key": str(uuid4()), "_version": str(found.length)})
    assert stars(case) == "4"


def test_hanhs_own_rating_closes_the_code(desk: Desk) -> None:
    case = delivered(desk)
    hanh = signed_in(HANH)
    page = hanh.get(f"/cua-toi/{case}/danh-gia")
    hanh.post(f"/cua-toi/{case}/danh-gia", {**hidden_of(page), "stars": "5"})

    assert Client().get(link(case)).status_code == 409
    assert kept(case)[0] == "portal"
    assert stars(case) == "5"


def test_before_the_result_and_long_after_it_nothing_is_rated(desk: Desk) -> None:
    case = desk("lan").receive()

    assert "sau khi nhận kết quả" in text_of(Client().get(link(case)))
    late = datetime.now(UTC) + timedelta(days=91)
    other = delivered(desk)
    with pytest.raises(Refused, match="Đã quá 90 ngày"):
        rating.open_case(other, late)


@pytest.mark.parametrize("wrong", ["x", "a" * 42, "%00", "a" * 5000, "phiếu"])
def test_a_strange_code_is_a_sentence(db: None, wrong: str) -> None:
    answer = Client().get(f"/danh-gia/{wrong}")

    assert answer.status_code == 404
    assert text_of(answer)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Chọn một mức hài lòng"),
        ({"stars": "6"}, "Chọn một mức hài lòng"),
        ({"stars": "5", "cost": "nhiều"}, "Ghi số tiền"),
        ({"stars": "5", "cost": "9" * 10}, "1.000.000.000"),
        ({"stars": "5", "hours": "-1"}, "Ghi số giờ"),
        ({"stars": "5", "ease": "9"}, "Chọn một trong các mức"),
        ({"stars": "5", "comment": "x" * 1001}, "tối đa 1.000"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_rated(desk: Desk, given: dict[str, str], sentence: str) -> None:
    case = delivered(desk)
    answer = send(case, **given)

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert stars(case) == ""


def test_a_comment_without_consent_stays_with_the_rating(desk: Desk) -> None:
    case = delivered(desk)
    done = send(case, stars="2", comment="Chờ quá lâu.")

    assert "phản ánh" not in text_of(done).split("Đánh giá đã được ghi")[1].split("Về trang đầu")[0]
    assert sql.run("SELECT petition FROM satisfaction_rating WHERE case_id = %s", [case])[0][0] is None


def test_with_consent_and_a_name_it_becomes_a_petition_of_who_wrote_it_not_of_hanh(desk: Desk) -> None:
    case = delivered(desk)
    unnamed = send(case, stars="2", comment="Chờ quá lâu.", consent="1")
    assert unnamed.status_code == 422
    assert "Ghi họ tên" in text_of(unnamed)

    done = text_of(send(case, stars="2", comment="Chờ quá lâu.", consent="1", name="Trần Văn Sơn"))
    petition = sql.run("SELECT petition FROM satisfaction_rating WHERE case_id = %s", [case])[0][0]
    made = writing.find(petition)
    assert made is not None
    assert (made.kind, made.subject_name, made.number) == ("petition", "Trần Văn Sơn", "")
    assert str(made.code) in done


def test_where_nothing_takes_petitions_the_page_says_so_and_the_text_stays(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("thongsuot.areas.satisfaction.handing_on.PETITION", "nothing of the kind")
    case = delivered(desk)
    done = text_of(send(case, stars="2", comment="Chờ quá lâu.", consent="1", name="Trần Văn Sơn"))

    assert "chưa chuyển được thành phản ánh" in done
    assert stars(case) == "2"


# The tablet.


@pytest.fixture
def centre(desk: Desk) -> centres.Centre:
    return centres.keep(BODY, 3, 30, 2, datetime.now(UTC))


def tablet(centre: centres.Centre, **given: str) -> Any:
    address = f"/danh-gia/tai-quay/{BODY}"
    return Client().post(address, {"khoa": centre.secret, "_key": str(uuid4()), **given})


@pytest.mark.parametrize("scanned", ["code", "token", "address"])
def test_at_the_counter_one_touch_rates_and_the_page_goes_back(
    desk: Desk, centre: centres.Centre, scanned: str
) -> None:
    case = delivered(desk)
    found = writing.find(case)
    assert found
    ways = {"code": str(found.code), "token": tokens.token(case), "address": f"http://x/danh-gia/{tokens.token(case)}"}
    asked = tablet(centre, ma=ways[scanned])
    question = Client().get(asked["Location"])

    assert HANH.name not in question.content.decode()
    assert found.title not in question.content.decode(), "what it was about is nobody's business at the counter"
    assert question["Refresh"].startswith("30; url=")
    token = re.search(r'name="the" value="([^"]+)"', question.content.decode())
    assert token
    done = tablet(centre, the=token[1], stars="5")
    thanks = Client().get(done["Location"])
    assert "Cảm ơn bạn" in text_of(thanks)
    assert thanks["Refresh"].startswith("6; url=")
    assert (stars(case), kept(case)[0]) == ("5", "kiosk")
    assert "đánh giá một lần" in text_of(tablet(centre, ma=ways[scanned]))


def test_the_tablet_opens_with_its_key_alone_and_only_its_counters_dossiers(desk: Desk, centre: centres.Centre) -> None:
    assert Client().get(f"/danh-gia/tai-quay/{BODY}").status_code == 404
    assert Client().get(f"/danh-gia/tai-quay/{BODY}?khoa=sai").status_code == 404
    assert "Không tìm thấy hồ sơ này tại đây" in text_of(tablet(centre, ma="H46.19753-261121-0001"))
    assert "Không tìm thấy" in text_of(tablet(centre, ma="\x00"))
    assert tablet(centre, the="x", stars="5").status_code == 302


# Who leads.


def test_figures_come_with_the_response_rate_and_without_a_mean_under_thirty(desk: Desk) -> None:
    case = delivered(desk)
    send(case, stars="4")
    page = text_of(desk("lanhdao").get("/hai-long"))

    assert "Tỷ lệ đánh giá" in page
    assert "Chưa đủ 30 đánh giá" in page
    assert "Thấp nhất trước" not in page


def test_hoa_of_another_province_counts_nothing_of_hue(desk: Desk) -> None:
    send(delivered(desk), stars="4")
    hoa = desk("hoa")

    assert "Chưa trả kết quả nào trong kỳ" in text_of(hoa.get("/hai-long"))
    assert hoa.get("/hai-long?xem=x&luc=\x00&noi='").status_code == 200


def test_an_officers_own_browser_and_many_from_one_address_are_marked_not_averaged(desk: Desk) -> None:
    case = delivered(desk)
    send(case, desk("lan"), stars="5")
    now = datetime.now(UTC)
    day = now + timedelta(days=1)

    def rated(stars: str, origin: bytes) -> None:
        case = delivered(desk)
        rating.give(case, Given(stars, "link", origin), datetime.now(UTC), uuid4())

    tally = reading.of_place(now - timedelta(days=1), day, "")
    assert (tally.flagged, tally.counted) == (1, 0)
    for _one in range(questions.on(now.date()).same_origin):
        rated("5", b"one")
    tally = reading.of_place(now - timedelta(days=1), day, "")
    assert (tally.flagged, tally.counted) == (6, 0)
    rated("3", b"two")
    assert reading.of_place(now - timedelta(days=1), day, "").stars == (0, 0, 1, 0, 0)


def test_the_page_asks_one_statement_and_the_workbook_opens(desk: Desk) -> None:
    send(delivered(desk), stars="4")
    leader = desk("lanhdao")
    leader.get("/hai-long")
    before = sql.count()
    assert leader.get("/hai-long").status_code == 200
    assert sql.count() - before <= 4
    assert leader.get("/xuat/hai-long?xem=co-quan&luc=90").status_code == 200


def test_the_slip_has_a_code_for_the_result_and_no_name(desk: Desk) -> None:
    case = delivered(desk)
    page = desk("lan").get(f"/danh-gia/phieu/{case}")

    assert tokens.token(case) in page.content.decode()
    assert HANH.name not in page.content.decode()
    assert desk("hoa").get(f"/danh-gia/phieu/{case}").status_code == 404
