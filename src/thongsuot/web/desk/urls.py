"""The desk's addresses. They are read aloud over the telephone, so they are Vietnamese words."""

from django.urls import path

from thongsuot.web.desk import (
    account,
    batches,
    case,
    consulting,
    correcting,
    lists,
    making,
    moves,
    papers,
    receiving,
    relating,
    scanning,
    unsigned,
)

app_name = "desk"
urlpatterns = [
    path("dang-nhap", account.sign_in, name="login"),
    path("dang-xuat", account.sign_out, name="logout"),
    path("mat-khau", account.password, name="password"),
    path("ngon-ngu/<str:name>", account.language, name="language"),
    path("viec", lists.work, name="work"),
    path("viec/dem", lists.counts, name="counts"),
    path("viec/cot", lists.columns, name="columns"),
    path("viec/lo", batches.batch, name="batch"),
    path("tim", lists.search, name="search"),
    path("tiep-nhan", receiving.pick, name="intake"),
    path("tiep-nhan/ban-quet/<str:words>", scanning.scan, name="scan"),
    path("ban-quet-chua-ky", unsigned.unsigned, name="unsigned"),
    path("tiep-nhan/<str:code>", receiving.receive, name="receive"),
    path("ho-so/<uuid:id>", case.case, name="case"),
    path("ho-so/<uuid:id>/da-nhan", receiving.received, name="received"),
    path("ho-so/<uuid:id>/da-xem", case.readers, name="readers"),
    path("ho-so/<uuid:id>/buoc/<str:name>", moves.move, name="move"),
    path("ho-so/<uuid:id>/nhan", moves.claim, name="claim"),
    path("ho-so/<uuid:id>/giao", moves.assign, name="assign"),
    path("ho-so/<uuid:id>/hoan-tac", moves.undo, name="undo"),
    path("ho-so/<uuid:id>/nguoi-nop", correcting.amend, name="amend"),
    path("ho-so/<uuid:id>/lien-quan", relating.relate, name="relate"),
    path("ho-so/<uuid:id>/lay-y-kien", consulting.consult, name="consult"),
    path("ho-so/<uuid:id>/giay-to", papers.attach, name="attach"),
    path("ket-qua-chua-ky", making.stuck, name="stuck_results"),
    path("ho-so/<uuid:id>/ky-lai", making.sign_again, name="sign_again"),
    path("ho-so/<uuid:id>/giay-to/<uuid:paper_id>", papers.paper, name="paper"),
    path("ho-so/<uuid:id>/mau/<str:key>/<int:number>", papers.letter, name="letter"),
]
