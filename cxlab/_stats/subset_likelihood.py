"""Pseudo-R² of every sub-model of a logit or an ordinal logit, for many resamples at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cxlab._stats.ordinal import cumulative, separating

Array = NDArray[np.float64]
Codes = NDArray[np.intp]

MEASURES = ("mcfadden", "mckelvey_zavoina")
CELLS = 2**17  # draws times rows that are worked on at once: what a processor keeps at hand
STEPS = 25
CLOSE = 1e-4  # a step that gains less is the last; half of it is what it adds to the likelihood
TINY = 1e-12


def subset_fits(
    x: Array,
    codes: Codes,
    counts: Array,
    *,
    measure: str = "mcfadden",
    groups: Sequence[Sequence[int]] | None = None,
) -> Array:
    """Return the pseudo-R² of every subset of the drivers, in every draw.

    Parameters
    ----------
    x
        Drivers without a constant, shape (m, k). Rows may be unique ones or all rows.
    codes
        Answers 0 … K - 1 of these rows, shape (m,); two levels make it the binary logit.
    counts
        How often each row counts, shape (draws, m): ones or the multiplicities for the sample,
        resampled multiplicities for the bootstrap. Weights may be fractions.
    measure
        ``"mcfadden"`` (1 - loglik / loglik of the thresholds alone) or ``"mckelvey_zavoina"``
        (explained share of the latent variance).
    groups
        Columns of ``x`` that enter together, such as a factor's dummies; one driver a column if
        left out. ``p`` below is the number of groups.

    Returns
    -------
    ndarray
        Shape (2**p, draws), in the order of :func:`cxlab._stats.importance.subsets_r2`: bit
        ``p - 1 - j`` of the row number says whether driver ``j`` is in. The empty subset is 0. NaN
        where the likelihood of a sub-model has no maximum (separation in that resample, or one
        answer only): count them with ``np.isnan(values).any(axis=0).sum()``.
    """
    chosen = [[j] for j in range(x.shape[1])] if groups is None else [list(g) for g in groups]
    counts = np.asarray(counts, float)
    out = np.empty((1 << len(chosen), len(counts)))
    found = np.stack([counts[:, codes == j].any(axis=1) for j in range(codes.max() + 1)])
    for pattern in np.unique(found, axis=1).T:  # a draw without some answer has fewer cuts
        draws = np.flatnonzero((found == pattern[:, None]).all(axis=0))
        if pattern.sum() < 2:
            out[:, draws] = np.nan
            continue
        rows = np.flatnonzero(pattern[codes] & counts[draws].any(axis=0))
        answers = (np.cumsum(pattern) - 1)[codes[rows]]
        out[:, draws] = _lattice(x[rows], answers, counts[np.ix_(draws, rows)], chosen, measure)
    return out


def _lattice(x: Array, codes: Codes, counts: Array, groups: list[list[int]], measure: str) -> Array:
    """Fit every sub-model to draws in which all answers occur."""
    total = counts.sum(axis=0)
    centre = np.average(x, axis=0, weights=total)
    spread = np.sqrt(np.average((x - centre) ** 2, axis=0, weights=total))
    x = (x - centre) / np.where(spread > 0, spread, 1)
    ranks = [np.unique(column, return_inverse=True)[1] for column in x.T]
    sizes = np.stack([counts[:, codes == j].sum(axis=1) for j in range(codes.max() + 1)])
    null = (sizes * np.log(sizes / sizes.sum(axis=0))).sum(axis=0)
    last = len(groups) - 1
    out = np.zeros((2 << last, len(counts)))
    for number in range(1, len(out)):
        inside = [j for g, group in enumerate(groups) if number >> (last - g) & 1 for j in group]
        full = cumulative(x[:, inside], codes, weights=total)
        if not full.converged or separating(x[:, inside], codes, full) is not None:
            out[number] = np.nan
            continue
        kept, merged = _merged([ranks[j] for j in inside], codes, counts)
        rows = np.ascontiguousarray(x[kept][:, inside].T)
        block = max(1, CELLS // len(kept))
        for start in range(0, len(counts), block):
            some = slice(start, start + block)
            fit = _Batch(rows, codes[kept], merged[some])
            params, loglik = fit.climb(full.params)
            if measure == "mcfadden":
                out[number, some] = 1 - loglik / null[some]
            else:
                latent = fit.variance(params)
                out[number, some] = latent / (latent + np.pi**2 / 3)
    return out


def _merged(
    ranks: list[NDArray[np.intp]], codes: Codes, counts: Array
) -> tuple[NDArray[np.intp], Array]:
    """Return one row of each kind, sorted by answer, and the counts of its like, (draws, rows)."""
    order = np.lexsort([*ranks, codes])
    key = np.stack([codes, *ranks])[:, order]
    first = np.flatnonzero(np.append(True, (key[:, 1:] != key[:, :-1]).any(axis=0)))
    together = counts[:, order]
    if len(first) < len(order):
        together = np.add.reduceat(together, first, axis=1)
    return order[first], together


class _Batch:
    """A cumulative logit in many draws; ``x`` is (q, m), rows are sorted by answer."""

    def __init__(self, x: Array, codes: Codes, counts: Array) -> None:
        self.x, self.counts = x, counts
        ends = np.cumsum(np.bincount(codes))
        starts = np.append(0, ends[:-1])
        self.parts = [slice(a, b) for a, b in zip(starts, ends, strict=True)]
        self.sizes = np.add.reduceat(counts, starts, axis=1)
        self.cuts = len(ends) - 1
        self.pairs = np.triu_indices(len(x))
        self.products = (x[self.pairs[0]] * x[self.pairs[1]]).T

    def climb(self, start: Array) -> tuple[Array, Array]:
        """Return estimates and log-likelihoods; NaN where Newton's steps do not settle.

        Near a maximum a step's gain falls with its square; where there is none, by a constant. The
        last step is checked with the information of the one before, which is close enough.
        """
        params = np.tile(start, (len(self.counts), 1))
        loglik, before = np.full((2, len(params)), np.nan)
        before[:] = np.inf
        going = np.arange(len(params))
        for turn in range(STEPS):
            gradient, information = self.evaluate(going, params[going] if turn else start[None])
            inverse, sound = _inverse(information)
            step = (inverse @ gradient[..., None])[..., 0]
            gain = (gradient * step).sum(axis=1)
            sound &= gain >= 0
            params[going] += np.where(sound[:, None], step, np.nan)
            near = sound & (gain < CLOSE) & ((gain < before[going] / 10) | (gain < TINY))
            before[going] = gain
            if near.any():
                at = going[near]
                height, slope = self.height(at, params[at])
                rest = (inverse[near] @ slope[..., None])[..., 0]
                left = (slope * rest).sum(axis=1)
                settled = (left < gain[near] / 20) | (left < TINY)
                loglik[at[settled]] = (height + left / 2)[settled]
                params[at] += rest
            going = going[sound & np.isnan(loglik[going])]
            if not len(going):
                break
        params[np.isnan(loglik)] = np.nan
        return params, loglik

    def evaluate(self, draws: NDArray[np.intp], params: Array) -> tuple[Array, Array]:
        """Return the gradient, shape (draws, q), and the information, (draws, q, q).

        ``params`` has a row for every draw, or one for all, which costs much less.
        """
        cuts, size = self.cuts, params.shape[1]
        odds = self._odds(params)
        gradient, information = np.zeros((len(draws), size)), np.zeros((len(draws), size, size))
        rest, heavy = np.zeros((2, len(draws), odds.shape[1]))
        for j, part in enumerate(self.parts):
            weight = self._weight(draws, part)
            for cut in self._cuts(j):
                ratio = odds[:, part] * np.exp(-params[:, cut, None])
                below = 1 / (1 + ratio)
                slope = weight * below
                bend = slope * below
                bend *= ratio
                if cut == j:
                    slope *= ratio
                else:
                    np.negative(slope, out=slope)
                rest[:, part] += slope
                heavy[:, part] += bend
                gradient[:, cut] += slope.sum(axis=1)
                information[:, cut, cut] += bend.sum(axis=1)
                information[:, cut, cuts:] -= bend @ self.x[:, part].T
        information[:, cuts:, :cuts] = information[:, :cuts, cuts:].swapaxes(1, 2)
        gradient[:, cuts:] = -rest @ self.x.T
        second = heavy @ self.products
        information[:, cuts + self.pairs[0], cuts + self.pairs[1]] = second
        information[:, cuts + self.pairs[1], cuts + self.pairs[0]] = second
        near, inner = self._near(params), self.sizes[draws][:, 1:-1]
        bend, at = inner * near * (1 + near), np.arange(cuts)
        self._gaps(gradient, inner * near)
        information[:, at[1:], at[1:]] += bend
        information[:, at[:-1], at[:-1]] += bend
        information[:, at[1:], at[:-1]] -= bend
        information[:, at[:-1], at[1:]] -= bend
        return gradient, information

    def height(self, draws: NDArray[np.intp], params: Array) -> tuple[Array, Array]:
        """Return the log-likelihood, shape (draws,), and the gradient, (draws, q)."""
        cuts = self.cuts
        odds = self._odds(params)
        gradient, rest = np.zeros(params.shape), np.zeros_like(odds)
        size = self.sizes[draws]
        loglik = -(size[:, 1:] * params[:, :cuts]).sum(axis=1)
        for j, part in enumerate(self.parts):
            weight, far = self._weight(draws, part), np.ones(1)
            for cut in self._cuts(j):
                ratio = odds[:, part] * np.exp(-params[:, cut, None])
                slope = weight * (ratio if cut == j else -1.0) / (1 + ratio)
                far = far * (1 + ratio)
                rest[:, part] += slope
                gradient[:, cut] += slope.sum(axis=1)
            if j:
                far /= odds[:, part]
            loglik -= (weight * np.log(far)).sum(axis=1)
        gradient[:, cuts:] = -rest @ self.x.T
        self._gaps(gradient, size[:, 1:-1] * self._near(params))
        loglik += (size[:, 1:-1] * np.log(-np.expm1(-np.diff(params[:, :cuts])))).sum(axis=1)
        return loglik, gradient

    def variance(self, params: Array) -> Array:
        """Return the variance of the linear predictor, shape (draws,)."""
        linear = params[:, self.cuts :] @ self.x
        total = self.counts.sum(axis=1)
        mean = (self.counts * linear).sum(axis=1) / total
        return (self.counts * (linear - mean[:, None]) ** 2).sum(axis=1) / total

    def _odds(self, params: Array) -> Array:
        return np.exp(np.clip(params[:, self.cuts :] @ self.x, -200, 200))

    def _weight(self, draws: NDArray[np.intp], part: slice) -> Array:
        weight = self.counts[:, part]
        return weight if len(draws) == len(weight) else weight[draws]

    def _cuts(self, j: int) -> list[int]:
        """Return the cuts on both sides of answer ``j``."""
        return [cut for cut in (j, j - 1) if 0 <= cut < self.cuts]

    def _near(self, params: Array) -> Array:
        gap = np.diff(params[:, : self.cuts])
        return 1 / np.expm1(np.where(gap > 0, gap, np.nan))

    def _gaps(self, gradient: Array, push: Array) -> None:
        """Add the pull of neighbouring cuts away from each other."""
        gradient[:, 1 : self.cuts] += push
        gradient[:, : self.cuts - 1] -= push


def _inverse(information: Array) -> tuple[Array, NDArray[np.bool_]]:
    """Return the inverse of every draw's information, and which of them have one."""
    fine = np.asarray(np.isfinite(information).all(axis=(1, 2)), bool)
    safe = np.where(fine[:, None, None], information, np.eye(information.shape[1]))
    try:
        return np.linalg.inv(safe), fine
    except np.linalg.LinAlgError:
        fine &= np.linalg.cond(safe) < 1e15
        return np.linalg.pinv(safe), fine
