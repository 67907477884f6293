"""From rows to a fitted covariance structure: ML, robust ML, FIML or WLSMV in one call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cxlab._stats.covariance import full_information, wlsmv
from cxlab._stats.covariance.diagnosis import unidentified
from cxlab._stats.covariance.fit_indices import ChiSquare
from cxlab._stats.covariance.likelihood import Sample, complete, evaluate, size
from cxlab._stats.covariance.maximum_likelihood import information, maximum
from cxlab._stats.covariance.minimise import Evaluation, Optimum
from cxlab._stats.covariance.model import Model, independence
from cxlab._stats.covariance.muthen import ordinal_moments
from cxlab._stats.covariance.sandwich import huber_white, kurtosis_trace, meat, saturated_trace
from cxlab._stats.moments import Moments

Array = NDArray[np.float64]

ESTIMATORS = ("ml", "mlr", "fiml", "wlsmv")


@dataclass(frozen=True, eq=False)
class Fitted:
    """A fitted model.

    Parameters
    ----------
    found
        The optimum; without convergence nothing below means anything.
    vcov
        Covariances of the estimates, shape (q, q); NaN where they are not identified.
    unidentified
        Parameters that can't be told apart, by number.
    test, baseline
        The plain tests of the model and of the model in which all items are apart.
    scaled, scaled_baseline
        The same after scaling (``mlr``, ``wlsmv``), else ``None``.
    loglik, saturated_loglik
        Log-likelihood of the model and of free moments; NaN for ``wlsmv``.
    cov, mean
        Observed moments of every group (for ``fiml`` those of the saturated model, for ``wlsmv``
        polychoric correlations and zeros).
    rows
        Rows of every group.
    saturated_converged
        Whether the moments of incomplete rows were reached.
    """

    found: Optimum
    vcov: Array
    unidentified: NDArray[np.intp]
    test: ChiSquare
    baseline: ChiSquare
    scaled: ChiSquare | None
    scaled_baseline: ChiSquare | None
    loglik: float
    saturated_loglik: float
    cov: list[Array]
    mean: list[Array]
    rows: list[float]
    saturated_converged: bool = True

    @property
    def n(self) -> float:
        """Rows of all groups."""
        return sum(self.rows)


def from_moments(model: Model, moments: Sequence[Moments]) -> Fitted:
    """Fit by maximum likelihood to the moments of every group, with expected information."""
    sample = complete(moments)
    found = maximum(model, sample)
    n, p = size(sample), model.groups[0].items
    covs = [group[0].cov for group in sample]
    shares = [part.n / n for part in moments]
    logdets = [float(np.linalg.slogdet(cov)[1]) for cov in covs]
    top = sum(s * (d + p) for s, d in zip(shares, logdets, strict=True))
    base = sum(
        s * (float(np.log(np.diagonal(cov)).sum()) + p) for s, cov in zip(shares, covs, strict=True)
    )
    vcov, loose = _inverse(information(found, sample))
    constant = p * np.log(2 * np.pi)
    return Fitted(
        found,
        vcov,
        loose,
        ChiSquare(n * (found.at.value - top), _df(model)),
        ChiSquare(n * (base - top), len(covs) * p * (p - 1) // 2),
        None,
        None,
        -n / 2 * (found.at.value + constant),
        -n / 2 * (top + constant),
        covs,
        [part.mean for part in moments],
        [part.n for part in moments],
    )


def robust(model: Model, rows: Sequence[Array]) -> Fitted:
    """Fit complete rows by maximum likelihood with a sandwich and the Yuan-Bentler scaled test.

    Notes
    -----
    The scaling factor is what the trace of B A^-1 of the saturated model exceeds that of the model
    by, over df, with observed information A and outer products of scores B (Asparouhov & Muthén
    2005).
    """
    plain = from_moments(model, [Moments.of(x) for x in rows])
    sample = complete([Moments.of(x) for x in rows])
    p = model.groups[0].items
    top = sum(kurtosis_trace(x) - (0 if model.with_means else p) for x in rows)
    free = independence(p, len(rows), with_means=model.with_means)
    params = np.concatenate(
        [
            np.append(np.diagonal(cov), mean if model.with_means else [])
            for cov, mean in zip(plain.cov, plain.mean, strict=True)
        ]
    )
    return _scaled(model, (free, params), plain, sample, rows, top)


def incomplete(model: Model, rows: Sequence[Array], *, scaled: bool = False) -> Fitted:
    """Fit rows with missing answers, NaN, by full information maximum likelihood.

    ``model`` has means. Standard errors come from the observed information; with ``scaled`` from
    the sandwich, and the test is scaled. Rows without any answer do not count.
    """
    sample = [full_information.patterns(x) for x in rows]
    n, p = size(sample), model.groups[0].items
    sizes = [sum(part.moments.n for part in group) for group in sample]
    tops = [full_information.saturated(group, p) for group in sample]
    if not all(one.converged for one in tops):
        return _undetermined(model, tops, sizes)
    found = maximum(model, sample)
    bases = [full_information.independent(group, p) for group in sample]
    top = sum(m / n * found.value for m, found in zip(sizes, tops, strict=True))
    base = sum(m / n * found[2] for m, found in zip(sizes, bases, strict=True))
    vcov, loose = _inverse(information(found, sample, "observed"))
    answers = sum(part.moments.n * len(part.items) for group in sample for part in group)
    constant = answers / n * np.log(2 * np.pi)
    plain = Fitted(
        found,
        vcov,
        loose,
        ChiSquare(n * (found.at.value - top), _df(model)),
        ChiSquare(n * (base - top), len(sample) * p * (p - 1) // 2),
        None,
        None,
        -n / 2 * (found.at.value + constant),
        -n / 2 * (top + constant),
        [one.cov for one in tops],
        [one.mean for one in tops],
        sizes,
    )
    if not scaled:
        return plain
    trace = sum(
        saturated_trace(x, group, one.mean, one.cov)
        for x, group, one in zip(rows, sample, tops, strict=True)
    )
    free = independence(p, len(rows), with_means=True)
    params = np.concatenate([np.append(variance, mean) for mean, variance, _value in bases])
    return _scaled(model, (free, params), plain, sample, rows, trace)


def ordinal(model: Model, codes: Sequence[NDArray[np.intp]]) -> Fitted:
    """Fit answers 0 … c - 1 of every group by WLSMV; ``model`` has no residual variances."""
    groups = [ordinal_moments(x) for x in codes]
    found = wlsmv.least_squares(model, groups)
    _inverted, loose = _inverse(found.at.expected)
    plain, base = wlsmv.baseline(groups)
    if len(loose) or not found.converged:
        vcov, test = np.full((model.size, model.size), np.nan), None
    else:
        vcov, test = wlsmv.robust(model, groups, found)
    df = sum(len(group.correlations) for group in groups) - model.size
    return Fitted(
        found,
        vcov,
        loose,
        ChiSquare(wlsmv.statistic(model, groups, found.params), df),
        ChiSquare(plain, base.df),
        test,
        base,
        np.nan,
        np.nan,
        [group.estimates.corr for group in groups],
        [np.zeros(len(group.estimates.corr)) for group in groups],
        [float(group.n) for group in groups],
        all(bool(group.estimates.converged.all()) for group in groups),
    )


def _undetermined(
    model: Model, tops: Sequence[full_information.Saturated], sizes: list[float]
) -> Fitted:
    """Return no estimates: the moments of incomplete rows were not reached."""
    nothing = np.full((model.size, model.size), np.nan)
    at = Evaluation(np.nan, np.diagonal(nothing), nothing, nothing)
    none, test = np.zeros(0, dtype=np.intp), ChiSquare(np.nan, _df(model))
    return Fitted(
        found=Optimum(np.diagonal(nothing), at, np.inf, 0, False),
        vcov=nothing,
        unidentified=none,
        test=test,
        baseline=test,
        scaled=None,
        scaled_baseline=None,
        loglik=np.nan,
        saturated_loglik=np.nan,
        cov=[one.cov for one in tops],
        mean=[one.mean for one in tops],
        rows=sizes,
        saturated_converged=False,
    )


def _df(model: Model) -> int:
    """Return the number of moments minus that of parameters."""
    p = model.groups[0].items
    each = p * (p + 1) // 2 + (p if model.with_means else 0)
    return len(model.groups) * each - model.size


def _inverse(matrix: Array) -> tuple[Array, NDArray[np.intp]]:
    loose = unidentified(matrix)
    if len(loose):
        return np.full_like(matrix, np.nan), loose
    root = np.sqrt(np.diagonal(matrix))
    unit = root[:, None] * root
    return np.asarray(np.linalg.inv(matrix / unit) / unit), loose


def _scaled(
    model: Model,
    apart: tuple[Model, Array],
    plain: Fitted,
    sample: Sample,
    rows: Sequence[Array],
    top: float,
) -> Fitted:
    """Add the sandwich and the scaled tests to a plain fit."""
    if len(plain.unidentified) or not plain.found.converged:
        return plain
    seen = information(plain.found, sample, "observed")
    middle = meat(model, rows, plain.found.params)
    free, params = apart
    at = evaluate(free, sample, params)
    if at is None:
        raise ValueError("an item does not vary")
    base = np.linalg.solve(size(sample) / 2 * at.hessian, meat(free, rows, params))
    return replace(
        plain,
        vcov=huber_white(seen, middle),
        scaled=_over(plain.test, top - float(np.trace(np.linalg.solve(seen, middle)))),
        scaled_baseline=_over(plain.baseline, top - float(np.trace(base))),
    )


def _over(test: ChiSquare, trace: float) -> ChiSquare:
    """Divide a statistic by ``trace / df``."""
    if test.df <= 0:
        return test
    scale = trace / test.df
    return ChiSquare(test.statistic / scale, test.df, scale)
