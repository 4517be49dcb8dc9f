"""What a verification came to, in words: of a file, of the register; each with its box."""

from __future__ import annotations

from collections.abc import Callable

from thongsuot.areas.dossiers.results import Stands
from thongsuot.areas.dossiers.verifying import Finding
from thongsuot.web.speech import say as _

Words = tuple[str, Callable[[], str], Callable[[], str]]
FINDINGS: dict[Finding, Words] = {
    Finding.ISSUED: (
        "good",
        lambda: _("Văn bản hợp lệ"),
        lambda: _("Tệp giống hệt bản đã phát hành; chữ ký số và con dấu số còn nguyên giá trị."),
    ),
    Finding.WITHDRAWN: (
        "warn",
        lambda: _("Đúng văn bản, nhưng không còn dùng được"),
        lambda: _("Chữ ký số hợp lệ, nhưng sổ đăng ký ghi văn bản này không đang có hiệu lực."),
    ),
    Finding.SIGNED: (
        "warn",
        lambda: _("Chữ ký số hợp lệ, văn bản không có trong sổ đăng ký ở đây"),
        lambda: _(
            "Tệp không bị sửa sau khi ký. Hệ thống này không phát hành văn bản này nên không xác nhận"
            " được nội dung; hỏi cơ quan đã ký."
        ),
    ),
    Finding.DIFFERS: (
        "warn",
        lambda: _("Tệp khác với bản đã phát hành"),
        lambda: _(
            "Chữ ký số hợp lệ, nhưng tệp này không trùng với bản đã phát hành dưới mã xác minh này. Không dùng tệp này."
        ),
    ),
    Finding.WRONG_BODY: (
        "warn",
        lambda: _("Con dấu không phải của cơ quan ban hành"),
        lambda: _(
            "Chữ ký số không bị sửa, nhưng chứng thư thuộc cơ quan khác với cơ quan ghi trong sổ"
            " đăng ký. Không dùng tệp này."
        ),
    ),
    Finding.UNSIGNED: (
        "warn",
        lambda: _("Tệp không có chữ ký số"),
        lambda: _(
            "Bản in, bản chụp hoặc bản quét không mang chữ ký số. Tải lên đúng tệp PDF đã nhận, hoặc"
            " đối chiếu bằng mã xác minh in trên văn bản."
        ),
    ),
    Finding.UNREADABLE: (
        "warn",
        lambda: _("Không đọc được chữ ký trong tệp"),
        lambda: _("Tệp bị hỏng hoặc bị sửa. Lấy lại tệp từ nơi đã gửi cho bạn rồi thử lại."),
    ),
    Finding.CHANGED: (
        "warn",
        lambda: _("Tệp đã bị sửa sau khi ký"),
        lambda: _("Nội dung hiện nay không phải là nội dung đã được ký. Không dùng tệp này."),
    ),
    Finding.EXPIRED: (
        "warn",
        lambda: _("Chứng thư số đã hết hạn khi ký"),
        lambda: _("Chữ ký được tạo ngoài thời hạn của chứng thư nên không có giá trị."),
    ),
    Finding.REVOKED: (
        "warn",
        lambda: _("Chứng thư số đã bị thu hồi trước khi ký"),
        lambda: _("Chữ ký được tạo sau khi chứng thư bị thu hồi nên không có giá trị."),
    ),
    Finding.UNKNOWN: (
        "warn",
        lambda: _("Không rõ người ký"),
        lambda: _(
            "Tệp không bị sửa, nhưng chứng thư số do nơi mà hệ thống này chưa biết cấp nên không xác"
            " nhận được người ký là ai."
        ),
    ),
}
STANDS: dict[Stands, Words] = {
    Stands.ISSUED: ("good", lambda: _("Có trong sổ đăng ký"), lambda: _("Văn bản đã phát hành và đang có hiệu lực.")),
    Stands.CORRECTING: (
        "warn",
        lambda: _("Đang được đính chính"),
        lambda: _("Cơ quan ban hành đang mở lại hồ sơ để đính chính văn bản này."),
    ),
    Stands.REPLACED: (
        "warn",
        lambda: _("Đã được thay thế"),
        lambda: _("Văn bản này đã được thay bằng văn bản khác và không còn hiệu lực."),
    ),
    Stands.REVOKED: (
        "warn",
        lambda: _("Đã bị thu hồi"),
        lambda: _("Cơ quan ban hành đã thu hồi văn bản này; văn bản không còn hiệu lực."),
    ),
}
