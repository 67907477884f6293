"""After a Cox fit: drift of the ratios, concordance, and whether there is a maximum at all."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cxlab._stats.cox import CoxFit, Risks, moments
from cxlab._stats.survival import tail

Array = NDArray[np.float64]
Codes = NDArray[np.intp]


def proportionality(fitted: CoxFit, clock: Array, blocks: list[list[int]]) -> Array:
    """Return the chi-square of every block of drivers against a drift with ``clock``; all last.

    The exact score test of Grambsch and Therneau (1994), as survival 3 in R does it: x times the
    clock joins the model with coefficient zero.

    Parameters
    ----------
    clock
        The transform of time at every cell of the fit, shape (c,); centring does not matter.
    """
    now = fitted.moments
    risks = now.risks
    middle = clock - np.average(clock, weights=risks.deaths)
    p = len(fitted.coef)
    own = risks.summed(risks.x * risks.event[:, None]) - now.means() * risks.deaths[:, None]
    score = middle @ own
    inner, cross, outer = (now.information(weight) for weight in (None, middle, middle**2))
    whole = np.block([[inner, cross], [cross, outer]])
    out = []
    for block in [*blocks, list(range(p))]:
        rows = [*range(p), *(p + j for j in block)]
        u = np.concatenate([now.gradient, score[block]])
        out.append(float(u @ np.linalg.solve(whole[np.ix_(rows, rows)], u)))
    return np.array(out)


def clocks(risks: Risks, kind: str) -> Array:
    """Return the transform of time at every cell: "km", "rank", "log" or "identity"."""
    if kind == "identity":
        return risks.time
    if kind == "log":
        return np.log(risks.time)
    time, place = np.unique(risks.time, return_inverse=True)
    rows = np.diff([*risks.starts, len(risks.cell)])
    sizes: Array = np.bincount(place, rows, minlength=len(time)).astype(float)
    if kind == "rank":  # among all rows
        return (np.cumsum(sizes) - sizes + (sizes + 1) / 2)[place]
    deaths = np.bincount(place, risks.deaths, minlength=len(time))
    stay: Array = 1 - deaths / tail(sizes)
    before = np.concatenate([[1.0], np.cumprod(stay)[:-1]])
    return np.asarray(1 - before)[place]


def concordance(risks: Risks, linear: Array) -> float:
    """Return Harrell's C: the share of comparable pairs in which who leaves first has more risk.

    ``linear`` follows the order of ``risks``. Pairs of equal risk count half; among those of one
    time only one who left against one who stayed can be compared.
    """
    higher = equal = total = 0.0
    rank = np.unique(linear, return_inverse=True)[1]
    bounds = np.append(risks.starts, len(linear))
    for part in risks.parts:
        first, last = bounds[part.start], bounds[part.stop]
        ranks, event = rank[first:last], risks.event[first:last] > 0
        end = bounds[risks.cell[first:last] + 1] - first  # the first row of a later time
        within = np.lexsort((~event, risks.cell[first:last]))  # who left comes first in a cell
        ranks, event = ranks[within], event[within]
        begin = end - _stays(risks.cell[first:last], event)
        below, same = _dominated(ranks, begin[event], ranks[event])
        higher, equal = higher + below.sum(), equal + same.sum()
        total += (len(ranks) - begin[event]).sum()
    return float((higher + equal / 2) / total) if total else np.nan


def _stays(cell: Codes, event: NDArray[np.bool_]) -> Codes:
    """Return for every row how many of its cell were last seen as customers."""
    place = cell - cell[0]
    return np.bincount(place, ~event)[place].astype(np.intp)


def _dominated(values: Codes, begin: Codes, limit: Codes) -> tuple[Codes, Codes]:
    """Count, for every query, the values from ``begin`` on that are below and equal to ``limit``.

    A wavelet matrix: one pass per bit, all queries at once.
    """
    low, high = begin.copy(), np.full(len(begin), len(values))
    below = np.zeros(len(begin), dtype=np.intp)
    for bit in reversed(range(int(values.max(initial=0)).bit_length())):
        ones = (values >> bit) & 1
        zeros = np.concatenate([[0], np.cumsum(1 - ones)])
        wanted = ((limit >> bit) & 1).astype(bool)
        z_low, z_high = zeros[low], zeros[high]
        below += np.where(wanted, z_high - z_low, 0)
        low = np.where(wanted, zeros[-1] + low - z_low, z_low)
        high = np.where(wanted, zeros[-1] + high - z_high, z_high)
        values = np.concatenate([values[ones == 0], values[ones == 1]])
    return below, high - low


def unbounded(risks: Risks) -> list[int]:
    """Return columns along which the likelihood grows for ever; none if it has a maximum.

    A column is unbounded by itself when those who leave always have the largest value (or the
    smallest) of all who are still there. Else a linear programme looks for a sum of columns.
    """
    alone = [j for j in range(risks.x.shape[1]) if separates(risks, j)]
    if alone:
        return alone
    held = _direction(risks, list(range(risks.x.shape[1])))
    for j in list(held):
        fewer = [k for k in held if k != j]
        if fewer and _direction(risks, fewer):
            held = fewer
    return held


def separates(risks: Risks, place: int) -> bool:
    """Tell whether those who leave always have the largest (or the smallest) value of a column."""
    values = risks.x[:, place]
    for side in (values, -values):
        most = np.maximum.reduceat(side, risks.starts)
        least = np.minimum.reduceat(side, risks.starts)
        for part in risks.parts:
            most[part] = np.maximum.accumulate(most[part][::-1])[::-1]
            least[part] = np.minimum.accumulate(least[part][::-1])[::-1]
        gone, near = risks.event > 0, 1e-9 * (1 + np.abs(side).max())
        top = side[gone] >= most[risks.cell[gone]] - near
        if top.all() and (most - least > near)[risks.tie].any():
            return True
    return False


def _direction(risks: Risks, places: list[int]) -> list[int]:
    """Return the columns of a direction in which nobody who leaves is behind one still there.

    Beside the weights of the columns there is one variable per event time: the largest sum of
    those at risk. It bounds the sums from above, falls with time, and is reached by who leaves.
    """
    from scipy import sparse
    from scipy.optimize import linprog

    x = risks.x[:, places]
    cells = np.unique(risks.tie)
    last = np.searchsorted(cells, risks.cell, side="right") - 1  # event time at or before the row
    known = last >= 0
    known[known] = risks.stratum[cells[last[known]]] == risks.stratum[risks.cell[known]]
    bound = np.unique(np.column_stack([x[known], last[known]]), axis=0)
    own = np.unique(
        np.column_stack([x[risks.event > 0], np.searchsorted(cells, risks.tie)]), axis=0
    )
    follow = np.flatnonzero(risks.stratum[cells[1:]] == risks.stratum[cells[:-1]])
    p, size = len(places), len(cells)

    def peaks(at: NDArray[np.number], sign: float) -> sparse.coo_array:
        rows = np.arange(len(at))
        values = np.full(len(at), sign)
        return sparse.coo_array((values, (rows, at.astype(int))), shape=(len(at), size))

    falling = peaks(follow + 1, 1.0) - peaks(follow, 1.0)
    a = sparse.vstack(
        [
            sparse.hstack([sparse.coo_array(bound[:, :p]), peaks(bound[:, p], -1.0)]),
            sparse.hstack([sparse.coo_array(-own[:, :p]), peaks(own[:, p], 1.0)]),
            sparse.hstack([sparse.coo_array((len(follow), p)), falling]),
        ]
    ).tocsr()
    pull = moments(risks, np.zeros(risks.x.shape[1])).gradient[places]
    goal = np.concatenate([-pull / np.abs(pull).max(initial=1e-300), np.zeros(size)])
    limits = [(-1.0, 1.0)] * p + [(None, None)] * size
    found = linprog(goal, A_ub=a, b_ub=np.zeros(a.shape[0]), bounds=limits)
    if found.x is None or -found.fun < 1e-6:
        return []
    return [place for place, w in zip(places, found.x[:p], strict=True) if abs(w) > 1e-6]
