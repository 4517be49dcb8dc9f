"""The area of inspections as a Django application: it declares its two kinds, its figures and what it holds up."""

from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    name = "thongsuot.areas.inspections"
    label = "inspections"

    def ready(self) -> None:
        from thongsuot.areas.inspections import figures, recording
        from thongsuot.areas.inspections.area import AREAS
        from thongsuot.engine import briefed, registry

        for area in AREAS:
            registry.declare(area)
        registry.hinder("inspection", "close", recording.still_open)
        briefed.tell(*figures.FIGURES)
