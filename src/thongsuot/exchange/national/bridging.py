"""From the portal's codes to today's: procedures, receiving units, and communes of before and after 1/7/2025."""

from __future__ import annotations

import re
from datetime import date

from thongsuot.engine.errors import Refused
from thongsuot.ports.national_messages import Submission, Submitter
from thongsuot.register import bodies, procedures
from thongsuot.register.bodies import BodyView
from thongsuot.register.procedures import ProcedureView
from thongsuot.register.unit_rows import LIST_STARTS, Link, followed

# A province publishes under the national code with its own identifier behind it: 1.004194.000.00.00.H42.
_CODE = re.compile(r"(\d\.\d{6})(?:\.[0-9A-Z.]+)?")


class Unbridged(Refused):
    """A code of the portal's that leads nowhere here, or to several: a person must say what is meant."""


def procedure(code: str, day: date) -> ProcedureView:
    """The procedure with the portal's code. Raises Unbridged."""
    found = procedures.procedure(code, day)
    if found is None and (parts := _CODE.fullmatch(code.strip())):
        found = procedures.procedure(parts[1], day)
    if found is None:
        raise Unbridged(f"Cổng gửi thủ tục “{code[:60]}”, không có hoặc đã hết hiệu lực trong danh mục ở đây.")
    return found


def unit(code: str, day: date) -> BodyView:
    """The body with an identifier (or with our own key). Raises Unbridged."""
    from thongsuot.register.models import Body

    keys = Body.objects.filter(identifier=code).order_by("key").values_list("key", flat=True)[:5]
    named = [view for key in (*keys, code) if (view := bodies.body(key)) and view.stands_on(day)]
    if not named:
        raise Unbridged(f"Cổng gửi đơn vị tiếp nhận “{code[:60]}”, không có trong danh bạ cơ quan ở đây.")
    return named[0]


def commune(place: Submitter, day: date) -> str:
    """Today's commune of an address; an old code, known by its district or by its province, is followed to it.

    Raises Unbridged for a code that leads nowhere or to several communes, or into another province.
    """
    code = _plain(place.MaXa)
    if not code:
        raise Unbridged("Cổng không gửi mã xã và đơn vị tiếp nhận, không biết nơi giải quyết.")
    if _plain(place.MaHuyen):
        found = _successors(code, day)
    elif bodies.of_kind("ubnd_xa", code, day):
        found = [code]
    else:
        found = _successors(code, day)
    inside = _within(found, _plain(place.MaTinh), day)
    if len(inside) == 1:
        return inside[0]
    if not found:
        raise Unbridged(f"Cổng gửi xã, phường “{code[:20]}”, không có trong danh mục đơn vị hành chính.")
    if not inside:
        raise Unbridged(f"Mã xã “{code[:20]}” không thuộc tỉnh “{(place.MaTinh or '')[:20]}” mà Cổng gửi.")
    names = "; ".join(_name(one, day) for one in inside)
    raise Unbridged(f"Xã, phường cũ mang mã “{code[:20]}” nay thuộc nhiều đơn vị: {names}. Hỏi người nộp, mở tại quầy.")


def _plain(code: str | None) -> str:
    """A unit's code; anything that cannot be one is a code of nowhere."""
    found = (code or "").strip()
    return found if (found.isascii() and found.isalnum()) or not found else "?"


def _successors(code: str, day: date) -> list[str]:
    return [link.unit.code for link in _links(code, day) if link.unit.tier == 3]


def _links(code: str, day: date) -> list[Link]:
    return followed([(code, LIST_STARTS)], day)[0]


def _within(communes: list[str], province: str, day: date) -> list[str]:
    """Those that lie in the province of that code, today's or an old one; without a code, all of them."""
    if not province:
        return communes
    allowed = {province} if bodies.of_kind("ubnd_tinh", province, day) else set()
    allowed |= {link.unit.code for link in _links(province, day) if link.unit.tier == 1}
    return [one for one in communes if _province(one, day) in allowed]


def _province(code: str, day: date) -> str:
    committee = bodies.of_kind("ubnd_xa", code, day)
    return committee.province_code if committee else ""


def _name(code: str, day: date) -> str:
    committee = bodies.of_kind("ubnd_xa", code, day)
    return f"{committee.name} ({code})" if committee else code


def place_of(submission: Submission, day: date) -> tuple[str, BodyView | None]:
    """Where a submission belongs: (commune, the receiving body that was named). Raises Unbridged.

    The unit that the person chose decides; where it is not of one commune, or none is named, the address does.
    """
    named = unit(submission.MaDonViTiepNhan, day) if submission.MaDonViTiepNhan else None
    if named is not None and named.tier == 3 and bodies.of_kind("ubnd_xa", named.unit_code, day):
        return named.unit_code, named
    return commune(submission.ThongTinNguoiNop, day), named


def province_of(submission: Submission, day: date) -> str:
    """Whose control unit looks after a submission; empty where even that is not known."""
    try:
        code, _ = place_of(submission, day)
        return _province(code, day)
    except Unbridged:
        pass
    province = _plain(submission.ThongTinNguoiNop.MaTinh)
    leads = [link.unit.code for link in _links(province, day) if link.unit.tier == 1] if province else []
    if len(leads) == 1:
        return leads[0]
    return province if bodies.of_kind("ubnd_tinh", province, day) else ""
