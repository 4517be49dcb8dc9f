"""Sessions that know their account, so that one statement finds session, account and posts together."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from thongsuot.register.models import Session

# Under this key a session keeps what an e-identity confirmed: [number, name].
CITIZEN = "citizen"


class SessionStore(DatabaseStore):
    """Django's database store on our table."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        instance: Session = super().create_model_instance(data)  # type: ignore[assignment]
        account = data.get(SESSION_KEY)
        instance.account_id = int(account) if account else None
        instance.citizen, instance.citizen_name = data.get(CITIZEN, ("", ""))
        return instance


def end_others(account_id: int, keep: str | None) -> int:
    """End every session of an account but one: after a password change. Returns how many ended."""
    return Session.objects.filter(account_id=account_id).exclude(session_key=keep or "").delete()[0]


def erase_ended(now: datetime) -> int:
    """Take away sessions that are over, with what had been typed before them. Returns how many."""
    return Session.objects.filter(expire_date__lt=now).delete()[0]
