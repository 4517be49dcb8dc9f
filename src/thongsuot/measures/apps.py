"""The measures as a Django application: they follow the journal in the background."""

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "thongsuot.measures"
    label = "measures"

    def ready(self) -> None:
        from thongsuot.engine import background, paper_sweep
        from thongsuot.measures import folding
        from thongsuot.measures.briefing import facts, sealing

        background.follow(folding.catch_up)
        facts.declare()
        background.work_beside(sealing.watch)
        paper_sweep.refer(sealing.digests)
