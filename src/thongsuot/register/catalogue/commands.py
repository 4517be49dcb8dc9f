"""The catalogue at the command line: import a file, show what must be decided, accept in somebody's name."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from thongsuot.platform.trouble import Trouble

if TYPE_CHECKING:
    from thongsuot.register.catalogue.lists import Match

LISTS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")


def import_arguments(command: argparse.ArgumentParser) -> None:
    """The arguments of `thongsuot import`."""
    command.add_argument(
        "what", choices=["procedures", "boundaries", "dossiers"], help="loại dữ liệu / what is in the file"
    )
    command.add_argument("file", type=Path, metavar="FILE", help="JSONL, JSONL.gz; Excel; TopoJSON; thư mục hồ sơ")
    command.add_argument(
        "--by",
        default=os.environ.get("USER") or "người vận hành",
        metavar="TÊN",
        help="người chịu trách nhiệm / who answers",
    )
    command.add_argument("--body", metavar="ubnd.46", help="khớp danh sách của tỉnh / match a province's own list")


def catalogue_arguments(command: argparse.ArgumentParser) -> None:
    """The arguments of `thongsuot catalogue`."""
    command.add_argument(
        "what",
        choices=["report", "changes", "competences", "troubles", "accept-competences"],
        help="việc cần quyết định, thay đổi, thẩm quyền / what to show or accept",
    )
    command.add_argument("--kind", action="append", default=[], help="loại điểm cần quyết định / kind of finding")
    command.add_argument("--limit", type=int, default=50, help="số dòng / rows")
    command.add_argument("--minimum", type=int, default=90, metavar="%", help="độ tin cậy tối thiểu / at least so sure")
    command.add_argument("--by", default="", metavar="TÊN", help="người quyết định / who decides")
    command.add_argument("--basis", default="", metavar="VĂN BẢN", help="căn cứ / the provision")


def run_import(chosen: argparse.Namespace) -> int:
    """Import, or match a province's list; 1 when some lines could not be read."""
    from django.utils import timezone

    from thongsuot.register.catalogue import importing, lists, reading

    try:
        if chosen.body:
            return _matched(lists.match_list(chosen.file, chosen.body, timezone.localdate()))
        if chosen.file.suffix.lower() in LISTS:
            outcome = lists.import_list(chosen.file, chosen.by)
        else:
            outcome = importing.import_file(chosen.file, chosen.by, _say)
    except reading.BadFile as error:
        raise Trouble(str(error), f"The file cannot be read: {chosen.file}") from error
    _say(
        f"Mới {outcome.created}, thay đổi {len(outcome.changed)}, thay bản rút gọn {outcome.replaced}, không đổi "
        f"{outcome.unchanged}, giữ bản của ta {outcome.kept_ours}; {outcome.findings} điểm cần người quyết định, "
        f"{outcome.competences} dòng thẩm quyền đề xuất."
    )
    if outcome.twice:
        _say(f"Trùng mã trong tệp: {outcome.twice}; lấy bản cập nhật sau cùng, các bản khác vẫn lưu.")
    if outcome.absent:
        _say(f"Có trong danh mục mà không có trong tệp: {outcome.absent}; giữ nguyên.")
    for fault in outcome.faults[:50]:
        _say(f"  dòng {fault.number}: {fault.sentence}")
    if len(outcome.faults) > 50:
        _say(f"  … và {len(outcome.faults) - 50} dòng khác.")
    return 1 if outcome.faults else 0


def _matched(found: list[Match]) -> int:
    for match in found:
        _say(f"{match.confidence:3} %  {match.row.code or '—'} → {match.code or '—'}  {match.reason}")
    _say(f"{len(found)} dòng đã khớp, chờ người chấp thuận.")
    return 0


def run_catalogue(chosen: argparse.Namespace) -> int:
    """Show one of the lists, or accept the competences proposed."""
    from django.utils import timezone

    from thongsuot.register.catalogue import deciding, findings, proposing

    today = timezone.localdate()
    if chosen.what == "report":
        for kind, count in deciding.counts().items():
            _say(f"{count:6}  {findings.KINDS[kind]} ({kind})")
        for row in deciding.report(chosen.kind, chosen.limit):
            told = " ".join(row.wording.split())[:200]
            _say(f"\n{row.code} {findings.KINDS[row.kind]} tại {row.place}\n  nguồn: {told}")
            _say(f"  đề xuất ({row.confidence} %): {row.words}")
    elif chosen.what == "changes":
        _changes(chosen.limit)
    elif chosen.what == "troubles":
        for trouble in proposing.troubles(today)[: chosen.limit]:
            _say(f"{trouble.kind:9} {trouble.procedure_code} {trouble.sentence}")
    elif chosen.what == "competences":
        for one in proposing.waiting(chosen.minimum)[: chosen.limit]:
            whom = one.body_kind or one.body_id
            _say(f"{one.confidence:3} %  {one.procedure_code} {one.nature:8} {whom}  ← {one.wording}")
    else:
        try:
            waiting = proposing.waiting(chosen.minimum)
            done = proposing.accept([one.pk for one in waiting], chosen.by, chosen.basis, today)
        except ValueError as error:
            raise Trouble(str(error), "Say who accepts (--by) and on what provision (--basis).") from error
        _say(f"Đã chấp thuận {done} dòng thẩm quyền.")
    return 0


def _changes(limit: int) -> None:
    """The differences that the last imports made, field by field."""
    from thongsuot.register.catalogue import importing
    from thongsuot.register.catalogue.models import CatalogueImport

    left = limit
    for run in CatalogueImport.objects.order_by("-id")[:20]:
        for code, authority, before, after in run.changes[: max(left, 0)]:
            left -= 1
            _say(f"{code} ({authority}) phiên bản {before} → {after}, {run.imported_at:%d/%m/%Y}")
            for change in importing.differences(code, authority, before, after):
                was, now = str(change.get("before", "—"))[:120], str(change.get("value", "—"))[:120]
                _say(f"    {change['at']}: {was} → {now}")


def _say(words: str) -> None:
    print(words, flush=True)
