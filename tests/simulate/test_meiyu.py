import numpy as np
import pytest

import cxlab as cx
from cxlab._core import resources
from cxlab.simulate.__main__ import as_card, as_csv

TYPES = ["product", "service", "relationship", "price", "convenience", "brand"]


def test_the_committed_files_are_rebuilt_bit_for_bit():
    text = resources.find("data", "meiyu", "data.csv").read_text(encoding="utf-8")
    assert as_csv(cx.simulate.meiyu().data) == text
    stored = resources.read_yaml(resources.find("data", "meiyu", "card.yaml"))
    assert stored == as_card()


def test_another_seed_is_another_world_and_the_same_seed_the_same():
    assert cx.simulate.meiyu(50, seed=1).data.equals(cx.simulate.meiyu(50, seed=1).data)
    assert not cx.simulate.meiyu(50, seed=1).data.equals(cx.simulate.meiyu(50, seed=2).data)


def test_means_agree_with_the_numbers_of_the_case():
    """Case: actual 6 6 4 7 5 7; expectation 7 for product, price, convenience, brand (Li 2005)."""
    data = cx.simulate.meiyu(20_000, seed=3).data
    actual = data[[f"x_{kind}" for kind in TYPES]].mean()
    np.testing.assert_allclose(actual, [6, 6, 4, 7, 5, 7], atol=0.06)
    expected = data[["e_product", "e_price", "e_convenience", "e_brand"]].mean()
    np.testing.assert_allclose(expected, 7, atol=0.06)
    assert data["w_convenience"].mean() == pytest.approx(9, abs=0.03)


def test_satisfaction_is_linear_in_the_recorded_answers():
    world = cx.simulate.meiyu(50_000, seed=5)
    truth = {name: b for name, b in world.truth["satisfaction"].items() if name != "noise_sd"}
    design = np.column_stack([np.ones(50_000), world.data[list(truth)]])
    found = np.linalg.lstsq(design, world.data["satisfaction"].to_numpy(), rcond=None)[0][1:]
    np.testing.assert_allclose(found, list(truth.values()), atol=0.012)


def test_answers_keep_their_scales():
    data = cx.simulate.meiyu().data
    assert data.filter(regex="^[xew]_").isin(range(11)).all(axis=None)
    items = data.filter(regex="^(sq_[pe]|value_|rel_|realm_|loy_|cost_)")
    assert items.isin(range(1, 8)).where(items.notna(), True).all(axis=None)
    assert 0.005 < data.filter(regex="^sq_[pe]").isna().mean(axis=None) < 0.015
    assert (data.filter(regex="^sq_w_").sum(axis=1) == 100).all()
    assert data["recommend"].isin(range(11)).all()


def test_a_fractional_size_is_refused():
    with pytest.raises(cx.SpecError, match="n must be a whole number"):
        cx.simulate.meiyu(10.5)
