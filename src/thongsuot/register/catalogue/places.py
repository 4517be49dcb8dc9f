"""Communes of a kind that some limits depend on: mountain, border, island, remote, difficult; from when to when."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import get_args

from django.db import transaction
from django.utils import timezone

from thongsuot.register.catalogue.definitions import PlaceKind
from thongsuot.register.catalogue.models import SpecialPlace
from thongsuot.register.memory import Remembered

FILE = Path(__file__).parents[1] / "data" / "procedures" / "special_places.csv"
KINDS: tuple[str, ...] = get_args(PlaceKind)
WORDS = {
    "mountain": "miền núi",
    "border": "biên giới",
    "island": "hải đảo",
    "remote": "vùng sâu, vùng xa",
    "difficult": "vùng có điều kiện kinh tế - xã hội khó khăn",
    "very_difficult": "vùng có điều kiện kinh tế - xã hội đặc biệt khó khăn",
}

Row = tuple[str, bool, date, date | None]


class BadPlaces(ValueError):
    """A list of places that was refused whole; the sentence names the row."""


def _read() -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in SpecialPlace.objects.order_by("place_code", "kind", "valid_from"):
        found.setdefault(row.place_code, []).append((row.kind, row.verified, row.valid_from, row.valid_to))
    return found


_places = Remembered(_read)


def forget() -> None:
    """Drop what this process remembers of special places."""
    _places.forget()


def kinds_of(code: str, day: date, *, verified_only: bool = False) -> frozenset[str]:
    """The kinds that a commune is of on a day, as far as listed. What is not verified is for an officer to choose."""
    return frozenset(
        kind
        for kind, verified, since, until in _places.get().get(code, ())
        if since <= day and (until is None or day < until) and (verified or not verified_only)
    )


def load(path: Path = FILE) -> int:
    """Write the rows of a list that the table does not have; how many. A row that a person verified stays.

    Raises BadPlaces for an unknown kind or an impossible day, and writes nothing then.
    """
    rows = list(_rows(path))
    today = timezone.localdate()
    with transaction.atomic():
        known = {(row.place_code, row.kind, row.valid_from): row for row in SpecialPlace.objects.all()}
        fresh = [row for row in rows if (row.place_code, row.kind, row.valid_from) not in known]
        for row in fresh:
            row.recorded_on = today
        SpecialPlace.objects.bulk_create(fresh)
        sure = [row for row in rows if row.verified and row not in fresh]
        verified = sum(
            SpecialPlace.objects.filter(
                place_code=row.place_code, kind=row.kind, valid_from=row.valid_from, verified=False
            ).update(verified=True, legal_basis=row.legal_basis)
            for row in sure
        )
    forget()
    return len(fresh) + verified


def _rows(path: Path) -> list[SpecialPlace]:
    made = []
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            try:
                since, until = date.fromisoformat(row["valid_from"]), row["valid_to"]
                if row["kind"] not in KINDS:
                    raise ValueError(f"không có loại địa bàn “{row['kind']}”")
                made.append(
                    SpecialPlace(
                        place_code=row["place_code"].strip(),
                        kind=row["kind"],
                        verified=row["verified"] == "yes",
                        valid_from=since,
                        valid_to=date.fromisoformat(until) if until else None,
                        legal_basis=row["basis"],
                    )
                )
            except (KeyError, ValueError) as error:
                raise BadPlaces(f"Dòng {number}: {error}.") from error
    return made
