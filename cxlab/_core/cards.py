"""Data cards: what a data set is, what its columns mean, its source, and what is true of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from cxlab._core.columns import show
from cxlab._core.i18n import _, listing, localized
from cxlab._core.labels import Labels
from cxlab._core.references import cite
from cxlab._core.resources import read_yaml


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
    package: str = ""
    file: str = ""

    @classmethod
    def read(cls, path: Path) -> Card:
        """Read ``card.yaml``."""
        entry = read_yaml(path)
        return cls(**{**entry, "sources": tuple(entry.get("sources", ()))})

    @property
    def labels(self) -> Labels:
        """Readers' names of the columns."""
        return {name: column["label"] for name, column in self.columns.items()}

    def __repr__(self) -> str:
        lines = [localized(self.title), localized(self.about)]
        lines += [f"  {name}: {' · '.join(filter(None, cells))}" for name, *cells in self._rows()]
        return "\n".join([*lines, *self._basis()])

    def _repr_html_(self) -> str:
        head = "".join(f"<th style='text-align:left'>{escape(word)}</th>" for word in _headings())
        body = "".join(
            "<tr>"
            + "".join(f"<td style='text-align:left'>{escape(cell)}</td>" for cell in row)
            + "</tr>"
            for row in self._rows()
        )
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        columns = _("{count} columns").format(count=len(self.columns))
        title = f"<p><strong>{escape(localized(self.title))}</strong></p>"
        return (
            f'<div class="cxlab" style="max-width:60em">{title}'
            f"<p>{escape(localized(self.about))}</p>"
            f"<details><summary>{escape(columns)}</summary>{table}</details>"
            + "".join(f"<p>{escape(line)}</p>" for line in self._basis())
            + "</div>"
        )

    def _rows(self) -> list[tuple[str, str, str]]:
        rows = []
        for name, column in self.columns.items():
            span = f"{column['low']:g}–{column['high']:g}" if "low" in column else ""
            unit = localized(column["unit"]) if "unit" in column else ""
            rows.append((name, localized(column["label"]), " ".join(filter(None, (span, unit)))))
        return rows

    def _basis(self) -> list[str]:
        lines = [localized(self.licence)]
        if self.generated:
            lines.append(_("A generated world: no row stands for a real person."))
        for outcome, effects in self.truth.items():
            words = listing(f"{name} {show(value)}" for name, value in effects.items())
            lines.append(_("Truth of {outcome}: {effects}").format(outcome=outcome, effects=words))
        return lines + [cite(key) for key in self.sources]


def _headings() -> tuple[str, str, str]:
    return _("column"), _("meaning"), _("range")
