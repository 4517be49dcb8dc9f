"""The addresses of money at the desk. They stand before the desk's own: taking money has its own form."""

from django.urls import path

from thongsuot.web.money import dossier, reconciling

app_name = "money"
urlpatterns = [
    path("ho-so/<uuid:id>/tien", dossier.show, name="dossier"),
    path("ho-so/<uuid:id>/buoc/pay_at_counter", dossier.elsewhere, name="collect"),
    path("ho-so/<uuid:id>/buoc/grant_relief", dossier.elsewhere, name="grant"),
    path("ho-so/<uuid:id>/bien-lai/<uuid:receipt>", dossier.receipt, name="receipt"),
    path("doi-soat", reconciling.show, name="reconciling"),
    path("doi-soat/chay", reconciling.run, name="reconcile"),
    path("doi-soat/tep", reconciling.workbook, name="workbook"),
    path("doi-soat/<uuid:id>", reconciling.one, name="difference"),
]
