"""Count what a unit holds: words in both languages, code cells, exercises, tested outputs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cxlab._core.i18n import N_, _, paragraph
from cxlab._core.result import Result
from cxlab.teach._unit import Unit, chosen, read

if TYPE_CHECKING:
    import pandas as pd

LIMITS = {
    "words_en": (1_200, 2_000),
    "words_zh": (1_200, 2_000),
    "code_cells": (12, 25),
    "exercises": (3, 10),
    "tested_cells": (3, 25),
}
HAN_PER_WORD = 1.6  # Chinese characters that say as much as one English word
_MARKUP = (r"```.*?```", r"`[^`]*`", r"\$\$.*?\$\$", r"\$[^$\n]*\$", r"\]\([^)]*\)", r"<[^>]*>")


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class OutlineResult(Result):
    """What units hold, and which limits they miss."""

    title = N_("Outline of the units")
    drawing = "cxlab.plots:bars"

    def headline(self) -> str:
        """Count the units that keep all limits."""
        kept = len(self.table) - len({name for name, *_rest in self._missed()})
        return _("{kept} of {count} units keep every limit").format(
            kept=kept, count=len(self.table)
        )

    @property
    def faults(self) -> tuple[str, ...]:
        """The limits that are missed, one sentence each."""
        return tuple(
            _("{unit}: {value} {column}; {low}-{high} are wanted.").format(
                unit=name, value=value, column=column, low=low, high=high
            )
            for name, column, value, low, high in self._missed()
        )

    def explain(self) -> str:
        """Name the limits that are missed."""
        return paragraph((_("{headline}.").format(headline=self.headline()), *self.faults))

    def drawn(self) -> pd.DataFrame:
        """Return the English words per unit as ``estimate``."""
        return self.labelled().rename(columns={"words_en": "estimate"})

    def _missed(self) -> list[tuple[str, str, int, int, int]]:
        rows = self.table.to_dict("records")
        return [
            (str(row["term"]), column, int(row[column]), low, high)
            for row in rows
            for column, (low, high) in LIMITS.items()
            if not low <= row[column] <= high
        ]


def outline(units: str | Path | Iterable[str | Path] | None = None) -> OutlineResult:
    """Count words, cells and exercises of units.

    Parameters
    ----------
    units
        Names or folders of units; all units of the course when absent.

    Returns
    -------
    OutlineResult
        ``tidy()`` has one row per unit: words_en, words_zh (characters / 1.6), code_cells (of the
        students' copy), exercises, tested_cells (whose output nbval compares), minutes; ``faults``
        lists the limits that are missed.

    Raises
    ------
    SpecError
        A unit breaks the format.
    """
    import pandas as pd

    found = [read(folder) for folder in chosen(units)]
    rows = [
        {
            "term": unit.name,
            "words_en": _words(unit, "en"),
            "words_zh": _words(unit, "zh"),
            "code_cells": len(unit.code()),
            "exercises": sum("exercise" in cell.tags for cell in unit.cells),
            "tested_cells": sum("check-output" in cell.tags for cell in unit.code()),
            "minutes": unit.minutes,
        }
        for unit in found
    ]
    columns = ["term", *LIMITS, "minutes"]
    labels = {unit.name: unit.title for unit in found}
    return OutlineResult(table=pd.DataFrame(rows, columns=columns), n=0, labels=labels)


def count_words(text: str) -> int:
    """Count the words of a text; Chinese characters count as 1 / 1.6 words.

    Code, formulas, markup and the targets of links are not words.

    Examples
    --------
    >>> count_words("Two **words**"), count_words("一二三四五六七八")
    (2, 5)
    """
    for pattern in _MARKUP:
        text = re.sub(pattern, " ", text, flags=re.DOTALL)
    han = len(re.findall(r"[\u4e00-\u9fff]", text))
    latin = len(re.findall(r"[A-Za-z0-9À-ž][\w'’.,%-]*", re.sub(r"[\u4e00-\u9fff]", " ", text)))
    return round(han / HAN_PER_WORD + latin)


def _words(unit: Unit, lang: str) -> int:
    texts = (cell.source for cell in unit.cells if cell.lang == lang and cell.kept)
    return sum(count_words(text) for text in texts)
