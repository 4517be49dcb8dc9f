"""What the exchange lets go of when a case is erased: messages keep that they went, nothing of whom they were about."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from thongsuot.engine import erasing, sql

# An answer of another system, or of a mail server, may repeat what it was sent.
_OF_CASE = (
    "UPDATE exchange_notice SET text = '', reason = '', next_at = NULL,"
    " state = CASE WHEN state IN ('waiting', 'sending', 'dead') THEN 'needless' ELSE state END WHERE case_id = %s",
    "DELETE FROM exchange_told WHERE case_id = %s",
    "UPDATE exchange_national_message SET reason = '' WHERE dossier_id = %s",
    "UPDATE exchange_national_dossier SET quality_message = '' WHERE id = %s",
    "UPDATE exchange_stage SET reference = '', said = '', reason = '', next_at = NULL WHERE case_id = %s",
    # Where a paper lies in the person's own store is hers.
    "DELETE FROM exchange_store_delivery WHERE case_id = %s",
)


def forget(case_id: UUID) -> Iterable[bytes]:
    """Called while a case is erased; how a person wants to hear goes with the last that is here of her."""
    for statement in _OF_CASE:
        sql.run(statement, [case_id])
    sql.run("DELETE FROM exchange_notice_choice WHERE number = ANY(%s)", [list(erasing.person_of(case_id).gone)])
    return ()
