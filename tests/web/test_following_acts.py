"""Hạnh withdraws and rates; who is late, twice or too early is told so, and loses nothing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from citizens import HANH, signed_in
from django.test import Client
from following_cases import (
    Desk,
    delivered,
    done,
    go,
    hers,
    send,
    signed,
    step_of,
    to_nam,
)
from officers import hidden_of, text_of

from thongsuot.engine import sql

# --- Withdrawing


WITHDRAWN = {"request": "Gia đình chuyển về quê, sẽ nộp ở nơi mới.", "sure": "1"}


def withdraw(who: Client, case: UUID, **given: str) -> Any:
    page = who.get(f"/cua-toi/{case}/rut")
    assert page.status_code == 200, text_of(page)
    return send(who, page, f"/cua-toi/{case}/rut", **given)


def test_hanh_withdraws_after_reading_what_it_means(desk: Desk) -> None:
    case = hers(desk)
    to_nam(desk, case)
    hanh = signed_in(HANH)
    page = text_of(hanh.get(f"/cua-toi/{case}/rut"))
    assert "Đã rút thì không lấy lại được" in page

    answer = withdraw(hanh, case, **WITHDRAWN)

    assert answer.status_code == 302
    assert step_of(case) == "withdrawn"
    text = text_of(hanh.get(f"/cua-toi/{case}"))
    assert "Bạn rút hồ sơ:" in text
    assert "Hồ sơ đã rút, không giải quyết tiếp." in text
    assert "Đã xong (1)" in text_of(hanh.get("/cua-toi"))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"request": "Chuyển nơi ở"}, "Đánh dấu vào ô này nếu bạn chắc chắn"),
        ({"sure": "1"}, "Nhập mục “Lý do rút hồ sơ”"),
        ({"request": "x" * 1001, "sure": "1"}, "tối đa 1000"),
        ({"request": "a\x00b", "sure": "1"}, "ký tự không hợp lệ"),
    ],
)
def test_a_withdrawal_without_reason_or_certainty_is_asked_again(
    given: dict[str, str], sentence: str, desk: Desk
) -> None:
    case = hers(desk)

    answer = withdraw(signed_in(HANH), case, **given)

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    if len(given.get("request", "")) < 1000:
        assert given.get("request", "").replace("\x00", "") in answer.content.decode().replace("\x00", "")
    assert step_of(case) == "received"


@pytest.mark.parametrize(
    ("bring", "why"), [(signed, "Kết quả đã được ký"), (done, "đã được ký"), (delivered, "đã kết thúc")]
)
def test_what_is_signed_or_over_cannot_be_withdrawn(bring: Any, why: str, desk: Desk) -> None:
    case = bring(desk)
    hanh = signed_in(HANH)

    asked = hanh.get(f"/cua-toi/{case}/rut")
    version = str(sql.run("SELECT length FROM engine_case WHERE id = %s", [case])[0][0])
    sent = hanh.post(f"/cua-toi/{case}/rut", {**WITHDRAWN, "_version": version})

    for answer in (asked, sent):
        assert answer.status_code == 409
        assert why in text_of(answer)
    assert WITHDRAWN["request"] in text_of(sent)
    assert step_of(case) != "withdrawn"


def test_a_dossier_that_moved_on_is_withdrawn_only_after_another_look(desk: Desk) -> None:
    case = hers(desk)
    hanh = signed_in(HANH)
    page = hanh.get(f"/cua-toi/{case}/rut")
    to_nam(desk, case)

    answer = send(hanh, page, f"/cua-toi/{case}/rut", **WITHDRAWN)

    assert answer.status_code == 409
    text = text_of(answer)
    assert "Hồ sơ vừa có thay đổi" in text
    assert "chuyển hồ sơ của bạn đến" in text
    assert WITHDRAWN["request"] in answer.content.decode()
    assert 'name="sure" value="1" checked' not in answer.content.decode()
    assert step_of(case) == "processing"
    assert send(hanh, answer, f"/cua-toi/{case}/rut", **WITHDRAWN).status_code == 302


def test_one_that_was_signed_meanwhile_says_so_and_shows_what_was_typed(desk: Desk) -> None:
    case = hers(desk)
    to_nam(desk, case)
    hanh = signed_in(HANH)
    page = hanh.get(f"/cua-toi/{case}/rut")
    go(
        desk,
        case,
        ("nam", "propose", {"outcome": "granted", "summary": ["Đăng ký."]}),
        ("thu", "review", {}),
        ("minh", "sign", {"method": "paper"}),
    )

    answer = send(hanh, page, f"/cua-toi/{case}/rut", **WITHDRAWN)

    assert answer.status_code == 409
    assert "ký kết quả" in text_of(answer)
    assert WITHDRAWN["request"] in text_of(answer)


# --- Rating


def rate(who: Client, case: UUID, **given: str) -> Any:
    page = who.get(f"/cua-toi/{case}/danh-gia")
    return send(who, page, f"/cua-toi/{case}/danh-gia", **given)


def test_hanh_rates_once_with_stars_and_words(desk: Desk) -> None:
    case = delivered(desk)
    hanh = signed_in(HANH)

    answer = rate(hanh, case, stars="4", comment="Chị Lan hướng dẫn kỹ.")

    assert answer.status_code == 302
    text = text_of(hanh.get(f"/cua-toi/{case}"))
    assert "Cảm ơn bạn đã đánh giá" in text
    assert "Mức độ hài lòng: Hài lòng" in text
    assert sql.run("SELECT facts ->> 'stars' FROM engine_case WHERE id = %s", [case]) == [("4",)]
    again = hanh.get(f"/cua-toi/{case}/danh-gia")
    assert again.status_code == 409
    assert "Bạn đã đánh giá hồ sơ này" in text_of(again)
    version = str(sql.run("SELECT length FROM engine_case WHERE id = %s", [case])[0][0])
    sent = hanh.post(f"/cua-toi/{case}/danh-gia", {"stars": "1", "_version": version})
    assert (sent.status_code, "Mỗi hồ sơ được đánh giá một lần" in text_of(sent)) == (409, True)


@pytest.mark.parametrize("stars", ["", "0", "6", "5 ", "năm", "1" * 300])
def test_stars_that_are_none_are_asked_again_and_the_comment_stays(stars: str, desk: Desk) -> None:
    case = delivered(desk)

    answer = rate(signed_in(HANH), case, stars=stars, comment="Nhanh.")

    assert answer.status_code == 422
    assert "Mức độ hài lòng" in text_of(answer)
    assert "Nhanh." in answer.content.decode()


def test_nothing_is_rated_before_the_result_is_in_hand(desk: Desk) -> None:
    case = done(desk)

    answer = signed_in(HANH).get(f"/cua-toi/{case}/danh-gia")

    assert answer.status_code == 409
    assert "sau khi nhận kết quả" in text_of(answer)


def test_a_page_older_than_the_dossier_is_told_so(desk: Desk) -> None:
    case = delivered(desk)
    hanh = signed_in(HANH)
    page = hanh.get(f"/cua-toi/{case}/danh-gia")
    assert rate(signed_in(HANH), case, stars="5").status_code == 302

    answer = send(hanh, page, f"/cua-toi/{case}/danh-gia", stars="1", comment="Đổi ý.")

    assert answer.status_code == 409
    assert "Hồ sơ vừa có thay đổi" in text_of(answer)
    assert "Bạn đánh giá việc giải quyết hồ sơ" in text_of(answer)
    assert "Đổi ý." in text_of(answer)


def test_versions_and_keys_that_are_none_change_nothing(desk: Desk) -> None:
    case = hers(desk)
    hanh = signed_in(HANH)
    for version in ("", "-1", "x", "9" * 300, "²"):
        answer = hanh.post(f"/cua-toi/{case}/rut", {**WITHDRAWN, "_version": version, "_key": "không phải khóa"})
        assert answer.status_code == 409, version
    assert step_of(case) == "received"


def test_only_the_forms_key_is_hidden_in_them(desk: Desk) -> None:
    case = delivered(desk)

    page = signed_in(HANH).get(f"/cua-toi/{case}/danh-gia")

    assert set(hidden_of(page)) == {"_key", "_version"}
