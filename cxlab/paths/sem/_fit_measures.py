"""How well a covariance model fits: the measures that ``glance`` shows."""

from __future__ import annotations

from typing import Any

import numpy as np

from cxlab._stats.covariance.estimators import Fitted
from cxlab._stats.covariance.fit_indices import (
    incremental,
    information_criteria,
    rmsea,
    robust_incremental,
    robust_rmsea,
    srmr,
)
from cxlab.paths.sem._structure import Structure

Implied = list[tuple[np.ndarray, np.ndarray]]


def measures(raw: Fitted, plan: Structure, estimator: str, n: int, implied: Implied) -> dict:
    """Return chi-square, CFI, TLI, RMSEA, SRMR and the criteria of information.

    Of ``mlr`` and ``wlsmv`` chi-square and what is made of it are scaled; ``mlr`` adds the robust
    CFI, TLI and RMSEA, which estimate what the plain ones would be of normal answers.
    """
    test, base = raw.scaled or raw.test, raw.scaled_baseline or raw.baseline
    count = len(plan.terms)
    near = rmsea(test, n - count * (estimator == "wlsmv"), count)
    better = incremental(test, base)
    found: dict[str, Any] = {
        "chi2": test.statistic,
        "df": test.df,
        "p_value": test.p_value,
        "cfi": better.cfi,
        "tli": better.tli,
        "rmsea": near.estimate,
        "rmsea_low": near.conf_low,
        "rmsea_high": near.conf_high,
        "p_close": near.p_close,
        "srmr": _srmr(raw, plan, implied),
    }
    if estimator == "mlr":
        cfi, tli = robust_incremental(test, base)
        sound = robust_rmsea(test, n, count)
        found |= {"cfi_robust": cfi, "tli_robust": tli, "rmsea_robust": sound.estimate}
        found |= {"rmsea_robust_low": sound.conf_low, "rmsea_robust_high": sound.conf_high}
    if np.isfinite(raw.loglik):
        criteria = information_criteria(raw.loglik, plan.model.size, n)
        found |= {"loglik": raw.loglik, "aic": criteria.aic, "bic": criteria.bic}
    return found


def _srmr(raw: Fitted, plan: Structure, implied: Implied) -> float:
    with_means = plan.model.with_means
    seen = [
        (cov, mean if with_means else None) for cov, mean in zip(raw.cov, raw.mean, strict=True)
    ]
    own = [(sigma, mu if with_means else None) for sigma, mu in implied]
    return srmr(seen, own, raw.rows)
