"""Hazard ratios in words: what goes with leaving sooner or later, and whether that holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy.stats import chi2

from cxlab._core.design import Design
from cxlab._core.i18n import N_, _, paragraph, shortlist
from cxlab._core.labels import opening
from cxlab._core.numerals import decimals, p_text, short_ratio
from cxlab._core.references import cite
from cxlab._core.result import Result
from cxlab._stats import cox as engine

if TYPE_CHECKING:
    from cxlab.retention._profiles import ProfilesResult
    from cxlab.retention._proportional import ProportionalResult


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class CoxResult(Result):
    """Hazard ratios of drivers: how many times as fast customers leave, with intervals.

    ``tidy()`` has one row per coefficient: ``estimate`` is the log hazard ratio per unit,
    ``hazard_ratio`` the ratio; ``glance()`` has the statistics of the whole fit.
    """

    duration: str
    event: str
    strata: str | None
    strata_levels: tuple[str, ...]
    ties: str
    robust: bool
    n_event: int
    design: Design
    fit: engine.CoxFit
    cov: np.ndarray
    concordance: float

    title = N_("Who leaves sooner? Cox's proportional hazards model")
    drawing = "cxlab.plots:forest"

    @property
    def references(self) -> tuple[str, ...]:
        """The sources of the model, of its ties and of its standard errors."""
        keys = ["cox_1972", f"{self.ties}_{'1977' if self.ties == 'efron' else '1974'}"]
        keys += ["lin_wei_1989"] if self.robust else []
        return tuple(cite(key) for key in [*keys, "harrell_1982"])

    @property
    def raw(self) -> engine.CoxFit:
        """The engine's object, a ``CoxFit``."""
        return self.fit

    def summary(self) -> dict[str, Any]:
        """Return the statistics of the whole fit: likelihood-ratio test and concordance."""
        ratio, p_value = engine.global_tests(self.fit)
        k = len(self.fit.coef)
        return {
            "n_event": self.n_event,
            "loglik": self.fit.loglik[1],
            "statistic": ratio,
            "df": float(k),
            "p_value": p_value,
            "aic": 2 * k - 2 * self.fit.loglik[1],
            "concordance": self.concordance,
        }

    @property
    def times(self) -> int:
        """Different times at which customers left."""
        risks = self.fit.moments.risks
        return len(np.unique(risks.time[risks.deaths > 0]))

    def proportional_hazards(self, clock: str = "km") -> ProportionalResult:
        """Test whether each ratio stays the same over time; see :class:`ProportionalResult`.

        ``clock`` is the scale of time on which a ratio may drift: ``"km"`` (the share that has
        left, the default), ``"rank"``, ``"log"`` or ``"identity"``.
        """
        from cxlab.retention._proportional import test

        return test(self, clock)

    def profiles(self, newdata: pd.DataFrame) -> ProfilesResult:
        """Predict the survival curve of customers with given drivers, with intervals.

        ``newdata`` has one row per profile with the columns of the drivers (and of the strata);
        its index names the curves. See :class:`ProfilesResult`.
        """
        from cxlab.retention._profiles import profiles

        return profiles(self, newdata)

    def terms(self) -> pd.DataFrame:
        """Return a Wald test per driver; the dummies of a category are tested together."""
        names = list(self.table["term"])
        owners = [self.design.owner[name] for name in names]
        rows = []
        for owner in dict.fromkeys(owners):
            at = [j for j, other in enumerate(owners) if other == owner]
            b = self.fit.coef[at]
            value = float(b @ np.linalg.solve(self.cov[np.ix_(at, at)], b))
            p_value = float(chi2.sf(value, len(at)))
            rows.append({"term": owner, "statistic": value, "df": len(at), "p_value": p_value})
        return pd.DataFrame(rows)

    def headline(self) -> str:
        """Name the driver that goes most with leaving."""
        rows = self.terms().sort_values("p_value", kind="stable")
        rows = rows.assign(gain=rows["statistic"] - rows["df"])
        first = rows.sort_values("gain", ascending=False, kind="stable").iloc[0]
        words = {"c": decimals(self.concordance), "x": opening(self.labels, first["term"])}
        if first["p_value"] >= 1 - self.conf:
            return _("No driver is shown to go with leaving (concordance {c})").format(**words)
        if first["df"] > 1:
            return _("{x} goes most with leaving (concordance {c})").format(**words)
        row = self.table[[self.design.owner[t] == first["term"] for t in self.table["term"]]]
        if row["hazard_ratio"].iloc[0] > 1:
            return _("{x} goes most with leaving sooner (concordance {c})").format(**words)
        return _("{x} goes most with staying longer (concordance {c})").format(**words)

    def explain(self) -> str:
        """Say what goes with leaving sooner or later, and whether the ratios hold over time."""
        facts, rows = self.summary(), self.drawn()
        clear = rows[rows["conf_low"] * rows["conf_high"] > 0]
        other = rows[rows["conf_low"] * rows["conf_high"] <= 0]
        sure = facts["p_value"] < 1 - self.conf
        text = (
            _(
                "Of {n:,} customers {left:,} left, and the drivers tell who leaves sooner "
                "(likelihood-ratio test {p}): of two customers the one at more risk left first in "
                "{c:.0%} of the pairs that can be compared; guessing gives 50%."
            )
            if sure
            else _(
                "Of {n:,} customers {left:,} left. That the drivers tell who leaves sooner is not "
                "shown (likelihood-ratio test {p}; concordance {c:.0%}, guessing gives 50%)."
            )
        )
        sentences = [
            text.format(n=self.n, left=self.n_event, p=p_text(facts["p_value"]), c=self.concordance)
        ]
        for side, words in (
            (clear["estimate"] > 0, _("Customers leave sooner with: {named}.")),
            (clear["estimate"] < 0, _("Customers stay longer with: {named}.")),
        ):
            if side.any():
                named = shortlist(
                    (
                        _("{x} (× {ratio})").format(x=row["label"], ratio=short_ratio(row["ratio"]))
                        for row in clear[side].to_dict("records")
                    ),
                    6,
                )
                sentences.append(words.format(named=named))
        if len(clear):
            sentences.append(
                _("A ratio multiplies the rate of leaving; numbers per standard deviation.")
                if (clear["step"] != 1).any()
                else _("A ratio multiplies the rate of leaving.")
            )
        if len(other):
            sentences.append(
                _("Not shown to matter here: {named}.").format(named=shortlist(other["label"], 6))
            )
        drifting = self.proportional_hazards().drifting() if self.times > 1 else []
        if drifting:
            sentences.append(
                _(
                    "One ratio for all times is too simple for {names}: it changes with time, so "
                    "read it as an average."
                ).format(names=shortlist(map(self.label, drifting), 4))
            )
        sentences.append(
            _("These are associations with the other drivers held equal, not proof of a cause.")
        )
        return paragraph(sentences)

    @property
    def advice(self) -> str:
        """Point to the test of the main assumption."""
        return _("Does a ratio hold over time? .proportional_hazards(); curves: .profiles(rows).")

    def drawn(self) -> pd.DataFrame:
        """Return the ratios; numbers are drawn per standard deviation, dummies per step 0 to 1."""
        rows = self._ordered()
        out = rows.assign(
            ratio=np.exp(rows["estimate"] * rows["step"]),
            ratio_low=np.exp(rows["conf_low"] * rows["step"]),
            ratio_high=np.exp(rows["conf_high"] * rows["step"]),
        )
        out["label"] = [
            row["label"]
            if row["step"] == 1
            else _("{x} (per {step:.3g})").format(x=row["label"], step=row["step"])
            for row in rows.to_dict("records")
        ]
        return out

    def plot_options(self) -> dict[str, Any]:
        """Name the axis, and say what a hollow dot means."""
        text = _("hazard ratio, {conf:.0%} interval").format(conf=self.conf)
        if (self._ordered()["step"] != 1).any():
            text += "\n" + _("numbers per standard deviation")
        return {"axis": text, "hollow": _("hollow: the interval includes 1")}

    def notes(self) -> list[str]:
        """Say the events, the ties, the strata and the kind of standard errors."""
        ways = {"efron": _("ties after Efron"), "breslow": _("ties after Breslow")}
        errors = _("robust standard errors") if self.robust else _("model-based standard errors")
        strata = [_("strata: {name}").format(name=self.label(self.strata))] if self.strata else []
        return [
            *super().notes(),
            _("{count:,} left").format(count=self.n_event),
            ways[self.ties],
            *strata,
            errors,
            _("concordance {c}").format(c=decimals(self.concordance)),
        ]

    def _ordered(self) -> pd.DataFrame:
        """Return the labelled rows with the step they are drawn for, strongest first."""
        rows, x = self.labelled(), self.design.matrix
        binary = [bool(x[name].isin([0, 1]).all()) for name in rows["term"]]
        step = np.where(binary, 1.0, [float(x[name].std()) for name in rows["term"]])
        rows = rows.assign(step=step, pull=np.abs(rows["estimate"] * step))
        return rows.sort_values("pull", ascending=False, kind="stable").drop(columns="pull")
