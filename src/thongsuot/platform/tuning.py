"""PostgreSQL's settings for a small server (two cores, the application beside it)."""

from __future__ import annotations

import os
from pathlib import Path

MEGABYTE = 1024 * 1024
CGROUP_LIMIT = Path("/sys/fs/cgroup/memory.max")


def memory() -> int:
    """Bytes of memory that this process may use: the machine's, or the container's limit when lower."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        return min(machine, int(CGROUP_LIMIT.read_text()))
    except (OSError, ValueError):
        return machine


def lasting(bytes_of_memory: int, connections: int = 60) -> dict[str, str]:
    """Settings of the server that keeps work: durable in every respect."""
    shared = min(1024, bytes_of_memory // MEGABYTE // 4)
    return {
        "shared_buffers": f"{shared}MB",
        "effective_cache_size": f"{max(shared * 2, bytes_of_memory // MEGABYTE // 2)}MB",
        "maintenance_work_mem": f"{max(64, shared // 4)}MB",
        "work_mem": "8MB",
        "max_connections": str(connections),
        "fsync": "on",
        "full_page_writes": "on",
        "synchronous_commit": "on",
        "wal_compression": "on",
        "wal_buffers": "16MB",
        "min_wal_size": "256MB",
        "max_wal_size": "2GB",
        "checkpoint_timeout": "15min",
        "checkpoint_completion_target": "0.9",
        "random_page_cost": "1.1",
        "effective_io_concurrency": "100",
        "jit": "off",
        "log_min_duration_statement": "1000",
        "log_line_prefix": "%m [%p] %u@%d ",
    }


def passing() -> dict[str, str]:
    """Settings of a server thrown away after the tests: nothing is forced to the disk."""
    return lasting(512 * MEGABYTE) | {
        "fsync": "off",
        "full_page_writes": "off",
        "synchronous_commit": "off",
        "max_wal_size": "512MB",
        "min_wal_size": "80MB",
        "max_connections": "100",
    }


def text(settings: dict[str, str], socket: Path) -> str:
    """The lines for `postgresql.conf`; no TCP address, the socket only."""
    fixed = {
        "listen_addresses": "",
        "unix_socket_directories": str(socket),
        "unix_socket_permissions": "0700",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "logging_collector": "off",
    }
    return "".join(f"{name} = '{value}'\n" for name, value in (settings | fixed).items())
