"""Files that know their types: of SPSS, Stata, SAS, and Parquet."""

from __future__ import annotations

from cxlab.reading._files.limits import Limits
from cxlab.reading._files.parquet import read_parquet
from cxlab.reading._files.sheet import Sheet
from cxlab.reading._files.statistical import FORMATS, read_statistical
from cxlab.reading._log import Log

BINARY = {*FORMATS, "parquet"}
ENDINGS = {
    "sav": ("sav", "zsav"),
    "xpt": ("xpt", "v5xpt", "v8xpt", "stx"),
    "parquet": ("parquet", "pq"),
}


def read_binary(content: bytes, kind: str, ending: str, limits: Limits, log: Log) -> Sheet:
    """Return the columns of a file that knows their types.

    Raises
    ------
    DataError
        The file is damaged or too large.
    MissingExtra
        What reads it is not installed.
    """
    if kind == "parquet":
        sheet = read_parquet(content, limits, log)
    else:
        sheet = read_statistical(content, kind, limits, log)
    if ending and ending not in ENDINGS.get(kind, (kind,)):
        log.add("ending", before=f".{ending[:12]}", after=sheet.format)
    return sheet
