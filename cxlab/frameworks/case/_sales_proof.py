"""Proof by sales: whether n shops sell at least n times as much as one."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, ClassVar

import pandas as pd

from cxlab._core.errors import DataError, SpecError
from cxlab._core.i18n import N_, _
from cxlab._core.result import Result
from cxlab._core.validate import finite, mapping, whole
from cxlab.frameworks._entry import prose, score, stop

PASSED = ("superlinear", "proportional")


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class SalesProof(Result):
    """Sales by number of shops, against n times the sales of one."""

    title = N_("Proof by sales")
    drawing = "cxlab.plots:sales_steps"
    sources = ("li_2005",)
    words: ClassVar[Mapping[str, str]] = {
        "superlinear": N_("more than in proportion"),
        "proportional": N_("in proportion"),
        "cannibalised": N_("less: the shops take trade from each other"),
        "undecided": N_("cannot be said"),
        "go_on": N_("stage passed"),
        "stop": N_("stop before it"),
    }

    @property
    def last(self) -> int:
        """The largest number of shops that the rule allows."""
        passed = self.table.loc[self.table["decision"] == "go_on", "shops"]
        return int(passed.max()) if len(passed) else 0

    def headline(self) -> str:
        """State the last stage that passed, or the first that did not."""
        if self.table.empty:
            return _("No sales entered yet: nothing is proved")
        stopped = self.table[self.table["decision"] == "stop"]
        if len(stopped):
            row = stopped.iloc[0]
            if row["status"] == "undecided":
                return _(
                    "Stop before {shops} shops: sales do not show {shops} times one shop"
                ).format(shops=row["shops"])
            return _(
                "Stop before {shops} shops: they sell only {ratio} times as much as one"
            ).format(shops=row["shops"], ratio=_times(row))
        row = self.table.iloc[-1]
        if row["shops"] == 1:
            return _("One shop so far: the proof begins with the second")
        if math.isnan(row["ratio"]):
            return _(
                "{shops} shops sell more than {ratio} times as much as one: every stage passed"
            ).format(shops=row["shops"], ratio=score(row["low"] * row["shops"]))
        return _("{shops} shops sell {ratio} times as much as one: every stage passed").format(
            shops=row["shops"], ratio=_times(row)
        )

    def explain(self) -> str:
        """Say what the rule is, what came out, and what else could have caused it."""
        if self.table.empty:
            return stop(self.headline())
        return prose(
            _(
                "A new shop is opened only if n shops sell at least n times as much as one; "
                "less means that the shops take trade from each other."
            ),
            stop(self.headline()),
            _(
                "Sales alone do not prove the cause: compare with shops elsewhere in the same "
                "months, for a growing market raises sales as well."
            ),
        )

    def labelled(self) -> pd.DataFrame:
        """Return ``tidy()`` with the number of shops in words as ``label``."""
        labels = [
            _("{count} shops").format(count=count) if count > 1 else _("1 shop")
            for count in self.table["shops"]
        ]
        return self.tidy().assign(label=labels)

    def drawn(self) -> pd.DataFrame:
        """Return the sales as multiples of one shop's; where only a bound is known, the bound."""
        rows = self.labelled()
        return rows.assign(estimate=rows["ratio"].fillna(rows["low"] * rows["shops"]))

    def plot_options(self) -> dict[str, Any]:
        """Words of the axes and of the line of proportion."""
        return {
            "axis": _("shops"),
            "up": _("sales, as a multiple of one shop"),
            "line": _("in proportion: n times one shop"),
            "texts": [_times(row) for _unused, row in self.table.iterrows()],
        }


def sales_proof(
    sales: Mapping[int, float | str] | pd.Series, *, tolerance: float = 0.0
) -> SalesProof:
    """Compare the sales of n shops with n times the sales of one, stage by stage.

    Parameters
    ----------
    sales
        Sales of all shops together by number of shops, 1 among them. ``">4"`` gives a lower bound.
    tolerance
        How far the ratio per shop may lie from 1 and still count as in proportion, 0.02 for 2%.

    Returns
    -------
    SalesProof
        Columns shops, sales, ratio, per_shop, low (of per_shop), status and decision.

    Raises
    ------
    DataError
        One shop is absent, or sales are not above zero.

    Examples
    --------
    >>> sales_proof({1: 1, 2: 2, 3: 3, 4: ">4"}).tidy()["status"].tolist()[1:]
    ['proportional', 'proportional', 'superlinear']
    >>> sales_proof({1: 10, 2: 19, 3: 24}).headline()
    'Stop before 2 shops: they sell only 1.9 times as much as one'
    """
    near = finite(tolerance, "tolerance")
    if near < 0:
        raise SpecError(
            _("tolerance = {value:g} must be 0 or more, such as 0.02.").format(value=near)
        )
    given = sales if isinstance(sales, pd.Series) else mapping(sales, "sales")
    read = [(whole(shops, "shops"), value) for shops, value in given.items()]
    stages = sorted(read, key=itemgetter(0))
    if len(dict(stages)) < len(stages):
        raise DataError(_("A number of shops stands twice. Give one figure for each number."))
    one = next((_read(value, shops)[0] for shops, value in stages if shops == 1), None)
    if one is None or str(dict(stages)[1]).strip().startswith(">"):
        raise DataError(
            _(
                "The sales of one shop are missing, and everything is compared with them. "
                "Add them under the key 1."
            )
        )
    rows: list[dict[str, Any]] = []
    going = True
    for shops, value in stages:
        least, exact = _read(value, shops)
        per_shop = least / one / shops
        status = _status(per_shop, exact, near)
        going = going and status in PASSED
        rows.append(
            {
                "term": str(shops),
                "shops": shops,
                "sales": least if exact else math.nan,
                "ratio": least / one if exact else math.nan,
                "per_shop": per_shop if exact else math.nan,
                "low": per_shop,
                "status": status,
                "decision": "go_on" if going else "stop",
            }
        )
    return SalesProof(table=pd.DataFrame(rows), n=0)


def _read(value: float | str, shops: int) -> tuple[float, bool]:
    """Return the sales and whether they are exact; ``">4"`` is a bound."""
    exact = not (isinstance(value, str) and value.strip().startswith(">"))
    try:
        bare = value if exact else float(str(value).strip().removeprefix(">"))
    except ValueError:
        bare = value
    number = finite(bare, f"sales ({shops})")
    if number <= 0:
        raise DataError(
            _(
                "The sales of {shops} shops are {value:g}; they must be above 0. "
                "Correct the figure."
            ).format(shops=shops, value=number)
        )
    return number, exact


def _status(per_shop: float, exact: bool, near: float) -> str:
    if not exact:  # a strict lower bound proves something only if it reaches proportion
        return "superlinear" if per_shop >= 1 + near else "undecided"
    if math.isclose(per_shop, 1, rel_tol=1e-12, abs_tol=near):
        return "proportional"
    return "superlinear" if per_shop > 1 else "cannibalised"


def _times(row: pd.Series) -> str:
    """Write the multiple of one shop, or that it is a lower bound."""
    if not math.isnan(row["ratio"]):
        return score(row["ratio"])
    return _("more than {ratio}").format(ratio=score(row["low"] * row["shops"]))
