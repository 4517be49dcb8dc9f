"""The addresses of GeoReport v2, as the standard writes them."""

from django.urls import path

from thongsuot.web.open311 import views

app_name = "open311"
urlpatterns = [
    path("open311/discovery.<str:form>", views.discovery, name="discovery"),
    path("open311/v2/services.<str:form>", views.services, name="services"),
    path("open311/v2/services/<str:code>.<str:form>", views.definition, name="definition"),
    path("open311/v2/requests.<str:form>", views.requests, name="requests"),
    path("open311/v2/requests/<str:number>.<str:form>", views.request_one, name="request"),
    path("open311/v2/tokens/<str:token>.<str:form>", views.token, name="token"),
]
