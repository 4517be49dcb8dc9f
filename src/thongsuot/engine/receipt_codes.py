"""Following a case with what its receipt says: its code and a secret, for who has no e-identity or does not use it.

The case keeps a digest of the secret alone. Nothing tells a wrong secret from a case that is not there.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, replace

from django.conf import settings

from thongsuot.engine import sql
from thongsuot.engine.case import SELECT, Case, from_row
from thongsuot.engine.tracking import spelled

# Letters and digits that nobody confuses when a receipt is read aloud; twelve of them are sixty bits.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
FACT = "receipt"


@dataclass(frozen=True)
class Receipt:
    """A new secret, and what the case keeps of it."""

    secret: str
    digest: str

    @property
    def facts(self) -> dict[str, str]:
        return {FACT: self.digest}


def make() -> Receipt:
    secret = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return Receipt(secret, digest(secret))


def again(key: str) -> Receipt:
    """The same secret for the same request: who sends twice by mistake gets one receipt."""
    made = hmac.new(settings.SECRET_KEY.encode(), f"receipt:{key}".encode(), hashlib.sha256).digest()
    secret = "".join(ALPHABET[byte % len(ALPHABET)] for byte in made[:LENGTH])
    return Receipt(secret, digest(secret))


def digest(secret: str) -> str:
    """Keyed, so that who reads the table can try out no secrets."""
    text = f"receipt-code:{spelled(secret).replace('-', '')}"
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


def grouped(secret: str) -> str:
    """The secret as people read it: ABCD-EFGH-JKMN."""
    return "-".join(secret[at : at + 4] for at in range(0, len(secret), 4))


_FIND = f"""
WITH c AS MATERIALIZED (SELECT * FROM engine_case c WHERE c.code = %(code)s AND c.kind = ANY(%(kinds)s)
  AND c.facts ->> '{FACT}' = %(digest)s),
 r AS (INSERT INTO engine_read (case_id, province_code, person, post, at, what)
       SELECT id, province_code, NULL, NULL, clock_timestamp(), 'track' FROM c)
SELECT {SELECT} FROM c
"""


def find(code: str, secret: str, kinds: list[str]) -> Case | None:
    """The case of these kinds that a receipt opens, without any value of a person; the look is recorded."""
    if not secret.strip() or not spelled(code):
        return None
    rows = sql.run(_FIND, {"code": spelled(code), "kinds": kinds, "digest": digest(secret)})
    return replace(from_row(rows[0]), subject={}, subject_name="", assignee=None) if rows else None
