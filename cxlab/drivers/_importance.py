"""Relative importance of drivers: R² divided among them, with bootstrap intervals and ranks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import rankdata

from cxlab._core import validate
from cxlab._core.columns import heading
from cxlab._core.errors import SpecError
from cxlab._core.i18n import N_, _, listing, paragraph
from cxlab._core.labels import labels_of, opening
from cxlab._core.references import cite
from cxlab._core.result import Result
from cxlab._stats import importance as shares
from cxlab._stats.bootstrap import moments, nonsingular, percentile
from cxlab._stats.moments import Moments, correlations
from cxlab.drivers import _preflight

Array = NDArray[np.float64]

METHODS = {"lmg": shares.lmg, "johnson": shares.johnson}
NAMES = {"lmg": "LMG", "johnson": "Johnson"}
MOST_LMG = 22  # drivers; every further one doubles the number of subsets
MOST_SUBSETS = 2**27  # subsets times resamples: some seconds


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class ImportanceResult(Result):
    """Shares of R² per driver, in R² units (``estimate``) and as parts of a whole (``share``)."""

    outcome: str
    method: str
    r2: float
    boot: int

    title = N_("Relative importance of drivers")
    drawing = "cxlab.plots:importance"

    @property
    def references(self) -> tuple[str, ...]:
        """The sources of the method, and of the bootstrap where it was used."""
        own = {"lmg": ("lindeman_1980", "groemping_2006"), "johnson": ("johnson_2000",)}
        keys = (*own[self.method], *(("efron_tibshirani_1993",) if self.boot else ()))
        return tuple(cite(key) for key in keys)

    def summary(self) -> dict[str, Any]:
        """Return R² and the number of drivers and resamples."""
        return {"r2": self.r2, "k": len(self.table), "draws": self.boot}

    def headline(self) -> str:
        """Name the driver with the largest share, with a question mark if others may hold it."""
        first = self.table.sort_values("rank").iloc[0]
        return _("{y}: {x} weighs most ({share:.0%} of {r2})").format(
            x=self.label(first["term"]) + (" (?)" if self._rivals() else ""),
            share=first["share"],
            y=opening(self.labels, self.outcome),
            r2=f"R²\u00a0=\u00a0{self.r2:.2f}",
        )

    def explain(self) -> str:
        """Say the shares, how sure the first rank is, and what is weak."""
        rows = self.table.sort_values("rank")
        named = listing(
            _("{x} {share:.0%}").format(x=self.label(term), share=share)
            for term, share in zip(rows["term"], rows["share"], strict=True)
        )
        return paragraph(
            [
                _(
                    "The drivers explain {r2:.0%} of the variance of {y} (n = {n:,}); divided by "
                    "{method}, the shares are: {named}."
                ).format(
                    r2=self.r2,
                    y=self.label(self.outcome),
                    n=self.n,
                    method=NAMES[self.method],
                    named=named,
                ),
                self._ranks() if self.boot else "",
                _(
                    "A share counts what a driver explains alone and with others, whatever the "
                    "sign; it is no proof of a cause."
                ),
            ]
        )

    @property
    def advice(self) -> str:
        """Point to the map that sets importance against performance."""
        return _("Set the shares against today's performance with cx.drivers.ipa().")

    def plot_options(self) -> dict[str, Any]:
        """Name the axis and the column of ranks."""
        axis = _("share of R² ({method})").format(method=NAMES[self.method])
        if self.boot:
            axis = _("{axis}, {conf:.0%} bootstrap interval").format(axis=axis, conf=self.conf)
        return {"axis": axis, "rank": _("rank")}

    def shown(self) -> pd.DataFrame:
        """Return the table for readers, largest share first."""
        table = super().shown().drop(columns=heading("n"))
        if not self.boot:
            table = table.drop(
                columns=[heading(n) for n in ("conf_low", "conf_high", "rank_low", "rank_high")]
            )
        return table.iloc[np.argsort(self.table["rank"].to_numpy())]

    def notes(self) -> list[str]:
        """Say R² and the number of resamples."""
        notes = [f"R² = {self.r2:.3f}", *super().notes()]
        return [*notes, _("{boot:,} resamples").format(boot=self.boot)] if self.boot else notes[:-1]

    def _rivals(self) -> list[str]:
        """Return the drivers beside the first whose range of ranks reaches the first place."""
        rows = self.table.sort_values("rank").iloc[1:]
        return [self.label(term) for term in rows.loc[rows["rank_low"] == 1, "term"]]

    def _ranks(self) -> str:
        rivals = self._rivals()
        if not rivals:
            return _("No other driver's range of ranks reaches the first place.")
        return _("The first rank is not settled: {named} could hold it as well.").format(
            named=listing(rivals)
        )


def importance(
    data: pd.DataFrame,
    y: str,
    x: Sequence[str],
    *,
    method: str = "lmg",
    boot: int = 1000,
    seed: int | None = None,
    conf: float = 0.95,
) -> ImportanceResult:
    """Divide R² of a regression among its drivers.

    Parameters
    ----------
    data
        One row per answer; rows with a missing value in ``y`` or ``x`` are left out.
    y
        The outcome, numbers.
    x
        Two or more columns of numbers.
    method
        ``"lmg"``: the gain in R², averaged over all orders of entry (exact, all subsets).
        ``"johnson"``: relative weights; close to LMG, and quick for any number of drivers.
    boot
        Resamples of rows for intervals and ranks; 0 for none.
    seed
        Seed of the resamples.
    conf
        Confidence level of the percentile intervals.

    Returns
    -------
    ImportanceResult
        ``tidy()``: term, estimate (R² units, sums to R²), share (sums to 1), conf_low and conf_high
        of the estimate, rank, rank_low, rank_high, n.

    Raises
    ------
    DataError
        A column is absent or not numeric, or nobody answered all.
    ModelError
        Too few rows, a constant column, perfect collinearity, or no resample without one of these.
    SpecError
        The method is not known, or the work is too large for all subsets.

    Notes
    -----
    LMG is the Shapley value of R² and equals general dominance; Johnson's weights equal those of
    Genizi (1993). Rows are resampled (random regressors). Percentile intervals of shares near zero
    are too high, because an estimated share can't be negative.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> rng = np.random.default_rng(1)
    >>> data = pd.DataFrame(rng.integers(0, 11, size=(60, 2)), columns=["service", "price"])
    >>> data["loyalty"] = 0.7 * data["service"] + 0.4 * data["price"] + rng.normal(size=60)
    >>> result = importance(data, "loyalty", ["service", "price"], boot=0)
    >>> result.tidy()[["term", "estimate", "share"]].round(3)
          term  estimate  share
    0  service     0.641  0.699
    1    price     0.277  0.301
    """
    validate.one_of(method, METHODS, "method")
    conf = validate.confidence(conf)
    boot = validate.whole(boot, "boot", low=0, most=validate.MOST_DRAWS)
    names = validate.columns(data, x)
    if len(names) < 2:
        raise SpecError(
            _("Importance divides R² among two or more drivers; x names {count}.").format(
                count=len(names)
            )
        )
    _preflight.not_a_driver(validate.column(data, y), names)
    if method == "lmg":
        _affordable(len(names), boot)
    kept, missing = validate.complete(validate.numeric(data, [*names, y]))
    rows = kept.to_numpy()
    _preflight.regular(kept)
    estimate = METHODS[method](Moments.of(rows).corr[None])[0]
    table = pd.DataFrame(
        {
            "term": [str(name) for name in names],
            "estimate": estimate,
            "share": estimate / estimate.sum(),
            "conf_low": np.nan,
            "conf_high": np.nan,
            "rank": rankdata(-estimate, method="min").astype(int),
            "rank_low": np.nan,
            "rank_high": np.nan,
            "n": len(kept),
        }
    )
    if boot:
        draws = resampled(rows, METHODS[method], boot, seed)[1]
        table["conf_low"], table["conf_high"] = percentile(draws, conf)
        ranks = rankdata(-draws, method="min", axis=1)
        table["rank_low"] = np.quantile(ranks, (1 - conf) / 2, axis=0, method="lower")
        table["rank_high"] = np.quantile(ranks, (1 + conf) / 2, axis=0, method="higher")
    return ImportanceResult(
        table=table,
        n=len(kept),
        n_dropped=len(data) - len(kept),
        dropped=MappingProxyType(missing),
        conf=conf,
        labels=MappingProxyType(labels_of(data, [*names, y])),
        outcome=str(y),
        method=method,
        r2=float(estimate.sum()),
        boot=boot,
    )


def resampled(
    rows: Array, method: Callable[[Array], Array], boot: int, seed: int | None
) -> tuple[Array, Array]:
    """Return means, shape (draws, k), and importances, shape (draws, p), of resampled rows.

    Resamples in which the columns can't be told apart are left out, with a warning.

    Raises
    ------
    ModelError
        None is left.
    """
    means, scatter = moments(rows, boot, validate.generator(seed))
    good = nonsingular(scatter, rows)
    validate.resamples(good)
    return means[good], method(correlations(scatter[good]))


def _affordable(p: int, boot: int) -> None:
    if p <= MOST_LMG and 2**p * max(1, boot) <= MOST_SUBSETS:
        return
    raise SpecError(
        _(
            "LMG of {p} drivers looks at {subsets:,} subsets in each of {boot:,} resamples, which "
            "takes too long. Use method='johnson', fewer drivers, or boot={most}."
        ).format(p=p, subsets=2**p, boot=boot, most=MOST_SUBSETS >> p if p <= MOST_LMG else 0)
    )
