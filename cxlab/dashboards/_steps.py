"""Seven steps: a firm's own table through the whole case, every cell open to change."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from cxlab._core.columns import heading
from cxlab._core.i18n import N_, _
from cxlab.dashboards._call import Call, literal
from cxlab.dashboards._page import Page
from cxlab.dashboards._plan import Plan, Section, Values
from cxlab.dashboards._setting import Choice, Kept, Setting, Typed
from cxlab.frameworks import Case
from cxlab.frameworks._entry import bracket
from cxlab.widgets._case_cells import CELLS, COMPUTED, cells, measured
from cxlab.widgets._view import View

_ASSUMED = ("expectation", "importance")  # cells whose assumption the proof can drop
_SCALES = ((0.0, 10.0), (1.0, 10.0), (1.0, 7.0), (1.0, 5.0))  # of a firm's own table
_GAP = "-"  # for a number of shops that never was
_COMMAS = str.maketrans(dict.fromkeys(",，、;；", " "))
_TITLE = {"en": "Own company", "zh": "自己的企业"}  # of a visitor's case
_TERM = {"label": "term"}
_PART = "~"  # between column, type and value in the address; it needs no escape there

Edit = tuple[str, str, float | None]  # column, type, value


def steps(data: Case | pd.DataFrame | None = None, *, lang: str | None = None) -> Page:
    """Take a firm through the seven steps; any cell can be changed, an empty one stays missing.

    Parameters
    ----------
    data
        A case, or a table as :meth:`cxlab.frameworks.Case.from_frame` reads it: one row per type
        of experience. The kit's case and a visitor's file when absent.
    lang
        Language to begin with; the language in use when absent.

    Returns
    -------
    Page
        ``answers`` holds the results of ``cxlab.frameworks.Case``: ``sheet``, ``step_1`` to
        ``step_7``, ``proof``, ``break_even`` and ``again``.

    Raises
    ------
    DataError
        The table is none that a case can be built from.

    Examples
    --------
    >>> page = steps(lang="en")
    >>> page.answers["step_3"].keys
    ('convenience',)
    >>> page.update(cell=(("expectation", "service", 10.0), ("importance", "service", 9.0)))
    >>> page.answers["step_3"].keys
    ('service',)
    """
    whole = replace(PLAN, taking="data = {table}") if isinstance(data, Case) else PLAN
    return Page(whole, data, lang=lang)


def _take(table: Any) -> Case:
    return table if isinstance(table, Case) else Case.from_frame(table, title=_TITLE)


def _settings(case: Case, values: Values) -> Sequence[Setting]:
    assumed = [
        cell for cell in _ASSUMED if any(cell in each.admissible for each in case.experiences)
    ]
    dropped = {cell: _("without the one on {cell}").format(cell=heading(cell)) for cell in assumed}
    both = {"both": _("without both")} if len(assumed) > 1 else {}
    scales = _scales(case)
    return [
        *(
            [
                Choice(
                    name="scale",
                    options={name: name.replace("-", "–") for name in scales},
                    start=next(iter(scales)),
                    words=_("Scale"),
                    tooltip=_("Ends of the scale that all numbers lie on; empty cells stay on it"),
                )
            ]
            if len(scales) > 1
            else []
        ),
        Kept(name="cell", start=(), reader=lambda texts: _read(case, texts), writer=_write),
        Choice(
            name="numbers",
            options={"changed": _("with your changes"), "given": _("as given")},
            start="changed",
            words=_("Numbers"),
            tooltip=_("Compare the case as it was given with what you typed"),
            place="sheet",
        ),
        *(
            [
                Choice(
                    name="drop",
                    options={"": _("as stated"), **dropped, **both},
                    start="",
                    words=_("Assumptions"),
                    tooltip=_(
                        "What is assumed of the empty cells; without it they may be anything on "
                        "the scale"
                    ),
                    place="proof",
                )
            ]
            if assumed
            else []
        ),
        Typed(
            name="sales",
            start=_sold(case),
            words=_("Sales"),
            hint=_("such as 10, 21, 33"),
            tooltip=_("Sales of 1, 2, 3 … shops together, in this order; >4 for more than 4"),
            place="step_7",
        ),
    ]


def _scales(case: Case) -> dict[str, tuple[float, float]]:
    """Return the scale of the case and the others that hold all its cells, by name."""
    held = [
        value
        for each in case.experiences
        for cell in CELLS
        for value in (each.cell(cell), *each.admissible.get(cell, ()))
        if value is not None and case.scale[0] <= value <= case.scale[1]
    ]
    ends = dict.fromkeys([case.scale, *_SCALES])
    fitting = [(low, high) for low, high in ends if all(low <= value <= high for value in held)]
    return {f"{low:g}-{high:g}": (low, high) for low, high in fitting}


def _calls(case: Case, values: Values) -> Sequence[Call]:
    edits: dict[str, Any] = {}
    if values.get("scale", (own := next(iter(_scales(case))))) != own:
        edits["scale"] = _scales(case)[values["scale"]]
    for column, term, value in values["cell"] if values["numbers"] == "changed" else ():
        edits.setdefault(column, {})[term] = value
    if values["sales"] != _sold(case):
        edits["sales"] = _sales(values["sales"])
    base = "case" if edits else "data"
    drop = values.get("drop", "")
    dropped = list(_ASSUMED) if drop == "both" else [drop] if drop else []
    return [
        *([Call("case", "data.with_values", options=edits)] if edits else []),
        Call("sheet", f"{base}.sheet"),
        *(Call(f"step_{number}", f"{base}.step", [number]) for number in range(1, 8)),
        Call("proof", f"{base}.proof", options={"drop": dropped} if dropped else {}),
        Call("break_even", f"{base}.break_even"),
        Call("next_round", f"{base}.next_round"),
        Call("again", "next_round.step", [1]),
    ]


def _sold(case: Case) -> str:
    """Write the sales of 1, 2, 3 … shops; a dash where there are none."""
    shops = range(1, max(case.sales, default=0) + 1)
    return ", ".join(_short(case.sales.get(count, _GAP)) for count in shops)


def _sales(text: str) -> dict[int, float | str]:
    """Read what ``_sold`` writes; what is no number is left to step 7 to refuse in words."""
    parts = text.replace("＞", ">").translate(_COMMAS).split()
    return {
        count: float(part) if part.replace(".", "", 1).isdecimal() else part
        for count, part in enumerate(parts, start=1)
        if part not in (_GAP, "–")
    }


def _short(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:.12g}"


def _read(case: Case, texts: Sequence[str]) -> tuple[Edit, ...]:
    """Read edited cells; ValueError for what is no cell of the case."""
    edits = []
    for text in texts:
        column, rest = text.split(_PART, 1)
        term, written = rest.rsplit(_PART, 1)
        value = float(written) if written else None
        if column not in CELLS or term not in case.names or not math.isfinite(value or 0):
            raise ValueError(text)
        edits.append((column, term, value))
    return tuple(edits)


def _write(edits: Sequence[Edit]) -> list[str]:
    return [
        _PART.join([column, term, "" if value is None else f"{value:.12g}"])
        for column, term, value in edits
    ]


def _edit(values: Values, term: str, column: str, value: float | None) -> dict[str, Any]:
    """Keep an edited cell, the last one typed last."""
    others = [edit for edit in values["cell"] if edit[:2] != (column, term)]
    return {"cell": (*others, (column, term, value)), "numbers": "changed"}


def _sheet(result: Any, views: Sequence[View], values: Values) -> None:
    rows, options = cells(result.case)
    changed = {edit[:2] for edit in values["cell"]} if values["numbers"] == "changed" else ()
    for row in rows:
        for column in CELLS:
            if (column, row["term"]) in changed:
                row[column]["small"] = _("changed")
    views[0].show(rows, **options)


def _words(result: Any, views: Sequence[View], _values: Values) -> None:
    views[0].hide(not len(result.tidy()))
    frame = result.drawn().drop(columns="term").rename(columns=lambda name: _TERM.get(name, name))
    views[0].tabulate(frame.rename(columns=heading), caption=_(result.title))


def _bars(result: Any, views: Sequence[View], _values: Values) -> None:
    held = result.tidy()
    column = next((name for name in reversed(COMPUTED.values()) if name in held), "weighted")
    views[0].show(measured(result, column), axis=heading(column), alt=result.headline())


def _break_even(result: Any, views: Sequence[View], _values: Values) -> None:
    frame, words = result.labelled(), result.plot_options()
    frame = frame[frame["term"].isin(result.curves) & (frame["status"] == "reachable")]
    views[0].hide(frame.empty)
    low, high = words["scale"]
    views[0].show(
        frame.rename(columns={"importance": "period", "expectation": "estimate"}),
        axis=words["across"],
        side=bracket(words["up"], words["beyond"]),
        low=low,
        high=high,
        alt=result.headline(),
    )


def _feedback(result: Any, views: Sequence[View], _values: Values) -> None:
    frame, words = result.drawn(), result.plot_options()
    views[0].hide(frame.empty)
    frame = frame.assign(text=words["texts"], reference=frame["shops"])
    views[0].show(frame, axis=words["up"], words=words["line"], alt=result.headline())


def _example() -> pd.DataFrame:
    case = Case.load("meiyu")
    needs = case.step(5).tidy()["requirement"]
    return case.sheet().tidy()[["term", *CELLS]].assign(requirement=needs)


def _numbered(name: str, words: str, draw: Any, view: str, **more: Any) -> Section:
    return Section(name=name, heading=words, views=[view], draw=draw, **more)


_EDITS: Mapping[str, Any] = {"edit": _edit}

PLAN = Plan(
    name="steps",
    title=N_("Seven steps"),
    question=N_("Which experience should the firm put its money into, and does it sell?"),
    kit={"meiyu": N_("Meiyu Electronics: four shops in one street")},
    load=Case.load,
    loading="data = cx.frameworks.Case.load({name})",
    survey=False,
    take=_take,
    taking=f"data = cx.frameworks.Case.from_frame({{table}}, title={{{literal(_TITLE)}}})",
    example=_example,
    settings=_settings,
    calls=_calls,
    sections=(
        _numbered("sheet", N_("The experience map"), _sheet, "table", events=_EDITS, wide=True),
        _numbered("step_1", N_("1 Why customers come"), _words, "table", figure=False),
        _numbered("step_2", N_("2 Satisfaction by experience"), _bars, "bars"),
        _numbered("step_3", N_("3 The key experience"), _bars, "bars"),
        _numbered("proof", N_("3a Does it stand whatever the empty cells hold?"), _bars, "bars"),
        _numbered("break_even", N_("3b What would change it"), _break_even, "trend"),
        _numbered("step_4", N_("4 The gap to the ideal"), _bars, "bars"),
        _numbered("step_5", N_("5 The requirement"), _words, "table", figure=False),
        _numbered("step_6", N_("6 Does it fit?"), _words, "table", figure=False),
        _numbered("step_7", N_("7 Does it sell?"), _feedback, "bars"),
        _numbered("again", N_("And round again"), _words, "table", figure=False),
    ),
)
