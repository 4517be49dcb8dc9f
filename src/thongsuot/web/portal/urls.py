"""The portal's addresses: Vietnamese words, short enough to be read aloud."""

from django.urls import path

from thongsuot.web.portal import (
    application,
    beginning,
    bringing,
    entering,
    finding,
    home,
    identity_twin,
    large,
    place,
    procedure,
    sending,
    uploads,
)

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("thu-tuc", finding.find, name="search"),
    path("thu-tuc/<str:code>", procedure.procedure, name="procedure"),
    path("noi-den", place.place, name="place"),
    path("lon", large.large, name="large"),
    path("tai-len", uploads.begin, name="uploads"),
    path("tai-len/<uuid:id>", uploads.one, name="upload"),
    path("cong-dan/dang-nhap", entering.sign_in, name="sign_in"),
    path("cong-dan/tro-lai", entering.callback, name="callback"),
    path("cong-dan/tiep-tuc", entering.resume, name="resume"),
    path("cong-dan/dang-xuat", entering.sign_out, name="sign_out"),
    path("dinh-danh-thu/dang-nhap", identity_twin.person, name="identity_twin"),
    path("dinh-danh-thu/<path:path>", identity_twin.machine, name="identity_twin_machine"),
    path("nop/<str:code>", beginning.apply, name="apply"),
    path("nop/don/<uuid:id>", application.application, name="application"),
    path("nop/don/<uuid:id>/noi", beginning.where, name="where"),
    path("nop/don/<uuid:id>/cho-ai", application.for_whom, name="for_whom"),
    path("nop/don/<uuid:id>/phan/<str:key>", application.part, name="part"),
    path("nop/don/<uuid:id>/giay-to", bringing.papers, name="papers"),
    path("nop/don/<uuid:id>/giay-to/<str:key>", bringing.paper_of, name="paper_of"),
    path("nop/don/<uuid:id>/so-luong", application.count, name="count"),
    path("nop/don/<uuid:id>/nhan", application.delivery, name="delivery"),
    path("nop/don/<uuid:id>/kiem-tra", sending.check, name="check"),
    path("nop/don/<uuid:id>/in", application.printed, name="print"),
    path("nop/don/<uuid:id>/moi", application.renew, name="renew"),
    path("nop/don/<uuid:id>/xoa", application.discard, name="discard"),
    path("nop/don/<uuid:id>/nop", sending.send, name="send"),
    path("cua-toi/<uuid:id>/da-nop", sending.sent, name="sent"),
]
