"""Petitions as the open standard GeoReport v2 says them: services, requests, keys. Nothing personal is in any of it.

Only field reflections and petitions about procedures are here; what is said of a person's behaviour, complaints and
denunciations are not. A text is given out only once an officer has published it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings

from thongsuot.areas.petitions import sending
from thongsuot.areas.petitions.process import FIELD, PETITION, TTHC
from thongsuot.areas.petitions.sending import Petition
from thongsuot.engine import access, sql
from thongsuot.engine.errors import NeedsNotMet, Refused
from thongsuot.engine.making import Paper
from thongsuot.engine.verbs import VIETNAM
from thongsuot.register import bodies, communes

MOST = 1000
SPAN = timedelta(days=90)


@dataclass(frozen=True)
class Service:
    """One kind of request that an application may send."""

    code: str
    name: str
    description: str
    about: str
    group: str
    keywords: str


SERVICES = (
    Service("road", "Đường, vỉa hè, nắp cống", "Đường hỏng, ổ gà, nắp cống vỡ", FIELD, "Hạ tầng", "đường,cống"),
    Service("light", "Đèn đường, điện", "Đèn tắt, dây điện nguy hiểm", FIELD, "Hạ tầng", "đèn,điện"),
    Service("waste", "Rác, vệ sinh", "Rác tồn đọng, bãi rác tự phát, mùi hôi", FIELD, "Môi trường", "rác,vệ sinh"),
    Service("water", "Cấp, thoát nước", "Ngập, vỡ ống, mất nước", FIELD, "Hạ tầng", "nước,ngập"),
    Service("tree", "Cây xanh", "Cây đổ, cành nguy hiểm", FIELD, "Môi trường", "cây"),
    Service("order", "Trật tự đô thị", "Lấn chiếm vỉa hè, tiếng ồn", FIELD, "Trật tự", "vỉa hè,tiếng ồn"),
    Service("other", "Việc khác tại hiện trường", "Việc chưa có trong danh sách", FIELD, "Khác", "khác"),
    Service("procedure", "Quy định, thủ tục hành chính", "Thủ tục rườm rà, quy định chưa hợp lý", TTHC, "Thủ tục",
            "thủ tục,quy định"),
)  # fmt: skip
BY_CODE: Mapping[str, Service] = {one.code: one for one in SERVICES}


class Wrong(Exception):
    """What an application did wrong, as the standard answers it: a status and a sentence."""

    def __init__(self, status: int, description: str) -> None:
        self.status, self.description = status, description
        super().__init__(description)


def new_key(owner: str, now: datetime | None = None) -> str:
    """Register an application; its key, which is shown this once."""
    key = secrets.token_urlsafe(24)
    sql.run(
        "INSERT INTO petitions_key (digest, owner, made_at) VALUES (%s, %s, %s)",
        [_digest(key), owner, now or datetime.now(UTC)],
    )
    return key


def end_keys(owner: str) -> int:
    """Take an application's keys back; how many."""
    ended = "UPDATE petitions_key SET ended_at = now() WHERE owner = %s AND ended_at IS NULL RETURNING 1"
    return len(sql.run(ended, [owner]))


def owner_of(key: str) -> str:
    """Whose application has this key. Raises Wrong 403."""
    statement = "SELECT owner FROM petitions_key WHERE digest = %s AND ended_at IS NULL"
    rows = sql.run(statement, [_digest(key)]) if key else []
    if not rows:
        raise Wrong(403, "api_key was not provided or is not valid")
    return str(rows[0][0])


def _digest(key: str) -> str:
    text = f"open311:{key}".encode(errors="replace")
    return hmac.new(settings.SECRET_KEY.encode(), text, hashlib.sha256).hexdigest()


def service(code: str) -> Service:
    """Raises Wrong: 400 for none, 404 for one that is not there."""
    if not code:
        raise Wrong(400, "service_code was not provided")
    if code not in BY_CODE:
        raise Wrong(404, "service_code provided was not found")
    return BY_CODE[code]


def jurisdiction(code: str) -> str:
    """What may stand in a question: a commune, a province, or nothing for the whole country. Raises Wrong 404."""
    day = datetime.now(VIETNAM).date()
    if not code:
        return ""
    if code.isascii() and code.isdigit():
        if len(code) == 5 and communes.commune(code, day) is not None:
            return code
        if len(code) == 2 and code in dict(communes.provinces(day)):
            return code
    raise Wrong(404, "jurisdiction_id provided was not found: it is the code of a commune or of a province")


def place(code: str) -> str:
    """The commune that a jurisdiction is. Raises Wrong."""
    if not code:
        raise Wrong(400, "jurisdiction_id was not provided")
    known = code.isascii() and code.isdigit() and len(code) == 5
    if not known or communes.commune(code, datetime.now(VIETNAM).date()) is None:
        raise Wrong(404, "jurisdiction_id provided was not found: it is the code of a commune, 5 digits")
    return code


@dataclass(frozen=True)
class Key:
    """A key as the operator sees it: whose, since when, until when; the key itself nobody can read again."""

    owner: str
    made_at: datetime
    ended_at: datetime | None


def known_keys() -> list[Key]:
    """All keys that are remembered, the last made first."""
    return [Key(*row) for row in sql.run("SELECT owner, made_at, ended_at FROM petitions_key ORDER BY made_at DESC")]


def receive(
    given: Mapping[str, str], attributes: Mapping[str, str], key: UUID, media: Callable[[], tuple[Paper, ...]] = tuple
) -> str:
    """Take a request in, with its key once; its number. A photo is kept only of who has a key. Raises Wrong."""
    owner = owner_of(given.get("api_key", ""))
    wanted = service(given.get("service_code", ""))
    commune = place(given.get("jurisdiction_id", ""))
    where, point = given.get("address_string", "") or given.get("address_id", ""), _point(given)
    if not where and not point:
        raise Wrong(400, "lat and long, address_string or address_id was not provided")
    text = given.get("description", "")
    lines = [line.strip()[:2000] for line in text.splitlines() if line.strip()][:90]
    if not lines:
        raise Wrong(400, "description was not provided")
    lines += [f"Ảnh: {given['media_url'][:500]}"] if given.get("media_url") else []
    lines += [f"{name}: {value}"[:500] for name, value in list(attributes.items())[:5] if name != "dossier"]
    name = " ".join(part for part in (given.get("last_name", ""), given.get("first_name", "")) if part)
    petition = Petition(
        about=wanted.about,
        place_code=commune,
        content=tuple(lines),
        answer_by="email" if given.get("email") else "none",
        where=where[:300],
        dossier=attributes.get("dossier", "")[:60],
        name=name[:200],
        phone=given.get("phone", "")[:20],
        email=given.get("email", "")[:200],
        channel="open311",
        facts={"service": wanted.code, "application": owner, **point},
    )
    try:
        sent = sending.send(None, petition, datetime.now(UTC), key=key, papers=media())
    except NeedsNotMet as unmet:
        raise Wrong(400, "; ".join(sentence for _, sentence in unmet.faults)) from unmet
    except Refused as refusal:
        raise Wrong(400, refusal.sentence) from refusal
    return str(sent.case.code)


def _point(given: Mapping[str, str]) -> dict[str, float]:
    """Where it is. Raises Wrong for what is no point of the earth."""
    lat, long = given.get("lat", ""), given.get("long", "")
    if not lat and not long:
        return {}
    try:
        found = {"lat": round(float(lat), 6), "long": round(float(long), 6)}
    except ValueError:
        raise Wrong(400, "lat or long is not a number") from None
    if not (-90 <= found["lat"] <= 90 and -180 <= found["long"] <= 180):
        raise Wrong(400, "lat or long is out of range")
    return found


@dataclass(frozen=True)
class Wanted:
    """Which requests: by numbers, services, state, place, and when they were sent."""

    numbers: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    jurisdiction: str = ""
    start: datetime | None = None
    end: datetime | None = None
    page: int = 1
    page_size: int = MOST


_REQUESTS = f"""
SELECT c.code, c.is_open, c.process, c.step, c.facts::text, c.competent_body, c.place_code, c.opened_at, c.changed_at,
  c.due_at, CASE WHEN {access.PUBLISHED} THEN (SELECT (p.values -> 'question_public')::text
    FROM engine_entry e JOIN engine_personal p USING (case_id, number)
    WHERE e.case_id = c.id AND e.move = 'publish' ORDER BY e.number DESC LIMIT 1) END
FROM engine_case c
WHERE c.kind = '{PETITION.key}' AND c.facts ->> 'class' IN ('{FIELD}', '{TTHC}')
  AND (%(numbers)s::text[] IS NULL OR c.code = ANY(%(numbers)s))
  AND (%(services)s::text[] IS NULL OR coalesce(c.facts ->> 'service', '') = ANY(%(services)s)
    OR ('procedure' = ANY(%(services)s) AND c.facts ->> 'class' = '{TTHC}')
    OR ('other' = ANY(%(services)s) AND c.facts ->> 'class' = '{FIELD}' AND NOT c.facts ? 'service'))
  AND (%(place)s = '' OR %(place)s IN (c.place_code, c.province_code))
  AND (%(open)s::boolean IS NULL OR c.is_open = %(open)s)
  AND c.opened_at >= %(start)s AND c.opened_at <= %(end)s
ORDER BY c.opened_at DESC, c.id LIMIT %(limit)s OFFSET %(offset)s
"""  # noqa: S608 - constants of this package


def requests(wanted: Wanted) -> list[dict[str, Any]]:
    """What the standard tells of each request, the last sent first; at most a thousand, of ninety days by default."""
    now = datetime.now(UTC)
    end = wanted.end or (wanted.start + SPAN if wanted.start else now)
    start = wanted.start or (datetime.min.replace(tzinfo=UTC) if wanted.numbers else end - SPAN)
    states = set(wanted.states)
    rows = sql.run(
        _REQUESTS,
        {
            "numbers": list(wanted.numbers) or None,
            "services": list(wanted.services) or None,
            "place": wanted.jurisdiction,
            "open": None if len(states) != 1 else "open" in states,
            "start": start,
            "end": end,
            "limit": wanted.page_size,
            "offset": (wanted.page - 1) * wanted.page_size,
            **access.published(PETITION.key, None),
        },
    )
    return [_request(*row) for row in rows]


def _request(
    code: str, is_open: bool, _pin: str, step: str, facts_text: str, body: str, place_code: str, opened: datetime,
    changed: datetime, due: datetime | None, published: str | None,
) -> dict[str, Any]:  # fmt: skip
    facts = json.loads(facts_text)
    kind = BY_CODE[str(facts.get("service") or ("procedure" if facts["class"] == TTHC else "other"))]
    commune = communes.commune(place_code, datetime.now(VIETNAM).date())
    return {
        "service_request_id": code,
        "status": "open" if is_open else "closed",
        "status_notes": PETITION.state(step).label,
        "service_name": kind.name,
        "service_code": kind.code,
        "description": "\n".join(json.loads(published)) if published else "",
        "agency_responsible": bodies.name_of(body),
        "service_notice": "",
        "requested_datetime": _moment(opened),
        "updated_datetime": _moment(changed),
        "expected_datetime": _moment(due) if due and is_open else "",
        "address": commune.full if commune else "",
        "address_id": place_code,
        "zipcode": "",
        "lat": facts.get("lat", ""),
        "long": facts.get("long", ""),
        "media_url": "",
    }


def _moment(value: datetime) -> str:
    return value.astimezone(VIETNAM).isoformat(timespec="seconds")


def number_of(token: UUID) -> str:
    """The request that was sent with this key, for an application whose line broke. Raises Wrong 404."""
    rows = sql.run(
        "SELECT c.code FROM engine_entry e JOIN engine_case c ON c.id = e.case_id"
        " WHERE e.key = %s AND e.number = 1 AND c.kind = %s AND c.facts ->> 'channel' = 'open311'",
        [token, PETITION.key],
    )
    if not rows:
        raise Wrong(404, "token provided was not found")
    return str(rows[0][0])


def attributes_of(code: str) -> list[dict[str, Any]]:
    """What a service asks beside the standard's own fields: of a procedure, which."""
    if service(code).about != TTHC:
        return []
    return [
        {
            "variable": True, "code": "dossier", "datatype": "string", "required": False,
            "datatype_description": "Mã hồ sơ ghi trên giấy tiếp nhận", "order": 1, "description": "Mã hồ sơ liên quan",
        }
    ]  # fmt: skip
