"""A real OpenID Connect provider for tests, and what can go wrong on the way to it.

It knows Hạnh and Vinh by their numbers, a company, and Tâm, whose account has no number yet.
"""

from __future__ import annotations

import json
import logging
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import authlib.deprecate  # noqa: F401 - its filter must be there before ours
import requests
from joserfc import jwt
from joserfc.jwk import RSAKey
from requests.adapters import BaseAdapter

from thongsuot.ports.bounded import Bounded
from thongsuot.ports.identity import Provider

# The mock still speaks to older names in authlib, which has its own way of saying so at each import.
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from oidc_provider_mock import User, run_server_in_thread

CLIENT, SECRET = "thong-suot", "bi-mat"
RETURN_TO = "http://testserver/cong-dan/tro-lai"
HANH, VINH, COMPANY, TAM = "hanh", "vinh", "song-huong", "tam"
USERS = (
    User(sub=HANH, claims={"personal_number": "046188001976", "name": "Nguyễn Thị Hạnh"}),
    User(sub=VINH, claims={"personal_number": "001085007328", "name": "Lê Quang Vinh"}),
    User(
        sub=COMPANY,
        claims={
            "personal_number": "046188001976",
            "name": "Nguyễn Thị Hạnh",
            "tax_code": "3301999990",
            "organisation_name": "Công ty TNHH Dịch vụ Sông Hương",
        },
    ),
    User(sub=TAM, claims={"name": "Võ Thị Tâm"}),
)
TOKEN = "/oauth2/token"
Change = Callable[[dict[str, Any]], dict[str, Any]]


@contextmanager
def provider_at_work(tokens_last: timedelta = timedelta(minutes=5)) -> Iterator[Provider]:
    """The provider on a port of its own, while the block runs."""
    for name in ("werkzeug", "oidc_provider_mock"):
        logging.getLogger(name).setLevel(logging.ERROR)
    with run_server_in_thread(user_claims=USERS, require_nonce=True, access_token_max_age=tokens_last) as server:
        yield Provider(f"http://localhost:{server.server_port}", CLIENT, SECRET)


def agree(address: str, who: str) -> dict[str, str]:
    """Somebody signs in at the provider and agrees; what the provider sends back in the address."""
    return _answer(address, {"sub": who})


def decline(address: str) -> dict[str, str]:
    return _answer(address, {"action": "deny"})


def _answer(address: str, form: dict[str, str]) -> dict[str, str]:
    sent = requests.post(address, data=form, allow_redirects=False, timeout=5)
    assert sent.status_code == 302, sent.text
    assert sent.headers["Location"].startswith(RETURN_TO)
    return dict(parse_qsl(urlsplit(sent.headers["Location"]).query))


class Between(BaseAdapter):
    """Somebody between us and the provider, who changes what is answered at an address, or answers instead."""

    def __init__(self, path: str, change: Change | None = None, *, says: tuple[int, bytes] | None = None) -> None:
        super().__init__()
        self._path, self._change, self._says = path, change, says
        self._way = Bounded()

    def send(self, request: requests.PreparedRequest, *args: Any, **more: Any) -> requests.Response:
        if urlsplit(request.url or "").path != self._path:
            return self._way.send(request, *args, **more)
        if self._says is not None:
            response = requests.Response()
            response.status_code, response.url, response.request = self._says[0], request.url or "", request
            response.raw = BytesIO(self._says[1])
            return response
        response = self._way.send(request, *args, **more)
        assert self._change
        response.raw = BytesIO(json.dumps(self._change(response.json())).encode())
        response._content = False  # type: ignore[attr-defined]
        response._content_consumed = False  # type: ignore[attr-defined]
        return response

    def close(self) -> None:
        self._way.close()


class Signing(Between):
    """A provider whose tokens say what a test wants, signed with a key that it publishes."""

    def __init__(self, claims: dict[str, Any]) -> None:
        key = RSAKey.generate_key(2048, {"kid": "ours"})
        text = jwt.encode({"alg": "RS256", "kid": "ours"}, claims, key)
        super().__init__(TOKEN, lambda token: {**token, "id_token": text})
        self._keys = Between("/jwks", says=(200, json.dumps({"keys": [key.as_dict(private=False)]}).encode()))

    def send(self, request: requests.PreparedRequest, *args: Any, **more: Any) -> requests.Response:
        if urlsplit(request.url or "").path == "/jwks":
            return self._keys.send(request, *args, **more)
        return super().send(request, *args, **more)


def good_claims(provider: Provider, nonce: str) -> dict[str, Any]:
    """What a right token of Hạnh's says now, without who she is."""
    now = int(time.time())
    return {"iss": provider.issuer, "aud": CLIENT, "sub": HANH, "iat": now, "exp": now + 300, "nonce": nonce}
