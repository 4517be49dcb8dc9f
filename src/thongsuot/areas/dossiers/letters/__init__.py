"""The printed forms of a dossier: those of TT 03/2025/TT-VPCP, and a general result document.

The circular's text was not at hand: the forms' names and triggers are known, their layout follows the
field lists of TT 01/2018/TT-VPCP and is *chưa xác minh*. The forms of that earlier circular are in `earlier`.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from thongsuot.areas.dossiers.letters import earlier
from thongsuot.areas.dossiers.letters.book import RegisterBookData
from thongsuot.areas.dossiers.letters.fee_receipt import FeeReceiptData
from thongsuot.areas.dossiers.letters.forms import (
    ApologyData,
    ControlSheetData,
    ReceiptData,
    RefusalData,
    ResultData,
    RevocationData,
    StopData,
    SupplementData,
)
from thongsuot.areas.dossiers.letters.originals import OriginalsData
from thongsuot.engine.letters import Letter, LetterData, declare

FOLDER = Path(__file__).resolve().parent
CIRCULAR = "TT 03/2025/TT-VPCP"
CIRCULAR_BASIS = "Thông tư 03/2025/TT-VPCP ngày 15/9/2025, Phụ lục I (thể thức chưa xác minh)"
CIRCULAR_DAY = date(2025, 9, 15)  # its date of issue; the day of effect is not verified
ONE_STOP_DAY = date(2025, 7, 1)


def _form(key: str, title: str, template: str, fields: type[LetterData]) -> Letter:
    return Letter(
        key=key,
        title=title,
        template=FOLDER / template,
        version=CIRCULAR,
        in_force_from=CIRCULAR_DAY,
        in_force_to=None,
        legal_basis=CIRCULAR_BASIS,
        fields=fields,
    )


RECEIPT = _form("01", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả", "receipt.typ", ReceiptData)
SUPPLEMENT = _form("02", "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ", "supplement.typ", SupplementData)
REFUSAL = _form("03", "Phiếu từ chối tiếp nhận, giải quyết hồ sơ", "refusal.typ", RefusalData)
APOLOGY = _form("04", "Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết", "apology.typ", ApologyData)
STOP = _form("05", "Thông báo dừng giải quyết hồ sơ", "stop.typ", StopData)
CONTROL_SHEET = _form("06", "Phiếu kiểm soát quá trình giải quyết hồ sơ", "control_sheet.typ", ControlSheetData)
REGISTER_BOOK = _form("07", "Sổ theo dõi hồ sơ", "register_book.typ", RegisterBookData)
REVOCATION = Letter(
    key="revocation",
    title="Thông báo thu hồi kết quả giải quyết",
    template=FOLDER / "revocation.typ",
    version="Mẫu chung",
    in_force_from=ONE_STOP_DAY,
    in_force_to=None,
    legal_basis="Thể thức theo Nghị định 30/2020/NĐ-CP (chưa xác minh)",
    fields=RevocationData,
)
RESULT = Letter(
    key="result",
    title="Kết quả giải quyết",
    template=FOLDER / "result.typ",
    version="Mẫu chung",
    in_force_from=ONE_STOP_DAY,
    in_force_to=None,
    legal_basis="Thể thức theo Nghị định 30/2020/NĐ-CP (chưa xác minh)",
    fields=ResultData,
)
FEE_RECEIPT = Letter(
    key="fee_receipt",
    title="Biên lai thu phí, lệ phí",
    template=FOLDER / "fee_receipt.typ",
    version="Mẫu chung",
    in_force_from=ONE_STOP_DAY,
    in_force_to=None,
    legal_basis="Quy định về biên lai thu tiền phí, lệ phí (chưa xác minh)",
    fields=FeeReceiptData,
)
ORIGINALS = Letter(
    key="originals",
    title="Bảng kê giao nhận bản gốc",
    template=FOLDER / "originals.typ",
    version="Mẫu chung",
    in_force_from=ONE_STOP_DAY,
    in_force_to=None,
    legal_basis="Tiếp nhận không phụ thuộc địa giới, Nghị định 118/2025/NĐ-CP (thể thức chưa xác minh)",
    fields=OriginalsData,
)

FORMS = (RECEIPT, SUPPLEMENT, REFUSAL, APOLOGY, STOP, CONTROL_SHEET, REVOCATION, RESULT)

declare(*FORMS, REGISTER_BOOK, FEE_RECEIPT, ORIGINALS, *earlier.FORMS)
