"""The engine as a Django application."""

from django.apps import AppConfig


class EngineConfig(AppConfig):
    name = "thongsuot.engine"
    label = "engine"

    def ready(self) -> None:
        from thongsuot.engine import intents, paper_sweep

        paper_sweep.refer(intents.digests)
