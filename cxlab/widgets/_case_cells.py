"""The worksheet of a case as a table to fill in."""

from __future__ import annotations

from typing import Any

from cxlab._core.i18n import _
from cxlab.frameworks import Case

GIVEN = ("actual", "expectation", "importance", "ideal")
COMPUTED = {2: "satisfaction", 3: "weighted", 4: "ideal_gap"}  # by the step that gives them


def cells(case: Case) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return rows and options for the view ``table``: known cells, and what follows from them."""
    sheet = case.sheet()
    steps: dict[str, Any] = {name: case.step(number) for number, name in COMPUTED.items()}
    rows = [
        {"term": term, "label": sheet.label(term), "strong": term in sheet.keys}
        | {name: {"value": value} for name, value in zip(GIVEN, values, strict=True)}
        | {name: {"text": step.value(term, name)} for name, step in steps.items()}
        for term, *values in sheet.tidy()[["term", *GIVEN]].itertuples(index=False)
    ]
    low, high = case.scale
    heads = sheet.plot_options()["columns"]
    columns = [
        {"name": name, "heading": text, "edit": name in GIVEN, "low": low, "high": high}
        for name, text in heads.items()
    ]
    caption = _("{title}. Fill in what is known; an empty cell stays missing.")
    return rows, {"columns": columns, "caption": caption.format(title=case.heading())}
