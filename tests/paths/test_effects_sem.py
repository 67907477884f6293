"""Effects in covariance models: lavaan's delta method, draws, and what has no effect."""

import numpy as np
import pytest

import cxlab as cx
from cxlab._core.errors import ModelError, SpecError
from cxlab._stats.covariance.effects import THROUGH, TOTAL, Wanted, drawn
from cxlab.paths import fit_cfa, fit_sem

Z = 1.959963984540054
THREE = """
a =~ quality_1 + quality_2 + quality_3
b =~ satisfaction_1 + satisfaction_2 + satisfaction_3
c =~ loyalty_1 + loyalty_2 + loyalty_3
"""


@pytest.fixture(scope="module")
def whole(world, satisfaction_model):
    return fit_sem(world.data, satisfaction_model)


@pytest.mark.parametrize("estimator", ["ml", "mlr"])
def test_they_agree_with_lavaan(estimator, democracy, verbs):
    known = verbs["effects"]
    fit = fit_sem(democracy, known["syntax"], estimator=estimator)
    rows = fit.effects(source="ind60", target="dem65").tidy().set_index("kind")
    for kind, name in (("indirect", "ind"), ("total", "tot")):
        stated = known[estimator][name]
        assert rows.loc[kind, "estimate"] == pytest.approx(stated[0], rel=1e-5)
        assert rows.loc[kind, "std_error"] == pytest.approx(stated[1], rel=1e-5)
        if estimator == "ml":
            ends = rows.loc[kind, ["conf_low", "conf_high"]].tolist()
            assert ends == pytest.approx(stated[2:], rel=1e-5)
            beta, error = known["standardised"][name]
            assert rows.loc[kind, "beta"] == pytest.approx(beta, rel=1e-5)
            width = rows.loc[kind, "beta_high"] - rows.loc[kind, "beta_low"]
            assert width / (2 * Z) == pytest.approx(error, rel=1e-5)


def test_routes_add_up_to_the_indirect_effect(whole):
    rows = whole.effects(source="image", target="loyalty").tidy()
    routes = rows.loc[rows["kind"] == "indirect", ["estimate", "beta"]].sum()
    through, total, direct = (
        rows.loc[rows["kind"] == kind, ["estimate", "beta"]].iloc[0]
        for kind in ("all_indirect", "total", "direct")
    )
    np.testing.assert_allclose(routes, through, rtol=1e-12)
    np.testing.assert_allclose(through + direct, total, rtol=1e-12)
    assert (rows["kind"] == "indirect").sum() == 5


def test_the_delta_method_is_that_of_a_numerical_derivative(whole):
    """The same standard errors from effects at parameters moved a little."""
    group, found = whole.plan.model.groups[0], whole.raw.found.params
    arrows = [(t.row, t.col) for t in whole.plan.terms[0] if t.sign == "~"]
    names = whole.plan.latents
    ends = (names.index("image"), names.index("loyalty"))
    asked = [Wanted(ends, TOTAL), Wanted(ends, THROUGH)]
    step = 1e-5 * np.eye(len(found))
    slopes = [
        (up - down) / 2e-5
        for up, down in zip(
            drawn(group, found + step, arrows, asked),
            drawn(group, found - step, arrows, asked),
            strict=True,
        )
    ]
    rows = whole.effects(source="image", target="loyalty").tidy().set_index("kind")
    rows["spread"] = (rows["beta_high"] - rows["beta_low"]) / (2 * Z)
    for slope, column in zip(slopes, ("std_error", "spread"), strict=True):
        error = np.sqrt(np.einsum("qk,qr,rk->k", slope, whole.raw.vcov, slope))
        own = rows.loc[["total", "all_indirect"], column]
        np.testing.assert_allclose(own, error, rtol=1e-6)


def test_draws_are_near_the_delta_method_and_follow_the_seed(whole):
    delta = whole.effects(target="loyalty").tidy()
    first, again, other = (
        whole.effects(target="loyalty", interval="montecarlo", seed=seed).tidy()
        for seed in (1, 1, 2)
    )
    ends = ["conf_low", "conf_high", "beta_low", "beta_high"]
    np.testing.assert_array_equal(first[ends], again[ends])
    assert not np.array_equal(first[ends], other[ends])
    assert np.abs(first[ends] - delta[ends]).to_numpy().max() < 0.1
    assert (first["estimate"] == delta["estimate"]).all()


def test_all_pairs_that_arrows_connect_are_there(whole):
    rows = whole.effects().tidy()
    totals = rows.loc[rows["kind"] == "total", "term"]
    assert len(totals) == 6 * 5 / 2  # in causal order
    assert "expectation -> loyalty" in set(totals)
    assert "loyalty -> image" not in set(totals)


def test_groups_have_effects_of_their_own(world):
    data = world.data.assign(half=["a", "b"] * 200)
    fit = fit_sem(data, THREE + "b ~ a; c ~ b + a", by="half", equal=["loadings", "regressions"])
    rows = fit.effects(source="a", target="c").tidy().set_index(["kind", "group"])
    total = rows.loc["total"]
    assert total.loc["a", "estimate"] == total.loc["b", "estimate"]
    assert total.loc["a", "beta"] != total.loc["b", "beta"]
    assert "(a)" in fit.effects().explain()


def test_a_circle_that_settles_has_totals_without_routes(world):
    data = world.data
    text = THREE + "b ~ a; c ~ b; b ~ 0.2*c"
    rows = fit_sem(data, text).effects(source="a", target="c").tidy().set_index("kind")
    assert list(rows.index) == ["all_indirect", "total"]
    paths = fit_sem(data, text).tidy().set_index("term")["estimate"]
    loop = paths["b ~ a"] * paths["c ~ b"] / (1 - paths["c ~ b"] * 0.2)
    assert rows.loc["total", "estimate"] == pytest.approx(loop)


def test_words_and_picture(whole):
    for interval in ("delta", "montecarlo"):
        result = whole.effects(interval=interval, draws=2000, seed=1)
        assert "satisfaction → loyalty" in result.headline()
        assert ("montecarlo" in result.explain()) == (interval == "delta")
    with cx.use("zh"):
        assert "忠诚" in result.headline() or "loyalty" in result.headline()
        assert "间接效应" in result.explain()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"source": "loyalty", "target": "image"}, "No arrows lead from 'loyalty' to 'image'"),
        ({"target": "image"}, "No arrows lead from any construct"),
        ({"source": "imge"}, "no construct 'imge'"),
        ({"source": "image_1"}, "no construct 'image_1'"),
        ({"target": 3}, "text"),
        ({"interval": "bootstrap"}, "interval"),
        ({"draws": 10}, "draws"),
        ({"seed": -1}, "seed"),
    ],
)
def test_broken_questions_are_refused(options, message, whole):
    with pytest.raises(SpecError, match=message):
        whole.effects(**options)


def test_a_model_without_arrows_has_no_effects(world):
    with pytest.raises(SpecError, match="no path"):
        fit_cfa(world.data, THREE).effects()


def test_a_circle_that_grows_is_refused(world):
    fit = fit_sem(world.data, THREE + "b ~ a; c ~ 1.5*b; b ~ 1.5*c")
    with pytest.raises(ModelError, match="grows with every round"):
        fit.effects()


def test_words_keep_to_one_scale(world, satisfaction_model, whole):
    """Another unit of an item changes estimates, and nothing that is said."""
    said = whole.effects(source="image", target="loyalty").explain()
    data = world.data.assign(loyalty_1=world.data["loyalty_1"] * 10)
    other = fit_sem(data, satisfaction_model).effects(source="image", target="loyalty")
    assert other.explain() == said
    assert other.tidy()["estimate"].iloc[0] > 5 * other.tidy()["beta"].iloc[0]
