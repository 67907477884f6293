"""The same data under five methods, side by side: which claim about the drivers survives."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import rankdata

from cxlab._core import validate
from cxlab._core.errors import ModelError, SpecError
from cxlab._core.i18n import _
from cxlab._core.labels import labels_of
from cxlab._core.progress import blocks
from cxlab._stats import measures
from cxlab._stats.bootstrap import counts, nonsingular, percentile
from cxlab._stats.moments import Moments, correlations
from cxlab._stats.ordinal import cumulative, separating
from cxlab._stats.ordinal_bootstrap import resampled_slopes
from cxlab.drivers import _preflight
from cxlab.drivers._compare_methods import METHODS, SIGNED, settle
from cxlab.drivers._compare_result import CompareResult

Array = NDArray[np.float64]
Codes = NDArray[np.intp]

MOST_DRIVERS = 15  # LMG doubles its work with each
FEWEST_DRAWS = 50
CELLS = 2**19  # counts of rows held at a time


def compare(
    data: pd.DataFrame,
    y: str,
    x: Sequence[str],
    *,
    boot: int = 500,
    seed: int | None = None,
    conf: float = 0.95,
) -> CompareResult:
    """Ask five methods which driver matters most, and which claims all of them support.

    Parameters
    ----------
    data
        One row per answer; rows with a missing value in ``y`` or ``x`` are left out.
    y
        The outcome, numbers.
    x
        Two to fifteen columns of numbers.
    boot
        Resamples of rows, the same for all methods; at least 50, because support is counted in
        them.
    seed
        Seed of the resamples.
    conf
        Confidence level of the percentile intervals, and the share of resamples in which a claim
        has to hold.

    Returns
    -------
    CompareResult
        ``tidy()``: term, method, estimate, conf_low, conf_high, share, rank, rank_low, rank_high,
        n. ``claims()``: what could be said, in how many methods it holds, with what support.

    Raises
    ------
    DataError
        A column is absent or not numeric, or nobody answered all.
    ModelError
        Too few rows, a constant driver, perfect collinearity, an outcome that is told apart without
        error.
    SpecError
        One driver, too many, or too few resamples.

    Notes
    -----
    The five are those that an analyst meets or a reviewer asks for. The correlation r passes over
    what drivers share. The standardised coefficient beta of least squares gives what they share to
    whoever comes out ahead. LMG, the Shapley value of R² (and general dominance by another name),
    and Johnson's relative weights divide it. The ordinal logit, standardised as McKelvey and
    Zavoina do, answers the objection that the steps of a rating are not equal. For the logit an
    outcome of more than twelve values is cut into ten classes, and classes of fewer than ten
    answers are joined; its slopes do not depend on the cuts. A share is the part of the sum over
    drivers, of squares for r, beta and the logit: without overlap all five shares agree. "Matters"
    asks r, beta and the logit for the same sign, LMG and Johnson for more than a driver of pure
    noise gets, ``(1 - R²) / (n - 1 - p)``.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> rng = np.random.default_rng(1)
    >>> data = pd.DataFrame(rng.integers(0, 11, size=(200, 2)), columns=["service", "price"])
    >>> data["loyalty"] = 0.7 * data["service"] + 0.3 * data["price"] + rng.normal(size=200)
    >>> result = compare(data, "loyalty", ["service", "price"], boot=100, seed=1)
    >>> result.tidy().pivot(index="term", columns="method", values="rank")
    method   beta  correlation  johnson  lmg  ordinal
    term
    price       2            2        2    2        2
    service     1            1        1    1        1
    """
    conf = validate.confidence(conf)
    boot = validate.whole(boot, "boot", low=FEWEST_DRAWS, most=validate.MOST_DRAWS)
    names = validate.columns(data, x)
    _preflight.not_a_driver(validate.column(data, y), names)
    if not 2 <= len(names) <= MOST_DRIVERS:
        raise SpecError(
            _("A comparison takes 2 to {most} drivers; x names {count}.").format(
                most=MOST_DRIVERS, count=len(names)
            )
        )
    kept, missing = validate.complete(validate.numeric(data, [*names, y]))
    _preflight.regular(kept)
    rows = kept.to_numpy()
    spread = rows.std(axis=0)
    rows = (rows - rows.mean(axis=0)) / spread
    codes = measures.classes(kept.iloc[:, -1].to_numpy())
    estimate, params = _estimates(rows, codes, str(y))
    draws, r2 = _resampled(rows, codes, params, boot, validate.generator(seed))
    terms = [str(name) for name in names]
    whole = float(estimate[METHODS.index("lmg")].sum())
    spare = len(kept) - 1 - len(names)
    noise = ((1 - whole) / spare, (1 - r2) / spare)  # what a driver of pure noise gets of R²
    return CompareResult(
        table=_table(terms, estimate, draws, conf).assign(n=len(kept)),
        n=len(kept),
        n_dropped=len(data) - len(kept),
        dropped=MappingProxyType(missing),
        conf=conf,
        labels=MappingProxyType(labels_of(data, [*names, y])),
        outcome=str(y),
        verdicts=settle(terms, estimate, draws, noise, conf),
        r2=whole,
        boot=len(draws),
        levels=int(codes.max()) + 1,
        cut=kept.iloc[:, -1].nunique() > codes.max() + 1,
    )


def _estimates(rows: Array, codes: Codes, y: str) -> tuple[Array, Array]:
    """Return the five measures, shape (5, p), and the parameters of the ordinal logit.

    Raises
    ------
    ModelError
        The logit has no finite estimate.
    """
    x, whole = rows[:, :-1], Moments.of(rows)
    fit = cumulative(x, codes)
    if not fit.converged or separating(x, codes, fit) is not None:
        raise ModelError(
            _(
                "The drivers tell the classes of {y!r} apart without error, so the ordinal logit, "
                "one of the five methods, has no finite estimate. Leave out what repeats the "
                "outcome."
            ).format(y=y)
        )
    slopes = fit.params[codes.max() :]
    ordinal = measures.latent(slopes, whole.scatter[:-1, :-1], whole.n)
    return np.vstack([measures.linear(whole.corr[None])[0], ordinal]), fit.params


def _resampled(
    rows: Array, codes: Codes, params: Array, boot: int, rng: np.random.Generator
) -> tuple[Array, Array]:
    """Return the five measures, (draws, 5, p), and R², (draws,), on the same resamples."""
    n, found, flags = len(rows), [], []
    for part in blocks(boot, max(1, CELLS // n), _("resamples")):
        weights = counts(n, part.stop - part.start, rng)
        scatter = measures.scatters(rows, weights)
        good = nonsingular(scatter, rows)
        slopes, settled = resampled_slopes(rows[:, :-1], codes, weights[good], params)
        scatter = scatter[good][settled]
        ordinal = measures.latent(slopes[settled], scatter[:, :-1, :-1], n)
        flags.append(good)
        flags[-1][good] = settled
        found.append(
            np.concatenate([measures.linear(correlations(scatter)), ordinal[:, None]], axis=1)
        )
    validate.resamples(np.concatenate(flags))
    draws = np.concatenate(found)
    return draws, draws[:, METHODS.index("lmg")].sum(axis=-1)


def _table(terms: list[str], estimate: Array, draws: Array, conf: float) -> pd.DataFrame:
    low, high = percentile(draws, conf)
    parts = measures.shares(estimate, SIGNED)
    again = rankdata(-measures.shares(draws, SIGNED), method="min", axis=-1)
    tail = (1 - conf) / 2
    return pd.DataFrame(
        {
            "term": np.tile(terms, len(METHODS)),
            "method": np.repeat(METHODS, len(terms)),
            "estimate": estimate.ravel(),
            "conf_low": low.ravel(),
            "conf_high": high.ravel(),
            "share": parts.ravel(),
            "rank": rankdata(-parts, method="min", axis=-1).ravel().astype(int),
            "rank_low": np.quantile(again, tail, axis=0, method="lower").ravel().astype(int),
            "rank_high": np.quantile(again, 1 - tail, axis=0, method="higher").ravel().astype(int),
        }
    )
