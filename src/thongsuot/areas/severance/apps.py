"""The area of severance as a Django application: its kind of case and its figures."""

from django.apps import AppConfig


class SeveranceConfig(AppConfig):
    name = "thongsuot.areas.severance"
    label = "severance"

    def ready(self) -> None:
        from thongsuot.areas.severance import figures
        from thongsuot.areas.severance.area import AREA
        from thongsuot.engine import briefed, registry

        registry.declare(AREA)
        briefed.tell(*figures.FIGURES)
