"""How long somebody answered, where a platform tells only when it began and when it ended."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import numpy as np

from cxlab._core.i18n import listing
from cxlab.reading._files.column import Column
from cxlab.reading._files.sheet import Sheet
from cxlab.reading._layouts.roles import stamps
from cxlab.reading._log import Log

NAME = "duration"


def timed(sheet: Sheet, log: Log) -> Sheet:
    """Return the sheet with a column of seconds from start to end behind its end, and log it.

    There is none where a duration stands already, where the times are those of a clock without
    seconds, or where nobody took any time. An end before the start gives no duration.
    """
    start, end = (sheet.roles.get(role, "") for role in ("started", "submitted"))
    if not start or not end or start == end or "duration" in sheet.roles or NAME in sheet.columns:
        return sheet
    moments = [stamps(sheet.columns[name]).astype("datetime64[s]") for name in (start, end)]
    took = (moments[1] - moments[0]).astype(float)
    took[np.isnat(moments[0]) | np.isnat(moments[1])] = np.nan
    known = took >= 0
    if not (took[known] % 60).any():
        return sheet
    cells = [int(each) if ok else "" for each, ok in zip(took, known, strict=True)]
    columns: dict[str, Column] = {}
    for name, column in sheet.columns.items():
        columns[name] = column
        if name == end:
            columns[NAME] = Column.of(cells)
    line = sheet.lines[int(known.argmax())]
    before = listing([start, end])
    log.add("duration_computed", NAME, rows=int(known.sum()), first=line, before=before)
    return replace(
        sheet,
        columns=MappingProxyType(columns),
        kinds=MappingProxyType({**sheet.kinds, NAME: "duration"}),
        roles=MappingProxyType({**sheet.roles, "duration": NAME}),
    )
