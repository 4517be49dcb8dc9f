"""The area of dossiers as a Django application: it declares itself when the application starts."""

from django.apps import AppConfig


class DossiersConfig(AppConfig):
    name = "thongsuot.areas.dossiers"
    label = "dossiers"

    def ready(self) -> None:
        from thongsuot.areas.dossiers import acts, book, book_closing, digitising, payments, results, sealing
        from thongsuot.areas.dossiers.area import AREA
        from thongsuot.areas.dossiers.paper_figures import SHARES
        from thongsuot.engine import background, intents, paper_sweep, registry, shares

        registry.declare(AREA)
        shares.declare(*SHARES)
        book_closing.declare()
        intents.applies(acts.SOURCE, acts.apply)
        intents.applies(payments.SOURCE, payments.apply)
        background.work_beside(payments.watch)
        background.follow(results.catch_up)
        background.follow(book.catch_up)
        background.work_beside(sealing.watch)
        paper_sweep.refer(sealing.digests)
        background.follow(digitising.catch_up)
        background.work_beside(digitising.watch)
        paper_sweep.refer(digitising.digests)
