"""Relative importance: the walk over subsets against regressions one by one."""

import itertools
import math

import numpy as np
import pandas as pd

import cxlab as cx
from benchmarks._clock import bound, compare, megabytes, seconds
from cxlab._stats.importance import johnson, lmg


def survey(n, p, seed=1):
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(n, p + 1)) @ (np.eye(p + 1) + 0.3)
    return pd.DataFrame(rows, columns=[*(f"x{j}" for j in range(p)), "y"])


def all_subsets(rows):
    """Average the gain in R² over all orders the plain way: one regression per subset."""
    p, y = rows.shape[1] - 1, rows[:, -1] - rows[:, -1].mean()
    x = rows[:, :-1] - rows[:, :-1].mean(axis=0)
    r2 = {(): 0.0}
    for size in range(1, p + 1):
        for part in itertools.combinations(range(p), size):
            rest = y - x[:, part] @ np.linalg.lstsq(x[:, part], y, rcond=None)[0]
            r2[part] = 1 - rest @ rest / (y @ y)
    share = np.zeros(p)
    for part, value in r2.items():
        for j in set(range(p)) - set(part):
            gain = r2[tuple(sorted((*part, j)))] - value
            share[j] += gain / (p * math.comb(p - 1, len(part)))
    return share


def main():
    rows = survey(500, 10).to_numpy()
    corr = np.corrcoef(rows, rowvar=False)[None]
    np.testing.assert_allclose(lmg(corr)[0], all_subsets(rows), rtol=1e-9)
    ours = seconds(lambda: lmg(corr), repeats=20)
    theirs = seconds(lambda: all_subsets(rows), repeats=3)
    compare("LMG, 10 drivers", ours, "1,023 regressions by numpy", theirs)

    big = np.corrcoef(survey(500, 20).to_numpy(), rowvar=False)[None]
    one = seconds(lambda: all_subsets(rows[:, -9:]), repeats=3) / 255
    compare(
        "LMG, 20 drivers",
        seconds(lambda: lmg(big)),
        "1,048,575 regressions (extrapolated)",
        one * 2**20,
    )

    data = survey(250, 6)
    names, values = list(data.columns[:-1]), data.to_numpy()
    rng = np.random.default_rng(2)

    def loop():
        return [all_subsets(values[rng.integers(0, 250, 250)]) for _ in range(20)]

    ours = seconds(lambda: cx.drivers.importance(data, "y", names, boot=1000, seed=1))
    compare(
        "importance(), 6 drivers, 1,000 resamples",
        ours,
        "loop of refits",
        50 * seconds(loop, repeats=3),
    )

    stack = np.repeat(np.corrcoef(values, rowvar=False)[None], 1000, axis=0)
    each = seconds(lambda: [johnson(corr[None]) for corr in stack[:100]], repeats=3)
    compare(
        "Johnson, 6 drivers, 1,000 resamples",
        seconds(lambda: johnson(stack)),
        "one by one",
        10 * each,
    )

    wide = survey(2000, 12)
    names = list(wide.columns[:-1])
    peak = megabytes(lambda: cx.drivers.importance(wide, "y", names, boot=1000, seed=1))
    bound("memory, 12 drivers, 1,000 resamples, n 2,000", peak, 200, "MB")
