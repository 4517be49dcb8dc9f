"""The demonstration's announcements and answers, made by its own people for Phường Thuận Hóa."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from thongsuot.areas.communication import answering, counting
from thongsuot.areas.communication.area import prepare
from thongsuot.engine import demonstration, verbs
from thongsuot.register import demo
from thongsuot.register.working_time import VIETNAM

SPACE = UUID("c0d3a4f6-1f07-5d8e-9a55-0d8f4b7c1e92")
NEWS = (
    ("Chứng thực bản sao: lấy ngay trong buổi, không phải hẹn",
     "Từ nay, bản sao từ bản chính được chứng thực và trả ngay trong buổi.\nMang bản chính và số bản sao cần dùng."
     "\nNộp sau 15 giờ thì nhận vào sáng hôm sau.", "2.000815"),
    ("Khai sinh cho trẻ: nộp một lần, nhận ba kết quả",
     "Cha mẹ nộp một lần cho khai sinh, đăng ký thường trú và thẻ bảo hiểm y tế của con.\nNộp từ nhà hoặc tại"
     " Trung tâm Phục vụ hành chính công của phường.\nHỏi: đến quầy hướng dẫn trong giờ làm việc.", "1.001193"),
    ("Giấy tờ mang địa chỉ phường cũ vẫn dùng được",
     "Giấy tờ đã cấp trước khi sắp xếp xã, phường vẫn dùng đến khi hết hạn.\nKhông ai phải đổi giấy tờ chỉ vì tên"
     " phường thay đổi.\nCần xác nhận tên mới thì đến phường, không thu tiền.", ""),
    ("Sáng thứ Bảy có người nhận hồ sơ",
     "Trung tâm Phục vụ hành chính công nhận hồ sơ thêm sáng thứ Bảy, từ 7 giờ 30 đến 11 giờ 30."
     "\nƯu tiên người không đến được trong tuần.", ""),
    ("Xin xác nhận tình trạng hôn nhân: không phải mang sổ hộ khẩu",
     "Phường tra cứu nơi cư trú trên cơ sở dữ liệu, không yêu cầu sổ hộ khẩu.\nNếu từng cư trú ở nơi khác, khai đủ"
     " các nơi và thời gian.", "1.004873"),
)  # fmt: skip
QUESTIONS = (
    ("2.000815", "Bản chính ở nơi khác cấp thì phường có chứng thực bản sao được không?",
     "Được. Bản chính do cơ quan nào cấp cũng chứng thực bản sao tại đây, trừ giấy tờ nước ngoài chưa hợp pháp hóa."),
    ("2.000815", "Cần bao nhiêu bản chụp sẵn?",
     "Mang đủ số bản chụp cần dùng. Không có bản chụp thì quầy chụp giúp, có thu tiền chụp."),
    ("1.001193", "Cha mẹ chưa đăng ký kết hôn thì khai sinh cho con thế nào?",
     "Khai sinh được theo mẹ. Muốn ghi tên cha thì làm cùng lúc thủ tục nhận cha, mẹ, con."),
    ("1.001193", "Con sinh đã quá 60 ngày có bị phạt không?",
     "Vẫn khai sinh được. Đến ngay quầy hộ tịch, cán bộ hướng dẫn giấy tờ."),
    ("1.004873", "Giấy xác nhận tình trạng hôn nhân dùng được bao lâu?",
     "6 tháng kể từ ngày cấp, hoặc đến khi tình trạng hôn nhân thay đổi nếu sớm hơn (chưa xác minh điều khoản)."),
    ("", "Quầy làm việc giờ nào?",
     "Sáng 7 giờ 30 đến 11 giờ 30, chiều 13 giờ đến 17 giờ, từ thứ Hai đến thứ Sáu; thêm sáng thứ Bảy."),
)  # fmt: skip


def seed_news(now: datetime | None = None) -> int:
    """Publish five announcements and six answers, once; how many announcements."""
    demonstration.only()
    now = now or datetime.now(UTC)
    day = now.astimezone(VIETNAM).date()
    lan, chair = (
        demonstration.holder(f"{body}.{demo.WARD}", role, now)
        for body, role in (("pvhcc", "intake"), ("ubnd", "chair"))
    )
    for place, (title, text, code) in enumerate(NEWS):
        given = {
            "title": title, "text": text, "procedures": code, "shown_from": day,
            "shown_until": day + timedelta(days=60),
        }  # fmt: skip
        case = verbs.open(lan, prepare(lan, given, None, now - timedelta(hours=2)), key=uuid5(SPACE, f"news:{place}"))
        if case.length == 1:
            verbs.move(chair, case.id, 1, "publish", key=uuid5(SPACE, f"publish:{place}"))
            for reader in range(12 - 2 * place):
                counting.see(case.id, f"demo{reader}".encode(), day - timedelta(days=reader % 3))
    for place, (code, question, answer) in enumerate(QUESTIONS):
        answering.write(lan, uuid5(SPACE, f"question:{place}"), code, question, answer, now)
    return len(NEWS)
