"""LimeSurvey: codes such as ``G1Q00001[SQ001]``, or whole questions, ``question [row]``.

Options that were ticked hold Y (Yes), the others N, No or nothing. ``-oth-`` stands for "other",
what was written there in ``code[other]``, a remark to an option in ``code[SQ001comment]``. A
ranking has a column for each place. Without a ``submitdate`` the end was not reached.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from cxlab.reading._files.sheet import Sheet
from cxlab.reading._layouts import choices
from cxlab.reading._layouts.cells import text_of
from cxlab.reading._layouts.draft import Draft, slug, token
from cxlab.reading._layouts.layout import Layout, Look
from cxlab.reading._layouts.questions import answer, places, several, short
from cxlab.reading._layouts.roles import settled
from cxlab.reading._layouts.words import PLATFORMS
from cxlab.reading._log import Log, quote

META = {
    "id": 0,
    "submitdate": 2,
    "lastpage": 2,
    "startlanguage": 2,
    "seed": 1,
    "startdate": 1,
    "datestamp": 1,
    "interviewtime": 1,
    "Response ID": 1,
    "Date submitted": 2,
    "Last page": 2,
    "Start language": 2,
    "Seed": 0,
    "Date started": 1,
    "Date last action": 1,
    "Total time": 1,
}
MORE = {"token", "ipaddr", "refurl", "IP address", "Referrer URL", "Access code"}
TIMES = re.compile(r"(?:groupTime\d+|\w+Time|(?:Group|Question) time: .*)", re.DOTALL)
ROLES = {
    "id": ("id", "Response ID"),
    "started": ("startdate", "Date started"),
    "submitted": ("submitdate", "Date submitted"),
    "finished": ("submitdate", "Date submitted"),
    "duration": ("interviewtime", "Total time"),
}
BOTH = re.compile(r"([A-Za-z]\w*(?:\[[^\]]*\])?)\. (.+)", re.DOTALL)  # code and question
PART = re.compile(r"(.+?)\s*\[([^\[\]]+)\]", re.DOTALL)
CODES = frozenset({"N/A"})
OTHER = "-oth-"
REMARK = re.compile(r".+comment|.+\[comment\]|comment", re.IGNORECASE)


def marks(look: Look) -> dict[str, int]:
    """Return the marks of this platform."""
    found = {name: weight for name, weight in look.named(META).items() if weight}
    found |= {_plain(name): META[_plain(name)] for name in look.names if _plain(name) in META}
    heads = [_split(name)[0] for name in look.names]
    coded = [head for head in heads if re.fullmatch(r"[A-Za-z]\w*\[\w+\](?:\[\w+\])?", head)]
    if coded:
        found[coded[0]] = 2
    if any(text == OTHER for text in look.texts()):
        found[OTHER] = 1
    return found


def shape(sheet: Sheet, log: Log) -> Sheet:
    """Keep the codes as names, or number the questions; give options and ranks columns."""
    draft = Draft(sheet, log)
    plain = set(map(_plain, sheet.columns))
    coded = bool({"submitdate", "lastpage", "startlanguage"} & plain) or not (
        {"Date submitted", "Last page", "Start language"} & plain
    )
    groups: dict[str, list[tuple[str, str]]] = {}
    for name in sheet.columns:
        if not _aside(name) and (found := PART.fullmatch(_split(name)[0])):
            groups.setdefault(found[1], []).append((name, found[2]))
    number, done = 0, set()
    for name in sheet.columns:
        head, label = _split(name)
        found = PART.fullmatch(head)
        base = found[1] if found and not _aside(name) else head
        if _aside(name):
            draft.keep(name, _plain(name))
        elif base not in done:
            done.add(base)
            number += 1
            alone = base in sheet.columns and not (found and base == head)
            new = short(base, number) if coded else f"q{number}"
            if alone:
                _single(draft, base, new, label or ("" if coded and token(base) else base))
            elif found is None:
                _single(draft, name, new, label or ("" if coded and token(head) else head))
            if base in groups:
                _several(draft, new, "" if coded and token(base) else base, groups[base])
    draft.roles = {role: name for role, names in ROLES.items() for name in names if name in plain}
    return settled(draft.done(), log)


def _aside(name: str) -> bool:
    return _plain(name) in META or _plain(name) in MORE or bool(TIMES.fullmatch(_plain(name)))


def _plain(name: str) -> str:
    """Return the code of a column about the answering, also where its words stand behind it.

    Examples
    --------
    >>> _plain("id. Response ID"), _plain("G1Q1. How are you?")
    ('id', 'G1Q1. How are you?')
    """
    code = _split(name)[0]
    return code if code in META or code in MORE or TIMES.fullmatch(code) else name


def _split(name: str) -> tuple[str, str]:
    """Return the code of a column and its question, where the header has both."""
    found = BOTH.fullmatch(name)
    return (found[1], found[2]) if found else (name, "")


def _single(draft: Draft, source: str, name: str, label: str) -> None:
    column = draft.sheet.columns[source]
    marks = [text_of(cell) == OTHER for cell in column.cells]
    if not any(marks):
        answer(draft, source, name, label=label, codes=CODES)
        return
    rows, first = column.where(draft.sheet.lines, marks)
    own = column.map(lambda cell: choices.OTHER if text_of(cell) == OTHER else cell)
    own = own.map(lambda cell: "" if text_of(cell) in CODES else cell)
    draft.keep(source, name, column=own, label=label)
    draft.log.add(
        "option_text", name, rows=rows, first=first, before=OTHER, after=quote(choices.OTHER)
    )


def _several(draft: Draft, name: str, title: str, columns: Sequence[tuple[str, str]]) -> None:
    coded = not title
    remarks = [(source, part) for source, part in columns if REMARK.fullmatch(part)]
    rest = [(source, part) for source, part in columns if (source, part) not in remarks]
    told = {source: _split(source)[1] or ("" if coded else part) for source, part in rest}

    def named(source: str) -> str:
        return f"{name}_{slug(dict(columns)[source])}"

    if len(rest) == 1:
        source, part = rest[0]
        kind = "text" if part.lower() in ("other", "其他") else ""
        label = choices.with_part(title, told[source])
        draft.keep(source, named(source), label=label, group=name, kind=kind)
    elif rest:
        numbered = all(re.fullmatch(r"(?:Rank(?:ing)? )?\d+", part) for _source, part in rest)
        if not (numbered and places(draft, [source for source, _part in rest], name, title=title)):
            several(draft, told, name, title=title, skipped=CODES, codes=CODES,
                    named=named if coded else None)  # fmt: skip
    for source, part in remarks:
        label = choices.with_part(title, part)
        draft.keep(source, named(source), label=label, group=name, kind="text")


LAYOUT = Layout(
    name="limesurvey",
    words=PLATFORMS["limesurvey"],
    marks=marks,
    wanted=(
        "submitdate",
        "lastpage",
        "startlanguage",
        "Date submitted",
        "Last page",
        "G1Q1[SQ001]",
    ),
    shape=shape,
)
