"""The addresses of interlinked requests; they stand in the portal's namespace."""

from django.urls import path

from thongsuot.web.portal.interlinked import applying, finding, following

urlpatterns = [
    path("lien-thong", finding.bundles, name="bundles"),
    path("lien-thong/<slug:key>", finding.bundle, name="bundle"),
    path("lien-thong/<slug:key>/nop", applying.apply, name="bundle_apply"),
    path("cua-toi/lien-thong/<uuid:id>", following.request_page, name="bundle_case"),
    path("cua-toi/lien-thong/<uuid:id>/rut", following.withdraw, name="bundle_withdraw"),
    path("cua-toi/lien-thong/<uuid:id>/gui-lai", following.resend, name="bundle_resend"),
]
