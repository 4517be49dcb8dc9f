"""The area of satisfaction as a Django application. It declares no process: a rating is a move of the dossier's own."""

from django.apps import AppConfig


class SatisfactionConfig(AppConfig):
    name = "thongsuot.areas.satisfaction"
    label = "satisfaction"

    def ready(self) -> None:
        from thongsuot.areas.satisfaction import figures, rating
        from thongsuot.engine import briefed

        rating.declare()
        briefed.tell(*figures.FIGURES)
