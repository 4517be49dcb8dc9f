"""Which address leads to which face."""

from django.urls import URLPattern, URLResolver, path

from thongsuot.web import observe

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", observe.healthz, name="healthz"),
    path("readyz", observe.readyz, name="readyz"),
    path("metrics", observe.metrics, name="metrics"),
]
