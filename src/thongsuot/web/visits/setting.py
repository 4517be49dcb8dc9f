"""The head's page: how many counters, which times can be booked, the addresses of kiosk, screen and booking."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.areas.visits import centres
from thongsuot.areas.visits.centres import MOST_COUNTERS, SLOTS, Centre
from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import NeedsNotMet
from thongsuot.register import bodies
from thongsuot.web.desk import words
from thongsuot.web.desk.forms import Field, summary
from thongsuot.web.doors import used_by
from thongsuot.web.environment import url
from thongsuot.web.pages import Message, page, then
from thongsuot.web.speech import say as _

HEADS = frozenset({"head", "chair"})


@used_by(HEADS, "GET", "POST")
def setting(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """How one's centre receives. Posted, it is kept, or the key of kiosk and screen is renewed."""
    body = centres.of_head(actor)
    centre = centres.find(body) if body else None
    wrong: dict[str, str] = {}
    if request.method == "POST":
        try:
            return then(url("visits:setting"), Message(_act(request, actor)))
        except NeedsNotMet as unmet:
            wrong = dict(unmet.faults)
    fields = _fields(request, centre, wrong)
    context: dict[str, Any] = {
        "place": "visits",
        "name": bodies.name_of(body) if body else "",
        "centre": centre,
        "fields": fields,
        "faults": summary(fields),
        "addresses": _addresses(request, centre) if centre else [],
    }
    return page(request, actor, "visits/setting.html", context, 422 if wrong else 200)


def _act(request: HttpRequest, actor: Actor) -> str:
    if request.POST.get("viec") == "doi-khoa":
        centres.renew_key(actor)
        return _("Đã đổi khóa. Mở lại máy lấy số và màn hình bằng địa chỉ mới.")
    counters, minutes, places = (_whole(request.POST.get(name, "")) for name in ("quay", "phut", "cho"))
    centres.settle(actor, counters, minutes, places, words.now())
    return _("Đã lưu. Máy lấy số và màn hình dùng ngay.")


def _whole(text: str) -> int:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else -1


def _fields(request: HttpRequest, centre: Centre | None, wrong: dict[str, str]) -> list[Field]:
    kept = {"quay": centre.counters, "phut": centre.slot_minutes, "cho": centre.slot_places} if centre else {}
    typed = {name: request.POST.get(name, str(kept.get(name, "")))[:10] for name in ("quay", "phut", "cho")}
    minutes = [(str(one), _("%(n)s phút", n=one)) for one in SLOTS]
    return [
        Field("quay", _("Số quầy"), value=typed["quay"], size="count", mode="numeric", error=wrong.get("quay", ""),
              hint=_("Từ 1 đến %(n)s", n=MOST_COUNTERS)),
        Field("phut", _("Một lượt hẹn dài"), kind="select", choices=minutes, value=typed["phut"] or "30",
              error=wrong.get("phut", "")),
        Field("cho", _("Số người hẹn trong một lượt"), value=typed["cho"], size="count", mode="numeric",
              error=wrong.get("cho", ""),
              hint=_("Ghi 0 nếu không nhận đặt lịch. Chỗ còn lại dành cho người đến thẳng.")),
    ]  # fmt: skip


def _addresses(request: HttpRequest, centre: Centre) -> list[tuple[str, str]]:
    key = f"?khoa={centre.secret}"
    found = [
        (_("Máy lấy số, mở toàn màn hình trên máy tính bảng ở cửa"), url("visits:kiosk", centre.body) + key),
        (_("Màn hình gọi số, mở toàn màn hình trên ti vi"), url("visits:screen", centre.body) + key),
    ]
    label = _("Máy đánh giá, mở toàn màn hình trên máy tính bảng ở quầy trả kết quả")
    found.append((label, url("satisfaction:kiosk", centre.body) + key))
    if centre.slot_places:
        found.append((_("Trang đặt lịch cho mọi người, không cần khóa"), url("visits:book", centre.body)))
    return [(words_, request.build_absolute_uri(address)) for words_, address in found]
