"""Moderation: how the effect of a driver changes with a third variable."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core import validate
from cxlab._core.errors import DataError, SpecError, warn
from cxlab._core.i18n import _, listing
from cxlab._core.labels import labels_of
from cxlab._core.numerals import show
from cxlab._stats import ols
from cxlab._stats.intervals import t_interval, t_p_value
from cxlab.drivers._moderate_result import ModerationResult, Parts
from cxlab.drivers._preflight import not_a_driver
from cxlab.drivers._regress import regress
from cxlab.drivers._regress_result import RegressionResult

Array = NDArray[np.float64]

PLACES = ("sd", "quantiles")
QUANTILES = (0.16, 0.5, 0.84)  # Hayes (2022): mean and sd of a normal variable, for any shape
MOST_GROUPS = 8  # lines that a picture can hold


def moderate(
    data: pd.DataFrame,
    y: str,
    x: str,
    by: str,
    *,
    covariates: Sequence[str] | None = None,
    at: str | Sequence[float] = "sd",
    robust: str = "HC3",
    conf: float = 0.95,
) -> ModerationResult:
    """Estimate the effect of a driver at several values of a moderator.

    Parameters
    ----------
    data
        One row per answer; rows with a missing value in a column that is used are left out.
    y
        The outcome, numbers.
    x
        The driver, numbers.
    by
        The moderator: numbers, or texts and categories (then there is one slope per category; turn
        codes such as 1, 2, 3 into categories with ``astype("category")`` first).
    covariates
        Further columns or terms held equal, as in ``regress``.
    at
        Where a moderator of numbers is looked at: ``"sd"`` (mean and one standard deviation to
        either side), ``"quantiles"`` (16, 50 and 84%), or a list of values. One with two values
        only is looked at in both.
    robust
        Covariance of the coefficients, as for ``family="ols"`` in ``regress``.
    conf
        Confidence level of the intervals.

    Returns
    -------
    ModerationResult
        ``tidy()``: term, group (``slope`` or ``interaction``), moderator, estimate, std_error,
        statistic, df, p_value, conf_low, conf_high, n. ``johnson_neyman()`` says for which values
        the slope is clear of zero; ``regression`` is the fit behind it.

    Raises
    ------
    DataError
        A column is absent or holds the wrong kind of values; the outcome does not vary.
    SpecError
        A column has two parts to play, or ``at`` can't be read.
    ModelError
        Too few rows, a constant column, perfect collinearity.

    Notes
    -----
    The model is ``y = b0 + b1 x + b2 by + b3 x·by + covariates`` by least squares; the slope at a
    value z is ``b1 + b3 z`` (Aiken and West 1991). Centring changes none of these numbers, so it is
    not an option: a slope at the mean is asked for, not made by shifting columns. The interaction
    rows hold b3, for categories the differences of slopes from the first category's; ``glance()``
    tests them together by a Wald F with the chosen covariance, and has the gain in R².

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> rng = np.random.default_rng(1)
    >>> data = pd.DataFrame(rng.integers(0, 11, size=(200, 2)), columns=["service", "years"])
    >>> slope = 0.2 + 0.1 * data["years"]
    >>> data["loyalty"] = slope * data["service"] + rng.normal(size=200)
    >>> found = moderate(data, "loyalty", "service", "years", at=[0, 5, 10])
    >>> found.tidy()[["term", "group", "moderator", "estimate"]].round(2)
                term        group  moderator  estimate
    0        service        slope        0.0      0.20
    1        service        slope        5.0      0.69
    2        service        slope       10.0      1.17
    3  service:years  interaction        NaN      0.10
    """
    conf = validate.confidence(conf)
    for name in (y, x, by):
        validate.column(data, name)
    not_a_driver(y, [x, by])
    for name in (x, by):
        if "`" in str(name) or not str(name):
            raise DataError(
                _(
                    "A driver or moderator can't be called {name!r}: its name has to stand in a "
                    "term. Rename the column."
                ).format(name=name)
            )
    around = [] if covariates is None else validate.listed(covariates, "covariates")
    for name in (x, by):
        if name in around or x == by:
            raise SpecError(
                _(
                    "{name!r} has two parts to play. Driver, moderator and covariates differ."
                ).format(name=name)
            )
    validate.numeric(data, [x])
    if isinstance(data[x].dtype, pd.CategoricalDtype):
        raise DataError(
            _(
                "The driver {name!r} holds categories. Turn them into numbers with astype(float), "
                "or let it be the moderator."
            ).format(name=x)
        )
    _numbers_as_text(data[by])
    fit = regress(data, y, [x, by, f"`{x}`:`{by}`", *around], robust=robust, conf=conf)
    parts = _parts(fit, str(x), str(by))
    values = list(parts.levels) or _values(parts.answers, at)
    table = _table(fit, parts, values, str(x), conf)
    given = labels_of(data, [y, x, by])
    own = {name: words for name, words in fit.labels.items() if name not in (str(x), str(by))}
    return ModerationResult(
        table=table,
        n=fit.n,
        n_dropped=fit.n_dropped,
        dropped=fit.dropped,
        conf=conf,
        labels=MappingProxyType({**own, **given}),
        outcome=str(y),
        driver=str(x),
        moderator=str(by),
        regression=fit,
        parts=parts,
        test=_test(fit, parts),
    )


def _numbers_as_text(values: pd.Series) -> None:
    if isinstance(values.dtype, pd.CategoricalDtype):
        return
    given = values.dropna()
    text = len(given) > 0 and pd.api.types.infer_dtype(given) == "string"
    if text and pd.to_numeric(given, errors="coerce").notna().all():
        raise DataError(
            _(
                "{name!r} holds numbers written as text (first: {value!r}). Turn them into numbers "
                "with pd.to_numeric, or into categories with astype('category')."
            ).format(name=values.name, value=given.iloc[0])
        )
    if text and given.nunique() > MOST_GROUPS:
        raise DataError(_many(values.name, given.nunique()))


def _many(name: Any, count: int) -> str:
    return _(
        "{name!r} has {count} categories; {most} slopes are the most that can be compared. "
        "Join categories first."
    ).format(name=name, count=count, most=MOST_GROUPS)


def _parts(fit: RegressionResult, x: str, by: str) -> Parts:
    """Find driver, moderator and interaction, and fit again around the moderator's mean.

    The fit is the same; so written, no slope is a difference of large numbers.
    """
    design = fit.design
    spots = {
        frozenset(factor.expr for factor in term.factors): list(range(len(design.matrix.columns)))[
            place
        ]
        for term, place in design.spec.term_slices.items()
    }
    state = {factor.expr: state for factor, state in design.spec.factor_contrasts.items()}.get(by)
    levels = tuple(map(str, state.levels)) if state is not None else ()
    if len(levels) > MOST_GROUPS:
        raise DataError(_many(by, len(levels)))
    driver, between = spots[frozenset([x])][0], spots[frozenset([x, by])]
    moderator = spots[frozenset([by])]
    matrix = design.matrix.to_numpy(float).copy()
    centre = 0.0 if levels else float(matrix[:, moderator[0]].mean())
    matrix[:, moderator] -= centre
    matrix[:, between] = matrix[:, [driver]] * matrix[:, moderator]
    again = ols.fit(fit.observed.to_numpy(float), matrix[:, 1:])
    return Parts(
        driver=driver,
        moderator=moderator,
        interaction=between,
        matrix=matrix,
        levels=levels,
        centre=centre,
        coef=again.coef,
        cov=again.cov("classic" if fit.robust == "nonrobust" else fit.robust),
        df=again.df,
    )


def _values(z: Array, at: Any) -> list[float]:
    """Return the values of a numeric moderator, whose answers are ``z``, to report slopes at."""
    if not isinstance(at, str):
        values = sorted({validate.finite(value, "at") for value in validate.sequence(at, "at")})
        if not values:
            raise SpecError(
                _("at holds no value. Give values of the moderator, such as at=[2, 5, 8].")
            )
        return values
    validate.one_of(at, PLACES, "at")
    if len(np.unique(z)) == 2:
        return [float(value) for value in np.unique(z)]
    if at == "quantiles":
        return [float(value) for value in np.unique(np.quantile(z, QUANTILES))]
    mean, sd = float(z.mean()), float(z.std(ddof=1))
    values = [mean - sd, mean, mean + sd]
    outside = [value for value in values if not z.min() <= value <= z.max()]
    if outside:
        warn(
            _(
                "One standard deviation from the mean ({value}) lies outside the answers "
                "({low} to {high}): a lopsided moderator. Use at='quantiles'."
            ).format(
                value=listing(show(value, "score") for value in outside),
                low=show(float(z.min()), "score"),
                high=show(float(z.max()), "score"),
            )
        )
    return values


def _table(
    fit: RegressionResult, parts: Parts, values: Sequence[Any], x: str, conf: float
) -> pd.DataFrame:
    params, cov, df = parts.coef, parts.cov, parts.df
    names = list(fit.design.matrix.columns)
    contrast = np.zeros((len(values) + len(parts.interaction), len(params)))
    for row, value in enumerate(values):
        contrast[row, parts.driver] = 1
        contrast[row, parts.interaction] = parts.code(value)
    for row, place in enumerate(parts.interaction, start=len(values)):
        contrast[row, place] = 1
    estimate = contrast @ params
    error = np.sqrt(np.einsum("ij,jk,ik->i", contrast, cov, contrast))
    low, high = t_interval(estimate, error, df, conf)
    blank = [None if parts.levels else np.nan] * len(parts.interaction)
    counts = [int(parts.held(value).sum()) for value in values] + [fit.n] * len(parts.interaction)
    return pd.DataFrame(
        {
            "term": [x] * len(values) + [names[place] for place in parts.interaction],
            "group": ["slope"] * len(values) + ["interaction"] * len(parts.interaction),
            "moderator": [*values, *blank],
            "estimate": estimate,
            "std_error": error,
            "statistic": estimate / error,
            "df": df,
            "p_value": t_p_value(estimate / error, df),
            "conf_low": low,
            "conf_high": high,
            "n": counts,
        }
    )


def _test(fit: RegressionResult, parts: Parts) -> dict[str, float]:
    """Return the joint test of the interaction and what it adds to R²."""
    restriction = np.eye(len(parts.coef))[parts.interaction]
    f, q, p = ols.wald(parts.coef, parts.cov, restriction, parts.df)
    y = fit.observed.to_numpy(float)
    rest = np.delete(parts.matrix, parts.interaction, axis=1)
    without = y - rest @ np.linalg.lstsq(rest, y, rcond=None)[0]
    r2 = fit.fit.facts["r2"]
    reduced = 1 - float(without @ without) / float(((y - y.mean()) ** 2).sum())
    return {
        "r2": r2,
        "r2_change": r2 - reduced,
        "statistic": f,
        "df": float(q),
        "df_resid": float(parts.df),
        "p_value": p,
    }
