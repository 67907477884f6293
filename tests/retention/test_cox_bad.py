"""What cox() refuses, and what it warns of, in both languages."""

import numpy as np
import pandas as pd
import pytest

import cxlab as cx
from cxlab.retention import cox


@pytest.fixture
def data():
    rng = np.random.default_rng(2)
    a, b = rng.normal(size=(2, 200))
    return pd.DataFrame(
        {
            "months": np.ceil(rng.exponential(10 * np.exp(-0.4 * a))).clip(max=15),
            "left": (rng.random(200) < 0.7).astype(int),
            "a": a,
            "b": b,
            "plan": rng.choice(["basic", "gold"], 200),
        }
    )


def test_nobody_left(data):
    with pytest.raises(cx.DataError, match="Nobody left among the 200 complete rows"):
        cox(data.assign(left=0), "months", "left", "a")
    with cx.use("zh"), pytest.raises(cx.DataError, match="200行完整数据中无人流失"):
        cox(data.assign(left=0), "months", "left", "a")


def test_durations_and_events_are_checked(data):
    with pytest.raises(cx.DataError, match="'months' must hold durations above 0"):
        cox(data.assign(months=0), "months", "left", "a")
    with pytest.raises(cx.DataError, match="'left' must hold 1 for who left"):
        cox(data.assign(left="no"), "months", "left", "a")


def test_a_level_of_which_nobody_leaves(data):
    data["plan"] = data["plan"].where(data["left"] == 1, "free")
    with pytest.raises(cx.ModelError, match=r"'plan\[T.free\]' separates those who leave"):
        cox(data, "months", "left", ["a", "plan"])
    with cx.use("zh"), pytest.raises(cx.ModelError, match=r"'plan\[T.free\]'把流失者完全分开"):
        cox(data, "months", "left", ["a", "plan"])


def test_a_copy_of_the_event(data):
    with pytest.raises(cx.ModelError, match="'copy' separates"):
        cox(data.assign(copy=data["left"]), "months", "left", ["a", "copy"])


def test_a_driver_that_orders_who_leaves(data):
    data["order"] = -np.exp(data["months"] / 2)
    with pytest.raises(cx.ModelError, match="'order' separates"):
        cox(data.assign(left=1), "months", "left", "order")


def test_columns_that_separate_together(data):
    rng = np.random.default_rng(5)
    data["left"] = 1
    data["months"] = rng.permutation(np.arange(1.0, 201))
    data["c"] = -data["months"] / 60 - data["a"]
    with pytest.raises(cx.ModelError, match="'a', 'c' together separate those who leave"):
        cox(data, "months", "left", ["b", "a", "c"])
    assert len(cox(data, "months", "left", ["b", "c"]).tidy()) == 2


def test_a_strong_driver_is_no_separation():
    rng = np.random.default_rng(5)
    x = rng.normal(size=300)
    life = rng.exponential(np.exp(-4 * x))
    data = pd.DataFrame({"months": life + 1e-9, "left": 1, "x": x})
    assert cox(data, "months", "left", "x").tidy()["estimate"][0] == pytest.approx(4, rel=0.1)


def test_collinear_and_constant_drivers(data):
    data["total"] = data["a"] + data["b"]
    with pytest.raises(cx.ModelError, match=r"collinear.*: 'a', 'b', 'total'"):
        cox(data, "months", "left", ["a", "b", "total"])
    with pytest.raises(cx.ModelError, match="'k' has the same value in all 200"):
        cox(data.assign(k=1), "months", "left", ["a", "k"])


def test_strata_that_hold_a_driver_still(data):
    data["site"] = data["plan"].map({"basic": 1, "gold": 2})
    with pytest.raises(cx.ModelError, match="Within the strata of 'plan' the effects of 'site'"):
        cox(data, "months", "left", ["a", "site"], strata="plan")


def test_too_few_rows_and_events(data):
    with pytest.raises(cx.ModelError, match="2 coefficients need more than 2 complete rows"):
        cox(data.head(2).assign(left=1), "months", "left", ["a", "b"])
    data["left"] = (np.arange(200) % 20 == 0).astype(int)
    with pytest.warns(cx.CxWarning, match="10 customers left; that is few for 2") as caught:
        cox(data, "months", "left", ["a", "b"])
    assert caught[0].filename == __file__


def test_a_copy_of_the_duration(data):
    with pytest.warns(cx.CxWarning, match=r"'paid' is .nearly. a copy of the duration"):
        cox(data.assign(paid=3 * data["months"] + 0.1 * data["a"]), "months", "left", ["b", "paid"])


def test_overlapping_drivers(data):
    with pytest.warns(cx.CxWarning, match=r"VIF above 10 .* for 'a', 'd'"):
        cox(data.assign(d=data["a"] + 0.1 * data["b"]), "months", "left", ["a", "d"])


def test_all_events_at_one_time(data):
    data["months"] = np.where(data["left"] == 1, 4, 9)
    with pytest.warns(cx.CxWarning, match="events fall at 4"):
        assert np.isfinite(cox(data, "months", "left", "a").tidy()["estimate"][0])


def test_the_duration_is_no_driver(data):
    for name in ("months", "left", "plan"):
        with pytest.raises(cx.SpecError, match=f"'{name}' is among the drivers"):
            cox(data, "months", "left", ["a", name], strata="plan")


def test_wrong_options(data):
    with pytest.raises(cx.SpecError, match="ties = 'exact' is not known"):
        cox(data, "months", "left", "a", ties="exact")
    with pytest.raises(cx.DataError, match="no column 'c'"):
        cox(data, "months", "left", "c")
    with pytest.raises(cx.SpecError, match="clock = 'sun'"):
        cox(data, "months", "left", "a").proportional_hazards("sun")


def test_missing_values_are_counted(data):
    data.loc[0, "a"], data.loc[1, "months"], data.loc[2, "plan"] = np.nan, np.nan, None
    fit = cox(data, "months", "left", ["a", "b"], strata="plan")
    assert (fit.n, fit.n_dropped) == (197, 3)
    assert fit.dropped == {"a": 1, "months": 1, "plan": 1}


def test_no_numbers_without_convergence(data, monkeypatch):
    from cxlab._stats import cox as engine

    fit = engine.fit
    monkeypatch.setattr(engine, "fit", lambda *a, **k: fit(*a, **k, steps=2))
    with pytest.raises(cx.ModelError, match="did not converge, so no numbers are shown"):
        cox(data, "months", "left", ["a", "b"])


def test_profiles(data):
    fit = cox(data, "months", "left", ["a", "plan"], strata=None)
    row = data[["a", "plan"]].head(1)
    with pytest.raises(cx.DataError, match="unseen by the model"):
        fit.profiles(row.assign(plan="free"))
    with pytest.raises(cx.DataError, match="misses a driver"):
        fit.profiles(row.assign(a=np.nan))
    with pytest.raises(cx.DataError, match="no column 'plan'"):
        fit.profiles(row[["a"]])
    with pytest.raises(cx.DataError, match="at most 24 of them; it has 200"):
        fit.profiles(data)
    strata = cox(data, "months", "left", "a", strata="plan")
    with pytest.raises(cx.DataError, match=r"'plan' has no stratum 'free'. It knows basic, gold"):
        strata.profiles(row.assign(plan="free"))
