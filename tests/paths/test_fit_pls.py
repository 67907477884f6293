"""PLS by its public face: seminr's numbers, known worlds, and what must not change them."""

import json
import math
import warnings
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.axes import Axes
from mobi import BLOCKS

import cxlab as cx
from cxlab._core.errors import CxWarning
from cxlab._stats import pls
from cxlab._stats.pls_design import SCHEMES
from cxlab.paths import PathModel, construct, fit_pls, interaction, path

REFERENCE = Path(__file__).parents[1] / "reference" / "pls_mobi.json"
FORMED = ("Image", "Expectation", "Quality", "Value")
RUNS = {
    "path": {},
    "factorial": {"scheme": "factorial"},
    "modeB": {},
    "PLSc": {"consistent": True},
}


@pytest.fixture(scope="module")
def reference():
    return json.loads(REFERENCE.read_text(encoding="utf-8"))


def ecsi(reference, formed=()):
    arrows = reference["path"]["path_coef"]
    return PathModel(
        *(
            construct(name, items=block, mode="B" if name in formed else "A")
            for name, block in BLOCKS.items()
        ),
        *(path(source, to=list(ends)) for source, ends in arrows.items() if ends),
    )


@pytest.fixture(scope="module")
def runs(items, reference):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CxWarning)  # corrected correlations that can't be
        return {
            name: fit_pls(items, ecsi(reference, FORMED if name == "modeB" else ()), **options)
            for name, options in RUNS.items()
        }


@pytest.fixture(scope="module")
def drawn(items, reference):
    return fit_pls(items, ecsi(reference), boot=2000, seed=7)


def pairs(known):
    """Return a table of seminr as {"cause -> effect": number}, zeros of the design left out."""
    return {
        f"{source} -> {target}": value
        for source, row in known.items()
        for target, value in row.items()
        if value
    }


@pytest.mark.parametrize("name", RUNS)
def test_paths_and_what_stands_beside_them_agree_with_seminr(name, runs, reference):
    known, table = reference[name], runs[name].tidy().set_index("term")
    paths = pairs(known["path_coef"])
    assert set(table.index) == set(paths)
    for term, value in paths.items():
        assert table.loc[term, "estimate"] == pytest.approx(value, rel=1e-8)
    for term, value in pairs(known.get("fSquare", {})).items():
        assert table.loc[term, "f2"] == pytest.approx(value, rel=1e-7, abs=1e-9)
    for target, row in known.get("vif_antecedents", {}).items():
        for source, value in row.items():
            assert table.loc[f"{source} -> {target}", "vif"] == pytest.approx(value, rel=1e-8)


@pytest.mark.parametrize("name", RUNS)
def test_measurement_agrees_with_seminr(name, runs, reference):
    known, result = reference[name], runs[name]
    owner = {item: block for block, own in BLOCKS.items() for item in own}
    for what in ("loadings", "weights"):
        found = getattr(result, what)().set_index("term")["estimate"]
        for item, row in known.get(what, {}).items():
            if owner[item] in row:
                assert found[item] == pytest.approx(row[owner[item]], rel=1e-8)
    vif = result.weights().set_index("term")["vif"]
    for row in known.get("vif_items", {}).values():
        for item, value in row.items():
            if np.isfinite(vif[item]):
                assert vif[item] == pytest.approx(value, rel=1e-8)
    table = result.constructs().set_index("term")
    names = {"alpha": "alpha_std", "rhoA": "rho_a", "rhoC": "rho_c", "AVE": "ave"}
    for block, row in known.get("reliability", {}).items():
        formed = name == "modeB" and block in FORMED
        for theirs, own in names.items():
            if len(BLOCKS[block]) == 1 or formed:
                assert np.isnan(table.loc[block, own])
            else:
                assert table.loc[block, own] == pytest.approx(row[theirs], rel=1e-8)


@pytest.mark.parametrize("name", RUNS)
def test_what_is_explained_agrees_with_seminr(name, runs, reference):
    known, result = reference[name], runs[name]
    table = result.constructs().set_index("term")
    for theirs, own in (("R^2", "r2"), ("AdjR^2", "adj_r2")):
        for block, value in known["paths"][theirs].items():
            assert table.loc[block, own] == pytest.approx(value, rel=1e-8)
    for theirs, own in (("AIC", "aic"), ("BIC", "bic")):
        for block, value in known.get("it_criteria", {}).get(theirs, {}).items():
            assert table.loc[block, own] == pytest.approx(value, rel=1e-8)
    assert result.outcome == "Loyalty"


@pytest.mark.parametrize("name", RUNS)
def test_effects_agree_with_seminr(name, runs, reference):
    known, table = reference[name], runs[name].effects().tidy()
    for theirs, group in (("total_effects", "total"), ("total_indirect", "all_indirect")):
        found = table[table["group"] == group].set_index("term")["estimate"]
        for term, value in pairs(known.get(theirs, {})).items():
            assert found[term] == pytest.approx(value, rel=1e-8)
    routes = runs[name].indirect().tidy()
    ends = routes["term"].str.replace(r" -> .* -> ", " -> ", regex=True)
    summed = routes.groupby(ends)["estimate"].sum()
    whole = table[table["group"] == "all_indirect"].set_index("term")["estimate"]
    pd.testing.assert_series_equal(summed.sort_index(), whole.sort_index(), check_names=False)


@pytest.mark.parametrize("name", RUNS)
def test_validity_agrees_with_seminr(name, runs, reference):
    known, result = reference[name], runs[name].validity()
    table = result.tidy().set_index("term")["estimate"]
    for block, row in known.get("htmt", {}).items():
        for other, value in row.items():
            term = f"{other} ~~ {block}"
            term = term if term in table.index else f"{block} ~~ {other}"
            assert table[term] == pytest.approx(value, rel=1e-8)
    crossed = result.cross_loadings()
    for item, row in known.get("cross_loadings", {}).items():
        for block, value in row.items():
            if name != "PLSc":  # seminr puts corrected loadings into this table
                assert crossed.loc[item, block] == pytest.approx(value, rel=1e-8)
    squares = result.fornell_larcker()
    for block, row in known.get("fl", {}).items():
        for other, value in row.items():
            formed = name == "modeB" and block in FORMED and block == other
            # seminr holds corrected AVE against correlations that are not corrected
            if value is not None and not formed and (name != "PLSc" or block == other):
                assert squares.loc[block, other] == pytest.approx(value, rel=1e-8)


def test_correlations_of_constructs_agree_with_seminr(runs, reference):
    scores = runs["path"].scores()
    for block, row in reference["path"]["construct_cor"].items():
        for other, value in row.items():
            assert np.corrcoef(scores[block], scores[other])[0, 1] == pytest.approx(value, abs=1e-9)
    np.testing.assert_allclose(scores.std(ddof=1), 1)
    assert list(scores.index) == list(range(250))


def test_predictions_agree_with_seminr(runs, reference):
    result = runs["path"].predict(folds=None)
    table, known = result.tidy().set_index("term"), reference["predict_loo"]
    for theirs, tail in (("PLS_out", ""), ("LM_out", "_linear")):
        for item, value in known[theirs]["RMSE"].items():
            assert table.loc[item, f"rmse{tail}"] == pytest.approx(value, rel=1e-8)
            assert table.loc[item, f"mae{tail}"] == pytest.approx(known[theirs]["MAE"][item])
    better = [
        item
        for item, value in known["PLS_out"]["RMSE"].items()
        if value < known["LM_out"]["RMSE"][item]
    ]
    assert set(table.index[table["verdict"] == "better"]) == set(better)
    assert f"Predicts {len(better)} of 19 items" in result.headline()
    few = runs["path"].predict(folds=10, seed=1).tidy().set_index("term")
    np.testing.assert_allclose(few["q2"], table["q2"], atol=0.06)


def test_the_map_agrees_with_seminr(runs, reference):
    known = reference["ipma"]
    found = {}
    for outcome in ("Loyalty", "Satisfaction"):
        result = runs["path"].importance_performance(outcome, scale=(1, 10))
        for row in result.tidy().to_dict("records"):
            found[row["term"], outcome] = row
        reached = known["performance"][outcome]
        assert result.glance()["performance"].item() == pytest.approx(reached, rel=1e-9)
    for (block, outcome), row in found.items():
        effect = known["unstd_total_effects"][block][outcome]
        assert row["importance"] == pytest.approx(effect, rel=1e-9)
        assert row["performance"] == pytest.approx(known["performance"][block], rel=1e-9)
    table = runs["path"].importance_performance("Loyalty", scale=(1, 10), level="item").tidy()
    for row in table.to_dict("records"):
        block, weight = max(known["rescaled_weights"][row["term"]].items(), key=lambda x: x[1])
        effect = weight * known["unstd_total_effects"][block]["Loyalty"]
        assert row["importance"] == pytest.approx(effect, rel=1e-9)


def test_an_interaction_agrees_with_seminr(items, reference):
    known = reference["moderation"]["paths"]
    blocks = {name: BLOCKS[name] for name in ("Image", "Satisfaction", "Loyalty")}
    model = PathModel(
        *(construct(name, items=block) for name, block in blocks.items()),
        interaction("Satisfaction", "Image"),
        *(path(name, to="Loyalty") for name in ("Image", "Satisfaction", "Satisfaction:Image")),
    )
    result = fit_pls(items, model, boot=200, seed=1)
    table = result.tidy().set_index("term")
    for theirs in ("Image", "Satisfaction", "Satisfaction*Image"):
        term = f"{theirs.replace('*', ':')} -> Loyalty"
        assert table.loc[term, "estimate"] == pytest.approx(known[theirs]["Loyalty"], rel=1e-8)
    assert result.r2["Loyalty"] == pytest.approx(known["R^2"]["Loyalty"], rel=1e-9)
    adjusted = result.constructs().set_index("term").loc["Loyalty", "adj_r2"]
    assert adjusted == pytest.approx(known["AdjR^2"]["Loyalty"], rel=1e-9)
    assert table.loc["Satisfaction:Image -> Loyalty", "std_error"] > 0.01
    assert "Satisfaction × Image" in result.explain()
    totals = result.effects().tidy()
    assert not totals["term"].str.contains(":").any()


def test_standard_errors_are_those_of_seminr(drawn, reference):
    known = reference["bootstrap"]
    tables = {
        "paths": drawn.tidy(),
        "loadings": drawn.loadings(),
        "weights": drawn.weights(),
        "total": drawn.effects().tidy().query("group == 'total'"),
        "htmt": drawn.validity().tidy(),
    }
    for name, table in tables.items():
        own = table.set_index("term")["std_error"]
        for arrow, value in known[name].items():
            one, other = (end.strip() for end in arrow.split("->"))
            term = one if name in ("loadings", "weights") else f"{one} -> {other}"
            term = f"{one} ~~ {other}" if name == "htmt" else term
            if value > 1e-9:
                assert own[term] == pytest.approx(value, rel=0.1)
            else:
                assert own[term] == pytest.approx(0, abs=1e-9)


def test_p_values_are_those_of_the_resampled_standard_error(drawn, items, reference):
    table = drawn.tidy()
    t = table["estimate"] / table["std_error"]
    np.testing.assert_allclose(table["statistic"], t)
    np.testing.assert_allclose(table["p_value"], [math.erfc(abs(v) / math.sqrt(2)) for v in t])
    clear = table["conf_low"] * table["conf_high"] > 0
    assert (table.loc[clear, "p_value"] < 0.06).all()
    assert (table.loc[~clear, "p_value"] > 0.04).all()
    assert fit_pls(items, ecsi(reference)).tidy()[["statistic", "p_value"]].isna().all(axis=None)


def test_a_single_item_has_no_error(drawn):
    for table in (drawn.loadings(), drawn.weights()):
        alone = table[table["group"] == "Complaints"]
        assert alone["std_error"].tolist() == [0.0]
        assert (alone["conf_low"] == alone["conf_high"]).all()


def test_intervals_hold_the_estimate_and_the_seed_gives_them_again(drawn, items, reference):
    table = drawn.tidy()
    assert table["estimate"].between(table["conf_low"], table["conf_high"]).all()
    again = fit_pls(items, ecsi(reference), boot=2000, seed=7)
    pd.testing.assert_frame_equal(table, again.tidy())
    assert not table.equals(fit_pls(items, ecsi(reference), boot=2000, seed=8).tidy())
    assert (drawn.boot, drawn.glance()["draws"].item()) == (2000, 2000)


def test_bca_leans_where_the_resamples_do(drawn, items, reference):
    bent = fit_pls(items, ecsi(reference), boot=2000, seed=7, interval="bca")
    plain, moved = drawn.tidy(), bent.tidy()
    np.testing.assert_allclose(moved["std_error"], plain["std_error"])
    assert moved["estimate"].between(moved["conf_low"], moved["conf_high"]).all()
    assert np.abs(moved["conf_low"] - plain["conf_low"]).max() > 0.005
    np.testing.assert_allclose(moved["conf_low"], plain["conf_low"], atol=0.06)
    assert bent.validity().tidy()["conf_high"].notna().all()
    assert bent.importance_performance("Loyalty", scale=(1, 10)).tidy().notna().all(axis=None)


def test_compiled_steps_give_the_same_numbers(items, reference):
    pytest.importorskip("numba")
    rows = items[[item for block in BLOCKS.values() for item in block]].to_numpy(float)
    rng = np.random.default_rng(1)
    corr = np.stack([np.corrcoef(rows[rng.integers(0, 250, 250)].T) for _ in range(30)])
    for name, scheme in (("path", "path"), ("factorial", "factorial"), ("modeB", "centroid")):
        formed = np.isin(list(BLOCKS), FORMED if name == "modeB" else ())
        arrows = np.array(
            [[b in reference["path"]["path_coef"][a] for b in BLOCKS] for a in BLOCKS]
        )
        design = pls.Design(tuple(map(len, BLOCKS.values())), formed, arrows, scheme)
        one, other = (pls.fit(corr, design, close=1e-9, fast=fast) for fast in (True, False))
        for part in ("weights", "cross", "constructs", "paths"):
            np.testing.assert_allclose(getattr(one, part), getattr(other, part), atol=1e-9)
        assert one.converged.all()


def test_consistent_paths_cover_the_truth_and_plain_ones_are_too_small():
    world = cx.simulate.ecsi(1500, seed=3)
    truth = world.truth["paths"]
    names = list(dict.fromkeys(end for term in truth for end in term.split(" -> ")))
    model = PathModel(
        *(construct(n, items=[c for c in world.data if c.startswith(f"{n}_")]) for n in names),
        *(path(term.split(" -> ")[0], to=term.split(" -> ")[1]) for term in truth),
    )
    right = fit_pls(world.data, model, consistent=True, boot=400, seed=1)
    table = right.tidy().set_index("term")
    known = pd.Series(truth)[table.index]
    covered = known.between(table["conf_low"], table["conf_high"])
    assert covered.mean() >= 0.9
    assert np.abs(table["estimate"] - known).max() < 0.12
    loads = right.loadings().set_index("term")["estimate"]
    assert np.abs(loads - pd.Series(world.truth["loadings"])[loads.index]).max() < 0.08
    plain = fit_pls(world.data, model)
    single = plain.tidy().set_index("term").loc["image -> expectation", "estimate"]
    rho = plain.constructs().set_index("term")["rho_a"]
    # one cause: the path of scores is the true one times the roots of both reliabilities
    expected = truth["image -> expectation"] * np.sqrt(rho["image"] * rho["expectation"])
    assert single == pytest.approx(expected, abs=0.04)
    assert single < truth["image -> expectation"] - 0.1
    for name, value in world.truth["r2"].items():
        if name in plain.r2:
            assert plain.r2[name] < value
            assert right.r2[name] == pytest.approx(value, abs=0.08)


def test_the_fit_of_a_true_model_lies_below_its_threshold():
    world = cx.simulate.ecsi(500, seed=5)
    model = "image =~ image_1 + image_2 + image_3 + image_4\nexpectation =~ expectation_1 + "
    model += "expectation_2 + expectation_3\nexpectation ~ image"
    result = fit_pls(world.data, model, consistent=True, seed=1)
    table = result.fit(boot=200).set_index("term")
    assert (table["srmr"] < table["threshold"]).all()
    assert result.glance()["srmr"].item() == table.loc["saturated", "srmr"]
    wrong = world.data.assign(image_1=world.data["loyalty_1"], image_2=world.data["loyalty_2"])
    table = fit_pls(wrong, model, consistent=True, seed=1).fit(boot=200).set_index("term")
    assert (table["srmr"] > table["threshold"]).all()


def test_constructs_of_constructs(items):
    model = PathModel(
        *(construct(name, items=BLOCKS[name]) for name in ("Image", "Quality", "Loyalty")),
        construct("Reputation", of=["Image", "Quality"]),
        path("Reputation", to="Loyalty"),
    )
    result = fit_pls(items, model, boot=100, seed=1)
    assert list(result.tidy()["term"]) == ["Reputation -> Loyalty"]
    loads = result.loadings().set_index(["group", "term"])["estimate"]
    assert loads["Reputation", "Image"] > 0.8
    assert loads["Image", "IMAG1"] > 0.6
    table = result.constructs().set_index("term")
    assert table.loc["Reputation", "n_items"] == 2
    assert np.isnan(table.loc["Image", "r2"])
    scores = result.scores()
    assert list(scores) == ["Loyalty", "Reputation"] or set(scores) == {"Loyalty", "Reputation"}
    np.testing.assert_allclose(scores.std(ddof=1), 1)
    beta = np.corrcoef(scores["Reputation"], scores["Loyalty"])[0, 1]
    assert result.tidy()["estimate"].item() == pytest.approx(beta)
    ratios = result.validity().tidy()
    assert set(ratios["term"]) == {"Image ~~ Quality", "Image ~~ Loyalty", "Quality ~~ Loyalty"}


def test_three_levels_of_constructs(items):
    names = ("Image", "Quality", "Value", "Loyalty")
    model = PathModel(
        *(construct(name, items=BLOCKS[name]) for name in names),
        construct("Product", of=["Quality", "Value"]),
        construct("Everything", of=["Product", "Image"], mode="B"),
        path("Everything", to="Loyalty"),
    )
    result = fit_pls(items, model, boot=50, seed=1)
    groups = result.weights().groupby("group", sort=False)["term"].agg(list)
    assert groups["Everything"] == ["Product", "Image"]
    assert 0.4 < result.tidy()["estimate"].item() < 0.9
    np.testing.assert_allclose(result.scores().std(ddof=1), 1)


SMALL = """
image =~ image_1 + image_2 + image_3
quality =~ quality_1 + quality_2 + quality_3
price <~ value_1 + value_2
loyalty =~ loyalty_1 + loyalty_2
quality ~ image
loyalty ~ quality + price + image
"""


def laws(data, model=SMALL, **options):
    return fit_pls(data, model, **options).tidy().set_index("term")


@given(st.integers(0, 2**16), st.sampled_from(SCHEMES), st.booleans())
@settings(max_examples=12, deadline=None)
def test_what_changes_no_path(seed, scheme, consistent):
    rng = np.random.default_rng(seed)
    data = cx.simulate.ecsi(120, seed=seed).data
    options = {"scheme": scheme, "consistent": consistent}
    table = laws(data, **options)
    columns = ["estimate", "f2", "vif"]

    def same(other, **more):
        pd.testing.assert_frame_equal(
            other.loc[table.index, columns], table[columns], rtol=1e-7, atol=1e-8, **more
        )

    same(laws(data.sample(frac=1, random_state=seed), **options))
    scaled = data * rng.uniform(0.1, 9, data.shape[1]) + rng.uniform(-5, 5, data.shape[1])
    same(laws(scaled, **options))
    same(laws(pd.concat([data, data], ignore_index=True), **options))
    lines = SMALL.strip().splitlines()
    turned = "\n".join(
        f"{line.split('=~')[0]}=~{'+'.join(line.split('=~')[1].split('+')[::-1])}"
        if "=~" in line
        else line
        for line in [*lines[3::-1], *lines[:3:-1]]
    )
    same(laws(data, turned, **options))


def test_groups_that_differ_are_told_apart_and_others_are_not():
    rng = np.random.default_rng(2)
    n = 300
    quality = rng.normal(size=2 * n)
    branch = np.repeat(["A", "B"], n)
    loyalty = np.where(branch == "A", 0.1, 0.9) * quality + rng.normal(size=2 * n)
    data = pd.DataFrame({f"q{k}": quality + 0.5 * rng.normal(size=2 * n) for k in range(3)})
    data = data.assign(**{f"l{k}": loyalty + 0.5 * rng.normal(size=2 * n) for k in range(3)})
    data = data.assign(branch=branch, coin=np.arange(2 * n) % 2)
    model = "quality =~ q0 + q1 + q2; loyalty =~ l0 + l1 + l2; loyalty ~ quality"
    found = cx.paths.compare_groups(data, model, "branch", permutations=199, seed=1)
    row = found.tidy().iloc[0]
    assert row["p_value"] == pytest.approx(1 / 200)
    own = found.paths().set_index("group")["estimate"]
    assert row["estimate"] == pytest.approx(own["A"] - own["B"])
    for name in "AB":
        alone = fit_pls(data[data["branch"] == name], model).tidy()["estimate"].item()
        assert own[name] == pytest.approx(alone, abs=1e-8)
    assert found.headline().startswith("1 of 1 paths differ")
    assert (found.invariance()["correlation"] > 0.95).all()
    assert "Groups of branch: A (300), B (300)." in found.explain()
    assert "A (300), B (300)" in found.notes()
    luck = cx.paths.compare_groups(data, model, "coin", permutations=199, seed=1)
    assert luck.tidy()["p_value"].item() > 0.05
    assert "No path shown to differ" in luck.headline()
    data.loc[::50, "branch"] = None
    part = cx.paths.compare_groups(data, model, "branch", permutations=99, seed=1)
    assert (part.n, part.n_dropped, part.dropped["branch"]) == (588, 12, 12)


def test_three_groups_and_models_with_interactions():
    data = cx.simulate.ecsi(240, seed=1).data.assign(group=np.arange(240) % 3)
    model = PathModel(
        construct("image", items=["image_1", "image_2"]),
        construct("quality", items=["quality_1", "quality_2"]),
        construct("loyalty", items=["loyalty_1", "loyalty_2"]),
        interaction("image", "quality"),
        *(path(name, to="loyalty") for name in ("image", "quality", "image:quality")),
    )
    found = cx.paths.compare_groups(data, model, "group", permutations=99, seed=1)
    assert len(found.tidy()) == 9
    assert not len(found.invariance())
    assert (found.tidy()["p_holm"] >= found.tidy()["p_value"]).all()
    for name in range(3):
        alone = fit_pls(data[data["group"] == name], model).tidy()["estimate"]
        own = found.paths().query(f"group == '{name}'")["estimate"]
        np.testing.assert_allclose(own, alone, atol=1e-7)


def test_rows_with_gaps_are_left_out_and_counted(items, reference):
    holes = items.copy().astype(float)
    holes.loc[3, "IMAG1"] = holes.loc[4, "CUSL2"] = np.nan
    result = fit_pls(holes, ecsi(reference))
    assert (result.n, result.n_dropped) == (248, 2)
    assert result.dropped == {"IMAG1": 1, "CUSL2": 1}
    assert 3 not in result.scores().index


def test_resamples_in_which_an_item_never_varies_are_left_out():
    rng = np.random.default_rng(1)
    data = pd.DataFrame({name: rng.normal(size=40) for name in ("a", "b", "c")})
    data = data.assign(b=data["b"] + data["a"], d=np.r_[1.0, 1.0, np.zeros(38)])
    with pytest.warns(CxWarning, match=r"In \d+ of 200 resamples the model has no answer"):
        result = fit_pls(data, "b ~ a + d", boot=200, seed=1)
    assert 100 < result.boot < 200
    assert result.tidy()["conf_high"].notna().all()


def test_the_map_asks_for_the_scale(items, reference):
    result = fit_pls(items.copy(), ecsi(reference))
    plain = replace(result, scales={})
    with pytest.raises(cx.SpecError, match="lowest and the highest possible answer"):
        plain.importance_performance("Loyalty")
    with pytest.raises(cx.DataError, match="must lie in 1-5"):
        plain.importance_performance("Loyalty", scale=(1, 5))
    with pytest.raises(cx.SpecError, match="must run from the lowest"):
        plain.importance_performance("Loyalty", scale=(10, 1))
    with pytest.raises(cx.SpecError, match="outcome = 'Image' is not known"):
        plain.importance_performance("Image", scale=(1, 10))


def test_a_model_is_drawn_before_and_after_it_is_fitted(items, reference):
    model = ecsi(reference)
    ax = model.plot(items=True)
    assert isinstance(ax, Axes)
    words = " ".join(text.get_text() for text in ax.texts)
    assert "IMAG5" in words
    ax = fit_pls(items, model, boot=50, seed=1).plot()
    words = [text.get_text() for text in ax.texts]
    assert "+0.56" in words
    assert "Loyalty\nR² = 0.46" in words
