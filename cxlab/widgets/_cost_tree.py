"""Move the shares of a cost tree, and see what is lost, at risk and kept."""

from __future__ import annotations

from typing import Any

from cxlab._core.i18n import _
from cxlab.frameworks import CostResult, CostTree
from cxlab.widgets._controls import number, slider
from cxlab.widgets._cost_branches import axes, boxes, branch_name, moved, rests, swings
from cxlab.widgets._panel import Panel, accept
from cxlab.widgets._view import view


def cost_tree(cost: CostTree | CostResult) -> Panel:
    """Move revenue and shares; a branch without a slider takes what its siblings leave.

    Parameters
    ----------
    cost
        A tree of the kit or your own, as it is or evaluated.

    Returns
    -------
    Panel

    Raises
    ------
    SpecError
        ``cost`` is something else.

    Examples
    --------
    >>> panel = cost_tree(CostTree.load("silence").evaluate(revenue=50_000_000))
    >>> panel.controls["negative/complain"].value = 0.05
    >>> panel.message
    'USD 4,856,500 is lost, 9.71% of revenue; a further 11.87% is at risk'
    """
    accept(cost, (CostTree, CostResult), "cx.frameworks.CostTree.load()")
    start = cost.evaluate() if isinstance(cost, CostTree) else cost
    takes, names = rests(start), start.plot_options()["names"]
    shares = dict(zip(start.tidy()["term"], start.tidy()["share_of_parent"], strict=True))
    tree, tornado = view("tree"), view("tornado")
    whole = number(names[0], start.revenue, tooltip=_("What the tree divides, in one year"))
    controls: dict[str, Any] = {"revenue": whole}
    for path, rest in takes.items():
        controls[path] = slider(
            branch_name(start.label(path)),
            shares[path],
            0,
            1,
            step=0.01,
            written=".0%",
            tooltip=_("Share of the branch above it; '{name}' takes the rest").format(
                name=start.label(rest)
            ),
        )

    def compute(revenue: float, **wanted: float) -> CostResult:
        changed = start.tree
        for path in moved(wanted, shares):
            changed = changed.with_share(path, wanted[path], balance=takes[path])
        return changed.evaluate(revenue=revenue, currency=start.currency)

    def draw(result: CostResult, now: dict[str, Any]) -> None:
        tree.show(boxes(result), alt=result.headline())
        step = result.tornado()
        tornado.show(swings(step), alt=step.headline(), **axes(step))

    return Panel(start.title, compute, draw, views=[tree, tornado], controls=controls)
