"""The signed token of a rating: the dossier's id and a proof that this installation made it, in letters and digits."""

from __future__ import annotations

import base64
import binascii
import hmac
import re
from uuid import UUID

from django.utils.crypto import salted_hmac

PROOF = 10  # bytes
SALT = "thongsuot.satisfaction"
SHAPE = re.compile(r"[a-z2-7]{42}")


def token(case_id: UUID) -> str:
    """42 characters a–z, 2–7: short enough for a QR that an old telephone reads."""
    return base64.b32encode(case_id.bytes + _proof(case_id)).decode().rstrip("=").lower()


def case_of(text: str) -> UUID | None:
    """The dossier of a token; None for whatever was not made here."""
    if not SHAPE.fullmatch(text):
        return None
    try:
        raw = base64.b32decode(text.upper() + "=" * (-len(text) % 8))
    except (binascii.Error, ValueError):
        return None
    id = UUID(bytes=raw[:16])
    # The whole text, not the bytes: two bits of the last letter say nothing, and one dossier has one token.
    return id if hmac.compare_digest(text, token(id)) else None


def found_in(scanned: str) -> str:
    """The token in what a scanner read: the token itself, or an address that ends with it; empty for neither."""
    last = scanned.strip().rstrip("/").rpartition("/")[2].lower()
    return last if SHAPE.fullmatch(last) else ""


def _proof(case_id: UUID) -> bytes:
    return salted_hmac(SALT, case_id.bytes, algorithm="sha256").digest()[:PROOF]
