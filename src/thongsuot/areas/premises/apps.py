"""The area of surplus premises as a Django application: its kind of case and its figures."""

from django.apps import AppConfig


class PremisesConfig(AppConfig):
    name = "thongsuot.areas.premises"
    label = "premises"

    def ready(self) -> None:
        from thongsuot.areas.premises import figures
        from thongsuot.areas.premises.area import AREA
        from thongsuot.engine import briefed, registry

        registry.declare(AREA)
        briefed.tell(*figures.FIGURES)
