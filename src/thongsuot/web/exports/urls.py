"""The addresses of workbooks and of the register book."""

from django.urls import path

from thongsuot.web.exports import book, pages

app_name = "exports"
urlpatterns = [
    path("so-theo-doi", book.index, name="books"),
    path("so-theo-doi/<str:key>", book.show, name="book"),
    path("so-theo-doi/<str:key>/in", book.pdf, name="book_pdf"),
    path("tep-xuat", pages.mine, name="mine"),
    path("tep-xuat/<uuid:id>", pages.take, name="take"),
    path("xuat/<str:kind>", pages.sheet, name="sheet"),
]
