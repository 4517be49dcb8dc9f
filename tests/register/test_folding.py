"""Vietnamese text folded for finding and keyed for order."""

from __future__ import annotations

import os
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thongsuot.register.folding import fold, sort_key, spelled, tidy, without_type

TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
ALPHABET = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
VOWELS = "aăâeêioôơuưy"

syllables = st.builds(
    lambda head, vowel, tone, tail: unicodedata.normalize("NFC", head + vowel + TONES[tone] + tail),
    st.sampled_from(["", "b", "c", "d", "đ", "gi", "kh", "ngh", "tr"]),
    st.sampled_from(VOWELS),
    st.integers(0, 5),
    st.sampled_from(["", "c", "n", "ng", "nh"]),
)
phrases = st.lists(syllables, min_size=1, max_size=4).map(" ".join)


def naive_order(text: str) -> tuple[list[int], list[int]]:
    """The order as a dictionary states it, written as slowly and plainly as possible."""
    letters, tones = [], []
    for syllable in text.split(" "):
        letters.append(-1)
        tone = 0
        for mark in unicodedata.normalize("NFD", syllable):
            if mark in TONES:
                tone = TONES.index(mark)
        toneless = "".join(m for m in unicodedata.normalize("NFD", syllable) if m not in TONES[1:])
        letters += [ALPHABET.index(letter) for letter in unicodedata.normalize("NFC", toneless)]
        tones.append(tone)
    return letters, tones


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Phường Ba Đình", "phuong ba dinh"),
        ("ĐỒNG  THÁP ", "dong thap"),
        ("Xã B’Lao", "xa blao"),
        ("Xã B'Lao", "xa blao"),
        ("Phường Văn Miếu - Quốc Tử Giám", "phuong van mieu quoc tu giam"),
        ("Bà Rịa – Vũng Tàu", "ba ria vung tau"),
        ("ÐĂK Hà", "dak ha"),
        ("Trúc Bạch, Ba Đình", "truc bach ba dinh"),
        ("", ""),
    ],
)
def test_a_name_is_found_without_its_diacritics(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [("Hoà Bình", "Hòa Bình"), ("Giao Thuỷ", "Giao Thủy"), ("Khoẻ", "Khỏe"), ("Nguyễn Uý", "Nguyễn Úy")],
)
def test_the_place_of_the_tone_mark_does_not_matter(one: str, other: str) -> None:
    assert fold(one) == fold(other)
    assert sort_key(one) == sort_key(other)


@given(phrases)
def test_a_text_folds_alike_however_it_was_composed(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))
    assert sort_key(unicodedata.normalize("NFD", text)) == sort_key(text)


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once_for_any_text(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(phrases)
def test_a_folded_vietnamese_text_is_plain_ascii_in_lower_case(text: str) -> None:
    assert fold(text).isascii()
    assert fold(text) == fold(text.upper())


def test_a_decomposed_name_is_composed_for_display_and_keeps_its_case() -> None:
    assert tidy(unicodedata.normalize("NFD", " Đặc  khu Phú Quốc")) == "Đặc khu Phú Quốc"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Phường Ba Đình", "ba đình"),
        ("P. Ba Đình", "ba đình"),
        ("P.Ba Đình", "ba đình"),
        ("TP. Hồ Chí Minh", "hồ chí minh"),
        ("Thành phố Hồ Chí Minh", "hồ chí minh"),
        ("Đặc khu Phú Quốc", "phú quốc"),
        ("Thị trấn Thị Trấn", "thị trấn"),
        ("Q1", "1"),
        ("Phường 1", "1"),
    ],
)
def test_a_type_word_is_taken_off_once(text: str, name: str) -> None:
    assert without_type(text) == name


@pytest.mark.parametrize("name", ["Quản Bạ", "Xà Phiên", "Tỉnh", "Xã", "Phượng Mao", "Xaphia", "Ba Đình"])
def test_a_name_that_only_looks_like_a_type_word_stays_whole(name: str) -> None:
    assert without_type(name) == name.lower()
    assert fold(name, strip_type=True) == fold(name)


def test_the_alphabet_stands_in_its_own_order() -> None:
    assert sorted("".join(reversed(ALPHABET)), key=sort_key) == list(ALPHABET)


def test_tones_count_only_when_the_letters_are_equal() -> None:
    assert sorted(["mạ", "má", "mã", "mả", "mà", "ma"], key=sort_key) == ["ma", "mà", "mả", "mã", "má", "mạ"]
    assert sorted(["Bá Thước", "Ba Vì", "Bà Rịa", "Ba"], key=sort_key) == [
        "Ba",
        "Bà Rịa",
        "Bá Thước",
        "Ba Vì",
    ]


def test_a_space_comes_before_a_letter_and_d_before_d_with_stroke() -> None:
    names = ["Đông Anh", "Dương Hòa", "Dương", "Dươngà", "Đa Kao", "Di Linh"]
    assert sorted(names, key=sort_key) == ["Di Linh", "Dương", "Dương Hòa", "Dươngà", "Đa Kao", "Đông Anh"]


def test_letters_of_the_highland_languages_follow_their_plain_letter() -> None:
    assert sorted(["Đăk Ơ", "Đăk Ŏ", "Đăk O", "Đăk P"], key=sort_key) == ["Đăk O", "Đăk Ơ", "Đăk Ŏ", "Đăk P"]
    assert sort_key("B’Lao") == sort_key("B'Lao") == sort_key("BLao")


def test_spelling_tells_tones_apart_but_not_where_the_mark_stands() -> None:
    assert spelled("Hoà Bình") == spelled("Hòa Bình") == "hoa1 binh1"
    assert spelled("Tân An") != spelled("Tận An")


def test_numbered_wards_stand_by_their_number() -> None:
    wards = ["Phường 10", "Phường 2", "Phường 1", "Phường 02 B", "Phường An"]
    assert sorted(wards, key=sort_key) == ["Phường 1", "Phường 2", "Phường 02 B", "Phường 10", "Phường An"]


@given(phrases, phrases)
def test_the_key_orders_as_the_dictionary_does(one: str, other: str) -> None:
    assert (sort_key(one) < sort_key(other)) == (naive_order(one) < naive_order(other))


@given(st.text(max_size=30))
def test_a_key_holds_nothing_a_collation_could_treat_specially(text: str) -> None:
    assert set(sort_key(text)) <= set("0123456789abcdefghijklmnopqrstuvwxyz")


@given(st.lists(phrases, min_size=2, max_size=12))
def test_the_key_needs_no_locale(names: list[str]) -> None:
    by_bytes = sorted(names, key=lambda name: sort_key(name).encode())
    assert by_bytes == sorted(names, key=lambda name: [ord(each) for each in sort_key(name)])
    assert os.fsencode(sort_key(names[0])) == sort_key(names[0]).encode("ascii")
