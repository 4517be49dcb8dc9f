"""The engine as a Django application."""

from django.apps import AppConfig


class EngineConfig(AppConfig):
    name = "thongsuot.engine"
    label = "engine"

    def ready(self) -> None:
        from thongsuot.engine import background, intents, paper_sweep, signed_papers

        paper_sweep.refer(intents.digests)
        background.follow(signed_papers.catch_up)
        background.work_beside(signed_papers.watch)
