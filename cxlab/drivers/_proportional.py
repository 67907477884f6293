"""Proportional odds: whether effects are the same at every threshold of an ordinal outcome."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from cxlab._core.columns import heading
from cxlab._core.errors import ModelError, SpecError
from cxlab._core.i18n import N_, _, listing, paragraph, shortlist
from cxlab._core.numerals import p_text, signed
from cxlab._core.result import Result
from cxlab._stats.brant import Brant, brant
from cxlab._stats.intervals import t_interval, t_p_value

if TYPE_CHECKING:
    from cxlab.drivers._regress_result import RegressionResult

LEVEL = 0.05
FEW = 30  # answers on one side of a cut; fewer leave its logit at the mercy of single answers


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class ProportionalOddsResult(Result):
    """One row per driver and threshold: its coefficient in the binary logit of "above the cut".

    ``tests()`` has Brant's test for every driver, ``glance()`` that of all together.
    """

    outcome: str
    pooled: pd.Series
    table_of_tests: pd.DataFrame
    whole: tuple[float, int, float]
    left_out: tuple[str, ...]
    fewest: int
    weighted: bool

    title = N_("Does the effect differ by threshold?")
    drawing = "cxlab.plots:thresholds"
    sources = ("brant_1990", "mccullagh_1980")
    units = MappingProxyType({"df": "count"})
    words = MappingProxyType({"differs": N_("differs by threshold"), "steady": N_("not shown")})

    def tests(self) -> pd.DataFrame:
        """Return Brant's test of every driver, with its estimate in the ordinal model."""
        return self.table_of_tests.copy()

    def summary(self) -> dict[str, Any]:
        """Return Brant's test of all drivers at once."""
        return dict(zip(("statistic", "df", "p_value"), self.whole, strict=True))

    def headline(self) -> str:
        """Name the drivers whose effect differs."""
        named = self._differing()
        p = p_text(self.whole[2])
        if named:
            return _("The effect differs by threshold: {named} (overall {p})").format(
                named=shortlist(named), p=p
            )
        return _("No effect is shown to differ by threshold (overall {p})").format(p=p)

    def explain(self) -> str:
        """Say what the test is, which drivers fail it and how, and what is weak about it."""
        statistic, df, p = self.whole
        y = self.label(self.outcome)
        return paragraph(
            [
                _(
                    "An ordinal logit gives each driver one effect for all thresholds of {y}. "
                    "Brant's test compares it with one logit per threshold: χ² = {chi2:.1f} on "
                    "{df} degrees of freedom, {p}."
                ).format(y=y, chi2=statistic, df=df, p=p_text(p)),
                *map(self._how, self._rows("differs")["term"]),
                ""
                if self._differing()
                else _("No single driver's effect is shown to change from threshold to threshold."),
                _(
                    "With {count} drivers tested one by one, some small p-values come by chance; "
                    "look at the overall test first."
                ).format(count=len(self.pooled))
                if len(self.pooled) > 3
                else "",
                _("Left out, because its logit can't be fitted: {named}.").format(
                    named=listing(self.left_out)
                )
                if self.left_out
                else "",
                _(
                    "The smallest side of a threshold holds {n} answers: its coefficients are "
                    "unsure, and the test is rough."
                ).format(n=self.fewest)
                if self.fewest < FEW
                else "",
            ]
        )

    @property
    def advice(self) -> str:
        """Say what to do with an effect that differs."""
        if self._differing():
            return _(
                "Report such a driver threshold by threshold: the picture shows where it matters."
            )
        return _("One coefficient per driver will do; see .diagnose() for likelihood-ratio tests.")

    def drawn(self) -> pd.DataFrame:
        """Return the rows with the pooled effect and the verdict of their driver."""
        rows = self.labelled()
        tests = self.table_of_tests.set_index("term")
        return rows.assign(
            pooled=rows["term"].map(tests["estimate"]),
            verdict=rows["term"].map(tests["verdict"]),
            note=[p_text(p) for p in rows["term"].map(tests["p_value"])],
        )

    def plot_options(self) -> dict[str, Any]:
        """Name the axis, and the line of the ordinal model."""
        return {
            "axis": _("effect on the log odds of a higher {y}, {conf:.0%} interval").format(
                y=self.label(self.outcome), conf=self.conf
            ),
            "line": _("line: the one effect of the ordinal model"),
        }

    def shown(self) -> pd.DataFrame:
        """Return a row per driver for readers: its effect at every threshold, and the test."""
        tests = self.table_of_tests.set_index("term")
        out = pd.DataFrame({heading("term"): [self.label(term) for term in tests.index]})
        for group in self.table["group"].unique():
            values = self.table.loc[self.table["group"] == group, "estimate"]
            out[group] = [signed(value, 2) if value == value else "–" for value in values]
        out[heading("p_value")] = [p_text(p) for p in tests["p_value"]]
        out[heading("verdict")] = [self.word(v) for v in tests["verdict"]]
        return out

    def notes(self) -> list[str]:
        """Say the basis; weighted tests use the sandwich."""
        return [*super().notes(), *([_("answers weighted")] if self.weighted else [])]

    def _rows(self, verdict: str) -> pd.DataFrame:
        return self.table_of_tests[self.table_of_tests["verdict"] == verdict]

    def _differing(self) -> list[str]:
        return [self.label(term) for term in self._rows("differs")["term"]]

    def _how(self, term: str) -> str:
        rows = self.table[(self.table["term"] == term) & self.table["estimate"].notna()]
        least = rows.iloc[rows["estimate"].to_numpy().argmin()]
        most = rows.iloc[rows["estimate"].to_numpy().argmax()]
        return _(
            "{x}: from {least} at {low} to {most} at {high}; the single coefficient ({pooled}) "
            "is an average."
        ).format(
            x=self.label(term),
            least=signed(least["estimate"], 2),
            low=least["group"],
            most=signed(most["estimate"], 2),
            high=most["group"],
            pooled=signed(self.pooled[term], 2),
        )


def proportional_odds(result: RegressionResult) -> ProportionalOddsResult:
    """Test a fitted ordinal logit by Brant (1990).

    Raises
    ------
    SpecError
        The regression is of another family.
    ModelError
        There are two levels only, or fewer than two thresholds can be fitted.
    """
    if result.family != "ordinal":
        raise SpecError(
            _(
                "Proportional odds belong to family='ordinal'; this is family={family!r}. "
                "See .diagnose() for its checks."
            ).format(family=result.family)
        )
    names = result.design.drivers
    codes = pd.factorize(result.observed, sort=True)[0]
    found = brant(result.design.matrix[names].to_numpy(float), codes, result.weights)
    cuts = [f"{a}|{b}" for a, b in itertools.pairwise(result.levels)]
    if len(found.cuts) < 2:
        raise ModelError(
            _(
                "Only {count} of {total} thresholds can be fitted by a logit of its own; two are "
                "needed. Merge rare levels."
            ).format(count=len(found.cuts), total=len(cuts))
        )
    pooled = pd.Series(result.fit.params[-len(names) :], index=names)
    above = np.cumsum(np.bincount(codes))[:-1]
    return ProportionalOddsResult(
        table=_table(found, names, cuts, result),
        n=result.n,
        n_dropped=result.n_dropped,
        dropped=result.dropped,
        conf=result.conf,
        labels=result.labels,
        outcome=result.outcome,
        pooled=pooled,
        table_of_tests=_tests(found, pooled),
        whole=found.test(list(range(len(names)))),
        left_out=tuple(cut for j, cut in enumerate(cuts) if j not in found.cuts),
        fewest=int(np.minimum(above, len(codes) - above)[found.cuts].min()),
        weighted=result.weights is not None,
    )


def _table(
    found: Brant, names: list[str], cuts: list[str], result: RegressionResult
) -> pd.DataFrame:
    estimate = found.slopes.T.ravel()
    error = np.sqrt(np.einsum("cjcj->jc", found.cov).ravel())
    low, high = t_interval(estimate, error, np.inf, result.conf)
    return pd.DataFrame(
        {
            "term": np.repeat(names, len(cuts)),
            "group": cuts * len(names),
            "estimate": estimate,
            "std_error": error,
            "statistic": estimate / error,
            "p_value": t_p_value(estimate / error, np.inf),
            "conf_low": low,
            "conf_high": high,
            "n": result.n,
        }
    )


def _tests(found: Brant, pooled: pd.Series) -> pd.DataFrame:
    tests = [found.test([j]) for j in range(len(pooled))]
    frame = pd.DataFrame(tests, columns=["statistic", "df", "p_value"])
    frame.insert(0, "term", list(pooled.index))
    frame.insert(1, "estimate", pooled.to_numpy())
    return frame.assign(verdict=np.where(frame["p_value"] < LEVEL, "differs", "steady"))
