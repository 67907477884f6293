"""Strange data and options of path models: named in words, in two languages, or mended aloud."""

import re

import numpy as np
import pandas as pd
import pytest

import cxlab as cx
from cxlab._core.errors import CxWarning, ModelError, SpecError
from cxlab.paths import (
    PathModel,
    compare,
    compare_groups,
    fit_pls,
    fit_sem,
    mediate,
    what_if,
)

HAN = re.compile("[\u3400-\u9fff]")
MODEL = "a =~ a1 + a2 + a3\nb =~ b1 + b2 + b3\nc =~ c1 + c2 + c3\nb ~ a\nc ~ a + b"
HIGHER = "a =~ a1 + a2 + a3\nb =~ b1 + b2 + b3\nc =~ c1 + c2 + c3\nh =~ a + b\nc ~ h"
N = 120


@pytest.fixture(scope="module")
def data():
    rng = np.random.default_rng(4)
    a = rng.normal(size=N)
    b = 0.6 * a + rng.normal(size=N)
    c = 0.6 * b + rng.normal(size=N)
    return pd.DataFrame(
        {
            f"{name}{k}": np.clip(np.rint(4 + 1.2 * (each + 0.7 * rng.normal(size=N))), 1, 7)
            for name, each in (("a", a), ("b", b), ("c", c))
            for k in (1, 2, 3)
        }
    )


def in_both(kind, match, call):
    """Check a refusal or a warning in English, and that it comes in Chinese too."""
    expect = pytest.warns if issubclass(kind, Warning) else pytest.raises
    with expect(kind, match=match):
        call()
    with cx.use("zh"), expect(kind, match=HAN):
        call()


REFUSED = {
    "rounding": (
        lambda d: fit_pls(d.assign(a1=3 + 1e-14 * (np.arange(N) % 2)), MODEL),
        "'a1' hardly differ for their size.*Subtract a constant",
    ),
    "rounding in a chain": (
        lambda d: mediate(d.assign(a1=d["a1"] + 1e15), ["a1", "b1", "c1"], boot=100),
        "'a1' hardly differ for their size",
    ),
    "an outcome that is its cause": (
        lambda d: fit_pls(d.assign(c1=2 * d["a1"] + 1), "c1 ~ a1", boot=50),
        "'c1' follows exactly from its causes.*copied",
    ),
    "an outcome that is a sum": (
        lambda d: fit_pls(d.assign(c1=d["a1"] + d["b1"]), "c1 ~ a1 + b1"),
        "'c1' follows exactly from its causes",
    ),
    "bca without a row": (
        lambda d: fit_pls(
            d.assign(a1=np.where(np.arange(N) == 0, 4.0, 3.0)),
            MODEL,
            boot=100,
            seed=1,
            interval="bca",
        ),
        "Without row 0 the model has no answer.*interval='percentile'",
    ),
    "half of the answers": (
        lambda d: fit_sem(
            d.mask(np.random.default_rng(2).random(d.shape) < 0.6), MODEL, estimator="fiml"
        ),
        "leave some covariances of the items undetermined: too many are missing",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.filterwarnings("ignore::cxlab.CxWarning")
def test_no_numbers_where_there_is_no_solution(name, data):
    call, match = REFUSED[name]
    in_both(ModelError, match, lambda: call(data))


@pytest.mark.parametrize("unit", [1e-12, 1e12])
def test_the_unit_of_the_answers_does_not_matter(unit, data):
    plain, scaled = (
        mediate(each, ["a1", "b1", "c1"], boot=50, seed=1).tidy() for each in (data, data * unit)
    )
    np.testing.assert_allclose(scaled["estimate"], plain["estimate"], rtol=1e-9)
    one, other = (fit_pls(each, MODEL).tidy()["estimate"] for each in (data, data * unit))
    np.testing.assert_allclose(other, one, rtol=1e-9)
    with pytest.raises(ModelError, match=r"collinear.*'a1', 'b1'"):
        mediate((data * unit).assign(b1=3 * unit * data["a1"]), ["a1", "b1", "c1"], boot=50)


@pytest.mark.parametrize(
    ("boot", "call"),
    [
        (1, lambda d, boot: fit_pls(d, MODEL, boot=boot, seed=1)),
        (39, lambda d, boot: fit_pls(d, MODEL, boot=boot, seed=1, interval="bca")),
        (30, lambda d, boot: mediate(d, ["a1", "b1", "c1"], boot=boot, seed=1)),
    ],
)
def test_resamples_too_few_for_an_interval(boot, call, data):
    in_both(CxWarning, f"boot={boot}.*boot=1000", lambda: call(data, boot))
    assert call(data, 40) is not None  # no warning: two of a hundred lie beyond each end


def test_few_rows_cost_the_folds_and_nothing_else(data):
    with pytest.warns(CxWarning, match="8 rows are few"):
        fit = fit_pls(data.head(8), "c1 ~ a1\na =~ b1 + b2\nc1 ~ a", seed=1)
    in_both(CxWarning, r"8 rows.*predict\(folds=\.\.\.\)", fit.constructs)
    with pytest.warns(CxWarning):
        found = fit.constructs().set_index("term")
    assert np.isfinite(found.loc["a", ["alpha", "rho_a", "rho_c", "ave"]].astype(float)).all()
    assert found["q2"].isna().all()
    assert np.isfinite(found.loc["c1", "r2"])


def test_intervals_of_htmt_that_lie_beside_it(data):
    fit = fit_pls(data[100:], MODEL, boot=50, seed=1)
    in_both(CxWarning, "interval of a ↔ .* does not hold HTMT itself.*20 rows", fit.validity)
    with pytest.warns(CxWarning):
        table = fit.validity().tidy()
    assert (table["conf_low"] > table["estimate"]).any()


@pytest.mark.parametrize("boot", [60, 12_000])
def test_resamples_of_few_rows_without_an_inverse(boot, data):
    """Three or fewer different rows leave the items of a block dependent."""
    with pytest.warns(CxWarning) as caught:
        fit = fit_pls(data.head(8), MODEL.replace("=~", "<~"), boot=boot, seed=2)
    assert 0 < fit.boot < boot
    assert any(f"of {boot} resamples" in str(each.message) for each in caught)
    assert np.isfinite(fit.tidy()["conf_high"]).all()


def test_a_group_of_a_few_rows(data):
    found = []
    for size in (4, 5):
        halves = data.assign(g=np.where(np.arange(N) < size, "few", "many"))
        with pytest.warns(CxWarning, match="resamples|rows are few"):
            found.append(compare_groups(halves, "c1 ~ a1", "g", permutations=199, seed=1))
    for each in found:
        assert np.isfinite(each.invariance().select_dtypes("number").to_numpy()).all()


def test_a_card_that_is_no_card(data):
    odd = data.copy()
    odd.attrs["scales"] = {"a1": 5, "a2": ("x", None), "a3": (1, 7)}
    fit = fit_pls(odd, MODEL)
    assert dict(fit.scales) == {"a3": (1, 7)}
    with pytest.raises(SpecError, match=r"of 'a', 'b', 'c'"):
        fit.importance_performance("c")


def test_a_higher_construct_can_be_moved_by_hand(data):
    fit = fit_pls(data, HIGHER, boot=40, seed=1)
    panel = cx.widgets.path_what_if(fit, scale=(0, 8))
    assert set(panel.result.tidy()["term"]) == {"h", "c"}
    assert what_if(fit, {"h": 3}, scale=(0, 8)).tidy()["estimate"].max() == pytest.approx(3)


@pytest.mark.parametrize("size", [1e-12, 1, 1e43])
def test_errors_are_written_short_in_any_unit(size, data):
    fit = fit_pls(data * size, MODEL)
    for language in ("en", "zh"):
        with cx.use(language):
            found = compare({"x": fit, "y": fit}, folds=3, seed=1)
            assert len(found.headline()) < 60
            assert "0.000" not in found.headline() + found.explain()


OPTIONS = {
    "stars": lambda fit: cx.report.table({"m": fit}, stars=np.array([1, 2])),
    "standardised": lambda fit: cx.report.table({"m": fit}, standardised="no"),
    "no list": lambda fit: mediate(fit, np.array(5)),
    "several intervals": lambda fit: mediate(fit, ["a", "b", "c"], interval=np.eye(2)),
    "axes": lambda fit: fit.plot("x" * 5000),
    "axes of a model": lambda fit: PathModel.from_syntax(MODEL).plot(0),
    "nested": lambda fit: PathModel.from_yaml("constructs: " + "[" * 3000 + "]" * 3000 + "\n"),
}


@pytest.mark.parametrize("name", OPTIONS)
def test_options_that_are_none(name, data):
    fit = fit_sem(data, MODEL)
    for language in ("en", "zh"):
        with cx.use(language), pytest.raises(SpecError) as caught:
            OPTIONS[name](fit)
        assert 10 < len(str(caught.value)) < 300
        assert bool(HAN.search(str(caught.value))) == (language == "zh")


def test_srmr_without_a_threshold_says_so(data):
    with pytest.warns(CxWarning, match="hang together"):
        fit = fit_pls(data.assign(a2=data["a1"]), MODEL)
    in_both(CxWarning, "SRMR has no threshold here.*0.08", lambda: fit.fit(50))


def test_scales_that_hold_nothing_together():
    apart = pd.DataFrame(
        {"a1": [1, 1, 2, 2], "a2": [1, 2, 1, 2], "b1": [1, 2, 2, 3], "b2": [1, 3, 2, 2]}
    )
    rows = pd.concat([apart] * 5, ignore_index=True)
    rows["b2"] += np.arange(20) % 3
    fit = fit_pls(rows, "a =~ a1 + a2; b =~ b1 + b2; b ~ a")
    in_both(ModelError, "items of a do not go with each other at all.*HTMT", fit.validity)
