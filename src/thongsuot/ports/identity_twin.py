"""The demonstration's e-identity provider: invented people, real tokens, and every failure of a real one on demand.

It keeps its key and its client's secret in a folder, so that all workers of a site are one provider. A code is
sealed with the key and says itself what it is for; what it has served once stands in the folder too.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote_plus, urlsplit

import requests
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey
from requests.adapters import BaseAdapter

from thongsuot.ports.identity import Provider
from thongsuot.ports.population import PopulationTwin
from thongsuot.ports.twin import NAMED

CLIENT = "thong-suot-minh-hoa"
ALGORITHM = "ES256"
CODE_SECONDS = 60
TOKEN_SECONDS = 300
ORGANISATIONS = {"3301999990": ("Công ty TNHH Dịch vụ Sông Hương", "046188001976")}
Answer = tuple[int, dict[str, Any] | str]


class Mood(StrEnum):
    """How the twin behaves for one sign-in."""

    GOOD = ""
    DECLINED = "tu-choi"
    SLOW = "cham"
    DOWN = "hong"
    NONSENSE = "vo-nghia"
    EXPIRED = "het-han"
    OTHER_NONCE = "sai-nonce"
    OTHER_KEY = "sai-chu-ky"
    NO_NUMBER = "thieu-so"


@dataclass(frozen=True)
class Person:
    """Somebody who can be picked: `key` is a personal number, or an organisation's tax code."""

    key: str
    name: str
    commune: str = ""
    acting: str = ""


@dataclass(frozen=True)
class Asked:
    """A site's request to let somebody sign in, as its parameters say it."""

    redirect_uri: str
    state: str
    nonce: str
    challenge: str

    @classmethod
    def of(cls, given: Mapping[str, str], redirect_uri: str) -> Asked | None:
        """None for a request that is not our own site's, or not of the one kind that is served."""
        fit = (
            given.get("client_id") == CLIENT
            and given.get("redirect_uri") == redirect_uri
            and given.get("response_type") == "code"
            and "openid" in given.get("scope", "").split()
            and given.get("code_challenge_method") == "S256"
            and all(0 < len(given.get(name, "")) <= 200 for name in ("state", "nonce", "code_challenge"))
        )
        return cls(redirect_uri, given["state"], given["nonce"], given["code_challenge"]) if fit else None


class IdentityTwin:
    """A provider at `issuer`; `folder` is its own, `now` its clock."""

    def __init__(self, issuer: str, folder: Path, now: Callable[[], float] = time.time) -> None:
        self.issuer = issuer
        self._folder = folder
        self._now = now

    @property
    def provider(self) -> Provider:
        """How the product knows the twin."""
        return Provider(self.issuer, CLIENT, self._secret)

    def people(self) -> list[Person]:
        """Who can be picked: the demonstration's people with their communes, then an organisation."""
        known = PopulationTwin()
        citizens = [
            Person(number, name, known.citizen(number).value.residence["commune"]) for number, name in NAMED.items()
        ]
        return citizens + [Person(code, name, "", NAMED[acting]) for code, (name, acting) in ORGANISATIONS.items()]

    def code(self, asked: Asked, key: str, mood: Mood = Mood.GOOD) -> str:
        """A code by which the site fetches the token of the person with this key. Raises KeyError: nobody has it."""
        if key not in NAMED and key not in ORGANISATIONS:
            raise KeyError(key)
        ends = self._now() + (-1 if mood is Mood.EXPIRED else CODE_SECONDS)
        claims = {
            "jti": secrets.token_urlsafe(16),
            "exp": ends,
            "key": key,
            "mood": mood.value,
            "uri": asked.redirect_uri,
            "nonce": asked.nonce,
            "challenge": asked.challenge,
        }
        return jwt.encode({"alg": ALGORITHM, "typ": "code"}, claims, self._key, algorithms=[ALGORITHM])

    def answer(self, path: str, body: str = "", authorization: str = "") -> Answer:
        """What a request below the issuer's address gets: a status and a table, or text that is none."""
        if path == "/.well-known/openid-configuration":
            return 200, self._discovery()
        if path == "/jwks":
            return 200, {"keys": [self._key.as_dict(private=False)]}
        if path == "/token":
            return self._token(dict(parse_qsl(body)), authorization)
        return 404, {"error": "not_found"}

    def _discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/dang-nhap",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": [ALGORITHM],
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
            "code_challenge_methods_supported": ["S256"],
        }

    def _token(self, given: Mapping[str, str], authorization: str) -> Answer:
        if not self._is_client(authorization):
            return 401, {"error": "invalid_client"}
        if given.get("grant_type") != "authorization_code":
            return 400, {"error": "unsupported_grant_type"}
        code = self._opened(given)
        if code is None:
            return 400, {"error": "invalid_grant"}
        mood = Mood(code["mood"])
        if mood is Mood.SLOW:
            raise requests.ReadTimeout
        if mood is Mood.DOWN:
            return 503, {"error": "temporarily_unavailable"}
        if mood is Mood.NONSENSE:
            return 200, "<html>Hệ thống đang bảo trì</html>"
        token = {"access_token": secrets.token_urlsafe(24), "token_type": "Bearer", "expires_in": TOKEN_SECONDS}
        return 200, {**token, "id_token": self._id_token(code, mood)}

    def _opened(self, given: Mapping[str, str]) -> dict[str, Any] | None:
        """What a code is for, when it is ours, in time, unused, and its verifier is the one that asked."""
        try:
            token = jwt.decode(given.get("code", ""), self._key, algorithms=[ALGORITHM])
        except (JoseError, ValueError):
            return None
        code = dict(token.claims)
        challenge = _challenge(given.get("code_verifier", ""))
        fit = (
            token.header.get("typ") == "code"
            and code["exp"] > self._now()
            and code["uri"] == given.get("redirect_uri")
            and hmac.compare_digest(challenge, code["challenge"])
        )
        return code if fit and self._use(code["jti"]) else None

    def _use(self, name: str) -> bool:
        """Whether this is the first time; the file system decides between workers."""
        used = self._folder / "used"
        used.mkdir(parents=True, exist_ok=True)
        for old in used.iterdir():
            if old.stat().st_mtime < time.time() - 10 * CODE_SECONDS:
                old.unlink(missing_ok=True)
        try:
            (used / hashlib.sha256(name.encode()).hexdigest()).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True

    def _id_token(self, code: Mapping[str, Any], mood: Mood) -> str:
        now = int(self._now())
        claims: dict[str, Any] = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": hashlib.sha256(code["key"].encode()).hexdigest()[:24],
            "iat": now,
            "exp": now + TOKEN_SECONDS,
            "nonce": "khac" if mood is Mood.OTHER_NONCE else code["nonce"],
            **({} if mood is Mood.NO_NUMBER else _who(code["key"])),
        }
        key = ECKey.generate_key("P-256") if mood is Mood.OTHER_KEY else self._key
        header = {"alg": ALGORITHM, "kid": self._key.kid}
        return jwt.encode(header, claims, key, algorithms=[ALGORITHM])

    def _is_client(self, authorization: str) -> bool:
        kind, _, text = authorization.partition(" ")
        try:
            name, _, secret = base64.b64decode(text, validate=True).decode().partition(":")
        except ValueError:
            return False
        right = hmac.compare_digest(unquote_plus(secret).encode(), self._secret.encode())
        return kind.lower() == "basic" and name == CLIENT and right

    @cached_property
    def _key(self) -> ECKey:
        def made() -> str:
            key = ECKey.generate_key("P-256", private=True)
            return json.dumps({**key.as_dict(private=True), "kid": key.thumbprint()})

        return ECKey.import_key(json.loads(self._kept("key.json", made)))

    @cached_property
    def _secret(self) -> str:
        return self._kept("client-secret", lambda: secrets.token_urlsafe(32))

    def _kept(self, name: str, make: Callable[[], str]) -> str:
        """The text of a file, made whole by whichever worker comes first and closed to other accounts."""
        self._folder.mkdir(parents=True, exist_ok=True)
        kept = self._folder / name
        if not kept.exists():
            made = self._folder / f".{name}.{secrets.token_hex(4)}"
            with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(make())
            try:
                os.link(made, kept)
            except FileExistsError:
                pass
            finally:
                made.unlink()
        return kept.read_text()


class InProcess(BaseAdapter):
    """The way from the product to its twin: a call, where a request would wait for a thread of the same server."""

    def __init__(self, twin: IdentityTwin) -> None:
        super().__init__()
        self._twin = twin

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: Any = True,
        cert: Any = None,
        proxies: Any = None,
    ) -> requests.Response:
        path = urlsplit(request.url or "").path.removeprefix(urlsplit(self._twin.issuer).path)
        body = request.body.decode() if isinstance(request.body, bytes) else str(request.body or "")
        status, said = self._twin.answer(path, body, str(request.headers.get("Authorization", "")))
        response = requests.Response()
        response.status_code, response.url, response.request = status, request.url or "", request
        response.encoding = "utf-8"
        response.raw = BytesIO((said if isinstance(said, str) else json.dumps(said)).encode())
        return response

    def close(self) -> None:
        """Nothing is open."""


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def _who(key: str) -> dict[str, str]:
    """The claims about a person, or about an organisation and who acts for it."""
    if key in ORGANISATIONS:
        name, acting = ORGANISATIONS[key]
        return {"tax_code": key, "organisation_name": name, **_who(acting)}
    return {"personal_number": key, "name": NAMED[key]}
