"""Versions for ever and drafts for a while: who may publish, who sees a draft, and when it is gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import psycopg
import pytest
from django.db import Error, transaction

from form_making import EVERYTHING, LAN
from people import HOA, QUYEN
from people import LAN as OFFICER
from thongsuot.engine import forms_store, sql
from thongsuot.engine.actor import SYSTEM, Actor
from thongsuot.engine.errors import NeedsNotMet, NotAllowed, Refused
from thongsuot.engine.forms import Form
from thongsuot.engine.forms_store import Altered, StaleDraft, UnknownDraft, UnknownForm
from thongsuot.register.working_time import VIETNAM

DAY = date(2026, 1, 1)
LATE = "Thông tư có hiệu lực từ ngày này"
LAN_AT_DESK, HOA_AT_DESK = OFFICER, HOA
CITIZEN = Actor(None, "Trần Văn Hùng", citizen="046090004567")


@pytest.fixture(autouse=True)
def _fresh(db: None) -> Iterator[None]:
    forms_store.forget()
    yield
    forms_store.forget()


def _version(number: int, title: str = "Tờ khai thử") -> Form:
    return EVERYTHING.model_copy(update={"version": number, "title": title})


def test_a_version_is_published_once_and_read_back_whole() -> None:
    assert forms_store.publish(_version(1), valid_from=DAY, by=QUYEN, note="Lần đầu")
    assert not forms_store.publish(_version(1), valid_from=DAY, by=QUYEN), "the very same again"

    (one,) = forms_store.versions("small")
    assert one.form == _version(1)
    assert (one.person_name, one.note, one.valid_from) == (QUYEN.name, "Lần đầu", DAY)
    assert forms_store.pinned("small@1").form == _version(1)


def test_a_published_version_is_not_changed_not_even_by_the_owner(
    owner: psycopg.Connection[tuple[object, ...]],
) -> None:
    forms_store.publish(_version(1), valid_from=DAY, by=QUYEN, note=LATE)

    with pytest.raises(Altered):
        forms_store.publish(_version(1, "Tên khác"), valid_from=DAY, by=QUYEN)
    for statement in ("UPDATE engine_form SET note = 'x'", "DELETE FROM engine_form"):
        with pytest.raises(Error), transaction.atomic():
            sql.run(statement)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            owner.execute(statement)
        owner.rollback()


def test_numbers_follow_each_other_and_a_person_answers_for_each() -> None:
    with pytest.raises(NotAllowed, match="là 1"):
        forms_store.publish(_version(2), valid_from=DAY, by=QUYEN)
    with pytest.raises(NotAllowed, match="có tên"):
        forms_store.publish(_version(1), valid_from=DAY, by=SYSTEM)
    assert forms_store.publish(_version(1), valid_from=DAY, by=None), "what comes with the software"


def test_the_version_of_a_day_holds_and_a_draft_stays_with_its_own() -> None:
    forms_store.publish(_version(1), valid_from=DAY, by=QUYEN, note=LATE)
    forms_store.publish(_version(2, "Mới"), valid_from=date(2026, 6, 1), by=QUYEN, note=LATE)

    def on(day: date) -> int:
        found = forms_store.in_force("small", day)
        return found.form.version if found else 0

    assert [on(date(2025, 12, 31)), on(DAY), on(date(2026, 5, 31)), on(date(2026, 6, 1))] == [0, 1, 1, 2]
    assert forms_store.pinned("small@1").form.title == "Tờ khai thử"
    with pytest.raises(UnknownForm):
        forms_store.pinned("small@3")


def test_a_version_does_not_begin_before_the_one_before_it() -> None:
    today = datetime.now(VIETNAM).date()
    forms_store.publish(_version(1), valid_from=today + timedelta(days=10), by=QUYEN)

    with pytest.raises(NeedsNotMet, match="Phiên bản trước có hiệu lực từ") as unmet:
        forms_store.publish(_version(2, "Mới"), valid_from=today + timedelta(days=9), by=QUYEN, note=LATE)
    assert unmet.value.faults[0][0] == "since"
    assert len(forms_store.versions("small")) == 1
    assert forms_store.publish(_version(2, "Mới"), valid_from=today + timedelta(days=10), by=QUYEN)


def test_a_past_day_wants_its_reason_which_is_kept() -> None:
    today = datetime.now(VIETNAM).date()
    for note in ("", "   "):
        with pytest.raises(NeedsNotMet, match="Ghi rõ lý do") as unmet:
            forms_store.publish(_version(1), valid_from=today - timedelta(days=1), by=QUYEN, note=note)
        assert unmet.value.faults[0][0] == "note"
    assert forms_store.versions("small") == ()

    assert forms_store.publish(_version(1), valid_from=today - timedelta(days=1), by=QUYEN, note=LATE)
    assert forms_store.versions("small")[0].note == LATE
    assert forms_store.publish(_version(2, "Mới"), valid_from=today, by=QUYEN), "today is not past"


def test_lan_goes_on_where_she_stopped_and_hoa_finds_nothing() -> None:
    begun = forms_store.begin(LAN_AT_DESK, "small@1", {"note": "một"}, {"procedure": "1.001193"})
    saved = forms_store.save(LAN_AT_DESK, begun, {"note": "hai", "person": LAN}, {"person": "identity:person"})

    found = forms_store.draft(LAN_AT_DESK, begun.id)
    assert (found.values, found.sources, found.length) == (saved.values, {"person": "identity:person"}, 2)
    assert [one.id for one in forms_store.drafts(LAN_AT_DESK)] == [begun.id]

    assert forms_store.drafts(HOA_AT_DESK) == []
    with pytest.raises(UnknownDraft):
        forms_store.draft(HOA_AT_DESK, begun.id)
    with pytest.raises(UnknownDraft):
        forms_store.save(HOA_AT_DESK, saved, {})
    with pytest.raises(UnknownDraft):
        forms_store.discard(HOA_AT_DESK, begun.id)
    with pytest.raises(NotAllowed):
        forms_store.drafts(SYSTEM)


def test_a_citizen_has_drafts_of_their_own() -> None:
    begun = forms_store.begin(CITIZEN, "small@1", {}, {})

    assert [one.id for one in forms_store.drafts(CITIZEN)] == [begun.id]
    assert forms_store.drafts(replace(CITIZEN, citizen="046090004568")) == []


def test_two_windows_do_not_overwrite_each_other() -> None:
    begun = forms_store.begin(LAN_AT_DESK, "small@1", {}, {})
    forms_store.save(LAN_AT_DESK, begun, {"note": "cửa sổ một"})

    with pytest.raises(StaleDraft):
        forms_store.save(LAN_AT_DESK, begun, {"note": "cửa sổ hai"})
    assert forms_store.draft(LAN_AT_DESK, begun.id).values == {"note": "cửa sổ một"}


def test_a_draft_is_erased_on_its_day_and_when_its_owner_says_so() -> None:
    first, second = (forms_store.begin(LAN_AT_DESK, "small@1", {}, {}) for _ in range(2))
    forms_store.discard(LAN_AT_DESK, first.id)

    with pytest.raises(UnknownDraft):
        forms_store.draft(LAN_AT_DESK, first.id)
    assert forms_store.erase_old(datetime.now(UTC) + timedelta(days=29)) == 0
    assert forms_store.erase_old(datetime.now(UTC) + timedelta(days=31)) == 1
    with pytest.raises(UnknownDraft):
        forms_store.draft(LAN_AT_DESK, second.id)
    with pytest.raises(UnknownDraft):
        forms_store.discard(LAN_AT_DESK, uuid4())


def test_drafts_are_bounded_in_number_and_size() -> None:
    begun = forms_store.begin(LAN_AT_DESK, "small@1", {}, {})

    with pytest.raises(Refused, match="quá dài"):
        forms_store.save(LAN_AT_DESK, begun, {"note": "x" * 500_000})
    with pytest.raises(Refused, match="ký tự"):
        forms_store.save(LAN_AT_DESK, begun, {"note": "\x00"})
    for _ in range(forms_store.MOST_DRAFTS - 1):
        forms_store.begin(LAN_AT_DESK, "small@1", {}, {})
    with pytest.raises(Refused, match="50 bản khai"):
        forms_store.begin(LAN_AT_DESK, "small@1", {}, {})
