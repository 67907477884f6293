"""The ladder of invariance: lavaan's differences, score tests, and what may be compared."""

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest

import cxlab as cx
from cxlab._core.errors import DataError, SpecError
from cxlab.paths import invariance

GROUPS = Path(__file__).parents[1] / "reference" / "covariance_groups.json"
NAMES = {"cfi": "cfi", "rmsea": "rmsea", "srmr": "srmr"}
TWO = "value =~ value_1 + value_2; loyalty =~ loyalty_1 + loyalty_2 + loyalty_3"


@pytest.fixture(scope="module")
def ladder(hs, verbs):
    return {
        name: invariance(hs, verbs["syntax"], "school", estimator=name) for name in ("ml", "mlr")
    }


@pytest.mark.parametrize("estimator", ["ml", "mlr"])
def test_every_step_agrees_with_lavaan(estimator, ladder, verbs):
    known = json.loads(GROUPS.read_text(encoding="utf-8"))["invariance"]
    rows = ladder[estimator].tidy().set_index("term")
    for step, row in rows.iterrows():
        fit, tail = known[step]["fit"], ""
        if estimator == "mlr":
            fit, tail = fit | known[step]["mlr"], ".scaled"
        assert row["statistic"] == pytest.approx(fit[f"chisq{tail}"], rel=1e-5)
        assert row["df"] == fit["df"]
        assert row["cfi"] == pytest.approx(fit[f"cfi{tail}"], rel=1e-5)
        assert row["rmsea"] == pytest.approx(fit[f"rmsea{tail}"], rel=1e-5)
        assert row["srmr"] == pytest.approx(fit["srmr"], rel=1e-5)
        if step != "configural":
            stated = verbs["difference"][estimator][step]
            assert row["statistic_change"] == pytest.approx(stated["diff"], rel=1e-5)
            assert row["df_change"] == stated["df"]
            assert row["p_change"] == pytest.approx(stated["p"], rel=1e-4)


@pytest.mark.parametrize(("step", "sign"), [("metric", "=~"), ("scalar", "~1"), ("strict", "~~")])
def test_score_tests_agree_with_lavaan(step, sign, ladder, verbs):
    own = ladder["ml"].items(step).set_index("term")["statistic"]
    known = {term: value for term, value in verbs["score"][step].items() if sign in term}
    assert known
    for term, value in known.items():
        assert own[term] == pytest.approx(value, rel=1e-4)


def test_three_groups_are_tested_together(hs, verbs):
    data = hs.assign(third=(["a", "b", "c"] * 101)[: len(hs)])
    result = invariance(data, verbs["syntax"], "third")
    scalar = result.fits["scalar"].glance().iloc[0]
    known = verbs["three"]
    assert scalar["chi2"] == pytest.approx(known["fit"]["chisq"], rel=1e-7)
    assert scalar["df"] == known["fit"]["df"]
    first = result.tidy().iloc[0]
    assert first["rmsea"] == pytest.approx(known["configural"]["rmsea"], rel=1e-6)
    found = result.items("scalar").set_index("term")
    assert found.loc["x3 ~1", "statistic"] == pytest.approx(known["joint"]["x2"], rel=1e-4)
    assert (found["df"] == known["joint"]["df"]).all()


def test_the_verdict_names_step_items_and_what_may_be_compared(ladder):
    result = ladder["ml"]
    assert result.tidy()["status"].tolist() == ["base", "holds", "fails", "unasked"]
    assert result.level == "metric"
    assert result.headline() == "Relations may be compared between groups, means may not"
    text = result.explain()
    assert "Groups of school: Grant-White (145), Pasteur (156)." in text
    assert "Grant-White (145), Pasteur (156)" in result.notes()
    assert "fits poorly already" in text
    assert "x3 (chi² 19.2), x7 (chi² 15.0)" in text
    assert "free=['x3 ~1']" in result.advice
    with cx.use("zh"):
        assert "均值" in result.headline()
        assert "x3" in result.explain()


def test_freeing_the_causes_lets_the_step_hold(hs, verbs):
    result = invariance(hs, verbs["syntax"], "school", free=["x3 ~1", "x7 ~1"])
    assert result.tidy().set_index("term").loc["scalar", "status"] == "holds"
    assert not result.items("scalar")["term"].isin(["x3 ~1", "x7 ~1"]).any()
    assert "x3 ~1" in " ".join(result.notes())


def test_a_shifted_item_is_found(world):
    """One item is answered one point higher by half of the people: scalar fails there."""
    half = np.tile([0, 1], 200)
    data = world.data.assign(half=half, quality_2=world.data["quality_2"] + half)
    items = " + ".join(f"quality_{i}" for i in range(1, 5))
    result = invariance(data, f"quality =~ {items}", "half")
    assert result.tidy().set_index("term").loc["scalar", "status"] == "fails"
    assert result.items("scalar")["term"].iloc[0] == "quality_2 ~1"


def test_an_item_with_another_loading_is_found():
    rng = np.random.default_rng(5)
    half = np.tile([0, 1], 500)
    factor = rng.normal(size=(1000, 1))
    loads = np.where(half[:, None] == 1, [1, 1, 0.2, 1], [1, 1, 1, 1])
    rows = factor * loads + 0.7 * rng.normal(size=(1000, 4))
    frame = (
        cx.simulate.ecsi(1000).data[[]].assign(**{f"a{i}": rows[:, i] for i in range(4)}, half=half)
    )
    result = invariance(frame, "f =~ a0 + a1 + a2 + a3", "half")
    assert result.tidy()["status"].tolist() == ["base", "fails", "unasked", "unasked"]
    assert result.headline().startswith("Only the form is shared")
    assert result.items("metric")["term"].iloc[0] == "f =~ a2"


def test_groups_that_do_not_differ_pass_all_steps(world):
    data = world.data.assign(half=["a", "b"] * 200)
    result = invariance(data, TWO, "half")
    assert result.level == "strict"
    assert result.advice == ""
    assert "scale scores" in result.headline()


def test_a_doubtful_step_is_not_built_on(ladder):
    """The verdict comes from the table alone: CFI hardly falls, SRMR rises too much."""
    doubt = ladder["ml"].tidy().assign(status=["base", "holds", "doubtful", "holds"])
    result = dataclasses.replace(ladder["ml"], table=doubt)
    assert result.level == "metric"
    assert "In doubt, so not counted: scalar" in result.explain()


def test_small_samples_have_stricter_limits(world):
    data = world.data.head(300).assign(half=["a", "b"] * 150)
    small, large = (
        invariance(each, TWO, "half").limits
        for each in (data, world.data.assign(half=["a", "b"] * 200))
    )
    assert (small, large) == ((0.005, 0.010, 0.025, 0.005), (0.010, 0.015, 0.030, 0.010))


def test_missing_answers_count(world):
    rng = np.random.default_rng(2)
    data = world.data.mask(rng.random(world.data.shape) < 0.05).assign(half=["a", "b"] * 200)
    full = invariance(data, TWO, "half", estimator="fiml")
    with pytest.warns(cx.CxWarning, match="left out for a missing answer"):
        assert full.n > invariance(data, TWO, "half").n
    assert len(full.items("metric")) == 5


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"by": "school", "estimator": "wlsmv"}, SpecError, "estimator"),
        ({"by": "nothing"}, DataError, "no column"),
        ({"by": None}, DataError, "no column None"),
        ({"by": "school", "free": "x3"}, SpecError, "no term 'x3'"),
        ({"by": "school", "conf": 95}, SpecError, "conf"),
    ],
)
def test_broken_questions_are_refused(options, error, message, hs, verbs):
    with pytest.raises(error, match=message):
        invariance(hs, verbs["syntax"], **options)


def test_an_unknown_step_is_refused(ladder):
    with pytest.raises(SpecError, match="step"):
        ladder["ml"].items("configural")
