"""Reading the signatures of a PDF: who signed, when, by which certificate, and in one word whether it holds.

A signature is judged at the moment of its time-stamp, by the authorities and lists that this site has; nothing is
fetched. Without a believable time-stamp it is judged now.
"""

from __future__ import annotations

import base64
import io
import json
import logging
import resource
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from asn1crypto import crl, x509
from asn1crypto.core import Asn1Value
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESFailure, AdESIndeterminate
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from thongsuot.engine.verdicts import (
    BROKEN,
    CHANGED,
    EXPIRED,
    MARKER,
    NONE,
    REVOKED,
    UNKNOWN,
    VALID,
    WORST,
    Checked,
    Signature,
)

MOST = 20  # signatures that are read of one file
OVER = frozenset({
    AdESIndeterminate.EXPIRED, AdESIndeterminate.OUT_OF_BOUNDS_NO_POE, AdESIndeterminate.OUT_OF_BOUNDS_NOT_REVOKED,
    AdESIndeterminate.NOT_YET_VALID, AdESFailure.NOT_YET_VALID,
})  # fmt: skip
# What strangers send is judged here and not worth a line, let alone a traceback, for each forgery.
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
ORGANISATION_KEY = "organization_identifier"


def check(pdf: bytes, roots: Iterable[bytes], lists: Iterable[bytes]) -> Checked:
    """Judge every signature of a PDF. A file that cannot be read although it has signatures is BROKEN; never raises."""
    if MARKER not in pdf:
        return Checked(NONE)
    trusted = [x509.Certificate.load(one) for one in roots]
    known = list(lists)
    try:
        found = list(PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures)[:MOST]
        if not found:
            return Checked(NONE)
        judged = [_judged(one, trusted, known, pdf) for one in found]
    # Whatever a forged file makes the library stumble over, it is no valid one.
    except Exception as error:
        if isinstance(error, MemoryError):
            raise
        return Checked(BROKEN)
    verdicts = {one.verdict for one in judged}
    if not _covers_all(found[-1]):
        verdicts.add(CHANGED)
    return Checked(next(word for word in WORST if word in verdicts), tuple(judged))


def _covers_all(last: EmbeddedPdfSignature) -> bool:
    """Whether nothing stands behind the last signature but what a later time-stamp or list may add."""
    if last.evaluate_signature_coverage() == SignatureCoverageLevel.ENTIRE_FILE:
        return True
    if last.signed_revision == last.reader.xrefs.total_revisions - 1:
        return False
    result = last.diff_result
    level = getattr(result, "modification_level", ModificationLevel.OTHER)
    return bool(level <= ModificationLevel.LTA_UPDATES)


def _judged(one: EmbeddedPdfSignature, trusted: list[x509.Certificate], lists: list[bytes], pdf: bytes) -> Signature:
    claimed = _stamp_time(one)
    at = claimed or datetime.now(UTC)
    try:
        status = validate_pdf_signature(one, _context(trusted, lists, at), _context(trusted, lists, at))
        stamped = claimed is not None and _good_stamp(status)
        if claimed is not None and not stamped:
            at = datetime.now(UTC)
            status = validate_pdf_signature(one, _context(trusted, lists, at), _context(trusted, lists, at))
        verdict = CHANGED if _padding_touched(one, pdf) else _verdict(status)
        if verdict == VALID and _listed(one.signer_cert, lists, at):
            verdict = REVOKED
    except (SignatureValidationError, PdfError, ValueError):
        verdict, stamped = CHANGED, False
    signed = claimed if stamped else one.self_reported_timestamp
    return _told(one, verdict, signed, stamped)


def _context(trusted: list[x509.Certificate], lists: list[bytes], at: datetime) -> ValidationContext:
    return ValidationContext(
        trust_roots=trusted,
        crls=lists,
        moment=at,
        allow_fetching=False,
        revocation_mode="soft-fail",
        retroactive_revinfo=True,
    )


def _stamp_time(one: EmbeddedPdfSignature) -> datetime | None:
    stamp = next(iter(extract_tst_data_iter(one.signer_info, signed=False)), None)
    if stamp is None:
        return None
    moment: datetime = stamp["encap_content_info"]["content"].parsed["gen_time"].native
    return moment


def _good_stamp(status: PdfSignatureStatus) -> bool:
    stamp = status.timestamp_validity
    return stamp is not None and stamp.valid and stamp.intact and stamp.trusted


def _verdict(status: PdfSignatureStatus) -> str:
    if not status.intact or not status.valid or not status.docmdp_ok:
        return CHANGED
    if status.modification_level is None or status.modification_level > ModificationLevel.FORM_FILLING:
        return CHANGED
    if status.trusted:
        return VALID
    problem = status.trust_problem_indic
    if problem in (AdESFailure.REVOKED, AdESIndeterminate.REVOKED_NO_POE, AdESIndeterminate.REVOKED_CA_NO_POE):
        return REVOKED
    return EXPIRED if problem in OVER else UNKNOWN


def _listed(certificate: x509.Certificate, lists: Iterable[bytes], at: datetime) -> bool:
    """Whether a list had the certificate before that moment: the library asks only for lists that it names itself."""
    for one in lists:
        made = crl.CertificateList.load(one)["tbs_cert_list"]
        if made["issuer"].hashable != certificate.issuer.hashable:
            continue
        for row in made["revoked_certificates"]:
            if row["user_certificate"].native == certificate.serial_number:
                return bool(row["revocation_date"].native <= at)
    return False


def _padding_touched(one: EmbeddedPdfSignature, pdf: bytes) -> bool:
    """The one place that no signature covers is the room behind itself: it must be empty."""
    _first, end, start, _length = (int(each) for each in one.byte_range)
    hole = pdf[end:start]
    if hole[:1] != b"<" or hole[-1:] != b">":
        return True
    content = bytes.fromhex(hole[1:-1].decode("ascii"))
    used = len(Asn1Value.load(content).dump())
    spelled = hole[1:-1].decode("ascii")
    return any(content[used:]) or spelled not in (content.hex(), content.hex().upper())


def _told(one: EmbeddedPdfSignature, verdict: str, signed: datetime | None, stamped: bool) -> Signature:
    certificate = one.signer_cert
    subject = certificate.subject.native
    own = str(subject.get("common_name", ""))
    organisation = _text(subject, "organization_name")
    return Signature(
        verdict=verdict,
        name=own,
        title=_text(subject, "title"),
        organisation=organisation,
        body=_text(subject, ORGANISATION_KEY),
        seal=_text(subject, "user_id") == _text(subject, ORGANISATION_KEY) != "",
        serial=f"{certificate.serial_number:x}",
        issuer=_text(certificate.issuer.native, "common_name"),
        valid_from=certificate.not_valid_before.isoformat(),
        valid_to=certificate.not_valid_after.isoformat(),
        signed_at=signed.astimezone(UTC).isoformat() if signed else "",
        stamped=stamped,
        reason=str(one.sig_object.get("/Reason", "")),
    )


def _text(names: dict[str, Any], key: str) -> str:
    """One part of a name; a name that gives it twice gives the first."""
    found = names.get(key, "")
    return str(found[0] if isinstance(found, list) and found else found)


MEMORY, SECONDS = 1_500 * 2**20, 10


def _alone() -> None:
    """The programme of `apart`: one file from standard input, with little memory and time; the outcome as JSON."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    told = json.loads(sys.stdin.buffer.readline())
    roots, lists = ([base64.b64decode(one) for one in told[name]] for name in ("roots", "lists"))
    sys.stdout.write(json.dumps(check(sys.stdin.buffer.read(), roots, lists).to_json()))


if __name__ == "__main__":
    _alone()
