"""The area of interlinked requests as a Django application: it declares itself when the application starts."""

from django.apps import AppConfig


class InterlinkedConfig(AppConfig):
    name = "thongsuot.areas.interlinked"
    label = "interlinked"

    def ready(self) -> None:
        from thongsuot.areas.interlinked import errands, following
        from thongsuot.areas.interlinked.area import AREA
        from thongsuot.engine import background, erasing, registry

        registry.declare(AREA)
        background.follow(following.follow)
        background.work_beside(errands.watch)
        erasing.beside(errands.forget)
