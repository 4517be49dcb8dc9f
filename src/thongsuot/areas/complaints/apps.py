"""The area of complaints and denunciations as a Django application: it declares itself, and tells no figure."""

from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    name = "thongsuot.areas.complaints"
    label = "complaints"

    def ready(self) -> None:
        from thongsuot.areas.complaints.area import COMPLAINTS, DENUNCIATIONS
        from thongsuot.engine import registry

        registry.declare(COMPLAINTS)
        registry.declare(DENUNCIATIONS)
