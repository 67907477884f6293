"""Settings of the page on the cost of silence: revenue, a slider for each free share, and more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cxlab._core.i18n import _
from cxlab._core.numerals import CURRENCIES
from cxlab.dashboards._plan import Values
from cxlab.dashboards._setting import Amount, Choice, Number, Setting
from cxlab.frameworks import CostResult, CostTree
from cxlab.widgets._cost_branches import branch_name, rests

_MOST = 24  # branches that get a slider
_REVENUE = 1_000_000.0  # of a tree that names none
_SPEND = 100  # a programme costs revenue divided by this, to begin with
_COMPLAIN = ("complain", "投诉")  # in the name of the branch of those who complain
SHARE = "share."  # before the path of a branch, in the names of settings


@dataclass(frozen=True)
class Known:
    """What settings and calls need of a tree, found out once."""

    cost: CostResult
    shares: Mapping[str, float]
    takes: Mapping[str, str]  # branches with a slider, each with the sibling that takes the rest

    @classmethod
    def of(cls, tree: CostTree) -> Known:
        """Look at a tree once."""
        cost = tree.evaluate(revenue=tree.revenue or _REVENUE)
        rows = cost.tidy()[1:]
        shares = {
            path: float(f"{share:.12g}")
            for path, share in zip(rows["term"], rows["share_of_parent"], strict=True)
        }
        return cls(cost, shares, dict(list(rests(cost).items())[:_MOST]))

    def words(self, path: str) -> str:
        """Return a branch and the one above it in words."""
        return branch_name(self.cost.label(path))


def settings(known: Known, values: Values) -> Sequence[Setting]:
    """Return the settings for a tree."""
    revenue = values.get("revenue", known.cost.revenue)
    own = (known.cost.currency, values.get("currency", ""))
    branches = {path: known.words(path) for path in known.shares}
    levers = {"": _("every lever of the tree")} if known.cost.tree.levers else {}
    return [
        Number(
            name="revenue",
            start=known.cost.revenue,
            words=_("Revenue"),
            tooltip=_("What the tree divides, in one year"),
        ),
        Choice(
            name="currency",
            options={
                code: _(code) if code else _("no currency")
                for code in dict.fromkeys(["", *CURRENCIES, *own])
            },
            start=known.cost.currency,
            words=_("Currency"),
            tooltip=_("Written beside the amounts; nothing is converted"),
        ),
        *(
            Amount(
                name=SHARE + path,
                start=known.shares[path],
                low=0,
                high=1,
                step=0.005,
                written=".1%",
                words=known.words(path),
                tooltip=_("Share of the branch above it; '{name}' takes the rest").format(
                    name=known.words(rest)
                ),
                place="cost",
            )
            for path, rest in known.takes.items()
        ),
        Number(
            name="spend",
            start=float(f"{revenue / _SPEND:.2g}"),
            words=_("Programme costs"),
            tooltip=_("Cost of the programme in one year"),
            place="break_even",
        ),
        Choice(
            name="moves",
            options=levers | branches,
            start="" if levers else next(iter(known.takes or branches)),
            words=_("It moves"),
            tooltip=_("The share that the programme changes"),
            place="break_even",
        ),
        Amount(
            name="margin",
            start=1.0,
            low=0.05,
            high=1,
            step=0.05,
            written=".0%",
            words=_("Margin"),
            tooltip=_("Part of saved revenue that is profit; 100% counts revenue in full"),
            place="break_even",
        ),
        Amount(
            name="answers",
            start=100,
            low=20,
            high=2000,
            step=20,
            written=".0f",
            words=_("Customers asked"),
            tooltip=_("On how many customers each split rests: the more, the surer"),
            place="simulation",
        ),
        Choice(
            name="complaints",
            options=branches,
            start=_complaints(known),
            words=_("Complaints are"),
            tooltip=_("The branch of those who complain"),
            place="paradox",
        ),
    ]


def _complaints(known: Known) -> str:
    """Return the branch of those who complain; the first with branches below in another tree."""
    ends = {path: path.rpartition("/")[2].lower() for path in known.shares}
    named = [path for path, end in ends.items() if any(word in end for word in _COMPLAIN)]
    inner = [path for path in known.shares if known.cost.tree.node(path).branches and "/" in path]
    return next(iter([*named, *inner, *known.shares]))
