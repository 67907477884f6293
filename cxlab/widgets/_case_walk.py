"""Walk through the seven steps of a case, and change any cell on the way."""

from __future__ import annotations

from typing import Any

from cxlab._core.i18n import _
from cxlab.frameworks import Case
from cxlab.widgets._case_cells import COMPUTED, cells
from cxlab.widgets._controls import button, switch
from cxlab.widgets._panel import Panel
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

    Examples
    --------
    >>> panel = case_walk(Case.load("meiyu"))
    >>> cell = {"term": "product", "column": "importance", "value": 2}
    >>> panel.views[0].event = {"kind": "edit", **cell}
    >>> panel.controls["step"].value = 3
    >>> panel.result.tidy().set_index("term").loc["product", "weighted"]
    np.float64(-2.0)
    """
    sheet, bars, words = view("table"), view("bars"), view("table")

    def compute(step: int, case: Case, changes: dict[str, Any]) -> Any:
        return case.with_values(**changes).step(step)

    def draw(result: Any, now: dict[str, Any]) -> None:
        rows, options = cells(result.case)
        sheet.show(rows, **options)
        column = COMPUTED.get(now["step"], "")
        bars.layout.display, words.layout.display = ("", "none") if column else ("none", "")
        if column:
            names = {column: "estimate", "low": "conf_low", "high": "conf_high"}
            frame = result.labelled().rename(columns=names)
            frame["text"] = [row[column]["text"] for row in rows]
            heads = {each["name"]: each["heading"] for each in options["columns"]}
            bars.show(frame, axis=heads[column], alt=result.headline())
        else:
            words.tabulate(result.shown(), caption=_(result.title))

    def edit(term: str, column: str, value: float | None) -> None:
        before = panel.state["changes"]
        panel.update(changes={**before, column: {**before.get(column, {}), term: value}})

    def again() -> None:
        panel.update(case=panel.result.case.next_round(), changes={})
        panel.controls["step"].value = 1

    sheet.hear(edit=edit)
    steps = [_(case.step(number).title) for number in range(1, 8)]
    numbers = {str(number): number for number in range(1, 8)}
    onward = _("From step 7 back to step 1, with the key experience leading")
    panel = Panel(
        _("The seven steps"),
        compute,
        draw,
        views=[sheet, bars, words],
        controls={
            "step": switch(_("Step"), numbers, 1, tooltip=_("Choose a step"), tooltips=steps)
        },
        tools=[button(_("Next round"), again, tooltip=onward)],
        state={"case": case, "changes": {}},
        still=lambda step: step.case.sheet(),
    )
    return panel
