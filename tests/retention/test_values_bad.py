"""What a search with odd input found: each is refused in words, or answered without nonsense."""

import re

import numpy as np
import pandas as pd
import pytest

import cxlab as cx
from cxlab.retention import cohorts, cox, fit_sbg, lifetime_value, point_value, survival

HAN = re.compile("[\u4e00-\u9fff]")


def customers(**columns):
    rng = np.random.default_rng(3)
    data = pd.DataFrame({"months": rng.integers(1, 13, 60), "left": rng.integers(0, 2, 60)})
    return data.assign(plan=["a", "b", "c"] * 20, x=rng.normal(size=60)).assign(**columns)


def mixed(*values):
    return pd.Series(list(values) * (60 // len(values)), dtype=object)


REFUSED = {
    "91 zero": (lambda: survival(customers(months=0), "months", "left"), "durations above 0"),
    "91 below zero": (lambda: fit_sbg(customers(months=-1), "months", event="left"), "above 0"),
    "44 beyond floats": (
        lambda: survival(customers(months=1e308), "months", "left"), "'months' must be finite"),
    "74 negative": (
        lambda: survival(customers(w=-1.0), "months", "left", weights="w"), "zero or more"),
    "75 missing": (
        lambda: survival(customers(w=np.nan), "months", "left", weights="w"), "'w' miss 60"),
    "76 all missing": (
        lambda: survival(customers(left=np.nan), "months", "left"), "No row is complete"),
    "76 all missing dates": (
        lambda: survival(customers(left=pd.NaT), "months", "left"), "No row is complete"),
    "77 constant driver": (
        lambda: cox(customers(x=1.0), "months", "left", "x"), "'x' has the same value"),
    "78 nobody left": (
        lambda: cox(customers(left=0), "months", "left", "x"), "Nobody left among"),
    "79 separation": (
        lambda: cox(customers(copy=customers()["left"]), "months", "left", "copy"), "separates"),
    "82 collinear": (
        lambda: cox(customers(y=2 * customers()["x"]), "months", "left", ["x", "y"]), "collinear"),
    "90 no maximum": (
        lambda: fit_sbg(pd.DataFrame({"n": [1000, 800, 640]}), "n"), "run to infinity"),
    "93 share": (lambda: lifetime_value(80, margin=1, discount=0.1), r"write 80% as 0\.8"),
    "groups without order": (
        lambda: cox(customers(plan=mixed(1, b"a")), "months", "left", "x", strata="plan"),
        "'plan' mixes kinds of values"),
    "two groups of one name": (
        lambda: survival(customers(plan=mixed(1, "1")), "months", "left", by="plan"),
        "such as 1, '1'.*share a name"),
    "endless group": (
        lambda: survival(customers(plan=[1, np.inf] * 30), "months", "left", by="plan"),
        "finite numbers; it holds inf"),
    "a discount that explodes": (
        lambda: point_value(0.8, customers=1, margin=1, discount=-0.99, horizon=10_000),
        "beyond all bounds"),
    "a list among rates": (
        lambda: lifetime_value([0.8, [0.9]], margin=1, discount=0.1), "retention must be a finite"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused(name):
    call, match = REFUSED[name]
    with pytest.raises(cx.CxError, match=match):
        call()
    with cx.use("zh"), pytest.raises(cx.CxError) as caught:
        call()
    assert HAN.search(str(caught.value))


def test_a_group_with_one_customer():
    with pytest.warns(cx.CxWarning, match="One customer only in 'z'"):
        survival(customers(plan=["z", *["a"] * 59]), "months", "left", by="plan")


@pytest.mark.filterwarnings("ignore:All .* events fall at:cxlab.CxWarning")
def test_ratios_of_one_time_can_not_change():
    fit = cox(customers(months=4), "months", "left", "x")
    assert fit.explain()
    with pytest.raises(cx.ModelError, match="did so at one time"):
        fit.proportional_hazards()


def test_a_sparse_event_is_an_event():
    plain = survival(customers(), "months", "left").tidy()
    sparse = customers(left=pd.arrays.SparseArray(customers()["left"]))
    pd.testing.assert_frame_equal(survival(sparse, "months", "left").tidy(), plain)


def test_the_last_day_of_the_calendar():
    data = pd.DataFrame({"start": pd.to_datetime(["2024-01-05", "2024-02-05"])})
    data["end"] = pd.NaT
    with pytest.raises(cx.SpecError, match=r"there are .* periods"):
        cohorts(data, "start", end="end", until=pd.Timestamp.max)


def test_an_array_of_one_rate():
    assert lifetime_value(np.array(0.8), margin=1, discount=0).value == pytest.approx(5)
