"""The two golden rules of focus as a budget: money goes where it brings most value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from cxlab._core.errors import DataError, SpecError
from cxlab._core.i18n import N_, _
from cxlab._core.labels import Labels, labels_of
from cxlab._core.numerals import money
from cxlab._core.result import Result
from cxlab._core.validate import column, finite, listed, numeric, text
from cxlab.frameworks._catalogue import experience_types
from cxlab.frameworks._entry import bracket, percent, prose, stop


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class AllocationResult(Result):
    """A budget shared out over pairs of segment and experience.

    Parameters
    ----------
    budget, currency
        What was shared out.
    spread
        The value that the same budget brings when it is spread in proportion to the caps, or evenly
        where there are none.
    """

    budget: float
    spread: float
    currency: str = ""

    title = N_("Budget by the two golden rules")
    drawing = "cxlab.plots:bars"
    sources = ("li_2005",)

    @property
    def spent(self) -> float:
        """What was shared out; less than the budget where the caps are reached."""
        return float(self.table["amount"].sum())

    @property
    def gain(self) -> float:
        """Value that the money brings."""
        return float(self.table["gain"].sum())

    def headline(self) -> str:
        """State on how little the budget is focused, and what that is worth."""
        used = int((self.table["amount"] > 0).sum())
        if self.spread <= 0:
            return _("The budget goes to {used} of {count} pairs").format(
                used=used, count=len(self.table)
            )
        return _(
            "The budget goes to {used} of {count} pairs: {more} more value than spread out"
        ).format(used=used, count=len(self.table), more=percent(self.gain / self.spread - 1))

    def explain(self) -> str:
        """Give the rule, where the money goes first, and what is left."""
        top = self.table.to_dict("records")[0]
        left = self.budget - self.spent
        return prose(
            _(
                "Not all customers matter equally, and not all experiences matter equally to them: "
                "money goes to the pair with the highest value until its cap, then to the next."
            ),
            stop(self.headline()),
            _("First comes {name} with {amount}.").format(
                name=self.pair(top), amount=money(top["amount"], self.currency)
            ),
            _("{amount} is left over, for every cap is reached.").format(
                amount=money(left, self.currency)
            )
            if left > 1e-9 * self.budget
            else "",
            _("Pairs of equal value may be exchanged without loss.") if self.tied else "",
            _(
                "This is the best plan only if each unit of money brings the same value up to the "
                "cap; with falling returns the money spreads further."
            ),
        )

    @property
    def tied(self) -> bool:
        """Whether the last pair that is paid shares its value with one that is not paid in full."""
        paid = self.table[self.table["amount"] > 0]
        if paid.empty:
            return False
        same = self.table[self.table["value"] == paid["value"].iloc[-1]]
        return len(same) > 1 and bool((same["amount"] < same["cap"].fillna(np.inf)).any())

    def pair(self, row: Mapping[Any, Any]) -> str:
        """Return segment and experience for readers."""
        return f"{self.label(row['group'])} · {self.label(row['term'])}"

    def drawn(self) -> pd.DataFrame:
        """Return the amounts as the estimate, named by segment and experience."""
        rows = self.table.to_dict("records")
        return self.tidy().assign(
            label=[self.pair(row) for row in rows], estimate=self.table["amount"]
        )

    def plot_options(self) -> dict[str, Any]:
        """Money on the axis."""
        axis = bracket(_("budget"), _(self.currency)) if self.currency else _("budget")
        return {"unit": "money", "axis": axis, "sort": False}


def allocate(
    budget: float,
    table: pd.DataFrame,
    *,
    value: str | Sequence[str] = "value",
    cap: str | None = None,
    segment: str = "segment",
    experience: str = "experience",
    currency: str = "",
) -> AllocationResult:
    """Share a budget out over segments and experiences by the value that money brings there.

    Parameters
    ----------
    budget
        Money to share out.
    table
        One row per pair of segment and experience.
    value
        Column with the value of one unit of money there; several columns (the weight of the
        segment and the weight of the experience in it) are multiplied.
    cap
        Column with the most that is worth spending there; no limit when absent.
    segment, experience
        Columns that name the pair.
    currency
        Written beside the amounts.

    Returns
    -------
    AllocationResult
        One row per pair, the most valuable first: group (segment), term (experience), value, cap,
        amount, share (of the budget), gain.

    Raises
    ------
    DataError
        A column is absent, or a value or a cap is missing or negative.
    SpecError
        The budget is not above zero.

    Notes
    -----
    Maximises the sum of value times amount, subject to 0 <= amount <= cap and a total of at most
    the budget. For this linear programme, taking pairs in the order of their value is the optimum.

    Examples
    --------
    >>> table = pd.DataFrame({
    ...     "segment": ["regular", "regular", "passer-by"],
    ...     "experience": ["convenience", "service", "convenience"],
    ...     "customer_value": [5, 5, 1], "importance": [9, 4, 9], "cap": [60, 60, 60]})
    >>> plan = allocate(100, table, value=["customer_value", "importance"], cap="cap")
    >>> plan.tidy()["amount"].tolist()
    [60.0, 40.0, 0.0]
    """
    whole = finite(budget, "budget")
    if whole <= 0:
        raise SpecError(
            _("budget = {value:g} must be above 0: the money to share out.").format(value=whole)
        )
    parts = listed(value, "value")
    for name in (segment, experience):
        _named(table, name)
    worth = _known(table, parts).prod(axis=1).to_numpy()
    limit = np.full(len(table), np.inf)
    if cap is not None:
        limit = _known(table, [column(table, cap)])[cap].to_numpy()
    order = np.argsort(-worth, kind="stable")
    before = np.concatenate([[0.0], np.cumsum(limit[order])[:-1]])
    amount = np.zeros(len(table))
    amount[order] = np.clip(whole - before, 0, np.where(worth[order] > 0, limit[order], 0))
    ceiling = limit.sum()
    even = np.full(len(table), whole / len(table))
    spread = even if cap is None else limit * (whole / max(whole, ceiling))
    rows = pd.DataFrame(
        {
            "group": table[segment].astype(str).to_numpy(),
            "term": table[experience].astype(str).to_numpy(),
            "value": worth,
            "cap": np.where(np.isfinite(limit), limit, np.nan),
            "amount": amount,
            "share": amount / whole,
            "gain": worth * amount,
        }
    ).iloc[order]
    return AllocationResult(
        table=rows.reset_index(drop=True),
        n=0,
        labels=_labels(table, rows),
        budget=whole,
        spread=float(worth @ spread),
        currency=text(currency, "currency"),
    )


def _named(table: pd.DataFrame, name: str) -> None:
    """Refuse a column that leaves rows without a name."""
    nameless = int(table[column(table, name)].isna().sum())
    if nameless:
        raise DataError(
            _("{name!r} names nothing in {count} of {n} rows. Fill the rows, or drop them.").format(
                name=name, count=nameless, n=len(table)
            )
        )


def _known(table: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """Return columns once they hold no missing and no negative number."""
    numbers = numeric(table, names)
    for name in names:
        bad = numbers[name].isna() | (numbers[name] < 0)
        if bad.any():
            raise DataError(
                _(
                    "{name!r} must be zero or more in every row; {count} of {n} rows break that. "
                    "Fill the rows, or leave them out."
                ).format(name=name, count=int(bad.sum()), n=len(numbers))
            )
    return numbers


def _labels(table: pd.DataFrame, rows: pd.DataFrame) -> Labels:
    own = labels_of(table, [*rows["group"], *rows["term"]])
    return {**experience_types().labels, **own}
