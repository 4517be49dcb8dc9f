"""The addresses of reorganisations."""

from django.urls import path

from thongsuot.web.reorganising import pages

app_name = "reorganising"
urlpatterns = [
    path("sap-xep", pages.index, name="list"),
    path("sap-xep/<uuid:id>", pages.one, name="one"),
    path("sap-xep/<uuid:id>/<str:which>.xlsx", pages.workbook, name="workbook"),
]
