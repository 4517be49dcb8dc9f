"""Keeping connections busy for a while, and what that comes to: requests a second, waiting, processor time, SQL."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple

from bench.client import Answer, Lane
from bench.site import cpu_of, metrics_of

WARM = 1.0

Make = Callable[[], tuple[bytes, Callable[[Answer], None]]]
Doing = Callable[[Lane], Awaitable[None]]
Routes = Sequence[tuple[str, str]]
"""(method, pattern) as the server's own figures name them."""


class Wrong(AssertionError):
    """The server's answer is not what it must be."""


def must(truth: object, words: str, answer: Answer | None = None) -> None:
    if not truth:
        shown = f"\n{answer.head.decode('latin-1')}\n{answer.body[:1500].decode()}" if answer else ""
        raise Wrong(words + shown)


class Place(NamedTuple):
    """The server that is measured: its port and the process that keeps its workers."""

    port: int
    leader: int


class Edge(NamedTuple):
    """A moment, the processor time of the server and our own so far (seconds), and the server's own figures."""

    at: float
    cpu: float
    own: float
    metrics: dict[str, float]


async def measure(
    server: Place,
    lanes: Sequence[Lane],
    do: Doing,
    seconds: float,
    routes: Routes,
    more: Callable[[], bool] | None = None,
) -> dict[str, float]:
    """Keep every connection busy with `do`, one after the other; figures over the time after the warm-up.

    `more`, when given, ends it earlier: once it says False, no connection begins another.
    """
    answers: list[tuple[float, float]] = []
    until = time.perf_counter() + WARM + seconds
    edges: list[Edge] = []

    def edge(metrics: dict[str, float]) -> Edge:
        return Edge(time.perf_counter(), cpu_of(server.leader), time.process_time(), metrics)

    async def working(lane: Lane) -> None:
        while (sent := time.perf_counter()) < until and (more is None or more()):
            await do(lane)
            now = time.perf_counter()
            answers.append((now, now - sent))

    async def watching() -> None:
        await asyncio.sleep(WARM)
        # Asking for the figures costs the server something: before the clock starts, and after it has stopped.
        metrics = await asyncio.to_thread(metrics_of, server.port)
        edges.append(edge(metrics))

    gc.collect()
    gc.disable()
    await asyncio.gather(watching(), *map(working, lanes))
    gc.enable()
    last = edge({})
    return figures(routes, answers, edges[0], last._replace(metrics=metrics_of(server.port)))


def figures(routes: Routes, answers: list[tuple[float, float]], first: Edge, last: Edge) -> dict[str, float]:
    """What was done between two edges. `answers` are (when it came, how long it took), in seconds."""
    latencies = sorted(took for at, took in answers if at >= first.at)
    requests, statements = (
        sum(_grown(f"thongsuot_request_statements_{part}", route, first, last) for route in routes)
        for part in ("count", "sum")
    )
    return {
        "rps": len(latencies) / (last.at - first.at),
        "p50_ms": latencies[len(latencies) // 2] * 1000,
        "p95_ms": latencies[len(latencies) * 95 // 100] * 1000,
        "cpu_ms": (last.cpu - first.cpu) / len(latencies) * 1000,
        "statements": statements / requests * len(routes),
        "requests": len(latencies),
        "driver_us": (last.own - first.own) / len(latencies) * 1e6,
    }


def _grown(metric: str, route: tuple[str, str], first: Edge, last: Edge) -> float:
    name = f'{metric}{{method="{route[0]}",route="{route[1]}"}}'
    return last.metrics.get(name, 0.0) - first.metrics.get(name, 0.0)
