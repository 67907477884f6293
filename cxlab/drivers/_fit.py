"""The engines behind ``regress``: statsmodels for OLS and logit, exact Newton for ordinal."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from cxlab._core.errors import ModelError
from cxlab._core.i18n import _
from cxlab._stats.intervals import t_interval, t_p_value
from cxlab._stats.ordinal import cumulative_logit
from cxlab.drivers._design import INTERCEPT, Design
from cxlab.drivers._preflight import vif

Array = NDArray[np.float64]

ROBUST = {
    "ols": ("HC3", "nonrobust", "HC0", "HC1", "HC2"),
    "ordinal": ("nonrobust",),
    "logit": ("nonrobust", "HC0"),
}  # the first is the default


@dataclass(frozen=True, eq=False)
class Fit:
    """What all engines have in common.

    Parameters
    ----------
    params, cov
        Estimates, shape (k,), and their covariance, shape (k, k); in ordinal models the thresholds
        come first, else the intercept.
    df
        Residual degrees of freedom of t statistics; infinite for z.
    facts
        Statistics of the whole fit, for ``glance``.
    raw
        The engine's own object.
    """

    params: Array
    cov: Array
    df: float
    facts: Mapping[str, float]
    raw: Any


def fit_ols(x: pd.DataFrame, y: pd.Series, robust: str, weights: Array | None) -> Fit:
    """Fit ordinary or weighted least squares."""
    from statsmodels.regression.linear_model import OLS, WLS

    model = OLS(y, x) if weights is None else WLS(y, x, weights=weights)
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        raw = model.fit(cov_type=robust, use_t=True)
        n, k = x.shape
        facts = {
            "r2": raw.rsquared,
            "adj_r2": raw.rsquared_adj,
            "rmse": np.sqrt(raw.mse_resid),
            "statistic": float(np.squeeze(raw.fvalue)),
            "df": float(k - 1),
            "df_resid": float(n - k),
            "p_value": float(np.squeeze(raw.f_pvalue)),
            **_criteria(raw.llf, k + 1, n),
        }
        return Fit(np.asarray(raw.params), np.asarray(raw.cov_params()), n - k, facts, raw)


def fit_logit(x: pd.DataFrame, y: pd.Series, robust: str) -> Fit:
    """Fit a binary logit.

    Raises
    ------
    ModelError
        The likelihood has no maximum.
    """
    from statsmodels.discrete.discrete_model import Logit

    exact = cumulative_logit(x.iloc[:, 1:].to_numpy(float), y.to_numpy(int))
    if not exact.converged:
        raise ModelError(_not_converged())
    start = exact.params * np.where(np.arange(x.shape[1]) == 0, -1, 1)  # intercept = -threshold
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        raw = Logit(y, x).fit(
            start_params=start, maxiter=3, disp=0, cov_type=robust, warn_convergence=False
        )
    facts = _likelihood(raw.llf, raw.llnull, x.shape[1] - 1, x.shape[1], len(y))
    return Fit(np.asarray(raw.params), np.asarray(raw.cov_params()), np.inf, facts, raw)


def fit_ordinal(x: pd.DataFrame, y: pd.Series) -> Fit:
    """Fit a proportional-odds logit.

    Raises
    ------
    ModelError
        The likelihood has no maximum.
    """
    codes = pd.factorize(y, sort=True)[0]
    raw = cumulative_logit(x.iloc[:, 1:].to_numpy(float), codes)
    if not raw.converged:
        raise ModelError(_not_converged())
    counts = np.bincount(codes)
    null = float(counts @ np.log(counts / len(y)))
    facts = _likelihood(raw.loglik, null, x.shape[1] - 1, len(raw.params), len(y))
    return Fit(raw.params, raw.cov, np.inf, facts, raw)


def tabulate(
    design: Design, y: pd.Series, fit: Fit, cuts: list[str], weights: Any, conf: float
) -> pd.DataFrame:
    """Build the tidy frame: thresholds or intercept first, then the drivers."""
    head = cuts or [INTERCEPT]
    k, df = len(design.drivers), fit.df
    error = np.sqrt(np.diag(fit.cov))
    low, high = t_interval(fit.params, error, df, conf)
    scale = np.full(len(fit.params), np.nan)
    scale[-k:] = _standardising(design, y, fit, weights)
    inflation = np.full(len(fit.params), np.nan)
    inflation[-k:] = vif(design, weights)
    table = pd.DataFrame(
        {
            "term": [*head, *design.drivers],
            "group": ["threshold" if cuts else "intercept"] * len(head) + ["driver"] * k,
            "estimate": fit.params,
            "std_error": error,
            "statistic": fit.params / error,
            "df": df if np.isfinite(df) else np.nan,
            "p_value": t_p_value(fit.params / error, df),
            "conf_low": low,
            "conf_high": high,
            "beta": fit.params * scale,
            "beta_low": low * scale,
            "beta_high": high * scale,
            "vif": inflation,
        }
    )
    if not np.isfinite(df):
        table["odds_ratio"] = np.exp(table["estimate"]).where(table["group"] == "driver")
    return table.assign(n=len(y))


def _standardising(design: Design, y: pd.Series, fit: Fit, weights: Any) -> Any:
    """Return sd(driver) / sd(outcome); in the logits the outcome is the latent one."""
    x = design.matrix[design.drivers].to_numpy(float)
    cov = np.cov(np.column_stack([x, y]), rowvar=False, aweights=weights)
    slopes = fit.params[-x.shape[1] :]
    latent = slopes @ cov[:-1, :-1] @ slopes + np.pi**2 / 3
    spread = cov[-1, -1] if np.isfinite(fit.df) else latent
    return np.sqrt(np.diag(cov)[:-1] / spread)


def _likelihood(loglik: float, null: float, drivers: int, k: int, n: int) -> dict[str, float]:
    ratio = 2 * (loglik - null)
    return {
        "pseudo_r2": 1 - loglik / null,
        "statistic": ratio,
        "df": float(drivers),
        "p_value": float(stats.chi2.sf(ratio, drivers)),
        **_criteria(loglik, k, n),
    }


def _criteria(loglik: float, k: int, n: int) -> dict[str, float]:
    return {"loglik": loglik, "aic": 2 * k - 2 * loglik, "bic": np.log(n) * k - 2 * loglik}


def _not_converged() -> str:
    return _(
        "The fit did not converge, so no numbers are shown. Put the drivers on similar scales, "
        "merge rare levels, or drop drivers."
    )
