"""Other petition systems: the national one, and a city's Open311 endpoint. What each takes, what it holds for us.

The interface of the real national system (Hệ thống tiếp nhận, xử lý phản ánh, kiến nghị) was not at hand: a site has
none connected, a demonstration has a twin that fails as the real one does. Nothing here carries a sender's name.
"""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

from django.conf import settings

SYSTEM = "Hệ thống phản ánh, kiến nghị quốc gia"
NATIONAL = "national"


@dataclass(frozen=True)
class Letter:
    """One message to the system; `key` names it for ever. `act` petition is new there, answer ends what `about` is."""

    key: str
    act: Literal["petition", "answer"]
    code: str
    about: str
    place_code: str
    content: tuple[str, ...]
    sent_at: str
    foreign_id: str = ""
    lat: str = ""
    long: str = ""
    service: str = ""


@dataclass(frozen=True)
class Incoming:
    """A petition that the system holds for us; `key` is its number there. `body`: whose people it is about."""

    key: str
    about: str
    place_code: str
    content: tuple[str, ...]
    name: str = ""
    phone: str = ""
    body: str = ""


class PetitionSystemError(Exception):
    """Nothing was learnt or done. `sentence` is Vietnamese."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class TryLater(PetitionSystemError):
    """The system does not work now. `uncertain` when what was sent may have arrived."""

    def __init__(self, sentence: str, *, uncertain: bool = False) -> None:
        super().__init__(sentence)
        self.uncertain = uncertain


class PersonMustLook(PetitionSystemError):
    """The system does not take it, and will not by itself."""


class PetitionSystem(Protocol):
    """Every method raises TryLater. What is sent twice is there twice: ask first when it may have arrived."""

    def send(self, letter: Letter) -> str:
        """Put a letter in; the system's number of it. Raises PersonMustLook."""

    def find(self, key: str) -> str | None:
        """The number of a letter that may have arrived; None when it has not."""

    def incoming(self) -> tuple[Incoming, ...]:
        """What it holds for us and was not told that we have; the same may come again."""

    def acknowledge(self, key: str) -> None:
        """Say that we have it. Twice is once."""


def system() -> PetitionSystem | None:
    """The national system that this site is connected to, or None."""
    return NationalPetitionsTwin(Path(settings.VAR) / "petitions-twin") if settings.DEMO else None


Conduct = Literal["well", "down", "late", "loses", "refuses", "twice", "deaf"]
CONDUCTS: tuple[Conduct, ...] = ("well", "down", "late", "loses", "refuses", "twice", "deaf")


class NationalPetitionsTwin:
    """The national system on disk, behaving as told: well; not answering; taking it in but answering too late; losing
    what it took; refusing; giving out what it holds twice; losing our acknowledgement."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def behave(self, conduct: Conduct) -> None:
        if conduct not in CONDUCTS:
            raise ValueError(conduct)
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "conduct").write_text(conduct)

    def send(self, letter: Letter) -> str:
        conduct = self._answers()
        if conduct == "refuses":
            raise PersonMustLook("Hệ thống quốc gia từ chối: nơi gửi chưa được đăng ký.")
        number = f"QG-{letter.key}"
        if conduct != "loses":
            with self._rows("taken") as taken:
                number = f"QG-{len(taken) + 1:06d}"
                taken.append({**asdict(letter), "number": number})
        if conduct in ("late", "loses"):
            raise TryLater("Hệ thống quốc gia không trả lời kịp, chưa rõ đã nhận hay chưa.", uncertain=True)
        return number

    def find(self, key: str) -> str | None:
        self._answers()
        with self._rows("taken") as taken:
            return next((str(one["number"]) for one in taken if one["key"] == key), None)

    def incoming(self) -> tuple[Incoming, ...]:
        conduct = self._answers()
        with self._rows("held") as held:
            found = [Incoming(**{**one, "content": tuple(one["content"])}) for one in held]
        return tuple(found * 2 if conduct == "twice" else found)

    def acknowledge(self, key: str) -> None:
        if self._answers() == "deaf":
            raise TryLater("Hệ thống quốc gia không nhận được xác nhận.")
        with self._rows("held") as held:
            held[:] = [one for one in held if one["key"] != key]

    def hold(self, incoming: Incoming) -> None:
        """Have it hold a petition for us: what somebody sent there."""
        with self._rows("held") as held:
            held.append(asdict(incoming))

    def taken(self) -> list[dict[str, Any]]:
        """What it has of us, in the order in which it came."""
        with self._rows("taken") as rows:
            return list(rows)

    def _answers(self) -> str:
        path = self.folder / "conduct"
        conduct = path.read_text() if path.exists() else "well"
        if conduct == "down":
            raise TryLater("Không kết nối được hệ thống phản ánh, kiến nghị quốc gia.")
        return conduct

    @contextmanager
    def _rows(self, name: str) -> Iterator[list[dict[str, Any]]]:
        """The rows of a file, alone; what was changed in them is kept."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / f"{name}.json").open("a+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            rows: list[dict[str, Any]] = json.loads(file.read() or "[]")
            before = json.dumps(rows)
            yield rows
            if json.dumps(rows) != before:
                file.truncate(0)
                file.write(json.dumps(rows, ensure_ascii=False))
