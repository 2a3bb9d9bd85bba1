#!/usr/bin/env python3
"""Rebuild the fonts that ship with reportkit.

The sources come from npm and from Debian at pinned versions. Four of the five faces are cut down
to the characters of Chinese official documents; FandolFang is copied unaltered. Licence texts,
``coverage.json`` and the table in ``README.md`` are written beside the fonts. Two runs with the
same version of fontTools give the same bytes.

Needs Debian 12 (``apt-get``, ``dpkg-deb``), ``npm`` and ``pip install 'reportkit[fonts]'``.
"""

import argparse
import bz2
import gzip
import hashlib
import json
import re
import shutil
import subprocess
import tarfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parents[1] / "src/reportkit/rendering/fonts"

NOTO_SERIF = ("npm", "@expo-google-fonts/noto-serif-sc", "0.4.3")
NOTO_SANS = ("npm", "@expo-google-fonts/noto-sans-sc", "0.4.3")
LXGW_WENKAI = ("apt", "fonts-lxgw-wenkai", "1.250+repack-1")
FANDOL = ("apt", "texlive-lang-chinese", "2022.20230122-1")
UNIHAN = ("apt", "unicode-data", "15.0.0-1")

UNIHAN_MAPPINGS = "usr/share/unicode/Unihan_OtherMappings.txt.bz2"
DEBIAN_COPYRIGHT = "usr/share/doc/fonts-lxgw-wenkai/copyright"
FANDOL_DOCUMENTS = "usr/share/doc/texlive-doc/fonts/fandol"
STANDARD_CHARACTERS = 8105  # of 通用规范汉字表 (2013)

RANGES = (
    (0x0020, 0x007E),  # ASCII
    (0x00A0, 0x017F),  # Latin-1, Latin Extended-A
    (0x2000, 0x206F),  # general punctuation
    (0x2150, 0x2199),  # fractions, Roman numerals, arrows
    (0x2460, 0x249B),  # ①–⑳ ⑴–⒇ ⒈–⒛
    (0x3000, 0x303F),  # Chinese punctuation
    (0x3220, 0x3229),  # ㈠–㈩
    (0xFF01, 0xFF5E),  # full-width forms
)
SYMBOLS = "€℃℅℉№℡™∕√∞≈≠≤≥■□▲△▼▽◆◇○◎●★☆☐☑☒✓✔✗㊣㎎㎏㎜㎝㎞㎡㎥￠￡￢￣￤￥￦"
FEATURES = ["ccmp", "halt", "kern", "locl", "palt"]
UNUSED_TABLES = ("BASE", "DSIG", "STAT", "VORG", "gasp", "meta", "vhea", "vmtx")


@dataclass(frozen=True, slots=True)
class Face:
    """One font file that ships.

    Parameters
    ----------
    file
        Name of the file that is written.
    package
        Where it comes from: client, package name, version.
    member
        Path of the source font inside the unpacked package.
    family
        Name of the family as documents ask for it.
    licence
        Name of the licence text beside the font.
    subset
        Whether the font is cut down; otherwise it is copied as it is.
    """

    file: str
    package: tuple[str, str, str]
    member: str
    family: str
    licence: str
    subset: bool = True


FACES = (
    Face("NotoSerifSC-Regular.ttf", NOTO_SERIF, "package/400Regular/NotoSerifSC_400Regular.ttf",
         "Noto Serif SC", "OFL-NotoSerifSC.txt"),
    Face("NotoSerifSC-Bold.ttf", NOTO_SERIF, "package/700Bold/NotoSerifSC_700Bold.ttf",
         "Noto Serif SC", "OFL-NotoSerifSC.txt"),
    Face("NotoSansSC-Regular.ttf", NOTO_SANS, "package/400Regular/NotoSansSC_400Regular.ttf",
         "Noto Sans SC", "OFL-NotoSansSC.txt"),
    Face("ReportkitWenKai-Regular.ttf", LXGW_WENKAI,
         "usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf",
         "Reportkit WenKai", "OFL-ReportkitWenKai.txt"),
    Face("FandolFang-Regular.otf", FANDOL,
         "usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/FandolFang-Regular.otf",
         "FandolFang R", "GPL-FandolFang.txt", subset=False),
)  # fmt: skip


def fetch(package: tuple[str, str, str], work: Path) -> Path:
    """Download and unpack a package, unless an earlier run did; return its folder."""
    client, name, version = package
    folder = work / f"{name.strip('@').replace('/', '-')}-{version}"
    if folder.exists():
        return folder
    fresh = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    if client == "npm":
        subprocess.run(["npm", "pack", "--silent", f"{name}@{version}"], cwd=fresh, check=True)
        with tarfile.open(next(fresh.glob("*.tgz"))) as archive:
            archive.extractall(fresh, filter="data")
    else:
        subprocess.run(["apt-get", "-qq", "download", f"{name}={version}"], cwd=fresh, check=True)
        subprocess.run(["dpkg-deb", "-x", next(fresh.glob("*.deb")), fresh], check=True)
    return fresh.rename(folder)


def standard_characters(mappings: Path) -> set[int]:
    """Read the code points of 通用规范汉字表 from Unihan's ``kTGH``."""
    text = bz2.decompress(mappings.read_bytes()).decode()
    found = {int(point, 16) for point in re.findall(r"^U\+(\w+)\tkTGH\t", text, re.MULTILINE)}
    if len(found) != STANDARD_CHARACTERS:
        message = f"通用规范汉字表 has {STANDARD_CHARACTERS} characters, Unihan gives {len(found)}"
        raise ValueError(message)
    return found


def gb2312_characters() -> set[int]:
    """Return the code points of GB 2312, symbols included."""
    rows, cells = range(0xA1, 0xF8), range(0xA1, 0xFF)
    text = (bytes((row, cell)).decode("gb2312", "ignore") for row in rows for cell in cells)
    return {ord(character) for character in "".join(text)}


def wanted_characters(unihan: Path) -> set[int]:
    """Return every code point a shipped face keeps where its source has it."""
    wanted = standard_characters(unihan / UNIHAN_MAPPINGS) | gb2312_characters()
    wanted.update(map(ord, SYMBOLS))
    for first, last in RANGES:
        wanted.update(range(first, last + 1))
    return wanted


def set_family(font: TTFont, family: str) -> None:
    """Give a regular font another family name, as OFL asks where the old one is reserved."""
    postscript = family.replace(" ", "") + "-Regular"
    names = {1: family, 2: "Regular", 3: f"reportkit:{postscript}", 4: family, 6: postscript}
    for identifier, text in names.items():
        font["name"].setName(text, identifier, 3, 1, 0x409)


def write_subset(source: Path, face: Face, target: Path, wanted: Iterable[int]) -> None:
    """Cut a font down to the wanted characters and to horizontal setting."""
    options = Options(hinting=False, notdef_outline=True, layout_features=FEATURES)
    options.name_IDs = [*range(15), 16, 17]
    options.drop_tables += UNUSED_TABLES
    with TTFont(source, recalcTimestamp=False) as font:
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=wanted)
        subsetter.subset(font)
        if font["name"].getDebugName(1) != face.family:
            set_family(font, face.family)
        font.save(target)


def debian_ofl(copyright_file: Path) -> str:
    """Return the reserved names and the OFL from Debian's machine-readable copyright file."""
    paragraphs = copyright_file.read_text(encoding="utf-8").split("\n\n")
    files = next(part for part in paragraphs if part.startswith("Files: *"))
    licence = next(part for part in paragraphs if part.startswith("License: OFL-1.1"))
    reserved = [line[1:] for line in files.partition("Comment:\n")[2].splitlines()]
    body = [re.sub(r"^\.$", "", line[1:]) for line in licence.splitlines()[1:]]
    return "\n".join([*reserved, "", *body]).rstrip() + "\n"


def licence_text(face: Face, folder: Path) -> str:
    """Return a face's copyright notice and licence as its package gives them."""
    if face.package == FANDOL:
        documents = folder / FANDOL_DOCUMENTS
        copying = gzip.decompress((documents / "COPYING.gz").read_bytes()).decode()
        return f"{(documents / 'README').read_text(encoding='utf-8')}\n{copying}"
    notice = "\n".join(TTFont(folder / face.member)["name"].getDebugName(0).splitlines())
    if face.package == LXGW_WENKAI:
        body = debian_ofl(folder / DEBIAN_COPYRIGHT)
    else:
        body = (folder / "package/LICENSE_FONT").read_text(encoding="utf-8")
    return f"Subset of a font in {face.package[1]}, whose notice reads:\n\n{notice}\n\n{body}"


def as_ranges(points: Iterable[int]) -> list[list[int]]:
    """Return code points as sorted ``[first, last]`` pairs."""
    ranges: list[list[int]] = []
    for point in sorted(points):
        if ranges and ranges[-1][1] == point - 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    return ranges


def write_coverage(out: Path) -> None:
    """Write the characters that some face can print: Typst falls back to any font it was given."""
    fonts = [TTFont(out / face.file) for face in FACES]
    pairs = as_ranges(set.union(*(set(font.getBestCmap()) for font in fonts)))
    (out / "coverage.json").write_text(json.dumps(pairs, separators=(",", ":")) + "\n")


def write_table(out: Path) -> None:
    """Refresh the table between the markers of ``README.md``."""
    readme = out / "README.md"
    rows = ["| file | family | source | bytes | sha256 |", "| --- | --- | --- | ---: | --- |"]
    for face in FACES:
        data = (out / face.file).read_bytes()
        _, name, version = face.package
        digest = hashlib.sha256(data).hexdigest()
        source = f"`{name}` {version}"
        rows.append(f"| `{face.file}` | {face.family} | {source} | {len(data):,} | `{digest}` |")
    before, start, rest = readme.read_text(encoding="utf-8").partition("<!-- table -->\n")
    _, end, after = rest.partition("<!-- end -->")
    readme.write_text("\n".join([before + start, *rows, "", end + after]), encoding="utf-8")


def main() -> None:
    """Download, subset and write everything."""
    parser = argparse.ArgumentParser(description="Rebuild the fonts that ship with reportkit.")
    parser.add_argument("--work", type=Path, required=True, help="folder for the downloads")
    parser.add_argument("--out", type=Path, default=FONTS, help="folder of the fonts")
    arguments = parser.parse_args()
    out = arguments.out
    out.mkdir(parents=True, exist_ok=True)
    packages = {UNIHAN, *(face.package for face in FACES)}
    folders = {package: fetch(package, arguments.work.resolve()) for package in packages}
    wanted = wanted_characters(folders[UNIHAN])
    for face in FACES:
        source = folders[face.package] / face.member
        if face.subset:
            write_subset(source, face, out / face.file, wanted)
        else:
            shutil.copyfile(source, out / face.file)
        text = licence_text(face, folders[face.package])
        (out / face.licence).write_text(text, encoding="utf-8")
        print(f"{face.file}: {(out / face.file).stat().st_size:,} bytes")
    write_coverage(out)
    if (out / "README.md").exists():
        write_table(out)


if __name__ == "__main__":
    main()
