"""Petitions on the portal and at the desk: Hạnh sends and rates, Yến receives, everybody reads what was published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from citizens import HANH, VINH, signed_in
from django.conf import settings
from django.test import Client
from officers import text_of

from thongsuot.areas.complaints import seeding as grievances
from thongsuot.areas.petitions import keeping, publishing, seeding, together
from thongsuot.areas.petitions import sending as petitions
from thongsuot.areas.petitions.sending import Petition
from thongsuot.engine import demonstration, sql, stamper, verbs
from thongsuot.register import demo
from thongsuot.web.petitions import following, public, sending

SEND, TRACK = "/phan-anh/gui/phan-anh", "/phan-anh/theo-doi"
SAID = {
    "xa": demo.WARD,
    "class": "FIELD",
    "content": "Đèn đường tắt\nĐề nghị sửa",
    "where": "Kiệt 5",
    "answer_by": "portal",
}


@pytest.fixture
def seeded(desk: Any) -> Iterator[Any]:
    """The desk, with the demonstration's petitions, complaint and denunciation."""
    assert seeding.seed() == 10
    assert grievances.seed() == 2
    published_is_found()
    sending.PACE.forget()
    following.PACE.forget()
    return desk


def published_is_found() -> None:
    """What the process beside the server does within a second."""
    stamper.stamp(settings.SITE)
    while keeping.catch_up(settings.SITE):
        continue


def case_of(code: str) -> Any:
    return sql.run("SELECT id, step, subject::text, receiving_body FROM engine_case WHERE code = %s", [code])[0]


def receipt(page: Any) -> tuple[str, str]:
    """Code and secret as the receipt shows them."""
    codes = re.findall(r'<span class="code">([^<]+)</span>', page.content.decode())
    return codes[0], codes[1]


def test_the_first_page_says_in_plain_words_which_of_the_three_it_is(seeded: Any) -> None:
    page = text_of(Client().get("/phan-anh/gui"))

    assert "Phản ánh, kiến nghị" in page
    assert "Khiếu nại" in page
    assert "Tên bạn được giữ kín" in page


def test_somebody_who_does_not_sign_in_sends_follows_and_reads_a_receipt(seeded: Any) -> None:
    anyone = Client()

    sent = anyone.post(SEND, SAID)
    code, secret = receipt(sent)

    assert sent.status_code == 200
    assert code.startswith(f"PAKN.{demo.WARD}-")
    assert case_of(code)[1:] == ("received", "{}", f"ubnd.{demo.WARD}")
    page = text_of(anyone.post(TRACK, {"ma": code.lower(), "khoa": secret.lower()}))
    assert "Chờ phân loại" in page
    assert "Bạn đã gửi." in page


def test_a_wrong_secret_opens_nothing(seeded: Any) -> None:
    code, _secret = receipt(Client().post(SEND, SAID))

    for wrong in ("", "AAAA-BBBB-CCCC", "\x00", "x" * 500):
        page = Client().post(TRACK, {"ma": code, "khoa": wrong})
        assert page.status_code == 422
        assert "không đúng" in text_of(page)


def test_the_same_form_sent_twice_is_one_petition(seeded: Any) -> None:
    key = "0190f5a0-0000-7000-8000-000000000001"

    first, second = (receipt(Client().post(SEND, {**SAID, "_key": key})) for _ in range(2))

    assert first == second


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"content": " \n "}, "Nội dung"),
        ({"class": "RUMOUR"}, "Chọn phản ánh"),
        ({"class": "STAFF"}, "Chọn cơ quan của người"),
        ({"class": "STAFF", "body": "bo.G15"}, "Chọn cơ quan của người"),
        ({"answer_by": "phone"}, "số điện thoại"),
        ({"answer_by": "pigeon"}, "Muốn được trả lời"),
        ({"name": "x" * 400}, "quá 200"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(seeded: Any, changed: dict[str, str], sentence: str) -> None:
    page = Client().post(SEND, {**SAID, **changed})

    assert page.status_code == 422
    assert sentence in text_of(page)
    assert "Kiệt 5" in page.content.decode()


@pytest.mark.parametrize("bad", ["\x00", "99999", "x", "-1", ""])
def test_a_strange_commune_asks_for_the_place_again(seeded: Any, bad: str) -> None:
    page = Client().post(SEND, {**SAID, "xa": bad})

    assert page.status_code == 200
    assert "xã, phường nào" in text_of(page)


def test_a_text_like_a_denunciation_is_asked_about_and_goes_where_the_person_says(seeded: Any) -> None:
    anyone, text = Client(), {**SAID, "content": "Cán bộ địa chính nhận hối lộ"}

    asked = anyone.post(SEND, text)
    assert "Đây có phải là tố cáo không?" in text_of(asked)
    assert sql.run("SELECT count(*) FROM engine_case WHERE kind = 'petition'")[0][0] == 10

    carried = anyone.post("/phan-anh/gui/to-cao", {**text, "_carried": "1"})
    assert "nhận hối lộ" in carried.content.decode()
    assert sql.run("SELECT count(*) FROM engine_case WHERE kind = 'denunciation'")[0][0] == 1

    assert receipt(anyone.post(SEND, {**text, "_sure": "1"}))[0].startswith("PAKN.")


def test_what_is_said_of_the_counters_people_goes_to_the_city_and_nobody_of_the_ward_sees_it(seeded: Any) -> None:
    sent = Client().post(SEND, {**SAID, "class": "STAFF", "body": f"pvhcc.{demo.WARD}"})
    id, _step, _subject, house = case_of(receipt(sent)[0])

    assert house == "ubnd.46"
    for login in ("yen", "lan", "thu", "minh", "nam", "huong", "quang", "van", "hoa", "quantri"):
        assert seeded(login).get(f"/ho-so/{id}").status_code in (403, 404), login
    assert seeded("dan").get(f"/ho-so/{id}").status_code == 200


def test_hanh_sees_hers_rates_once_and_vinh_sees_nothing_of_it(seeded: Any) -> None:
    id = sql.run(
        "SELECT id FROM engine_case WHERE kind = 'petition' AND step = 'processing' OR step = 'drafted'"
        " AND subject ->> 'number' = %s",
        [HANH.number],
    )[0][0]
    published = sql.run("SELECT id FROM engine_case WHERE kind = 'petition' AND step = 'published'")[0][0]
    hanh = signed_in(HANH)

    assert f"/phan-anh/cua-toi/{published}" in hanh.get(f"/cua-toi/{published}")["Location"]
    assert "chứng thực cả chiều thứ tư" in text_of(hanh.get(f"/phan-anh/cua-toi/{published}"))
    assert "Bạn đã đánh giá: 5 sao" in text_of(hanh.get(f"/phan-anh/cua-toi/{published}"))
    assert hanh.get("/cua-toi").status_code == 200
    assert signed_in(VINH).get(f"/phan-anh/cua-toi/{published}").status_code == 404
    again = hanh.post(f"/phan-anh/cua-toi/{published}", {"viec": "rate", "stars": "1", "_version": "8"})
    assert again.status_code in (403, 409)
    assert hanh.post(f"/phan-anh/cua-toi/{id}", {"viec": "sign"}).status_code == 404


def test_a_published_answer_is_found_read_and_kept_by_caches(seeded: Any) -> None:
    anyone = Client()
    listing = anyone.get("/phan-anh?tim=chứng thực&loai=TTHC&noi=46")
    to = re.findall(r'href="(/phan-anh/[0-9a-f-]{36})"', listing.content.decode())

    assert len(to) == 1
    assert "1 câu trả lời" in text_of(listing)
    page = anyone.get(to[0])
    assert "Ủy ban nhân dân phường Thuận Hóa trả lời" in text_of(page)
    assert "Hạnh" not in page.content.decode()
    assert "0905" not in page.content.decode()
    assert page["Cache-Control"] == "public, max-age=60"
    assert anyone.get(to[0], headers={"If-None-Match": page["ETag"]}).status_code == 304
    assert "0 câu trả lời" in text_of(anyone.get("/phan-anh?noi=96"))
    assert anyone.get("/phan-anh?tim=%00%25&trang=99999999&loai=x&noi=x").status_code == 200
    for typed in ("chung thuc chieu", "CHỨNG THỰC", "chung thu", "pakn"):
        assert to[0] in anyone.get("/phan-anh", {"tim": typed}).content.decode(), typed
    for typed in ("đèn đường", "!!!", "' OR 1=1 --", "a & | ! : *", "x" * 3000, "hạnh"):
        assert "0 câu trả lời" in text_of(anyone.get("/phan-anh", {"tim": typed})), typed
    assert anyone.get(f"/phan-anh/{'0' * 8}-0000-0000-0000-{'0' * 12}").status_code == 404


def test_yen_is_offered_a_masked_text_and_may_not_publish_a_name(seeded: Any) -> None:
    id = sql.run("SELECT id FROM engine_case WHERE kind = 'petition' AND step = 'published'")[0][0]
    yen = seeded("yen")
    taken_back = yen.make(id, "unpublish", reasons=["Sửa lại"])
    assert taken_back.status_code == 302
    assert Client().get(f"/phan-anh/{id}").status_code == 404

    form = yen.get(f"/ho-so/{id}/buoc/publish").content.decode()

    assert "[đã ẩn]" in form
    assert "0905 111 222" not in form.split("<main")[1].split("timeline")[0]
    refused = yen.make(id, "publish", question_public=["Nguyễn Thị Hạnh hỏi"], answer_public=["Có"], checked="1")
    assert refused.status_code == 409
    done = yen.make(id, "publish", question_public=["Mở chiều thứ bảy?"], answer_public=["Có"], checked="1")
    assert done.status_code == 302
    assert "Mở chiều thứ bảy?" in text_of(Client().get(f"/phan-anh/{id}"))


def test_yen_takes_down_what_is_said_at_the_counter_and_gives_it_to_an_office(seeded: Any) -> None:
    yen, form = seeded("yen"), "/cong-viec/phan-anh-kien-nghi/mo/record"
    given = {"name": "Lê Văn Tám", "class": "TTHC", "content": ["Chờ lâu"], "answer_by": "phone", "phone": "0911222333",
             "channel": "counter"}  # fmt: skip

    made = yen.send(yen.get(form), form, **given)

    assert made.status_code == 302, text_of(made)
    id = re.findall(r"[0-9a-f-]{36}", made["Location"])[0]
    page = yen.get(f"/ho-so/{id}")
    assert "Lê Văn Tám" in text_of(page)
    accepted = yen.make(id, "accept", **{"class": "TTHC", "office": f"pkt.{demo.WARD}"})
    assert accepted.status_code == 302, text_of(accepted)
    assert seeded("huong").get(f"/ho-so/{id}").status_code == 200
    masked = text_of(seeded("kiemsoat").get(f"/ho-so/{id}"))
    assert "Lê Văn Tám" not in masked
    assert "0911222333" not in masked


def test_the_list_shows_what_waits(seeded: Any) -> None:
    page = text_of(seeded("yen").get("/cong-viec/phan-anh-kien-nghi"))

    assert "Phản ánh hiện trường" in page


def test_the_second_page_holds_what_the_first_does_not_and_both_are_one_statement(
    seeded: Any, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(publishing, "_FOUND", publishing._FOUND.replace("LIMIT 20", "LIMIT 1"))
    monkeypatch.setattr(publishing, "PAGE", 1)
    monkeypatch.setattr(public, "PAGE", 1)
    answered_and_published("Loa phường quá to", "Đã giảm giờ phát")
    published_is_found()
    anyone = Client()

    with django_assert_num_queries(1):
        first = anyone.get("/phan-anh")
    second = text_of(anyone.get("/phan-anh?trang=2"))

    assert "2 câu trả lời" in text_of(first)
    assert "trang=2" in first.content.decode()
    assert "Loa phường" in text_of(first)
    assert "Loa phường" not in second
    assert "chứng thực" in second
    beyond = anyone.get("/phan-anh?trang=9")
    assert beyond.status_code == 200


def answered_and_published(question: str, answer: str) -> Any:
    """A petition that went the whole way in the ward."""
    petition = Petition("TTHC", demo.WARD, (question,), "portal", name="Lê Văn Ba", phone="0911222333")
    now = datetime.now(UTC)
    case = petitions.send(None, petition, now, key=uuid4()).case
    for move in ("accept", "draft", "approve", "sign"):
        case = seeding._made(case, move, 99, datetime.now(UTC))
    yen = demonstration.holder(f"vp.{demo.WARD}", "reception", now)
    given = {"question_public": [question], "answer_public": [answer], "checked": True}
    return verbs.move(yen, case.id, case.length, "publish", given)


def test_what_is_withdrawn_from_the_public_is_found_no_more_at_once(seeded: Any) -> None:
    case = answered_and_published("Loa phường quá to", "Đã giảm giờ phát")
    published_is_found()
    assert publishing.find("loa phuong")[1] == 1

    seeded("yen").make(case.id, "unpublish", reasons=["Sửa lại"])

    assert publishing.find("loa phuong") == ((), 0)
    assert publishing.one(case.id) is None


def test_many_of_one_spot_are_joined_by_yen_and_each_sender_reads_the_answer(seeded: Any) -> None:
    def told(text: str, lat: float) -> tuple[Any, str]:
        petition = Petition("FIELD", demo.WARD, (text,), "portal", where="Kiệt 5", channel="open311",
                            facts={"service": "light", "lat": lat, "long": 107.59})  # fmt: skip
        made = petitions.send(None, petition, datetime.now(UTC), key=uuid4())
        return made.case, made.secret

    (main, _), (second, secret), (far, _) = told("Tối quá", 16.4637), told("Đèn tắt", 16.4638), told("Tối om", 16.4737)
    yen = seeded("yen")

    form = yen.get(f"/ho-so/{second.id}/buoc/merge").content.decode()
    assert str(main.id) in form
    assert str(far.id) not in form
    assert yen.make(second.id, "merge", **{"class": "FIELD", "main": str(main.id)}).status_code == 302

    assert "gộp với phản ánh khác" in text_of(Client().post(TRACK, {"ma": second.code, "khoa": secret}))
    for move in ("accept", "draft", "approve", "sign"):
        main = seeding._made(main, move, 98, datetime.now(UTC))
    while together.catch_up():
        continue

    page = text_of(Client().post(TRACK, {"ma": second.code, "khoa": secret}))
    assert "tổ công trình đô thị" in page
    assert str(main.code) not in page
    assert main.code in text_of(yen.get(f"/ho-so/{second.id}"))
