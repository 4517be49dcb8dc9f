"""Sessions: an officer's knows the account, a citizen's what the e-identity confirmed, and neither is the other."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from thongsuot.engine import actor as actors
from thongsuot.register.models import Account, Session
from thongsuot.register.sessions import CITIZEN, SessionStore, end_others, erase_ended

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


def session(**data: object) -> str:
    store = SessionStore()
    store.update(data)
    store.create()
    store.save()
    assert store.session_key
    return store.session_key


def test_a_citizens_session_is_a_citizen_without_a_post():
    key = session(**{CITIZEN: ["046085001234", "Trần Văn Hùng"]})
    found = actors.of_session(key, TODAY)
    assert found is not None
    assert (found.citizen, found.name, found.account, found.person) == ("046085001234", "Trần Văn Hùng", None, None)
    assert found.offices == ()


def test_an_officers_session_is_no_citizen():
    lan = Account.objects.create(username="lan")
    found = actors.of_session(session(_auth_user_id=str(lan.pk)), TODAY)
    assert found is not None
    assert (found.account, found.citizen) == (lan.pk, "")


def test_a_session_of_nobody_and_an_unknown_one_are_nobody():
    assert actors.of_session(session(language="vi"), TODAY) is None
    assert actors.of_session("a" * 32, TODAY) is None


def test_a_locked_account_is_nobody_at_once():
    lan = Account.objects.create(username="lan")
    key = session(_auth_user_id=str(lan.pk))
    Account.objects.filter(pk=lan.pk).update(is_active=False)
    assert actors.of_session(key, TODAY) is None


def test_after_a_password_change_the_other_sessions_end():
    lan = Account.objects.create(username="lan")
    keys = [session(_auth_user_id=str(lan.pk)) for _ in range(3)]
    assert end_others(lan.pk, keys[0]) == 2
    assert actors.of_session(keys[0], TODAY) is not None
    assert actors.of_session(keys[1], TODAY) is None


def test_sessions_that_are_over_are_erased_and_the_others_stay():
    over, open_still = (session(**{CITIZEN: ["046085001234", "Trần Văn Hùng"]}) for _ in range(2))
    now = datetime.now(UTC)
    Session.objects.filter(session_key=over).update(expire_date=now - timedelta(seconds=1))

    assert erase_ended(now) == 1
    assert list(Session.objects.values_list("session_key", flat=True)) == [open_still]
