"""The measures as a Django application: they follow the journal in the background."""

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "thongsuot.measures"
    label = "measures"

    def ready(self) -> None:
        from thongsuot.engine import background
        from thongsuot.measures import folding

        background.follow(folding.catch_up)
