"""The main way of a dossier, into which procedures' internal processes are woven, and how offices' tables name it."""

from __future__ import annotations

from thongsuot.engine.internal.definition import Path

PATH = Path(
    states=("received", "processing", "proposed", "reviewed", "signed", "numbered", "sealed", "done"),
    # The head's examination may be left out where the office is small; signature, number, seal and issue may not.
    optional=frozenset({"proposed"}),
    letter="06",
    hints={
        "received": ("tiep nhan ho so", "tiep nhan", "kiem tra thanh phan", "chuyen ho so", "scan", "so hoa",
                     "phan cong", "nhap ho so", "viet giay tiep nhan", "mot cua"),
        "processing": ("tham dinh", "tham tra", "thu ly", "xu ly", "xac minh", "giai quyet", "du thao",
                       "kiem tra thuc te",
                       "lay y kien", "nghien cuu", "soan thao", "chuyen vien", "cong chuc", "tham muu",
                       "trinh ket qua"),
        "proposed": ("truong phong", "lanh dao phong", "tham tra", "xem xet du thao", "kiem tra du thao", "soat xet",
                     "duyet du thao", "ky nhay", "ky tat", "phu trach bo phan"),
        "reviewed": ("ky duyet", "phe duyet", "ky ban hanh", "lanh dao uy ban", "lanh dao ubnd", "chu tich", "ky giay",
                     "ky quyet dinh", "ky ket qua", "giam doc"),
        "signed": ("van thu", "cap so", "vao so", "lay so", "ban hanh van ban"),
        "numbered": ("dong dau",),
        "sealed": ("phat hanh", "chuyen ket qua", "gui ket qua"),
        "done": ("tra ket qua", "tra giay", "thong bao cho cong dan", "thu phi", "thu le phi"),
    },
)  # fmt: skip
