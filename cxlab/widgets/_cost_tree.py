"""Move the shares of a cost tree, and see what is lost, at risk and kept."""

from __future__ import annotations

from typing import Any

from cxlab._core.columns import show
from cxlab._core.i18n import _
from cxlab.frameworks import CostResult, CostTree
from cxlab.frameworks._entry import percent
from cxlab.widgets._controls import number, slider
from cxlab.widgets._panel import Panel
from cxlab.widgets._view import view


def cost_tree(cost: CostTree | CostResult) -> Panel:
    """Move revenue and shares; a branch without a slider takes what its siblings leave.

    Parameters
    ----------
    cost
        A tree of the kit or your own, as it is or evaluated.

    Examples
    --------
    >>> panel = cost_tree(CostTree.load("silence").evaluate(revenue=50_000_000))
    >>> panel.controls["negative/complain"].value = 0.05
    >>> panel.message
    'USD 4,856,500 is lost, 9.71 % of revenue; a further 11.87 % is at risk'
    """
    start = cost.evaluate() if isinstance(cost, CostTree) else cost
    names, rests = start.plot_options()["names"], _rests(start)
    shares = start.tidy().set_index("term")["share_of_parent"]
    branches, tornado = view("tree"), view("tornado")
    revenue = number(names[0], start.revenue, tooltip=_("What the tree divides, in one year"))
    controls: dict[str, Any] = {"revenue": revenue}
    for path, rest in rests.items():
        text = _("Share of the branch above it; '{name}' takes the rest").format(name=start.label(rest))
        name = _short(start.label(path))
        controls[path] = slider(name, shares[path], 0, 1, step=0.01, written=".0%", tooltip=text)

    def compute(revenue: float, **wanted: float) -> CostResult:
        tree = start.tree
        for path in sorted(wanted, key=lambda path: wanted[path] - shares[path]):  # falls make room
            if wanted[path] != shares[path]:
                tree = tree.with_share(path, wanted[path], balance=rests[path])
        return tree.evaluate(revenue=revenue, currency=start.currency)

    def draw(result: CostResult, now: dict[str, Any]) -> None:
        rows = result.tidy().to_dict("records")
        for row, name in zip(rows, names, strict=True):
            row |= {"label": name, "kind": row["outcome"], "text": show(row["amount"], "money")}
            row["share"] = percent(row["share_of_parent"]) if row["level"] else ""
            row["parent"] = row["term"].rpartition("/")[0] or (rows[0]["term"] if row["level"] else "")
        branches.show(rows, alt=result.headline())
        step = result.tornado()
        frame, words = step.labelled(), step.plot_options()
        frame["label"] = frame["label"].map(_short)
        for side in ("down", "up"):
            moved = zip(words[side], frame[side], strict=True)
            frame[f"{side}_text"] = [f"{part}: {_money(amount)}" for part, amount in moved]
        options = {"axis": words["axis"], "words": words["words"], "unit": "money"}
        tornado.show(frame, alt=step.headline(), **options)

    title, views = start.tree.heading(), [branches, tornado]
    return Panel(title, compute, draw, views=views, controls=controls)


def _money(amount: float) -> str:
    return ("+" if amount > 0 else "") + show(amount, "money")


def _short(label: str) -> str:
    return " › ".join(label.split(" › ")[-2:])


def _rests(cost: CostResult) -> dict[str, str]:
    """Return the branches that get a slider, each with the sibling that takes the difference."""
    rests: dict[str, str] = {}
    table = cost.tidy()[1:]
    for _above, split in table.groupby(table["term"].str.rpartition("/")[0], sort=False):
        ends = dict(zip(split["term"], split["outcome"], strict=True))
        rest = min(reversed(ends), key=lambda path: ["kept", "at_risk", "", "lost"].index(ends[path]))
        rests |= {path: rest for path in ends if path != rest}
    return rests
