"""Build the Chinese font that charts carry: Noto Sans SC (OFL) cut down to GB2312, Greek and maths.

Run ``python -m cxlab._core.fonts.subset`` with fonttools and pylopdf-fonts-zh-cn installed; the
built file is committed, so only a change of the character set needs this.
"""

from __future__ import annotations

from importlib.metadata import distribution
from pathlib import Path

HERE = Path(__file__).parent
SOURCE = "pylopdf-fonts-zh-cn"


def gb2312() -> set[int]:
    """Return the code points of GB2312, the characters of everyday simplified Chinese."""
    found: set[int] = set()
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            try:
                found.add(ord(bytes([high, low]).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    return found


def build() -> Path:
    """Write ``NotoSansSC-subset.otf`` and its licence beside this file; return the font's path."""
    from fontTools import subset

    package = distribution(SOURCE)
    files = {Path(str(file)).name: package.locate_file(file) for file in package.files or []}
    options = subset.Options(
        layout_features=["*"], name_IDs=["*"], hinting=False, notdef_outline=True
    )
    font = subset.load_font(str(files["NotoSansSC-Regular.otf"]), options)
    cutter = subset.Subsetter(options)
    extra = [
        *range(0x20, 0x250),
        *range(0x370, 0x400),
        *range(0x2000, 0x2300),
        *range(0x3000, 0x3040),
    ]
    cutter.populate(unicodes=gb2312() | set(extra))
    cutter.subset(font)
    target = HERE / "NotoSansSC-subset.otf"
    subset.save_font(font, str(target), options)
    (HERE / "OFL.txt").write_text(
        Path(str(files["LICENSE"])).read_text(encoding="utf-8"), encoding="utf-8"
    )
    return target


if __name__ == "__main__":
    print(build())
