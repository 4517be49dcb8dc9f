"""An address in, Django's settings out; and what the environment may change."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from thongsuot.settings import _database, _list


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "postgresql://lan:matkhau@db.badinh.vn:5433/thongsuot",
            {"NAME": "thongsuot", "USER": "lan", "PASSWORD": "matkhau", "HOST": "db.badinh.vn", "PORT": "5433"},
        ),
        (
            "postgresql://lan@/thongsuot?host=%2Fvar%2Frun%2Fpg&port=6000",
            {"NAME": "thongsuot", "USER": "lan", "PASSWORD": "", "HOST": "/var/run/pg", "PORT": "6000"},
        ),
        (
            "postgresql://lan:p%40ss%2Fw%3Ard@localhost/th%C3%B4ng%20su%E1%BB%91t",
            {"NAME": "thông suốt", "USER": "lan", "PASSWORD": "p@ss/w:rd", "HOST": "localhost", "PORT": ""},
        ),
        ("postgres://[::1]:5432/ts", {"NAME": "ts", "USER": "", "PASSWORD": "", "HOST": "::1", "PORT": "5432"}),
        ("postgresql:///ts", {"NAME": "ts", "USER": "", "PASSWORD": "", "HOST": "", "PORT": ""}),
    ],
)
def test_an_address_becomes_settings(url: str, expected: dict[str, str]) -> None:
    settings = _database(url)
    assert {name: settings[name] for name in expected} == expected


def test_other_options_of_the_address_reach_the_driver() -> None:
    options = _database("postgresql://h/d?sslmode=verify-full&connect_timeout=5")["OPTIONS"]
    assert options["sslmode"] == "verify-full"
    assert options["connect_timeout"] == "5"
    assert options["prepare_threshold"] == 1


def test_a_list_in_the_environment_is_split_and_trimmed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THONGSUOT_HOSTS", " mot.vn, hai.vn ,")
    assert _list("THONGSUOT_HOSTS", "localhost") == ["mot.vn", "hai.vn"]
    monkeypatch.delenv("THONGSUOT_HOSTS")
    assert _list("THONGSUOT_HOSTS", "localhost") == ["localhost"]
    assert _list("THONGSUOT_NOTHING") == []


def settings_with(**environment: str) -> dict[str, Any]:
    """The settings of a new process with exactly these variables of ours."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("THONGSUOT_", "DATABASE"))}
    script = (
        "import json; from thongsuot import settings as s;"
        "print(json.dumps({k: getattr(s, k) for k in dir(s) if k.isupper()}, default=str))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], env=kept | environment, capture_output=True, text=True, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_the_application_logs_in_with_its_own_role_when_one_is_given(tmp_path: Path) -> None:
    both = {"DATABASE_URL": "postgresql://owner@h/d", "THONGSUOT_APP_DATABASE_URL": "postgresql://app@h/d"}
    assert settings_with(**both)["DATABASES"]["default"]["USER"] == "app"


def test_the_demonstration_and_https_are_off_unless_asked_for(tmp_path: Path) -> None:
    plain = settings_with(THONGSUOT_VAR=str(tmp_path))
    assert plain["DEMO"] is False
    assert plain["DEBUG"] is False
    assert plain["SESSION_COOKIE_SECURE"] is False
    asked = settings_with(THONGSUOT_VAR=str(tmp_path), THONGSUOT_DEMO="1", THONGSUOT_HTTPS="1")
    assert asked["DEMO"] is True
    assert asked["SESSION_COOKIE_SECURE"] is True
    assert asked["SECURE_HSTS_SECONDS"] > 0


def test_the_key_is_the_one_given_else_the_one_kept_and_never_a_default(tmp_path: Path) -> None:
    assert settings_with(THONGSUOT_VAR=str(tmp_path))["SECRET_KEY"] == ""
    (tmp_path / "secret").write_text("kept\n")
    assert settings_with(THONGSUOT_VAR=str(tmp_path))["SECRET_KEY"] == "kept"
    assert settings_with(THONGSUOT_VAR=str(tmp_path), THONGSUOT_SECRET_KEY="given")["SECRET_KEY"] == "given"


def test_mail_leaves_by_the_server_that_is_named_and_without_one_not_at_all(tmp_path: Path) -> None:
    assert settings_with(THONGSUOT_VAR=str(tmp_path))["EMAIL_HOST"] == ""

    url = "smtp://dvc%40vi-du:m%C3%A3@thu.vi-du.example:2525?from=dvc@vi-du.example"
    started = settings_with(THONGSUOT_VAR=str(tmp_path), THONGSUOT_MAIL=url)
    assert (started["EMAIL_HOST"], started["EMAIL_PORT"]) == ("thu.vi-du.example", 2525)
    assert (started["EMAIL_HOST_USER"], started["EMAIL_HOST_PASSWORD"]) == ("dvc@vi-du", "mã")
    assert (started["EMAIL_USE_TLS"], started["EMAIL_USE_SSL"]) == (True, False)
    assert started["DEFAULT_FROM_EMAIL"] == "dvc@vi-du.example"
    tls = settings_with(THONGSUOT_VAR=str(tmp_path), THONGSUOT_MAIL="smtps://thu.vi-du.example")
    assert (tls["EMAIL_PORT"], tls["EMAIL_USE_SSL"], tls["EMAIL_USE_TLS"]) == (465, True, False)
    plain = settings_with(THONGSUOT_VAR=str(tmp_path), THONGSUOT_MAIL="smtp://localhost:25?tls=0")
    assert (plain["EMAIL_USE_TLS"], plain["EMAIL_USE_SSL"]) == (False, False)


def test_every_variable_is_described_for_the_operator() -> None:
    root = Path(__file__).resolve().parents[2]
    described = (root / "docs" / "operator.md").read_text()
    sources = [root / "Makefile", *(root / "src" / "thongsuot").glob("*.py")]
    import re

    named = {
        name for path in sources for name in re.findall(r"\b(?:THONGSUOT_[A-Z_]+|DATABASE_URL)\b", path.read_text())
    }
    assert sorted(name for name in named if f"`{name}`" not in described) == []
