"""The register as a Django application."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "thongsuot.register"
    label = "register"
