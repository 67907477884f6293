"""Google Forms: the time first, questions as names; ticks with commas, grids ``question [row]``."""

from __future__ import annotations

import re

from cxlab.reading._files.sheet import Sheet
from cxlab.reading._layouts import choices
from cxlab.reading._layouts.cells import MOMENT, text_of
from cxlab.reading._layouts.draft import Draft
from cxlab.reading._layouts.layout import Layout, Look
from cxlab.reading._layouts.questions import answer, several, short
from cxlab.reading._layouts.roles import settled
from cxlab.reading._layouts.words import PLATFORMS
from cxlab.reading._log import Log

TIMES = ("Timestamp", "时间戳记", "时间戳", "時間戳記")
META = {*TIMES, "Email Address", "Email address", "Username", "Score"}
META |= {"电子邮件地址", "用户名", "得分", "電子郵件地址", "使用者名稱", "分數"}
GRID = re.compile(r"(.+?) ?\[([^\[\]]+)\]", re.DOTALL)
LONG = 12  # letters from which on a name without spaces is a question, in Chinese


def marks(look: Look) -> dict[str, int]:
    """Return the marks of this platform."""
    if not look.names or look.names[0] not in TIMES:
        return {}
    found = {look.names[0]: 2}
    times = look.cells(0)
    if times and all(
        not isinstance(cell, str) or MOMENT.fullmatch(text_of(cell)) for cell in times
    ):
        found[text_of(times[0])] = 1
    questions = [name for name in look.names[1:] if name and name not in META]
    asked = [name for name in questions if _question(name)]
    if asked and len(asked) >= 0.5 * len(questions):
        found[asked[0]] = 1
    return found


def _question(name: str) -> bool:
    ends = name.endswith(("?", "？", "。", ".", ":", "："))
    return ends or bool(GRID.fullmatch(name)) or " " in name or len(name) > LONG


def shape(sheet: Sheet, log: Log) -> Sheet:
    """Give long questions short names; give each option and each row of a grid a column."""
    draft = Draft(sheet, log)
    grids: dict[str, dict[str, str]] = {}
    told = {name: draft.told(name) for name in sheet.columns}
    for name in sheet.columns:
        if name not in META and (found := GRID.fullmatch(told[name])):
            grids.setdefault(found[1], {})[name] = found[2].strip()
    number, done = 0, set()
    for name in sheet.columns:
        found = GRID.fullmatch(told[name])
        base = found[1] if found else name
        if name in META:
            draft.keep(name)
        elif base not in done:
            done.add(base)
            number += 1
            label = base if found else told[name]
            if base in grids:
                several(draft, grids[base], short(base, number), title=label)
            else:
                _one(draft, name, short(told[name], number), label)
    time = next((name for name in TIMES if name in sheet.columns), "")
    draft.roles = {"submitted": time} if time else {}
    return settled(draft.done(), log)


def _one(draft: Draft, source: str, name: str, label: str) -> None:
    column = draft.sheet.columns[source]
    for sign, repeats in ((";", 1.5), (", ", 3)):
        if choices.certain(column, sign, repeats):
            choices.multiple(draft, source, name, sign=sign, label=label, by_hand=True)
            return
    answer(draft, source, name, label=label)


LAYOUT = Layout(
    name="google",
    words=PLATFORMS["google"],
    marks=marks,
    wanted=(*TIMES, "question [row]"),
    shape=shape,
)
