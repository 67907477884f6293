"""What PLS gives back: the paths, and everything that can be asked of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from cxlab._core.i18n import N_, _, listing, paragraph, shortlist, unsure
from cxlab._core.labels import opening
from cxlab._core.numerals import decimals, share_text, signed
from cxlab._core.references import cite
from cxlab._core.result import Result
from cxlab.paths.model._diagram import ends, key, layers, parts
from cxlab.paths.model._effect_words import span
from cxlab.paths.pls._estimate import Inference, Sample
from cxlab.paths.pls._plan import Plan

if TYPE_CHECKING:
    from cxlab.paths.pls._effects import PlsEffects
    from cxlab.paths.pls._map import ConstructMap
    from cxlab.paths.pls._predict import PredictResult
    from cxlab.paths.pls._validity import PlsValidity

WEAK_RHO, WEAK_AVE, WEAK_LOADING = 0.7, 0.5, 0.4  # Hair et al. (2017)
WEIGHTED = {
    "path": N_("path weighting scheme"),
    "factorial": N_("factorial scheme"),
    "centroid": N_("centroid scheme"),
}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class PlsResult(Result):
    """The paths of a model fitted by partial least squares, one row each.

    ``seed`` is that of the resamples: what is asked later uses the same ones.
    """

    plan: Plan
    sample: Sample
    inference: Inference
    boot: int
    asked: int
    seed: int
    scheme: str
    interval: str
    index: pd.Index = field(repr=False)
    scales: Mapping[str, Any]

    title = N_("PLS path model")
    drawing = "cxlab.plots:path_diagram"
    unshown = ("n", "statistic", "p_value")
    units = MappingProxyType(
        dict.fromkeys(("estimate", "std_error", "conf_low", "conf_high"), "index")
    )

    @property
    def references(self) -> tuple[str, ...]:
        """The sources of the method and of what was added to it."""
        keys = ["lohmoeller_1989", "hair_2017"]
        keys += ["dijkstra_henseler_2015"] * self.plan.consistent
        keys += ["chin_2003"] * bool(self.plan.products)
        keys += ["becker_2012"] * any(each.of for each in self.plan.model.constructs)
        keys += ["efron_tibshirani_1993"] * bool(self.boot)
        keys += ["efron_1987"] * bool(self.boot and self.interval == "bca")
        return tuple(cite(key) for key in keys)

    def summary(self) -> dict[str, Any]:
        """Return R² of the last outcome, SRMR where it is defined, and the resamples."""
        found: dict[str, Any] = {"r2": self.r2[self.outcome]}
        if not self.plan.products:  # saturated, of the last stage
            found["srmr"] = float(self.fit(boot=0)["srmr"].iloc[-2])
        return found | {"draws": self.boot}

    @property
    def outcome(self) -> str:
        """The outcome that comes last."""
        order = [self.plan.constructs[j] for j in self.plan.order]
        return [name for name in order if self.plan.model.causes(name)][-1]

    @property
    def r2(self) -> dict[str, float]:
        """R² of every construct that is explained."""
        values = dict(zip(self.plan.constructs, self.sample.estimates.r2[:, 0], strict=True))
        return {name: float(values[name]) for name in self.plan.model.outcomes}

    def loadings(self) -> pd.DataFrame:
        """Return the correlation of each item with its construct; of PLSc, corrected.

        Returns
        -------
        DataFrame
            ``term`` (item) ``group`` (construct) ``estimate std_error conf_low conf_high``.
        """
        from cxlab.paths.pls._tables import indicators

        return indicators(self, "loadings")

    def weights(self) -> pd.DataFrame:
        """Return the weight of each standardised item in its construct.

        Returns
        -------
        DataFrame
            As :meth:`loadings`, with ``vif``, the overlap with the other items.
        """
        from cxlab.paths.pls._tables import indicators, overlap

        return indicators(self, "weights").assign(vif=overlap(self.plan, self.sample))

    def constructs(self) -> pd.DataFrame:
        """Return how well each construct is measured, and how much of it is explained.

        Returns
        -------
        DataFrame
            ``term n_items alpha alpha_std rho_a rho_c ave`` for mode A with two or more items;
            ``r2 adj_r2 q2 aic bic`` for outcomes. ``q2`` is the mean of the items' Q² in
            :meth:`predict` with ten folds.
        """
        from cxlab.paths.pls._tables import constructs

        return constructs(self)

    def fit(self, boot: int = 500) -> pd.DataFrame:
        """Return SRMR: how far the correlations that the model implies are from the observed.

        Parameters
        ----------
        boot
            Resamples behind ``threshold``; 0 for none.

        Returns
        -------
        DataFrame
            ``term`` (``saturated``: constructs correlate freely; ``estimated``: as the arrows
            say), ``srmr``, ``threshold``: what it stays below in 95 of 100 samples if the model
            is true. With constructs of a higher order also ``stage``: in the last one the scores
            of the parts stand as items; earlier ones say how well items measure the parts.

        Raises
        ------
        SpecError
            The model has interactions.
        """
        from cxlab._core.validate import MOST_DRAWS, whole
        from cxlab.paths.pls._tables import fit_measures

        return fit_measures(self, whole(boot, "boot", low=0, most=MOST_DRAWS))

    def scores(self) -> pd.DataFrame:
        """Return the score of each respondent on each construct, standardised, rows as in data."""
        from cxlab.paths.pls._effects import scores

        return pd.DataFrame(scores(self), index=self.index)

    def effects(self) -> PlsEffects:
        """Return direct, indirect and total effects of every construct on those behind it."""
        from cxlab.paths.pls._effects import effects

        return effects(self)

    def indirect(self) -> PlsEffects:
        """Return what runs along each single route through other constructs.

        Raises
        ------
        SpecError
            No construct stands between two others, or there are too many routes.
        """
        from cxlab.paths.pls._effects import indirect

        return indirect(self)

    def validity(self) -> PlsValidity:
        """Ask whether constructs are distinct: HTMT, HTMT2, Fornell and Larcker, cross-loadings.

        Raises
        ------
        SpecError
            Items measure fewer than two constructs.
        ModelError
            The items of a construct do not go with each other at all.

        Notes
        -----
        HTMT takes correlations without their sign, so chance only adds to it: of few rows the
        bootstrap interval can lie above HTMT itself, which is said.
        """
        from cxlab.paths.pls._validity import validity

        return validity(self)

    def predict(self, *, folds: int | None = 10, seed: int | None = None) -> PredictResult:
        """Predict answers that the model has not seen, beside a linear benchmark (PLSpredict).

        Parameters
        ----------
        folds
            Parts of the rows, each predicted from the others; ``None`` leaves out one row at a
            time.
        seed
            Seed of the division into folds.

        Raises
        ------
        SpecError
            There are fewer rows than folds.
        ModelError
            Without one of the folds the model has no solution.
        """
        from cxlab.paths.pls._predict import predict

        return predict(self, folds, seed)

    def importance_performance(
        self,
        outcome: str,
        *,
        scale: tuple[float, float] | Mapping[str, tuple[float, float]] | None = None,
        level: str = "construct",
    ) -> ConstructMap:
        """Map the total effect of each construct on an outcome against its performance, 0-100.

        Parameters
        ----------
        outcome
            A construct at which an arrow ends.
        scale
            Lowest and highest possible answer; where they differ, ``{construct or item:
            (low, high)}``; left out, that of the data's card.
        level
            ``"construct"``, or ``"item"``: the items of these constructs.

        Raises
        ------
        SpecError
            The outcome is none, or the scale is not known.
        """
        from cxlab.paths.pls._map import importance_performance

        return importance_performance(self, outcome, scale, level)

    def headline(self) -> str:
        """Name the strongest path to the last outcome, and R²."""
        y = self.outcome
        rows = self.table[self.table["term"].str.endswith(f" -> {y}")]
        first = rows.iloc[int(rows["estimate"].abs().argmax())]
        cause = first["term"].split(" -> ")[0]
        open_ = bool(self.boot and first["conf_low"] * first["conf_high"] <= 0)
        return _("{y}: strongest path from {x}, β = {size} (R² = {r2})").format(
            y=opening(self.labels, y),
            x=unsure(self.label(cause), open_),
            size=signed(first["estimate"], 2),
            r2=share_text(self.r2[y]),
        )

    def explain(self) -> str:
        """Say what is explained, which paths hold, and what is weakly measured or assumed."""
        rows = self.table.to_dict("records")
        strong = sorted(rows, key=lambda row: -abs(row["estimate"]))[:3]
        vague = [row for row in rows if row["conf_low"] * row["conf_high"] <= 0]
        return paragraph(
            [
                _("The model explains {shares}.").format(
                    shares=listing(
                        _("{share} of {name}").format(
                            share=share_text(value), name=self.label(name)
                        )
                        for name, value in self.r2.items()
                    )
                ),
                _("Strongest paths: {paths}.").format(
                    paths=listing(f"{self.label(row['term'])} {span(row)}" for row in strong)
                ),
                _("Not shown to differ from zero: {paths}.").format(
                    paths=listing(self.label(row["term"]) for row in vague)
                )
                if self.boot and vague
                else "",
                self._interactions(),
                self._measured(),
                _(
                    "Paths of scores are too small where items are few or unreliable; "
                    "PLSc (consistent=True) corrects that, if the items reflect one cause each."
                )
                if not self.plan.consistent
                else _(
                    "Paths are corrected for unreliable items (PLSc), which presupposes that the "
                    "items of a construct have nothing else in common."
                ),
                _("The arrows are assumed, not proved: answers of one moment show no direction."),
            ]
        )

    @property
    def advice(self) -> str:
        """Point to intervals if there are none, else to validity, prediction and the map."""
        if not self.boot:
            return _("There are no intervals yet: call fit_pls() with boot=1000.")
        return _(
            "Are the constructs distinct? See .validity(). What carries on through others? "
            ".effects(). Where to begin? .importance_performance('{y}')."
        ).format(y=self.outcome)

    def drawn(self) -> pd.DataFrame:
        """Return the arrows: cause, effect, path and its interval; loadings of parts."""
        columns = ["estimate", "conf_low", "conf_high"]
        paths = ends(self.table).assign(kind="path").join(self.table[columns])
        whole = parts(self.plan.model)
        if not len(whole):
            return paths
        known = self.loadings().rename(columns={"group": "source", "term": "target"})
        loads = whole.merge(known[["source", "target", *columns]], how="left")
        return pd.concat([paths, loads], ignore_index=True)

    def plot_options(self) -> dict[str, Any]:
        """Pass the constructs, layer by layer, with R²."""
        known = self.r2
        return {
            "layers": layers(self.plan.model),
            "nodes": {
                name: (self.label(name), known.get(name, np.nan)) for name in self.plan.model.names
            },
            "legend": key(bool(self.boot), curves=False),
        }

    def notes(self) -> list[str]:
        """Say the scheme, the correction and the resamples."""
        notes = super().notes()
        notes.append(
            _("PLSc, {scheme}").format(scheme=_(WEIGHTED[self.scheme]))
            if self.plan.consistent
            else _("PLS, {scheme}").format(scheme=_(WEIGHTED[self.scheme]))
        )
        if self.boot:
            kind = (
                _("{boot:,} resamples, BCa") if self.interval == "bca" else _("{boot:,} resamples")
            )
            notes.append(kind.format(boot=self.boot))
        return notes

    def _interactions(self) -> str:
        """Read the interactions: how much a path changes with its moderator."""
        rows = self.table[self.table["term"].str.split(" -> ").str[0].isin(self.plan.products)]
        said = [
            _("{term} {size}").format(term=self.label(row["term"]), size=span(row))
            for row in rows.to_dict("records")
        ]
        if not said:
            return ""
        return _(
            "Interactions, the change of a path per standard deviation of the moderator: {terms}; "
            "the paths of both sides hold at the mean of the other."
        ).format(terms=listing(said))

    def _measured(self) -> str:
        """Name what is weakly measured."""
        from cxlab.paths.pls._tables import reliabilities

        table = reliabilities(self.plan, self.sample)
        weak = [
            self.label(name)
            for name, row in table.items()
            if row["rho_c"] < WEAK_RHO or row["ave"] < WEAK_AVE
        ]
        loads = self.loadings()
        modes = {each.name: each.mode for each in self.plan.model.constructs}
        low = loads[(loads["estimate"] < WEAK_LOADING) & (loads["group"].map(modes) == "A")]
        text = _("{name} ({value})")
        named = [
            text.format(name=self.label(row["term"]), value=decimals(row["estimate"]))
            for row in low.to_dict("records")
        ]
        return paragraph(
            [
                _("Weakly measured (rho_c below 0.7 or AVE below 0.5): {names}.").format(
                    names=listing(weak)
                )
                if weak
                else "",
                (
                    _("Items that hardly belong to their construct, or run against it: {items}.")
                    if (low["estimate"] < 0).any()
                    else _("Items that hardly belong to their construct: {items}.")
                ).format(items=shortlist(named, 4))
                if named
                else "",
            ]
        )
