"""Path models that a page can offer for a table: the satisfaction index, or blocks of columns."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ipywidgets
import numpy as np
import pandas as pd

from cxlab._core.arguments import text
from cxlab._core.i18n import N_
from cxlab._core.labels import Labels, labels_of
from cxlab.dashboards._columns import Columns
from cxlab.dashboards._setting import Typed
from cxlab.dashboards._work import attempt
from cxlab.paths import PathModel

OWN = "own"  # a model that is typed
WORDS = {
    "index": N_("satisfaction index (ECSI)"),
    "chain": N_("one block after another"),
    "last": N_("all blocks on the last"),
    OWN: N_("typed"),
}
SCALES = ((1, 5), (1, 7), (0, 10), (1, 10), (1, 4), (1, 6), (0, 100))
INDEX = {  # block of items, and how many there are, as each of the kit's data calls them
    "image": {"image_": 4, "IMAG": 5},
    "expectation": {"expectation_": 3, "CUEX": 3},
    "quality": {"quality_": 4, "PERQ": 7},
    "value": {"value_": 2, "PERV": 2},
    "satisfaction": {"satisfaction_": 3, "CUSA": 3},
    "loyalty": {"loyalty_": 3, "CUSL": 3},
}
ARROWS = (
    "expectation ~ image",
    "quality ~ expectation",
    "value ~ expectation + quality",
    "satisfaction ~ image + expectation + quality + value",
    "loyalty ~ image + satisfaction",
)
_NUMBERED = re.compile(r"([^\W\d][\w.]*?)[_.]?\d+")
_MOST_BLOCKS, _MOST_ITEMS, _MOST_VALUES = 8, 12, 11
_LONG = 4000  # characters of a model


@dataclass(frozen=True, kw_only=True)
class Written(Typed):
    """A model in lines of text."""

    def check(self, value: Any) -> str:
        """Take a text of some length."""
        return text(value, self.name)[:_LONG]

    def read(self, texts: Sequence[str]) -> str:
        """Read the text."""
        return texts[-1][:_LONG]

    def control(self, value: str) -> ipywidgets.Widget:
        """Return a box of several lines; it counts once it is left."""
        return ipywidgets.Textarea(
            value=value,
            description=self.words,
            placeholder=self.hint,
            tooltip=self.tooltip,
            rows=12,
            continuous_update=False,
            layout={"width": "auto", "grid_area": "auto / 1 / auto / -1"},
        )


@dataclass(frozen=True)
class Table:
    """What the page needs to know of a table.

    Parameters
    ----------
    columns
        What its columns can be used for.
    texts
        Models in lavaan's notation, by name.
    declared
        Whether the data say which answers are possible.
    scale
        The shortest usual scale that holds the answers of the columns with few values.
    ends
        Lowest and highest answer of each column of numbers.
    labels
        Readers' names of columns and constructs.
    """

    columns: Columns
    texts: Mapping[str, str]
    declared: bool
    scale: tuple[float, float]
    ends: Mapping[str, tuple[float, float]]
    labels: Labels

    @classmethod
    def of(cls, data: pd.DataFrame) -> Table:
        """Look at every column once."""
        columns = Columns.of(data)
        columns.answers()
        bare = data.copy(deep=False)
        bare.attrs = {}
        few = [name for name, count in columns.numeric.items() if count <= _MOST_VALUES]
        names = list(columns.numeric)
        answers = bare[names].to_numpy(float, na_value=np.nan)
        lows, highs = np.nanmin(answers, axis=0).tolist(), np.nanmax(answers, axis=0).tolist()
        ends = dict(zip(names, zip(lows, highs, strict=True), strict=True))
        index = _index(list(columns.numeric))
        texts = ({"index": index} if index else {}) | _of_blocks(_blocks(few))
        known = data.attrs.get("labels")
        return cls(
            columns,
            texts,
            bool(data.attrs.get("scales")),
            _usual(ends[name] for name in few or names),
            ends,
            labels_of(data, known) if isinstance(known, Mapping) else {},
        )

    def scales(self, model: PathModel | None) -> dict[str, tuple[float, float]]:
        """Return the shortest usual scale that holds the answers to each construct's items."""
        blocks = {} if model is None else {part.name: part.items for part in model.constructs}
        return {
            name: _usual(self.ends[item] for item in items)
            for name, items in blocks.items()
            if items and set(items) <= set(self.ends)
        }

    def model(self, spec: str, typed: str) -> str:
        """Return the model that was picked, or the typed one."""
        return self.texts.get(spec, typed)


def parsed(written: str) -> PathModel | None:
    """Return a model, or nothing where the text is none; the call that reads it says why."""
    answer = attempt(lambda: PathModel.from_syntax(written)).answer
    return answer if answer is not None and not attempt(answer.layers).error else None


def _usual(ends: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """Return the first usual scale that holds all these answers, else their own ends."""
    lows, highs = zip(*ends, strict=True)
    low, high = min(lows), max(highs)
    return next(((a, b) for a, b in SCALES if a <= low and high <= b), (low, high))


def _index(names: Sequence[str]) -> str:
    """Return the model of the satisfaction index where its items are there."""
    lines = []
    for construct, known in INDEX.items():
        found = [
            [f"{prefix}{number}" for number in range(1, count + 1)]
            for prefix, count in known.items()
        ]
        block = next((items for items in found if set(items) <= set(names)), None)
        if block is None:
            return ""
        lines.append(f"{construct} =~ {' + '.join(block)}")
    lines += ARROWS
    if "CUSCO" in names:
        lines[-1] += " + CUSCO"
        lines.append("CUSCO ~ satisfaction")
    return "\n".join(lines)


def _blocks(names: Sequence[str]) -> dict[str, list[str]]:
    """Group columns that differ in their number only, such as ``trust_1`` and ``trust_2``."""
    found: dict[str, list[str]] = {}
    for name in names:
        match = _NUMBERED.fullmatch(name)
        if match:
            found.setdefault(match[1].rstrip("_."), []).append(name)
    several = {
        (f"{block}_all" if block in names else block): items[:_MOST_ITEMS]
        for block, items in found.items()
        if len(items) > 1
    }
    return dict(list(several.items())[:_MOST_BLOCKS])


def _of_blocks(blocks: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return models whose arrows follow the order of the columns."""
    if len(blocks) < 2:
        return {}
    names = list(blocks)
    measured = [f"{name} =~ {' + '.join(items)}" for name, items in blocks.items()]
    chain = [f"{after} ~ {name}" for name, after in itertools.pairwise(names)]
    last = [f"{names[-1]} ~ {' + '.join(names[:-1])}"]
    return {"chain": "\n".join([*measured, *chain]), "last": "\n".join([*measured, *last])}
