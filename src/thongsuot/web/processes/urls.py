"""The addresses of internal processes."""

from django.urls import path

from thongsuot.web.processes import moving, publishing, showing

app_name = "processes"
urlpatterns = [
    path("quy-trinh", showing.index, name="list"),
    path("quy-trinh/<str:code>", showing.show, name="show"),
    path("quy-trinh/<str:code>/thu", showing.simulate, name="simulate"),
    path("quy-trinh/<str:code>/so-sanh", showing.compare, name="compare"),
    path("quy-trinh/<str:code>/tai/<str:form>", showing.download, name="download"),
    path("quy-trinh/<str:code>/chuyen-ho-so", moving.move_cases, name="move"),
    path("quy-trinh/<str:code>/nhap", publishing.take_in, name="import"),
    path("quy-trinh/<str:code>/ban-hanh", publishing.publish, name="publish"),
]
