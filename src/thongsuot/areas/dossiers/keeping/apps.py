"""What becomes of dossiers after their end, as a Django application of its own tables."""

from django.apps import AppConfig


class KeepingConfig(AppConfig):
    name = "thongsuot.areas.dossiers.keeping"
    label = "keeping"

    def ready(self) -> None:
        from thongsuot.areas.dossiers.keeping import archiving, erasing, own, requests
        from thongsuot.engine import background, beside, own_data, paper_sweep
        from thongsuot.engine import erasing as erases

        erases.kept("dossier", erasing.must_be_kept)
        erases.beside(erasing.forget)
        background.follow(archiving.catch_up)
        beside.one_by_one(archiving.work_due, archiving.EVERY)
        paper_sweep.refer(requests.digests)
        own_data.declare(*own.PARTS)
