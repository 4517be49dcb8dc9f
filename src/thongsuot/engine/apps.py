"""The engine as a Django application."""

from django.apps import AppConfig


class EngineConfig(AppConfig):
    name = "thongsuot.engine"
    label = "engine"

    def ready(self) -> None:
        from thongsuot.engine import (
            background,
            erasing,
            exports,
            groups,
            intents,
            own_copy,
            own_data,
            own_parts,
            paper_sweep,
            signed_papers,
            tracking,
        )

        paper_sweep.refer(intents.digests)
        background.follow(signed_papers.catch_up)
        background.work_beside(signed_papers.watch)
        background.work_beside(own_copy.watch)
        own_data.declare(*own_parts.PARTS)
        for kept in (groups, own_copy, exports, tracking):
            erasing.beside(kept.forget)
