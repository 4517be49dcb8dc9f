"""Lists of originals that went from one counter to another: as each left, and as it was signed for there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from thongsuot.areas.dossiers.as_of import AsOf, moment, standing_of
from thongsuot.areas.dossiers.letters.originals import OriginalsData
from thongsuot.areas.dossiers.letters.parts import Procedure
from thongsuot.engine.letters import LetterData
from thongsuot.engine.reading import CasePage, Told
from thongsuot.register import bodies

KEY = "originals"
SENT, ARRIVED = "send_originals", "originals_arrived"


def lists(page: CasePage) -> Iterator[tuple[Told, str]]:
    """Each entry with which a list can be printed, and what became of it in words."""
    for told in standing_of(page):
        if told.body["verb"] == "move" and told.body["move"] in (SENT, ARRIVED):
            yield told, "khi gửi" if told.body["move"] == SENT else "đã ký nhận"


def filled(now: AsOf, head: Callable[[str], dict[str, Any]]) -> LetterData:
    """The list as it stood after the entry that `now` is at: after the sending nobody has signed for it yet.

    `head` makes the form's head of a body's key: it is the giver's, wherever the result is sent later.
    """
    standing = [told for told in standing_of(now.page) if told.number <= now.told.number]
    arrived = now.told if now.told.body["move"] == ARRIVED else None
    sent = _sent(standing, arrived)
    giver = sent.body["who"]
    home = str(giver.get("body") or now.case.supporting_body)
    return OriginalsData(
        **head(home),
        applicant=now.subject.get("name", ""),
        procedure=Procedure(name=now.case.title, code=now.case.procedure_code),
        from_body=bodies.name_of(home),
        to_body=bodies.name_of(now.case.receiving_body),
        carrier=str(sent.given.get("carrier", "")),
        papers=tuple(sent.given["list"]),
        given_at=moment(sent.body["happened"]),
        giver=giver["name"],
        **(_signed_for(now, arrived) if arrived else {}),
    )


def _signed_for(now: AsOf, arrived: Told) -> dict[str, Any]:
    row = now.case.table.move(ARRIVED)
    words = {value: label for need in row.needs for value, label in need.choices} if row else {}
    return {
        "taken_at": moment(arrived.body["happened"]),
        "taker": arrived.body["who"]["name"],
        "checked": words.get(str(arrived.given.get("checked", "")), ""),
        "note": str(arrived.given.get("note") or "")[:500],
    }


def _sent(standing: Sequence[Told], arrived: Told | None) -> Told:
    """The sending that is printed: this one, or the one that was signed for; each is signed for in its turn."""
    sent = [told for told in standing if told.body["move"] == SENT]
    if arrived is None:
        return sent[-1]
    turn = [told.number for told in standing if told.body["move"] == ARRIVED].index(arrived.number)
    return sent[turn]
