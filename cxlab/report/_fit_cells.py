"""What fitted path models have to show side by side: paths, loadings, measurement, fit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from cxlab._stats.intervals import normal
from cxlab._stats.moments import correlations
from cxlab._stats.validity import htmt
from cxlab.paths import PlsResult, SemResult
from cxlab.paths._measurement import coefficients
from cxlab.paths.model._parts import ARROW
from cxlab.paths.pls._validity import PAIR
from cxlab.paths.sem._structure import Term
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
    elif what == "effects":
        rows = fit.effects().tidy() if fit.model.paths else table.assign(kind="")
        rows = rows[rows["group"] == group] if group else rows
        cells = _effects(rows, "kind", lambda row: _cell(row, fit.conf, standardised))
    elif what == "validity":
        blocks = {each.name: each.items for each in fit.model.constructs if each.items}
        cells = _ratios(correlations(fit.raw.cov[place]), fit.plan.items, blocks)
    elif what == "weights":
        cells = {}
    else:
        kind = {"paths": "path", "loadings": "loading"}[what]
        ends = {term.name: _ends(term) for term in fit.plan.terms[place]}
        rows = table[table["kind"] == kind]
        cells = {
            ends[row["term"]]: _cell(row, fit.conf, standardised) for row in rows.to_dict("records")
        }
    return Column(
        name=f"{name}: {group}" if group else name,
        cells=cells,
        foot=foot,
        labels=fit.labels,
        conf=fit.conf,
        kind=fit.estimator.upper(),
        r2=r2 if what == "paths" else {},
    )


def _ends(term: Term) -> tuple[str, str]:
    """Return cause and effect of a path, construct and item of a loading."""
    return (term.right, term.left) if term.sign == "~" else (term.left, term.right)


def _cell(row: Mapping[Any, Any], conf: float, standardised: bool) -> Cell:
    if not standardised:
        return _plain(row)
    width = (row["beta_high"] - row["beta_low"]) / (2 * normal(conf))
    return Cell(row["beta"], width, row["beta_low"], row["beta_high"], row["p_value"])


def _measured(fit: SemResult, place: int) -> Iterator[tuple[tuple[str, ...], Cell]]:
    """Yield alpha, rho_c and AVE of the constructs that several items or parts measure."""
    for name, _count, own in coefficients(fit, place):
        for measure in MEASURES:
            if measure in own:
                yield (name, measure), Cell(float(own[measure]))


def _effects(rows: pd.DataFrame, sort: str, cell: Callable[[Any], Cell]) -> dict[Any, Cell]:
    """Return what runs through other constructs, and all together, of pairs that have both.

    ``sort`` is the column with the kind of effect.
    """
    through = set(rows.loc[rows[sort] == "all_indirect", "term"])
    rows = rows[rows["term"].isin(through) & rows[sort].isin(("all_indirect", "total"))]
    return {(*row["term"].split(ARROW), row[sort]): cell(row) for row in rows.to_dict("records")}


def _ratios(corr: Any, items: list[str], blocks: Mapping[str, Any]) -> dict[Any, Cell]:
    """Return HTMT of every pair of constructs that items reflect."""
    names = list(blocks)
    if len(names) < 2:
        return {}
    at = [items.index(item) for own in blocks.values() for item in own]
    ratios = htmt(corr[np.ix_(at, at)], [len(own) for own in blocks.values()])
    return {
        (names[i], names[j]): Cell(float(ratios[i, j]))
        for i, j in zip(*np.triu_indices(len(names), 1), strict=True)
    }


def _pls(name: str, fit: PlsResult, what: str) -> Column:
    cells: dict[tuple[str, ...], Cell] = {}
    if what == "paths":
        for row in fit.tidy().to_dict("records"):
            cells[tuple(row["term"].split(ARROW))] = _plain(row)
    elif what in ("loadings", "weights"):
        for row in getattr(fit, what)().to_dict("records"):
            cells[row["group"], row["term"]] = _plain(row)
    elif what == "effects":
        cells = _effects(fit.effects().tidy(), "group", _plain)
    elif what == "validity":
        for row in fit.validity().tidy().query("verdict != ''").to_dict("records"):
            cells[tuple(row["term"].split(PAIR))] = _plain(row)
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


def _plain(row: Mapping[Any, Any]) -> Cell:
    names = ("estimate", "std_error", "conf_low", "conf_high")
    return Cell(
        **{name: float(row[name]) for name in names}, p_value=float(row.get("p_value", np.nan))
    )
