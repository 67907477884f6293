"""What comes out of a file: a clean frame, and the log of every change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from cxlab._core import html
from cxlab._core.i18n import _, listing, paragraph, shortlist
from cxlab._core.labels import short
from cxlab.reading import _overview
from cxlab.reading._log import LONGEST, RULES

PREVIEW = 5  # rows that a notebook shows
MOST = 100  # rows of the log that a notebook shows
LEAVING = ("id_repeated", "without")  # rules that leave rows of the file out


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Table:
    """A file as a clean frame, with the log of what was changed or doubted on the way.

    Parameters
    ----------
    data
        The frame: whole numbers as ``Int64``, others as floats, dates, yes and no, or text.
        ``attrs["labels"]`` holds the full text of long questions.
    log
        One row per change or doubt: ``rule``, ``kind`` (``mended``, ``warned``, ``kept`` or
        ``dropped``), ``column``, ``rows`` touched, ``first`` line of the file, ``before``,
        ``after``. Codes; :meth:`shown` puts them in words.
    format, encoding, delimiter, sheet
        What the file was; empty where it does not apply.
    """

    data: pd.DataFrame
    log: pd.DataFrame
    format: str
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""

    @property
    def n(self) -> int:
        """Rows of the frame."""
        return len(self.data)

    @property
    def _left(self) -> int:
        """Rows of the file that were left out since, as the log says."""
        return int(self.log.loc[self.log["rule"].isin(LEAVING), "rows"].sum())

    def _count(self, kind: str) -> int:
        """Count the rows of the overview of one kind."""
        kinds = self.log["kind"].to_numpy()
        return sum(kinds[places[0]] == kind for places in _overview.gathered(self.log))

    @property
    def doubts(self) -> int:
        """Rows of :meth:`overview` that ask for a look."""
        return self._count("warned")

    def headline(self) -> str:
        """Say in one line how much was read, and what asks for a look."""
        return _(
            "{n:,} rows and {columns} columns read; {mended} points handled, {doubts} to check"
        ).format(
            n=self.n + self._left,
            columns=self.data.shape[1],
            mended=self._count("mended"),
            doubts=self.doubts,
        )

    def explain(self) -> str:
        """Say in a short paragraph what the file was, what was changed and what to look at."""
        personal = self.log[self.log["rule"] == "personal"]
        warned = self.log[self.log["kind"] == "warned"].groupby("rule", sort=False)
        doubts = [_doubt(str(rule), entries["column"]) for rule, entries in warned]
        return paragraph(
            [
                _("The file ({what}) gave {n:,} rows and {columns} columns.").format(
                    what=listing(filter(None, self._what())),
                    n=self.n + self._left,
                    columns=self.data.shape[1],
                ),
                _("{left:,} of the rows were left out, as asked; {n:,} remain.").format(
                    left=self._left, n=self.n
                )
                if self._left
                else "",
                _("Points handled on the way: {count}; the log lists them.").format(
                    count=self._count("mended")
                )
                if self._count("mended")
                else _("Nothing had to be mended."),
                _("Personal data were left out: {columns}.").format(
                    columns=shortlist(personal["column"], 6)
                )
                if len(personal)
                else "",
                _("Please check: {doubts}.").format(doubts=shortlist(doubts, 4))
                if len(doubts)
                else _("Nothing needs a check."),
            ]
        )

    def _what(self) -> list[str]:
        sheet = _("sheet {name}").format(name=self.sheet) if self.sheet else ""
        other = self.delimiter not in ("", ",")
        separator = _("separator {sign}").format(sign=self.delimiter) if other else ""
        return [self.format, self.encoding, separator, sheet]

    def shown(self) -> pd.DataFrame:
        """Return the log in the language in use, a row for each entry."""
        return _overview.headed(_overview.in_words(self.log))

    def overview(self) -> pd.DataFrame:
        """Return the log in short: a row for what was found in several columns, doubts first.

        Columns are named in short, ``rows`` is a range over the columns, and ``first`` the first
        line of them all. ``log`` and :meth:`shown` keep a row for each entry.
        """
        return _overview.overview(self.log)

    def __repr__(self) -> str:
        log = self.overview().to_string(index=False) if len(self.log) else ""
        return "\n".join(filter(None, [self.headline(), log]))

    def _repr_html_(self) -> str:
        head = self.data.head(PREVIEW)
        preview = pd.DataFrame(
            {str(name): [_cell(value) for value in head[name]] for name in head.columns}
        )
        log = self.overview()
        return html.page(
            html.caption(self.headline()),
            html.line(self.explain()),
            self._more(),
            html.table(log.head(MOST)) if len(log) else "",
            html.small(_further(len(log) - MOST)),
            html.fold(_("The first rows"), html.table(preview)),
        )

    def _more(self) -> str:
        """Return what a notebook shows between the paragraph and the log."""
        return ""


def _further(count: int) -> str:
    if count < 1:
        return ""
    return _("{count:,} further entries: .log has them all.").format(count=count)


def _doubt(rule: str, columns: pd.Series) -> str:
    """Return a doubt in words, with the columns that it is about."""
    words, about = _(RULES[rule].words), [name for name in columns.unique() if name]
    if not about:
        return words
    return _("{words} [{columns}]").format(words=words, columns=shortlist(about, 2))


def _cell(value: Any) -> str:
    return "–" if pd.isna(value) else short(str(value), LONGEST)
