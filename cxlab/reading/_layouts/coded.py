"""All answers in one cell, as Wenjuanxing sends them: ``1$2}2$1|3}3$1!4,2!5}4$2,1,3}5$text``.

``}`` stands between questions and ``$`` behind their number; ``|`` between the options that were
ticked, ``!`` between the row of a matrix and its answer, ``,`` between the options of a ranking,
``^`` before what was written beside an option.
"""

from __future__ import annotations

import re
from dataclasses import replace
from types import MappingProxyType

from cxlab.reading._cells.words import SKIPPED
from cxlab.reading._files.column import Column
from cxlab.reading._files.grid import blank
from cxlab.reading._files.sheet import Sheet
from cxlab.reading._layouts.cells import renewed, text_of
from cxlab.reading._log import Log, quote

CODED = re.compile(r"\s*\d{1,3}\$[^}$]*(?:\}\d{1,3}\$[^}$]*)+\s*")
MATRIX = re.compile(r"\d{1,3}!-?\w+(?:,\d{1,3}!-?\w+)*")
RANKING = re.compile(r"\d{1,2}(?:,\d{1,2})+")
NONE = {"", "-3", "-2"} | SKIPPED


def expanded(sheet: Sheet, log: Log) -> Sheet:
    """Return the sheet with a column for each question in the place of coded cells.

    The columns are named as in a table of this platform: ``3、`` or, in a matrix, ``3、(1)``.
    """
    columns: dict[str, Column] = {}
    sources = dict(sheet.sources)
    for name, column in sheet.columns.items():
        first = next((cell for cell in column.cells if not blank(cell)), "")
        texts = [text_of(cell) for cell in column.cells] if CODED.fullmatch(text_of(first)) else []
        live = [text for text in texts if text]
        if not live or not all(map(CODED.fullmatch, live)):
            columns[name] = column
            continue
        new = _questions(column, [_answers(text) for text in texts])
        columns |= new
        sources |= dict.fromkeys(new, name)
        rows, first = column.where(sheet.lines, list(map(bool, texts)))
        after = quote(", ".join(f"q{key.split('、')[0]}" for key in new if "(" not in key))
        before = quote(live[0])
        log.add("coded_answers", name, rows=rows, first=first, before=before, after=after)
    if list(columns) == list(sheet.columns):
        return sheet
    return replace(sheet, columns=MappingProxyType(columns), sources=MappingProxyType(sources))


def _answers(text: str) -> dict[int, str]:
    pairs = (part.partition("$") for part in text.split("}"))
    return {int(number): answer.strip() for number, _sign, answer in pairs if number.strip()}


def _questions(column: Column, answers: list[dict[int, str]]) -> dict[str, Column]:
    out: dict[str, Column] = {}
    for number in sorted({number for each in answers for number in each}):
        cells = [each.get(number, "") for each in answers]
        live = [cell for cell in cells if cell not in NONE]
        if live and all(map(MATRIX.fullmatch, live)):
            rows = [_matrix(cell) for cell in cells]
            for row in sorted({row for each in rows for row in each}):
                out[f"{number}、({row})"] = renewed(column, [each.get(row, "") for each in rows])
            continue
        ranks = live and all(map(RANKING.fullmatch, live)) and all(map(_different, live))
        out[f"{number}、"] = renewed(column, [_plain(cell, bool(ranks)) for cell in cells])
    return out


def _matrix(cell: str) -> dict[int, str]:
    pairs = (part.partition("!") for part in cell.split(",") if "!" in part)
    return {int(row): answer for row, _sign, answer in pairs}


def _different(cell: str) -> bool:
    parts = cell.split(",")
    return len(set(parts)) == len(parts)


def _plain(cell: str, ranks: bool) -> str:
    """Write an answer as it stands in a table of this platform."""
    if ranks:
        return cell.replace(",", "→")
    if not re.fullmatch(r"\d{1,3}(?:\^[^|]*)?(?:\|\d{1,3}(?:\^[^|]*)?)*", cell):
        return cell
    return re.sub(r"\^([^|]*)", r"〖\1〗", cell).replace("|", "┋")
