"""The header found, its rows joined, its names made clean: one name for every column."""

from __future__ import annotations

import html
import re
import statistics
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cxlab._core.arguments import brief
from cxlab._core.errors import DataError
from cxlab._core.i18n import _, listing
from cxlab.reading._files.grid import SPACES, Grid, blank, filled
from cxlab.reading._log import Log, quote

TOP = 20  # rows among which the header is looked for
SAMPLE = 200
BRACKETS = str.maketrans("（）［］【】", "()[][]")
MARKUP = re.compile(r"</?[A-Za-z][^<>]*>|<!--[^<>]*-->")
INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)  # control signs, zero width, or turning round the text that follows
FORMULA = re.compile(r"^[=@＝＠\t\r]+|^[+\-＋－](?=[A-Za-z(=@+\-])")
LONGEST = 60  # width of a name in letters, Chinese ones count twice; above it stands an alias


@dataclass(frozen=True)
class Rows:
    """The rows of a header joined into one.

    Parameters
    ----------
    cells
        The name of each column, by place.
    body
        The row where the data begin.
    labels
        Full text of the question, by place.
    parts
        Question and the part of it, by place, where they stand in two rows.
    """

    cells: list[Any]
    body: int
    labels: dict[int, str] = field(default_factory=dict)
    parts: dict[int, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Header:
    """Names of the columns, and where they stand.

    Parameters
    ----------
    names, places
        The names, and the cell of a row that belongs to each.
    width
        Cells of a row, columns without name and cells included.
    body
        The row where the data begin.
    labels
        Full text of long questions, by name.
    sources
        Name in the file, by name, where it is another.
    parts
        Question and the part of it, by name, where they stand in two rows.
    """

    names: list[str]
    places: list[int]
    width: int
    body: int
    labels: dict[str, str]
    sources: dict[str, str] = field(default_factory=dict)
    parts: dict[str, tuple[str, str]] = field(default_factory=dict)


def read_header(
    grid: Grid,
    log: Log,
    rows: Callable[[Grid, int, Log], Rows] | None = None,
    *,
    exported: bool = False,
) -> Header:
    """Return the names of the columns.

    Parameters
    ----------
    rows
        How the rows of the header are joined, from the row where it begins; the usual way when
        absent.
    exported
        A platform wrote the names: whole questions, some of them twice. They stay as they are, to
        be made short later, and are numbered where they repeat.

    Raises
    ------
    DataError
        There is no row of data below the header, or a name stands twice.
    """
    top = header_row(grid)
    if top:
        first = next(cell for row in grid.rows[:top] for cell in row if not blank(cell))
        log.add("title_rows", rows=top, first=grid.lines[0], before=quote(first))
    joined = (rows or usual_rows)(grid, top, log)
    cells, body = joined.cells, joined.body
    if len(grid.rows) <= body:
        raise DataError(
            _(
                "The file has a header and no rows of data below it. Check that the answers were "
                "exported too."
            )
        )
    _looks_like_data(cells, grid, top, log)
    places = _places(cells, grid, body)
    if len(places) < len(cells):
        log.add("empty_columns", rows=len(cells) - len(places))
    way = _exported_names if exported else clean_names
    names, aliases = way([(place, cells[place]) for place in places], grid.lines[top], log)
    named = list(zip(names, places, strict=True))
    raw = {name: line_of(cells[place]) for name, place in named}
    return Header(
        names,
        places,
        len(cells),
        body,
        {name: joined.labels[place] for name, place in named if joined.labels.get(place)} | aliases,
        {name: text for name, text in raw.items() if text and text != name},
        {name: joined.parts[place] for name, place in named if place in joined.parts},
    )


def usual_rows(grid: Grid, top: int, log: Log) -> Rows:
    """Join the rows of a header that is one row, or two with merged cells in the first."""
    cells = first_row(grid, top)
    if second := _second_row(grid, top):
        cells, parts = _joined(grid, top, second)
        log.add("header_rows", rows=2, first=grid.lines[top], after=quote(cells[-1]))
        return Rows(cells, top + 2, parts=parts)
    if wide := _merged(grid, top):
        for _row, start, _end, stop in wide:
            for place in range(start + 1, min(stop + 1, len(cells))):
                cells[place] = f"{_text(cells[start])}_{place - start + 1}"
            log.add("merged_cells", line_of(cells[start]), first=grid.lines[top], rows=1)
    return Rows(cells, top + 1)


def first_row(grid: Grid, top: int) -> list[Any]:
    """Return the cells of the header's first row, without empty ones behind the widest row."""
    cells = list(grid.rows[top])
    widest = grid.widest(top + 1) or len(cells)
    while len(cells) > widest and blank(cells[-1]):
        cells.pop()
    return cells


def _places(cells: list[Any], grid: Grid, body: int) -> list[int]:
    """Return the columns that have a name or a cell that holds something."""
    return [place for place, cell in enumerate(cells) if not blank(cell) or grid.holds(place, body)]


def header_row(grid: Grid) -> int:
    """Return the row of the header: the first that is no title."""
    rows = grid.rows
    usual = statistics.median(filled(row) for row in rows[:SAMPLE])
    for place, row in enumerate(rows[:TOP]):
        texts, covered = filled(row), filled(row)
        wide = _merged(grid, place)
        covered += sum(stop - start for _r, start, _e, stop in wide)
        alone = texts == 1 and (len(row) == 1 or usual >= 3)
        if usual < 2 or not (alone or (texts <= 2 and covered < 0.5 * usual and len(wide) < 2)):
            return place
    return 0


def _merged(grid: Grid, row: int) -> list[tuple[int, int, int, int]]:
    """Return the ranges of merged cells that begin in a row and span columns."""
    return [each for each in grid.merged if each[0] == row and each[3] > each[1] >= 0]


def _second_row(grid: Grid, top: int) -> int:
    """Return the second row of a header whose first has cells merged over several columns."""
    wide = [each for each in _merged(grid, top) if each[2] == top]
    if not wide or len(grid.rows) <= top + 2:
        return 0
    below = grid.rows[top + 1]
    under = [
        below[place] for each in wide for place in range(each[1], each[3] + 1) if place < len(below)
    ]
    texts = all(isinstance(cell, str) and not blank(cell) for cell in under)
    return top + 1 if texts and under else 0


def _joined(grid: Grid, top: int, second: int) -> tuple[list[Any], dict[int, tuple[str, str]]]:
    """Return the names of two rows joined, and both of them for the columns under merged cells."""
    above, below = list(grid.rows[top]), grid.rows[second]
    wide: list[int] = []
    for _row, start, _end, stop in _merged(grid, top):
        above[start : stop + 1] = [above[start]] * (min(stop + 1, len(above)) - start)
        wide += range(start, min(stop + 1, len(above)))
    pairs = list(zip(above, below, strict=True))
    names = ["_".join(_text(cell) for cell in pair if not blank(cell)) for pair in pairs]
    return names, {at: (line_of(above[at]), line_of(below[at])) for at in wide}


def _looks_like_data(cells: list[Any], grid: Grid, top: int, log: Log) -> None:
    texts = [_text(cell).strip(SPACES) for cell in cells if not blank(cell)]
    numbers = sum(text.replace(".", "", 1).lstrip("-").isdigit() for text in texts)
    years = all(re.fullmatch(r"(19|20)\d\d", text) for text in texts if text[:1].isdigit())
    if len(texts) > 1 and numbers >= 0.5 * len(texts) and not years:
        log.add("header_missing", first=grid.lines[top], before=quote(", ".join(texts[:5])))


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, date):
        return cell.isoformat()[:10]
    return "" if cell is None else str(cell)


def _wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WF"


def line_of(cell: Any) -> str:
    """Return a text in one line, spaces single."""
    return " ".join(_text(cell).strip(SPACES).split())


def clean_names(
    cells: list[tuple[int, Any]], line: int, log: Log
) -> tuple[list[str], dict[str, str]]:
    """Return a clean name for each place and cell, and the full text of those that were long."""
    taken = {line_of(cell) for _place, cell in cells}
    names: list[str] = []
    labels: dict[str, str] = {}
    for place, cell in cells:
        name = _clean(_text(cell), line, log)
        if not name:
            name = _free(f"column_{place + 1}", taken)
            log.add("name_blank", name, first=line, after=name)
        elif len(name) + sum(map(_wide, name[:LONGEST])) > LONGEST:
            number = re.match(r"[QqＱ]?\s*(\d{1,3})(?=[、.．:：\s)）])", name)
            alias = _free(f"q{number[1] if number else place + 1}", taken)
            log.add("name_long", alias, first=line, before=quote(name), after=alias)
            labels[alias] = name
            name = alias
        names.append(name)
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise DataError(
            _(
                "Several columns have the same name: {names} (header in line {line}). "
                "Names are how columns are chosen: give each its own."
            ).format(names=listing(repr(quote(name)) for name in twice[:5]), line=line)
        )
    return names, labels


def _exported_names(
    cells: list[tuple[int, Any]], line: int, log: Log
) -> tuple[list[str], dict[str, str]]:
    """Return the names as a platform wrote them, those that stand twice numbered."""
    taken: set[str] = set()
    names: list[str] = []
    twice: list[tuple[str, str]] = []
    for place, cell in cells:
        text = line_of(without_markup(_text(cell)))
        names.append(_free(text or f"column_{place + 1}", taken))
        if not text:
            log.add("name_blank", names[-1], first=line, after=names[-1])
        elif names[-1] != text:
            twice.append((text, names[-1]))
    if twice:
        before, after = map(quote, twice[0])
        log.add("names_repeated", rows=len(twice), first=line, before=before, after=after)
    return names, {}


def without_markup(text: str) -> str:
    """Return a text without HTML.

    Examples
    --------
    >>> without_markup("<b>Price</b> &amp; service")
    'Price & service'
    """
    return html.unescape(MARKUP.sub("", text)) if "<" in text or "&" in text else text


def _clean(raw: str, line: int, log: Log) -> str:
    text = raw
    bare = without_markup(text)
    if bare != text:
        log.add("name_markup", line_of(bare), first=line, before=quote(text), after=quote(bare))
        text = bare
    tidy = line_of(INVISIBLE.sub("", text).translate(BRACKETS))
    safe = FORMULA.sub("", tidy).strip()
    if tidy != text and tidy:
        log.add("name_spaces", safe or tidy, first=line, before=brief(text), after=quote(tidy))
    if safe != tidy:
        log.add("name_formula", safe, first=line, before=quote(tidy), after=quote(safe))
    return safe


def _free(name: str, taken: set[str]) -> str:
    """Return a name that no column has yet."""
    candidate, number = name, 2
    while candidate in taken:
        candidate, number = f"{name}_{number}", number + 1
    taken.add(candidate)
    return candidate
