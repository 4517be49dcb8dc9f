"""The e-identity provider: a person or an organisation proves to it who they are, and comes back with the proof.

What this product needs of it, and why a sign-in did not succeed, in one word each; `openid` asks a real one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from thongsuot.ports.twin import PortError


class Why(StrEnum):
    """Why a sign-in did not succeed."""

    DOWN = "down"
    SLOW = "slow"
    NONSENSE = "nonsense"
    DECLINED = "declined"
    EXPIRED = "expired"
    UNPROVEN = "unproven"
    NAMELESS = "nameless"


class NotProven(PortError):
    """Nobody signed in. `detail` is for the operator's log and holds nothing personal."""

    def __init__(self, why: Why, detail: str = "") -> None:
        self.why, self.detail = why, detail
        super().__init__(f"{why}: {detail}")


@dataclass(frozen=True)
class Provider:
    """What the operator agreed with the provider; the claims are the names under which it says who somebody is."""

    issuer: str
    client_id: str
    client_secret: str = ""
    scope: str = "openid profile"
    number_claim: str = "personal_number"
    name_claim: str = "name"
    organisation_claim: str = "tax_code"
    organisation_name_claim: str = "organisation_name"
    # How surely the provider must know who it is (its words for `acr`); empty where it says nothing of that.
    levels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Attempt:
    """The secrets of one sign-in, kept in the visitor's session until the provider sends them back."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class Proven:
    """Who signed in: a personal number, or the tax code of the organisation that they act for."""

    number: str
    name: str


class Identity(Protocol):
    def begin(self, return_to: str) -> tuple[str, Attempt]:
        """The address to send the visitor to, and what to keep meanwhile. Raises NotProven."""

    def finish(self, attempt: Attempt, answer: Mapping[str, str], return_to: str) -> Proven:
        """Who the provider says has come back with this answer. Raises NotProven."""

    def leave(self, return_to: str) -> str:
        """Where to end the session at the provider too; empty when it has no such address or does not answer."""
