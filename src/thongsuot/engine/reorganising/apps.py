"""Reorganisations as a Django application: its own table, its place among the background work, what follows a body."""

from django.apps import AppConfig


class ReorganisingConfig(AppConfig):
    name = "thongsuot.engine.reorganising"
    label = "reorganising"

    def ready(self) -> None:
        from thongsuot.engine import background
        from thongsuot.engine.reorganising import queues, running

        queues.declare()
        background.do_again("reorganise", running.sweep)
