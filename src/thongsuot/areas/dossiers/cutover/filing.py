"""Applicant, fees and papers of a source's row: checked, and the papers' content brought to the paper store."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from uuid6 import uuid7

from thongsuot.areas.dossiers.cutover.cleaning import Unreadable, amount, flag
from thongsuot.areas.dossiers.cutover.reading import Row
from thongsuot.areas.dossiers.intake import LONGEST, PERSONAL_NUMBER, SUBJECT_KINDS, TAX_CODE
from thongsuot.engine import papers
from thongsuot.engine.making import Paper
from thongsuot.engine.papers import BadPaper

PAPERS = "papers"


def subject(values: Mapping[str, str]) -> tuple[dict[str, str], str]:
    """The applicant, and the number as written where it is none.

    A number opens the dossier to who bears it: one that is not well-formed is kept in the history and opens nothing.
    """
    written = values.get("number", "").replace(" ", "")
    kind = values.get("kind", "")
    if kind not in SUBJECT_KINDS:
        kind = "business" if TAX_CODE.fullmatch(written) else "citizen"
    good = (PERSONAL_NUMBER if kind == "citizen" else TAX_CODE).fullmatch(written) is not None
    found = {"kind": kind, "name": values["applicant"], "number": written if good else ""}
    for name in ("phone", "email", "address", "representative", "content"):
        found[name] = values.get(name, "")[: LONGEST.get(name, 30)]
    return {name: value for name, value in found.items() if value}, "" if good else values.get("number", "")


def fees(row: Row) -> tuple[list[dict[str, Any]], int]:
    """The fees, and how much of them is paid: nobody is asked for it twice. Raises Unreadable."""
    found, paid = [], 0
    for one in row.lists["fees"]:
        due = amount(one.get("amount", ""))
        found.append({"name": one.get("name", "Phí, lệ phí")[:200], "amount": due})
        paid += due if flag(one.get("paid", "")) else 0
    return found, paid


class Papers:
    """The files of a source's folder. `store` brings them to the paper store; a dry run only looks at them."""

    def __init__(self, folder: Path, *, store: bool, optional: bool) -> None:
        self.home = (folder / PAPERS).resolve()
        self.store, self.optional = store, optional

    def of(self, row: Row, remarks: list[str]) -> tuple[Paper, ...]:
        """A row's papers. Raises Unreadable for a missing or broken one, unless such papers may be left out."""
        found = []
        for one in row.lists["papers"]:
            try:
                found.append(self._paper(one))
            except (BadPaper, Unreadable) as error:
                if not self.optional:
                    raise Unreadable(f"Giấy tờ: {error}") from None
                remarks.append(f"để lại giấy tờ: {error}")
        return tuple(found)

    def _paper(self, one: Mapping[str, str]) -> Paper:
        name = one.get("file", "")
        path = (self.home / name).resolve()
        if not name or not path.is_relative_to(self.home) or not path.is_file():
            raise Unreadable(f"không có tệp “{name[:100]}” trong thư mục {PAPERS}")
        shown = one.get("name") or path.name
        digest, size, kind = papers.examine(path, shown)
        if one.get("sha256") and one["sha256"].lower() != digest.hex():
            raise Unreadable(f"tệp “{name[:100]}” không khớp mã băm của nguồn (hỏng khi chép)")
        component = one.get("component", "")[:100]
        if not self.store:
            return Paper(uuid7(), papers.clean_name(shown), kind, size, digest, component)
        with path.open("rb") as file:
            return papers.keep(iter(lambda: file.read(2**20), b""), shown, component=component)
