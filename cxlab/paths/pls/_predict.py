"""How well a PLS model predicts answers that it has not seen, beside a linear benchmark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from cxlab._core import validate
from cxlab._core.columns import heading
from cxlab._core.errors import ModelError, SpecError
from cxlab._core.i18n import N_, _, listing, paragraph
from cxlab._core.result import Result
from cxlab._stats import pls_predict

if TYPE_CHECKING:
    from cxlab.paths.pls._result import PlsResult

VERDICTS = {"better": N_("better than linear"), "worse": N_("worse than linear")}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class PredictResult(Result):
    """One row per item of an outcome: errors of the model and of the linear benchmark.

    The benchmark regresses the item on all items of the other constructs. ``q2`` is 1 - squared
    errors / those of the mean of the other rows; ``verdict`` says whether the model's RMSE is
    smaller than the benchmark's. ``staged`` says whether the model has interactions or constructs
    of a higher order.
    """

    folds: int
    staged: bool = False

    title = N_("Prediction of answers not seen")
    drawing = "cxlab.plots:dots"
    words = MappingProxyType(VERDICTS)
    sources = ("shmueli_2016", "shmueli_2019")

    def constructs(self) -> dict[str, float]:
        """Return the mean Q² of the items of each construct."""
        means = self.table.groupby("group", sort=False)["q2"].mean()
        return {str(name): float(value) for name, value in means.items()}

    def summary(self) -> dict[str, Any]:
        """Return how many items the model predicts better than the benchmark, and Q²."""
        better = int((self.table["verdict"] == "better").sum())
        return {"better": better / len(self.table), "q2": float(self.table["q2"].mean())}

    def headline(self) -> str:
        """Say for how many items the model predicts better than the benchmark."""
        better, all_ = int((self.table["verdict"] == "better").sum()), len(self.table)
        power = (
            N_("high power")
            if better == all_
            else N_("medium power")
            if better > all_ / 2
            else N_("low power")
            if better
            else N_("no power")
        )
        return _("Predicts {better} of {all} items better than a linear model: {power}").format(
            better=better, all=all_, power=_(power)
        )

    def explain(self) -> str:
        """Say what is predicted at all, and by which model better."""
        rows = self.labelled()
        useless = rows.loc[rows["q2"] <= 0, "label"]
        worse = rows.loc[rows["verdict"] == "worse", "label"]
        return paragraph(
            [
                _("Mean Q² of the items: {values}.").format(
                    values=listing(
                        f"{self.label(name)} {value:.2f}".replace("-", "−")
                        for name, value in self.constructs().items()
                    )
                ),
                _("No better than their mean (Q² of zero or less): {items}.").format(
                    items=listing(useless)
                )
                if len(useless)
                else _("All items are predicted better than by their mean."),
                _("A linear model of all other items predicts better: {items}.").format(
                    items=listing(worse)
                )
                if len(worse)
                else _("Nowhere does a linear model of all other items predict better."),
                _(
                    "PLSpredict was published for models of one stage; here it is carried over, "
                    "scores of parts and products being formed with the weights of the other rows."
                )
                if self.staged
                else "",
                _(
                    "The model passes answers on through its constructs only; where the linear "
                    "model wins, the arrows leave something out. Predicting well is not being "
                    "right about causes."
                ),
            ]
        )

    def drawn(self) -> pd.DataFrame:
        """Return both Q² per item."""
        rows = self.labelled()
        model, linear = _("path model"), _("linear model")
        parts = [
            rows[["label"]].assign(estimate=rows["q2"], group=model),
            rows[["label"]].assign(estimate=rows["q2_linear"], group=linear),
        ]
        return pd.concat(parts, ignore_index=True)

    def plot_options(self) -> dict[str, Any]:
        """Mark zero and name the axis."""
        return {"axis": _("Q²: share of squared error saved against the mean"), "lines": [0]}

    def shown(self) -> pd.DataFrame:
        """Return the table for readers, the constructs by their names."""
        return (
            super()
            .shown()
            .replace(
                {
                    heading("group"): {
                        name: self.label(name) for name in self.table["group"].unique()
                    }
                }
            )
        )

    def notes(self) -> list[str]:
        """Say how the rows were divided."""
        one = self.folds == self.n
        return [
            *super().notes(),
            _("one row left out at a time") if one else _("{k} folds").format(k=self.folds),
        ]


def predict(result: PlsResult, folds: int | None, seed: int | None) -> PredictResult:
    """Predict each fold from the others."""
    plan, rows = result.plan, result.sample.rows
    n = len(rows)
    rng = validate.generator(seed)
    if folds is None:
        parts, count = np.arange(n), n
    else:
        count = validate.whole(folds, "folds", low=2)
        if count > n:
            raise SpecError(
                _("folds = {folds} is more than the {n} rows. Use fewer, or None.").format(
                    folds=count, n=n
                )
            )
        parts = pls_predict.folds(n, count, rng)
    with np.errstate(all="ignore"):
        model, linear = (
            pls_predict.predicted(rows, plan.design, parts)
            if plan.plain
            else pls_predict.staged(rows, plan.stages, parts)
        )
    items = np.flatnonzero(np.isfinite(model).all(axis=0))
    if not len(items):
        raise ModelError(
            _(
                "Without one of the folds the model has no solution. Use fewer folds, or leave out "
                "the item that varies least."
            )
        )
    sums, sizes = np.zeros((count, rows.shape[1])), np.bincount(parts, minlength=count)
    np.add.at(sums, parts, rows)
    others = (rows.sum(axis=0) - sums) / (n - sizes)[:, None]
    base = ((rows - others[parts]) ** 2).sum(axis=0)
    errors = rows - model, rows - linear
    rmse = [np.sqrt((each**2).mean(axis=0)) for each in errors]
    mae = [np.abs(each).mean(axis=0) for each in errors]
    q2 = [1 - (each**2).sum(axis=0) / base for each in errors]
    owner = {item: each.name for each in plan.model.constructs for item in each.items}
    table = pd.DataFrame(
        {
            "term": _names(plan.items, items),
            "group": [owner[plan.items[place]] for place in items],
            "rmse": rmse[0][items],
            "rmse_linear": rmse[1][items],
            "mae": mae[0][items],
            "mae_linear": mae[1][items],
            "q2": q2[0][items],
            "q2_linear": q2[1][items],
            "verdict": np.where(rmse[0][items] < rmse[1][items], "better", "worse"),
        }
    )
    return PredictResult(
        table=table,
        n=n,
        n_dropped=result.n_dropped,
        dropped=result.dropped,
        labels=result.labels,
        folds=count,
        staged=not plan.plain,
    )


def _names(items: Sequence[str], places: np.ndarray) -> list[str]:
    return [str(items[place]) for place in places]
