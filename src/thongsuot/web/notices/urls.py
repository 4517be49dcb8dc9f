"""The addresses of the notices."""

from django.urls import path

from thongsuot.web.notices import pages

app_name = "notices"
urlpatterns = [
    path("tin-nhan", pages.stuck_ones, name="stuck"),
    path("tin-nhan/minh-hoa", pages.screen, name="screen"),
]
