"""The addresses of the notices."""

from django.urls import path

from thongsuot.web.notices import pages, texts

app_name = "notices"
urlpatterns = [
    path("tin-nhan", pages.stuck_ones, name="stuck"),
    path("tin-nhan/mau", texts.preview, name="texts"),
    path("tin-nhan/mau/<str:event>/<str:language>", texts.text, name="text"),
    path("tin-nhan/minh-hoa", pages.screen, name="screen"),
]
