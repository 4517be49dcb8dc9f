"""Each form answered by somebody with a name: for previews in the editor, benchmarks and tests. All are invented."""

from __future__ import annotations

from typing import Any

THUAN_HOA = {"commune": "19789", "detail": "12 Lê Lợi"}
PHU_XUAN = {"commune": "19753", "detail": "45 Đinh Tiên Hoàng"}
BA_DINH = {"commune": "00004", "detail": "8 Đội Cấn"}

LAN = {
    "name": "Nguyễn Thị Lan",
    "sex": "female",
    "birth": "1994-03-08",
    "number": "046194000123",
    "document": "Thẻ căn cước 046194000123, Bộ Công an cấp ngày 12/5/2024",
    "nationality": "Việt Nam",
    "ethnicity": "Kinh",
    "residence": THUAN_HOA,
    "hometown": {"commune": "19753"},
}
HUNG = {
    "name": "Trần Văn Hùng",
    "sex": "male",
    "birth": "1990-11-21",
    "number": "046090004567",
    "document": "Thẻ căn cước 046090004567, Bộ Công an cấp ngày 01/8/2024",
    "nationality": "Việt Nam",
    "ethnicity": "Kinh",
    "residence": THUAN_HOA,
    "hometown": {"commune": "19789"},
}
BA = {
    "name": "Lê Thị Bá",
    "sex": "female",
    "birth": "1941",
    "number": "046141000077",
    "nationality": "Việt Nam",
    "ethnicity": "Kinh",
    "residence": PHU_XUAN,
}
AN = {
    "name": "Trần Minh An",
    "sex": "male",
    "birth": "2026-11-02",
    "ethnicity": "Kinh",
    "nationality": "Việt Nam",
    "hometown": {"commune": "19789"},
}


def _some(person: dict[str, Any], parts: str) -> dict[str, Any]:
    return {part: person[part] for part in parts.split()}


BIRTH = {
    "requester": _some(HUNG, "name birth number document residence"),
    "phone": "0912345678",
    "relation": "father",
    "child": AN,
    "birth_place": {"commune": "19789", "detail": "16 Lê Lợi"},
    "birth_facility": "Bệnh viện Trung ương Huế",
    "birth_proof": "certificate",
    "birth_proof_number": "1245/2026",
    "mother": _some(LAN, "name birth ethnicity nationality residence number"),
    "father": _some(HUNG, "name birth ethnicity nationality residence number"),
    "married": True,
    "marriage_certificate": "45/2020, ngày 12/6/2020, UBND phường Thuận Hòa",
    "copies_wanted": True,
    "copies": 3,
}
DEATH = {
    "requester": _some(HUNG, "name number document residence"),
    "relation": "Cháu nội",
    "deceased": BA,
    "died_on": "2026-11-15",
    "died_time": "04 giờ 20 phút",
    "death_place": PHU_XUAN,
    "cause": "Bệnh già",
    "notice_kind": "notice",
    "notice_number": "88/GBT",
    "notice_day": "2026-11-16",
    "notice_issuer": "Trạm Y tế phường Phú Xuân",
    "copies_wanted": False,
}
MARRIAGE = {
    "wife": _some(LAN, "name birth ethnicity nationality residence number document"),
    "wife_status": "never",
    "wife_times": 1,
    "husband": _some(HUNG, "name birth ethnicity nationality residence number document"),
    "husband_status": "divorced",
    "husband_status_paper": "Quyết định 12/2019/QĐST-HNGĐ ngày 03/4/2019, Tòa án nhân dân thành phố Huế",
    "husband_times": 2,
    "phone": "0912345678",
    "wedding_day": "2026-12-20",
}
MARITAL_STATUS = {
    "requester": _some(LAN, "name number document residence"),
    "relation": "self",
    "person": _some(LAN, "name sex birth ethnicity nationality number document residence"),
    "lived_since": "2015",
    "status": "never",
    "purpose": "marriage",
    "fiance_name": HUNG["name"],
    "fiance_document": HUNG["document"],
    "marriage_place": "UBND phường Thuận Hóa",
}
CIVIL_STATUS_CHANGE = {
    "requester": _some(LAN, "name number document residence"),
    "relation": "Bản thân",
    "person": _some(LAN, "name sex birth ethnicity nationality number document residence"),
    "register_kind": "birth",
    "register_entry": "112/1994, quyển 02",
    "register_day": "1994-03-20",
    "register_place": "UBND xã Hương Hồ, huyện Hương Trà, tỉnh Thừa Thiên Huế",
    "act": "correct",
    "items": [
        {"what": "Chữ đệm", "from_value": "Thi", "to_value": "Thị"},
        {"what": "Năm sinh của mẹ", "from_value": "1970", "to_value": "1968"},
    ],
    "reason": "Sai sót của cán bộ hộ tịch khi đăng ký, theo sổ gốc và thẻ căn cước của mẹ.",
    "copies": 2,
}
CIVIL_STATUS_EXTRACT = {
    "requester": _some(LAN, "name number document residence"),
    "relation": "self",
    "person": _some(LAN, "name sex birth ethnicity nationality number document residence"),
    "kind": "marriage",
    "other_party": HUNG["name"],
    "register_place": "UBND phường Thuận Hóa",
    "register_day": "2020-06-12",
    "register_entry": "45/2020",
    "copies": 2,
    "purpose": "Bổ sung hồ sơ vay vốn",
}
RECOGNITION = {
    "requester": _some(HUNG, "name number document residence"),
    "relation": "father",
    "parent_is": "father",
    "parent": _some(HUNG, "name birth ethnicity nationality hometown residence number document"),
    "child": {**AN, "residence": THUAN_HOA},
    "other_parent": "Tôi là Nguyễn Thị Lan, mẹ của cháu, đồng ý.",
    "proof": ["dna"],
}
RESIDENCE = {
    "declarant": _some(LAN, "name birth sex number"),
    "phone": "0912345678",
    "is_head": False,
    "head": _some(HUNG, "name number"),
    "head_relation": "spouse",
    "request": "permanent",
    "old_place": BA_DINH,
    "new_place": THUAN_HOA,
    "place_kind": "family",
    "members": [{"member": _some(AN, "name birth sex"), "member_relation": "Con"}],
}
HOUSEHOLD_BUSINESS = {
    "owner": _some(LAN, "name sex birth ethnicity nationality number residence"),
    "phone": "0912345678",
    "email": "lan@vidu.vn",
    "formed_by": "household",
    "members": [
        {"member": _some(LAN, "name birth sex number residence"), "contribution": 60_000_000},
        {"member": _some(HUNG, "name birth sex number residence"), "contribution": 40_000_000},
    ],
    "business_name": "Hộ kinh doanh Bún bò Cô Lan",
    "short_name": "Bún bò Cô Lan",
    "business_place": THUAN_HOA,
    "starts_on": "2026-12-01",
    "capital": 100_000_000,
    "workers": 4,
    "tax_method": "declared",
    "insurance": "quarterly",
    "trades": [
        {"trade": "Nhà hàng và các dịch vụ ăn uống phục vụ lưu động", "trade_code": "5610", "main_trade": True},
        {"trade": "Dịch vụ phục vụ đồ uống", "trade_code": "5630", "main_trade": False},
    ],
}
CERTIFIED_COPIES = {
    "requester": _some(LAN, "name number residence"),
    "electronic": True,
    "email": "lan@vidu.vn",
    "originals": [
        {
            "original_name": "Bằng tốt nghiệp đại học",
            "original_number": "QH-2016-123",
            "original_issuer": "Đại học Huế",
            "original_language": "vietnamese",
            "pages": 1,
            "copies_each": 3,
        },
        {"original_name": "Bảng điểm", "original_language": "bilingual", "pages": 4, "copies_each": 2},
    ],
    "copies_total": 5,
}
SOCIAL_ASSISTANCE = {
    "person": _some(BA, "name birth sex ethnicity number residence"),
    "request": "start",
    "group": "disabled",
    "household": "near_poor",
    "insurance_card": "HT4461234567890",
    "disability_level": "very_severe",
    "disability_kind": ["movement", "sight"],
    "disability_paper": "34/XN ngày 05/02/2026, UBND phường Phú Xuân",
    "carer": _some(HUNG, "name birth number residence"),
    "carer_relation": "Cháu nội",
    "pay_to": "account",
    "account": "0123456789, Agribank Huế",
}
MARTYR_WORSHIP = {
    "worshipper": _some(HUNG, "name sex birth number hometown residence"),
    "relation": "Cháu gọi bằng bác",
    "basis_of_worship": "authorised",
    "martyr": {"name": "Trần Văn Dũng", "birth": "1948", "hometown": {"commune": "19753"}},
    "fell_on": "1972-04",
    "certificate_number": "TB 1234c",
    "relatives": [
        {"relative": {"name": "Trần Thị Tư", "birth": "1950"}, "relative_relation": "Em gái"},
    ],
}
MERIT_RELATIVE = {
    "requester": _some(HUNG, "name sex birth number residence"),
    "merit": {"name": "Trần Văn Thành", "birth": "1955", "residence": PHU_XUAN},
    "merit_kind": "invalid",
    "file_number": "TB/46/01234",
    "disability_rate": 61,
    "relation": "child",
    "purpose": "study",
}
BUILDING_PERMIT = {
    "owner": _some(HUNG, "name number residence"),
    "phone": "0912345678",
    "place": THUAN_HOA,
    "parcel": "215",
    "sheet": "17",
    "land_area": 120.5,
    "certificate": "CS 123456",
    "land_purpose": "Đất ở tại đô thị",
    "work": "new",
    "grade": "iii",
    "building_area": 80.25,
    "floors": 3,
    "basements": 0,
    "floor_area": 240.75,
    "height": 11.6,
    "setback": 2.4,
    "adjoining": True,
    "adjoining_pledge": True,
    "floors_part": [
        {"floor_name": "Tầng 1", "floor_each": 80.25},
        {"floor_name": "Tầng 2", "floor_each": 80.25},
        {"floor_name": "Tầng 3", "floor_each": 80.25},
    ],
    "designer": {"name": "Công ty TNHH Kiến trúc Sông Hương", "tax_code": "3300123456"},
    "months": 10,
}
LAND_CHANGE = {
    "holder": _some(HUNG, "name birth number document residence"),
    "certificate": "CS 123456",
    "book_number": "CH01234",
    "certificate_day": "2018-05-15",
    "parcel": "215",
    "sheet": "17",
    "land_area": 120.5,
    "place": THUAN_HOA,
    "change": "transfer",
    "before_text": "Ông Trần Văn Hùng",
    "after_text": "Bà Lê Thị Bá",
    "reason": "Tặng cho quyền sử dụng đất",
    "receiver": _some(BA, "name birth number residence"),
    "contract": "Hợp đồng tặng cho số 1022, ngày 10/11/2026, Văn phòng công chứng Thuận Hóa",
    "finance": "exempt",
    "new_certificate": "confirm",
}
LAND_PURPOSE = {
    "holder": _some(HUNG, "name birth number residence"),
    "phone": "0912345678",
    "place": PHU_XUAN,
    "parcel": "88",
    "sheet": "5",
    "land_area": 1250.5,
    "certificate": "CS 654321",
    "old_purpose": "Đất trồng cây lâu năm",
    "changes": [
        {"new_purpose": "residential", "change_area": 150, "change_term": "Lâu dài"},
        {"new_purpose": "commercial", "change_area": 100.5, "change_term": "Đến năm 2076"},
    ],
    "total_area": 250.5,
    "rice_land": False,
    "use": "Xây nhà ở và cửa hàng của gia đình.",
}
STUDY_SUPPORT = {
    "parent": _some(LAN, "name number residence"),
    "phone": "0912345678",
    "relation": "parent",
    "child": {
        "name": "Trần Bảo Ngọc",
        "sex": "female",
        "birth": "2021-09-01",
        "ethnicity": "Kinh",
        "residence": THUAN_HOA,
    },
    "level": "preschool",
    "school": "Trường mầm non tư thục Hoa Sen",
    "school_class": "Lớp Lá 2",
    "school_year": "2026-2027",
    "ground": "near_poor",
    "ground_paper": "12/GCN ngày 10/01/2026, UBND phường Thuận Hóa",
    "months": 9,
}

GENERAL = {
    "requester": _some(LAN, "name birth number residence"),
    "request": "Cấp lại giấy chứng nhận đã mất cho cửa hàng tại 12 Lê Lợi.",
}

SAMPLES: dict[str, dict[str, Any]] = {
    "general": GENERAL,
    "birth": BIRTH,
    "death": DEATH,
    "marriage": MARRIAGE,
    "marital-status": MARITAL_STATUS,
    "civil-status-change": CIVIL_STATUS_CHANGE,
    "civil-status-extract": CIVIL_STATUS_EXTRACT,
    "recognition": RECOGNITION,
    "residence": RESIDENCE,
    "household-business": HOUSEHOLD_BUSINESS,
    "certified-copies": CERTIFIED_COPIES,
    "social-assistance": SOCIAL_ASSISTANCE,
    "martyr-worship": MARTYR_WORSHIP,
    "merit-relative": MERIT_RELATIVE,
    "building-permit": BUILDING_PERMIT,
    "land-change": LAND_CHANGE,
    "land-purpose": LAND_PURPOSE,
    "study-support": STUDY_SUPPORT,
}
