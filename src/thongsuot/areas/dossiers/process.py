"""The dossier's table: states, moves, roles, needs and their legal basis, from the counter to the hand-over.

Source: NĐ 118/2025/NĐ-CP and TT 03/2025/TT-VPCP; where the text was not at hand the basis says "chưa xác minh".
"""

from __future__ import annotations

from thongsuot.areas.dossiers import process_clock as clock
from thongsuot.areas.dossiers import process_money as money
from thongsuot.areas.dossiers import process_points as points
from thongsuot.engine.deadline import Limit, LimitUnit
from thongsuot.engine.process import At, Clock, Move, Need, NeedKind, Process, Role, State, Waits

INTAKE = Role("intake", At.RECEIVING)
SPECIALIST = Role("specialist", At.EXECUTING)
HEAD = Role("head", At.EXECUTING)
CHAIR = Role("chair", At.COMPETENT)
CLERK = Role("clerk", At.COMPETENT)
HELPER = Role("intake", At.SUPPORTING)
APPLICANT = Role("applicant", At.SUBJECT)
SYSTEM = Role("system", At.RECEIVING)

ONE_STOP = "NĐ 118/2025/NĐ-CP (chưa xác minh điều khoản)"
FORMS = "TT 03/2025/TT-VPCP, Phụ lục I (chưa xác minh chi tiết)"

# How long a person has to supplement, and the body to correct its own mistake: parameters, none of them verified.
SUPPLEMENT_TERM = Limit(LimitUnit.CALENDAR_DAY, 30, basis="Thời hạn nộp bổ sung (mức tạm đặt, chưa xác minh)")
CORRECTION = Limit(LimitUnit.WORKING_DAY, 3, basis="Thời hạn đính chính kết quả (mức tạm đặt, chưa xác minh)")
ANSWER = Limit(LimitUnit.WORKING_HOUR, 8, basis=f"Trả lời hồ sơ nộp trực tuyến trong 08 giờ làm việc, {ONE_STOP}")

STATES = (
    State("submitted", "Mới nộp, chờ tiếp nhận", 1, queue=INTAKE, responsible=At.RECEIVING),
    State("waiting_correction", "Chờ hoàn thiện trước khi tiếp nhận", 5, Waits.APPLICANT, INTAKE, At.RECEIVING),
    State("received", "Đã tiếp nhận, chờ chuyển xử lý", 2, queue=INTAKE, responsible=At.RECEIVING, share=10),
    State("refused", "Bị từ chối tiếp nhận", 3, Waits.NOBODY, responsible=At.RECEIVING, terminal=True),
    State("closed", "Đã dừng và kết thúc giải quyết", 8, Waits.NOBODY, terminal=True),
    State("revoked", "Kết quả đã bị thu hồi", 10, Waits.NOBODY, terminal=True),
    State("stopped", "Dừng giải quyết, chờ quyết định", 8, queue=CHAIR),
    State("processing", "Đang thụ lý", 4, queue=SPECIALIST, share=40),
    State("waiting_supplement", "Chờ bổ sung hồ sơ", 5, Waits.APPLICANT, queue=SPECIALIST),
    State("waiting_payment", "Chờ thực hiện nghĩa vụ tài chính", 6, Waits.APPLICANT, queue=SPECIALIST),
    State("proposed", "Chờ trưởng phòng thẩm tra", 4, queue=HEAD, share=15),
    State("reviewed", "Chờ lãnh đạo ký", 4, queue=CHAIR, share=15),
    State("signed", "Đã ký, chờ cấp số", 4, queue=CLERK, share=5),
    State("numbered", "Đã cấp số, chờ đóng dấu", 4, queue=CLERK, share=5),
    State("sealed", "Đã đóng dấu, chờ phát hành", 4, queue=CLERK, share=5),
    State(
        "done",
        "Có kết quả, chờ trả",
        9,
        Waits.APPLICANT,
        queue=INTAKE,
        responsible=At.RECEIVING,
        share=5,
        returns_to_holder=False,
    ),
    State("delivered", "Đã trả kết quả", 10, Waits.NOBODY, responsible=At.RECEIVING, terminal=True),
    State("withdrawn", "Đã rút hồ sơ", 7, Waits.NOBODY, responsible=At.RECEIVING, terminal=True),
    *clock.STATES,
    *points.STATES,
)

_REASONS = Need("reasons", "Lý do", NeedKind.LINES, longest=500, help="Mỗi dòng một lý do, nêu căn cứ.")
_NOTE = Need("note", "Ghi chú khi chuyển", NeedKind.TEXT, required=False, longest=1000)
_DEFECTS = Need(
    "defects",
    "Nội dung cần bổ sung, hoàn thiện",
    NeedKind.LINES,
    longest=500,
    help="Ghi đủ mọi thiếu sót trong một lần; mỗi dòng một nội dung và cách hoàn thiện.",
)
_ANSWER = Need("answer", "Nội dung đã bổ sung", NeedKind.LINES, longest=500, help="Mỗi dòng một giấy tờ hoặc nội dung.")
_VOUCHER = Need("voucher", "Mã giao dịch", NeedKind.TEXT, longest=100)
_STARS = (
    ("5", "Rất hài lòng"),
    ("4", "Hài lòng"),
    ("3", "Bình thường"),
    ("2", "Không hài lòng"),
    ("1", "Rất không hài lòng"),
)
_SETS = tuple((str(number), f"{number:02d} bộ") for number in range(1, 6))
_OUTCOMES = (("granted", "Giải quyết theo đề nghị"), ("denied", "Không đủ điều kiện, trả lời bằng văn bản"))
_SIGNED_BY = Need(
    "method",
    "Hình thức ký",
    NeedKind.CHOICE,
    choices=(("paper", "Ký trực tiếp trên giấy"), ("digital", "Ký số (bản minh họa)")),
)
_GROUND = Need(
    "ground", "Căn cứ pháp lý", NeedKind.TEXT, longest=500, help="Văn bản, điều khoản cho phép làm việc này."
)
_GUIDANCE = Need("guidance", "Hướng dẫn người nộp", NeedKind.TEXT, required=False, longest=1000)
_TO = Need("to", "Chuyển đến cơ quan", NeedKind.BODY, help="Chỉ các cơ quan có thẩm quyền giải quyết thủ tục này.")
_OPEN_WORK = ("received", "processing", "waiting_supplement", "waiting_payment", "proposed", "reviewed")

OPENINGS = (
    Move(
        "receive", "Tiếp nhận tại quầy", (), "received", INTAKE,
        needs=(Need("sets", "Số bộ hồ sơ", NeedKind.CHOICE, choices=_SETS),
               Need("note", "Ghi chú", NeedKind.TEXT, required=False, longest=1000)),
        clock=Clock.START, letter="01", basis=FORMS,
    ),
    Move(
        "register", "Ghi nhận hồ sơ chờ kiểm tra", (), "submitted", INTAKE,
        needs=(Need("note", "Ghi chú", NeedKind.TEXT, required=False, longest=1000),),
        clock=Clock.START, limit="answer", basis=ONE_STOP,
    ),
    Move(
        "submit_for", "Nộp hộ hồ sơ trực tuyến", (), "submitted", HELPER,
        needs=(Need("present", "Người nộp có mặt và đồng ý để cán bộ nộp hộ", NeedKind.CONFIRM),
               Need("note", "Ghi chú", NeedKind.TEXT, required=False, longest=1000)),
        clock=Clock.START, limit="answer", basis=ONE_STOP,
    ),
)  # fmt: skip

ONLINE = (
    Move(
        "submit", "Nộp hồ sơ trực tuyến", (), "submitted", APPLICANT,
        clock=Clock.START, limit="answer", basis=ONE_STOP,
    ),
    Move(
        "correct", "Gửi lại hồ sơ đã hoàn thiện", ("waiting_correction",), "submitted", APPLICANT,
        needs=(_ANSWER,), clock=Clock.RESUME, irrevocable=True, basis=ONE_STOP,
    ),
    Move(
        "answer_supplement", "Nộp bổ sung", ("waiting_supplement",), "processing", APPLICANT,
        needs=(_ANSWER,), clock=Clock.RESUME, letter="06", irrevocable=True, basis=FORMS,
    ),
    Move(
        "withdraw_online", "Rút hồ sơ", ("submitted", "waiting_correction", *_OPEN_WORK), "withdrawn", APPLICANT,
        needs=(Need("request", "Lý do rút hồ sơ", NeedKind.TEXT, longest=1000),),
        clock=Clock.STOP, outcome="withdrawn", irrevocable=True, basis=ONE_STOP,
    ),
    Move(
        "payment_arrived", "Đã nhận tiền qua cổng thanh toán", ("waiting_payment",), "processing", SYSTEM,
        needs=(_VOUCHER, Need("amount", "Số tiền", NeedKind.MONEY)),
        clock=Clock.RESUME, letter="06", irrevocable=True, basis=ONE_STOP,
    ),
    Move(
        "take_online", "Nhận kết quả bản điện tử", ("done",), "delivered", APPLICANT,
        needs=(Need("taken", "Tôi đã nhận bản điện tử của kết quả", NeedKind.CONFIRM),),
        clock=Clock.STOP, irrevocable=True, basis=ONE_STOP,
    ),
    Move(
        "rate", "Đánh giá", ("delivered",), "", APPLICANT,
        needs=(Need("stars", "Mức độ hài lòng", NeedKind.CHOICE, choices=_STARS),
               Need("comment", "Góp ý", NeedKind.TEXT, required=False, longest=1000)),
        irrevocable=True, at_most=1, keeps=("stars",), basis="QĐ 766/QĐ-TTg (chưa xác minh bộ câu hỏi)",
    ),
    # Whoever holds the receipt's code, who signed in nowhere: the journal must not say that it was the applicant.
    Move(
        "rate_by_code", "Đánh giá bằng mã, không đăng nhập", ("delivered",), "", SYSTEM,
        needs=(Need("stars", "Mức độ hài lòng", NeedKind.CHOICE, choices=_STARS),
               Need("comment", "Góp ý", NeedKind.TEXT, required=False, longest=1000)),
        irrevocable=True, at_most=1, keeps=("stars",), basis="QĐ 766/QĐ-TTg (chưa xác minh bộ câu hỏi)",
    ),
)  # fmt: skip

AT_THE_COUNTER = (
    Move(
        "ask_correction", "Yêu cầu hoàn thiện hồ sơ", ("submitted",), "waiting_correction", INTAKE,
        needs=(_DEFECTS,), clock=Clock.PAUSE, letter="02", at_most=1, basis=FORMS,
    ),
    Move("accept", "Tiếp nhận", ("submitted",), "received", INTAKE, clock=Clock.START, letter="01", basis=FORMS),
    Move(
        "refuse", "Từ chối tiếp nhận", ("submitted", "waiting_correction"), "refused", INTAKE,
        needs=(_REASONS, Need("guidance", "Hướng dẫn người nộp", NeedKind.TEXT, longest=1000)),
        clock=Clock.STOP, letter="03", outcome="refused", basis=FORMS,
    ),
    Move(
        "hand_over", "Chuyển xử lý", ("received",), "processing", INTAKE,
        needs=(_NOTE,), letter="06", batch=True, basis=FORMS,
    ),
    Move(
        "hand_out", "Trả kết quả", ("done",), "delivered", INTAKE,
        needs=(Need("receiver", "Họ tên người nhận kết quả", NeedKind.TEXT, longest=200),
               Need("how", "Hình thức trả", NeedKind.CHOICE,
                    choices=(("counter", "Tại quầy"), ("online", "Bản điện tử")))),
        clock=Clock.STOP, irrevocable=True, basis=ONE_STOP,
    ),
    Move(
        "post_out", "Gửi kết quả qua bưu chính", ("done",), "delivered", INTAKE,
        needs=(Need("tracking", "Số hiệu bưu gửi", NeedKind.TEXT, longest=50, help="Như trên phiếu gửi của bưu điện."),
               _NOTE),
        clock=Clock.STOP, irrevocable=True, at_most=2, basis=ONE_STOP,
    ),
    Move(
        "pass_on", "Chuyển đến đúng nơi tiếp nhận", ("submitted",), "submitted", INTAKE,
        needs=(_TO, _REASONS), letter="06", irrevocable=True, routes="to", basis=ONE_STOP,
    ),
    Move(
        "withdraw", "Rút hồ sơ", ("submitted", "waiting_correction", *_OPEN_WORK), "withdrawn", INTAKE,
        needs=(Need("request", "Yêu cầu rút của chủ hồ sơ", NeedKind.TEXT, longest=1000),),
        clock=Clock.STOP, outcome="withdrawn", irrevocable=True, basis=ONE_STOP,
    ),
    Move(
        "supplement_arrived", "Tiếp nhận hồ sơ bổ sung", ("waiting_supplement",), "processing", INTAKE,
        needs=(Need("brought", "Giấy tờ đã bổ sung", NeedKind.LINES, longest=300),),
        clock=Clock.RESUME, letter="06", basis=FORMS,
    ),
    Move(
        "payment_confirmed", "Xác nhận đã nộp tiền", ("waiting_payment",), "processing", INTAKE,
        needs=(Need("voucher", "Số chứng từ nộp tiền", NeedKind.TEXT, longest=100),),
        clock=Clock.RESUME, letter="06", basis=ONE_STOP,
    ),
)  # fmt: skip

IN_THE_OFFICE = (
    Move(
        "ask_supplement", "Yêu cầu bổ sung", ("processing",), "waiting_supplement", SPECIALIST,
        needs=(_DEFECTS,), clock=Clock.PAUSE, letter="02", at_most=1, basis=FORMS,
    ),
    Move(
        "ask_payment", "Yêu cầu nghĩa vụ tài chính", ("processing",), "waiting_payment", SPECIALIST,
        needs=(Need("amount", "Số tiền", NeedKind.MONEY), Need("basis", "Căn cứ thu", NeedKind.TEXT, longest=500)),
        clock=Clock.PAUSE, basis=ONE_STOP,
    ),
    Move(
        "propose", "Trình kết quả", ("processing",), "proposed", SPECIALIST,
        needs=(Need("outcome", "Đề xuất", NeedKind.CHOICE, choices=_OUTCOMES),
               Need("summary", "Nội dung kết quả", NeedKind.LINES, longest=2000,
                    help="Nội dung sẽ in trên văn bản kết quả, mỗi đoạn một dòng.")),
        letter="06", keeps=("outcome",), basis=ONE_STOP,
    ),
    Move("review", "Đồng ý, trình lãnh đạo", ("proposed",), "reviewed", HEAD, needs=(_NOTE,), letter="06", batch=True),
    Move("send_back", "Trả lại chuyên viên", ("proposed",), "processing", HEAD, needs=(_REASONS,), letter="06"),
    Move(
        "extend", "Xin lỗi và gia hạn", ("processing", "proposed", "reviewed", "signed"), "", HEAD,
        needs=(Need("until", "Hẹn trả kết quả mới", NeedKind.MOMENT), _REASONS),
        clock=Clock.EXTEND, letter="04", keeps=("until",), at_most=1, until_due=True, basis=FORMS,
    ),
)  # fmt: skip

SIGNING = (
    Move(
        "sign", "Ký duyệt", ("reviewed",), "signed", CHAIR, needs=(_SIGNED_BY,), letter="06", evidence=True, batch=True,
        keeps=("method",), basis="NĐ 30/2020/NĐ-CP",
    ),
    Move("return", "Không ký, trả lại", ("reviewed",), "processing", CHAIR, needs=(_REASONS,), letter="06"),
    Move(
        "number", "Cấp số văn bản", ("signed",), "numbered", CLERK, numbers="result", evidence=True, batch=True,
        basis="NĐ 30/2020/NĐ-CP",
    ),
    Move(
        "seal", "Đóng dấu cơ quan", ("numbered",), "sealed", CLERK, evidence=True, batch=True,
        basis="NĐ 30/2020/NĐ-CP",
    ),
    Move(
        "issue", "Phát hành, chuyển trả kết quả", ("sealed",), "done", CLERK, clock=Clock.STOP, letter="06",
        evidence=True, batch=True, basis="NĐ 30/2020/NĐ-CP",
    ),
)  # fmt: skip

# What the body decides about a dossier as a whole. The way changes, the clock does not: a dossier that goes to the
# right body keeps the deadline that it has.
OF_THE_BODY = (
    Move(
        "stop", "Dừng giải quyết", ("processing", "proposed", "reviewed"), "stopped", CHAIR,
        needs=(_REASONS, _GROUND, _GUIDANCE), clock=Clock.PAUSE, letter="05", basis=FORMS,
    ),
    Move(
        "resume", "Tiếp tục giải quyết", ("stopped",), "processing", CHAIR,
        needs=(_REASONS,), clock=Clock.RESUME, letter="06", basis=ONE_STOP,
    ),
    Move(
        "close_stopped", "Kết thúc hồ sơ đã dừng", ("stopped",), "closed", CHAIR,
        needs=(_REASONS, _GROUND, _GUIDANCE), clock=Clock.STOP, letter="05", outcome="stopped", basis=FORMS,
    ),
    Move(
        "close_unanswered", "Kết thúc vì không bổ sung", ("waiting_supplement",), "closed", CHAIR,
        needs=(_GROUND, _GUIDANCE), clock=Clock.STOP, letter="05", outcome="unanswered", after="supplement",
        basis=FORMS,
    ),
    Move(
        "transfer", "Chuyển đến cơ quan có thẩm quyền", ("received", "processing"), "processing", CHAIR,
        needs=(_TO, _REASONS), letter="06", irrevocable=True, routes="to", basis=ONE_STOP,
    ),
    Move(
        "reopen", "Mở lại để đính chính kết quả", ("done", "delivered"), "processing", CHAIR,
        needs=(_REASONS, _GROUND), clock=Clock.START, limit="correction", letter="06", irrevocable=True,
        basis=ONE_STOP,
    ),
    Move(
        "revoke", "Thu hồi kết quả đã trả", ("delivered",), "revoked", CHAIR,
        needs=(Need("decision", "Số, ngày quyết định thu hồi", NeedKind.TEXT, longest=200), _REASONS, _GROUND,
               _GUIDANCE),
        clock=Clock.STOP, letter="revocation", outcome="revoked", irrevocable=True, basis=ONE_STOP,
    ),
)  # fmt: skip

DOSSIER = Process(
    key="dossier",
    version=3,
    title="Hồ sơ thủ tục hành chính",
    product="Kết quả giải quyết thủ tục hành chính",
    states=STATES,
    moves=(
        *OPENINGS,
        *ONLINE,
        *money.MOVES,
        *AT_THE_COUNTER,
        *IN_THE_OFFICE,
        *SIGNING,
        *OF_THE_BODY,
        *points.MOVES,
        *clock.MOVES,
    ),
    legal_basis=f"{ONE_STOP}; {FORMS}",
    # No silence is an answer, unless the procedure's own version names the law that says so (`case_rules.Silence`).
    limits=(("answer", ANSWER), ("supplement", SUPPLEMENT_TERM), ("correction", CORRECTION)),
)
