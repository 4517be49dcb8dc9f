"""Procedures for the tests of search: ours, and the portal's sample where it lies beside the repository."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from thongsuot.register import procedures
from thongsuot.register.catalogue.built_in import built_in
from thongsuot.register.procedures import ProcedureView

SAMPLE = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "procedures-sample.jsonl.gz"
QUERIES = Path(__file__).parent / "queries.csv"
DAY = date(2026, 11, 23)


class Catalogue:
    """Versions by code as the register remembers them, with the names of their results by id."""

    def __init__(self) -> None:
        self.versions: dict[str, list[ProcedureView]] = {}
        self.results: dict[int, list[str]] = {}

    def add(
        self,
        code: str,
        title: str,
        *,
        field: str = "Hộ tịch",
        authority: str = "bo.G15",
        tier: int = 3,
        since: date = date(2025, 7, 1),
        until: date | None = None,
        results: Sequence[str] = (),
    ) -> ProcedureView:
        values: dict[str, Any] = dict.fromkeys(ProcedureView.__dataclass_fields__, "")
        values |= {"id": len(self.results), "code": code, "title": title, "field": field, "authority": authority}
        values |= {"version": 1, "tier": tier, "valid_from": since, "valid_to": until}
        view = ProcedureView(**values)
        self.results[view.id] = list(results)
        self.versions.setdefault(code, []).insert(0, view)
        return view


Use = Callable[[Catalogue], None]


def ours() -> Catalogue:
    found = Catalogue()
    known = {file.code for file in procedures.files()}
    more = (one for one in built_in() if one.code not in known)
    for file in (*procedures.files(), *more):
        names = [result.name for case in file.definition.cases for result in case.results]
        found.add(file.code, file.title, field=file.field, authority=file.authority, tier=file.tier, results=names)
    return found


def with_sample() -> Catalogue:
    found = ours()
    for detail in _sample():
        code, publisher = detail["code"].strip(), detail["departmentPromulgateCode"] or ""
        if code not in found.versions:
            found.add(
                code,
                " ".join(detail["name"].split()),
                field=(detail.get("category") or {}).get("name") or "",
                authority=f"bo.{publisher}" if publisher.startswith("G") else publisher,
                tier=3 if detail["isWard"] else 1 if detail["isProvince"] else 0,
                results=[one["name"] for one in detail["resultsDetails"]],
            )
    return found


def _sample() -> Iterator[dict[str, Any]]:
    with gzip.open(SAMPLE, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["detail"]


def queries() -> list[dict[str, str]]:
    with QUERIES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
