"""The demonstration's people, posts and logins: all invented, made only where the demo flag is set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from thongsuot.register import bodies, people
from thongsuot.register.body_rules import HANOI
from thongsuot.register.models import Account, Holding, Person

# A ward with its own centre (Huế), a mountain commune of the same city, a ward served by a point of one provincial
# centre (Hà Nội), a far-away one.
WARD = "19789"
MOUNTAIN = "20044"
HANOI_WARD = "00004"
FAR_WARD = "31825"
SINCE = date(2025, 7, 1)
BASIS = "dữ liệu minh họa"
PASSWORD = "thongsuot"  # noqa: S105  (every login of the demonstration; printed at the start)


class OnlyInDemo(RuntimeError):
    """The demonstration was asked for on an installation without the demo flag."""

    def __init__(self) -> None:
        super().__init__("Tài khoản minh họa chỉ được tạo khi đặt THONGSUOT_DEMO=1.")


@dataclass(frozen=True, slots=True)
class Seat:
    """A post of the demonstration: `office` is the first part of the body's key, `key` names it among its commune's."""

    key: str
    office: str
    title: str
    roles: tuple[str, ...]


CENTRE = (
    Seat("giam-doc", "pvhcc", "Phó Chủ tịch kiêm Giám đốc Trung tâm", ("head",)),
    Seat("tiep-nhan-1", "pvhcc", "Cán bộ tiếp nhận", ("intake",)),
    Seat("tiep-nhan-2", "pvhcc", "Cán bộ tiếp nhận", ("intake",)),
)
COMMITTEE = (
    Seat("chu-tich", "ubnd", "Chủ tịch", ("chair",)),
    Seat("pho-chu-tich", "ubnd", "Phó Chủ tịch", ("chair",)),
    Seat("chanh-van-phong", "vp", "Chánh Văn phòng", ("head",)),
    Seat("ho-tich", "vp", "Công chức tư pháp - hộ tịch", ("specialist",)),
    Seat("tiep-cong-dan", "vp", "Công chức tiếp công dân", ("reception",)),
    Seat("chung-thuc", "vp", "Công chức tư pháp, chứng thực", ("specialist",)),
    Seat("van-thu", "vp", "Văn thư", ("clerk",)),
    Seat("truong-kinh-te", "pkt", "Trưởng phòng", ("head",)),
    Seat("dang-ky-kinh-doanh", "pkt", "Chuyên viên tài chính, đăng ký kinh doanh", ("specialist",)),
    Seat("dat-dai-xay-dung", "pkt", "Chuyên viên đất đai, xây dựng", ("specialist",)),
    Seat("truong-van-hoa", "pvhxh", "Trưởng phòng", ("head",)),
    Seat("bao-tro-xa-hoi", "pvhxh", "Chuyên viên bảo trợ xã hội", ("specialist",)),
)
COUNTER_IN_HANOI = (
    Seat("tiep-nhan-1", "diem", "Cán bộ tiếp nhận", ("intake",)),
    Seat("tiep-nhan-2", "diem", "Cán bộ tiếp nhận", ("intake",)),
)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """A login of the demonstration and the seats it has; `attempt` says what to try with it."""

    login: str
    name: str
    seats: tuple[tuple[str, str], ...]
    attempt: str


@dataclass(frozen=True, slots=True)
class DemoLogin:
    login: str
    password: str
    name: str
    post: str
    attempt: str


@dataclass(frozen=True, slots=True)
class Wider:
    """A post outside the demo communes."""

    key: str
    body: str
    title: str
    roles: tuple[str, ...]


WIDER = (
    Wider("kiem-soat.46", "vp.46", "Chuyên viên kiểm soát thủ tục hành chính", ("control",)),
    Wider("lanh-dao.46", "ubnd.46", "Phó Chủ tịch", ("leader",)),
    Wider("chu-tich.46", "ubnd.46", "Chủ tịch", ("chair",)),
    Wider("truong-phong.46", "vp.46", "Trưởng phòng Tổng hợp", ("head",)),
    Wider("chuyen-vien.46", "vp.46", "Chuyên viên tổng hợp", ("specialist",)),
    Wider("tiep-cong-dan.46", "vp.46", "Công chức tiếp công dân", ("reception",)),
    Wider("pho-giam-doc-tai-chinh.46", "so-tai-chinh.46", "Phó Giám đốc", ("head",)),
    Wider("chuyen-vien-tai-chinh.46", "so-tai-chinh.46", "Chuyên viên", ("specialist",)),
    Wider("pho-giam-doc-noi-vu.46", "so-noi-vu.46", "Phó Giám đốc", ("head",)),
    Wider("chuyen-vien-noi-vu.46", "so-noi-vu.46", "Chuyên viên", ("specialist",)),
    Wider("chi-nhanh.01", "pvhcc.01.cn07", "Cán bộ tiếp nhận", ("intake",)),
    Wider("lanh-dao.bo", "bo.G15", "Thứ trưởng", ("leader",)),
    Wider("vu-truong.bo", "bo.G15", "Vụ trưởng", ("head",)),
    Wider("chuyen-vien.bo", "bo.G15", "Chuyên viên", ("specialist",)),
    Wider("bo-truong.bo", "bo.G15", "Bộ trưởng", ("chair",)),
    Wider("lanh-dao.cp", "vpcp", "Phó Chủ nhiệm", ("leader",)),
    Wider("chu-nhiem.cp", "vpcp", "Bộ trưởng, Chủ nhiệm", ("chair",)),
    Wider("vu-truong.cp", "vpcp", "Vụ trưởng Vụ Tổng hợp", ("head",)),
    Wider("chuyen-vien.cp", "vpcp", "Chuyên viên Vụ Tổng hợp", ("specialist",)),
    Wider("quan-tri", "vpcp", "Quản trị hệ thống", ("admin",)),
)

DEMO = (
    DemoPerson(
        "lan", "Nguyễn Thị Lan", (("tiep-nhan-1", WARD),), "Tiếp nhận hồ sơ tại quầy, in phiếu hẹn, trả kết quả."
    ),
    DemoPerson(
        "nam", "Trần Văn Nam", (("ho-tich", WARD),), "Nhận việc từ hàng chờ, thẩm tra, yêu cầu bổ sung, trình duyệt."
    ),
    DemoPerson("huong", "Phan Thị Hương", (("dat-dai-xay-dung", WARD),), "Hồ sơ giấy phép xây dựng, hòa giải đất đai."),
    DemoPerson("thu", "Lê Thị Thu", (("chanh-van-phong", WARD),), "Duyệt hồ sơ của Văn phòng trước khi trình ký."),
    DemoPerson(
        "quang", "Hồ Đình Quang", (("truong-kinh-te", WARD),), "Duyệt hồ sơ của Phòng Kinh tế, Hạ tầng và Đô thị."
    ),
    DemoPerson("van", "Phạm Thị Vân", (("van-thu", WARD),), "Cấp số, đóng dấu cơ quan, phát hành."),
    DemoPerson("minh", "Hoàng Đức Minh", (("chu-tich", WARD),), "Ký kết quả, ký văn bản xin lỗi khi hồ sơ quá hạn."),
    DemoPerson(
        "hoa",
        "Dương Ngọc Hoa",
        (("tiep-nhan-1", FAR_WARD),),
        "Cán bộ tỉnh khác: không thấy hồ sơ của phường Thuận Hóa.",
    ),
    DemoPerson(
        "kiemsoat",
        "Võ Minh Hạnh",
        (("kiem-soat.46", ""),),
        "Theo dõi hồ sơ toàn thành phố, thông tin cá nhân được che.",
    ),
    DemoPerson("lanhdao", "Đặng Quốc Việt", (("lanh-dao.46", ""),), "Số liệu và danh sách đã che của thành phố Huế."),
    DemoPerson(
        "chinhanh",
        "Bùi Thanh Nga",
        (("chi-nhanh.01", ""), ("tiep-nhan-1", HANOI_WARD)),
        "Chi nhánh của Trung tâm Hà Nội: tiếp nhận cho phường Ba Đình, cơ quan giải quyết là Ủy ban nhân dân phường.",
    ),
    DemoPerson("bo", "Ngô Xuân Bình", (("lanh-dao.bo", ""),), "Số liệu toàn quốc của các thủ tục thuộc Bộ Tư pháp."),
    DemoPerson(
        "quynh", "Hồ Thị Quỳnh", (("ho-tich", MOUNTAIN),), "Công chức xã A Lưới 2: nêu vướng mắc, xác nhận đã tháo gỡ."
    ),
    DemoPerson("toan", "Lê Quang Toàn", (("chu-tich", MOUNTAIN),), "Chủ tịch xã A Lưới 2: vướng mắc, nhiệm vụ của xã."),
    DemoPerson("yen", "Trần Hải Yến", (("tiep-cong-dan", WARD),), "Tiếp công dân, phản ánh, kiến nghị của phường."),
    DemoPerson("long", "Phạm Thanh Long", (("chu-tich.46", ""),), "Chủ tịch thành phố Huế: giao việc, quyết định."),
    DemoPerson("trang", "Nguyễn Thu Trang", (("truong-phong.46", ""),), "Văn phòng thành phố: theo dõi, đôn đốc."),
    DemoPerson("ngoc", "Võ Bảo Ngọc", (("chuyen-vien.46", ""),), "Chuyên viên thành phố: vướng mắc, nhiệm vụ."),
    DemoPerson("dan", "Mai Thị Dân", (("tiep-cong-dan.46", ""),), "Tiếp công dân của thành phố."),
    DemoPerson(
        "thai",
        "Đỗ Quang Thái",
        (("pho-giam-doc-tai-chinh.46", ""),),
        "Sở Tài chính: thẩm định hỗ trợ ngân sách, trụ sở.",
    ),
    DemoPerson(
        "mylinh",
        "Phan Mỹ Linh",
        (("chuyen-vien-tai-chinh.46", ""),),
        "Sở Tài chính: chuyển kinh phí, theo dõi nhà đất.",
    ),
    DemoPerson("phuc", "Hồ Văn Phúc", (("pho-giam-doc-noi-vu.46", ""),), "Sở Nội vụ: duyệt kinh phí cho người nghỉ."),
    DemoPerson("dieu", "Trần Thị Diệu", (("chuyen-vien-noi-vu.46", ""),), "Sở Nội vụ: thẩm định chế độ người nghỉ."),
    DemoPerson("vutruong", "Đinh Công Sơn", (("vu-truong.bo", ""),), "Bộ Tư pháp: giải đáp vướng mắc, văn bản nợ."),
    DemoPerson("chuyenvien", "Cao Phương Linh", (("chuyen-vien.bo", ""),), "Bộ Tư pháp: soạn văn bản hướng dẫn."),
    DemoPerson("botruong", "Nguyễn Hữu Long", (("bo-truong.bo", ""),), "Bộ trưởng: ban hành, quyết định."),
    DemoPerson(
        "chunhiem", "Trần Đức Bình", (("chu-nhiem.cp", ""),), "Văn phòng Chính phủ: ban hành thông báo kết luận."
    ),
    DemoPerson("tonghop", "Phan Minh Hải", (("vu-truong.cp", ""),), "Vụ Tổng hợp: nhiệm vụ, báo cáo phiên họp."),
    DemoPerson("theodoi", "Lâm Ngọc Ngân", (("chuyen-vien.cp", ""),), "Theo dõi nhiệm vụ, lập báo cáo tuần."),
    DemoPerson("chinhphu", "Tô Thanh Mai", (("lanh-dao.cp", ""),), "Bảng điều hành cả nước: nơi nào cần quyết định."),
    DemoPerson("quantri", "Lý Thành An", (("quan-tri", ""),), "Quản trị tài khoản, danh mục; không xem hồ sơ."),
)


def people_of_demo() -> tuple[DemoPerson, ...]:
    """The people that can log in to the demonstration."""
    return DEMO


def demo_password() -> str:
    """The one password of all demo logins, from settings."""
    return str(getattr(settings, "DEMO_PASSWORD", PASSWORD))


def _body_key(office: str, commune: str) -> str:
    return f"pvhcc.{HANOI}.diem.{commune}" if office == "diem" else f"{office}.{commune}"


def staff_commune(commune: str, seats: tuple[Seat, ...] = CENTRE + COMMITTEE) -> dict[str, Holding]:
    """Fill a commune's standard posts with invented people; the holdings by `seat.commune`. Raises OnlyInDemo.

    Running it again finds the same people.
    """
    if not settings.DEMO:
        raise OnlyInDemo
    named = {f"{seat}.{place}" if place else seat: person.name for person in DEMO for seat, place in person.seats}
    staffed = {}
    for seat in seats:
        key = f"{seat.key}.{commune}"
        name = named.get(key) or people.invented_name(key)
        staffed[key] = people.appoint(
            name, _body_key(seat.office, commune), seat.title, seat.roles, SINCE, basis=BASIS, key=key
        )
    return staffed


def _staff() -> dict[str, Holding]:
    staffed = staff_commune(WARD) | staff_commune(FAR_WARD) | staff_commune(MOUNTAIN)
    for wider in WIDER:
        name = next(person.name for person in DEMO if (wider.key, "") in person.seats)
        staffed[wider.key] = people.appoint(
            name, wider.body, wider.title, wider.roles, SINCE, basis=BASIS, key=wider.key
        )
    return staffed | _staff_hanoi(staffed)


def _staff_hanoi(staffed: dict[str, Holding]) -> dict[str, Holding]:
    """Ba Đình's committee, and at its point the officer of the branch beside a colleague."""
    officer = staffed["chi-nhanh.01"].person
    first, *others = COUNTER_IN_HANOI
    key = f"{first.key}.{HANOI_WARD}"
    point = people.appoint(
        officer.name,
        _body_key(first.office, HANOI_WARD),
        first.title,
        first.roles,
        SINCE,
        basis=BASIS,
        person=officer,
        key=key,
    )
    return staff_commune(HANOI_WARD, (*others, *COMMITTEE)) | {key: point}


def confirm_demo_centres() -> None:
    """The demo communes' centres are there for the demonstration; elsewhere they stay unknown. Raises OnlyInDemo."""
    if not settings.DEMO:
        raise OnlyInDemo
    for commune in (WARD, HANOI_WARD, FAR_WARD, MOUNTAIN):
        centre = bodies.centre_for(commune, SINCE)
        if centre and centre.status == "unknown":
            bodies.confirm_centre(centre.key, "Bản minh họa", SINCE, BASIS)


def create_demo_accounts() -> list[DemoLogin]:
    """Make the demonstration's posts, people and logins, and give the list to print. Raises OnlyInDemo.

    Running it again makes nothing twice and leaves changed passwords as they are. `Account.demo` marks them all.
    """
    if not settings.DEMO:
        raise OnlyInDemo
    password = demo_password()
    # One hash for all: it is one public password, and a good hash takes a third of a second.
    hashed = make_password(password)
    logins = []
    with transaction.atomic():
        confirm_demo_centres()
        staffed = _staff()
        for person in DEMO:
            seats = [staffed[f"{seat}.{place}" if place else seat] for seat, place in person.seats]
            account, _ = Account.objects.get_or_create(
                username=person.login,
                defaults={"person": seats[0].person, "password": hashed, "demo": True},
            )
            if not account.demo:
                continue
            posts = "; ".join(f"{held.post.title}, {bodies.name_of(held.post.body_id)}" for held in seats)
            logins.append(DemoLogin(person.login, password, person.name, posts, person.attempt))
        _mail_boxes()
    return logins


def _mail_boxes() -> None:
    """An address for each login, whose letters the demonstration shows on the screen."""
    those = list(Account.objects.filter(demo=True, person__email="").select_related("person"))
    for one in those:
        if one.person:
            one.person.email = f"{one.username}@co-quan.example"
    Person.objects.bulk_update([one.person for one in those if one.person], ["email"])
