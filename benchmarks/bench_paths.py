"""Covariance structures (CFA, SEM) against bounds and against semopy on the same data.

What is compared, both sides in turn in one run:

* the estimates: here the optimum (scaled gradient at most 1e-10), its covariance matrix, the test
  and the baseline's; there ``Model.fit``, which stops at the estimates;
* the answer: here ``fit_cfa`` or ``fit_sem`` from the data frame, with ``glance()``: a table with
  standard errors, tests, intervals, standardised values with theirs, fit indices; there
  ``Model.fit``, ``inspect(std_est=True)`` and ``calc_stats``, the same without the intervals.
"""

import warnings

import numpy as np
import pandas as pd

import cxlab as cx
from benchmarks._clock import bound, compare, in_turn, seconds
from cxlab._stats.covariance import estimators
from cxlab._stats.moments import Moments
from cxlab.paths import PathModel, fit_cfa, fit_sem
from cxlab.paths.sem._structure import structure

FOUR = """
Image =~ IMAG1 + IMAG2 + IMAG3 + IMAG4 + IMAG5
Quality =~ PERQ1 + PERQ2 + PERQ3 + PERQ4 + PERQ5 + PERQ6 + PERQ7
Value =~ PERV1 + PERV2
Satisfaction =~ CUSA1 + CUSA2 + CUSA3
"""
ECSI = (
    FOUR
    + """
Expectation =~ CUEX1 + CUEX2 + CUEX3
Loyalty =~ CUSL1 + CUSL2 + CUSL3
Complaints =~ CUSCO
Expectation ~ Image
Quality ~ Expectation
Value ~ Expectation + Quality
Satisfaction ~ Image + Expectation + Quality + Value
Complaints ~ Satisfaction
Loyalty ~ Image + Satisfaction + Complaints
"""
)
SIZES = {"tangibles": 4, "reliability": 5, "responsiveness": 4, "assurance": 4, "empathy": 5}


def servqual(n=411, seed=1):
    """Return a model of 22 items and answers on 1-7 that follow it."""
    rng = np.random.default_rng(seed)
    common = rng.normal(size=n)
    columns, lines = {}, []
    for name, size in SIZES.items():
        factor = 0.8 * common + 0.6 * rng.normal(size=n)
        for item in range(1, size + 1):
            answer = 4.5 + factor + 0.8 * rng.normal(size=n)
            columns[f"{name}{item}"] = np.clip(np.rint(answer), 1, 7)
        lines.append(f"{name} =~ " + " + ".join(f"{name}{i}" for i in range(1, size + 1)))
    return "\n".join(lines), pd.DataFrame(columns)


def fit(text, data, how="ml"):
    """Fit from text and rows."""
    plan = structure(PathModel.from_syntax(text), means=how == "fiml", ordinal=how == "wlsmv")
    rows = data[plan.items].to_numpy(float)
    if how == "ml":
        return estimators.from_moments(plan.model, [Moments.of(rows)])
    if how == "mlr":
        return estimators.robust(plan.model, [rows])
    if how == "fiml":
        return estimators.incomplete(plan.model, [rows])
    return estimators.ordinal(plan.model, [rows.astype(int) - 1])


def main():
    warnings.simplefilter("ignore")
    mobi = cx.load("mobi")
    five, answers = servqual()
    cases = (
        ("CFA, 4 factors, 17 items, n 250", FOUR, mobi, 40),
        ("CFA, 5 factors, 22 items, n 411", five, answers, 150),
        ("SEM, full ECSI, 24 items, n 250", ECSI, mobi, 250),
    )
    for what, text, data, limit in cases:
        own = seconds(lambda text=text, data=data: fit(text, data))
        bound(what, 1e3 * own, limit, "ms")
        try:
            import semopy
        except ImportError:
            continue

        def estimates(text=text, data=data):
            peer = semopy.Model(text)
            peer.fit(data)
            return peer

        def answer(estimates=estimates):
            peer = estimates()
            return peer.inspect(std_est=True), semopy.calc_stats(peer)

        def whole(text=text, data=data, verb=fit_sem if text is ECSI else fit_cfa):
            return verb(data, text).glance()

        times = in_turn(lambda text=text, data=data: fit(text, data), estimates)
        compare(f"{what[:3]}: estimates", times[0], "semopy: fit", times[1])
        times = in_turn(whole, answer)
        compare(f"{what[:3]}: answer", times[0], "semopy: fit, inspect, calc_stats", times[1])
        ours, peer = fit(text, data), semopy.Model(text)
        peer.fit(data)
        chi2 = semopy.calc_stats(peer)["chi2"].iloc[0]
        print(f"    chi-square: {ours.test.statistic:.6f}, semopy {chi2:.6f}")
    bound("the same ECSI, robust (MLR)", 1e3 * seconds(lambda: fit(ECSI, mobi, "mlr")), 250, "ms")
    rng = np.random.default_rng(1)
    holes = answers.mask(rng.random(answers.shape) < 0.02)
    bound("22 items, FIML, 2 % missing", seconds(lambda: fit(five, holes, "fiml")), 2, "s")
    bound("22 items, WLSMV", 1e3 * seconds(lambda: fit(five, answers, "wlsmv")), 500, "ms")


if __name__ == "__main__":
    main()
