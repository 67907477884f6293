"""Reading a survey, and a table against plain pandas: time, processor, and the most memory taken.

Every call has a process of its own. ``read`` does all there is to do: layout, types, items, quality
of the answers; the bounds are its own. ``table`` stops at the types, as pandas does, but nobody
tells it the encoding.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
import polars
import pyreadstat
from openpyxl import Workbook

from benchmarks._clock import bound, seconds
from cxlab.reading import table

WORDS = ("很满意服务", "排队太久了", "价格偏高", "店员热情", "㐂䶮龘")
PART = 50_000  # rows of the large file that are made at once
READ = "cxlab.read({path!r})"
TABLE = "cxlab.reading.table({path!r})"
CSV = "pandas.read_csv({path!r}, encoding={encoding!r})"
SAV = "pyreadstat.read_sav({path!r})"
PARQUET = "polars.read_parquet({path!r})"
BOOK = "pandas.read_excel({path!r}, engine='calamine')"
WARM = {  # what is loaded before the clock
    "cxlab": "import pandas; cxlab.reading",
    "pandas": "pandas.DataFrame",
    "polars": "polars.read_parquet",
    "pyreadstat": "import pandas",
}
PROGRAM = """
import os, resource, time, {library}
{warm}
start, busy = time.perf_counter(), sum(os.times()[:4])
{call}
took, busy = time.perf_counter() - start, sum(os.times()[:4]) - busy
children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print("TOOK", took, "BUSY", busy, "CHILDREN", children)
print(open("/proc/self/status").read())
"""


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


def alone(call: str) -> np.ndarray:
    """Return seconds, those of the processor, and the peak of memory in MB, of a call alone.

    The peak is that of the largest process. ``ru_maxrss`` of a process counts what its parent had
    taken when it was started, so Linux is asked for the process itself.
    """
    library = call.partition(".")[0]
    program = PROGRAM.format(library=library, warm=WARM[library], call=call)
    run = subprocess.run([sys.executable, "-c", program], capture_output=True)
    told = run.stdout.decode()
    if run.returncode:
        sys.exit(run.stderr.decode())
    took, busy, children, own = (
        float(re.search(rf"{name}:?\s+(\S+)", told)[1])
        for name in ("TOOK", "BUSY", "CHILDREN", "VmHWM")
    )
    return np.array([took, busy, max(children, own) / 1e3])


def least(call: str, repeats: int) -> np.ndarray:
    """Return the least of each figure over some repeats."""
    return np.min([alone(call) for _ in range(repeats)], axis=0)


def line(what: str, call: str, figures: np.ndarray) -> None:
    """Print the figures of a call."""
    took, busy, space = figures
    name = call.partition("(")[0]
    print(f"  {what:<30} {name:<22} {took:7.2f} s   processor {busy:7.2f} s   {space:6.0f} MB")


def against(what: str, path: Path, theirs: str, most: float, *, repeats: int = 3) -> float:
    """Hold reading a file to its bound, a table of it against others; return the peak in MB."""
    ours = least(READ.format(path=str(path)), repeats)
    line(what, READ, ours)
    for call in (TABLE.format(path=str(path)), theirs):
        line(what, call, least(call, repeats))
    bound(f"{what}, all of it", ours[0], most, "s")
    return float(ours[2])


def typed(large: pd.DataFrame, folder: str) -> None:
    """Compare files that know their types with the libraries that read them."""
    path = Path(folder, "answers.sav")
    pyreadstat.write_sav(large, path)
    against("20,000 x 60 sav", path, SAV.format(path=str(path)), 4)
    path = Path(folder, "answers.parquet")
    polars.DataFrame(large.to_dict("list")).write_parquet(path)
    against("20,000 x 60 parquet", path, PARQUET.format(path=str(path)), 4)


def main() -> None:
    """Read 20,000 x 60 as GB18030, workbook, SPSS and Parquet, 5,000 x 30, and a million x 60."""
    short = survey(5_000, 30).to_csv(index=False).encode()
    bound("5,000 x 30 CSV, as a table", 1e3 * seconds(lambda: table(short)), 100, "ms")
    large = survey(20_000, 60)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "answers.csv")
        large.to_csv(path, index=False, encoding="gb18030")
        theirs = CSV.format(path=str(path), encoding="gb18030")
        against("20,000 x 60 GB18030 CSV", path, theirs, 1)
        path = Path(folder, "answers.xlsx")
        workbook(large, path)
        against("20,000 x 60 xlsx", path, BOOK.format(path=str(path)), 12, repeats=2)
        names = dict(zip(large, [f"q{place}" for place in range(large.shape[1])], strict=True))
        typed(large.rename(columns=names), folder)
        path = Path(folder, "million.csv")
        million(path)
        what = f"1,000,000 x 60 CSV ({path.stat().st_size / 1e6:.0f} MB)"
        theirs = CSV.format(path=str(path), encoding="utf-8")
        bound(what, against(what, path, theirs, 15, repeats=1), 1_500, "MB")
