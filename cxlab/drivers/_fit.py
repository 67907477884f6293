"""The engines behind ``regress``: least squares, exact Newton for both logits, Firth's penalty."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from cxlab._core.design import INTERCEPT, Design
from cxlab._core.errors import ModelError
from cxlab._core.i18n import _
from cxlab._stats.firth import firth
from cxlab._stats.intervals import t_interval, t_p_value
from cxlab._stats.ols import Ols
from cxlab._stats.ordinal import OrdinalFit, cumulative
from cxlab.drivers import _preflight

Array = NDArray[np.float64]

ROBUST = {
    "ols": ("HC3", "nonrobust", "HC0", "HC1", "HC2"),
    "ordinal": ("nonrobust", "HC0"),
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
    engine
        Makes the object behind ``raw``.
    profile
        Statistics, lower and upper ends, each of shape (k,), where they are not Wald's.
    """

    params: Array
    cov: Array
    df: float
    facts: Mapping[str, float]
    engine: Callable[[], Any]
    profile: tuple[Array, Array, Array] | None = None

    @cached_property
    def raw(self) -> Any:
        """The engine's own object, made when it is asked for."""
        return self.engine()


def least_squares(x: Array, y: Array, weights: Array | None) -> Ols:
    """Fit ordinary or weighted least squares; rows of the fit are scaled by the root weights."""
    weights = np.ones(len(y)) if weights is None else weights
    root = np.sqrt(weights)
    design, target = x * root[:, None], y * root
    q, r = np.linalg.qr(design)
    coef = np.linalg.solve(r, q.T @ target)
    residuals, inverse = target - design @ coef, np.linalg.inv(r)
    total = weights @ (y - np.average(y, weights=weights)) ** 2
    r2 = 1 - float(residuals @ residuals / total)
    return Ols(coef, design, residuals, inverse @ inverse.T, r2)


def fit_ols(x: pd.DataFrame, y: pd.Series, robust: str, weights: Array | None) -> Fit:
    """Fit ordinary or weighted least squares."""
    with np.errstate(all="ignore"):
        fit = least_squares(x.to_numpy(float), y.to_numpy(float), weights)
        cov = fit.cov("classic" if robust == "nonrobust" else robust)
        n, k = x.shape
        square = float(fit.residuals @ fit.residuals)
        wald = _wald(fit.coef, cov, k - 1) / (k - 1)
        loglik = -n / 2 * (np.log(2 * np.pi * square / n) + 1)
        loglik += 0.0 if weights is None else float(np.log(weights).sum() / 2)
        facts = {
            "r2": fit.r2,
            "adj_r2": fit.adj_r2,
            "rmse": float(np.sqrt(square / (n - k))),
            "statistic": wald,
            "df": float(k - 1),
            "df_resid": float(n - k),
            "p_value": float(stats.f.sf(wald, k - 1, n - k)),
            **_criteria(loglik, k + 1, n),
        }
    return Fit(fit.coef, cov, n - k, facts, partial(_statsmodels_ols, x, y, robust, weights))


def fit_logit(design: Design, y: pd.Series, robust: str, weights: Array | None) -> Fit:
    """Fit a binary logit.

    Raises
    ------
    ModelError
        The likelihood has no maximum.
    """
    codes = y.to_numpy(int)
    found = _cumulative(design, codes, robust, weights)
    sign = np.where(np.arange(len(found.params)) == 0, -1.0, 1.0)  # intercept = -threshold
    params, cov = sign * found.params, found.cov * np.outer(sign, sign)
    engine = partial(_statsmodels_logit, design.matrix, y, robust, weights, params)
    return Fit(params, cov, np.inf, _likelihood(found, codes, weights, len(params) - 1), engine)


def fit_firth(design: Design, y: pd.Series, conf: float) -> Fit:
    """Fit a binary logit with Firth's penalty.

    Raises
    ------
    ModelError
        The fit does not settle.
    """
    codes = y.to_numpy(int)
    found = firth(design.matrix[design.drivers].to_numpy(float), codes, conf=conf)
    if not found.converged:
        raise ModelError(_not_converged())
    drivers = len(found.params) - 1
    facts = {
        "pseudo_r2": 1 - found.loglik / _null(codes, None),
        "statistic": found.whole,
        "df": float(drivers),
        "p_value": float(stats.chi2.sf(found.whole, drivers)),
        "loglik": found.loglik,
    }
    profile = (np.sign(found.params) * np.sqrt(np.maximum(found.ratio, 0)), found.low, found.high)
    return Fit(found.params, found.cov, np.inf, facts, partial(_same, found), profile)


def fit_ordinal(design: Design, y: pd.Series, robust: str, weights: Array | None) -> Fit:
    """Fit a proportional-odds logit.

    Raises
    ------
    ModelError
        The likelihood has no maximum.
    """
    codes = pd.factorize(y, sort=True)[0]
    found = _cumulative(design, codes, robust, weights)
    facts = _likelihood(found, codes, weights, len(design.drivers))
    return Fit(found.params, found.cov, np.inf, facts, partial(_same, found))


def tabulate(
    design: Design,
    y: pd.Series,
    fit: Fit,
    *,
    cuts: list[str],
    weights: Any,
    inflation: Array,
    conf: float,
) -> pd.DataFrame:
    """Build the tidy frame: thresholds or intercept first, then the drivers."""
    head = cuts or [INTERCEPT]
    k, df = len(design.drivers), fit.df
    error = np.sqrt(np.diag(fit.cov))
    statistic, low, high = fit.profile or (
        fit.params / error,
        *t_interval(fit.params, error, df, conf),
    )
    scale = np.full(len(fit.params), np.nan)
    scale[-k:] = _standardising(design, y, fit, weights)
    table = pd.DataFrame(
        {
            "term": [*head, *design.drivers],
            "group": ["threshold" if cuts else "intercept"] * len(head) + ["driver"] * k,
            "estimate": fit.params,
            "std_error": error,
            "statistic": statistic,
            "df": df if np.isfinite(df) else np.nan,
            "p_value": t_p_value(statistic, df),
            "conf_low": low,
            "conf_high": high,
            "beta": fit.params * scale,
            "beta_low": low * scale,
            "beta_high": high * scale,
            "vif": np.append(np.full(len(head), np.nan), inflation),
        }
    )
    if not np.isfinite(df):
        with np.errstate(over="ignore"):
            odds = np.exp(table["estimate"])
        table["odds_ratio"] = odds.where((table["group"] == "driver") & np.isfinite(odds))
    return table.assign(n=len(y))


def _standardising(design: Design, y: pd.Series, fit: Fit, weights: Any) -> Any:
    """Return sd(driver) / sd(outcome); in the logits the outcome is the latent one."""
    x = design.matrix[design.drivers].to_numpy(float)
    cov = np.cov(np.column_stack([x, y]), rowvar=False, aweights=weights)
    slopes = fit.params[-x.shape[1] :]
    latent = slopes @ cov[:-1, :-1] @ slopes + np.pi**2 / 3
    spread = cov[-1, -1] if np.isfinite(fit.df) else latent
    return np.sqrt(np.diag(cov)[:-1] / spread)


def _cumulative(
    design: Design, codes: NDArray[np.intp], robust: str, weights: Array | None
) -> OrdinalFit:
    """Fit a cumulative logit; weights are brought to a mean of one."""
    x = design.matrix[design.drivers].to_numpy(float)
    even = None if weights is None else weights / weights.mean()
    found = cumulative(x, codes, weights=even, robust=robust == "HC0")
    _preflight.separated(design, codes, found)
    if not found.converged:
        raise ModelError(_not_converged())
    return found


def _likelihood(
    fit: OrdinalFit, codes: NDArray[np.intp], weights: Array | None, drivers: int
) -> dict[str, float]:
    """Test all drivers by the likelihood ratio; under weights by Wald, without criteria."""
    null = _null(codes, weights)
    facts = {"pseudo_r2": 1 - fit.loglik / null}
    if weights is None:
        statistic = 2 * (fit.loglik - null)
        criteria = _criteria(fit.loglik, len(fit.params), len(codes))
    else:
        statistic, criteria = _wald(fit.params, fit.cov, drivers), {"loglik": fit.loglik}
    p_value = float(stats.chi2.sf(statistic, drivers))
    return {
        **facts,
        "statistic": statistic,
        "df": float(drivers),
        "p_value": p_value,
        **criteria,
    }


def _null(codes: NDArray[np.intp], weights: Array | None) -> float:
    """Return the log-likelihood of the outcome's shares alone."""
    size = np.bincount(codes, weights=None if weights is None else weights / weights.mean())
    return float(size @ np.log(size / size.sum()))


def _wald(params: Array, cov: Array, last: int) -> float:
    """Return the Wald statistic of the last coefficients, chi² if they are all zero.

    It has no end where the drivers reproduce the outcome without any rounding left over.
    """
    slopes = params[-last:]
    try:
        return float(slopes @ np.linalg.solve(cov[-last:, -last:], slopes))
    except np.linalg.LinAlgError:
        return np.inf


def _criteria(loglik: float, k: int, n: int) -> dict[str, float]:
    return {"loglik": loglik, "aic": 2 * k - 2 * loglik, "bic": np.log(n) * k - 2 * loglik}


def _not_converged() -> str:
    return _(
        "The fit did not converge, so no numbers are shown. Put the drivers on similar scales, "
        "merge rare levels, or drop drivers."
    )


def _statsmodels_ols(x: pd.DataFrame, y: pd.Series, robust: str, weights: Array | None) -> Any:
    """Return statsmodels' results of the same fit."""
    from statsmodels.regression.linear_model import OLS, WLS

    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        model = OLS(y, x) if weights is None else WLS(y, x, weights=weights)
        return model.fit(cov_type=robust, use_t=True)


def _statsmodels_logit(
    x: pd.DataFrame, y: pd.Series, robust: str, weights: Array | None, start: Array
) -> Any:
    """Return statsmodels' results of the same fit: ``Logit``, or under weights ``GLM``."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        if weights is None:
            from statsmodels.discrete.discrete_model import Logit

            options = {"start_params": start, "maxiter": 3, "disp": 0, "warn_convergence": False}
            return Logit(y, x).fit(cov_type=robust, **options)
        from statsmodels.genmod.families import Binomial
        from statsmodels.genmod.generalized_linear_model import GLM

        model = GLM(y, x, family=Binomial(), var_weights=weights / weights.mean())
        return model.fit(start_params=start, cov_type=robust)


def _same(found: Any) -> Any:
    return found
