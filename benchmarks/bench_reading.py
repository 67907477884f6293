"""Reading with a log against plain pandas on the same files: time, and the most memory taken.

The encoding, the types of the columns and what is personal are told to nobody but pandas: it gets
the encoding, and finds out types only.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
import polars
import pyreadstat
from openpyxl import Workbook

from benchmarks._clock import bound, compare, seconds
from cxlab.reading import table

WORDS = ("很满意服务", "排队太久了", "价格偏高", "店员热情", "㐂䶮龘")
PART = 50_000  # rows of the large file that are made at once
OURS = "cxlab.reading.table({path!r})"
CSV = "pandas.read_csv({path!r}, encoding={encoding!r})"
SAV = "pyreadstat.read_sav({path!r})"
PARQUET = "polars.read_parquet({path!r})"
BOOK = "pandas.read_excel({path!r}, engine='calamine')"
WARM = {  # what is loaded before the clock
    "cxlab": "cxlab.reading",
    "pandas": "pandas.DataFrame",
    "pyreadstat": "import pandas",
}


def survey(n: int, columns: int, *, first: int = 0) -> pd.DataFrame:
    """Return answers with ids, times, comments, amounts, branches and scores."""
    rng = np.random.default_rng([1, first])
    moments = np.datetime64("2026-01-01") + rng.integers(0, 90 * 86_400, n).astype("m8[s]")
    data = {
        "编号": [f"G{row:07d}" for row in range(first, first + n)],
        "提交时间": np.char.replace(moments.astype(str), "T", " "),
        "意见": [f"{WORDS[k % 5]}，{k}" for k in rng.integers(0, 10**6, n)],
        "消费": rng.gamma(2, 100, n).round(2),
        "门店": rng.choice(list("ABCD"), n),
    }
    scores = {f"第{k}题": rng.integers(1, 8, n) for k in range(columns - len(data))}
    return pd.DataFrame({**data, **scores})


def million(path: Path) -> None:
    """Write a million answers, part by part."""
    for first in range(0, 1_000_000, PART):
        survey(PART, 60, first=first).to_csv(
            path, mode="a", header=not first, index=False, lineterminator="\n"
        )


def workbook(data: pd.DataFrame, path: Path) -> None:
    """Write answers as a workbook."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("answers")
    sheet.append(list(data))
    for row in data.astype(object).itertuples(index=False):
        sheet.append(row)
    book.save(path)


def alone(call: str) -> tuple[float, float, float]:
    """Return seconds, those of the processor, and the peak of memory in MB, of a call alone."""
    library = call.partition(".")[0]
    program = (
        f"import os, resource, time, {library}; {WARM[library]}; "
        f"start, busy = time.perf_counter(), sum(os.times()[:4]); {call}; "
        "print(time.perf_counter() - start, sum(os.times()[:4]) - busy, "
        "resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3)"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    took, busy, peak = map(float, run.stdout.split())
    return took, busy, peak


def against(what: str, path: Path, theirs: str, most: float, *, repeats: int = 3) -> float:
    """Compare a call on a file with pandas', in turn; return the peak of memory in MB."""
    ours, peer = [], []
    for _ in range(repeats):
        ours.append(alone(OURS.format(path=str(path))))
        peer.append(alone(theirs))
    took, busy, space = map(min, zip(*ours, strict=True))
    their_time, their_busy, their_space = map(min, zip(*peer, strict=True))
    peer_name = f"plain {theirs.partition('.')[0]}"
    compare(what, took, peer_name, their_time)
    compare(f"{what}, processor", busy, "plain pandas", their_busy)
    print(f"  {what:<46} {space:9.0f} MB   {peer_name:<38} {their_space:10.0f} MB")
    bound(what, took, most, "s")
    return space


def typed(large: pd.DataFrame, folder: str) -> None:
    """Compare files that know their types with the libraries that read them."""
    path = Path(folder, "answers.sav")
    pyreadstat.write_sav(large, path)
    against("20,000 x 60 sav", path, SAV.format(path=str(path)), 4)
    path = Path(folder, "answers.parquet")
    polars.DataFrame(large.to_dict("list")).write_parquet(path)
    against("20,000 x 60 parquet", path, PARQUET.format(path=str(path)), 4)


def main() -> None:
    """Compare 20,000 x 60 as GB18030 and as a workbook, 5,000 x 30, and a million x 60."""
    short = survey(5_000, 30).to_csv(index=False).encode()
    bound("5,000 x 30 CSV", 1e3 * seconds(lambda: table(short)), 100, "ms")
    large = survey(20_000, 60)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "answers.csv")
        large.to_csv(path, index=False, encoding="gb18030")
        theirs = CSV.format(path=str(path), encoding="gb18030")
        against("20,000 x 60 GB18030 CSV", path, theirs, 1)
        path = Path(folder, "answers.xlsx")
        workbook(large, path)
        against("20,000 x 60 xlsx", path, BOOK.format(path=str(path)), 12)
        names = dict(zip(large, [f"q{place}" for place in range(large.shape[1])], strict=True))
        typed(large.rename(columns=names), folder)
        path = Path(folder, "million.csv")
        million(path)
        what = f"1,000,000 x 60 CSV ({path.stat().st_size / 1e6:.0f} MB)"
        theirs = CSV.format(path=str(path), encoding="utf-8")
        bound(what, against(what, path, theirs, 15, repeats=2), 1_500, "MB")
