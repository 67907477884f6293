"""The respondents of a file: each id once, and what the log says of careless answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special

from cxlab._core.arguments import brief, one_of
from cxlab._core.errors import DataError
from cxlab._core.i18n import _
from cxlab._stats.answers import MOST_LEVELS
from cxlab.reading._log import Log
from cxlab.reading._quality.quality import quality
from cxlab.reading._quality.result import Quality
from cxlab.reading._quality.roles import repeated
from cxlab.reading._quality.rules import FLAGS
from cxlab.reading._quality.table import ROLES

BLOCK = 3  # questions on one scale that make a block
ELSEWHERE = ("repeated",)  # flags of which the log tells where ids are looked through


def unrepeated(
    data: pd.DataFrame,
    roles: Mapping[str, str],
    log: Log,
    *,
    keep: str = "",
    lines: Sequence[int] | NDArray[np.int64] | None = None,
) -> pd.DataFrame:
    """Return the data with each id once, or with a doubt in the log where they all are kept.

    Parameters
    ----------
    keep
        ``"last"`` keeps the last row of an id and writes into the log what was left out;
        ``"keep"`` keeps all rows and writes how many ids stand in several.
    lines
        Line of the file of each row.

    Raises
    ------
    DataError
        An id stands in several rows, and ``keep`` is empty.
    """
    name = roles.get("id")
    if name is None or name not in data:
        return data
    every, earlier = repeated(data[name])
    if not earlier.any():
        return data
    first = int(np.flatnonzero(every)[0])
    value = data[name].iloc[first]
    if one_of(keep, ("", "last", "keep"), "keep") == "keep":
        log.add(
            "id_kept",
            name,
            rows=int(every.sum()),
            first=_line(every, lines),
            before=brief(value),
            after=str(data[name][every].nunique()),
        )
        return data
    if not keep:
        raise DataError(
            _(
                "{name!r} tells respondents apart, but ids appear in several rows ({count} in all, "
                "first: {value}, line {line}). Remove the surplus rows, keep the last of each "
                "with duplicates='last', or keep all with duplicates='keep' if people were "
                "asked more than once."
            ).format(
                name=name,
                count=int(data[name][every].nunique()),
                value=brief(value),
                line=_line(every, lines),
            )
        )
    log.add(
        "id_repeated",
        name,
        rows=int(earlier.sum()),
        first=_line(earlier, lines),
        before=brief(value),
    )
    return data[~earlier]


def respondents(
    data: pd.DataFrame,
    roles: Mapping[str, str],
    items: pd.DataFrame,
    log: Log,
    *,
    lines: Sequence[int] | NDArray[np.int64] | None = None,
) -> Quality | None:
    """Judge the answers of a file, and write into the log what chance does not explain.

    Parameters
    ----------
    data
        The typed frame.
    roles
        Columns of the roles ``id``, ``duration``, ``finished`` and ``status``.
    items
        A row per column: ``column``, ``kind``, ``scale_low``, ``scale_high``, ``block``,
        ``mode``, ``reversed``.
    lines
        Line of the file of each row.

    Returns
    -------
    Quality or None
        ``None`` where no three questions stand on one scale.
    """
    blocks = blocks_of(data, items)
    if not blocks or not len(data):
        return None
    asked = {name for columns in blocks.values() for name in columns}
    named = {role: name for role, name in roles.items() if name in data and name not in asked}
    turned = items.loc[items["reversed"].eq(True), "column"]
    found = quality(
        data,
        blocks,
        id=named.get("id"),
        duration=named.get("duration"),
        finished=named.get("finished"),
        status=named.get("status"),
        reversed=[name for name in turned if name in asked],
    )
    known = set(log.frame()["rule"])
    rows: list[dict[str, Any]] = found.tidy().to_dict("records")  # type: ignore[assignment]
    for row in rows:
        flag = row["term"]
        if flag not in FLAGS or flag in ELSEWHERE or flag in known:
            continue
        if _beyond_chance(row, found.certain.get(flag, 0)):
            about = named.get(ROLES.get(flag, ""), "")
            first = _line(found.flags[flag].to_numpy(), lines)
            log.add(flag, about, rows=row["flagged"], first=first)
    return found


def blocks_of(data: pd.DataFrame, items: pd.DataFrame) -> dict[str, list[str]]:
    """Return the blocks of questions on one scale, in the order of the file."""
    blocks: dict[Any, list[str]] = {}
    before: Any = None
    for row in items.to_dict("records"):
        name = row["column"]
        if row["kind"] != "scale" or name not in data:
            continue
        if not _few_numbers(data[name]):
            continue
        ends = (row.get("scale_low"), row.get("scale_high"))
        known = [None if each != each else each for each in ends]  # NaN is unlike itself
        group = row.get("block") or row.get("mode") or ""
        key = (group, *known)
        if group:  # its questions may stand apart: experience, expectation, experience ...
            before = (*key, 0)
        elif before is None or before[:-1] != key:
            before = (*key, len(blocks))
        blocks.setdefault(before, []).append(name)
    kept = [columns for columns in blocks.values() if len(columns) >= BLOCK]
    return {str(number): columns for number, columns in enumerate(kept, 1)}


def _few_numbers(column: pd.Series) -> bool:
    return bool(
        pd.api.types.is_numeric_dtype(column.dtype)
        and column.dtype.kind in "iuf"
        and column.nunique() <= MOST_LEVELS // 2
    )


def _beyond_chance(row: Mapping[str, Any], certain: int) -> bool:
    """Whether chance explains neither the number of the flagged nor how far one of them is out.

    A number is beyond chance if in 99 of 100 files fewer careful respondents are flagged, were a
    quarter more expected than there are: what is expected is an estimate.
    """
    count, mean = row["flagged"], 1.25 * row["n"] * float(np.nan_to_num(row["expected"]))
    return bool(count) and (certain > 0 or bool(special.pdtrc(count - 1, mean) < 0.01))


def _line(marked: NDArray[np.bool_], lines: Sequence[int] | NDArray[np.int64] | None) -> int | None:
    place = int(np.flatnonzero(marked)[0])
    return int(lines[place]) if lines is not None else None
