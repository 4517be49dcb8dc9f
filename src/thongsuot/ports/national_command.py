"""The portal's twin as a programme: for the demonstration and for whoever tries an installation's exchange."""

from __future__ import annotations

import argparse
import json
import signal
import threading
from collections.abc import Callable
from datetime import datetime
from html import escape
from typing import Any
from urllib.parse import parse_qs

from thongsuot.ports.national_twin import CLIENT, SECRET, VIETNAM, NationalTwin, serving

PORT = 8300
SUBMIT = "thu-nop"
FIELDS = (
    ("MaTTHC", "Mã thủ tục", "1.001193"),
    ("MaDonViTiepNhan", "Đơn vị tiếp nhận", "TAM.19789.PVHCC"),
    ("ChuHoSo", "Họ tên chủ hồ sơ", "Nguyễn Thị Hạnh"),
    ("DinhDanhCHS", "Số định danh", "046190000123"),
    ("NoiDung", "Nội dung", "Nộp thử từ Cổng"),
)


class DemoTwin(NationalTwin):
    """The twin with a form on its page, by which a person submits at the portal."""

    def _taken(self, name: str, environ: dict[str, Any], raw: bytes) -> tuple[int, bytes]:
        if name != SUBMIT:
            return super()._taken(name, environ, raw)
        sent = parse_qs(raw[:20_000].decode("utf-8", "replace"))
        content: dict[str, Any] = {key: sent.get(key, [""])[0].replace("\x00", "")[:200] for key, _, _ in FIELDS}
        content["ThongTinNguoiNop"] = {"HoTen": content["ChuHoSo"], "SoDinhDanh": content["DinhDanhCHS"]}
        id = self.submit(content, datetime.now(VIETNAM).isoformat())
        return 200, json.dumps({"IDHoSo": id}).encode()

    def page(self) -> str:
        inputs = "".join(
            f'<p><label>{escape(label)}<br><input name="{key}" value="{escape(value)}" size="50"></label></p>'
            for key, label, value in FIELDS
        )
        button = "<button>Nộp hồ sơ</button>"
        form = f'<h2>Nộp thử một hồ sơ</h2><form method="post" action="/{SUBMIT}">{inputs}{button}</form>'
        return super().page().replace("</html>", f"{form}</html>")


def arguments(command: argparse.ArgumentParser) -> None:
    """What `thongsuot twin` takes."""
    command.add_argument("system", choices=["national"], help="Cổng DVCQG / the national portal")
    command.add_argument("--port", type=int, default=PORT, help="cổng / port")
    command.add_argument("--faults", type=float, default=0.0, metavar="0.1", help="xác suất lỗi / chance of a fault")
    command.add_argument("--seed", type=int, default=1, help="hạt giống của lỗi / seed of the faults")


def run(chosen: argparse.Namespace, say: Callable[[str], None]) -> int:
    """Serve the twin until it is told to stop; its state is gone then."""
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    twin = DemoTwin(chance=min(1.0, max(0.0, chosen.faults)), seed=chosen.seed, slowness=20.0)
    with serving(twin, chosen.port) as address:
        say(f"Bản thử của Cổng / the portal's twin: {address}")
        say(f"  THONGSUOT_NATIONAL_URL={address} THONGSUOT_NATIONAL_CLIENT={CLIENT} THONGSUOT_NATIONAL_SECRET={SECRET}")
        stop.wait()
    return 0
