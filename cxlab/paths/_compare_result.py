"""What a comparison of path models gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pandas as pd

from cxlab._core.i18n import N_, _, listing, paragraph
from cxlab._core.numerals import p_text, show, signed
from cxlab._core.references import cite
from cxlab._core.result import Result

STATUS = {
    "base": N_("widest"),
    "nested": N_("special case of the row before"),
    "apart": N_("no special case of the row before"),
    "equal_df": N_("as many numbers as the row before"),
}
ALPHA = 0.05
ALIKE = 0.01  # share by which errors of prediction may differ and count as the same
CLEAR = 2.0  # difference of BIC that counts for something (Raftery 1995)


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class ModelComparison(Result):
    """One row per covariance model, the one with most numbers to find first.

    Changes are against the row before; ``status`` says whether a model is a special case of it.
    """

    estimator: str

    title = N_("Models side by side")
    drawing = "cxlab.plots:dots"
    words = MappingProxyType(STATUS)
    units = MappingProxyType({"df": "count"})

    @property
    def references(self) -> tuple[str, ...]:
        """The sources of the tests and of the cut-offs of BIC."""
        keys = ["bentler_satorra_2010", "raftery_1995"]
        keys += ["satorra_bentler_2001"] if self.estimator == "mlr" else []
        return tuple(cite(key) for key in keys)

    @property
    def best(self) -> str:
        """The model with the smallest BIC."""
        return str(self.table["term"].iloc[int(self.table["bic"].argmin())])

    def summary(self) -> dict[str, Any]:
        """Return the model with the smallest BIC, and that with the smallest AIC."""
        return {
            "best_bic": self.best,
            "best_aic": str(self.table["term"].iloc[int(self.table["aic"].argmin())]),
        }

    def headline(self) -> str:
        """Name the model that BIC prefers, and how far the next one is."""
        values = self.table["bic"].sort_values()
        gap = float(values.iloc[1] - values.iloc[0])
        if gap < CLEAR:
            return _("No model is clearly better: BIC differs by {gap:.1f}").format(gap=gap)
        return _("BIC prefers {model}, by {gap:.1f}").format(model=self.label(self.best), gap=gap)

    def explain(self) -> str:
        """Say the tests of the nested models, AIC and BIC, and what they do not prove."""
        before = self.table["term"].shift()
        said = [
            self._step(row, first)
            for row, first in zip(self.table.to_dict("records"), before, strict=True)
            if row["status"] != "base"
        ]
        found = self.summary()
        return paragraph(
            [
                *said,
                _("BIC is smallest for {bic}, AIC for {aic}.").format(
                    bic=self.label(found["best_bic"]), aic=self.label(found["best_aic"])
                ),
                _("A better model is better than these others; it can still be wrong."),
            ]
        )

    def drawn(self) -> pd.DataFrame:
        """Return by how much the BIC of each model is above the smallest."""
        rows = self.labelled()
        return pd.DataFrame({"label": rows["label"], "estimate": rows["bic"] - rows["bic"].min()})

    def plot_options(self) -> dict[str, Any]:
        """Mark zero and name the axis."""
        rows = self.table["bic"] - self.table["bic"].min()
        return {
            "axis": _("BIC above the smallest; smaller is better"),
            "lines": [0],
            "notes": [f"{value:.1f}" for value in rows],
        }

    def notes(self) -> list[str]:
        """Name the estimator."""
        return [*super().notes(), self.estimator.upper()]

    def _step(self, row: Mapping[Any, Any], before: str) -> str:
        names = {"model": self.label(row["term"]), "other": self.label(before)}
        if row["status"] == "equal_df":
            return _(
                "{model} has as many degrees of freedom as {other}: only AIC and BIC compare them."
            ).format(**names)
        if row["status"] == "apart":
            return _(
                "{model} is no special case of {other}: only AIC and BIC compare them."
            ).format(**names)
        if row["p_change"] != row["p_change"]:
            return _("The scaled difference of {model} and {other} is not defined here.").format(
                **names
            )
        text = (
            _("{model} fits worse than {other}: Δchi² = {size}, Δdf = {df}, {p}; ΔCFI {cfi}.")
            if row["p_change"] < ALPHA
            else _(
                "{model} fits no worse than {other}: Δchi² = {size}, Δdf = {df}, {p}; ΔCFI {cfi}."
            )
        )
        return text.format(
            size=f"{row['statistic_change']:.2f}",
            df=int(row["df_change"]),
            p=p_text(row["p_change"]),
            cfi=signed(row["cfi_change"], 3),
            **names,
        )


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class PredictionComparison(Result):
    """One row per item and PLS model: errors in predicting answers that it has not seen."""

    folds: int
    left_out: tuple[str, ...]

    title = N_("Prediction of several models")
    drawing = "cxlab.plots:dots"
    sources = ("shmueli_2016", "shmueli_2019")

    @property
    def means(self) -> pd.Series:
        """The mean RMSE of each model over the items, smallest first."""
        return self.table.groupby("model", sort=False)["rmse"].mean().sort_values(kind="stable")

    def summary(self) -> dict[str, Any]:
        """Return the model with the smallest error, its error, and in how many items it leads."""
        means = self.means
        table = self.table.pivot_table(index="term", columns="model", values="rmse")
        ahead = float((table.idxmin(axis=1) == means.index[0]).mean())
        return {"best": str(means.index[0]), "rmse": float(means.iloc[0]), "ahead": ahead}

    def headline(self) -> str:
        """Name the model with the smallest error, if the others are not as good."""
        found, means = self.summary(), self.means
        if means.iloc[-1] < means.iloc[0] * (1 + ALIKE):
            return _("All predict alike: RMSE {low} to {high}").format(
                low=show(means.iloc[0], "score"), high=show(means.iloc[-1], "score")
            )
        return _("{model} predicts best: RMSE {size}").format(
            model=found["best"], size=show(found["rmse"], "score")
        )

    def explain(self) -> str:
        """Say the mean errors, in how many items the first leads, and what was left out."""
        found = self.summary()
        return paragraph(
            [
                _("Mean RMSE over {count} items: {values}.").format(
                    count=self.table["term"].nunique(),
                    values=listing(
                        f"{name} {show(value, 'score')}" for name, value in self.means.items()
                    ),
                ),
                _("{model} has the smallest error in {share:.0%} of the items.").format(
                    model=found["best"], share=found["ahead"]
                ),
                _("Left out, because not all models predict them: {items}.").format(
                    items=listing(self.left_out)
                )
                if self.left_out
                else "",
                _(
                    "Differences in the third digit are chance: another division of the rows moves "
                    "them. Predicting well is not being right about causes."
                ),
            ]
        )

    def drawn(self) -> pd.DataFrame:
        """Return the RMSE per item and model."""
        rows = self.labelled()
        return pd.DataFrame(
            {"label": rows["label"], "estimate": rows["rmse"], "group": rows["model"]}
        )

    def plot_options(self) -> dict[str, Any]:
        """Name the axis."""
        return {"axis": _("RMSE of answers not seen, in points of the answers")}

    def notes(self) -> list[str]:
        """Say how the rows were divided."""
        return [*super().notes(), _("{k} folds").format(k=self.folds)]
