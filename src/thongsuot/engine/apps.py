"""The engine as a Django application."""

from django.apps import AppConfig


class EngineConfig(AppConfig):
    name = "thongsuot.engine"
    label = "engine"
