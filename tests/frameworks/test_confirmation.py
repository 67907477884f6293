"""The triangle law put to the test: against statsmodels, and against known truths."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cxlab as cx
from cxlab.frameworks import confirmation_test

TYPES = ["product", "price", "brand"]


def survey(weight, n=400, seed=11, noise=1.0, types=TYPES):
    """Make answers in which expectation weighs ``weight`` times as much as experience."""
    rng = np.random.default_rng(seed)
    x = rng.normal(6, 1.5, (n, len(types)))
    e = 6 + 0.3 * (x - 6) + rng.normal(0, 1.3, (n, len(types)))
    effect = np.linspace(0.3, 0.6, len(types))
    spread = noise * (0.5 + np.abs(x[:, 0] - 6) / 2)  # not the same for everybody
    y = 5 + (x - weight * e) @ effect + spread * rng.normal(size=n)
    names = [f"{prefix}_{name}" for prefix in "xe" for name in types]
    return pd.DataFrame(np.column_stack([x, e]), columns=names).assign(liking=y)


def peers(data):
    import statsmodels.api as sm

    x = data[[f"x_{name}" for name in TYPES]].to_numpy()
    e = data[[f"e_{name}" for name in TYPES]].to_numpy()
    designs = {"experience": x, "difference": x - e, "free": np.column_stack([x, e])}
    return {
        term: sm.OLS(data["liking"], sm.add_constant(each)).fit() for term, each in designs.items()
    }


def test_fit_and_tests_agree_with_statsmodels():
    data = survey(0.5)
    table = confirmation_test(data, "liking").tidy().set_index("term")
    models = peers(data)
    for term, peer in models.items():
        mine = table.loc[term]
        np.testing.assert_allclose(
            [mine.r2, mine.adj_r2, mine.aic], [peer.rsquared, peer.rsquared_adj, peer.aic + 2]
        )
        assert (mine.k, mine.n) == (len(peer.params), len(data))
    robust = models["free"].get_robustcov_results("HC3", use_t=True)
    p = len(TYPES)
    identity, nothing = np.eye(p), np.zeros((p, p))
    column = np.zeros((p, 1))
    for term, restriction in {
        "experience": np.hstack([column, nothing, identity]),
        "difference": np.hstack([column, identity, identity]),
    }.items():
        stated = robust.f_test(restriction)
        mine = table.loc[term]
        np.testing.assert_allclose(
            [mine.statistic, mine.p_value, mine.df, mine.df_resid],
            [stated.fvalue, stated.pvalue, stated.df_num, stated.df_denom],
            rtol=1e-8,
        )


def test_slopes_and_relative_weight_agree_with_statsmodels():
    data = survey(0.5)
    result = confirmation_test(data, "liking")
    robust = peers(data)["free"].get_robustcov_results("HC3", use_t=True)
    mine = result.coefficients
    np.testing.assert_allclose(mine["estimate"], robust.params[1:])
    np.testing.assert_allclose(mine["std_error"], robust.bse[1:])
    np.testing.assert_allclose(mine[["conf_low", "conf_high"]], robust.conf_int()[1:])

    def weight(params):
        return -params[4:].sum() / params[1:4].sum()

    step = 1e-6
    slope = np.array(
        [
            (weight(robust.params + d) - weight(robust.params - d)) / (2 * step)
            for d in step * np.eye(7)
        ]
    )
    free = result.tidy().set_index("term").loc["free"]
    assert free.estimate == pytest.approx(weight(robust.params))
    assert free.std_error == pytest.approx(np.sqrt(slope @ robust.cov_params() @ slope), rel=1e-6)
    assert free.conf_low < free.estimate < free.conf_high


@pytest.mark.parametrize(
    ("weight", "reading", "words"),
    [
        (1.0, "difference", "X − E holds up"),
        (0.0, "experience", "Expectation adds nothing that shows"),
        (0.5, "free", "plain X − E is rejected"),
    ],
)
def test_it_reads_the_truth(weight, reading, words):
    result = confirmation_test(survey(weight), "liking")
    assert result.reading == reading
    assert words in result.headline()
    row = result.tidy().set_index("term").loc["free"]
    assert row.conf_low < weight < row.conf_high


def test_too_little_data_is_said_so():
    data = survey(0.5, n=40, noise=6.0, seed=2)
    with pytest.warns(cx.CxWarning, match="unstable"):
        assert confirmation_test(data, "liking", conf=0.99).reading == "unclear"


def test_the_world_of_the_course_is_recovered():
    """In `meiyu` expectation weighs half as much as experience."""
    result = confirmation_test(cx.load("meiyu"), "satisfaction")
    row = result.tidy().set_index("term").loc["free"]
    assert result.reading == "free"
    assert row.conf_low < 0.5 < row.conf_high


@settings(max_examples=25, deadline=None)
@given(st.floats(-50, 50), st.floats(0.1, 10))
def test_the_scale_of_the_outcome_does_not_matter(shift, scale):
    data = survey(0.5, n=120)
    moved = data.assign(liking=data["liking"] * scale + shift)
    columns = ["estimate", "conf_low", "r2", "statistic", "p_value"]
    pd.testing.assert_frame_equal(
        confirmation_test(data, "liking").tidy()[columns],
        confirmation_test(moved, "liking").tidy()[columns],
        rtol=1e-5,
        atol=1e-8,
    )


def test_the_free_model_fits_best():
    table = confirmation_test(survey(0.5), "liking").tidy().set_index("term")
    assert table["r2"].idxmax() == "free"
    assert table.loc["experience", "estimate"] == 0
    assert table.loc["difference", "estimate"] == 1


def test_missing_answers_are_counted():
    data = survey(0.5)
    data.loc[3, "liking"] = np.nan
    result = confirmation_test(data, "liking")
    assert (result.n, dict(result.dropped)) == (399, {"liking": 1})


@pytest.mark.parametrize(
    ("lang", "message"), [("en", "'liking' has the same value"), ("zh", "取值相同，没有差异")]
)
def test_a_constant_outcome_is_refused(lang, message):
    with cx.use(lang), pytest.raises(cx.DataError, match=message):
        confirmation_test(survey(0.5).assign(liking=7), "liking")


def test_models_without_an_answer_are_refused():
    data = survey(0.5)
    with pytest.raises(cx.ModelError, match="6 complete rows are too few for 6 columns"):
        confirmation_test(data.head(6), "liking")
    with pytest.raises(cx.ModelError, match="'e_price' can be computed"):
        confirmation_test(data.assign(e_price=data["x_price"] + 1), "liking")
    exact = data.assign(liking=data["x_price"] - data["e_price"])
    with pytest.raises(cx.ModelError, match="without error"):
        confirmation_test(exact, "liking")
    with pytest.raises(cx.DataError, match=r"no column 'likin'.*Did you mean 'liking'"):
        confirmation_test(data, "likin")


def test_few_rows_are_warned_of():
    with pytest.warns(cx.CxWarning, match="20 rows for 6 columns are few"):
        confirmation_test(survey(0.5, n=20), "liking")


def test_an_experience_without_effect_is_warned_of():
    data = survey(0.5)
    data["liking"] = np.random.default_rng(4).normal(size=len(data))
    with pytest.warns(cx.CxWarning, match="relative weight of expectation is unstable"):
        confirmation_test(data, "liking")
