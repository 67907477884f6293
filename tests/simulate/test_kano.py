import numpy as np
import pytest

import cxlab as cx
from cxlab._core import resources
from cxlab.simulate.__main__ import as_csv, as_kano_card


def test_the_committed_files_are_rebuilt_bit_for_bit():
    text = resources.find("data", "meiyu_kano", "data.csv").read_text(encoding="utf-8")
    assert as_csv(cx.simulate.kano().data) == text
    stored = resources.read_yaml(resources.find("data", "meiyu_kano", "card.yaml"))
    assert stored == as_kano_card()


def test_who_was_asked_is_a_customer_of_meiyu():
    asked, customers = cx.load("meiyu_kano"), cx.load("meiyu").set_index("customer_id")
    assert asked["customer_id"].is_unique
    assert (customers.loc[asked["customer_id"], "segment"].to_numpy() == asked["segment"]).all()


def test_chances_sum_to_one_and_answers_keep_their_scales():
    world = cx.simulate.kano(2000, seed=3)
    kinds = {name: values for name, values in world.truth.items() if name != "importance"}
    np.testing.assert_allclose([sum(values.values()) for values in kinds.values()], 1)
    asked = world.data.filter(regex="^[fd]_")
    assert asked.isin(range(1, 6)).where(asked.notna(), True).all(axis=None)
    assert 0.005 < asked.isna().mean(axis=None) < 0.015
    assert world.data.filter(regex="^w_").isin(range(1, 10)).all(axis=None)


def test_mean_importance_is_that_of_the_truth():
    world = cx.simulate.kano(2000, seed=3)
    means = world.truth["importance"]
    for column in world.data.filter(regex="^w_").columns.drop("w_payment"):
        assert world.data[column].mean() == pytest.approx(means[column], abs=0.12)
    by = world.data.groupby("segment")["w_payment"].mean()
    assert by["visitor"] == pytest.approx(means["w_payment, segment = visitor"], abs=0.12)


def test_the_same_seed_is_the_same_world_and_too_many_are_refused():
    assert cx.simulate.kano(50, seed=1).data.equals(cx.simulate.kano(50, seed=1).data)
    assert not cx.simulate.kano(50, seed=1).data.equals(cx.simulate.kano(50, seed=2).data)
    with pytest.raises(cx.SpecError, match="n = 2,001 is more than can be computed; 2,000"):
        cx.simulate.kano(2001)
