"""Models of contracts: Newton on counts against the textbook's Nelder-Mead, and the bootstrap."""

import numpy as np
from scipy.optimize import minimize
from scipy.special import betaln

import cxlab as cx
from benchmarks._clock import bound, compare, seconds


def by_nelder_mead(alive):
    """Maximise the likelihood as books and spreadsheets do: one simplex on the two parameters."""
    lost, kept = -np.diff(alive), alive[-1]
    time = np.arange(1, len(alive))

    def minus(logs):
        alpha, beta = np.exp(logs)
        base = betaln(alpha, beta)
        gone = lost @ (betaln(alpha + 1, beta + time - 1) - base)
        return -(gone + kept * (betaln(alpha, beta + time[-1]) - base))

    found = minimize(minus, [0.0, 0.0], method="Nelder-Mead", options={"xatol": 1e-8})
    return np.exp(found.x)


def by_recursion(alive):
    """Do the same with the recursion of Fader and Hardie's spreadsheet, period by period."""
    lost = -np.diff(alive)

    def minus(logs):
        alpha, beta = np.exp(logs)
        gone, stay, total = alpha / (alpha + beta), beta / (alpha + beta), 0.0
        for t, count in enumerate(lost, start=1):
            if t > 1:
                gone *= (beta + t - 2) / (alpha + beta + t - 1)
                stay -= gone
            total += count * np.log(gone)
        return -(total + alive[-1] * np.log(stay))

    return np.exp(minimize(minus, [0.0, 0.0], method="Nelder-Mead", options={"xatol": 1e-8}).x)


def main():
    data = cx.load("fader_hardie_2007")
    alive = 1000 * data["high_end"].to_numpy()[:8]

    def fit(**options):
        return cx.retention.fit_sbg(data, "high_end", n=1000, periods=7, **options)

    ours = fit().tidy()["estimate"].to_numpy()[:2]
    np.testing.assert_allclose(ours, by_nelder_mead(alive), rtol=1e-5)
    np.testing.assert_allclose(ours, by_recursion(alive), rtol=1e-5)
    one = seconds(fit, repeats=20)
    simplex = seconds(lambda: by_nelder_mead(alive), repeats=10)
    compare("fit_sbg(), with errors and intervals", one, "Nelder-Mead, estimates only", simplex)
    spreadsheet = seconds(lambda: by_recursion(alive), repeats=10)
    compare("fit_sbg(), with errors and intervals", one, "recursion, Nelder-Mead", spreadsheet)

    many = seconds(lambda: fit(boot=10_000, seed=1))
    compare("fit_sbg(boot=10,000)", many, "10,000 Nelder-Mead (extrapolated)", 10_000 * simplex)
    bound("fit_sbg(boot=10,000)", 1e3 * many, 60, "ms")

    weibull = seconds(
        lambda: cx.retention.fit_bdw(data, "high_end", n=1000, periods=7, boot=10_000, seed=1),
        repeats=3,
    )
    compare("fit_bdw(boot=10,000)", weibull, "10,000 sBG fits by Nelder-Mead", 10_000 * simplex)
    model = fit(boot=10_000, seed=1)
    value = seconds(lambda: cx.retention.lifetime_value(model, margin=100, discount=0.1), repeats=3)
    bound("lifetime_value() of 10,000 resamples", 1e3 * value, 500, "ms")
