"""Surveys as the tests of items need them: columns in, the stages from cells to items run."""

import numpy as np

import cxlab as cx
from cxlab.reading._cells.frame import framed
from cxlab.reading._files.column import Column
from cxlab.reading._files.sheet import Sheet
from cxlab.reading._items.item_map import ItemMap
from cxlab.reading._items.itemised import Wanted, itemised
from cxlab.reading._log import Log

FIVE_ZH = ["非常不满意", "不满意", "一般", "满意", "非常满意"]
FIVE_EN = ["Very dissatisfied", "Dissatisfied", "Neutral", "Satisfied", "Very satisfied"]
SEVEN_ZH = ["完全不同意", "不同意", "比较不同意", "一般", "比较同意", "同意", "完全同意"]
SEVEN_EN = [
    "Strongly disagree", "Disagree", "Somewhat disagree", "Neither agree nor disagree",
    "Somewhat agree", "Agree", "Strongly agree",
]  # fmt: skip


class Read:
    """What came out: the frame, the items by column, the mapping, the log."""

    def __init__(self, found, log):
        self.data, self.mapping, self.log = found.data, found.mapping, log.frame()
        self.items = found.items.set_index("column", drop=False)

    def entry(self, rule):
        """Return the one line of the log with this rule."""
        lines = self.log[self.log["rule"] == rule]
        assert len(lines) == 1, self.log
        return lines.iloc[0]

    @property
    def rules(self):
        return set(self.log["rule"])


def read(columns, instrument=None, *, mapping=None, missing=None, **sheet):
    """Read columns of cells, as the files' stage would hand them on; data begin in line 2."""
    if isinstance(instrument, str):
        instrument = cx.instruments.get(instrument)
    n = len(next(iter(columns.values())))
    log = Log()
    found = Sheet(
        {name: Column.of(list(cells)) for name, cells in columns.items()}, range(2, n + 2), **sheet
    )
    data = framed(found, False, log)
    return Read(itemised(data, found, Wanted(instrument, mapping or ItemMap(), missing), log), log)


def answers(instrument, *, n=60, seed=1, low=1, high=7, mode=None):
    """Return numbers for every item of an instrument, by its column; reversed items as asked."""
    rng = np.random.default_rng(seed)
    spec = cx.instruments.get(instrument)
    person = rng.normal(0, 1, n)
    out = {}
    for each in spec.modes if mode is None else [spec.mode(mode)]:
        for column, turned in zip(each.columns, spec.reversed, strict=True):
            raw = (low + high) / 2 + (high - low) / 5 * (person + rng.normal(0, 0.7, n))
            value = np.clip(np.round(raw), low, high).astype(int)
            out[column] = (low + high - value if turned else value).tolist()
    return out


def as_texts(columns):
    return {name: [str(value) for value in values] for name, values in columns.items()}
