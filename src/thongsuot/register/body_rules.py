"""The rules by which bodies stand in a unit: which there are, what they are called, whose office each is. Pure."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"

TWO_TIERS = date(2025, 7, 1)
MINISTRIES_OF_2025 = date(2025, 3, 1)

# One provincial centre with branches and points instead of a centre in every commune.
ONE_CENTRE = frozenset({"01", "22"})
HANOI = "01"
# Hà Nội's centre issues decisions of its own (1811/QĐ-TTPVHCC); elsewhere the centre is an office of the committee.
CENTRES_THAT_DECIDE = frozenset({HANOI})

LAW = "Luật 72/2025/QH15"
OFFICES = "Nghị định 150/2025/NĐ-CP"
ONE_STOP = "Nghị định 118/2025/NĐ-CP"
VERTICAL = "ngành dọc; chưa xác minh văn bản thành lập"

NAMES = {
    "ubnd_xa": "Ủy ban nhân dân {unit}",
    "hdnd_xa": "Hội đồng nhân dân {unit}",
    "vp_xa": "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân {unit}",
    "pkt": "Phòng Kinh tế, Hạ tầng và Đô thị {unit}",
    "pvhxh": "Phòng Văn hóa - Xã hội {unit}",
    "pvhcc_xa": "Trung tâm Phục vụ hành chính công {unit}",
    "pvhcc_diem": "Điểm phục vụ hành chính công {unit}",
    "ca_xa": "Công an {unit}",
    "ubnd_tinh": "Ủy ban nhân dân {unit}",
    "hdnd_tinh": "Hội đồng nhân dân {unit}",
    "vp_tinh": "Văn phòng Ủy ban nhân dân {unit}",
    "pvhcc_tinh": "Trung tâm Phục vụ hành chính công {unit}",
    "vpdkdd": "Văn phòng đăng ký đất đai {unit}",
    "thue_tinh": "Thuế {unit}",
    "bhxh_tinh": "Bảo hiểm xã hội {unit}",
    "ca_tinh": "Công an {unit}",
}
# Nghị định 150/2025/NĐ-CP names the economic office of a xã and that of a phường or đặc khu differently.
PKT_OF_XA = "Phòng Kinh tế {unit}"


@dataclass(frozen=True, slots=True)
class Place:
    """A unit as it is now: since when it has stood as one, until when if its end is known."""

    code: str
    name: str
    kind: str
    tier: int
    province_code: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A body as the rules want it. `identifier` is provisional; `status` is what is known without anybody's word."""

    key: str
    kind: str
    name: str
    tier: int
    unit_code: str
    province_code: str
    parent: str | None
    house: str | None
    identifier: str
    status: str
    valid_from: date
    valid_to: date | None
    legal_basis: str


@dataclass(frozen=True, slots=True)
class Department:
    """A row of departments.csv: a department of all provinces but some, or of some."""

    key: str
    title: str
    status: str
    provinces: frozenset[str]
    excepted: frozenset[str]
    basis: str

    @property
    def kind(self) -> str:
        return self.key.replace("-", "_")

    def stands_in(self, province: str) -> bool:
        return province in self.provinces if self.provinces else province not in self.excepted


def read_csv(name: str) -> list[dict[str, str]]:
    """The rows of one of the package's own data files."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def departments() -> tuple[Department, ...]:
    return tuple(
        Department(
            row["key"],
            row["title"],
            row["status"],
            frozenset(row["provinces"].split()),
            frozenset(row["except"].split()),
            row["basis"],
        )
        for row in read_csv("departments.csv")
    )


@cache
def _titles() -> dict[str, str]:
    return {department.kind: department.title + " {unit}" for department in departments()}


def inside(unit_name: str, unit_kind: str) -> str:
    """A unit's name as it stands inside a body's: `phường Ba Đình`, `tỉnh Cao Bằng`, but `Thành phố Hà Nội`."""
    return unit_name if unit_kind == "thanh_pho" else unit_name[:1].lower() + unit_name[1:]


def standard_name(kind: str, unit_name: str, unit_kind: str) -> str | None:
    """What a body of this kind is called in a unit so called; None for kinds that are not named after a unit."""
    pattern = PKT_OF_XA if (kind, unit_kind) == ("pkt", "xa") else NAMES.get(kind) or _titles().get(kind)
    return pattern.format(unit=inside(unit_name, unit_kind)) if pattern else None


def provisional_identifier(key: str) -> str:
    """`TAM.00004` for a committee, `TAM.00004.PVHCC` for an office: three letters first, so never an official one.

    No diacritics and no hyphen: it becomes the first part of dossier codes, which are typed, sent by SMS and cut
    at the hyphen.
    """
    first, _, rest = key.partition(".")
    parts = rest.split(".") if rest else []
    office = [] if first == "ubnd" else [first]
    return ".".join(["TAM", *parts[:1], *office, *parts[1:]]).replace("-", "").upper()


def _row(
    key: str,
    kind: str,
    place: Place,
    *,
    parent: str | None,
    house: str | None,
    basis: str,
    status: str = "open",
    name: str | None = None,
) -> BodyRow:
    return BodyRow(
        key=key,
        kind=kind,
        name=name or standard_name(kind, place.name, place.kind) or key,
        tier=place.tier,
        unit_code=place.code,
        province_code=place.province_code,
        parent=parent,
        house=house,
        identifier=provisional_identifier(key),
        status=status,
        valid_from=max(place.since, TWO_TIERS),
        valid_to=place.until,
        legal_basis=basis,
    )


def commune_bodies(place: Place) -> Iterator[BodyRow]:
    """The standard bodies of a commune. The police decide in their own name; the other offices in the committee's."""
    code, province = place.code, place.province_code
    committee, council, police = f"ubnd.{code}", f"hdnd.{code}", f"ca.{code}"
    yield _row(committee, "ubnd_xa", place, parent=f"ubnd.{province}", house=committee, basis=LAW)
    yield _row(council, "hdnd_xa", place, parent=f"hdnd.{province}", house=council, basis=LAW)
    for prefix, kind in (("vp", "vp_xa"), ("pkt", "pkt"), ("pvhxh", "pvhxh")):
        yield _row(f"{prefix}.{code}", kind, place, parent=committee, house=committee, basis=OFFICES)
    yield _row(police, "ca_xa", place, parent=f"ca.{province}", house=police, basis=VERTICAL)
    yield _receiving(place)


def _receiving(place: Place) -> BodyRow:
    """Where a commune's people are received: its centre, or in two provinces a point of the provincial centre.

    Published: 3,139 centres for the 3,141 communes of the other 32 provinces (11/2025), without saying which two
    have none. No list is at hand, so none is taken to exist until somebody confirms it.
    """
    code, province = place.code, place.province_code
    if province not in ONE_CENTRE:
        committee = f"ubnd.{code}"
        key, kind, parent, house = f"pvhcc.{code}", "pvhcc_xa", committee, committee
    else:
        key, kind, parent = f"pvhcc.{province}.diem.{code}", "pvhcc_diem", f"pvhcc.{province}"
        house = _house_of_centre(province)
    return _row(key, kind, place, parent=parent, house=house, basis=ONE_STOP, status="unknown")


def _house_of_centre(province: str) -> str:
    return f"pvhcc.{province}" if province in CENTRES_THAT_DECIDE else f"ubnd.{province}"


def province_bodies(place: Place) -> Iterator[BodyRow]:
    """The standard bodies of a province, its departments, its centre and the vertical bodies met at counters."""
    code = place.code
    committee, council, centre = f"ubnd.{code}", f"hdnd.{code}", f"pvhcc.{code}"
    yield _row(committee, "ubnd_tinh", place, parent="chinhphu", house=committee, basis=LAW)
    yield _row(council, "hdnd_tinh", place, parent=None, house=council, basis=LAW)
    yield _row(f"vp.{code}", "vp_tinh", place, parent=committee, house=committee, basis=OFFICES)
    yield _row(centre, "pvhcc_tinh", place, parent=committee, house=_house_of_centre(code), basis=ONE_STOP)
    for department in departments():
        if department.stands_in(code):
            key = f"{department.key}.{code}"
            yield _row(
                key,
                department.kind,
                place,
                parent=committee,
                house=key,
                basis=department.basis,
                status=department.status,
            )
    yield from _vertical_bodies(place)


def _vertical_bodies(place: Place) -> Iterator[BodyRow]:
    code = place.code
    for prefix, kind, parent in (
        ("vpdkdd", "vpdkdd", f"so-nong-nghiep-va-moi-truong.{code}"),
        ("thue", "thue_tinh", "bo.G12"),
        ("bhxh", "bhxh_tinh", "bo.G12"),
        ("ca", "ca_tinh", "bo.G01"),
    ):
        key = f"{prefix}.{code}"
        yield _row(key, kind, place, parent=parent, house=key, basis=VERTICAL)


def branch_bodies(place: Place) -> Iterator[BodyRow]:
    """The branches of a provincial centre that branches.csv lists for this province."""
    centre = f"pvhcc.{place.code}"
    for row in read_csv("branches.csv"):
        if row["key"].startswith(f"{centre}."):
            yield _row(
                row["key"],
                "pvhcc_chi_nhanh",
                place,
                parent=centre,
                house=_house_of_centre(place.code),
                basis=row["basis"],
                status=row["status"],
                name=row["name"],
            )


def national_bodies() -> Iterator[BodyRow]:
    """The Government, the 14 ministries and the 3 ministry-level bodies since 1/3/2025."""
    for row in read_csv("ministries.csv"):
        yield BodyRow(
            key=row["key"],
            kind=row["kind"],
            name=row["name"],
            tier=0,
            unit_code="",
            province_code="",
            parent=row["parent"] or None,
            house=row["key"],
            identifier=provisional_identifier(row["key"]),
            status="open",
            valid_from=MINISTRIES_OF_2025,
            valid_to=None,
            legal_basis=row["basis"],
        )


def bodies_of(places: Iterable[Place]) -> Iterator[BodyRow]:
    """Every body that should stand, the nation's first, then province by province and commune by commune."""
    yield from national_bodies()
    for place in sorted(places, key=lambda place: (place.tier, place.code)):
        if place.tier == 1:
            yield from province_bodies(place)
            yield from branch_bodies(place)
        else:
            yield from commune_bodies(place)
