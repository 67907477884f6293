"""The contract every answer keeps: a tidy frame, words, a picture and its sources."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar

from cxlab._core import html
from cxlab._core.columns import GLOSSARY, heading
from cxlab._core.i18n import _, shortlist
from cxlab._core.labels import Labels, label
from cxlab._core.numerals import show
from cxlab._core.references import cite

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

MOST_REASONS = 5  # columns a footer names


def resamples(boot: int) -> list[str]:
    """Say the number of resamples as a line of notes; no line without any."""
    return [_("{boot:,} resamples").format(boot=boot)] if boot else []


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Result:
    """A frozen answer. Subclasses add fields, ``headline`` and ``explain``; nothing comes later.

    Parameters
    ----------
    table
        The tidy frame, one row per term, full precision; columns out of ``_core/columns/``.
    n, n_dropped
        Rows counted after exclusions, and rows left out.
    dropped
        Missing answers per column, the reason of ``n_dropped``.
    conf
        Confidence level of ``conf_low`` and ``conf_high``.
    labels
        Readers' names of the terms, ``{"term": {"en": …, "zh": …}}``.
    """

    table: pd.DataFrame
    n: int
    n_dropped: int = 0
    dropped: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    conf: float = 0.95
    labels: Labels = field(default_factory=lambda: MappingProxyType({}))

    title: ClassVar[str] = ""  # marked with N_, translated when shown
    drawing: ClassVar[str] = ""  # "module:function" of the view, imported only when drawn
    sources: ClassVar[tuple[str, ...]] = ()  # keys of references.yaml
    units: ClassVar[Mapping[str, str]] = {}  # unit of a column where it differs from the glossary
    words: ClassVar[Mapping[str, str]] = {}  # codes in text columns, each in words marked with N_
    unshown: ClassVar[tuple[str, ...]] = ()  # columns of the table that readers are not shown

    def tidy(self) -> pd.DataFrame:
        """Return the table as a copy: one row per term, full precision."""
        return self.table.copy()

    def glance(self) -> pd.DataFrame:
        """Return one row about the whole answer."""
        import pandas as pd

        return pd.DataFrame([{"n": self.n, "n_dropped": self.n_dropped, **self.summary()}])

    def summary(self) -> dict[str, Any]:
        """Further fields of ``glance``; subclasses override it."""
        return {}

    def headline(self) -> str:
        """State the finding in one line, as the title of the picture."""
        return _(self.title)

    def explain(self) -> str:
        """Say in a short paragraph what was found, with numbers, and what is weak about it."""
        raise NotImplementedError

    @property
    def advice(self) -> str:
        """What to look at next; empty where nothing stands out."""
        return ""

    @property
    def references(self) -> tuple[str, ...]:
        """The sources of the method, ready to print."""
        return tuple(cite(key) for key in self.sources)

    def label(self, term: str) -> str:
        """Return a term as a reader should see it, in the language in use."""
        return label(self.labels, term)

    def word(self, value: Any) -> Any:
        """Return a code of the table (``at_risk``) in words; other values stand as they are."""
        return _(self.words[value]) if isinstance(value, str) and value in self.words else value

    def labelled(self) -> pd.DataFrame:
        """Return ``tidy()`` with a column ``label``: what views draw."""
        return self.tidy().assign(label=[self.label(term) for term in self.table["term"]])

    def drawn(self) -> pd.DataFrame:
        """Return the frame the view draws; subclasses override it if it is not ``labelled()``."""
        return self.labelled()

    def plot_options(self) -> dict[str, Any]:
        """Words and switches the view needs beside the frame; subclasses override it."""
        return {}

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the answer.

        Parameters
        ----------
        ax
            Axes to draw on; a new figure when absent.

        Returns
        -------
        matplotlib.axes.Axes
        """
        module, function = self.drawing.split(":")
        draw = getattr(importlib.import_module(module), function)
        return draw(self.drawn(), ax=ax, title=self.headline(), n=self.n, **self.plot_options())

    def notes(self) -> list[str]:
        """Short lines about the basis: n, what was dropped and why, the confidence level."""
        lines = [f"n = {self.n:,}"] if self.n else []
        if self.n_dropped:
            reasons = shortlist(self._reasons(), MOST_REASONS)
            lines.append(
                _("{count} rows left out (missing answers: {reasons})").format(
                    count=self.n_dropped, reasons=reasons
                )
                if reasons
                else _("{count} rows left out").format(count=self.n_dropped)
            )
        if "conf_low" in self.table and self.table["conf_low"].notna().any():
            lines.append(_("{conf:.0%} intervals").format(conf=self.conf))
        return lines

    def _reasons(self) -> list[str]:
        """Name the columns whose answers are missing, the emptiest first."""
        text = _("{name} {value}")
        return [
            text.format(name=label(self.labels, name), value=n)
            for name, n in sorted(self.dropped.items(), key=lambda each: -each[1])
        ]

    def shown(self) -> pd.DataFrame:
        """Return the table as readers see it: labels, headings and rounding.

        Columns that are ``unshown`` are left out, and ends of intervals that are not there.
        """
        table = self.labelled().drop(columns=[*self.unshown])
        ends = [name for name in map(str, table) if name.endswith(("std_error", "_low", "_high"))]
        table = table.drop(columns=[name for name in ends if table[name].isna().all()])
        table["term"] = table.pop("label")
        for name in table.columns.drop("term"):  # a term may be called like a code
            unit = self.units.get(name) or (GLOSSARY[name].unit if name in GLOSSARY else "number")
            table[name] = [show(self.word(value), unit) for value in table[name]]
        return table.rename(columns=heading)

    def __repr__(self) -> str:
        return "\n".join([_(self.title), self.shown().to_string(index=False), *self.notes()])

    def _repr_html_(self) -> str:
        return html.page(
            html.caption(_(self.title)),
            html.table(self.shown()),
            html.small(" · ".join(self.notes())),
            html.line(self.explain()),
            html.line(self.advice),
            html.sources(self.references),
        )
