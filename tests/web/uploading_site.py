"""The site with one page more, for browser tests: a form with upload fields that answers with what it was sent."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from thongsuot.engine.actor import Actor
from thongsuot.engine.errors import Refused
from thongsuot.web.doors import for_citizens
from thongsuot.web.portal import uploads

PAGE = """{% extends "portal/base.html" %}{% from "portal/upload.html" import upload_field %}
{% block title %}Giấy tờ{% endblock %}
{% block head %}<script src="{{ static('js/upload.js') }}" defer></script>{% endblock %}
{% block main %}<h1>Giấy tờ kèm theo</h1>
<form method="post" enctype="multipart/form-data">{{ csrf_input }}
{{ upload_field(csrf_input, "giay-to", "Giấy chứng sinh và giấy tờ khác", several=true) }}
{{ upload_field(csrf_input, "mot", "Ảnh chân dung", required=false) }}
<button class="button" name="viec" value="nop">Tiếp tục</button></form>{% endblock %}"""


@for_citizens("GET", "POST")
def form(request: HttpRequest, actor: Actor) -> HttpResponse:
    if request.method == "GET":
        return HttpResponse(engines["jinja2"].from_string(PAGE).render({"who": actor}, request))
    try:
        found = [*uploads.taken(request, actor, "giay-to"), *uploads.taken(request, actor, "mot")]
    except Refused as refusal:
        return HttpResponse(refusal.sentence, status=422, content_type="text/plain; charset=utf-8")
    lines = [f"{one.name} {one.size} {one.digest.hex()}" for one in found]
    return HttpResponse("\n".join([request.POST.get("viec", ""), *lines]), content_type="text/plain; charset=utf-8")


urlpatterns = [path("thu", form), path("", include("thongsuot.urls"))]
handler500 = "thongsuot.web.errors.server_error"
