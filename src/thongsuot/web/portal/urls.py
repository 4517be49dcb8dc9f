"""The portal's addresses: Vietnamese words, short enough to be read aloud."""

from django.urls import path

from thongsuot.web.portal import home

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
]
