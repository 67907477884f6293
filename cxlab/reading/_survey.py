"""A survey that was read: clean answers, what each column is, every change, and their quality."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pandas as pd

from cxlab._core import html
from cxlab._core.errors import SpecError
from cxlab._core.i18n import _, listing, localized, paragraph
from cxlab.reading._layouts.words import PLATFORMS
from cxlab.reading._log import noted
from cxlab.reading._quality.table import SEVERAL
from cxlab.reading._result import Table

if TYPE_CHECKING:
    from cxlab.instruments import Instrument
    from cxlab.reading._items.item_map import ItemMap
    from cxlab.reading._quality.result import Quality


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Survey(Table):
    """A survey as clean answers, with its items, its log and its quality.

    Parameters
    ----------
    data
        One row per respondent; columns that belong to an item of the instrument carry its name.
        Reversed items stand as they were answered: :func:`cxlab.instruments.score` reverses them.
    items
        One row per column of ``data``: ``column``, ``source`` (its name in the file), ``text``
        (the question), ``kind``, ``item`` (of the instrument), ``mode``, ``dimension``, ``how``
        (found by ``name``, ``text`` or ``mapping``), ``match`` (0-1), ``scale_low``,
        ``scale_high``, ``reversed``, ``n``, ``n_missing``, ``block`` (questions asked together).
    quality
        The quality of the answers; ``None`` where no block of answers on one scale was found.
    mapping
        Which column was which item, ready to be saved and used for the next file.
    layout
        The platform that exported the file; empty for any other table.
    roles
        Columns about the answering itself: ``id``, ``submitted``, ``duration``, ``finished`` …
    instrument
        The questionnaire whose items were looked for, if one was named.
    lines
        Line of the file of each respondent who was read, as Excel numbers them, by the index of
        ``data``: ``survey.lines[survey.quality.rows("straight")]`` are lines to look at.
    """

    items: pd.DataFrame
    mapping: ItemMap
    quality: Quality | None = None
    layout: str = ""
    roles: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    instrument: Instrument | None = None
    lines: pd.Series = field(default_factory=lambda: pd.Series(name="line", dtype="int64"))

    def without(self, *flags: str) -> Survey:
        """Return the survey without the respondents that any of these flags marks, and log it.

        Leaves out those whom ``quality.rows`` picks.

        Parameters
        ----------
        flags
            Names of ``quality.flags``, such as ``"straight"``; without any, those with two kinds
            of carelessness or more are left out.

        Returns
        -------
        Survey
            ``data`` keeps its index, so that rows can be found again; ``quality`` is still the
            report on the whole file.

        Raises
        ------
        SpecError
            There is no such flag, no quality report, or nobody would be left.
        """
        if self.quality is None:
            raise SpecError(
                _(
                    "There is no quality report: no block of answers on one scale was found. Name "
                    "the columns with cx.reading.quality(survey.data, [...])."
                )
            )
        picks = {name: self.quality.rows(name) for name in flags} or {SEVERAL: self.quality.rows()}
        left, log = self.data, self.log
        for name, marked in picks.items():
            rows = left.index.intersection(marked.index[marked])
            left = left.drop(index=rows)
            there = self.lines.reindex(rows).dropna()
            first = int(there.iloc[0]) if len(there) else None
            log = noted(log, "without", rows=len(rows), first=first, before=name)
        if left.empty:
            raise SpecError(
                _("The flags {flags} mark every respondent, so nobody is left.").format(
                    flags=listing(map(repr, picks))
                )
            )
        return replace(self, data=left, log=log)

    def _what(self) -> list[str]:
        return [*super()._what(), _(PLATFORMS[self.layout]) if self.layout in PLATFORMS else ""]

    def explain(self) -> str:
        """Say in a short paragraph what the file was, what was changed and what to look at."""
        quality = self.quality.explain() if self.quality is not None else ""
        return paragraph([super().explain(), self._found(), quality])

    def _found(self) -> str:
        if self.instrument is None:
            return ""
        wanted = self.instrument.columns()
        there = sum(name in self.data for name in wanted)
        return _("{there} of {all} columns of {title} were found.").format(
            there=there, all=len(wanted), title=localized(self.instrument.title)
        )

    def _more(self) -> str:
        quality: Any = self.quality
        return html.fold(_("Quality of the answers"), quality._repr_html_()) if quality else ""

    def to_csv(self, path: str | Path) -> Path:
        """Write the answers as CSV for Excel, and their codebook as JSON beside it."""
        from cxlab.reading._writing.csv import write_csv

        return write_csv(self, path)

    def to_excel(self, path: str | Path) -> Path:
        """Write answers, codebook, log and quality as sheets of a workbook."""
        from cxlab.reading._writing.excel import write_excel

        return write_excel(self, path)

    def to_parquet(self, path: str | Path) -> Path:
        """Write the answers as Parquet, types and labels included."""
        from cxlab.reading._writing.parquet import write_parquet

        return write_parquet(self, path)

    def to_sav(self, path: str | Path) -> Path:
        """Write the answers as an SPSS file, questions and answer words as its labels."""
        from cxlab.reading._writing.statistical import write_sav

        return write_sav(self, path)

    def to_stata(self, path: str | Path) -> Path:
        """Write the answers as a Stata file, questions and answer words as its labels."""
        from cxlab.reading._writing.statistical import write_stata

        return write_stata(self, path)
