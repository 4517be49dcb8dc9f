"""The area of petitions as a Django application: it declares itself and its figures when the application starts."""

from django.apps import AppConfig


class PetitionsConfig(AppConfig):
    name = "thongsuot.areas.petitions"
    label = "petitions"

    def ready(self) -> None:
        from thongsuot.areas.petitions import keeping, together
        from thongsuot.areas.petitions.area import AREA
        from thongsuot.areas.petitions.figures import FIGURES
        from thongsuot.engine import background, briefed, erasing, registry

        registry.declare(AREA)
        briefed.tell(*FIGURES)
        background.do_again("petitions", together.catch_up)
        background.do_again("petitions-tidy", keeping.tidy)
        background.follow(keeping.catch_up)
        erasing.beside(keeping.forget)
