"""The addresses of the areas' pages."""

from django.urls import path

from thongsuot.web.areas import lists, opening

app_name = "areas"
urlpatterns = [
    path("cong-viec", lists.index, name="index"),
    path("cong-viec/<slug:slug>", lists.show, name="list"),
    path("cong-viec/<slug:slug>/mo/<slug:move>", opening.open_case, name="open"),
]
