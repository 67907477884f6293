"""Excel and OpenDocument workbooks: looked through before they are unpacked, read apart."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from cxlab._core.errors import CxError, DataError, SpecError
from cxlab._core.i18n import _, listing, shortlist
from cxlab.reading._files.apart import apart
from cxlab.reading._files.column import Column
from cxlab.reading._files.grid import HEAD, Grid, reach
from cxlab.reading._files.limits import Limits, bomb, too_long, too_wide
from cxlab.reading._files.source import damaged, locked
from cxlab.reading._libraries import require
from cxlab.reading._log import Log

MEMORY = 900_000_000  # bytes that the process which unpacks may take, and more for a large file
GROWTH = 20  # times its size that a file may take more, and its limit that it may unpack to
RATIO = 500  # a part that grows more than this is built to do harm
CHUNK = 4_000_000
ENTRIES = 5_000
HIDDEN = re.compile(
    rb'<(?:row|col)\b[^<>]{0,500}\bhidden="(?:1|true)"|<autoFilter\b[^<>]{0,500}>\s{0,9}<filterColumn'
)
ERRORS = re.compile(
    rb'<c r="([A-Z]{1,3})(\d{1,7})"[^<>]{0,200}\bt="e"[^<>]{0,200}>'
    rb"(?:<f\b[^<>]{0,500}>[^<]{0,9000}</f>|<f\b[^<>]{0,500}/>)?<v>([^<]{1,20})"
)
MOST_ERRORS = 100_000
OVERLAP = 20_000
REPEATED = re.compile(rb'number-(columns|rows)-repeated="(\d+)"')


@dataclass
class Parts:
    """What the parts of a packed workbook show without being unpacked as a whole."""

    hidden: set[str] = field(default_factory=set)
    errors: dict[str, dict[tuple[int, int], str]] = field(default_factory=dict)
    base_1904: bool = False
    macros: bool = False
    links: int = 0
    sheets: list[str] = field(default_factory=list)


def read_workbook(
    content: bytes, kind: str, sheet: str | int | None, limits: Limits, log: Log
) -> Grid:
    """Return the rows of one sheet, cells as numbers, texts, dates, or yes and no.

    Raises
    ------
    DataError
        The workbook is damaged, locked, too large, or unpacks to more than the limit.
    SpecError
        There is no such sheet.
    MissingExtra
        python-calamine is not installed.
    """
    require("python_calamine")
    parts = Parts() if kind == "xls" else _look_through(content, kind, limits)
    room = {"rows": limits.rows + HEAD, "memory": MEMORY + GROWTH * len(content)}
    answer = apart("sheet_reader.py", content, {"sheet": sheet, **room}, limits)
    if "error" in answer:
        raise _refusal(answer, sheet, limits)
    column = answer["start"][1]
    path = parts.sheets[answer["place"]] if answer["place"] < len(parts.sheets) else ""
    if parts.base_1904:
        log.add("base_1904", before="1904", after="1900")
    if parts.macros:
        log.add("macros")
    if parts.links:
        log.add("links", rows=parts.links)
    if path in parts.hidden:
        log.add("hidden")
    if answer["others"]:
        log.add("other_sheets", rows=len(answer["others"]), before=shortlist(answer["others"], 4))
    return _grid(
        answer,
        format="XLS" if kind == "xls" else kind.upper(),
        sheet=answer["sheet"],
        base_1904=parts.base_1904,
        errors={
            (place[0] + 1, place[1] - column): word
            for place, word in parts.errors.get(path, {}).items()
        },
    )


def _grid(answer: dict[str, Any], **what: Any) -> Grid:
    """Return the rows of a sheet that hold something, their merged cells by their new places."""
    top, left = answer["start"]
    bare = np.fromiter(map(reach, answer["rows"]), np.int64)
    kept = np.flatnonzero(bare)
    gone = np.flatnonzero(bare == 0)
    rows = [answer["rows"][place] for place in kept]
    now = {int(place) + top: number for number, place in enumerate(kept)}
    return Grid(
        rows=rows[:HEAD],
        lines=kept + top + 1,
        widths=np.full(len(rows), len(rows[0]) if rows else 0),
        bare=bare[kept],
        pick=lambda place: Column.of([row[place] for row in rows]),
        blank=(len(gone), int(gone[0]) + top + 1 if len(gone) else 0),
        merged=tuple(
            (now.get(first[0], -1), first[1] - left, now.get(last[0], -1), last[1] - left)
            for first, last in dict.fromkeys(answer["merged"])
        ),
        **what,
    )


def _look_through(content: bytes, kind: str, limits: Limits) -> Parts:
    """Check the sizes that the archive declares, then the true ones, part by part."""
    most = int(limits.megabytes * 1_000_000 * GROWTH)
    parts = Parts()
    texts: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            declared = sum(entry.file_size for entry in entries)
            grown = any(
                entry.file_size > 10_000_000 and entry.file_size > RATIO * entry.compress_size
                for entry in entries
            )
            if declared > most or grown or len(entries) > ENTRIES:
                raise bomb(declared, most)
            for entry in entries:
                if entry.flag_bits & 1:
                    raise locked()
                left = most
                most -= _scan(content, entry, left, parts, texts)
    except CxError:
        raise
    except Exception as error:  # zipfile and zlib raise half a dozen kinds on damaged archives
        raise damaged() from error
    if kind == "ods" and b"encryption-data" in texts.get("META-INF/manifest.xml", b""):
        raise locked()
    book = texts.get("xl/workbook.xml", b"")
    parts.base_1904 = bool(re.search(rb'date1904="(1|true)"', book))
    parts.sheets = _paths(book, texts.get("xl/_rels/workbook.xml.rels", b""))
    return parts


def _scan(
    content: bytes, entry: zipfile.ZipInfo, most: int, parts: Parts, texts: dict[str, bytes]
) -> int:
    """Unpack one part piece by piece, keep what is small, and return its true size."""
    name = entry.filename
    if name.endswith("vbaProject.bin"):
        parts.macros = True
    if name.startswith("xl/externalLinks/") and name.endswith(".xml"):
        parts.links += 1
    keep = name in {"xl/workbook.xml", "xl/_rels/workbook.xml.rels", "META-INF/manifest.xml"}
    size, tail, kept = 0, b"", []
    for piece in _pieces(content, entry):
        size += len(piece)
        if size > most:
            raise bomb(size, most)
        if keep and size <= CHUNK:
            kept.append(piece)
        if name.endswith(".xml"):
            _search(name, tail + piece, parts)
            tail = piece[-OVERLAP:]
    if keep:
        texts[name] = b"".join(kept)
    return size


def _pieces(content: bytes, entry: zipfile.ZipInfo) -> Any:
    """Yield the unpacked bytes of a part, however many it says it has."""
    head = entry.header_offset
    start = (
        head
        + 30
        + sum(int.from_bytes(content[head + at : head + at + 2], "little") for at in (26, 28))
    )
    packed = content[start : start + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        yield packed
        return
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise damaged()
    engine = zlib.decompressobj(-15)
    piece = engine.decompress(packed, CHUNK)
    while piece:
        yield piece
        piece = engine.decompress(engine.unconsumed_tail, CHUNK)


def _search(name: str, text: bytes, parts: Parts) -> None:
    if b"<!ENTITY" in text or b"<!DOCTYPE" in text:
        raise damaged()
    if name == "content.xml":
        _repeats(text)
        return
    if not name.startswith("xl/worksheets/"):
        return
    if HIDDEN.search(text):
        parts.hidden.add(name)
    if b't="e"' not in text:
        return
    found = parts.errors.setdefault(name, {})
    for column, row, word in ERRORS.findall(text):
        if len(found) < MOST_ERRORS:
            found[int(row) - 1, _number(column)] = word.decode("ascii", "replace")


def _number(letters: bytes) -> int:
    """Return the place of a column, 0 for A."""
    place = 0
    for letter in letters:
        place = 26 * place + letter - 64
    return place - 1


def _repeats(text: bytes) -> None:
    """Refuse an OpenDocument sheet that repeats a filled cell or row without end."""
    for way, count in REPEATED.findall(text):
        if len(count) > 7 or int(count) > (16_384 if way == b"columns" else 1_048_576):
            raise damaged()


def _paths(book: bytes, links: bytes) -> list[str]:
    """Return the part of each sheet, in the order of the workbook."""
    target = {}
    for link in re.findall(rb"<Relationship\b[^<>]{0,2000}>", links):
        key, place = re.search(rb'\bId="([^"]+)"', link), re.search(rb'\bTarget="([^"]+)"', link)
        if key and place:
            path = place[1].decode("utf-8", "replace").removeprefix("/").removeprefix("xl/")
            target[key[1]] = f"xl/{path}"
    sheets = re.findall(rb"<(?:\w{1,20}:)?sheet\b[^<>]{0,2000}?\br:id=\"([^\"]+)\"", book)
    return [path for key in sheets if "worksheets/" in (path := target.get(key, ""))]


def _refusal(answer: dict[str, Any], sheet: str | int | None, limits: Limits) -> CxError:
    if answer["error"] == "password":
        return locked()
    if answer["error"] == "time":
        return DataError(
            _(
                "Unpacking the workbook took too long and was stopped. Save only the sheet "
                "that is needed, as values without formulas, or as CSV."
            )
        )
    if answer["error"] == "memory":
        return DataError(
            _(
                "Unpacked, the sheet needs more memory than is allowed. The reason is often a "
                "stray cell far down or far to the right: copy the table into a new workbook."
            )
        )
    if answer["error"] == "rows":
        return too_long(limits.rows)
    if answer["error"] == "columns":
        return too_wide(answer["count"], limits.columns)
    if answer["error"] == "sheet" and answer["names"]:
        return SpecError(
            _("The workbook has no sheet {name}. Choose one of: {names}.").format(
                name=repr(sheet), names=listing(answer["names"][:20])
            )
        )
    return damaged()
