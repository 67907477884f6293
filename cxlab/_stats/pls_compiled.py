"""The steps of PLS for many correlation matrices, compiled by numba where it is installed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Found = tuple[Array, Array, Array, NDArray[np.int64]]

WORTH = 10_000  # resamples from which compiled code pays for being loaded


def kernel(draws: int, fast: bool | None) -> Callable[..., None] | None:
    """Return the compiled steps, or ``None`` without numba or where they don't pay."""
    if fast is None:
        fast = "numba" in sys.modules or draws >= WORTH
    return _kernel() if fast else None


def steps(run: Callable[..., None], corr: Array, design: Any, close: float, most: int) -> Found:
    """Return weights, correlations with constructs and between them, and the steps taken.

    Parameters
    ----------
    run
        ``alternate`` or its compiled form.
    corr
        Shape (draws, n_items, n_items).
    design
        Items and arrows.
    close, most
        Largest change of a weight between the last two steps, and most steps.

    Returns
    -------
    Arrays with the resamples as their last axis, scaled to constructs of variance one.
    """
    draws, p, k = len(corr), corr.shape[-1], len(design.sizes)
    weights = np.empty((draws, p))
    cross, between = np.empty((draws, k, p)), np.empty((draws, k, k))
    taken = np.empty(draws, np.int64)
    ends = np.append(design.starts, p).astype(np.int64)
    alone = np.asarray(design.sizes) == 1
    solve = np.asarray(design.formative, bool) & ~alone
    scheme = ("path", "factorial", "centroid").index(design.scheme)
    run(
        np.ascontiguousarray(corr, dtype=np.float64),
        ends,
        solve,
        np.ascontiguousarray(design.arrows, dtype=np.bool_),
        (scheme, most),
        close,
        (weights, cross, between, taken),
    )
    return (
        np.ascontiguousarray(weights.T),
        np.ascontiguousarray(cross.transpose(2, 1, 0)),
        np.ascontiguousarray(between.transpose(1, 2, 0)),
        taken,
    )


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
    cube, square, signs = "float64[:,:,::1]", "float64[:,::1]", "bool_[:,::1]"
    signature = (
        f"void({cube},int64[::1],bool_[::1],{signs},UniTuple(int64,2),float64,"
        f"Tuple(({square},{cube},{cube},int64[::1])))"
    )
    try:
        return numba.njit(signature, cache=True, **options)(alternate)
    except RuntimeError:  # no folder to keep the compiled code in
        return numba.njit(signature, **options)(alternate)


def alternate(corr, ends, solve, arrows, limits, close, out):  # type: ignore[no-untyped-def]
    """Step between weights and proxies, matrix by matrix; as ``pls.fit`` does side by side.

    ``limits`` are the number of the scheme and the most steps; ``out`` takes weights, correlations
    with constructs (construct first), between constructs, and steps.
    """
    scheme, most = limits
    p, k = corr.shape[1], len(ends) - 1
    w, new, aside, scale = np.zeros(p), np.empty(p), np.empty(p), np.empty(k)
    cross, inner = np.empty((k, p)), np.empty((k, k))
    left, right, place = np.empty((k, k)), np.empty(k), np.empty(k, np.int64)
    inverse = np.zeros((p, p))
    for draw in range(corr.shape[0]):
        s, between = corr[draw], out[2][draw]
        for j in range(k):
            if solve[j]:  # the inverse of the block, by Gauss and Jordan
                a, b = ends[j], ends[j + 1]
                for i in range(a, b):
                    for h in range(a, b):
                        inverse[i, h] = s[i, h]
                for i in range(a, b):
                    pivot = 1.0 / inverse[i, i]
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
                for h in range(ends[j], ends[j + 1]):
                    for i in range(p):
                        cross[j, i] += s[h, i] * new[h]
            for j in range(k):
                for g in range(j + 1):
                    total = 0.0
                    for i in range(ends[g], ends[g + 1]):
                        total += cross[j, i] * new[i]
                    between[j, g] = total
                scale[j] = 1.0 / np.sqrt(between[j, j])
            moved = 0.0
            for j in range(k):
                factor = scale[j]
                for i in range(ends[j], ends[j + 1]):
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
            for i in range(k):
                for j in range(k):
                    inner[i, j] = 0.0
                    if arrows[i, j] or arrows[j, i]:
                        inner[i, j] = between[i, j] if scheme < 2 else np.sign(between[i, j])
            if scheme == 0:
                for j in range(k):
                    m = 0
                    for i in range(k):
                        if arrows[i, j]:
                            place[m] = i
                            m += 1
                    for i in range(m):
                        right[i] = between[place[i], j]
                        for h in range(m):
                            left[i, h] = between[place[i], place[h]]
                    for i in range(m):
                        for row in range(i + 1, m):
                            factor = left[row, i] / left[i, i]
                            for h in range(i, m):
                                left[row, h] -= factor * left[i, h]
                            right[row] -= factor * right[i]
                    for i in range(m - 1, -1, -1):
                        for h in range(i + 1, m):
                            right[i] -= left[i, h] * right[h]
                        right[i] /= left[i, i]
                    for i in range(m):
                        inner[place[i], j] = right[i]
            for j in range(k):
                a, b = ends[j], ends[j + 1]
                linked = False
                for i in range(a, b):
                    new[i] = 0.0
                for g in range(k):
                    if arrows[g, j] or arrows[j, g]:
                        linked = True
                        for i in range(a, b):
                            new[i] += cross[g, i] * inner[g, j]
                if not linked:
                    for i in range(a, b):
                        new[i] = cross[j, i]
                if solve[j]:
                    for i in range(a, b):
                        aside[i] = 0.0
                        for h in range(a, b):
                            aside[i] += inverse[i, h] * new[h]
                    for i in range(a, b):
                        new[i] = aside[i]
        for i in range(p):
            out[0][draw, i] = w[i]
        for j in range(k):
            for i in range(p):
                out[1][draw, j, i] = cross[j, i]
        out[3][draw] = taken
