"""Answers of the portal as the tests need them: one sound procedure, and copies of it with one fault each."""

from __future__ import annotations

import copy
import gzip
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

SAMPLE = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "procedures-sample.jsonl.gz"
JULY_2026 = 1_782_925_200_000  # milliseconds: 2/7/2026 in Vietnam


def paper(code: str, name: str, originals: int = 1, copies: int = 0) -> dict[str, Any]:
    return {"code": code, "name": name, "originalQty": originals, "copyQty": copies, "required": False}


def method(channel: str, amount: Any = 10, unit: str = "WORKING_DAY", text: str = "", *fees: Any) -> dict[str, Any]:
    return {
        "submissionMethod": channel,
        "processingTime": amount,
        "processingTimeUnit": unit,
        "description": text,
        "fees": list(fees),
    }


def fee(value: Any, text: str = "", kind: str = "FEE") -> dict[str, Any]:
    return {"type": kind, "value": value, "currencyName": "Việt Nam Đồng", "description": text}


def detail(code: str = "1.900001", **changed: Any) -> dict[str, Any]:
    """A procedure of communes, published by the ministry of justice, without a fault but that nothing is required."""
    made = {
        "id": f"id-{code}",
        "code": code,
        "name": "Thủ tục xác nhận nơi thả diều",
        "type": "STANDARD",
        "isWard": True,
        "isProvince": False,
        "isMinistry": False,
        "isFullProcess": True,
        "isNonTerritorial": False,
        "departmentPromulgateCode": "G15",
        "departmentPromulgateName": "Bộ Tư pháp",
        "categoriesDetails": [{"name": "Hộ tịch", "code": "G15-TP07"}],
        "executionSteps": [{"name": "", "description": "Nộp hồ sơ, nhận kết quả."}],
        "executionMethods": [method("DIRECT"), method("ONLINE")],
        "executionCases": [{"name": "", "profileComponents": [paper("G15-KQ000001", "- Đơn đề nghị")]}],
        "cases": [
            {"code": f"{code}.01", "name": "Lần đầu", "processingDay": {"qty": 10, "type": "WORKING_DAY"}},
        ],
        "resultsDetails": [{"code": "KQ.G15.000001", "name": "Giấy xác nhận"}],
        "legalBasisesDetails": [{"code": "123/2015/NĐ-CP", "name": "Nghị định"}],
        "departmentsAuthority": [{"name": "Ủy ban nhân dân cấp xã"}],
        "departmentsExecuting": [{"name": "Ủy ban nhân dân cấp xã"}],
        "procedureProposal": {"proposalNumber": "1/QĐ-BTP", "decisionDate": JULY_2026},
        "updatedAt": JULY_2026,
    }
    return {**made, **changed}


def line(code: str = "1.900001", **changed: Any) -> dict[str, Any]:
    whole = detail(code, **changed)
    return {"id": whole["id"], "code": whole["code"], "name": whole["name"], "detail": whole}


def case(qty: Any, unit: str = "WORKING_DAY", code: str = "1.900001.01", name: str = "Lần đầu") -> dict[str, Any]:
    return {"code": code, "name": name, "processingDay": {"qty": qty, "type": unit}}


def written(path: Path, lines: Iterable[dict[str, Any] | str]) -> Path:
    text = "".join((one if isinstance(one, str) else json.dumps(one, ensure_ascii=False)) + "\n" for one in lines)
    data = text.encode("utf-8", "surrogatepass")
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


def other(given: dict[str, Any], **changed: Any) -> dict[str, Any]:
    made = copy.deepcopy(given)
    made["detail"].update(changed)
    return made
