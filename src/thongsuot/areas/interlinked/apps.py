"""The area of interlinked requests as a Django application: it declares itself when the application starts."""

from django.apps import AppConfig


class InterlinkedConfig(AppConfig):
    name = "thongsuot.areas.interlinked"
    label = "interlinked"

    def ready(self) -> None:
        from thongsuot.areas.interlinked import errands, following
        from thongsuot.areas.interlinked.area import AREA
        from thongsuot.engine import background, beside, erasing, registry

        registry.declare(AREA)
        background.follow(following.follow)
        beside.one_by_one(errands.work_one, errands.EVERY)
        erasing.beside(errands.forget)
