"""Register books of counters that a reorganisation ends: their last number, and the line that closes them."""

from __future__ import annotations

from collections.abc import Sequence

from thongsuot.engine import sql
from thongsuot.engine.reorganising.parts import Counted, Part
from thongsuot.engine.reorganising.parts import declare as _declare
from thongsuot.register import bodies
from thongsuot.register.bodies import BodyView
from thongsuot.register.reorganising import succession
from thongsuot.register.reorganising.models import BodySuccession

_LAST = "SELECT body, year, max(number)::int FROM dossiers_book WHERE body = ANY(%s) GROUP BY 1, 2 ORDER BY 1, 2"


def last_numbers(keys: Sequence[str]) -> list[Counted]:
    """Each book of these counters with its last number; a new counter begins its own at 1."""
    note = "Số cuối đã ghi. Số đã cấp giữ nguyên."
    return [Counted(body, f"Sổ năm {year}", number, note) for body, year, number in sql.run(_LAST, [list(keys)])]


def closing_line(view: BodyView, year: int) -> str:
    """The line under the last one of a book that is closed: when, by what instrument, after which number, who goes on.

    Empty for a book that is kept on, and for the years before the one in which it was closed.
    """
    if view.valid_to is None or view.valid_to.year != year:
        return ""
    row = BodySuccession.objects.filter(old=view.key, direct=True, happened_on=view.valid_to).first()
    if row is None:
        return ""
    last = next((one.number for one in last_numbers([view.key]) if one.what == f"Sổ năm {year}"), 0)
    following = "; ".join(bodies.name_of(key) for key in succession.today_of(view.key, view.valid_to))
    return (
        f"Khóa sổ từ ngày {view.valid_to:%d/%m/%Y}, số cuối {last}, theo {row.legal_basis}."
        f" Hồ sơ đang giải quyết chuyển sang {following}."
    )


def declare() -> None:
    """Have a reorganisation's lists count the books."""
    _declare(Part("books", "Sổ theo dõi hồ sơ (mẫu 07)", last_numbers))
