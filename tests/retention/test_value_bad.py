"""Mistakes with contracts and values: refused in words, in both languages, without numbers."""

import re

import numpy as np
import pandas as pd
import pytest

import cxlab as cx
from cxlab.retention import fit_bdw, fit_sbg, lifetime_value, point_value

HAN = re.compile("[\u4e00-\u9fff]")
SHARES = [1.0, 0.87, 0.74, 0.65, 0.59]


def table(values):
    return pd.DataFrame({"alive": values})


def steady(rate, periods=7):
    return table(1000 * rate ** np.arange(periods + 1))


CASES = {
    "rising": (lambda fit: fit(table([1, 0.87, 0.9, 0.8]), "alive", n=100),
               cx.DataError, r"must fall from row to row.*row 2.*0\.87, then 0\.9"),
    "rising counts": (lambda fit: fit(table([100, 80, 90]), "alive"),
                      cx.DataError, "does not come back"),
    "percentages": (lambda fit: fit(table([100, 87, 74, 65]), "alive", n=1000),
                    cx.DataError, r"shares in 0-1.*reaches 100.*Divide percentages by 100"),
    "22 for 22%": (lambda fit: fit(table([1, 0.5, 22, 0.2]), "alive", n=1000),
                    cx.DataError, "reaches 22"),
    "beyond 100": (lambda fit: fit(table([1000, 870, 740]), "alive", n=1000),
                   cx.DataError, r"'alive' must lie in 0-1"),
    "negative share": (lambda fit: fit(table([1, 0.5, -0.2]), "alive", n=1000),
                       cx.DataError, r"'alive' must lie in 0-1.*first: -0\.2"),
    "negative count": (lambda fit: fit(table([100, 50, -20]), "alive"),
                       cx.DataError, "not below zero"),
    "shares without n": (lambda fit: fit(table(SHARES), "alive"),
                         cx.SpecError, "of how many customers: n=1000"),
    "n zero": (lambda fit: fit(table(SHARES), "alive", n=0),
               cx.SpecError, "n must be a whole number of at least 1"),
    "n missing value": (lambda fit: fit(table(SHARES), "alive", n=float("nan")),
                        cx.SpecError, "n must be a finite number"),
    "zero customers": (lambda fit: fit(table([0, 0, 0]), "alive"),
                       cx.DataError, "starts with zero customers"),
    "no count": (lambda fit: fit(table([10.5, 8, 6]), "alive"), cx.DataError, "no count"),
    "no start": (lambda fit: fit(table([0.87, 0.74, 0.65]), "alive", n=100),
                 cx.DataError, r"begin with the start, share 1; it begins with 0\.87"),
    "gap": (lambda fit: fit(table([1, 0.87, np.nan, 0.65]), "alive", n=100),
            cx.DataError, "misses 1 of 4 values"),
    "text": (lambda fit: fit(table(["1", "0.9", "many"]), "alive", n=100),
             cx.DataError, "must hold numbers"),
    "the start only": (lambda fit: fit(table([1.0]), "alive", n=100),
                       cx.DataError, "has one row: the start"),
    "one period": (lambda fit: fit(table([1, 0.8]), "alive", n=100),
                   cx.ModelError, "needs at least [23] periods"),
    "too many periods": (lambda fit: fit(table(SHARES), "alive", n=100, periods=9),
                         cx.SpecError, "periods = 9, but the data hold 4"),
    "periods no number": (lambda fit: fit(table(SHARES), "alive", n=100, periods=2.5),
                          cx.SpecError, "periods must be a whole number"),
    "column": (lambda fit: fit(table(SHARES), "alife", n=100), cx.DataError, "'alive'"),
    "conf": (lambda fit: fit(table(SHARES), "alive", n=100, conf=95), cx.SpecError, "conf = 95"),
    "boot": (lambda fit: fit(table(SHARES), "alive", n=100, boot=10**7), cx.SpecError, "boot"),
    "seed": (lambda fit: fit(table(SHARES), "alive", n=100, boot=9, seed=-1),
             cx.SpecError, "seed"),
    "no loss": (lambda fit: fit(table([100] * 5), "alive"), cx.ModelError, "Nobody was lost"),
    "all lost at once": (lambda fit: fit(table([100, 0, 0, 0]), "alive"),
                         cx.ModelError, "Everybody was lost in the first period"),
    "first period only": (lambda fit: fit(table([100, 60, 60, 60]), "alive"),
                          cx.ModelError, "All losses fall into the first period"),
    "event with n": (lambda fit: fit(table([1, 2, 3]).assign(left=1), "alive", event="left", n=3),
                     cx.SpecError, "Drop n"),
    "event 2": (lambda fit: fit(table([1, 2, 3]).assign(left=2), "alive", event="left"),
                cx.DataError, "'left' must hold 1"),
    "duration zero": (lambda fit: fit(table([0, 2, 3]).assign(left=1), "alive", event="left"),
                      cx.DataError, "above 0"),
    "half periods": (lambda fit: fit(table([1.5, 2, 3]).assign(left=1), "alive", event="left"),
                     cx.DataError, r"whole periods.*first: 1\.5"),
}  # fmt: skip


@pytest.mark.parametrize("fit", [fit_sbg, fit_bdw])
@pytest.mark.parametrize("name", CASES)
def test_a_bad_table_is_refused(name, fit):
    call, error, match = CASES[name]
    with pytest.raises(error, match=match):
        call(fit)
    with cx.use("zh"), pytest.raises(error) as caught:
        call(fit)
    assert HAN.search(str(caught.value))


@pytest.mark.parametrize("values", [[1000, 800, 640, 512], [1000, 900, 750, 500, 200]])
def test_alike_customers_are_named_and_have_no_numbers(values):
    """A rate that stays or falls has no beta distribution: alpha and beta run to infinity."""
    with pytest.raises(cx.ModelError, match="customers look alike, and alpha and beta run") as told:
        fit_sbg(table(values), "alive")
    assert not re.search(r"\d", str(told.value))
    with cx.use("zh"), pytest.raises(cx.ModelError, match="客户看起来都一样") as told:
        fit_sbg(table(values), "alive")
    assert not re.search(r"\d", str(told.value))


def test_bdw_without_a_maximum_has_no_numbers():
    with pytest.raises(cx.ModelError, match="customers look alike, and alpha") as told:
        fit_bdw(steady(0.8), "alive")
    assert not re.search(r"\d", str(told.value))
    with cx.use("zh"), pytest.raises(cx.ModelError, match="没有最大值"):
        fit_bdw(steady(0.8), "alive")


def test_bdw_on_a_risk_that_falls_for_all_alike():
    """A discrete Weibull with shape 0.5 for everybody: the limit of the model, not a member."""
    alive = np.round(1e6 * 0.9 ** np.sqrt(np.arange(13)))
    with pytest.raises(cx.ModelError, match="own risk may change over time, customers look alike"):
        fit_bdw(table(alive), "alive")
    assert fit_sbg(table(alive), "alive").n == 10**6


def test_no_convergence_no_numbers(monkeypatch):
    monkeypatch.setattr("cxlab._stats.beta_geometric.STEPS", 1)
    with pytest.raises(cx.ModelError, match="did not converge, so no numbers are shown"):
        fit_sbg(table([1000, 869, 743, 653, 593]), "alive")
    monkeypatch.setattr("cxlab._stats.beta_weibull.STEPS", 1)
    with pytest.raises(cx.ModelError, match="No numbers are shown"):
        fit_bdw(table([1000, 869, 743, 653, 593]), "alive")


def test_resamples_without_an_answer_are_counted():
    with pytest.warns(cx.CxWarning, match=r"\d+ of 500 resamples have no answer"):
        fit_sbg(table([20, 12, 11]), "alive", boot=500, seed=1)


WORTH = {"margin": 100, "discount": 0.1}
BASE = {"customers": 1000, **WORTH}
VALUES = {
    "retention 80": (lambda: lifetime_value(80, **WORTH), r"write 80% as 0\.8"),
    "retention > 1": (lambda: lifetime_value(101, **WORTH), "retention = 101 is not a share"),
    "retention negative": (lambda: lifetime_value(-0.2, **WORTH), "is not a share"),
    "retention nan": (lambda: lifetime_value(np.nan, **WORTH), "must be a finite number"),
    "retention none": (lambda: lifetime_value(None, **WORTH), "must be a finite number"),
    "retention text": (lambda: lifetime_value("0.8%", **WORTH), "must be a finite number"),
    "retention empty": (lambda: lifetime_value([], **WORTH), "is an empty list"),
    "one bad rate": (lambda: lifetime_value([0.8, 1.2], **WORTH), r"write 1\.2% as"),
    "parameters": (lambda: lifetime_value({"alpha": 1}, **WORTH), "alpha and beta, or churn"),
    "alpha zero": (
        lambda: lifetime_value({"alpha": 0, "beta": 1}, **WORTH), "alpha = 0 must lie between"),
    "discount percent": (
        lambda: lifetime_value(0.8, margin=100, discount=10), r"write 10% as 0\.1"),
    "discount -1": (
        lambda: lifetime_value(0.8, margin=100, discount=-1), "above -1 and below 1"),
    "discount nan": (
        lambda: lifetime_value(0.8, margin=100, discount=np.nan), "discount must be a finite"),
    "margin nan": (lambda: lifetime_value(0.8, margin=np.nan, discount=0.1), "margin must be"),
    "no limit": (lambda: lifetime_value(1, margin=100, discount=0), "the value has no limit"),
    "no limit, negative discount": (
        lambda: lifetime_value(0.95, margin=100, discount=-0.1), "the value has no limit"),
    "model without discount": (
        lambda: lifetime_value({"alpha": 1, "beta": 2}, margin=1, discount=0),
        r"a discount of at least 0\.001"),
    "horizon": (lambda: lifetime_value(0.8, **WORTH, horizon=0), "horizon must be a whole"),
    "age": (lambda: lifetime_value(0.8, **WORTH, age=-1), "age must be a whole number"),
    "first": (lambda: lifetime_value(0.8, **WORTH, first="soon"), "first = 'soon' is not known"),
    "currency": (lambda: lifetime_value(0.8, **WORTH, currency=5), "currency must be text"),
    "nobody": (lambda: point_value(0.8, **{**BASE, "customers": 0}), "nobody to keep"),
    "points nan": (lambda: point_value(0.8, **BASE, points=np.nan), "points must be a finite"),
    "no room": (
        lambda: point_value(0.995, **BASE), r"1 points more than 99\.5%.*room for 0\.5"),
    "no room below": (lambda: point_value(0.02, **BASE, points=-5), "room for 2 points"),
    "a point too many": (
        lambda: point_value(0.96, customers=1, margin=1, discount=-0.035),
        "the value has no limit"),
}  # fmt: skip


@pytest.mark.parametrize("name", VALUES)
def test_a_bad_value_is_refused(name):
    call, match = VALUES[name]
    with pytest.raises(cx.SpecError, match=match):
        call()
    with cx.use("zh"), pytest.raises(cx.SpecError) as caught:
        call()
    assert HAN.search(str(caught.value))


def test_a_margin_of_zero_warns():
    with pytest.warns(cx.CxWarning, match="more retention brings no money"):
        result = point_value(0.8, customers=10, margin=0, discount=0.1)
    assert result.gain == 0
    with cx.use("zh"), pytest.warns(cx.CxWarning, match="毛利为负"):
        lifetime_value(0.8, margin=-1, discount=0.1)


def test_zero_discount_needs_an_end_only_where_nobody_leaves():
    assert lifetime_value(0.8, margin=1, discount=0).value == pytest.approx(5)
    assert lifetime_value(1, margin=1, discount=0, horizon=7).value == 7
    assert lifetime_value(0, margin=1, discount=0.1).value == 1
    result = point_value(0.995, customers=1, margin=1, discount=0, points=0.4)
    assert np.isnan(result.tidy().set_index("term").loc["retention", "amount"])
