"""The addresses of what follows an application; they stand in the portal's namespace."""

from django.urls import path

from thongsuot.web.portal.following import acts, answering, dossier, files, hearing, listing, own_papers, tracking

urlpatterns = [
    path("tra-cuu", tracking.track, name="track"),
    path("cua-toi", listing.mine, name="mine"),
    path("cua-toi/tin-nhan", hearing.hearing, name="hearing"),
    path("cua-toi/giay-to", own_papers.mine, name="own_papers"),
    path("cua-toi/giay-to/kho/<str:id>", own_papers.stored, name="own_paper"),
    path("cua-toi/<uuid:id>", dossier.dossier, name="dossier"),
    path("cua-toi/<uuid:id>/bo-sung", answering.answer, name="answer"),
    path("cua-toi/<uuid:id>/rut", acts.withdraw, name="withdraw"),
    path("cua-toi/<uuid:id>/danh-gia", acts.rate, name="rate"),
    path("cua-toi/<uuid:id>/nhan-ket-qua", acts.take, name="take"),
    path("cua-toi/<uuid:id>/ai-da-xem", dossier.looks, name="looks"),
    path("cua-toi/<uuid:id>/giay-to/<uuid:paper_id>", files.paper, name="paper"),
    path("cua-toi/<uuid:id>/mau/<str:key>/<int:number>", files.letter, name="letter"),
]
