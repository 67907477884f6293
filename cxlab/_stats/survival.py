"""Kaplan-Meier curves and log-rank tests from counts; whole months are counted without sorting."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from cxlab._stats.intervals import normal

Array = NDArray[np.float64]
Codes = NDArray[np.intp]

INTERVALS = ("log-log", "log", "plain")
SPARSE = 4  # counting pays while the longest duration is below this many times the rows
TIE = 1e-9  # a curve this close to a quantile lies on it


@dataclass(frozen=True, eq=False)
class Counts:
    """Who left, and who was last seen as a customer, at every distinct time.

    Parameters
    ----------
    time
        Distinct durations that occur, ascending, shape (t,).
    left, stayed
        Events, and observations that end without one, shape (groups, t); weighted where there are
        weights.
    left_square, stayed_square
        The same with squared weights; the arrays above when there are no weights.
    """

    time: Array
    left: Array
    stayed: Array
    left_square: Array
    stayed_square: Array

    @property
    def at_risk(self) -> Array:
        """Under observation just before each time, shape (groups, t)."""
        return tail(self.left + self.stayed)


@dataclass(frozen=True, eq=False)
class Curve:
    """One Kaplan-Meier curve at the times that occur in its group, all of shape (t,).

    ``spread`` is the variance of log S (Greenwood); of a weighted curve it is the linearised one.
    """

    time: Array
    at_risk: Array
    left: Array
    stayed: Array
    left_square: Array
    stayed_square: Array
    survival: Array
    spread: Array

    @property
    def std_error(self) -> Array:
        """Standard error of S; NaN where nobody is left."""
        return self.survival * np.sqrt(self.spread)

    def interval(self, conf: float, kind: str = "log-log") -> tuple[Array, Array]:
        """Return the pointwise interval of S; see :func:`limits`."""
        return limits(self.survival, self.spread, conf, kind)


def tail(values: Array) -> Array:
    """Return the sums from each place to the end of the last axis."""
    return np.asarray(np.cumsum(values[..., ::-1], axis=-1)[..., ::-1])


def count(
    duration: NDArray[np.number],
    event: NDArray[np.number],
    group: Codes | None = None,
    weights: Array | None = None,
) -> Counts:
    """Count events and ends without one by group and time.

    Parameters
    ----------
    duration, event
        Durations above zero and 0/1, shape (n,).
    group
        Codes 0 … G - 1, shape (n,).
    weights
        Weights, shape (n,).

    Notes
    -----
    Whole durations go through ``np.bincount`` in one pass; others are sorted once.
    """
    n, most = len(duration), float(duration.max())
    whole = most < max(SPARSE * n, 1000)
    if whole and duration.dtype.kind not in "iu":
        months = duration.astype(np.intp)
        whole = bool((months == duration).all())
    else:
        months = duration.astype(np.intp, copy=False)
    if not whole and group is None and weights is None:
        return _sorted(duration, event > 0)
    if whole:
        time, place, size = np.arange(int(most) + 1, dtype=float), months, int(most) + 1
    else:
        time, place = np.unique(duration.astype(float), return_inverse=True)
        size = len(time)
    groups = 1 if group is None else int(group.max()) + 1
    cell = 2 * place
    cell += event.astype(np.intp, copy=False)
    if group is not None:
        cell += 2 * size * group

    def counted(values: Array | None) -> Array:
        found = np.bincount(cell, values, minlength=2 * size * groups).astype(float)
        return found.reshape(groups, size, 2)

    first = counted(weights)
    square = first if weights is None else counted(weights**2)
    used = np.flatnonzero(first.any(axis=(0, 2)))
    stayed, left = first[:, used, 0], first[:, used, 1]
    return Counts(time[used], left, stayed, square[:, used, 1], square[:, used, 0])


def _sorted(duration: NDArray[np.number], event: NDArray[np.bool_]) -> Counts:
    """Count one group by two sorts of the values alone, quicker than one of their places."""
    every = np.sort(duration.astype(float))
    first = np.flatnonzero(np.concatenate([[True], np.diff(every) > 0]))
    time, total = every[first], np.diff(np.append(first, len(every)))
    found = np.searchsorted(time, np.sort(duration[event].astype(float)))
    left = np.bincount(found, minlength=len(time)).astype(float)[None]
    stayed = total - left
    return Counts(time, left, stayed, left, stayed)


def curve(counts: Counts, place: int = 0) -> Curve:
    """Return the Kaplan-Meier curve of one group of the counts."""
    risk, left, stayed = counts.at_risk[place], counts.left[place], counts.stayed[place]
    seen = (left + stayed) > 0
    risk, left, stayed = risk[seen], left[seen], stayed[seen]
    squares = counts.left_square[place][seen], counts.stayed_square[place][seen]
    rest = np.maximum(risk - left, 0.0)
    rest[rest < TIE * risk] = 0.0  # sums of weights end in rounding
    survival = np.cumprod(rest / risk)
    if np.array_equal(counts.left_square, counts.left):
        with np.errstate(divide="ignore", invalid="ignore"):
            spread = np.cumsum(np.where(left > 0, left / (risk * rest), 0.0))
    else:
        spread = _linearised(risk, left, rest, *squares)
    spread = np.where(survival > 0, spread, np.nan)
    return Curve(counts.time[seen], risk, left, stayed, *squares, survival, spread)


def _linearised(risk: Array, left: Array, rest: Array, left_sq: Array, stayed_sq: Array) -> Array:
    """Return the variance of log S from each customer's influence; equal weights give Greenwood.

    A customer with weight w who is seen until u moves -log S(t) by w (event at u <= t) / (Y - d)(u)
    minus w A(min(u, t)), where A sums d / (Y (Y - d)). Customers of one time and kind move alike.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        hazard = np.cumsum(np.where(left > 0, left / (risk * rest), 0.0))
        own = np.where(left_sq > 0, (1 / rest - hazard) ** 2 * left_sq, 0.0)
        gone = np.cumsum(own + hazard**2 * stayed_sq)
        later = tail(left_sq + stayed_sq) - left_sq - stayed_sq
        return gone + hazard**2 * later


def limits(
    survival: Array, spread: Array, conf: float, kind: str = "log-log"
) -> tuple[Array, Array]:
    """Return the pointwise interval of S from the variance of log S.

    ``kind`` is the scale on which it is symmetric: log(-log S), log S, or S itself ("plain").
    Where S is one the interval is one; where it is zero there is none.
    """
    z = normal(conf)
    inner = (survival > 0) & (survival < 1)
    s = np.where(inner, survival, 0.5)
    reach = z * np.sqrt(spread)
    if kind == "plain":
        low, high = s - s * reach, s + s * reach
    elif kind == "log":
        low, high = s * np.exp(-reach), s * np.exp(reach)
    else:
        log = np.log(s)
        low, high = np.exp(log * np.exp(-reach / log)), np.exp(log * np.exp(reach / log))
    edge = np.where(survival > 0, survival, np.nan)
    return (
        np.where(inner, np.maximum(low, 0.0), edge),
        np.where(inner, np.minimum(high, 1.0), edge),
    )


def crossing(time: Array, curve: Array, share: float) -> float:
    """Return the time at which a falling step curve goes below ``share``; NaN if it never does.

    Where the curve runs along ``share`` the middle of that step is returned, as R does.
    """
    with np.errstate(invalid="ignore"):
        below = np.flatnonzero(curve < share - TIE)
        on = np.flatnonzero(np.abs(curve - share) <= TIE)
    first = float(time[below[0]]) if len(below) else np.nan
    if not len(on):
        return first
    return (float(time[on[0]]) + first) / 2 if len(below) else float(time[on[0]])


def restricted_mean(curve: Curve, horizon: float) -> tuple[float, float]:
    """Return the mean time up to ``horizon`` (the area under S) and its standard error."""
    inside = curve.time < horizon
    edges = np.concatenate([[0.0], curve.time[inside], [horizon]])
    height = np.concatenate([[1.0], curve.survival[inside]])
    area = np.diff(edges) * height
    ahead = tail(area)[1:]  # from each time to the horizon
    risk, left = curve.at_risk[inside], curve.left[inside]
    rest = np.maximum(risk - left, 0.0)
    rest[rest < TIE * risk] = 0.0
    open_ = rest > 0
    ratio = np.where(open_, left / (risk * np.where(open_, rest, 1.0)), 0.0)
    left_sq, stayed_sq = curve.left_square[inside], curve.stayed_square[inside]
    total = np.cumsum(ahead * ratio)
    own = np.where(open_, ahead / np.where(open_, rest, 1.0), 0.0) - total
    gone = own**2 * left_sq + total**2 * stayed_sq
    after = (curve.left_square + curve.stayed_square)[~inside].sum()
    last = total[-1] if len(total) else 0.0
    return float(area.sum()), float(np.sqrt(gone.sum() + last**2 * after))


@dataclass(frozen=True, eq=False)
class LogRank:
    """A log-rank test: observed and expected events by group, and the chi-square."""

    observed: Array
    expected: Array
    statistic: float
    df: int
    p_value: float


def log_rank(counts: Counts) -> LogRank:
    """Test that all groups of unweighted counts have one hazard (Mantel 1966)."""
    left, risk = counts.left, counts.at_risk
    used = left.sum(axis=0) > 0
    left, risk = left[:, used], risk[:, used]
    d, y = left.sum(axis=0), risk.sum(axis=0)
    share = risk / y
    expected = share * d
    factor = d * (y - d) / np.maximum(y - 1, 1)
    cov = np.diag((share * factor).sum(axis=1)) - (share * factor) @ share.T
    gap = (left - expected).sum(axis=1)
    rank = int(np.linalg.matrix_rank(cov, hermitian=True)) if cov.any() else 0
    statistic = float(gap @ np.linalg.pinv(cov, hermitian=True) @ gap) if rank else np.nan
    return LogRank(
        left.sum(axis=1),
        expected.sum(axis=1),
        statistic,
        rank,
        float(stats.chi2.sf(statistic, rank)) if rank else np.nan,
    )


def select(counts: Counts, places: list[int]) -> Counts:
    """Return the counts of some groups."""
    parts = (counts.left, counts.stayed, counts.left_square, counts.stayed_square)
    return Counts(counts.time, *(part[places] for part in parts))
