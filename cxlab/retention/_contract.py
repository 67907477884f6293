"""What the two models of contracts share: parameters, fit, forecast, and held-out periods."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats
from scipy.special import expit, logit

from cxlab._core import validate
from cxlab._core.columns import heading
from cxlab._core.errors import ModelError, warn
from cxlab._core.i18n import _, paragraph
from cxlab._core.numerals import decimals, p_text
from cxlab._core.references import cite
from cxlab._core.result import Result
from cxlab._stats import beta_weibull
from cxlab._stats.intervals import normal
from cxlab.retention._counts import MOST, Counts
from cxlab.retention._forecast import ForecastResult

Array = NDArray[np.float64]
Model = TypeVar("Model", bound="ContractFit")


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class ContractFit(Result, ABC):
    """A model of how long customers renew; ``plot()`` shows its curve against what happened.

    ``counts`` are those of all periods, of which the first ``periods`` were fitted. ``params`` are
    alpha, beta and the shape, ``cov`` is the covariance of the logarithms of the ``free`` ones,
    ``draws`` the bootstrap's fits (``None`` without).
    """

    counts: Counts
    periods: int
    params: tuple[float, float, float]
    cov: Array
    loglik: float
    constant_loglik: float
    boot: int
    draws: Array | None

    drawing = "cxlab.plots:retention_curve"
    units = MappingProxyType({"estimate": "number"})
    free: ClassVar[int] = 2

    def label(self, term: str) -> str:
        """Return a parameter's name in the language in use."""
        return {
            "alpha": "α",
            "beta": "β",
            "shape": "c",
            "churn": _("mean churn, first period"),
            "heterogeneity": _("heterogeneity, 0–1"),
        }[term]

    @property
    def references(self) -> tuple[str, ...]:
        """The sources of the model, and of the bootstrap where it was used."""
        keys = (*self.sources, *(("efron_tibshirani_1993",) if self.boot else ()))
        return tuple(cite(key) for key in keys)

    def summary(self) -> dict[str, Any]:
        """Return the fit: likelihood, deviance test, heterogeneity test, held-out error."""
        lr, df, p_value = self.fit_test()
        ratio, p_same = self.heterogeneity_test()
        return {
            "periods": self.periods,
            "k": self.free,
            "loglik": self.loglik,
            "aic": 2 * self.free - 2 * self.loglik,
            "bic": self.free * np.log(self.n) - 2 * self.loglik,
            "deviance": lr,
            "df_deviance": df,
            "p_deviance": p_value,
            "lr_constant": ratio,
            "p_constant": p_same,
            "rmse_held_out": self.held_out_error()[0],
            "draws": self.boot,
        }

    def forecast(self, periods: int | None = None, *, of: str = "survival") -> ForecastResult:
        """Return the model's curve with intervals, period by period.

        Parameters
        ----------
        periods
            Last period; the last observed one when absent.
        of
            ``"survival"`` (share still there) or ``"retention"`` (rate of staying per period).

        Returns
        -------
        ForecastResult
            ``tidy()``: term, period, group (``fitted``, ``held_out``, ``forecast``), estimate,
            std_error, conf_low, conf_high, observed, n (customers at the period's start).

        Raises
        ------
        SpecError
            ``of`` is unknown, or ``periods`` is not a whole number.
        """
        of = validate.one_of(of, ("survival", "retention"), "of")
        known = len(self.counts.lost)
        last = known if periods is None else validate.whole(periods, "periods", most=MOST)
        time = np.arange(1.0, last + 1)
        logs = np.diff(self._log_survival(time), prepend=0.0)
        slope = np.diff(self._slopes(time), axis=0, prepend=0.0)
        if of == "survival":
            logs, slope = logs.cumsum(), slope.cumsum(axis=0)
        estimate = np.exp(logs)
        error = estimate * np.sqrt(np.einsum("ti,ij,tj->t", slope, self.cov, slope))
        if self.draws is None:
            reach = normal(self.conf) * error / (estimate * (1 - estimate))
            low, high = expit(logit(estimate) - reach), expit(logit(estimate) + reach)
        else:
            rates = self.draw_rates(self.draws, 0, last)
            low, high = quantiles(rates if of == "retention" else rates.cumprod(axis=1), self.conf)
        seen = self.counts.survival() if of == "survival" else self.counts.rates()
        empty = np.full(max(0, last - known), np.nan)
        group = np.where(time > known, "forecast", "held_out")
        group[: self.periods] = "fitted"
        table = pd.DataFrame(
            {
                "term": of,
                "period": time.astype(int),
                "group": group,
                "estimate": estimate,
                "std_error": error,
                "conf_low": low,
                "conf_high": high,
                "observed": np.append(seen[:last], empty),
                "n": np.append(self.counts.at_risk[:last], empty),
            }
        )
        return ForecastResult(
            table=table,
            n=self.n,
            n_dropped=self.n_dropped,
            dropped=self.dropped,
            conf=self.conf,
            name=self.title,
            fitted=self.periods,
            keys=self.sources,
        )

    def fit_test(self) -> tuple[float, int, float]:
        """Return deviance, degrees of freedom and p-value against free rates in every period."""
        first = self.counts.first(self.periods)
        full = _binomial(first.lost, first.kept)
        lr, df = max(0.0, 2 * (full - self.loglik)), self.periods - self.free
        return lr, df, float(stats.chi2.sf(lr, df)) if df else np.nan

    def heterogeneity_test(self) -> tuple[float, float]:
        """Return the likelihood ratio against one rate for all, and its p-value.

        Alike customers lie on the boundary of the model, so the p-value of the two-parameter model
        is half that of chi-square; with three parameters it is an upper limit.
        """
        ratio = max(0.0, 2 * (self.loglik - self.constant_loglik))
        half = 0.5 if self.free == 2 else 1.0
        return ratio, half * float(stats.chi2.sf(ratio, self.free - 1))

    def held_out_error(self) -> tuple[float, float]:
        """Return root mean square and largest error of the share still there, held-out periods."""
        known = len(self.counts.lost)
        if known == self.periods:
            return np.nan, np.nan
        curve = np.exp(self._log_survival(np.arange(1.0, known + 1)))
        miss = (curve - self.counts.survival())[self.periods :]
        miss = miss[np.isfinite(miss)]
        return float(np.sqrt((miss**2).mean())), float(np.abs(miss).max())

    def headline(self) -> str:
        """Say how the rate of staying moves and what is left, by the model."""
        rates = self.forecast(self.periods, of="retention").table["estimate"]
        left = self.forecast(self.periods).table["estimate"].iloc[-1]
        return _(
            "Retention goes from {first:.1%} to {last:.1%} in {periods} periods; {left:.1%} stay"
        ).format(first=rates.iloc[0], last=rates.iloc[-1], periods=self.periods, left=left)

    def drawn(self) -> pd.DataFrame:
        """Return the curve, the start included."""
        return self.forecast().drawn()

    def plot_options(self) -> dict[str, Any]:
        """Words of the curve."""
        return self.forecast().plot_options()

    def notes(self) -> list[str]:
        """Say how many periods were fitted, and where the intervals come from."""
        lines = [*super().notes(), _("fitted to {count} periods").format(count=self.periods)]
        if len(self.counts.lost) > self.periods:
            held = len(self.counts.lost) - self.periods
            lines.append(_("{count} periods held out").format(count=held))
        return [*lines, *([_("{boot:,} resamples").format(boot=self.boot)] if self.boot else [])]

    def shown(self) -> pd.DataFrame:
        """Return the table for readers; a limit that does not exist is a sign."""
        table = super().shown().drop(columns=heading("n"))
        return table.replace("inf", "∞")

    @abstractmethod
    def _model(self) -> str:
        """Say what the parameters mean."""

    def explain(self) -> str:
        """Say what the parameters mean, how well the model fits, and what it assumes."""
        return paragraph([self._model(), self._fit_words(), self._held_out(), self._limits()])

    def _fit_words(self) -> str:
        lr, df, p_value = self.fit_test()
        if not df:
            return _(
                "With as many parameters as periods the fit cannot be tested: add periods, or "
                "hold some out."
            )
        text = (
            _("The fit is within chance (deviance {lr}, df {df}, {p}).")
            if p_value >= 0.05
            else _("The model misses by more than chance (deviance {lr}, df {df}, {p}).")
        )
        return text.format(lr=decimals(lr, 1), df=df, p=p_text(p_value))

    def _held_out(self) -> str:
        root, most = self.held_out_error()
        if np.isnan(root):
            return _("No period was held out, so the forecast has not been tried.")
        known = len(self.counts.lost)
        return _(
            "In the {count} periods held out the model misses the share still there by at most "
            "{most:.1f} points (root mean square {root:.1f})."
        ).format(count=known - self.periods, most=100 * most, root=100 * root)

    def _limits(self) -> str:
        return _(
            "It holds for contracts that are renewed or not, and for customers like these under "
            "terms like these; the interval knows of chance among customers, not of a change in "
            "the market."
        )

    def _log_survival(self, time: Array) -> Array:
        return beta_weibull.log_survival(np.array([self.params]), time)[0]

    def _slopes(self, time: Array) -> Array:
        """Return derivatives of the log survival by the logarithms of the free parameters."""
        return beta_weibull.slopes(np.array([self.params]), time)[0][0, :, : self.free]

    @abstractmethod
    def draw_rates(self, draws: Array, age: int, periods: int) -> Array:
        """Return retention rates of periods age + 1 … age + periods, by resample."""

    @staticmethod
    @abstractmethod
    def named(draws: Array) -> Array:
        """Return the estimates of ``tidy()`` by resample, shape (draws, rows)."""


def fitted(
    kind: type[Model],
    counts: Counts,
    first: Counts,
    params: Array,
    draws: Array | None,
    boot: int,
    conf: float,
) -> Model:
    """Build the result of a fit.

    Parameters
    ----------
    kind
        Class of the result.
    counts, first
        All counts, and those of the periods that were fitted.
    params
        Estimates of alpha, beta and the shape.
    draws
        Fits of the resamples.
    """
    lost, kept, free = first.lost[None], first.kept[None], kind.free
    hessian = beta_weibull.derivatives(params[None], lost, kept)[1][0, :free, :free]
    cov: Array = np.asarray(np.linalg.inv(-hessian), dtype=float)
    return kind(
        table=_tabulate(params, cov, None if draws is None else kind.named(draws), counts.n, conf),
        n=counts.n,
        n_dropped=counts.n_dropped,
        dropped=counts.dropped,
        conf=conf,
        counts=counts,
        periods=len(first.lost),
        params=tuple(params.tolist()),
        cov=cov,
        loglik=float(beta_weibull.loglik(params[None], lost, kept)[0]),
        constant_loglik=_binomial(first.lost.sum(keepdims=True), first.kept.sum(keepdims=True)),
        boot=boot,
        draws=draws,
    )


def _tabulate(params: Array, cov: Array, draws: Array | None, n: int, conf: float) -> pd.DataFrame:
    """Return one row per parameter, then mean churn and heterogeneity, with intervals.

    ``draws`` holds the same columns by resample; without them the intervals are asymptotic, on the
    scale of logarithms, for the shares on that of logits.
    """
    free = len(cov)
    alpha, beta = params[:2]
    whole = alpha + beta
    z = normal(conf)
    logs = np.sqrt(np.diagonal(cov))
    low, high = params[:free] * np.exp(-z * logs), params[:free] * np.exp(z * logs)
    churn, mix = alpha / whole, 1 / (1 + whole)
    turns = np.zeros((2, free))  # derivatives of logit churn and logit heterogeneity by the logs
    turns[0, :2], turns[1, :2] = (1, -1), (-alpha / whole, -beta / whole)
    errors = np.sqrt(np.einsum("ri,ij,rj->r", turns, cov, turns))
    extra = np.array([churn, mix])
    table = pd.DataFrame(
        {
            "term": [*("alpha", "beta", "shape")[:free], "churn", "heterogeneity"],
            "estimate": np.append(params[:free], extra),
            "std_error": np.append(params[:free] * logs, extra * (1 - extra) * errors),
            "conf_low": np.append(low, expit(logit(extra) - z * errors)),
            "conf_high": np.append(high, expit(logit(extra) + z * errors)),
            "n": n,
        }
    )
    if draws is not None:
        table["conf_low"], table["conf_high"] = quantiles(draws, conf)
    return table


def usable(draws: Array, good: NDArray[np.bool_]) -> Array:
    """Return the resamples that have an answer; warn of those left out.

    Raises
    ------
    ModelError
        None has one.
    """
    count, boot = int((~good).sum()), len(good)
    if count == boot:
        raise ModelError(
            _("None of the {boot} resamples has an answer. Use boot=0.").format(boot=boot)
        )
    if count:
        warn(
            _(
                "{count} of {boot} resamples have no answer (losses in one period only) and are "
                "left out. There are too few losses for sure intervals."
            ).format(count=count, boot=boot)
        )
    return draws[good]


def quantiles(draws: Array, conf: float) -> tuple[Array, Array]:
    """Return percentile limits over the first axis; draws may be infinite, so none are mixed."""
    tails = [(1 - conf) / 2, (1 + conf) / 2]
    low, high = np.quantile(draws, tails, axis=0, method="inverted_cdf")
    return low, high


def _binomial(lost: Array, kept: Array) -> float:
    """Return the log-likelihood of counts at their own rates."""
    risk = np.maximum(lost + kept, 1e-300)
    parts = [part[part > 0] * np.log((part / risk)[part > 0]) for part in (lost, kept)]
    return float(sum(part.sum() for part in parts))
