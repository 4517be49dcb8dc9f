"""The addresses of the catalogue of procedures."""

from django.urls import path

from thongsuot.web.catalogue import findings, listing, matching, one, powers, ruling, settling, switching

app_name = "catalogue"
urlpatterns = [
    path("danh-muc", listing.index, name="list"),
    path("danh-muc/can-quyet", findings.index, name="findings"),
    path("danh-muc/can-quyet/chap-thuan", findings.accept, name="accept"),
    path("danh-muc/can-quyet/<int:id>", settling.show, name="finding"),
    path("danh-muc/can-quyet/<int:id>/quyet", settling.settle, name="settle"),
    path("danh-muc/tham-quyen", powers.index, name="powers"),
    path("danh-muc/tham-quyen/quyet", powers.decide, name="decide"),
    path("danh-muc/danh-sach", matching.index, name="lists"),
    path("danh-muc/danh-sach/nop", matching.take_in, name="take_list"),
    path("danh-muc/danh-sach/quyet", matching.decide, name="decide_list"),
    path("danh-muc/<str:code>", one.show, name="show"),
    path("danh-muc/<str:code>/bat-tat", switching.switch, name="switch"),
    path("danh-muc/<str:code>/quy-dinh", ruling.index, name="rules"),
    path("danh-muc/<str:code>/quy-dinh/moi", ruling.enter, name="rule"),
    path("danh-muc/<str:code>/quy-dinh/<int:id>/ket-thuc", ruling.end, name="end_rule"),
]
