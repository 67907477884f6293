"""Proof by sales, and the budget by the two golden rules."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

import cxlab as cx
from cxlab.frameworks import allocate, sales_proof

amount = st.floats(0, 100)


def test_the_proof_of_the_source():
    result = sales_proof({1: 1, 2: 2, 3: 3, 4: ">4"})
    table = result.tidy().set_index("shops")
    assert table["ratio"].dropna().tolist() == [1, 2, 3]
    assert np.isnan(table.loc[4, "ratio"])
    assert table.loc[4, "low"] == 1
    assert table["decision"].tolist() == ["go_on"] * 4
    assert result.headline() == "4 shops sell more than 4 times as much as one: every stage passed"


def test_a_stage_that_fails_stops_the_roll_out():
    result = sales_proof(pd.Series({1: 10.0, 2: 21.0, 3: 24.0, 4: 44.0}))
    assert result.tidy()["status"].tolist() == [
        "proportional",
        "superlinear",
        "cannibalised",
        "superlinear",
    ]
    assert result.tidy()["decision"].tolist() == ["go_on", "go_on", "stop", "stop"]
    assert result.last == 2
    assert result.headline() == "Stop before 3 shops: they sell only 2.4 times as much as one"


def test_a_weak_bound_proves_nothing():
    result = sales_proof({1: 1, 2: ">1.5"})
    assert result.tidy()["status"].tolist() == ["proportional", "undecided"]
    assert result.headline().startswith("Stop before 2 shops: sales do not show")


def test_tolerance_counts_as_proportional():
    assert sales_proof({1: 100, 2: 198}).last == 1
    assert sales_proof({1: 100, 2: 198}, tolerance=0.02).last == 2


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(0.1, 100), min_size=1, max_size=5), st.floats(0.1, 1000))
def test_the_unit_of_sales_does_not_matter(sales, unit):
    one = sales_proof({k + 1: value for k, value in enumerate(sales)}, tolerance=1e-6)
    two = sales_proof({k + 1: value * unit for k, value in enumerate(sales)}, tolerance=1e-6)
    np.testing.assert_allclose(one.tidy()["per_shop"], two.tidy()["per_shop"])


@pytest.mark.parametrize(
    ("sales", "error", "match"),
    [
        ({2: 3}, cx.DataError, "sales of one shop are missing"),
        ({1: ">1", 2: 3}, cx.DataError, "sales of one shop are missing"),
        ({1: 0, 2: 3}, cx.DataError, r"sales of 1 shops are 0; they must be above 0"),
        ({1: 1, 1.5: 3}, cx.SpecError, "shops must be a whole number"),
        ({1: 1, 2: "many"}, cx.SpecError, "must be a finite number"),
    ],
)
def test_bad_sales_are_refused(sales, error, match):
    with pytest.raises(error, match=match):
        sales_proof(sales)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(amount, amount), min_size=1, max_size=6),
    st.floats(0.1, 300),
)
def test_taking_the_best_first_is_the_optimum(pairs, budget):
    """The linear programme, solved by another method, finds no better plan."""
    value, cap = np.array(pairs).T
    table = pd.DataFrame(
        {"segment": "s", "experience": range(len(pairs)), "value": value, "cap": cap}
    )
    plan = allocate(budget, table, cap="cap")
    best = linprog(
        -value,
        A_ub=np.ones((1, len(pairs))),
        b_ub=[budget],
        bounds=list(zip(np.zeros(len(pairs)), cap, strict=True)),
    )
    assert plan.gain == pytest.approx(-best.fun, rel=1e-7, abs=1e-6)
    assert plan.spent <= budget * (1 + 1e-12)
    assert (plan.tidy()["amount"] <= plan.tidy()["cap"] + 1e-9).all()
    assert plan.gain >= plan.spread - 1e-6


def test_both_golden_rules_enter_as_a_product():
    table = pd.DataFrame(
        {
            "segment": ["regular", "regular", "passer-by"],
            "experience": ["convenience", "service", "convenience"],
            "worth": [5, 5, 1],
            "importance": [9, 4, 9],
        }
    )
    plan = allocate(90, table, value=["worth", "importance"], currency="HKD")
    assert plan.tidy()["value"].tolist() == [45, 20, 9]
    assert plan.tidy()["amount"].tolist() == [90, 0, 0]
    assert "HKD 90" in plan.explain()
    with cx.use("zh"):
        assert "regular · 便利性" in plan.explain()


def test_what_cannot_be_spent_is_said():
    table = pd.DataFrame({"segment": "a", "experience": ["x"], "value": [1], "cap": [40]})
    assert "60 is left over" in allocate(100, table, cap="cap").explain()


def test_equal_values_are_said_to_be_exchangeable():
    table = pd.DataFrame({"segment": "a", "experience": ["x", "y"], "value": [2, 2]})
    assert "may be exchanged" in allocate(10, table).explain()


def test_a_bad_budget_is_refused():
    table = pd.DataFrame({"segment": ["a", "b"], "experience": "x", "value": [1, None]})
    with pytest.raises(cx.DataError, match=r"'value' must be zero or more .* 1 of 2 rows"):
        allocate(10, table)
    with pytest.raises(cx.SpecError, match=r"budget = 0 must be above 0"):
        allocate(0, table.fillna(1))
    with pytest.raises(cx.DataError, match=r"no column 'segmnt'. Did you mean 'segment'"):
        allocate(10, table, segment="segmnt")
