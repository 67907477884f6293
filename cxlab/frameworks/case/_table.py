"""A firm's own short table as the experiences of a case."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from cxlab._core.errors import DataError
from cxlab._core.i18n import _
from cxlab._core.labels import labels_of
from cxlab._core.validate import numeric
from cxlab.frameworks._catalogue import experience_types
from cxlab.frameworks._headings import absent, read_headings
from cxlab.frameworks.case._parts import CELLS, HEADINGS, Experience


def experiences_of(table: pd.DataFrame) -> tuple[Experience, ...]:
    """Return the rows of a table as experiences, empty cells as missing.

    Raises
    ------
    DataError
        A column is absent, unknown or holds text, or a row has no name.
    """
    rows = read_headings(table, HEADINGS)
    if "term" in rows:
        rows = rows.set_index("term")
    nameless = rows.index.to_frame().isna().any(axis=1)
    if nameless.any():
        raise DataError(
            _(
                "{count} of {n} rows of the table have no name. "
                "Write it into the index, or into a column 'term'."
            ).format(count=int(nameless.sum()), n=len(rows))
        )
    for needed in ("actual", "expectation"):
        if needed not in rows:
            raise absent(needed, HEADINGS)
    cells = numeric(rows, [cell for cell in CELLS if cell in rows])
    wanted = rows.get("requirement", pd.Series(None, rows.index, dtype=object))
    labels = {**experience_types().labels, **labels_of(table, map(str, rows.index))}
    experiences = []
    for (term, *row), text in zip(cells.itertuples(name=None), wanted, strict=True):
        given: dict[str, Any] = {
            str(c): None if pd.isna(v) else float(v) for c, v in zip(cells, row, strict=True)
        }
        given["requirement"] = None if pd.isna(text) else str(text)
        experiences.append(Experience.from_dict({"name": str(term), **given}))
    return tuple(replace(each, label=labels.get(each.name, "")) for each in experiences)
