"""The national portal as a provincial site asks it: six calls outward, what it holds for us, and how each may fail.

Source: the contract seen in practice (a ministry's adapter over LGSP). A failure is one of three: try again later,
renew the token, or a person must look. The demo twin is `ports.national_twin`.
"""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import requests
from pydantic import ValidationError
from requests.auth import AuthBase
from urllib3.exceptions import HTTPError, MaxRetryError, NewConnectionError

from thongsuot.ports import national_messages as messages
from thongsuot.ports.national_messages import ActAnswer, Dossier, Known, M, Progress, Quality, StatusUpdate, Token
from thongsuot.ports.twin import PortError

SYSTEM = "Cổng Dịch vụ công quốc gia"
CONNECT = 3.0  # seconds
READ = 15.0  # seconds between two pieces of an answer
RENEW_BEFORE = 30  # seconds before a token ends
LARGEST_ANSWER = 4 * 1024 * 1024
LARGEST_FILE = 20 * 1024 * 1024
MOST_ASKED = 500


class NationalPortalError(PortError):
    """A call that did not succeed; `sentence` is for the person who looks after the exchange."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)


class TryLater(NationalPortalError):
    """The portal cannot be reached or does not work now. `uncertain`: it may have taken the message all the same."""

    def __init__(self, sentence: str, *, uncertain: bool) -> None:
        self.uncertain = uncertain
        super().__init__(sentence)


class TokenRefused(TryLater):
    """No token, or a new one is refused as well: nothing goes before the connection's account is mended."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, uncertain=False)


class PersonMustLook(NationalPortalError):
    """The portal refuses this message for good; sending it again changes nothing. `code` is what it answered."""

    def __init__(self, sentence: str, code: str = "") -> None:
        self.code = code
        super().__init__(sentence)


@dataclass(frozen=True)
class Account:
    """Where the portal is, and as whom we come."""

    url: str
    client: str
    secret: str


class NationalPortal:
    """The calls. One object may be used by several threads; the token is kept and renewed for all of them."""

    def __init__(self, account: Account, *, read: float = READ, clock: Callable[[], float] = time.monotonic) -> None:
        self._account = account
        self._clock = clock
        self._token = ""
        self._ends = 0.0
        self._lock = threading.Lock()
        self._read = read
        self._http = threading.local()

    def close(self) -> None:
        """Close this thread's connections."""
        self._session().close()

    def _session(self) -> requests.Session:
        """A session of the thread's own: kept connections are not shared."""
        if not hasattr(self._http, "session"):
            self._http.session = requests.Session()
        made: requests.Session = self._http.session
        return made

    # The six calls.

    def next_value(self, unit: str) -> str:
        """GetNextValue: a number of the portal's for a new dossier of a receiving unit."""
        answer = self._ask("GetNextValue", {"code": unit})
        value = answer.get("value")
        if not isinstance(value, str) or not 0 < len(value) <= 100:
            raise PersonMustLook("GetNextValue không trả về mã.", "value")
        return value

    def upload(self, name: str, content: bytes, media_type: str) -> str:
        """UploadFile: the portal's id of the file. The same content gets the same id."""
        digest = hashlib.sha256(content).hexdigest()
        files = {"file": (name, content, media_type)}
        answer = self._ask("UploadFile", None, key=f"file:{digest}", files=files, data={"HashTepTin": digest})
        given, hashed = answer.get("IdGiayTo"), answer.get("HashTepTin", digest)
        if not isinstance(given, str) or not given:
            raise PersonMustLook("UploadFile không trả về IdGiayTo.", "IdGiayTo")
        if hashed != digest:
            raise TryLater(f"Tệp “{name}” đến Cổng không nguyên vẹn.", uncertain=False)
        return given

    def create(self, dossier: Dossier) -> Quality:
        """NoiHoSo. Repeated with the same IDHoSo it changes nothing."""
        answer = self._ask("NoiHoSo", messages.wire(dossier), key=f"hoso:{dossier.IDHoSo}")
        return _read(Quality, answer)

    def progress(self, rows: Sequence[Progress], key: str) -> None:
        """CapNhatTienTrinh."""
        self._ask("CapNhatTienTrinh", [messages.wire(row) for row in rows], key=key)

    def status(self, rows: Sequence[StatusUpdate], key: str) -> None:
        """CapNhatTrangThai."""
        self._ask("CapNhatTrangThai", [messages.wire(row) for row in rows], key=key)

    # What the portal has, and what it holds for us: our reading, see national_messages.

    def look_up(self, codes: Sequence[str]) -> dict[str, Known]:
        """Our codes that the portal knows, with the status that it shows; in parts of 500."""
        found: dict[str, Known] = {}
        for start in range(0, len(codes), MOST_ASKED):
            answer = self._ask("TraCuuHoSo", {"MaHoSo": list(codes[start : start + MOST_ASKED])})
            found |= {one.MaHoSo: one for one in _many(Known, answer.get("DanhSach"))}
        return found

    def touched(self, day: str) -> list[Known]:
        """DoiSoat: our dossiers that changed at the portal on a day (2026-11-21), as they stand now."""
        return _many(Known, self._ask("DoiSoat", {"Ngay": day}).get("DanhSach"))

    def held(self, most: int) -> list[dict[str, Any]]:
        """LayYeuCau: acts that the portal holds for us and we have not acknowledged, raw and oldest first."""
        found = self._ask("LayYeuCau", {"SoLuong": most}).get("DanhSach")
        if not isinstance(found, list):
            raise TryLater("Cổng trả lời LayYeuCau không đúng dạng.", uncertain=False)
        return [one if isinstance(one, dict) else {"khongDoc": one} for one in found]

    def acknowledge(self, act: str) -> None:
        """XacNhanYeuCau: the act lies safely here."""
        self._ask("XacNhanYeuCau", {"IdYeuCau": act}, key=f"ack:{act}")

    def answer(self, answer: ActAnswer) -> None:
        """TraLoiYeuCau: what became of an act."""
        self._ask("TraLoiYeuCau", messages.wire(answer), key=f"answer:{answer.IdYeuCau}")

    def file(self, id: str) -> bytes:
        """TaiTep: a file that lies at the portal. Raises PersonMustLook for one larger than 20 MB."""
        return self._call("TaiTep", {"json": {"IdGiayTo": id}}, LARGEST_FILE)

    # How a call is made.

    def _ask(self, name: str, body: Any, *, key: str = "", **parts: Any) -> dict[str, Any]:
        sent = {**parts} if body is None else {"json": body, **parts}
        if key:
            sent["headers"] = {"Idempotency-Key": hashlib.sha256(key.encode()).hexdigest()}
        raw = self._call(name, sent, LARGEST_ANSWER)
        return _object(name, raw)

    def _call(self, name: str, sent: dict[str, Any], most: int) -> bytes:
        """One call with a token; refused for the token, once more with a new one."""
        token = self._fresh_token()
        answer, raw = self._send(name, sent, token, most)
        if answer.status_code == 401:
            self._forget(token)
            answer, raw = self._send(name, sent, self._fresh_token(), most)
            if answer.status_code == 401:
                raise TokenRefused("Cổng từ chối mã truy cập vừa cấp. Kiểm tra tài khoản kết nối.")
        if answer.status_code != 200:
            raise _failure(name, answer, raw)
        return raw

    def _send(self, name: str, sent: dict[str, Any], token: str, most: int) -> tuple[requests.Response, bytes]:
        address = f"{self._account.url.rstrip('/')}/{name}"
        options: dict[str, Any] = {"timeout": (CONNECT, self._read), "stream": True, "allow_redirects": False}
        try:
            with self._session().post(address, auth=_Bearer(token), **options, **sent) as answer:
                return answer, _body(name, answer.iter_content(2**16), most)
        except (requests.RequestException, HTTPError, ValueError) as error:
            raise _cut(error) from error

    def _fresh_token(self) -> str:
        with self._lock:
            if not self._token or self._clock() >= self._ends:
                body = {"client_id": self._account.client, "client_secret": self._account.secret}
                answer, raw = self._send("GetToken", {"json": body}, "", LARGEST_ANSWER)
                if answer.status_code in (400, 401, 403):
                    raise TokenRefused("Cổng không cấp mã truy cập: sai tài khoản kết nối hoặc tài khoản bị khóa.")
                if answer.status_code != 200:
                    raise TryLater(f"Cổng không cấp mã truy cập (HTTP {answer.status_code}).", uncertain=False)
                made = _read(Token, _object("GetToken", raw))
                self._token = made.access_token
                self._ends = self._clock() + max(1, made.expires_in - RENEW_BEFORE)
            return self._token

    def _forget(self, token: str) -> None:
        with self._lock:
            if self._token == token:
                self._token = ""


class _Bearer(AuthBase):
    """The token, and never what a .netrc file has for the host."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._token:
            request.headers["Authorization"] = f"Bearer {self._token}"
        return request


def _cut(error: Exception) -> TryLater:
    """A call without an answer: whether it may have arrived all the same."""
    reason = error.args[0].reason if error.args and isinstance(error.args[0], MaxRetryError) else None
    if isinstance(error, requests.ConnectTimeout) or isinstance(reason, NewConnectionError):
        return TryLater("Không kết nối được Cổng.", uncertain=False)
    if isinstance(error, requests.Timeout):
        return TryLater("Cổng chưa trả lời kịp.", uncertain=True)
    return TryLater("Kết nối tới Cổng bị đứt giữa chừng.", uncertain=True)


def _body(name: str, pieces: Iterator[bytes], most: int) -> bytes:
    whole = bytearray()
    for piece in pieces:
        whole += piece
        if len(whole) > most:
            raise PersonMustLook(f"Trả lời của {name} lớn hơn {most // 2**20} MB.", "size")
    return bytes(whole)


def _object(name: str, raw: bytes) -> dict[str, Any]:
    try:
        found = json.loads(raw)
    except (ValueError, UnicodeDecodeError, RecursionError) as error:
        # A proxy's page with status 200: what was sent may have arrived or not.
        raise TryLater(f"Cổng trả lời {name} bằng nội dung không đọc được.", uncertain=True) from error
    if not isinstance(found, dict):
        raise TryLater(f"Cổng trả lời {name} không đúng dạng.", uncertain=True)
    return found


def _read(kind: type[M], answer: Any) -> M:
    try:
        return kind.model_validate(answer)
    except ValidationError as error:
        raise TryLater("Cổng trả lời thiếu trường bắt buộc.", uncertain=True) from error


def _many(kind: type[M], rows: Any) -> list[M]:
    if not isinstance(rows, list):
        raise TryLater("Cổng trả lời không đúng dạng danh sách.", uncertain=False)
    return [_read(kind, row) for row in rows]


_WORDS = {
    400: "Cổng trả lại vì nội dung không hợp lệ",
    403: "Cổng không cho tài khoản kết nối này thực hiện",
    404: "Cổng không biết mã được gửi",
    409: "Cổng từ chối vì trùng hoặc sai thứ tự",
    413: "Tệp quá lớn đối với Cổng",
    422: "Cổng trả lại vì nội dung không hợp lệ",
}
# A proxy answers 502 to 504 also when the portal behind it has taken the message.
_LATER = {408: False, 425: False, 429: False, 500: True, 502: True, 503: False, 504: True}


def _failure(name: str, answer: requests.Response, raw: bytes) -> NationalPortalError:
    """What a status means: 400, 403 and 404 need a person, 5xx needs time."""
    status = answer.status_code
    if status in _LATER or status >= 500:
        return TryLater(f"Cổng tạm thời không phục vụ (HTTP {status}).", uncertain=_LATER.get(status, True))
    code, words = _said(raw)
    sentence = _WORDS.get(status, f"Cổng trả lời HTTP {status}")
    return PersonMustLook(f"{name}: {sentence}{f': {words}' if words else ''}.", code or str(status))


def _said(raw: bytes) -> tuple[str, str]:
    """The code and words of a refusal, as far as they can be read."""
    try:
        found = json.loads(raw)
    except (ValueError, UnicodeDecodeError, RecursionError):
        return "", ""
    if not isinstance(found, dict):
        return "", ""
    code, words = found.get("MaLoi", ""), found.get("MoTa", "")
    return str(code)[:100].replace("\x00", ""), " ".join(str(words).replace("\x00", "").split())[:300].rstrip(".")


__all__ = ["Account", "NationalPortal", "NationalPortalError", "PersonMustLook", "TokenRefused", "TryLater"]
