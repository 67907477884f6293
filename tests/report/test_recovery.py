"""Estimates beside the truth of a world."""

import numpy as np
import pytest

import cxlab as cx
from cxlab._core.errors import SpecError
from cxlab.report import recovery

TEXT = """
quality =~ quality_1 + quality_2 + quality_3 + quality_4
value =~ value_1 + value_2
expectation =~ expectation_1 + expectation_2 + expectation_3
quality ~ expectation
value ~ quality + expectation
"""


@pytest.fixture(scope="module")
def world():
    return cx.simulate.ecsi(1000, seed=5)


@pytest.fixture(scope="module")
def fit(world):
    return cx.paths.fit_sem(world.data, TEXT)


def test_every_known_number_stands_beside_its_truth(world, fit):
    rows = recovery(fit, world.truth).tidy()
    assert (rows["kind"] == "path").sum() == 3
    assert (rows["kind"] == "loading").sum() == 9
    paths = rows[rows["kind"] == "path"].set_index("term")
    for term, row in paths.iterrows():
        assert row["truth"] == world.truth["paths"][term]
    inside = (rows["conf_low"] <= rows["truth"]) & (rows["truth"] <= rows["conf_high"])
    assert rows["covered"].tolist() == inside.tolist()
    assert np.abs(paths["estimate"] - paths["truth"]).max() < 0.1


def test_pls_is_biased_where_a_covariance_model_is_not(world, fit):
    """Scores with error pull paths towards zero: the lesson of the unit in one number."""
    paths = {"paths": world.truth["paths"]}
    plain = recovery(cx.paths.fit_pls(world.data, TEXT), paths)
    assert plain.tidy()["covered"].isna().all()
    assert plain.summary()["rmse"] > 2 * recovery(fit, paths).summary()["rmse"]
    assert "boot=" in plain.explain()
    assert "RMSE" in plain.headline()


def test_paths_alone_are_enough(world, fit):
    known = {"expectation -> quality": 0.65, "quality -> loyalty": 0.3}
    result = recovery(fit, known)
    assert result.tidy()["term"].tolist() == ["expectation -> quality"]
    assert result.headline() == "1 of 1 intervals cover the truth"


def test_a_missed_truth_is_named(fit):
    result = recovery(fit, {"expectation -> quality": -0.9})
    assert "expectation → quality" in result.explain()
    with cx.use("zh"):
        assert "错过真值" in result.explain()


@pytest.mark.parametrize(
    ("truth", "message"),
    [
        ({"loyalty -> value": 1.0}, "Nothing of this truth is in the model.*'loyalty -> value'"),
        ({"paths": {}}, "Nothing of this truth"),
        ({"paths": {"expectation -> quality": "high"}}, "number"),
        ({"paths": 3}, "paths"),
        (3, "truth"),
    ],
)
def test_broken_truths_are_refused(truth, message, fit):
    with pytest.raises(SpecError, match=message):
        recovery(fit, truth)


def test_what_is_no_single_fit_is_refused(world):
    with pytest.raises(SpecError, match=r"no fitted model but pandas\.DataFrame"):
        recovery(world.data, world.truth)
    data = world.data.assign(half=["a", "b"] * 500)
    halves = cx.paths.fit_sem(data, TEXT, by="half")
    with pytest.raises(SpecError, match="has 2 groups"):
        recovery(halves, world.truth)
