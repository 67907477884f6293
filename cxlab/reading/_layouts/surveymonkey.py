"""SurveyMonkey: two header rows, the question over its first column only, below it the options.

An answer in one column is headed Response or Open-Ended Response in the second row; a multiple
choice has a column to each option, which holds its text; a matrix one to each row.
"""

from __future__ import annotations

from cxlab.reading._files.grid import Grid, blank
from cxlab.reading._files.header import Rows, first_row, line_of, without_markup
from cxlab.reading._files.sheet import Sheet
from cxlab.reading._layouts import choices
from cxlab.reading._layouts.draft import Draft
from cxlab.reading._layouts.durations import timed
from cxlab.reading._layouts.layout import Layout, Look
from cxlab.reading._layouts.questions import answer, several, short
from cxlab.reading._layouts.roles import settled
from cxlab.reading._layouts.words import PLATFORMS
from cxlab.reading._log import Log

META = {
    "Respondent ID": 2,
    "Collector ID": 2,
    "Start Date": 1,
    "End Date": 1,
    "IP Address": 0,
    "Email Address": 0,
    "First Name": 0,
    "Last Name": 0,
    "Custom Data 1": 1,
}
ROLES = {"id": "Respondent ID", "started": "Start Date", "submitted": "End Date"}
WHOLE = {"Response", "Open-Ended Response", ""}


def marks(look: Look) -> dict[str, int]:
    """Return the marks of this platform."""
    found = {name: weight for name, weight in look.named(META).items() if weight}
    second = {line_of(cell) for cell in look.below[0]} if look.below else set()
    if found and second & {"Response", "Open-Ended Response"}:
        found[next(iter(second & {"Response", "Open-Ended Response"}))] = 2
    return found


def rows(grid: Grid, top: int, log: Log) -> Rows:
    """Join the two rows of the header; a file from which the second was taken has one."""
    cells = first_row(grid, top)
    below = grid.rows[top + 1] if top + 1 < len(grid.rows) else []
    over = [place for place, cell in enumerate(cells) if line_of(cell) in META]
    parted = any(not blank(cell) for place, cell in enumerate(below) if place not in over)
    if not parted or any(place < len(below) and not blank(below[place]) for place in over):
        return Rows(cells, top + 1)
    parts: dict[int, tuple[str, str]] = {}
    seen: dict[str, int] = {}
    question = ""
    for place, cell in enumerate(cells):
        if place in over:
            continue
        if not blank(cell):
            question = line_of(without_markup(line_of(cell)))
            seen[question] = seen.get(question, 0) + 1
            question += f" ({seen[question]})" if seen[question] > 1 else ""
        part = line_of(below[place]) if place < len(below) else ""
        parts[place] = (question, "" if part in WHOLE else line_of(without_markup(part)))
    names = [
        choices.with_part(*parts[place]) if place in parts else cell
        for place, cell in enumerate(cells)
    ]
    log.add("header_rows", rows=2, first=grid.lines[top], before="SurveyMonkey")
    return Rows(names, top + 2, parts=parts)


def shape(sheet: Sheet, log: Log) -> Sheet:
    """Give each question a number, and each option of a multiple choice a column."""
    draft = Draft(sheet, log)
    questions: dict[str, dict[str, str]] = {}
    for name in sheet.columns:
        question, part = sheet.parts.get(name, (name, ""))
        questions.setdefault(question, {})[name] = part
    number, done = 0, set()
    for name in sheet.columns:
        question = sheet.parts.get(name, (name, ""))[0]
        if name in META:
            draft.keep(name)
        elif question not in done:
            done.add(question)
            number += 1
            _question(draft, short(question, number), question, questions[question])
    draft.roles = {role: name for role, name in ROLES.items() if name in sheet.columns}
    return timed(settled(draft.done(), log), log)


def _question(draft: Draft, name: str, question: str, parts: dict[str, str]) -> None:
    source, part = next(iter(parts.items()))
    whole = [key for key, text in parts.items() if not text]
    if len(parts) == 1:
        if choices.certain(draft.sheet.columns[source], ",", 3):
            choices.multiple(draft, source, name, sign=",", label=question)
        else:
            answer(draft, source, name, label=choices.with_part(question, part))
    elif len(whole) == 1:  # an answer, and what was written beside its options
        answer(draft, whole[0], name, label=question, group=name)
        for key, text in parts.items():
            if text:
                told = choices.with_part(question, text)
                draft.keep(key, f"{name}_text", label=told, group=name, kind="text")
    else:
        several(draft, parts, name, title=question)


LAYOUT = Layout(
    name="surveymonkey",
    words=PLATFORMS["surveymonkey"],
    marks=marks,
    wanted=("Respondent ID", "Collector ID", "Start Date", "End Date", "Open-Ended Response"),
    shape=shape,
    rows=rows,
)
