"""Relative importance: the walk over subsets against regressions one by one.

``dominance-analysis`` 1.1.9 installs beside numpy 2 but can't be imported there (its bokeh asks for
``numpy.bool8``), so the peers are loops over numpy's and statsmodels' regressions, and pingouin's
Shapley division where it is installed. Compiled code is loaded before the clock starts.
"""

import importlib.util
import itertools
import math

import numpy as np
import pandas as pd
import statsmodels.api as sm

import cxlab as cx
from benchmarks._clock import bound, compare, megabytes, seconds
from cxlab._stats.importance import johnson, lmg


def survey(n, p, seed=1):
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(n, p + 1)) @ (np.eye(p + 1) + 0.3)
    return pd.DataFrame(rows, columns=[*(f"x{j}" for j in range(p)), "y"])


def correlations(p, draws=1):
    found = [np.corrcoef(survey(500, p, seed), rowvar=False) for seed in range(min(draws, 50))]
    return np.resize(np.stack(found), (draws, p + 1, p + 1))


def by_numpy(y, x):
    rest = y - x @ np.linalg.lstsq(x, y, rcond=None)[0]
    return 1 - rest @ rest / (y @ y)


def by_statsmodels(y, x):
    return sm.OLS(y, sm.add_constant(x)).fit().rsquared


def all_subsets(rows, fit):
    """Average the gain in R² over all orders the plain way: one regression per subset."""
    p, y = rows.shape[1] - 1, rows[:, -1] - rows[:, -1].mean()
    x = rows[:, :-1] - rows[:, :-1].mean(axis=0)
    r2 = {(): 0.0}
    for size in range(1, p + 1):
        for part in itertools.combinations(range(p), size):
            r2[part] = fit(y, x[:, part])
    share = np.zeros(p)
    for part, value in r2.items():
        for j in set(range(p)) - set(part):
            gain = r2[tuple(sorted((*part, j)))] - value
            share[j] += gain / (p * math.comb(p - 1, len(part)))
    return share


def within(what, call, limit, repeats=5):
    bound(what, 1e3 * seconds(call, repeats=repeats), limit, "ms")


def one_sample():
    rows = survey(500, 10).to_numpy()
    corr = np.corrcoef(rows, rowvar=False)[None]
    np.testing.assert_allclose(lmg(corr)[0], all_subsets(rows, by_numpy), rtol=1e-9)
    ours = seconds(lambda: lmg(corr), repeats=20)
    for fit, peer in ((by_numpy, "numpy"), (by_statsmodels, "statsmodels")):
        theirs = seconds(lambda fit=fit: all_subsets(rows, fit), repeats=3)
        compare("LMG, 10 drivers", ours, f"1,023 regressions by {peer}", theirs)
    one = seconds(lambda: all_subsets(rows[:, -9:], by_numpy), repeats=3) / 255
    for p in (15, 20, 25):
        corr = correlations(p)
        ours = seconds(lambda corr=corr: lmg(corr, fast=False))
        compare(
            f"LMG, {p} drivers, numpy", ours, f"{2**p - 1:,} regressions, extrapolated", one * 2**p
        )
    for p, limit in ((15, 3), (20, 40), (25, 1000)):
        corr = correlations(p)
        within(f"LMG, {p} drivers, numpy", lambda corr=corr: lmg(corr, fast=False), limit)
    corr = correlations(25)
    bound("memory, LMG, 25 drivers", megabytes(lambda: lmg(corr, fast=False)), 300, "MB")
    if importlib.util.find_spec("numba"):
        for p, limit in ((25, 60), (30, 1000), (33, 8000)):
            corr = correlations(p)
            repeats = 5 if p < 33 else 1
            within(
                f"LMG, {p} drivers, numba", lambda corr=corr: lmg(corr, fast=True), limit, repeats
            )


def resamples():
    stack = correlations(10, 1000)
    within("LMG, 10 drivers, 1,000 resamples, numpy", lambda: lmg(stack, fast=False), 40)
    each = seconds(lambda: [lmg(corr[None]) for corr in stack[:50]], repeats=3) / 50
    ours = seconds(lambda: lmg(stack))
    compare("LMG, 10 drivers, 1,000 resamples", ours, "one by one", 1000 * each)

    stack = correlations(10, 10_000)
    within("Johnson, 10 drivers, 10,000 resamples", lambda: johnson(stack), 300)
    each = seconds(lambda: [johnson(corr[None]) for corr in stack[:100]], repeats=3) / 100
    ours = seconds(lambda: johnson(stack))
    compare("Johnson, 10 drivers, 10,000 resamples", ours, "one by one", 10_000 * each)


def the_verb():
    data = survey(250, 6)
    names, values = list(data.columns[:-1]), data.to_numpy()
    rng = np.random.default_rng(2)

    def loop():
        return [all_subsets(values[rng.integers(0, 250, 250)], by_numpy) for _ in range(20)]

    ours = seconds(lambda: cx.drivers.importance(data, "y", names, boot=1000, seed=1))
    theirs = 50 * seconds(loop, repeats=3)
    compare("importance(), 6 drivers, 1,000 resamples", ours, "loop of refits", theirs)

    wide = survey(2000, 12)
    names = list(wide.columns[:-1])
    peak = megabytes(lambda: cx.drivers.importance(wide, "y", names, boot=1000, seed=1))
    bound("memory, 12 drivers, 1,000 resamples, n 2,000", peak, 200, "MB")


def beside_pingouin():
    if importlib.util.find_spec("pingouin") is None:
        print("  pingouin is not installed: left out")
        return
    import pingouin

    data = survey(500, 10)
    x, corr = data.drop(columns="y"), np.corrcoef(data, rowvar=False)[None]
    theirs = pingouin.linear_regression(x, data["y"], relimp=True)["relimp"].to_numpy()[1:]
    np.testing.assert_allclose(lmg(corr)[0], theirs, rtol=1e-9)
    compare(
        "LMG, 10 drivers, arrays",
        seconds(lambda: lmg(corr)),
        "pingouin.linear_regression(relimp=True)",
        seconds(lambda: pingouin.linear_regression(x, data["y"], relimp=True), repeats=3),
    )


def main():
    one_sample()
    beside_pingouin()
    resamples()
    the_verb()
