"""Regression of an outcome on experience drivers: least squares, ordinal and binary logit."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from cxlab._core import validate
from cxlab._core.columns import heading, p_text, signed
from cxlab._core.errors import SpecError
from cxlab._core.i18n import N_, _, listing, paragraph
from cxlab._core.labels import labels_of, opening
from cxlab._core.references import cite
from cxlab._core.result import Result
from cxlab._stats.ordinal import probabilities
from cxlab.drivers import _preflight
from cxlab.drivers._design import Design, build, parse, prepare
from cxlab.drivers._fit import ROBUST, Fit, fit_logit, fit_ols, fit_ordinal, tabulate

if TYPE_CHECKING:
    from cxlab.drivers._diagnose import DiagnosisResult

NO_BREAK = "\u00a0"  # keeps "R² 0.55" on one line of a title


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class RegressionResult(Result):
    """Coefficients of drivers, with intervals, standardised coefficients and VIF.

    ``tidy()`` has one row per coefficient, ``group`` saying whether it is an ``intercept``, a
    ``threshold`` or a ``driver``; ``glance()`` has the statistics of the whole fit.
    """

    outcome: str
    family: str
    robust: str
    design: Design
    observed: pd.Series
    levels: tuple[Any, ...]
    fit: Fit

    title = N_("Drivers of an outcome: regression")
    drawing = "cxlab.plots:coefficients"
    units = MappingProxyType({"df": "count"})

    @property
    def references(self) -> tuple[str, ...]:
        """The sources that belong to this family and these standard errors."""
        own = {"ols": (), "ordinal": ("mccullagh_1980", "mckelvey_zavoina_1975"), "logit": ()}
        keys = [*own[self.family], "fox_monette_1992"]
        if self.robust != "nonrobust":
            keys.insert(0, "mackinnon_white_1985")
        if self.family != "ols":
            keys.append("mcfadden_1974")
        return tuple(cite(key) for key in keys)

    @property
    def raw(self) -> Any:
        """The engine's object: statsmodels' results, or an ``OrdinalFit``."""
        return self.fit.raw

    def summary(self) -> dict[str, Any]:
        """Return the statistics of the whole fit."""
        return dict(self.fit.facts)

    def predict(self, newdata: pd.DataFrame) -> pd.Series | pd.DataFrame:
        """Predict the outcome of new rows; rows with a missing answer give NaN.

        Parameters
        ----------
        newdata
            A frame with the columns of the drivers.

        Returns
        -------
        pandas.Series or pandas.DataFrame
            The expected value for ``"ols"``, the probability of 1 for ``"logit"``, and for
            ``"ordinal"`` a frame with the probability of every level.

        Raises
        ------
        DataError
            A column is absent, or a category was not seen when the model was fitted.
        """
        matrix = self.design.rebuild(newdata)
        values = matrix.to_numpy(float)
        if self.family == "ordinal":
            chance = probabilities(self.fit.params, values[:, 1:], len(self.levels))
            return pd.DataFrame(chance, index=matrix.index, columns=list(self.levels))
        linear = values @ self.fit.params
        if self.family == "logit":
            linear = 1 / (1 + np.exp(-linear))
        return pd.Series(linear, index=matrix.index, name=self.outcome)

    def diagnose(self) -> DiagnosisResult:
        """Check the assumptions, each in words; see :class:`DiagnosisResult`."""
        from cxlab.drivers._diagnose import diagnose

        return diagnose(self)

    def drivers(self) -> pd.DataFrame:
        """Return the rows of the drivers, largest standardised coefficient first."""
        rows = self.labelled()
        rows = rows[rows["group"] == "driver"]
        return rows.sort_values("beta", key=np.abs, ascending=False)

    def headline(self) -> str:
        """Name the strongest driver that stands out from zero."""
        rows = self.drivers()
        clear = rows[rows["conf_low"] * rows["conf_high"] > 0]
        if not len(clear):
            text, y = _("No driver of {y} stands out from zero ({fit})"), self.label(self.outcome)
        else:
            text, y = _("{y}: {x} leads (β {beta}, {fit})"), opening(self.labels, self.outcome)
        first = (clear if len(clear) else rows).iloc[0]
        return text.format(
            y=y,
            x=first["label"],
            beta=signed(first["beta"], 2),
            fit=self._quality().replace(" = ", " ").replace(" ", NO_BREAK),
        )

    def explain(self) -> str:
        """Say how much is explained, what stands out, and what it means for a manager."""
        rows = self.drivers()
        clear = rows[rows["conf_low"] * rows["conf_high"] > 0]
        other = rows[rows["conf_low"] * rows["conf_high"] <= 0]
        sentences = [self._explained(len({self.design.owner[term] for term in rows["term"]}))]
        if len(clear):
            named = listing(
                _("{x} (β {beta})").format(x=name, beta=signed(beta, 2))
                for name, beta in zip(clear["label"], clear["beta"], strict=True)
            )
            sentences.append(
                _("At {conf:.0%} confidence these stand out from zero: {named}.").format(
                    conf=self.conf, named=named
                )
            )
            if clear["vif"].notna().iloc[0]:  # terms that share a column do not move alone
                sentences.append(self._unit(clear.iloc[0]))
        if len(other):
            sentences.append(
                _("Not shown to matter here: {named}.").format(named=listing(other["label"]))
            )
        sentences.append(
            _("These are associations with the other drivers held equal, not proof of a cause.")
        )
        return paragraph(sentences)

    @property
    def advice(self) -> str:
        """Point to importance() when drivers overlap, else to diagnose()."""
        worst = self.table["vif"].max()
        if worst > _preflight.HIGH_VIF / 2:
            return _(
                "VIF reaches {vif:.1f}: the drivers overlap, so look at cx.drivers.importance() "
                "for shares that do not depend on which of them takes the credit."
            ).format(vif=worst)
        return _("Check the assumptions with .diagnose().")

    def plot_options(self) -> dict[str, Any]:
        """Name the axis, and say what a hollow dot means."""
        return {
            "axis": _("standardised coefficient β, {conf:.0%} interval").format(conf=self.conf),
            "hollow": _("hollow: the interval includes 0"),
        }

    def shown(self) -> pd.DataFrame:
        """Return the table for readers, without columns that are the same in every row."""
        drop = ["group", "n", "beta_low", "beta_high"]
        if self.family != "ols":
            drop.append("df")
        return super().shown().drop(columns=[heading(name) for name in drop])

    def notes(self) -> list[str]:
        """Say the family and the kind of standard errors."""
        kinds = {
            "ols": _("least squares"),
            "ordinal": _("ordinal logit (proportional odds)"),
            "logit": _("binary logit"),
        }
        errors = (
            _("model-based standard errors")
            if self.robust == "nonrobust"
            else _("robust standard errors ({kind})").format(kind=self.robust)
        )
        return [kinds[self.family], *super().notes(), errors, self._quality()]

    def _quality(self) -> str:
        facts = self.fit.facts
        if self.family == "ols":
            return f"R² = {facts['r2']:.2f}"
        return _("pseudo R² = {value:.2f}").format(value=facts["pseudo_r2"])

    def _explained(self, count: int) -> str:
        facts, y = self.fit.facts, self.label(self.outcome)
        if self.family == "ols" and count == 1:
            return _("The driver explains {r2:.0%} of the variance of {y} (n = {n:,}).").format(
                r2=facts["r2"], y=y, n=self.n
            )
        if self.family == "ols":
            return _(
                "Together the drivers ({count}) explain {r2:.0%} of the variance of {y} "
                "({adj:.0%} after correction for their number; n = {n:,})."
            ).format(count=count, r2=facts["r2"], adj=facts["adj_r2"], y=y, n=self.n)
        text = (
            _(
                "Together the drivers ({count}) tell more about {y} than its overall shares do: "
                "McFadden's pseudo R² {r2:.2f}, likelihood-ratio test {p} (n = {n:,})."
            )
            if facts["p_value"] < 1 - self.conf
            else _(
                "That the drivers ({count}) tell more about {y} than its overall shares do is not "
                "shown: McFadden's pseudo R² {r2:.2f}, likelihood-ratio test {p} (n = {n:,})."
            )
        )
        r2, p = facts["pseudo_r2"], p_text(facts["p_value"])
        return text.format(count=count, y=y, r2=r2, p=p, n=self.n)

    def _unit(self, row: pd.Series) -> str:
        """Read the strongest coefficient aloud."""
        words = {
            "x": row["label"],
            "y": self.label(self.outcome),
            "b": f"{row['estimate']:+.2f}".replace("-", "−"),
        }
        dummy = "[T." in row["term"]
        if self.family == "ols":
            if dummy:
                return _("{x} goes with {b} in {y}.").format(**words)
            return _("One point more of {x} goes with {b} in {y}.").format(**words)
        words["ratio"] = row["odds_ratio"]
        if self.family == "logit":
            if dummy:
                return _("{x} multiplies the odds of {y} by {ratio:.2f}.").format(**words)
            return _("One point more of {x} multiplies the odds of {y} by {ratio:.2f}.").format(
                **words
            )
        if dummy:
            return _("{x} multiplies the odds of a higher {y} by {ratio:.2f}.").format(**words)
        return _(
            "One point more of {x} multiplies the odds of a higher {y} by {ratio:.2f}."
        ).format(**words)


def regress(
    data: pd.DataFrame,
    y: str,
    x: str | Sequence[str],
    *,
    family: str = "ols",
    robust: str | None = None,
    weights: str | None = None,
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
        or ``"nonrobust"``; for logit ``"nonrobust"`` (default) or ``"HC0"`` (sandwich); for ordinal
        ``"nonrobust"``.
    weights
        Column of sampling or precision weights, for ``"ols"`` only: ``n`` still counts rows, and
        those with weight zero are left out.
    conf
        Confidence level of the intervals.

    Returns
    -------
    RegressionResult
        ``tidy()``: term, group, estimate, std_error, statistic, df, p_value, conf_low, conf_high,
        beta with its interval, vif, odds_ratio (ordinal and logit) and n.

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
    robust = ROBUST[family][0] if robust is None else robust
    if not isinstance(robust, str) or robust not in ROBUST[family]:
        raise SpecError(
            _(
                "robust = {value} is not offered for family={family!r}. Choose one of: {names}."
            ).format(value=validate.brief(robust), family=family, names=listing(ROBUST[family]))
        )
    conf = validate.confidence(conf)
    if weights is not None and family != "ols":
        raise SpecError(
            _("weights work for family='ols' only, not for {family!r}. Leave them out.").format(
                family=family
            )
        )
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
    _preflight.check(design, target, family, robust)
    if family == "ols":
        fit = fit_ols(design.matrix, target, robust, used)
    elif family == "logit":
        fit = fit_logit(design.matrix, target, robust)
    else:
        fit = fit_ordinal(design.matrix, target)
    levels = _levels(data[y], target) if family == "ordinal" else ()
    cuts = {f"{a}|{b}": f"{a} | {b}" for a, b in itertools.pairwise(levels)}
    return RegressionResult(
        table=tabulate(design, target, fit, list(cuts), used, conf),
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
    )


def _levels(given: pd.Series, kept: pd.Series) -> tuple[Any, ...]:
    """Return the levels that occur, in order: categories by name, numbers as whole numbers."""
    found = sorted(int(level) for level in kept.unique())
    if isinstance(given.dtype, pd.CategoricalDtype) and given.cat.ordered:
        return tuple(given.cat.categories[level] for level in found)
    return tuple(found)
