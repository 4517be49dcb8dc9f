"""Work done by several processes at the same moment, each with a connection of its own."""

from __future__ import annotations

import multiprocessing
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from typing import Any

from django.db import connection, connections

PATIENCE = 60
_FORK = multiprocessing.get_context("fork")


def together(*works: Callable[[], Any]) -> list[Any]:
    """Let each work begin in a process of its own when all are ready; their results, in the same order.

    The processes are forked: they share nothing but the database that Django was led to.
    """
    connections.close_all()
    barrier = _FORK.Barrier(len(works))
    pipes = [_FORK.Pipe(duplex=False) for _ in works]
    processes = [
        _FORK.Process(target=_run, args=(work, barrier, mine), daemon=True)
        for work, (_, mine) in zip(works, pipes, strict=True)
    ]
    for process in processes:
        process.start()
    for _, mine in pipes:
        mine.close()
    try:
        return [_result(theirs) for theirs, _ in pipes]
    finally:
        for process in processes:
            process.join(PATIENCE)
            process.kill()


def _run(work: Callable[[], Any], barrier: Barrier, pipe: Connection) -> None:
    try:
        connection.ensure_connection()
        barrier.wait(PATIENCE)
        pipe.send((work(), ""))
    except BaseException:
        barrier.abort()
        pipe.send((None, traceback.format_exc()))
    finally:
        connections.close_all()


def _result(pipe: Connection) -> Any:
    if not pipe.poll(PATIENCE):
        raise AssertionError("a process gave no result")
    result, trouble = pipe.recv()
    assert not trouble, trouble
    return result
