"""The briefing's addresses."""

from django.urls import path

from thongsuot.web.briefing import entering, filed, listing, showing, writing

app_name = "briefing"
urlpatterns = [
    path("bao-cao", showing.show, name="show"),
    path("bao-cao/tep/<str:ending>", showing.file, name="file"),
    path("bao-cao/danh-sach/<str:key>", listing.show, name="list"),
    path("bao-cao/soan", writing.write, name="write"),
    path("bao-cao/ban-hanh", writing.issue, name="issue"),
    path("bao-cao/so-lieu", entering.statements_page, name="statements"),
    path("bao-cao/che-do-bao-cao", entering.duties_page, name="duties"),
    path("bao-cao/so/<uuid:id>", filed.show, name="issued"),
    path("bao-cao/so/<uuid:id>/tep/<str:ending>", filed.file, name="issued_file"),
    path("bao-cao/so/<uuid:id>/so-sanh", filed.compare, name="compare"),
    path("bao-cao/so/<uuid:id>/ky-lai", filed.sign_again, name="sign_again"),
]
