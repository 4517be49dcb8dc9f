"""The measures as a Django application: they follow the journal in the background."""

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "thongsuot.measures"
    label = "measures"

    def ready(self) -> None:
        from thongsuot.engine import background, beside, paper_sweep
        from thongsuot.measures import folding
        from thongsuot.measures.briefing import facts, sealing

        background.follow(folding.catch_up)
        facts.declare()
        beside.one_by_one(sealing.work_one, sealing.EVERY)
        paper_sweep.refer(sealing.digests)
