"""The area of tasks as a Django application: it declares its two kinds of case when the application starts."""

from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "thongsuot.areas.tasks"
    label = "tasks"

    def ready(self) -> None:
        from thongsuot.areas.tasks import charges
        from thongsuot.areas.tasks.area import AREA
        from thongsuot.areas.tasks.coordinating import COORDINATION_AREA
        from thongsuot.areas.tasks.figures import FIGURES
        from thongsuot.engine import briefed, registry, sweep

        registry.declare(AREA)
        registry.declare(COORDINATION_AREA)
        briefed.tell(*FIGURES)
        sweep.in_charge(charges.NAMED)
