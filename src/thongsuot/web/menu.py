"""What the desk has for a person: a few main places on every page, and one page with all the rest in groups."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse

from thongsuot.areas.dossiers import reconciling
from thongsuot.areas.visits import centres
from thongsuot.engine import access_catalogue, access_reorganising
from thongsuot.engine.access import OVERSEEING, WORKING
from thongsuot.engine.actor import Actor
from thongsuot.measures.briefing import places
from thongsuot.web.speech import language
from thongsuot.web.speech import say as _

MOST = 7
MORE = "more"
READING = WORKING | OVERSEEING
BOOK_KEEPERS = frozenset({"intake", "chair", "control", "leader"})
MONEY_KEEPERS = reconciling.READING | OVERSEEING
EXCHANGE_KEEPERS = frozenset({"admin", "control"})
INTAKE = frozenset({"intake"})


@dataclass(frozen=True, slots=True)
class Place:
    """A page that somebody uses: `key` marks it in the menu, `about` says in a line what one does there."""

    key: str
    label: str
    address: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Places that belong together on the page of all the rest."""

    title: str
    places: tuple[Place, ...]


def main(actor: Actor) -> list[Place]:
    """What stands in the menu of every page: at most seven, the last of them the way to all the rest."""
    return list(_menu(actor.roles, _reports(actor), _leads_a_counter(actor), language()))


@lru_cache(maxsize=512)
def _menu(roles: frozenset[str], reports: bool, leads_a_counter: bool, language: str) -> tuple[Place, ...]:
    """It stands on every page: worked out once for all who have the same posts, in each language."""
    found = list(_main(roles, reports, leads_a_counter))[: MOST - 1]
    return (*found, Place(MORE, _("Khác"), reverse("desk:more")))


def _main(roles: frozenset[str], reports: bool, leads_a_counter: bool) -> Iterator[Place]:
    """The main places by how often they are used."""
    if roles & WORKING:
        yield Place("work", _("Việc của tôi"), reverse("desk:work"))
    if roles & INTAKE:
        yield Place("intake", _("Tiếp nhận"), reverse("desk:intake"))
        yield Place("filling", _("Tờ khai"), reverse("eform:forms"))
    if roles & READING:
        yield Place("search", _("Tra cứu"), reverse("desk:search"))
        yield Place("board", _("Bảng điều hành"), reverse("board:home"))
        if reports:
            yield Place("briefing", _("Báo cáo"), reverse("briefing:show"))
        yield Place("areas", _("Công việc"), reverse("areas:index"))
    if roles & BOOK_KEEPERS or leads_a_counter:
        yield Place("book", _("Sổ theo dõi"), reverse("exports:books"))
    if roles & access_catalogue.READERS:
        yield Place("catalogue", _("Danh mục thủ tục"), reverse("catalogue:list"))
    if "admin" in roles:
        yield Place("processes", _("Quy trình"), reverse("processes:list"))
        yield Place("forms", _("Biểu mẫu"), reverse("eform:admin"))
    if roles & EXCHANGE_KEEPERS:
        yield Place("exchange", _("Trao đổi"), reverse("exchange:list"))


def rest(actor: Actor) -> list[Group]:
    """Everything else that this person may use, in groups; a group without a place is not there."""
    shown = {one.key for one in main(actor)}
    groups = [
        Group(_("Làm việc cùng nhau"), tuple(_together(actor))),
        Group(_("Quầy và người nộp"), tuple(_counter(actor))),
        Group(_("Theo dõi, thống kê"), tuple(_watched(actor))),
        Group(_("Tiền, sổ và lưu trữ"), tuple(_kept(actor))),
        Group(_("Thủ tục, quy trình, tổ chức"), tuple(_rules(actor))),
        Group(_("Kết nối với hệ thống khác"), tuple(_outside(actor))),
        Group(_("Của bạn"), tuple(_own(actor))),
    ]
    left = [Group(one.title, tuple(place for place in one.places if place.key not in shown)) for one in groups]
    return [one for one in left if one.places]


def _together(actor: Actor) -> Iterator[Place]:
    if actor.roles & READING:
        yield Place("areas", _("Công việc"), reverse("areas:index"), _("Các loại việc ngoài hồ sơ của người dân."))
        yield Place(
            "tasks", _("Kết luận và nhiệm vụ"), reverse("tasks:conclusions"),
            _("Cuộc họp, thông báo kết luận; việc nào chậm, của ai."),
        )  # fmt: skip
        yield Place(
            "guidance", _("Văn bản phải đọc"), reverse("guidance:index"), _("Văn bản hướng dẫn gửi đến cơ quan bạn.")
        )
    if actor.roles & WORKING:
        yield Place(
            "writing", _("Hỏi đáp"), reverse("communication:writing"), _("Viết câu trả lời cho điều người dân hay hỏi.")
        )
        yield Place(
            "practices", _("Cách làm hay đã công bố"), reverse("communication:practices"),
            _("Đọc và ghi nơi bạn áp dụng."),
        )  # fmt: skip
        yield Place("groups", _("Nhóm hồ sơ"), reverse("desk:groups"), _("Xem và thực hiện nhiều hồ sơ cùng nhau."))
        yield Place("leave", _("Nghỉ phép, làm thay"), reverse("desk:leave"), _("Báo vắng mặt và giao việc lại."))


def _counter(actor: Actor) -> Iterator[Place]:
    roles = actor.roles
    if roles & {"intake", "chair"} or centres.of_head(actor):
        yield Place("visits", _("Số thứ tự"), reverse("visits:home"), _("Gọi số, lịch hẹn của trung tâm."))
    if roles & INTAKE:
        yield Place("filling", _("Tờ khai"), reverse("eform:forms"), _("Điền tờ khai cùng người nộp."))
        yield Place(
            "unsigned", _("Bản quét chưa ký số"), reverse("desk:unsigned"), _("Ký bản quét giấy tờ đang chờ bạn.")
        )
        yield Place(
            "requests", _("Yêu cầu sửa"), reverse("keeping:requests"), _("Người dân đề nghị sửa thông tin của mình.")
        )


def _watched(actor: Actor) -> Iterator[Place]:
    roles = actor.roles
    if places.reads(actor):
        yield Place(
            "briefing",
            _("Báo cáo"),
            reverse("briefing:show"),
            _("Mười hai mục của báo cáo phiên họp; số liệu công bố; ai chưa báo cáo."),
        )
    if roles & READING:
        yield Place(
            "satisfaction", _("Mức độ hài lòng"), reverse("satisfaction:figures"),
            _("Người dân đánh giá thế nào, theo thủ tục, cơ quan, nơi."),
        )  # fmt: skip
        yield Place("board", _("Bảng điều hành"), reverse("board:home"), _("Số liệu của cơ quan và địa bàn."))
        yield Place(
            "stuck",
            _("Liên thông đang ở đâu"),
            reverse("desk:stuck"),
            _("Phần nào của yêu cầu liên thông đang chờ ai."),
        )
    if roles & WORKING:
        yield Place(
            "stuck_results", _("Kết quả chưa ký được"), reverse("desk:stuck_results"),
            _("Tệp kết quả mà chữ ký số hoặc con dấu chưa đặt được."),
        )  # fmt: skip
    if roles & OVERSEEING:
        yield Place(
            "investigations", _("Lượt xem điều tra"), reverse("keeping:investigations"),
            _("Lượt xem hồ sơ thuộc việc điều tra theo luật."),
        )  # fmt: skip


def _kept(actor: Actor) -> Iterator[Place]:
    roles = actor.roles
    if roles & MONEY_KEEPERS:
        yield Place("money", _("Đối soát"), reverse("money:reconciling"), _("So tiền đã thu với cổng thanh toán."))
    if roles & BOOK_KEEPERS or _leads_a_counter(actor):
        yield Place("book", _("Sổ theo dõi"), reverse("exports:books"), _("Sổ tiếp nhận và trả kết quả theo tháng."))
    if roles & {"clerk", "chair"}:
        yield Place("archive", _("Lưu trữ"), reverse("keeping:archive"), _("Giao nộp hồ sơ đã kết thúc."))
        yield Place(
            "erasing", _("Xóa dữ liệu hết hạn"), reverse("keeping:erasing"),
            _("Đề nghị và duyệt xóa dữ liệu cá nhân đã hết thời hạn lưu."),
        )  # fmt: skip


def _rules(actor: Actor) -> Iterator[Place]:
    roles = actor.roles
    if roles & access_catalogue.READERS:
        yield Place(
            "catalogue", _("Danh mục thủ tục"), reverse("catalogue:list"), _("Thủ tục, thẩm quyền, giấy tờ, phí.")
        )
    if roles & {"admin", "control", "chair", "head"}:
        yield Place("processes", _("Quy trình"), reverse("processes:list"), _("Các bước của từng loại hồ sơ."))
    if "admin" in roles:
        yield Place("forms", _("Biểu mẫu"), reverse("eform:admin"), _("Tờ khai điện tử."))
    if roles & (access_reorganising.READERS):
        yield Place(
            "reorganising", _("Sắp xếp tổ chức"), reverse("reorganising:list"),
            _("Lập, chia, nhập cơ quan và chuyển việc theo quyết định."),
        )  # fmt: skip


def _outside(actor: Actor) -> Iterator[Place]:
    if not actor.roles & EXCHANGE_KEEPERS:
        return
    yield Place(
        "exchange", _("Trao đổi"), reverse("exchange:list"), _("Tin chưa gửi được với Cổng Dịch vụ công quốc gia.")
    )
    yield Place("stores", _("Kho dữ liệu"), reverse("stores:stuck"), _("Giấy tờ chưa vào được kho của người dân."))
    yield Place("notices", _("Tin nhắn"), reverse("notices:stuck"), _("Tin nhắn, thư điện tử chưa gửi được."))


def _own(actor: Actor) -> Iterator[Place]:
    if actor.roles & (READING | {"admin"}):
        yield Place("exports", _("Tệp đã xuất"), reverse("exports:mine"), _("Danh sách bạn đã yêu cầu lập thành tệp."))
    if actor.roles & (READING | {"admin"}):
        yield Place("told", _("Thông báo"), reverse("notices:told"), _("Việc mới, nhắc hạn; nhận thư khi nào."))
    yield Place("password", _("Đổi mật khẩu"), reverse("desk:password"), _("Đặt mật khẩu mới cho tài khoản này."))


def _reports(actor: Actor) -> bool:
    """Whether the briefing is daily work: of who oversees, leads a place or a ministry, or serves the Government."""
    in_government = any(office.body == "vpcp" for office in actor.offices)
    return in_government or (bool(actor.roles & (OVERSEEING | {"chair"})) and places.reads(actor))


def _leads_a_counter(actor: Actor) -> bool:
    return any("head" in office.roles and office.body_kind.startswith("pvhcc") for office in actor.offices)
