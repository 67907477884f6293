"""Cumulative logit, probit and cloglog models by exact Newton steps, and the test for separation.

The model is ``link(P(y <= j)) = threshold_j - x @ slopes`` with answers coded 0 … K - 1. Answer
``j`` lies between the cuts ``j`` (upper, ``u``) and ``j - 1`` (lower, ``v``); its probability is
``F(u) - F(v)``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, log_ndtr, logit, ndtr, ndtri

Array = NDArray[np.float64]
Codes = NDArray[np.intp]
Pieces = tuple[Array, Array, Array, Array, Array, Array]

FAR = 20.0  # span of a linear predictor; where there is no maximum Newton's steps go to about 40
MANY = 20_000  # rows from which a fit to every 16th row gives the start
_EDGE = 300.0  # a linear predictor beyond this is cut: exp() of it still has a square


@dataclass(frozen=True, eq=False)
class OrdinalFit:
    """Estimates of a cumulative model: thresholds first, then the slopes.

    ``params`` has shape (q,), ``cov`` (q, q) is the inverse of the observed information, or the
    sandwich that also holds under sampling weights if that was asked for. With free columns every
    threshold is followed by its own slopes of these columns; the slopes of the others come last.
    """

    params: Array
    cov: Array
    loglik: float
    converged: bool


def cumulative(
    x: Array,
    codes: Codes,
    *,
    link: str = "logit",
    weights: Array | None = None,
    free: Sequence[int] = (),
    robust: bool = False,
    steps: int = 60,
) -> OrdinalFit:
    """Fit a cumulative model by maximum likelihood, for ``x`` of shape (n, p).

    Parameters
    ----------
    link
        One of ``LINKS``.
    weights
        How much each row counts, shape (n,).
    free
        Columns whose slope differs by threshold (partial proportional odds).
    robust
        Return the sandwich covariance (HC0) instead of the inverse information.
    steps
        Newton's steps at most; they are halved until the likelihood rises.

    Returns
    -------
    OrdinalFit
        ``converged`` is False when the likelihood has no maximum; ``loglik`` is then that of the
        last step, and ``cov`` is NaN.
    """
    given = np.ones(len(x)) if weights is None else weights
    x, codes, given, squares = unique_rows(x, codes, given)
    columns = np.ascontiguousarray(x.T)
    centre = columns @ given / given.sum()
    columns = columns - centre[:, None]
    spread = np.sqrt(columns**2 @ given / given.sum())
    spread[spread == 0] = 1
    columns /= -spread[:, None]
    model = _Model(columns, codes, given, list(free), link)
    start = model.null()
    if len(x) > MANY:
        few = slice(None, None, 16)
        part = cumulative(
            -columns[:, few].T, codes[few], link=link, weights=given[few], free=free, steps=20
        )
        if part.converged and len(part.params) == len(start):
            start = part.params
    params, loglik, information, converged = _climb(model, start, steps)
    turn = model.turn(centre, spread)
    if not converged:
        return OrdinalFit(turn @ params, np.full(information.shape, np.nan), loglik, False)
    cov = np.linalg.inv(information)
    if robust:
        cov = cov @ model.meat(params, squares) @ cov
    return OrdinalFit(turn @ params, turn @ cov @ turn.T, loglik, True)


def unique_rows(x: Array, codes: Codes, weights: Array) -> tuple[Array, Codes, Array, Array]:
    """Return the distinct rows of whole numbers with their summed weights and squared weights.

    Rows come back as they are where they are not whole numbers, or where there are about as many
    possible rows as rows.
    """
    columns = np.ascontiguousarray(x.T)
    low = columns.min(axis=1)
    span = np.append(columns.max(axis=1) - low, codes.max()) + 1
    if span.prod() > len(x) or not (columns == np.rint(columns)).all():
        return x, codes, weights, weights**2
    shape = tuple(span.astype(int))
    whole = (columns - low[:, None]).astype(np.intp)
    place = np.ravel_multi_index((*whole, codes), shape)
    found = np.flatnonzero(np.bincount(place))
    total, square = (np.asarray(np.bincount(place, w), float) for w in (weights, weights**2))
    *parts, answer = np.unravel_index(found, shape)
    distinct = np.column_stack(parts) + low
    return distinct, answer.astype(np.intp), total[found], square[found]


def probabilities(params: Array, x: Array, levels: int, link: str = "logit") -> Array:
    """Return the probability of every level, shape (n, levels)."""
    cuts, slopes = params[: levels - 1], params[levels - 1 :]
    below = _BELOW[link](cuts - (x @ slopes)[:, None])
    edge = np.zeros((len(x), 1))
    return np.diff(np.hstack([edge, below, edge + 1]), axis=1)


def separating(x: Array, codes: Codes, fit: OrdinalFit | None = None) -> Array | None:
    """Return slopes along which the likelihood grows for ever, or ``None`` if it has a maximum.

    A linear programme after Konis (2007): is there a direction that moves no answer the wrong way
    and at least one the right way? Two levels make it the test for the binary logit. It is solved
    only where Newton's method does not settle at a moderate predictor; settling proves a maximum.
    ``fit`` is the fit to ``x`` where it is known.
    """
    from scipy.optimize import linprog

    fit = cumulative(x, codes) if fit is None else fit
    if fit.converged and np.ptp(x @ fit.params[codes.max() :]) < FAR:
        return None
    x, codes = unique_rows(x, codes, np.ones(len(x)))[:2]
    scaled = (x - x.mean(axis=0)) / x.std(axis=0)
    cuts = np.arange(codes.max())
    upper = np.hstack([(codes[:, None] == cuts).astype(float), -scaled])
    lower = np.hstack([(codes[:, None] == cuts + 1).astype(float), -scaled])
    moves = np.vstack([upper[codes < codes.max()], -lower[codes > 0]])
    moves = np.unique(moves, axis=0)
    found = linprog(-moves.sum(axis=0), A_ub=-moves, b_ub=np.zeros(len(moves)), bounds=(-1, 1))
    if found.x is None or (moves @ found.x).max() < 1e-6:
        return None
    slopes = found.x[codes.max() :]
    return np.where(np.abs(slopes) > 1e-6, slopes, 0.0)


class _Model:
    """Rows sorted by answer, and the likelihood with its derivatives; ``columns`` is (p, n)."""

    def __init__(
        self, columns: Array, codes: Codes, weights: Array, free: list[int], link: str
    ) -> None:
        counts = np.bincount(codes)
        order = np.argsort(codes.astype(np.int16), kind="stable")  # short numbers sort faster
        self.places = np.split(order, np.cumsum(counts)[:-1])
        self.free, self.link, self.levels = free, link, len(counts)
        self.columns = [*free, *(j for j in range(len(columns)) if j not in free)]
        self.rows = [np.ones((1 + len(columns), count)) for count in counts]
        for rows, places in zip(self.rows, self.places, strict=True):
            for row, j in zip(rows[1:], self.columns, strict=True):
                np.take(columns[j], places, out=row)
        self.weights = [weights[places] for places in self.places]
        self.own = 1 + len(free)  # parameters of a cut
        cuts = self.own * (self.levels - 1)
        self.size = cuts + len(columns) - len(free)
        common = list(range(cuts, self.size))
        self.at = [
            [*range(self.own * j, self.own * (j + 1)), *common] for j in range(self.levels - 1)
        ]

    def null(self) -> Array:
        """Return the thresholds that give the shares of the answers, and slopes of zero."""
        total = np.array([weights.sum() for weights in self.weights])
        params = np.zeros(self.size)
        share = np.cumsum(total)[:-1] / total.sum()
        params[: self.own * (self.levels - 1) : self.own] = _QUANTILE[self.link](share)
        return params

    def pieces(self, params: Array, j: int) -> Pieces | None:
        """Return the pieces of answer ``j``; ``None`` where two of its cuts cross."""
        rows, last = self.rows[j], self.levels - 1
        u = v = gap = None
        if j < last:
            u = np.clip(params[self.at[j]] @ rows, -_EDGE, _EDGE)
        if j:
            v = np.clip(params[self.at[j - 1]] @ rows, -_EDGE, _EDGE)
        if u is not None and v is not None:
            gap = u - v if self.free else params[self.at[j][:1]] - params[self.at[j - 1][:1]]
            if gap.min() <= 0:
                return None
            gap = np.minimum(gap, _EDGE)
        return _PIECES[self.link](u, v, gap)

    def evaluate(self, params: Array) -> tuple[float, Array, Array]:
        """Return the log-likelihood, its gradient and the observed information."""
        loglik, gradient, information = 0.0, np.zeros(self.size), np.zeros((self.size, self.size))
        for j, (rows, weights) in enumerate(zip(self.rows, self.weights, strict=True)):
            found = self.pieces(params, j)
            if found is None:
                return -np.inf, gradient, np.eye(self.size)
            chance, su, sv, uu, uv, vv = found
            loglik += float(weights @ chance)
            if j < self.levels - 1:
                gradient[self.at[j]] += rows @ (weights * su)
            if j:
                gradient[self.at[j - 1]] += rows @ (weights * sv)
            self._spread(information, j, (weights * uu, weights * uv, weights * vv))
        return loglik, gradient, information

    def meat(self, params: Array, squares: Array) -> Array:
        """Return the sum of the squared scores, the middle of the sandwich."""
        total = np.zeros((self.size, self.size))
        for j, places in enumerate(self.places):
            found = self.pieces(params, j)
            if found is not None:
                weights, su, sv = squares[places], *found[1:3]
                self._spread(total, j, (weights * su**2, weights * su * sv, weights * sv**2))
        return total

    def turn(self, centre: Array, spread: Array) -> Array:
        """Return the matrix that leads back to drivers as they were before scaling."""
        turn = np.eye(self.size)
        for at in self.at:
            turn[at[0], at[1:]] = centre[self.columns] / spread[self.columns]
            turn[at[1:], at[1:]] = 1 / spread[self.columns]
        return turn

    def _spread(self, total: Array, j: int, heights: tuple[Array, Array, Array]) -> None:
        """Add the products of the rows of answer ``j``: at its upper cut, at both, at its lower."""
        rows, last = self.rows[j], self.levels - 1
        uu, uv, vv = heights
        if j < last:
            total[np.ix_(self.at[j], self.at[j])] += (rows * uu) @ rows.T
        if j:
            total[np.ix_(self.at[j - 1], self.at[j - 1])] += (rows * vv) @ rows.T
        if 0 < j < last:
            both = (rows * uv) @ rows.T
            total[np.ix_(self.at[j], self.at[j - 1])] += both
            total[np.ix_(self.at[j - 1], self.at[j])] += both


def _climb(model: _Model, params: Array, steps: int) -> tuple[Array, float, Array, bool]:
    """Go up by Newton's steps; return the parameters, the height, the information and success."""
    total = sum(weights.sum() for weights in model.weights)
    loglik, gradient, information = model.evaluate(params)
    for _ in range(steps):
        try:
            step = np.linalg.solve(information, gradient)
        except np.linalg.LinAlgError:
            break
        if gradient @ step < 1e-20 * total:
            return params, loglik, information, True
        size = 1.0
        while size > 1e-6:
            trial = model.evaluate(params + size * step)
            if trial[0] >= loglik - 1e-12 * abs(loglik):
                break
            size /= 2
        params = params + size * step
        loglik, gradient, information = trial
    return params, loglik, information, False


def _logit(u: Array | None, v: Array | None, gap: Array | None) -> Pieces:
    """Return the log of ``F(u) - F(v)``, its slopes in u and v, and minus its curvatures.

    For the logit it is ``log F(u) + log F(-v) + log(1 - exp(v - u))``: no tail cancels.
    """
    none = np.zeros(1)
    chance, su, sv, uu, uv, vv = (none,) * 6
    if u is not None:
        far = np.exp(-u)
        below = 1 / (1 + far)
        chance, su = np.log(below), far * below
        uu = su * below
    if v is not None:
        far = np.exp(-v)
        below = 1 / (1 + far)
        chance, sv = chance + np.log(below) - v, -below
        vv = far * below**2
    if gap is not None:
        near = 1 / np.expm1(gap)
        bend = near * (1 + near)
        chance, su, sv = chance + np.log(-np.expm1(-gap)), su + near, sv - near
        uu, uv, vv = uu + bend, -bend, vv + bend
    return chance, su, sv, uu, uv, vv


def _probit(u: Array | None, v: Array | None, gap: Array | None) -> Pieces:
    """Return the same for the normal distribution."""
    upper = np.array([np.inf]) if u is None else u
    lower = np.array([-np.inf]) if v is None else v
    turn = upper + lower > 0  # differences of small tails only
    high, low = np.where(turn, -lower, upper), np.where(turn, -upper, lower)
    chance = log_ndtr(high) + np.log1p(-np.exp(log_ndtr(low) - log_ndtr(high)))
    su, sv = (
        np.zeros(1) if at is None else np.exp(-(at**2) / 2 - chance) / np.sqrt(2 * np.pi)
        for at in (u, v)
    )
    uu = su**2 + (0 if u is None else u * su)
    vv = sv**2 - (0 if v is None else v * sv)
    return chance, su, -sv, uu, -su * sv, vv


def _cloglog(u: Array | None, v: Array | None, gap: Array | None) -> Pieces:
    """Return the same for ``F(u) = 1 - exp(-exp(u))``."""
    upper = np.array([np.inf]) if u is None else np.exp(u)
    lower = np.zeros(1) if v is None else np.exp(v)
    chance = np.log(-np.expm1(lower - upper)) - lower
    su = np.zeros(1) if u is None else np.exp(u - upper - chance)
    sv = np.zeros(1) if v is None else np.exp(v - lower - chance)
    uu = su**2 - (0 if u is None else su * (1 - upper))
    vv = sv**2 + (0 if v is None else sv * (1 - lower))
    return chance, su, -sv, uu, -su * sv, vv


_BELOW: dict[str, Callable[[Array], Array]] = {
    "logit": expit,
    "probit": ndtr,
    "cloglog": lambda at: -np.expm1(-np.exp(at)),
}
_QUANTILE: dict[str, Callable[[Array], Array]] = {
    "logit": logit,
    "probit": ndtri,
    "cloglog": lambda share: np.log(-np.log1p(-share)),
}
_PIECES: dict[str, Callable[[Array | None, Array | None, Array | None], Pieces]] = {
    "logit": _logit,
    "probit": _probit,
    "cloglog": _cloglog,
}
LINKS = tuple(_PIECES)
