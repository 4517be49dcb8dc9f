"""The second process of the portal's bench: people look, search, follow and apply; every answer is checked.

python -m bench.visits PLAN.json: the plan names the server and what to ask with what must be answered; the figures go
to standard output as JSON, with what was acknowledged for the first process to look up in the journal.
"""

from __future__ import annotations

import asyncio
import hashlib
import html
import json
import random
import re
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench import client, measuring
from bench.citizens import PAPER, PART, Citizen
from bench.client import Answer, Lane
from bench.measuring import Make, must

SECRET = "a" * 32  # of a form's token: a cookie that the browser brings, and the same in the form
PAPER_BYTES = 200_000
SAMPLE = 50
REHEARSED = 80
ROUTES = {
    "page": (("GET", "thu-tuc/<str:code>"),),
    "search": (("GET", "thu-tuc"),),
    "track": (("GET", "tra-cuu"),),
    "submit": (
        ("POST", "tai-len"),
        ("POST", "nop/don/<uuid:id>/phan/<str:key>"),
        ("POST", "nop/don/<uuid:id>/giay-to/<str:key>"),
        ("POST", "nop/don/<uuid:id>/nop"),
    ),
}


@dataclass
class Plan:
    """What the second process is told. `pages` and `searches` are (address, words that must stand on the page)."""

    port: int
    leader: int
    seconds: float
    lanes: int
    pages: list[tuple[str, list[str]]]
    searches: list[tuple[str, list[str]]]
    tracked: list[tuple[str, str, str]]
    citizens: list[Citizen] = field(default_factory=list)

    @classmethod
    def read(cls, path: str) -> Plan:
        given = json.loads(Path(path).read_text())
        people = [Citizen(**one) for one in given.pop("citizens")]
        return cls(citizens=people, **given)

    def write(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self)))


@dataclass(frozen=True)
class Sent:
    """An application that the server has acknowledged: the key it was sent under, the dossier, the paper's digest."""

    key: str
    case: str
    digest: str


class Visitors:
    """Everybody who is on the portal, on a few connections."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.chance = random.Random(7)
        self.waiting = list(plan.citizens)
        self.sent: list[tuple[Citizen, str]] = []
        self.asked = 0
        self._filling = self.chance.randbytes(PAPER_BYTES)

    def paper(self, one: Citizen) -> bytes:
        """A PDF of 200 kB that nobody else has."""
        return (b"%PDF-1.4\n% " + one.key.encode() + b"\n" + self._filling)[:PAPER_BYTES]

    def acknowledged(self) -> list[Sent]:
        """What was sent. The digests are taken here, when nobody is being measured any more."""
        return [Sent(one.key, case, hashlib.sha256(self.paper(one)).hexdigest()) for one, case in self.sent]


def public(answer: Answer, words: list[str]) -> None:
    must(answer.status == 200, f"status {answer.status}", answer)
    must(b"public" in answer.header(b"cache-control"), "a page for everybody may be kept by no cache", answer)
    must(not answer.header(b"set-cookie"), "a page for everybody sets a cookie", answer)
    for one in words:
        must(one.encode() in answer.body, f"“{one}” is not on the page", answer)


def personal(answer: Answer, status: int) -> None:
    must(answer.status == status, f"status {answer.status}, not {status}", answer)
    must(b"no-store" in answer.header(b"cache-control"), "a personal page may be kept by a cache", answer)


def page(visitors: Visitors) -> Make:
    return _public(visitors, visitors.plan.pages)


def search(visitors: Visitors) -> Make:
    return _public(visitors, visitors.plan.searches)


def _public(visitors: Visitors, asked: list[tuple[str, list[str]]]) -> Make:
    def make() -> tuple[bytes, Callable[[Answer], None]]:
        address, words = visitors.chance.choice(asked)
        return client.get(address, ""), lambda answer: public(answer, words)

    return make


def track(visitors: Visitors) -> Make:
    """The standing of a dossier, opened by its one-time code: its code is shown, nobody's name is."""

    def make() -> tuple[bytes, Callable[[Answer], None]]:
        cookie, code, name = visitors.chance.choice(visitors.plan.tracked)
        visitors.asked += 1

        def check(answer: Answer) -> None:
            personal(answer, 200)
            must(code.encode() in answer.body, f"{code} is not on the page", answer)
            must(html.escape(name).encode() not in answer.body, "a name is shown", answer)

        return client.get("/tra-cuu", cookie), check

    return make


async def submit(visitors: Visitors, lane: Lane) -> None:
    """One application: a paper of 200 kB, a page of the form, the paper put in its place, and the sending."""
    one = visitors.waiting.pop()
    cookies, at = f"sessionid={one.session}; csrftoken={SECRET}", f"/nop/don/{one.draft}"
    content = visitors.paper(one)
    head = f"Tus-Resumable: 1.0.0\r\nUpload-Length: {len(content)}\r\nUpload-Metadata: filename R2nhuqV5LnBkZg==\r\n"
    head += f"X-CSRFToken: {SECRET}\r\n"
    answer = await lane.ask(client.post("/tai-len", cookies, content, "application/offset+octet-stream", head))
    personal(answer, 201)
    must(answer.header(b"upload-offset") == str(len(content)).encode(), "the paper was not taken whole", answer)
    upload = answer.header(b"location").rpartition(b"/")[2].decode()

    answer = await lane.ask(client.post(f"{at}/phan/{PART}", cookies, _form(_parents(one))))
    _leads(answer, "/phan/extract_part")
    answer = await lane.ask(client.post(f"{at}/giay-to/{PAPER}", cookies, _form({"tep-id": upload})))
    _leads(answer, f"{at}/giay-to")
    answer = await lane.ask(client.post(f"{at}/nop", cookies, _form({"_version": one.length + 2, "declared": 1})))
    personal(answer, 302)
    made = re.fullmatch(rb".*/cua-toi/([0-9a-f-]{36})/da-nop", answer.header(b"location"))
    must(made, "it was not sent", answer)
    assert made is not None
    visitors.sent.append((one, made[1].decode()))


def _leads(answer: Answer, to: str) -> None:
    personal(answer, 302)
    must(answer.header(b"location").endswith(to.encode()), f"the answer does not lead to {to}", answer)


def _form(values: dict[str, Any]) -> bytes:
    return urlencode({"csrfmiddlewaretoken": SECRET, **values}).encode()


def _parents(one: Citizen) -> dict[str, Any]:
    """The page of the parents as a browser sends it: twenty fields."""
    home = {"residence.province": one.province, "residence.commune": one.ward, "residence.detail": "Tổ 1"}
    own = {"birth": "5/5/1988", "ethnicity": "Kinh", "nationality": "Việt Nam", **home}
    mother = {"name": one.name, "number": one.number, **own}
    father = {"name": "Trần Văn Đo", "number": "", **own}
    return {
        "_shown": "mother,father,married,marriage_certificate",
        **{f"mother.{part}": value for part, value in mother.items()},
        **{f"father.{part}": value for part, value in father.items()},
        "married": "yes",
        "marriage_certificate": "Số 12/2015, ngày 10/10/2015",
    }


async def receipts(visitors: Visitors, lane: Lane) -> None:
    """Some who have sent open their receipt: it is theirs, and it names the dossier."""
    for one, case in visitors.chance.sample(visitors.sent, min(SAMPLE, len(visitors.sent))):
        answer = await lane.ask(client.get(f"/cua-toi/{case}/da-nop", f"sessionid={one.session}"))
        personal(answer, 200)
    (_one, case), (other, _case) = visitors.sent[:2]
    answer = await lane.ask(client.get(f"/cua-toi/{case}/da-nop", f"sessionid={other.session}"))
    if answer.status == 302:  # where it would be, had it been sent while its home was away
        answer = await lane.ask(client.get(answer.header(b"location").decode(), f"sessionid={other.session}"))
    personal(answer, 404)


async def phases(visitors: Visitors, lanes: list[Lane]) -> dict[str, Any]:
    """Each phase for as long as the plan says, after every worker has read once what it keeps."""
    server = measuring.Place(visitors.plan.port, visitors.plan.leader)
    found: dict[str, Any] = {}
    await asyncio.gather(*(_rehearse(lane, page(visitors), search(visitors)) for lane in lanes))
    for name, make in (("page", page(visitors)), ("search", search(visitors)), ("track", track(visitors))):
        found[name] = await measuring.measure(server, lanes, _asking(make), visitors.plan.seconds, ROUTES[name])

    async def applying(lane: Lane) -> None:
        await submit(visitors, lane)

    found["submit"] = await measuring.measure(
        server, lanes, applying, visitors.plan.seconds, ROUTES["submit"], lambda: bool(visitors.waiting)
    )
    await receipts(visitors, lanes[0])
    return {"figures": found, "looks": visitors.asked, "sent": [asdict(one) for one in visitors.acknowledged()]}


async def _rehearse(lane: Lane, *makes: Make) -> None:
    """Let every worker read what it keeps of the catalogue: definitions, summaries, templates."""
    for make in makes * REHEARSED:
        await _asking(make)(lane)


def _asking(make: Make) -> measuring.Doing:
    async def asking(lane: Lane) -> None:
        request, check = make()
        check(await lane.ask(request))

    return asking


async def run(path: str) -> dict[str, Any]:
    plan = Plan.read(path)
    lanes = await asyncio.gather(*(Lane.open(plan.port) for _ in range(plan.lanes)))
    return await phases(Visitors(plan), list(lanes))


if __name__ == "__main__":
    print(json.dumps(asyncio.run(run(sys.argv[1]))))
