"""Who leaves sooner? Cox's proportional hazards model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy.stats import chi2

from cxlab._core import validate
from cxlab._core.design import INTERCEPT, Design, build, parse, prepare
from cxlab._core.errors import SpecError
from cxlab._core.grouping import distinct
from cxlab._core.i18n import N_, _, paragraph, shortlist
from cxlab._core.labels import labels_of
from cxlab._core.numerals import decimals, p_text, short_ratio
from cxlab._core.references import cite
from cxlab._core.result import Result
from cxlab._stats import cox as engine
from cxlab._stats import cox_checks
from cxlab._stats.intervals import t_interval, t_p_value
from cxlab.retention import _cox_check, _lifetimes

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
        words = {"c": decimals(self.concordance), "x": self.label(first["term"])}
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


def cox(
    data: pd.DataFrame,
    duration: str,
    event: str,
    x: str | Sequence[str],
    *,
    ties: str = "efron",
    strata: str | None = None,
    robust: bool = False,
    conf: float = 0.95,
) -> CoxResult:
    """Estimate what goes with leaving sooner, by Cox's proportional hazards model.

    Parameters
    ----------
    data
        One row per customer; rows with a missing value in a column that is used are left out.
    duration
        How long the customer was seen, above zero.
    event
        1 for who left at the end of that time, 0 for who was still there.
    x
        Columns, or terms of formulaic such as ``"C(branch)"`` and ``"price:segment"``. A column of
        texts becomes dummies against its first level.
    ties
        How events of the same time are treated: ``"efron"`` (exact enough even for months) or
        ``"breslow"``.
    strata
        Column of groups with a baseline of their own; use it for a driver whose ratio changes with
        time.
    robust
        Whether standard errors allow for a wrong model (Lin & Wei's sandwich).
    conf
        Confidence level of the intervals.

    Returns
    -------
    CoxResult
        ``tidy()``: term, estimate (log hazard ratio per unit), std_error, statistic (z), p_value,
        conf_low, conf_high, hazard_ratio with ratio_low and ratio_high, n.

    Raises
    ------
    DataError
        A column is absent or holds the wrong kind of values; nobody left.
    SpecError
        A term or the way of ties is not known; the duration or the event is among the drivers.
    ModelError
        Too few rows, a constant driver, perfect collinearity, no finite estimate, no convergence.

    Notes
    -----
    The hazard of a customer is h(t) exp(x b) with h(t) left open. The partial likelihood is
    maximised by Newton's method with the exact Hessian; all sums run over distinct times.
    ``glance()`` tests all drivers by the likelihood ratio. Concordance is Harrell's C.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> data = pd.DataFrame({"price": rng.integers(1, 8, 200)})
    >>> data["months"] = np.ceil(rng.exponential(20 / data["price"])).clip(max=12)
    >>> data["left"] = (data["months"] < 12).astype(int)
    >>> cox(data, "months", "left", "price").tidy()[["term", "hazard_ratio"]].round(2)
        term  hazard_ratio
    0  price          1.28
    """
    conf = validate.confidence(conf)
    validate.one_of(ties, engine.TIES, "ties")
    validate.one_of(robust, (True, False), "robust")
    terms = parse(data, x)
    own = [name for name in (duration, event, strata) if name is not None]
    validate.columns(data, own)
    for name in own:
        if name in terms.columns:
            raise SpecError(
                _(
                    "{name!r} is among the drivers, and is the duration, the event or the strata. "
                    "Take it out of x."
                ).format(name=name)
            )
    rows = prepare(data, terms)
    drivers = list(rows.columns)
    rows[str(duration)] = _lifetimes.durations(data, duration).astype(float)
    rows[str(event)] = _lifetimes.events(data, event).astype(float)
    if strata is not None:
        rows[str(strata)] = distinct(validate.groups(data, strata), strata).to_numpy()
    kept, missing = validate.complete(rows)
    known = labels_of(data, [*own, *terms.columns])
    design = build(kept[drivers], terms, known)
    matrix = design.matrix.drop(columns=INTERCEPT)
    time, left = kept[str(duration)].to_numpy(), kept[str(event)].to_numpy()
    groups = None if strata is None else kept[str(strata)]
    _cox_check.before(matrix, design, time, left, groups)
    _lifetimes.weak_events(np.unique(time[left > 0]), int(left.sum()), len(left), str(event))
    codes, levels = (None, ()) if groups is None else pd.factorize(groups, sort=True)
    values = matrix.to_numpy(float)
    fitted = engine.fit(values, time, left, strata=codes, ties=ties)
    _cox_check.after(fitted, list(map(str, matrix.columns)))
    risks = fitted.moments.risks
    cov = fitted.sandwich() if robust else fitted.cov
    return CoxResult(
        table=_tabulate(list(matrix.columns), fitted.coef, cov, conf).assign(n=len(kept)),
        n=len(kept),
        n_dropped=len(data) - len(kept),
        dropped=MappingProxyType(missing),
        conf=conf,
        labels=MappingProxyType(
            {str(name): words for name, words in known.items()} | dict(design.labels)
        ),
        duration=str(duration),
        event=str(event),
        strata=None if strata is None else str(strata),
        strata_levels=tuple(map(str, levels)),
        ties=ties,
        robust=bool(robust),
        n_event=int(left.sum()),
        design=design,
        fit=fitted,
        cov=cov,
        concordance=cox_checks.concordance(risks, (values @ fitted.coef)[risks.order]),
    )


def _tabulate(names: list[str], coef: np.ndarray, cov: np.ndarray, conf: float) -> pd.DataFrame:
    error = np.sqrt(np.diag(cov))
    low, high = t_interval(coef, error, np.inf, conf)
    return pd.DataFrame(
        {
            "term": names,
            "estimate": coef,
            "std_error": error,
            "statistic": coef / error,
            "p_value": t_p_value(coef / error, np.inf),
            "conf_low": low,
            "conf_high": high,
            "hazard_ratio": np.exp(coef),
            "ratio_low": np.exp(low),
            "ratio_high": np.exp(high),
        }
    )
