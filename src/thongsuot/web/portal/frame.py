"""What surrounds every page of the portal: the reader's commune, the size of type, the ways to other pages."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property, lru_cache

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from thongsuot.register import communes
from thongsuot.register.communes import Commune
from thongsuot.register.working_time import VIETNAM

PLACE_COOKIE = "noi-den"
LARGE_COOKIE = "lon"
YEAR = 365 * 24 * 60 * 60


class Frame:
    """What one browser chose for its portal, read from its cookies when a template asks."""

    def __init__(self, request: HttpRequest) -> None:
        self._cookies = request.COOKIES

    @property
    def large(self) -> bool:
        """Large type, as at a kiosk: nothing under 24 px, no way out to other sites."""
        return self._cookies.get(LARGE_COOKIE) == "1"

    @cached_property
    def commune(self) -> Commune | None:
        """The commune that the reader chose, as it is called today."""
        return commune_of(self._cookies.get(PLACE_COOKIE, ""))


def commune_of(code: str) -> Commune | None:
    """Today's commune with a code that came from outside; None for whatever else came."""
    return (
        communes.commune(code, datetime.now(VIETNAM).date())
        if len(code) == 5 and code.isascii() and code.isdigit()
        else None
    )


@lru_cache(maxsize=4096)
def way(name: str, *parts: str) -> str:
    """The address of a page of the portal, or nothing where this installation has no such page."""
    try:
        return reverse(name, args=parts)
    except NoReverseMatch:
        return ""
