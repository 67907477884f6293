"""Walk through the seven steps of a case, and change any cell on the way."""

from __future__ import annotations

from typing import Any

from cxlab._core.i18n import _
from cxlab._core.result import Result
from cxlab.frameworks import Case
from cxlab.widgets._controls import button, switch
from cxlab.widgets._panel import Panel
from cxlab.widgets._view import view

CELLS = ("actual", "expectation", "importance", "ideal")
COMPUTED = {2: "satisfaction", 3: "weighted", 4: "ideal_gap"}  # by the step that gives them


def case_walk(case: Case) -> Panel:
    """Go through the seven steps; any cell can be changed, an empty one stays missing.

    Parameters
    ----------
    case
        A case of the kit, ``Case.load("meiyu")``, or your own, ``Case.from_frame(table)``.

    Examples
    --------
    >>> panel = case_walk(Case.load("meiyu"))
    >>> panel.views[0].event = {"kind": "edit", "term": "product", "column": "importance", "value": 2}
    >>> panel.controls["step"].value = 3
    >>> panel.result.tidy().set_index("term").loc["product", "weighted"]
    np.float64(-2.0)
    """
    cells, bars, words = view("table"), view("bars"), view("table")

    def compute(step: int, case: Case, changes: dict[str, dict[str, Any]]) -> Result:
        return case.with_values(**changes).step(step)

    def draw(result: Result, now: dict[str, Any]) -> None:
        case, sheet, column = result.case, result.case.sheet(), COMPUTED.get(now["step"])
        rows = sheet.labelled().to_dict("records")
        for row in rows:
            texts = {name: case.step(n).value(row["term"], name) for n, name in COMPUTED.items()}
            row |= {name: {"value": row[name]} for name in CELLS} | {
                name: {"text": text} for name, text in texts.items()
            }
            row["strong"] = row["term"] in sheet.keys
        low, high = case.scale
        heads = sheet.plot_options()["columns"].items()
        cells.show(
            [{key: item for key, item in row.items() if key not in ("low", "high")} for row in rows],
            caption=_("{title}. Fill in what is known; an empty cell stays missing.").format(
                title=case.heading()
            ),
            columns=[
                {"name": name, "heading": text, "edit": name in CELLS, "low": low, "high": high}
                for name, text in heads
            ],
        )
        bars.layout.display, words.layout.display = ("", "none") if column else ("none", "")
        if column:
            frame = result.labelled().rename(columns={column: "estimate", "low": "conf_low", "high": "conf_high"})
            texts = [row[column]["text"] for row in rows]
            bars.show(frame.assign(text=texts), axis=dict(heads)[column], alt=result.headline())
        else:
            words.tabulate(result.shown(), caption=_(result.title))

    def edit(term: str, column: str, value: float | None) -> None:
        before = panel.state["changes"]
        panel.update(changes={**before, column: {**before.get(column, {}), term: value}})

    def again() -> None:
        panel.update(case=panel.result.case.next_round(), changes={})
        panel.controls["step"].value = 1

    cells.hear(edit=edit)
    names = {str(number): number for number in range(1, 8)}
    steps = [_(case.step(number).title) for number in range(1, 8)]
    panel = Panel(
        _("The seven steps"),
        compute,
        draw,
        views=[cells, bars, words],
        controls={"step": switch(_("Step"), names, 1, tooltip=_("Choose a step"), tooltips=steps)},
        tools=[button(_("Next round"), again, tooltip=_("From step 7 back to step 1, with the key experience leading"))],
        state={"case": case, "changes": {}},
        still=lambda step: step.case.sheet(),
    )
    return panel
