"""The addresses of the exchange."""

from django.urls import path

from thongsuot.web.exchange import days, listing, one, stages

app_name = "exchange"
urlpatterns = [
    path("trao-doi", listing.index, name="list"),
    path("trao-doi/gui-lai-tat-ca", listing.replay_all, name="replay_all"),
    path("trao-doi/doi-soat", days.index, name="days"),
    path("trao-doi/he-thong-khac", stages.index, name="stages"),
    path("trao-doi/gui/<uuid:dossier>/<int:place>", one.message, name="message"),
    path("trao-doi/nhan/<uuid:id>", one.act, name="act"),
]
