"""The area of petitions as a Django application: it declares itself and its figures when the application starts."""

from django.apps import AppConfig


class PetitionsConfig(AppConfig):
    name = "thongsuot.areas.petitions"
    label = "petitions"

    def ready(self) -> None:
        from thongsuot.areas.petitions.area import AREA
        from thongsuot.areas.petitions.figures import FIGURES
        from thongsuot.engine import briefed, registry

        registry.declare(AREA)
        briefed.tell(*FIGURES)
