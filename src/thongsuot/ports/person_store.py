"""The electronic data store of persons and organisations, and the store of results: what they hold, and what we put in.

The interface of the real store (Kho quản lý dữ liệu điện tử của tổ chức, cá nhân) was not at hand: none is connected
here, and a site without one offers what lies in its own dossiers. A demonstration has a twin. A file in a store does
not stand for one in the archive.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, Protocol

from django.conf import settings

SYSTEM = "Kho dữ liệu điện tử của tổ chức, cá nhân"
Shelf = Literal["papers", "results"]


@dataclass(frozen=True)
class Stored:
    """A paper that a store holds of a person. `id` is its IdGiayTo, `digest` its HashTepTin (SHA-256, hexadecimal).

    `kind` names the paper without what it says of the person. `source` is what its deliverer calls it.
    """

    id: str
    owner: str
    shelf: Shelf
    kind: str
    name: str
    body: str
    since: date
    valid_to: date | None
    revoked: bool
    digest: str
    media_type: str
    size: int
    source: str = ""


@dataclass(frozen=True)
class Delivery:
    """One paper to be put in; `key` names the delivery for ever. See Stored for the rest."""

    key: str
    owner: str
    shelf: Shelf
    kind: str
    name: str
    body: str
    since: date
    digest: str
    media_type: str
    source: str
    case_code: str


@dataclass(frozen=True)
class Receipt:
    """The store's word that it holds a delivery: its own number, and the IdGiayTo that it gave."""

    number: str
    id: str


class StoreError(Exception):
    """Nothing was learnt or done. `sentence` is Vietnamese."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class TryLater(StoreError):
    """The store does not work now. `uncertain` when what was sent may have arrived."""

    def __init__(self, sentence: str, *, uncertain: bool = False) -> None:
        super().__init__(sentence)
        self.uncertain = uncertain


class PersonMustLook(StoreError):
    """The store does not take it, and will not by itself."""


class PersonStore(Protocol):
    """`invented` marks the twin, which pages name as such. Every method raises TryLater."""

    invented: bool

    def of_person(self, number: str) -> tuple[Stored, ...]:
        """All that is held of a personal number, what is over or revoked too."""

    def content(self, number: str, id: str) -> bytes:
        """The file of a paper of that person. Raises PersonMustLook for one that is not theirs."""

    def deliver(self, delivery: Delivery, content: bytes) -> Receipt:
        """Put a paper in. What is sent twice is there twice: ask for the receipt first. Raises PersonMustLook."""

    def receipt(self, key: str) -> Receipt | None:
        """The receipt of a delivery that may have arrived; None when it has not."""

    def withdraw(self, key: str, reason: str) -> None:
        """Mark what was delivered as revoked. Twice is once."""


def store() -> PersonStore | None:
    """The store that this site is connected to, or None."""
    if not settings.DEMO:
        return None
    from thongsuot.ports.person_store_twin import PersonStoreTwin

    return PersonStoreTwin(Path(settings.VAR) / "person-store-twin")
