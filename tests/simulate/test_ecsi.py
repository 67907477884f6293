"""The world of the path model: what it says is true of it, is."""

import numpy as np
import pytest

import cxlab as cx
from cxlab._core import resources
from cxlab.simulate.__main__ import as_csv, as_ecsi_card


def test_the_committed_files_are_rebuilt_bit_for_bit():
    text = resources.find("data", "ecsi", "data.csv").read_text(encoding="utf-8")
    assert as_csv(cx.simulate.ecsi().data) == text
    stored = resources.read_yaml(resources.find("data", "ecsi", "card.yaml"))
    assert stored == as_ecsi_card()


def test_the_data_set_carries_names_for_its_constructs():
    loaded, world = cx.load("ecsi"), cx.simulate.ecsi().data
    assert loaded.equals(world)
    assert dict(loaded.attrs["labels"]) == dict(world.attrs["labels"])
    assert dict(loaded.attrs["scales"]) == dict(world.attrs["scales"])


def test_answers_keep_their_scale_and_seed():
    world = cx.simulate.ecsi(500, seed=3)
    assert world.data.isin(range(1, 11)).all(axis=None)
    assert world.data.equals(cx.simulate.ecsi(500, seed=3).data)
    assert not world.data.equals(cx.simulate.ecsi(500, seed=4).data)
    assert set(world.truth["loadings"]) == set(world.data)


def test_correlations_are_those_the_truth_implies():
    world = cx.simulate.ecsi(60_000, seed=5)
    loadings, paths = world.truth["loadings"], world.truth["paths"]
    corr = world.data.corr()
    inside = corr.loc["quality_1", "quality_2"]
    assert inside == pytest.approx(loadings["quality_1"] * loadings["quality_2"], abs=0.03)
    across = corr.loc["image_1", "expectation_1"]
    implied = loadings["image_1"] * paths["image -> expectation"] * loadings["expectation_1"]
    assert across == pytest.approx(implied, abs=0.03)


def test_constructs_have_a_variance_of_one():
    r2 = cx.simulate.ecsi(10).truth["r2"]
    assert r2["image"] == 0
    assert all(0 < r2[name] < 1 for name in r2 if name != "image")
    assert r2["expectation"] == pytest.approx(0.6**2)


def test_means_are_alike():
    data = cx.simulate.ecsi(20_000, seed=1).data
    np.testing.assert_allclose(data.mean(), 6.8, atol=0.1)


@pytest.mark.parametrize("n", [0, 1.5, "many"])
def test_odd_sizes_are_refused(n):
    with pytest.raises(cx.SpecError, match="n"):
        cx.simulate.ecsi(n)
