"""Reliability, validity and factors against bounds, and against plain loops on the same data."""

import itertools
import warnings

import numpy as np
import pandas as pd

import cxlab as cx
from benchmarks._clock import bound, compare, seconds
from cxlab._stats import bootstrap, factorability, reliability, validity
from cxlab._stats.moments import correlations
from cxlab._stats.polychoric import polychoric

BLOCKS = {"IMAG": 5, "CUEX": 3, "PERQ": 7, "PERV": 2, "CUSA": 3, "CUSL": 3}
ITEMS = [f"{name}{item}" for name, size in BLOCKS.items() for item in range(1, size + 1)]
SIZES = list(BLOCKS.values())


def answers(n, k, seed=1):
    """Return answers on 1-7 to k items of five factors."""
    rng = np.random.default_rng(seed)
    factors = 0.6 * rng.normal(size=(n, 1)) + 0.8 * rng.normal(size=(n, 5))
    values = 4 + factors[:, np.arange(k) % 5] + 0.9 * rng.normal(size=(n, k))
    return np.clip(np.rint(values), 1, 7)


def htmt_batched(rows, draws):
    """Return HTMT of resamples, from their moments."""
    scatters = bootstrap.moments(rows, draws, np.random.default_rng(1))[1]
    return validity.htmt(correlations(scatters), SIZES)


def htmt_looped(rows, draws):
    """Return HTMT of resamples, row by row."""
    rng = np.random.default_rng(1)
    ends = np.cumsum([0, *SIZES])
    parts = [slice(a, b) for a, b in itertools.pairwise(ends)]
    out = []
    for _draw in range(draws):
        corr = np.abs(np.corrcoef(rows[rng.integers(0, len(rows), len(rows))].T))
        within = [
            corr[part, part][np.tril_indices(part.stop - part.start, -1)].mean() for part in parts
        ]
        out.append(
            [
                corr[parts[i], parts[j]].mean() / np.sqrt(within[i] * within[j])
                for i in range(len(parts))
                for j in range(i)
            ]
        )
    return np.array(out)


def alpha_looped(rows, draws):
    """Return alpha of resamples, row by row."""
    rng = np.random.default_rng(1)
    n = len(rows)
    return [reliability.alpha(np.cov(rows[rng.integers(0, n, n)].T)) for _draw in range(draws)]


def parallel_looped(n, k, draws, *, common):
    """Return eigenvalues of random data, drawn in full."""
    rng = np.random.default_rng(1)
    out = []
    for _draw in range(draws):
        corr = np.corrcoef(rng.standard_normal((n, k)).T)
        out.append(np.linalg.eigvalsh(factorability.reduced(corr) if common else corr))
    return np.array(out)


def main():
    warnings.simplefilter("ignore")
    mobi = cx.load("mobi")
    rows = mobi[ITEMS].to_numpy(float)
    scales = {name: [f"{name}{k}" for k in range(1, size + 1)] for name, size in BLOCKS.items()}
    own = seconds(lambda: cx.instruments.validity(mobi, scales, boot=1000, seed=1))
    bound("validity(mobi, boot=1000), the whole verb", 1e3 * own, 100, "ms")
    compare(
        "HTMT, 1,000 resamples, 23 items, n 250",
        seconds(lambda: htmt_batched(rows, 1000)),
        "loop over resamples",
        seconds(lambda: htmt_looped(rows, 1000), repeats=3),
    )

    quality = mobi[scales["PERQ"]]
    own = seconds(
        lambda: cx.instruments.reliability(
            quality, {"q": list(quality)}, interval="bca", boot=2000, seed=1
        )
    )
    compare(
        "alpha, BCa of 2,000 resamples, 7 items",
        own,
        "loop over resamples, no jackknife",
        seconds(lambda: alpha_looped(quality.to_numpy(float), 2000), repeats=3),
    )

    for common, word in ((False, "components"), (True, "factors")):
        own = seconds(
            lambda common=common: factorability.parallel(
                2436, 25, 100, np.random.default_rng(1), common=common
            )
        )
        bound(f"parallel analysis, {word}, 100 draws", own, 1, "s")
        compare(
            f"parallel analysis, {word}, 25 items, n 2,436",
            own,
            "loop over full data sets",
            seconds(lambda common=common: parallel_looped(2436, 25, 100, common=common), repeats=3),
        )

    codes = answers(2000, 22).astype(int) - 1
    own = seconds(lambda: polychoric(codes), repeats=3)
    pairs = [(i, j) for i in range(22) for j in range(i)]

    def one_by_one():
        return [polychoric(codes[:, [i, j]]).corr[0, 1] for i, j in pairs]

    compare(
        "polychoric correlations, 22 items, n 2,000",
        own,
        "pair by pair",
        seconds(one_by_one, repeats=1),
    )
    frame = pd.DataFrame(codes + 1, columns=[f"q{k}" for k in range(22)])
    own = seconds(lambda: cx.instruments.screen(frame, list(frame)))
    bound("screen, 22 items, n 2,000", 1e3 * own, 100, "ms")


if __name__ == "__main__":
    main()
