"""Mediation against a loop of refits, moderation and the comparison of methods against a bound."""

import warnings

import numpy as np
import pandas as pd
import statsmodels.formula.api as smf

import cxlab as cx
from benchmarks._clock import bound, compare, seconds
from cxlab._stats.bootstrap import moments, nonsingular, percentile
from cxlab._stats.recursive import coefficients

DRIVERS = [f"x{j}" for j in range(6)]


def survey(n, seed=1):
    rng = np.random.default_rng(seed)
    data = pd.DataFrame(rng.integers(0, 11, (n, 6)), columns=DRIVERS)
    data["m1"] = 0.5 * data["x0"] + rng.normal(size=n)
    data["m2"] = 0.3 * data["x0"] + rng.normal(size=n)
    score = data[DRIVERS] @ np.linspace(0.1, 0.4, 6) + data["m1"] + 2 * rng.logistic(size=n)
    data["y"], data["rating"] = score, pd.qcut(score, 11, labels=False)
    return data


def core(rows, draws=5000):
    """Resample, check and interval of one indirect effect: arrays only."""
    scatter = moments(rows, draws, np.random.default_rng(1))[1]
    direct = coefficients(scatter[nonsingular(scatter, rows)], range(3))[0]
    return percentile(direct[:, 1, 0] * direct[:, 2, 1], 0.95)


def main():
    warnings.simplefilter("ignore")
    small = survey(250)
    chain, rows = ["x0", "m1", "y"], small[["x0", "m1", "y"]].to_numpy(float)
    rng = np.random.default_rng(3)

    def loop():
        for _ in range(20):
            part = small.iloc[rng.integers(0, 250, 250)]
            smf.ols("m1 ~ x0", part).fit()
            smf.ols("y ~ x0 + m1", part).fit()

    theirs = 250 * seconds(loop, repeats=3)
    call = seconds(lambda: cx.paths.mediate(small, chain, boot=5000, seed=1))
    compare("mediate(), 5,000 resamples, n 250", call, "loop of statsmodels refits", theirs)
    bound("mediation, 5,000 resamples: arrays", 1e3 * seconds(lambda: core(rows)), 50, "ms")
    bound("mediate(), 5,000 resamples", 1e3 * call, 50, "ms")
    side = ["x0", ["m1", "m2"], "y"]
    call = seconds(lambda: cx.paths.mediate(small, side, interval="bca", boot=5000, seed=1))
    bound("mediate(), side by side, BCa, 5,000", 1e3 * call, 100, "ms")

    large = survey(2000)
    call = seconds(lambda: cx.drivers.moderate(large, "y", "x0", "x1", covariates=DRIVERS[2:]))
    theirs = seconds(
        lambda: smf.ols("y ~ x0 * x1 + x2 + x3 + x4 + x5", large).fit(cov_type="HC3").summary()
    )
    compare("moderate(), HC3, n 2,000", call, "statsmodels fit and summary", theirs)
    call = seconds(
        lambda: cx.drivers.compare(large, "rating", DRIVERS, boot=500, seed=1), repeats=3
    )
    bound("compare(), n 2,000, p 6, 500 resamples", call, 2, "s")


if __name__ == "__main__":
    main()
