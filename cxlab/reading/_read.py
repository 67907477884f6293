"""Read a survey: the file, its platform, its items, its quality, and a log of every change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from cxlab._core import validate
from cxlab.instruments import Instrument
from cxlab.instruments._bank import resolve
from cxlab.reading._cells.frame import framed
from cxlab.reading._files.limits import Limits, limits_of
from cxlab.reading._files.own import own_text
from cxlab.reading._files.source import fetch
from cxlab.reading._items.item_map import ItemMap
from cxlab.reading._items.itemised import Wanted, itemised
from cxlab.reading._layouts import checked
from cxlab.reading._log import Log
from cxlab.reading._opened import opened
from cxlab.reading._quality.respondents import respondents, unrepeated
from cxlab.reading._survey import Survey
from cxlab.reading._table import in_words, sheet_named

DUPLICATES = ("refuse", "last", "keep")


def read(
    source: Any,
    instrument: str | Instrument | None = None,
    *,
    sheet: str | int | None = None,
    layout: str | None = None,
    mapping: ItemMap | Mapping[str, str] | str | Path | None = None,
    missing: Sequence[float] | Mapping[str, Sequence[float]] | None = None,
    duplicates: str = "refuse",
    keep_personal: bool = False,
    limits: Limits | None = None,
) -> Survey:
    r"""Read a survey file into clean answers, a log of every change and a report on its quality.

    Takes CSV and TSV in all usual encodings, Excel, OpenDocument, SPSS, Stata, SAS and Parquet
    files, exported by 问卷星, 腾讯问卷, Qualtrics, LimeSurvey, SurveyMonkey, Google Forms or
    Microsoft Forms, or made by hand. Every change is logged, and nothing but personal data is left
    out unless you ask for it.

    Parameters
    ----------
    source
        A path, bytes, or an open binary file.
    instrument
        The questionnaire that was asked: a name such as ``"servqual"``, or an Instrument. Its
        items are looked for by column name, then by their wording in either language.
    sheet
        Name or number (from 0) of the sheet of a workbook; when absent, the first visible one
        that is not empty.
    layout
        The platform, such as ``"qualtrics"`` or ``"问卷星"``; recognised when absent, ``"plain"``
        for none.
    mapping
        ``{column of the file: column of the instrument}``, an :class:`ItemMap`, or the path of
        one saved as YAML. What it names is not guessed. It also gives words their order and dates
        theirs, as in ``ItemMap(dates={"visit": "dmy"})``.
    missing
        Numbers that stand for "no answer", such as ``[-99]`` or ``{"q1": [9]}``.
    duplicates
        ``"refuse"`` a file in which an id appears twice, keep the ``"last"`` row of each id, or
        ``"keep"`` them all, as where people were asked every month; the log says how many.
    keep_personal
        Keep columns with phone numbers, ID numbers, e-mail or IP addresses; they are left out
        otherwise.
    limits
        The largest file that is read; :class:`Limits` has the usual sizes.

    Returns
    -------
    Survey
        ``data``, ``items``, ``log`` and ``quality``.

    Raises
    ------
    DataError
        The file is empty, damaged, locked, too large, of another kind, or not one table; answers
        cannot be understood; or an id appears twice.
    SpecError
        There is no such file, sheet, layout or instrument, or an option is wrong.
    MissingExtra
        A format needs a library that is not installed.

    Examples
    --------
    >>> import cxlab as cx
    >>> answers = "编号,您对服务的满意度\n1,非常满意\n2,5-非常满意\n3,一般\n".encode("gbk")
    >>> survey = cx.read(answers)
    >>> survey.data["您对服务的满意度"].tolist()
    [5, 5, 3]
    >>> cx.read(b"recommend\n9\n10\n-99\n7\n3\n", missing=[-99]).data["recommend"].tolist()
    [9, 10, <NA>, 7, 3]
    """
    spec = None if instrument is None else resolve(instrument)
    wanted = Wanted(spec, ItemMap.of(mapping) or ItemMap(), missing)
    validate.one_of(duplicates, DUPLICATES, "duplicates")
    validate.one_of(keep_personal, (True, False), "keep_personal")
    most, where, platform = limits_of(limits), sheet_named(sheet), checked(layout)
    log = Log()
    content, ending = fetch(source, None, most.megabytes)
    with in_words():
        found = own_text(content, source, most, log) or opened(
            content, ending, where, most, log, platform, wanted.mapping.dates
        )
        del content  # large, and read
        answers = itemised(framed(found, keep_personal, log), found, wanted, log)
        found = replace(found, columns={})  # the raw cells: large, and typed
        headed = {role: found.sources.get(name, name) for role, name in found.roles.items()}
        roles = _roles(headed, answers.items)
        lines = np.asarray(found.lines)
        keep = duplicates.removeprefix("refuse")
        data = unrepeated(answers.data, roles, log, keep=keep, lines=lines)
        told = lines[data.index.to_numpy()]
        quality = respondents(data, roles, answers.items, log, lines=told)
    return Survey(
        data=data,
        log=log.frame(),
        format=found.format,
        encoding=found.encoding,
        delimiter=found.delimiter,
        sheet=found.sheet,
        items=answers.items,
        mapping=answers.mapping,
        quality=quality,
        layout=found.layout,
        roles=MappingProxyType(roles),
        instrument=spec,
        lines=pd.Series(told, data.index, name="line"),
    )


def _roles(roles: Mapping[str, str], items: pd.DataFrame) -> dict[str, str]:
    """Return the column of each role by its name in the data; those that are left out are none."""
    now = dict(zip(items["source"], items["column"], strict=True))
    return {role: now[name] for role, name in roles.items() if name in now}
