"""Microsoft Forms: ID and times first, questions as names; ticks and rankings end with ``;``."""

from __future__ import annotations

from cxlab.reading._files.column import Column
from cxlab.reading._files.sheet import Sheet
from cxlab.reading._layouts import choices
from cxlab.reading._layouts.cells import text_of
from cxlab.reading._layouts.draft import Draft
from cxlab.reading._layouts.durations import timed
from cxlab.reading._layouts.layout import Layout, Look
from cxlab.reading._layouts.questions import answer, short
from cxlab.reading._layouts.roles import settled
from cxlab.reading._layouts.words import PLATFORMS
from cxlab.reading._log import Log

META = {
    "ID": 1,
    "Id": 1,
    "Start time": 1,
    "Completion time": 1,
    "Email": 1,
    "Name": 1,
    "Last modified time": 2,
    "Total points": 0,
    "Quiz feedback": 1,
    "开始时间": 1,
    "完成时间": 1,
    "电子邮件": 1,
    "姓名": 1,
    "名称": 1,
    "上次修改时间": 2,
    "總分": 0,
    "总分": 0,
}
ROLES = {
    "id": ("ID", "Id"),
    "started": ("Start time", "开始时间"),
    "submitted": ("Completion time", "完成时间"),
}
QUIZ = {
    "Points - ": "points",
    "Feedback - ": "feedback",
    "得分 - ": "points",
    "反馈 - ": "feedback",
}


def marks(look: Look) -> dict[str, int]:
    """Return the marks of this platform."""
    if not look.names or look.names[0] not in ROLES["id"]:
        return {}
    found = {name: weight for name, weight in look.named(META).items() if weight}
    for place in range(len(look.names)):
        cells = look.cells(place)
        if cells and all(isinstance(cell, str) and cell.endswith(";") for cell in cells):
            found[";"] = 2
    return found


def shape(sheet: Sheet, log: Log) -> Sheet:
    """Give long questions short names; give each option of a multiple choice a column."""
    draft = Draft(sheet, log)
    names: dict[str, str] = {}
    number = 0
    for name in sheet.columns:
        quiz = next((start for start in QUIZ if name.startswith(start)), "")
        if name in META:
            draft.keep(name)
        elif quiz and name.removeprefix(quiz) in names:
            base = names[name.removeprefix(quiz)]
            draft.keep(name, f"{base}_{QUIZ[quiz]}", label=name, group=base)
        else:
            number += 1
            told = draft.told(name)
            names[name] = short(told, number)
            _one(draft, name, names[name], told)
    draft.roles = {
        role: name for role, known in ROLES.items() for name in known if name in sheet.columns
    }
    return timed(settled(draft.done(), log), log)


def _one(draft: Draft, source: str, name: str, label: str) -> None:
    column = draft.sheet.columns[source]
    ended = _ended(column)
    if ended and choices.ranked(column, ";"):
        choices.ranking(draft, source, name, sign=";", label=label)
    elif ended or choices.certain(column, ";", 1.5):
        choices.multiple(draft, source, name, sign=";", label=label, by_hand=True)
    else:
        answer(draft, source, name, label=label)


def _ended(column: Column) -> bool:
    live = [text for cell in column.cells if (text := text_of(cell))]
    return bool(live) and all(text.endswith(";") for text in live)


LAYOUT = Layout(
    name="microsoft",
    words=PLATFORMS["microsoft"],
    marks=marks,
    wanted=("ID", "Start time", "Completion time", "Email", "Name", "开始时间", "完成时间"),
    shape=shape,
)
