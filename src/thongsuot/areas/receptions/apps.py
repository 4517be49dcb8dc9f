"""The area of reception days as a Django application: it declares itself and its figures at the start."""

from django.apps import AppConfig


class ReceptionsConfig(AppConfig):
    name = "thongsuot.areas.receptions"
    label = "receptions"

    def ready(self) -> None:
        from thongsuot.areas.receptions.area import AREA
        from thongsuot.areas.receptions.figures import FIGURES
        from thongsuot.engine import briefed, registry

        registry.declare(AREA)
        briefed.tell(*FIGURES)
