"""Regression of an outcome on experience drivers: least squares, ordinal and binary logit."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from types import MappingProxyType
from typing import Any

import pandas as pd

from cxlab._core import validate
from cxlab._core.design import build, parse, prepare
from cxlab._core.errors import SpecError
from cxlab._core.i18n import _, listing
from cxlab._core.labels import labels_of
from cxlab.drivers import _preflight
from cxlab.drivers._fit import ROBUST, fit_firth, fit_logit, fit_ols, fit_ordinal, tabulate
from cxlab.drivers._regress_result import RegressionResult


def regress(
    data: pd.DataFrame,
    y: str,
    x: str | Sequence[str],
    *,
    family: str = "ols",
    robust: str | None = None,
    weights: str | None = None,
    penalty: str | None = None,
    conf: float = 0.95,
) -> RegressionResult:
    """Regress an outcome on its drivers.

    Parameters
    ----------
    data
        One row per answer; rows with a missing value in a column that is used are left out.
    y
        The outcome: numbers for ``"ols"``, whole levels or an ordered category for ``"ordinal"``,
        0 and 1 for ``"logit"``.
    x
        Columns, or terms of formulaic such as ``"C(branch)"`` and ``"x_product:segment"``. A column
        of texts becomes dummies against its first level. Names need no quoting; inside a term put
        unusual ones in back-ticks.
    family
        ``"ols"``, ``"ordinal"`` (proportional-odds logit) or ``"logit"``.
    robust
        Covariance of the coefficients. For OLS ``"HC3"`` (default), ``"HC0"``, ``"HC1"``, ``"HC2"``
        or ``"nonrobust"``; for logit and ordinal ``"nonrobust"`` (default without weights) or
        ``"HC0"`` (sandwich; with weights always).
    weights
        Column of sampling weights, for OLS also of precision weights: ``n`` still counts rows, and
        those with weight zero are left out.
    penalty
        ``"firth"`` fits a logit by penalised likelihood (Firth 1993): its estimates stay finite
        where a driver separates the outcome, and are less biased in small samples.
    conf
        Confidence level of the intervals.

    Returns
    -------
    RegressionResult
        ``tidy()``: term, group, estimate, std_error, statistic, df, p_value, conf_low, conf_high,
        beta with its interval, vif, odds_ratio (ordinal and logit) and n. ``diagnose()`` checks the
        assumptions, ``proportional_odds()`` shows an ordinal model's effects at every threshold.

    Raises
    ------
    DataError
        A column is absent or holds the wrong kind of values; the outcome does not vary.
    SpecError
        A term, the family or the kind of standard errors is not known.
    ModelError
        Too few rows, a constant driver, perfect collinearity or separation, a level with one case
        under robust errors, no convergence.

    Notes
    -----
    ``beta`` is the coefficient times sd(driver) / sd(outcome). In the two logits the outcome is the
    latent one, whose variance is that of the linear predictor plus π²/3 (McKelvey & Zavoina 1975).
    Its interval is that of the estimate on the new scale, the standard deviations taken as known.
    ``vif`` of a category's dummies is the generalised one (Fox & Monette 1992) for all of them; it
    is left out for terms that share a column, as interactions and squares do.
    Ordinal models read ``logit P(y <= j) = threshold_j - x b``: a positive b goes with higher
    levels. ``glance()`` tests all drivers at once: a Wald F with the chosen covariance for OLS, a
    likelihood ratio otherwise; ``aic`` and ``bic`` of OLS count the residual variance, as R does.
    Under weights the likelihood of the logits is a pseudo-likelihood of weights with mean one: the
    drivers are tested together by a Wald chi², and there is no ``aic`` and ``bic``. Under Firth's
    penalty intervals and tests are those of the profile penalised likelihood (Heinze & Schemper
    2002), ``statistic`` is the signed root of the likelihood ratio, and ``loglik`` leaves the
    penalty out.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> rng = np.random.default_rng(1)
    >>> data = pd.DataFrame(rng.integers(0, 11, size=(60, 2)), columns=["service", "price"])
    >>> data["loyalty"] = 0.7 * data["service"] + 0.4 * data["price"] + rng.normal(size=60)
    >>> fit = regress(data, "loyalty", ["service", "price"], robust="nonrobust")
    >>> fit.tidy()[["term", "estimate", "beta", "vif"]].round(3)
            term  estimate   beta   vif
    0  Intercept    -0.247    NaN   NaN
    1    service     0.705  0.770  1.02
    2      price     0.428  0.471  1.02
    """
    validate.one_of(family, ROBUST, "family")
    robust = _covariance(robust, family, weights, penalty)
    conf = validate.confidence(conf)
    terms = parse(data, x)
    observed = _preflight.outcome(data, y, family)
    _preflight.not_a_driver(y, terms.columns)
    heavy = validate.weights(data, weights)
    if weights is not None and weights in (y, *terms.columns):
        raise SpecError(
            _("{name!r} is the weight and also in the model. Use another column for one.").format(
                name=weights
            )
        )
    rows = pd.concat([observed.rename(str(y)), prepare(data, terms)], axis=1)
    rows, heavy = (rows, None) if heavy is None else (rows[heavy > 0], heavy[heavy > 0])
    used = None if heavy is None else heavy[rows.notna().all(axis=1)]
    kept, missing = validate.complete(rows)
    known = labels_of(data, [y, *terms.columns])
    design, target = build(kept.drop(columns=str(y)), terms, known), kept[str(y)]
    inflation = _preflight.check(design, target, family, robust, used)
    if family == "ols":
        fit = fit_ols(design.matrix, target, robust, used)
    elif penalty:
        fit = fit_firth(design, target, conf)
    else:
        fit = (fit_logit if family == "logit" else fit_ordinal)(design, target, robust, used)
    levels = _levels(data[y], target) if family == "ordinal" else ()
    cuts = {f"{a}|{b}": f"{a} | {b}" for a, b in itertools.pairwise(levels)}
    return RegressionResult(
        table=tabulate(
            design, target, fit, cuts=list(cuts), weights=used, inflation=inflation, conf=conf
        ),
        n=len(kept),
        n_dropped=len(data) - len(kept),
        dropped=MappingProxyType(missing),
        conf=conf,
        labels=MappingProxyType(
            {name: {"en": f"threshold {cut}", "zh": f"阈值{cut}"} for name, cut in cuts.items()}
            | {str(name): words for name, words in known.items()}
            | dict(design.labels)
        ),
        outcome=str(y),
        family=family,
        robust=robust,
        design=design,
        observed=target,
        levels=levels,
        fit=fit,
        weights=used,
        penalty=penalty,
    )


def _covariance(robust: Any, family: str, weights: object, penalty: Any) -> str:
    """Return the kind of standard errors, the default where none is named.

    Raises
    ------
    SpecError
        The family, the weights or the penalty do not go with it.
    """
    if penalty is not None:
        validate.one_of(penalty, ("firth",), "penalty")
        plain = robust is None or (isinstance(robust, str) and robust == "nonrobust")
        if family != "logit" or weights is not None or not plain:
            raise SpecError(
                _(
                    "penalty={penalty!r} works for family='logit' only, without weights and "
                    "robust. Leave them out."
                ).format(penalty=penalty)
            )
    offered = ROBUST[family]
    if weights is not None and family != "ols":
        offered = ("HC0",)  # the inverse information takes weights for so many answers
    robust = offered[0] if robust is None else robust
    if not isinstance(robust, str) or robust not in offered:
        text = (
            _("robust = {value} is not offered for family={family!r}. Choose one of: {names}.")
            if offered is ROBUST[family]
            else _(
                "robust = {value} is not offered for family={family!r} with weights. "
                "Choose one of: {names}."
            )
        )
        raise SpecError(
            text.format(value=validate.brief(robust), family=family, names=listing(offered))
        )
    return robust


def _levels(given: pd.Series, kept: pd.Series) -> tuple[Any, ...]:
    """Return the levels that occur, in order: categories by name, numbers as whole numbers."""
    found = sorted(int(level) for level in kept.unique())
    if isinstance(given.dtype, pd.CategoricalDtype) and given.cat.ordered:
        return tuple(given.cat.categories[level] for level in found)
    return tuple(found)
