"""The way into a process of the simulation: Django first, then the share that it was given."""

from __future__ import annotations

import pickle
import signal
from typing import Any

from thongsuot.platform import processes


def start(sealed: bytes, results: Any, parent: int) -> None:
    """Work on a share, given as bytes because nothing of ours can be read before Django is ready.

    It ends with the process that started it.
    """
    import django

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    django.setup()
    from thongsuot.simulation import running

    began = processes.started_at(parent)
    try:
        # Made by our own parent a moment ago.
        run, houses = pickle.loads(sealed)  # noqa: S301
        for told in running.work(run, houses):
            if processes.started_at(parent) != began:
                return
            results.put(told)
        results.put(None)
    except Exception as error:
        results.put(f"{type(error).__name__}: {error}")
        raise
