"""The rows of Mẫu 06: every hand-over of a dossier, when it was given and when taken, and how it stood to the day due.

A hand-over is before its time while the day on which the result is due has not come, on time on that day, late after
the hour appointed: as the figures count a result (measures.definitions).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from thongsuot.areas.dossiers.as_of import AsOf, moment, standing_of
from thongsuot.areas.dossiers.letters import forms, parts
from thongsuot.engine.reading import Told
from thongsuot.register import bodies, formatting

FROM_HAND_TO_HAND = ("move", "claim", "assign")


def rows(now: AsOf) -> tuple[forms.HandOver, ...]:
    """A row for every standing entry that changed who has the dossier; who acted next received it.

    What goes out of the house, a result to its applicant, is no hand-over within it.
    """
    return tuple(_rows(now))


def _rows(now: AsOf) -> Iterator[forms.HandOver]:
    due: datetime | None = None
    place = now.entries[0].body["changes"].get("queue_body", [None, None])[1] or now.case.receiving_body
    standing = [told for told in standing_of(now.page) if told.body["verb"] in ("open", *FROM_HAND_TO_HAND)]
    for number, told in enumerate(standing):
        changes = told.body["changes"]
        if new := changes.get("due_at", [None, None])[1]:
            due = moment(new)
        before, place = place, changes.get("queue_body", [None, place])[1] or place
        if not _changes_hands(told):
            continue
        at = moment(told.body["happened"])
        receiver, taken = _taken(told, standing[number + 1 :])
        yield forms.HandOver(
            from_body=bodies.name_of(told.body["who"].get("body") or before),
            to_body=bodies.name_of(place),
            at=at,
            taken_at=taken,
            from_person=told.body["who"]["name"],
            to_person=receiver,
            outcome=_outcome(at, due),
            note=str(told.personal.get("note") or told.given.get("note") or "")[:500],
        )


def _changes_hands(told: Told) -> bool:
    changes = told.body["changes"]
    if told.body["verb"] == "move":
        ends = "queue_role" in changes and not changes["queue_role"][1]
        return not ends and ("queue_body" in changes or "queue_role" in changes)
    return told.body["verb"] == "assign" and bool(told.body["given"].get("to"))


def _taken(told: Told, after: list[Told]) -> tuple[str, datetime | None]:
    """Who received it and when: the one it was assigned to, else whoever acted next; nobody yet leaves a blank."""
    following = next((one for one in after if one.body["who"].get("person")), None)
    if told.body["verb"] == "assign":
        return str(told.given.get("name") or ""), moment(told.body["happened"])
    if following is None:
        return "", None
    return following.body["who"]["name"], moment(following.body["happened"])


def _outcome(at: datetime, due: datetime | None) -> parts.Outcome | None:
    if due is None:
        return None
    if at > due:
        return parts.Outcome.LATE
    early = formatting.local(at).date() < formatting.local(due).date()
    return parts.Outcome.EARLY if early else parts.Outcome.ON_TIME
