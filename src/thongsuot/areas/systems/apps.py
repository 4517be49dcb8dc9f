"""The area of information systems as a Django application: its kind, its figures, and the probes beside the server."""

from django.apps import AppConfig


class SystemsConfig(AppConfig):
    name = "thongsuot.areas.systems"
    label = "systems"

    def ready(self) -> None:
        from thongsuot.areas.systems import figures, probing
        from thongsuot.areas.systems.area import AREA
        from thongsuot.engine import beside, briefed, registry

        registry.declare(AREA)
        beside.rounds(probing.round_of, probing.EVERY)
        briefed.tell(*figures.FIGURES)
