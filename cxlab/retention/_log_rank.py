"""Do groups leave at different rates? The log-rank test, for all groups and in pairs."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from cxlab._core.errors import SpecError
from cxlab._core.i18n import N_, _, listing, paragraph, shortlist
from cxlab._core.numerals import decimals, p_text
from cxlab._core.result import Result
from cxlab._stats import cox, survival
from cxlab._stats.intervals import holm, t_interval

if TYPE_CHECKING:
    from cxlab.retention._survival_result import SurvivalResult

TOTAL = "all groups"


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class LogRankResult(Result):
    """Log-rank tests: all groups at once, then each pair with Holm's correction.

    ``tidy()`` has a row ``all groups`` and one per pair, whose ``hazard_ratio`` (with interval)
    says how many times faster the second leaves than the first; ``estimate`` is its logarithm.
    """

    groups: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]

    title = N_("Do the groups leave at different rates? Log-rank test")
    drawing = "cxlab.plots:forest"
    sources = ("mantel_1966", "holm_1979", "cox_1972")
    units = MappingProxyType({"df": "count"})

    def label(self, term: str) -> str:
        """Return a pair in words, its groups as a reader should see them."""
        if term == TOTAL:
            return _("all groups")
        for pair in self.pairs:
            if _term(*pair) == term:
                return _("{b} against {a}").format(
                    a=super().label(pair[0]), b=super().label(pair[1])
                )
        return super().label(term)

    def clear(self) -> pd.DataFrame:
        """Return the pairs that differ after Holm's correction, strongest first."""
        rows = self.labelled().iloc[1:]
        rows = rows[rows["p_holm"] < 1 - self.conf]
        return rows.sort_values("p_holm", kind="stable")

    def headline(self) -> str:
        """State the overall test, and how many pairs differ."""
        total, pairs = self.table.iloc[0], len(self.pairs)
        if np.isnan(total["p_value"]):
            return _("Too few events to test the groups")
        if pairs == 1:
            text = (
                _("The two groups leave at different rates ({p})")
                if total["p_value"] < 1 - self.conf
                else _("That the two groups leave at different rates is not shown ({p})")
            )
            return text.format(p=p_text(total["p_value"]))
        return _("{count} of {pairs} pairs leave at different rates (all groups: {p})").format(
            count=len(self.clear()), pairs=pairs, p=p_text(total["p_value"])
        )

    def explain(self) -> str:
        """Say what the tests found, pair by pair, and what they assume."""
        total = self.table.iloc[0]
        if np.isnan(total["p_value"]):
            return _("With so few events the groups can't be tested against each other.")
        clear = self.clear()
        named = listing(
            self._faster(row["term"], row["hazard_ratio"]) for row in clear.to_dict("records")
        )
        rest = self.labelled().iloc[1:]
        rest = rest[~rest["term"].isin(clear["term"])]
        return paragraph(
            [
                _("All groups at once: χ² = {value:.1f}, {df} df, {p}.").format(
                    value=total["statistic"], df=int(total["df"]), p=p_text(total["p_value"])
                ),
                _("These pairs differ, also after Holm's correction: {named}.").format(named=named)
                if len(clear)
                else "",
                _("Not shown to differ: {names}.").format(names=shortlist(rest["label"], 6))
                if len(rest)
                else "",
                _(
                    "The test sees best a difference that stays the same all the time; where "
                    "curves cross it can miss one, so look at the curves too."
                ),
            ]
        )

    def _faster(self, term: str, ratio: float) -> str:
        """Say of a pair which of the two leaves faster, and how many times."""
        slow, fast = next(pair for pair in self.pairs if _term(*pair) == term)
        if np.isnan(ratio):
            return self.label(term)
        if ratio < 1:
            slow, fast, ratio = fast, slow, 1 / ratio
        return _("{fast} leaves {ratio} times as fast as {slow}").format(
            fast=super().label(fast), slow=super().label(slow), ratio=decimals(ratio)
        )

    def drawn(self) -> pd.DataFrame:
        """Return the pairs."""
        rows = self.labelled().iloc[1:]
        return rows.rename(columns={"hazard_ratio": "ratio"})

    def plot_options(self) -> dict[str, Any]:
        """Name the axis."""
        return {
            "axis": _("hazard ratio, {conf:.0%} interval").format(conf=self.conf),
            "hollow": _("hollow: the interval includes 1"),
        }


def _term(first: str, second: str) -> str:
    return f"{second} / {first}"


def compare(result: SurvivalResult) -> LogRankResult:
    """Test the groups of curves; see ``SurvivalResult.compare``.

    Raises
    ------
    SpecError
        There is one group, or the curves are weighted.
    """
    terms = list(result.curves)
    if len(terms) < 2:
        raise SpecError(
            _("There is one curve only, nothing to compare. Name a column of groups in by=.")
        )
    if result.weighted:
        raise SpecError(
            _("The log-rank test takes no weights. Leave weights out to compare the groups.")
        )
    pairs = list(itertools.combinations(range(len(terms)), 2))
    rows = [_row(TOTAL, survival.log_rank(result.counts), (np.nan, np.nan), result, terms)]
    for a, b in pairs:
        part = survival.select(result.counts, [a, b])
        both = [terms[a], terms[b]]
        rows.append(_row(_term(*both), survival.log_rank(part), _ratio(part), result, both))
    table = pd.DataFrame(rows)
    low, high = t_interval(table["estimate"], table["std_error"], np.inf, result.conf)
    found = table["p_value"].notna() & (table["term"] != TOTAL)
    adjusted = table["p_value"].where(found)
    adjusted[found] = holm(table.loc[found, "p_value"])
    table = table.assign(
        conf_low=low,
        conf_high=high,
        hazard_ratio=np.exp(table["estimate"]),
        ratio_low=np.exp(low),
        ratio_high=np.exp(high),
        p_holm=adjusted,
    )
    order = ["term", "estimate", "std_error", "conf_low", "conf_high", "hazard_ratio", "ratio_low"]
    order += ["ratio_high", "statistic", "df", "p_value", "p_holm", "n", "n_event"]
    return LogRankResult(
        table=table[order],
        n=result.n,
        n_dropped=result.n_dropped,
        dropped=result.dropped,
        conf=result.conf,
        labels=result.labels,
        groups=tuple(terms),
        pairs=tuple((terms[a], terms[b]) for a, b in pairs),
    )


def _row(
    term: str,
    test: survival.LogRank,
    ratio: tuple[float, float],
    result: SurvivalResult,
    members: list[str],
) -> dict[str, Any]:
    return {
        "term": term,
        "estimate": ratio[0],
        "std_error": ratio[1],
        "statistic": test.statistic,
        "df": test.df,
        "p_value": test.p_value,
        "n": sum(result.sizes[name][0] for name in members),
        "n_event": sum(result.sizes[name][1] for name in members),
    }


def _ratio(counts: survival.Counts) -> tuple[float, float]:
    """Return the log hazard ratio of two groups and its error; NaN where one has no event."""
    if not counts.left.any(axis=1).all():
        return np.nan, np.nan
    cells = np.stack([counts.stayed, counts.left], axis=-1)  # (group, time, event)
    group, time, event = (
        np.repeat(part.ravel(), cells.ravel().astype(int)) for part in np.indices(cells.shape)
    )
    found = cox.fit(group[:, None].astype(float), counts.time[time], event.astype(float))
    if not found.converged or abs(found.coef[0]) > cox.FAR:
        return np.nan, np.nan
    return float(found.coef[0]), float(np.sqrt(found.cov[0, 0]))
