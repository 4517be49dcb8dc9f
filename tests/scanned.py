"""Pages as a scanner or a telephone makes them: sharp, blurred, dark, empty, too small."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw, ImageFilter, ImageFont

import thongsuot

FONT = Path(thongsuot.__file__).parent / "assets" / "fonts" / "BeVietnamPro-400.ttf"
WORDS = "Cộng hòa xã hội chủ nghĩa Việt Nam, độc lập, tự do, hạnh phúc"


def page(dpi: int = 200, lines: int = 30) -> Image.Image:
    """An A4 page with so many lines on it."""
    made = Image.new("L", (int(8.27 * dpi), int(11.69 * dpi)), 255)
    drawn = ImageDraw.Draw(made)
    font = ImageFont.truetype(str(FONT), int(dpi * 12 / 72))
    for line in range(lines):
        drawn.text((dpi * 0.8, dpi * (0.8 + line * 0.33)), WORDS, font=font, fill=20)
    return made


def blurred(radius: float = 4) -> Image.Image:
    return page().filter(ImageFilter.GaussianBlur(radius))


def dark() -> Image.Image:
    return page().point(lambda light: light // 8)


def blank() -> Image.Image:
    return page(lines=0)


def photo(image: Image.Image, kind: str = "JPEG") -> bytes:
    made = io.BytesIO()
    image.save(made, kind)
    return made.getvalue()


@cache
def _sound() -> bytes:
    return pdf(page())


def sound() -> bytes:
    """A scan with which nothing is wrong; always the same."""
    return _sound()


def pdf(*images: Image.Image, dpi: int = 200) -> bytes:
    made, sound = io.BytesIO(), io.BytesIO()
    images[0].save(made, "PDF", resolution=dpi, save_all=True, append_images=images[1:])
    document = pypdfium2.PdfDocument(made.getvalue())
    document.save(sound)
    document.close()
    return sound.getvalue()
