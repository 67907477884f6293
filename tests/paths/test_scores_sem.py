"""Scores of respondents on the constructs of a covariance model: lavPredict's, and by hand."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import cxlab as cx
from cxlab.paths import fit_cfa, fit_cfa_from_matrix, fit_sem

HAN = "[\u4e00-\u9fff]"
KNOWN = json.loads(
    (Path(__file__).parents[1] / "reference" / "covariance_scores.json").read_text(encoding="utf-8")
)
THREE = "visual =~ x1+x2+x3\ntextual =~ x4+x5+x6\nspeed =~ x7+x8+x9"
MIXED = "visual =~ x1+x2+x3\nlast =~ x9\nvisual ~ x4\nlast ~ visual + x4"
DEMOCRACY = """
ind60 =~ x1+x2+x3
dem60 =~ y1+y2+y3+y4
dem65 =~ y5+y6+y7+y8
dem60 ~ ind60
dem65 ~ ind60+dem60
y1~~y5; y2~~y4+y6; y3~~y7; y4~~y8; y6~~y8
"""


def agrees(scores, known, atol):
    assert list(scores) == known["names"]
    np.testing.assert_allclose(scores.to_numpy()[:8], known["first"], atol=atol)
    np.testing.assert_allclose(np.sqrt((scores**2).mean()), known["spread"], atol=atol)


def test_as_lavaan_predicts(democracy, hs):
    for data, model, options, name in (
        (democracy, DEMOCRACY, {}, "democracy"),
        (hs, MIXED, {}, "mixed"),  # observed causes bring their means and have no score
        (hs, THREE, {"estimator": "mlr"}, "robust"),
        (hs, THREE + "\ng =~ visual + textual + speed", {}, "second"),
    ):
        agrees(fit_sem(data, model, **options).scores(), KNOWN[name], 1e-7)


def test_as_lavaan_predicts_in_groups(hs):
    """With the accuracy at which lavaan stops there."""
    fit = fit_sem(hs, THREE, by="school", equal=["loadings", "intercepts"])
    scores = fit.scores()
    assert scores.index.equals(hs.index)
    for group, known in KNOWN["groups"].items():
        agrees(scores[hs["school"] == group], known, 1e-5)


def test_as_lavaan_predicts_with_missing_answers(hs):
    """With the accuracy at which lavaan stops there."""
    row = np.arange(1, len(hs) + 1)
    holes = hs.mask(np.zeros(hs.shape, dtype=bool))
    for item, rows in (("x3", row % 7 == 1), ("x5", row % 11 == 2), ("x9", row % 5 == 3)):
        holes.loc[rows, item] = np.nan
    holes.loc[3, ["x1", "x2", "x3"]] = np.nan
    agrees(fit_sem(holes, THREE, estimator="fiml").scores(), KNOWN["missing"], 1e-5)


def test_full_information_is_the_same_where_nothing_is_missing(hs):
    for model in (THREE, MIXED):
        one, other = (fit_sem(hs, model, estimator=name).scores() for name in ("ml", "fiml"))
        pd.testing.assert_frame_equal(one, other, rtol=1e-6, atol=1e-6)


def test_determinacy_is_how_far_scores_spread():
    """The variance of scores over that of their construct; one item is its construct."""
    world = cx.simulate.ecsi(500, seed=2)
    fit = fit_sem(world.data, "image =~ image_1 + image_2 + image_3; value =~ value_1; value~image")
    scores = fit.scores()
    found = scores.attrs["determinacy"]
    spread = fit.tidy().set_index("term")["estimate"]["image ~~ image"]
    assert scores["image"].var(ddof=0) / spread == pytest.approx(found["image"] ** 2)
    assert found["value"] == pytest.approx(1)
    assert scores["value"].corr(world.data["value_1"]) == pytest.approx(1)
    grouped = world.data.assign(half=["a", "b"] * 250)
    names = fit_cfa(grouped, "image =~ image_1 + image_2 + image_3", by="half").scores().attrs
    assert list(names["determinacy"]) == ["image (a)", "image (b)"]


def test_rows_stay_in_their_places(hs):
    part = hs.sample(frac=1, random_state=1)
    part.loc[part.index[:3], "x1"] = np.nan
    whole = fit_cfa(part, THREE)
    assert whole.scores().index.equals(part.index[3:])
    again = fit_cfa(part.sort_index(), THREE).scores()
    pd.testing.assert_frame_equal(whole.scores().sort_index(), again, atol=1e-8)


def test_what_has_no_scores_says_so(hs):
    corr = hs[[f"x{i}" for i in range(1, 10)]].corr()
    classes = hs.drop(columns="school").round().clip(1, 6)
    for fit, match in (
        (fit_cfa_from_matrix(corr, THREE, n=301), "no respondents to score"),
        (fit_cfa(classes, THREE, estimator="wlsmv"), "no linear measure"),
    ):
        with pytest.raises(cx.SpecError, match=match):
            fit.scores()
        with cx.use("zh"), pytest.raises(cx.SpecError, match=HAN):
            fit.scores()
