"""What a result is that somebody holds: its signatures and the register together make one finding."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from thongsuot.areas.dossiers import results
from thongsuot.areas.dossiers.results import Registered, Stands
from thongsuot.areas.dossiers.sealing import REASON
from thongsuot.engine import signed_papers, verdicts
from thongsuot.engine.verdicts import Checked
from thongsuot.ports import signing
from thongsuot.ports.signing import NoAnswer


class Finding(StrEnum):
    """One word for a file that was brought to be verified."""

    ISSUED = "issued"  # the very file that was issued, its signatures valid
    WITHDRAWN = "withdrawn"  # the very file, and it holds no longer or not yet: the register says which
    SIGNED = "signed"  # valid signatures; not a document of this register
    DIFFERS = "differs"  # valid signatures under a code of ours, on another content than was issued
    WRONG_BODY = "wrong body"
    UNSIGNED = "unsigned"
    UNREADABLE = "unreadable"
    CHANGED = "changed"
    EXPIRED = "expired"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Judged:
    """`registered` is what the register knows of it; None when it knows nothing, or nothing yet that is public."""

    finding: Finding
    checked: Checked
    registered: Registered | None = None


_BY_VERDICT = {
    verdicts.NONE: Finding.UNSIGNED,
    verdicts.BROKEN: Finding.UNREADABLE,
    verdicts.CHANGED: Finding.CHANGED,
    verdicts.EXPIRED: Finding.EXPIRED,
    verdicts.REVOKED: Finding.REVOKED,
    verdicts.UNKNOWN: Finding.UNKNOWN,
}


def judge(pdf: bytes) -> Judged:
    """Judge a file. About a second. Raises NoAnswer when the lists of revoked certificates are not to be had."""
    checked = signed_papers.check_apart(pdf, signing.trusted(), signing.lists())
    same = results.by_content(hashlib.sha256(pdf).digest())
    if checked.verdict != verdicts.VALID:
        return Judged(_BY_VERDICT[checked.verdict], checked, public(same))
    if same is not None:
        return Judged(Finding.ISSUED if same.stands is Stands.ISSUED else Finding.WITHDRAWN, checked, public(same))
    named = _named(checked)
    if named is None:
        return Judged(Finding.SIGNED, checked)
    seals = {one.body for one in checked.signatures if one.seal}
    return Judged(Finding.DIFFERS if named.body in seals else Finding.WRONG_BODY, checked, public(named))


def _named(checked: Checked) -> Registered | None:
    """The result that the signatures themselves name."""
    for one in checked.signatures:
        if one.reason.startswith(REASON) and (code := results.spelled(one.reason.removeprefix(REASON))):
            return results.by_code(code)
    return None


def public(found: Registered | None) -> Registered | None:
    """What was not issued is nobody's business outside the house."""
    return None if found is None or found.stands is Stands.NOT_YET else found


__all__ = ["Finding", "Judged", "NoAnswer", "judge", "public"]
