"""The everyday matters that most people come for, in the words that they use."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlencode

from thongsuot.register import procedures
from thongsuot.web.entrance import today
from thongsuot.web.environment import url
from thongsuot.web.speech import say as _


class Matter(NamedTuple):
    """What people say, and the page that it leads to."""

    words: str
    more: str
    address: str


# (what people say, what else it covers, the procedure's code or, without one, what is searched for)
def _said() -> list[tuple[str, str, str, str]]:
    return [
        (_("Khai sinh cho con"), _("giấy khai sinh"), "1.001193", ""),
        (_("Đăng ký kết hôn"), _("giấy kết hôn"), "1.000894", ""),
        (_("Xác nhận độc thân"), _("tình trạng hôn nhân"), "1.004873", ""),
        (_("Khai tử"), _("khi có người mất"), "1.000656", ""),
        (_("Bản sao giấy khai sinh, trích lục"), _("cấp lại bản sao hộ tịch"), "2.000635", ""),
        (_("Sao y, chứng thực"), _("bản sao, chữ ký, hợp đồng"), "", "chứng thực"),
        (_("Thường trú, tạm trú"), _("nhập hộ khẩu, tách hộ"), "", "đăng ký cư trú"),
        (_("Thẻ căn cước"), _("cấp mới, đổi, mất thẻ"), "", "thẻ căn cước"),
        (_("Đất đai, sổ đỏ"), _("cấp sổ, đính chính, tranh chấp"), "", "đất đai giấy chứng nhận quyền sử dụng đất"),
        (_("Xây, sửa nhà"), _("giấy phép xây dựng"), "", "giấy phép xây dựng nhà ở"),
        (_("Mở hộ kinh doanh"), _("đăng ký, thay đổi, tạm ngừng"), "", "hộ kinh doanh"),
        (_("Trợ cấp, người cao tuổi"), _("bảo trợ xã hội, khuyết tật"), "", "trợ cấp xã hội"),
    ]


def matters() -> list[Matter]:
    """The matters of today: a procedure that is no longer in force is searched for by its words instead."""
    found = []
    for words, more, code, text in _said():
        if code and procedures.procedure(code, today()) is not None:
            address = url("portal:procedure", code)
        else:
            address = f"{url('portal:search')}?{urlencode({'q': text or words})}"
        found.append(Matter(words, more, address))
    return found
