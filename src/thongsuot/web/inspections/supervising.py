"""The page of powers handed down: who handed them sees how each is used, with what was found and what is in the way."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.areas.inspections import supervising
from thongsuot.engine.actor import Actor
from thongsuot.register import communes
from thongsuot.web.doors import READING, used_by
from thongsuot.web.entrance import today
from thongsuot.web.environment import url
from thongsuot.web.pages import page
from thongsuot.web.speech import say as _


@used_by(READING)
def powers(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The powers that lie below this person's ministry or province; for others a sentence."""
    day = today()
    hands = supervising.supervises(actor)
    rows: list[dict[str, Any]] = [
        {
            "power": one,
            "to": _(supervising.KINDS.get(one.to_kind, one.to_kind)),
            "where": communes.province_name(one.place_code[:2], day) if one.place_code else "",
        }
        for one in (supervising.powers(actor, day) if hands else ())
    ]
    watched = [row for row in rows if row["power"].watched]
    home, view = url("inspections:powers"), "all" if request.GET.get("xem") == "all" else "watched"
    context = {
        "place": "areas", "hands": hands, "known": len(rows), "rows": rows if view == "all" else watched, "view": view,
        "tabs": [
            ("watched", _("Có việc phải xem"), len(watched), f"{home}?xem=watched"),
            ("all", _("Mọi thẩm quyền"), len(rows), f"{home}?xem=all"),
        ],
        "most": supervising.MOST,
    }  # fmt: skip
    return page(request, actor, "inspections/powers.html", context)
