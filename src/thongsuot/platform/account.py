"""The unprivileged system account that runs PostgreSQL when we are root, and the places it can reach."""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

ACCOUNT = "thongsuot"
FALLBACK = "nobody"
# Used when the project stands where the account may not go, such as under /root.
ELSEWHERE = Path("/var/lib")


@dataclass(frozen=True)
class Account:
    """Whom to run as; empty when we already are an ordinary user, because PostgreSQL refuses root only."""

    uid: int | None = None
    gid: int | None = None

    def popen(self) -> dict[str, object]:
        """Arguments for `subprocess` that drop every privilege, supplementary groups too."""
        if self.uid is None:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)


def choose(data: Path) -> Account:
    """The account for a data directory: its owner if it exists, so that it never changes hands."""
    if os.geteuid() != 0:
        return Account()
    if data.exists() and data.stat().st_uid != 0:
        status = data.stat()
        return Account(status.st_uid, status.st_gid)
    entry = _existing(ACCOUNT) or _created() or _existing(FALLBACK)
    if entry is None:
        raise LookupError(f"no account {ACCOUNT} or {FALLBACK}")
    return Account(entry.pw_uid, entry.pw_gid)


def _existing(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _created() -> pwd.struct_passwd | None:
    programme = shutil.which("useradd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if programme is None:
        return None
    command = [programme, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", ACCOUNT]
    subprocess.run(command, check=False, capture_output=True)
    return _existing(ACCOUNT)


def reaches(account: Account, place: Path) -> bool:
    """Whether the account may walk down to this place: one closed directory on the way says no."""
    if account.uid is None:
        return True
    for directory in (place, *place.parents):
        if directory.exists() and not _passable(account, directory.stat()):
            return False
    return True


def _passable(account: Account, status: os.stat_result) -> bool:
    if status.st_uid == account.uid:
        return bool(status.st_mode & stat.S_IXUSR)
    if status.st_gid == account.gid:
        return bool(status.st_mode & stat.S_IXGRP)
    return bool(status.st_mode & stat.S_IXOTH)


def reachable_home(account: Account, wanted: Path) -> Path:
    """`wanted`, or a directory of its own under /var/lib when the account cannot get there."""
    if reaches(account, wanted):
        return wanted
    return ELSEWHERE / f"thongsuot-{hashlib.sha256(str(wanted).encode()).hexdigest()[:12]}"
