"""A denouncer's name, words and address are with Yến, who received them, and nowhere else that anybody can look."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from citizens import HANH, PHUONG, signed_in
from django.conf import settings
from django.test import Client
from test_doors import ROUTES

from thongsuot.areas.complaints import seeding
from thongsuot.areas.complaints.seeding import DENOUNCER, SECRET_WORDS
from thongsuot.engine import actor as actors
from thongsuot.engine import background, briefed, kinds, sql, stamper
from thongsuot.engine.briefed import Figure, Span
from thongsuot.engine.kinds import Wanted
from thongsuot.register import demo, people

HIDDEN = (DENOUNCER, SECRET_WORDS, "0908 765 432", "cuối kiệt 7")
RECEIVER = "yen"
# Words that stand in addresses, so that a route meets one that it knows.
WORDS = ("to-cao", "denunciation", "46", f"ubnd.{demo.WARD}")
Walker = tuple[str, Client]


@pytest.fixture
def sealed(desk: Any) -> Iterator[UUID]:
    """The demonstration's denunciation, with all that follows the journal done."""
    assert seeding.seed() == 2
    stamper.stamp(settings.SITE)
    for job in background.jobs():
        if job.name not in ("stamp", "day", "tidy"):
            job.run(datetime.now(UTC))
    return sql.run("SELECT id FROM engine_case WHERE kind = 'denunciation'")[0][0]


def code_of(id: UUID) -> str:
    return str(sql.run("SELECT code FROM engine_case WHERE id = %s", [id])[0][0])


def addresses(id: UUID) -> Iterator[str]:
    """Every GET route there is, with the case's id wherever one may stand, and words that routes know."""
    from django.urls import NoReverseMatch, reverse

    for name, route in ROUTES.items():
        converters = route.pattern.converters
        texts = WORDS if any("UUID" not in type(kind).__name__ for kind in converters.values()) else ("",)
        for word in texts:
            parts = {
                one: {"UUIDConverter": str(id), "IntConverter": 1}.get(type(kind).__name__, word)
                for one, kind in converters.items()
            }
            try:
                yield reverse(name, kwargs=parts)
            except NoReverseMatch:
                continue
    searched = ("lò mổ", "Bạch Kim Oanh", code_of(id), "TC.", "to-cao")
    for page, name in (("/tim", "q"), ("/viec", "tim"), ("/phan-anh", "tim"), ("/cong-viec/to-cao", "tim")):
        yield from (f"{page}?{name}={word}" for word in searched)
    yield f"/cong-viec/to-cao?muc=all&noi={demo.WARD}"
    yield "/cong-viec/to-cao?muc=all"


def walk(who: str, client: Client, id: UUID) -> list[str]:
    """Where somebody meets any of what is hidden."""
    found = []
    for address in addresses(id):
        answer = client.get(address)
        said = b"".join(answer.streaming_content) if answer.streaming else answer.content
        text = said.decode(errors="replace") + str(answer.headers)
        # What one typed oneself is shown back in the box that one typed it into.
        typed = re.sub(r'value="[^"]*"|\?[^"\s]*|“[^”]*”|<b>[^<]*</b>', "", text) if "?" in address else text
        if any(one in typed for one in HIDDEN):
            found.append(f"{who}: {address}")
    return found


# One for each role, the nearest to Yến's desk; the reception above her, and who oversees province, sector and nation.
NEAREST = ("lan", "nam", "thu", "van", "minh", "dan", "kiemsoat", "lanhdao", "bo", "chinhphu", "quantri")


@pytest.mark.parametrize("login", NEAREST)
def test_no_other_officer_meets_a_word_of_it_on_any_page(sealed: UUID, desk: Any, login: str) -> None:
    assert walk(login, desk(login), sealed) == []


@pytest.mark.parametrize("citizen", [None, HANH, PHUONG])
def test_neither_a_citizen_nor_anybody_else_meets_a_word_of_it(sealed: UUID, citizen: Any) -> None:
    client = signed_in(citizen) if citizen else Client()

    assert walk("citizen", client, sealed) == []


def test_yen_reads_it_and_finds_it_in_her_list(sealed: UUID, desk: Any) -> None:
    yen = desk(RECEIVER)

    page = yen.get(f"/ho-so/{sealed}").content.decode()

    assert DENOUNCER in page
    assert SECRET_WORDS in page
    assert code_of(sealed) in yen.get("/cong-viec/to-cao").content.decode()


def test_no_officer_but_yen_is_told_that_it_is_there(sealed: UUID, desk: Any) -> None:
    """Neither the page nor a count: a list that says one is there says where to look."""
    for login in (one.login for one in demo.people_of_demo() if one.login != RECEIVER):
        assert desk(login).get(f"/ho-so/{sealed}").status_code in (403, 404), login
    day, now = datetime.now(UTC).date(), datetime.now(UTC)
    seen = {}
    for body, role in (
        ("vp.19789", "reception"),
        ("ubnd.19789", "chair"),
        ("vp.46", "reception"),
        ("vp.46", "control"),
    ):
        actor = actors.load(people.holders(body, role, day)[0].person, day)
        seen[body, role] = kinds.listed(actor, Wanted("denunciation", "all"), now).total
    assert seen == {
        ("vp.19789", "reception"): 1, ("ubnd.19789", "chair"): 0, ("vp.46", "reception"): 0, ("vp.46", "control"): 0,
    }  # fmt: skip


def test_no_figure_of_the_briefing_counts_it(sealed: UUID) -> None:
    now = datetime.now(UTC)
    span = Span(now - timedelta(days=400), now + timedelta(days=1))
    counted = [
        key
        for key, one in briefed.told().items()
        if isinstance(one, Figure) and str(sealed) in {str(row[0]) for row in sql.run(one.statement, span.parameters())}
    ]

    assert counted == []


def tables() -> list[str]:
    return [row[0] for row in sql.run("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")]


def test_the_words_stand_in_the_case_and_its_sealed_values_and_in_no_other_table(sealed: UUID) -> None:
    holding = {
        table
        for table in tables()
        for word in HIDDEN
        if sql.run(f"SELECT 1 FROM {table} t WHERE t::text ILIKE %s LIMIT 1", [f"%{word}%"])
    }

    assert holding == {"engine_case", "engine_personal"}


def test_nothing_that_leaves_the_house_or_tells_somebody_names_the_case(sealed: UUID) -> None:
    """No outbox, no notice, no export, no delivery: not even its id or its code."""
    own = {"engine_case", "engine_entry", "engine_personal", "engine_stamp", "engine_unstamped", "engine_read",
           "engine_paper", "engine_relation"}  # fmt: skip
    naming = {
        table
        for table in set(tables()) - own
        for word in (str(sealed), code_of(sealed))
        if sql.run(f"SELECT 1 FROM {table} t WHERE t::text LIKE %s LIMIT 1", [f"%{word}%"])
    }

    assert naming == set()


def test_sending_one_writes_no_word_into_the_logs_and_none_into_an_address(
    desk: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    sent = Client().post(
        "/phan-anh/gui/to-cao",
        {
            "xa": demo.WARD,
            "content": SECRET_WORDS,
            "against": "Chủ lò mổ",
            "name": DENOUNCER,
            "contact": "0908 765 432",
        },
    )

    assert sent.status_code == 200
    assert "Biên nhận" in sent.content.decode()
    assert DENOUNCER not in sent.content.decode()
    assert not [one for one in caplog.records if any(word in one.getMessage() for word in HIDDEN)]


def test_who_has_the_receipt_learns_where_it_stands_and_no_word_of_it(desk: Any) -> None:
    sent = Client().post(
        "/phan-anh/gui/to-cao",
        {"xa": demo.WARD, "content": SECRET_WORDS, "against": "Chủ lò mổ", "name": DENOUNCER},
    ).content.decode()  # fmt: skip
    code, secret = re.findall(r'<span class="code">([^<]+)</span>', sent)

    page = Client().post("/phan-anh/theo-doi", {"ma": code, "khoa": secret}).content.decode()

    assert "Đã nhận, chờ xử lý đơn" in page
    assert DENOUNCER not in page
    assert SECRET_WORDS not in page
