"""Resampled moments as one matrix product, against copying the rows of every resample."""

import numpy as np
from scipy import stats

from benchmarks._clock import bound, compare, megabytes, seconds
from cxlab._stats.bootstrap import bca, leave_one_out, moments, nonsingular

N, ITEMS, DRAWS = 250, 24, 10_000


def loop(rows, draws):
    rng = np.random.default_rng(1)
    return [np.cov(rows[rng.integers(0, len(rows), len(rows))], rowvar=False) for _ in range(draws)]


def one_by_one(rows):
    return [np.cov(np.delete(rows, i, axis=0), rowvar=False) for i in range(len(rows))]


def main():
    rng = np.random.default_rng(1)
    answers = rng.integers(1, 11, size=(N, ITEMS)).astype(float)
    scores = rng.normal(size=(N, ITEMS))
    theirs = seconds(lambda: loop(answers, 200), repeats=3) * DRAWS / 200
    weights = rng.gamma(2, size=N)
    for what, rows, heavy in (
        ("whole-numbered answers", answers, None),
        ("scores", scores, None),
        ("scores, survey weights", scores, weights),
    ):

        def ours(rows=rows, heavy=heavy):
            return moments(rows, DRAWS, np.random.default_rng(1), weights=heavy)

        compare(f"{DRAWS:,} x {ITEMS} {what}", time := seconds(ours), "np.cov in a loop", theirs)
        if rows is answers:
            bound(f"n {N}, {ITEMS} {what}", 1e3 * time, 50, "ms")
    peak = megabytes(lambda: moments(answers, DRAWS, np.random.default_rng(1)))
    bound("memory (the result has 48 MB)", peak, 60, "MB")

    draws = moments(scores, DRAWS, np.random.default_rng(1))[1]
    theirs = seconds(lambda: np.linalg.eigvalsh(draws), repeats=3)
    compare("full rank of each", seconds(lambda: nonsingular(draws, scores)), "eigenvalues", theirs)

    ours = seconds(lambda: leave_one_out(scores), repeats=20)
    compare("jackknife of moments", ours, "np.cov in a loop", seconds(lambda: one_by_one(scores)))

    x = scores[:, 0]
    spread = draws[:, 0, 0] / N
    left = leave_one_out(scores)[1][:, 0, 0] / (N - 1)

    def peer():
        return stats.bootstrap((x,), np.var, n_resamples=DRAWS, rng=1, vectorized=True)

    ours = seconds(lambda: bca(spread, x.var(), left, 0.95))
    compare("BCa from given draws", ours, "scipy.stats.bootstrap, draws too", seconds(peer))
