"""`thongsuot import dossiers FOLDER`: the operator's way to bring another system's dossiers in."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path

from thongsuot.areas.dossiers.cutover import importing, reconciling
from thongsuot.areas.dossiers.cutover.importing import Result, Wanted
from thongsuot.areas.dossiers.cutover.reading import BadSource
from thongsuot.platform.trouble import Trouble
from thongsuot.register.working_time import VIETNAM

SHOWN = 20


def run(chosen: argparse.Namespace, var: Path) -> int:
    """Import, reconcile, report; 1 when a row was refused or has changed, or a count does not agree."""
    try:
        result = importing.run(Wanted(chosen.file, chosen.mapping, chosen.dry_run, chosen.without_papers), _say)
    except BadSource as error:
        raise Trouble(str(error), f"The folder cannot be imported: {chosen.file}. See docs/cutover.md.") from error
    found = reconciling.reconcile(result)
    where = chosen.report or var / "cutover" / f"{chosen.file.resolve().name}-{datetime.now(VIETNAM):%Y%m%d-%H%M%S}"
    reconciling.write(result, found, where)
    _tell(result, found, where)
    counts = result.counts
    return int(bool(found.differences or counts[importing.Verdict.REFUSED] or counts[importing.Verdict.CHANGED]))


def _tell(result: Result, found: reconciling.Reconciled, where: Path) -> None:
    _say("Chạy thử, không ghi gì. / Dry run, nothing written." if result.dry_run else "Đã nhập. / Imported.")
    for verdict, words in reconciling.WORDS.items():
        _say(f"{result.counts[verdict]:7}  {words}")
    for one in [one for one in result.told if one.why][:SHOWN]:
        _say(f"  {one.file}:{one.line} {one.code}: {' '.join(one.why)}")
    for difference in found.differences[:SHOWN]:
        _say(f"  ! {difference}")
    if not result.dry_run and not found.differences:
        _say("Đối soát khớp. / The counts agree.")
    _say(f"Báo cáo / report: {where}")


def _say(words: str) -> None:
    print(words, flush=True)
