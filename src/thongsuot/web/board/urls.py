"""The board's addresses."""

from django.urls import path

from thongsuot.web.board import pages, points

app_name = "board"
urlpatterns = [
    path("bang", pages.home, name="home"),
    path("bang/ca-nuoc", pages.nation, name="nation"),
    path("bang/tinh/<str:code>", pages.province, name="province"),
    path("bang/tinh/<str:code>/diem", points.show, name="points"),
    path("bang/co-quan/<str:key>", pages.house, name="house"),
    path("bang/danh-sach/<str:figure>", pages.figure_list, name="list"),
    path("bang/ty-le/<str:key>", pages.share_list, name="share"),
    path("bang/hang-cho/<str:house>/<str:body>/<str:step>", pages.queue_list, name="queue"),
]
