"""Walk through the seven steps of a case, and change any cell on the way."""

from __future__ import annotations

from typing import Any

from cxlab._core.columns import heading
from cxlab._core.i18n import _
from cxlab.frameworks import Case
from cxlab.widgets._case_cells import COMPUTED, cells, measured, steps
from cxlab.widgets._controls import button
from cxlab.widgets._panel import Panel, accept
from cxlab.widgets._view import view


def case_walk(case: Case) -> Panel:
    """Go through the seven steps; any cell can be changed, an empty one stays missing.

    Parameters
    ----------
    case
        A case of the kit, ``Case.load("meiyu")``, or your own, ``Case.from_frame(table)``.

    Returns
    -------
    Panel

    Raises
    ------
    SpecError
        ``case`` is something else.

    Examples
    --------
    >>> panel = case_walk(Case.load("meiyu"))
    >>> panel.update(changes={"importance": {"product": 2}})
    >>> panel.controls["step"].value = 3
    >>> panel.result.tidy().set_index("term").loc["product", "weighted"]
    np.float64(-2.0)
    """
    accept(case, Case, "cx.frameworks.Case.load()")
    sheet, bars, words = view("table"), view("bars"), view("table")

    def compute(step: int, case: Case, changes: dict[str, Any]) -> Any:
        return case.with_values(**changes).step(step)

    def draw(result: Any, now: dict[str, Any]) -> None:
        rows, options = cells(result.case)
        sheet.show(rows, **options)
        column = COMPUTED.get(now["step"], "")
        bars.hide(not column)
        words.hide(bool(column))
        if column:
            bars.show(measured(result, column), axis=heading(column), alt=result.headline())
        else:
            words.tabulate(result.shown(), caption=_(result.title))

    def edit(term: str, column: str, value: float | None) -> None:
        before = panel.state["changes"]
        panel.update(changes={**before, column: {**before.get(column, {}), term: value}})

    def again() -> None:
        panel.update(case=panel.result.case.next_round(), changes={})
        panel.controls["step"].value = 1

    sheet.hear(edit=edit)
    panel = Panel(
        _("The seven steps"),
        compute,
        draw,
        views=[sheet, bars, words],
        controls={"step": steps(case)},
        tools=[button(_("Next round"), again, tooltip=_("Back to step 1, key experience first"))],
        state={"case": case, "changes": {}},
        still=lambda step: step.case.sheet(),
    )
    return panel
