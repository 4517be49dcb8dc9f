"""What one step says to its applicant: the texts of `templates`, filled in, as a telephone message or a letter.

No name, no amount and nothing that was written at the step: a telephone is read over shoulders, and mail is kept for
ever. What is to be done stands behind the sign-in. A message to a telephone keeps its diacritics and takes at most two
parts: with diacritics a part holds 70 characters, 67 where there are two.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from thongsuot.areas.satisfaction import tokens
from thongsuot.exchange.notices import templates
from thongsuot.exchange.notices.rules import Language
from thongsuot.exchange.notices.templates import MOST_PARTS, Event, Texts, parts
from thongsuot.register import formatting

MINE = "/cua-toi"
# Of petitions and complaints: signed in, and by the code and the secret of the receipt.
MINE_SENT, BY_RECEIPT = "/phan-anh/cua-toi", "/phan-anh/theo-doi"
RATE = "/danh-gia"
# Where the result goes when nobody comes for it: an event of its own, where there is one.
BY_DELIVERY = "issue"
TOLD = frozenset(name for name in templates.on(date.max).events if "." not in name)


@dataclass(frozen=True)
class Step:
    """What a message may say of a step. `address` is the site's own, empty where it is not known.

    `own` are the texts that the province gave for this event, in the person's language, if it gave any. `signed` says
    whether the person sent it signed in by e-identity.
    """

    case_id: UUID
    code: str
    move: str
    due: datetime | None = None
    place: str = ""
    delivery: str = ""
    address: str = ""
    language: Language = "vi"
    own: Texts | None = None
    signed: bool = True

    @property
    def kind(self) -> str:
        """Of which kind of case it tells, where that is no dossier."""
        return self.move.partition(":")[0] if ":" in self.move else ""

    @property
    def follow(self) -> str:
        """Where the person sees it, below the site's address."""
        if not self.kind:
            return f"{MINE}/{self.case_id}{self.event.page}"
        return f"{MINE_SENT}/{self.case_id}" if self.signed else f"{BY_RECEIPT}?ma={self.code}"

    @property
    def event(self) -> Event:
        return event_of(self.move, self.delivery)


@dataclass(frozen=True)
class Around:
    """What stands around the texts in one language."""

    greeting: str
    where: str
    end: str
    many: str
    many_short: str
    rate: str


AROUND: Mapping[Language, Around] = {
    "vi": Around(
        "Kính gửi người nộp hồ sơ,",
        "Hồ sơ của bạn (cần đăng nhập): ",
        "Thư gửi tự động, xin không trả lời thư này. Cơ quan không bao giờ hỏi mật khẩu hay mã xác nhận.",
        "Bạn có {n} tin mới về hồ sơ {codes}. Xem tại mục Hồ sơ của tôi.",
        "Bạn có {n} tin mới về hồ sơ. Xem tại mục Hồ sơ của tôi.",
        "Đánh giá ngay, không cần đăng nhập, một lần: ",
    ),
    "en": Around(
        "Dear applicant,",
        "Your dossier (sign in first): ",
        "This letter is sent automatically, please do not answer it. We never ask for passwords or codes.",
        "You have {n} new messages on dossiers {codes}. See My dossiers.",
        "You have {n} new messages on your dossiers. See My dossiers.",
        "Rate at once, without signing in, one time: ",
    ),
}


# The same around what is no dossier; whoever did not sign in follows it by the receipt.
AROUND_SENT: Mapping[Language, Around] = {
    "vi": replace(
        AROUND["vi"], greeting="Kính gửi ông/bà,", where="Theo dõi tại: ",
        many="Bạn có {n} tin mới về {codes}. Xem bằng mã trên biên nhận.",
        many_short="Bạn có {n} tin mới về phản ánh, đơn đã gửi. Xem bằng mã trên biên nhận.",
    ),
    "en": replace(
        AROUND["en"], greeting="Dear sender,", where="Follow it at: ",
        many="You have {n} new messages on {codes}. Follow them by the codes of your receipts.",
        many_short="You have {n} new messages on what you sent. Follow it by the code of your receipt.",
    ),
}  # fmt: skip


def told_as(kind: str, move: str) -> str:
    """The name under which a move of a kind is told of: that of a dossier stands by itself."""
    return move if kind == "dossier" else f"{kind}:{move}"


def _around(steps: Sequence[Step]) -> Around:
    """What stands around texts that may be of several kinds."""
    of = AROUND if any(not step.kind for step in steps) else AROUND_SENT
    return of[steps[0].language]


def event_key(move: str, delivery: str = "") -> str:
    """The key under which an event's texts stand."""
    own = f"{move}.{delivery}"
    return own if move == BY_DELIVERY and own in templates.on(date.max).events else move


def event_of(move: str, delivery: str = "") -> Event:
    """The event as we ship it today. Raises KeyError for a move that nobody is told of."""
    return templates.on(date.max).events[event_key(move, delivery)]


def for_telephone(step: Step) -> str:
    """The message to a telephone: the fullest text that fits."""
    found = _texts(step, "sms")
    return next((text for text in found if parts(text) <= MOST_PARTS), found[-1])


def for_mail(step: Step) -> tuple[str, str]:
    """The letter: (subject, text)."""
    around = _around([step])
    lines = [around.greeting, *_body(step), around.end]
    return f"{_said(step).subject}: {step.code}", "\n\n".join(lines)


def many_for_telephone(steps: Sequence[Step]) -> str:
    """One message for several notices: all of them where they fit, else how many and of which dossiers."""
    whole = " ".join(for_telephone(step) for step in steps)
    around = _around(steps)
    codes = ", ".join(dict.fromkeys(step.code for step in steps))
    told = {"n": len(steps), "codes": codes}
    found = (whole, around.many.format(**told), around.many_short.format(**told))
    return next(text for text in found if parts(text) <= MOST_PARTS)


def many_for_mail(steps: Sequence[Step]) -> tuple[str, str]:
    """One letter for several notices, each told whole: (subject, text)."""
    around = _around(steps)
    lines = [around.greeting, *(line for step in steps for line in _body(step)), around.end]
    subjects = "; ".join(dict.fromkeys(f"{_said(step).subject}: {step.code}" for step in steps))
    return subjects[:200], "\n\n".join(lines)


def _body(step: Step) -> list[str]:
    lines = [_texts(step, "mail")[0]]
    if step.address:
        lines.append(f"{_around([step]).where}{step.address}{step.follow}")
        if step.event.page == RATE:
            lines.append(f"{AROUND[step.language].rate}{step.address}{RATE}/{tokens.token(step.case_id)}")
    return lines


def _said(step: Step) -> Texts:
    return step.own or step.event.texts(step.language)


def _texts(step: Step, channel: str) -> list[str]:
    day = formatting.day(step.due) if step.due else ""
    moment = f"{formatting.clock(step.due)} ngày {day}" if step.due else ""
    values = {
        "code": step.code,
        "due": f"ngày {day}" if day and step.language == "vi" else day,
        "day": day,
        "due_moment": moment if step.language == "vi" else moment.replace(" ngày ", " on "),
        "place": step.place,
        "mine": f"{step.address}{MINE}" if step.address else "",
    }
    lacking = {name for name, value in values.items() if not value}
    texts = [text for text in _said(step).of(channel) if not (templates.used(text) or set()) & lacking]
    return [unicodedata.normalize("NFC", text.format(**values)) for text in texts]
