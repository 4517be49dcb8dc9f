"""The addresses of petitions, complaints and denunciations on the portal."""

from django.urls import path

from thongsuot.web.petitions import following, public, sending, stuck

app_name = "petitions"
urlpatterns = [
    path("phan-anh", public.listing, name="public"),
    path("phan-anh/<uuid:id>", public.one, name="answer"),
    path("phan-anh/trao-doi", stuck.messages, name="stuck"),
    path("phan-anh/gui", sending.choose, name="choose"),
    path("phan-anh/gui/phan-anh", sending.petition, name="send"),
    path("phan-anh/gui/<str:way>", sending.grievance, name="grievance"),
    path("phan-anh/theo-doi", following.by_receipt, name="track"),
    path("phan-anh/cua-toi/<uuid:id>", following.own, name="own"),
]
