"""The forms of the circular before: a dossier of that time is printed again as it was, with that circular's numbers.

TT 01/2018/TT-VPCP numbered 01 receipt, 02 supplement, 03 refusal, 04 the slip of apology, 05 the control sheet and
06 the register book; it had no notice of stopping. Its text was not at hand: *chưa xác minh*.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from thongsuot.areas.dossiers.letters.book import RegisterBookData
from thongsuot.areas.dossiers.letters.forms import (
    ApologyData,
    ControlSheetData,
    ReceiptData,
    RefusalData,
    SupplementData,
)
from thongsuot.engine.letters import Letter, LetterData

FOLDER = Path(__file__).resolve().parent
VERSION = "TT 01/2018/TT-VPCP"
BASIS = "Thông tư 01/2018/TT-VPCP ngày 23/11/2018 (ngày hiệu lực và thể thức chưa xác minh)"
FROM, UNTIL = date(2018, 11, 23), date(2025, 9, 15)


def _form(key: str, number: str, title: str, template: str, fields: type[LetterData]) -> Letter:
    return Letter(key, title, FOLDER / template, VERSION, FROM, UNTIL, BASIS, fields, number)


FORMS = (
    _form("01", "01", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả", "receipt.typ", ReceiptData),
    _form("02", "02", "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ", "supplement.typ", SupplementData),
    _form("03", "03", "Phiếu từ chối tiếp nhận, giải quyết hồ sơ", "refusal.typ", RefusalData),
    _form("04", "04", "Phiếu xin lỗi và hẹn lại ngày trả kết quả", "apology.typ", ApologyData),
    _form("06", "05", "Phiếu kiểm soát quá trình giải quyết hồ sơ", "control_sheet.typ", ControlSheetData),
    _form("07", "06", "Sổ theo dõi hồ sơ", "register_book.typ", RegisterBookData),
)
