"""The area of dossiers as a Django application: it declares itself when the application starts."""

from django.apps import AppConfig


class DossiersConfig(AppConfig):
    name = "thongsuot.areas.dossiers"
    label = "dossiers"

    def ready(self) -> None:
        from thongsuot.areas.dossiers import acts, book, book_closing, digitising, payments, results, sealing
        from thongsuot.areas.dossiers.area import AREA
        from thongsuot.areas.dossiers.paper_figures import SHARES
        from thongsuot.engine import background, beside, intents, paper_sweep, registry, shares

        registry.declare(AREA)
        shares.declare(*SHARES)
        book_closing.declare()
        intents.applies(acts.SOURCE, acts.apply)
        intents.applies(payments.SOURCE, payments.apply)
        beside.rounds(payments.Rounds(), payments.EVERY)
        background.follow(results.catch_up)
        background.follow(book.catch_up)
        beside.one_by_one(sealing.work_one, sealing.EVERY)
        paper_sweep.refer(sealing.digests)
        background.follow(digitising.catch_up)
        beside.one_by_one(digitising.work_one, digitising.EVERY)
        paper_sweep.refer(digitising.digests)
