"""The address of reception days."""

from django.urls import path

from thongsuot.web.receptions import schedule

app_name = "receptions"
urlpatterns = [path("tiep-cong-dan", schedule.show, name="schedule")]
