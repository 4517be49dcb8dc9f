"""Which address leads to which face."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from thongsuot.web import observe
from thongsuot.web.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", observe.healthz, name="healthz"),
    path("readyz", observe.readyz, name="readyz"),
    path("metrics", observe.metrics, name="metrics"),
    path("quan-tri/", admin.site.urls),
    path("", include("thongsuot.web.urls")),
]
