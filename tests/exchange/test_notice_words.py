"""What a notice says: formal, short enough for a telephone whatever the place is called, and nothing of a person."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.urls import reverse

from thongsuot.areas.complaints.process import COMPLAINT
from thongsuot.areas.dossiers.process import DOSSIER
from thongsuot.areas.petitions.process import PETITION
from thongsuot.areas.satisfaction import tokens
from thongsuot.exchange.notices import wording
from thongsuot.exchange.notices.wording import MOST_PARTS, Step, for_mail, for_telephone, many_for_telephone, parts

CASE = UUID("0190a1b2-0000-7000-8000-000000000001")
DUE = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)
CODE = "H46.19789-261121-0001"
CENTRE = "Trung tâm Phục vụ hành chính công phường Thuận Hóa"
LONG = "Điểm Phục vụ hành chính công đặc khu Trường Sa thuộc Trung tâm Phục vụ hành chính công tỉnh Khánh Hòa"


def step(move: str, **changed: object) -> Step:
    return Step(**{"case_id": CASE, "code": CODE, "move": move, "due": DUE, "place": CENTRE, **changed})  # type: ignore[arg-type]


@pytest.mark.parametrize("move", sorted(wording.TOLD))
@pytest.mark.parametrize("place", ["", CENTRE, LONG])
@pytest.mark.parametrize("delivery", ["", "counter", "post", "online"])
@pytest.mark.parametrize("site", ["", "https://dichvucong.thuanhoa.hue.gov.vn"])
def test_no_message_to_a_telephone_costs_more_than_two(move: str, place: str, delivery: str, site: str) -> None:
    one = step(move, place=place, delivery=delivery, address=site, code=f"H46.19789.CN01-{CODE[-11:]}9")
    text = for_telephone(one)

    assert parts(text) <= MOST_PARTS
    assert len(text) <= 134
    assert one.code in text
    assert "{" not in text
    assert text.endswith((".", wording.MINE))


def test_every_step_that_is_told_is_a_step_of_a_dossier_a_petition_or_a_complaint_and_of_no_denunciation() -> None:
    tables = {"": DOSSIER, "petition": PETITION, "complaint": COMPLAINT}
    for name in wording.TOLD:
        kind, _colon, move = name.rpartition(":")
        assert tables[kind].move(move) is not None, name


def test_a_letter_about_a_petition_leads_who_signed_in_to_it_and_who_did_not_to_the_receipts_page() -> None:
    site, code = "https://dvc.example", "PAKN.19789-261122-0001"
    signed = for_mail(step("petition:sign", address=site, code=code))[1]
    by_code = for_mail(step("petition:sign", address=site, code=code, signed=False))[1]

    assert f"Theo dõi tại: {site}{reverse('petitions:own', args=[CASE])}" in signed
    assert f"{site}{reverse('petitions:track')}?ma={code}" in by_code
    assert str(CASE) not in by_code
    assert "Hồ sơ" not in signed + by_code
    assert many_for_telephone([step("petition:sign"), step("petition:submit")]).startswith("Bạn có 2 tin mới về")


def test_what_lan_accepted_is_told_with_the_day_and_where() -> None:
    words = f"Hồ sơ {CODE} đã được tiếp nhận. Hẹn trả kết quả ngày 27/11/2026 tại {CENTRE}."

    assert for_telephone(step("accept")) == words
    assert words in for_mail(step("accept"))[1]


def test_a_place_with_a_long_name_gives_way_on_a_telephone_and_stays_in_a_letter() -> None:
    assert for_telephone(step("accept", place=LONG)).endswith("Hẹn trả kết quả ngày 27/11/2026.")
    assert LONG in for_mail(step("accept", place=LONG))[1]


def test_a_long_code_still_leaves_room_for_the_place() -> None:
    code = "TAM.19789.PVHCC-261122-0002"

    words = for_telephone(step("accept", code=code))
    assert words == f"Hồ sơ {code} đã tiếp nhận, hẹn trả kết quả 27/11/2026 tại {CENTRE}."


def test_a_day_that_is_not_known_is_not_told() -> None:
    assert for_telephone(step("accept", due=None)) == f"Hồ sơ {CODE} đã được tiếp nhận."
    assert "None" not in for_mail(step("extend", due=None))[1]


def test_where_the_result_is_follows_from_what_was_chosen() -> None:
    assert for_telephone(step("issue")).endswith(f"Nhận tại {CENTRE}.")
    assert "qua bưu chính công ích" in for_telephone(step("issue", delivery="post"))
    assert "bản điện tử" in for_telephone(step("issue", delivery="online"))
    assert "đang chuyển về nơi bạn chọn nhận" in for_telephone(step("issue", delivery="point"))


def test_who_fetches_elsewhere_is_told_when_it_is_there_and_who_waits_for_the_post_when_it_came_back() -> None:
    assert for_telephone(step("result_at_point")) == f"Kết quả hồ sơ {CODE} đã về {CENTRE}. Mời bạn đến nhận."
    assert for_telephone(step("result_at_point", language="en")).endswith(
        f"is at {CENTRE}. Please come and collect it."
    )
    assert "không phát được" in for_telephone(step("post_came_back"))
    assert "hệ thống có thẩm quyền" in for_telephone(step("settled_outside", delivery="point"))


def test_a_letter_leads_to_the_page_that_it_asks_for() -> None:
    site = "https://dvc.example"

    assert for_mail(step("hand_out", address=site))[1].count(f"{site}{reverse('portal:rate', args=[CASE])}") == 1
    assert f"{site}{reverse('portal:answer', args=[CASE])}" in for_mail(step("ask_supplement", address=site))[1]
    assert f"{site}{reverse('portal:mine')}" in for_telephone(step("hand_out", address=site))
    assert "http" not in for_mail(step("hand_out"))[1]
    assert "\n" not in for_mail(step("hand_out"))[0]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("a" * 160, 1), ("a" * 161, 2), ("a" * 306, 2), ("a" * 307, 3), ("€" * 80, 1), ("€" * 81, 2),
        ("ạ" * 70, 1), ("ạ" * 71, 2), ("ạ" * 134, 2), ("ạ" * 135, 3), ("a" * 70 + "đ", 2), ("", 1), ("😀" * 35, 1),
        ("😀" * 36, 2),
    ],
)  # fmt: skip
def test_parts_are_counted_as_a_telephone_company_counts_them(text: str, count: int) -> None:
    assert parts(text) == count


def test_the_letter_of_a_result_handed_out_opens_the_rating_without_signing_in() -> None:
    site = "https://dichvucong.vn"

    assert f"{site}/danh-gia/{tokens.token(CASE)}" in for_mail(step("hand_out", address=site))[1]
    assert "không cần đăng nhập" not in for_mail(step("hand_out"))[1]
    assert "không cần đăng nhập" not in for_mail(step("issue", address=site))[1]
