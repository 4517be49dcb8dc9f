"""Trouble that the operator can mend, said in a Vietnamese sentence and then an English one."""

from __future__ import annotations

import errno

DISK_FULL_WORDS = "No space left on device"


class Trouble(Exception):
    """Shown without a traceback; the programme ends with `code`."""

    def __init__(self, vietnamese: str, english: str, *, code: int = 1) -> None:
        super().__init__(f"{vietnamese}\n{english}")
        self.vietnamese = vietnamese
        self.english = english
        self.code = code


def disk_full(place: object) -> Trouble:
    return Trouble(
        f"Ổ đĩa chứa {place} đã đầy. Hãy giải phóng dung lượng rồi chạy lại; dữ liệu đã ghi vẫn còn nguyên.",
        f"The disk that holds {place} is full. Free some space and start again; what was written is kept.",
    )


def port_taken(host: str, port: int) -> Trouble:
    return Trouble(
        f"Cổng {port} tại {host} đang được chương trình khác sử dụng. Hãy chọn cổng khác: make run PORT={port + 1}",
        f"Port {port} on {host} is taken by another programme. Choose another: make run PORT={port + 1}",
    )


def is_disk_full(error: BaseException) -> bool:
    """Whether this error, or the one that caused it, says that the disk is full."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, OSError) and seen.errno in (errno.ENOSPC, errno.EDQUOT):
            return True
        # SQLSTATE 53100 is disk_full; psycopg and Django both keep the words of the server.
        if getattr(seen, "sqlstate", None) == "53100" or DISK_FULL_WORDS in str(seen):
            return True
        seen = seen.__cause__ or seen.__context__
    return False
