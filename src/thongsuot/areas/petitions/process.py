"""The table of a petition: sent or taken down, classified, answered by an office, signed, published, rated.

Source: NĐ 20/2008/NĐ-CP as amended by NĐ 48/2013 and NĐ 92/2017, TT 02/2017/TT-VPCP; limits are dated data (`terms`).
"""

from __future__ import annotations

from thongsuot.engine.deadline import Limit, LimitUnit
from thongsuot.engine.process import At, Clock, Move, Need, NeedKind, Process, Role, State, Waits

SENDER = Role("applicant", At.SUBJECT)
RECEPTION = Role("reception", At.RECEIVING)
ANSWERER = Role("specialist", At.EXECUTING)
HEAD = Role("head", At.EXECUTING)
SIGNER = Role("chair", At.COMPETENT)
SYSTEM = Role("system", At.RECEIVING)

BASIS = "NĐ 20/2008/NĐ-CP, TT 02/2017/TT-VPCP (chưa xác minh điều khoản)"
# What holds where the opening does not set the limits of its class and day.
CLASSIFY = Limit(LimitUnit.WORKING_DAY, 5, basis=BASIS)
ANSWER = Limit(LimitUnit.CALENDAR_DAY, 15, basis=BASIS)

TTHC, STAFF, FIELD = "TTHC", "STAFF", "FIELD"
CLASSES = (
    (TTHC, "Quy định, thủ tục hành chính"),
    (STAFF, "Hành vi của cán bộ, công chức"),
    (FIELD, "Việc tại hiện trường (đường, điện, rác, trật tự…)"),
)
ANSWERS = (
    ("portal", "Xem trên trang này bằng mã và mã tra cứu"), ("phone", "Gọi điện thoại"), ("email", "Thư điện tử"),
    ("post", "Văn bản gửi bưu điện"), ("none", "Không cần trả lời"),
)  # fmt: skip
CHANNELS = (("counter", "Trực tiếp"), ("phone", "Điện thoại"), ("letter", "Đơn, thư"))
GROUNDS = (
    ("anonymous", "Không nêu tên, địa chỉ để trả lời"),
    ("insufficient", "Không đủ thông tin để xem xét"),
    ("duplicate", "Trùng với phản ánh, kiến nghị đã có"),
    ("answered", "Đã được trả lời, không có nội dung mới"),
    ("other_law", "Là khiếu nại hoặc tố cáo: đã hướng dẫn gửi đúng cách"),
)
STARS = tuple((str(n), f"{n} sao") for n in range(1, 6))
SETTLED = ("answered", "published")

STATES = (
    State("received", "Chờ phân loại, chuyển xử lý", 2, queue=RECEPTION, responsible=At.RECEIVING),
    State("waiting", "Chờ người gửi bổ sung", 5, Waits.APPLICANT, queue=RECEPTION, responsible=At.RECEIVING),
    State("processing", "Đang xem xét, soạn trả lời", 4, queue=ANSWERER),
    State("drafted", "Chờ trưởng phòng duyệt trả lời", 4, queue=HEAD),
    State("proposed", "Chờ lãnh đạo ký trả lời", 4, queue=SIGNER),
    State("merged", "Gộp, chờ trả lời phản ánh chính", 4, queue=RECEPTION, responsible=At.RECEIVING),
    State("answered", "Đã trả lời", 10, Waits.NOBODY, terminal=True),
    State("published", "Đã trả lời, đang công khai", 10, Waits.NOBODY, terminal=True),
    State("stored", "Lưu, không phải trả lời", 3, Waits.NOBODY, responsible=At.RECEIVING, terminal=True),
    State("withdrawn", "Người gửi đã rút", 7, Waits.NOBODY, responsible=At.RECEIVING, terminal=True),
)

_REASONS = Need("reasons", "Lý do", NeedKind.LINES, longest=500)
_NOTE = Need("note", "Ghi chú", NeedKind.TEXT, required=False, longest=1000)
CLASS = Need("class", "Phản ánh, kiến nghị về", NeedKind.CHOICE, choices=CLASSES)
CONTENT = Need("content", "Nội dung", NeedKind.LINES, longest=2000,
               help="Việc gì, ở đâu, khi nào, bạn đề nghị gì.")  # fmt: skip
WHERE = Need("where", "Địa điểm", NeedKind.TEXT, required=False, longest=300, help="Số nhà, đường, thôn, tổ dân phố.")
DOSSIER = Need("dossier", "Mã hồ sơ liên quan", NeedKind.TEXT, required=False, longest=60)
ANSWER_BY = Need("answer_by", "Muốn được trả lời bằng cách nào", NeedKind.CHOICE, choices=ANSWERS)
_SENT = (CLASS, CONTENT, WHERE, DOSSIER, ANSWER_BY)
_ANSWER = Need("answer", "Nội dung trả lời", NeedKind.LINES, longest=2000)
ABOUT_BODY = Need(
    "about_body", "Cơ quan của người bị phản ánh", NeedKind.BODY, required=False,
    help="Chỉ khi phản ánh hành vi: cơ quan cấp trên của nơi này mới được xử lý.",
)  # fmt: skip
ACCUSED = Need(
    "accused", "Người bị phản ánh", NeedKind.PERSON, required=False,
    help="Nếu biết là ai: người này không được xử lý, kể cả khi giữ vị trí ở cơ quan cấp trên.",
)  # fmt: skip
MAIN = Need(
    "main", "Phản ánh chính", NeedKind.CASE,
    help="Cùng một việc, cùng nơi, đang được xử lý: ai cũng được trả lời cùng phản ánh chính. Danh sách trống là"
    " chưa thấy phản ánh nào giống.",
)  # fmt: skip
_RATING = (
    Need("stars", "Mức hài lòng với câu trả lời", NeedKind.CHOICE, choices=STARS),
    Need("comment", "Góp ý thêm", NeedKind.TEXT, required=False, longest=1000),
)

MOVES = (
    Move(
        "submit", "Gửi phản ánh, kiến nghị", (), "received", SENDER, needs=_SENT, clock=Clock.START, limit="classify",
        keeps=("class", "answer_by"), basis=BASIS,
    ),
    Move(
        "submit_unsigned", "Gửi không đăng nhập", (), "received", SYSTEM, needs=_SENT, clock=Clock.START,
        limit="classify", keeps=("class", "answer_by"), basis=BASIS,
    ),
    Move(
        "record", "Ghi nhận phản ánh, kiến nghị", (), "received", RECEPTION,
        needs=(*_SENT, Need("channel", "Nhận qua", NeedKind.CHOICE, choices=CHANNELS)),
        clock=Clock.START, limit="classify", keeps=("class", "answer_by", "channel"), basis=BASIS,
    ),
    Move(
        "accept", "Phân loại, giao đơn vị trả lời", ("received",), "processing", RECEPTION,
        needs=(CLASS, Need("office", "Đơn vị trả lời", NeedKind.BODY), ABOUT_BODY, ACCUSED),
        clock=Clock.START, limit="answer", keeps=("class", "about_body", "accused"), routes="office", irrevocable=True,
        basis=BASIS,
    ),
    Move(
        "forward", "Chuyển cơ quan có thẩm quyền", ("received",), "received", RECEPTION,
        needs=(CLASS, Need("body", "Cơ quan có thẩm quyền", NeedKind.BODY), ABOUT_BODY, ACCUSED, _REASONS),
        clock=Clock.START, limit="classify", keeps=("class", "about_body", "accused"), routes="body", irrevocable=True,
        basis=BASIS,
    ),
    Move(
        "merge", "Gộp với phản ánh cùng một việc", ("received",), "merged", RECEPTION, needs=(CLASS, MAIN),
        clock=Clock.START, limit="answer", keeps=("class", "main"), basis=BASIS,
    ),
    Move("separate", "Tách ra, xử lý riêng", ("merged",), "received", RECEPTION, needs=(_REASONS,)),
    Move("carry_on", "Tách ra vì phản ánh chính không được trả lời", ("merged",), "received", SYSTEM, irrevocable=True),
    Move(
        "answer_with", "Trả lời cùng phản ánh chính", ("merged",), "answered", SYSTEM, needs=(_ANSWER,),
        clock=Clock.STOP, outcome="answered", irrevocable=True, basis=BASIS,
    ),
    Move(
        "ask_more", "Đề nghị nói rõ hơn", ("received",), "waiting", RECEPTION,
        needs=(Need("question", "Điều cần làm rõ", NeedKind.LINES, longest=500),), clock=Clock.PAUSE, basis=BASIS,
    ),
    Move(
        "supplement", "Bổ sung", ("waiting",), "received", SENDER, needs=(CONTENT,), clock=Clock.RESUME,
        irrevocable=True, basis=BASIS,
    ),
    Move(
        "store", "Lưu, không trả lời", ("received", "waiting"), "stored", RECEPTION,
        needs=(Need("ground", "Vì sao không phải trả lời", NeedKind.CHOICE, choices=GROUNDS), _REASONS,
               Need("hint", "Chuyển làm thông tin cho kiểm tra, giám sát", NeedKind.CONFIRM, required=False)),
        clock=Clock.STOP, outcome="stored", keeps=("ground", "hint"), basis=BASIS,
    ),
    Move("give_back", "Trả lại bộ phận tiếp công dân", ("processing",), "received", ANSWERER, needs=(_REASONS,)),
    Move(
        "extend", "Gia hạn trả lời", ("processing",), "", HEAD,
        needs=(Need("until", "Trả lời chậm nhất", NeedKind.MOMENT), _REASONS), clock=Clock.EXTEND, at_most=1,
        irrevocable=True, basis=BASIS,
    ),
    Move(
        "draft", "Trình câu trả lời", ("processing",), "drafted", ANSWERER,
        needs=(_ANSWER,), basis=BASIS,
    ),
    Move("revise", "Trả lại để soạn lại", ("drafted",), "processing", HEAD, needs=(_REASONS,)),
    Move("approve", "Duyệt câu trả lời", ("drafted",), "proposed", HEAD, needs=(_NOTE,), basis=BASIS),
    Move("return_draft", "Trả lại đơn vị", ("proposed",), "processing", SIGNER, needs=(_REASONS,)),
    Move(
        "sign", "Ký, gửi trả lời", ("proposed",), "answered", SIGNER, clock=Clock.STOP, outcome="answered",
        irrevocable=True, basis=BASIS,
    ),
    Move(
        "withdraw", "Rút phản ánh, kiến nghị", ("received", "waiting", "processing", "merged"), "withdrawn", SENDER,
        needs=(_NOTE,), clock=Clock.STOP, outcome="withdrawn", irrevocable=True,
    ),
    Move(
        "rate", "Đánh giá câu trả lời", SETTLED, "", SENDER, needs=_RATING, keeps=("stars",), at_most=1,
        irrevocable=True,
    ),
    Move(
        "rate_unsigned", "Đánh giá bằng mã tra cứu", SETTLED, "", SYSTEM, needs=_RATING, keeps=("stars",),
        at_most=1, irrevocable=True,
    ),
    Move(
        "publish", "Công khai câu trả lời", ("answered",), "published", RECEPTION,
        needs=(Need("question_public", "Nội dung công khai của phản ánh", NeedKind.LINES, longest=2000),
               Need("answer_public", "Nội dung công khai của trả lời", NeedKind.LINES, longest=2000),
               Need("checked", "Tôi đã bỏ hết thông tin cá nhân", NeedKind.CONFIRM)),
        clock=Clock.STOP, irrevocable=True, basis=BASIS,
    ),
    Move(
        "unpublish", "Thôi công khai", ("published",), "answered", RECEPTION, needs=(_REASONS,), clock=Clock.STOP,
        irrevocable=True,
    ),
)  # fmt: skip

PETITION = Process(
    key="petition",
    version=1,
    title="Phản ánh, kiến nghị",
    product="Văn bản trả lời phản ánh, kiến nghị",
    states=STATES,
    moves=MOVES,
    legal_basis=BASIS,
    limits=(("classify", CLASSIFY), ("answer", ANSWER)),
)
