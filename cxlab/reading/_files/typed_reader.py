"""Read a file of SPSS, Stata, SAS or Parquet: a part of ``child.py``, so nothing of cxlab here."""

import io
from typing import Any

import numpy as np

BLOCK = 6_000_000  # cells that stand as Python objects at a time
READERS = {
    "sav": "read_sav",
    "por": "read_por",
    "dta": "read_dta",
    "sas7bdat": "read_sas7bdat",
    "xpt": "read_xport",
}


def read(content: bytes, options: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of a file, or the reason why not."""
    own = read_parquet if options["kind"] == "parquet" else read_statistical
    return own(content, options)


def read_statistical(content: bytes, options: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of a statistics package's file and what it says of them."""
    import pyreadstat

    kind = options["kind"]
    reader = getattr(pyreadstat, READERS[kind])
    how: dict[str, Any] = {"output_format": "dict", "disable_datetime_conversion": True}
    if kind == "sav":
        how["user_missing"] = True
    if options["encoding"] and kind != "por":
        how["encoding"] = options["encoding"]
    about = reader(io.BytesIO(content), metadataonly=True, **how)[1]
    names, rows = about.column_names, about.number_rows
    if len(names) > options["columns"]:
        return {"error": "columns", "count": len(names)}
    if (rows or 0) > options["rows"]:
        return {"error": "rows"}
    texts = {name for name, kind in about.readstat_variable_types.items() if kind == "string"}
    pieces: dict[str, list[Any]] = {name: [] for name in names}
    block, start = max(1_000, BLOCK // max(len(names), 1)), 0
    while True:
        data, _about = reader(io.BytesIO(content), row_limit=block, row_offset=start, **how)
        read = max(map(len, data.values()), default=0)
        for name in names:
            own = data.get(name, ())
            pieces[name].append(list(own) if name in texts else np.array(own, float))
        start += read
        if start > options["rows"]:
            return {"error": "rows"}
        if read < block:
            break
    if len(pieces) < len(names) or (rows is not None and 0 <= rows != start):
        return {"error": "damaged"}
    return {
        "names": names,
        "columns": [
            _texts([cell for piece in pieces[name] for cell in piece])
            if name in texts
            else _numbers(np.concatenate(pieces[name]))
            for name in names
        ],
        "rows": start,
        "label": about.file_label or "",
        "labels": dict(about.column_names_to_labels),
        "words": {name: dict(words) for name, words in about.variable_value_labels.items()},
        "formats": dict(about.original_variable_types),
        "missing": dict(about.missing_ranges),
        "encoding": about.file_encoding or "",
    }


def _numbers(values: Any) -> tuple[list[Any], Any]:
    """Return the different numbers in the order in which they come, and where each stands."""
    cells, first, codes = np.unique(values, return_index=True, return_inverse=True)
    order, codes = _as_met(first, codes)
    return cells[order].tolist(), codes


def _as_met(first: Any, codes: Any) -> tuple[Any, Any]:
    """Return the order in which values come, by the row of each that is first; and new codes."""
    order = np.argsort(first)
    place = np.empty(len(order), np.int32)
    place[order] = np.arange(len(order))
    return order, place[codes]


def _texts(values: list[Any]) -> tuple[list[Any], Any]:
    """Return the different texts in the order in which they come, and where each stands."""
    places: dict[Any, int] = {}
    codes = [places.setdefault(value, len(places)) for value in values]
    return list(places), np.array(codes, np.int32)


def read_parquet(content: bytes, options: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of a Parquet file."""
    import polars as pl

    names = list(pl.read_parquet_schema(io.BytesIO(content)))
    if len(names) > options["columns"]:
        return {"error": "columns", "count": len(names)}
    rows = pl.scan_parquet(io.BytesIO(content)).select(pl.len()).collect().item()
    if rows > options["rows"]:
        return {"error": "rows"}
    table = pl.read_parquet(io.BytesIO(content))
    notes = pl.read_parquet_metadata(io.BytesIO(content))
    return {
        "names": names,
        "columns": [_polars(table[name]) for name in names],
        "rows": rows,
        "codebook": notes.get("cxlab", ""),
    }


def _polars(column: Any) -> tuple[list[Any], Any]:
    """Return the different cells of a column as plain Python objects."""
    import polars as pl

    kind = column.dtype
    if isinstance(kind, pl.Datetime):
        column = column.dt.convert_time_zone("UTC") if kind.time_zone else column
        column = column.dt.replace_time_zone(None).cast(pl.Datetime("us"))
    elif kind.is_decimal():
        column = column.cast(pl.Float64)
    elif isinstance(kind, pl.Duration):  # in seconds, as durations are counted elsewhere
        column = column.dt.total_microseconds() / 1e6
    elif isinstance(kind, pl.Categorical | pl.Enum):
        column = column.cast(pl.String)
    kind = column.dtype
    if kind.is_float():
        return _numbers(column.cast(pl.Float64).to_numpy())
    if kind == pl.Boolean or not (kind.is_integer() or kind.is_temporal() or kind == pl.String):
        values = column.to_list()
        return _texts(values if kind == pl.Boolean else [_said(value) for value in values])
    known = column.drop_nulls().unique().sort().to_list()
    ranks, first, codes = np.unique(
        column.rank("dense").fill_null(0).to_numpy(), return_index=True, return_inverse=True
    )
    order, codes = _as_met(first, codes)
    return [None if rank == 0 else known[int(rank) - 1] for rank in ranks[order]], codes


def _said(value: Any) -> Any:
    """Return what is no number, date or text as a text."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value if value is None else str(value)
