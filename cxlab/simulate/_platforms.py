"""How survey platforms write answers: one function for each, from questions to rows of cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd

from cxlab.simulate._question import Question

Columns = list[tuple[str, list[Any]]]  # heading and cells
CITIES = ("广东-深圳", "香港", "广东-广州", "澳门", "广东-珠海")


@dataclass(frozen=True, eq=False)
class Sent:
    """What a platform knows of each respondent.

    Parameters
    ----------
    start, seconds
        When the questionnaire was opened, and how long it took.
    address
        IP addresses out of the range kept for documentation.
    preview, whole
        Whether it is a test of the questionnaire's maker, and whether the end was reached.
    """

    start: list[datetime]
    seconds: list[int]
    address: list[str]
    preview: list[bool]
    whole: list[bool]

    @property
    def end(self) -> list[datetime]:
        """When the answers were handed in, or the last page was left."""
        pairs = zip(self.start, self.seconds, strict=True)
        return [start + timedelta(seconds=took) for start, took in pairs]

    @property
    def numbers(self) -> list[int]:
        """Number of each respondent, from 1."""
        return list(range(1, len(self.start) + 1))


def _cells(question: Question, name: str, by: str) -> list[str]:
    """Return the answers of a column as words or codes, empty where there is none."""
    words = question.options if by == "text" else {}
    return [
        "" if pd.isna(value) else str(words.get(value, value))
        for value in question.answers[name].tolist()
    ]


def _picked(question: Question) -> list[list[int] | None]:
    """Return which options each respondent ticked, or ranked in that order, by their places."""
    table = question.answers
    if question.kind == "multiple":
        ticks = table.to_numpy(dtype=bool, na_value=False)
        return [list(np.flatnonzero(row)) if row.any() else None for row in ticks]
    ranks = table.to_numpy(dtype=float, na_value=np.nan)
    order = np.argsort(np.where(np.isnan(ranks), np.inf, ranks), axis=1, kind="stable")
    counts = (~np.isnan(ranks)).sum(axis=1)
    return [list(row[:count]) if count else None for row, count in zip(order, counts, strict=True)]


def _joined(question: Question, sign: str, by: str, end: str = "") -> list[str]:
    """Return ticks or ranks in one cell, with a sign between them."""
    names = list(question.parts.values())
    return [
        ""
        if picks is None
        else sign.join(names[place] if by == "text" else str(place + 1) for place in picks) + end
        for picks in _picked(question)
    ]


def _flags(question: Question, name: str, yes: str, no: str) -> list[str]:
    """Return the ticks of one option; empty where the question was not answered."""
    values = question.answers[name].tolist()
    return ["" if pd.isna(value) else yes if value else no for value in values]


def _with_meta(meta: Columns, columns: Columns) -> list[list[Any]]:
    named = [*meta, *columns]
    return [[head for head, _cells in named], *map(list, zip(*[c for _h, c in named], strict=True))]


def wenjuanxing(questions: Sequence[Question], sent: Sent, by: str, lang: str) -> list[list[Any]]:
    """Write numbered questions, ``┋`` and ``→``, or 1 and 0 with -2 and -3."""
    empty, skipped = ("(空)", "(跳过)") if by == "text" else ("-2", "-3")
    columns: Columns = []
    for number, question in enumerate(questions, start=1):
        head = f"{number}、{question.text}"
        own: Columns = []
        for place, (name, part) in enumerate(question.parts.items()):
            if question.kind in ("multiple", "ranking"):
                heading = f"{number}({part})"
                flags = _flags(question, name, "1", "0")
                ticks = flags if question.kind == "multiple" else _cells(question, name, by)
                own.append((heading, ticks))
                continue
            heading = f"{head}—{part}" if part and not place else f"{number}、{part}"
            cells = [
                f"{cell}〖{word}〗" if word and cell else cell
                for cell, word in zip(_cells(question, name, by), question.beside, strict=True)
            ]
            own.append((heading if part else head, cells))
        if by == "text" and question.kind in ("multiple", "ranking"):
            sign = "┋" if question.kind == "multiple" else "→"
            own = [(head, _joined(question, sign, by))]
        for heading, cells in own:
            full = [
                cell or (empty if asked else skipped)
                for cell, asked in zip(cells, question.shown, strict=True)
            ]
            columns.append((heading, full))
    count = len(sent.start)
    meta: Columns = [
        ("序号", sent.numbers),
        ("提交答卷时间", [f"{end:%Y/%m/%d %H:%M:%S}" for end in sent.end]),
        ("所用时间", [f"{took}秒" for took in sent.seconds]),
        ("来源", ["微信"] * count),
        ("来源详情", ["N/A"] * count),
        ("来自IP", [f"{ip}({CITIES[k % 5]})" for k, ip in enumerate(sent.address)]),
    ]
    return _with_meta(meta, columns)


def tencent(questions: Sequence[Question], sent: Sent, by: str, lang: str) -> list[list[Any]]:
    """Write questions with a full stop behind their number, options and rows with a colon."""
    columns: Columns = []
    for number, question in enumerate(questions, start=1):
        head = f"{number}.{question.text}"
        for name, part in question.parts.items():
            cells = _cells(question, name, by)
            if question.kind == "multiple":
                flags = ("1", "0") if by == "number" else (part, "")
                cells = _flags(question, name, *flags)
            columns.append((f"{head}:{part}" if part else head, cells))
    count = len(sent.start)
    meta: Columns = [
        ("编号", sent.numbers),
        ("开始答题时间", [f"{each:%Y/%m/%d %H:%M:%S}" for each in sent.start]),
        ("结束答题时间", [f"{each:%Y/%m/%d %H:%M:%S}" for each in sent.end]),
        ("答题时长", [f"{took // 60}分{took % 60}秒" for took in sent.seconds]),
        ("语言", ["中文"] * count),
        ("清洗数据结果", ["有效"] * count),
    ]
    last: Columns = [("自定义字段", [""] * count), ("IP", sent.address)]
    return _with_meta(meta, [*columns, *last])


def qualtrics(questions: Sequence[Question], sent: Sent, by: str, lang: str) -> list[list[Any]]:
    """Write three header rows; ticks in one cell with commas; -99 where one was seen and left."""
    text = by == "text"
    columns: list[tuple[str, str, list[Any]]] = []
    for number, question in enumerate(questions, start=1):
        code = f"Q{number}"
        if question.kind == "multiple":
            columns.append((code, question.text, _joined(question, ",", by)))
            continue
        for place, (name, part) in enumerate(question.parts.items(), start=1):
            head = f"{question.text} - {part}" if part else question.text
            cells = _cells(question, name, by)
            if not text:
                seen = np.asarray(sent.whole) & question.shown
                cells = [c or ("-99" if was else "") for c, was in zip(cells, seen, strict=True)]
            columns.append((f"{code}_{place}" if part else code, head, cells))
        if (question.beside != "").any():
            last = max(question.options)
            head = f"{question.text} - {question.options[last]} - Text"
            columns.append((f"{code}_{last}_TEXT", head, question.beside.tolist()))
    kinds = {"text": ("IP Address", "Survey Preview"), "number": ("0", "1")}[by]
    meta = [
        ("StartDate", "Start Date", [str(each) for each in sent.start]),
        ("EndDate", "End Date", [str(each) for each in sent.end]),
        ("Status", "Response Type", [kinds[test] for test in sent.preview]),
        ("IPAddress", "IP Address", sent.address),
        ("Progress", "Progress", [100 if whole else 60 for whole in sent.whole]),
        ("Duration (in seconds)", "Duration (in seconds)", sent.seconds),
        ("Finished", "Finished", [str(whole) if text else int(whole) for whole in sent.whole]),
        ("RecordedDate", "Recorded Date", [str(each) for each in sent.end]),
        ("ResponseId", "Response ID", [f"R_{number:015d}" for number in sent.numbers]),
        ("DistributionChannel", "Distribution Channel", ["anonymous"] * len(sent.start)),
        ("UserLanguage", "User Language", ["ZH-S" if lang == "zh" else "EN"] * len(sent.start)),
    ]
    named = [*meta, *columns]
    heads = [[each[0] for each in named], [each[1] for each in named]]
    ids = [f'{{"ImportId":"{code.replace("Q", "QID") if code[0] == "Q" else code}"}}' for code in
           heads[0]]  # fmt: skip
    return [*heads, ids, *map(list, zip(*[each[2] for each in named], strict=True))]


def limesurvey(questions: Sequence[Question], sent: Sent, by: str, lang: str) -> list[list[Any]]:
    """Write codes with Y and nothing, or whole questions with Yes and No."""
    text = by == "text"
    columns: Columns = []
    for number, question in enumerate(questions, start=1):
        head = question.text if text else f"G1Q{number:05d}"
        if question.kind == "ranking":
            columns += _places(question, head, by)
            continue
        for place, (name, part) in enumerate(question.parts.items(), start=1):
            cells = _cells(question, name, by)
            if question.kind == "multiple":
                cells = _flags(question, name, *(("Yes", "No") if text else ("Y", "")))
            if (question.beside != "").any():
                cells = [
                    "-oth-" if word and not text else cell
                    for cell, word in zip(cells, question.beside, strict=True)
                ]
            part = part if text else f"SQ{place:03d}"
            asked = zip(cells, question.shown, strict=True)
            cells = ["N/A" if text and not shown else cell for cell, shown in asked]
            columns.append((f"{head} [{part}]" if text else f"{head}[{part}]", cells)
                           if len(question.parts) > 1 else (head, cells))  # fmt: skip
        if (question.beside != "").any():
            columns.append((f"{head} [Other]" if text else f"{head}[other]", list(question.beside)))
    ends = [str(end) if whole else "" for end, whole in zip(sent.end, sent.whole, strict=True)]
    names = ("Response ID", "Date submitted", "Last page", "Start language", "Date started",
             "Total time")  # fmt: skip
    codes = ("id", "submitdate", "lastpage", "startlanguage", "startdate", "interviewtime")
    known: list[list[Any]] = [
        sent.numbers,
        ends,
        [1] * len(ends),
        [lang] * len(ends),
        [str(each) for each in sent.start],
        sent.seconds,
    ]
    return _with_meta(list(zip(names if text else codes, known, strict=True)), columns)


def _places(question: Question, head: str, by: str) -> Columns:
    names = list(question.parts.values())
    columns: Columns = []
    for place in range(len(names)):
        cells = [
            ""
            if picks is None or place >= len(picks)
            else names[picks[place]]
            if by == "text"
            else f"AO{picks[place] + 1:02d}"
            for picks in _picked(question)
        ]
        columns.append((f"{head} [Rank {place + 1}]" if by == "text" else f"{head}[{place + 1}]",
                        cells))  # fmt: skip
    return columns


def surveymonkey(questions: Sequence[Question], sent: Sent, by: str, lang: str) -> list[list[Any]]:
    """Write two header rows, the question over its first column only."""
    columns: list[tuple[str, str, list[Any]]] = []
    for question in questions:
        for place, (name, part) in enumerate(question.parts.items(), start=1):
            cells = _cells(question, name, by)
            if question.kind == "multiple":
                cells = _flags(question, name, part if by == "text" else str(place), "")
            whole = "Open-Ended Response" if question.kind == "text" else "Response"
            columns.append(("" if place > 1 else question.text, part or whole, cells))
        if (question.beside != "").any():
            columns.append(("", "Other (please specify)", question.beside.tolist()))
    meta: list[tuple[str, str, list[Any]]] = [
        ("Respondent ID", "", [118_000_000_000 + number for number in sent.numbers]),
        ("Collector ID", "", [430_000_001] * len(sent.start)),
        ("Start Date", "", [f"{each:%m/%d/%Y %I:%M:%S %p}" for each in sent.start]),
        ("End Date", "", [f"{each:%m/%d/%Y %I:%M:%S %p}" for each in sent.end]),
        ("IP Address", "", sent.address),
    ]
    named = [*meta, *columns]
    heads = [[each[0] for each in named], [each[1] for each in named]]
    return [*heads, *map(list, zip(*[each[2] for each in named], strict=True))]


def google(questions: Sequence[Question], sent: Sent, by: str, lang: str) -> list[list[Any]]:
    """Write the time first, ticks with commas, grids with brackets; "other" is what was written."""
    columns: Columns = []
    for question in questions:
        if question.kind == "multiple":
            columns.append((question.text, _joined(question, ", ", by)))
            continue
        for name, part in question.parts.items():
            cells = [
                word or cell
                for cell, word in zip(_cells(question, name, by), question.beside, strict=True)
            ]
            columns.append((f"{question.text} [{part}]" if part else question.text, cells))
    head, way = ("时间戳记", _chinese_time) if lang == "zh" else ("Timestamp", _english_time)
    return _with_meta([(head, [way(end) for end in sent.end])], columns)


def _english_time(moment: datetime) -> str:
    return f"{moment.month}/{moment.day}/{moment:%Y} {moment.hour}:{moment:%M:%S}"


def _chinese_time(moment: datetime) -> str:
    half = "上午" if moment.hour < 12 else "下午"
    return f"{moment:%Y/%m/%d} {half} {moment.hour % 12 or 12}:{moment:%M:%S}"


def microsoft(questions: Sequence[Question], sent: Sent, by: str, lang: str) -> list[list[Any]]:
    """Write ID and times first; ticks and rankings with a semicolon behind each option."""
    columns: Columns = []
    for question in questions:
        if question.kind in ("multiple", "ranking"):
            columns.append((question.text, _joined(question, ";", by, end=";")))
            continue
        for name, part in question.parts.items():
            cells = [
                word or cell
                for cell, word in zip(_cells(question, name, by), question.beside, strict=True)
            ]
            columns.append((part or question.text, cells))
    heads = ("ID", "开始时间", "完成时间", "电子邮件", "姓名")
    heads = heads if lang == "zh" else ("ID", "Start time", "Completion time", "Email", "Name")
    nobody = ["anonymous"] * len(sent.start)
    known: list[list[Any]] = [sent.numbers, sent.start, sent.end, nobody, [""] * len(nobody)]
    return _with_meta(list(zip(heads, known, strict=True)), columns)


PLATFORMS: dict[str, Callable[[Sequence[Question], Sent, str, str], list[list[Any]]]] = {
    "wenjuanxing": wenjuanxing,
    "tencent": tencent,
    "qualtrics": qualtrics,
    "limesurvey": limesurvey,
    "surveymonkey": surveymonkey,
    "google": google,
    "microsoft": microsoft,
}
