"""Candidate tasks in the text of a conclusion, by rules: which sentence gives what to whom until when. Pure.

Nothing is given by this: a person confirms, completes or drops each candidate, with its sentence beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from thongsuot.areas.conclusions import days, sentences
from thongsuot.areas.conclusions.naming import Named, Names, folded_words

# The bodies of a kind, when a sentence means every one of them; the longest wording first.
GROUPS: tuple[tuple[str, str], ...] = (
    ("*commune", r"(?:chu tich )?(?:uy ban nhan dan |ubnd )(?:cap xa|cac xa phuong(?: dac khu)?|cac xa|cac phuong)"),
    ("*province", r"(?:chu tich )?(?:uy ban nhan dan |ubnd )(?:cap tinh|cac tinh thanh pho|cac tinh)"
                  r"(?: truc thuoc trung uong)?|cac tinh thanh pho|cac dia phuong"),
    ("*ministry", r"cac bo(?! truong)(?: nganh| co quan ngang bo| co quan)*(?: trung uong)?(?: va dia phuong)?"),
)  # fmt: skip
_GROUPS = tuple((key, re.compile(rf"^(?:{pattern})\b")) for key, pattern in GROUPS)
# Those whom the register does not know by name, yet whom a conclusion may command.
_OTHERS = re.compile(
    r"^(?:tap doan|tong cong ty|thanh tra chinh phu|thanh tra thanh pho|thanh tra tinh|dai truyen hinh|thong tan xa"
    r"|kiem toan nha nuoc|bao hiem xa hoi|kho bac nha nuoc)\b(?: (?!va\b|chu tri\b|phoi hop\b|bao dam\b|xay dung\b)\S+)"
    r"{0,9}?(?= (?:va|chu tri|phoi hop|bao dam|xay dung|kiem tra|to chuc|tao dieu kien|tiep tuc|khan truong)\b|,)"
)
_AND_GROUPS = re.compile(r"^cac so(?: ban)?(?: nganh)?(?: va)?\b")
_ORDERS = re.compile(r"^(?:giao cho|giao|yeu cau|de nghi|phan cong)\s+")
_TOPIC = re.compile(r"^ve (?:kien nghi|de xuat|de nghi)\b")
# What follows the body in a sentence that tells and does not order.
_TELLS = re.compile(
    r"^(?:da|dang|vua|duoc|la|con|co nhieu|co cach|bi|thong bao|chiu trach nhiem|bao cao tinh hinh|nhan manh|ket luan"
    r"|phe binh|bieu duong|danh gia|thong nhat|ghi nhan|chu tri cuoc hop|du hop|cung du|de nghi cac dong chi|dat|chua"
    r"|khong|va|tai|ve|o|tham du|lien quan|neu tren|se|cung|voi|trong|tren|ngay|[0-9(])(?:\b|\s|$)"
)
_ASIDE = re.compile(r"^(?:dong thoi|truoc mat|ben canh do|ngoai ra|rieng|doi voi|trong do)\b")
_SAME = re.compile(r"^(?:so|bo|co quan|don vi|phuong|xa) nay\b")
_NAMED_ABOVE = re.compile(r"^cac (?:don vi|co quan|so|bo|dia phuong) (?:neu tren|noi tren|lien quan|tren)\b")
# Headings: of what was found, under which only an order is a task; and of what is to be done.
_FOUND = re.compile(r"danh gia|ket qua dat duoc|tinh hinh|han che|ton tai|nguyen nhan|bai hoc|ve ket qua")
_TO_DO = re.compile(r"nhiem vu|giai phap|to chuc thuc hien|kien nghi|thoi gian toi|che do thong tin|yeu cau")
HEADING = 90  # characters that a heading has at most
_SOFT = re.compile(r"^(?:can\b|tiep tuc\b|phoi hop\b|tang cuong\b|tao dieu kien\b|phat huy\b|quan tam\b)")
# The product a sentence asks for; the first that is found names it.
PRODUCTS: tuple[tuple[str, str], ...] = (
    ("Dự thảo nghị định", r"du thao nghi dinh|(?:xay dung|trinh|ban hanh)[^.;]{0,40}nghi dinh"),
    ("Dự thảo nghị quyết", r"du thao nghi quyet|(?:xay dung|trinh|ban hanh)[^.;]{0,40}nghi quyet"),
    ("Dự thảo quyết định", r"du thao quyet dinh"),
    ("Thông tư", r"(?:ban hanh|xay dung|du thao) (?:\S+ ){0,3}?thong tu"),
    ("Đề án", r"de an"),
    ("Báo cáo", r"bao cao"),
    ("Danh sách", r"danh sach"),
    ("Danh mục", r"danh muc"),
    ("Kế hoạch", r"ke hoach"),
    ("Phương án", r"phuong an"),
    ("Sổ tay", r"so tay"),
    ("Tờ trình", r"to trinh"),
    ("Văn bản hướng dẫn", r"van ban huong dan|van ban|cong van"),
    ("Văn bản hướng dẫn", r"^(?:\S+ ){0,8}?huong dan"),
)
_PRODUCTS = tuple((words, re.compile(pattern)) for words, pattern in PRODUCTS)
_TO = re.compile(
    r"(?:báo cáo(?: kết quả)?(?: về)?|trình|gửi(?:[^,;.]{0,60}? về)?)\s+"
    r"((?:Thủ tướng Chính phủ|Chính phủ|Quốc hội|Ban Chỉ đạo|(?:Chủ tịch )?(?:Ủy ban nhân dân|UBND)[^,;.]{0,40}?"
    r"|Bộ [A-ZĐ][^,;.]{2,40}?|Sở [A-ZĐ][^,;.]{2,40}?|Văn phòng [^,;.]{4,45}?))"
    r"(?=\s+(?:trước|trong|kết quả|chậm nhất|xem xét|dự thảo|hồ sơ|ban hành|để|tại|tình hình)|[,;.]|$)"
)
_DECIDES = re.compile(r"trình\s+([^,;.]{4,60}?)\s+(?:xem xét|quyết định|ban hành|phê duyệt)|theo thẩm quyền")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A task that a sentence may give. What was not found is empty: `missing` of the tasks' rules says so to people.

    `lead` is a body's key, or a group (`*province`); empty for one whom the register does not know (`lead_words`).
    """

    source: str
    lead: str
    lead_words: str
    others: tuple[str, ...]
    helpers: tuple[str, ...]
    work: str
    until: date | None
    product: str
    acceptance: str
    authority: str
    place: int = field(default=0)

    def values(self) -> dict[str, str]:
        """Under the names of a draft's values, what says something."""
        found = {
            "work": self.work, "product": self.product, "acceptance": self.acceptance, "authority": self.authority,
            "source": self.source, "lead_words": self.lead_words,
            "body": "" if self.lead.startswith("*") else self.lead,
            "group": self.lead if self.lead.startswith("*") else "",
            "day": self.until.isoformat() if self.until else "", "helpers": ", ".join(self.helpers),
        }  # fmt: skip
        return {name: value for name, value in found.items() if value}


def propose(text: str, on: date, names: Names) -> tuple[Candidate, ...]:
    """The candidates of a notice dated `on`, in its order; one for each of several bodies that lead together."""
    found: list[Candidate] = []
    telling = True
    for sentence in sentences.split(text):
        telling = _telling(sentence, telling)
        one = _candidate(sentence, on, names, found[-1] if found else None, telling=telling)
        if one is not None:
            found.append(one)
    return tuple(_numbered(found))


def _telling(sentence: sentences.Sentence, before: bool) -> bool:
    """Whether this part of the notice says what was found, until a heading says that now comes what is to be done."""
    plain = _plain(sentence.heading or sentence.text)
    if _TO_DO.search(plain) and (sentence.heading or len(sentence.text) < HEADING or sentence.ends_with_colon):
        return False
    if len(sentence.text) < HEADING and _FOUND.search(plain) and not _TO_DO.search(plain):
        return True
    return before


def _numbered(found: Iterable[Candidate]) -> Iterable[Candidate]:
    for place, one in enumerate(found):
        values = {name: getattr(one, name) for name in Candidate.__slots__}
        yield Candidate(**{**values, "place": place})


@dataclass(frozen=True, slots=True)
class _Subject:
    """Whom a sentence begins with: the keys, their words, whether an order stands before, what comes after."""

    keys: tuple[str, ...]
    words: str
    ordered: bool
    rest: str


def _candidate(
    sentence: sentences.Sentence, on: date, names: Names, before: Candidate | None, *, telling: bool
) -> Candidate | None:
    text = sentence.text
    subject = _subject(text, names, before)
    above = _subject(sentence.heading, names) if sentence.heading else None
    if subject is None and above is not None:
        subject = _Subject(above.keys, above.words, ordered=True, rest=text)
    if subject is None or _TOPIC.match(_plain(text)):
        return None
    rest = _plain(subject.rest)
    until, product = days.until(text, on), _product(rest)
    if not rest or _TELLS.match(rest) or (telling and not subject.ordered):
        return None
    if _SOFT.match(rest) and not subject.ordered and until is None:
        return None
    recipient = _TO.search(text)
    decides = _DECIDES.search(text)
    return Candidate(
        source=text,
        lead=subject.keys[0] if subject.keys else "",
        lead_words=subject.words,
        others=subject.keys[1:],
        helpers=_helpers(subject.rest, names),
        work=_work(subject.rest),
        until=until,
        product=product,
        acceptance=f"{recipient[1].strip()} nhận" if recipient else "",
        authority=_authority(decides),
    )


def _subject(text: str, names: Names, before: Candidate | None = None) -> _Subject | None:
    """The bodies at the beginning of a sentence, after the word that orders; “sở này” is the one `before`."""
    words = folded_words(text)
    at = 0
    if aside := _ASIDE.match(" ".join(one.folded for one in words[:4])):
        at = len(aside[0].split())
    ordered = _ORDERS.match(" ".join(one.folded for one in words[at : at + 3]) + " ")
    if ordered:
        at += len(ordered[0].split())
    if before is not None and (said := _spoken_of(words, at)):
        end = words[at + said - 1].end
        same = (before.lead,) if before.lead and _SAME.match(_ahead(words, at)) else ()
        return _Subject(same, text[words[at].start : end], ordered is not None, text[end:].lstrip(" ,:"))
    keys: list[str] = []
    begin, end = at, at
    while at < len(words):
        found = _at(words, at, names)
        if found is None:
            break
        if found.key:
            keys.append(found.key)
        at = end = at + found.length
        if at < len(words) and words[at].folded == "va":
            at += 1
        elif not (at < len(words) and words[at - 1].comma):
            break
    if end == begin:
        return None
    named = text[words[begin].start : words[end - 1].end]
    return _Subject(tuple(dict.fromkeys(keys)), named, ordered is not None, text[words[end - 1].end :].lstrip(" ,:"))


def _ahead(words: list[Named], at: int) -> str:
    return " ".join(one.folded for one in words[at : at + 14])


def _spoken_of(words: list[Named], at: int) -> int:
    """How many words point to a body that was named before; 0 when none do."""
    ahead = _ahead(words, at)
    found = _SAME.match(ahead) or _NAMED_ABOVE.match(ahead)
    return len(found[0].split()) if found else 0


def _at(words: list[Named], at: int, names: Names) -> _Found | None:
    """The body or the group that begins with this word."""
    ahead = _ahead(words, at)
    if skipped := _AND_GROUPS.match(ahead):
        return _Found("", len(skipped[0].split()) - skipped[0].endswith(" va"))
    for key, pattern in _GROUPS:
        if found := pattern.match(ahead):
            return _Found(key, len(found[0].split()))
    key, length = names.longest(words, at)
    if key:
        return _Found(key, length)
    found = _OTHERS.match(ahead)
    return _Found("", len(found[0].split())) if found else None


@dataclass(frozen=True, slots=True)
class _Found:
    key: str
    length: int


def _helpers(rest: str, names: Names) -> tuple[str, ...]:
    """Whom it is to be done with: the bodies right after “phối hợp với”."""
    words = folded_words(rest)
    plain = [one.folded for one in words]
    for at in range(len(plain) - 2):
        if plain[at : at + 3] == ["phoi", "hop", "voi"]:
            subject = _subject(rest[words[at + 2].end :].strip(), names)
            return subject.keys if subject else ()
    return ()


def _plain(text: str) -> str:
    return " ".join(f"{one.folded}{',' if one.comma else ''}" for one in folded_words(text))


def _product(rest: str) -> str:
    plain = rest.replace(",", "")
    return next((words for words, pattern in _PRODUCTS if pattern.search(plain)), "")


def _work(rest: str) -> str:
    text = rest.strip().rstrip(".;")
    return f"{text[:1].upper()}{text[1:]}"[:500]


def _authority(decides: re.Match[str] | None) -> str:
    if decides is None:
        return ""
    return f"{decides[1].strip()} quyết định" if decides[1] else "Nơi thực hiện quyết định theo thẩm quyền"


def lacking(candidate: Candidate) -> Mapping[str, bool]:
    """Which of the six clears the sentence itself says; the person never stands in a notice."""
    return {
        "person": False, "work": bool(candidate.work), "time": candidate.until is not None,
        "responsibility": bool(candidate.lead), "product": bool(candidate.product and candidate.acceptance),
        "authority": bool(candidate.authority),
    }  # fmt: skip
