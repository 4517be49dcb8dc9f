"""Two hundred people apply at the same moment while officers work: nothing is lost, nothing is doubled."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID

import pytest
from bench.client import Answer, Lane
from bench.measuring import must
from browsing import running
from django.conf import settings as site_settings

from bench import citizens, client, visits
from thongsuot.areas.dossiers.forms import catalogue
from thongsuot.engine import forms_places, forms_store, papers, sql, stamper, verify
from thongsuot.register import bodies, calendar, communes, competences, demo, loading, procedures

pytestmark = pytest.mark.slow
PEOPLE = 200
WARDS = ["19789", "31825"]  # Phường Thuận Hóa, where Lan receives; Phường Bạc Liêu, where Hoa does
CASE = re.compile(r"/ho-so/([0-9a-f-]{36})")
HIDDEN = re.compile(r'<input type="hidden" name="(_key|_version)" value="([^"]*)"')
ENOUGH = 10  # moves of every officer, at least, before the day may end


def _forget() -> None:
    for one in (forms_store, forms_places.COUNTRY, bodies, calendar, communes, competences, procedures):
        one.forget()


@pytest.fixture
def site(own_demo: Any, settings: Any, tmp_path: Path) -> Iterator[str]:
    """The real server, and the country with the demonstration's people in its database."""
    settings.DEMO, settings.VAR = True, tmp_path
    _forget()
    with running(own_demo, tmp_path, workers=2, threads=4) as address:
        loading.load_country()
        catalogue.publish_shipped()
        yield address
    _forget()


@dataclass
class Officer:
    """An officer who works through a queue: opens each dossier and makes the next move. `done`: (case, move, key)."""

    login: str
    moves: dict[str, dict[str, str]]
    claims: bool = False
    cookies: str = ""
    done: list[tuple[str, str, str]] = field(default_factory=list)

    async def sign_in(self, lane: Lane) -> None:
        form = {"username": self.login, "password": demo.PASSWORD}
        answer = await self._post(lane, "/dang-nhap", form)
        must(answer.status == 302, f"{self.login} is not let in", answer)
        self.cookies = f"sessionid={answer.cookies()['sessionid']}; "

    async def work(self, lane: Lane, enough: Callable[[], bool]) -> None:
        """Until it is enough. What somebody else did in between is refused, not broken."""
        while not enough():
            before = len(self.done)
            for case in await self._waiting(lane):
                for move, given in self.moves.items():
                    await self._make(lane, case, move, given)
            if len(self.done) == before:
                await asyncio.sleep(0.1)

    async def _waiting(self, lane: Lane) -> list[str]:
        found = []
        for tab in ("queue", "mine"):
            answer = await self._get(lane, f"/viec?muc={tab}")
            must(answer.status == 200, f"the list of {self.login}", answer)
            found += CASE.findall(answer.body.decode())
        return list(dict.fromkeys(found))[:10]

    async def _make(self, lane: Lane, case: str, move: str, given: dict[str, str]) -> None:
        if self.claims:
            page = (await self._get(lane, f"/ho-so/{case}")).body.decode()
            if f"/ho-so/{case}/nhan" in page:
                await self._send(lane, case, "claim", f"/ho-so/{case}/nhan", page, {})
        answer = await self._get(lane, f"/ho-so/{case}/buoc/{move}")
        if answer.status == 200:
            await self._send(lane, case, move, f"/ho-so/{case}/buoc/{move}", answer.body.decode(), given)

    async def _send(self, lane: Lane, case: str, move: str, to: str, page: str, given: dict[str, str]) -> None:
        form = page if move != "claim" else page.split(f'action="{to}"', 1)[1].split("</form>", 1)[0]
        hidden = dict(HIDDEN.findall(form.split("<main", 1)[-1]))
        answer = await self._post(lane, to, {**hidden, **given})
        must(answer.status < 500, f"{self.login} {move}", answer)
        if answer.status == 302:
            self.done.append((case, move, hidden["_key"]))

    async def _get(self, lane: Lane, path: str) -> Answer:
        answer = await lane.ask(client.get(path, self.cookies))
        must(answer.status < 500, f"{self.login} {path}", answer)
        return answer

    async def _post(self, lane: Lane, path: str, form: dict[str, str]) -> Answer:
        body = urlencode({"csrfmiddlewaretoken": visits.SECRET, **form}).encode()
        return await lane.ask(client.post(path, f"{self.cookies}csrftoken={visits.SECRET}", body))


def six() -> list[Officer]:
    granted = {"outcome": "granted", "summary": "Đăng ký khai sinh theo đề nghị."}
    return [
        Officer("lan", {"accept": {}, "hand_over": {}}),
        Officer("hoa", {"accept": {}, "hand_over": {}}),
        Officer("nam", {"propose": granted}, claims=True),
        Officer("thu", {"review": {}}, claims=True),
        Officer("minh", {"sign": {"method": "paper"}}),
        Officer("van", {"number": {}, "seal": {}, "issue": {}}),
    ]


async def day(port: int, people: list[citizens.Citizen], officers: list[Officer]) -> visits.Visitors:
    """Everybody at once, each on a connection of their own; then each citizen presses the button once more."""
    visitors = visits.Visitors(visits.Plan(port, 0, 0, PEOPLE, [], [], [], citizens=people))
    desks = [await Lane.open(port) for _ in officers]
    for officer, lane in zip(officers, desks, strict=True):
        await officer.sign_in(lane)
    phones = [await Lane.open(port) for _ in people]
    over = asyncio.Event()

    def enough() -> bool:
        return over.is_set() and all(len(officer.done) >= ENOUGH for officer in officers)

    working = [asyncio.create_task(one.work(lane, enough)) for one, lane in zip(officers, desks, strict=True)]
    await asyncio.gather(*(visits.submit(visitors, lane) for lane in phones))
    of = {one.key: case for one, case in visitors.sent}
    await asyncio.gather(*(again(lane, one, of[one.key]) for lane, one in zip(phones, people, strict=True)))
    over.set()
    await asyncio.wait_for(asyncio.gather(*working), 120)
    for lane in (*desks, *phones):
        lane.close()
    return visitors


async def again(lane: Lane, one: citizens.Citizen, case: str) -> None:
    """Pressed once more because the answer seemed not to come: it is the same dossier."""
    body = urlencode({"csrfmiddlewaretoken": visits.SECRET, "_version": one.length + 2, "declared": 1}).encode()
    cookies = f"sessionid={one.session}; csrftoken={visits.SECRET}"
    answer = await lane.ask(client.post(f"/nop/don/{one.draft}/nop", cookies, body))
    must(answer.status == 302, "pressed again", answer)
    must(answer.header(b"location").endswith(f"/cua-toi/{case}/da-nop".encode()), "another dossier", answer)


def test_two_hundred_send_at_once_while_six_officers_work_and_nothing_is_lost_or_doubled(site: str) -> None:
    people, officers = citizens.citizens(PEOPLE, WARDS), six()
    visitors = asyncio.run(asyncio.wait_for(day(urlsplit(site).port or 0, people, officers), 400))
    sent_once(visitors.acknowledged())
    codes_without_gaps()
    acts_stand(officers)
    stamper.stamp(site_settings.SITE)
    assert verify.verify_site(site_settings.SITE).faults == ()


def sent_once(sent: list[visits.Sent]) -> None:
    """Each acknowledged application is one dossier, of its sender, with the paper that was sent and no other."""
    assert len(sent) == len({one.case for one in sent}) == PEOPLE
    rows = sql.run("SELECT key::text, case_id::text FROM engine_entry WHERE move = 'submit'")
    assert sorted(rows) == sorted((one.key, one.case) for one in sent)
    assert sql.run("SELECT count(*) FROM engine_case")[0][0] == PEOPLE
    kept = sql.run("SELECT case_id::text, encode(digest, 'hex') FROM engine_paper")
    assert sorted(kept) == sorted((one.case, one.digest) for one in sent)
    for one in sent:
        assert hashlib.sha256(papers.path(one.digest).read_bytes()).hexdigest() == one.digest


def codes_without_gaps() -> None:
    """Each counter numbers its dossiers of a day from one on, none twice, none left out."""
    given: dict[str, list[int]] = defaultdict(list)
    for (code,) in sql.run("SELECT code FROM engine_case"):
        counter, number = code.rsplit("-", 1)
        given[counter].append(int(number))
    assert {sorted(numbers)[0] for numbers in given.values()} == {1}
    for numbers in given.values():
        assert sorted(numbers) == list(range(1, len(numbers) + 1))
    days = {datetime.strptime(one.rsplit("-", 1)[1], "%y%m%d").date() for one in given}
    assert len(given) == len(WARDS) * len(days)


def acts_stand(officers: list[Officer]) -> None:
    """What an officer was told is done stands in the journal once, under that officer's own name."""
    names = {one.login: one.name for one in demo.DEMO}
    for officer in officers:
        assert len(officer.done) >= ENOUGH, officer.login
        rows = sql.run(
            "SELECT key, case_id, verb, move, body::jsonb #>> '{who,name}' FROM engine_entry WHERE key = ANY(%s)",
            [[UUID(key) for _case, _move, key in officer.done]],
        )
        stand = Counter((str(case), move or verb, str(key)) for key, case, verb, move, _name in rows)
        assert stand == Counter(officer.done)
        assert {name for *_rest, name in rows} == {names[officer.login]}
