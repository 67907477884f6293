"""What a covariance model gives back: estimates, fit, and how the fit could be better."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from cxlab._core.i18n import N_, _, listing, paragraph, shortlist
from cxlab._core.numerals import p_text
from cxlab._core.references import cite
from cxlab._core.result import Result
from cxlab._stats.covariance import residuals
from cxlab._stats.covariance.estimators import Fitted
from cxlab._stats.covariance.fit_indices import (
    ChiSquare,
    incremental,
    information_criteria,
    rmsea,
    srmr,
)
from cxlab.paths._model import PathModel
from cxlab.paths._structure import Structure

GROUPS = {
    "loading": N_("loading"),
    "path": N_("path"),
    "covariance": N_("covariance"),
    "variance": N_("variance"),
    "intercept": N_("intercept"),
}
GOOD_CFI, GOOD_RMSEA, GOOD_SRMR = 0.95, 0.06, 0.08  # Hu & Bentler (1999)


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class SemResult(Result):
    """Loadings, paths, variances and covariances of a model, and how well it fits.

    ``r2`` maps every construct that is explained to its R²; ``raw`` holds the engine's numbers.
    """

    estimator: str
    r2: Mapping[str, float]
    model: PathModel
    raw: Fitted
    plan: Structure

    title = N_("Covariance model")
    drawing = "cxlab.plots:dots"
    words = MappingProxyType(GROUPS)

    @property
    def references(self) -> tuple[str, ...]:
        """The sources of the cut-offs and of the estimator."""
        more = {
            "mlr": ("yuan_bentler_2000",),
            "fiml": ("arbuckle_1996",),
            "wlsmv": ("muthen_1984", "asparouhov_muthen_2010"),
        }
        keys = ("joreskog_1969", "hu_bentler_1999", *more.get(self.estimator, ()))
        return tuple(cite(key) for key in keys)

    @property
    def test(self) -> ChiSquare:
        """The test of fit: scaled where the estimator scales it."""
        return self.raw.scaled or self.raw.test

    def summary(self) -> dict[str, Any]:
        """Return the measures of fit; of ``mlr`` and ``wlsmv`` those of the scaled test."""
        test, base = self.test, self.raw.scaled_baseline or self.raw.baseline
        near = rmsea(test, self.n - (self.estimator == "wlsmv"))
        better = incremental(test, base)
        out = {
            "chi2": test.statistic,
            "df": test.df,
            "p_value": test.p_value,
            "cfi": better.cfi,
            "tli": better.tli,
            "rmsea": near.estimate,
            "rmsea_low": near.conf_low,
            "rmsea_high": near.conf_high,
            "p_close": near.p_close,
            "srmr": self._srmr(),
        }
        if np.isfinite(self.raw.loglik):
            criteria = information_criteria(self.raw.loglik, self.plan.model.size, self.n)
            out |= {"loglik": self.raw.loglik, "aic": criteria.aic, "bic": criteria.bic}
        return out

    def residuals(self) -> pd.DataFrame:
        """Return what the model leaves of each correlation of two items, shape (p, p)."""
        cov, sigma = self.raw.cov[0], self._implied().copy()
        if self.estimator == "wlsmv":
            np.fill_diagonal(sigma, 1.0)
        return pd.DataFrame(residuals.correlation(cov, sigma), self.plan.items, self.plan.items)

    def modifications(self, most: int = 10) -> pd.DataFrame:
        """Return what would improve fit most if it were free: loadings and residual covariances.

        Parameters
        ----------
        most
            Number of rows.

        Returns
        -------
        DataFrame
            ``term statistic p_value change``: the modification index is a chi-square with one
            degree of freedom, ``change`` the value to expect. One of many tests: a reason is
            needed beside a large index.

        Raises
        ------
        SpecError
            The estimator is ``"fiml"`` or ``"wlsmv"``.
        """
        from cxlab.paths._modifications import modifications

        return modifications(self.plan, self.raw, self.estimator, most)

    def headline(self) -> str:
        """Say how well the model fits."""
        fit = self.summary()
        if not fit["df"]:
            return _("The model uses up all information: fit cannot be tested")
        text = (
            _("Fits well: CFI {cfi:.3f}, RMSEA {rmsea:.3f}, SRMR {srmr:.3f}")
            if self._good(fit)
            else _("Fits poorly: CFI {cfi:.3f}, RMSEA {rmsea:.3f}, SRMR {srmr:.3f}")
        )
        return text.format(**fit)

    def explain(self) -> str:
        """Say fit, weakest loading, R² of the outcomes, and what fit does not prove."""
        fit = self.summary()
        loads = self.table[(self.table["group"] == "loading") & self.table["beta"].notna()]
        weak = loads.iloc[int(loads["beta"].abs().to_numpy().argmin())] if len(loads) else None
        return paragraph(
            [
                _("Chi² = {chi2:.1f} with {df} degrees of freedom ({p}).").format(
                    chi2=fit["chi2"], df=fit["df"], p=p_text(fit["p_value"])
                )
                if fit["df"]
                else "",
                _(
                    "CFI {cfi:.3f}, RMSEA {rmsea:.3f} [{rmsea_low:.3f}; {rmsea_high:.3f}], SRMR "
                    "{srmr:.3f}; good is CFI from .95, RMSEA to .06, SRMR to .08 (rules of thumb)."
                ).format(**fit)
                if fit["df"]
                else _("As many numbers as moments: the model cannot be wrong, nor be tested."),
                _("The weakest item: {term}, {beta:.2f}.").format(
                    term=self.label(weak["term"]), beta=weak["beta"]
                )
                if weak is not None
                else "",
                _("Explained: {shares}.").format(
                    shares=listing(
                        f"{self.label(name)} {value:.0%}" for name, value in self.r2.items()
                    )
                )
                if self.r2
                else "",
                self._alike(),
                _("A model that fits is one of many that would; fit does not prove the arrows."),
            ]
        )

    def _alike(self) -> str:
        """Warn of standardised paths beyond one: signs of collinear causes."""
        rows = self.table[(self.table["group"] == "path") & (self.table["beta"].abs() > 1)]
        if not len(rows):
            return ""
        return _(
            "Standardised paths beyond 1 ({terms}) mean that the causes are too alike to be told "
            "apart; read none of them alone."
        ).format(terms=shortlist(map(self.label, rows["term"]), 3))

    def drawn(self) -> pd.DataFrame:
        """Return standardised loadings and paths with their intervals."""
        rows = self.labelled()
        rows = rows[rows["group"].isin(["loading", "path"])]
        return pd.DataFrame(
            {
                "label": rows["label"],
                "estimate": rows["beta"],
                "conf_low": rows["beta_low"].fillna(rows["beta"]),
                "conf_high": rows["beta_high"].fillna(rows["beta"]),
            }
        )

    def plot_options(self) -> dict[str, Any]:
        """Mark zero and name the axis."""
        axis = _("standardised, {conf:.0%} interval")
        return {"axis": axis.format(conf=self.conf), "lines": [0]}

    def notes(self) -> list[str]:
        """Name the estimator."""
        return [*super().notes(), self.estimator.upper()]

    def _implied(self) -> np.ndarray:
        return self.plan.model.groups[0].implied(self.raw.found.params).sigma

    def _srmr(self) -> float:
        away = self.residuals().to_numpy()
        if self.estimator != "fiml":
            return float(np.sqrt((away[np.tril_indices(len(away))] ** 2).mean()))
        at = self.plan.model.groups[0].implied(self.raw.found.params)
        seen = (self.raw.cov[0], self.raw.mean[0])
        return srmr([seen], [(at.sigma, at.mu)], [self.n])

    def _good(self, fit: Mapping[str, float]) -> bool:
        return fit["cfi"] >= GOOD_CFI and fit["rmsea"] <= GOOD_RMSEA and fit["srmr"] <= GOOD_SRMR
