"""Whether the constructs of a PLS model are distinct from each other."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core.errors import SpecError
from cxlab._core.i18n import LANGUAGES, N_, _, listing, paragraph, shortlist
from cxlab._core.labels import Labels, label
from cxlab._core.result import Result, resamples
from cxlab._stats import bootstrap
from cxlab._stats.moments import correlations
from cxlab._stats.validity import htmt, htmt2
from cxlab.instruments._htmt import doubt_interval, refuse_apart
from cxlab.paths.pls._estimate import CELLS, resampled, spread
from cxlab.paths.pls._tables import reliabilities

if TYPE_CHECKING:
    from cxlab.paths.pls._result import PlsResult

Array = NDArray[np.float64]

LIMIT = 0.9  # Henseler, Ringle & Sarstedt (2015)
PAIR = " ~~ "
VERDICTS = {
    "distinct": N_("distinct"),
    "unclear": N_("unclear"),
    "alike": N_("too alike"),
    "": N_("formed, not judged"),
}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class PlsValidity(Result):
    """One row per pair of constructs: HTMT (``estimate``) with its interval, and HTMT2.

    ``verdict``: ``distinct`` where HTMT, with its interval if there is one, lies below 0.9;
    ``alike`` where HTMT itself does not; ``unclear`` between. ``formed`` names the constructs
    that their items form (mode B): their items need not go together, so HTMT does not judge
    their pairs, and the verdict is empty.
    """

    boot: int
    squares: pd.DataFrame
    crossed: pd.DataFrame
    formed: tuple[str, ...] = ()

    title = N_("Discriminant validity")
    drawing = "cxlab.plots:dots"
    unshown = ("n",)
    words = MappingProxyType(VERDICTS)
    units = MappingProxyType(dict.fromkeys(("estimate", "conf_low", "conf_high"), "index"))
    sources = ("henseler_2015", "roemer_2021", "fornell_larcker_1981")

    def htmt(self) -> pd.DataFrame:
        """Return HTMT as a matrix, 1 on the diagonal."""
        pairs = [term.split(PAIR) for term in self.table["term"]]
        names = list(dict.fromkeys(name for pair in pairs for name in pair))
        out = pd.DataFrame(np.eye(len(names)), names, names)
        for (one, other), value in zip(pairs, self.table["estimate"], strict=True):
            out.loc[one, other] = out.loc[other, one] = value
        return out

    def fornell_larcker(self) -> pd.DataFrame:
        """Return correlations of constructs below the roots of their AVE on the diagonal.

        A construct is distinct where its root is larger than all numbers in its row and column;
        a construct of one item has 1, one of mode B has no AVE.
        """
        return self.squares.copy()

    def cross_loadings(self) -> pd.DataFrame:
        """Return the correlation of each item with each construct's score."""
        return self.crossed.copy()

    def headline(self) -> str:
        """Say how many pairs are too alike, or that all are distinct."""
        alike = self._named("alike")
        if alike:
            return _("Too alike to be told apart: {pairs}").format(pairs=shortlist(alike, 1))
        unclear = self._named("unclear")
        if unclear:
            return _("Not shown to be distinct: {pairs}").format(pairs=shortlist(unclear, 1))
        if not len(self._judged()):
            return _("Items form these constructs, so HTMT does not judge them")
        return _("All {count} pairs of constructs are distinct (HTMT below 0.9)").format(
            count=len(self._judged())
        )

    def explain(self) -> str:
        """Name the pairs by verdict, and what HTMT can't say."""
        alike, unclear = self._named("alike"), self._named("unclear")
        distinct = self._named("distinct")
        return paragraph(
            [
                _("Too alike (HTMT 0.9 or more): {pairs}.").format(pairs=listing(alike))
                if alike
                else "",
                _("Unclear, the interval reaches 0.9: {pairs}.").format(pairs=listing(unclear))
                if unclear
                else "",
                _("{count} of {all} pairs are distinct.").format(
                    count=len(distinct), all=len(self._judged())
                )
                if len(self._judged())
                else "",
                _(
                    "Items of two such constructs go with each other as with their own: join them, "
                    "or reword the items."
                )
                if alike
                else "",
                _("Not judged, since items form them and need not go together: {names}.").format(
                    names=listing(map(self.label, self.formed))
                )
                if self.formed
                else "",
                _(
                    "HTMT looks at answers, not at meaning: constructs can be alike in one survey "
                    "because the same customers are content with all."
                ),
            ]
        )

    def drawn(self) -> pd.DataFrame:
        """Return HTMT with its interval, largest first."""
        rows = self.labelled()
        rows = rows[rows["verdict"] != ""] if len(self._judged()) else rows
        rows = rows.sort_values("estimate", ascending=False, kind="stable").head(25)
        return rows[["label", "estimate", *(["conf_low", "conf_high"] if self.boot else [])]]

    def plot_options(self) -> dict[str, Any]:
        """Mark the limit and name the axis."""
        axis = _("HTMT, {conf:.0%} bootstrap interval; line: 0.9").format(conf=self.conf)
        return {"axis": axis if self.boot else _("HTMT; line: 0.9"), "lines": [LIMIT]}

    def notes(self) -> list[str]:
        """Say the number of resamples."""
        return [*super().notes(), *resamples(self.boot)]

    def _judged(self) -> pd.DataFrame:
        return self.table[self.table["verdict"] != ""]

    def _named(self, verdict: str) -> list[str]:
        rows = self.labelled()
        rows = rows[rows["verdict"] == verdict].sort_values(
            "estimate", ascending=False, kind="stable"
        )
        return [
            _("{name} ({value})").format(name=name, value=f"{value:.2f}")
            for name, value in zip(rows["label"], rows["estimate"], strict=True)
        ]


def validity(result: PlsResult) -> PlsValidity:
    """Compare all pairs of constructs that items measure."""
    plan, sample = result.plan, result.sample
    measured = [each for each in plan.model.constructs if each.items]
    if len(measured) < 2:
        raise SpecError(_("Items measure one construct only; there is no other to tell it from."))
    formed = [each.name for each in measured if each.mode == "B" and len(each.items) > 1]
    sizes = [len(each.items) for each in measured]
    names = [each.name for each in measured]
    refuse_apart([result.label(name) for name in names], sizes, sample.corr)
    rows, cols = np.triu_indices(len(names), 1)
    estimate = htmt(sample.corr, sizes)[rows, cols]
    table = pd.DataFrame(
        {
            "term": [f"{names[i]}{PAIR}{names[j]}" for i, j in zip(rows, cols, strict=True)],
            "estimate": estimate,
            **_intervals(result, estimate, sizes),
            "htmt2": htmt2(sample.corr, sizes)[rows, cols],
        }
    )
    between = _between(result)
    pairs: Any = [
        between.loc[names[i], names[j]] if {names[i], names[j]} <= set(between) else np.nan
        for i, j in zip(rows, cols, strict=True)
    ]
    labels = _labels(list(table["term"]), result.labels)
    doubt_interval(
        [label(labels, term) for term in table["term"]],
        estimate,
        (table["conf_low"].to_numpy(), table["conf_high"].to_numpy()),
        result.n,
    )
    high = table["conf_high"].fillna(table["estimate"])
    verdict = np.where(
        table["estimate"] >= LIMIT, "alike", np.where(high < LIMIT, "distinct", "unclear")
    )
    asked = [not {names[i], names[j]} & set(formed) for i, j in zip(rows, cols, strict=True)]
    verdict = np.where(asked, verdict, "")
    return PlsValidity(
        table=table.assign(correlation=pairs, verdict=verdict, n=result.n),
        n=result.n,
        n_dropped=result.n_dropped,
        dropped=result.dropped,
        conf=result.conf,
        labels=MappingProxyType(labels),
        boot=result.boot,
        squares=_squares(result, between),
        crossed=_crossed(result),
        formed=tuple(formed),
    )


def _intervals(result: PlsResult, estimate: Array, sizes: list[int]) -> dict[str, Array]:
    """Return standard errors and intervals of HTMT from the resamples of the result."""
    if not result.boot:
        nothing = np.full(len(estimate), np.nan)
        return dict.fromkeys(("std_error", "conf_low", "conf_high"), nothing)
    at = np.triu_indices(len(sizes), 1)

    def ratios(scatters: Array) -> Array:
        with np.errstate(all="ignore"):
            return htmt(correlations(scatters), sizes)[:, at[0], at[1]]

    found = resampled(result.plan, result.sample, result.asked, result.seed)
    draws = np.concatenate([ratios(scatters) for _means, scatters, _counts in found])
    draws = draws[np.isfinite(draws).all(axis=1)]
    left = None
    if result.interval == "bca":
        rows = result.sample.rows
        step = max(1, CELLS // rows.shape[1] ** 2)
        left = np.concatenate(
            [
                ratios(bootstrap.leave_one_out(rows, part=slice(start, start + step))[1])
                for start in range(0, len(rows), step)
            ]
        )
        left = left[np.isfinite(left).all(axis=1)].T
    return spread(estimate, draws.T, left, result.conf)


def _between(result: PlsResult) -> pd.DataFrame:
    """Return the correlations of the constructs of the last stage, interactions left out."""
    plan = result.plan
    keep = [j for j, name in enumerate(plan.constructs) if name not in plan.products]
    names = [plan.constructs[j] for j in keep]
    values = result.sample.estimates.constructs[..., 0][np.ix_(keep, keep)]
    return pd.DataFrame(values, names, names)


def _squares(result: PlsResult, between: pd.DataFrame) -> pd.DataFrame:
    known = reliabilities(result.plan, result.sample)
    out = between.where(np.tril(np.ones(between.shape, bool), -1))
    for each in result.plan.model.constructs:
        if each.name in out:
            alone = len(each.items or each.of) == 1
            own = 1.0 if alone else known.get(each.name, {}).get("ave", np.nan)
            out.loc[each.name, each.name] = np.sqrt(own)
    return out


def _crossed(result: PlsResult) -> pd.DataFrame:
    """Correlate the items with the scores."""
    sample, scores = result.sample, result.scores()
    names = [name for name in scores if name not in result.plan.products]
    z = (sample.rows - sample.moments.mean) / np.sqrt(np.diag(sample.moments.cov))
    values = z.T @ scores[names].to_numpy() / (len(z) - 1)
    return pd.DataFrame(values, result.plan.items, names)


def _labels(terms: list[str], given: Labels) -> dict[str, Any]:
    return {
        **given,
        **{
            term: {
                lang: " ↔ ".join(
                    given[name][lang] if name in given else name for name in term.split(PAIR)
                )
                for lang in LANGUAGES
            }
            for term in terms
        },
    }
