"""What the signatures of a file came to: one word for each, and the worst of them for the file."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

VALID, NONE, BROKEN = "valid", "none", "broken"
CHANGED, EXPIRED, REVOKED, UNKNOWN = "changed", "expired", "revoked", "unknown"
MARKER = b"/ByteRange"  # without it a PDF has no signature
# The worst first: a file is what its worst signature is.
WORST = (BROKEN, CHANGED, REVOKED, EXPIRED, UNKNOWN, VALID)


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature. `verdict` is one of WORST but BROKEN; `body` the key of the body that the certificate names.

    `stamped` says that the moment is a time-stamp's, and not the signer's own word.
    """

    verdict: str
    name: str
    title: str
    organisation: str
    body: str
    seal: bool
    serial: str
    issuer: str
    valid_from: str
    valid_to: str
    signed_at: str
    stamped: bool
    reason: str

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Checked:
    """A file's signatures in the order in which they were made, and what that makes of the file."""

    verdict: str
    signatures: tuple[Signature, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {"verdict": self.verdict, "signatures": [one.to_json() for one in self.signatures]}

    @staticmethod
    def from_json(found: dict[str, Any]) -> Checked:
        return Checked(found["verdict"], tuple(Signature(**one) for one in found["signatures"]))
