"""Regression and mediation against statsmodels."""

import warnings

import numpy as np
import pandas as pd
import statsmodels.formula.api as smf
from statsmodels.discrete.discrete_model import Logit
from statsmodels.miscmodels.ordinal_model import OrderedModel

import cxlab as cx
from benchmarks._clock import compare, seconds
from cxlab._stats.ordinal import cumulative, separating
from cxlab._stats.subset_likelihood import subset_fits

DRIVERS = [f"x{j}" for j in range(6)]


def survey(n, seed=1):
    rng = np.random.default_rng(seed)
    data = pd.DataFrame(rng.integers(0, 11, (n, 6)), columns=DRIVERS)
    score = data.to_numpy() @ np.linspace(0.1, 0.4, 6) + 2 * rng.logistic(size=n)
    data["y"], data["level"] = score, pd.qcut(score, 7, labels=False)
    data["bought"] = (score > score.mean()).astype(int)
    return data


def large(n=100_000):
    """Fit an ordinal logit to many rows: scores that do not repeat, and answers on 1-5 that do."""
    rng = np.random.default_rng(2)
    for what, x in (
        ("continuous drivers", rng.normal(5, 2, (n, 5))),
        ("answers on 1-5", rng.integers(1, 6, (n, 5)).astype(float)),
    ):
        score = x @ np.linspace(0.1, 0.4, 5) + 2 * rng.logistic(size=n)
        codes = np.asarray(pd.qcut(score, 5, labels=False))
        ours = seconds(lambda x=x, codes=codes: cumulative(x, codes))
        theirs = seconds(
            lambda x=x, codes=codes: OrderedModel(codes, x, distr="logit").fit(
                method="bfgs", disp=0
            ),
            repeats=1,
        )
        compare(f"ordinal logit, n 100,000, {what}", ours, "OrderedModel (bfgs)", theirs)


def subsets(n=2000, draws=300):
    """Fit all sub-models of six drivers to many resamples, against refits one by one."""
    rng = np.random.default_rng(3)
    counts = rng.multinomial(n, np.full(n, 1 / n), size=draws).astype(float)
    data = survey(n)
    x = data[DRIVERS].to_numpy(float)
    for name, column in (("logit", "bought"), ("ordinal logit, 7 levels", "level")):
        codes = data[column].to_numpy()
        ours = seconds(lambda codes=codes: subset_fits(x, codes, counts), repeats=3)
        one = seconds(lambda codes=codes: cumulative(x, codes, weights=counts[0]), repeats=15)
        compare(f"64 sub-models, 300 resamples, {name}", ours, "our single fits", 64 * draws * one)
        if column == "bought":
            design = data[DRIVERS].assign(one=1.0)
            one = seconds(lambda design=design: Logit(data["bought"], design).fit(disp=0))
            compare("the same", ours, "statsmodels Logit refits", 64 * draws * one)


def main():
    warnings.simplefilter("ignore")
    data = survey(2000)
    formula = "y ~ " + " + ".join(DRIVERS)
    ours = seconds(lambda: cx.drivers.regress(data, "y", DRIVERS))
    theirs = seconds(lambda: smf.ols(formula, data).fit(cov_type="HC3", use_t=True).summary())
    compare("regress(), OLS with HC3, checks and VIF", ours, "statsmodels fit and summary", theirs)

    ours = seconds(lambda: cx.drivers.regress(data, "bought", DRIVERS, family="logit"))
    formula = "bought ~ " + " + ".join(DRIVERS)
    theirs = seconds(lambda: smf.logit(formula, data).fit(disp=0).summary())
    compare(
        "regress(), logit, separation test included", ours, "statsmodels fit and summary", theirs
    )

    x, codes = data[DRIVERS].to_numpy(float), data["level"].to_numpy()
    ours = seconds(lambda: cumulative(x, codes))
    theirs = seconds(
        lambda: OrderedModel(codes, x, distr="logit").fit(method="bfgs", disp=0), repeats=3
    )
    compare(
        "ordinal logit, 7 levels, exact Newton", ours, "statsmodels OrderedModel (bfgs)", theirs
    )
    large()
    subsets()
    fit = seconds(lambda: cumulative(x, codes))
    compare(
        "test for separation, 7 levels, n 2,000",
        seconds(lambda: separating(x, codes)),
        "the fit itself",
        fit,
    )

    chain = ["x5", "y", "bought"]
    small = data[:250]
    rng = np.random.default_rng(3)

    def loop():
        for _ in range(20):
            part = small.iloc[rng.integers(0, 250, 250)]
            smf.ols("y ~ x5", part).fit()
            smf.ols("bought ~ x5 + y", part).fit()

    ours = seconds(lambda: cx.paths.mediate(small, chain, boot=2000, seed=1))
    compare(
        "mediate(), 2,000 resamples, n 250",
        ours,
        "loop of statsmodels refits",
        100 * seconds(loop, repeats=3),
    )
