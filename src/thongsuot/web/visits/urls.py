"""The addresses of visits to a centre."""

from django.urls import path

from thongsuot.web.visits import booking, counter, kiosk, setting

app_name = "visits"
urlpatterns = [
    path("so-thu-tu", counter.home, name="home"),
    path("so-thu-tu/quay/<int:number>", counter.counter, name="counter"),
    path("so-thu-tu/lich-hen", counter.expected, name="expected"),
    path("so-thu-tu/cai-dat", setting.setting, name="setting"),
    path("so-thu-tu/hen/<uuid:id>", booking.appointment, name="appointment"),
    path("so-thu-tu/<str:body>/lay-so", kiosk.kiosk, name="kiosk"),
    path("so-thu-tu/<str:body>/man-hinh", kiosk.screen, name="screen"),
    path("so-thu-tu/<str:body>/dat-lich", booking.book, name="book"),
]
