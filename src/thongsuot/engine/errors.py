"""Why a verb is refused, each with a sentence for the person who asked."""

from __future__ import annotations

from collections.abc import Sequence


class Refused(Exception):
    """Nothing was changed. `sentence` is Vietnamese: what was wrong and what to do."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)


class NotFound(Refused):
    """No such case, or none that this actor may see: the two are told apart by nobody."""

    def __init__(self) -> None:
        super().__init__("Không tìm thấy hồ sơ, hoặc hồ sơ không thuộc phạm vi của bạn. Kiểm tra lại mã hồ sơ.")


class StaleCase(Refused):
    """The case has moved on since the caller saw it."""

    def __init__(self, seen: int, now: int) -> None:
        self.seen, self.now = seen, now
        super().__init__("Hồ sơ vừa được người khác cập nhật. Xem lại nội dung mới rồi thực hiện lại.")


class NotAllowed(Refused):
    """The table or the case's place does not let this actor make this move."""


class Impossible(Refused):
    """The move does not leave the step on which the case stands."""


class NeedsNotMet(Refused):
    """Something that the move needs is missing or wrong; `faults` are (need's name, sentence)."""

    def __init__(self, faults: Sequence[tuple[str, str]]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(sentence for _, sentence in faults))


class KeyReused(Refused):
    """An idempotency key came back with another request."""

    def __init__(self) -> None:
        super().__init__("Yêu cầu này đã được gửi với nội dung khác. Tải lại trang rồi thực hiện lại.")
