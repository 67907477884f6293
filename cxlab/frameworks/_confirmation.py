"""The triangle law put to the test on an outcome that was measured on its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core.columns import heading
from cxlab._core.errors import DataError, ModelError, warn
from cxlab._core.i18n import N_, _, listing, paragraph
from cxlab._core.labels import labels_of
from cxlab._core.numerals import show
from cxlab._core.result import Result
from cxlab._core.validate import column, complete, confidence, numeric
from cxlab._stats.intervals import t_interval, t_p_value
from cxlab._stats.ols import Ols, dependent, fit, wald
from cxlab.frameworks._types import types_of

Array = NDArray[np.float64]

READINGS = {
    "experience": N_("experience alone"),
    "difference": N_("experience − expectation"),
    "free": N_("both, each with its own weight"),
}
FINDINGS = {
    "difference": N_(
        "X − E holds up: expectation weighs {weight:.2f} times as much as experience (R² {r2:.2f})"
    ),
    "experience": N_("Expectation adds nothing that shows: experience alone has R² {r2:.2f}"),
    "free": N_(
        "Expectation counts at {weight:.2f} of experience's weight; plain X − E is rejected"
    ),
    "unclear": N_("Too little data to tell X − E from experience alone (n = {n})"),
}
MEANINGS = {
    "difference": N_(
        "Expectation matters, and the difference is not rejected: the triangle law fits these data."
    ),
    "experience": N_(
        "Expectation adds nothing that shows once experience is known, and the plain difference is "
        "rejected: do not subtract. What weight expectation may still have, its interval tells."
    ),
    "free": N_(
        "Expectation matters, but not with the same weight as experience: the law gives the "
        "direction, the free weights give the size."
    ),
    "unclear": N_(
        "Neither simplification is rejected: both readings agree with these data, so more answers "
        "are needed."
    ),
}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class ConfirmationResult(Result):
    """Three readings of the same data, and which of them the data support.

    Parameters
    ----------
    outcome
        The column that is explained.
    reading
        ``difference``, ``experience``, ``free``, or ``unclear``.
    coefficients
        Slopes of the free model with HC3 standard errors, one row per column.
    """

    outcome: str
    reading: str
    coefficients: pd.DataFrame

    title = N_("Does experience minus expectation explain the outcome?")
    drawing = "cxlab.plots:dots"
    units = MappingProxyType({"df": "count", "df_resid": "count"})
    sources = ("edwards_1994", "oliver_1980", "cronin_taylor_1992", "mackinnon_white_1985")
    units = MappingProxyType({"df": "count", "df_resid": "count"})

    @property
    def weight(self) -> float:
        """Weight of expectation relative to experience: 0 experience alone, 1 plain difference."""
        return float(self._model("free")["estimate"])

    def label(self, term: str) -> str:
        """Return the name of a reading, or of a column."""
        return _(READINGS[term]) if term in READINGS else super().label(term)

    def summary(self) -> dict[str, Any]:
        """Return the reading, the relative weight and R² of the three models."""
        r2 = {f"r2_{term}": self._model(term)["r2"] for term in READINGS}
        return {"reading": self.reading, "weight": self.weight, **r2}

    def shown(self) -> pd.DataFrame:
        """Return the table as readers see it: the weight, the fit and the test of each reading."""
        table = super().shown()
        return table[[heading(name) for name in _SHOWN]]

    def headline(self) -> str:
        """State which reading the data support."""
        fitted = self._model("experience" if self.reading == "experience" else "free")
        return _(FINDINGS[self.reading]).format(weight=self.weight, r2=fitted["r2"], n=self.n)

    def explain(self) -> str:
        """Compare the three models and say what a difference score takes for granted."""
        alone, plain, free = (self._model(term) for term in READINGS)
        numbers = _(
            "Experience alone explains {alone:.1%} of the variance of {outcome}, the difference X "
            "− E {plain:.1%}, and both with free weights {free:.1%}. Leaving expectation out: F = "
            "{f1:.1f}, p {p1}; forcing equal and opposite weights: F = {f2:.1f}, p {p2} (robust, "
            "HC3). Expectation weighs {weight:.2f} of experience ({conf:.0%} interval {low:.2f} to "
            "{high:.2f})."
        ).format(
            outcome=super().label(self.outcome),
            alone=alone["r2"],
            plain=plain["r2"],
            free=free["r2"],
            f1=alone["statistic"],
            f2=plain["statistic"],
            p1=_p(alone["p_value"]),
            p2=_p(plain["p_value"]),
            weight=free["estimate"],
            conf=self.conf,
            low=free["conf_low"],
            high=free["conf_high"],
        )
        caution = _(
            "A difference score takes equal and opposite weights for granted and is less reliable "
            "than its two parts (Edwards, 1994). Both were asked of the same people at one time, "
            "so the weights describe, they do not prove a cause."
        )
        return paragraph([numbers, _(MEANINGS[self.reading]), caution])

    @property
    def advice(self) -> str:
        """Where to look next."""
        return _("See .coefficients for the weight of each type.")

    def plot_options(self) -> dict[str, Any]:
        """Words of the picture: the two strict readings as lines, R² beside each row."""
        return {
            "axis": _("weight of expectation relative to experience"),
            "lines": (0.0, 1.0),
            "notes": [f"R² {value:.3f}" for value in self.table["r2"]],
        }

    def _model(self, term: str) -> pd.Series:
        return self.table[self.table["term"] == term].iloc[0]


def confirmation_test(
    data: pd.DataFrame,
    y: str,
    *,
    experience: str = "x_",
    expectation: str = "e_",
    conf: float = 0.95,
) -> ConfirmationResult:
    """Test the triangle law: whether X - E sums up experience and expectation.

    Parameters
    ----------
    data
        One row per respondent.
    y
        Column of the outcome, such as overall satisfaction.
    experience, expectation
        Prefixes of the columns: ``x_price`` and ``e_price`` are one type.
    conf
        Confidence level of the intervals; ``1 - conf`` is the level of the two tests.

    Returns
    -------
    ConfirmationResult
        ``tidy()`` has a row per model: ``experience`` (y on X), ``difference`` (y on X - E) and
        ``free`` (y on X and E). ``estimate`` is the weight of expectation relative to experience; 0
        and 1 by construction in the first two. ``statistic``, ``df``, ``df_resid`` and ``p_value``
        are the robust Wald test of that model against the free one; ``r2 adj_r2 aic k n`` its fit.

    Raises
    ------
    DataError
        A column is absent or not numeric, or the outcome does not vary.
    ModelError
        A column repeats others, or there are too few rows.

    Notes
    -----
    The difference model is the free one under b_E = -b_X for every type; the experience model is
    the free one under b_E = 0. Both are tested by Wald F with the HC3 covariance. The relative
    weight is ``-sum(b_E) / sum(b_X)`` with a delta-method interval. AIC counts sigma
    as a parameter, as R does.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> answers = pd.DataFrame(rng.normal(5, 1, (200, 2)), columns=["x_price", "e_price"])
    >>> answers["liking"] = answers.x_price - answers.e_price + rng.normal(0, 1, 200)
    >>> confirmation_test(answers, "liking").reading
    'difference'
    """
    conf = confidence(conf)
    types = types_of(data, experience, expectation)
    x_names, e_names = ([prefix + name for name in types] for prefix in (experience, expectation))
    answers, dropped = complete(numeric(data, [column(data, y), *x_names, *e_names]))
    outcome, lived, expected = (answers[names].to_numpy() for names in (y, x_names, e_names))
    _check(outcome, np.column_stack([lived, expected]), y, x_names + e_names)

    free = fit(outcome, np.column_stack([lived, expected]))
    if free.r2 > 1 - 1e-12:
        raise ModelError(
            _(
                "{name!r} is computed from experience and expectation without error; a test needs "
                "an outcome that was measured on its own."
            ).format(name=y)
        )
    models = {"experience": fit(outcome, lived), "difference": fit(outcome, lived - expected)}
    p = len(types)
    identity, nothing = np.eye(p), np.zeros((p, p))
    restrictions = {
        "experience": np.column_stack([np.zeros(p), nothing, identity]),
        "difference": np.column_stack([np.zeros(p), identity, identity]),
    }
    cov = free.cov("HC3")
    rows: list[dict[str, Any]] = []
    for fixed, (term, model) in enumerate(models.items()):
        f, q, p_value = wald(free.coef, cov, restrictions[term], free.df)
        test = {"statistic": f, "df": q, "df_resid": free.df, "p_value": p_value}
        rows.append({"term": term, "estimate": float(fixed)} | _fit(model) | test)
    rows.append({"term": "free"} | _weight(free, cov, p, conf) | _fit(free) | {"df_resid": free.df})
    return ConfirmationResult(
        table=pd.DataFrame(rows)[_COLUMNS],
        n=len(answers),
        n_dropped=len(data) - len(answers),
        dropped=dropped,
        conf=conf,
        labels=labels_of(data, [y, *x_names, *e_names]),
        outcome=y,
        reading=_reading(rows[0]["p_value"], rows[1]["p_value"], 1 - conf),
        coefficients=_slopes(free, cov, x_names + e_names, conf),
    )


def _check(outcome: Array, x: Array, y: str, names: Sequence[str]) -> None:
    n, p = x.shape
    if np.ptp(outcome) == 0:
        raise DataError(
            _("{name!r} has the same value in all {n} rows. There is nothing to explain.").format(
                name=y, n=n
            )
        )
    if n < p + 2:
        raise ModelError(
            _("{n} complete rows are too few for {p} columns. At least {least} are needed.").format(
                n=n, p=p, least=p + 2
            )
        )
    if n < 5 * p:
        warn(
            _(
                "{n} rows for {p} columns are few: the tests are weak and their p-values rough."
            ).format(n=n, p=p)
        )
    if twins := dependent(x):
        raise ModelError(
            _(
                "{names} can be computed from the other columns, or do not vary, so their weights "
                "are not defined. Drop them."
            ).format(names=listing(repr(names[j]) for j in twins))
        )


def _fit(model: Ols) -> dict[str, Any]:
    return {
        "r2": model.r2,
        "adj_r2": model.adj_r2,
        "aic": model.aic,
        "k": model.k,
        "n": model.n,
    }


def _weight(free: Ols, cov: Array, p: int, conf: float) -> dict[str, float]:
    """Weight of expectation relative to experience, with its delta-method interval."""
    sums = np.zeros((2, free.k))
    sums[0, 1 : p + 1] = sums[1, p + 1 :] = 1
    lived, expected = sums @ free.coef
    spread = sums @ cov @ sums.T
    if t_p_value(lived / np.sqrt(spread[0, 0]), free.df) > 1 - conf:
        warn(
            _(
                "Experience itself has no clear effect here, so the relative weight of expectation "
                "is unstable: read the weights in .coefficients instead."
            )
        )
    weight = -expected / lived
    slope = np.array([-weight, -1]) / lived
    error = float(np.sqrt(slope @ spread @ slope))
    low, high = t_interval(np.asarray(weight), np.asarray(error), free.df, conf)
    return {
        "estimate": float(weight),
        "std_error": error,
        "conf_low": float(low),
        "conf_high": float(high),
    }


def _slopes(free: Ols, cov: Array, names: Sequence[str], conf: float) -> pd.DataFrame:
    slopes, errors = free.coef[1:], np.sqrt(np.diag(cov))[1:]
    low, high = t_interval(slopes, errors, free.df, conf)
    return pd.DataFrame(
        {
            "term": list(names),
            "estimate": slopes,
            "std_error": errors,
            "statistic": slopes / errors,
            "df": free.df,
            "p_value": t_p_value(slopes / errors, free.df),
            "conf_low": low,
            "conf_high": high,
        }
    )


def _reading(without: float, equal: float, level: float) -> str:
    if without < level:
        return "free" if equal < level else "difference"
    return "experience" if equal < level else "unclear"


def _p(value: float) -> str:
    text = show(value, "p")
    return text if text.startswith("<") else f"= {text}"


_SHOWN = ("term", "estimate", "conf_low", "conf_high", "r2", "statistic", "p_value")
_COLUMNS = [
    "term",
    "estimate",
    "std_error",
    "conf_low",
    "conf_high",
    "r2",
    "adj_r2",
    "aic",
    "k",
    "statistic",
    "df",
    "df_resid",
    "p_value",
    "n",
]
