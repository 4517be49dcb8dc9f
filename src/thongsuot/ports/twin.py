"""What every port shares: how an outside system is asked with a time-out, how it fails, and its demo twin's moods.

A twin invents its answers from the personal number: the same number, the same answer. It fails as the real
system does: slow, down, not knowing a person, or knowing something that has changed since. Any likeness to a
real person is chance.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Generic, TypeVar

T = TypeVar("T")

TIMEOUT = 2.0  # seconds that a person is let to wait
AT_ONCE = 8


class PortError(Exception):
    """Nothing was learnt. `sentence` is Vietnamese and says what that means for the form."""

    sentence = "Hệ thống ngoài không trả lời được. Mục này vẫn phải khai."


class NotAvailable(PortError):
    sentence = "không kết nối được; các mục vẫn phải khai."


class TimedOut(PortError):
    sentence = "chưa trả lời kịp; các mục vẫn phải khai."


class UnknownPerson(PortError):
    sentence = "không có dữ liệu của số định danh này; các mục vẫn phải khai."


@dataclass(frozen=True)
class Answer(Generic[T]):
    """What a system said, and when. `twin` marks invented data."""

    value: T
    system: str
    at: datetime
    twin: bool = False


@dataclass(frozen=True)
class Mood:
    """How a twin behaves for a number: `delay` in seconds before it answers."""

    delay: float = 0.0
    down: bool = False
    unknown: bool = False
    stale: bool = False


GOOD = Mood()
# The last two digits of a personal number choose the mood, so that each can be shown on purpose.
MOODS: dict[str, Mood] = {
    "96": Mood(stale=True),
    "97": Mood(unknown=True),
    "98": Mood(delay=6.0),
    "99": Mood(down=True),
}

_pool = ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="port")
_free = threading.BoundedSemaphore(AT_ONCE)


def ask(question: Callable[[], T], *, timeout: float = TIMEOUT) -> T:
    """The answer of an outside system, asked in a thread of its own and waited for at most `timeout` seconds.

    Raises PortError: TimedOut when it takes longer, NotAvailable when it breaks in a way of its own or too many
    questions are waiting already: a system that hangs must not hold up everybody.
    """
    return together([question], timeout=timeout)[0].get()


@dataclass(frozen=True)
class Outcome(Generic[T]):
    """An answer, or why there is none."""

    value: T | None = None
    error: PortError | None = None

    def get(self) -> T:
        if self.error is not None:
            raise self.error
        return self.value  # type: ignore[return-value]


def together(questions: Sequence[Callable[[], T]], *, timeout: float = TIMEOUT) -> list[Outcome[T]]:
    """Several systems asked at once; all of them together take at most `timeout` seconds."""
    until = time.monotonic() + timeout
    asked = [_start(question) for question in questions]
    return [_outcome(future, until) for future in asked]


def _start(question: Callable[[], T]) -> Future[T] | None:
    if not _free.acquire(blocking=False):
        return None
    future = _pool.submit(question)
    future.add_done_callback(lambda _: _free.release())
    return future


def _outcome(future: Future[T] | None, until: float) -> Outcome[T]:
    if future is None:
        return Outcome(error=NotAvailable())
    try:
        return Outcome(value=future.result(timeout=max(0.0, until - time.monotonic())))
    except PortError as error:
        return Outcome(error=error)
    except TookTooLong:
        future.cancel()
        return Outcome(error=TimedOut())
    except Exception:
        return Outcome(error=NotAvailable())


@dataclass
class Twin:
    """The behaviour of a demo twin; `moods` may be changed to show how a form behaves when a system does not."""

    system: str
    moods: dict[str, Mood] = field(default_factory=lambda: dict(MOODS))
    sleep: Callable[[float], None] = time.sleep

    def begin(self, number: str) -> Mood:
        """Wait, fail or go on as the number's mood says. Raises PortError."""
        mood = self.moods.get(number[-2:], GOOD)
        if mood.delay:
            self.sleep(mood.delay)
        if mood.down:
            raise NotAvailable
        if mood.unknown or Invented(number).sex is None:
            raise UnknownPerson
        return mood

    def answer(self, value: T) -> Answer[T]:
        return Answer(value, self.system, datetime.now(UTC), twin=True)


SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương")
WOMEN = ("Thị Lan", "Thị Hoa", "Ngọc Mai", "Thu Hương", "Thanh Thảo", "Kim Ngân", "Bích Vân", "Hồng Nhung")
MEN = ("Văn Nam", "Đức Hùng", "Minh Tuấn", "Quang Hải", "Hữu Long", "Xuân Phúc", "Quốc Việt", "Thành Công")
# Communes of today that the invented people live in: Thuận Hóa, Phú Xuân (Huế), Ba Đình (Hà Nội), Bạc Liêu (Cà Mau).
COMMUNES = ("19789", "19753", "00004", "31825")
STREETS = ("Lê Lợi", "Trần Hưng Đạo", "Nguyễn Huệ", "Hùng Vương", "Phan Bội Châu", "Hai Bà Trưng")

# The demonstration's own people are called by name; the first two live in Thuận Hóa, then Ba Đình and Bạc Liêu.
NAMED = {
    "046188001976": "Nguyễn Thị Hạnh",
    "046152003425": "Công Tằng Tôn Nữ Thị Hoàng Bích Phượng",
    "001085007328": "Lê Quang Vinh",
    "095190004547": "Sơn Thị Sà Phai",
}


class Invented:
    """Facts made from a personal number. The number itself tells sex and year of birth.

    Source: NĐ 137/2015/NĐ-CP, Điều 13: three digits of the place, one of century and sex, two of the year.
    """

    def __init__(self, number: str) -> None:
        self.number = number
        self._bytes = hashlib.blake2b(number.encode(), digest_size=32).digest()

    def pick(self, place: int, choices: Sequence[T]) -> T:
        return choices[int.from_bytes(self._bytes[place : place + 2]) % len(choices)]

    def between(self, place: int, least: int, most: int) -> int:
        return least + int.from_bytes(self._bytes[place : place + 3]) % (most - least + 1)

    @property
    def sex(self) -> str | None:
        """None for a number that is no personal number."""
        if len(self.number) != 12 or not self.number.isdecimal():
            return None
        return "female" if int(self.number[3]) % 2 else "male"

    @property
    def year(self) -> int:
        return 1900 + 100 * (int(self.number[3]) // 2) + int(self.number[4:6])

    @property
    def birth(self) -> date:
        return date(self.year, self.between(0, 1, 12), self.between(3, 1, 28))

    @property
    def name(self) -> str:
        return (
            NAMED.get(self.number) or f"{self.pick(6, SURNAMES)} {self.pick(8, WOMEN if self.sex == 'female' else MEN)}"
        )

    def address(self, place: int = 10) -> dict[str, Any]:
        house = f"{self.between(place, 1, 250)} {self.pick(place + 3, STREETS)}"
        return {"commune": self.pick(place + 5, COMMUNES), "detail": house}
