"""The addresses of satisfaction; the rating's own is short, because it stands in a QR."""

from django.urls import path

from thongsuot.web.satisfaction import kiosk, leading, rating, slip

app_name = "satisfaction"
urlpatterns = [
    path("danh-gia/tai-quay/<str:body>", kiosk.kiosk, name="kiosk"),
    path("danh-gia/phieu/<uuid:id>", slip.slip, name="slip"),
    path("danh-gia/<str:token>", rating.rate, name="rate"),
    path("hai-long", leading.show, name="figures"),
]
