"""The four statuses of a dossier side by side: business, financial, delivery, synchronisation. Each is derived.

They are four because they go apart: a result is handed out while its synchronisation is tried again, and money may be
owed on what is settled. Nothing here decides: each status has one function, where its facts are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from thongsuot.areas.dossiers import delivering, intake, ledger, outside
from thongsuot.areas.dossiers.delivering import Delivery
from thongsuot.engine.case import Case
from thongsuot.engine.reading import CasePage, Row
from thongsuot.exchange.national import standing as national
from thongsuot.exchange.national.standing import Sync
from thongsuot.measures.definitions import Bucket, bucket_of
from thongsuot.ports.national_messages import STATUS_WORDS
from thongsuot.register import bodies
from thongsuot.web.environment import moment
from thongsuot.web.speech import say as _

BUCKETS: Mapping[Bucket, Callable[[], str]] = {
    Bucket.WAITING: lambda: _("chờ tiếp nhận"),
    Bucket.REFUSED: lambda: _("từ chối"),
    Bucket.PROCESS: lambda: _("đang xử lý"),
    Bucket.PAUSED: lambda: _("tạm dừng"),
    Bucket.RESOLVED: lambda: _("đã giải quyết"),
    Bucket.WITHDRAWN: lambda: _("đã rút"),
}
BEFORE_RECEIPT = frozenset({"submitted", "waiting_correction"})


Fact = tuple[str, str]
"""A status: what it is called, and what it says."""


def _fact(label: str, words: str, more: str = "") -> Fact:
    return label, f"{words}. {more}" if more else words


def bucket(case: Case) -> Bucket:
    """Where the dossier counts now."""
    return bucket_of(case.status, case.is_open, case.step not in BEFORE_RECEIPT)


def four(page: CasePage) -> list[Fact]:
    """The four of them, for an officer."""
    return [_business(page.case), _financial(page), _delivery(page), _synchronisation(page.beside)]


def _business(case: Case) -> Fact:
    told = f"{case.status}. {_(STATUS_WORDS[case.status])}"
    return _fact(_("Nghiệp vụ"), told, _("Nhóm báo cáo: %(bucket)s", bucket=BUCKETS[bucket(case)]()))


def _financial(page: CasePage) -> Fact:
    return _fact(_("Tài chính"), _(ledger.status(page).label))


def chosen(case: Case) -> str:
    """What the applicant chose, with the counter's name where it is another one."""
    key = str(case.facts.get("delivery", ""))
    words = _((intake.DELIVERY | intake.AT_A_POINT).get(key, key)) if key else ""
    return f"{words}: {bodies.name_of(case.facts['return_to'])}" if case.facts.get("return_to") else words


def _delivery(page: CasePage) -> Fact:
    found = delivering.standing(page)
    words = _(delivering.WORDS[found.status])
    if found.tracking:
        words = _("%(words)s, số hiệu %(tracking)s", words=words, tracking=found.tracking)
    elif found.status in (Delivery.ON_THE_WAY, Delivery.AT_POINT, Delivery.READY):
        words = f"{words}: {bodies.name_of(found.body)}"
    picked = chosen(page.case) if found.status is not Delivery.NEVER else ""
    return _fact(_("Trả kết quả"), words, _("Người nộp chọn: %(chosen)s", chosen=picked) if picked else "")


def _synchronisation(kept: Mapping[str, Any]) -> Fact:
    found = national.status_of(kept)
    words = _(national.WORDS[found.sync])
    if found.sync is Sync.STUCK:
        return _fact(_("Đồng bộ"), words, _("%(what)s; người xử lý: %(owner)s", what=_(found.what), owner=found.owner))
    if found.sync is Sync.RETRYING:
        words = _("%(words)s, đã thử %(n)s lần", words=words, n=found.attempts)
    elif found.sync is Sync.CONFIRMED:
        words = _("%(words)s đến mục %(n)s", words=words, n=found.entry)
    more = _("Cổng đang ghi: %(status)s", status=_(found.status_words)) if found.status else ""
    return _fact(_("Đồng bộ"), words, more)


def for_applicant(page: CasePage) -> list[Fact]:
    """The same four in plain words, for the person whose dossier it is."""
    case, sync = page.case, national.status_of(page.beside)
    known = {
        Sync.CONFIRMED: _("Cổng Dịch vụ công quốc gia đã có tình trạng mới nhất"),
        Sync.OUTSIDE: _("Xem tại trang này"),
    }.get(sync.sync, _("Cổng Dịch vụ công quốc gia sẽ cập nhật sau; trang này là mới nhất"))
    return [
        (_("Giải quyết"), _(STATUS_WORDS[case.status])),
        (_("Tiền phải nộp"), _(ledger.status(page).label)),
        _fact(_("Trả kết quả"), _delivery(page)[1]),
        (_("Xem trên Cổng quốc gia"), known),
    ]


def in_lists(row: Row, facts: Mapping[str, Any], kept: Mapping[str, Any]) -> tuple[str, str, str]:
    """Business, delivery and synchronisation of a row of an official list: its words are Vietnamese."""
    return (
        STATUS_WORDS.get(row.status, ""),
        delivering.WORDS[delivering.status_of(row.step, facts)],
        national.WORDS[national.status_of(kept).sync],
    )


def owner(page: CasePage) -> str:
    """Whose the stage is when it is not ours, and when that system last confirmed; empty for our own."""
    found = outside.owner(page)
    if found is None:
        return ""
    held = _("Bước này do %(name)s (%(owner)s) giải quyết; ở đây chỉ xem, mọi thao tác thực hiện tại %(where)s.",
             name=found.system.name, owner=found.system.owner, where=found.system.where)  # fmt: skip
    last = (page.beside.get("stage") or {}).get("at")
    confirmed = datetime.fromisoformat(last) if last else found.confirmed_at
    if confirmed is None:
        return f"{held} {_('Hệ thống đó chưa xác nhận lần nào.')}"
    said = _("Xác nhận gần nhất lúc %(at)s: %(state)s", at=moment(confirmed), state=found.state)
    return f"{held} {said.rstrip('.')}."


def credit(case: Case) -> list[tuple[str, str]]:
    """Who is counted for a dossier that another counter took in, and who keeps the fee, with the basis."""
    found = case.facts.get("credit")
    if not found:
        return []
    return [
        (_("Nơi được tính tiếp nhận"), bodies.name_of(found["received_by"])),
        (_("Nơi hỗ trợ nộp"), bodies.name_of(found["supported_by"])),
        (_("Nơi được tính giải quyết"), bodies.name_of(found["settled_by"])),
        (_("Nơi giữ phí, lệ phí"), bodies.name_of(found["fee_kept_by"])),
        (_("Căn cứ ghi nhận"), found["basis"]),
    ]
