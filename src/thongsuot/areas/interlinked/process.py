"""The table of an interlinked request: opened once by the person or the counter, then moved by how its parts stand."""

from __future__ import annotations

from thongsuot.areas.interlinked.bundles import Bundle, bundles
from thongsuot.engine.process import At, Clock, Move, Need, NeedKind, Process, Role, State, Waits

APPLICANT = Role("applicant", At.SUBJECT)
INTAKE = Role("intake", At.RECEIVING)
SYSTEM = Role("system", At.RECEIVING)
BASIS = "NĐ 63/2024/NĐ-CP, NĐ 118/2025/NĐ-CP (chưa xác minh điều khoản)"
# One part's key may stand in several bundles, under one label.
_PARTS = tuple({part.key: part.label for bundle in bundles() for part in bundle.parts}.items())
_PART = Need("part", "Phần gửi lại", NeedKind.CHOICE, choices=_PARTS)
_REQUEST = Need("request", "Lý do rút", NeedKind.TEXT, longest=1000)
OPEN = ("under_way", "partly_done")
ENDED = ("done", "done_in_part", "failed", "withdrawn")
FOLLOWED = ("submitted", *OPEN, "withdrawing", *ENDED)

STATES = (
    State("submitted", "Đang gửi đến các cơ quan", 1, queue=SYSTEM, responsible=At.RECEIVING),
    State("under_way", "Các cơ quan đang giải quyết", 4, queue=SYSTEM, responsible=At.RECEIVING),
    State("partly_done", "Đã xong một phần", 4, queue=SYSTEM, responsible=At.RECEIVING),
    State("withdrawing", "Đang rút các phần chưa xong", 4, queue=SYSTEM, responsible=At.RECEIVING),
    State("done", "Đã xong tất cả", 10, Waits.NOBODY, responsible=At.RECEIVING, terminal=True),
    State("done_in_part", "Kết thúc, xong một phần", 10, Waits.NOBODY, responsible=At.RECEIVING, terminal=True),
    State("failed", "Kết thúc, không phần nào có kết quả", 8, Waits.NOBODY, responsible=At.RECEIVING, terminal=True),
    State("withdrawn", "Đã rút", 7, Waits.NOBODY, responsible=At.RECEIVING, terminal=True),
)  # fmt: skip


def _follows(name: str, label: str, target: str, *, outcome: str = "") -> Move:
    """A move that the parts make: from wherever the request stands to where they stand now."""
    ends = target in ENDED
    sources = tuple(key for key in FOLLOWED if key != target)
    return Move(name, label, sources, target, SYSTEM, clock=Clock.STOP if ends else Clock.NONE, outcome=outcome,
                irrevocable=True, basis=BASIS)  # fmt: skip


def taken_in_by(bundle: str) -> str:
    """The name of the move by which a counter takes in a bundle."""
    return f"take_in_{bundle.replace('-', '_')}"


def _taken_in(bundle: Bundle) -> Move:
    present = Need("present", "Người nộp có mặt và đồng ý nộp một lần cho các thủ tục", NeedKind.CONFIRM)
    label = f"Tiếp nhận liên thông – {bundle.title}"
    return Move(taken_in_by(bundle.key), label, (), "submitted", INTAKE, needs=(present,), basis=bundle.basis)


INTERLINKED = Process(
    key="interlinked",
    version=1,
    title="Yêu cầu liên thông",
    product="Kết quả của các thủ tục trong nhóm",
    states=STATES,
    moves=(
        Move("apply", "Nộp yêu cầu liên thông", (), "submitted", APPLICANT, basis=BASIS),
        *(_taken_in(bundle) for bundle in bundles()),
        _follows("parts_go_on", "Các phần đang được giải quyết", "under_way"),
        _follows("part_over", "Một phần đã xong", "partly_done"),
        _follows("all_done", "Tất cả các phần có kết quả", "done", outcome="granted"),
        _follows("done_in_part", "Hết việc, có phần không có kết quả", "done_in_part", outcome="in_part"),
        _follows("all_failed", "Không phần nào có kết quả", "failed", outcome="refused"),
        _follows("all_withdrawn", "Các phần đã rút", "withdrawn", outcome="withdrawn"),
        Move("withdraw", "Rút cả yêu cầu", ("submitted", *OPEN), "withdrawing", APPLICANT,
             needs=(_REQUEST,), irrevocable=True, at_most=1, basis=BASIS),
        Move("withdraw_at_counter", "Rút cả yêu cầu theo đề nghị", ("submitted", *OPEN), "withdrawing", INTAKE,
             needs=(_REQUEST,), irrevocable=True, at_most=1, basis=BASIS),
        Move("resend", "Gửi lại riêng một phần", ("under_way", "partly_done", "done_in_part", "failed", "withdrawn"),
             "under_way", APPLICANT, needs=(_PART,), irrevocable=True, basis=BASIS),
        Move("resend_at_counter", "Gửi lại riêng một phần theo đề nghị",
             ("under_way", "partly_done", "done_in_part", "failed", "withdrawn"), "under_way", INTAKE, needs=(_PART,),
             irrevocable=True, basis=BASIS),
    ),
    legal_basis=BASIS,
)  # fmt: skip
MOVE_TO = {move.target: move.name for move in INTERLINKED.moves if move.role == SYSTEM}
