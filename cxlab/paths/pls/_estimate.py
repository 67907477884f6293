"""Estimates of a PLS model in a sample, in resamples and without each row; their intervals."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from cxlab._core.i18n import _
from cxlab._core.progress import blocks
from cxlab._stats import bootstrap
from cxlab._stats import pls_compiled as compiled
from cxlab._stats.moments import Moments
from cxlab._stats.pls import Fit, explained, fit
from cxlab._stats.pls_measures import consistent, own
from cxlab._stats.pls_stages import Staged, run
from cxlab.paths.pls._plan import Plan

Array = NDArray[np.float64]

ROUGH = 1e-7  # largest change of a weight that ends the steps in a resample
CELLS = 2**18  # numbers of resampled matrices at a time: they stay in the cache
ENDS = ("conf_low", "conf_high")
ROUNDING = 1e-12  # share of an estimate below which it does not vary
FLAT = 1e-10  # an item with less of its variance left does not vary


@dataclass(frozen=True, eq=False)
class Estimates:
    """What a model gives; every array has the resamples as its last axis.

    Parameters
    ----------
    weights, loadings
        Of the indicators, shape (n_indicators, draws).
    constructs
        Correlations of the constructs of the last stage, shape (k, k, draws).
    paths
        ``paths[cause, effect]``, shape (k, k, draws); from an interaction per standard deviation
        of both its sides.
    r2
        Shape (k, draws).
    """

    weights: Array
    loadings: Array
    constructs: Array
    paths: Array
    r2: Array

    @property
    def whole(self) -> NDArray[np.bool_]:
        """Whether a resample has an answer, shape (draws,)."""
        parts = (self.weights, self.loadings, self.paths, self.r2)
        finite = [np.isfinite(part).reshape(-1, part.shape[-1]).all(axis=0) for part in parts]
        return np.asarray(np.all(finite, axis=0))

    def only(self, keep: NDArray[np.bool_]) -> Estimates:
        """Return some of the resamples."""
        return self if keep.all() else Estimates(*(each[..., keep] for each in self._arrays()))

    @classmethod
    def joined(cls, parts: list[Estimates]) -> Estimates:
        """Put resamples beside each other."""
        if len(parts) == 1:
            return parts[0]
        return cls(
            *(
                np.concatenate(each, axis=-1)
                for each in zip(*(p._arrays() for p in parts), strict=True)
            )
        )

    def _arrays(self) -> list[Array]:
        return [getattr(self, each.name) for each in fields(self)]


@dataclass(frozen=True, eq=False)
class Sample:
    """The sample: its rows, its moments, the fits stage by stage, and the estimates."""

    rows: Array
    moments: Moments
    staged: list[Staged]
    estimates: Estimates

    @classmethod
    def of(cls, rows: Array, plan: Plan) -> Sample:
        """Fit the model to the rows; what has no answer is not finite or has not converged."""
        moments = Moments.of(rows)
        with np.errstate(all="ignore"):
            staged = run(moments.mean[None], moments.cov[None], plan.stages, rows=rows)
            return cls(rows, moments, staged, _gathered(plan, staged))

    @property
    def fits(self) -> list[Fit]:
        """The fits, stage by stage."""
        return [each.fit for each in self.staged]

    @property
    def corr(self) -> Array:
        """Correlations of the items."""
        return self.moments.corr


def estimated(
    plan: Plan, sample: Sample, means: Array, scatters: Array, counts: Array | None = None
) -> Estimates:
    """Fit the model to resamples, the constructs turned towards the sample.

    Parameters
    ----------
    means, scatters
        Shapes (draws, p) and (draws, p, p).
    counts
        How often each row is in each resample, shape (draws, n); needed for interactions.

    Returns
    -------
    Estimates
        NaN for a resample without an answer.
    """
    spread = np.diagonal(scatters, axis1=1, axis2=2)
    flat = np.any(spread <= FLAT * np.diagonal(sample.moments.scatter), axis=1)
    if flat.any():  # they take the sample's place and are marked afterwards
        scatters = np.where(flat[:, None, None], sample.moments.scatter, scatters)
    with np.errstate(all="ignore"):
        if plan.plain:
            fitted = fit(scatters, plan.design, close=ROUGH, towards=sample.fits[0])
            staged = [Staged(fitted, scatters.transpose(1, 2, 0))]
        else:
            covs = scatters / (sample.moments.n - 1)
            staged = run(
                means,
                covs,
                plan.stages,
                rows=sample.rows,
                counts=counts,
                close=ROUGH,
                towards=sample.fits,
            )
        found = _gathered(plan, staged)
    done: NDArray[np.bool_] = np.all([each.fit.converged for each in staged], axis=0) & ~flat
    if not done.all():
        found.paths[..., ~done] = np.nan
    return found


def _gathered(plan: Plan, staged: list[Staged]) -> Estimates:
    """Collect weights, loadings and paths from the stages."""
    last = staged[-1]
    fitted, r2 = last.fit, explained(last.fit)
    loads = [
        own(each.fit.cross, stage.design) for each, stage in zip(staged, plan.stages, strict=True)
    ]
    if plan.consistent:
        fitted, loads[0] = consistent(fitted, last.corr, plan.design)
        r2 = explained(fitted)
    paths = fitted.paths
    if plan.products:
        paths = paths.copy()
        for name in plan.products:
            j = plan.constructs.index(name)
            paths[j] /= last.spread[plan.design.starts[j]]
    if plan.plain:
        weights, loadings = fitted.weights, loads[0]
    else:
        weights = np.stack([staged[i.stage].fit.weights[i.place] for i in plan.indicators])
        loadings = np.stack([loads[i.stage][i.place] for i in plan.indicators])
    return Estimates(weights, loadings, fitted.constructs, paths, r2)


def resampled(
    plan: Plan, sample: Sample, boot: int, seed: int
) -> Iterator[tuple[Array, Array, Array | None]]:
    """Yield means, scatters and, for interactions, counts of resamples, part by part.

    The same seed gives the same resamples each time, whatever is asked of them.
    """
    compiled.kernel(boot, None)  # loaded once it pays for all of them
    rng, beside = np.random.default_rng(seed), np.random.default_rng(seed)
    source = bootstrap.Resampling(sample.rows)
    n, p = sample.rows.shape
    size = max(256, CELLS // (p * p))
    for part in blocks(boot, size, _("resamples")):
        draws = part.stop - part.start
        means, scatters = source.moments(draws, rng)
        yield means, scatters, bootstrap.counts(n, draws, beside) if plan.products else None


def left_out(plan: Plan, sample: Sample) -> Estimates:
    """Return the estimates without each row in turn, for BCa intervals."""
    rows, parts = sample.rows, []
    n, p = rows.shape
    for part in blocks(n, max(256, CELLS // (p * p)), _("rows left out")):
        means, scatters = bootstrap.leave_one_out(rows, part=part)
        counts = None
        if plan.products:
            counts = np.ones((part.stop - part.start, n))
            counts[np.arange(len(counts)), np.arange(part.start, part.stop)] = 0
        parts.append(estimated(plan, sample, means, scatters * ((n - 1) / (n - 2)), counts))
    return Estimates.joined(parts)


@dataclass(frozen=True, eq=False)
class Inference:
    """Estimates with resamples, from which any measure gets its interval."""

    sample: Estimates
    draws: Estimates | None
    left_out: Estimates | None
    conf: float

    def of(self, measure: Callable[[Estimates], Array]) -> dict[str, Array]:
        """Return estimate, standard error and interval of a measure.

        ``measure`` returns shape (q, draws).
        """
        estimate = measure(self.sample)[:, 0]
        found = {"estimate": estimate}
        if self.draws is None:
            nothing = np.full(len(estimate), np.nan)
            return found | dict.fromkeys(("std_error", "conf_low", "conf_high"), nothing)
        left = None if self.left_out is None else measure(self.left_out)
        return found | spread(estimate, measure(self.draws), left, self.conf)


def spread(estimate: Array, draws: Array, left: Array | None, conf: float) -> dict[str, Array]:
    """Return standard errors and intervals of estimates, shape (q,), from draws (q, draws)."""
    if left is None:
        low, high = bootstrap.percentile(draws.T, conf)
    else:
        low, high = bootstrap.bca(draws.T, estimate, left.T, conf)
    deviation = draws - estimate[:, None]  # centred first: a value that never varies has none
    error = deviation.std(axis=1, ddof=1) if draws.shape[1] > 1 else np.full(len(draws), np.nan)
    still = error <= ROUNDING * np.abs(estimate)  # a single item's loading and weight
    ends = (np.where(still, estimate, each) for each in (low, high))
    return {"std_error": np.where(still, 0.0, error), **dict(zip(ENDS, ends, strict=True))}
