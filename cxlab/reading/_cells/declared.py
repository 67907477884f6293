"""A column whose type the file itself tells, because cxlab wrote it: taken as it says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from cxlab.reading._cells.logged_column import LoggedColumn
from cxlab.reading._cells.values import written
from cxlab.reading._codebook import Field

TRUTH = {"TRUE": True, "FALSE": False, True: True, False: False}  # 1 and 0 are equal to these
DTYPES: dict[str, Any] = {"text": "str", "whole": "Int64", "number": "float64", "yes_no": "boolean"}


def declared(cells: LoggedColumn, field: Field) -> pd.Series | None:
    """Return the column as the type it was written with; ``None`` where a cell says otherwise.

    Somebody may have typed another answer into the file since: then its cells are looked at as
    those of any file.
    """
    try:
        values = [None if _gone(cell) else READERS[field.type](cell) for cell in cells.texts]
        if field.type == "date":
            stamps = [np.datetime64("NaT") if value is None else value for value in values]
            return pd.Series(cells.spread(stamps, "datetime64[us]"))
        if field.type == "category":
            place = {answer: number for number, answer in enumerate(field.answers)}
            codes = [-1 if value is None else place[value] for value in values]
            return pd.Series(
                pd.Categorical.from_codes(
                    cells.spread(codes, np.int64),
                    pd.Index(field.answers, dtype="str"),
                    ordered=field.ordered,
                )
            )
    except (KeyError, OverflowError, TypeError, ValueError):
        return None
    spread = cells.spread(values, object)
    if field.type == "whole":
        gone = pd.isna(spread)
        return pd.Series(pd.arrays.IntegerArray(np.where(gone, 0, spread).astype(np.int64), gone))
    if field.type == "text":
        spread[pd.isna(spread)] = np.nan
    return pd.Series(spread).astype(DTYPES[field.type])


def _gone(cell: Any) -> bool:
    return cell is None or cell == "" or cell != cell


def _whole(cell: Any) -> int:
    number = int(cell)
    if isinstance(cell, float) and number != cell:
        raise ValueError(cell)
    return number


def _moment(cell: Any) -> np.datetime64:
    if isinstance(cell, date):
        return np.datetime64(cell, "us")
    if isinstance(cell, str):
        return np.datetime64(cell, "us")
    raise TypeError(cell)


READERS: dict[str, Callable[[Any], Any]] = {
    "text": lambda cell: cell if isinstance(cell, str) else written(cell),
    "whole": _whole,
    "number": float,
    "yes_no": TRUTH.__getitem__,
    "date": _moment,
    "category": lambda cell: cell if isinstance(cell, str) else written(cell),
}
