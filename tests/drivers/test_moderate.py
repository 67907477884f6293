"""Moderation: slopes and regions against brute force, known truths, and what is refused."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

import cxlab as cx
from cxlab._stats.johnson_neyman import critical, edges, slopes
from cxlab.drivers import moderate, regress


def world(n=400, seed=1, change=-0.05):
    rng = np.random.default_rng(seed)
    data = pd.DataFrame({"x": rng.integers(0, 11, n).astype(float), "z": rng.gamma(3, 4, n)})
    data["c"] = rng.normal(size=n)
    data["branch"] = rng.choice(["A", "B", "C"], n)
    data["y"] = (2 + (0.6 + change * data["z"]) * data["x"] + 0.1 * data["z"] + 0.3 * data["c"]) + (
        1 + 0.1 * data["x"]
    ) * rng.normal(size=n)
    return data


def by_hand(data, z, columns, conf=0.95):
    """Shift the moderator so that zero means ``z``: then the driver's coefficient is the slope."""
    moved = data.assign(z=data["z"] - z)
    design = np.column_stack(
        [np.ones(len(moved)), moved["x"], moved["z"], moved["x"] * moved["z"], moved[columns]]
    )
    bread = np.linalg.inv(design.T @ design)
    coef = bread @ design.T @ moved["y"].to_numpy()
    left = moved["y"].to_numpy() - design @ coef
    leverage = ((design @ bread) * design).sum(axis=1)
    cov = bread @ (design.T * (left / (1 - leverage)) ** 2) @ design @ bread  # HC3
    reach = stats.t.ppf(0.5 + conf / 2, len(moved) - design.shape[1]) * np.sqrt(cov[1, 1])
    return coef[1], coef[1] - reach, coef[1] + reach


def test_a_slope_is_the_coefficient_of_shifted_data():
    data = world()
    found = moderate(data, "y", "x", "z", covariates=["c"], at=[0, 5, 12.5, 40])
    for row in found.slopes().to_dict("records"):
        theirs = by_hand(data, row["moderator"], ["c"])
        mine = [row[name] for name in ("estimate", "conf_low", "conf_high")]
        np.testing.assert_allclose(mine, theirs, rtol=1e-9)
    anywhere = found.johnson_neyman().at(7.7).iloc[0]
    mine = anywhere[["estimate", "conf_low", "conf_high"]].to_numpy(float)
    np.testing.assert_allclose(mine, by_hand(data, 7.7, ["c"]), rtol=1e-9)


def test_the_region_is_that_of_a_fine_grid():
    data = world()
    region = moderate(data, "y", "x", "z", covariates=["c"]).johnson_neyman()
    assert list(region.tidy()["status"]) == ["positive", "open", "negative"]
    for edge in region.edges:
        _slope, low, high = by_hand(data, edge, ["c"])
        assert min(abs(low), abs(high)) < 1e-9
    for row in region.tidy().to_dict("records"):
        for z in np.linspace(row["moderator_low"], row["moderator_high"], 12)[1:-1]:
            _slope, low, high = by_hand(data, z, ["c"])
            status = "positive" if low > 0 else "negative" if high < 0 else "open"
            assert status == row["status"]
    assert region.tidy()["share"].sum() == pytest.approx(1)
    assert region.tidy()["n"].sum() == len(data)


@settings(deadline=None, max_examples=200)
@given(seed=st.integers(0, 2**32 - 1), reach=st.floats(0.5, 5))
def test_edges_are_where_the_interval_touches_zero(seed, reach):
    rng = np.random.default_rng(seed)
    coef, root = rng.normal(size=2), rng.normal(size=(2, 2))
    cov = root @ root.T * rng.uniform(0.01, 2)
    found = edges(coef, cov, reach)
    assert len(found) in (0, 2)
    for edge in found:
        slope, error = slopes(edge, coef, cov)
        assert abs(slope) == pytest.approx(reach * error, rel=1e-6, abs=1e-9)
    grid = np.concatenate([np.linspace(-50, 50, 4001), found])
    slope, error = slopes(grid, coef, cov)
    changes = np.diff((np.abs(slope) > reach * error)[:4001].astype(int)) != 0
    inside = [edge for edge in found if -50 < edge < 50]
    if len(found) < 2 or found[1] - found[0] > 0.1:
        assert changes.sum() == len(inside)


def test_regions_none_and_all():
    flat = world(change=0.0, seed=3)
    nothing = flat.assign(y=np.random.default_rng(8).normal(size=len(flat)))
    nowhere = moderate(nothing, "y", "x", "z").johnson_neyman()
    assert list(nowhere.tidy()["status"]) == ["open"]
    assert "at no value of z" in nowhere.headline()
    strong = flat.assign(y=flat["x"] + flat["y"])
    assert "at every value of z" in moderate(strong, "y", "x", "z").johnson_neyman().headline()


def test_simultaneous_regions_are_smaller():
    one = moderate(world(), "y", "x", "z").johnson_neyman()
    all_ = moderate(world(), "y", "x", "z").johnson_neyman(simultaneous=True)
    assert all_.reach == pytest.approx(np.sqrt(2 * stats.f.ppf(0.95, 2, 396)))
    assert one.reach == pytest.approx(stats.t.ppf(0.975, 396))
    assert all_.edges[0] < one.edges[0]
    assert one.edges[1] < all_.edges[1]
    assert "for all values of z at once" in all_.explain()


def test_simultaneous_bands_hold_for_all_values_at_once():
    hits, alone = [], []
    for seed in range(200):
        rng = np.random.default_rng(seed)
        data = pd.DataFrame(rng.normal(size=(80, 2)), columns=["x", "z"])
        data["y"] = (0.4 + 0.3 * data["z"]) * data["x"] + rng.normal(size=80)
        found = moderate(data, "y", "x", "z", robust="nonrobust")
        for keep, region in (
            (hits, found.johnson_neyman(simultaneous=True)),
            (alone, found.johnson_neyman()),
        ):
            rows = region.at(np.linspace(-20, 20, 81))
            truth = 0.4 + 0.3 * rows["moderator"]
            keep.append(((rows["conf_low"] <= truth) & (truth <= rows["conf_high"])).all())
    assert 0.91 <= np.mean(hits) <= 0.99
    assert np.mean(alone) < 0.9


def test_categories_have_a_slope_each():
    data = world()
    found = moderate(data, "y", "x", "branch", robust="nonrobust")
    rows = found.slopes().set_index("moderator")
    for name, part in data.groupby("branch"):
        alone = np.polyfit(part["x"], part["y"], 1)[0]
        assert rows.loc[name, "estimate"] == pytest.approx(alone, rel=1e-9)
        assert rows.loc[name, "n"] == len(part)
    table = found.tidy().set_index("term")
    change = rows.loc["B", "estimate"] - rows.loc["A", "estimate"]
    assert table.loc["x:branch[T.B]", "estimate"] == pytest.approx(change, rel=1e-9)
    full = regress(data, "y", ["x", "branch", "x:branch"], robust="nonrobust").fit.raw
    rest = regress(data, "y", ["x", "branch"], robust="nonrobust").fit.raw
    f, p, _df = full.compare_f_test(rest)
    glance = found.glance().iloc[0]
    assert glance["statistic"] == pytest.approx(f, rel=1e-8)
    assert glance["p_value"] == pytest.approx(p, rel=1e-7)
    assert glance["r2_change"] == pytest.approx(full.rsquared - rest.rsquared, rel=1e-8)


def test_intervals_of_slopes_cover_the_truth():
    hits = []
    for seed in range(150):
        found = moderate(world(n=150, seed=seed), "y", "x", "z", covariates=["c"], at=[4, 12, 20])
        rows = found.slopes()
        truth = 0.6 - 0.05 * rows["moderator"].astype(float)
        hits.append((rows["conf_low"] <= truth) & (truth <= rows["conf_high"]))
    assert 0.91 <= np.mean(hits) <= 0.98


def test_where_the_moderator_is_looked_at():
    data = world()
    z = data["z"]
    values = moderate(data, "y", "x", "z").slopes()["moderator"]
    np.testing.assert_allclose(values.astype(float), z.mean() + np.array([-1, 0, 1]) * z.std())
    values = moderate(data, "y", "x", "z", at="quantiles").slopes()["moderator"]
    np.testing.assert_allclose(values.astype(float), z.quantile([0.16, 0.5, 0.84]))
    data["new"] = (z > 9).astype(int)
    assert list(moderate(data, "y", "x", "new").slopes()["moderator"]) == [0, 1]
    data["flag"] = z > 9
    assert list(moderate(data, "y", "x", "flag").slopes()["moderator"]) == [0, 1]
    data["lopsided"] = np.exp(z / 4)
    with pytest.warns(cx.CxWarning, match=r"lies outside the answers.*at='quantiles'"):
        moderate(data, "y", "x", "lopsided")


def test_centring_changes_nothing():
    data = world()
    moved = data.assign(x=data["x"] - 5, z=data["z"] - 12)
    one = moderate(data, "y", "x", "z", at=[12])
    two = moderate(moved, "y", "x", "z", at=[0])
    columns = ["estimate", "std_error", "p_value", "n"]
    np.testing.assert_allclose(one.tidy()[columns], two.tidy()[columns], rtol=1e-8)
    ends = np.array(two.johnson_neyman().edges) + 12
    np.testing.assert_allclose(one.johnson_neyman().edges, ends, rtol=1e-8)
    far = data.assign(z=data["z"] + 2e5)
    ends = np.array(moderate(far, "y", "x", "z").johnson_neyman().edges) - 2e5
    np.testing.assert_allclose(one.johnson_neyman().edges, ends, rtol=1e-6)


def test_the_fit_is_that_of_regress():
    data = world()
    for robust in ("HC3", "HC1", "nonrobust"):
        found = moderate(data, "y", "x", "z", covariates=["c"], robust=robust)
        mine = found.tidy().set_index("term").loc["x:z"]
        theirs = found.regression.tidy().set_index("term").loc["x:z"]
        for name in ("estimate", "std_error", "statistic", "p_value", "conf_low"):
            assert mine[name] == pytest.approx(theirs[name], rel=1e-8)


def test_names_that_are_no_words():
    data = world().rename(columns={"x": "service (0-10)", "z": "years, so far"})
    found = moderate(data, "y", "service (0-10)", "years, so far")
    same = moderate(world(), "y", "x", "z")
    np.testing.assert_allclose(found.tidy()["estimate"], same.tidy()["estimate"], rtol=1e-12)
    assert len(found.johnson_neyman().edges) == 2


def test_lines_run_through_the_predictions():
    data = world()
    found = moderate(data, "y", "x", "z", covariates=["c"], at=[5, 15])
    first = found.drawn().iloc[[0]]
    new = pd.DataFrame({"x": first["value"], "z": 5.0, "c": data["c"].mean()})
    theirs = regress(data, "y", ["x", "z", "x:z", "c"]).predict(new)
    assert first["estimate"].item() == pytest.approx(theirs.item(), rel=1e-9)


def test_missing_answers_and_words():
    data = world()
    data.loc[:9, "z"] = np.nan
    found = moderate(data, "y", "x", "z")
    assert (found.n, dict(found.dropped)) == (390, {"z": 10})
    assert found.headline().startswith("x → y: turns round with z (+")
    assert "Per point of z the slope changes by −0.0" in found.explain()
    assert "One value" not in found.explain()
    assert "one value of z at a time" in found.johnson_neyman().explain()
    with cx.use("zh"):
        assert "反转" in found.headline()
        assert "简单斜率" in repr(found)
        assert "占答卷的" in found.johnson_neyman().explain()
    flat = moderate(world(change=0, seed=5), "y", "x", "z")
    assert flat.headline() == "x → y: no change with z shown"
    assert "That these differ is not shown" in flat.explain()


def cases():
    data = world(60)
    text = data.assign(word=["low", "high"] * 30, code=["1", "2", "3"] * 20)
    many = data.assign(shop=[f"s{i % 12}" for i in range(60)])
    date = data.assign(day=pd.date_range("2026-01-01", periods=60))
    return {
        "moderator is the driver": (data, "x", "x", {}, cx.SpecError, "'x'.*(two parts|身兼两职)"),
        "moderator is the outcome": (data, "x", "y", {}, cx.SpecError, "'y'"),
        "driver among covariates": (
            data,
            "x",
            "z",
            {"covariates": ["x", "c"]},
            cx.SpecError,
            "'x'.*(two parts|身兼两职)",
        ),
        "outcome among covariates": (data, "x", "z", {"covariates": ["y"]}, cx.SpecError, "'y'"),
        "constant moderator": (data.assign(z=3), "x", "z", {}, cx.ModelError, "'z'.*60"),
        "one category": (data.assign(branch="A"), "x", "branch", {}, cx.ModelError, "branch"),
        "constant outcome": (data.assign(y=3), "x", "z", {}, cx.DataError, "'y'.*(3.*60|60.*3)"),
        "text driver": (text, "word", "z", {}, cx.DataError, "'word'.*'low'"),
        "numbers as text": (text, "x", "code", {}, cx.DataError, r"'code'.*astype\('category'\)"),
        "many categories": (many, "x", "shop", {}, cx.DataError, "'shop'.*12"),
        "dates": (date, "x", "day", {}, cx.DataError, "'day'"),
        "too few rows": (data[:4], "x", "z", {}, cx.ModelError, "4"),
        "collinear": (data.assign(z=2 * data["x"] + 1), "x", "z", {}, cx.ModelError, "'z'"),
        "absent": (data, "x", "zz", {}, cx.DataError, "'zz'"),
        "nobody left": (data.assign(z=np.nan), "x", "z", {}, cx.DataError, "'z'"),
        "no place": (data, "x", "z", {"at": []}, cx.SpecError, r"at=\[2, 5, 8\]"),
        "odd place": (data, "x", "z", {"at": "mean"}, cx.SpecError, "at = 'mean'"),
        "infinite place": (data, "x", "z", {"at": [np.inf]}, cx.SpecError, "at .*inf|at.*inf"),
        "unknown errors": (data, "x", "z", {"robust": "HC9"}, cx.SpecError, "'HC9'"),
        "list as driver": (data, ["x", "c"], "z", {}, cx.SpecError, r"\['x', 'c'\]"),
    }


@pytest.mark.parametrize(("name", "lang"), list(itertools.product(cases(), ["en", "zh"])))
@pytest.mark.filterwarnings("ignore::cxlab.CxWarning")
def test_what_is_refused(name, lang):
    data, x, by, options, error, words = cases()[name]
    with cx.use(lang), pytest.raises(error, match=words):
        moderate(data, "y", x, by, **options)


def test_categories_have_no_region():
    data = world()
    for by in ("branch", "flag"):
        found = moderate(data.assign(flag=(data["z"] > 9).astype(int)), "y", "x", by)
        with pytest.raises(cx.SpecError, match=f"'{by}' has categories"):
            found.johnson_neyman()


def test_critical_values():
    assert critical(50, 0.9) == pytest.approx(stats.t.ppf(0.95, 50))
    assert critical(50, 0.9, simultaneous=True) > critical(50, 0.9)
