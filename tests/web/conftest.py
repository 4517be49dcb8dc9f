"""A desk with people at it: a ward's posts filled, accounts to sign in with, the desk's own addresses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings as live_settings
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from thongsuot.engine import actor as actors
from thongsuot.engine.actor import Actor
from thongsuot.register import demo, loading
from thongsuot.register.models import Account
from thongsuot.web.entrance import today

PASSWORD = "mật-khẩu-để-thử"  # noqa: S105
FAST_HASHER = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _desk(settings: Any) -> None:
    settings.DEMO = True
    settings.PASSWORD_HASHERS = FAST_HASHER
