"""Reading with a log, against plain pandas on the same file, and within the bounds of a page."""

import io

import numpy as np
import pandas as pd
from openpyxl import Workbook

from benchmarks._clock import bound, compare, seconds
from cxlab.reading import table

WORDS = ("很满意服务", "排队太久了", "价格偏高", "店员热情", "㐂䶮龘")


def survey(n: int, columns: int) -> pd.DataFrame:
    """Return answers with ids, times, comments, amounts, branches and scores."""
    rng = np.random.default_rng(1)
    data = {
        "编号": [f"G{row:06d}" for row in range(n)],
        "提交时间": [f"2026-01-{1 + row % 28:02d} 10:{row % 60:02d}:00" for row in range(n)],
        "意见": [f"{WORDS[k % 5]}，{k}" for k in rng.integers(0, 10**6, n)],
        "消费": rng.gamma(2, 100, n).round(2),
        "门店": rng.choice(list("ABCD"), n),
    }
    scores = {f"第{k}题": rng.integers(1, 8, n) for k in range(columns - len(data))}
    return pd.DataFrame({**data, **scores})


def main() -> None:
    """Compare 20,000 x 60 as GB18030 and as a workbook, and 5,000 x 30 as UTF-8."""
    large, small = survey(20_000, 60), survey(5_000, 30)
    content = large.to_csv(index=False).encode("gb18030")
    ours = seconds(lambda: table(content))
    theirs = seconds(lambda: pd.read_csv(io.BytesIO(content), encoding="gb18030"))
    compare("20,000 x 60 GB18030 CSV", ours, "pandas.read_csv, encoding told", theirs)
    bound("20,000 x 60 GB18030 CSV", 1e3 * ours, 1_000, "ms")
    short = small.to_csv(index=False).encode()
    bound("5,000 x 30 CSV", 1e3 * seconds(lambda: table(short)), 100, "ms")
    book = Workbook(write_only=True)
    sheet = book.create_sheet("answers")
    sheet.append(list(large))
    for row in large.astype(object).itertuples(index=False):
        sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    packed = buffer.getvalue()
    ours = seconds(lambda: table(packed), repeats=3)
    theirs = seconds(lambda: pd.read_excel(io.BytesIO(packed), engine="calamine"), repeats=3)
    compare("20,000 x 60 xlsx", ours, "pandas.read_excel, calamine", theirs)
    bound("20,000 x 60 xlsx", ours, 12, "s")
