"""Covariance models in several groups by their public face: lavaan's numbers, and words."""

import numpy as np
import pandas as pd
import pytest

import cxlab as cx
from cxlab._core.errors import CxWarning, DataError, ModelError, SpecError
from cxlab.paths import fit_cfa, fit_sem

HAN = r"[\u4e00-\u9fff]"
PASTEUR_FIRST = pd.CategoricalDtype(["Pasteur", "Grant-White"])


@pytest.fixture(scope="module")
def schools(hs):
    """Return the data with the group first that lavaan takes for the first."""
    return hs.assign(school=hs["school"].astype(PASTEUR_FIRST))


def by_place(table, value, error):
    return {
        f"{row['term']} / {row['group']}": (row[value], row[error])
        for row in table.to_dict("records")
    }


def test_equal_loadings_and_paths(schools, verbs):
    known = verbs["regressions"]
    result = fit_sem(schools, known["syntax"], by="school", equal=["loadings", "regressions"])
    fit = result.glance().iloc[0]
    assert fit["chi2"] == pytest.approx(known["chisq"], rel=1e-7)
    assert fit["df"] == known["df"]
    assert result.groups == ("Pasteur", "Grant-White")
    table = result.tidy()
    table["spread"] = (table["beta_high"] - table["beta_low"]) / (2 * 1.959963984540054)
    own, standard = by_place(table, "estimate", "std_error"), by_place(table, "beta", "spread")
    for place, pair in known["estimates"].items():
        assert own[place] == pytest.approx(pair, rel=2e-4)  # lavaan stops early here
    for place, pair in known["standardised"].items():
        assert standard[place] == pytest.approx(pair, rel=2e-4)
    assert set(result.r2) == {"speed (Pasteur)", "speed (Grant-White)"}


def test_partial_invariance_frees_what_is_named(schools, verbs):
    known = verbs["partial"]
    result = fit_cfa(
        schools,
        verbs["syntax"],
        by="school",
        equal=["loadings", "intercepts"],
        free=["x3 ~1", "x7  ~1"],
    )
    assert result.glance()["chi2"].item() == pytest.approx(known["chisq"], rel=1e-7)
    own = by_place(result.tidy(), "estimate", "std_error")
    for name, pair in known["means"].items():
        assert own[f"{name} ~1 / Grant-White"] == pytest.approx(pair, rel=2e-3, abs=2e-5)
    alike = result.tidy().query("term == 'x2 ~1'")["estimate"]
    apart = result.tidy().query("term == 'x3 ~1'")["estimate"]
    assert alike.iloc[0] == alike.iloc[1]
    assert apart.iloc[0] != apart.iloc[1]


def test_equal_variances_and_covariances_of_constructs(schools, verbs):
    result = fit_cfa(
        schools, verbs["syntax"], by="school", equal=["loadings", "variances", "covariances"]
    )
    assert result.glance()["chi2"].item() == pytest.approx(verbs["latent"]["chisq"], rel=1e-7)
    assert result.glance()["df"].item() == verbs["latent"]["df"]


def test_equal_means_are_all_zero(schools, verbs):
    text = verbs["syntax"]
    steps = ["loadings", "intercepts"]
    open_, closed = (
        fit_cfa(schools, text, by="school", equal=equal) for equal in (steps, [*steps, "means"])
    )
    assert closed.glance()["df"].item() == open_.glance()["df"].item() + 3
    assert not closed.tidy()["term"].isin(["visual ~1", "textual ~1"]).any()


def test_groups_that_share_nothing_are_fitted_apart(hs, verbs):
    both = fit_cfa(hs, verbs["syntax"], by="school")
    parts = [fit_cfa(part, verbs["syntax"]) for _name, part in hs.groupby("school")]
    chi2 = sum(part.glance()["chi2"].item() for part in parts)
    assert both.glance()["chi2"].item() == pytest.approx(chi2, rel=1e-8)
    own = both.tidy().query("kind == 'loading'")
    alone = pd.concat([part.tidy().query("kind == 'loading'") for part in parts])
    np.testing.assert_allclose(own["estimate"], alone["estimate"], rtol=1e-6)
    np.testing.assert_allclose(own["beta_low"], alone["beta_low"], rtol=1e-6)


@pytest.mark.parametrize("estimator", ["mlr", "fiml", "wlsmv"])
def test_every_estimator_takes_groups(estimator, world):
    data = world.data.assign(half=["a", "b"] * 200)
    result = fit_cfa(
        data, "q =~ quality_1 + quality_2 + quality_3 + quality_4", by="half", estimator=estimator
    )
    assert result.glance()["df"].item() == 4
    assert result.tidy()["group"].unique().tolist() == ["a", "b"]
    assert np.isfinite(result.glance()["srmr"].item())


def test_what_stands_beside_the_estimates_has_groups_too(schools, verbs):
    result = fit_cfa(schools, verbs["syntax"], by="school", equal="loadings")
    found = result.modifications(8)
    assert set(found["group"]) <= set(result.groups)
    assert found["statistic"].is_monotonic_decreasing
    assert result.residuals().loc["Pasteur"].shape == (9, 9)
    assert result.plot().get_legend() is not None


def test_a_missing_group_leaves_the_row_out(hs, verbs):
    result = fit_cfa(
        hs.assign(school=hs["school"].where(hs.index > 4)), verbs["syntax"], by="school"
    )
    assert result.n_dropped == 5
    assert result.dropped == {"school": 5}
    assert "school" in " ".join(result.notes())


def test_the_order_of_rows_does_not_matter(hs, verbs):
    mixed = hs.sample(frac=1, random_state=1)
    own, other = (
        fit_cfa(data, verbs["syntax"], by="school", equal="loadings").tidy() for data in (hs, mixed)
    )
    np.testing.assert_allclose(own["estimate"], other["estimate"], rtol=1e-7, atol=1e-9)


def test_an_index_with_repeats_is_taken(hs, verbs):
    twice = hs.set_axis([1] * len(hs))
    own, other = (fit_cfa(d, verbs["syntax"], by="school").glance() for d in (hs, twice))
    pd.testing.assert_frame_equal(own, other)


def exact(corr, n, rng):
    """Return rows with these correlations exactly."""
    rows = rng.normal(size=(n, len(corr)))
    rows = np.linalg.qr(rows - rows.mean(axis=0))[0] * np.sqrt(n)
    return rows @ np.linalg.cholesky(np.array(corr)).T


def test_a_heywood_case_names_its_group():
    """A loading of sqrt(.8 * .8 / .4) > 1 in the second group."""
    rng = np.random.default_rng(1)
    sound, odd = ([[1, r, r], [r, 1, s], [r, s, 1]] for r, s in ((0.5, 0.5), (0.8, 0.4)))
    rows = np.vstack([exact(sound, 100, rng), exact(odd, 100, rng)])
    data = pd.DataFrame(rows, columns=list("xyz")).assign(half=["a"] * 100 + ["b"] * 100)
    with pytest.warns(CxWarning, match=r"Heywood case: the error variance of x \(b\)"):
        fit_cfa(data, "f =~ x + y + z", by="half")


def test_a_group_that_does_not_vary_is_named(hs, verbs):
    data = hs.assign(x1=hs["x1"].where(hs["school"] == "Pasteur", 3.0))
    with pytest.raises(ModelError, match="In group 'Grant-White': 'x1' has the same answer"):
        fit_cfa(data, verbs["syntax"], by="school")


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"equal": "loadings"}, SpecError, "name the column of the groups by by="),
        ({"free": "x3 ~1"}, SpecError, "name the column of the groups by by="),
        ({"by": "school", "free": "x3 ~1"}, SpecError, "exceptions from equal="),
        ({"by": "school", "equal": "loading"}, SpecError, "loadings"),
        ({"by": "school", "equal": ["loadings", 3]}, SpecError, "equal"),
        ({"by": "school", "equal": {"loadings"}}, SpecError, "has no order"),
        (
            {"by": "school", "equal": "loadings", "free": "x33 ~1"},
            SpecError,
            r"no term 'x33 ~1'.*x3 ~1",
        ),
        (
            {"by": "school", "equal": "loadings", "estimator": "wlsmv"},
            SpecError,
            "scale of its own",
        ),
        ({"by": "scool"}, DataError, "no column"),
        ({"by": ["school"]}, SpecError, "One column is asked for"),
        ({"by": "x1"}, SpecError, "is an item of the model"),
        ({"by": "one"}, SpecError, "one group only"),
        ({"by": "none"}, DataError, "names no group"),
        ({"by": "mixed"}, DataError, "mixes kinds"),
        ({"by": "small"}, ModelError, "In group 'b': 9 items need more than 9 rows"),
    ],
)
def test_broken_groups_are_refused_in_both_languages(options, error, message, hs, verbs):
    data = hs.assign(
        one="a",
        none=np.nan,
        mixed=[1, "1"] * 150 + [1],
        small=["a"] * 294 + ["b"] * 7,
    )
    with pytest.raises(error, match=message):
        fit_cfa(data, verbs["syntax"], **options)
    with cx.use("zh"), pytest.raises(error, match=HAN):
        fit_cfa(data, verbs["syntax"], **options)
