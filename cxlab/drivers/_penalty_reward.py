"""Penalty-reward contrast: what low performance costs against what high performance brings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from cxlab._core import validate
from cxlab._core.columns import heading
from cxlab._core.errors import DataError, SpecError, warn
from cxlab._core.i18n import N_, _, listing, paragraph, shortlist
from cxlab._core.labels import labels_of
from cxlab._core.numerals import signed
from cxlab._core.result import Result
from cxlab._stats.intervals import t_interval, t_p_value
from cxlab.drivers import _preflight
from cxlab.drivers._regress import regress
from cxlab.drivers._regress_result import RegressionResult

CATEGORIES = {
    "basic": N_("basic factor"),
    "performance": N_("performance factor"),
    "excitement": N_("excitement factor"),
    "none": N_("none shown"),
}
FEW = 10  # rows behind a dummy; fewer make its coefficient a matter of single answers


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class PenaltyRewardResult(Result):
    """One row per attribute: penalty, reward, their asymmetry (``estimate``) and the category.

    Penalties are below zero as a rule. ``estimate`` is reward per point plus penalty per point:
    below zero a point lost costs more than a point won brings.
    """

    outcome: str
    low: float
    high: float
    regression: RegressionResult

    title = N_("Penalty and reward")
    drawing = "cxlab.plots:asymmetry"
    sources = ("brandt_1987", "mittal_1998", "matzler_sauerwein_2002")
    words = MappingProxyType(CATEGORIES)

    @property
    def raw(self) -> Any:
        """The engine's object of the dummy regression."""
        return self.regression.raw

    def summary(self) -> dict[str, Any]:
        """Return the statistics of the dummy regression."""
        return self.regression.summary()

    def named(self, code: str) -> list[str]:
        """Return the attributes of one category as readers see them."""
        rows = self.labelled()
        return list(rows.loc[rows["category"] == code, "label"])

    def headline(self) -> str:
        """Name the attributes that must not fail, else those that delight."""
        if self.named("basic"):
            return _("Must not fail: {named}").format(named=shortlist(self.named("basic")))
        if self.named("excitement"):
            return _("Delights: {named}").format(named=shortlist(self.named("excitement")))
        if self.named("performance"):
            return _("The more, the better: {named}").format(
                named=shortlist(self.named("performance"))
            )
        return _("No attribute shows a penalty or a reward")

    def explain(self) -> str:
        """Say the categories, the strongest effects, and how sure the asymmetry is."""
        rows = self.labelled()
        worst = rows.sort_values("penalty").iloc[0]
        best = rows.sort_values("reward").iloc[-1]
        words = {
            "basic": N_(
                "Basic factors (a point lost costs more than a point won brings): {named}."
            ),
            "performance": N_("Performance factors (the more, the better): {named}."),
            "excitement": N_(
                "Excitement factors (a point won brings more than a point lost costs): {named}."
            ),
            "none": N_("No effect shown: {named}."),
        }
        return paragraph(
            [
                _(
                    "Answers up to {low:g} count as low, from {high:g} as high; what lies between "
                    "is the base. Asymmetry compares one point lost with one point won."
                ).format(low=self.low, high=self.high),
                *(
                    _(text).format(named=listing(self.named(code)))
                    for code, text in words.items()
                    if self.named(code)
                ),
                ""
                if len(self.named("none")) == len(rows)
                else _(
                    "The largest penalty is that of {worst} ({penalty} in {y}), the largest "
                    "reward that of {best} ({reward})."
                ).format(
                    worst=worst["label"],
                    penalty=signed(worst["penalty"], 2),
                    y=self.label(self.outcome),
                    best=best["label"],
                    reward=signed(best["reward"], 2),
                ),
                _(
                    "A basic or an excitement factor needs an asymmetry beyond chance; with few "
                    "low or high answers that is hard to show."
                ),
            ]
        )

    def plot_options(self) -> dict[str, Any]:
        """Name the axis, the two effects and the categories."""
        return {
            "axis": _("effect on {y}, {conf:.0%} interval").format(
                y=self.label(self.outcome), conf=self.conf
            ),
            "words": (
                _("penalty: answers up to {low:g}").format(low=self.low),
                _("reward: answers from {high:g}").format(high=self.high),
            ),
            "categories": {code: _(words) for code, words in CATEGORIES.items()},
        }

    def shown(self) -> pd.DataFrame:
        """Return the table for readers: the two effects, their asymmetry and the category."""
        names = ["term", "penalty", "reward", "estimate", "conf_low", "conf_high", "category"]
        table = super().shown()[[heading(name) for name in [*names, "n_low", "n_high"]]]
        return table.rename(columns={heading("estimate"): _("asymmetry per point")})


def penalty_reward(
    data: pd.DataFrame,
    y: str,
    x: Sequence[str],
    *,
    low: float,
    high: float,
    robust: str = "HC3",
    conf: float = 0.95,
) -> PenaltyRewardResult:
    """Contrast the effect of low and of high performance on an outcome.

    Every attribute gets two dummies in one regression: penalty (answer ``<= low``) and reward
    (answer ``>= high``); the answers between are the base.

    Parameters
    ----------
    data
        One row per answer; rows with a missing value in ``y`` or ``x`` are left out.
    y
        The outcome, numbers, such as overall satisfaction.
    x
        Columns of performance, on one scale.
    low, high
        Highest answer that counts as low, and lowest that counts as high.
    robust
        Covariance of the coefficients, as in :func:`regress`.
    conf
        Confidence level of the intervals.

    Returns
    -------
    PenaltyRewardResult
        ``tidy()``: term, penalty and reward with their intervals, estimate (asymmetry per
        point) with std_error, statistic, df, p_value, conf_low, conf_high; category, n_low,
        n_high, n.

    Raises
    ------
    DataError
        An attribute has no low, no high, or no answer between.
    SpecError
        ``low`` is not below ``high``.
    ModelError
        Too few rows, or attributes that can't be told apart.

    Notes
    -----
    Asymmetry compares steps of one point: ``reward / (mean of high - mean of middle)`` plus
    ``penalty / (mean of middle - mean of low)``; its interval takes the three means as known. The
    plain sum of the two coefficients would call a straight line asymmetric wherever answers are
    skewed, as in most surveys, because the low group then lies farther from the middle than the
    high group.

    Rule of the category, by intervals. Basic: penalty and asymmetry lie below zero. Excitement:
    reward and asymmetry lie above zero. Performance: neither, but penalty, reward or the step from
    one to the other (reward minus penalty) is shown. Else none. The usual rule (Brandt 1987) calls
    an attribute basic when its penalty is significant and its reward is not; but the difference
    between the two need not be significant then, so that rare low or high answers decide.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> rng = np.random.default_rng(1)
    >>> x = rng.integers(1, 11, size=(400, 2))
    >>> y = 7 - 2 * (x[:, 0] <= 4) + 1.5 * (x[:, 1] >= 8) + rng.normal(size=400)
    >>> data = pd.DataFrame({"delivery": x[:, 0], "gifts": x[:, 1], "satisfaction": y})
    >>> result = penalty_reward(data, "satisfaction", ["delivery", "gifts"], low=4, high=8)
    >>> result.tidy()[["term", "category"]]
           term    category
    0  delivery       basic
    1     gifts  excitement
    """
    names = validate.columns(data, x)
    low, high = validate.finite(low, "low"), validate.finite(high, "high")
    if not low < high:
        raise SpecError(
            _("low = {low:g} must lie below high = {high:g}.").format(low=low, high=high)
        )
    _preflight.not_a_driver(validate.column(data, y), names)
    kept, missing = validate.complete(validate.numeric(data, [*names, y]))
    counts = pd.DataFrame(
        {"n_low": (kept[names] <= low).sum(), "n_high": (kept[names] >= high).sum()}
    )
    _populated(counts, len(kept), low, high)
    dummies = {y: kept[y]}
    for name in names:
        dummies[f"{name} <= {low:g}"] = (kept[name] <= low).astype(float)
        dummies[f"{name} >= {high:g}"] = (kept[name] >= high).astype(float)
    frame = pd.DataFrame(dummies)
    fit = regress(frame, y, list(frame.columns[1:]), robust=robust, conf=conf)
    table = _contrast(fit, _steps(kept[names], low, high), conf).assign(
        n_low=counts["n_low"].to_numpy(), n_high=counts["n_high"].to_numpy(), n=len(kept)
    )
    return PenaltyRewardResult(
        table=table,
        n=len(kept),
        n_dropped=len(data) - len(kept),
        dropped=MappingProxyType(missing),
        conf=conf,
        labels=MappingProxyType(labels_of(data, [*names, y])),
        outcome=str(y),
        low=low,
        high=high,
        regression=fit,
    )


def _populated(counts: pd.DataFrame, n: int, low: float, high: float) -> None:
    """Refuse attributes without low, high or middle answers, and warn where they are few."""
    for name, row in counts.iterrows():
        between = n - row["n_low"] - row["n_high"]
        if not row["n_low"] or not row["n_high"] or not between:
            raise DataError(
                _(
                    "{name!r} has {few} answers up to {low:g}, {between} between, and {many} from "
                    "{high:g}; each part needs some. Choose other cuts for low and high."
                ).format(
                    name=name,
                    few=row["n_low"],
                    between=between,
                    many=row["n_high"],
                    low=low,
                    high=high,
                )
            )
    thin = counts.index[(counts[["n_low", "n_high"]] < FEW).any(axis=1)]
    if len(thin):
        warn(
            _(
                "Fewer than {few} low or high answers for {names}: their effect hangs on single "
                "answers. Choose wider cuts."
            ).format(few=FEW, names=listing(repr(name) for name in thin))
        )


def _steps(answers: pd.DataFrame, low: float, high: float) -> pd.DataFrame:
    """Return how far the low and the high answers lie from the middle ones, in points."""
    middle = answers.where((answers > low) & (answers < high)).mean()
    return pd.DataFrame(
        {
            "down": middle - answers.where(answers <= low).mean(),
            "up": answers.where(answers >= high).mean() - middle,
        }
    )


def _contrast(fit: RegressionResult, steps: pd.DataFrame, conf: float) -> pd.DataFrame:
    """Lay penalty and reward side by side, with the interval of their asymmetry per point."""
    rows = fit.table[fit.table["group"] == "driver"]
    penalty, reward = rows.iloc[0::2], rows.iloc[1::2]
    cov, df = fit.fit.cov[1:, 1:], fit.fit.df
    pairs = np.zeros((len(steps), len(rows)))
    pairs[range(len(steps)), range(0, len(rows), 2)] = 1 / steps["down"]
    pairs[range(len(steps)), range(1, len(rows), 2)] = 1 / steps["up"]
    total = pairs @ rows["estimate"].to_numpy()
    error = np.sqrt(np.diag(pairs @ cov @ pairs.T))
    ends = t_interval(total, error, df, conf)
    table = pd.DataFrame({"term": [str(name) for name in steps.index]})
    for word, part in (("penalty", penalty), ("reward", reward)):
        table[word] = part["estimate"].to_numpy()
        table[f"{word}_low"] = part["conf_low"].to_numpy()
        table[f"{word}_high"] = part["conf_high"].to_numpy()
    table["estimate"], table["std_error"] = total, error
    table["statistic"], table["df"] = total / error, df
    table["p_value"] = t_p_value(total / error, df)
    table["conf_low"], table["conf_high"] = ends
    swing = table["reward"] - table["penalty"]
    contrast = np.kron(np.eye(len(steps)), [-1.0, 1.0])
    spread = np.sqrt(np.diag(contrast @ cov @ contrast.T))
    rises = t_interval(swing.to_numpy(), spread, df, conf)[0] > 0
    rises |= ((table["penalty_high"] < 0) | (table["reward_low"] > 0)).to_numpy()
    basic = (table["conf_high"] < 0) & (table["penalty_high"] < 0)
    excites = (table["conf_low"] > 0) & (table["reward_low"] > 0)
    table["category"] = np.select(
        [basic, excites, rises], ["basic", "excitement", "performance"], default="none"
    )
    return table
