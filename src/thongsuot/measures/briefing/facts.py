"""What the register and the traffic tell the briefing: centres, posts, procedures, competences, peaks."""

from __future__ import annotations

from datetime import UTC, datetime

from thongsuot.engine import briefed, sql
from thongsuot.engine.briefed import Rows, Section, Span, Told
from thongsuot.measures import presence
from thongsuot.measures.folding import END

_DAY = "((%(as_of)s::timestamptz - interval '1 microsecond') AT TIME ZONE 'Asia/Ho_Chi_Minh')::date"


def _on(alias: str, day: str = _DAY) -> str:
    """The condition that a dated fact holds on the last day of the span."""
    return f"{alias}.valid_from <= {day} AND ({alias}.valid_to IS NULL OR {alias}.valid_to > {day})"


_OF_BODY = f"(%(place)s = '' OR %(place)s IN (b.province_code, b.unit_code)) AND {_on('b')}"
_CENTRE = f"SELECT b.name, b.address FROM register_body b WHERE b.kind = 'pvhcc_xa' AND {_OF_BODY} AND b.status"
_POST = f"""SELECT p.title, b.name FROM register_post p JOIN register_body b ON b.key = p.body_id
 WHERE {_OF_BODY} AND {_on("p")}"""
_COMPETENCE = f"""SELECT c.procedure_code, c.provision FROM register_competence c
 WHERE c.status = 'held' AND {_on("c")} AND (%(place)s = '' OR c.place_code IN ('', %(place)s))"""
_PROCEDURE = f"SELECT p.code, p.title FROM register_procedure p WHERE {_on('p')}"
_SOON = "180"

ROWS = (
    Rows("register.units", Section.APPARATUS, "Đơn vị hành chính cấp xã",
         "Xã, phường, đặc khu còn hiệu lực vào ngày chốt, theo danh mục đơn vị hành chính.",
         f"""SELECT b.name, b.code FROM register_unit b WHERE b.tier = 3 AND {_on('b')}
 AND (%(place)s = '' OR %(place)s IN (b.province_code, b.code))""", "đơn vị"),
    Rows("register.centres_known", Section.APPARATUS, "Trung tâm Phục vụ hành chính công cấp xã đã xác nhận",
         "Trung tâm có căn cứ đang hoạt động trong danh mục cơ quan.", f"{_CENTRE} = 'open'", "trung tâm"),
    Rows("register.centres_unknown", Section.APPARATUS, "Trung tâm cấp xã chưa xác nhận",
         "Nơi chưa có căn cứ trong hệ thống là trung tâm đã hoạt động.", f"{_CENTRE} = 'unknown'", "trung tâm",
         bad=True),
    Rows("register.posts", Section.APPARATUS, "Vị trí công tác đã khai trong hệ thống",
         "Vị trí còn hiệu lực vào ngày chốt. Không phải biên chế giao.", _POST, "vị trí"),
    Rows("register.posts_empty", Section.APPARATUS, "Vị trí chưa có người giữ",
         "Vị trí còn hiệu lực nhưng không ai đang giữ vào ngày chốt.",
         f"{_POST} AND NOT EXISTS (SELECT 1 FROM register_holding h WHERE h.post_id = p.id AND {_on('h')})", "vị trí",
         bad=True),
    Rows("register.decrees", Section.DECENTRALISATION, "Nghị định năm 2025 là căn cứ thẩm quyền trong hệ thống",
         "Số hiệu nghị định năm 2025 được dẫn trong các quy định thẩm quyền đang hiệu lực.",
         "SELECT DISTINCT d.found[1], 'Nghị định' FROM (" + _COMPETENCE + ") x"
         " CROSS JOIN LATERAL regexp_matches(x.provision, '[0-9]+/2025/NĐ-CP', 'g') AS d (found)", "nghị định"),
    Rows("register.competences", Section.DECENTRALISATION, "Quy định thẩm quyền đang hiệu lực",
         "Quy định ai tiếp nhận, quyết định, thẩm định, có hiệu lực vào ngày chốt.", _COMPETENCE, "quy định"),
    Rows("register.expiring", Section.DECENTRALISATION, "Quy định thẩm quyền hết hiệu lực trong 180 ngày",
         "Có ngày hết hiệu lực trong 180 ngày kể từ ngày chốt.",
         f"{_COMPETENCE} AND c.valid_to <= {_DAY} + {_SOON}", "quy định", bad=True),
    Rows("register.unverified", Section.DECENTRALISATION, "Quy định thẩm quyền chưa xác minh",
         "Chưa có người có tên đối chiếu với văn bản gốc.", f"{_COMPETENCE} AND NOT c.verified", "quy định", bad=True),
    Rows("register.procedures_commune", Section.DECENTRALISATION, "Thủ tục do cấp xã quyết định",
         "Thủ tục còn hiệu lực có cấp giải quyết là cấp xã, theo danh mục trong hệ thống.",
         f"{_PROCEDURE} AND p.tier = 3", "thủ tục"),
    Rows("register.procedures_province", Section.DECENTRALISATION, "Thủ tục do cấp tỉnh quyết định",
         "Thủ tục còn hiệu lực có cấp giải quyết là cấp tỉnh, theo danh mục trong hệ thống.",
         f"{_PROCEDURE} AND p.tier = 1", "thủ tục"),
)  # fmt: skip

_PEAK = """
SELECT max(n) FROM (SELECT count(*) AS n FROM measures_stretch s
  WHERE s.kind = 'dossier' AND s.until = %(end)s AND s.bucket <> 'refused' AND s.received_at >= %(start)s
    AND s.received_at < %(as_of)s AND (%(place)s = '' OR s.province_code = %(place)s OR s.competent_body = %(house)s)
  GROUP BY date_trunc(%(unit)s, s.received_at AT TIME ZONE 'Asia/Ho_Chi_Minh')) p
"""


def _peak(span: Span, unit: str) -> int | None:
    given = {**span.parameters(), "end": END, "house": f"ubnd.{span.place}", "unit": unit}
    found: int | None = sql.run(_PEAK, given)[0][0]
    return found


def peak_day(span: Span) -> int | None:
    """The most dossiers that were received on one day; None when none was."""
    return _peak(span, "day")


def peak_hour(span: Span) -> int | None:
    return _peak(span, "hour")


def on_portal(span: Span) -> int | None:
    """How many are on the portal at the end of the span: known only while it is now, and of the nation."""
    if span.place or datetime.now(UTC) - span.as_of > presence.NOW:
        return None
    return presence.on_portal(span.as_of)


TOLD = (
    Told("traffic.peak_day", Section.SERVICE, "Ngày cao điểm",
         "Số hồ sơ tiếp nhận nhiều nhất trong một ngày của kỳ.", peak_day, "hồ sơ/ngày"),
    Told("traffic.peak_hour", Section.SERVICE, "Giờ cao điểm",
         "Số hồ sơ tiếp nhận nhiều nhất trong một giờ của kỳ.", peak_hour, "hồ sơ/giờ"),
    Told("traffic.on_portal", Section.SERVICE, "Người đang trên cổng",
         "Số trình duyệt mở trang của cổng trong 5 phút trước giờ chốt; không lưu lại cho kỳ đã qua.", on_portal,
         "người"),
)  # fmt: skip


def declare() -> None:
    briefed.tell(*ROWS, *TOLD)
