"""The statements of the maturity audit, with the lists of the sources that each comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from cxlab._core.i18n import N_, _, language, listing, localized
from cxlab._core.labels import Labels
from cxlab._core.references import cite
from cxlab._core.resources import read_yaml
from cxlab._core.result import Result
from cxlab.frameworks._entry import bracket

TOP = 4  # the highest level; the lowest is 0


@dataclass(frozen=True)
class Statement:
    """A statement of the audit, its area, and the entries of the sources' lists that it covers."""

    name: str
    area: str
    text: Mapping[str, str]
    covers: Mapping[str, tuple[int, ...]]


@dataclass(frozen=True)
class Bank:
    """Statements by name, readers' names of areas and statements, levels in words, lists."""

    statements: Mapping[str, Statement]
    areas: Labels
    levels: tuple[Mapping[str, str], ...]
    lists: Mapping[str, Mapping[str, Any]]

    @property
    def labels(self) -> Labels:
        """Readers' names of areas and statements."""
        return {**self.areas, **{name: each.text for name, each in self.statements.items()}}

    @property
    def sources(self) -> tuple[str, ...]:
        """Keys of the sources of the lists, each once."""
        return tuple(dict.fromkeys(each["source"] for each in self.lists.values()))

    def of(self, area: str) -> list[str]:
        """Return the statements of an area."""
        return [name for name, each in self.statements.items() if each.area == area]

    def anchors(self) -> str:
        """Write the levels in one line."""
        words = [f"{place} {localized(text)}" for place, text in enumerate(self.levels)]
        return ("；" if language() == "zh" else "; ").join(words)

    def origin(self, name: str) -> str:
        """Say which entries of which lists a statement comes from: "five practices (2)"."""
        return listing(
            bracket(localized(self.lists[key]["label"]), listing(places))
            for key, places in self.statements[name].covers.items()
        )


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class MaturityForm(Result):
    """The blank form of the audit: one row per statement, ``answer`` empty."""

    bank: Bank

    title = N_("Maturity audit: how far does your firm manage the experience?")
    drawing = "cxlab.plots:words"

    @property
    def references(self) -> tuple[str, ...]:
        """The sources of the lists."""
        return tuple(map(cite, self.bank.sources))

    def tidy(self) -> pd.DataFrame:
        """Return one row per statement with its text in the language in use."""
        names = list(self.bank.statements)
        return self.table.assign(
            area=[localized(self.bank.areas[self.bank.statements[name].area]) for name in names],
            text=[localized(self.bank.statements[name].text) for name in names],
            source=[self.bank.origin(name) for name in names],
        )[["term", "area", "text", "answer", "source"]]

    def headline(self) -> str:
        """Count statements and areas."""
        return _("{count} statements in {areas} areas, each answered 0 to {top}").format(
            count=len(self.bank.statements), areas=len(self.bank.areas), top=TOP
        )

    def explain(self) -> str:
        """Give the levels, and say how to fill the form in."""
        return _(
            "Levels: {levels}. Leave a statement empty if you do not know. The statements "
            "sum up {lists} lists of the sources in our own words; the areas and the "
            "levels are this kit's."
        ).format(levels=self.bank.anchors(), lists=len(self.bank.lists))

    def labelled(self) -> pd.DataFrame:
        """Return the form with the statement as the row's name."""
        rows = self.tidy()
        return rows.drop(columns="text").assign(label=rows["text"], answer="")

    def drawn(self) -> pd.DataFrame:
        """Return the form to print: area, statement, boxes to tick."""
        rows = self.labelled()
        boxes = "   ".join(map(str, range(TOP + 1)))
        return rows[["term", "label", "area"]].assign(answer=boxes)


def maturity_form() -> MaturityForm:
    """Return the blank form of the maturity audit, to print, hand out or fill in.

    Returns
    -------
    MaturityForm
        ``tidy()`` has a row per statement: ``term`` (its name), ``area``, ``text``, ``answer``
        (empty) and ``source``, the lists it comes from. Saved with ``to_excel``, filled in and
        read again, it goes into :func:`maturity`.

    Examples
    --------
    >>> form = maturity_form().tidy()
    >>> form["term"].tolist()[:2], form["answer"].isna().all()
    (['shared_goal', 'owner'], np.True_)
    """
    held = bank()
    table = pd.DataFrame({"term": list(held.statements)})
    table["answer"] = pd.array([pd.NA] * len(table), dtype="Int64")
    return MaturityForm(table=table, n=0, labels=held.labels, bank=held)


@cache
def bank() -> Bank:
    """Return the statements of the kit."""
    read = read_yaml(Path(__file__).with_name("maturity.yaml"))
    statements = {
        each["id"]: Statement(
            each["id"],
            area["name"],
            {"en": each["en"], "zh": each["zh"]},
            {key: tuple(places) for key, places in each["from"].items()},
        )
        for area in read["areas"]
        for each in area["statements"]
    }
    areas = {area["name"]: area["label"] for area in read["areas"]}
    return Bank(statements, areas, tuple(read["levels"]), read["lists"])
