"""The area of good practices as a Django application: it declares itself when the application starts."""

from django.apps import AppConfig


class PracticesConfig(AppConfig):
    name = "thongsuot.areas.practices"
    label = "practices"

    def ready(self) -> None:
        from thongsuot.areas.practices.area import AREA
        from thongsuot.engine import registry

        registry.declare(AREA)
