"""The papers of a procedure, from the source's groups: to hand in, only to be presented, or only advice. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from thongsuot.register.catalogue import wording
from thongsuot.register.catalogue.definitions import Paper
from thongsuot.register.catalogue.findings import Finding
from thongsuot.register.catalogue.source import Source, SourcePaper
from thongsuot.register.folding import fold

_ADVICE_GROUP = re.compile(r"^\W*(?:lưu ý|ghi chú|số lượng hồ sơ)", re.IGNORECASE)
_SHOWN_GROUP = re.compile(r"^\W*(?:giấy tờ )?xuất trình|phải xuất trình", re.IGNORECASE)
_ADVICE = re.compile(
    r"^[\W\d]*(?:trường hợp|đối với|cá nhân|người|cơ quan|việc|khi|bản chụp|trong thời hạn"
    r"|trong trường hợp|số lượng)\b",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^[\s\-–—+*•.]+")


@dataclass(frozen=True)
class Papers:
    papers: tuple[Paper, ...]
    notes: tuple[str, ...]
    findings: tuple[Finding, ...]


def of_source(source: Source, keys: Iterable[str]) -> Papers:
    """The papers, the same for every case: the source hangs them on groups of its own, and the groups are kept."""
    papers: list[Paper] = []
    notes: list[str] = []
    unsure: list[str] = []
    taken: set[str] = set()
    place = f"cases[{next(iter(keys))}].papers"
    for one in _ordered(source.papers):
        if _is_advice(one):
            notes.append(one.name)
            continue
        if not one.name:
            continue
        if not one.originals and not one.copies and not _SHOWN_GROUP.search(one.group):
            unsure.append(one.name)
        papers.append(_paper(one, taken))
    findings = []
    if papers and not any(one.required for one in source.papers):
        words = "Giữ là “chưa rõ” cho đến khi có người đánh dấu giấy tờ bắt buộc."
        findings.append(Finding("required_unknown", place, f"required = false ở cả {len(papers)} giấy tờ", words))
    if unsure:
        said = wording.clean("\n".join(unsure), 3000)
        findings.append(Finding("paper_or_note", place, said, "Giữ là giấy tờ, 0 bản chính và 0 bản sao.", 50))
    return Papers(tuple(papers), tuple(dict.fromkeys(notes)), tuple(findings))


def _ordered(papers: Iterable[SourcePaper]) -> list[SourcePaper]:
    """The source's order is an accident of its lists; codes rise in the order in which the papers were entered."""
    unique = dict.fromkeys(papers)
    return sorted(unique, key=lambda one: (fold(one.group), one.group, one.code, one.name, one.originals, one.copies))


def _is_advice(one: SourcePaper) -> bool:
    """Sentences of advice stand among the papers, without a number of copies."""
    if one.originals or one.copies:
        return False
    return bool(_ADVICE_GROUP.match(one.group) or _ADVICE.match(one.name))


def _paper(one: SourcePaper, taken: set[str]) -> Paper:
    return Paper(
        key=_key(one, taken),
        name=_BULLET.sub("", one.name) or one.name,
        originals=one.originals,
        copies=one.copies,
        required="yes" if one.required else "unknown",
        presented=bool(_SHOWN_GROUP.search(one.group)),
        code=one.code,
        form=", ".join(one.forms),
        group=one.group,
    )


def _key(one: SourcePaper, taken: set[str]) -> str:
    """From the component's code, so that it stays the same when other papers come and go."""
    code = one.code.rpartition("-")[2] if "-" in one.code else one.code
    wanted = re.sub(r"[^a-z0-9]+", "-", fold(code or one.name)).strip("-")[:40] or "giay-to"
    key, number = wanted, 1
    while key in taken:
        number += 1
        key = f"{wanted}-{number}"
    taken.add(key)
    return key
