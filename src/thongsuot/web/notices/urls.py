"""The addresses of the notices."""

from django.urls import path

from thongsuot.web.notices import officers, pages, texts

app_name = "notices"
urlpatterns = [
    path("thong-bao", officers.told, name="told"),
    path("thong-bao/<uuid:id>", officers.open_one, name="open"),
    path("tin-nhan", pages.stuck_ones, name="stuck"),
    path("tin-nhan/mau", texts.preview, name="texts"),
    path("tin-nhan/mau/<str:event>/<str:language>", texts.text, name="text"),
    path("tin-nhan/minh-hoa", pages.screen, name="screen"),
]
