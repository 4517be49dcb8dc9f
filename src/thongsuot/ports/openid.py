"""An e-identity provider asked by OpenID Connect's code flow.

The flow, its PKCE and the checks of the ID token are authlib's; here stands what is asked of a provider, how long it
is waited for, and what of its answers is believed.
"""

from __future__ import annotations

import hmac
import re
import threading
import time
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import BadSignatureError, InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry
from requests.adapters import BaseAdapter

from thongsuot.ports.bounded import Bounded
from thongsuot.ports.identity import Attempt, NotProven, Proven, Provider, Why
from thongsuot.ports.twin import NotAvailable, TimedOut, ask

T = TypeVar("T")

TOTAL = 10.0  # seconds that somebody waits for all questions of one step together
LEAVING = 2.0  # seconds that somebody who signs out waits to learn where to end the provider's session
HELD = 2  # a provider that hangs may hold so many of a process's threads, and no more
QUEUE = 1.0  # seconds to wait for one of them
REMEMBERED = 3600.0  # seconds that a provider's addresses and keys are believed without asking again
LEEWAY = 60  # seconds that clocks may differ
LONGEST_CODE = 4096
LONGEST_NAME = 200
# Signatures with the provider's public key only: a shared secret or none at all is refused whatever a token says.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384"]
# Luật Căn cước 26/2023/QH15, Điều 12: twelve digits; tax codes: ten digits, a branch's with three more.
PERSONAL_NUMBER = re.compile(r"[0-9]{12}", re.ASCII)
TAX_CODE = re.compile(r"[0-9]{10}(-[0-9]{3})?", re.ASCII)
ERROR_WORD = re.compile(r"[a-z_]{1,40}", re.ASCII)


class OpenIdentity:
    """A provider reached over HTTP; `adapter` stands in for the network."""

    def __init__(self, provider: Provider, adapter: BaseAdapter | None = None, total: float = TOTAL) -> None:
        self.provider = provider
        self._adapter = adapter
        self._total = total

    def begin(self, return_to: str) -> tuple[str, Attempt]:
        attempt = Attempt(generate_token(32), generate_token(32), generate_token(64))
        metadata = self._bounded(self._metadata)
        with self._session(metadata) as session:
            address, _ = session.create_authorization_url(
                metadata["authorization_endpoint"],
                state=attempt.state,
                code_verifier=attempt.verifier,
                nonce=attempt.nonce,
                redirect_uri=return_to,
                **({"acr_values": " ".join(self.provider.levels)} if self.provider.levels else {}),
            )
        return str(address), attempt

    def finish(self, attempt: Attempt, answer: Mapping[str, str], return_to: str) -> Proven:
        code = self._code(attempt, answer)
        claims = self._bounded(lambda: self._claims(attempt, code, return_to))
        return self._who(claims)

    def leave(self, return_to: str) -> str:
        try:
            end = self._bounded(self._metadata, LEAVING).get("end_session_endpoint")
        except NotProven:
            return ""
        if not isinstance(end, str) or not self._sound(end):
            return ""
        query = urlencode({"client_id": self.provider.client_id, "post_logout_redirect_uri": return_to})
        return f"{end}{'&' if '?' in end else '?'}{query}"

    def _code(self, attempt: Attempt, answer: Mapping[str, str]) -> str:
        """The code of an answer that belongs to this attempt and comes from this provider."""
        if not hmac.compare_digest(answer.get("state", "").encode(), attempt.state.encode()):
            raise NotProven(Why.EXPIRED, "state")
        if answer.get("iss", self.provider.issuer).rstrip("/") != self.provider.issuer.rstrip("/"):
            raise NotProven(Why.UNPROVEN, "iss of the answer")  # RFC 9207: another provider's answer mixed in
        if "error" in answer:
            raise _told(answer["error"])
        code = answer.get("code", "")
        if not code or len(code) > LONGEST_CODE:
            raise NotProven(Why.NONSENSE, "no code")
        return code

    def _claims(self, attempt: Attempt, code: str, return_to: str) -> dict[str, Any]:
        metadata = self._metadata()
        with self._session(metadata) as session:
            token = session.fetch_token(
                metadata["token_endpoint"],
                grant_type="authorization_code",
                code=code,
                code_verifier=attempt.verifier,
                redirect_uri=return_to,
            )
            text = token.get("id_token")
            if not isinstance(text, str):
                raise NotProven(Why.NONSENSE, "no ID token")
            claims = self._checked(text, attempt, str(metadata["issuer"]), token.get("access_token"))
            if claims.keys() & {self.provider.number_claim, self.provider.organisation_claim}:
                return claims
            return {**self._userinfo(session, metadata, claims), **claims}

    def _checked(self, text: str, attempt: Attempt, issuer: str, access_token: Any) -> dict[str, Any]:
        """The claims of an ID token with a good signature, of this issuer, for us, in time and for this attempt."""
        registry = JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
        try:
            token = jwt.decode(text, self._keys(), registry=registry)
        except (InvalidKeyIdError, BadSignatureError):  # Perhaps the provider has changed its keys since.
            token = jwt.decode(text, self._keys(again=True), registry=registry)
        claims = CodeIDToken(
            token.claims,
            token.header,
            {"iss": {"values": [issuer]}, "aud": {"values": [self.provider.client_id]}},
            {"nonce": attempt.nonce, "client_id": self.provider.client_id, "access_token": access_token},
        )
        claims.validate(leeway=LEEWAY)
        return dict(claims)

    def _userinfo(self, session: Any, metadata: Mapping[str, Any], claims: Mapping[str, Any]) -> dict[str, Any]:
        """What the provider tells only when asked with the access token; of the same person."""
        address = metadata.get("userinfo_endpoint")
        if not address:
            return {}
        answer = session.get(self._sound_or_raise(address))
        answer.raise_for_status()
        told = _table(answer.json())
        if told.get("sub") != claims["sub"]:
            raise NotProven(Why.UNPROVEN, "userinfo of another")
        return told

    def _who(self, claims: Mapping[str, Any]) -> Proven:
        said = self.provider
        if said.levels and claims.get("acr") not in said.levels:
            raise NotProven(Why.NAMELESS, "level")
        number, pattern = claims.get(said.organisation_claim), TAX_CODE
        # A person's tax code is the personal number now (Thông tư 86/2024/TT-BTC): that is no organisation.
        if number and not (isinstance(number, str) and PERSONAL_NUMBER.fullmatch(number)):
            name = claims.get(said.organisation_name_claim) or claims.get(said.name_claim)
        else:
            number, pattern = claims.get(said.number_claim), PERSONAL_NUMBER
            name = claims.get(said.name_claim)
        if not isinstance(number, str) or not pattern.fullmatch(number):
            raise NotProven(Why.NAMELESS, "number")
        name = _plain(name)
        if not name:
            raise NotProven(Why.NAMELESS, "name")
        return Proven(number, name)

    def _metadata(self) -> dict[str, Any]:
        return _memory.get(self._key("metadata"), self._discover)

    def _discover(self) -> dict[str, Any]:
        issuer = self.provider.issuer.rstrip("/")
        found = self._get(f"{issuer}/.well-known/openid-configuration")
        if str(found.get("issuer", "")).rstrip("/") != issuer:
            raise NotProven(Why.NONSENSE, "issuer of the discovery document")
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            self._sound_or_raise(found.get(name))
        return found

    def _keys(self, again: bool = False) -> KeySet:
        address = str(self._metadata()["jwks_uri"])
        found = _memory.get(self._key("keys"), lambda: self._get(address), again=again)
        public = [key for key in found.get("keys", []) if key.get("kty") in ("RSA", "EC") and key.get("use") != "enc"]
        if not public:
            raise NotProven(Why.NONSENSE, "no keys")
        return KeySet.import_key_set({"keys": public})

    def _get(self, address: str) -> dict[str, Any]:
        with self._session({}) as session:
            answer = session.get(self._sound_or_raise(address), withhold_token=True)
        answer.raise_for_status()
        return _table(answer.json())

    def _session(self, metadata: Mapping[str, Any]) -> Any:
        methods = metadata.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        method = "client_secret_basic" if "client_secret_basic" in methods else "client_secret_post"
        session = OAuth2Session(
            self.provider.client_id,
            self.provider.client_secret or None,
            token_endpoint_auth_method=method if self.provider.client_secret else "none",
            scope=self.provider.scope,
            code_challenge_method="S256",
        )
        session.max_redirects = 0
        for scheme in ("https://", "http://"):
            session.mount(scheme, self._adapter or Bounded())
        return session

    def _sound(self, address: str) -> bool:
        """Whether secrets may go there: encrypted, on this machine, or to what stands in for the network."""
        parts = urlsplit(address)
        inside = self._adapter is not None or parts.hostname in ("localhost", "127.0.0.1", "::1")
        return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and inside))

    def _sound_or_raise(self, address: Any) -> str:
        if not isinstance(address, str) or not self._sound(address):
            raise NotProven(Why.NONSENSE, "an address of the provider is not https")
        return address

    def _key(self, what: str) -> tuple[str, str]:
        return self.provider.issuer, what

    def _bounded(self, question: Callable[[], T], total: float | None = None) -> T:
        """Ask within the time that somebody is let to wait, in few threads at once."""

        def asked() -> T:
            with _in_one_word():
                return question()

        if not _held.acquire(timeout=QUEUE):
            raise NotProven(Why.SLOW, "too many are waiting")
        try:
            return ask(asked, timeout=min(self._total, total or self._total))
        except TimedOut:
            raise NotProven(Why.SLOW, "no answer in time") from None
        except NotAvailable:
            raise NotProven(Why.NONSENSE, "not understood") from None
        finally:
            _held.release()


_held = threading.BoundedSemaphore(HELD)


class _Memory:
    """A provider's addresses and keys, asked for once an hour in each process."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], tuple[float, dict[str, Any]]] = {}

    def recall(self, key: tuple[str, str]) -> dict[str, Any] | None:
        at, found = self._kept.get(key, (0.0, None))
        return found if found is not None and time.monotonic() - at < REMEMBERED else None

    def get(self, key: tuple[str, str], find: Callable[[], dict[str, Any]], again: bool = False) -> dict[str, Any]:
        found = None if again else self.recall(key)
        if found is None:
            found = find()
            self._kept[key] = (time.monotonic(), found)
        return found

    def forget(self) -> None:
        self._kept.clear()


_memory = _Memory()
forget = _memory.forget


@contextmanager
def _in_one_word() -> Iterator[None]:
    """Whatever goes wrong between us and a provider, as a NotProven."""
    try:
        yield
    except requests.Timeout:
        raise NotProven(Why.SLOW, "no answer in time") from None
    except requests.HTTPError as error:
        status = error.response.status_code if error.response is not None else 0
        raise NotProven(Why.DOWN if status >= 500 or status == 429 else Why.NONSENSE, f"status {status}") from None
    except requests.ConnectionError as error:
        raise NotProven(Why.DOWN, type(error).__name__) from None
    except JoseError as error:
        raise NotProven(Why.UNPROVEN, f"{error.error} {getattr(error, 'claim', '')}".strip()) from None
    except AuthlibBaseError as error:
        raise _told(str(error.error)) from None
    except (requests.RequestException, ValueError, TypeError, KeyError, AttributeError) as error:
        raise NotProven(Why.NONSENSE, type(error).__name__) from None


def _told(error: str) -> NotProven:
    """A provider's own word for what went wrong: RFC 6749, 4.1.2.1 and 5.2."""
    word = error if ERROR_WORD.fullmatch(error) else "unreadable error"
    known = {
        "access_denied": Why.DECLINED,
        "invalid_grant": Why.EXPIRED,
        "server_error": Why.DOWN,
        "temporarily_unavailable": Why.DOWN,
    }
    return NotProven(known.get(word, Why.NONSENSE), word)


def _table(found: Any) -> dict[str, Any]:
    if not isinstance(found, dict):
        raise NotProven(Why.NONSENSE, "not a table")
    return found


def _plain(name: Any) -> str:
    """A name on one line, composed (NFC), without signs that nobody sees."""
    if not isinstance(name, str):
        return ""
    seen = "".join(
        " " if unicodedata.category(sign)[0] in "CZ" else sign for sign in unicodedata.normalize("NFC", name)
    )
    return " ".join(seen.split())[:LONGEST_NAME]
