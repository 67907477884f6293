"""The triangle law: satisfaction is experience minus expectation, type by type."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from cxlab._core.errors import DataError, warn
from cxlab._core.i18n import N_, _, listing, paragraph, shortlist
from cxlab._core.numerals import signed
from cxlab._core.result import Result
from cxlab._core.validate import complete, confidence, numeric, within
from cxlab.frameworks._means import group_of, mean_rows, parts, t_rows
from cxlab.frameworks._types import type_labels, types_of

TOTAL = "total"


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class SatisfactionResult(Result):
    """Experience, expectation and their difference for every experience type, and in all."""

    title = N_("Satisfaction: experience minus expectation")
    sources = ("li_2005", "oliver_1980")
    units = MappingProxyType({"df": "count"})

    @property
    def drawing(self) -> str:  # type: ignore[override]
        """The dumbbell; with groups, dots of the difference."""
        return "cxlab.plots:dots" if self._grouped else "cxlab.plots:dumbbell"

    @property
    def key(self) -> tuple[str, ...]:
        """The type that falls furthest short, weighted by importance where given; several if tied.

        With groups, the types that do so in any of the groups.
        """
        weight = "weighted" if "weighted" in self.table else "estimate"
        types = self._types()
        groups = [rows for _name, rows in types.groupby("group")] if self._grouped else [types]
        tied = [rows.loc[np.isclose(rows[weight], rows[weight].min()), "term"] for rows in groups]
        return tuple(dict.fromkeys(term for terms in tied for term in terms))

    def label(self, term: str) -> str:
        """Return a type as a reader should see it."""
        return _("all types") if term == TOTAL else super().label(term)

    def summary(self) -> dict[str, Any]:
        """Return the key experience."""
        return {"key": listing(self.key)}

    def headline(self) -> str:
        """State which type falls furthest short of what was expected."""
        types = self._types()
        worst = types.sort_values("estimate", kind="stable").iloc[0]
        value = signed(worst["estimate"])
        if worst["estimate"] >= 0:
            return _("Every type meets its expectation; least to spare: {name} ({value})").format(
                name=self.label(worst["term"]), value=value
            )
        if self._grouped:
            return _("Furthest short of expectation: {name} in {group} ({value})").format(
                name=self.label(worst["term"]), group=worst["group"], value=value
            )
        rows = types[types["term"].isin(self.key)]
        name = listing(self.label(term) for term in rows["term"])
        if "weighted" in rows:
            return _(
                "Key experience: {name}, satisfaction {value} × importance {weight:.2f} = {product}"
            ).format(
                name=name,
                value=signed(rows["estimate"].iloc[0], 2),
                weight=rows["importance"].iloc[0],
                product=signed(rows["weighted"].iloc[0]),
            )
        return _("Furthest short of expectation: {name} ({value})").format(name=name, value=value)

    def explain(self) -> str:
        """Say which types fall short or surpass beyond chance, and what it adds up to."""
        return paragraph(
            [
                self._verdict(),
                self._in_all(),
                _(
                    "Both answers come from the same person, often after the event, when the "
                    "experience has already coloured the memory of what was expected: compare "
                    "types rather than trust the level."
                ),
            ]
        )

    @property
    def advice(self) -> str:
        """Where to look next."""
        return _("Whether the difference predicts an outcome is tested by confirmation_test().")

    def drawn(self) -> pd.DataFrame:
        """Return the types without the total."""
        rows = self.labelled()
        return rows[rows["term"] != TOTAL]

    def plot_options(self) -> dict[str, Any]:
        """Words of the dumbbell, or of the dots."""
        if self._grouped:
            return {"axis": _("experience minus expectation (points)"), "lines": (0.0,)}
        return {
            "start": "expectation",
            "end": "experience",
            "words": (_("expectation"), _("experience")),
            "axis": _("points on the scale"),
        }

    @property
    def _grouped(self) -> bool:
        return "group" in self.table

    def _types(self) -> pd.DataFrame:
        return self.table[self.table["term"] != TOTAL]

    def _verdict(self) -> str:
        """Sort the types by what their intervals say."""
        types = self._types()
        names = list(dict.fromkeys(types["term"]))
        short = types["conf_high"] < 0
        if self._grouped:
            always = types["term"].map(short.groupby(types["term"]).all())
            return _(
                "Below expectation in every group: {all}; in some groups only: {some}."
            ).format(
                all=self._names(names, types.loc[always, "term"]),
                some=self._names(names, types.loc[short & ~always, "term"]),
            )
        above = types["conf_low"] > 0
        return _("Below expectation: {short}; above: {above}; no clear difference: {rest}.").format(
            short=self._names(names, types.loc[short, "term"]),
            above=self._names(names, types.loc[above, "term"]),
            rest=self._names(names, types.loc[~short & ~above, "term"]),
        )

    def _names(self, names: list[str], chosen: pd.Series) -> str:
        return listing(self.label(name) for name in names if name in set(chosen)) or _("none")

    def _in_all(self) -> str:
        rows = self.table[self.table["term"] == TOTAL].sort_values("estimate")
        least, most = rows.iloc[0], rows.iloc[-1]
        if self._grouped:
            return _(
                "Over all types satisfaction runs from {low} in {least} to {high} in {most}."
            ).format(
                low=signed(least["estimate"], 2),
                least=least["group"],
                high=signed(most["estimate"], 2),
                most=most["group"],
            )
        text = (
            _("Over all types, weighted by importance, satisfaction is {value} ({low} to {high}).")
            if "weighted" in self.table
            else _("Over all types satisfaction is {value} ({low} to {high}).")
        )
        return text.format(
            value=signed(least["estimate"], 2),
            low=signed(least["conf_low"], 2),
            high=signed(least["conf_high"], 2),
        )


def satisfaction(
    data: pd.DataFrame,
    *,
    experience: str = "x_",
    expectation: str = "e_",
    importance: str | None = None,
    by: str | None = None,
    conf: float = 0.95,
) -> SatisfactionResult:
    """Estimate satisfaction per experience type by the triangle law: S = X - E.

    Parameters
    ----------
    data
        One row per respondent.
    experience, expectation
        Prefixes of the columns: ``x_price`` and ``e_price`` are one type.
    importance
        Prefix of the importance columns, such as ``"w_"``; zero or more.
    by
        Column of groups; each is estimated by itself.
    conf
        Confidence level of the intervals.

    Returns
    -------
    SatisfactionResult
        ``tidy()`` has a row per type and a row ``total``: ``experience expectation estimate`` (S,
        points of the scale) with its paired t interval and test, ``n``; with importance also its
        mean and ``weighted`` (importance times estimate).

    Raises
    ------
    DataError
        A column is absent or holds text, an importance is negative, or no row is complete.

    Notes
    -----
    Rows with a missing answer in any of the columns, or in ``by``, are left out. The total is the
    mean over types; with importance it is sum(w S) / sum(w) at the means, and its standard error
    (by linearisation) counts the uncertainty of the weights too.

    Examples
    --------
    >>> answers = pd.DataFrame({"x_price": [7, 6, 8], "e_price": [7, 7, 7]})
    >>> satisfaction(answers).tidy()[["term", "experience", "expectation", "estimate"]]
        term  experience  expectation  estimate
    0  price         7.0          7.0       0.0
    1  total         7.0          7.0       0.0
    """
    conf = confidence(conf)
    prefixes = [experience, expectation] + ([importance] if importance is not None else [])
    types = types_of(data, *prefixes)
    values = numeric(data, [prefix + name for prefix in prefixes for name in types])
    if importance is not None:
        for name in types:
            within(values[importance + name], 0, np.inf)
    groups, values = group_of(data, by), values.reset_index(drop=True)
    answers, dropped = complete(values if groups is None else values.assign(**{str(by): groups}))
    if groups is not None and (sizes := groups[answers.index].value_counts()).min() == 1:
        warn(
            _("Groups of one row have no interval: {names}.").format(
                names=shortlist(map(str, sizes.index[sizes == 1]), 6)
            )
        )
    if groups is None and len(answers) == 1:
        warn(_("One respondent has no spread, so there is no interval. Ask more of them."))
    tables = []
    for group, part in parts(answers, groups):
        blocks = [
            part[[prefix + name for name in types]].set_axis(types, axis=1) for prefix in prefixes
        ]
        tables.append(_one(blocks, types, conf, group))
    return SatisfactionResult(
        table=pd.concat(tables, ignore_index=True),
        n=len(answers),
        n_dropped=len(data) - len(answers),
        dropped=dropped,
        conf=conf,
        labels=type_labels(data, types, experience),
    )


def _one(blocks: list[pd.DataFrame], types: list[str], conf: float, group: str) -> pd.DataFrame:
    """Estimate one group from its frames of experience, expectation and perhaps importance."""
    gap = blocks[0] - blocks[1]
    ones = pd.DataFrame(1.0, index=gap.index, columns=types)
    weight = blocks[2] if len(blocks) == 3 else ones
    if not weight.to_numpy().any():
        raise DataError(_("All importance answers are zero. Check the columns, or leave them out."))
    level = weight.mean() / weight.mean().mean()
    n = np.array([len(gap)])
    total = float((level * gap.mean()).mean())
    pull = (level * gap + (weight / weight.mean().mean() - level) * (gap.mean() - total)).mean(
        axis=1
    )
    table = pd.concat(
        [
            mean_rows(gap, conf, group),
            t_rows([TOTAL], np.array([total]), np.array([pull.sem()]), n, conf, group),
        ],
        ignore_index=True,
    )
    at = list(table.columns).index("estimate")
    for place, (name, block) in enumerate(zip(("experience", "expectation"), blocks, strict=False)):
        means = block.mean()
        table.insert(at + place, name, [*means, (level * means).mean()])
    if len(blocks) == 3:
        means = weight.mean()
        table["importance"] = [*means, means.mean()]
        table["weighted"] = table["importance"] * table["estimate"]
    return table
