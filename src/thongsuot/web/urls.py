"""The addresses of all faces, and the pages for what goes wrong."""

from django.urls import URLPattern, URLResolver, include, path

from thongsuot.web import errors

urlpatterns: list[URLPattern | URLResolver] = [
    # Looked through in this order: what is opened most stands first, behind the steps of money, which are pages apart.
    path("", include("thongsuot.web.money.urls")),
    path("", include("thongsuot.web.desk.urls")),
    path("", include("thongsuot.web.portal.urls")),
    path("", include("thongsuot.web.petitions.urls")),
    path("", include("thongsuot.web.receptions.urls")),
    path("", include("thongsuot.web.open311.urls")),
    path("", include("thongsuot.web.areas.urls")),
    path("", include("thongsuot.web.tasks.urls")),
    path("", include("thongsuot.web.inspections.urls")),
    path("", include("thongsuot.web.systems.urls")),
    path("", include("thongsuot.web.guidance.urls")),
    path("", include("thongsuot.web.processes.urls")),
    path("", include("thongsuot.web.catalogue.urls")),
    path("", include("thongsuot.web.eform.urls")),
    path("", include("thongsuot.web.board.urls")),
    path("", include("thongsuot.web.briefing.urls")),
    path("", include("thongsuot.web.notices.urls")),
    path("", include("thongsuot.web.stores.urls")),
    path("", include("thongsuot.web.visits.urls")),
    path("", include("thongsuot.web.satisfaction.urls")),
    path("", include("thongsuot.web.communication.urls")),
    path("", include("thongsuot.web.exchange.urls")),
    path("", include("thongsuot.web.exports.urls")),
    path("", include("thongsuot.web.keeping.urls")),
    path("", include("thongsuot.web.reorganising.urls")),
]
handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.not_found
handler500 = errors.server_error
