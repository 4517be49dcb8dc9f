"""The engine as a Django application."""

from django.apps import AppConfig


class EngineConfig(AppConfig):
    name = "thongsuot.engine"
    label = "engine"

    def ready(self) -> None:
        from thongsuot.engine import (
            background,
            beside,
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
        beside.rounds(signed_papers.make_round, signed_papers.EVERY)
        beside.make(own_copy.make_next, own_copy.erase_old, own_copy.IDLE)
        own_data.declare(*own_parts.PARTS)
        for kept in (groups, own_copy, exports, tracking):
            erasing.beside(kept.forget)
