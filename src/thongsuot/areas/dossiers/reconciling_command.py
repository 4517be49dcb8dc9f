"""`thongsuot reconcile`: a day's payments against the gateway's statement, from the command line or a timer."""

from __future__ import annotations

import argparse
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from thongsuot.platform.trouble import Trouble

LONGEST = 366


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--day", default="", help="ngày, mặc định hôm qua / the day, yesterday by default: 2026-11-21")
    parser.add_argument("--until", default="", help="đến ngày / the last of several days")


def run(chosen: argparse.Namespace) -> int:
    """Reconcile each day; 1 when a difference is open on one of them. Raises Trouble."""
    from thongsuot.areas.dossiers import reconciling
    from thongsuot.engine.errors import Refused

    open_rows = 0
    for day in _days(chosen.day, chosen.until):
        try:
            found = reconciling.run(day)
        except Refused as refusal:
            raise Trouble(refusal.sentence, "The day was not reconciled; see the sentence above.") from refusal
        told = ", ".join(f"{reconciling.STATES[key]} {count}" for key, count in found.items())
        print(f"{day:%d/%m/%Y}: {told}", flush=True)
        open_rows += sum(found[key] for key in reconciling.OPEN)
    return 1 if open_rows else 0


def _days(first: str, last: str) -> list[date]:
    yesterday = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date() - timedelta(days=1)
    try:
        since = date.fromisoformat(first) if first else yesterday
        until = date.fromisoformat(last) if last else since
    except ValueError as error:
        raise Trouble("Ngày phải viết như 2026-11-21.", "A day is written as 2026-11-21.") from error
    if not 0 <= (until - since).days < LONGEST:
        raise Trouble("Chọn từ một đến 366 ngày.", "Choose from one to 366 days.")
    return [since + timedelta(days=number) for number in range((until - since).days + 1)]
