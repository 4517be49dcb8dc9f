"""External statements: figures published by others with source and day, shown as such, never added to counted ones.

No case stands behind one. Where the simulation made invented cases as many as it says, a list of those stands beside.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from thongsuot.engine import sql
from thongsuot.engine.briefed import Figure, Section
from thongsuot.measures.briefing.words import number
from thongsuot.register import formatting

FACT = "simulated"
"""What a simulated case says of itself: the published figure that it stands for, or just that it is made up."""
SIMULATED = f"{FACT}."
"""How the keys of the lists begin that the simulation made for published figures."""


@dataclass(frozen=True)
class Statement:
    """One published figure, or with `of` a share: so many of so many.

    `list` is the kind of the cases that the simulation makes for it, `done` the condition of those that count.
    `counted` is the key of the briefing's own figure of the same thing, which opens a real list.
    """

    key: str
    label: str
    value: float
    unit: str
    source: str
    on: date
    section: int = Section.SERVICE
    of: int | None = None
    list: str = ""
    done: str = "true"
    counted: str = ""

    @property
    def words(self) -> str:
        """“296 trên 845 nhiệm vụ = 35,03 %”, “60 văn bản”."""
        return words(self.value, self.of, self.unit)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The lists of the simulation: those that count, and for a share all of them."""
        if not self.list:
            return ()
        part = Figure(SIMULATED + self.key, Section(self.section), self.label, MADE_UP,
                      _CASES.format(kind=self.list, key=self.key, done=self.done), self.unit)  # fmt: skip
        if self.of is None:
            return (part,)
        whole = Figure(f"{part.key}.of", part.section, f"{self.label}: tất cả", MADE_UP,
                       _CASES.format(kind=self.list, key=self.key, done="true"), self.unit)  # fmt: skip
        return (part, whole)


MADE_UP = "Việc mô phỏng, người và nội dung hư cấu, số lượng theo số đã công bố; nguồn công bố không kèm danh sách."
_CASES = f"SELECT c.id FROM engine_case c WHERE c.kind = '{{kind}}' AND c.facts ->> '{FACT}' = '{{key}}' AND {{done}}"  # noqa: S608


def words(value: float, of: int | None, unit: str) -> str:
    """A published number, or a share with what it was made of."""
    if of is None:
        return f"{number(value)} {unit}"
    return f"{number(value)} trên {number(of)} {unit} = {formatting.percent(value / of, 2)}"


REPORT = "Báo cáo sơ kết vận hành chính quyền địa phương 2 cấp"
FOUR_MONTHS = "Số liệu công bố cuối tháng 10/2025"
# Two reports of one name, told apart by their days.
OPERATION = "Báo cáo tình hình vận hành chính quyền địa phương 2 cấp"
REFORM_2023 = "Báo cáo cải cách hành chính 6 tháng đầu năm 2023"
ASSETS = "Số liệu công bố của Bộ Tài chính"
PAYOUT = "Số liệu công bố về chi trả theo NĐ 178/2024/NĐ-CP"
TEAMS = "Công văn 5006/BTP-HCTP của Bộ Tư pháp"
JULY, OCTOBER, HALF_2023 = date(2025, 7, 28), date(2025, 10, 1), date(2023, 7, 1)
_DONE = "c.step = 'done'"

#: What the leader's board shows beside its own figures.
STATEMENTS = (
    Statement("portal_capacity", "Năng lực thiết kế của Cổng Dịch vụ công quốc gia", 120_000,
              "người truy cập cùng lúc", REPORT, JULY),
    Statement("portal_peak", "Cao điểm tháng 7/2025 của Cổng", 50_000, "người truy cập cùng lúc", REPORT, JULY),
    Statement("dossiers_four_months", "Hồ sơ tiếp nhận ở 34 tỉnh, thành phố, 1/7–28/10/2025", 14_500_000,
              "hồ sơ", FOUR_MONTHS, date(2025, 10, 28)),
    Statement("online_four_months", "Trong đó nộp trực tuyến, 1/7–28/10/2025", 12_100_000,
              "hồ sơ", FOUR_MONTHS, date(2025, 10, 28)),
)  # fmt: skip
#: What was published of information systems.
SYSTEMS = (
    Statement("connected", "Hệ thống cấp tỉnh đã kết nối Cổng Dịch vụ công quốc gia", 34, "tỉnh, thành phố",
              OPERATION, JULY, of=34, counted="systems_connected"),
    Statement("unified_provinces_2023", "Địa phương đã hợp nhất cổng dịch vụ công với hệ thống một cửa điện tử", 62,
              "địa phương", REFORM_2023, HALF_2023, of=63, list="task", done=_DONE),
    Statement("unified_ministries_2023", "Bộ, ngành đã hợp nhất cổng dịch vụ công với hệ thống một cửa điện tử", 10,
              "bộ, ngành", REFORM_2023, HALF_2023, of=21, list="task", done=_DONE),
)  # fmt: skip
#: Plan and completion of tasks.
TASKS = (
    Statement("tasks_ministries_2023", "Nhiệm vụ kế hoạch năm 2023 của các bộ, ngành đã hoàn thành", 296,
              "nhiệm vụ", REFORM_2023, HALF_2023, Section.TASKS, of=845, list="task", done=_DONE),
    Statement("tasks_provinces_2023", "Nhiệm vụ kế hoạch năm 2023 của các địa phương đã hoàn thành", 1_384,
              "nhiệm vụ", REFORM_2023, HALF_2023, Section.TASKS, of=3_003, list="task", done=_DONE),
)  # fmt: skip
#: What the briefing of the nation shows, by section.
BRIEFED = (
    *STATEMENTS,
    Statement("centres", "Trung tâm Phục vụ hành chính công đã hoạt động, hơn", 3100, "trung tâm", OPERATION,
              OCTOBER, Section.APPARATUS, counted="register.centres_known"),
    Statement("online_quarter", "Hồ sơ trực tuyến đã xử lý trong 3 tháng, hơn", 7_000_000, "hồ sơ", OPERATION, OCTOBER),
    Statement("on_time_quarter", "Tỷ lệ hồ sơ xử lý đúng hạn trong 3 tháng, hơn", 91, "%", OPERATION, OCTOBER),
    *SYSTEMS,
    Statement("guidance", "Văn bản hướng dẫn ban hành trong tháng đầu, hơn", 60, "văn bản", OPERATION, JULY,
              Section.INSTITUTIONS, list="guidance", done="c.step = 'issued'"),
    Statement("decrees", "Nghị định về phân cấp, phân quyền, phân định thẩm quyền", 28, "nghị định", OPERATION,
              JULY, Section.DECENTRALISATION, list="guidance", done="c.step = 'issued'", counted="register.decrees"),
    Statement("to_local", "Thủ tục chuyển từ trung ương về địa phương", 556, "thủ tục", OPERATION, JULY,
              Section.DECENTRALISATION),
    Statement("to_province", "Thủ tục chuyển từ cấp huyện lên cấp tỉnh", 18, "thủ tục", OPERATION, JULY,
              Section.DECENTRALISATION),
    Statement("to_commune", "Thủ tục chuyển từ cấp huyện về cấp xã", 278, "thủ tục", OPERATION, JULY,
              Section.DECENTRALISATION),
    Statement("abolished", "Thủ tục cấp huyện được bãi bỏ", 74, "thủ tục", OPERATION, JULY, Section.DECENTRALISATION),
    Statement("properties", "Cơ sở nhà, đất dôi dư đã xử lý", 17_496, "cơ sở", ASSETS, date(2025, 12, 1),
              Section.PREMISES, of=26_552, counted="premises.handled"),
    Statement("paid", "Người đã được chi trả", 146_782, "người", PAYOUT, date(2025, 10, 14), Section.SEVERANCE,
              of=146_846, counted="severance.paid"),
    Statement("unpaid", "Người chưa được chi trả", 32_984, "người", PAYOUT, date(2025, 9, 30), Section.SEVERANCE,
              counted="severance.unpaid"),
    Statement("justice_teams", "Tổ công tác của Bộ Tư pháp về hộ tịch", 12, "tổ", TEAMS, date(2025, 8, 15),
              Section.INSPECTIONS, list="inspection"),
    *TASKS,
)  # fmt: skip
BY_KEY: Mapping[str, Statement] = {one.key: one for one in BRIEFED}


def simulated() -> Mapping[str, Figure]:
    """The lists that the simulation may have made, by their keys."""
    return {figure.key: figure for one in BRIEFED for figure in one.figures}


def made() -> dict[str, int]:
    """How long each of these lists is here: one statement. One that the simulation did not make is not there."""
    pieces = [f"SELECT '{key}', count(*) FROM ({one.statement}) f" for key, one in simulated().items()]  # noqa: S608
    return {key: number for key, number in sql.run(" UNION ALL ".join(pieces)) if number}
