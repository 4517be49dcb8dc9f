"""Giving a rating: found by token or code, made once as a move of the dossier, with the answers beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.crypto import salted_hmac
from psycopg.types.json import Jsonb

from thongsuot.areas.satisfaction import handing_on, questions
from thongsuot.areas.satisfaction.handing_on import Petition
from thongsuot.engine import registry, sql, verbs, writing
from thongsuot.engine.actor import SYSTEM
from thongsuot.engine.case import Case
from thongsuot.engine.errors import NeedsNotMet, Refused
from thongsuot.register.working_time import VIETNAM

KIND, DELIVERED = "dossier", "delivered"
BY_CODE, BY_APPLICANT = "rate_by_code", "rate"
ONCE = "Hồ sơ này đã được đánh giá. Mỗi hồ sơ được đánh giá một lần."
DEAREST, LONGEST_HOURS = 1_000_000_000, 1000


@dataclass(frozen=True)
class Answers:
    """What somebody said beside the stars; all of it may be left out."""

    criteria: Mapping[str, str] = field(default_factory=dict)
    times: int | None = None
    agencies: int | None = None
    cost: int | None = None
    hours: Decimal | None = None


@dataclass(frozen=True)
class Given:
    """One rating as it came: by which way (link, kiosk), from where, and whether its text may become a petition."""

    stars: str
    way: str
    origin: bytes
    comment: str = ""
    answers: Answers = Answers()
    by_officer: bool = False
    consent: bool = False
    name: str = ""
    """Whom the petition is from, as typed; asked only with consent."""


@dataclass(frozen=True)
class Made:
    """What became of it. `petition` is None without a text, without consent, or where nothing takes petitions."""

    case: Case
    petition: Petition | None = None
    kept_only: bool = False
    """There was consent, but this installation hands no petition on: the text stands with the rating alone."""


def declare() -> None:
    """Whichever way comes first is the rating: the other move is then refused."""
    for move in (BY_APPLICANT, BY_CODE):
        registry.hinder(KIND, move, _already)


def _already(case: Case) -> str | None:
    return ONCE if "stars" in case.facts else None


def origin(mark: str) -> bytes:
    """The digest under which ratings from one address or tablet are told to be from one."""
    return salted_hmac("thongsuot.satisfaction.origin", mark, algorithm="sha256").digest()[:8]


def open_case(case_id: UUID, now: datetime) -> Case:
    """The dossier, if it may be rated now. Raises Refused with what to tell its holder."""
    case = writing.find(case_id)
    if case is None or case.kind != KIND:
        raise Refused("Không có hồ sơ này. Kiểm tra lại mã, hoặc hỏi nơi nhận hồ sơ.")
    if "stars" in case.facts:
        raise Refused(ONCE)
    if case.step != DELIVERED:
        raise Refused("Hồ sơ chưa trả kết quả. Bạn đánh giá được sau khi nhận kết quả.")
    days = _version(now).open_days
    if case.closed_at is not None and now > case.closed_at + timedelta(days=days):
        raise Refused(f"Đã quá {days} ngày từ khi trả kết quả nên không đánh giá được nữa.")
    return case


def by_code(code: str, receiving_body: str) -> UUID | None:
    """The dossier of a code at the counter whose tablet it is; None for any other."""
    spelled = "".join(code.split())[:80]
    if not spelled or "\x00" in spelled:
        return None
    rows = sql.run(
        "SELECT id FROM engine_case WHERE code = ANY(%s) AND kind = %s AND receiving_body = %s",
        [[spelled, spelled.upper(), spelled.lower()], KIND, receiving_body],
    )
    return rows[0][0] if rows else None


def give(case_id: UUID, given: Given, now: datetime, key: UUID) -> Made:
    """Rate a dossier, once: its move, the answers beside it and, with consent, the petition, or nothing of it.

    Raises Refused for who comes twice, too early or too late, NeedsNotMet for what cannot be.
    """
    case = open_case(case_id, now)
    checked(given.answers, now)
    said = {"stars": given.stars, **({"comment": given.comment} if given.comment.strip() else {})}
    with transaction.atomic():
        after = verbs.move(SYSTEM, case.id, case.length, BY_CODE, said, key=key, happened_at=now)
        wanted = given.consent and bool(given.comment.strip())
        petition = handing_on.petition(case, given.name, given.comment, now) if wanted else None
        beside(after, given, now, petition.id if petition else None)
    return Made(after, petition, wanted and petition is None)


def beside(case: Case, given: Given, now: datetime, petition: UUID | None = None) -> None:
    """Keep what came with a rating that the case already has, with the version of what was asked."""
    answers = given.answers
    sql.run(
        "INSERT INTO satisfaction_rating (case_id, way, asked, answers, times, agencies, cost, hours, origin,"
        " by_officer, rated_at, petition) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
        " ON CONFLICT (case_id) DO NOTHING",
        [
            case.id, given.way, _version(now).valid_from, Jsonb(dict(answers.criteria)), answers.times,
            answers.agencies, answers.cost, answers.hours, given.origin, given.by_officer, now, petition,
        ],
    )  # fmt: skip


def checked(answers: Answers, now: datetime) -> None:
    """Raise NeedsNotMet for an answer that nobody was offered, or that cannot be."""
    asked, scores = {one.key for one in _version(now).questions}, dict(questions.SCORES)
    faults = [
        (key, "Chọn một trong các mức.")
        for key, value in answers.criteria.items()
        if key not in asked or value not in scores
    ]
    for name, value, most in (("times", answers.times, 3), ("agencies", answers.agencies, 3)):
        if value is not None and not 0 <= value <= most:
            faults.append((name, "Chọn một trong các mức."))
    if answers.cost is not None and not 0 <= answers.cost <= DEAREST:
        faults.append(("cost", "Ghi số tiền từ 0 đến 1.000.000.000 đồng."))
    if answers.hours is not None and not 0 <= answers.hours <= LONGEST_HOURS:
        faults.append(("hours", "Ghi số giờ từ 0 đến 1.000."))
    if faults:
        raise NeedsNotMet(faults)


def _version(now: datetime) -> questions.Version:
    return questions.on(now.astimezone(VIETNAM).date())
