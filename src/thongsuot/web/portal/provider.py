"""Which e-identity provider this installation uses: the operator's, or the twin's of a demonstration."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

from thongsuot.ports.identity import Identity, Provider
from thongsuot.ports.identity_twin import IdentityTwin, InProcess
from thongsuot.ports.openid import OpenIdentity
from thongsuot.web.environment import url

TWIN = "dinh-danh-thu"


def identity_of(request: HttpRequest) -> Identity | None:
    """The provider to ask; None where none is set up."""
    if settings.OIDC["issuer"]:
        return OpenIdentity(Provider(**settings.OIDC))
    twin = twin_of(request)
    return OpenIdentity(twin.provider, InProcess(twin)) if twin else None


def twin_of(request: HttpRequest) -> IdentityTwin | None:
    """The twin under the name by which the browser called us; None outside a demonstration."""
    if not settings.DEMO or settings.OIDC["issuer"]:
        return None
    return _twin(request.build_absolute_uri(f"/{TWIN}"), settings.VAR / "identity-twin")


@lru_cache(maxsize=8)
def _twin(issuer: str, folder: Path) -> IdentityTwin:
    return IdentityTwin(issuer, folder)


def return_address(request: HttpRequest) -> str:
    """Where the provider sends people back to; it has to be registered there."""
    return request.build_absolute_uri(url("portal:callback"))


def name_of_provider(request: HttpRequest) -> str:
    """The host that the sign-in button leads to; empty for our own twin and where none is set up."""
    return urlsplit(settings.OIDC["issuer"]).hostname or ""
