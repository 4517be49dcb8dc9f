"""Numbers in a series: a row lock per series and period, never process memory; a voided number is not used again."""

from __future__ import annotations

from datetime import date

from thongsuot.engine import sql


def draw(series: str, period: str, count: int = 1) -> int:
    """The first of `count` next numbers. The row stays locked until the transaction ends: draw as late as possible."""
    rows = sql.run(
        "INSERT INTO engine_counter AS k (series, period, last) VALUES (%(series)s, %(period)s, %(count)s)"
        " ON CONFLICT (series, period) DO UPDATE SET last = k.last + excluded.last RETURNING last",
        {"series": series, "period": period, "count": count},
    )
    return int(rows[0][0]) - count + 1


def pass_over(series: str, period: str, last: int) -> None:
    """Never give the numbers up to `last` here: somebody else has given them. Never goes back."""
    sql.run(
        "INSERT INTO engine_counter AS k (series, period, last) VALUES (%(series)s, %(period)s, %(last)s)"
        " ON CONFLICT (series, period) DO UPDATE SET last = greatest(k.last, excluded.last)",
        {"series": series, "period": period, "last": last},
    )


def case_code(prefix: str, day: date, number: int) -> str:
    """A dossier code: prefix-yymmdd-nnnn, the number beginning anew each day. Source: TT 03/2025/TT-VPCP."""
    return f"{prefix}-{day:%y%m%d}-{number:04d}"
