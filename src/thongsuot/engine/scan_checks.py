"""Looking at scans, in a programme of its own: pages counted, each judged by eye of the machine, photos bound to a PDF.

What strangers made is decoded here, so memory and time are bounded and a crash costs one file.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image, ImageChops, ImageFilter, ImageOps, ImageStat

from thongsuot.engine.verdicts import MARKER

A4 = (8.27, 11.69)  # inches
FINEST = 300  # dpi to which a photo is brought
LEAST_DPI = 180  # what is asked for is 200; scanners and photos are not exact
SEEN = 1400  # pixels of the longer side that is judged
MOST_JUDGED = 60  # pages
MOST_PIXELS = 120_000_000
DARK = 55  # mean light of a page, 0 to 255
INK, INK_SHARE = 28, 0.0004  # how much darker than its surroundings, and how much of the page
SHARP, SHARP_SHARE = 45, 0.001
COVERS = 0.5  # a picture over so much of its page makes it a scan
SIDES = (3, 3)
LAPLACE = (0, -1, 0, -1, 4, -1, 0, -1, 0)
MEMORY, SECONDS = 2_000 * 2**20, 40

Page = dict[str, Any]


def faults_of(image: Image.Image, dpi: int) -> list[str]:
    """What is wrong with a page: small, dark, blank, blurred. `dpi` 0 is not judged: no scan."""
    found = ["small"] if 0 < dpi < LEAST_DPI else []
    grey = image.convert("L")
    grey.thumbnail((SEEN, SEEN))
    if ImageStat.Stat(grey).mean[0] < DARK:
        return [*found, "dark"]
    ground = grey.filter(ImageFilter.GaussianBlur(20))
    if _share(ImageChops.subtract(ground, grey), INK) < INK_SHARE:
        return [*found, "blank"]
    if dpi and _at_top(_edges(grey), SHARP_SHARE) < SHARP:
        found.append("blurred")
    return found


def _edges(grey: Image.Image) -> Image.Image:
    """How sharply each point differs from its neighbours; the filter leaves the outermost as they were."""
    made = grey.filter(ImageFilter.Kernel(SIDES, LAPLACE, scale=1))
    return made.crop((1, 1, made.width - 1, made.height - 1))


def _share(image: Image.Image, least: int) -> float:
    counts = image.histogram()
    return sum(counts[least:]) / max(1, sum(counts))


def _at_top(image: Image.Image, share: float) -> int:
    """The value that only that share of the pixels reaches."""
    counts, above = image.histogram(), 0
    wanted = share * sum(counts)
    for value in range(255, -1, -1):
        above += counts[value]
        if above >= wanted:
            return value
    return 0


def dpi_of(image: Image.Image) -> int:
    """What a photo of an A4 page resolves; a scanner that says what it did on a smaller paper is believed."""
    short, long = sorted(image.size)
    by_size = int(min(short / A4[0], long / A4[1]))
    said = image.info.get("dpi", (0, 0))
    told = int(min(float(one) for one in said)) if isinstance(said, tuple) and said else 0
    return max(by_size, told if 100 <= told <= 1200 else 0)


def bind(paths: list[Path], out: Path) -> list[Page]:
    """Photos and single pages, in order, as one PDF whose pages are A4 on the longer side; each page judged."""
    pages: list[Page] = []
    for path in paths:
        with Image.open(path) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise ValueError("too many pixels")
            dpi = dpi_of(opened)
            image = ImageOps.exif_transpose(opened).convert("RGB")
        pages.append({"dpi": dpi, "faults": faults_of(image, dpi)})
        most = int(A4[1] * FINEST)
        image.thumbnail((most, most))
        image.save(out, "PDF", resolution=max(image.size) / A4[1], quality=85, append=bool(pages[1:]))
    _written_anew(out, out)
    return pages


def look(path: Path, out: Path) -> list[Page]:
    """Every page of a PDF; beyond the sixtieth only counted.

    A file whose structure is so loose that no signature could be put behind it is written anew to `out`; one that
    carries signatures is never touched.
    """
    document = pdfium.PdfDocument(path)
    try:
        count = len(document)
        judged = [_page(document[at]) for at in range(min(count, MOST_JUDGED))]
    finally:
        document.close()
    if not _strict(path):
        _written_anew(path, out)
    return [*judged, *({"dpi": 0, "faults": []} for _ in range(count - len(judged)))]


def _strict(path: Path) -> bool:
    """Whether a signature can stand behind the file as it is, or stands in it already."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.misc import PdfError

    content = path.read_bytes()
    if MARKER in content:
        return True
    try:
        IncrementalPdfFileWriter(io.BytesIO(content))
    except (PdfError, ValueError):
        return False
    return True


def _written_anew(path: Path, out: Path) -> None:
    document = pdfium.PdfDocument(path.read_bytes())
    try:
        document.save(out)
    finally:
        document.close()


def _page(page: Any) -> Page:
    width, height = page.get_size()
    dpi = _scanned(page, width * height)
    scale = min(4.0, SEEN / max(width, height, 1))
    return {"dpi": dpi, "faults": faults_of(page.render(scale=scale, grayscale=True).to_pil(), dpi)}


def _scanned(page: Any, area: float) -> int:
    """What the picture that covers a page resolves; 0 where there is none: the page was made by a programme."""
    best = 0
    for one in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE]):
        left, bottom, right, top = one.get_bounds()
        wide, high = right - left, top - bottom
        if wide * high >= COVERS * area > 0:
            pixels = one.get_px_size()
            best = max(best, int(min(pixels[0] / wide, pixels[1] / high) * 72))
    return best


def _alone() -> None:
    """The programme: paths on standard input, the judgement on standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    told = json.loads(sys.stdin.readline())
    paths = [Path(one) for one in told["paths"]]
    out = Path(told["out"])
    pages = bind(paths, out) if told["bind"] else look(paths[0], out)
    sys.stdout.write(json.dumps(pages))


if __name__ == "__main__":
    _alone()
