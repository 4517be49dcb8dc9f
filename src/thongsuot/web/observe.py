"""What a request cost and how it ended: one log line, Prometheus figures, and the two health pages.

Nothing personal: the route's pattern stands for the address, the account's number for the person.
"""

from __future__ import annotations

import hmac
import logging
import os
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any, cast

import prometheus_client
from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from prometheus_client import CollectorRegistry, Counter, Histogram, multiprocess

from thongsuot.engine import sql

log = logging.getLogger("thongsuot.request")

LATENCIES = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
STATEMENT_COUNTS = (0, 1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 50, 100)
NAMES = ("method", "route")

REQUESTS = Counter("thongsuot_requests", "Requests answered", (*NAMES, "status"))
SECONDS = Histogram("thongsuot_request_seconds", "Time to answer", NAMES, buckets=LATENCIES)
CPU = Counter("thongsuot_request_cpu_seconds", "Processor time of the application", NAMES)
STATEMENTS = Histogram("thongsuot_request_statements", "SQL statements", NAMES, buckets=STATEMENT_COUNTS)

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

Respond = Callable[[HttpRequest], HttpResponseBase]
Execute = Callable[..., Any]


class Counting:
    """Counts the statements that pass through Django's cursors while a request runs; the engine counts its own."""

    __slots__ = ("count",)

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Execute, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.count += 1
        return execute(sql, params, many, context)


def observe(respond: Respond) -> Respond:
    """The outermost middleware: measure, then one line and four figures."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        started, cpu = time.perf_counter(), time.thread_time()
        statements, engines = Counting(), sql.count()
        status = 500
        try:
            with connection.execute_wrapper(statements):
                response = respond(request)
            status = response.status_code
        finally:
            wall, cpu = time.perf_counter() - started, time.thread_time() - cpu
            _record(request, status, wall, cpu, statements.count + sql.count() - engines)
        return response

    return middleware


def _record(request: HttpRequest, status: int, seconds: float, cpu: float, statements: int) -> None:
    match = request.resolver_match
    # An address that leads nowhere is the sender's own text: it names no route and stands in no log.
    route = match.route if match else "-"
    # So is a method that HTTP does not have; each new word would be a new series for ever.
    method = str(request.method) if request.method in METHODS else "OTHER"
    REQUESTS.labels(method, route, status).inc()
    SECONDS.labels(method, route).observe(seconds)
    CPU.labels(method, route).inc(cpu)
    STATEMENTS.labels(method, route).observe(statements)
    if log.isEnabledFor(logging.INFO):
        fields = {
            "method": method,
            "route": route,
            "status": status,
            "ms": round(seconds * 1000, 2),
            "cpu_ms": round(cpu * 1000, 2),
            "statements": statements,
            "actor": _actor(request),
        }
        log.info("request", extra=fields)


def _actor(request: HttpRequest) -> int | None:
    """The account's number if the page asked who it was; asking now would cost a statement."""
    actor = getattr(request, "actor", None)
    if actor is not None:
        return cast("int | None", actor.account)
    # The administration of accounts signs in by Django's own way.
    return getattr(getattr(request, "_cached_user", None), "pk", None)


def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers and has every migration of this release; 503 and the reason if not."""
    try:
        missing = sorted(".".join(name) for name in _shipped() - _applied())
    except DatabaseError:
        return JsonResponse({"ready": False, "reason": "database"}, status=503)
    if missing:
        return JsonResponse({"ready": False, "reason": "migrations", "missing": missing}, status=503)
    return JsonResponse({"ready": True})


def _applied() -> set[tuple[str, str]]:
    """The migrations that the database has, asked again on a new connection when the old one was cut."""
    try:
        return {(row.app, row.name) for row in MigrationRecorder(connection).migration_qs}
    except (OperationalError, InterfaceError):
        connection.close()
        return {(row.app, row.name) for row in MigrationRecorder(connection).migration_qs}


@lru_cache(maxsize=1)
def _shipped() -> frozenset[tuple[str, str]]:
    """The migrations of this release."""
    disk = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    return frozenset(disk or {})


def metrics(request: HttpRequest) -> HttpResponse:
    """Figures of all workers together, for the machine itself or with the operator's token."""
    if not _may_read_metrics(request):
        return HttpResponse(status=403)
    registry: CollectorRegistry = prometheus_client.REGISTRY
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return HttpResponse(prometheus_client.generate_latest(registry), content_type=prometheus_client.CONTENT_TYPE_LATEST)


def _may_read_metrics(request: HttpRequest) -> bool:
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode(), settings.METRICS_TOKEN.encode())
    # A proxy on this machine is loopback too, and passes on what anybody asks.
    forwarded = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    return request.META.get("REMOTE_ADDR") in ("127.0.0.1", "::1") and not forwarded
