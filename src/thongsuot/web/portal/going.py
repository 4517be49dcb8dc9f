"""Where a matter goes from a commune: who decides, who receives, and whether it can be sent from home."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlencode

from thongsuot.areas.dossiers import online
from thongsuot.engine.errors import NeedsNotMet
from thongsuot.register import competences
from thongsuot.register.bodies import BodyView
from thongsuot.register.catalogue import places
from thongsuot.register.catalogue.definitions import Case
from thongsuot.register.catalogue.local import AtPlace
from thongsuot.register.communes import Commune
from thongsuot.register.competences import Competent
from thongsuot.web.entrance import today
from thongsuot.web.environment import url
from thongsuot.web.refusals import told
from thongsuot.web.speech import say as _


class Deciding(NamedTuple):
    """A body that decides, its office that settles the matter, and by which provision."""

    name: str
    office: str
    provision: str
    verified: bool


class Receiving(NamedTuple):
    """A place where the matter is handed in; `known` when somebody confirmed that it stands."""

    name: str
    address: str
    known: bool


class Going(NamedTuple):
    """All that a page says of where to go."""

    deciding: list[Deciding]
    receiving: list[Receiving]
    choice: str
    elsewhere: str


class Applying(NamedTuple):
    """The address of the form that sends it, or why it cannot be sent from home here."""

    address: str
    why_not: str


def deciding_at(code: str, commune: Commune | None) -> list[Competent]:
    return competences.competent(code, competences.DECIDE, commune.code, today()) if commune else []


def going(at: AtPlace, commune: Commune, decided: list[Competent]) -> Going:
    """Answered from competence, never from the counter's own address; without a row of it nobody is named."""
    received = [one.body for one in competences.competent(at.view.code, competences.RECEIVE, commune.code, today())]
    if not received:
        received = [centre for one in decided if (centre := online.centre_of(one, today()))]
    return Going(
        deciding=[
            Deciding(
                one.body.name,
                one.executing_body.name if one.executing_body else "",
                one.provision,
                one.verified,
            )
            for one in decided
        ],
        receiving=_receiving(received),
        choice=_("Có nhiều cơ quan cùng được ghi là có thẩm quyền. Hỏi nơi tiếp nhận trước khi nộp.")
        if len({one.body.key for one in decided}) > 1
        else "",
        elsewhere=_elsewhere(at, commune),
    )


def _receiving(bodies: Iterable[BodyView]) -> list[Receiving]:
    once = {body.key: body for body in bodies}
    return [Receiving(body.name, body.address, body.status == "open") for body in once.values()]


def _elsewhere(at: AtPlace, commune: Commune) -> str:
    """Whether another counter of the province takes it too."""
    if at.definition.receiving.anywhere_in_province:
        return _("Nộp được ở bất kỳ nơi tiếp nhận nào trong %(province)s.", province=commune.province)
    if at.view.non_territorial:
        return _(
            "Thủ tục này không phụ thuộc địa giới: nộp được ở nơi tiếp nhận khác trong %(province)s.",
            province=commune.province,
        )
    return _(
        "Nghị định 118/2025/NĐ-CP cho nộp ở nơi tiếp nhận khác trong cùng tỉnh, thành phố; riêng thủ tục này"
        " chưa xác minh: hỏi trước khi đi."
    )


def applying(at: AtPlace, case: Case, commune: Commune | None, decided: list[Competent]) -> Applying:
    """The button's address; without one, why, and where to go instead."""
    view = at.view
    if view.online == "none" or "online" not in at.definition.receiving.channels:
        return Applying("", _("Thủ tục này chưa nộp trực tuyến được. Nộp tại nơi tiếp nhận ghi bên dưới."))
    if commune is None:
        return Applying("", _("Chọn xã, phường để biết nơi đó đã nhận hồ sơ trực tuyến hay chưa."))
    if not decided:
        return Applying("", _("Chưa ghi cơ quan nào giải quyết tại nơi này nên chưa nộp trực tuyến được."))
    if case.limit_at("online", places.kinds_of(commune.code, today(), verified_only=True)) is None:
        return Applying("", told(online.UNCLEAR))
    refused = ""
    for one in decided:
        centre = online.centre_of(one, today())
        if centre is None:
            continue
        try:
            online.offered(view.code, centre, today())
        except NeedsNotMet as unmet:
            refused = refused or " ".join(told(sentence) for _name, sentence in unmet.faults)
        else:
            asked = {"xa": commune.code, "th": case.key}
            return Applying(f"{url('portal:apply', view.code)}?{urlencode(asked)}", "")
    return Applying("", refused or _("Cơ quan giải quyết tại nơi này chưa nhận hồ sơ trực tuyến. Nộp tại quầy."))
