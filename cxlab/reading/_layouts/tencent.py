"""Tencent Survey (腾讯问卷): questions headed ``3.text``, options and rows ``3.text:option``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cxlab.reading._files.sheet import Sheet
from cxlab.reading._layouts import choices
from cxlab.reading._layouts.draft import Draft
from cxlab.reading._layouts.layout import Layout, Look, shared_start
from cxlab.reading._layouts.questions import answer, several
from cxlab.reading._layouts.roles import settled
from cxlab.reading._layouts.words import PLATFORMS
from cxlab.reading._log import Log

META = {
    "编号": 1,
    "开始答题时间": 2,
    "结束答题时间": 2,
    "答题时长": 1,
    "清洗数据结果": 2,
    "智能清洗数据无效概率": 2,
    "用户标识": 1,
    "自定义字段": 1,
    "Referrer": 1,
    "UA": 1,
}
ROLES = {
    "id": "编号",
    "started": "开始答题时间",
    "submitted": "结束答题时间",
    "duration": "答题时长",
}
QUESTION = re.compile(r"(\d{1,3})\s*[.．、]\s*(?!\d)(.*)", re.DOTALL)
SIGNS = ("┋", "|", ";")


def marks(look: Look) -> dict[str, int]:
    """Return the marks of this platform."""
    found = look.named(META)
    numbered = [name for name in look.names if re.match(r"\d{1,3}\.(?!\d)\S", name)]
    if len(numbered) >= 2:
        found[numbered[0]] = 1
    return found


def shape(sheet: Sheet, log: Log) -> Sheet:
    """Give each question a short name, and each option and row a column."""
    draft = Draft(sheet, log)
    questions = draft.numbered(QUESTION)
    done: set[str] = set()
    for name in sheet.columns:
        found = QUESTION.fullmatch(draft.told(name))
        if found is None:
            draft.keep(name)
        elif found[1] not in done:
            done.add(found[1])
            _question(draft, f"q{int(found[1])}", questions[found[1]])
    draft.roles = {role: name for role, name in ROLES.items() if name in sheet.columns}
    return settled(draft.done(), log)


def _question(draft: Draft, name: str, columns: Sequence[tuple[str, str]]) -> None:
    if len(columns) > 1:
        rests = [rest for _source, rest in columns]
        start = shared_start(rests)
        cut = max(start.rfind(":"), start.rfind("：")) + 1
        title = start[:cut].rstrip(":：").strip()
        options = {source: rest[cut:].strip() for source, rest in columns}
        several(draft, options, name, title=title)
        return
    source, label = columns[0]
    column = draft.sheet.columns[source]
    sign = next((each for each in SIGNS if choices.certain(column, each, 2)), "")
    if sign:
        choices.multiple(draft, source, name, sign=sign, label=label)
    else:
        answer(draft, source, name, label=label)


LAYOUT = Layout(
    name="tencent",
    words=PLATFORMS["tencent"],
    marks=marks,
    wanted=tuple(META),
    shape=shape,
)
