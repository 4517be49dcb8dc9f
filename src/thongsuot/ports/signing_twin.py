"""The signing service's demo twin: an invented authority on disk that signs, stamps the time, and fails when told to.

Its authority is made once in the data directory; every certificate says BẢN MINH HỌA. It signs for whoever asks: a
real service asks the holder for a secret or a token first.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from thongsuot.ports.signing import Holder, NoAnswer

MARK = "BẢN MINH HỌA"
LONGEST_NAME = 64  # characters of a name in a certificate, RFC 5280
LIVES, AUTHORITY_LIVES = timedelta(days=365), timedelta(days=3650)
BEFORE = timedelta(days=1)  # how long before its making a certificate holds: clocks differ
LIST_LIVES = timedelta(days=7)
Conduct = Literal["well", "down", "expired", "revoked", "wrong_body"]
CONDUCTS: tuple[Conduct, ...] = ("well", "down", "expired", "revoked", "wrong_body")
OTHER_BODY = ("ubnd.00000", f"Ủy ban nhân dân xã Không Có ({MARK})")


class SigningTwin:
    """A service on disk. How it behaves is kept there too, so that every process of a site meets the same one."""

    invented = True

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def behave(self, conduct: Conduct) -> None:
        """From now on: well, not answering, or with certificates that are over, revoked or another body's."""
        if conduct not in CONDUCTS:
            raise ValueError(conduct)
        self._write(self.folder / "conduct", conduct.encode())

    def revoke(self, serial: int, at: datetime) -> None:
        """Put a certificate on the list, from a moment on."""
        with self._alone():
            kept = self._revocations()
            kept[str(serial)] = at.isoformat()
            self._write(self.folder / "revoked.json", json.dumps(kept).encode())

    def certificates(self, holder: Holder) -> tuple[bytes, ...]:
        self._answer()
        authority = self._pair("authority")[1]
        if not holder.key:
            return (_der(authority),)
        return (_der(self._of(holder)[1]), _der(authority))

    def sign(self, holder: Holder, content: bytes) -> bytes:
        self._answer()
        return self._of(holder)[0].sign(content, padding.PKCS1v15(), hashes.SHA256())

    def stamp(self, request: bytes) -> bytes:
        self._answer()
        key, certificate = self._pair("clock")
        stamper = DummyTimeStamper(
            tsa_cert=asn1_x509.Certificate.load(_der(certificate)),
            tsa_key=asn1_keys.PrivateKeyInfo.load(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())),
            certs_to_embed=SimpleCertificateStore.from_certs(
                [asn1_x509.Certificate.load(_der(self._pair("authority")[1]))]
            ),
        )
        answer: bytes = stamper.request_tsa_response(tsp.TimeStampReq.load(request)).dump()
        return answer

    def revoked(self) -> tuple[bytes, ...]:
        key, authority = self._pair("authority")
        now = datetime.now(UTC)
        made = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(authority.subject)
            .last_update(now - timedelta(minutes=1))
            .next_update(now + LIST_LIVES)
        )
        for serial, at in self._revocations().items():
            one = x509.RevokedCertificateBuilder().serial_number(int(serial))
            made = made.add_revoked_certificate(one.revocation_date(datetime.fromisoformat(at)).build())
        return (made.sign(key, hashes.SHA256()).public_bytes(Encoding.DER),)

    def _answer(self) -> Conduct:
        path = self.folder / "conduct"
        said = path.read_text() if path.exists() else ""
        if said == "down":
            raise NoAnswer
        return next((one for one in CONDUCTS if one == said), "well")

    def _of(self, holder: Holder) -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
        conduct = self._answer()
        name = hashlib.sha256(repr((conduct, holder)).encode()).hexdigest()[:32]
        pair = self._pair(name, holder, conduct)
        if conduct == "revoked":
            self.revoke(pair[1].serial_number, datetime.now(UTC) - timedelta(hours=1))
        return pair

    def _pair(
        self, name: str, holder: Holder | None = None, conduct: Conduct = "well"
    ) -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
        """A key with its certificate, made the first time that it is asked for and never again."""
        path = self.folder / f"{name}.pem"
        if not path.exists():
            with self._alone():
                if not path.exists():
                    self._write(path, self._made(name, holder, conduct))
        return _loaded(path)

    def _made(self, name: str, holder: Holder | None, conduct: Conduct) -> bytes:
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        if name == "authority":
            subject = _name(("CN", f"Cơ quan chứng thực thử ({MARK})"), ("O", f"Thông Suốt – {MARK}"))
            return _kept(key, _certificate(key, subject, key, subject, authority=True, lives=AUTHORITY_LIVES))
        above = self.folder / "authority.pem"
        if not above.exists():
            self._write(above, self._made("authority", None, "well"))
        by_key, by = _loaded(above)
        if name == "clock":
            subject = _name(("CN", f"Dịch vụ dấu thời gian thử ({MARK})"), ("O", f"Thông Suốt – {MARK}"))
            return _kept(key, _certificate(key, subject, by_key, by.subject, clock=True, lives=AUTHORITY_LIVES))
        subject = _holders_name(holder, conduct)
        return _kept(key, _certificate(key, subject, by_key, by.subject, over=conduct == "expired"))

    def _revocations(self) -> dict[str, str]:
        path = self.folder / "revoked.json"
        found: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
        return found

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One process makes a key; the others wait for it."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def _write(self, path: Path, content: bytes) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile(dir=self.folder, delete=False) as file:
            file.write(content)
        os.replace(file.name, path)


_NAMES = {
    "C": NameOID.COUNTRY_NAME,
    "O": NameOID.ORGANIZATION_NAME,
    "OID": NameOID.ORGANIZATION_IDENTIFIER,
    "T": NameOID.TITLE,
    "CN": NameOID.COMMON_NAME,
    "UID": NameOID.USER_ID,
}


def _name(*parts: tuple[str, str]) -> x509.Name:
    said = [("C", "VN"), *((kind, text) for kind, text in parts if text)]
    return x509.Name([x509.NameAttribute(_NAMES[kind], text[:LONGEST_NAME]) for kind, text in said])


def _holders_name(holder: Holder | None, conduct: Conduct) -> x509.Name:
    if holder is None:
        raise TypeError("a holder is expected")
    body, body_name = OTHER_BODY if conduct == "wrong_body" else (holder.body, holder.body_name)
    name = body_name if holder.kind == "body" else holder.name
    shown = f"{name[: LONGEST_NAME - len(MARK) - 3]} ({MARK})" if MARK not in name else name
    return _name(("O", body_name), ("OID", body), ("T", holder.title), ("CN", shown), ("UID", holder.key))


def _certificate(
    key: rsa.RSAPrivateKey,
    subject: x509.Name,
    by_key: rsa.RSAPrivateKey,
    by: x509.Name,
    *,
    authority: bool = False,
    clock: bool = False,
    over: bool = False,
    lives: timedelta = LIVES,
) -> x509.Certificate:
    now = datetime.now(UTC)
    first, last = (now - 2 * LIVES, now - BEFORE) if over else (now - BEFORE, now + lives)
    usage: dict[str, Any] = dict.fromkeys(
        ("data_encipherment", "key_encipherment", "key_agreement", "encipher_only", "decipher_only"), False
    )
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(first)
        .not_valid_after(last)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=0 if authority else None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=not authority, content_commitment=not authority and not clock,
                key_cert_sign=authority, crl_sign=authority, **usage,
            ),
            critical=True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by_key.public_key()), critical=False)
    )  # fmt: skip
    if clock:
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return made.sign(by_key, hashes.SHA256())


def _kept(key: rsa.RSAPrivateKey, certificate: x509.Certificate) -> bytes:
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return private + certificate.public_bytes(Encoding.PEM)


def _loaded(path: Path) -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    content = path.read_bytes()
    key = load_pem_private_key(content, None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError(f"{path.name} holds no RSA key")
    return key, x509.load_pem_x509_certificate(content)


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)
