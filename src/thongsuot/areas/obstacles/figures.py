"""The figures of obstacles for the briefing: raised, solved, late, by whom, and the promises kept and broken."""

from __future__ import annotations

from thongsuot.engine.briefed import PLACED, Chart, Figure, Ratio, Section

_OF = f"SELECT c.id FROM engine_case c WHERE c.kind = 'obstacle' AND {PLACED}"
_IN_TIME = "c.resolved_at >= %(start)s AND c.resolved_at < %(as_of)s"
_PROMISED = "c.clock -> 'facts' -> 0 ->> 0 = 'promised'"
_FIRST = "(c.clock -> 'facts' -> 0 ->> 2)::timestamptz"
_KEPT = f"{_PROMISED} AND {_IN_TIME} AND c.resolved_at <= {_FIRST}"
# Broken once: when the day that was given first went by, whether or not another one was given before it did.
_BROKEN = f"""{_PROMISED} AND {_FIRST} >= %(start)s AND {_FIRST} < %(as_of)s
  AND (c.resolved_at IS NULL OR c.resolved_at > {_FIRST})"""
_MADE = """EXISTS (SELECT 1 FROM engine_entry e WHERE e.case_id = c.id AND e.verb = 'move' AND e.move = ANY({moves})
  AND e.happened_at >= %(start)s AND e.happened_at < %(as_of)s)"""


def _made(*moves: str) -> str:
    return _MADE.format(moves="ARRAY[" + ", ".join(f"'{move}'" for move in moves) + "]")


def _figure(key: str, label: str, meaning: str, where: str, *, bad: bool = False, decide: bool = False) -> Figure:
    return Figure(
        f"obstacles.{key}", Section.OBSTACLES, label, meaning, f"{_OF} AND {where} ORDER BY c.id", "vướng mắc",
        bad=bad, decide=decide,
    )  # fmt: skip


_WAITS = "c.is_open AND c.step NOT IN ('answered', 'merged')"


def _aged(label: str, more: int, most: int | None = None) -> Figure:
    """Open, and raised more than so many days ago, at most so many; together the bands are all that are open."""
    until = f" AND c.opened_at >= %(as_of)s - interval '{most} days'" if most else ""
    since = f" AND c.opened_at < %(as_of)s - interval '{more} days'" if more else ""
    return _figure(f"age_{more}", f"Đang mở {label}", f"Đang mở, nêu từ {label} trước, không kể vướng mắc đã gộp.",
                   f"{_WAITS}{since}{until}", bad=most is None)  # fmt: skip


FIGURES: tuple[Figure | Ratio | Chart, ...] = (
    _figure("raised", "Mới nêu", "Vướng mắc được nêu trong kỳ.",
            "c.opened_at >= %(start)s AND c.opened_at < %(as_of)s"),
    _figure("open", "Đang mở", "Chưa được trả lời, không kể vướng mắc đã gộp vào vướng mắc khác.",
            _WAITS),
    _aged("không quá 7 ngày", 0, 7), _aged("8 đến 30 ngày", 7, 30), _aged("31 đến 90 ngày", 30, 90),
    _aged("hơn 90 ngày", 90),
    _figure("merged", "Đã gộp", "Đang theo một vướng mắc chính; nơi nêu sẽ được hỏi khi có trả lời.",
            "c.is_open AND c.step = 'merged'"),
    _figure("answered", "Được trả lời", "Được trả lời bằng văn bản trong kỳ, chưa bị mở lại.",
            f"{_IN_TIME} AND c.step IN ('answered', 'closed')"),
    _figure("confirmed", "Nơi nêu xác nhận đã tháo gỡ", "Kết thúc trong kỳ vì nơi nêu xác nhận.",
            "c.outcome = 'confirmed' AND c.closed_at >= %(start)s AND c.closed_at < %(as_of)s"),
    _figure("lapsed", "Kết thúc không có xác nhận", "Hết thời gian xác nhận mà nơi nêu không trả lời, trong kỳ.",
            "c.outcome = 'lapsed' AND c.closed_at >= %(start)s AND c.closed_at < %(as_of)s"),
    _figure("reopened", "Bị mở lại", "Nơi nêu thấy trả lời chưa tháo gỡ được, trong kỳ.", _made("reopen"), bad=True),
    _figure("overdue", "Quá hạn", "Đang mở và đã quá ngày phải trả lời hoặc ngày cam kết.",
            f"{_WAITS} AND c.due_at < %(as_of)s", bad=True, decide=True),
    _figure("aged", "Mở quá 30 ngày", "Đang mở, nêu từ hơn 30 ngày trước.",
            "c.is_open AND c.step <> 'answered' AND c.opened_at < %(as_of)s - interval '30 days'", bad=True),
    _figure("own_tier", "Tháo gỡ tại xã", "Được trả lời trong kỳ bởi chính cấp xã.",
            f"{_IN_TIME} AND c.step IN ('answered', 'closed') AND c.competent_body ~ '^ubnd[.][0-9]{{5}}$'"),
    _figure("sent_up", "Chuyển lên cấp trên", "Chuyển lên cấp trên kèm ý kiến trong kỳ.", _made("send_up", "send_on")),
    _figure("national", "Chờ bộ, ngành trung ương", "Đang mở tại bộ, cơ quan ngang bộ, Chính phủ.",
            f"{_WAITS} AND c.competent_body !~ '[.][0-9]{{2,5}}$'"),
    _figure("kept", "Cam kết được giữ", "Trả lời trong kỳ, không muộn hơn ngày cam kết lần đầu.", _KEPT),
    _figure("broken", "Cam kết bị lỡ", "Ngày cam kết lần đầu rơi vào kỳ mà khi đó chưa trả lời, kể cả đã xin lùi.",
            _BROKEN, bad=True),
    _figure("ended", "Cam kết đã đến lúc", "Được giữ hoặc bị lỡ trong kỳ.", f"(({_KEPT}) OR ({_BROKEN}))"),
    _figure("moved", "Cam kết bị lùi ngày", "Có lần lùi ngày cam kết trong kỳ.", _made("postpone", "postpone_above"),
            bad=True),
    Ratio("obstacles.kept_share", Section.OBSTACLES, "Tỷ lệ giữ cam kết",
          "Cam kết được giữ trên số cam kết đã đến lúc trong kỳ.", "obstacles.kept", "obstacles.ended"),
    Chart("obstacles.ages", Section.OBSTACLES, "Vướng mắc đang mở, theo thời gian từ khi nêu",
          tuple(f"obstacles.age_{more}" for more in (0, 7, 30, 90))),
)  # fmt: skip
