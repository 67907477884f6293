"""Cox's proportional hazards by exact Newton steps over the distinct times, not over pairs."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from cxlab._stats.survival import tail

Array = NDArray[np.float64]
Codes = NDArray[np.intp]

TIES = ("efron", "breslow")
FAR = 20.0  # span of a log hazard; where there is no maximum Newton's steps go on to about 40


@dataclass(frozen=True, eq=False)
class Risks:
    """Rows in the order of stratum and time, and the cells (stratum, distinct time) they fall in.

    Parameters
    ----------
    order
        Places of the given rows, shape (n,).
    x, event
        Drivers, centred, shape (n, p), and 0/1, shape (n,), in that order.
    time, stratum
        Of every cell, shape (c,).
    cell
        The cell of every row, shape (n,).
    starts
        First row of every cell, shape (c,).
    parts
        The cells of every stratum.
    tie
        One entry per event, shape (d,): its cell.
    fraction
        Efron's k / d of every event among the d of its cell; zeros after Breslow.
    """

    order: Codes
    x: Array
    event: Array
    time: Array
    stratum: Codes
    cell: Codes
    starts: Codes
    parts: tuple[slice, ...]
    tie: Codes
    fraction: Array

    @property
    def deaths(self) -> Array:
        """Events of every cell, shape (c,)."""
        return np.bincount(self.tie, minlength=len(self.time)).astype(float)

    def summed(self, rows: Array) -> Array:
        """Return the sums of rows by cell."""
        return np.asarray(np.add.reduceat(rows, self.starts, axis=0))

    def among_events(self, rows: Array) -> Array:
        """Return the sums by cell of rows that belong to the events only."""
        out = np.zeros((len(self.time), *rows.shape[1:]))
        if len(rows):
            first = np.flatnonzero(np.concatenate([[True], np.diff(self.tie) > 0]))
            out[self.tie[first]] = np.add.reduceat(rows, first, axis=0)
        return out

    def ahead(self, cells: Array) -> Array:
        """Return the sums over the risk set of every cell: from it on in its stratum."""
        out = np.empty_like(cells)
        for part in self.parts:
            out[part] = tail(cells[part].T).T
        return out

    def past(self, cells: Array) -> Array:
        """Return the sums over every cell and the earlier ones of its stratum."""
        out = np.empty_like(cells)
        for part in self.parts:
            out[part] = np.cumsum(cells[part], axis=0)
        return out


@dataclass(frozen=True, eq=False)
class RiskSums:
    """Sums over every risk set at one vector of coefficients.

    ``risk`` is exp(x b) of every row; ``s0``, ``s1`` sum it and its products with x over the risk
    sets, ``d1`` the products over the events of each cell; ``part`` is 1 / (s0 - k/d d0) per event.
    """

    risks: Risks
    risk: Array
    s0: Array
    s1: Array
    d1: Array
    part: Array
    loglik: float
    gradient: Array = field(repr=False)

    def power(self, j: int, square: bool, weight: Array | None = None) -> Array:
        """Return by cell the sum over its events of (k/d)^j times ``part`` or its square."""
        values = self.risks.fraction**j * self.part ** (2 if square else 1)
        if weight is not None:
            values = values * weight[self.risks.tie]
        return np.bincount(self.risks.tie, values, minlength=len(self.s0)).astype(float)

    def information(self, weight: Array | None = None) -> Array:
        """Return the information, shape (p, p), every cell counted with its weight.

        The sum of x x' over all risk sets is one matrix product: each row counts with its risk and
        the hazard that has accrued until its time.
        """
        cell = self.risks.cell
        accrued = self.risks.past(self.power(0, False, weight))[cell]
        shared = self.power(1, False, weight)[cell] * self.risks.event
        x = self.risks.x
        first = x.T @ ((self.risk * (accrued - shared))[:, None] * x)
        a0, a1, a2 = (self.power(j, True, weight)[:, None] for j in (0, 1, 2))
        cross = self.s1.T @ (a1 * self.d1)
        second = self.s1.T @ (a0 * self.s1) - cross - cross.T + self.d1.T @ (a2 * self.d1)
        return np.asarray(first - second)

    def means(self) -> Array:
        """Return the mean of x over every risk set, averaged over its events, shape (c, p)."""
        total = self.power(0, False)[:, None] * self.s1 - self.power(1, False)[:, None] * self.d1
        return total / np.maximum(self.risks.deaths, 1)[:, None]

    def residuals(self) -> Array:
        """Return the score residuals in the order given, shape (n, p); they sum to the gradient."""
        risks, x = self.risks, self.risks.x
        b0, b1 = self.power(0, False), self.power(1, False)
        a0, a1, a2 = (self.power(j, True)[:, None] for j in (0, 1, 2))
        pulled, own = a0 * self.s1 - a1 * self.d1, a1 * self.s1 - a2 * self.d1
        cell, event = risks.cell, risks.event
        hazard = risks.past(b0)[cell] - event * b1[cell]
        drift = risks.past(pulled)[cell] - event[:, None] * own[cell]
        rows = event[:, None] * (x - self.means()[cell])
        rows = rows - self.risk[:, None] * (hazard[:, None] * x - drift)
        out = np.empty_like(rows)
        out[risks.order] = rows
        return out


@dataclass(frozen=True, eq=False)
class CoxFit:
    """Estimates on the scale of the drivers as given.

    ``coef`` has shape (p,), ``cov`` (p, p) is the inverse of the information, ``loglik`` holds the
    partial log-likelihoods without drivers and at the maximum, ``score`` the score test's
    chi-square; ``center`` and ``scale`` are those of the drivers within ``moments``.
    """

    coef: Array
    cov: Array
    loglik: tuple[float, float]
    score: float
    converged: bool
    center: Array
    scale: Array
    moments: RiskSums

    def sandwich(self) -> Array:
        """Return the robust covariance of Lin and Wei (1989)."""
        pull = (self.moments.residuals() * self.scale) @ self.cov
        return np.asarray(pull.T @ pull)


def arrange(
    x: Array, time: Array, event: Array, strata: Codes | None = None, ties: str = "efron"
) -> Risks:
    """Put rows into the order of their risk sets."""
    stratum = np.zeros(len(time), dtype=np.intp) if strata is None else strata
    order = np.lexsort((time, stratum))
    time, stratum, event = time[order], stratum[order], event[order].astype(float)
    new = np.concatenate([[True], (np.diff(time) > 0) | (np.diff(stratum) > 0)])
    starts, cell = np.flatnonzero(new), np.cumsum(new) - 1
    own = stratum[starts]
    edges = np.concatenate([[0], np.flatnonzero(np.diff(own)) + 1, [len(own)]])
    parts = tuple(slice(int(a), int(b)) for a, b in pairwise(edges))
    tie = cell[event > 0]
    deaths = np.bincount(tie, minlength=len(starts))
    first = np.cumsum(deaths) - deaths
    fraction = np.zeros(len(tie))
    if ties == "efron":
        fraction = (np.arange(len(tie)) - first[tie]) / deaths[tie]
    return Risks(order, x[order], event, time[starts], own, cell, starts, parts, tie, fraction)


def moments(risks: Risks, coef: Array) -> RiskSums:
    """Return the sums over the risk sets, the log-likelihood and its gradient at ``coef``."""
    linear = risks.x @ coef
    risk = np.exp(linear)
    pushed, event = risk[:, None] * risks.x, risks.event
    s0, s1 = risks.ahead(risks.summed(risk)), risks.ahead(risks.summed(pushed))
    gone = event > 0
    d0, d1 = risks.among_events(risk[gone]), risks.among_events(pushed[gone])
    with np.errstate(all="ignore"):
        total = s0[risks.tie] - risks.fraction * d0[risks.tie]
        part = 1 / total
        loglik = float(linear @ event - np.log(total).sum())
        mean = (s1[risks.tie] - risks.fraction[:, None] * d1[risks.tie]) * part[:, None]
        gradient = event @ risks.x - mean.sum(axis=0)
    return RiskSums(risks, risk, s0, s1, d1, part, loglik, gradient)


def fit(
    x: Array,
    time: Array,
    event: Array,
    *,
    strata: Codes | None = None,
    ties: str = "efron",
    steps: int = 60,
) -> CoxFit:
    """Maximise the partial likelihood for ``x`` of shape (n, p).

    Newton's method with halved steps; ``converged`` is False when there is no maximum or the
    information is singular.
    """
    center, scale = x.mean(axis=0), x.std(axis=0)
    scale = np.where(scale > 0, scale, 1.0)
    risks = arrange((x - center) / scale, time, event, strata, ties)
    with np.errstate(all="ignore"):  # steps that overflow are halved or end the search
        coef, now, null, score, converged = _climb(risks, steps)
    cov = np.full((len(coef), len(coef)), np.nan)
    if converged:
        cov = np.linalg.inv(now.information()) / np.outer(scale, scale)
    return CoxFit(coef / scale, cov, (null, now.loglik), score, converged, center, scale, now)


def _climb(risks: Risks, steps: int) -> tuple[Array, RiskSums, float, float, bool]:
    """Go up by Newton's steps; return where it ends, the null log-likelihood, the score test."""
    coef = np.zeros(risks.x.shape[1])
    now = moments(risks, coef)
    null, score, converged = now.loglik, np.nan, False
    information = now.information()
    for step_number in range(steps):
        try:
            step = np.linalg.solve(information, now.gradient)
        except np.linalg.LinAlgError:
            break
        gain = float(now.gradient @ step)
        if step_number == 0:
            score = gain
        if not gain >= 0 or not np.isfinite(gain):
            break
        if gain < 1e-18 * len(risks.tie):
            converged = bool(np.linalg.cond(information) < 1e13)
            break
        size = 1.0
        while size > 1e-6:
            trial = moments(risks, coef + size * step)
            if trial.loglik >= now.loglik - 1e-12 * abs(now.loglik):
                break
            size /= 2
        coef, now = coef + size * step, trial
        information = now.information()
    return coef, now, null, score, converged


def baseline(
    fitted: CoxFit, profile: Array, stratum: int, cov: Array
) -> tuple[Array, Array, Array]:
    """Return the times of a stratum, the cumulative hazard of a profile, and its variance.

    ``cov`` is the covariance of the coefficients, ``profile`` has shape (p,). The hazard follows
    the way ties are broken in the fit, as in R.
    """
    now, risks = fitted.moments, fitted.moments.risks
    part = risks.parts[stratum]
    z = (profile - fitted.center) / fitted.scale
    ratio = np.exp(z @ (fitted.coef * fitted.scale))
    step, square = now.power(0, False)[part], now.power(0, True)[part]
    a0, a1 = now.power(0, True)[part, None], now.power(1, True)[part, None]
    pulled = a0 * now.s1[part] - a1 * now.d1[part]
    away = np.cumsum(step[:, None] * z - pulled, axis=0)
    cov = cov * np.outer(fitted.scale, fitted.scale)
    variance = np.cumsum(square) + np.einsum("tj,jk,tk->t", away, cov, away)
    return risks.time[part], ratio * np.cumsum(step), ratio**2 * variance


def global_tests(fitted: CoxFit) -> tuple[float, float]:
    """Return the likelihood-ratio chi-square of all drivers and its p-value."""
    ratio = 2 * (fitted.loglik[1] - fitted.loglik[0])
    return ratio, float(stats.chi2.sf(ratio, len(fitted.coef)))
