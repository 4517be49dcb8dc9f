"""Published versions of forms, for ever, and drafts of answers, for a while and for their owner alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from uuid6 import uuid7

from thongsuot.engine import sql
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NeedsNotMet, NotAllowed, NotFound, Refused
from thongsuot.engine.forms import Form
from thongsuot.engine.forms_text import digest, from_json, to_json
from thongsuot.register import formatting
from thongsuot.register.memory import Remembered
from thongsuot.register.working_time import VIETNAM

KEPT = timedelta(days=30)
MOST_DRAFTS = 50
MOST_BYTES = 400_000


class Altered(Refused):
    """A published version cannot be changed: what is different needs a new number."""

    def __init__(self, pin: str) -> None:
        super().__init__(f"Biểu mẫu {pin} đã công bố và khác với bản này. Công bố thành phiên bản mới.")


class UnknownForm(NotFound):
    def __init__(self, key: str) -> None:
        Refused.__init__(self, f"Không có biểu mẫu “{key}” đang có hiệu lực. Chọn lại trong danh sách biểu mẫu.")


class UnknownDraft(NotFound):
    def __init__(self) -> None:
        Refused.__init__(self, "Không tìm thấy bản khai này: đã nộp, đã xóa, hết hạn lưu, hoặc của người khác.")


class StaleDraft(Refused):
    def __init__(self) -> None:
        super().__init__("Bản khai này vừa được lưu ở một cửa sổ khác. Mở lại để xem nội dung mới nhất.")


@dataclass(frozen=True, slots=True)
class Published:
    """A version as it was published. `person_name` is empty for those that came with the software."""

    form: Form
    digest: str
    valid_from: date
    published_at: datetime
    person_name: str
    note: str


def _read() -> dict[str, tuple[Published, ...]]:
    rows = sql.run(
        "SELECT definition, digest, valid_from, published_at, person_name, note FROM engine_form ORDER BY key, version"
    )
    found: dict[str, list[Published]] = {}
    for definition, *rest in rows:
        form = from_json(definition)
        found.setdefault(form.key, []).append(Published(form, *rest))
    return {key: tuple(versions) for key, versions in found.items()}


_published = Remembered(_read)


def forget() -> None:
    """Drop what this process remembers of published forms."""
    _published.forget()


def names() -> tuple[str, ...]:
    return tuple(_published.get())


def versions(key: str) -> tuple[Published, ...]:
    """Every published version of a form, oldest first; nothing for an unknown one."""
    return _published.get().get(key, ())


def in_force(key: str, day: date) -> Published | None:
    """The version that holds on a day: the one that began last, of two of one day the later published."""
    holding = [one for one in versions(key) if one.valid_from <= day]
    return max(holding, key=lambda one: (one.valid_from, one.form.version), default=None)


def pinned(pin: str) -> Published:
    """The version that a dossier or draft was filled under, whatever the day. Raises UnknownForm."""
    key, _, version = pin.partition("@")
    for attempt in range(2):
        for one in versions(key):
            if str(one.form.version) == version:
                return one
        if not attempt:
            forget()  # another process may have published it just now
    raise UnknownForm(pin)


def publish(form: Form, *, valid_from: date, by: Actor | None, note: str = "") -> bool:
    """Record a version; False when the very same one is published already. The caller has checked its soundness.

    Raises Altered for a number that another definition bears, NotAllowed for a number that leaves a gap or goes
    back, and without a named person unless it comes with the software (`by` None); NeedsNotMet for a person's
    version that would begin before the newest one, or on a past day without its reason in `note`.
    """
    if by is not None and by.person is None:
        raise NotAllowed("Biểu mẫu phải do một người có tên công bố.")
    made = digest(form)
    with transaction.atomic():
        sql.run("SELECT pg_advisory_xact_lock(hashtext('engine_form'), hashtext(%s))", [form.key])
        rows = sql.run("SELECT version, digest, valid_from FROM engine_form WHERE key = %s", [form.key])
        known = {version: digest for version, digest, _since in rows}
        if form.version in known:
            if known[form.version] != made:
                raise Altered(form.pin)
            return False
        newest = max(known, default=0)
        if form.version != newest + 1:
            raise NotAllowed(f"Phiên bản tiếp theo của biểu mẫu này là {newest + 1}.")
        if by is not None:
            _begins(valid_from, max(rows)[2] if rows else None, note)
        sql.run(
            "INSERT INTO engine_form (pin, key, version, digest, definition, valid_from, published_at, person,"
            " person_name, note) VALUES (%s, %s, %s, %s, %s, %s, clock_timestamp(), %s, %s, %s)",
            [
                form.pin, form.key, form.version, made, to_json(form), valid_from,
                by.person if by else None, by.name if by else "", note,
            ],
        )  # fmt: skip
    transaction.on_commit(forget)
    forget()
    return True


def _begins(since: date, newest: date | None, note: str) -> None:
    """A version holds from no earlier than the one before it; since a past day only with a reason, which is kept."""
    if newest is not None and since < newest:
        raise NeedsNotMet(
            [("since", f"Phiên bản trước có hiệu lực từ {formatting.day(newest)}. Chọn từ ngày đó trở đi.")]
        )
    if since < datetime.now(VIETNAM).date() and not note.strip():
        raise NeedsNotMet([("note", "Ngày có hiệu lực đã qua. Ghi rõ lý do để lưu cùng phiên bản này.")])


@dataclass(frozen=True)
class Draft:
    """Answers under way. `sources` says for a path where its value was taken from, `about` for whom and what."""

    id: UUID
    form: str
    values: dict[str, Any]
    length: int
    saved_at: datetime
    erase_at: datetime
    sources: dict[str, str] = field(default_factory=dict)
    about: dict[str, Any] = field(default_factory=dict)


_DRAFT = "id, form, values::text, length, saved_at, erase_at, sources::text, about::text"


def begin(actor: Actor, pin: str, values: Mapping[str, Any], about: Mapping[str, Any]) -> Draft:
    """A new draft of the actor. Raises NotAllowed for nobody, Refused with too many drafts."""
    owner = _owner(actor)
    erase_old()
    held = sql.run("SELECT count(*) FROM engine_form_draft WHERE owner = %s", [owner])[0][0]
    if held >= MOST_DRAFTS:
        raise Refused(f"Đã có {held} bản khai đang lưu. Xóa bớt bản không dùng rồi tạo bản mới.")
    rows = sql.run(
        f"INSERT INTO engine_form_draft (id, owner, form, about, values, sources, length, saved_at, erase_at)"
        f" VALUES (%s, %s, %s, %s, %s, '{{}}', 1, clock_timestamp(), %s) RETURNING {_DRAFT}",
        [uuid7(), owner, pin, _json(about), _json(values), datetime.now(UTC) + KEPT],
    )
    return _drafted(rows[0])


def draft(actor: Actor, id: UUID) -> Draft:
    """One draft of this actor. Raises UnknownDraft for any other, and once its day has passed."""
    rows = sql.run(
        f"SELECT {_DRAFT} FROM engine_form_draft WHERE id = %s AND owner = %s AND erase_at > clock_timestamp()",
        [id, _owner(actor)],
    )
    if not rows:
        raise UnknownDraft
    return _drafted(rows[0])


def drafts(actor: Actor) -> list[Draft]:
    """The actor's drafts, the last saved first."""
    rows = sql.run(
        f"SELECT {_DRAFT} FROM engine_form_draft WHERE owner = %s AND erase_at > clock_timestamp()"
        " ORDER BY saved_at DESC",
        [_owner(actor)],
    )
    return [_drafted(row) for row in rows]


def save(
    actor: Actor,
    seen: Draft,
    values: Mapping[str, Any],
    sources: Mapping[str, str] | None = None,
    about: Mapping[str, Any] | None = None,
) -> Draft:
    """Keep new answers; the draft lives on for another while. Raises StaleDraft when it was saved elsewhere since."""
    about = seen.about if about is None else about
    return _saved(actor, seen, seen.form, values, seen.sources if sources is None else sources, about)


def renew(actor: Actor, seen: Draft, pin: str, values: Mapping[str, Any], sources: Mapping[str, str]) -> Draft:
    """Go on under another version of the form. Raises StaleDraft."""
    return _saved(actor, seen, pin, values, sources, seen.about)


def _saved(
    actor: Actor,
    seen: Draft,
    pin: str,
    values: Mapping[str, Any],
    sources: Mapping[str, str],
    about: Mapping[str, Any],
) -> Draft:
    rows = sql.run(
        "UPDATE engine_form_draft SET form = %s, values = %s, sources = %s, about = %s, length = length + 1,"
        f" saved_at = clock_timestamp(), erase_at = %s WHERE id = %s AND owner = %s AND length = %s RETURNING {_DRAFT}",
        [
            pin, _json(values), _json(sources), _json(about), datetime.now(UTC) + KEPT,
            seen.id, _owner(actor), seen.length,
        ],
    )  # fmt: skip
    if not rows:
        draft(actor, seen.id)
        raise StaleDraft
    return _drafted(rows[0])


def discard(actor: Actor, id: UUID) -> None:
    """Erase a draft of this actor now. Raises UnknownDraft."""
    if not sql.run("DELETE FROM engine_form_draft WHERE id = %s AND owner = %s RETURNING 1", [id, _owner(actor)]):
        raise UnknownDraft


def erase_soon(
    actor: Actor, id: UUID, after: timedelta = timedelta(hours=1), mark: Mapping[str, Any] | None = None
) -> None:
    """Let a draft of this actor go soon, because what it holds was handed in. An unknown one is gone already.

    `mark` is remembered in its `about` for as long as it is still there.
    """
    sql.run(
        "UPDATE engine_form_draft SET erase_at = least(erase_at, %s), about = about || %s::jsonb"
        " WHERE id = %s AND owner = %s",
        [datetime.now(UTC) + after, _json(mark or {}), id, _owner(actor)],
    )


def erase_old(now: datetime | None = None) -> int:
    """Erase every draft whose day has passed; how many."""
    at = now or datetime.now(UTC)
    return len(sql.run("DELETE FROM engine_form_draft WHERE erase_at <= %s RETURNING 1", [at]))


def _drafted(row: tuple[Any, ...]) -> Draft:
    id, form, values, length, saved_at, erase_at, sources, about = row
    return Draft(id, form, json.loads(values), length, saved_at, erase_at, json.loads(sources), json.loads(about))


def _owner(actor: Actor) -> str:
    """The officer's person or the citizen's number; an account without either is its own."""
    if actor.person is not None or actor.citizen:
        return actor.identity
    if actor.account is None:
        raise NotAllowed("Đăng nhập để lưu bản khai.")
    return f"account:{actor.account}"


def _json(value: Mapping[str, Any]) -> str:
    text = json.dumps(dict(value), ensure_ascii=False)
    if len(text) > MOST_BYTES:
        raise Refused("Bản khai quá dài. Rút gọn các mục chữ rồi lưu lại.")
    if "\\u0000" in text:
        raise Refused("Nội dung có ký tự không hợp lệ. Gõ lại.")
    return text
