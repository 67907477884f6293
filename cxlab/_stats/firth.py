"""Binary logit with Firth's penalty: finite under separation, less biased in small samples."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats
from scipy.optimize import brentq
from scipy.special import expit, log_expit

from cxlab._stats.ordinal import unique_rows

Array = NDArray[np.float64]
Codes = NDArray[np.intp]

STEPS = 400
QUICK = 10  # steps after which the information alone has settled, unless drivers separate
REACH = 40.0  # standard errors within which the ends of an interval are looked for


@dataclass(frozen=True, eq=False)
class FirthFit:
    """Estimates of a penalised logit, the intercept first; k coefficients.

    Parameters
    ----------
    params, cov
        Shape (k,), and the inverse of the information at the estimates, shape (k, k).
    low, high
        Ends of the profile penalised-likelihood intervals, shape (k,).
    ratio
        Penalised likelihood-ratio statistics of the single coefficients (chi², one degree of
        freedom), shape (k,).
    whole
        The same for all slopes at once (k - 1 degrees of freedom).
    loglik
        Log-likelihood at the estimates, without the penalty.
    penalised
        With it: plus half the log determinant of the information, which hangs on the drivers'
        scale.
    converged
        Whether the estimates and all ends were found.
    """

    params: Array
    cov: Array
    low: Array
    high: Array
    ratio: Array
    whole: float
    loglik: float
    penalised: float
    converged: bool


def firth(x: Array, codes: Codes, *, conf: float = 0.95) -> FirthFit:
    """Maximise the likelihood times the root of the information's determinant (Firth 1993).

    ``x`` has shape (n, p) without a constant and full column rank, ``codes`` are 0 and 1. Intervals
    and tests are those of the profile penalised likelihood (Heinze & Schemper 2002): under
    separation the estimates are skewed, and Wald's intervals are wrong.
    """
    x, codes, weights, _squares = unique_rows(x, codes, np.ones(len(x)))
    centre = np.average(x, axis=0, weights=weights)
    spread = np.sqrt(np.average((x - centre) ** 2, axis=0, weights=weights))
    turn = np.eye(1 + x.shape[1])
    turn[0, 1:] = -centre / spread
    turn[1:, 1:] = np.diag(1 / spread)
    rows = np.column_stack([np.ones(len(x)), x]) @ turn
    shape = np.linalg.slogdet(turn)[1]  # information of the drivers as given is smaller by twice
    model = _Penalised(rows, codes.astype(float), weights)
    k = rows.shape[1]
    everything = np.arange(k)
    best, top, fine = model.climb(np.zeros(k), everything)
    cov = np.linalg.inv(model.information(best))
    _null, alone, steady = model.climb(np.zeros(k), everything[:1])
    fine = fine and steady
    ends, ratio = np.full((2, k), np.nan), np.full(k, np.nan)
    for j in everything:
        if not fine:
            break
        along = _Profile(model, turn[j], best, top, float(np.sqrt(turn[j] @ cov @ turn[j])))
        ratio[j] = along.drop(0.0)
        ends[:, j] = along.ends(conf)
        fine = fine and along.settled
    plain = model.loglik(best)
    return FirthFit(
        params=turn @ best,
        cov=turn @ cov @ turn.T,
        low=ends[0],
        high=ends[1],
        ratio=ratio,
        whole=2 * (top - alone),
        loglik=plain,
        penalised=top - shape,
        converged=bool(fine and np.isfinite(ends).all()),
    )


class _Penalised:
    """The penalised likelihood of a logit on rows with weights."""

    def __init__(self, rows: Array, y: Array, weights: Array) -> None:
        self.rows, self.y, self.weights = rows, y, weights

    def loglik(self, params: Array) -> float:
        linear = self.rows @ params
        return float(self.weights @ log_expit(np.where(self.y == 1, linear, -linear)))

    def information(self, params: Array) -> Array:
        chance = expit(self.rows @ params)
        return self.rows.T @ (self.rows * (self.weights * chance * (1 - chance))[:, None])

    def height(self, params: Array) -> float:
        sign, log = np.linalg.slogdet(self.information(params))
        return self.loglik(params) + log / 2 if sign > 0 else -np.inf

    def score(self, params: Array) -> tuple[Array, Array]:
        """Return Firth's modified score and the information."""
        chance = expit(self.rows @ params)
        heavy = self.weights * chance * (1 - chance)
        information = self.rows.T @ (self.rows * heavy[:, None])
        lever = heavy * ((self.rows @ np.linalg.inv(information)) * self.rows).sum(axis=1)
        rest = self.weights * (self.y - chance) + lever * (0.5 - chance)
        return rest @ self.rows, information

    def curvature(self, params: Array, information: Array) -> Array:
        """Return minus the derivative of the modified score, shape (k, k)."""
        chance = expit(self.rows @ params)
        each = chance * (1 - chance)
        heavy, away = self.weights * each, 0.5 - chance
        turned = self.rows @ np.linalg.inv(np.linalg.cholesky(information)).T
        lever = heavy * (turned**2).sum(axis=1)
        own = lever * (each - 2 * away**2)
        # the leverages change with all rows: squared products of rows, as pairs of columns
        pairs = (turned[:, :, None] * turned[:, None, :]).reshape(len(turned), -1)
        moved = (self.rows * (heavy * away)[:, None]).T @ pairs
        return np.asarray(
            information + self.rows.T @ (self.rows * own[:, None]) + 2 * moved @ moved.T
        )

    def climb(
        self, params: Array, moving: NDArray[np.intp], basis: Array | None = None
    ) -> tuple[Array, float, bool]:
        """Maximise over the ``moving`` coefficients, or along the columns of ``basis``.

        Scoring with the information, and Newton's method where that takes long: along a flat crest
        it only creeps. Where the likelihood is not yet concave the information does again.
        """
        ways = np.eye(len(params))[:, moving] if basis is None else basis
        height = self.height(params)
        for turn in range(STEPS):
            try:
                score, information = self.score(params)
                pull, bends = ways.T @ score, [information]
                if turn >= QUICK:
                    bends.insert(0, self.curvature(params, information))
                for bend in bends:
                    steep = ways.T @ bend @ ways
                    step = np.asarray(np.linalg.solve(steep, pull), dtype=float)
                    if np.linalg.eigvalsh(steep)[0] > 0:
                        break
            except np.linalg.LinAlgError:
                break
            if pull @ step < 1e-18 * self.weights.sum():
                return params, height, True
            move = ways @ step
            size = min(1.0, 5 / max(float(np.abs(move).max()), 1e-300))
            while size > 1e-8:
                trial = self.height(params + size * move)
                if trial >= height - 1e-12 * abs(height):
                    break
                size /= 2
            params, height = params + size * move, trial
        return params, height, False


class _Profile:
    """The penalised likelihood along one coefficient, the others at their best.

    ``direction`` has shape (k,): the coefficient is ``direction @ params``.
    """

    def __init__(
        self, model: _Penalised, direction: Array, best: Array, top: float, error: float
    ) -> None:
        self.model, self.direction, self.best, self.top = model, direction, best, top
        self.error, self.settled = error, True
        self.estimate = float(direction @ best)
        # the others move where the coefficient does not: the null space of its direction
        self.basis = np.linalg.qr(direction[:, None], mode="complete")[0][:, 1:]
        self.last = best

    def drop(self, value: float) -> float:
        """Return twice the fall of the penalised likelihood where the coefficient is ``value``.

        The others follow in steps of a standard error, so that they stay on the same crest.
        """
        start = float(self.direction @ self.last)
        count = int(np.ceil(abs(value - start) / self.error)) or 1
        for at in np.linspace(start, value, count + 1)[1:]:
            way = np.linalg.solve(self.model.information(self.last), self.direction)
            if not self.settled:
                return np.nan
            gap = at - float(self.direction @ self.last)
            ahead = self.last + gap * way / (self.direction @ way)
            self.last, height, fine = self.model.climb(ahead, np.arange(0), self.basis)
            self.settled &= fine
        return 2 * (self.top - height)

    def ends(self, conf: float) -> tuple[float, float]:
        """Return where the fall reaches the quantile of chi²."""
        limit = float(stats.chi2.ppf(conf, 1))
        found = []
        for side in (-1, 1):
            self.last, inner, reach = self.best, self.estimate, float(np.sqrt(limit))
            outer = self.estimate + side * reach * self.error
            while self.drop(outer) < limit and reach < REACH:
                inner, reach = outer, 1.5 * reach
                outer = self.estimate + side * reach * self.error
            if reach >= REACH:
                found.append(side * np.inf)
                continue
            if not self.settled:
                return np.nan, np.nan
            try:
                end = brentq(lambda at: self.drop(at) - limit, inner, outer, xtol=1e-9 * self.error)
            except ValueError:  # the others found no best place on the way
                return np.nan, np.nan
            found.append(float(end))
        return found[0], found[1]
