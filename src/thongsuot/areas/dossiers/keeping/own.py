"""What dossiers keep about a person beside the cases: papers, letters, payments, requests to correct."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from thongsuot.areas.dossiers import printing, results
from thongsuot.engine import access, papers, reading, sql
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.own_data import Part
from thongsuot.engine.own_parts import MANDATE
from thongsuot.engine.reading import CasePage, PaperRow

log = logging.getLogger(__name__)
RELEASED = frozenset({9, 10})
REVOKED, RESULT = "revoked", "result"
# The slip of hand-overs (mẫu 06) goes with the dossier from office to office and names everybody on its way: it is
# no letter to the applicant, who reads the same way in the timeline.
LETTERS = printing.TO_APPLICANT | {"declaration"}
MOST = 500


def is_released(case: Case) -> bool:
    """Whether the result was issued. Signed, numbered or sealed it still is in the house and may be taken back."""
    return case.resolved_at is not None and case.status in RELEASED and case.outcome != REVOKED


def _pages(actor: Actor) -> Iterator[CasePage]:
    """One's own dossiers through the door: each look is recorded as one's own."""
    rows = sql.run(
        f"SELECT c.id FROM engine_case c WHERE {access.OWN} AND c.kind = 'dossier'"
        f" ORDER BY c.opened_at DESC LIMIT {MOST}",
        {"citizen": actor.citizen or None},
    )
    for (id,) in rows:
        yield reading.case_page(actor, id, "export")


def _papers(page: CasePage) -> list[PaperRow]:
    """The papers that their person may have: those handed in, and the result that stands once it was issued."""
    final = {one.id for one in results.present(page)} if is_released(page.case) else set()
    return [one for one in page.papers if one.origin != RESULT or one.id in final]


def _paper_rows(actor: Actor) -> list[dict[str, Any]]:
    rows = sql.run(
        f"SELECT c.code, f.name, f.media_type, f.size, f.origin, e.recorded_at FROM engine_case c"
        " JOIN engine_paper f ON f.case_id = c.id JOIN engine_entry e ON e.case_id = c.id AND e.number = f.number"
        f" WHERE {access.OWN} AND (f.origin <> '{RESULT}' OR c.status = ANY(%(released)s) AND c.resolved_at IS NOT NULL"
        f" AND c.outcome <> '{REVOKED}') ORDER BY e.recorded_at DESC LIMIT 5000",
        {"citizen": actor.citizen or None, "released": sorted(RELEASED)},
    )
    return [dict(zip(("ma", "ten", "loai", "byte", "nguon", "luc"), row, strict=True)) for row in rows]


def _files(actor: Actor) -> Iterator[tuple[str, bytes | Path]]:
    """Papers and letters of every dossier, in a folder of its code."""
    for page in _pages(actor):
        code = page.case.code or str(page.case.id)
        for place, one in enumerate(_papers(page), 1):
            yield f"giay-to/{code}/{place:02d}{papers.EXTENSIONS.get(one.media_type, '')}", papers.path(one.digest)
        released = is_released(page.case)
        for place, form in enumerate(printing.printables(page), 1):
            if form.key not in LETTERS and not (form.key == RESULT and released):
                continue
            try:
                yield f"van-ban/{code}/{place:02d}-{form.key}.pdf", printing.printed(page, form.key, form.number)[1]
            except Exception:
                # One form that cannot be printed now must not cost her all the others.
                log.exception("a letter could not be printed for a copy", extra={"case": str(page.case.id)})


PAPERS = Part(
    "giay-to", "Giấy tờ trong hồ sơ", MANDATE,
    (("ma", "Mã hồ sơ"), ("ten", "Tên"), ("loai", "Loại tệp"), ("byte", "Dung lượng (byte)"), ("nguon", "Nguồn"),
     ("luc", "Thêm lúc")),
    _paper_rows, _files,
)  # fmt: skip


def _paid(actor: Actor) -> list[dict[str, Any]]:
    rows = sql.run(
        "SELECT c.code, b.purpose, b.amount, b.made_at, b.paid_at, b.transaction FROM engine_case c"
        f" JOIN dossiers_bill b ON b.case_id = c.id WHERE {access.OWN} ORDER BY b.made_at DESC LIMIT 5000",
        {"citizen": actor.citizen or None},
    )
    return [dict(zip(("ma", "khoan", "so_tien", "lap_luc", "tra_luc", "giao_dich"), row, strict=True)) for row in rows]


PAYMENTS = Part(
    "thanh-toan", "Khoản phải nộp và đã nộp", MANDATE,
    (("ma", "Mã hồ sơ"), ("khoan", "Khoản"), ("so_tien", "Số tiền (đồng)"), ("lap_luc", "Lập lúc"),
     ("tra_luc", "Đã nộp lúc"), ("giao_dich", "Mã giao dịch")),
    _paid,
)  # fmt: skip


def _requests(actor: Actor) -> list[dict[str, Any]]:
    rows = sql.run(
        "SELECT r.code, r.field, r.before, r.wanted, r.why, r.asked_at, r.due_at, r.state, r.answer FROM engine_case c"
        f" JOIN keeping_correction r ON r.case_id = c.id WHERE {access.OWN} ORDER BY r.asked_at DESC LIMIT 1000",
        {"citizen": actor.citizen or None},
    )
    names = ("ma", "muc", "dang_ghi", "de_nghi", "ly_do", "luc", "han_tra_loi", "tinh_trang", "tra_loi")
    return [dict(zip(names, row, strict=True)) for row in rows]


REQUESTS = Part(
    "yeu-cau-sua", "Yêu cầu sửa thông tin", "Quyền yêu cầu chỉnh sửa (Luật 91/2025/QH15, chưa xác minh điều khoản)",
    (("ma", "Mã hồ sơ"), ("muc", "Mục"), ("dang_ghi", "Đang ghi"), ("de_nghi", "Đề nghị ghi"), ("ly_do", "Lý do"),
     ("luc", "Lúc"), ("han_tra_loi", "Hạn trả lời"), ("tinh_trang", "Tình trạng"), ("tra_loi", "Trả lời")),
    _requests,
)  # fmt: skip


def _receipts(actor: Actor) -> list[dict[str, Any]]:
    rows = sql.run(
        "SELECT c.code, r.content ->> 'number', r.content ->> 'payer', r.content ->> 'purpose', p.amount, p.paid_at,"
        " v.receipt_id IS NOT NULL FROM engine_case c JOIN dossiers_receipt r ON r.case_id = c.id"
        " JOIN dossiers_payment p ON p.id = r.payment_id LEFT JOIN dossiers_receipt_void v ON v.receipt_id = r.id"
        f" WHERE {access.OWN} ORDER BY r.issued_at DESC LIMIT 5000",
        {"citizen": actor.citizen or None},
    )
    names = ("ma", "so", "nguoi_nop", "khoan", "so_tien", "luc", "da_huy")
    return [dict(zip(names, row, strict=True)) for row in rows]


RECEIPTS = Part(
    "bien-lai", "Biên lai", "Chứng từ kế toán (Luật Kế toán 88/2015/QH13, chưa xác minh điều khoản)",
    (("ma", "Mã hồ sơ"), ("so", "Số biên lai"), ("nguoi_nop", "Người nộp"), ("khoan", "Khoản"),
     ("so_tien", "Số tiền (đồng)"), ("luc", "Nộp lúc"), ("da_huy", "Đã hủy")),
    _receipts,
)  # fmt: skip


def _refunds(actor: Actor) -> list[dict[str, Any]]:
    rows = sql.run(
        "SELECT c.code, f.amount, f.reason, f.state, f.asked_at, f.done_at, f.transaction FROM engine_case c"
        f" JOIN dossiers_refund f ON f.case_id = c.id WHERE {access.OWN} ORDER BY f.asked_at DESC LIMIT 5000",
        {"citizen": actor.citizen or None},
    )
    names = ("ma", "so_tien", "ly_do", "tinh_trang", "de_nghi_luc", "xong_luc", "giao_dich")
    return [dict(zip(names, row, strict=True)) for row in rows]


REFUNDS = Part(
    "hoan-tra", "Tiền hoàn trả cho bạn", MANDATE,
    (("ma", "Mã hồ sơ"), ("so_tien", "Số tiền (đồng)"), ("ly_do", "Lý do"), ("tinh_trang", "Tình trạng"),
     ("de_nghi_luc", "Đề nghị lúc"), ("xong_luc", "Xong lúc"), ("giao_dich", "Mã giao dịch")),
    _refunds,
)  # fmt: skip
PARTS = (PAPERS, PAYMENTS, RECEIPTS, REFUNDS, REQUESTS)
