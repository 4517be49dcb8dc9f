"""The area of obstacles as a Django application: it declares itself when the application starts."""

from django.apps import AppConfig


class ObstaclesConfig(AppConfig):
    name = "thongsuot.areas.obstacles"
    label = "obstacles"

    def ready(self) -> None:
        from thongsuot.areas.obstacles import following
        from thongsuot.areas.obstacles.area import AREA
        from thongsuot.areas.obstacles.figures import FIGURES
        from thongsuot.engine import background, briefed, registry

        registry.declare(AREA)
        briefed.tell(*FIGURES)
        background.do_again("obstacles", following.catch_up)
