"""The area of information systems as a Django application: its kind, its figures, and the probes beside the server."""

from django.apps import AppConfig


class SystemsConfig(AppConfig):
    name = "thongsuot.areas.systems"
    label = "systems"

    def ready(self) -> None:
        from thongsuot.areas.systems import figures, probing
        from thongsuot.areas.systems.area import AREA
        from thongsuot.engine import background, briefed, registry

        registry.declare(AREA)
        background.work_beside(probing.watch)
        briefed.tell(*figures.FIGURES)
