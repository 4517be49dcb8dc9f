"""Builds the fonts of the letters (TTF) and of the pages (WOFF2) from the font packages of npm.

    npm pack @expo-google-fonts/be-vietnam-pro@0.4.1 @expo-google-fonts/noto-sans@0.4.2
    pip install fonttools brotli
    python tools/build_fonts.py expo-google-fonts-be-vietnam-pro-*.tgz expo-google-fonts-noto-sans-*.tgz

Be Vietnam Pro has no tabular figures: columns of numbers would not line up. They are added here as the
feature `tnum`, by setting the font's own figures on one common width. It also lacks the short vowels of
Ê Đê, Gia Rai and Ba Na (ĕ ĭ ŏ ŭ): they are composed of its own vowels and its own breve.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import tarfile
from pathlib import Path

from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables

ROOT = Path(__file__).resolve().parents[1]
PRINT = ROOT / "src/thongsuot/assets/fonts"
WEB = ROOT / "src/thongsuot/web/static/fonts"

SOURCES = {
    "574b6af45c7d7ece6f22fd5e6b26652d86681a3d34a8b0e7c488880148e8edaa": "be-vietnam-pro 0.4.1",
    "98cf14a19b8e67a0e76bfd4d5df98937b9734e6dde570bd750f2259042042548": "noto-sans 0.4.2",
}
FACES = {
    "400": "400Regular/BeVietnamPro_400Regular.ttf",
    "400-italic": "400Regular_Italic/BeVietnamPro_400Regular_Italic.ttf",
    "600": "600SemiBold/BeVietnamPro_600SemiBold.ttf",
    "700": "700Bold/BeVietnamPro_700Bold.ttf",
}
FALLBACK_FACES = {
    "400": "400Regular/NotoSans_400Regular.ttf",
    "700": "700Bold/NotoSans_700Bold.ttf",
}
WEB_FACES = ("400", "600", "700")
SHORT_VOWELS = {"E": "Ĕ", "I": "Ĭ", "O": "Ŏ", "U": "Ŭ", "e": "ĕ", "i": "ĭ", "o": "ŏ", "u": "ŭ"}
FIGURES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")

# Vietnamese, western letters, Ê Đê, the marks of decomposed text, and the signs of pages.
WEB_RANGES = (
    (0x20, 0x7E), (0xA0, 0xFF), (0x102, 0x103), (0x10C, 0x10D), (0x110, 0x111), (0x114, 0x115),
    (0x128, 0x129), (0x12C, 0x12D), (0x14E, 0x14F), (0x168, 0x169), (0x16C, 0x16D),
    (0x1A0, 0x1A1), (0x1AF, 0x1B0), (0x300, 0x303), (0x306, 0x306), (0x309, 0x309), (0x31B, 0x31B),
    (0x323, 0x323), (0x1EA0, 0x1EF9), (0x2010, 0x2026), (0x2030, 0x2030), (0x20AB, 0x20AB),
    (0x2122, 0x2122), (0x2212, 0x2212), (0x2248, 0x2248), (0x2260, 0x2265),
)  # fmt: skip

# Latin letters that Be Vietnam Pro lacks (ƀ of Ê Đê), foreign names in Greek and Cyrillic, and the sign �.
FALLBACK_RANGES = (
    (0x20, 0x7E), (0xA0, 0x24F), (0x2B0, 0x2FF), (0x300, 0x36F), (0x370, 0x3FF), (0x400, 0x4FF),
    (0x1E00, 0x1EFF), (0x2010, 0x2027), (0x2030, 0x205E), (0x20A0, 0x20BF), (0x2116, 0x2116),
    (0xFFFD, 0xFFFD),
)  # fmt: skip


def characters(ranges: tuple[tuple[int, int], ...]) -> list[int]:
    return [code for first, last in ranges for code in range(first, last + 1)]


def read_package(path: Path) -> dict[str, bytes]:
    """The files of an npm package; refuses one that is not the version these fonts were checked with."""
    raw = path.read_bytes()
    if hashlib.sha256(raw).hexdigest() not in SOURCES:
        raise SystemExit(f"{path.name}: not a package this script knows; check it and add its SHA-256")
    files = {}
    with tarfile.open(fileobj=io.BytesIO(raw)) as package:
        for member in package.getmembers():
            content = package.extractfile(member)
            if content is not None:
                files[member.name.removeprefix("package/")] = content.read()
    return files


def add_tabular_figures(font: TTFont) -> None:
    """Give the font the feature `tnum`: its own figures, centred on the width of the common wide ones."""
    widths = sorted(font["hmtx"][name][0] for name in FIGURES)
    common = widths[-3]  # the widest two lend a little of their generous side bearings
    for name in FIGURES:
        tabular = f"{name}.tf"
        width, left = font["hmtx"][name]
        shift = (common - width) // 2
        pen = TTGlyphPen(font.getGlyphSet())
        pen.addComponent(name, (1, 0, 0, 1, shift, 0))
        font["glyf"][tabular] = pen.glyph()
        font["hmtx"][tabular] = (common, left + shift)
    _add_substitution(font, "tnum", {name: f"{name}.tf" for name in FIGURES})


def _add_substitution(font: TTFont, tag: str, mapping: dict[str, str]) -> None:
    gsub = font["GSUB"].table
    lookup_index = _add_lookup(gsub, mapping)
    feature = otTables.Feature()
    feature.FeatureParams = None
    feature.LookupListIndex, feature.LookupCount = [lookup_index], 1
    record = otTables.FeatureRecord()
    record.FeatureTag, record.Feature = tag, feature
    records = [*gsub.FeatureList.FeatureRecord, record]
    order = sorted(range(len(records)), key=lambda index: records[index].FeatureTag)
    moved = {old: new for new, old in enumerate(order)}
    gsub.FeatureList.FeatureRecord = [records[index] for index in order]
    gsub.FeatureList.FeatureCount = len(records)
    for script in gsub.ScriptList.ScriptRecord:
        languages = [each.LangSys for each in script.Script.LangSysRecord] + [script.Script.DefaultLangSys]
        for language in filter(None, languages):
            kept = [moved[index] for index in language.FeatureIndex]
            language.FeatureIndex = sorted([*kept, moved[len(records) - 1]])
            language.FeatureCount = len(language.FeatureIndex)


def _add_lookup(gsub: otTables.GSUB, mapping: dict[str, str]) -> int:
    subtable = otTables.SingleSubst()
    subtable.mapping = mapping
    lookup = otTables.Lookup()
    lookup.LookupType, lookup.LookupFlag = 1, 0
    lookup.SubTable, lookup.SubTableCount = [subtable], 1
    gsub.LookupList.Lookup.append(lookup)
    gsub.LookupList.LookupCount += 1
    return int(gsub.LookupList.LookupCount) - 1


def add_short_vowels(font: TTFont) -> None:
    """Compose ĕ ĭ ŏ ŭ and their capitals where the font's own anchors would set the breve."""
    names = font.getBestCmap()
    breve = names[0x306]
    for letter, composed in SHORT_VOWELS.items():
        base = names[ord("ı" if letter == "i" else letter)]
        dx, dy = _mark_offset(font, names[ord(letter)], breve)
        pen = TTGlyphPen(font.getGlyphSet())
        pen.addComponent(base, (1, 0, 0, 1, 0, 0))
        pen.addComponent(breve, (1, 0, 0, 1, dx, dy))
        name = f"uni{ord(composed):04X}"
        font["glyf"][name] = pen.glyph()
        font["hmtx"][name] = font["hmtx"][base]
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[ord(composed)] = name


def _mark_offset(font: TTFont, base: str, mark: str) -> tuple[int, int]:
    """Where the font's mark positioning puts `mark` on `base`."""
    for lookup in font["GPOS"].table.LookupList.Lookup:
        for subtable in lookup.SubTable:
            table = getattr(subtable, "ExtSubTable", subtable)
            if table.LookupType != 4 or mark not in table.MarkCoverage.glyphs:
                continue
            if base not in table.BaseCoverage.glyphs:
                continue
            record = table.MarkArray.MarkRecord[table.MarkCoverage.glyphs.index(mark)]
            anchors = table.BaseArray.BaseRecord[table.BaseCoverage.glyphs.index(base)].BaseAnchor
            anchor = anchors[record.Class]
            if anchor is not None:
                return (
                    anchor.XCoordinate - record.MarkAnchor.XCoordinate,
                    anchor.YCoordinate - record.MarkAnchor.YCoordinate,
                )
    raise SystemExit(f"the font does not say where {mark} stands on {base}")


def subset(font: TTFont, codes: list[int], *, hinting: bool) -> None:
    options = Options(layout_features=["*"], hinting=hinting, name_IDs=["*"], notdef_outline=True)
    worker = Subsetter(options)
    worker.populate(unicodes=codes)
    worker.subset(font)


def save(font: TTFont, path: Path, flavor: str | None = None) -> None:
    font["head"].modified = font["head"].created  # the same input gives the same bytes
    font.recalcTimestamp = False
    font.flavor = flavor
    font.save(path)
    print(f"{path.relative_to(ROOT)}  {path.stat().st_size:,} bytes")


def load(raw: bytes) -> TTFont:
    return TTFont(io.BytesIO(raw), recalcTimestamp=False)


def build_main(files: dict[str, bytes]) -> None:
    for face, source in FACES.items():
        font = load(files[source])
        add_tabular_figures(font)
        add_short_vowels(font)
        save(font, PRINT / f"BeVietnamPro-{face}.ttf")
    for face in WEB_FACES:
        font = load((PRINT / f"BeVietnamPro-{face}.ttf").read_bytes())
        subset(font, characters(WEB_RANGES), hinting=True)
        save(font, WEB / f"be-vietnam-pro-{face}.woff2", "woff2")
    for folder in (PRINT, WEB):
        (folder / "OFL.txt").write_bytes(files["LICENSE_FONT"])


def build_fallback(files: dict[str, bytes]) -> None:
    for face, source in FALLBACK_FACES.items():
        font = load(files[source])
        subset(font, characters(FALLBACK_RANGES), hinting=False)
        save(font, PRINT / f"NotoSans-{face}.ttf")
    (PRINT / "OFL-NotoSans.txt").write_bytes(files["LICENSE_FONT"])


def write_coverage() -> None:
    """The characters that letters can print, as ranges: known at run time without a font library."""
    main = [set(load(path.read_bytes()).getBestCmap()) for path in sorted(PRINT.glob("BeVietnamPro-*.ttf"))]
    fallback = [set(load(path.read_bytes()).getBestCmap()) for path in sorted(PRINT.glob("NotoSans-*.ttf"))]
    codes = sorted(set.intersection(*main) | set.intersection(*fallback))
    ranges: list[list[int]] = []
    for code in codes:
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    (PRINT / "coverage.json").write_text(json.dumps(ranges) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("main_package", type=Path)
    parser.add_argument("fallback_package", type=Path)
    arguments = parser.parse_args()
    for folder in (PRINT, WEB):
        folder.mkdir(parents=True, exist_ok=True)
    build_main(read_package(arguments.main_package))
    build_fallback(read_package(arguments.fallback_package))
    write_coverage()


if __name__ == "__main__":
    main()
