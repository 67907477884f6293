"""The walk over subsets in the depth, compiled by numba where it is installed."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Walk = Callable[[Array, NDArray[np.int64], Array], tuple[Array, Array, Array]]
Kernel = Callable[..., None]

BITS = 6
LANES = 2**BITS  # subsets side by side: the inner loops become vector instructions
LAST = 3  # variables that are swept at once at the end of every branch
SINGULAR = 1e-10  # a residual variance below this is zero: the variable adds nothing


def walker() -> Walk | None:
    """Return the compiled walk, or ``None`` without numba."""
    kernel = _kernel()
    if kernel is None:
        return None
    return lambda state, size, table: walk(kernel, state, size, table)


def walk(
    kernel: Kernel, state: Array, size: NDArray[np.int64], table: Array
) -> tuple[Array, Array, Array]:
    """Walk the rest of the lattice below each subset.

    Parameters
    ----------
    kernel
        ``in_depth`` or its compiled form, run in threads.
    state
        Residual covariances of the ``c >= LAST`` variables left, those with the outcome last,
        shape (c, c + 1, subsets, draws); the subsets are a multiple of ``LANES``.
    size
        Variables in each subset, shape (subsets,). Among ``LANES`` that follow each other it is the
        number of bits of the lane, more by a constant.
    table
        Weights of a gain, shape (c, sizes).

    Returns
    -------
    share, later
        Weighted gains of all subsets with each variable, and those that count for all variables
        after it, shape (c, draws) each.
    nodes
        Weighted gains below each subset, shape (subsets, draws).
    """
    c, lanes, draws = len(state), state.shape[2], state.shape[3]
    rows = np.concatenate([state[j, j:] for j in range(c)])
    rows = rows.reshape(len(rows), -1, LANES, draws).transpose(3, 1, 0, 2)
    roots = np.ascontiguousarray(rows).reshape(-1, rows.shape[2], LANES)
    most = table.shape[1] - 1
    column = np.minimum(np.arange(most + 1)[:, None] + size[:LANES] - size[0], most)
    weights = np.ascontiguousarray(table[:, column])
    high = np.tile(size[::LANES], draws)
    share, later = np.zeros((len(roots), c)), np.zeros((len(roots), c))
    nodes = np.zeros((len(roots), LANES))
    workers = min(len(roots), os.cpu_count() or 1)
    ends = np.linspace(0, len(roots), min(len(roots), 4 * workers) + 1).astype(int)

    def run(ends: tuple[int, int]) -> None:
        part = slice(*ends)
        kernel(roots[part], weights, high[part], share[part], later[part], nodes[part])

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(run, pairwise(ends)))
    share, later = (x.reshape(draws, -1, c).sum(axis=1).T for x in (share, later))
    return share, later, nodes.reshape(draws, lanes).T


def suits(widths: Sequence[int]) -> bool:
    """Say whether the groups, widest first, leave enough single columns for a walk that pays."""
    return len(widths) >= BITS + 2 * LAST and max(widths[BITS:]) == 1


@cache
def _kernel() -> Kernel | None:
    try:
        import numba
    except ImportError:
        return None
    cube, square = "float64[:,:,::1]", "float64[:,::1]"
    signature = f"void({cube},{cube},int64[::1],{square},{square},{square})"
    options = {"fastmath": {"contract", "nnan", "nsz", "reassoc"}, "error_model": "numpy"}
    try:
        return numba.njit(signature, cache=True, nogil=True, **options)(in_depth)
    except RuntimeError:  # no folder to keep the compiled code in
        return numba.njit(signature, nogil=True, **options)(in_depth)


def in_depth(roots, weights, high, share, later, nodes):  # type: ignore[no-untyped-def]
    """Walk below each of ``roots``: leave a variable out or sweep it, depth first.

    A state of ``m`` variables has m (m + 3) / 2 rows of ``LANES`` numbers: for each variable its
    variance, its covariances with the later ones and with the outcome. Without the first variable
    it is the same state less m + 1 rows; a swept state has a place of its own for every m.
    """
    top = weights.shape[0]
    start = np.zeros(top + 1, np.int64)
    rows = 0
    for m in range(3, top + 1):
        start[m] = rows
        rows += m * (m + 3) // 2
    scratch = np.empty((rows, LANES))
    inverse, factor = np.empty(LANES), np.empty(LANES)
    at, size, step, held = start.copy(), start * 0, start * 0, np.zeros(top + 1)
    for item in range(roots.shape[0]):
        node = nodes[item]
        for row in range(roots.shape[1]):
            for i in range(LANES):
                scratch[start[top] + row, i] = roots[item, row, i]
        m = top
        at[m], size[m], step[m] = start[top], high[item], 0
        total = 0.0  # weighted gains of the branch that was walked last
        while True:
            here, s, k = at[m], size[m], top - m
            if m == 3:
                state = scratch[here : here + 9]
                w1, w2, w3 = weights[k, s + 1], weights[k + 1, s + 1 :], weights[k + 2, s + 1 :]
                total = with1 = with2 = with3 = after1 = after2 = 0.0
                for i in range(LANES):
                    a1, a12, a13, a1y = state[0, i], state[1, i], state[2, i], state[3, i]
                    a2, a23, a2y = state[4, i], state[5, i], state[6, i]
                    a3, a3y = state[7, i], state[8, i]
                    # b: variable 1 is in. Quotients share divisions, which are slow.
                    r = 1.0 / max(a1, SINGULAR)
                    f2, f3 = a12 * r, a13 * r
                    gain1 = a1y * a1y * r
                    b2, b23, b2y = a2 - f2 * a12, a23 - f2 * a13, a2y - f2 * a1y
                    b3, b3y = a3 - f3 * a13, a3y - f3 * a1y
                    # c: 2 is in; d: 1 and 2 are in
                    a2, b2 = max(a2, SINGULAR), max(b2, SINGULAR)
                    r = 1.0 / (a2 * b2)
                    ra, rb = r * b2, r * a2
                    gain2, gain12 = a2y * a2y * ra, b2y * b2y * rb
                    f2, f3 = a23 * ra, b23 * rb
                    c3, c3y = a3 - f2 * a23, a3y - f2 * a2y
                    d3, d3y = b3 - f3 * b23, b3y - f3 * b2y
                    a3, b3 = max(a3, SINGULAR), max(b3, SINGULAR)
                    c3, d3 = max(c3, SINGULAR), max(d3, SINGULAR)
                    ab, cd = a3 * b3, c3 * d3
                    r = 1.0 / (ab * cd)
                    rab, rcd = r * cd, r * ab
                    x0 = a3y * a3y * (rab * b3) * w3[0, i]
                    x1 = b3y * b3y * (rab * a3) * w3[1, i]
                    x2 = c3y * c3y * (rcd * d3) * w3[1, i]
                    x12 = d3y * d3y * (rcd * c3) * w3[2, i]
                    in2 = gain2 * w2[0, i] + x2
                    in12 = gain12 * w2[1, i] + x12
                    in1 = gain1 * w1[i] + x1 + in12
                    both = in1 + x0 + in2
                    node[i] += both
                    total += both
                    with1 += in1
                    with2 += in2 + in12
                    with3 += x0 + x1 + x2 + x12
                    after1 += gain1 * w2[1, i]
                    after2 += gain2 * w3[1, i] + gain12 * w3[2, i]
                share[item, k] += with1
                share[item, k + 1] += with2
                share[item, k + 2] += with3
                later[item, k] += after1
                later[item, k + 1] += after2
                m += 1
            else:  # first the branch with the variable
                w1, w2 = weights[k, s + 1], weights[k + 1, s + 2]
                first_row, outcome = scratch[here], scratch[here + m]
                own = after = 0.0
                for i in range(LANES):
                    r = 1.0 / max(first_row[i], SINGULAR)
                    inverse[i] = r
                    gain = outcome[i] * outcome[i] * r
                    x = gain * w1[i]
                    node[i] += x
                    own += x
                    after += gain * w2[i]
                held[m] = own
                later[item, k] += after
                old, new = here + m + 1, start[m - 1]
                for j in range(1, m):
                    head = scratch[here + j]
                    for i in range(LANES):
                        factor[i] = head[i] * inverse[i]
                    for other in range(j, m + 1):
                        to, of, by = scratch[new], scratch[old], scratch[here + other]
                        for i in range(LANES):
                            to[i] = of[i] - factor[i] * by[i]
                        old += 1
                        new += 1
                step[m] = 1
                m -= 1
                at[m], size[m], step[m] = start[m], s + 1, 0
                continue
            while m <= top and step[m] == 2:
                total += held[m]
                m += 1
            if m > top:
                break
            held[m] += total
            share[item, top - m] += held[m]
            step[m] = 2  # then the branch without it
            m -= 1
            at[m], size[m], step[m] = at[m + 1] + m + 2, size[m + 1], 0
