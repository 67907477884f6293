"""The steps of PLS for many correlation matrices, compiled by numba where it is installed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cxlab._stats.pls_design import SCHEMES, Arrows, Design

Array = NDArray[np.float64]
Found = tuple[Array, Array, Array, NDArray[np.int64]]

SINGULAR = 1e-10  # share of an item's variance that the others leave, at least, in mode B
WORTH = 10_000  # resamples from which compiled code pays for being loaded


def kernel(draws: int, fast: bool | None) -> Callable[..., None] | None:
    """Return the compiled steps, or ``None`` without numba or where they don't pay."""
    if fast is None:
        fast = "numba" in sys.modules or draws >= WORTH
    return _kernel() if fast else None


def steps(
    run: Callable[..., None],
    cov: Array,
    design: Design,
    arrows: Arrows,
    limits: tuple[float, int, Array],
) -> Found:
    """Return weights, correlations with constructs and between them, and the steps taken.

    Parameters
    ----------
    run
        ``alternate`` or its compiled form.
    cov
        Shape (draws, n_items, n_items).
    design
        Items and arrows.
    arrows
        Those each matrix keeps, shape (1 or draws, n_constructs, n_constructs).
    limits
        Largest change of a weight between the last two steps; most steps; and the loadings, shape
        (n_items,), with which those of a construct agree in sign.

    Returns
    -------
    Arrays with the resamples as their last axis, scaled to constructs of variance one.
    """
    close, most, pull = limits
    draws, p, k = len(cov), cov.shape[-1], len(design.sizes)
    found = (
        np.empty((p, draws)),
        np.empty((p, k, draws)),
        np.empty((k, k, draws)),
        np.empty(draws, np.int64),
    )
    alone = np.asarray(design.sizes) == 1
    scheme = SCHEMES.index(design.scheme)
    run(
        np.ascontiguousarray(cov, dtype=np.float64),
        np.append(design.starts, p).astype(np.uint64),
        np.asarray(design.formative, bool) & ~alone,
        np.ascontiguousarray(arrows, dtype=np.bool_),
        (scheme, most, close),
        np.ascontiguousarray(pull, dtype=np.float64),
        found,
    )
    return found


@cache
def _kernel() -> Callable[..., None] | None:
    if find_spec("numba") is None:
        return None
    import numba

    options: dict[str, Any] = {
        "nogil": True,
        "error_model": "numpy",
        "fastmath": {"contract", "reassoc", "nsz"},
    }
    cube, square = "float64[:,:,::1]", "float64[:,::1]"
    signature = (
        f"void({cube},uint64[::1],bool_[::1],bool_[:,:,::1],Tuple((int64,int64,float64)),"
        f"float64[::1],Tuple(({square},{cube},{cube},int64[::1])))"
    )
    try:
        return numba.njit(signature, cache=True, **options)(alternate)
    except RuntimeError:  # no folder to keep the compiled code in
        return numba.njit(signature, **options)(alternate)


def alternate(cov, ends, solve, arrows, limits, pull, out):  # type: ignore[no-untyped-def]
    """Step between weights and proxies, matrix by matrix; as ``pls.fit`` does side by side.

    ``limits`` are the number of the scheme, the most steps and the largest change; ``out`` takes
    weights, correlations with constructs, between constructs, and steps. Places are unsigned: they
    are not counted from the end, which the compiler would have to provide for.
    """
    scheme, most, close = limits
    none, one = np.uint64(0), np.uint64(1)
    p, k = np.uint64(cov.shape[1]), np.uint64(len(ends) - 1)
    w, new, aside, root = np.zeros(p), np.empty(p), np.empty(p), np.empty(p)
    s, cross, inverse = np.empty((p, p)), np.empty((k, p)), np.empty((p, p))
    between, inner, scale = np.empty((k, k)), np.zeros((k, k)), np.empty(k)
    left, right = np.empty((k, k)), np.empty(k)
    causes, joined = np.empty((k, k), np.uint64), np.empty((k, k), np.uint64)
    leading, touching = np.zeros(k, np.uint64), np.zeros(k, np.uint64)
    for draw in range(cov.shape[0]):
        if draw == 0 or len(arrows) > 1:  # the causes and the neighbours of each construct
            for j in range(k):
                m, touched = none, none
                for i in range(k):
                    if arrows[draw, i, j]:
                        causes[j, m] = i
                        m += one
                    if arrows[draw, i, j] or arrows[draw, j, i]:
                        joined[j, touched] = i
                        touched += one
                leading[j], touching[j] = m, touched
        for i in range(p):
            root[i] = 1.0 / np.sqrt(cov[draw, i, i])
        for i in range(p):
            factor = root[i]
            for h in range(p):
                s[i, h] = cov[draw, i, h] * (factor * root[h])
        for j in range(k):
            if solve[j]:  # the inverse of the block, by Gauss and Jordan
                a, b = ends[j], ends[j + one]
                for i in range(a, b):
                    for h in range(a, b):
                        inverse[i, h] = s[i, h]
                for i in range(a, b):
                    pivot = 1.0 / inverse[i, i] if inverse[i, i] > SINGULAR else np.nan
                    inverse[i, i] = 1.0
                    for h in range(a, b):
                        inverse[i, h] *= pivot
                    for row in range(a, b):
                        if row != i:
                            factor = inverse[row, i]
                            inverse[row, i] = 0.0
                            for h in range(a, b):
                                inverse[row, h] -= factor * inverse[i, h]
        for i in range(p):
            new[i] = 1.0
        taken = most
        for step in range(most + 1):
            # correlations of items with composites, then of composites
            for j in range(k):
                for i in range(p):
                    cross[j, i] = 0.0
                for h in range(ends[j], ends[j + one]):
                    factor = new[h]
                    for i in range(p):
                        cross[j, i] += s[h, i] * factor
            for j in range(k):
                for g in range(j + one):
                    total = 0.0
                    for i in range(ends[g], ends[g + one]):
                        total += cross[j, i] * new[i]
                    between[j, g] = total
                scale[j] = 1.0 / np.sqrt(between[j, j])
            moved = 0.0
            for j in range(k):
                factor = scale[j]
                for i in range(ends[j], ends[j + one]):
                    value = new[i] * factor
                    moved = max(moved, abs(value - w[i]))
                    w[i] = value
                for i in range(p):
                    cross[j, i] *= factor
                for g in range(j):
                    value = between[j, g] * (factor * scale[g])
                    between[j, g] = value
                    between[g, j] = value
                between[j, j] = 1.0
            if step and moved < close:
                taken = step
                break
            if step == most:
                break
            # how much each construct counts in the proxy of another
            for j in range(k):
                for at in range(touching[j]):
                    i = joined[j, at]
                    inner[i, j] = between[i, j] if scheme < 2 else np.sign(between[i, j])
            if scheme == 0:
                for j in range(k):
                    m = leading[j]
                    if m < 2:
                        continue
                    for i in range(m):
                        right[i] = between[causes[j, i], j]
                        for h in range(m):
                            left[i, h] = between[causes[j, i], causes[j, h]]
                    for i in range(m):
                        pivot = 1.0 / left[i, i]
                        left[i, i] = pivot
                        for row in range(i + one, m):
                            factor = left[row, i] * pivot
                            for h in range(i + one, m):
                                left[row, h] -= factor * left[i, h]
                            right[row] -= factor * right[i]
                    for back in range(m):
                        i = m - one - back
                        for h in range(i + one, m):
                            right[i] -= left[i, h] * right[h]
                        right[i] *= left[i, i]
                    for i in range(m):
                        inner[causes[j, i], j] = right[i]
            for j in range(k):
                a, b = ends[j], ends[j + one]
                for i in range(a, b):
                    new[i] = 0.0 if touching[j] else cross[j, i]
                for at in range(touching[j]):
                    g = joined[j, at]
                    factor = inner[g, j]
                    for i in range(a, b):
                        new[i] += cross[g, i] * factor
                if solve[j]:
                    for i in range(a, b):
                        aside[i] = 0.0
                        for h in range(a, b):
                            aside[i] += inverse[i, h] * new[h]
                    for i in range(a, b):
                        new[i] = aside[i]
        for j in range(k):
            total = 0.0
            for i in range(ends[j], ends[j + one]):
                total += cross[j, i] * pull[i]
            scale[j] = -1.0 if total < 0.0 else 1.0
        for j in range(k):
            factor = scale[j]
            for i in range(ends[j], ends[j + one]):
                out[0][i, draw] = w[i] * factor
            for i in range(p):
                out[1][i, j, draw] = cross[j, i] * factor
            for g in range(k):
                out[2][j, g, draw] = between[j, g] * (factor * scale[g])
        out[3][draw] = taken
