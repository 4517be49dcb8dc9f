"""The area of consultations as a Django application: it declares itself, and what it holds up elsewhere."""

from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    name = "thongsuot.areas.consultations"
    label = "consultations"

    def ready(self) -> None:
        from thongsuot.areas.consultations import asking, silence
        from thongsuot.areas.consultations.area import AREA
        from thongsuot.engine import beside, reading, registry

        registry.declare(AREA)
        reading.beside("awaited", asking.AWAITED)
        registry.hinder(*asking.HELD_UP, asking.still_open, asking.still_awaited)
        beside.rounds(silence.record, silence.EVERY)
