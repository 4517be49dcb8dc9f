"""Rows of the dossier's table for its own law of time: one more supplement, for which somebody answers, and silence."""

from __future__ import annotations

from thongsuot.engine.process import At, Clock, Move, Need, NeedKind, Role, State, Waits

HEAD = Role("head", At.EXECUTING)
SYSTEM = Role("system", At.RECEIVING)
BASIS = "NĐ 118/2025/NĐ-CP (chưa xác minh điều khoản)"
FORMS = "TT 03/2025/TT-VPCP, Phụ lục I (chưa xác minh chi tiết)"
IN_PROCESS = ("received", "processing", "proposed", "reviewed")
ANSWERS = (("granted", "Coi như đồng ý"), ("denied", "Coi như không đồng ý"))

STATES = (State("deemed", "Hết thời hạn, coi như đã có kết quả theo luật", 9, Waits.NOBODY, terminal=True),)

MOVES = (
    # "Once" is the rule; how often more is nobody's constant: who allows it says why and by which provision.
    Move(
        "allow_supplement", "Cho phép yêu cầu bổ sung thêm một lần", ("processing",), "", HEAD,
        needs=(Need("reasons", "Lý do", NeedKind.LINES, longest=500, help="Vì sao lần trước chưa yêu cầu đủ."),
               Need("ground", "Căn cứ pháp lý", NeedKind.TEXT, longest=500,
                    help="Văn bản, điều khoản cho phép làm việc này.")),
        allows="ask_supplement", basis=FORMS,
    ),
    # Only where the procedure's own version names the law (`case_rules.Silence`): no silence is an answer else.
    Move(
        "settle_by_silence", "Hết thời hạn, không trả lời coi như trả lời", IN_PROCESS, "deemed", SYSTEM,
        needs=(Need("outcome", "Theo luật", NeedKind.CHOICE, choices=ANSWERS),),
        clock=Clock.STOP, silent=True, irrevocable=True, basis=BASIS,
    ),
)  # fmt: skip
