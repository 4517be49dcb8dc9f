"""What people do on the portal, made ready: pages and searches with what must be on them, citizens with their drafts.

Citizens' sessions stand in the database as an e-identity's answer leaves them; their drafts are begun by the
functions that the pages use, with every question answered but those of the page that is measured.
"""

from __future__ import annotations

import csv
import itertools
import random
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

QUERIES = Path(__file__).parents[1] / "tests" / "register" / "search" / "queries.csv"
PAGES = 4000
PROCEDURE, CASE, PAPER, PART = "1.001193", "thong-thuong", "giay-chung-sinh", "parents_part"
CHILD = {
    "birth": "2026-11-02",
    "sex": "male",
    "ethnicity": "Kinh",
    "nationality": "Việt Nam",
}


@dataclass(frozen=True)
class Citizen:
    """Somebody who is signed in, and the draft that waits to be sent: `length` is its version."""

    number: str
    name: str
    session: str
    ward: str
    province: str
    draft: str
    length: int
    key: str


def pages(chance: random.Random, day: date) -> list[tuple[str, list[str]]]:
    """Pages of procedures in force, each for a commune of the country, with what must stand on them."""
    from markupsafe import escape

    from thongsuot.register import communes, procedures
    from thongsuot.web.portal.explaining import heading
    from thongsuot.web.portal.procedure import version_for

    known = (code for province, _ in communes.provinces(day) for code, _ in communes.of_province(province, day))
    places = [communes.commune(code, day) for code in known]
    codes = sorted({view.code for view in procedures.in_force(day)})
    found: list[tuple[str, list[str]]] = []
    while len(found) < PAGES:
        place, code = chance.choice(places), chance.choice(codes)
        view = version_for(code, place)
        if view is not None and place is not None:
            words = [str(escape(heading(view.title).words)), str(escape(place.full)), code]
            found.append((f"/thu-tuc/{code}?xa={place.code}", words))
    return found


def searches(chance: random.Random, day: date, wards: list[str]) -> list[tuple[str, list[str]]]:
    """The 200 queries of the tests, with and without a commune, and the procedure that must be among the first ten."""
    from thongsuot.register import search

    found: list[tuple[str, list[str]]] = []
    with QUERIES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            wanted = row["codes"].split("|")
            hits = [hit.procedure.code for hit in search.find(row["query"], day, limit=10)]
            codes = [code for code in wanted if code in hits] or hits[:1]
            if codes:
                words = [f'href="/thu-tuc/{codes[0]}']
                found.append((f"/thu-tuc?{urlencode({'q': row['query']})}", words))
                found.append((f"/thu-tuc?{urlencode({'q': row['query'], 'xa': chance.choice(wards)})}", words))
    return found


def tracked(limit: int = 2000) -> list[tuple[str, str, str]]:
    """(cookie, code, name) of open dossiers: the cookie is what the right one-time code leaves in a browser."""
    from django.core import signing

    from thongsuot.engine import sql
    from thongsuot.web.portal.following.tracking import COOKIE

    rows = sql.run("SELECT id, code, subject_name FROM engine_case WHERE is_open ORDER BY id LIMIT %s", [limit])
    return [(f"{COOKIE}={signing.dumps(str(id), salt=COOKIE)}", code, name) for id, code, name in rows]


def citizens(count: int, wards: list[str]) -> list[Citizen]:
    """So many people who are signed in, each with a birth registration that lacks its parents and its paper."""
    from django.db import transaction

    with transaction.atomic():
        return [_citizen(place, ward) for place, ward in zip(range(count), itertools.cycle(wards), strict=False)]


def _citizen(place: int, ward: str) -> Citizen:
    from thongsuot.areas.dossiers import applying
    from thongsuot.areas.dossiers.forms import catalogue
    from thongsuot.areas.dossiers.forms.prefill import Identity
    from thongsuot.engine import forms_store
    from thongsuot.engine.actor import Actor
    from thongsuot.register import people, sessions
    from thongsuot.web.eform import drafts

    name, number = people.invented_name(f"bench:{place}"), f"0011900{place:05d}"
    session = sessions.SessionStore()
    session[sessions.CITIZEN] = [number, name]
    session.save()
    actor = Actor(None, name, citizen=number)
    form = catalogue.online(PROCEDURE, datetime.now().date()).form
    answers = {"acting": "own", "delivery": "online", "phone": "0912345678"}
    now = applying.Underway(PROCEDURE, CASE, ward, answers=answers)
    draft = drafts.begin(actor, form, Identity(name=name, number=number), PROCEDURE, {applying.ABOUT: now.to_json()})
    values = {**draft.values, **_answers(ward, f"Trẻ Đo {place}", name, number)}
    draft = forms_store.save(actor, draft, values)
    key = session.session_key or ""
    home = values["birth_place"]["province"]
    return Citizen(number, name, key, ward, home, str(draft.id), draft.length, str(applying.key_of(draft.id)))


def _answers(ward: str, child: str, name: str, number: str) -> dict[str, Any]:
    """The sections of the form that are not measured."""
    from thongsuot.register import communes

    place = communes.commune(ward, datetime.now().date())
    assert place is not None
    home = {"province": place.province_code, "commune": ward}
    return {
        "requester": {"name": name, "number": number, "residence": {**home, "detail": "Tổ 1"}},
        "relation": "mother",
        "child": {"name": child, **CHILD, "hometown": home},
        "birth_place": {**home, "detail": "Bệnh viện Đa khoa tỉnh"},
        "birth_proof": "pledge",
        "copies_wanted": False,
    }
