"""A file while its columns are looked at: what is known of each, by its name in the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from cxlab.instruments import Instrument
from cxlab.reading._files.sheet import Sheet
from cxlab.reading._items.answer_column import AnswerColumn, numeric
from cxlab.reading._items.item_map import ItemMap
from cxlab.reading._items.matching import Match
from cxlab.reading._items.scaled import Recoded
from cxlab.reading._log import Log


@dataclass
class Work:
    """A file while its columns are looked at; all by the name of the column in the file."""

    sheet: Sheet
    instrument: Instrument | None
    mapping: ItemMap
    log: Log
    told: dict[str, AnswerColumn]
    series: dict[str, pd.Series]
    texts: dict[str, str]
    found: dict[str, Match] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    scales: dict[str, Recoded] = field(default_factory=dict)

    def place(self, name: str) -> tuple[str, str, bool] | None:
        """Return mode, dimension and whether reversed of a column that is an item."""
        return self.item_of.get(self.names[name]) if name in self.found else None

    def own(self, given: Mapping[str, Any], name: str, default: Any) -> Any:
        """Return what a mapping says of a column, by its name in the file or its new one."""
        return given.get(name, given.get(self.names[name], default))

    def file_words(self, name: str) -> dict[float, str]:
        """Return the words that the file has for the numbers of a column."""
        if self.told[name].text:
            return {}
        words = self.sheet.words.get(name, {})
        return {code: str(word) for code, word in words.items() if numeric(code)}

    def put(self, name: str, told: AnswerColumn) -> None:
        """Take a changed column over, in the frame as well."""
        if told is self.told[name]:
            return
        self.told[name] = told
        live = told.live
        if told.text and not all(map(numeric, live)):
            self.series[name] = told.texts()
        elif all(map(numeric, live)) and all(float(value).is_integer() for value in live):
            self.series[name] = told.whole()
        else:
            self.series[name] = told.floats()

    @property
    def item_of(self) -> dict[str, tuple[str, str, bool]]:
        """Mode, dimension and whether reversed, by column of the instrument."""
        if self.instrument is None:
            return {}
        return {
            column: (mode.name, dimension.name, item.reversed)
            for mode in self.instrument.modes
            for column, (dimension, item) in zip(
                mode.columns, self.instrument._pairs(), strict=True
            )
        }
