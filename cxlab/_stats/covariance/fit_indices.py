"""Fit of a covariance structure: RMSEA with its interval, CFI and its kin, SRMR, AIC, BIC."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special

Array = NDArray[np.float64]

CLOSE = 0.05  # RMSEA of a close fit (Browne & Cudeck 1993)
LEVEL = 0.90  # of the RMSEA's interval, by custom


class ChiSquare(NamedTuple):
    """A test of fit: the statistic, its degrees of freedom, and what it was divided by.

    ``scale`` is the factor c of a scaled test, 1 for the plain one; ``shift`` was added after the
    division.
    """

    statistic: float
    df: int
    scale: float = 1.0
    shift: float = 0.0

    @property
    def p_value(self) -> float:
        """Upper tail of the chi-square distribution; NaN without degrees of freedom."""
        if self.df <= 0:
            return float("nan")
        return float(special.chdtrc(self.df, max(self.statistic, 0.0)))

    @property
    def excess(self) -> float:
        """Statistic minus degrees of freedom, not below zero."""
        return max(self.statistic - self.df, 0.0)


class Rmsea(NamedTuple):
    """Root mean square error of approximation, its interval and the test of close fit."""

    estimate: float
    conf_low: float
    conf_high: float
    p_close: float


class Incremental(NamedTuple):
    """Fit relative to the baseline model."""

    cfi: float
    tli: float
    nfi: float
    ifi: float
    rni: float


class Information(NamedTuple):
    """Information criteria; ``bic_adjusted`` counts (n + 2) / 24 rows."""

    aic: float
    bic: float
    bic_adjusted: float


def rmsea(test: ChiSquare, n: float, groups: int = 1, conf: float = LEVEL) -> Rmsea:
    """Return the RMSEA of a test on ``n`` rows in all, after Steiger for several groups.

    The interval inverts the noncentral chi-square distribution. NaN without degrees of freedom.
    """
    if test.df <= 0:
        return Rmsea(*[float("nan")] * 4)
    unit = np.sqrt(groups / (n * test.df))
    tail = (1 - conf) / 2
    close = special.chndtr(test.statistic, test.df, n * test.df * CLOSE**2 / groups)
    return Rmsea(
        float(unit * np.sqrt(test.excess)),
        float(unit * np.sqrt(noncentrality(test.statistic, test.df, 1 - tail))),
        float(unit * np.sqrt(noncentrality(test.statistic, test.df, tail))),
        float(1 - close),
    )


def robust_rmsea(test: ChiSquare, n: float, groups: int = 1, conf: float = LEVEL) -> Rmsea:
    """Return the RMSEA of Brosseau-Liard, Savalei and Li (2012) from a scaled test.

    It estimates what the plain RMSEA would be under normality. There is no test of close fit.
    """
    found = rmsea(test, n, groups, conf)
    root = np.sqrt(test.scale)
    low, high = found.conf_low, found.conf_high
    return Rmsea(float(root * found.estimate), float(root * low), float(root * high), float("nan"))


def noncentrality(statistic: float, df: int, share: float) -> float:
    """Return the noncentrality at which the statistic is the ``share`` quantile, 0 if none is."""
    if special.chdtr(df, max(statistic, 0.0)) < share:
        return 0.0
    low, high = 0.0, max(statistic, 1.0)
    while special.chndtr(statistic, df, high) > share:
        low, high = high, 2 * high
    at = float(np.clip(special.chndtrinc(statistic, df, share), low, high))
    for _step in range(60):  # Newton's steps inside a shrinking bracket
        here = special.chndtr(statistic, df, at)
        low, high = (at, high) if here > share else (low, at)
        slope = (special.chndtr(statistic, df + 2, at) - here) / 2
        step = (share - here) / slope if slope < 0 else np.inf
        onward = at + step if low < at + step < high else (low + high) / 2
        if abs(onward - at) <= 1e-13 * high:
            return float(onward)
        at = onward
    return float(at)


def incremental(test: ChiSquare, baseline: ChiSquare) -> Incremental:
    """Return CFI and its kin; NaN where the baseline fits perfectly."""
    with np.errstate(divide="ignore", invalid="ignore"):
        worst = np.float64(max(test.excess, baseline.excess))
        cfi = 1 - test.excess / worst if worst > 0 else 1.0
        per_df = np.float64(baseline.statistic) / baseline.df
        tli = (per_df - np.float64(test.statistic) / test.df) / (per_df - 1)
        drop = np.float64(baseline.statistic - test.statistic)
        nfi = drop / np.float64(baseline.statistic)
        ifi = drop / (np.float64(baseline.statistic) - test.df)
        rni = 1 - (test.statistic - test.df) / np.float64(baseline.statistic - baseline.df)
    return Incremental(*(float(value) for value in (cfi, tli if test.df else 1.0, nfi, ifi, rni)))


def robust_incremental(test: ChiSquare, baseline: ChiSquare) -> tuple[float, float]:
    """Return the robust CFI and TLI of Brosseau-Liard and Savalei (2014) from scaled tests."""
    own = (test.statistic - test.df) * test.scale
    base = (baseline.statistic - baseline.df) * baseline.scale
    cfi = 1 - max(own, 0.0) / max(own, base, 1e-300)
    tli = 1 - own * baseline.df / (base * test.df) if test.df and base else 1.0
    return float(cfi), float(tli)


def information_criteria(loglik: float, params: int, n: float) -> Information:
    """Return AIC, BIC and the adjusted BIC."""
    twice = -2 * loglik
    return Information(
        float(twice + 2 * params),
        float(twice + np.log(n) * params),
        float(twice + np.log((n + 2) / 24) * params),
    )


def srmr(
    seen: Sequence[tuple[Array, Array | None]],
    implied: Sequence[tuple[Array, Array | None]],
    weights: Sequence[float],
) -> float:
    """Return the standardised root mean square residual, averaged over groups.

    Parameters
    ----------
    seen, implied
        Covariances and means of every group, ``None`` for means that are not modelled.
    weights
        Rows of every group.
    """
    out = []
    for (cov, mean), (sigma, mu) in zip(seen, implied, strict=True):
        root = np.sqrt(np.diagonal(cov))
        away = ((cov - sigma) / (root[:, None] * root))[np.tril_indices(len(cov))]
        if mean is not None and mu is not None:
            away = np.concatenate([away, (mean - mu) / root])
        out.append(np.sqrt((away**2).mean()))
    return float(np.average(out, weights=weights))


def gfi(seen: Sequence[Array], implied: Sequence[Array], weights: Sequence[float]) -> float:
    """Return Jöreskog and Sörbom's goodness of fit index, averaged over groups."""
    out = []
    for cov, sigma in zip(seen, implied, strict=True):
        ratio = np.linalg.solve(sigma, cov)
        away = ratio - np.eye(len(cov))
        out.append(1 - np.trace(away @ away) / np.trace(ratio @ ratio))
    return float(np.average(out, weights=weights))
