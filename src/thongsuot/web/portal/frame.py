"""What surrounds every page of the portal: the reader's commune, the size of type, and how long others may keep it."""

from __future__ import annotations

from functools import lru_cache

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

PLACE_COOKIE = "noi-den"
LARGE_COOKIE = "lon"


class Frame:
    """What one browser chose for its portal, read from its cookies when a template asks."""

    def __init__(self, request: HttpRequest) -> None:
        self._cookies = request.COOKIES

    @property
    def large(self) -> bool:
        """Large type, as at a kiosk: nothing under 24 px, no way out to other sites."""
        return self._cookies.get(LARGE_COOKIE) == "1"


@lru_cache(maxsize=64)
def way(name: str) -> str:
    """The address of a page of the portal, or nothing where this installation has no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
