"""The area of dossiers as a Django application."""

from django.apps import AppConfig


class DossiersConfig(AppConfig):
    name = "thongsuot.areas.dossiers"
    label = "dossiers"
