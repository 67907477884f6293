"""What if: moved means against the answers moved by the same amount."""

import numpy as np
import pandas as pd
import pytest

import cxlab as cx
from cxlab.frameworks import perceived_value, satisfaction, what_if


@pytest.fixture
def types():
    rng = np.random.default_rng(5)
    names = ["x_price", "x_brand", "e_price", "e_brand", "w_price", "w_brand"]
    return pd.DataFrame(rng.integers(1, 8, (40, 6)).astype(float), columns=names)


@pytest.fixture
def value():
    rng = np.random.default_rng(6)
    names = [f"value_{part}{item}" for part in "fesp" for item in (1, 2, 3)]
    names += ["cost_money", "cost_effort"]
    return pd.DataFrame(rng.integers(2, 6, (40, 14)).astype(float), columns=names)


def test_expectations_move_as_if_every_answer_moved(types):
    law = satisfaction(types)
    mean = types["e_price"].mean()
    moved = what_if(law, {"price": mean + 1.5})
    again = satisfaction(types.assign(e_price=types["e_price"] + 1.5))
    pd.testing.assert_frame_equal(moved.tidy(), again.tidy())


def test_weighted_satisfaction_moves_too(types):
    law = satisfaction(types, importance="w_")
    moved = what_if(law, {"price": types["e_price"].mean() - 1, "brand": 2.0})
    shift = types.assign(
        e_price=types["e_price"] - 1, e_brand=types["e_brand"] + 2 - types["e_brand"].mean()
    )
    again = satisfaction(shift, importance="w_")
    columns = ["estimate", "expectation", "weighted"]
    pd.testing.assert_frame_equal(moved.tidy()[columns], again.tidy()[columns])
    types_only = slice(0, 2)
    pd.testing.assert_frame_equal(moved.tidy()[types_only], again.tidy()[types_only])


def test_parts_of_value_move_as_if_every_answer_moved(value):
    result = perceived_value(value)
    mean = result.tidy().set_index("term")["estimate"]
    moved = what_if(
        result, {"functional": mean["functional"] + 1, "cost_money": mean["cost_money"] - 1}
    )
    shift = value.assign(cost_money=value["cost_money"] - 1)
    for item in (1, 2, 3):
        shift[f"value_f{item}"] += 1
    pd.testing.assert_frame_equal(moved.tidy(), perceived_value(shift).tidy())


def test_nothing_asked_nothing_moved(types, value):
    for result in (satisfaction(types), perceived_value(value)):
        pd.testing.assert_frame_equal(what_if(result, {}).tidy(), result.tidy())


def test_what_cannot_move_is_refused(types, value):
    with pytest.raises(cx.SpecError, match="'prize'"):
        what_if(satisfaction(types), {"prize": 1})
    with pytest.raises(cx.SpecError, match="'net'"):
        what_if(perceived_value(value), {"net": 1})
    with pytest.raises(cx.SpecError, match="finite"):
        what_if(satisfaction(types), {"price": float("nan")})
    with pytest.raises(cx.SpecError, match="without groups"):
        what_if(satisfaction(types.assign(shop="A"), by="shop"), {"price": 1})
