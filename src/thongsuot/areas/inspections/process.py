"""Two tables: an inspection, from its decision to its follow-up, and a finding, from the place to its remedy.

No law read so far sets the limits of a supervision team's findings: they are parameters, marked as unverified.
"""

from __future__ import annotations

from thongsuot.engine.deadline import Limit, LimitUnit
from thongsuot.engine.process import OFFICER, At, Clock, Move, Need, NeedKind, Process, Role, State, Waits

TEAM = Role(OFFICER, At.RECEIVING)
INSPECTED = Role("head", At.EXECUTING)

BASIS = "Quyết định thành lập đoàn, tổ kiểm tra (chưa xác minh quy định chung)"
FOLLOW_UP = Limit(
    LimitUnit.WORKING_DAY, 60, basis=f"Thời gian từ quyết định đến kết thúc theo dõi (mức tạm đặt), {BASIS}"
)
ANSWER = Limit(LimitUnit.WORKING_DAY, 5, basis=f"Thời gian trả lời phát hiện (mức tạm đặt), {BASIS}")

FIELDS = (
    ("one_stop", "Tiếp nhận, trả kết quả"), ("competence", "Thẩm quyền, phân cấp"), ("staff", "Nhân sự"),
    ("systems", "Hệ thống thông tin, dữ liệu"), ("land", "Đất đai, xây dựng"), ("civil_status", "Hộ tịch, chứng thực"),
    ("finance", "Tài chính, tài sản"), ("people", "Thái độ phục vụ"), ("other", "Lĩnh vực khác"),
)  # fmt: skip
SEVERITIES = (
    ("serious", "Nghiêm trọng: người dân đang thiệt hoặc trái quy định"),
    ("moderate", "Cần khắc phục"),
    ("minor", "Nên chấn chỉnh"),
)

_REASONS = Need("reasons", "Lý do", NeedKind.LINES, longest=500)
_NOTE = Need("note", "Ghi chú", NeedKind.TEXT, required=False, longest=1000)
_FIRST = Need("first_day", "Từ ngày", NeedKind.DATE)
_LAST = Need("last_day", "Đến ngày", NeedKind.DATE)

INSPECTION_STATES = (
    State("planned", "Đã có kế hoạch", 2, queue=TEAM),
    State("under_way", "Đang kiểm tra", 4, queue=TEAM),
    State("concluded", "Đã kết luận, đang theo dõi khắc phục", 4, queue=TEAM),
    State("followed_up", "Đã theo dõi xong", 10, Waits.NOBODY, terminal=True),
    State("cancelled", "Không kiểm tra nữa", 7, Waits.NOBODY, terminal=True),
)
INSPECTION_MOVES = (
    Move(
        "decide", "Lập đoàn, tổ kiểm tra", (), "planned", TEAM,
        needs=(Need("decision", "Số quyết định", NeedKind.TEXT, longest=60, help="Ví dụ 1234/QĐ-UBND."),
               Need("decided_on", "Ngày quyết định", NeedKind.DATE),
               Need("leader", "Trưởng đoàn", NeedKind.TEXT, longest=150, help="Họ tên, chức vụ."),
               Need("members", "Thành viên", NeedKind.LINES, longest=150, required=False,
                    help="Mỗi dòng một người: họ tên, chức vụ, cơ quan."),
               Need("topics", "Nội dung kiểm tra", NeedKind.LINES, longest=300, help="Mỗi dòng một nội dung."),
               Need("plan", "Kế hoạch", NeedKind.TEXT, longest=1000, required=False), _FIRST, _LAST),
        clock=Clock.START, keeps=("decided_on", "first_day", "last_day"), basis=BASIS,
    ),
    Move(
        "reschedule", "Đổi ngày kiểm tra", ("planned", "under_way"), "", TEAM, needs=(_FIRST, _LAST, _REASONS),
        keeps=("first_day", "last_day"), irrevocable=True,
    ),
    Move("begin", "Bắt đầu kiểm tra", ("planned",), "under_way", TEAM, needs=(_NOTE,)),
    Move(
        "conclude", "Ra thông báo kết luận", ("under_way",), "concluded", TEAM,
        needs=(Need("notice", "Số thông báo kết luận", NeedKind.TEXT, longest=60),
               Need("noticed_on", "Ngày thông báo", NeedKind.DATE),
               Need("summary", "Kết luận chính", NeedKind.LINES, longest=500)),
        keeps=("noticed_on",), basis=BASIS,
    ),
    Move("close", "Kết thúc theo dõi", ("concluded",), "followed_up", TEAM, needs=(_NOTE,), clock=Clock.STOP),
    Move(
        "cancel", "Hủy kiểm tra", ("planned",), "cancelled", TEAM, needs=(_REASONS,), clock=Clock.STOP,
        outcome="cancelled",
    ),
)  # fmt: skip

INSPECTION = Process(
    key="inspection",
    version=1,
    title="Đoàn, tổ kiểm tra",
    product="Thông báo kết luận kiểm tra",
    states=INSPECTION_STATES,
    moves=INSPECTION_MOVES,
    legal_basis=BASIS,
)

FINDING_STATES = (
    State("recorded", "Chờ nơi được kiểm tra trả lời", 2, queue=INSPECTED),
    State("remedying", "Đang khắc phục", 4, queue=INSPECTED),
    State("reported", "Đã báo khắc phục, chờ đoàn xác nhận", 4, queue=TEAM, responsible=At.RECEIVING),
    State("remedied", "Đã khắc phục", 10, Waits.NOBODY, terminal=True),
    State("dropped", "Đoàn đã bỏ phát hiện này", 7, Waits.NOBODY, responsible=At.RECEIVING, terminal=True),
)
_OPEN = ("recorded", "remedying", "reported")
FINDING_MOVES = (
    Move(
        "record", "Ghi phát hiện", (), "recorded", TEAM,
        needs=(Need("severity", "Mức độ", NeedKind.CHOICE, choices=SEVERITIES),
               Need("field", "Lĩnh vực", NeedKind.CHOICE, choices=FIELDS),
               Need("provision", "Quy định liên quan", NeedKind.TEXT, required=False, longest=300,
                    help="Ví dụ điểm b khoản 2 Điều 5 Nghị định 118/2025/NĐ-CP."),
               Need("where", "Chỗ nào", NeedKind.TEXT, required=False, longest=200, help="Ví dụ quầy số 2.")),
        clock=Clock.START, keeps=("severity", "field"), basis=BASIS,
    ),
    Move(
        "answer", "Trả lời và hẹn ngày khắc phục", ("recorded",), "remedying", INSPECTED,
        needs=(Need("measures", "Việc sẽ làm", NeedKind.LINES, longest=500),
               Need("until", "Khắc phục xong trước", NeedKind.MOMENT)),
        clock=Clock.PROMISE, basis=BASIS,
    ),
    Move(
        "report", "Báo đã khắc phục", ("recorded", "remedying"), "reported", INSPECTED,
        needs=(Need("done", "Việc đã làm", NeedKind.LINES, longest=500),),
    ),
    Move(
        "ask_again", "Chưa chấp nhận, trả lời lại", ("remedying",), "recorded", TEAM, needs=(_REASONS,),
        clock=Clock.START,
    ),
    Move("confirm", "Xác nhận đã khắc phục", ("reported",), "remedied", TEAM, needs=(_NOTE,), clock=Clock.STOP),
    Move("send_back", "Chưa đạt, làm tiếp", ("reported",), "remedying", TEAM, needs=(_REASONS,)),
    Move(
        "drop", "Bỏ phát hiện", _OPEN, "dropped", TEAM, needs=(_REASONS,), clock=Clock.STOP, outcome="dropped",
    ),
)  # fmt: skip

FINDING = Process(
    key="finding",
    version=1,
    title="Phát hiện khi kiểm tra",
    product="Báo cáo khắc phục",
    states=FINDING_STATES,
    moves=FINDING_MOVES,
    legal_basis=BASIS,
)
