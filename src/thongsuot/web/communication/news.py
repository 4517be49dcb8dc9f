"""What changed for people: the announcements of a commune and its province, each on its page, and as a feed."""

from __future__ import annotations

from uuid import UUID
from xml.sax.saxutils import escape

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from thongsuot.areas.communication import counting, reading
from thongsuot.areas.communication.reading import Announcement
from thongsuot.measures import presence
from thongsuot.register import bodies, procedures
from thongsuot.register.communes import Commune
from thongsuot.web.desk.papers import served
from thongsuot.web.doors import open_to_anyone
from thongsuot.web.entrance import today
from thongsuot.web.environment import url
from thongsuot.web.portal.following.tracking import address_of
from thongsuot.web.portal.frame import Frame, commune_of
from thongsuot.web.portal.showing import show as shown
from thongsuot.web.portal.trouble import trouble
from thongsuot.web.signing_in import actor_of
from thongsuot.web.speech import say as _

FEED = "application/atom+xml; charset=utf-8"


def places_of(commune: Commune) -> list[str]:
    """Whose announcements concern the people of a commune: its own, its province's."""
    return [commune.code, commune.province_code]


def of_commune(commune: Commune | None, procedure: str = "", most: int = 50) -> list[Announcement]:
    return reading.of_place(places_of(commune), today(), procedure=procedure, most=most) if commune else []


def visitor(request: HttpRequest) -> bytes:
    """The digest under which this browser is counted today."""
    return presence.visitor(f"{address_of(request)}|{request.headers.get('User-Agent', '')}", today())


@open_to_anyone()
def show(request: HttpRequest) -> HttpResponseBase:
    """All that stands for a commune (`xa`, or the reader's own), the latest first."""
    asked = request.GET.get("xa", "")
    commune = commune_of(asked) or Frame(request).commune
    context = {
        "place": "",
        "commune": commune,
        "unknown": bool(asked) and commune_of(asked) is None,
        "rows": [(one, bodies.name_of(one.house)) for one in of_commune(commune)],
        "feed": f"{url('communication:feed')}?xa={commune.code}" if commune else "",
        "choose": f"{url('portal:place')}?tiep={url('communication:news')}",
    }
    return shown(request, actor_of(request), "communication/news.html", context)


@open_to_anyone()
def one(request: HttpRequest, id: UUID) -> HttpResponseBase:
    """One announcement, whole; opening it counts once a day for this browser."""
    found = reading.one(id, today())
    if found is None:
        lines = [_("Thông báo này không có, đã hết ngày đăng hoặc đã được gỡ.")]
        ways = [(_("Tin khác"), url("communication:news"))]
        return trouble(request, 404, _("Không có thông báo này"), lines, actor=actor_of(request), ways=ways)
    counting.see(id, visitor(request), today())
    about = [(view.title, url("portal:procedure", code)) for code in found.procedures
             if (view := procedures.procedure(code, today()))]  # fmt: skip
    context = {
        "place": "",
        "found": found,
        "paragraphs": [line.strip() for line in found.text.splitlines() if line.strip()],
        "house": bodies.name_of(found.house),
        "about": about,
        "papers": [(each.name, reverse("communication:paper", args=[id, each.id])) for each in reading.papers(id)],
    }
    return shown(request, actor_of(request), "communication/announcement.html", context)


@open_to_anyone()
def paper(request: HttpRequest, id: UUID, paper_id: UUID) -> HttpResponseBase:
    """A paper attached to an announcement that stands."""
    stands = reading.one(id, today()) is not None
    found = next((each for each in reading.papers(id) if stands and each.id == paper_id), None)
    if found is None:
        raise Http404
    return served(found)


@open_to_anyone()
def feed(request: HttpRequest) -> HttpResponseBase:
    """The same as Atom, for readers of feeds and for other portals. Raises Http404 for no such commune."""
    commune = commune_of(request.GET.get("xa", ""))
    if commune is None:
        raise Http404
    home = request.build_absolute_uri(f"{url('communication:news')}?xa={commune.code}")
    found = of_commune(commune)
    changed = max((one.published_at for one in found), default=None)
    entries = "".join(_entry(request, one) for one in found)
    updated = f"<updated>{changed.isoformat()}</updated>" if changed else ""
    text = (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="vi">'
        f"<title>Tin của {escape(commune.full)}</title><id>{escape(home)}</id>"
        f'<link href="{escape(home)}"/>{updated}{entries}</feed>'
    )
    response = HttpResponse(text, content_type=FEED)
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


def _entry(request: HttpRequest, one: Announcement) -> str:
    address = escape(request.build_absolute_uri(url("communication:announcement", one.id)))
    return (
        f"<entry><title>{escape(one.title)}</title><id>urn:uuid:{one.id}</id>"
        f'<link href="{address}"/><updated>{one.published_at.isoformat()}</updated>'
        f"<author><name>{escape(bodies.name_of(one.house))}</name></author><content>{escape(one.text)}</content></entry>"
    )
