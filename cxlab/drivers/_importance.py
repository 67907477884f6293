"""Relative importance of drivers: a fit divided among them, with bootstrap intervals and ranks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import rankdata

from cxlab._core import validate
from cxlab._core.design import build, parse, prepare
from cxlab._core.errors import SpecError, warn
from cxlab._core.i18n import _, listing
from cxlab._core.labels import labels_of
from cxlab._stats.bootstrap import percentile
from cxlab.drivers import _preflight
from cxlab.drivers._affordable import affordable
from cxlab.drivers._directions import directions
from cxlab.drivers._division import MEASURES, Division, complete, effective
from cxlab.drivers._importance_result import NAMES, ImportanceResult
from cxlab.drivers._players import Players, credited, members

Array = NDArray[np.float64]

METHODS = tuple(NAMES)
LINEAR = ("johnson", "pratt")  # of correlations only
NOTHING = 1e-12  # an R² below this is zero


def importance(
    data: pd.DataFrame,
    y: str,
    x: Sequence[str],
    *,
    method: str = "lmg",
    family: str = "ols",
    weights: str | None = None,
    groups: Mapping[str, Sequence[str]] | None = None,
    boot: int = 1000,
    seed: int | None = None,
    conf: float = 0.95,
) -> ImportanceResult:
    """Divide the fit of a regression among its drivers.

    Parameters
    ----------
    data
        One row per answer; rows with a missing value in a column that is used are left out.
    y
        The outcome: numbers, for ``"logit"`` 0 and 1, for ``"ordinal"`` whole levels or an ordered
        category.
    x
        Two or more drivers: columns, or terms of formulaic such as ``"C(branch)"``. The dummies of
        a column of texts move together as one driver.
    method
        ``"lmg"``: the gain in fit, averaged over all orders of entry (exact, all subsets).
        ``"johnson"``: relative weights; close to LMG, and quick for any number of drivers.
        ``"first"``: the fit of a driver alone. ``"last"``: what is lost without it.
        ``"pratt"``: coefficient times correlation, which may be negative.
    family
        What is divided: ``"ols"`` R²; ``"logit"`` and ``"ordinal"`` McFadden's pseudo-R²;
        ``"logit-mz"`` and ``"ordinal-mz"`` that of McKelvey and Zavoina. The logits know no
        Johnson and no Pratt.
    weights
        Column of survey weights; rows with weight zero are left out.
    groups
        Drivers that are credited together: ``{"name": [entries of x]}``. What is in no group
        stands alone.
    boot
        Resamples of rows for intervals and ranks; 0 for none.
    seed
        Seed of the resamples.
    conf
        Confidence level of the percentile intervals.

    Returns
    -------
    ImportanceResult
        ``tidy()``: term, estimate (R² units; sums to R² for lmg, johnson and pratt), share (of R²),
        sign, correlation, beta, conf_low and conf_high of the estimate, share_low, share_high,
        rank, rank_low, rank_high, n. ``differences()`` says who outranks whom, ``dominance()`` in
        which sub-models.

    Raises
    ------
    DataError
        A column is absent or holds the wrong kind of values; the outcome does not vary; the weights
        are no weights; nobody answered all.
    ModelError
        Too few rows, a constant driver, perfect collinearity or separation, or no resample without
        one of these.
    SpecError
        The method, the family or a group is not known, the method does not go with the family, or
        the work is too large for all subsets.

    Notes
    -----
    LMG is the Shapley value of R² and equals general dominance; Johnson's weights equal those of
    Genizi (1993). Rows are resampled (random regressors), each with its weight. Percentile
    intervals of shares near zero are too high, because an estimated share can't be negative.
    McFadden's measure is 1 - log-likelihood / log-likelihood without drivers; it never falls when
    a driver enters, so no part of it is negative (Azen & Traxel 2009). McKelvey and Zavoina's is
    the explained share of the latent outcome's variance, closer to the R² of a line, but a part of
    it may be slightly negative. In a group, Johnson's weights and Pratt's measures add up; of a
    factor Johnson's weights depend on the level left out, so they are refused. ``sign`` is that of
    the correlation; ``turns`` means that the coefficient beside the other drivers has the other
    sign and that its robust interval leaves out zero (suppression), ``several`` that more than one
    column stands behind the driver.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> rng = np.random.default_rng(1)
    >>> data = pd.DataFrame(rng.integers(0, 11, size=(60, 2)), columns=["service", "price"])
    >>> data["loyalty"] = 0.7 * data["service"] + 0.4 * data["price"] + rng.normal(size=60)
    >>> result = importance(data, "loyalty", ["service", "price"], boot=0)
    >>> result.tidy()[["term", "estimate", "share", "sign"]].round(3)
          term  estimate  share      sign
    0  service     0.641  0.699  positive
    1    price     0.277  0.301  positive
    """
    validate.one_of(method, METHODS, "method")
    _known(family, method)
    conf = validate.confidence(conf)
    boot = validate.whole(boot, "boot", low=0, most=validate.MOST_DRAWS)
    kind = family.partition("-")[0]
    terms = parse(data, x)
    own = members(terms, groups)
    if len(own) < 2:
        raise SpecError(
            _("Importance divides R² among two or more drivers; x names {count}.").format(
                count=len(own)
            )
        )
    observed = _preflight.outcome(data, y, kind)
    _preflight.not_a_driver(y, terms.columns)
    used = pd.concat([prepare(data, terms), observed.rename(str(y))], axis=1)
    kept, missing, heavy = complete(data, used, weights)
    design, target = build(kept.drop(columns=str(y)), terms, {}), kept[str(y)]
    players = credited(data, design, own)
    _suits(players, method, target, family)
    _preflight.sound(design, target, kind, "nonrobust")
    _preflight.balanced(heavy, design.matrix.shape[1])
    division = Division(
        x=design.matrix[design.drivers].to_numpy(float),
        y=np.asarray(target if kind == "ols" else target.rank(method="dense") - 1, float),
        blocks=players.blocks,
        family=family,
        weights=heavy,
        boot=boot,
        seed=seed,
    )
    affordable(division, method)
    table, r2, draws = _tabulate(division, players, method, conf)
    return ImportanceResult(
        table=table.assign(n=len(kept)),
        n=len(kept),
        n_dropped=len(data) - len(kept),
        dropped=MappingProxyType(missing),
        conf=conf,
        labels=MappingProxyType({**labels_of(data, [*terms.columns, y]), **players.labels}),
        outcome=str(y),
        method=method,
        r2=r2,
        boot=boot,
        division=division,
        draws=draws,
        weights="" if weights is None else str(weights),
        effective=effective(heavy, len(kept)),
    )


def _known(family: Any, method: str) -> None:
    validate.one_of(family, MEASURES, "family")
    if family != "ols" and method in LINEAR:
        allowed = listing(repr(name) for name in METHODS if name not in LINEAR)
        raise SpecError(
            _(
                "method={method!r} divides the R² of a straight line, so it does not go with "
                "family={family!r}. Choose one of: {names}."
            ).format(method=method, family=family, names=allowed)
        )


def _suits(players: Players, method: str, y: pd.Series, family: str) -> None:
    """Refuse Johnson's weights of factors; warn of a straight line through two values."""
    wide = [
        name
        for name, block, factor in zip(players.names, players.blocks, players.factor, strict=True)
        if factor and len(block) > 1
    ]
    if wide and method == "johnson":
        raise SpecError(
            _(
                "Johnson's weights of {names} would depend on the level left out as the base. "
                "Use method='lmg' for categories."
            ).format(names=listing(map(repr, wide)))
        )
    if family == "ols" and y.nunique() == 2:
        warn(
            _(
                "{name!r} has two values only: a straight line's R² can't come near 1, and its "
                "division changes with their shares. family='logit' is made for it."
            ).format(name=y.name)
        )


def _tabulate(
    division: Division, players: Players, method: str, conf: float
) -> tuple[pd.DataFrame, float, tuple[Array, Array]]:
    """Return the tidy frame without n, R², and the resampled parts and R²."""
    estimate, r2 = division.divide(method)
    correlated, slopes, signs = directions(division, conf)
    nothing, p = np.full(len(estimate), np.nan), len(estimate)
    whole = r2 if r2 > NOTHING else np.nan
    table = pd.DataFrame(
        {
            "term": players.names,
            "estimate": estimate,
            "share": estimate / whole,
            "sign": signs,
            "correlation": correlated,
            "beta": slopes,
            **dict.fromkeys(("conf_low", "conf_high", "share_low", "share_high"), nothing),
            "rank": rankdata(-estimate.round(12), method="min").astype(int),
            "rank_low": nothing,
            "rank_high": nothing,
        }
    )
    if not division.boot:
        return table, r2, (np.empty((0, p)), np.empty(0))
    draws, totals = division.redivide(method)
    table["conf_low"], table["conf_high"] = percentile(draws, conf)
    parts = draws / np.maximum(totals, NOTHING)[:, None]
    table["share_low"], table["share_high"] = percentile(parts, conf)
    ranks = rankdata(-draws.round(12), method="min", axis=1)
    table["rank_low"] = np.quantile(ranks, (1 - conf) / 2, axis=0, method="lower")
    table["rank_high"] = np.quantile(ranks, (1 + conf) / 2, axis=0, method="higher")
    return table, r2, (draws, totals)
