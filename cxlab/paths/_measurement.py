"""How well the constructs of a fitted model are measured, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from cxlab._core.i18n import N_, _, listing, paragraph, shortlist
from cxlab._core.labels import inside
from cxlab._core.result import Result
from cxlab._stats.moments import correlations
from cxlab._stats.reliability import alpha
from cxlab._stats.validity import ave, rho_c
from cxlab.paths._fits import fitted
from cxlab.paths.pls._result import WEAK_AVE, WEAK_RHO, PlsResult
from cxlab.paths.pls._tables import reliabilities
from cxlab.paths.sem._result import SemResult

VERDICTS = {
    "good": N_("well measured"),
    "weak": N_("weakly measured"),
    "formed": N_("formed by its items"),
    "overlapping": N_("formed by items that overlap"),
    "": N_("not checked"),
}
COLUMNS = ("alpha", "alpha_std", "rho_a", "rho_c", "ave")
MOST_VIF = 5.0  # Hair and others (2017)


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Measurement(Result):
    """One row per construct: alpha, rho_a, rho_c and AVE.

    ``verdict``: ``good`` where rho_a and rho_c reach 0.7 and AVE 0.5, ``weak`` where not. A
    construct of mode B has the largest ``vif`` of its items instead, and is ``formed``, or
    ``overlapping`` from 5; empty for constructs of one item.

    Parameters
    ----------
    idle
        Items of mode B whose weight is not told apart from zero; none without resamples.
    """

    idle: tuple[str, ...] = ()

    title = N_("How well the constructs are measured")
    drawing = "cxlab.plots:dots"
    words = MappingProxyType(VERDICTS)
    sources = ("fornell_larcker_1981", "dijkstra_henseler_2015", "hair_2017")

    def headline(self) -> str:
        """Name the constructs that are measured weakly, or say that none is."""
        weak = self._named("weak")
        if weak:
            return _("Weakly measured: {names}").format(names=shortlist(weak, 3))
        overlapping = self._named("overlapping")
        if overlapping:
            return _("Items overlap too much: {names}").format(names=shortlist(overlapping, 3))
        good = self._named("good")
        if not good:
            return _("No construct has two items or more, so none can be checked")
        words = {"count": len(good), "least": self.table[self._measure].min()}
        if self._measure == "rho_c":
            return _("All {count} constructs are well measured (rho_c from {least:.2f})").format(
                **words
            )
        return _("All {count} constructs are well measured (rho_a from {least:.2f})").format(
            **words
        )

    def explain(self) -> str:
        """Say what each construct lacks, and what the numbers mean."""
        weak = self._rows("weak")
        formed = pd.concat([self._rows("formed"), self._rows("overlapping")])
        reflective = bool(self.table[self._measure].notna().any())
        return paragraph(
            [
                _("Weakly measured: {names}.").format(
                    names=listing(map(self._lacking, weak.to_dict("records")))
                )
                if len(weak)
                else self.headline() + _(".")
                if reflective or not len(formed)
                else "",
                (
                    _(
                        "rho_a and rho_c are the share of a score that is not noise, wanted from "
                        "0.7; AVE is the share of the items that their construct explains, from "
                        "0.5."
                    )
                    if self._measure == "rho_a"
                    else _(
                        "rho_c is the share of a sum of answers that is not noise, wanted from "
                        "0.7; AVE is the share of the items that their construct explains, from "
                        "0.5."
                    )
                )
                if reflective
                else "",
                _("Paths of a weakly measured construct are too small unless they are corrected.")
                if len(weak) and self._measure == "rho_a"
                else "",
                _(
                    "Formed by their items, which need not go together: {names}. There the items "
                    "should overlap little (VIF below 5) and their weights differ from zero."
                ).format(
                    names=listing(
                        _("{name} (VIF to {vif:.1f})").format(name=row["label"], vif=row["vif"])
                        for row in formed.to_dict("records")
                    )
                )
                if len(formed)
                else "",
                _(
                    "The weight of {items} is not told apart from zero; look at its loading and "
                    "its meaning before it is left out."
                ).format(items=shortlist((inside(self.labels, item) for item in self.idle), 6))
                if self.idle
                else "",
            ]
        )

    def drawn(self) -> pd.DataFrame:
        """Return rho_a (rho_c of a covariance model), construct by construct."""
        rows = self._rows().dropna(subset=[self._measure])
        return pd.DataFrame({"label": rows["label"], "estimate": rows[self._measure]})

    def plot_options(self) -> dict[str, Any]:
        """Mark the limit and name the axis."""
        axis = _("rho_a; line: 0.7") if self._measure == "rho_a" else _("rho_c; line: 0.7")
        return {"axis": axis, "lines": [WEAK_RHO]}

    @property
    def _measure(self) -> str:
        return "rho_a" if "rho_a" in self.table else "rho_c"

    def _lacking(self, row: dict[Any, Any]) -> str:
        text = (
            _("{name} (rho_a {rho:.2f}, AVE {ave:.2f})")
            if self._measure == "rho_a"
            else _("{name} (rho_c {rho:.2f}, AVE {ave:.2f})")
        )
        return text.format(name=row["label"], rho=row[self._measure], ave=row["ave"])

    def _rows(self, verdict: str | None = None) -> pd.DataFrame:
        rows = self.labelled()
        if "group" in rows:
            pairs = zip(rows["label"], rows["group"], strict=True)
            rows["label"] = [
                _("{name} ({group})").format(name=name, group=group) for name, group in pairs
            ]
        return rows if verdict is None else rows[rows["verdict"] == verdict]

    def _named(self, verdict: str) -> list[str]:
        return list(self._rows(verdict)["label"])


def measurement(fit: PlsResult | SemResult) -> Measurement:
    """Say how well each construct of a fitted model is measured.

    Parameters
    ----------
    fit
        What :func:`fit_pls`, :func:`fit_cfa` or :func:`fit_sem` returns.

    Returns
    -------
    Measurement
        ``tidy()``: term, group (where the model has groups), n_items, alpha, alpha_std, rho_a
        (of PLS), rho_c, ave, vif (where items form a construct), verdict, n.

    Raises
    ------
    SpecError
        ``fit`` is something else.

    Notes
    -----
    rho_c and AVE are made of standardised loadings: those of PLS, or those of the covariance
    model, whose rho_c is omega for the sum of standardised answers if their errors are
    uncorrelated. Of a construct of others they are made of the loadings of its parts.

    Examples
    --------
    >>> import cxlab as cx
    >>> data = cx.load("ecsi")
    >>> text = "image =~ image_1 + image_2; value =~ value_1 + value_2; value ~ image"
    >>> measurement(cx.paths.fit_pls(data, text)).tidy()["rho_a"].round(2).tolist()
    [0.71, 0.79]
    >>> measurement(cx.paths.fit_sem(data, text)).tidy()["ave"].round(2).tolist()
    [0.55, 0.65]
    """
    idle: tuple[str, ...] = ()
    fit = fitted(fit, "fit")
    if isinstance(fit, PlsResult):
        table, idle = _of_pls(fit)
    else:
        table = _of_sem(fit)
    return Measurement(
        table=table,
        n=fit.n,
        n_dropped=fit.n_dropped,
        dropped=fit.dropped,
        conf=fit.conf,
        labels=fit.labels,
        idle=idle,
    )


def _of_pls(fit: PlsResult) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return a row per construct, and the items of mode B whose weight may be zero."""
    known, rows = reliabilities(fit.plan, fit.sample), []
    weights = fit.weights()
    formed = []
    for each in fit.plan.model.constructs:
        if each.product:
            continue
        count = len(fit.plan.of(each.name))
        row: dict[str, Any] = {"term": each.name, "n_items": count, "verdict": ""}
        if each.name in known:
            row |= known[each.name]
            row["verdict"] = _verdict(min(row["rho_a"], row["rho_c"]), row["ave"])
        elif count > 1:
            formed.append(each.name)
            row["vif"] = weights.loc[weights["group"] == each.name, "vif"].max()
            row["verdict"] = "overlapping" if row["vif"] >= MOST_VIF else "formed"
        rows.append(row)
    more = ["vif"] if formed else []
    names = ["term", "n_items", *COLUMNS, *more, "verdict"]
    idle = weights["group"].isin(formed) & (weights["conf_low"] * weights["conf_high"] <= 0)
    return (
        pd.DataFrame(rows).reindex(columns=names).assign(n=fit.n),
        tuple(weights.loc[idle, "term"]),
    )


def _of_sem(fit: SemResult) -> pd.DataFrame:
    """Return a row per construct and group."""
    rows = []
    for place, group in enumerate(fit.groups or ("",)):
        for name, count, own in coefficients(fit, place):
            verdict = _verdict(own["rho_c"], own["ave"]) if own else ""
            row: dict[str, Any] = {"term": name, "group": group, "n_items": count, **own}
            rows.append(row | {"verdict": verdict, "n": fit.raw.rows[place]})
    names = ["term", "group", "n_items", "alpha", "alpha_std", "rho_c", "ave", "verdict", "n"]
    table = pd.DataFrame(rows).reindex(columns=names)
    return table if fit.groups else table.drop(columns="group")


def coefficients(fit: SemResult, place: int) -> Iterator[tuple[str, int, dict[str, float]]]:
    """Yield the constructs of a covariance model: name, number of items, and the coefficients.

    ``place`` is that of the group. Of fewer than two items or parts there are none; of parts
    there is no alpha.
    """
    cov, items = fit.raw.cov[place], fit.plan.items
    table = fit.tidy()
    table = table[table["group"] == fit.groups[place]] if fit.groups else table
    loads = table.set_index("term")["beta"]
    for each in fit.model.constructs:
        parts = each.items or each.of
        if each.product or len(parts) < 2:
            yield each.name, len(parts), {}
            continue
        own = np.array([loads[f"{each.name} =~ {part}"] for part in parts])
        found = {"rho_c": rho_c(own), "ave": ave(own)}
        if each.items:
            at = [items.index(item) for item in each.items]
            block = cov[np.ix_(at, at)]
            found |= {"alpha": alpha(block), "alpha_std": alpha(correlations(block))}
        yield each.name, len(parts), found


def _verdict(least: float, shared: float) -> str:
    return "good" if least >= WEAK_RHO and shared >= WEAK_AVE else "weak"
