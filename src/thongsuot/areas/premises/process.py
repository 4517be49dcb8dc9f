"""The table of one surplus property: listed, its handling proposed, appraised, decided with a day, handled.

Source: the forms of handling are those of the reports (CĐ 80/CĐ-TTg 1/6/2025, CĐ 213/CĐ-TTg 11/11/2025, CV
19699/BTC-QLCS: every property has an approved plan and a managing body). NĐ 127/2025/NĐ-CP was not at hand: the
limits are parameters, and every basis says that it is not verified.
"""

from __future__ import annotations

from thongsuot.engine.deadline import Limit, LimitUnit
from thongsuot.engine.process import OFFICER, At, Clock, Move, Need, NeedKind, Process, Role, State, Waits

HOLDER = Role(OFFICER, At.SUPPORTING)
APPRAISER = Role("head", At.EXECUTING)
DECIDER = Role("chair", At.COMPETENT)

BASIS = "Nghị định 127/2025/NĐ-CP, Luật Quản lý, sử dụng tài sản công (chưa xác minh điều khoản)"


def _limit(days: int, what: str) -> Limit:
    return Limit(LimitUnit.WORKING_DAY, days, basis=f"Thời gian {what} (mức tạm đặt), {BASIS}", verified=False)


PROPOSING = _limit(20, "lập phương án xử lý")
LIMITS = (("appraisal", _limit(15, "thẩm định phương án")), ("decision", _limit(10, "quyết định")))

USES = (
    ("office", "Trụ sở cơ quan, đơn vị"), ("health", "Cơ sở y tế"), ("education", "Cơ sở giáo dục"),
    ("culture", "Cơ sở văn hóa, thể thao"), ("housing", "Nhà công vụ, nhà ở"), ("land", "Đất trống, mục đích khác"),
)  # fmt: skip
FORMS = (
    ("keep", "Giữ lại tiếp tục sử dụng"), ("transfer", "Điều chuyển"), ("recover", "Thu hồi"),
    ("sell", "Bán, chuyển nhượng"), ("convert", "Chuyển công năng"),
    ("local", "Giao địa phương quản lý, khai thác"), ("demolish", "Thanh lý, phá dỡ"),
)  # fmt: skip
CONDITIONS = (("good", "Dùng được ngay"), ("worn", "Phải sửa chữa"), ("ruined", "Hư hỏng nặng"))

STATES = (
    State("listed", "Đã kê khai, chờ lập phương án", 2, queue=HOLDER, responsible=At.RECEIVING),
    State("proposed", "Đã lập phương án, chờ thẩm định", 4, queue=APPRAISER),
    State("appraised", "Đã thẩm định, chờ quyết định", 4, queue=DECIDER),
    State("decided", "Đã quyết định, đang thực hiện", 4, queue=HOLDER, responsible=At.RECEIVING),
    State("handled", "Đã xử lý xong", 10, Waits.NOBODY, responsible=At.RECEIVING, terminal=True),
    State("struck", "Đưa khỏi danh sách", 7, Waits.NOBODY, terminal=True),
)

_REASONS = Need("reasons", "Lý do", NeedKind.LINES, longest=500)
_NOTE = Need("note", "Ghi chú", NeedKind.TEXT, required=False, longest=1000)
_FORM = Need("form", "Hình thức xử lý", NeedKind.CHOICE, choices=FORMS)
_UNTIL = Need("until", "Hạn thực hiện xong", NeedKind.MOMENT)

MOVES = (
    Move(
        "list", "Kê khai cơ sở nhà, đất", (), "listed", HOLDER,
        needs=(Need("use", "Loại cơ sở", NeedKind.CHOICE, choices=USES),
               Need("former", "Cơ quan sử dụng trước sắp xếp", NeedKind.TEXT, longest=200, official=True,
                    help="Tên cũ, kể cả đơn vị hành chính cũ."),
               Need("floor", "Diện tích sàn (m²)", NeedKind.NUMBER, help="0 nếu là đất trống."),
               Need("land", "Diện tích đất (m²)", NeedKind.NUMBER, least=1),
               Need("value", "Giá trị còn lại", NeedKind.MONEY, required=False, help="Theo sổ kế toán, bằng đồng."),
               Need("condition", "Tình trạng", NeedKind.CHOICE, choices=CONDITIONS),
               Need("papers", "Giấy tờ nhà, đất đã có", NeedKind.TEXT, required=False, longest=300, official=True)),
        clock=Clock.START, keeps=("use", "former", "floor", "land", "value", "condition", "papers"), basis=BASIS,
    ),
    Move(
        "propose", "Lập phương án xử lý", ("listed",), "proposed", HOLDER,
        needs=(_FORM, Need("purpose", "Dùng vào việc gì sau xử lý", NeedKind.TEXT, longest=300, official=True), _NOTE),
        clock=Clock.START, limit="appraisal", keeps=("form", "purpose"), basis=BASIS,
    ),
    Move("return", "Trả lại phương án", ("proposed",), "listed", APPRAISER, needs=(_REASONS,), clock=Clock.START),
    Move(
        "appraise", "Thẩm định phương án", ("proposed",), "appraised", APPRAISER,
        needs=(Need("opinion", "Ý kiến thẩm định", NeedKind.TEXT, longest=1000),), clock=Clock.START, limit="decision",
        basis=BASIS,
    ),
    Move("send_back", "Yêu cầu lập lại phương án", ("appraised",), "listed", DECIDER, needs=(_REASONS,),
         clock=Clock.START),
    Move(
        "decide", "Quyết định xử lý", ("appraised",), "decided", DECIDER,
        needs=(_FORM, Need("number", "Số quyết định", NeedKind.TEXT, longest=100, official=True),
               Need("decision_day", "Ngày quyết định", NeedKind.DATE),
               Need("manager", "Đơn vị quản lý từ nay", NeedKind.BODY), _UNTIL),
        clock=Clock.PROMISE, keeps=("form", "number", "decision_day", "manager"), irrevocable=True, basis=BASIS,
    ),
    Move("extend", "Lùi hạn thực hiện", ("decided",), "", DECIDER, needs=(_REASONS, _UNTIL), clock=Clock.EXTEND),
    Move("reconsider", "Thay đổi hình thức xử lý", ("decided",), "listed", DECIDER, needs=(_REASONS,),
         clock=Clock.START, irrevocable=True),
    Move(
        "finish", "Xác nhận đã xử lý xong", ("decided",), "handled", HOLDER,
        needs=(Need("record", "Số biên bản bàn giao, hợp đồng", NeedKind.TEXT, longest=200, official=True),
               Need("handled_day", "Ngày xử lý xong", NeedKind.DATE),
               Need("proceeds", "Tiền thu được", NeedKind.MONEY, required=False, help="Khi bán, thanh lý."), _NOTE),
        clock=Clock.STOP, keeps=("record", "handled_day", "proceeds"), outcome="handled", basis=BASIS,
    ),
    Move("strike", "Đưa khỏi danh sách", ("listed", "proposed", "appraised"), "struck", DECIDER, needs=(_REASONS,),
         clock=Clock.STOP, outcome="struck"),
)  # fmt: skip

PREMISES = Process(
    key="premises",
    version=1,
    title="Cơ sở nhà, đất dôi dư",
    product="Biên bản xử lý xong cơ sở nhà, đất",
    states=STATES,
    moves=MOVES,
    legal_basis=BASIS,
    limits=LIMITS,
)
