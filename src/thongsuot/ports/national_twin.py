"""The national portal's demo twin: a real HTTP server that keeps state, checks what it gets and fails on request.

It fails as the real one does: slow, down behind its proxy, taking a message and losing the acknowledgement, not
knowing a code, ending a token early, and handing out an act that was acknowledged already. Faults are scripted one
by one (`will`) or drawn from a seeded chance.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import random
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from html import escape
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from thongsuot.ports.national_messages import NEXT, STATUS_WORDS, ActAnswer, Dossier, Progress, Status, StatusUpdate

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
TOKEN_SECONDS = 600
CLIENT, SECRET = "thong-suot", "minh-hoa"


class Fault(StrEnum):
    """What may go wrong with one call."""

    SLOW = "slow"  # answers later than anybody waits
    BAD_GATEWAY = "bad_gateway"  # the proxy cannot reach the portal: nothing is taken
    LOST = "lost"  # taken, and the acknowledgement is lost on the way
    EXPIRED = "expired"  # the token ends before its time
    FORBIDDEN = "forbidden"
    UNKNOWN = "unknown"  # 404: a code that it does not have
    MISSING = "missing"  # 400: a field that it misses
    TWICE = "twice"  # LayYeuCau hands out what was acknowledged
    GARBAGE = "garbage"  # a proxy's page with status 200, nothing taken


TRANSIENT = (Fault.SLOW, Fault.BAD_GATEWAY, Fault.LOST, Fault.EXPIRED, Fault.GARBAGE)


class Refusal(Exception):
    """The portal does not take a message."""

    def __init__(self, status: int, code: str, words: str) -> None:
        self.status, self.code, self.words = status, code, words
        super().__init__(words)


@dataclass
class Held:
    """A dossier at the portal. `told` is every status in the order in which it was taken."""

    id: str
    code: str = ""
    content: dict[str, Any] = field(default_factory=dict)
    told: list[int] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    days: set[str] = field(default_factory=set)

    @property
    def status(self) -> int:
        return self.told[-1] if self.told else 0

    def shown(self) -> dict[str, Any]:
        return {"IDHoSo": self.id, "MaHoSo": self.code, "TrangThai": self.status, "SoTienTrinh": len(self.rows)}


class NationalTwin:
    """The portal's state and rules, without the network. `refused` lists every message that it did not take."""

    def __init__(
        self,
        *,
        chance: float = 0.0,
        seed: int = 1,
        slowness: float = 1.0,
        today: Callable[[], str] | None = None,
    ) -> None:
        self.dossiers: dict[str, Held] = {}
        self.files: dict[str, bytes] = {}
        self.acts: dict[str, dict[str, Any]] = {}
        self.acknowledged: set[str] = set()
        self.answers: dict[str, dict[str, Any]] = {}
        self.refused: list[tuple[str, str]] = []
        self.calls: list[str] = []
        self.chance, self.slowness = chance, slowness
        self._random = random.Random(seed)  # noqa: S311 - chance of a fault, no secret
        self._scripted: dict[str, deque[Fault]] = defaultdict(deque)
        self._tokens: dict[str, float] = {}
        self._numbers = itertools.count(1)
        self._lock = threading.RLock()
        self._today = today or (lambda: f"{datetime.now(VIETNAM):%Y-%m-%d}")

    def will(self, call: str, *faults: Fault) -> None:
        """Let the next calls of that name fail so, in this order."""
        with self._lock:
            self._scripted[call].extend(faults)

    def fault(self, call: str) -> Fault | None:
        """What goes wrong with this call, if anything."""
        with self._lock:
            if self._scripted[call]:
                return self._scripted[call].popleft()
            if call != "GetToken" and self._random.random() < self.chance:
                return self._random.choice(TRANSIENT)
        return None

    def worsen(self, chance: float, seed: int) -> None:
        """From now on any call may fail by chance."""
        with self._lock:
            self.chance, self._random = chance, random.Random(seed)  # noqa: S311 - chance of a fault, no secret

    def quiet(self) -> None:
        """No fault from now on."""
        with self._lock:
            self.chance = 0.0
            self._scripted.clear()

    # What people do at the portal.

    def submit(self, content: dict[str, Any], at: str, papers: Iterable[tuple[str, bytes, str]] = ()) -> str:
        """Somebody submits; returns the portal's id of the dossier. `papers` are (name, content, component)."""
        with self._lock:
            id = self._next("G99.01")
            self.dossiers[id] = Held(id, told=[1], days={self._today()}, content=content)
            self.act("NOP", id, at, HoSo=content, GiayTo=[self._kept(*one) for one in papers])
            return id

    def act(self, kind: str, id: str, at: str, **more: Any) -> str:
        """Somebody supplements, pays, withdraws or rates."""
        with self._lock:
            act = f"YC-{next(self._numbers):08d}"
            self.acts[act] = {"IdYeuCau": act, "Loai": kind, "IDHoSo": id, "ThoiDiem": at, **more}
            return act

    def _kept(self, name: str, content: bytes, component: str) -> dict[str, Any]:
        digest = hashlib.sha256(content).hexdigest()
        self.files[digest] = content
        return {"IdGiayTo": digest, "TenGiayTo": name, "HashTepTin": digest, "MaThanhPhanHoSo": component}

    # What a site calls.

    def call(self, name: str, token: str, body: Any) -> dict[str, Any] | bytes:
        """Take one call. Raises Refusal. Idempotency keys are not heeded: the real one may not know them."""
        with self._lock:
            self.calls.append(name)
            if name == "GetToken":
                return self._token(body)
            if self._tokens.get(token, 0.0) < time.monotonic():
                raise Refusal(401, "TOKEN", "Mã truy cập hết hạn")
            handler = self._handlers().get(name)
            if handler is None:
                raise Refusal(404, "DICH_VU", f"Không có dịch vụ {name}")
            try:
                return handler(body)
            except Refusal as refusal:
                self.refused.append((name, refusal.code))
                raise
            except (ValidationError, KeyError, TypeError, AttributeError) as error:
                self.refused.append((name, "THIEU_TRUONG"))
                raise Refusal(400, "THIEU_TRUONG", "Thiếu hoặc sai trường") from error

    def end_tokens(self) -> None:
        with self._lock:
            self._tokens.clear()

    def _handlers(self) -> dict[str, Callable[[Any], dict[str, Any] | bytes]]:
        return {
            "GetNextValue": lambda body: {"value": self._next(str(body["code"]))},
            "UploadFile": self._upload,
            "NoiHoSo": self._create,
            "CapNhatTienTrinh": self._progress,
            "CapNhatTrangThai": self._status,
            "TraCuuHoSo": self._look_up,
            "DoiSoat": lambda body: self._listed(one for one in self.dossiers.values() if body["Ngay"] in one.days),
            "LayYeuCau": self._hold_out,
            "XacNhanYeuCau": self._acknowledge,
            "TraLoiYeuCau": self._answer,
            "TaiTep": self._file,
        }

    def _token(self, body: Any) -> dict[str, Any]:
        if not isinstance(body, dict) or (body.get("client_id"), body.get("client_secret")) != (CLIENT, SECRET):
            raise Refusal(401, "TAI_KHOAN", "Sai tài khoản kết nối")
        token = f"tk-{next(self._numbers)}"
        self._tokens[token] = time.monotonic() + TOKEN_SECONDS
        return {"access_token": token, "expires_in": TOKEN_SECONDS}

    def _next(self, unit: str) -> str:
        return f"{unit}-{self._today().replace('-', '')}-{next(self._numbers):07d}"

    def _upload(self, body: Any) -> dict[str, Any]:
        digest = hashlib.sha256(body).hexdigest()
        self.files[digest] = body
        return {"IdGiayTo": f"GT-{digest[:24]}", "HashTepTin": digest}

    def _create(self, body: Any) -> dict[str, Any]:
        made = Dossier.model_validate(body)
        there = self.dossiers.get(made.IDHoSo)
        if there is None:
            if any(one.code == made.MaHoSo for one in self.dossiers.values()):
                raise Refusal(409, "TRUNG_MA_HO_SO", f"Mã hồ sơ {made.MaHoSo} đã có")
            self.dossiers[made.IDHoSo] = Held(made.IDHoSo, made.MaHoSo, body, days={self._today()})
        elif there.code != made.MaHoSo:
            raise Refusal(409, "TRUNG_ID", f"Định danh {made.IDHoSo} thuộc hồ sơ khác")
        remark = "" if made.ThongTinNguoiNop.SoDinhDanh else "Thiếu số định danh của người nộp"
        quality = {"dataQualityStatus": "CANH_BAO" if remark else "DAT", "dataQualityMessage": remark}
        return {"IDHoSo": made.IDHoSo, **quality}

    def _progress(self, body: Any) -> dict[str, Any]:
        for row in body:
            made = Progress.model_validate(row)
            at = self._found(made.IDHoSo)
            at.rows.append(row)
            at.days.add(self._today())
        return {}

    def _status(self, body: Any) -> dict[str, Any]:
        for row in body:
            made = StatusUpdate.model_validate(row)
            at = self._found(made.IdHoSo)
            if made.TrangThai not in NEXT[at.status]:
                words = f"Từ {at.status} không chuyển sang {int(made.TrangThai)}"
                raise Refusal(409, "SAI_THU_TU", words)
            at.told.append(int(made.TrangThai))
            at.days.add(self._today())
        return {}

    def _found(self, id: str) -> Held:
        found = self.dossiers.get(id)
        if found is None:
            raise Refusal(404, "KHONG_CO_HO_SO", f"Không có hồ sơ {id}")
        return found

    def _look_up(self, body: Any) -> dict[str, Any]:
        wanted = set(body["MaHoSo"])
        return self._listed(one for one in self.dossiers.values() if one.code in wanted)

    def _listed(self, some: Iterable[Held]) -> dict[str, Any]:
        return {"DanhSach": [one.shown() for one in some]}

    def _hold_out(self, body: Any) -> dict[str, Any]:
        open_acts = [act for id, act in self.acts.items() if id not in self.acknowledged]
        return {"DanhSach": open_acts[: int(body["SoLuong"])]}

    def hold_out_again(self) -> None:
        """Forget every acknowledgement: all acts are delivered once more."""
        with self._lock:
            self.acknowledged.clear()

    def _acknowledge(self, body: Any) -> dict[str, Any]:
        if body["IdYeuCau"] not in self.acts:
            raise Refusal(404, "KHONG_CO_YEU_CAU", "Không có yêu cầu")
        self.acknowledged.add(body["IdYeuCau"])
        return {}

    def _answer(self, body: Any) -> dict[str, Any]:
        made = ActAnswer.model_validate(body)
        if made.IdYeuCau not in self.acts:
            raise Refusal(404, "KHONG_CO_YEU_CAU", "Không có yêu cầu")
        before = self.answers.setdefault(made.IdYeuCau, body)
        if before != body:
            raise Refusal(409, "DA_TRA_LOI", "Yêu cầu đã có kết quả khác")
        about = self._found(made.IDHoSo)
        about.code = made.MaHoSo or about.code
        if made.KetQua == "TU_CHOI" and about.status == Status.MOI_DANG_KY:
            about.told.append(int(Status.KHONG_DUOC_TIEP_NHAN))
        return {}

    def _file(self, body: Any) -> bytes:
        if body["IdGiayTo"] not in self.files:
            raise Refusal(404, "KHONG_CO_TEP", "Không có tệp")
        return self.files[body["IdGiayTo"]]

    # The network.

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        """The WSGI application."""
        name = environ["PATH_INFO"].strip("/")
        if environ["REQUEST_METHOD"] == "GET":
            start("200 OK", [("Content-Type", "text/html; charset=utf-8")])
            return [self.page().encode()]
        raw = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        status, body = self._faulty(name, environ, raw)
        kind = "application/octet-stream" if name == "TaiTep" and status == 200 else "application/json"
        start(f"{status} .", [("Content-Type", kind), ("Content-Length", str(len(body)))])
        return [body]

    def _faulty(self, name: str, environ: dict[str, Any], raw: bytes) -> tuple[int, bytes]:
        """The answer to a call, with what goes wrong before or after it is taken."""
        fault = self.fault(name)
        if fault is Fault.EXPIRED:
            self.end_tokens()
        if fault is Fault.TWICE:
            self.hold_out_again()
        early = {Fault.BAD_GATEWAY: 502, Fault.FORBIDDEN: 403, Fault.UNKNOWN: 404, Fault.MISSING: 400}.get(
            fault or Fault.SLOW
        )
        if early:
            words = {"MaLoi": str(fault).upper(), "MoTa": "lỗi theo kịch bản"}
            return early, b"" if early == 502 else json.dumps(words).encode()
        if fault is Fault.GARBAGE:
            return 200, b"<html>Bad Gateway</html>"
        answer = self._taken(name, environ, raw)
        if fault is Fault.SLOW:
            time.sleep(self.slowness)
        return (502, b"") if fault is Fault.LOST else answer

    def _taken(self, name: str, environ: dict[str, Any], raw: bytes) -> tuple[int, bytes]:
        token = environ.get("HTTP_AUTHORIZATION", "").removeprefix("Bearer ")
        try:
            body = _file_of(environ, raw) if name == "UploadFile" else json.loads(raw or b"null")
            made = self.call(name, token, body)
        except Refusal as refusal:
            said = {"MaLoi": refusal.code, "MoTa": refusal.words}
            return refusal.status, json.dumps(said, ensure_ascii=False).encode()
        except ValueError:
            return 400, b'{"MaLoi":"JSON","MoTa":"khong doc duoc"}'
        return 200, made if isinstance(made, bytes) else json.dumps(made, ensure_ascii=False).encode()

    def page(self) -> str:
        """What the demonstration shows of it: the dossiers and where each stands."""
        with self._lock:
            rows = "".join(
                f"<tr><td>{escape(one.id)}</td><td>{escape(one.code or 'chưa có')}</td>"
                f"<td>{escape(STATUS_WORDS.get(one.status, 'Chưa có trạng thái'))}</td><td>{len(one.rows)}</td></tr>"
                for one in reversed(list(self.dossiers.values())[-200:])
            )
            count = len(self.dossiers)
        return (
            '<!doctype html><html lang="vi"><meta charset="utf-8"><title>Cổng thử</title>'
            f"<h1>Bản thử của Cổng Dịch vụ công quốc gia</h1><p>{count} hồ sơ.</p><table border=1>"
            "<tr><th>Định danh</th><th>Mã hồ sơ</th><th>Trạng thái</th><th>Số dòng tiến trình</th></tr>"
            f"{rows}</table></html>"
        )


def _file_of(environ: dict[str, Any], raw: bytes) -> bytes:
    """The file of a multipart message, checked against the digest that came with it. Raises Refusal."""
    boundary = environ.get("CONTENT_TYPE", "").partition("boundary=")[2].encode()
    parts = dict(_parts(raw, boundary)) if boundary else {}
    file, digest = parts.get("file"), parts.get("HashTepTin", b"").decode("ascii", "replace")
    if file is None:
        raise Refusal(400, "THIEU_TRUONG", "Thiếu tệp")
    if hashlib.sha256(file).hexdigest() != digest:
        raise Refusal(400, "HASH", "Tệp không khớp HashTepTin")
    return file


def _parts(raw: bytes, boundary: bytes) -> Iterator[tuple[str, bytes]]:
    for part in raw.split(b"--" + boundary)[1:-1]:
        head, _, content = part.partition(b"\r\n\r\n")
        yield head.partition(b'name="')[2].partition(b'"')[0].decode(), content[:-2]


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def serving(twin: NationalTwin, port: int = 0, host: str = "127.0.0.1") -> Iterator[str]:
    """Serve the twin in a thread; gives its address."""
    server = make_server(host, port, twin, server_class=_Server, handler_class=_Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://{host}:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
