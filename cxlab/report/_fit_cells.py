"""What fitted path models have to show side by side: paths, loadings, measurement, fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from cxlab._stats.intervals import normal
from cxlab._stats.reliability import alpha
from cxlab._stats.validity import ave, rho_c
from cxlab.paths import PlsResult, SemResult
from cxlab.paths._chain import ARROW
from cxlab.report._fit_column import FIT, MEASURES, Cell, Column


def columns(
    name: str, fit: SemResult | PlsResult, what: str, *, standardised: bool
) -> list[Column]:
    """Return the columns of one fit: one for each of its groups."""
    if isinstance(fit, PlsResult):
        return [_pls(name, fit, what)]
    parts = list(fit.groups) or [""]
    return [
        _sem(name, fit, (place, group), what, standardised=standardised)
        for place, group in enumerate(parts)
    ]


def _sem(
    name: str, fit: SemResult, part: tuple[int, str], what: str, *, standardised: bool
) -> Column:
    place, group = part
    table = fit.tidy()
    table = table[table["group"] == group] if group else table
    found = fit.summary() | {"n": fit.raw.rows[place]}
    foot = {key: float(found[key]) for key in FIT if key in found}
    tail = f" ({group})" if group else ""
    r2 = {key.removesuffix(tail): value for key, value in fit.r2.items() if key.endswith(tail)}
    if what == "measurement":
        cells = dict(_measured(fit, place))
    else:
        kind = {"paths": "path", "loadings": "loading"}[what]
        rows = table[table["kind"] == kind].to_dict("records")
        cells = {_place(row["term"]): _cell(row, fit.conf, standardised) for row in rows}
    return Column(
        name=f"{name}: {group}" if group else name,
        cells=cells,
        foot=foot,
        labels=fit.labels,
        conf=fit.conf,
        kind=fit.estimator.upper(),
        r2=r2 if what == "paths" else {},
    )


def _place(term: str) -> tuple[str, ...]:
    """Return cause and effect of a path, construct and item of a loading."""
    left, sign, right = term.split()
    return (right, left) if sign == "~" else (left, right)


def _cell(row: Mapping[Any, Any], conf: float, standardised: bool) -> Cell:
    if not standardised:
        return _drawn(row)
    width = (row["beta_high"] - row["beta_low"]) / (2 * normal(conf))
    return Cell(row["beta"], width, row["beta_low"], row["beta_high"], row["p_value"])


def _measured(fit: SemResult, place: int) -> Iterator[tuple[tuple[str, ...], Cell]]:
    """Yield alpha, rho_c and AVE of the constructs that several items measure."""
    cov, items = fit.raw.cov[place], fit.plan.items
    table = fit.tidy()
    table = table[table["group"] == fit.groups[place]] if fit.groups else table
    loads = table.set_index("term")["beta"]
    for each in fit.model.constructs:
        if len(each.items) < 2:
            continue
        at = [items.index(item) for item in each.items]
        own = np.array([loads[f"{each.name} =~ {item}"] for item in each.items])
        for measure, value in (
            ("alpha", alpha(cov[np.ix_(at, at)])),
            ("rho_c", rho_c(own)),
            ("ave", ave(own)),
        ):
            yield (each.name, measure), Cell(float(value))


def _pls(name: str, fit: PlsResult, what: str) -> Column:
    cells: dict[tuple[str, ...], Cell] = {}
    if what == "paths":
        for row in fit.tidy().to_dict("records"):
            cells[tuple(row["term"].split(ARROW))] = _drawn(row)
    elif what == "loadings":
        for row in fit.loadings().to_dict("records"):
            cells[row["group"], row["term"]] = _drawn(row)
    else:
        for row in fit.constructs().to_dict("records"):
            for measure in MEASURES:
                if not pd.isna(row[measure]):
                    cells[row["term"], measure] = Cell(float(row[measure]))
    found = fit.summary() | {"n": fit.n}
    return Column(
        name=name,
        cells=cells,
        foot={key: float(found[key]) for key in FIT if key in found},
        labels=fit.labels,
        conf=fit.conf,
        kind="PLSc" if fit.plan.consistent else "PLS",
        r2=fit.r2 if what == "paths" else {},
    )


def _drawn(row: Mapping[Any, Any]) -> Cell:
    names = ("estimate", "std_error", "conf_low", "conf_high")
    return Cell(
        **{name: float(row[name]) for name in names}, p_value=float(row.get("p_value", np.nan))
    )
