"""The addresses of issued guidance."""

from django.urls import path

from thongsuot.web.guidance import pages

app_name = "guidance"
urlpatterns = [
    path("van-ban-huong-dan", pages.index, name="index"),
    path("van-ban-huong-dan/<uuid:id>", pages.document, name="document"),
    path("van-ban-huong-dan/<uuid:id>/chua-doc", pages.unread, name="unread"),
]
