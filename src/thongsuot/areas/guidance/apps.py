"""The area of guidance owed as a Django application: it declares itself when the application starts."""

from django.apps import AppConfig


class GuidanceConfig(AppConfig):
    name = "thongsuot.areas.guidance"
    label = "guidance"

    def ready(self) -> None:
        from thongsuot.areas.guidance.area import AREA
        from thongsuot.areas.guidance.figures import FIGURES
        from thongsuot.engine import briefed, registry

        registry.declare(AREA)
        briefed.tell(*FIGURES)
