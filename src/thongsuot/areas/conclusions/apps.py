"""The area of conclusions as a Django application: it declares itself when the application starts."""

from django.apps import AppConfig


class ConclusionsConfig(AppConfig):
    name = "thongsuot.areas.conclusions"
    label = "conclusions"

    def ready(self) -> None:
        from thongsuot.areas.conclusions.area import AREA
        from thongsuot.engine import registry

        registry.declare(AREA)
