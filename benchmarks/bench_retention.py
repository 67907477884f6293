"""Survival curves, the log-rank test, Cox's model and cohorts against statsmodels and lifelines."""

import importlib.util
import warnings

import numpy as np
import pandas as pd
from statsmodels.duration.hazard_regression import PHReg
from statsmodels.duration.survfunc import SurvfuncRight, survdiff

import cxlab as cx
from benchmarks._clock import bound, compare, megabytes, seconds
from cxlab._stats import cox as engine
from cxlab._stats import survival

DRIVERS = [f"x{j}" for j in range(5)]
LIFELINES = importlib.util.find_spec("lifelines") is not None


def customers(n, seed=1, whole=True):
    rng = np.random.default_rng(seed)
    data = pd.DataFrame(rng.normal(size=(n, 5)), columns=DRIVERS)
    life = rng.exponential(30 * np.exp(-data.to_numpy() @ np.linspace(0.1, 0.5, 5)))
    seen = rng.uniform(1, 72, n)
    months = np.minimum(life, seen) + 1e-6
    data["months"] = np.ceil(months).astype(int) if whole else months
    data["left"] = (life <= seen).astype(int)
    data["plan"] = rng.choice(["basic", "gold", "trial"], n)
    return data


def curves():
    data = customers(10**6)
    months, left = data["months"].to_numpy(), data["left"].to_numpy()
    group = pd.factorize(data["plan"])[0]

    def core():
        return survival.curve(survival.count(months, left)).interval(0.95)

    ours = seconds(core)
    bound("Kaplan-Meier, 10^6 whole months, arrays", 1e3 * ours, 10, "ms")
    verb = seconds(lambda: cx.retention.survival(data, "months", "left"))
    bound("the same by survival(), checks and table", 1e3 * verb, 50, "ms")
    theirs = seconds(lambda: SurvfuncRight(months, left), repeats=3)
    compare("Kaplan-Meier, 10^6 whole months, arrays", ours, "statsmodels SurvfuncRight", theirs)
    if LIFELINES:
        from lifelines import KaplanMeierFitter

        theirs = seconds(lambda: KaplanMeierFitter().fit(months, left), repeats=3)
        compare("Kaplan-Meier, 10^6 whole months, verb", verb, "lifelines", theirs)
    real = customers(10**5, whole=False)
    days, gone = real["months"].to_numpy(), real["left"].to_numpy()
    compare(
        "Kaplan-Meier, 10^5 distinct times, arrays",
        seconds(lambda: survival.curve(survival.count(days, gone))),
        "statsmodels SurvfuncRight",
        seconds(lambda: SurvfuncRight(days, gone), repeats=3),
    )
    compare(
        "log-rank, three groups, 10^6",
        seconds(lambda: survival.log_rank(survival.count(months, left, group))),
        "statsmodels survdiff",
        seconds(lambda: survdiff(months, left, group), repeats=1),
    )


def models():
    for whole, word in ((True, "72 months"), (False, "distinct times")):
        data = customers(20_000, whole=whole)
        x, time, left = (data[part].to_numpy(float) for part in (DRIVERS, "months", "left"))
        ours = seconds(lambda x=x, time=time, left=left: engine.fit(x, time, left))
        theirs = seconds(
            lambda x=x, time=time, left=left: PHReg(time, x, status=left, ties="efron").fit(),
            repeats=1,
        )
        compare(f"Cox, 20,000 customers, {word}, arrays", ours, "statsmodels PHReg", theirs)
        if LIFELINES:
            from lifelines import CoxPHFitter

            frame = data[[*DRIVERS, "months", "left"]]
            verb = seconds(lambda data=data: cx.retention.cox(data, "months", "left", DRIVERS))

            def peer(frame=frame):
                fit = CoxPHFitter().fit(frame, "months", "left")
                return fit.summary, fit.concordance_index_

            theirs = seconds(peer, repeats=3)
            compare(f"Cox, 20,000 customers, {word}, verb", verb, "lifelines CoxPHFitter", theirs)
    data = customers(10**6)
    x, time, left = (data[part].to_numpy(float) for part in (DRIVERS, "months", "left"))
    ours = seconds(lambda: engine.fit(x, time, left), repeats=1)
    print(f"  {'Cox, 10^6 customers, five drivers, arrays':<46} {ours:9.2f} s")
    bound("its memory", megabytes(lambda: engine.fit(x, time, left)), 500, "MB")


def tables():
    rng = np.random.default_rng(2)
    n = 10**6
    data = pd.DataFrame({"start": rng.integers(0, 60, n)})
    data["end"] = (data["start"] + rng.geometric(0.05, n)).where(rng.random(n) < 0.6)

    def naive():
        last = data["end"].max()
        rows = []
        for start, part in data.groupby("start"):
            stay = part["end"].fillna(np.inf) - start
            rows += [(start, age, (stay > age).mean()) for age in range(int(last - start) + 1)]
        return rows

    compare(
        "cohorts(), 10^6 customers, intervals too",
        seconds(lambda: cx.retention.cohorts(data, "start", end="end"), repeats=3),
        "groupby and a loop over ages",
        seconds(naive, repeats=1),
    )


def main():
    warnings.simplefilter("ignore")
    curves()
    models()
    tables()
