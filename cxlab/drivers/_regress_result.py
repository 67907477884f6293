"""The answer of ``regress``: coefficients with intervals, words and the picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core.columns import heading
from cxlab._core.design import Design
from cxlab._core.i18n import N_, _, listing, paragraph
from cxlab._core.labels import opening
from cxlab._core.numerals import p_text, signed
from cxlab._core.references import cite
from cxlab._core.result import Result
from cxlab._stats.ordinal import probabilities
from cxlab.drivers import _preflight
from cxlab.drivers._fit import Fit

if TYPE_CHECKING:
    from cxlab.drivers._diagnose import DiagnosisResult
    from cxlab.drivers._proportional import ProportionalOddsResult
    from cxlab.drivers._what_if import WhatIfResult

Array = NDArray[np.float64]

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
    weights: Array | None = None
    penalty: str | None = None

    title = N_("Drivers of an outcome: regression")
    drawing = "cxlab.plots:coefficients"
    units = MappingProxyType({"df": "count"})

    @property
    def references(self) -> tuple[str, ...]:
        """The sources that belong to this family and these standard errors."""
        own = {"ols": (), "ordinal": ("mccullagh_1980", "mckelvey_zavoina_1975"), "logit": ()}
        keys = [*own[self.family], "fox_monette_1992"]
        if self.robust != "nonrobust":
            keys.insert(0, "mackinnon_white_1985" if self.family == "ols" else "binder_1983")
        if self.penalty:
            keys[:0] = ["firth_1993", "heinze_schemper_2002"]
        if self.family != "ols":
            keys.append("mcfadden_1974")
        return tuple(cite(key) for key in keys)

    @property
    def raw(self) -> Any:
        """The engine's object: statsmodels' results, fitted when asked for, or our own fit."""
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

    def proportional_odds(self) -> ProportionalOddsResult:
        """Test by Brant (1990) whether effects differ by threshold; ordinal models only.

        Raises
        ------
        SpecError
            The family is another one.
        ModelError
            There are two levels only, or too few thresholds can be fitted.
        """
        from cxlab.drivers._proportional import proportional_odds

        return proportional_odds(self)

    def diagnose(self) -> DiagnosisResult:
        """Check the assumptions, each in words; see :class:`DiagnosisResult`."""
        from cxlab.drivers._diagnose import diagnose

        return diagnose(self)

    def what_if(self, changes: Mapping[str, float]) -> WhatIfResult:
        """Estimate how the mean of the outcome changes when everybody's answers move.

        Parameters
        ----------
        changes
            By how much each driver moves, in units of its scale, ``{"price": 0.5}``; the others
            stay. A driver must be numeric and stand in no interaction.

        Returns
        -------
        WhatIfResult
            ``tidy()`` has one row per driver, moved alone, and the row ``total``; for ``"logit"``
            the change is one of the mean probability.

        Raises
        ------
        SpecError
            The family is ``"ordinal"``, or a driver cannot move alone.

        Notes
        -----
        The interval is Student's (least squares, exact) or by the delta method (logit) from the
        covariance of the coefficients. A change that leaves what was answered is warned of.
        """
        from cxlab.drivers._what_if import what_if

        return what_if(self, changes)

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
        if self.penalty:
            sentences.append(
                _(
                    "Firth's penalty keeps coefficients finite where the answers alone do not; "
                    "read the interval rather than the coefficient: it may reach much farther to "
                    "one side."
                )
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
            "logit": _("binary logit with Firth's penalty") if self.penalty else _("binary logit"),
        }
        if self.penalty:
            errors = _("profile-likelihood intervals")
        elif self.robust == "nonrobust":
            errors = _("model-based standard errors")
        else:
            errors = _("robust standard errors ({kind})").format(kind=self.robust)
        weighted = [] if self.weights is None else [_("answers weighted")]
        return [kinds[self.family], *super().notes(), *weighted, errors, self._quality()]

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
                "McFadden's pseudo R² {r2:.2f}, {test} {p} (n = {n:,})."
            )
            if facts["p_value"] < 1 - self.conf
            else _(
                "That the drivers ({count}) tell more about {y} than its overall shares do is not "
                "shown: McFadden's pseudo R² {r2:.2f}, {test} {p} (n = {n:,})."
            )
        )
        r2, p = facts["pseudo_r2"], p_text(facts["p_value"])
        test = _("likelihood-ratio test") if self.weights is None else _("Wald test")
        return text.format(count=count, y=y, r2=r2, test=test, p=p, n=self.n)

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
