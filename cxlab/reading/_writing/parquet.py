"""A survey as Parquet: types as they are, the codebook in the file's own notes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxlab._core.saving import saved, target_of
from cxlab.reading._libraries import require
from cxlab.reading._writing.columns import columns_of

if TYPE_CHECKING:
    from cxlab.reading._survey import Survey


def write_parquet(survey: Survey, path: str | Path) -> Path:
    """Write the answers as Parquet; :func:`cxlab.read` gives the same frame again.

    Parameters
    ----------
    path
        A name that ends with ``.parquet``; a file of that name is replaced. Questions and answer
        words stand in the file's metadata.

    Raises
    ------
    MissingExtra
        polars is not installed.
    """
    require("polars")
    import polars as pl

    columns = columns_of(survey)
    types: dict[str, Any] = {
        "text": pl.String,
        "whole": pl.Int64,
        "number": pl.Float64,
        "yes_no": pl.Boolean,
        "date": pl.Datetime("us"),
        "category": pl.Categorical,
    }
    table = pl.DataFrame(
        [
            pl.Series(field.name, values, dtype=types[field.type], strict=False)
            for values, field in zip(columns.cells, columns.book.fields, strict=True)
        ]
    )
    notes = {"cxlab": "\n".join(columns.book.parts())}
    target = target_of(path, ".parquet")
    return saved(target, lambda fresh: table.write_parquet(fresh, metadata=notes))
