"""Files of statistics packages and Parquet as others write them, and a survey to write."""

import io
import struct
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

from cxlab.reading._log import Log
from cxlab.reading._result import Table

WORDS = (
    "您对服务的满意度",
    "门店名称",
    "不满意",
    "很满意",
    "拒绝回答",
    "旺角店",
    "沙田店",
    "中环店",
)
FRAME = pd.DataFrame(
    {"q1": [1.0, 5.0, 99.0, np.nan], "shop": ["旺角店", "沙田店", "中环店", "旺角店"]}
)
LABELS = {"q1": "您对服务的满意度", "shop": "门店名称"}
VALUES = {"q1": {1: "不满意", 5: "很满意", 99: "拒绝回答"}}


def written(kind, frame, **options):
    """Return the bytes that pyreadstat writes."""
    import pyreadstat

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a"
        getattr(pyreadstat, f"write_{kind}")(frame, str(path), **options)
        return path.read_bytes()


def spss(frame=FRAME, labels=LABELS, values=VALUES, missing=(99,), **options):
    ranges = {"q1": list(missing)} if missing else {}
    return written(
        "sav",
        frame,
        column_labels=labels,
        variable_value_labels=values,
        missing_ranges=ranges,
        **options,
    )


def spss_gbk(*, declared):
    """Return a file as Chinese SPSS wrote it before Unicode: GBK, which it may or may not say."""
    content = spss()
    for word in WORDS:
        content = content.replace(word.encode(), word.encode("gbk").ljust(len(word.encode())))
    name = content.find(struct.pack("<iii", 7, 20, 1))
    size = struct.unpack("<i", content[name + 12 : name + 16])[0]
    told = struct.pack("<iiii", 7, 20, 1, 3) + b"GBK" if declared else b""
    content = content[:name] + told + content[name + 16 + size :]
    page = content.find(struct.pack("<iii", 7, 3, 4)) + 44
    return content[:page] + struct.pack("<i", 936 if declared else 1252) + content[page + 4 :]


def parquet(frame):
    import polars as pl

    buffer = io.BytesIO()
    pl.DataFrame([_series(name, frame[name]) for name in frame]).write_parquet(buffer)
    return buffer.getvalue()


def _series(name, values):
    import polars as pl

    if values.dtype.kind == "M" and values.dt.tz is None:
        return pl.Series(name, values.to_numpy())
    plain = [
        None if pd.api.types.is_scalar(value) and pd.isna(value) else value for value in values
    ]
    kinds = {"category": pl.Categorical, "Int64": pl.Int64, "boolean": pl.Boolean}
    return pl.Series(name, plain, dtype=kinds.get(str(values.dtype)), strict=False)


def survey(data):
    """Return a survey that holds these data."""
    log = Log()
    log.add("total_row", "=cmd()", rows=1, first=3, before="=1+1")
    return Table(data=data, log=log.frame(), format="CSV")
