"""What tasks tell the briefing: given, planned, done in time, late, waiting for a decision."""

from __future__ import annotations

from thongsuot.engine.briefed import PLACED, Chart, Figure, Ratio, Section

_TASKS = f"SELECT c.id FROM engine_case c WHERE c.kind = 'task' AND {PLACED}"  # noqa: S608  (constants)
_IN_SPAN = "c.due_at >= %(start)s AND c.due_at < %(as_of)s AND c.step <> 'cancelled'"
_ENDED = "c.step = 'done' AND c.closed_at >= %(start)s AND c.closed_at < %(as_of)s"
# When its product was last handed in: who examines it takes none of the doer's time (rules.late).
_HANDED = """(SELECT max(e.happened_at) FROM engine_entry e
  WHERE e.case_id = c.id AND e.move IN ('hand_in', 'report') AND e.verb = 'move')"""
_IN_TIME = f"(c.due_at IS NULL OR {_HANDED} <= c.due_at)"
_OVERDUE = f"""c.is_open AND c.due_at < %(as_of)s AND c.step <> 'paused'
  AND (c.step <> 'handed_in' OR {_HANDED} > c.due_at)"""


def _figure(key: str, label: str, meaning: str, condition: str, *, bad: bool = False, decide: bool = False) -> Figure:
    return Figure(key, Section.TASKS, label, meaning, f"{_TASKS} AND {condition}", "nhiệm vụ", bad, decide)


FIGURES: tuple[Figure | Ratio | Chart, ...] = (
    _figure("tasks_given", "Nhiệm vụ giao trong kỳ", "Nhiệm vụ được giao trong kỳ, mỗi nơi thực hiện là một nhiệm vụ.",
            "c.opened_at >= %(start)s AND c.opened_at < %(as_of)s"),
    _figure("tasks_plan", "Kế hoạch của kỳ", "Nhiệm vụ có hạn trong kỳ, trừ nhiệm vụ không giao nữa.", _IN_SPAN),
    _figure("tasks_plan_done", "Hoàn thành kế hoạch", "Nhiệm vụ có hạn trong kỳ đã được công nhận hoàn thành.",
            f"{_IN_SPAN} AND c.step = 'done'"),
    Ratio("tasks_completion", Section.TASKS, "Tỷ lệ hoàn thành kế hoạch",
          "Hoàn thành trên tổng số nhiệm vụ có hạn trong kỳ.", "tasks_plan_done", "tasks_plan"),
    _figure("tasks_done_in_time", "Hoàn thành đúng hạn",
            "Được công nhận hoàn thành trong kỳ, nộp sản phẩm không sau hạn.", f"{_ENDED} AND {_IN_TIME}"),
    _figure("tasks_done_late", "Hoàn thành quá hạn",
            "Được công nhận hoàn thành trong kỳ, nộp sản phẩm sau hạn.", f"{_ENDED} AND ({_IN_TIME}) IS NOT TRUE",
            bad=True),
    _figure("tasks_rated", "Đã xong và quá hạn chưa xong",
            "Hoàn thành trong kỳ cộng nhiệm vụ đang quá hạn: mẫu số của tỷ lệ đúng hạn.",
            f"(({_ENDED}) OR ({_OVERDUE}))"),
    Ratio("tasks_on_time", Section.TASKS, "Tỷ lệ đúng hạn",
          "Hoàn thành đúng hạn trên tổng số đã hoàn thành và quá hạn chưa hoàn thành.",
          "tasks_done_in_time", "tasks_rated"),
    _figure("tasks_overdue", "Quá hạn chưa hoàn thành", "Nhiệm vụ đang mở đã qua hạn và chưa nộp sản phẩm đúng hạn.",
            _OVERDUE, bad=True),
    _figure("tasks_within", "Đang thực hiện, trong hạn",
            "Đang mở và chưa quá hạn, kể cả không thời hạn, tạm dừng, đã nộp sản phẩm đúng hạn.",
            f"c.is_open AND ({_OVERDUE}) IS NOT TRUE"),
    _figure("tasks_extension", "Xin lùi hạn chờ quyết định", "Nơi thực hiện xin lùi hạn, nơi giao chưa trả lời.",
            "c.is_open AND c.step = 'asking'", decide=True),
    _figure("tasks_handed_in", "Chờ nghiệm thu", "Đã nộp sản phẩm, nơi giao chưa công nhận hoặc trả lại.",
            "c.is_open AND c.step IN ('handed_in', 'reported')", decide=True),
    _figure("tasks_open_ended", "Không thời hạn", "Nhiệm vụ đang thực hiện được giao không thời hạn, có lý do.",
            "c.is_open AND c.step IN ('standing', 'reported')"),
    Chart("tasks.states", Section.TASKS, "Nhiệm vụ theo tình trạng",
          ("tasks_done_in_time", "tasks_done_late", "tasks_within", "tasks_overdue")),
)  # fmt: skip
