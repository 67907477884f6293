"""Columns that tell of the answering: who, when, how long, to the end or not, a test or not."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from cxlab.reading._cells import states
from cxlab.reading._cells.dates import looks_like_date
from cxlab.reading._files.column import Column
from cxlab.reading._files.grid import blank, full
from cxlab.reading._files.sheet import Sheet
from cxlab.reading._layouts.cells import (
    MOMENT,
    in_seconds,
    in_time,
    seconds,
    text_of,
)
from cxlab.reading._log import Log, quote

SAMPLE = 500  # different cells of a column that tell whether it has a role
DISTINCT = 0.9  # of the cells of a column that numbers the respondents
NAMES = {
    "id": {
        *(
            "id",
            "编号",
            "序号",
            "答卷编号",
            "答卷id",
            "作答id",
            "样本编号",
            "受访者编号",
            "受访者id",
        ),
        *("response id", "responseid", "response_id", "respondent id", "respondentid"),
        *("respondent_id", "record id", "record_id", "case id", "case_id", "caseid", "respid"),
        *("resp_id", "resp id", "participant_id", "participant id", "customer_id", "customer id"),
        *("customerid", "client_id", "client id", "user_id", "user id", "userid", "member_id"),
        *("member id", "nr", "nr.", "no", "no.", "uid", "uuid", "serial", "serial number"),
        *("客户编号", "客户id", "客户号", "顾客编号", "顾客id", "会员编号", "会员id", "会员号"),
        *("用户编号", "用户id", "问卷编号", "样本号", "答卷号", "被访者编号", "记录编号"),
    },
    "submitted": {
        *(
            "提交答卷时间",
            "提交时间",
            "结束时间",
            "完成时间",
            "结束答题时间",
            "填写时间",
            "时间戳记",
        ),
        *("submitted", "submitted at", "submit date", "submitdate", "date submitted", "end time"),
        *("end date", "enddate", "completion time", "completed at", "timestamp"),
        *("recordeddate", "recorded date"),
    },
    "started": {
        *("开始时间", "开始答题时间", "开始填写时间", "started", "started at", "start time"),
        *("start date", "startdate", "date started"),
    },
    "duration": {
        *(
            "用时",
            "所用时间",
            "答题时长",
            "答题用时",
            "作答时长",
            "作答用时",
            "填写时长",
            "填写用时",
        ),
        *("填答时长", "耗时", "答题时间", "作答时间", "用时(秒)", "所用时间(秒)", "答题时长(秒)"),
        *("duration", "duration (in seconds)", "duration (seconds)", "duration_seconds"),
        *("time taken", "interviewtime"),
    },
    "finished": {"finished", "是否完成", "完成情况", "completed", "complete"},
    "status": {"status", "状态", "答卷状态", "答题状态", "作答状态", "response status"},
}
STATES = frozenset(
    {"complete", "completed", "ip address", "imported", "已完成", "完成", "有效", "无效", "已提交"}
    | {"正常"}
)


def found(sheet: Sheet) -> dict[str, str]:
    """Return the columns of the roles, found by their names and what their cells hold."""
    roles: dict[str, str] = {}
    for name, column in sheet.columns.items():
        plain = " ".join(sheet.sources.get(name, name).lower().split())
        plain = plain.replace("（", "(").replace("）", ")")
        for role, names in NAMES.items():
            if role not in roles and plain in names and FITS[role](column):
                roles[role] = name
                break
    return roles


def _distinct(column: Column) -> bool:
    cells = full(column)
    rows = np.count_nonzero(cells[column.codes])
    return bool(rows) and bool(np.count_nonzero(cells) >= DISTINCT * rows)


def _all(test: Callable[[Any], bool]) -> Callable[[Column], bool]:
    def fits(column: Column) -> bool:
        live = itertools.islice((cell for cell in column.cells if not blank(cell)), SAMPLE)
        first = next(live, None)
        return first is not None and test(first) and all(map(test, live))

    return fits


def _moment(cell: Any) -> bool:
    if isinstance(cell, str):
        return bool(MOMENT.fullmatch(text_of(cell))) or looks_like_date(text_of(cell))
    return isinstance(cell, date | datetime | int | float) and not isinstance(cell, bool)


def _state(cell: Any) -> bool:
    text = states.said(cell)
    return text in STATES | states.LEFT or (not text.isdecimal() and states.test(text))


FITS: Mapping[str, Callable[[Column], bool]] = {
    "id": _distinct,
    "submitted": _all(_moment),
    "started": _all(_moment),
    "duration": _all(lambda cell: seconds(cell) is not None),
    "finished": _all(lambda cell: states.said(cell) in states.UNFINISHED | states.FINISHED),
    "status": _all(_state),
}


def settled(sheet: Sheet, log: Log, *, sure: bool = True) -> Sheet:
    """Return the sheet with durations in seconds and times as times; name doubtful respondents.

    ``sure`` says that a platform wrote the file, and its dates as it always does.
    """
    columns = dict(sheet.columns)
    kinds = dict(sheet.kinds)
    for role, name in sheet.roles.items():
        if role == "duration":
            columns[name] = in_seconds(columns[name], name, sheet.lines, log)
            kinds[name] = "duration"
        elif role in ("submitted", "started"):
            order = sheet.order(name)
            columns[name] = in_time(columns[name], name, sheet.lines, log, order=order, sure=sure)
    after = replace(sheet, columns=MappingProxyType(columns), kinds=MappingProxyType(kinds))
    _negative(after, log)
    _unfinished(after, log)
    _tests(after, log)
    return after


def _negative(sheet: Sheet, log: Log) -> None:
    """Warn of durations below zero, and of answers that end before they begin."""
    name = sheet.roles.get("duration", "")
    if name:
        column = sheet.columns[name]
        below = [isinstance(cell, int | float) and cell < 0 for cell in column.cells]
        if any(below):
            rows, first = column.where(sheet.lines, below)
            before = quote(column.cells[below.index(True)])
            log.add("negative_duration", name, rows=rows, first=first, before=before)
            return
    ends = [sheet.roles.get(role, "") for role in ("started", "submitted")]
    if not all(ends) or ends[0] == ends[1]:
        return
    start, end = (stamps(sheet.columns[each]) for each in ends)
    wrong = end < start  # NaT is neither
    if wrong.any():
        place = int(wrong.argmax())
        log.add(
            "negative_duration",
            ends[1],
            rows=int(wrong.sum()),
            first=sheet.lines[place],
            before=quote(f"{start[place]} > {end[place]}".replace("T", " ")),
        )


def stamps(column: Column) -> Any:
    """Return the moment of each row, NaT where a cell is none."""
    dates = [cell if isinstance(cell, date) else None for cell in column.cells]
    dated = pd.to_datetime(pd.Series(dates, dtype=object))
    texts = [cell.replace("/", "-") if isinstance(cell, str) else "" for cell in column.cells]
    told = pd.to_datetime(pd.Series(texts), format="%Y-%m-%d %H:%M:%S", errors="coerce")
    stamps = dated.fillna(told).to_numpy().astype("datetime64[s]")
    return stamps[column.codes]


def _unfinished(sheet: Sheet, log: Log) -> None:
    """Warn of respondents who did not reach the end."""
    name = sheet.roles.get("finished", "")
    if not name:
        return
    column = sheet.columns[name]
    texts = [text_of(cell) for cell in column.cells]
    dated = any(isinstance(cell, date) for cell in column.cells) or any(map(looks_like_date, texts))
    marks = [not text for text in texts] if dated else list(map(states.unfinished, column.cells))
    _warn(sheet, log, "unfinished", name, marks)


def _tests(sheet: Sheet, log: Log) -> None:
    """Warn of answers that were given to try the questionnaire out."""
    name = sheet.roles.get("status", "")
    if name:
        cells = sheet.columns[name].cells
        _warn(sheet, log, "preview", name, list(map(states.test, cells)))
        if "finished" not in sheet.roles:
            _warn(sheet, log, "unfinished", name, list(map(states.unfinished, cells)))


def _warn(sheet: Sheet, log: Log, rule: str, name: str, marks: list[bool]) -> None:
    column = sheet.columns[name]
    rows, first = column.where(sheet.lines, marks)
    if rows:
        cell = column.cells[marks.index(True)]
        log.add(rule, name, rows=rows, first=first, before=quote(cell) if text_of(cell) else "")
