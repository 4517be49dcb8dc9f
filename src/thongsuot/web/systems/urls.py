"""The addresses of information systems and of the communes' conditions."""

from django.urls import path

from thongsuot.web.systems import conditions, register, status

app_name = "systems"
urlpatterns = [
    path("tinh-trang-he-thong", status.public, name="public"),
    path("he-thong", register.index, name="list"),
    path("he-thong/loi/<uuid:id>/toi-cung-gap", register.me_too, name="me_too"),
    path("he-thong/<str:key>", register.one, name="one"),
    path("he-thong/<str:key>/ghi", register.state, name="state"),
    path("dieu-kien", conditions.index, name="conditions"),
    path("dieu-kien/khai", conditions.state, name="condition"),
    path("dieu-kien/tinh/<str:code>", conditions.province, name="province"),
]
