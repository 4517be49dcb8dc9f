"""The portal's addresses: Vietnamese words, short enough to be read aloud."""

from django.urls import path

from thongsuot.web.portal import entering, home

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("cong-dan/dang-nhap", entering.sign_in, name="sign_in"),
]
