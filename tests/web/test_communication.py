"""What changed for people: Lan drafts, the chair publishes, Hạnh reads; answers that help; practices taken over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from officers import CASE_ADDRESS, Officer, text_of

from thongsuot.areas.communication import answering, counting, figures, reading, rules
from thongsuot.engine import sql
from thongsuot.engine.briefed import Span
from thongsuot.engine.errors import NotFound
from thongsuot.register import demo

Desk = Callable[[str], Officer]
TODAY = datetime.now(UTC).astimezone().date()
NEWS = {
    "title": "Chứng thực trả ngay trong buổi",
    "text": "Mang bản chính.\nNộp trước 15 giờ thì lấy ngay.",
    "shown_from": TODAY.strftime("%d/%m/%Y"),
    "shown_until": (TODAY + timedelta(days=30)).strftime("%d/%m/%Y"),
    "procedures": "2.000815",
}
HERE = f"/tin-xa?xa={demo.WARD}"


def draft(who: Officer, **changed: str) -> Any:
    page = who.get("/cong-viec/thong-bao/mo/draft")
    assert page.status_code == 200, text_of(page)
    return who.send(page, "/cong-viec/thong-bao/mo/draft", **{**NEWS, **changed})


def published(desk: Desk, **changed: str) -> UUID:
    answer = draft(desk("lan"), **changed)
    found = CASE_ADDRESS.search(answer.headers.get("Location", ""))
    assert found, text_of(answer)
    case = UUID(found[1])
    assert desk("minh").make(case, "publish").status_code == 302
    return case


def test_people_read_what_the_chair_published_and_nothing_before(desk: Desk) -> None:
    lan = desk("lan")
    found = CASE_ADDRESS.search(draft(lan)["Location"])
    assert found
    case = UUID(found[1])
    assert "Chứng thực trả ngay" not in text_of(Client().get(HERE))
    assert Client().get(f"/tin-xa/{case}").status_code == 404
    assert lan.make(case, "withdraw").status_code == 302

    case = published(desk)
    page = text_of(Client().get(HERE))
    assert "Chứng thực trả ngay trong buổi" in page
    one = Client().get(f"/tin-xa/{case}")
    assert "Nộp trước 15 giờ thì lấy ngay" in text_of(one)
    assert "/thu-tuc/2.000815" in one.content.decode()
    kept = desk("minh").get(f"/ho-so/{case}").content.decode()
    assert f'href="/tin-xa/{case}"' in kept, "who published it sees it as people do"


def test_an_announcement_concerns_its_own_place_and_procedure_alone(desk: Desk) -> None:
    published(desk)
    title = "Chứng thực trả ngay trong buổi"

    assert title not in text_of(Client().get(f"/tin-xa?xa={demo.FAR_WARD}"))
    assert title in text_of(Client().get(f"/thu-tuc/2.000815?xa={demo.WARD}"))
    assert title not in text_of(Client().get(f"/thu-tuc/1.001193?xa={demo.WARD}"))
    here = Client()
    here.cookies["noi-den"] = demo.WARD
    assert title in text_of(here.get("/"))
    assert title not in text_of(Client().get("/"))


def test_what_is_taken_down_or_over_is_gone(desk: Desk) -> None:
    case = published(desk)
    over = TODAY + timedelta(days=31)

    assert reading.one(case, over) is None
    assert reading.one(case, TODAY - timedelta(days=1)) is None
    assert desk("minh").make(case, "take_down", reasons=["Lịch đã đổi"]).status_code == 302
    assert Client().get(f"/tin-xa/{case}").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"shown_until": "01/01/2020"}, "từ ngày đầu trở đi"),
        ({"shown_until": (TODAY + timedelta(days=900)).strftime("%d/%m/%Y")}, "lâu nhất một năm"),
        ({"procedures": "9.999999"}, "Không có thủ tục mang mã 9.999999"),
        ({"text": " "}, "Nội dung"),
        ({"shown_from": "32/13/2026"}, "ngày"),
    ],
)
def test_a_draft_that_cannot_be_says_why(desk: Desk, wrong: dict[str, str], sentence: str) -> None:
    answer = draft(desk("lan"), **wrong)

    assert answer.status_code == 422
    assert sentence in text_of(answer)


def test_only_who_approves_publishes(desk: Desk) -> None:
    found = CASE_ADDRESS.search(draft(desk("lan"))["Location"])
    assert found

    assert desk("lan").get(f"/ho-so/{found[1]}/buoc/publish").status_code in (403, 404, 409)
    assert desk("hoa").get(f"/ho-so/{found[1]}").status_code == 404


def test_the_feed_tells_the_same_and_escapes_what_is_typed(desk: Desk) -> None:
    published(desk, title="Giờ <mới> & quầy 3")
    feed = Client().get(f"/tin-xa/nguon?xa={demo.WARD}")

    assert feed["Content-Type"].startswith("application/atom+xml")
    assert "<title>Giờ &lt;mới&gt; &amp; quầy 3</title>" in feed.content.decode()
    assert Client().get("/tin-xa/nguon?xa=x").status_code == 404


def test_a_browser_counts_once_a_day_and_the_digest_goes_when_the_day_is_over(desk: Desk) -> None:
    case = published(desk)
    for _time in range(3):
        Client().get(f"/tin-xa/{case}", headers={"User-Agent": "A"})
    Client().get(f"/tin-xa/{case}", headers={"User-Agent": "B"})
    found = reading.one(case, TODAY)
    assert found is not None
    assert found.reads == 2

    tomorrow = datetime.now(UTC) + timedelta(days=1)
    counting.fold(tomorrow)
    counting.fold(tomorrow)
    assert sql.run("SELECT count(*) FROM communication_seen")[0][0] == 0
    later = reading.one(case, TODAY)
    assert later is not None
    assert later.reads == 2
    span = Span(datetime.now(UTC) - timedelta(days=2), datetime.now(UTC), demo.WARD)
    assert figures.read(span) == 2
    assert figures.read(Span(span.start, span.as_of, demo.FAR_WARD)) == 0


# Questions.


def ask(who: Officer, id: UUID, **changed: str) -> Any:
    typed = {"procedure": "2.000815", "question": "Mất bao lâu?", "answer": "Trong buổi.", **changed}
    return who.post(f"/hoi-dap/viet/{id}", typed)


def test_lan_answers_what_people_ask_and_they_say_whether_it_helped(desk: Desk) -> None:
    id = uuid4()
    assert ask(desk("lan"), id).status_code == 302

    page = f"/hoi-dap?xa={demo.WARD}&thu-tuc=2.000815"
    assert "Mất bao lâu?" in text_of(Client().get(page))
    assert "Mất bao lâu?" in text_of(Client().get(f"/thu-tuc/2.000815?xa={demo.WARD}"))
    assert "Mất bao lâu?" not in text_of(Client().get(f"/hoi-dap?xa={demo.FAR_WARD}"))
    reader = Client()
    for useful in ("1", "1", "0", "1"):
        assert reader.post(f"/hoi-dap/{id}/co-ich", {"co-ich": useful, "tiep": page})["Location"] == page
    found = answering.of_place([demo.WARD], "2.000815")[0]
    assert (found.useful, found.useless) == (1, 0), "one browser, one voice a day"
    counting.fold(datetime.now(UTC) + timedelta(days=1))
    found = answering.of_place([demo.WARD], "2.000815")[0]
    assert (found.useful, found.useless) == (1, 0)


def test_another_house_changes_nothing_and_a_hidden_answer_is_gone(desk: Desk) -> None:
    id = uuid4()
    ask(desk("lan"), id)

    assert ask(desk("hoa"), id, answer="Sai.").status_code == 403
    with pytest.raises(NotFound):
        answering.hide(_actor(desk, "hoa"), id, datetime.now(UTC))
    desk("lan").post(f"/hoi-dap/viet/{id}", {"viec": "an"})
    assert "Mất bao lâu?" not in text_of(Client().get(f"/hoi-dap?xa={demo.WARD}"))
    assert Client().post(f"/hoi-dap/{id}/co-ich", {"co-ich": "1"}).status_code == 404
    assert "Mất bao lâu?" in text_of(desk("lan").get("/hoi-dap/viet"))


def _actor(desk: Desk, login: str) -> Any:
    from thongsuot.engine import actor as actors
    from thongsuot.register.models import Account

    person = Account.objects.get(username=login).person_id
    assert person
    return actors.load(person, TODAY)


@pytest.mark.parametrize(
    "wrong", [{"question": " "}, {"answer": ""}, {"answer": "x" * 3001}, {"procedure": "9.9"}, {"question": "\x00"}]
)
def test_an_answer_that_cannot_be_says_why(desk: Desk, wrong: dict[str, str]) -> None:
    answer = ask(desk("lan"), uuid4(), **wrong)

    assert answer.status_code == 422
    assert "Cần sửa trước khi gửi" in text_of(answer)


# Practices.


def practice(desk: Desk) -> UUID:
    lan = desk("lan")
    page = lan.get("/cong-viec/cach-lam-hay/mo/offer")
    given = {"title": "Bàn riêng", "field": "people", "how": ["Xếp bàn"], "gain": ["Chờ 9 phút"]}
    found = CASE_ADDRESS.search(lan.send(page, "/cong-viec/cach-lam-hay/mo/offer", **given)["Location"])
    assert found
    case = UUID(found[1])
    assert Client().get(f"/cach-lam-hay/{case}").status_code == 404, "not before it is published"
    assert desk("trang").make(case, "examine", where="Mọi nơi").status_code == 302
    assert desk("long").make(case, "publish").status_code == 302
    return case


def test_a_published_practice_is_read_everywhere_and_hoas_commune_takes_it_over(desk: Desk) -> None:
    case = practice(desk)
    address = f"/cach-lam-hay/{case}"

    assert "Chờ 9 phút" in text_of(Client().get("/cach-lam-hay"))
    page = text_of(Client().get(address))
    assert "Xếp bàn" in page
    assert "Mọi nơi" in page
    hoa = desk("hoa")
    assert "áp dụng cách này" in text_of(hoa.get(address))
    for _again in range(2):
        assert hoa.post(f"{address}/ap-dung", {"note": "Từ tuần sau"}).status_code == 302
    page = text_of(Client().get(address))
    assert "1 nơi khác áp dụng" in page
    assert "Từ tuần sau" in page
    hoa.post(f"{address}/ap-dung", {"viec": "thoi"})
    assert "0 nơi khác áp dụng" in text_of(Client().get(address))


def test_nobody_takes_over_the_own_practice_or_one_that_is_none(desk: Desk) -> None:
    case = practice(desk)

    assert desk("lan").post(f"/cach-lam-hay/{case}/ap-dung").status_code == 403
    assert desk("hoa").post(f"/cach-lam-hay/{uuid4()}/ap-dung").status_code == 404
    assert desk("hoa").post(f"/cach-lam-hay/{case}/ap-dung", {"viec": "thoi"}).status_code == 404


# The rules.


def test_codes_are_read_however_they_are_set_apart() -> None:
    assert rules.codes(" 1.001193, 2.000815;1.001193\n3 ") == ["1.001193", "2.000815", "3"]
    assert rules.codes("") == []


def test_the_first_and_the_last_day_both_count() -> None:
    first, last = date(2026, 11, 1), date(2026, 11, 3)

    assert [rules.shown_on(first, last, date(2026, 11, n)) for n in (1, 3, 4)] == [True, True, False]
    assert rules.day_faults(first, first) == []
    assert rules.day_faults(last, first)
    assert rules.useful_share(4, 0) is None
    assert rules.useful_share(4, 1) == 0.8
