"""Rows of the dossier's table for money: it moves beside the work, never changes the step, and goes on after the end.

What is asked, paid and given back stands in the journal by these moves; `financial` says what it comes to.
"""

from __future__ import annotations

from thongsuot.engine.process import At, Move, Need, NeedKind, Role

INTAKE = Role("intake", At.RECEIVING)
APPLICANT = Role("applicant", At.SUBJECT)
SYSTEM = Role("system", At.RECEIVING)
ONE_STOP = "NĐ 118/2025/NĐ-CP (chưa xác minh điều khoản)"

_OPEN_WORK = ("received", "processing", "waiting_supplement", "waiting_payment", "proposed", "reviewed")
_WITH_MONEY = ("submitted", "waiting_correction", *_OPEN_WORK, "stopped", "signed", "numbered", "sealed", "done")
_ENDED = ("refused", "withdrawn", "closed", "delivered", "revoked", "deemed")
# The counter that collects is not the one that has the result then: what a system tells of money still arrives.
_AT_ANOTHER_POINT = ("on_the_way", "at_point")
_TOLD = (*_WITH_MONEY, *_AT_ANOTHER_POINT, *_ENDED)
_RELIEF = ("submitted", "waiting_correction", *_OPEN_WORK, "done")
_VOUCHER = Need("voucher", "Mã giao dịch", NeedKind.TEXT, longest=100)
_REASONS = Need("reasons", "Lý do", NeedKind.LINES, longest=500, help="Mỗi dòng một lý do, nêu căn cứ.")
_AMOUNT = Need("amount", "Số tiền", NeedKind.MONEY)
_PAID = Need("paid", "Số tiền", NeedKind.MONEY)
_RELIEF_OF = Need("relief", "Diện miễn, giảm", NeedKind.TEXT, longest=100)
_HOW = (("cash", "Tiền mặt"), ("transfer", "Chuyển khoản"))
_FOR = (("fee", "Phí"), ("charge", "Lệ phí"))
_WHEN = (("intake", "Khi tiếp nhận"), ("supplement", "Khi bổ sung"), ("result", "Khi trả kết quả"))

MOVES = (
    Move(
        "pay_fee", "Đã nhận tiền nộp trực tuyến", _TOLD, "", SYSTEM,
        needs=(_VOUCHER, _PAID), irrevocable=True, keeps=("paid",), basis=ONE_STOP,
    ),
    Move(
        "pay_at_counter", "Thu phí, lệ phí tại quầy", _WITH_MONEY, "", INTAKE,
        needs=(Need("purpose", "Khoản thu", NeedKind.CHOICE, choices=_FOR), _PAID,
               Need("how", "Hình thức nộp", NeedKind.CHOICE, choices=_HOW),
               Need("when", "Thời điểm thu", NeedKind.CHOICE, choices=_WHEN),
               Need("reference", "Số bút toán chuyển khoản", NeedKind.TEXT, required=False, longest=100)),
        irrevocable=True, keeps=("paid",), basis=ONE_STOP,
    ),
    Move(
        "refund", "Đã hoàn trả tiền", _TOLD, "", SYSTEM,
        needs=(_VOUCHER, _AMOUNT), irrevocable=True, basis=ONE_STOP,
    ),
    Move(
        "charge_back", "Ngân hàng đòi lại khoản đã nộp", _TOLD, "", SYSTEM,
        needs=(_VOUCHER, _AMOUNT), irrevocable=True, basis=ONE_STOP,
    ),
    Move(
        "ask_relief", "Đề nghị miễn, giảm phí, lệ phí", _RELIEF, "", APPLICANT,
        needs=(_RELIEF_OF, Need("evidence", "Giấy tờ chứng minh", NeedKind.TEXT, longest=300)),
        irrevocable=True, at_most=3, basis=ONE_STOP,
    ),
    Move(
        "grant_relief", "Xác nhận miễn, giảm phí, lệ phí", _RELIEF, "", INTAKE,
        needs=(_RELIEF_OF, Need("seen", "Đã đối chiếu giấy tờ chứng minh", NeedKind.CONFIRM),
               Need("fee_less", "Số tiền phí được giảm", NeedKind.MONEY),
               Need("charge_less", "Số tiền lệ phí được giảm", NeedKind.MONEY)),
        irrevocable=True, keeps=("fee_less", "charge_less"), basis=ONE_STOP,
    ),
    Move(
        "deny_relief", "Không chấp nhận miễn, giảm", _RELIEF, "", INTAKE,
        needs=(_REASONS,), irrevocable=True, basis=ONE_STOP,
    ),
)  # fmt: skip
