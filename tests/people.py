"""The people of the tests, by name and place, made without a database; `settle` brings them into one.

The dossiers are those of Phường Thuận Hóa, thành phố Huế: taken in at the ward's centre, settled in its
Phòng Kinh tế, Hạ tầng và Đô thị, decided by its People's Committee. Everybody is invented.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from thongsuot.engine.actor import Actor, Office

INVENTED = uuid.UUID("0d5b7f5e-9f5c-4a52-8d5a-61c3b3c1a7e4")
SINCE = date(2025, 7, 1)
WARD, NEIGHBOUR, FAR = "19789", "19753", "31825"
HUE, CA_MAU = "46", "96"


@dataclass(frozen=True)
class Place:
    """A body as the tests need it: `house` is the body whose office it is."""

    key: str
    kind: str
    name: str
    house: str
    tier: int
    unit_code: str
    province_code: str


def _ward(code: str, province: str, name: str) -> tuple[Place, ...]:
    house = f"ubnd.{code}"
    offices = (
        ("pvhcc", "pvhcc_xa", f"Trung tâm Phục vụ hành chính công {name}"),
        ("vp", "vp_xa", f"Văn phòng HĐND và UBND {name}"),
        ("pkt", "pkt_xa", f"Phòng Kinh tế, Hạ tầng và Đô thị {name}"),
        ("pvhxh", "pvhxh_xa", f"Phòng Văn hóa - Xã hội {name}"),
    )
    committee = Place(house, "ubnd_xa", f"Ủy ban nhân dân {name}", house, 3, code, province)
    return (committee, *(Place(f"{key}.{code}", kind, named, house, 3, code, province) for key, kind, named in offices))


def _above(key: str, kind: str, name: str, tier: int, province: str, house: str = "") -> Place:
    return Place(key, kind, name, house or key, tier, province, province)


BODIES: dict[str, Place] = {
    place.key: place
    for place in (
        *_ward(WARD, HUE, "phường Thuận Hóa"),
        *_ward(NEIGHBOUR, HUE, "phường Phú Xuân"),
        *_ward(FAR, CA_MAU, "phường Bạc Liêu"),
        _above("pvhcc.46", "pvhcc_tinh", "Trung tâm Phục vụ hành chính công thành phố Huế", 1, HUE, "ubnd.46"),
        _above("ubnd.46", "ubnd_tinh", "Ủy ban nhân dân thành phố Huế", 1, HUE),
        _above("vp.46", "vp_tinh", "Văn phòng UBND thành phố Huế", 1, HUE, "ubnd.46"),
        _above("so-noi-vu.46", "so_noi_vu", "Sở Nội vụ thành phố Huế", 1, HUE),
        _above("so-tai-chinh.46", "so_tai_chinh", "Sở Tài chính thành phố Huế", 1, HUE),
        _above("bo.G17", "bo", "Bộ Xây dựng", 0, ""),
        _above("bo.G12", "bo", "Bộ Tài chính", 0, ""),
        _above("chinhphu", "chinh_phu", "Chính phủ", 0, ""),
        _above("bo.G15", "bo", "Bộ Tư pháp", 0, ""),
        _above("vpcp", "vpcp", "Văn phòng Chính phủ", 0, ""),
    )
}
CITY_CENTRE = "pvhcc.46"
CENTRE, OFFICE, COMMITTEE = f"pvhcc.{WARD}", f"pkt.{WARD}", f"ubnd.{WARD}"
SECRETARIAT, OTHER_OFFICE = f"vp.{WARD}", f"pvhxh.{WARD}"

Seat = tuple[str, str]
"""A role in a body: ("intake", "pvhcc.19789")."""


def officer(name: str, *seats: Seat, key: str = "", acting_for: Actor | None = None) -> Actor:
    """Somebody with these roles in these bodies, the same person each time that the name (or `key`) is the same."""
    person = uuid.uuid5(INVENTED, f"person:{key or name}")
    offices = tuple(_office(person, role, BODIES[body], acting_for) for role, body in seats)
    return Actor(person=person, name=name, offices=offices)


def _office(person: uuid.UUID, role: str, body: Place, acting_for: Actor | None) -> Office:
    return Office(
        post=uuid.uuid5(INVENTED, f"post:{person}:{role}:{body.key}"),
        title=TITLES.get(role, role),
        roles=frozenset({role}),
        body=body.key,
        body_kind=body.kind,
        body_name=body.name,
        house=body.house,
        tier=body.tier,
        unit_code=body.unit_code,
        province_code=body.province_code,
        acting_for=acting_for.person if acting_for else None,
    )


TITLES = {
    "intake": "Cán bộ tiếp nhận",
    "specialist": "Chuyên viên",
    "head": "Trưởng phòng",
    "chair": "Chủ tịch",
    "clerk": "Văn thư",
    "control": "Chuyên viên kiểm soát thủ tục hành chính",
    "leader": "Phó Chủ tịch",
    "admin": "Quản trị hệ thống",
}

LAN = officer("Nguyễn Thị Lan", ("intake", CENTRE))
MAI = officer("Trần Thị Mai", ("intake", CENTRE))
MINH = officer("Lê Văn Minh", ("specialist", OFFICE))
NAM = officer("Phạm Hoài Nam", ("specialist", OFFICE))
HANH = officer("Võ Thị Hạnh", ("head", OFFICE))
BINH = officer("Hồ Thanh Bình", ("chair", COMMITTEE))
CUC = officer("Đỗ Thị Cúc", ("clerk", SECRETARIAT))
DUNG = officer("Tôn Thất Dũng", ("head", OTHER_OFFICE))
VAN = officer("Bùi Thị Vân", ("intake", f"pvhcc.{NEIGHBOUR}"))
GIANG = officer("Hà Thu Giang", ("intake", CITY_CENTRE))
HOA = officer("Dương Ngọc Hoa", ("intake", f"pvhcc.{FAR}"))
KIEN = officer("Đặng Trung Kiên", ("control", "vp.46"))
OANH = officer("Phan Kiều Oanh", ("leader", "ubnd.46"))
THANG = officer("Ngô Quyết Thắng", ("leader", "bo.G17"))
TUYET = officer("Lý Bạch Tuyết", ("leader", "bo.G15"))
QUYEN = officer("Trịnh Thị Quyên", ("admin", "vpcp"))

HUNG = Actor(person=None, name="Trần Văn Hùng", citizen="046085001234")
THAO = Actor(person=None, name="Lê Thị Thảo", citizen="046085009999")

BUILDING_PERMIT = "1.013225"

WORKING = (LAN, MINH, HANH, BINH, CUC)
OVERSEEING = (KIEN, OANH, THANG)
OUTSIDE = (HOA, VAN, TUYET, QUYEN)
EVERYBODY = (*WORKING, MAI, GIANG, NAM, DUNG, *OVERSEEING, *OUTSIDE)


def settle(people: Iterable[Actor] = EVERYBODY) -> None:
    """Write these people, their posts and all bodies into the register, so that `actor.load` finds the same."""
    from thongsuot.register.models import Body, Holding, Person, Post

    dated = {"valid_from": SINCE, "recorded_on": SINCE, "legal_basis": "dữ liệu minh họa"}
    bodies = [
        Body(
            key=place.key, kind=place.kind, name=place.name, tier=place.tier, unit_code=place.unit_code,
            province_code=place.province_code, house_id=place.house, **dated,
        )
        for place in BODIES.values()
    ]  # fmt: skip
    held = [(one, office) for one in people for office in one.offices]
    Body.objects.bulk_create(bodies, ignore_conflicts=True)
    Person.objects.bulk_create((Person(id=one.person, name=one.name) for one, _ in held), ignore_conflicts=True)
    Post.objects.bulk_create(
        (
            Post(id=office.post, body_id=office.body, title=office.title, roles=sorted(office.roles), **dated)
            for _, office in held
        ),
        ignore_conflicts=True,
    )
    Holding.objects.bulk_create(
        (
            Holding(post_id=office.post, person_id=one.person, acting_for_id=office.acting_for, **dated)
            for one, office in held
        ),
        ignore_conflicts=True,
    )
    forget()


def empower() -> None:
    """Let the committee of each ward decide on building permits, so that a dossier can go to the right one."""
    from thongsuot.register.models import Competence

    Competence.objects.create(
        procedure_code=BUILDING_PERMIT, nature="decide", body_kind="ubnd_xa", executing_kind="pkt_xa",
        provision="Luật Xây dựng", verified=True, valid_from=SINCE, recorded_on=SINCE, legal_basis="dữ liệu minh họa",
    )  # fmt: skip
    forget()


def forget() -> None:
    """Nothing is remembered of a register that is rolled back."""
    from thongsuot.register import bodies as known
    from thongsuot.register import competences

    known.forget()
    competences.forget()
