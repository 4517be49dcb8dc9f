"""The area of visits as a Django application. It declares no process: a visit is no case."""

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "thongsuot.areas.visits"
    label = "visits"

    def ready(self) -> None:
        from thongsuot.areas.visits import moving, reminding
        from thongsuot.engine import beside

        moving.declare()
        beside.rounds(reminding.make_round, reminding.EVERY)
