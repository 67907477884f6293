"""The steps of a case as buttons, and its worksheet as a table to fill in."""

from __future__ import annotations

from typing import Any

import pandas as pd
from ipywidgets import ToggleButtons

from cxlab._core.i18n import _
from cxlab.frameworks import Case
from cxlab.frameworks.case._parts import CELLS
from cxlab.frameworks.case._scores import StepResult
from cxlab.widgets._controls import switch

COMPUTED = {2: "satisfaction", 3: "weighted", 4: "ideal_gap"}  # by the step that gives them


def steps(case: Case) -> ToggleButtons:
    """Return buttons for the seven steps, each with its title as a tooltip."""
    titles = [_(case.step(number).title) for number in range(1, 8)]
    numbers = {str(number): number for number in range(1, 8)}
    return switch(_("Step"), numbers, 1, tooltip=_("Choose a step"), tooltips=titles)


def cells(case: Case) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return rows and options for the view ``table``: known cells, and what follows from them."""
    sheet = case.sheet()
    found: dict[str, Any] = {name: case.step(number) for number, name in COMPUTED.items()}
    rows = [
        {"term": term, "label": sheet.label(term), "strong": term in sheet.keys}
        | {name: {"value": value} for name, value in zip(CELLS, values, strict=True)}
        | {name: {"text": step.value(term, name)} for name, step in found.items()}
        for term, *values in sheet.tidy()[["term", *CELLS]].itertuples(index=False)
    ]
    low, high = case.scale
    heads = sheet.plot_options()["columns"]
    columns = [
        {"name": name, "heading": text, "edit": name in CELLS, "low": low, "high": high}
        for name, text in heads.items()
    ]
    caption = _("{title}. Fill in what is known; an empty cell stays missing.")
    return rows, {"columns": columns, "caption": caption.format(title=case.heading())}


def measured(step: StepResult, column: str) -> pd.DataFrame:
    """Return rows for the view ``bars``: known values, and the range of those that are missing."""
    ends = {column: "estimate", "low": "conf_low", "high": "conf_high"}
    rows = step.labelled().rename(columns=ends)
    if "estimate" not in rows:
        rows["estimate"] = rows["conf_low"].where(rows["conf_low"] == rows["conf_high"])
    return rows.assign(text=[step.value(term, column) for term in rows["term"]])
