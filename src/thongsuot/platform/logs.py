"""Structured logs: one JSON object on one line for each event, on standard error."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

# What every LogRecord has; anything more was given by the caller as `extra` and is logged.
_STANDARD = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}
# Django attaches the request itself, which carries personal values.
_NEVER = frozenset({"request", "sock", "server_time", "params", "sql"})


class Lines(logging.Formatter):
    """A record as JSON: time (UTC), level, logger, event and the caller's own fields."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        for name, value in record.__dict__.items():
            if name not in _STANDARD and name not in _NEVER:
                line[name] = value
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def configuration(level: str, file: Path | None = None) -> dict[str, Any]:
    """The dictionary for `logging.config`, shared by Django and the HTTP server; standard error without `file`."""
    handler = {"class": "logging.FileHandler", "filename": str(file)} if file else {"class": "logging.StreamHandler"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": "thongsuot.platform.logs.Lines"}},
        "handlers": {"lines": {**handler, "formatter": "lines"}},
        "root": {"handlers": ["lines"], "level": level},
        "loggers": {
            # These two add a handler of their own and would print every line twice.
            "django": {"handlers": [], "level": level, "propagate": True},
            "_granian": {"handlers": [], "level": level, "propagate": True},
            # Each request has its own line already.
            "django.request": {"handlers": [], "level": "ERROR", "propagate": True},
            "django.server": {"handlers": [], "level": "ERROR", "propagate": True},
        },
    }


def say(event: str, **fields: Any) -> None:
    """Log one event of the programme itself."""
    logging.getLogger("thongsuot").info(event, extra=fields)
