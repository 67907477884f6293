"""Mediation: how much of an effect runs through the constructs between."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from cxlab._core import validate
from cxlab._core.computable import few_draws
from cxlab._core.errors import ModelError, SpecError
from cxlab._core.i18n import LANGUAGES, _
from cxlab._core.labels import Labels, labels_of
from cxlab._core.progress import blocks
from cxlab._stats.bootstrap import leave_one_out, moments, nonsingular
from cxlab._stats.collinearity import dependent_sets
from cxlab._stats.moments import Moments
from cxlab._stats.recursive import residuals
from cxlab.paths.mediation._chain import read
from cxlab.paths.mediation._effects import Effects, tabulate
from cxlab.paths.mediation._fitted import mediate_fit
from cxlab.paths.mediation._result import MediationResult
from cxlab.paths.model._parts import ARROW
from cxlab.paths.pls._result import PlsResult
from cxlab.paths.sem._result import SemResult

Array = NDArray[np.float64]

INTERVALS = ("percentile", "bca")
CELLS = 2**21  # counts of rows between two looks at the clock


def mediate(
    data: pd.DataFrame | PlsResult | SemResult,
    chain: Sequence[str | Sequence[str]],
    *,
    covariates: Sequence[str] | None = None,
    interval: str | None = None,
    boot: int | None = None,
    seed: int | None = None,
    conf: float | None = None,
) -> MediationResult:
    """Estimate the effects along a chain: of columns by least squares, or in a fitted model.

    Every column is regressed on all that come before it, and on the covariates; mediators side
    by side are not regressed on each other. In a fitted path model the arrows are those of the
    model.

    Parameters
    ----------
    data
        One row per answer; rows with a missing value in a column that is used are left out. Or
        what :func:`fit_pls` (with ``boot=``) or :func:`fit_sem` returned.
    chain
        Three or more columns of numbers, or constructs of the model: cause, mediator(s) in their
        order, outcome. An inner list names mediators side by side: ``["x", ["m1", "m2"], "y"]`` is
        parallel mediation, ``["x", "m1", "m2", "y"]`` serial; both can be mixed.
    covariates
        Columns of numbers that enter every equation; not with a model, which has its own.
    interval
        For indirect effects and the share: ``"percentile"`` (the rule), or ``"bca"``
        (bias-corrected and accelerated); of a covariance model ``"delta"`` (the rule), or
        ``"montecarlo"``: percentiles from parameters drawn from their normal distribution.
    boot
        Resamples of rows for the intervals of indirect effects, 2,000 when absent, 0 for none; of
        a covariance model the draws of ``"montecarlo"``, 20,000 when absent.
    seed
        Seed of the resamples or draws. A model of PLS keeps its own resamples.
    conf
        Confidence level of the intervals; 0.95, or that of the model, when absent.

    Returns
    -------
    MediationResult
        ``tidy()``: term, group (``path``, ``direct``, ``indirect``, ``all_indirect`` with two or
        more mediators, ``total``, ``proportion``, ``covariate``), estimate, std_error, statistic,
        df, p_value, conf_low, conf_high, beta, n. ``differences()`` compares the routes. Of a
        model also ``other_indirect``, what runs through constructs that the chain does not name,
        with ``chain_indirect``, what runs along the chain, where that has several routes; the
        share is that of the chain.

    Raises
    ------
    DataError
        A column is absent or not numeric, or nobody answered all.
    ModelError
        Too few rows, a constant column, perfect collinearity, or no resample without one of these;
        a BCa interval where one row alone tells columns apart.
    SpecError
        The chain has fewer than three columns, an empty inner list, or two causes or outcomes; in
        the model no arrows lead along it, or the model has no resamples or has groups.

    Notes
    -----
    Paths, direct and total effect have model-based standard errors and t intervals; indirect
    effects and the share have bootstrap intervals, as in Preacher and Hayes (2008). The bootstrap
    works on resampled moments: one Cholesky factor per resample gives all effects. BCa intervals
    come closer to their level where the effect is skewed, and with one small path they can miss
    zero too often (Fritz, Taylor & MacKinnon 2012). ``beta`` is standardised by the standard
    deviations of the first and the last construct of the term.
    ``proportion`` is left empty where it has no meaning: the total effect's interval holds zero, or
    direct and indirect effect have opposite signs. Sobel's test (``glance()``) is for one mediator.
    ``verdict`` (``glance()``) is the type of Zhao, Lynch and Chen (2010), from the intervals of the
    direct effect and of the indirect effect along the chain. In a covariance model ``estimate`` is
    in the units of the constructs and the intervals are those of ``SemResult.effects()``; in PLS
    constructs are standardised.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> rng = np.random.default_rng(1)
    >>> quality = rng.normal(size=300)
    >>> value = 0.6 * quality + rng.normal(size=300)
    >>> data = pd.DataFrame({"quality": quality, "value": value})
    >>> data["loyalty"] = 0.5 * value + rng.normal(size=300)
    >>> result = mediate(data, ["quality", "value", "loyalty"], boot=500, seed=1)
    >>> result.tidy()[["term", "group", "estimate"]].round(2).head(4)
                              term     group  estimate
    0             quality -> value      path      0.70
    1             value -> loyalty      path      0.47
    2           quality -> loyalty    direct     -0.13
    3  quality -> value -> loyalty  indirect      0.33
    """
    if isinstance(data, PlsResult | SemResult):
        if covariates is not None:
            raise SpecError(
                _("covariates= is for data. In a model, draw their arrows and fit it anew.")
            )
        return mediate_fit(data, chain, interval=interval, draws=boot, seed=seed, conf=conf)
    conf = validate.confidence(0.95 if conf is None else conf)
    boot = 2000 if boot is None else boot
    boot = validate.whole(boot, "boot", low=0, most=validate.MOST_DRAWS)
    interval = validate.one_of(
        "percentile" if interval is None else interval, INTERVALS, "interval"
    )
    plan = read(chain, covariates)
    names = validate.columns(data, plan.names)
    kept, missing = validate.complete(validate.numeric(data, names))
    _regular(kept)
    rows = kept.to_numpy()
    whole = Moments.of(rows)
    left_out = _left_out(kept) if interval == "bca" and boot else None
    effects = Effects.of(plan, whole.scatter, _resampled(rows, boot, seed), left_out, conf)
    few_draws(boot, conf)
    table = tabulate(whole, plan, effects, conf).assign(n=len(kept))
    z = np.nan
    if len(plan.mediators) == 1:
        a, b = (table.iloc[i][["estimate", "std_error"]].to_numpy(float) for i in (0, 1))
        z = a[0] * b[0] / np.hypot(a[0] * b[1], b[0] * a[1])
    r2 = 1 - residuals(whole.scatter, plan.before) / np.diagonal(whole.scatter)
    explained = dict(zip(names, map(float, r2), strict=True))
    given = labels_of(data, names)
    return MediationResult(
        table=table,
        n=len(kept),
        n_dropped=len(data) - len(kept),
        dropped=MappingProxyType(missing),
        conf=conf,
        labels=MappingProxyType({**given, **_arrows(list(table["term"]), given)}),
        chain=plan,
        effects=effects,
        r2=MappingProxyType({name: explained[name] for name in names[len(plan.around) + 1 :]}),
        sobel=(float(z), float(2 * stats.norm.sf(abs(z)))),
        interval=interval,
        boot=boot,
    )


def _regular(kept: pd.DataFrame) -> None:
    """Refuse rows that allow no regression of each column on those before it."""
    n, k = kept.shape
    if n <= k:
        raise ModelError(
            _("{k} columns need more than {k} complete rows; there are {n}.").format(k=k, n=n)
        )
    validate.sharp(kept)
    validate.independent(kept, dependent_sets(kept.to_numpy()))


def _resampled(rows: Array, boot: int, seed: int | None) -> Array:
    """Return resampled scatter matrices, shape (draws, k, k), without singular ones."""
    rng, (n, k) = validate.generator(seed), rows.shape
    draws = np.empty((boot, k, k))
    for part in blocks(boot, max(1, CELLS // n), _("resamples")):
        draws[part] = moments(rows, part.stop - part.start, rng)[1]
    good = nonsingular(draws, rows)
    validate.resamples(good)
    return draws[good]


def _left_out(kept: pd.DataFrame) -> Array:
    """Return the scatter matrices without each row, shape (n, k, k), for BCa intervals.

    Raises
    ------
    ModelError
        Without some row the columns can't be told apart.
    """
    rows = kept.to_numpy()
    scatters = leave_one_out(rows)[1]
    bad = np.flatnonzero(~nonsingular(scatters, rows))
    if len(bad):
        raise ModelError(
            _(
                "Without row {row} the columns can't be told apart, so interval='bca' has no "
                "answer. Use interval='percentile', or leave out the column that varies least."
            ).format(row=kept.index[bad[0]])
        )
    return scatters


def _arrows(terms: Sequence[str], given: Labels) -> dict[str, dict[str, str]]:
    """Write ``x -> y`` with readers' names in both languages."""
    return {
        term: {
            lang: " → ".join(
                given[name][lang] if name in given else name for name in term.split(ARROW)
            )
            for lang in LANGUAGES
        }
        for term in terms
    }
