"""PLS models of several stages: fit, prediction and invariance, each done once more by hand."""

import numpy as np
import pandas as pd
import pytest

import cxlab as cx
from cxlab._stats import pls_predict
from cxlab._stats.pls_stages import Stage
from cxlab.paths import compare_groups, fit_pls

ITEMS = """
image =~ image_1 + image_2 + image_3 + image_4
quality =~ quality_1 + quality_2 + quality_3 + quality_4
value =~ value_1 + value_2
loyalty =~ loyalty_1 + loyalty_2 + loyalty_3
"""
HIGHER = ITEMS + "experience =~ quality + value; loyalty ~ experience + image"
PRODUCT = ITEMS + "loyalty ~ quality + image + value + quality:image"


def standardised(data, own=None):
    own = data if own is None else own
    return (data - own.mean()) / own.std(ddof=1)


def part_scores(fit, data, own=None):
    """Return the scores of the parts, from weights and items."""
    weights = fit.weights().set_index("term")
    z = standardised(data, own)
    found = {}
    for part in ("quality", "value"):
        rows = weights[weights["group"] == part]["estimate"]
        found[part] = z[list(rows.index)] @ rows
    return pd.DataFrame(found)


def test_srmr_of_a_higher_construct_is_that_of_its_stages(world):
    fit = fit_pls(world.data, HIGHER, seed=1)
    found = fit.fit(boot=40).set_index(["stage", "term"])
    assert list(found.index) == [(1, "saturated"), (2, "saturated"), (2, "estimated")]
    first = fit_pls(world.data, ITEMS + "loyalty ~ quality + value + image").fit(boot=0)
    assert found.loc[(1, "saturated"), "srmr"] == pytest.approx(first["srmr"].iloc[0])
    data = world.data.join(part_scores(fit, world.data))
    lines = [line for line in ITEMS.split("\n") if not line.startswith(("quality", "value"))]
    model = "\n".join(lines) + "experience =~ quality + value; loyalty ~ experience + image"
    last = fit_pls(data, model).fit(boot=0).set_index("term")["srmr"]
    for name in ("saturated", "estimated"):
        assert found.loc[(2, name), "srmr"] == pytest.approx(last[name], rel=1e-6)
    assert fit.glance()["srmr"].item() == pytest.approx(last["saturated"], rel=1e-6)
    assert found["threshold"].between(0.01, 0.2).all()


def test_a_model_of_one_stage_is_predicted_alike_by_both_ways(world):
    fit = fit_pls(world.data, ITEMS + "loyalty ~ quality + value + image")
    rows, design = fit.sample.rows, fit.plan.design
    fold = pls_predict.folds(len(rows), 5, np.random.default_rng(1))
    one = pls_predict.predicted(rows, design, fold)
    other = pls_predict.staged(rows, [Stage(design, np.arange(rows.shape[1]))], fold)
    for left, right in zip(one, other, strict=True):
        np.testing.assert_allclose(left, right, rtol=1e-8)


def test_a_higher_cause_predicts_as_by_hand(world):
    """Each fold from a fit of the other rows: weights, paths, loadings."""
    fit = fit_pls(world.data, HIGHER)
    found = fit.predict(folds=4, seed=3).tidy().set_index("term")
    fold = pls_predict.folds(400, 4, np.random.default_rng(3))
    names = [f"loyalty_{k}" for k in (1, 2, 3)]
    errors = []
    for each in range(4):
        own, held = world.data[fold != each], world.data[fold == each]
        part = fit_pls(own, HIGHER)
        weights = part.weights().set_index(["group", "term"])["estimate"]
        whole = part_scores(part, held, own) @ weights["experience"]
        image = standardised(held, own)[weights["image"].index] @ weights["image"]
        paths = part.tidy().set_index("term")["estimate"]
        score = paths["experience -> loyalty"] * whole + paths["image -> loyalty"] * image
        loads = part.loadings().set_index("term")["estimate"]
        for name in names:
            guess = own[name].mean() + own[name].std(ddof=1) * loads[name] * score
            errors.append(pd.DataFrame({"term": name, "error": held[name] - guess}))
    error = pd.concat(errors).groupby("term")["error"]
    np.testing.assert_allclose(
        found.loc[names, "rmse"], error.apply(lambda e: np.sqrt((e**2).mean()))[names], rtol=1e-6
    )


def test_a_product_predicts_as_by_hand(world):
    fit = fit_pls(world.data, PRODUCT)
    found = fit.predict(folds=3, seed=5).tidy().set_index("term")
    fold = pls_predict.folds(400, 3, np.random.default_rng(5))
    sums = dict.fromkeys(("loyalty_1", "loyalty_2", "loyalty_3"), 0.0)
    for each in range(3):
        own, held = world.data[fold != each], world.data[fold == each]
        part = fit_pls(own, PRODUCT)
        weights = part.weights().set_index(["group", "term"])["estimate"]
        paths = part.tidy().set_index("term")["estimate"]
        one, other = (
            {
                name: standardised(rows, own)[weights[name].index] @ weights[name]
                for name in ("quality", "image", "value")
            }
            for rows in (own, held)
        )
        product = other["quality"] * other["image"] - (one["quality"] * one["image"]).mean()
        score = sum(paths[f"{name} -> loyalty"] * values for name, values in other.items())
        score = score + paths["quality:image -> loyalty"] * product
        loads = part.loadings().set_index("term")["estimate"]
        for name in sums:
            guess = own[name].mean() + own[name].std(ddof=1) * loads[name] * score
            sums[name] += ((held[name] - guess) ** 2).sum()
    for name, total in sums.items():
        assert found.loc[name, "rmse"] == pytest.approx(np.sqrt(total / 400), rel=1e-6)


def test_items_of_a_higher_outcome_are_predicted_through_its_parts(world):
    text = ITEMS + "experience =~ quality + value; experience ~ image; loyalty ~ experience"
    fit = fit_pls(world.data, text, seed=2)
    found = fit.predict(folds=None)
    groups = found.tidy()["group"].value_counts().to_dict()
    assert groups == {"quality": 4, "loyalty": 3, "value": 2}
    assert (found.tidy()["q2"] > 0).all()
    assert "carried over" in found.explain()
    with cx.use("zh"):
        assert "逐阶段沿用" in found.explain()
    own = fit.constructs().set_index("term")["q2"]
    rows = fit.predict(seed=2).tidy()
    parts = rows[rows["group"].isin(["quality", "value"])]
    assert own["experience"] == pytest.approx(parts["q2"].mean())


def made(shift, spread, seed=1):
    rng = np.random.default_rng(seed)
    branch = np.repeat(["A", "B"], 300)
    second = branch == "B"
    wide = np.where(second, spread, 1)
    q = rng.normal(size=600) * wide + shift * second
    y = 0.6 * q + rng.normal(size=600) * wide
    data = {f"q{k}": q + 0.4 * rng.normal(size=600) * wide for k in range(3)}
    data |= {f"y{k}": y + 0.4 * rng.normal(size=600) * wide for k in range(3)}
    return pd.DataFrame(data).assign(branch=branch)


MODEL = "quality =~ q0 + q1 + q2; loyalty =~ y0 + y1 + y2; loyalty ~ quality"


def test_means_and_variances_of_pooled_scores():
    data = made(0.6, 1.5)
    found = compare_groups(data, MODEL, "branch", permutations=199, seed=1).invariance()
    scores = fit_pls(data, MODEL).scores().groupby(data["branch"])
    means, spread = scores.mean(), scores.var()
    found = found.set_index("term")
    for name in ("quality", "loyalty"):
        row = found.loc[name]
        assert row["mean"] == pytest.approx(means.loc["A", name] - means.loc["B", name])
        ratio = np.log(spread.loc["A", name] / spread.loc["B", name])
        assert row["variance"] == pytest.approx(ratio)
        assert row["mean_low"] < 0 < row["mean_high"]
        assert row["variance_low"] < 0 < row["variance_high"]


@pytest.mark.parametrize(
    ("shift", "spread", "verdict"), [(0, 1, "full"), (0.8, 1, "partial"), (0, 2, "partial")]
)
def test_invariance_is_named_in_words(shift, spread, verdict):
    result = compare_groups(made(shift, spread), MODEL, "branch", permutations=199, seed=1)
    assert set(result.invariance()["verdict"]) == {verdict}
    assert f"{verdict.capitalize()} invariance" in result.explain()
    with cx.use("zh"):
        assert {"full": "完全等值", "partial": "部分等值"}[verdict] in result.explain()


def test_other_weights_are_no_invariance():
    data = made(0, 1, seed=3)
    rng = np.random.default_rng(4)
    second = data["branch"] == "B"
    data["q0"] += np.where(second, 2, 0) * rng.normal(size=600)
    data["q1"] += np.where(second, 0, 2) * rng.normal(size=600)
    result = compare_groups(data, MODEL, "branch", permutations=199, seed=1)
    assert result.invariance().set_index("term").loc["quality", "verdict"] == "none"
    assert "Weighted unlike" in result.explain()
