"""Django settings, read once from the environment; every variable is listed in docs/operator.md."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from thongsuot.platform import logs

BASE = Path(__file__).resolve().parent
VAR = Path(os.environ.get("THONGSUOT_VAR", "var")).resolve()


def _database(url: str) -> dict[str, Any]:
    """Django's settings for a `postgresql://user:password@host:port/name` URL.

    A socket directory goes in `?host=`. Any other libpq option of the query
    (`sslmode`, `connect_timeout`) is passed on.
    """
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    host = query.pop("host", parts.hostname or "")
    port = query.pop("port", str(parts.port or ""))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": port,
        "CONN_MAX_AGE": None,
        # No ping before every request: web.entrance retries its first statement on a fresh connection instead.
        "CONN_HEALTH_CHECKS": False,
        "OPTIONS": {"prepare_threshold": 1, **query},
    }


def _secret_key() -> str:
    """The key given, or the one that `thongsuot run` made in the data directory."""
    kept = VAR / "secret"
    return os.environ.get("THONGSUOT_SECRET_KEY") or (kept.read_text().strip() if kept.exists() else "")


def _list(name: str, default: str = "") -> list[str]:
    return [item.strip() for item in os.environ.get(name, default).split(",") if item.strip()]


# DATABASE_URL is the owner's, who migrates; the application's role may not alter the journal.
DATABASE_URL = os.environ.get("DATABASE_URL", "postgresql://thongsuot@localhost/thongsuot")
APP_DATABASE_URL = os.environ.get("THONGSUOT_APP_DATABASE_URL") or DATABASE_URL
DATABASES = {"default": _database(APP_DATABASE_URL)}

SECRET_KEY = _secret_key()
DEBUG = False
DEMO = os.environ.get("THONGSUOT_DEMO", "") == "1"
SITE = os.environ.get("THONGSUOT_SITE", "vn")
# Provinces whose cases another site changes: "46=hue,96=ca-mau". All others are at home here.
HOMES = dict(one.split("=", 1) for one in _list("THONGSUOT_HOMES") if "=" in one)
ALLOWED_HOSTS = _list("THONGSUOT_HOSTS", "localhost,127.0.0.1,[::1]")
# Where people reach the site: printed in the QR of results. `thongsuot run` says where it listens.
ADDRESS = os.environ.get("THONGSUOT_ADDRESS", "").rstrip("/")
# How many people at once the installation is rated for; the national portal's published figure unless told otherwise.
RATED_USERS = int(os.environ.get("THONGSUOT_RATED_USERS", "120000"))
METRICS_TOKEN = os.environ.get("THONGSUOT_METRICS_TOKEN", "")
# The national portal of a provincial site; without an address nothing is exchanged.
NATIONAL_URL = os.environ.get("THONGSUOT_NATIONAL_URL", "")
NATIONAL_CLIENT = os.environ.get("THONGSUOT_NATIONAL_CLIENT", "")
NATIONAL_SECRET = os.environ.get("THONGSUOT_NATIONAL_SECRET", "")
# A city's own Open311 endpoint, to which the field reflections of that province (its code, two digits) are sent.
OPEN311_URL = os.environ.get("THONGSUOT_OPEN311_URL", "")
OPEN311_PLACE = os.environ.get("THONGSUOT_OPEN311_PLACE", "")
OPEN311_JURISDICTION = os.environ.get("THONGSUOT_OPEN311_JURISDICTION", "")
OPEN311_KEY = os.environ.get("THONGSUOT_OPEN311_KEY", "")

# The folder where an archive's own programme fetches packages and leaves receipts; without it nothing is handed over,
# except in a demonstration, which has an archive of its own.
ARCHIVE = os.environ.get("THONGSUOT_ARCHIVE", "")

# The e-identity provider; the words are those of ports.identity.Provider. Without an issuer nobody signs in as a
# citizen, except in a demonstration, which has a provider of its own.
OIDC: dict[str, Any] = {
    "issuer": os.environ.get("THONGSUOT_OIDC_ISSUER", ""),
    "client_id": os.environ.get("THONGSUOT_OIDC_CLIENT_ID", ""),
    "client_secret": os.environ.get("THONGSUOT_OIDC_CLIENT_SECRET", ""),
    "scope": os.environ.get("THONGSUOT_OIDC_SCOPE", "openid profile"),
    "number_claim": os.environ.get("THONGSUOT_OIDC_NUMBER_CLAIM", "personal_number"),
    "name_claim": os.environ.get("THONGSUOT_OIDC_NAME_CLAIM", "name"),
    "organisation_claim": os.environ.get("THONGSUOT_OIDC_ORGANISATION_CLAIM", "tax_code"),
    "organisation_name_claim": os.environ.get("THONGSUOT_OIDC_ORGANISATION_NAME_CLAIM", "organisation_name"),
    "levels": tuple(_list("THONGSUOT_OIDC_LEVELS")),
}

# Behind a proxy that speaks HTTPS and sets X-Forwarded-Proto.
HTTPS = os.environ.get("THONGSUOT_HTTPS", "") == "1"
CSRF_TRUSTED_ORIGINS = _list("THONGSUOT_ORIGINS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_ENGINE = "thongsuot.register.sessions"
SECURE_REFERRER_POLICY = "same-origin"
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "thongsuot.register",
    "thongsuot.engine",
    "thongsuot.engine.reorganising",
    "thongsuot.areas.dossiers",
    "thongsuot.areas.dossiers.keeping",
    "thongsuot.areas.visits",
    "thongsuot.areas.practices",
    "thongsuot.areas.satisfaction",
    "thongsuot.areas.communication",
    "thongsuot.areas.obstacles",
    "thongsuot.areas.guidance",
    "thongsuot.areas.interlinked",
    "thongsuot.areas.consultations",
    "thongsuot.areas.petitions",
    "thongsuot.areas.complaints",
    "thongsuot.areas.receptions",
    "thongsuot.areas.conclusions",
    "thongsuot.areas.tasks",
    "thongsuot.areas.inspections",
    "thongsuot.areas.systems",
    "thongsuot.areas.budgets",
    "thongsuot.areas.premises",
    "thongsuot.areas.severance",
    "thongsuot.measures",
    "thongsuot.exchange",
    "thongsuot.web",
]
AUTH_USER_MODEL = "register.Account"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "thongsuot.urls"
CSRF_FAILURE_VIEW = "thongsuot.web.errors.csrf_failure"
WSGI_APPLICATION = "thongsuot.wsgi.application"
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [BASE / "locale"]
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
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
    "thongsuot.web.observe.observe",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "thongsuot.web.entrance.entrance",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]


def _mail(url: str) -> dict[str, Any]:
    """Django's settings for `smtp://user:password@host:587?from=name@host`; `smtps://` speaks TLS from the start."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    return {
        "EMAIL_HOST": parts.hostname or "",
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and query.get("tls", "1") == "1",
        "DEFAULT_FROM_EMAIL": query.get("from", f"thongsuot@{parts.hostname or 'localhost'}"),
        "EMAIL_TIMEOUT": 10,
    }


# Without THONGSUOT_MAIL no mail leaves.
globals().update(_mail(os.environ.get("THONGSUOT_MAIL", "")))
LOGGING = logs.configuration(os.environ.get("THONGSUOT_LOG_LEVEL", "INFO"))
