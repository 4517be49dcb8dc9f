"""The addresses of inspections beside those of their area."""

from django.urls import path

from thongsuot.web.inspections import recording, supervising

app_name = "inspections"
urlpatterns = [
    path("kiem-tra/ghi", recording.record, name="record"),
    path("kiem-tra/ngoai-tuyen.js", recording.worker, name="worker"),
    path("giam-sat", supervising.powers, name="powers"),
]
