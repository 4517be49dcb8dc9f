"""The addresses of the deliveries to the persons' store."""

from django.urls import path

from thongsuot.web.stores import pages

app_name = "stores"
urlpatterns = [path("kho-du-lieu", pages.stuck_ones, name="stuck")]
