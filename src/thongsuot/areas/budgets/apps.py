"""The area of budget support as a Django application: its kind of case and its figures."""

from django.apps import AppConfig


class BudgetsConfig(AppConfig):
    name = "thongsuot.areas.budgets"
    label = "budgets"

    def ready(self) -> None:
        from thongsuot.areas.budgets import figures
        from thongsuot.areas.budgets.area import AREA
        from thongsuot.engine import briefed, registry

        registry.declare(AREA)
        briefed.tell(*figures.FIGURES)
