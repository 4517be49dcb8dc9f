"""Taking in a scan: photos become one PDF, a machine looks at every page, and a bad one is told with its cure."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from thongsuot.engine import papers
from thongsuot.engine.making import Paper
from thongsuot.engine.paper_facts import PaperFacts

PDF = "application/pdf"
PHOTOS = frozenset({"image/jpeg", "image/png"})
LONGEST = 45  # seconds
UNREADABLE = "unreadable"
CURES = {
    "small": "quá ít điểm ảnh. Quét lại ở 200–300 dpi, hoặc chụp gần hơn cho giấy đầy khung hình",
    "dark": "quá tối. Quét lại với độ sáng cao hơn, hoặc chụp lại nơi đủ sáng",
    "blank": "trắng. Kiểm tra mặt giấy đặt trên máy quét rồi quét lại",
    "blurred": "bị mờ, khó đọc. Giữ yên giấy và máy rồi quét lại",
    UNREADABLE: "không mở được để xem. Quét lại, hoặc lưu lại thành PDF không đặt mật khẩu",
}


def take(files: Sequence[tuple[Iterable[bytes], str]], component: str = "", *, title: str = "") -> tuple[Paper, ...]:
    """Store what was scanned or photographed of one component: the photos together as one PDF, in their order.

    Each PDF carries how many pages it has and what is wrong with them. Raises papers.BadPaper for what is no paper.
    """
    kept = [papers.keep(chunks, name, component=component) for chunks, name in files]
    photos = [one for one in kept if one.media_type in PHOTOS]
    others = [looked(one) if one.media_type == PDF else one for one in kept if one.media_type not in PHOTOS]
    return (*((_bound(photos, component, title),) if photos else ()), *others)


def looked(paper: Paper) -> Paper:
    """The same paper with what a look at its pages found; written anew where it could not be signed as it is."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "scan.pdf"
        pages = _run([papers.path(paper.digest)], out, bind=False)
        if pages and out.exists():
            paper = papers.keep([out.read_bytes()], paper.name, component=paper.component)
    return replace(paper, facts=_facts(paper.facts, pages))


def _bound(photos: Sequence[Paper], component: str, title: str) -> Paper:
    name = papers.clean_name(f"{(title or photos[0].name.rpartition('.')[0])[:100]}.pdf")
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "scan.pdf"
        pages = _run([papers.path(one.digest) for one in photos], out, bind=True)
        if pages is None or not out.exists():
            first = photos[0]
            return replace(first, facts=PaperFacts(pages=len(photos), faults=((1, UNREADABLE),)))
        kept = papers.keep([out.read_bytes()], name, component=component)
    return replace(kept, facts=_facts(kept.facts, pages))


def _facts(before: PaperFacts, pages: list[dict[str, Any]] | None) -> PaperFacts:
    if not pages:
        return replace(before, faults=((1, UNREADABLE),))
    faults = tuple((at, what) for at, page in enumerate(pages, 1) for what in page["faults"])
    measured = [page["dpi"] for page in pages if page["dpi"]]
    return replace(before, pages=len(pages), dpi=min(measured, default=0), faults=faults)


def _run(paths: Sequence[Path], out: Path, *, bind: bool) -> list[dict[str, Any]] | None:
    told = {"paths": [str(one) for one in paths], "out": str(out), "bind": bind}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "thongsuot.engine.scan_checks"],
            input=json.dumps(told).encode() + b"\n",
            capture_output=True,
            timeout=LONGEST,
            check=True,
        )
        found: list[dict[str, Any]] = json.loads(done.stdout)
        return found
    except (subprocess.SubprocessError, ValueError):
        return None


def trouble(facts: PaperFacts) -> list[str]:
    """What is wrong and what to do, page by page: “Trang 2 bị mờ, khó đọc. …”"""
    if any(what == UNREADABLE for _page, what in facts.faults):
        return [f"Tệp {CURES[UNREADABLE]}."]
    return [f"Trang {page} {CURES.get(what, what)}." for page, what in facts.faults]
