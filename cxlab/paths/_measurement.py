"""How well the constructs of a PLS model are measured, in words."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from cxlab._core.errors import SpecError
from cxlab._core.i18n import N_, _, listing, paragraph, shortlist
from cxlab._core.result import Result
from cxlab.paths._pls_result import WEAK_AVE, WEAK_RHO, PlsResult
from cxlab.paths._pls_tables import reliabilities

VERDICTS = {"good": N_("well measured"), "weak": N_("weakly measured"), "": N_("not checked")}
COLUMNS = ("alpha", "alpha_std", "rho_a", "rho_c", "ave")


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Measurement(Result):
    """One row per construct: alpha, rho_a, rho_c and AVE.

    ``verdict``: ``good`` where rho_a and rho_c reach 0.7 and AVE 0.5, ``weak`` where not, empty
    for constructs of one item and those of mode B.
    """

    title = N_("How well the constructs are measured")
    drawing = "cxlab.plots:dots"
    words = MappingProxyType(VERDICTS)
    sources = ("fornell_larcker_1981", "dijkstra_henseler_2015", "hair_2017")

    def headline(self) -> str:
        """Name the constructs that are measured weakly, or say that none is."""
        weak = self._named("weak")
        if weak:
            return _("Weakly measured: {names}").format(names=shortlist(weak, 3))
        good = self._named("good")
        if not good:
            return _("No construct has two items or more, so none can be checked")
        return _("All {count} constructs are well measured (rho_a from {least:.2f})").format(
            count=len(good), least=self.table["rho_a"].min()
        )

    def explain(self) -> str:
        """Say what each construct lacks, and what the numbers mean."""
        weak = self.labelled()
        weak = weak[weak["verdict"] == "weak"]
        return paragraph(
            [
                _("Weakly measured: {names}.").format(
                    names=listing(
                        _("{name} (rho_a {rho:.2f}, AVE {ave:.2f})").format(
                            name=row["label"], rho=row["rho_a"], ave=row["ave"]
                        )
                        for row in weak.to_dict("records")
                    )
                )
                if len(weak)
                else self.headline() + _("."),
                _(
                    "rho_a and rho_c are the share of a score that is not noise, wanted from 0.7; "
                    "AVE is the share of the items that their construct explains, from 0.5."
                ),
                _("Paths of a weakly measured construct are too small unless they are corrected.")
                if len(weak)
                else "",
            ]
        )

    def drawn(self) -> pd.DataFrame:
        """Return rho_a, construct by construct."""
        rows = self.labelled().dropna(subset=["rho_a"])
        return pd.DataFrame({"label": rows["label"], "estimate": rows["rho_a"]})

    def plot_options(self) -> dict[str, Any]:
        """Mark the limit and name the axis."""
        return {"axis": _("rho_a; line: 0.7"), "lines": [WEAK_RHO]}

    def _named(self, verdict: str) -> list[str]:
        rows = self.labelled()
        return list(rows.loc[rows["verdict"] == verdict, "label"])


def measurement(fit: PlsResult) -> Measurement:
    """Say how well each construct of a fitted PLS model is measured.

    Parameters
    ----------
    fit
        What :func:`fit_pls` returns.

    Returns
    -------
    Measurement
        ``tidy()``: term, n_items, alpha, alpha_std, rho_a, rho_c, ave, verdict, n.

    Raises
    ------
    SpecError
        ``fit`` is something else.

    Examples
    --------
    >>> import cxlab as cx
    >>> data = cx.load("ecsi")
    >>> text = "image =~ image_1 + image_2; value =~ value_1 + value_2; value ~ image"
    >>> measurement(cx.paths.fit_pls(data, text)).tidy()["rho_a"].round(2).tolist()
    [0.71, 0.79]
    """
    if not isinstance(fit, PlsResult):
        raise SpecError(
            _("measurement() takes what fit_pls() returns, not {kind}.").format(
                kind=type(fit).__name__
            )
        )
    known, rows = reliabilities(fit.plan, fit.sample), []
    for each in fit.plan.model.constructs:
        if each.product:
            continue
        own = known.get(each.name, dict.fromkeys(COLUMNS, np.nan))
        least = min(own["rho_a"], own["rho_c"])
        good = least >= WEAK_RHO and own["ave"] >= WEAK_AVE
        verdict = "" if each.name not in known else "good" if good else "weak"
        count = len(fit.plan.of(each.name))
        rows.append({"term": each.name, "n_items": count, **own, "verdict": verdict})
    return Measurement(
        table=pd.DataFrame(rows, columns=["term", "n_items", *COLUMNS, "verdict"]).assign(n=fit.n),
        n=fit.n,
        n_dropped=fit.n_dropped,
        dropped=fit.dropped,
        conf=fit.conf,
        labels=fit.labels,
    )
