"""The web floor as a Django application."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "thongsuot.web"
    label = "web"
