"""Data cards: what a data set is, what its columns mean, its source, and what is true of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxlab._core import html
from cxlab._core.i18n import _, listing, localized, paragraph
from cxlab._core.labels import Labels
from cxlab._core.references import cite
from cxlab._core.resources import read_yaml

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Card:
    """The card of a data set, in both languages.

    Parameters
    ----------
    name, title, about, licence
        What the data are; texts as ``{"en": …, "zh": …}``.
    columns
        Per column: ``label``, and where they apply ``low``, ``high`` and ``unit``.
    sources
        Keys of the references.
    generated
        True for a simulated world: no person stands behind a row.
    truth
        What the simulator put in, by outcome; empty for real data.
    constructs
        Readers' names of what columns measure together, where models name it.
    package, file
        The optional package that carries the data, and the file inside it; empty when the kit does.
    """

    name: str
    title: Mapping[str, str]
    about: Mapping[str, str]
    licence: Mapping[str, str]
    columns: Mapping[str, Mapping[str, Any]]
    sources: tuple[str, ...] = ()
    generated: bool = False
    truth: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    constructs: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    package: str = ""
    file: str = ""

    @classmethod
    def read(cls, path: Path) -> Card:
        """Read ``card.yaml``."""
        entry = read_yaml(path)
        return cls(**{**entry, "sources": tuple(entry.get("sources", ()))})

    @property
    def labels(self) -> Labels:
        """Readers' names of the columns and the constructs."""
        columns = {name: column["label"] for name, column in self.columns.items()}
        return {**self.constructs, **columns}

    @property
    def scales(self) -> dict[str, tuple[float, float]]:
        """Low and high end of the columns that were asked on a scale."""
        return {
            name: (float(column["low"]), float(column["high"]))
            for name, column in self.columns.items()
            if {"low", "high"} <= set(column)
        }

    def __repr__(self) -> str:
        lines = [localized(self.title), localized(self.about)]
        rows = self._rows().itertuples(index=False, name=None)
        lines += [f"  {name}: {' · '.join(filter(None, cells))}" for name, *cells in rows]
        return "\n".join([*lines, *self._basis(), *self._truths(), *map(cite, self.sources)])

    def _repr_html_(self) -> str:
        count = _("{count} columns").format(count=len(self.columns))
        truths = "".join(html.line(text) for text in self._truths())
        return html.page(
            html.caption(localized(self.title)),
            html.line(localized(self.about)),
            html.fold(count, html.table(self._rows())),
            html.fold(_("The truth behind the data"), truths) if truths else "",
            html.small(paragraph(self._basis())),
            html.sources(map(cite, self.sources)),
        )

    def _rows(self) -> pd.DataFrame:
        import pandas as pd

        rows = []
        for name, column in self.columns.items():
            span = f"{column['low']:g}–{column['high']:g}" if "low" in column else ""
            unit = localized(column["unit"]) if "unit" in column else ""
            rows.append((name, localized(column["label"]), paragraph((span, unit))))
        return pd.DataFrame(rows, columns=[_("column"), _("meaning"), _("range")])

    def _basis(self) -> list[str]:
        world = _("A generated world: no row stands for a real person.")
        return [localized(self.licence), *([world] if self.generated else [])]

    def _truths(self) -> list[str]:
        text = _("Truth of {outcome}: {effects}")
        return [
            text.format(
                outcome=outcome,
                effects=listing(f"{name} {value:g}" for name, value in effects.items()),
            )
            for outcome, effects in self.truth.items()
        ]
