"""Qualtrics: three header rows, codes such as ``Q3_1``; -99 where an answer was seen and left out.

The second row holds the whole question, ``question - row`` in a matrix, the third JSON with the
``ImportId``. A multiple choice is one cell with commas, or one column to an option; what was
written beside an option stands in ``Q3_4_TEXT``.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from cxlab.reading._files.grid import Grid, blank
from cxlab.reading._files.header import Rows, first_row, line_of, without_markup
from cxlab.reading._files.sheet import Sheet
from cxlab.reading._layouts import choices
from cxlab.reading._layouts.draft import Draft
from cxlab.reading._layouts.layout import Layout, Look, shared_start
from cxlab.reading._layouts.questions import answer, several
from cxlab.reading._layouts.roles import settled
from cxlab.reading._layouts.words import PLATFORMS
from cxlab.reading._log import Log

IMPORT_ID = '{"ImportId"'
META = {
    "StartDate": 1,
    "EndDate": 1,
    "Status": 0,
    "IPAddress": 1,
    "Progress": 1,
    "Duration (in seconds)": 2,
    "Finished": 1,
    "RecordedDate": 1,
    "ResponseId": 2,
    "RecipientLastName": 1,
    "RecipientFirstName": 1,
    "RecipientEmail": 1,
    "ExternalReference": 1,
    "LocationLatitude": 1,
    "LocationLongitude": 1,
    "DistributionChannel": 1,
    "UserLanguage": 1,
}
ROLES = {
    "id": "ResponseId",
    "started": "StartDate",
    "submitted": "EndDate",
    "duration": "Duration (in seconds)",
    "finished": "Finished",
    "status": "Status",
}
SEEN = {"Response ID", "Start Date", "Response Type", "Recorded Date"}  # the second row says
PART = re.compile(r"(.+?)_(\d+)")
CODES = frozenset({"-99"})


def marks(look: Look) -> dict[str, int]:
    """Return the marks of this platform."""
    found = {name: weight for name, weight in look.named(META).items() if weight}
    if any(_import_ids(row) for row in look.below[:3]):
        found["ImportId"] = 4
    return found


def rows(grid: Grid, top: int, log: Log) -> Rows:
    """Join the three rows of the header, or the two or the one that is left of them."""
    cells = first_row(grid, top)
    last = next((k for k in (2, 1) if top + k < len(grid.rows) and _head(grid, top + k)), 0)
    if not last:
        return Rows(cells, top + 1)
    log.add("header_rows", rows=last + 1, first=grid.lines[top], before="Qualtrics")
    texts = grid.rows[top + 1]
    labels = {
        place: line_of(without_markup(line_of(texts[place])))
        for place in range(min(len(cells), len(texts)))
    }
    if _import_ids(texts):
        labels = {}
    return Rows(cells, top + last + 1, labels)


def _head(grid: Grid, row: int) -> bool:
    cells = grid.rows[row]
    return _import_ids(cells) or bool(SEEN & {line_of(cell) for cell in cells})


def _import_ids(row: list[Any]) -> bool:
    found = [isinstance(cell, str) and cell.startswith(IMPORT_ID) for cell in row]
    return any(found) and sum(found) >= 0.5 * sum(not blank(cell) for cell in row)


def shape(sheet: Sheet, log: Log) -> Sheet:
    """Keep the codes as names; give each option of a multiple choice a column."""
    draft = Draft(sheet, log)
    parts = {name: found for name in sheet.columns if (found := PART.fullmatch(name))}
    sizes = Counter(found[1] for found in parts.values())
    done: set[str] = set()
    for name in sheet.columns:
        base = parts[name][1] if name in parts else ""
        if name in META:
            draft.keep(name)
        elif name.endswith("_TEXT"):
            whole = name.removesuffix("_TEXT")
            found = PART.fullmatch(whole)
            draft.keep(name, group=found[1] if found else whole, kind="text")
        elif base and sizes[base] > 1:
            if base not in done:
                done.add(base)
                _several(draft, base, [key for key, found in parts.items() if found[1] == base])
        elif choices.certain(sheet.columns[name], ",", 3, CODES):
            label = sheet.labels.get(name, "").removesuffix(" - Selected Choice")
            choices.multiple(draft, name, name, sign=",", label=label, skipped=CODES)
        else:
            answer(draft, name, name, codes=CODES)
    draft.roles = {role: name for role, name in ROLES.items() if name in sheet.columns}
    return settled(draft.done(), log)


def _several(draft: Draft, base: str, names: list[str]) -> None:
    labels = [draft.sheet.labels.get(name, "") for name in names]
    start = shared_start(labels) if all(labels) else ""
    cut = start.rfind(" - ") + 3 if " - " in start else 0
    title = start[:cut].removesuffix(" - ").removesuffix(" - Selected Choice")
    options = {
        name: label[cut:] if cut else label or name
        for name, label in zip(names, labels, strict=True)
    }
    several(
        draft,
        options,
        base,
        title=title if cut else "",
        skipped=CODES,
        codes=CODES,
        named=lambda source: source,
    )


LAYOUT = Layout(
    name="qualtrics",
    words=PLATFORMS["qualtrics"],
    marks=marks,
    wanted=("ImportId", "ResponseId", "StartDate", "EndDate", "Duration (in seconds)"),
    shape=shape,
    rows=rows,
)
