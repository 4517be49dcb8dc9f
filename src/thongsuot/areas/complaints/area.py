"""Complaints and denunciations as the engine and the desk know them; a denunciation is sealed to who received it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from thongsuot.areas.complaints import sending
from thongsuot.areas.complaints.process import COMPLAINT, DENUNCIATION
from thongsuot.areas.complaints.sending import Grievance
from thongsuot.engine.actor import Actor
from thongsuot.engine.case import Case
from thongsuot.engine.faces import Face, OpeningForm
from thongsuot.engine.making import Opening
from thongsuot.engine.process import At, Exposure, Need, NeedKind, Process
from thongsuot.engine.registry import Area
from thongsuot.register import bodies, bodies_above

TAKEN_DOWN = (
    Need("name", "Họ tên người gửi", NeedKind.TEXT, False, longest=200),
    Need("contact", "Địa chỉ, cách liên hệ", NeedKind.TEXT, False, longest=300),
)


def offered(actor: Actor) -> bool:
    return any("reception" in office.roles for office in actor.offices)


def _prepare(kind: str) -> Callable[[Actor, Mapping[str, Any], Case | None, datetime], Opening]:
    def prepare(actor: Actor, given: Mapping[str, Any], about: Case | None, at: datetime) -> Opening:
        office = next((one for one in actor.offices if "reception" in one.roles), None)
        sent = Grievance(
            kind,
            office.unit_code if office else "",
            tuple(given["content"]),
            given["against"],
            name=str(given.get("name") or ""),
            contact=str(given.get("contact") or ""),
            channel=given["channel"],
        )
        return sending.record(actor, sent, at)

    return prepare


def barred(actor: Actor, case: Case) -> str | None:
    """Why somebody may not work on what is said of a body's people: they hold a post there too."""
    theirs = bodies_above.in_the_way(str(case.facts.get("about_body", "")), (one.house for one in actor.offices))
    if not theirs:
        return None
    return f"Bạn giữ vị trí tại {bodies.name_of(theirs)}, nơi đơn này nói tới: bạn không được xử lý."


def _face(process: Process, slug: str, noun: str) -> Face:
    return Face(
        slug=slug,
        noun=noun,
        title=process.title,
        subject="Người gửi",
        bodies=((At.RECEIVING, "Nơi tiếp nhận"),),
        openings=(OpeningForm("record", f"Ghi nhận {noun}", TAKEN_DOWN, offered, _prepare(process.key)),),
    )


COMPLAINTS = Area(process=COMPLAINT, face=_face(COMPLAINT, "khieu-nai", "khiếu nại"), bars=barred)
DENUNCIATIONS = Area(
    process=DENUNCIATION, exposure=Exposure.SEALED, face=_face(DENUNCIATION, "to-cao", "tố cáo"), bars=barred
)
