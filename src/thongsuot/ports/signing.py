"""Signing: what is asked of a signing service for officers and bodies, and whose certificates a site believes.

The interfaces of Ban Cơ yếu Chính phủ (chữ ký số chuyên dùng công vụ) and of public certificate authorities were not at
hand: no real service is connected here, and a site without one signs on paper. A demonstration has a twin.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings

AUTHORITIES = "trusted-authorities"


@dataclass(frozen=True)
class Holder:
    """Whose certificate: an officer in a post, or a body with its seal. `key` names the holder for ever.

    `body` is the key of the body that an officer signs for, or of the body itself; `body_name` its name that day.
    """

    kind: Literal["officer", "body"]
    key: str
    name: str
    body: str
    body_name: str
    title: str = ""


class NoAnswer(Exception):
    """The service did not answer; nothing was signed, and the same may be asked again."""


class Service(Protocol):
    """`invented` marks the twin, which pages name as such. Every method raises NoAnswer."""

    invented: bool

    def certificates(self, holder: Holder) -> tuple[bytes, ...]:
        """The holder's certificate and those that stand behind it, DER, the holder's own first."""

    def sign(self, holder: Holder, content: bytes) -> bytes:
        """The signature over `content`: RSA, PKCS #1 v1.5, SHA-256."""

    def stamp(self, request: bytes) -> bytes:
        """The answer to a time-stamp request, RFC 3161, DER."""

    def revoked(self) -> tuple[bytes, ...]:
        """The lists of revoked certificates (CRL) of now, DER."""


def service() -> Service | None:
    """The signing service of this site, or None where there is none."""
    if not settings.DEMO:
        return None
    from thongsuot.ports.signing_twin import SigningTwin

    return SigningTwin(_twin_folder())


def trusted() -> tuple[bytes, ...]:
    """The authorities that this site believes, DER: those that its operator laid down, in a demonstration the twin's.

    A file that cannot be read is passed over: one bad file must not make every signature unknown.
    """
    found = list(_certificates(_authority_files((".pem", ".crt", ".cer"))))
    if settings.DEMO and (own := service()) is not None:
        found.append(own.certificates(AUTHORITY)[-1])
    return tuple(found)


def lists() -> tuple[bytes, ...]:
    """The lists of revoked certificates that are at hand, DER; none is fetched from outside while somebody waits.

    Raises NoAnswer.
    """
    laid = tuple(path.read_bytes() for path in _authority_files((".crl",)))
    own = service()
    return (*laid, *(own.revoked() if own else ()))


# Asked for by whoever wants the authority alone.
AUTHORITY = Holder("body", "", "", "", "")


def _twin_folder() -> Path:
    return Path(settings.VAR) / "signing-twin"


def _authority_files(endings: tuple[str, ...]) -> list[Path]:
    folder = Path(settings.VAR) / AUTHORITIES
    return sorted(path for path in folder.glob("*") if path.suffix.lower() in endings) if folder.exists() else []


def _certificates(paths: Iterable[Path]) -> Iterator[bytes]:
    for path in paths:
        content = path.read_bytes()
        try:
            if content.lstrip().startswith(b"-----BEGIN"):
                yield from (one.public_bytes(Encoding.DER) for one in x509.load_pem_x509_certificates(content))
            else:
                yield x509.load_der_x509_certificate(content).public_bytes(Encoding.DER)
        except ValueError:
            continue
