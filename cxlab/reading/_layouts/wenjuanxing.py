"""Wenjuanxing (问卷星): numbered questions, by option text or by option number.

Questions are headed ``3、text``. A matrix has one column to a row, headed ``3、text—row`` or
``3、(row)``, in older files ``第3题(row)``; so has a multiple choice by number, with 1 and 0. By
text a multiple choice is one cell, its options divided by ``┋``, a ranking has ``→`` between them,
and what was written beside an option stands in ``〖〗``. Questions that were jumped over or left
empty hold -3 and -2, or (跳过) and (空).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from cxlab.reading._cells import words
from cxlab.reading._files.column import Column
from cxlab.reading._files.sheet import Sheet
from cxlab.reading._layouts import choices
from cxlab.reading._layouts.cells import text_of, without_codes
from cxlab.reading._layouts.coded import CODED, expanded
from cxlab.reading._layouts.draft import Draft, slug
from cxlab.reading._layouts.layout import Layout, Look, shared_start
from cxlab.reading._layouts.questions import answer, several
from cxlab.reading._layouts.roles import settled
from cxlab.reading._layouts.words import PLATFORMS
from cxlab.reading._log import Log

META = {"序号": 1, "提交答卷时间": 2, "所用时间": 1, "来源": 1, "来源详情": 2, "来自IP": 2}
ROLES = {"id": "序号", "submitted": "提交答卷时间", "duration": "所用时间"}
QUESTION = re.compile(
    r"(?:第\s*)?(\d{1,3})\s*(?:题\s*(?=[(（])|[、.．:：]|(?=[(（]))\s*(.*)", re.DOTALL
)
CODES = frozenset({"-2", "-3"})
NOWHERE = frozenset({"N/A"})  # in the columns that say where an answer came from
SKIPPED = CODES | words.SKIPPED


def marks(look: Look) -> dict[str, int]:
    """Return the marks of this platform."""
    found = look.named(META)
    numbered = [name for name in look.names if re.match(r"\d{1,3}、|第\d{1,3}题\(", name)]
    if len(numbered) >= 2:
        found[numbered[0]] = 1
    if any("┋" in text for text in look.texts()):
        found["┋"] = 2
    if any(text.strip() in words.SKIPPED for text in look.texts()):
        found["(跳过)"] = 1
    if any(CODED.fullmatch(text) for text in look.texts()):
        found["1$2}2$"] = 4
    return found


def shape(sheet: Sheet, log: Log) -> Sheet:
    """Give each question a short name, and each option, rank and row a column."""
    sheet = expanded(sheet, log)
    draft = Draft(sheet, log)
    questions = draft.numbered(QUESTION)
    done: set[str] = set()
    for name in sheet.columns:
        found = QUESTION.fullmatch(draft.told(name))
        if name in META:
            column = without_codes(sheet.columns[name], NOWHERE, name, sheet.lines, log)
            draft.keep(name, column=column)
        elif found is None:
            draft.keep(name)
        elif found[1] not in done:
            done.add(found[1])
            _question(draft, f"q{int(found[1])}", questions[found[1]])
    draft.roles = {role: name for role, name in ROLES.items() if name in sheet.columns}
    return settled(draft.done(), log)


def _question(draft: Draft, name: str, columns: Sequence[tuple[str, str]]) -> None:
    if len(columns) == 1:
        _one(draft, name, *columns[0])
        return
    rests = [rest for _source, rest in columns]
    if not _sub(rests[0]) and all(
        _sub(rest) and rest.startswith(("(", "（")) for rest in rests[1:]
    ):
        _one(draft, name, *columns[0])  # an answer, and what was written beside its options
        for source, rest in columns[1:]:
            part = rest[1:-1].rstrip(":：")
            told = choices.with_part(rests[0], part)
            answer(draft, source, f"{name}_{slug(part)}", label=told, group=name, codes=CODES)
        return
    title, parts = _parts(rests)
    options = {source: part for (source, _rest), part in zip(columns, parts, strict=True)}
    several(draft, options, name, title=title, skipped=SKIPPED, codes=CODES)


def _sub(rest: str) -> bool:
    """Tell whether a heading names a part of a question."""
    return "—" in rest or (rest.startswith(("(", "（")) and rest.endswith((")", "）")))


def _parts(rests: Sequence[str]) -> tuple[str, list[str]]:
    """Return the question that several columns share, and the row or option of each.

    Examples
    --------
    >>> _parts(["how was—the price", "(the staff)"]), _parts(["what for(looks)", "what for(price)"])
    (('how was', ['the price', 'the staff']), ('what for', ['looks', 'price']))
    """
    start = shared_start(rests)
    cut = max(start.rfind(sign) for sign in "—(（")
    if cut >= 0:
        return start[:cut].strip(), [_bare(rest[cut:]) for rest in rests]
    title = rests[0].partition("—")[0].strip() if "—" in rests[0] else ""
    return title, [_bare(rest.removeprefix(title) if title else rest) for rest in rests]


def _bare(part: str) -> str:
    text = part.strip().removeprefix("—").strip()
    if text.startswith(("(", "（")) and text.endswith((")", "）")):
        text = text[1:-1].strip()
    return text


def _one(draft: Draft, name: str, source: str, label: str) -> None:
    column = draft.sheet.columns[source]
    if choices.certain(column, "┋", 0):
        choices.multiple(draft, source, name, sign="┋", label=label, skipped=SKIPPED)
    elif _arrows(column):
        choices.ranking(draft, source, name, sign="→", label=label, skipped=SKIPPED)
    else:
        answer(draft, source, name, label=label, codes=CODES)


def _arrows(column: Column) -> bool:
    """Tell whether cells rank options, with an arrow between them."""
    if not any(isinstance(cell, str) and "→" in cell for cell in column.cells):
        return False
    texts = [text_of(cell) for cell in column.cells]
    lists = [choices.listed(text, "→") for text in texts if text not in SKIPPED]
    options = {option for each in lists for option in each}
    many = sum(len(each) > 1 for each in lists)
    return many > 0.5 * sum(map(bool, lists)) and len(options) <= 30


LAYOUT = Layout(
    name="wenjuanxing",
    words=PLATFORMS["wenjuanxing"],
    marks=marks,
    wanted=(*META, "┋"),
    shape=shape,
)
