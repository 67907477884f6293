"""What a covariance model gives back: estimates, fit, and how the fit could be better."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from cxlab._core.i18n import N_, _, listing, paragraph, shortlist
from cxlab._core.labels import unstopped
from cxlab._core.numerals import p_text
from cxlab._core.references import cite
from cxlab._core.result import Result
from cxlab._stats.covariance import residuals
from cxlab._stats.covariance.estimators import Fitted
from cxlab._stats.covariance.fit_indices import ChiSquare
from cxlab.paths.model._diagram import key, layers
from cxlab.paths.model._model import PathModel
from cxlab.paths.sem._fit_measures import measures
from cxlab.paths.sem._rows import Rows
from cxlab.paths.sem._structure import Structure

if TYPE_CHECKING:
    from cxlab.paths.sem._effects import SemEffects
    from cxlab.paths.sem._standardised import SemStandardised

GROUPS = {
    "loading": N_("loading"),
    "path": N_("path"),
    "covariance": N_("covariance"),
    "variance": N_("variance"),
    "intercept": N_("intercept"),
}
ROUNDING = 1e-9  # a residual correlation below it is none
MOST_PANELS = 4  # groups whose diagrams stand beneath each other
GOOD_CFI, GOOD_RMSEA, GOOD_SRMR = 0.95, 0.06, 0.08  # Hu & Bentler (1999)


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class SemResult(Result):
    """Loadings, paths, variances and covariances of a model, and how well it fits.

    ``r2`` maps every construct that is explained to its R²; ``groups`` names the groups, if there
    are any; ``raw`` holds the engine's numbers.
    """

    estimator: str
    r2: Mapping[str, float]
    model: PathModel
    groups: tuple[str, ...]
    raw: Fitted
    plan: Structure
    rows: Rows

    title = N_("Covariance model")
    words = MappingProxyType(GROUPS)
    units = MappingProxyType(dict.fromkeys(("beta", "beta_low", "beta_high"), "index"))

    @property
    def drawing(self) -> str:  # type: ignore[override]
        """The path diagram; the measurement diagram without paths; dots of many groups."""
        most = MOST_PANELS if self.model.paths else 1
        if len(self.groups) > most:
            return "cxlab.plots:dots"
        return f"cxlab.plots:{'path' if self.model.paths else 'measurement'}_diagram"

    @property
    def references(self) -> tuple[str, ...]:
        """The sources of the cut-offs and of the estimator."""
        more = {
            "mlr": ("yuan_bentler_2000", "brosseau_liard_savalei_2014"),
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
        """Return the measures of fit; of ``mlr`` and ``wlsmv`` those of the scaled test.

        ``mlr`` adds the robust CFI, TLI and RMSEA (Brosseau-Liard & Savalei 2014).
        """
        return measures(self.raw, self.plan, self.estimator, self.n, self.implied())

    def residuals(self) -> pd.DataFrame:
        """Return what the model leaves of each correlation of two items, shape (p, p).

        With groups, one such table below the other.
        """
        items = self.plan.items
        found = [
            residuals.correlation(cov, sigma)
            for cov, (sigma, _mu) in zip(self.raw.cov, self.implied(), strict=True)
        ]
        frames = [
            pd.DataFrame(np.where(np.abs(left) < ROUNDING, 0.0, left), items, items)
            for left in found
        ]
        return pd.concat(frames, keys=self.groups) if self.groups else frames[0]

    def implied(self) -> list[tuple[np.ndarray, np.ndarray]]:
        """Return covariances and means of the items as the model has them, for every group."""
        out = []
        for group in self.plan.model.groups:
            at = group.implied(self.raw.found.params)
            sigma = at.sigma.copy()
            if self.estimator == "wlsmv":
                np.fill_diagonal(sigma, 1.0)
            out.append((sigma, at.mu))
        return out

    def effects(
        self,
        *,
        source: str | None = None,
        target: str | None = None,
        interval: str = "delta",
        draws: int = 20_000,
        seed: int | None = None,
    ) -> SemEffects:
        """Return direct, indirect and total effects between the constructs, with intervals.

        Parameters
        ----------
        source, target
            Where the effects start and end; all when absent.
        interval
            ``"delta"``: symmetric, by the delta method; ``"montecarlo"``: percentiles of the
            effects of parameters drawn from their normal distribution, which need not be symmetric.
        draws, seed
            Number and seed of those draws.

        Returns
        -------
        SemEffects
            ``tidy()``: term (``quality -> value -> loyalty``), group (with groups), kind
            (``direct``, ``indirect``, ``all_indirect``, ``total``), estimate with its interval,
            beta (standardised) with its own.

        Raises
        ------
        SpecError
            The model has no path, a construct is not there, or nothing leads from one to the other.

        Examples
        --------
        >>> import cxlab as cx
        >>> data = cx.simulate.ecsi(600).data
        >>> fit = cx.paths.fit_sem(data, '''
        ...     quality =~ quality_1 + quality_2 + quality_3 + quality_4
        ...     satisfaction =~ satisfaction_1 + satisfaction_2 + satisfaction_3
        ...     loyalty =~ loyalty_1 + loyalty_2 + loyalty_3
        ...     satisfaction ~ quality
        ...     loyalty ~ satisfaction + quality''')
        >>> fit.effects(source="quality", target="loyalty").tidy()["kind"].tolist()
        ['direct', 'indirect', 'total']
        """
        from cxlab.paths.sem._effects import effects

        ends = (source, target)
        return effects(self, ends, interval=interval, draws=draws, seed=seed)

    def standardised(self) -> SemStandardised:
        """Return the standardised loadings, paths and correlations; drawn as dots.

        Returns
        -------
        SemStandardised
            ``tidy()``: term, group (with groups), kind (``loading``, ``path``, ``covariance``),
            estimate, conf_low, conf_high.
        """
        from cxlab.paths.sem._standardised import standardised

        return standardised(self)

    def scores(self) -> pd.DataFrame:
        """Return the score of each respondent on each construct (regression, Thurstone).

        Returns
        -------
        DataFrame
            A column per construct that items or other constructs measure, rows as in data, in the
            unit of the first item. ``attrs["determinacy"]``: the correlation of each construct
            with its score, where all items are answered.

        Raises
        ------
        SpecError
            The estimator is ``"wlsmv"``, or the model was fitted to a matrix.

        Notes
        -----
        With items y, their means m and covariances S as implied, covariances C of the items with
        the constructs, and the constructs' means a and variances v (a is what observed causes
        bring where means are no part of the model, else 0), the score is a + C'S⁻¹(y - m), its
        determinacy √(diag(C'S⁻¹C) / v). Of incomplete rows (``"fiml"``) y, m, S and C are those
        of the answered items. Scores spread less than their construct, by the determinacy, so
        regressions on scores are no substitute for paths of the model; 0.9 or more is asked of
        scores that stand for a construct (Gorsuch 1983, after Grice 2001).
        """
        from cxlab.paths.sem._scores import scores

        return scores(self)

    def modifications(self, most: int = 10) -> pd.DataFrame:
        """Return what would improve fit most if it were free: loadings and residual covariances.

        Parameters
        ----------
        most
            Number of rows.

        Returns
        -------
        DataFrame
            ``term statistic p_value change`` (and ``group``): the modification index is a
            chi-square with one degree of freedom, ``change`` the value to expect. One of many
            tests: a reason is needed beside a large index.

        Raises
        ------
        SpecError
            The estimator is ``"fiml"`` or ``"wlsmv"``.
        """
        from cxlab.paths.sem._modifications import modifications

        return modifications(self.plan, self.raw, self.estimator, self.groups, most)

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
        loads = self.table[(self.table["kind"] == "loading") & self.table["beta"].notna()]
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
                    "{srmr:.3f}; good is CFI from 0.95, RMSEA to 0.06, SRMR to 0.08 (rules of "
                    "thumb)."
                ).format(**fit)
                if fit["df"]
                else _(
                    "As many numbers as variances and covariances: the model cannot be wrong, nor "
                    "can it be tested."
                ),
                _("The weakest item: {term}, {beta:.2f}.").format(
                    term=unstopped(self.label(weak["term"])), beta=weak["beta"]
                )
                if weak is not None
                else "",
                _("Explained: {shares}.").format(
                    shares=listing(
                        f"{self._owner(name)} {value:.0%}" for name, value in self.r2.items()
                    )
                )
                if self.r2
                else "",
                self._alike(),
                _("A model that fits is one of many that would; fit does not prove the arrows."),
            ]
        )

    def _owner(self, name: str) -> str:
        """Call a construct by its name for readers, with its group where there are some."""
        if not self.groups:
            return self.label(name)
        construct, _mark, group = name.rpartition(" (")
        return _("{name} ({group})").format(name=self.label(construct), group=group[:-1])

    def _alike(self) -> str:
        """Warn of standardised paths beyond one: signs of collinear causes."""
        rows = self.table[(self.table["kind"] == "path") & (self.table["beta"].abs() > 1)]
        if not len(rows):
            return ""
        return _(
            "Standardised paths beyond 1 ({terms}) mean that the causes are too alike to be told "
            "apart; read none of them alone."
        ).format(terms=shortlist(map(self.label, rows["term"]), 3))

    @property
    def advice(self) -> str:
        """Point to the table of measurement, and to what would improve a poor fit."""
        fit, said = self.summary(), []
        if any(len(each.items or each.of) > 1 for each in self.model.constructs):
            said.append(_("How well is each construct measured? See cx.paths.measurement(fit)."))
        if fit["df"] and not self._good(fit) and self.estimator in ("ml", "mlr"):
            said.append(_("Where does the model fit badly? See .modifications()."))
        return paragraph(said)

    def drawn(self) -> pd.DataFrame:
        """Return the lines of the diagram: paths, loadings and correlations, standardised."""
        if self.drawing.endswith("dots"):
            return self.standardised().drawn()
        terms = [term for group in self.plan.terms for term in group]
        found = self.table["kind"].isin(["loading", "path", "covariance"]) & self.table[
            "beta"
        ].abs().gt(0)
        if self.model.paths:  # items are left out
            inner = {*self.plan.latents}
            found &= np.array([{term.left, term.right} <= inner for term in terms])
        rows = self.table[found]
        ends = [
            (term.right, term.left) if term.sign == "~" else (term.left, term.right)
            for term, kept in zip(terms, found, strict=True)
            if kept
        ]
        return pd.DataFrame(ends, columns=["source", "target"], index=rows.index).assign(
            kind=rows["kind"],
            estimate=rows["beta"],
            conf_low=rows["beta_low"].fillna(rows["beta"]),
            conf_high=rows["beta_high"].fillna(rows["beta"]),
            **({"group": rows["group"]} if self.groups else {}),
        )

    def plot_options(self) -> dict[str, Any]:
        """Pass the constructs with R² for paths, all names for a pure measurement model."""
        if self.drawing.endswith("dots"):
            return self.standardised().plot_options()
        legend = key(True, bool((self.drawn()["kind"] == "covariance").any()))
        if not self.model.paths:
            names = [*self.model.names, *self.plan.items]
            return {"names": {name: self.label(name) for name in names}, "legend": legend}

        def share(name: str) -> Any:
            if not self.groups:
                return self.r2.get(name, np.nan)
            return {group: self.r2.get(f"{name} ({group})", np.nan) for group in self.groups}

        return {
            "layers": layers(self.model),
            "nodes": {name: (self.label(name), share(name)) for name in self.model.names},
            "legend": legend,
        }

    def notes(self) -> list[str]:
        """Name the estimator."""
        return [*super().notes(), self.estimator.upper()]

    def _good(self, fit: Mapping[str, float]) -> bool:
        return fit["cfi"] >= GOOD_CFI and fit["rmsea"] <= GOOD_RMSEA and fit["srmr"] <= GOOD_SRMR
