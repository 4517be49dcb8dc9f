"""Putting a signature with a time-stamp into a PDF (PAdES), with whatever service holds the key.

About half a second of processor and two questions to the service: for jobs, never for a request.
"""

from __future__ import annotations

import io
from typing import Any

from asn1crypto import tsp, x509
from asn1crypto.algos import SignedDigestAlgorithm
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from thongsuot.engine.errors import Refused
from thongsuot.ports.signing import Holder, Service

SIGNATURE_OCTETS = 512  # room for RSA up to 4096 bits


class CannotSign(Refused):
    """The file takes no signature; the sentence says so."""


def sign(pdf: bytes, service: Service, holder: Holder, *, field: str, reason: str, place: str = "") -> bytes:
    """The PDF with one more signature, over all of it. What stood there before stays, byte for byte.

    `reason` is signed with it. Raises signing.NoAnswer, and CannotSign for what is no sound PDF.
    """
    said = PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        reason=reason,
        location=place or None,
        name=holder.name,
        subfilter=SigSeedSubFilter.PADES,
    )
    made = io.BytesIO()
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        PdfSigner(said, signer=_Remote(service, holder), timestamper=_Clock(service)).sign_pdf(writer, output=made)
    except (PdfReadError, SigningError) as error:
        raise CannotSign("Tệp PDF này không nhận chữ ký số được. Báo quản trị hệ thống.") from error
    return made.getvalue()


class _Remote(Signer):
    """A signer whose key lies with the service."""

    def __init__(self, service: Service, holder: Holder) -> None:
        self._service, self._holder = service, holder
        own, *behind = (x509.Certificate.load(one) for one in service.certificates(holder))
        super().__init__(
            signing_cert=own,
            cert_registry=SimpleCertificateStore.from_certs([own, *behind]),
            signature_mechanism=SignedDigestAlgorithm({"algorithm": "sha256_rsa"}),
        )

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        return bytes(SIGNATURE_OCTETS) if dry_run else self._service.sign(self._holder, data)


class _Clock(TimeStamper):
    """A time-stamp from the service."""

    def __init__(self, service: Service) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._service = service

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> Any:
        return tsp.TimeStampResp.load(self._service.stamp(req.dump()))
