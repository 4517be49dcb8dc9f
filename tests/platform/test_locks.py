"""What is installed is what is named: locks whole, hashed, free of addresses; each dependency argued for."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
NAME = re.compile(r"^[A-Za-z0-9._-]+")


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def names(requirements: list[str]) -> set[str]:
    return {plain(found[0]) for one in requirements if (found := NAME.match(one))}


def locked(lock: str) -> dict[str, str]:
    """Each package of a lock with the lines that belong to it."""
    entries = re.split(r"^(?=[A-Za-z0-9])", (ROOT / "requirements" / lock).read_text(), flags=re.MULTILINE)
    return {plain(found[0]): entry for entry in entries if (found := NAME.match(entry))}


RUN = names(PROJECT["dependencies"])
DEV = names(PROJECT["optional-dependencies"]["dev"])


@pytest.mark.parametrize(("lock", "wanted"), [("run.lock", RUN), ("dev.lock", RUN | DEV)])
def test_every_dependency_is_in_its_lock(lock: str, wanted: set[str]) -> None:
    assert sorted(wanted - set(locked(lock))) == [], "run: make lock"


@pytest.mark.parametrize("lock", ["run.lock", "dev.lock"])
def test_every_line_has_an_exact_version_and_hashes_and_no_address(lock: str) -> None:
    for name, entry in locked(lock).items():
        assert re.search(r"==\S+", entry), name
        assert "--hash=sha256:" in entry, name
    text = (ROOT / "requirements" / lock).read_text()
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text


def test_what_runs_is_the_same_in_both_locks() -> None:
    def version(entry: str) -> str:
        return entry.split()[0]

    run, dev = locked("run.lock"), locked("dev.lock")
    assert {name: version(dev[name]) for name in run} == {name: version(entry) for name, entry in run.items()}


def test_what_only_tests_need_is_not_installed_to_run() -> None:
    assert sorted(DEV & set(locked("run.lock"))) == []


def test_every_dependency_is_argued_for() -> None:
    told = (ROOT / "docs" / "dependencies.md").read_text().lower()
    assert sorted(name for name in RUN | DEV if not re.search(rf"(?<![a-z-]){re.escape(name)}(?![a-z-])", told)) == []
