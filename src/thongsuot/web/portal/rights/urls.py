"""The addresses of a person's rights over her data; they stand in the portal's namespace."""

from django.urls import path

from thongsuot.web.portal.rights import correcting, data

urlpatterns = [
    path("cua-toi/du-lieu", data.data, name="own_data"),
    path("cua-toi/du-lieu/ban-sao", data.ask_copy, name="own_copy"),
    path("cua-toi/du-lieu/ban-sao/<uuid:id>", data.take_copy, name="own_copy_take"),
    path("cua-toi/du-lieu/dong-y", data.consent, name="consent"),
    path("cua-toi/<uuid:id>/sua-thong-tin", correcting.correct, name="correct_own"),
]
