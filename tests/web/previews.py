"""Made-up pages of the desk: what the templates are given, without engine or database, to render and to look at."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace as Thing
from typing import Any
from uuid import UUID

from thongsuot.engine.process import Need, NeedKind
from thongsuot.register.working_time import VIETNAM
from thongsuot.web.desk import forms
from thongsuot.web.desk.lists import Shown

LAN = Thing(
    name="Nguyễn Thị Ngọc Lan",
    account=1,
    roles=frozenset({"intake"}),
    offices=(
        Thing(
            title="Cán bộ tiếp nhận",
            roles=frozenset({"intake"}),
            body="pvhcc.00004",
            body_kind="pvhcc_xa",
            body_name="Trung tâm Phục vụ hành chính công phường Ba Đình",
        ),
    ),
)
COLUMNS = [
    ("code", "Mã hồ sơ", True),
    ("subject", "Người nộp", True),
    ("title", "Thủ tục", True),
    ("step", "Bước", True),
    ("due", "Hạn trả", False),
    ("place", "Nơi", False),
    ("holder", "Người giữ", True),
]
MARKS = [
    ("overdue", "Quá hạn 2 ngày"),
    ("due_soon", "Còn 3 giờ"),
    ("on_time", "Còn 5 ngày làm việc"),
    ("paused", "Chờ bổ sung"),
    ("done", "Đã xong"),
]
TITLES = [
    "Đăng ký khai sinh",
    "Cấp bản sao trích lục hộ tịch, bản sao Giấy khai sinh",
    "Xác định, xác định lại mức độ khuyết tật và cấp Giấy xác nhận khuyết tật",
    "Chứng thực bản sao từ bản chính giấy tờ, văn bản do cơ quan, tổ chức có thẩm quyền của Việt Nam cấp",
]
BAD_SCAN = "“to-khai.pdf”: bản quét mờ. Bỏ tệp này và quét lại; nếu giấy chỉ được như vậy, ghi lý do giữ lại."
NAMES = ["Trần Văn Hùng", "Công Tằng Tôn Nữ Thị Phương Thảo", "Lê Minh", "Hộ kinh doanh Phở Gia Truyền Bát Đàn"]


def rows(count: int) -> list[Shown]:
    return [
        Shown(
            id=UUID(int=at),
            version=3,
            address=f"/ho-so/{at}",
            code=f"000.00.04.H26-261121-{at + 1:04d}",
            title=TITLES[at % 4],
            subject_name=NAMES[at % 4],
            place_name="Đặc khu Trường Sa",
            step_label=("Thụ lý", "Chờ bổ sung", "Chờ cấp số")[at % 3],
            status_mark=MARKS[min(at // 3, 4) if at < 15 else 2][0],
            due_words=MARKS[min(at // 3, 4) if at < 15 else 2][1],
            due_at=datetime(2026, 11, 24, 16, 30, tzinfo=VIETNAM),
            assignee_name="Phạm Đức Minh" if at % 2 else "",
            queue_label="Hàng chờ Phòng Văn hóa - Xã hội",
        )
        for at in range(count)
    ]


def tabs(*counts: int) -> list[tuple[str, str, int, str]]:
    names = (
        ("mine", "Tôi đang giữ"),
        ("queue", "Hàng chờ của tôi"),
        ("due_soon", "Sắp hết hạn"),
        ("overdue", "Quá hạn"),
        ("waiting", "Chờ người nộp"),
        ("all", "Tất cả đang mở"),
    )
    return [(key, label, count, f"/viec?muc={key}") for (key, label), count in zip(names, counts, strict=True)]


def work(count: int) -> dict[str, Any]:
    return {
        "heading": "Việc của tôi",
        "place": "work",
        "rows": rows(count),
        "tabs": tabs(*(count * n for n in (1, 3, 1, 2, 1, 31))),
        "tab": "mine",
        "columns": COLUMNS,
        "shown": {key for key, _, on in COLUMNS if on},
        "spare": {"due", "place", "holder"},
        "batch": [("forward", "Chuyển phòng chuyên môn"), ("hand_out", "Trả kết quả")],
        "address": "/viec",
        "before": "",
        "after": "/viec?trang=2" if count == 50 else "",
        "words": "1–50 trong 218 hồ sơ" if count == 50 else "",
        "empty_title": "Bạn không giữ hồ sơ nào",
        "empty_words": "Hồ sơ mới chờ ở “Hàng chờ của tôi”. Mở mục đó để nhận việc.",
    }


CASE = Thing(
    code="000.00.04.H26-261121-0012",
    title=TITLES[1],
    subject_name=NAMES[1],
    version=4,
    address="/ho-so/12",
    reads_address="/ho-so/12/da-xem",
    status_mark="due_soon",
    status_words="Sắp hết hạn",
    due_words="còn 3 giờ làm việc, đến 16:30 thứ Ba 24/11/2026",
)


def case_page() -> dict[str, Any]:
    return {
        "case": CASE,
        "heading": "Hồ sơ đang ở đâu",
        "place": "work",
        "back": "/viec",
        "reasons": [
            "Nộp lúc 15:05 thứ Sáu 20/11/2026, sau 15 giờ: tính từ 7:30 thứ Hai 23/11/2026 (khoản 2 Điều 9).",
            "Thời hạn 01 ngày làm việc theo Quyết định công bố thủ tục.",
            "Tạm dừng 04 giờ chờ người nộp bổ sung (mẫu 02).",
        ],
        "standing": [
            ("Người nộp", CASE.subject_name),
            ("Bước", "Thụ lý"),
            ("Đang giữ", "Phạm Đức Minh, chuyên viên"),
            ("Nhận lúc", "20/11/2026, 15:05"),
        ],
        "clears": [
            ("Rõ việc", "Cấp bản sao trích lục hộ tịch, bước Thụ lý"),
            ("Rõ người", "Phạm Đức Minh"),
            ("Rõ thời gian", "16:30, 24/11/2026"),
            ("Rõ trách nhiệm", "Ủy ban nhân dân đặc khu Trường Sa"),
            ("Rõ sản phẩm", "Bản sao trích lục hộ tịch"),
            ("Rõ thẩm quyền", "Điều 63 Luật Hộ tịch 2014"),
        ],
        "prints": [("Mẫu 01", "/1"), ("Mẫu 06", "/6")],
        "moves": [
            Thing(
                label="Trình lãnh đạo ký",
                allowed=True,
                direct=False,
                address="/m/1",
                press="F",
                words="Cần: ý kiến đề xuất, dự thảo kết quả.",
            ),
            Thing(
                label="Yêu cầu bổ sung hồ sơ",
                allowed=True,
                direct=False,
                address="/m/2",
                press="B",
                words="Cần: các nội dung cần bổ sung. In mẫu 02, dừng thời hạn.",
            ),
            Thing(label="Nhận việc", allowed=True, direct=True, address="/m/3", press="", words="", key="k"),
            Thing(label="Gia hạn, xin lỗi (mẫu 04)", allowed=False, why_not="Chỉ được thực hiện 1 lần cho một hồ sơ."),
        ],
        "papers": [
            Thing(
                name="Tờ khai cấp bản sao trích lục hộ tịch.pdf",
                kind="Bản chính",
                size="340 KB",
                added_by="Nguyễn Thị Ngọc Lan",
                address="/g/1",
            ),
            Thing(
                name="Căn cước công dân của người yêu cầu",
                kind="Bản sao",
                size="",
                added_by="Nguyễn Thị Ngọc Lan",
                address="",
            ),
        ],
        "attach": Thing(
            address="/them",
            key="k",
            fields=[
                forms.Field("tep", "Tệp giấy tờ", "file", hint="PDF, ảnh quét; tối đa 20 MB mỗi tệp", several=True)
            ],
        ),
        "content": [
            ("Địa chỉ", "Số 5 phố Hoàng Diệu, phường Ba Đình, thành phố Hà Nội"),
            ("Số điện thoại", "0912 345 678"),
            ("Nhận kết quả", "Tại quầy"),
            ("Phí, lệ phí", "8.000 đ, đã thu"),
        ],
        "timeline": [
            Thing(
                when="23/11/2026, 09:12",
                sentence="Phạm Đức Minh, chuyên viên Phòng Văn hóa - Xã hội, nhận việc.",
                details=[],
                undone=False,
                undo="/undo",
            ),
            Thing(
                when="20/11/2026, 15:05",
                sentence="Nguyễn Thị Ngọc Lan, cán bộ tiếp nhận, tiếp nhận hồ sơ và hẹn trả kết quả.",
                details=["Giấy tiếp nhận và hẹn trả kết quả (mẫu 01)"],
                undone=False,
                undo="",
            ),
        ],
        "nothing": "",
    }


SUPPLEMENT = (
    Need(
        "defects",
        "Nội dung cần bổ sung, hoàn thiện",
        NeedKind.LINES,
        help="Nêu đủ một lần tất cả nội dung; mỗi dòng một nội dung.",
    ),
    Need("basis", "Căn cứ", NeedKind.TEXT, longest=200, help="Điều, khoản của văn bản quy định giấy tờ này"),
    Need("until", "Hạn bổ sung", NeedKind.DATE),
    Need(
        "channel",
        "Báo người nộp bằng",
        NeedKind.CHOICE,
        choices=(("counter", "Phiếu giao tại quầy"), ("sms", "Tin nhắn"), ("post", "Bưu chính công ích")),
    ),
    Need("note", "Lời nhắn thêm", NeedKind.TEXT, required=False),
    Need("heard_at", "Đã gọi điện lúc", NeedKind.MOMENT, required=False),
    Need("fee", "Phí bổ sung", NeedKind.MONEY, required=False),
    Need("sure", "Đã kiểm tra kho dữ liệu, giấy tờ này chưa có", NeedKind.CONFIRM),
)


def move_page(*, wrong: bool = False) -> dict[str, Any]:
    typed = {
        "defects": ["Tờ khai thiếu chữ ký của người yêu cầu", "Bản sao căn cước không đọc được số", ""],
        "until": "31/02/2026",
    }
    faults = (
        [
            ("until", "“Hạn bổ sung” không phải là ngày có thật. Nhập ngày/tháng/năm, ví dụ 21/11/2026."),
            ("basis", "Nhập mục “Căn cứ”."),
        ]
        if wrong
        else []
    )
    fields = forms.fields(SUPPLEMENT, typed if wrong else {}, faults)
    return {
        "case": CASE,
        "place": "work",
        "move": Thing(
            label="Yêu cầu bổ sung hồ sơ",
            address="/ho-so/12/bo-sung",
            irrevocable=False,
            files=False,
            effect=[
                "Thời hạn dừng từ lúc gửi cho đến khi người nộp bổ sung.",
                "In phiếu yêu cầu bổ sung, hoàn thiện hồ sơ (mẫu 02).",
            ],
        ),
        "fields": fields,
        "faults": forms.summary(fields),
        "changed": [],
        "answered": wrong,
        "key": "0193",
    }


def intake() -> dict[str, Any]:
    return {
        "place": "intake",
        "procedure": Thing(title=TITLES[0], address="/tiep-nhan/1.001193", verified=False),
        "cases": [("thuong", "Thông thường", "?th=thuong"), ("lai", "Đăng ký lại", "?th=lai")],
        "case_key": "thuong",
        "stored": [("to-khai.pdf", "x")],
        "faults": [("f-tep-to-khai", BAD_SCAN)],
        "key": "k",
        "person": [
            forms.Field("kind", "Người nộp là", "choice", choices=[("c", "Công dân"), ("b", "Tổ chức")], value="c"),
            forms.Field("name", "Họ tên, hoặc tên tổ chức", size="full"),
            forms.Field("number", "Số định danh, mã số thuế", mode="numeric", required=False, size="full"),
            forms.Field("phone", "Số điện thoại", mode="tel", required=False, size="full"),
            forms.Field("address", "Địa chỉ", required=False, size="full"),
        ],
        "matter": [
            forms.Field("place_code", "Nơi của việc", "select", choices=[("1", "Đặc khu Trường Sa")], value="1"),
            forms.Field("delivery", "Nhận kết quả", "choice", choices=[("q", "Tại quầy"), ("p", "Bưu chính")]),
        ],
        "papers": [paper("to-khai", "Tờ khai đăng ký khai sinh"), paper("cs", "Giấy chứng sinh", when="nếu có")],
        "competence": [
            ("Cơ quan quyết định", "Ủy ban nhân dân đặc khu Trường Sa"),
            ("Căn cứ thẩm quyền", "Điều 13 Luật Hộ tịch 2014 (chưa xác minh)"),
        ],
    }


def paper(key: str, label: str, when: str = "") -> Thing:
    """A component: the first with a bad scan kept for a reason, the one that is "if any" with a paper to use again."""
    scan = {
        "id": f"0194-{key}",
        "name": "to-khai-dang-ky-khai-sinh-ban-quet-tai-quay-ngay-21-11-2026.pdf",
        "address": f"/ban-quet/{key}",
        "about": "quét từ bản chính, 2 trang, 150 dpi",
        "trouble": ["Bản quét có độ phân giải dưới 200 dpi."],
    }
    offer = Thing(
        id=f"0195-{key}",
        kind="Giấy chứng sinh",
        body="Bệnh viện Phụ sản Trung ương",
        where="000.00.04.H26-261001-0007",
        since=date(2026, 10, 1),
        until=date(2027, 10, 1),
    )
    return Thing(
        key=key, label=label, when=when, presented=bool(when), handed=not when, originals="1", copies="0",
        error="" if when else BAD_SCAN,
        kept=[] if when else [scan], bad=not when, why="", kind="original", compared=not when,
        kinds=[("original", "Quét từ bản chính"), ("copy", "Quét từ bản sao")], offers=[offer] if when else [],
    )  # fmt: skip


def login() -> dict[str, Any]:
    return {
        "who": None,
        "fields": [
            forms.Field("username", "Tên đăng nhập", size="middle", fill="username"),
            forms.Field("password", "Mật khẩu", size="middle", type="password", fill="current-password"),
        ],
        "faults": [],
        "then": "/viec",
        "kept": [],
        "logins": [
            ("lan", "Cán bộ tiếp nhận, phường Ba Đình"),
            ("minh", "Chuyên viên, phường Ba Đình"),
            ("thu", "Văn thư, phường Ba Đình"),
        ],
        "logins_words": "Mật khẩu của các tài khoản minh họa được in khi khởi động.",
    }


PAGES: dict[str, tuple[str, dict[str, Any]]] = {
    "work-0": ("desk/work.html", work(0)),
    "work-1": ("desk/work.html", work(1)),
    "work-50": ("desk/work.html", work(50)),
    "case": ("desk/case.html", case_page()),
    "move": ("desk/move.html", move_page()),
    "move-wrong": ("desk/move.html", move_page(wrong=True)),
    "intake": ("desk/intake.html", intake()),
    "login": ("desk/login.html", login()),
    "404": (
        "errors/error.html",
        {
            "title": "Không tìm thấy trang này",
            "lines": ["Kiểm tra lại địa chỉ, hoặc tìm hồ sơ theo mã."],
            "ways": [("Về việc của tôi", "/viec"), ("Tra cứu hồ sơ", "/tim")],
        },
    ),
}
