"""The addresses of electronic forms and of their editor."""

from django.urls import path

from thongsuot.web.eform import editing, filling

app_name = "eform"
urlpatterns = [
    path("to-khai", filling.forms, name="forms"),
    path("to-khai/moi/<str:key>", filling.start, name="start"),
    path("to-khai/<uuid:id>", filling.draft, name="draft"),
    path("to-khai/<uuid:id>/phan/<str:key>", filling.section, name="section"),
    path("to-khai/<uuid:id>/toan-bo", filling.whole, name="whole"),
    path("to-khai/<uuid:id>/kiem-tra", filling.check, name="check"),
    path("to-khai/<uuid:id>/giay-to", filling.papers, name="papers"),
    path("to-khai/<uuid:id>/in", filling.printed, name="print"),
    path("to-khai/<uuid:id>/xoa", filling.discard, name="discard"),
    path("bieu-mau", editing.forms, name="admin"),
    path("bieu-mau/<str:key>", editing.versions, name="versions"),
    path("bieu-mau/<str:key>/sua", editing.edit, name="edit"),
]
