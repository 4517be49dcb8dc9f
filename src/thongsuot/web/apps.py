"""The web floor as a Django application: it declares which lists can be had as workbooks and has long ones made."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "thongsuot.web"
    label = "web"

    def ready(self) -> None:
        from thongsuot.engine import background, exports
        from thongsuot.web.exports import cases, keeping, others, satisfaction

        exports.declare(*cases.KINDS, *keeping.KINDS, *others.KINDS, *satisfaction.KINDS)
        background.make_beside(
            exports.make_next, exports.erase_old, exports.IDLE, "lists cannot be written; trying again"
        )
