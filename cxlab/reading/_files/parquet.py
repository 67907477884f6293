"""Parquet: columns that know their types; what cxlab wrote knows its questions too."""

from __future__ import annotations

import numpy as np

from cxlab._core.errors import DataError
from cxlab._core.i18n import _
from cxlab.reading._codebook import Codebook
from cxlab.reading._files.apart import apart
from cxlab.reading._files.column import Column
from cxlab.reading._files.header import clean_names
from cxlab.reading._files.limits import Limits
from cxlab.reading._files.sheet import Sheet
from cxlab.reading._files.statistical import refusal
from cxlab.reading._libraries import require
from cxlab.reading._log import Log

EXACT = 10**15  # numbers above it are codes, whose digits all count


def read_parquet(content: bytes, limits: Limits, log: Log) -> Sheet:
    """Return the columns of a Parquet file.

    Raises
    ------
    DataError
        The file is damaged or too large.
    MissingExtra
        polars is not installed.
    """
    require("polars")
    answer = apart("typed_reader.py", content, {"kind": "parquet"}, limits)
    if "error" in answer:
        raise refusal(answer, limits)
    if not answer["rows"] or not answer["names"]:
        raise DataError(
            _("The file describes its columns but holds no rows. Export it again with the answers.")
        )
    if answer["rows"] == 1:
        log.add("one_row", first=1)
    book = Codebook.of(answer["codebook"].split("\n"))
    fields = {each.name: each for each in book.fields} if book else {}
    names: list[str] = list(answer["names"])
    labels: dict[str, str] = {}
    if fields:
        log.add("own", before="Parquet")
    else:
        names, labels = clean_names(list(enumerate(names)), 1, log)
    pairs = zip(names, answer["columns"], strict=True)
    return Sheet(
        columns={name: _column(cells, codes) for name, (cells, codes) in pairs},
        lines=range(1, answer["rows"] + 1),
        labels=labels | {name: each.text for name, each in fields.items() if each.text},
        words={name: each.words for name, each in fields.items() if each.words},
        fields=fields,
        format="Parquet",
    )


def _column(cells: list[object], codes: object) -> Column:
    """Return a column; whole numbers too long to count are codes, and stay whole as texts."""
    numbers = [each for each in cells if isinstance(each, int)]
    if any(abs(each) >= EXACT for each in numbers):
        cells = [str(each) if isinstance(each, int) else each for each in cells]
    plain = ["" if cell is None or cell != cell else cell for cell in cells]
    return Column(plain, np.asarray(codes, np.int64)).map(lambda cell: cell)
