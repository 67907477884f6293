"""A survey as Parquet: types as they are, the codebook in the file's own notes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxlab._core.errors import MissingExtra
from cxlab._core.i18n import _
from cxlab.reading._writing.columns import columns_of
from cxlab.reading._writing.target import saved

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
        pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise MissingExtra(
            _("Parquet files need pyarrow. Run: pip install 'cxlab[survey]', or save as CSV.")
        ) from error
    columns = columns_of(survey)
    types: dict[str, Any] = {
        "text": pa.string(),
        "whole": pa.int64(),
        "number": pa.float64(),
        "yes_no": pa.bool_(),
        "date": pa.timestamp("us"),
        "category": pa.dictionary(pa.int32(), pa.string()),
    }
    fields = columns.book.fields
    arrays = [
        pa.array(values, types[field.type])
        for values, field in zip(columns.cells, fields, strict=True)
    ]
    schema = pa.schema(
        [(field.name, types[field.type]) for field in fields],
        metadata={"cxlab": "\n".join(columns.book.parts())},
    )
    table = pa.Table.from_arrays(arrays, schema=schema)
    return saved(path, (".parquet",), lambda fresh: parquet.write_table(table, fresh))
