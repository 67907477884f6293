"""The quality report on a million respondents, and its arithmetic against plain loops."""

from itertools import pairwise

import numpy as np
import pandas as pd

import cxlab as cx
from benchmarks._clock import bound, compare, megabytes, seconds
from cxlab._stats.answers import Answers
from cxlab._stats.careless import longest_runs
from cxlab._stats.mahalanobis import centre
from cxlab._stats.permuted import permutation_fit

ITEMS = [f"q{number}" for number in range(1, 23)]


def survey(n, seed=1):
    """Return n respondents who answered 22 questions on 1-7, a few careless, 1% missing."""
    rng = np.random.default_rng(seed)
    factors = np.repeat(rng.normal(4.5, 1, (n, 5)), [4, 5, 4, 4, 5], axis=1)
    values = np.clip(np.rint(factors + rng.normal(0, 0.9, (n, 22))), 1, 7)
    values[: n // 50] = rng.integers(1, 8, (n // 50, 22))
    values[n // 50 : n // 33] = 4
    values[rng.random((n, 22)) < 0.01] = np.nan
    data = pd.DataFrame(values, columns=ITEMS).astype("Int64")
    return data.assign(id=np.arange(n), time=154 * np.exp(0.35 * rng.standard_normal(n)))


def main():
    small = survey(2_000)
    values = small[ITEMS].to_numpy(float, na_value=4)
    codes = np.asfortranarray(values.astype(np.uint8))

    def by_rows():
        out = []
        for row in values:
            best = run = 1
            for one, other in pairwise(row):
                run = run + 1 if one == other else 1
                best = max(best, run)
            out.append(best)
        return out

    ours = seconds(lambda: longest_runs(codes))
    compare("longest runs, n 2,000", ours, "loop over answers", seconds(by_rows, repeats=1))

    levels = np.arange(8.0)
    answers = Answers(codes, [levels], [np.arange(22)])
    found = centre(answers)
    mean, inverse = found.mean, found.inverse()
    few = values[:200]

    def by_permuting():
        rng, shares = np.random.default_rng(1), []
        for row in few:
            orders = np.array([rng.permutation(row) for _ in range(1000)]) - mean
            squares = np.einsum("ij,ij->i", orders @ inverse, orders)
            own = (row - mean) @ inverse @ (row - mean)
            shares.append((squares <= own).mean())
        return shares

    ours = seconds(lambda: permutation_fit(few - mean, mean, inverse, 2_000).p_value())
    theirs = seconds(by_permuting, repeats=1)
    compare("share of orders, n 200, by moments", ours, "1,000 orders each, a loop", theirs)

    big = survey(1_000_000)

    def report():
        return cx.reading.quality(big, ITEMS, id="id", duration="time")

    bound("quality(), 1,000,000 x 22, seconds", seconds(report, repeats=3), 3, "s ")
    bound("quality(), 1,000,000 x 22, memory", megabytes(report), 500, "MB")


if __name__ == "__main__":
    main()
