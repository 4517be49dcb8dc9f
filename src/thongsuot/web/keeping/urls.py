"""The addresses of what becomes of closed dossiers, and of people's rights over their data, at the desk."""

from django.urls import path

from thongsuot.web.keeping import archive, erasing, investigating, requests

app_name = "keeping"
urlpatterns = [
    path("luu-tru", archive.index, name="archive"),
    path("luu-tru/lap-lai", archive.again, name="again"),
    path("luu-tru/xoa", erasing.index, name="erasing"),
    path("luu-tru/xoa/<uuid:id>", erasing.decide, name="decide"),
    path("yeu-cau-sua", requests.index, name="requests"),
    path("yeu-cau-sua/<uuid:id>", requests.answer, name="request"),
    path("yeu-cau-sua/<uuid:id>/tep/<int:place>", requests.evidence, name="evidence"),
    path("luot-xem-dieu-tra", investigating.index, name="investigations"),
]
