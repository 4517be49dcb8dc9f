"""Lists of cases as workbooks: work list, search, the lists behind figures and queues, the register book.

A workbook is an official list: its words are Vietnamese, whoever asked for it, and stand here as they are written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice

from thongsuot.areas.dossiers import book
from thongsuot.engine import kinds, listings, reading, registry
from thongsuot.engine.access import OVERSEEING, WORKING
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import Refused
from thongsuot.engine.exports import Asked, Kind
from thongsuot.engine.listings import Listing
from thongsuot.engine.reading import Row
from thongsuot.engine.sheets import Cell, Column, Sheet
from thongsuot.measures import areas, counting
from thongsuot.measures.areas import Area
from thongsuot.measures.counting import Slice
from thongsuot.measures.definitions import FIGURES, days_before
from thongsuot.register import bodies, formatting
from thongsuot.register.calendar import VIETNAM
from thongsuot.web.areas.wanting import wanted_in
from thongsuot.web.board.reading import DAYS
from thongsuot.web.desk import statuses, words

READING = WORKING | OVERSEEING
TABS = {
    "mine": "Tôi đang giữ", "queue": "Hàng chờ của tôi", "due_soon": "Sắp hết hạn", "overdue": "Quá hạn",
    "waiting": "Chờ người nộp", "results": "Chờ trả kết quả", "all": "Tất cả",
}  # fmt: skip
MARKS = {
    "on_time": "Trong hạn", "due_soon": "Sắp hết hạn", "overdue": "Quá hạn", "paused": "Tạm dừng", "done": "Đã xong",
}  # fmt: skip
COLUMNS = (
    Column("Mã hồ sơ", 26),
    Column("Việc", 50),
    Column("Người nộp", 28),
    Column("Bước", 26),
    Column("Tình trạng thời hạn", 16),
    Column("Ngày nhận", 17, "moment"),
    Column("Hạn trả", 17, "moment"),
    Column("Ngày có kết quả", 17, "moment"),
    Column("Cơ quan giải quyết", 40),
    Column("Nơi tiếp nhận", 40),
    Column("Người giữ", 26),
    Column("Trạng thái nghiệp vụ", 24),
    Column("Trả kết quả", 24),
    Column("Đồng bộ với Cổng", 24),
)


def now() -> datetime:
    return datetime.now(VIETNAM)


def _cells(row: Row, at: datetime) -> Sequence[Cell]:
    return (
        row.code,
        row.title,
        row.subject_name,
        registry.process_of(row.process).state(row.step).label,
        MARKS.get(words.mark(row, at), "Không có hạn"),
        row.opened_at,
        row.due_at,
        row.resolved_at,
        bodies.name_of(row.competent_body),
        bodies.name_of(row.receiving_body),
        row.assignee_name or "",
    )


def _sheet(actor: Actor, title: str, listing: Listing, at: datetime, kind: str) -> Sheet:
    def rows() -> Iterator[Sequence[Cell]]:
        found = listings.rows(actor, listing, f"excel {kind}")
        while some := list(islice(found, listings.BATCH)):
            kept = reading.kept_beside([row.id for row in some])
            for row in some:
                facts, beside = kept.get(row.id, ({}, {}))
                yield *_cells(row, at), *statuses.in_lists(row, facts, beside)

    return Sheet(title, COLUMNS, rows(), notes(actor, at))


def notes(actor: Actor, at: datetime) -> tuple[str, ...]:
    """Who took the list out, and when: it stands on the list itself."""
    masked = "" if actor.roles & WORKING else " Thông tin cá nhân được che."
    return (f"Lập lúc {formatting.moment(at)}. Người xuất: {actor.name}.{masked}",)


def _work(actor: Actor, asked: Asked) -> tuple[str, Listing]:
    tab = asked.get("muc", "mine")
    if tab not in reading.TABS:
        raise Refused("Không có mục này trong danh sách việc.")
    return f"Việc của tôi: {TABS[tab]}", listings.of_work(actor, tab, now())


def _search(actor: Actor, asked: Asked) -> tuple[str, Listing]:
    text = asked.get("tim", "")[:100]
    title = f"Hồ sơ tìm theo “{text}”" if text else "Hồ sơ đang mở"
    return title, listings.of_search(actor, text)


def _figure(actor: Actor, asked: Asked) -> tuple[str, Listing]:
    key = asked.get("so-lieu", "")
    if key not in FIGURES:
        raise Refused("Không có số liệu này.")
    part = Slice(asked.get("tinh", ""), asked.get("co-quan", ""), asked.get("phong", ""), point=asked.get("diem", ""))
    at = moment_of(asked.get("luc", ""))
    body = part.point or part.office or part.house
    where = bodies.name_of(body) if body else part.province or "cả nước"
    title = f"{FIGURES[key].label}, {where}, {DAYS} ngày đến {formatting.moment(at)}"
    return title, counting.behind(actor, key, days_before(at, DAYS), part)


def _queue(actor: Actor, asked: Asked) -> tuple[str, Listing]:
    house, body, step = (asked.get(name, "") for name in ("co-quan", "phong", "buoc"))
    if not areas.may_open(actor, Area("house", house)):
        raise Refused("Danh sách này không thuộc phạm vi của bạn.")
    return f"Hồ sơ đang ở {bodies.name_of(body)}", counting.behind_queue(actor, (body, step), house)


def _of_area(actor: Actor, asked: Asked) -> tuple[str, Listing]:
    found = registry.by_slug(asked.get("loai", ""))
    if found is None or found.face is None:
        raise Refused("Không có loại việc này.")
    wanted = wanted_in(found.process.key, asked)
    return found.face.title, kinds.listing(actor, wanted, now())


def moment_of(text: str) -> datetime:
    """The moment of the page that led here; now for a missing or strange one, and never later."""
    try:
        given = datetime.fromisoformat(text)
    except ValueError:
        return now()
    return min(given, now()).astimezone(VIETNAM) if given.tzinfo and given.year > 2024 else now()


def _listed(name: str, roles: frozenset[str], found: Callable[[Actor, Asked], tuple[str, Listing]]) -> Kind:
    def sheet(actor: Actor, asked: Asked) -> Sheet:
        title, listing = found(actor, asked)
        return _sheet(actor, title, listing, now(), name)

    return Kind(name, roles, lambda actor, asked: listings.count(found(actor, asked)[1]), sheet)


# The register book.

BOOK_COLUMNS = (
    Column("STT", 8, "number"),
    Column("Mã hồ sơ", 26),
    Column("Tên thủ tục hành chính", 50),
    Column("Số bộ", 8, "number"),
    Column("Tên cá nhân, tổ chức", 28),
    Column("Địa chỉ, số điện thoại", 40),
    Column("Cơ quan chủ trì giải quyết", 40),
    Column("Nhận hồ sơ", 17, "moment"),
    Column("Hẹn trả kết quả", 17, "moment"),
    Column("Trả kết quả", 17, "moment"),
    Column("Phương thức nhận kết quả", 20),
    Column("Ký nhận", 14),
    Column("Ghi chú", 34),
)


def book_of(asked: Asked) -> tuple[str, int, int]:
    """The book asked for: (counter, year, month or 0 for the whole year). Raises UnknownBook for what is no book."""
    year, month = asked.get("nam", ""), asked.get("thang", "0")
    if not (year.isascii() and year.isdigit() and len(year) == 4 and month.isascii() and month.isdigit()):
        raise book.UnknownBook
    if len(month) > 2 or int(month) > 12 or int(year) < 1900:
        raise book.UnknownBook
    return asked.get("so", ""), int(year), int(month)


def _book(actor: Actor, asked: Asked) -> Sheet:
    key, year, month = book_of(asked)
    view = book.open_to(actor, key)
    span = f"tháng {month:02d} năm {year}" if month else f"năm {year}"

    def rows() -> Iterator[Sequence[Cell]]:
        for line in book.lines(actor, key, year, month, "excel book"):
            yield (
                line.number, line.code, line.title, line.sets, line.name, line.contact, line.body, line.received_at,
                line.due_at, line.given_at, line.delivery, "", line.note,
            )  # fmt: skip

    return Sheet(f"Sổ theo dõi hồ sơ {span}, {view.name}", BOOK_COLUMNS, rows(), notes(actor, now()))


KINDS = (
    _listed("viec", WORKING, _work),
    replace(_listed("tim", READING, _search), typed=frozenset({"tim"})),
    _listed("so-lieu", READING, _figure),
    _listed("hang-cho", READING, _queue),
    _listed("cong-viec", READING, _of_area),
    Kind("so-theo-doi", READING, lambda actor, asked: book.count(actor, *book_of(asked)), _book),
)
