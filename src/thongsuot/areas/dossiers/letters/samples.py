"""One filled example of each form, of invented people: for the preview of forms, for tests and benchmarks."""

from __future__ import annotations

from datetime import datetime

from thongsuot.areas.dossiers.letters.forms import (
    ApologyData,
    ControlSheetData,
    HandOver,
    ReceiptData,
    RefusalData,
    ResultData,
    RevocationData,
    StopData,
    SupplementData,
)
from thongsuot.areas.dossiers.letters.parts import (
    Agency,
    Applicant,
    Contact,
    Defect,
    Fee,
    Outcome,
    Paper,
    PaperKind,
    Procedure,
    Reason,
    RightBody,
    Signer,
)
from thongsuot.engine.letters import LetterData
from thongsuot.register.working_time import VIETNAM

CODE = "H26.7.4-261120-0001"
LINK = "https://dichvucong.gov.vn/tra-cuu?ma-ho-so=" + CODE
CENTRE = Agency(
    superior="Ủy ban nhân dân phường Ba Đình",
    name="Trung tâm Phục vụ hành chính công",
    full_name="Trung tâm Phục vụ hành chính công phường Ba Đình",
    place="Ba Đình",
)
COMMITTEE = Agency(superior="Thành phố Hà Nội", name="Ủy ban nhân dân phường Ba Đình", place="Ba Đình")
AN = Applicant(
    name="Nguyễn Thị Bình An",
    address="Số 12, ngõ 34, phố Đội Cấn, phường Ba Đình, thành phố Hà Nội",
    phone="0912 000 345",
    email="binhan@example.vn",
)
PROCEDURE = Procedure(name="Cấp bản sao trích lục hộ tịch", code="2.000635")
CONTENT = "Cấp 02 bản sao trích lục khai sinh"
CONTACT = Contact(name="bà Trần Thị Lan", phone="024 0000 1234", hours="giờ làm việc, từ thứ Hai đến sáng thứ Bảy")
CHAIR = Signer(titles=("TM. Ủy ban nhân dân", "Chủ tịch"), name="Lê Quang Minh")


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=VIETNAM)


RECEIPT = ReceiptData(
    code=CODE,
    link=LINK,
    demo=True,
    issued_at=at(11, 20, 15, 5),
    agency=CENTRE,
    number="0127",
    applicant=AN,
    procedure=PROCEDURE,
    content=CONTENT,
    papers=(
        Paper(name="Tờ khai cấp bản sao trích lục hộ tịch", kind=PaperKind.ORIGINAL),
        Paper(name="Giấy tờ chứng minh quan hệ với người được cấp bản sao", kind=PaperKind.COPY),
        Paper(name="Thẻ căn cước (khai thác từ Cơ sở dữ liệu quốc gia về dân cư)", kind=PaperKind.ELECTRONIC),
    ),
    limit="Trong ngày làm việc; nhận sau 15 giờ thì trả trong ngày làm việc tiếp theo",
    received_at=at(11, 20, 15, 5),
    due_at=at(11, 23, 17),
    due_reasons=(
        "Hồ sơ nhận sau 15 giờ ngày 20/11/2026: trả kết quả trong ngày làm việc tiếp theo.",
        "Ngày 21/11/2026 (thứ Bảy) và 22/11/2026 (Chủ nhật) là ngày nghỉ.",
    ),
    result_place="Trung tâm Phục vụ hành chính công phường Ba Đình",
    fees=(Fee(name="Lệ phí bản sao trích lục", amount=16_000, paid=True),),
    book="01/2026",
    book_number="1.204",
    receiver="Trần Thị Lan",
    copy_for="Liên giao người nộp hồ sơ",
)

SUPPLEMENT = SupplementData(
    code=CODE,
    link=LINK,
    demo=True,
    issued_at=at(11, 23, 9, 30),
    agency=CENTRE,
    number="0031",
    applicant=AN,
    procedure=PROCEDURE,
    content=CONTENT,
    defects=(
        Defect(
            what="Tờ khai chưa có chữ ký của người yêu cầu",
            todo="ký và ghi rõ họ tên ở cuối tờ khai, nộp lại bản chính",
        ),
        Defect(
            what="Giấy tờ chứng minh quan hệ bị mờ, không đọc được ngày cấp",
            todo="nộp bản chụp rõ hoặc mang bản chính đến để đối chiếu",
        ),
    ),
    answer_by=at(12, 4, 17),
    clock="tạm dừng từ khi lập phiếu này, tính tiếp khi nhận đủ nội dung bổ sung",
    contact=CONTACT,
    officer="Trần Thị Lan",
)

REFUSAL = RefusalData(
    code=CODE,
    link=LINK,
    demo=True,
    issued_at=at(11, 20, 10),
    agency=CENTRE,
    number="0009",
    applicant=AN,
    procedure=Procedure(name="Cấp Phiếu lý lịch tư pháp", code="2.000488"),
    content="Cấp Phiếu lý lịch tư pháp số 1",
    reasons=(
        Reason(
            text="Thủ tục này không thuộc thẩm quyền giải quyết của Ủy ban nhân dân phường.",
            basis="quyết định công bố thủ tục hành chính đang có hiệu lực",
        ),
    ),
    guidance="Ông/Bà nộp hồ sơ trực tuyến trên Cổng Dịch vụ công quốc gia, hoặc đến cơ quan nêu dưới đây.",
    right_body=RightBody(name="Công an thành phố Hà Nội", address="Bộ phận Một cửa của Công an thành phố Hà Nội"),
    contact=CONTACT,
    officer="Trần Thị Lan",
)

APOLOGY = ApologyData(
    code=CODE,
    link=LINK,
    demo=True,
    issued_at=at(11, 23, 16),
    agency=COMMITTEE,
    number="18",
    applicant=AN,
    procedure=PROCEDURE,
    received_at=at(11, 20, 15, 5),
    old_due_at=at(11, 23, 17),
    new_due_at=at(11, 25, 11, 30),
    reason="bản chính Sổ đăng ký khai sinh năm 1994 đang được tu bổ tại kho lưu trữ, phải chờ đối chiếu.",
    contact=CONTACT,
    signer=CHAIR,
)

STOP = StopData(
    code=CODE,
    link=LINK,
    demo=True,
    issued_at=at(12, 7, 8, 30),
    agency=COMMITTEE,
    number="22",
    applicant=AN,
    procedure=PROCEDURE,
    content=CONTENT,
    received_at=at(11, 20, 15, 5),
    stopped_at=at(12, 7, 8),
    reasons=(Reason(text="Quá thời hạn bổ sung, hoàn thiện hồ sơ mà người nộp chưa bổ sung."),),
    ground="Nghị định 118/2025/NĐ-CP (chưa xác minh điều khoản)",
    ends=True,
    guidance="Khi có đủ giấy tờ, Ông/Bà nộp hồ sơ mới; giấy tờ đã số hóa được dùng lại.",
    contact=CONTACT,
    signer=CHAIR,
)

REVOCATION = RevocationData(
    code=CODE,
    link=LINK,
    demo=True,
    issued_at=at(12, 21, 9),
    agency=COMMITTEE,
    number="31",
    applicant=AN,
    procedure=PROCEDURE,
    content=CONTENT,
    result="Bản sao trích lục khai sinh, số 112/UBND",
    decision="Số 45/QĐ-UBND ngày 21/12/2026",
    revoked_at=at(12, 21, 9),
    reasons=(Reason(text="Trích lục ghi sai ngày sinh so với sổ gốc."),),
    ground="Luật Hộ tịch (chưa xác minh điều khoản)",
    guidance="Ông/Bà mang bản đã nhận đến đổi; không phải nộp lệ phí.",
    contact=CONTACT,
    signer=CHAIR,
)

CONTROL_SHEET = ControlSheetData(
    code=CODE,
    link=LINK,
    demo=True,
    issued_at=at(11, 23, 16, 30),
    agency=CENTRE,
    applicant=AN.name,
    procedure=PROCEDURE,
    settling_body="Ủy ban nhân dân phường Ba Đình",
    coordinating_bodies=("Sở Tư pháp thành phố Hà Nội",),
    received_at=at(11, 20, 15, 5),
    due_at=at(11, 23, 17),
    hand_overs=(
        HandOver(
            from_body="Trung tâm Phục vụ hành chính công",
            to_body="Văn phòng HĐND và UBND",
            at=at(11, 20, 15, 40),
            from_person="Trần Thị Lan",
            to_person="Phạm Văn Sơn",
            outcome=Outcome.ON_TIME,
        ),
        HandOver(
            from_body="Văn phòng HĐND và UBND",
            to_body="Lãnh đạo UBND phường",
            at=at(11, 23, 9, 10),
            from_person="Phạm Văn Sơn",
            to_person="Lê Quang Minh",
            outcome=Outcome.EARLY,
            note="Trình ký cùng tờ trình",
        ),
        HandOver(
            from_body="Lãnh đạo UBND phường",
            to_body="Trung tâm Phục vụ hành chính công",
            at=at(11, 23, 16, 20),
            from_person="Lê Quang Minh",
            to_person="Trần Thị Lan",
        ),
    ),
)

RESULT = ResultData(
    code=CODE,
    link=LINK,
    demo=True,
    issued_at=at(11, 23, 16),
    agency=COMMITTEE,
    number="1187",
    symbol="TL-BS",
    title="Trích lục khai sinh (bản sao)",
    subject="Cấp cho bà Nguyễn Thị Bình An",
    body=(
        "Họ, chữ đệm, tên: Nguyễn Thị Bình An. Ngày, tháng, năm sinh: 05/02/1994. Giới tính: Nữ. "
        "Dân tộc: Kinh. Quốc tịch: Việt Nam.",
        "Đã đăng ký khai sinh tại Ủy ban nhân dân phường Ba Đình, số 112, quyển số 01/1994.",
    ),
    recipients=("Bà Nguyễn Thị Bình An", "Lưu: VT, hồ sơ"),
    signer=CHAIR,
)

SAMPLES: dict[str, LetterData] = {
    "01": RECEIPT,
    "02": SUPPLEMENT,
    "03": REFUSAL,
    "04": APOLOGY,
    "05": STOP,
    "06": CONTROL_SHEET,
    "revocation": REVOCATION,
    "result": RESULT,
}
