"""The first page: one question, in a large box."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.web.doors import open_to_anyone
from thongsuot.web.pages import page
from thongsuot.web.signing_in import actor_of


@open_to_anyone()
def home(request: HttpRequest) -> HttpResponseBase:
    return page(request, actor_of(request), "portal/home.html", {})
