"""Which addresses a probe may ask: of the public network only, whatever a name resolves to. Pure but for the lookup."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

LONGEST = 300
PORTS = {"http": 80, "https": 443}
Resolve = Callable[[str, int], Sequence[str]]


class Unsafe(Exception):
    """An address that must not be asked; `sentence` says why."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)


@dataclass(frozen=True, slots=True)
class Aim:
    """Where a probe connects: the host that it names, the number that it connects to, nothing looked up again."""

    secure: bool
    host: str
    number: str
    port: int
    path: str


def look_up(host: str, port: int) -> list[str]:
    """The numbers of a host, as this machine finds them. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def public(number: str) -> bool:
    """Whether an IP number lies in the public network: nothing of ours, nothing private, no odd form of either."""
    one = ipaddress.ip_address(number.partition("%")[0])
    inner = getattr(one, "ipv4_mapped", None) or getattr(one, "sixtofour", None)
    if inner is not None and not inner.is_global:
        return False
    return one.is_global and not one.is_multicast and not one.is_reserved


def refused(address: str) -> str:
    """Why an address can never be asked, from its form alone; empty when only its host's numbers can tell."""
    try:
        _parts(address)
    except Unsafe as unsafe:
        return unsafe.sentence
    return ""


def _parts(address: str) -> tuple[str, str, int, str]:
    if len(address) > LONGEST or any(ord(one) <= 32 or ord(one) == 127 for one in address):
        raise Unsafe("Địa chỉ quá dài hoặc có ký tự lạ.")
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise Unsafe("Địa chỉ không đúng dạng, ví dụ https://dichvucong.gov.vn/.") from None
    if parts.scheme not in PORTS or not parts.hostname:
        raise Unsafe("Địa chỉ phải bắt đầu bằng https:// hoặc http:// và có tên máy chủ.")
    if parts.username is not None or parts.password is not None:
        raise Unsafe("Địa chỉ không được có tên đăng nhập, mật khẩu.")
    if port not in (None, PORTS[parts.scheme]):
        raise Unsafe("Chỉ thăm dò cổng mặc định của http, https.")
    host = parts.hostname
    if "." not in host and ":" not in host:
        raise Unsafe("Tên máy chủ phải là tên đầy đủ trên mạng công cộng.")
    try:
        if not public(host):
            raise Unsafe("Không thăm dò địa chỉ trong mạng nội bộ.")
    except ValueError:
        pass  # a name, not a number: its numbers are looked at when it is asked
    path = parts.path or "/"
    return parts.scheme, host, PORTS[parts.scheme], f"{path}?{parts.query}" if parts.query else path


def aim(address: str, resolve: Resolve = look_up, allowed: Callable[[str], bool] = public) -> Aim:
    """Where to connect for an address. Every number of its host must be public. Raises Unsafe, OSError."""
    scheme, host, port, path = _parts(address)
    numbers = resolve(host, port)
    if not numbers or not all(allowed(one) for one in numbers):
        raise Unsafe("Tên máy chủ dẫn vào mạng nội bộ hoặc không có địa chỉ.")
    return Aim(scheme == "https", host, numbers[0], port, path)
