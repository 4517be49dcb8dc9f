"""What each step says to its applicant: one table, in plain text, with the code, the step, the day and the place.

No name, no amount and nothing that was written at the step: a telephone is read over shoulders, and mail is kept for
ever. What is to be done stands behind the sign-in. A message to a telephone keeps its diacritics and takes at most two
parts: with diacritics a part holds 70 characters, 67 where there are two.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from thongsuot.register import formatting

MOST_PARTS = 2
MINE = "/cua-toi"
GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_TWICE = frozenset("\f^{}\\[~]|€")


@dataclass(frozen=True)
class Step:
    """What a message may say of a step. `address` is the site's own, empty where it is not known."""

    case_id: UUID
    code: str
    move: str
    due: datetime | None = None
    place: str = ""
    delivery: str = ""
    address: str = ""


@dataclass(frozen=True)
class Words:
    """`subject` heads a letter; `texts` say the step, the fullest first: the first that fits a telephone is sent there.

    A text that needs the due day or the place is passed over where there is none.
    """

    subject: str
    texts: tuple[str, ...]
    page: str = ""


_ASKED = " Xem nội dung tại mục Hồ sơ của tôi hoặc phiếu yêu cầu."
_ONLINE = Words(
    "Đã nhận hồ sơ nộp trực tuyến",
    (
        "Hồ sơ {code} đã nộp trực tuyến. Cơ quan trả lời trước {due_moment}.",
        "Hồ sơ {code} đã nộp trực tuyến.",
    ),
)
_ACCEPTED = Words(
    "Hồ sơ đã được tiếp nhận",
    (
        "Hồ sơ {code} đã được tiếp nhận. Hẹn trả kết quả {due} tại {place}.",
        "Hồ sơ {code} đã tiếp nhận, hẹn trả kết quả {day} tại {place}.",
        "Hồ sơ {code} đã được tiếp nhận. Hẹn trả kết quả {due}.",
        "Hồ sơ {code} đã được tiếp nhận.",
    ),
)
_CLOSED = Words(
    "Kết thúc giải quyết hồ sơ",
    ("Hồ sơ {code} đã dừng và kết thúc. Xem lý do và hướng dẫn tại mục Hồ sơ của tôi hoặc hỏi nơi tiếp nhận.",),
)
_ELSEWHERE = Words(
    "Hồ sơ được chuyển đến đúng cơ quan",
    ("Hồ sơ {code} được chuyển đến đúng cơ quan giải quyết. Xem nơi đến tại mục Hồ sơ của tôi.",),
)
WORDS: Mapping[str, Words] = {
    "submit": _ONLINE,
    "submit_for": _ONLINE,
    "receive": _ACCEPTED,
    "accept": _ACCEPTED,
    "ask_correction": Words(
        "Cần hoàn thiện hồ sơ", ("Hồ sơ {code} cần hoàn thiện để được tiếp nhận." + _ASKED,), "/bo-sung"
    ),
    "ask_supplement": Words("Cần bổ sung hồ sơ", ("Hồ sơ {code} cần bổ sung." + _ASKED,), "/bo-sung"),
    "ask_payment": Words(
        "Cần nộp khoản tiền của hồ sơ",
        ("Hồ sơ {code} có khoản tiền cần nộp. Xem và nộp tại mục Hồ sơ của tôi hoặc hỏi nơi tiếp nhận.",),
    ),
    "extend": Words(
        "Hẹn lại ngày trả kết quả",
        ("Xin lỗi vì chậm: hồ sơ {code} hẹn lại ngày trả kết quả, {due}.", "Hồ sơ {code} hẹn lại ngày trả kết quả."),
    ),
    "refuse": Words(
        "Hồ sơ không được tiếp nhận",
        ("Hồ sơ {code} không được tiếp nhận. Xem lý do và hướng dẫn tại mục Hồ sơ của tôi hoặc hỏi nơi tiếp nhận.",),
    ),
    "issue": Words(
        "Hồ sơ đã có kết quả",
        (
            "Hồ sơ {code} đã có kết quả. Nhận tại {place}.",
            "Hồ sơ {code} đã có kết quả. Nhận tại nơi đã nộp hồ sơ.",
        ),
    ),
    "stop": Words(
        "Dừng giải quyết hồ sơ",
        ("Hồ sơ {code} dừng giải quyết. Xem lý do và hướng dẫn tại mục Hồ sơ của tôi hoặc hỏi nơi tiếp nhận.",),
    ),
    "resume": Words(
        "Tiếp tục giải quyết hồ sơ",
        ("Hồ sơ {code} được giải quyết tiếp, hẹn trả kết quả {due}.", "Hồ sơ {code} được giải quyết tiếp."),
    ),
    "settle_by_silence": Words(
        "Hết thời hạn trả lời hồ sơ",
        ("Hồ sơ {code} hết thời hạn trả lời; theo luật đó đã là kết quả. Xem tại mục Hồ sơ của tôi hoặc hỏi nơi nộp.",),
    ),
    "refund": Words("Đã hoàn trả tiền của hồ sơ", ("Hồ sơ {code}: đã hoàn trả tiền. Xem tại mục Hồ sơ của tôi.",)),
    "charge_back": Words(
        "Khoản đã nộp bị ngân hàng đòi lại",
        ("Hồ sơ {code}: ngân hàng đã đòi lại khoản đã nộp. Xem tại mục Hồ sơ của tôi hoặc hỏi nơi tiếp nhận.",),
    ),
    "grant_relief": Words(
        "Được miễn, giảm phí, lệ phí", ("Hồ sơ {code} được miễn, giảm phí, lệ phí. Xem tại mục Hồ sơ của tôi.",)
    ),
    "deny_relief": Words(
        "Không được miễn, giảm phí, lệ phí",
        ("Hồ sơ {code} không được miễn, giảm phí, lệ phí. Xem lý do tại mục Hồ sơ của tôi hoặc hỏi nơi tiếp nhận.",),
    ),
    "close_stopped": _CLOSED,
    "close_unanswered": _CLOSED,
    "pass_on": _ELSEWHERE,
    "transfer": _ELSEWHERE,
    "reopen": Words(
        "Đính chính kết quả",
        ("Hồ sơ {code} được mở lại để đính chính kết quả. Xem lý do tại mục Hồ sơ của tôi hoặc hỏi nơi tiếp nhận.",),
    ),
    "revoke": Words(
        "Thu hồi kết quả",
        ("Kết quả hồ sơ {code} bị thu hồi. Xem lý do và hướng dẫn tại mục Hồ sơ của tôi hoặc hỏi nơi tiếp nhận.",),
    ),
    "post_out": Words(
        "Đã gửi kết quả qua bưu chính",
        ("Kết quả hồ sơ {code} đã gửi qua bưu chính. Xem số bưu gửi tại mục Hồ sơ của tôi.",),
    ),
    "hand_out": Words(
        "Đã trả kết quả, mời đánh giá",
        (
            "Hồ sơ {code} đã trả kết quả. Mời bạn đánh giá tại {mine}",
            "Hồ sơ {code} đã trả kết quả. Mời bạn đánh giá tại mục Hồ sơ của tôi.",
        ),
        "/danh-gia",
    ),
}
# Where the result goes when nobody comes for it.
DELIVERED: Mapping[str, Words] = {
    "post": Words("Hồ sơ đã có kết quả", ("Hồ sơ {code} đã có kết quả, sẽ gửi đến bạn qua bưu chính công ích.",)),
    "online": Words(
        "Hồ sơ đã có kết quả", ("Hồ sơ {code} đã có kết quả. Xem bản điện tử tại mục Hồ sơ của tôi.",)
    ),
}  # fmt: skip
TOLD = frozenset(WORDS)


def for_telephone(step: Step) -> str:
    """The message to a telephone: the fullest text that fits."""
    found = _texts(step)
    return next((text for text in found if parts(text) <= MOST_PARTS), found[-1])


def for_mail(step: Step) -> tuple[str, str]:
    """The letter: (subject, text)."""
    words = _words(step)
    lines = ["Kính gửi người nộp hồ sơ,", _texts(step)[0]]
    if step.address:
        lines.append(f"Hồ sơ của bạn (cần đăng nhập): {step.address}{MINE}/{step.case_id}{words.page}")
    lines.append("Thư gửi tự động, xin không trả lời thư này. Cơ quan không bao giờ hỏi mật khẩu hay mã xác nhận.")
    return f"{words.subject}: {step.code}", "\n\n".join(lines)


def _words(step: Step) -> Words:
    return DELIVERED.get(step.delivery, WORDS["issue"]) if step.move == "issue" else WORDS[step.move]


def _texts(step: Step) -> list[str]:
    values = {
        "code": step.code,
        "due": f"ngày {formatting.day(step.due)}" if step.due else "",
        "day": formatting.day(step.due) if step.due else "",
        "due_moment": f"{formatting.clock(step.due)} ngày {formatting.day(step.due)}" if step.due else "",
        "place": step.place,
        "mine": f"{step.address}{MINE}" if step.address else "",
    }
    lacking = {f"{{{name}}}" for name, value in values.items() if not value}
    texts = [text for text in _words(step).texts if not any(name in text for name in lacking)]
    return [unicodedata.normalize("NFC", text.format(**values)) for text in texts]


def parts(text: str) -> int:
    """How many messages a telephone company counts: 160 letters of the GSM alphabet or 70 others, less when several."""
    if all(letter in GSM or letter in GSM_TWICE for letter in text):
        length, whole, each = sum(2 if letter in GSM_TWICE else 1 for letter in text), 160, 153
    else:
        length, whole, each = len(text.encode("utf-16-be")) // 2, 70, 67
    return 1 if length <= whole else -(-length // each)
