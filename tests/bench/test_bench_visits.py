"""The portal's bench believes no page either; an application counts only when all four of its requests went right."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

import pytest
from bench.citizens import Citizen
from bench.client import Answer
from bench.measuring import Wrong

from bench import measuring, portal, visits

HANH = Citizen("001190000001", "Nguyễn Thị Hạnh", "s" * 32, "19789", "46", str(UUID(int=5)), 3, str(UUID(int=6)))
PUBLIC = b"HTTP/1.1 200 OK\r\ncache-control: public, max-age=60\r\ncontent-type: text/html"
PERSONAL = b"HTTP/1.1 200 OK\r\ncache-control: private, no-store"
MADE = str(UUID(int=7))


def plan(**changed: Any) -> visits.Plan:
    given: dict[str, Any] = {"pages": [], "searches": [], "tracked": [], "citizens": [HANH], **changed}
    return visits.Plan(1, 2, 3.0, 4, **given)


def page(text: str, head: bytes = PUBLIC, status: int = 200) -> Answer:
    return Answer(status, head, text.encode())


def test_a_page_for_everybody_shows_its_words_may_be_kept_and_sets_no_cookie() -> None:
    here = visits.Visitors(plan(pages=[("/thu-tuc/1.001193?xa=19789", ["Đăng ký khai sinh", "Phường Thuận Hóa"])]))
    request, check = visits.page(here)()
    assert request.startswith(b"GET /thu-tuc/1.001193?xa=19789 ")
    assert b"If-None-Match" not in request
    check(page("Đăng ký khai sinh, Phường Thuận Hóa"))
    for wrong in (
        page("Đăng ký khai sinh"),
        page("Đăng ký khai sinh, Phường Thuận Hóa", PERSONAL),
        page("Đăng ký khai sinh, Phường Thuận Hóa", PUBLIC + b"\r\nset-cookie: a=b"),
        page("Đăng ký khai sinh, Phường Thuận Hóa", status=500),
    ):
        with pytest.raises(Wrong):
            check(wrong)


def test_a_search_must_show_the_procedure_that_is_meant() -> None:
    here = visits.Visitors(plan(searches=[("/thu-tuc?q=khai+sinh", ['href="/thu-tuc/1.001193'])]))
    _, check = visits.search(here)()
    check(page('<a href="/thu-tuc/1.001193?xa=19789">'))
    with pytest.raises(Wrong, match="is not on the page"):
        check(page('<a href="/thu-tuc/1.000656">'))


def test_who_follows_a_dossier_sees_its_code_and_nobodys_name() -> None:
    here = visits.Visitors(plan(tracked=[("theo-doi=x", "H46-1", "Phạm Văn Đức")]))
    request, check = visits.track(here)()
    assert b"Cookie: theo-doi=x" in request
    assert here.asked == 1
    check(page("H46-1", PERSONAL))
    for wrong in (page("", PERSONAL), page("H46-1 Phạm Văn Đức", PERSONAL), page("H46-1")):
        with pytest.raises(Wrong):
            check(wrong)


class Office:
    """A server that takes an application; `wrong` is answered at that request instead."""

    def __init__(self, wrong: dict[int, Answer] | None = None) -> None:
        self.asked: list[bytes] = []
        self.wrong = wrong or {}

    async def ask(self, request: bytes) -> Answer:
        self.asked.append(request)
        at = f"/nop/don/{HANH.draft}"
        places = [f"/tai-len/{UUID(int=9)}", f"{at}/phan/extract_part", f"{at}/giay-to", f"/cua-toi/{MADE}/da-nop"]
        number = len(self.asked) - 1
        head = PERSONAL + f"\r\nlocation: {places[number]}\r\nupload-offset: 200000".encode()
        return self.wrong.get(number) or Answer(201 if number == 0 else 302, head, b"")


def send(office: Office) -> visits.Visitors:
    here = visits.Visitors(plan())
    asyncio.run(visits.submit(here, office))  # type: ignore[arg-type]
    return here


def test_an_application_is_four_requests_and_is_remembered_with_its_paper() -> None:
    office = Office()
    [sent] = send(office).acknowledged()
    assert (sent.key, sent.case) == (HANH.key, MADE)
    upload, part, paper, sending = office.asked
    content = upload.partition(b"\r\n\r\n")[2]
    assert len(content) == visits.PAPER_BYTES
    assert sent.digest == hashlib.sha256(content).hexdigest()
    typed = parse_qs(part.partition(b"\r\n\r\n")[2].decode(), keep_blank_values=True)
    assert len(typed) == 20, "eighteen answers, what was shown, and the token"
    assert f"tep-id={UUID(int=9)}".encode() in paper
    assert b"_version=5" in sending
    assert len(visits.ROUTES["submit"]) == len(office.asked)


@pytest.mark.parametrize("at", range(4))
def test_an_application_that_went_wrong_anywhere_ends_the_run_and_counts_for_nothing(at: int) -> None:
    with pytest.raises(Wrong):
        send(Office({at: page("Có lỗi", PERSONAL, 422)}))


def test_no_two_papers_are_the_same() -> None:
    here = visits.Visitors(plan())
    other = Citizen(**{**vars(HANH), "key": str(UUID(int=8))})
    assert here.paper(HANH) != here.paper(other)
    assert here.paper(HANH).startswith(b"%PDF-1.4\n")


def test_the_plan_is_read_as_it_was_written(tmp_path: Path) -> None:
    given = plan(tracked=[("theo-doi=x", "H46-1", "Phạm Văn Đức")])
    given.write(tmp_path / "plan.json")
    read = visits.Plan.read(str(tmp_path / "plan.json"))
    assert read.citizens == [HANH]
    assert [tuple(one) for one in read.tracked] == given.tracked


def test_connections_begin_nothing_more_once_nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = list(range(40))
    monkeypatch.setattr(measuring, "WARM", 0.01)
    monkeypatch.setattr(measuring, "cpu_of", lambda leader: 0.0)
    grown = iter((0.0, 0.0, 160.0))
    names = [f'thongsuot_request_statements_{part}{{method="GET",route="a"}}' for part in ("count", "sum")]
    monkeypatch.setattr(measuring, "metrics_of", lambda port: dict.fromkeys(names, next(grown)))
    next(grown)

    async def do(lane: Any) -> None:
        waiting.pop()
        await asyncio.sleep(0.005)

    found = asyncio.run(
        measuring.measure(measuring.Place(1, 2), [None] * 2, do, 30, [("GET", "a")], lambda: bool(waiting))  # type: ignore[list-item]
    )
    assert waiting == []
    assert found["requests"] <= 40
    assert found["statements"] == 1


def test_figures_have_the_keys_that_others_read() -> None:
    one = dict.fromkeys(("rps", "p50_ms", "p95_ms", "cpu_ms", "statements", "requests", "driver_us"), 1.0)
    found = portal.figures(dict.fromkeys(("page", "search", "track", "submit"), one))
    parts = ("rps", "p50_ms", "p95_ms", "cpu_ms", "statements")
    names = {f"http.{name}.{part}" for name in ("page", "search", "track", "submit") for part in parts}
    assert found.keys() == names | {"http.submit.requests"}
    assert found["http.submit.requests"]["value"] == 4


def test_every_floor_is_said_to_be_met_or_missed(capsys: pytest.CaptureFixture[str]) -> None:
    fast = dict.fromkeys(("rps", "p50_ms", "p95_ms", "cpu_ms", "statements", "driver_us"), 600.0)
    portal.show({"page": fast, "submit": {**fast, "rps": 119.0}, "track": fast})
    rows = {line.split()[0]: line for line in capsys.readouterr().out.splitlines() if line}
    assert rows["page"].endswith("≥ 500/s met")
    assert rows["submit"].endswith("≥ 120/s MISSED")
    assert "≥" not in rows["track"]
