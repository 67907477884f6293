"""Metrics against statsmodels and against plain loops."""

import numpy as np
import pandas as pd
from statsmodels.stats.proportion import confint_proportions_2indep

import cxlab as cx
from benchmarks._clock import compare, seconds
from cxlab._stats.net_score import net_difference
from cxlab._stats.proportions import share_difference


def main():
    rng = np.random.default_rng(1)
    counts = np.column_stack([rng.integers(5, 60, 300), rng.integers(60, 200, 300)])
    x, n = counts.T
    y, m = counts[::-1].T
    ours = seconds(lambda: share_difference((x / n, n), (y / m, m), 0.95))

    def one_by_one():
        for row in zip(x, n, y, m, strict=True):
            confint_proportions_2indep(*row, method="newcomb", compare="diff")

    theirs = seconds(one_by_one, repeats=1)
    compare("Newcombe, 300 differences of shares", ours, "statsmodels, one by one", theirs)

    shares, draws, size = np.array([0.4, 0.3, 0.3]), 2000, 400

    def loop():
        hits = 0
        for _ in range(draws):
            sides = [rng.multinomial(size, shares) / size for _ in range(2)]
            hits += net_difference(*((s[0], s[2], size) for s in sides), 0.95)[3] < 0.05
        return hits

    ours = seconds(lambda: cx.metrics.power(0, [size], assumed=tuple(shares), draws=draws, seed=1))
    compare("power(), 2,000 pairs of samples", ours, "the same in a loop", seconds(loop, repeats=1))

    data = pd.DataFrame(
        {"recommend": rng.integers(0, 11, 100_000), "month": rng.integers(1, 25, 100_000)}
    )

    def groupwise():
        rows = []
        for month, part in data.groupby("month"):
            up, down = (part["recommend"] >= 9).mean(), (part["recommend"] <= 6).mean()
            rows.append((month, 100 * (up - down), up, down, len(part)))
        return rows

    ours = seconds(lambda: cx.metrics.nps(data, "recommend", by="month"))
    compare(
        "nps() by month with intervals, n 100,000",
        ours,
        "groupby loop, no interval",
        seconds(groupwise),
    )


if __name__ == "__main__":
    main()
