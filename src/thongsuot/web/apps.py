"""The web floor as a Django application: it declares which lists can be had as workbooks and has long ones made."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "thongsuot.web"
    label = "web"

    def ready(self) -> None:
        from thongsuot.engine import beside, exports
        from thongsuot.web.exports import cases, conditions, keeping, others, satisfaction

        exports.declare(*cases.KINDS, *keeping.KINDS, *others.KINDS, *conditions.KINDS, *satisfaction.KINDS)
        beside.make(exports.make_next, exports.erase_old, exports.IDLE)
