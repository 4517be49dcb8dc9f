"""The area of communication as a Django application: it declares itself when the application starts."""

from django.apps import AppConfig


class CommunicationConfig(AppConfig):
    name = "thongsuot.areas.communication"
    label = "communication"

    def ready(self) -> None:
        from thongsuot.areas.communication import counting, figures
        from thongsuot.areas.communication.area import AREA
        from thongsuot.engine import background, briefed, registry

        registry.declare(AREA)
        briefed.tell(*figures.FIGURES)
        background.do_again("communication.fold", counting.fold)
