"""The second process: signs in hundreds of officers, then works the running server and checks what it answers.

python -m bench.drive PLAN.json: the plan names the server, the database and the officers; the figures go to
standard output as JSON. A page that is not what it should be ends the run.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import sys
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

import psycopg

from bench import client, country, measuring
from bench.client import Answer, Lane
from bench.measuring import Make, must
from bench.plan import Dossier, Plan, User

PAGE = 50
SAMPLE = 150
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
STEPS = {"hand_over": "Đang thụ lý", "propose": "Chờ trưởng phòng thẩm tra"}
ROUTES = {
    "worklist": ("GET", "viec"),
    "read": ("GET", "ho-so/<uuid:id>"),
    "move": ("POST", "ho-so/<uuid:id>/buoc/<str:name>"),
    "intake": ("POST", "tiep-nhan/<str:code>"),
}


class Driver:
    """Connections to the server, and the phases that are measured over them."""

    def __init__(self, plan: Plan, lanes: list[Lane]) -> None:
        self.plan, self.lanes = plan, lanes
        self.chance = random.Random(7)
        self.connection = psycopg.connect(plan.database, autocommit=True)
        self.acknowledged: list[tuple[UUID, UUID, str]] = []

    async def sign_in(self) -> None:
        """Every user through the login page, as a browser does."""
        waiting = list(self.plan.users)

        async def signing(lane: Lane) -> None:
            while waiting:
                await _signed_in(lane, waiting.pop())

        await asyncio.gather(*map(signing, self.lanes))

    def know(self) -> None:
        """Read from the database what each user must find."""
        sight: dict[str, list[Dossier]] = {}
        held: dict[UUID, list[Dossier]] = {}
        rows = self.connection.execute(
            "SELECT id, code, subject_name, length, place_code, assignee, step FROM engine_case WHERE is_open"
            " AND step IN ('received', 'processing', 'waiting_supplement') ORDER BY id"
        )
        for id, code, name, version, ward, assignee, step in rows:
            one = Dossier(id, code.encode(), name.encode(), version)
            sight.setdefault(ward, []).append(one)
            if assignee and step != "waiting_supplement":
                held.setdefault(assignee, []).append(one)
        for user in self.plan.users:
            user.dossiers, user.movable = sight[user.ward], held.get(user.person, [])
            self.chance.shuffle(user.movable)
            user.listed = min(PAGE, len(user.movable) if user.role == "intake" else self._waiting_for(user))
            must(user.listed == PAGE, f"{user.username} has {user.listed} dossiers to do: not a page of {PAGE}")

    def _waiting_for(self, user: User) -> int:
        row = self.connection.execute(
            "SELECT count(*) FROM engine_case WHERE is_open AND (assignee = %s OR (assignee IS NULL"
            " AND queue_role = 'specialist' AND queue_body IN (%s, %s)))",
            [user.person, f"vp.{user.ward}", f"ubnd.{user.ward}"],
        ).fetchone()
        return int(row[0]) if row else 0

    async def rehearse(self, *makes: Make) -> None:
        """Let every worker read once what it keeps in memory: bodies, calendars, procedures, templates."""

        async def working(lane: Lane) -> None:
            for make in makes * 4:
                request, check = make()
                check(await lane.ask(request))

        await asyncio.gather(*map(working, self.lanes))

    async def measure(self, name: str, make: Make) -> dict[str, float]:
        """Keep every connection busy with requests of random users; figures over the time after the warm-up."""

        async def asking(lane: Lane) -> None:
            request, check = make()
            check(await lane.ask(request))

        at = measuring.Place(self.plan.port, self.plan.leader)
        return await measuring.measure(at, self.lanes, asking, self.plan.seconds, (ROUTES[name],))


async def _signed_in(lane: Lane, user: User) -> None:
    page = await lane.ask(client.get("/dang-nhap", ""))
    found = TOKEN.search(page.body)
    must(page.status == 200 and found, "no login page", page)
    assert found is not None
    jar = page.cookies()
    form = {"csrfmiddlewaretoken": found[1].decode(), "username": user.username, "password": country.PASSWORD}
    answer = await lane.ask(client.post("/dang-nhap", _cookies(jar), urlencode(form).encode()))
    must(answer.status == 302, f"{user.username} was not let in", answer)
    jar |= answer.cookies()
    user.cookies, user.token = _cookies(jar), jar["csrftoken"]


def _cookies(jar: dict[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in jar.items())


def personal(answer: Answer, status: int = 200) -> None:
    must(answer.status == status, f"status {answer.status}, not {status}", answer)
    must(b"no-store" in answer.header(b"cache-control"), "a personal page may be kept by a cache", answer)


# What is asked, and what the answer must hold.


def work_list(driver: Driver) -> Make:
    def make() -> tuple[bytes, Callable[[Answer], None]]:
        user = driver.chance.choice(driver.plan.users)
        tab = "mine" if user.role == "intake" else "all"

        def check(answer: Answer) -> None:
            personal(answer)
            rows = answer.body.count(b"<tr data-href=")
            must(rows == user.listed, f"{user.username}: {rows} rows, not {user.listed}", answer)

        return client.get(f"/viec?muc={tab}", user.cookies), check

    return make


def read(driver: Driver) -> Make:
    def make() -> tuple[bytes, Callable[[Answer], None]]:
        user = driver.chance.choice(driver.plan.users)
        one = driver.chance.choice(user.dossiers)

        def check(answer: Answer) -> None:
            personal(answer)
            must(one.code in answer.body and one.name in answer.body, f"{one.code!r} is not on its page", answer)

        return client.get(f"/ho-so/{one.id}", user.cookies), check

    return make


def move(driver: Driver) -> Make:
    def make() -> tuple[bytes, Callable[[Answer], None]]:
        user = driver.chance.choice(driver.plan.users)
        while not user.movable:
            user = driver.chance.choice(driver.plan.users)
        one, key = user.movable.pop(), uuid4()
        name = "hand_over" if user.role == "intake" else "propose"
        form = [("csrfmiddlewaretoken", user.token), ("_key", str(key)), ("_version", str(one.version))]
        if name == "hand_over":
            form.append(("note", "Đủ thành phần, kính chuyển"))
        else:
            form += [("outcome", "granted"), ("summary", "Cấp bản sao trích lục"), ("summary", "Số bản: 02")]

        def check(answer: Answer) -> None:
            personal(answer, 302)
            must(answer.header(b"location").endswith(f"/ho-so/{one.id}".encode()), "the move leads elsewhere", answer)
            driver.acknowledged.append((key, one.id, STEPS[name]))

        return client.post(f"/ho-so/{one.id}/buoc/{name}", user.cookies, urlencode(form).encode()), check

    return make


def intake(driver: Driver) -> Make:
    counters = [user for user in driver.plan.users if user.role == "intake"]

    def make() -> tuple[bytes, Callable[[Answer], None]]:
        user, key = driver.chance.choice(counters), uuid4()
        place = driver.chance.randrange(1_000_000)
        name = f"Người Đo {place} {key.hex[:8]}"
        made = country.PROCEDURES[place % len(country.PROCEDURES)]
        form = [("csrfmiddlewaretoken", user.token), ("_key", str(key)), ("_receive", "receive")]
        form += [("case", made[1]), ("kind", "citizen"), ("name", name), ("number", f"0010900{place % 100000:05d}")]
        form += [("phone", "0912 345 678"), ("address", f"Tổ {place % 40 + 1}"), ("place_code", user.ward)]
        form += [
            ("content", "Đề nghị giải quyết theo quy định"),
            ("delivery", "counter"),
            ("sets", "1"),
            ("units", "1"),
        ]

        def check(answer: Answer) -> None:
            personal(answer, 302)
            found = re.search(rb"/ho-so/([0-9a-f-]{36})/da-nhan$", answer.header(b"location"))
            must(found, "the intake leads elsewhere", answer)
            assert found is not None
            driver.acknowledged.append((key, UUID(found[1].decode()), name))

        return client.post(f"/tiep-nhan/{made[0]}", user.cookies, urlencode(form).encode()), check

    return make


# What must be true after a phase.


def reads_logged(driver: Driver) -> int:
    row = driver.connection.execute("SELECT count(*) FROM engine_read").fetchone()
    assert row is not None
    return int(row[0])


def kept_once(driver: Driver) -> None:
    """Every acknowledged request stands in the journal, under its key, once."""
    keys = [key for key, _, _ in driver.acknowledged]
    rows = driver.connection.execute("SELECT key, case_id FROM engine_entry WHERE key = ANY(%s)", [keys]).fetchall()
    must(len(rows) == len(keys), f"{len(keys)} acknowledged, {len(rows)} in the journal")
    found = dict(rows)
    must(all(found[key] == id for key, id, _ in driver.acknowledged), "an answer named another dossier")


async def shown_after(driver: Driver) -> None:
    """Some of the acknowledged are opened by an officer of the ward: the page shows the new step or the name."""
    owners = {user.ward: user for user in driver.plan.users}
    sample = driver.chance.sample(driver.acknowledged, min(SAMPLE, len(driver.acknowledged)))
    rows = driver.connection.execute(
        "SELECT id, place_code, code FROM engine_case WHERE id = ANY(%s)", [[id for _, id, _ in sample]]
    )
    places = {id: (ward, code.encode()) for id, ward, code in rows}
    for _, id, words in sample:
        ward, code = places[id]
        answer = await driver.lanes[0].ask(client.get(f"/ho-so/{id}", owners[ward].cookies))
        personal(answer)
        must(words.encode() in answer.body and code in answer.body, f"the page does not show “{words}”", answer)
    driver.acknowledged.clear()


async def others_dossiers(driver: Driver) -> None:
    """Officers ask for dossiers of other wards, and get the page of one that does not exist; nothing is logged."""
    before = reads_logged(driver)
    for _ in range(20):
        one, other = driver.chance.sample(driver.plan.users, 2)
        if one.ward == other.ward:
            continue
        dossier = driver.chance.choice(other.dossiers)
        answer = await driver.lanes[0].ask(client.get(f"/ho-so/{dossier.id}", one.cookies))
        personal(answer, 404)
        must(
            dossier.name not in answer.body and dossier.code not in answer.body, "another ward's dossier shows", answer
        )
    must(reads_logged(driver) == before, "a refused look was logged as a look")


async def phases(driver: Driver) -> dict[str, Any]:
    found: dict[str, Any] = {}
    began = time.perf_counter()
    await driver.sign_in()
    signing_in = time.perf_counter() - began
    driver.know()
    await others_dossiers(driver)
    await driver.rehearse(work_list(driver), read(driver))
    found["worklist"] = await driver.measure("worklist", work_list(driver))
    asked = 0

    def counted(make: Make) -> Make:
        def one() -> tuple[bytes, Callable[[Answer], None]]:
            nonlocal asked
            asked += 1
            return make()

        return one

    before = reads_logged(driver)
    found["read"] = await driver.measure("read", counted(read(driver)))
    logged = reads_logged(driver) - before
    must(logged == asked, f"{asked} dossiers read, {logged} looks logged")
    for name, make in (("move", move(driver)), ("intake", intake(driver))):
        found[name] = await driver.measure(name, make)
        kept_once(driver)
        await shown_after(driver)
    return found | {"signing_in_s": signing_in, "users": len(driver.plan.users), "looks": logged}


async def run(path: str) -> dict[str, Any]:
    plan = Plan.read(path)
    lanes = await asyncio.gather(*(Lane.open(plan.port) for _ in range(plan.lanes)))
    return await phases(Driver(plan, list(lanes)))


if __name__ == "__main__":
    print(json.dumps(asyncio.run(run(sys.argv[1]))))
