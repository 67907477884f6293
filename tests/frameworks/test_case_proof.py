"""The proof over missing cells: exact at the corners, and where the conclusion breaks."""

import itertools
import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cxlab as cx
from cxlab.frameworks import Case

score = st.integers(0, 10).map(float)
cell = st.none() | score


@pytest.fixture
def case():
    return Case.load("meiyu")


def rows(result):
    return result.tidy().set_index("term")


def test_convenience_is_the_key_experience_whatever_is_missing(case):
    proof = case.proof()
    assert proof.certain
    assert proof.keys == ("convenience",)
    assert proof.margin == 9
    assert rows(proof)["low"].to_dict() == {
        "product": -9,
        "service": 0,
        "relationship": 0,
        "price": 0,
        "convenience": -18,
        "brand": 0,
    }
    assert "nothing is sampled" in proof.explain()
    assert "so no other importance exceeds 9" in proof.explain()


def test_every_corner_agrees_with_the_proof(case):
    """Fill in all 2^7 corners of the box of admissible values: convenience stays the key."""
    names = ["product", "service", "relationship", "price", "brand"]
    corners = itertools.product([(0, 6)[k] for k in (0, 1)], (0, 4), *[(1, 9)] * 5)
    for service, relationship, *weights in corners:
        full = case.with_values(
            expectation={"service": service, "relationship": relationship},
            importance=dict(zip(names, weights, strict=True)),
        )
        assert full.step(3).keys == ("convenience",)


def test_without_the_reading_the_conclusion_breaks(case):
    proof = case.proof(drop="expectation")
    assert not proof.certain
    assert proof.keys == ()
    assert set(proof.having("possible")) == {"service", "relationship", "convenience"}
    assert rows(proof).loc["service", ["low", "expectation", "importance"]].tolist() == [-36, 10, 9]
    assert "Service falls to −36 at expectation 10 and importance 9" in proof.explain()
    assert case.proof(drop="importance").certain
    assert rows(case.proof(drop=["expectation", "importance"])).loc["relationship", "low"] == -60
    with pytest.raises(cx.SpecError, match=r"drop = 'ideal' is not known"):
        case.proof(drop="ideal")


def test_the_boundary_is_where_the_conclusion_breaks(case):
    curve = case.break_even()
    assert curve.key == "convenience"
    assert curve.target == -18
    service = curve.tidy().query("term == 'service'").set_index("importance")["expectation"]
    assert service[9] == 8
    assert service[6] == 9
    np.testing.assert_allclose((service - 6) * service.index, 18)
    product = rows(curve).loc["product"]
    assert product["importance"] == 18  # beyond the scale: product can never overtake
    assert product["status"] == "off_scale"
    assert rows(curve).loc["price", "status"] == "never"
    assert set(curve.rivals) == {"service", "relationship"}
    assert curve.headline() == (
        "Relationship overtakes Convenience if expectation exceeds 6 at importance 9"
    )


@pytest.mark.parametrize("shift", [-0.01, 0.01])
def test_on_either_side_of_the_boundary(case, shift):
    given_ = case.with_values(expectation={"service": 8 + shift}, importance={"service": 9})
    assert given_.step(3).keys == (("service",) if shift > 0 else ("convenience",))


def test_a_type_may_overtake_by_importance_alone():
    table = pd.DataFrame(
        {"actual": [5, 4], "expectation": [7, 8], "importance": [9, None]}, index=["a", "b"]
    )
    case = Case.from_frame(table)
    with pytest.raises(cx.SpecError, match="no single key experience"):
        case.break_even()
    certain = case.with_values(importance={"b": 4}).break_even()
    assert certain.rivals == []
    assert certain.headline() == "No type can overtake a on this scale"
    assert certain.plot()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(cell, cell, cell), min_size=2, max_size=3),
    st.randoms(use_true_random=False),
)
def test_the_verdicts_are_those_of_all_corners_and_hold_inside(cells, random):
    """The range of each score and each verdict agree with the filled-in corners of the box."""
    table = pd.DataFrame(
        cells,
        columns=["actual", "expectation", "importance"],
        index=[f"t{k}" for k in range(len(cells))],
        dtype=float,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", cx.CxWarning)
        proof = Case.from_frame(table).proof()
    values = table.to_numpy()
    holes = np.argwhere(np.isnan(values))

    def fill(numbers):
        full = values.copy()
        for place, number in zip(holes, numbers, strict=True):
            full[tuple(place)] = number
        return (full[:, 0] - full[:, 1]) * full[:, 2]

    corners = np.array([fill(n) for n in itertools.product((0, 10), repeat=len(holes))])
    np.testing.assert_array_equal(corners.min(axis=0), proof.tidy()["low"])
    np.testing.assert_array_equal(corners.max(axis=0), proof.tidy()["high"])
    lowest = corners == corners.min(axis=1, keepdims=True)
    for k, status in enumerate(proof.tidy()["status"]):
        key = bool((lowest[:, k] & (corners[:, k] < 0)).all())
        maybe = bool((lowest[:, k] & (corners[:, k] < 0)).any())
        assert status == ("key" if key else "possible" if maybe else "other")
    inside = fill([random.uniform(0, 10) for _ in holes])
    assert (inside >= proof.tidy()["low"] - 1e-9).all()
    assert (inside <= proof.tidy()["high"] + 1e-9).all()
    for k, status in enumerate(proof.tidy()["status"]):
        if status == "key":
            assert inside[k] <= inside.min() + 1e-9
        if status == "other":
            assert inside[k] > inside.min() or inside[k] >= 0
