"""The area of dossiers as a Django application: it declares itself when the application starts."""

from django.apps import AppConfig


class DossiersConfig(AppConfig):
    name = "thongsuot.areas.dossiers"
    label = "dossiers"

    def ready(self) -> None:
        from thongsuot.areas.dossiers import acts, payments
        from thongsuot.areas.dossiers.area import AREA
        from thongsuot.engine import background, intents, registry

        registry.declare(AREA)
        intents.applies(acts.SOURCE, acts.apply)
        intents.applies(payments.SOURCE, payments.apply)
        background.work_beside(payments.watch)
