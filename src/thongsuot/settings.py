"""Django settings, read once from the environment; every variable is listed in docs/operator.md."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import unquote, urlparse

BASE = Path(__file__).resolve().parent
VAR = Path(os.environ.get("THONGSUOT_VAR", "var")).resolve()


def _database(url: str) -> dict[str, object]:
    """Django's settings for a `postgresql://user:password@host:port/name` URL; a socket directory goes in `?host=`."""
    parts = urlparse(url)
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", parts.hostname or "")),
        "PORT": str(query.get("port", parts.port or "")),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"prepare_threshold": 1},
    }


DATABASE_URL = os.environ.get("DATABASE_URL", "postgresql://thongsuot@localhost/thongsuot")
DATABASES = {"default": _database(DATABASE_URL)}

SECRET_KEY = os.environ.get("THONGSUOT_SECRET_KEY", "")
DEBUG = False
DEMO = os.environ.get("THONGSUOT_DEMO", "") == "1"
SITE = os.environ.get("THONGSUOT_SITE", "vn")
ALLOWED_HOSTS = os.environ.get("THONGSUOT_HOSTS", "localhost,127.0.0.1,[::1]").split(",")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "thongsuot.register",
    "thongsuot.engine",
    "thongsuot.areas.dossiers",
    "thongsuot.web",
]
AUTH_USER_MODEL = "register.Account"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "thongsuot.urls"
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [BASE / "locale"]
STATIC_URL = "/static/"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE / "web" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "thongsuot.web.environment.environment", "autoescape": True},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
