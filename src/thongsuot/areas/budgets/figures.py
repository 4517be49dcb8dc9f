"""What budget support tells the briefing: asked, decided, waiting, late, how much is decided and spent, by whom."""

from __future__ import annotations

from thongsuot.engine import sql
from thongsuot.engine.briefed import PLACED, Figure, Ratio, Rows, Section, Span, Told

ADDRESS = "/cong-viec/ho-tro-ngan-sach?muc=all"
_OF = f"c.kind = 'budget_support' AND {PLACED}"
_YEAR = "c.facts ->> 'year' = to_char(%(as_of)s::timestamptz AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY')"


def _midnight(fact: str) -> str:
    """The moment at which a day in the facts begins."""
    return f"((c.facts ->> '{fact}')::date::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh')"


def _within(moment: str) -> str:
    return f"{moment} >= %(start)s AND {moment} < %(as_of)s"


_DECIDED = f"c.facts ? 'decided' AND {_midnight('decision_day')} < %(as_of)s"
_MONEY_DECIDED = f"""
SELECT sum((c.facts ->> 'decided')::bigint), count(*) FROM engine_case c WHERE {_OF} AND {_YEAR} AND {_DECIDED}"""
# What was spent by then, from the entries: the case itself knows only what is spent by now.
_MONEY_SPENT = f"""
SELECT sum((e.body::json #>> '{{given,part}}')::bigint), count(*) FROM engine_case c
 JOIN engine_entry e ON e.case_id = c.id AND e.move = 'disburse' AND e.verb = 'move'
WHERE {_OF} AND {_YEAR} AND {_DECIDED}
  AND (e.body::json #>> '{{given,day}}')::date::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh' < %(as_of)s
  AND NOT EXISTS (SELECT 1 FROM engine_entry u WHERE u.case_id = c.id AND u.verb = 'undo'
    AND (u.body::json #>> '{{given,undoes}}')::int = e.number)"""


def money_decided(span: Span) -> int | None:
    """Đồng decided this year until the end of the span; None while no decision is recorded."""
    return _sum(_MONEY_DECIDED, span)


def money_spent(span: Span) -> int | None:
    """Đồng spent of this year's support until the end of the span; 0 where something is decided and nothing spent."""
    spent = _sum(_MONEY_SPENT, span)
    return spent if spent is not None or money_decided(span) is None else 0


def _sum(statement: str, span: Span) -> int | None:
    total, rows = sql.run(statement, span.parameters())[0]
    return int(total) if rows else None


# Of each receiver and year: what it had before its first support, and what it has with all that was decided.
_ESTIMATES = f"""
SELECT b.name, 'năm ' || s.year || ': ' || {{before}} || ' đ → ' || {{after}} || ' đ'
FROM (SELECT c.receiving_body, c.facts ->> 'year' AS year,
    (array_agg((c.facts ->> 'before')::bigint ORDER BY c.opened_at, c.id))[1] AS before,
    sum((c.facts ->> 'decided')::bigint) AS given
  FROM engine_case c WHERE {_OF} AND {_DECIDED} GROUP BY 1, 2) s
JOIN register_body b ON b.key = s.receiving_body"""


def _grouped(number: str) -> str:
    """A sum with dots, as money is written in Vietnamese."""
    return f"replace(to_char({number}, 'FM999,999,999,999,999,999'), ',', '.')"


def _figure(key: str, label: str, meaning: str, where: str, *, bad: bool = False, decide: bool = False) -> Figure:
    statement = f"SELECT c.id FROM engine_case c WHERE {_OF} AND {where}"
    return Figure(f"budgets.{key}", Section.BUDGET, label, meaning, statement, "đề nghị", bad=bad, decide=decide)


FIGURES: tuple[Figure | Ratio | Rows | Told, ...] = (
    _figure("asked", "Đề nghị hỗ trợ mới", "Đề nghị hỗ trợ ngân sách gửi trong kỳ.", _within("c.opened_at")),
    _figure("appraising", "Đang thẩm định", "Chờ cơ quan tài chính thẩm định, kể cả đang bổ sung căn cứ.",
            "c.step IN ('asked', 'returned')"),
    _figure("to_decide", "Đã thẩm định, chờ quyết định", "Cơ quan tài chính đã thẩm định, chưa có quyết định.",
            "c.step = 'appraised'", decide=True),
    _figure("decided", "Quyết định hỗ trợ", "Đề nghị có ngày quyết định trong kỳ.",
            f"c.facts ? 'decided' AND {_within(_midnight('decision_day'))}"),
    _figure("spending", "Đang giải ngân", "Đã chuyển kinh phí, chưa đề nghị quyết toán.", "c.step = 'transferred'"),
    _figure("settled", "Đã quyết toán", "Được duyệt quyết toán trong kỳ.",
            f"c.outcome = 'settled' AND {_within('c.closed_at')}"),
    _figure("overdue", "Quá hạn ở bước đang chờ",
            "Quá hạn thẩm định, quyết định, chuyển kinh phí, giải ngân hoặc quyết toán.",
            "c.is_open AND c.due_at < %(as_of)s", bad=True),
    Told("budgets.money_decided", Section.BUDGET, "Số tiền đã quyết định hỗ trợ",
         "Lũy kế từ đầu năm đến ngày chốt, theo ngày quyết định; gồm cả phần chưa chuyển.", money_decided, "đồng",
         ADDRESS),
    Told("budgets.money_spent", Section.BUDGET, "Số tiền đã giải ngân",
         "Lũy kế các lần giải ngân đến ngày chốt, của kinh phí được quyết định trong năm.", money_spent, "đồng",
         ADDRESS),
    Ratio("budgets.spent_share", Section.BUDGET, "Tỷ lệ giải ngân",
          "Số tiền đã giải ngân trên số tiền đã quyết định, lũy kế trong năm.", "budgets.money_spent",
          "budgets.money_decided"),
    Rows("budgets.estimates", Section.BUDGET, "Nơi nhận: dự toán trước và sau hỗ trợ",
         "Mỗi nơi nhận một năm: dự toán chi trước lần hỗ trợ đầu và sau mọi quyết định đến ngày chốt.",
         _ESTIMATES.format(before=_grouped("s.before"), after=_grouped("s.before + s.given")), "nơi"),
)  # fmt: skip
