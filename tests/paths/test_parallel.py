"""Mediators side by side, BCa intervals, differences between routes, and chains that are none."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import cxlab as cx
from cxlab.paths import mediate

PARALLEL = ["Quality", ["Value", "Satisfaction"], "Loyalty"]


@pytest.fixture(scope="module")
def lavaan():
    path = Path(__file__).parents[1] / "reference" / "mediation_mobi.json"
    return json.loads(path.read_text(encoding="utf-8"))["parallel"]


def world(n, seed):
    """A cause, two mediators side by side, a third behind them, an outcome; truth in the paths."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=n)
    m1 = 0.5 * x + rng.normal(size=n)
    m2 = 0.3 * x + 0.4 * (m1 - 0.5 * x) + rng.normal(size=n)  # they share a cause, not a path
    m3 = 0.4 * m1 - 0.3 * m2 + 0.1 * x + rng.normal(size=n)
    y = 0.4 * m1 + 0.5 * m3 + 0.2 * x + rng.normal(size=n)
    return pd.DataFrame({"x": x, "m1": m1, "m2": m2, "m3": m3, "y": y})


def test_side_by_side_agrees_with_lavaan(scores, lavaan):
    found = mediate(scores, PARALLEL, boot=0).tidy()
    rows = found.set_index("term")
    n = len(scores)
    single = {
        "a1": "Quality -> Value",
        "a2": "Quality -> Satisfaction",
        "b1": "Value -> Loyalty",
        "b2": "Satisfaction -> Loyalty",
    }
    for name, term in single.items():
        row, theirs = rows.loc[term], lavaan[name]
        assert row["estimate"] == pytest.approx(theirs["estimate"], rel=1e-9)
        likelihood = row["std_error"] * np.sqrt(row["df"] / n)
        assert likelihood == pytest.approx(theirs["std_error"], rel=1e-6)
    ends = found[found["term"] == "Quality -> Loyalty"].set_index("group")["estimate"]
    assert ends["direct"] == pytest.approx(lavaan["c"]["estimate"], rel=1e-8)
    assert ends["total"] == pytest.approx(lavaan["total"]["estimate"], rel=1e-9)
    first, second = (rows.loc[f"Quality -> {m} -> Loyalty", "estimate"] for m in PARALLEL[1])
    assert first == pytest.approx(lavaan["ind1"]["estimate"], rel=1e-9)
    assert second == pytest.approx(lavaan["ind2"]["estimate"], rel=1e-9)


def test_the_bootstrap_error_is_near_the_delta_method():
    found = mediate(world(1500, 8), ["x", ["m1", "m2"], "y"], boot=2000, seed=3)
    rows = found.tidy().set_index("term")
    for mediator in ("m1", "m2"):
        a, b = (rows.loc[term] for term in (f"x -> {mediator}", f"{mediator} -> y"))
        delta = np.hypot(a["estimate"] * b["std_error"], b["estimate"] * a["std_error"])
        assert rows.loc[f"x -> {mediator} -> y", "std_error"] == pytest.approx(delta, rel=0.08)


def test_one_in_brackets_is_one_without(scores):
    one = mediate(scores, ["Quality", ["Value"], "Loyalty"], boot=50, seed=1)
    two = mediate(scores, ["Quality", "Value", "Loyalty"], boot=50, seed=1)
    pd.testing.assert_frame_equal(one.tidy(), two.tidy())


def test_serial_and_side_by_side_mixed():
    data = world(300, 4)
    found = mediate(data, ["x", ["m1", "m2"], "m3", "y"], boot=0)
    rows = found.tidy().set_index("term")
    for outcome, drivers in {
        "m1": ["x"],
        "m2": ["x"],
        "m3": ["x", "m1", "m2"],
        "y": ["x", "m1", "m2", "m3"],
    }.items():
        theirs = np.linalg.lstsq(
            np.column_stack([np.ones(300), data[drivers]]), data[outcome], rcond=None
        )[0][1:]
        mine = rows[rows["group"].isin(["path", "direct"])]["estimate"]
        np.testing.assert_allclose(mine[[f"{d} -> {outcome}" for d in drivers]], theirs, rtol=1e-9)
    sums = found.tidy().groupby("group")["estimate"].sum()
    assert sums["direct"] + sums["indirect"] == pytest.approx(sums["total"], rel=1e-9)
    assert (found.tidy()["group"] == "indirect").sum() == 5
    assert "m1 -> m2" not in rows.index
    assert list(found.r2) == ["m1", "m2", "m3", "y"]


def test_covariates_enter_equations_of_mediators_side_by_side():
    data = world(300, 5).assign(c=np.random.default_rng(6).normal(size=300))
    data["m1"] += data["c"]
    found = mediate(data, ["x", ["m1", "m2"], "y"], covariates=["c"], boot=0).tidy()
    theirs = cx.drivers.regress(data, "m1", ["c", "x"], robust="nonrobust").tidy()
    row = found[found["term"] == "x -> m1"].iloc[0]
    assert row["std_error"] == pytest.approx(theirs["std_error"][2], rel=1e-9)
    assert row["df"] == 297


def test_the_acceleration_is_that_of_r(scores, models):
    found = mediate(
        scores, ["Quality", "Satisfaction", "Loyalty"], interval="bca", boot=5000, seed=7
    )
    theirs = models["mediation"]["boot5000"]
    influence = found.effects.left_out[:, 0].mean() - found.effects.left_out[:, 0]
    acceleration = (influence**3).sum() / (6 * (influence**2).sum() ** 1.5)
    assert acceleration == pytest.approx(theirs["jackknife_accel"], rel=1e-6)
    row = found.effect("all_indirect")
    assert [row["conf_low"], row["conf_high"]] == pytest.approx(theirs["bca"], abs=0.02)


def test_bca_agrees_with_scipy():
    """The same recipe on the same data, resampled by rows with another generator."""
    data = world(80, 9)[["x", "m1", "y"]]

    def effect(x, m, y):
        a = np.cov(x, m)[0, 1] / x.var(ddof=1)
        return a * np.linalg.lstsq(np.column_stack([np.ones(len(x)), x, m]), y, rcond=None)[0][2]

    theirs = stats.bootstrap(
        tuple(data.to_numpy().T),
        effect,
        paired=True,
        vectorized=False,
        method="BCa",
        n_resamples=1500,
        rng=np.random.default_rng(1),
    ).confidence_interval
    row = mediate(data, ["x", "m1", "y"], interval="bca", boot=20000, seed=2).effect("all_indirect")
    width = row["conf_high"] - row["conf_low"]
    assert abs(row["conf_low"] - theirs.low) < 0.08 * width
    assert abs(row["conf_high"] - theirs.high) < 0.08 * width


@pytest.mark.parametrize("interval", ["percentile", "bca"])
def test_intervals_of_routes_and_differences_cover_the_truth(interval):
    truth, hits, apart = {"m1": 0.2, "m2": -0.09}, [], []
    for seed in range(150):
        rng = np.random.default_rng(seed)
        x, shared = rng.normal(size=(2, 150))
        data = pd.DataFrame({"x": x, "m1": 0.5 * x + shared + rng.normal(size=150)})
        data["m2"] = 0.3 * x + shared + rng.normal(size=150)
        data["y"] = 0.4 * data["m1"] - 0.3 * data["m2"] + rng.normal(size=150)
        found = mediate(data, ["x", ["m1", "m2"], "y"], interval=interval, boot=300, seed=seed)
        rows = found.tidy().set_index("term")
        for mediator, size in truth.items():
            row = rows.loc[f"x -> {mediator} -> y"]
            hits.append(row["conf_low"] <= size <= row["conf_high"])
        row = found.differences().tidy().iloc[0]
        apart.append(row["conf_low"] <= 0.29 <= row["conf_high"])
    assert 0.89 <= np.mean(hits) <= 0.99
    assert 0.88 <= np.mean(apart) <= 0.99


def test_differences():
    data = world(400, 2)
    found = mediate(data, ["x", ["m1", "m2"], "y"], boot=400, seed=1)
    rows = found.tidy().set_index("term")["estimate"]
    pairs = found.differences().tidy()
    assert list(pairs["term"]) == ["x -> m1 -> y - x -> m2 -> y"]
    expected = rows["x -> m1 -> y"] - rows["x -> m2 -> y"]
    assert pairs["estimate"].item() == pytest.approx(expected, rel=1e-12)
    assert pairs["conf_low"].item() < expected < pairs["conf_high"].item()
    assert found.differences().headline().startswith("Routes differ: m1 − m2 = +")
    serial = mediate(data, ["x", "m1", "m2", "y"], boot=400, seed=1).differences()
    assert len(serial.tidy()) == 3
    assert serial.headline().endswith("of 3 pairs of routes differ")
    with cx.use("zh"):
        assert "m1→m2" in serial.explain()


def test_differences_need_two_routes_and_resamples(scores):
    with pytest.raises(cx.SpecError, match="this chain has one"):
        mediate(scores, ["Quality", "Value", "Loyalty"], boot=50, seed=1).differences()
    with pytest.raises(cx.SpecError, match=r"mediate\(\) with boot=2000"):
        mediate(scores, PARALLEL, boot=0).differences()


def test_routes_against_each_other_are_named():
    rng = np.random.default_rng(3)
    x = rng.normal(size=400)
    data = pd.DataFrame({"x": x, "up": x + rng.normal(size=400), "down": x + rng.normal(size=400)})
    data["y"] = data["up"] - 0.5 * data["down"] + rng.normal(size=400)
    said = mediate(data, ["x", ["up", "down"], "y"], boot=300, seed=1).explain()
    assert "Some routes raise y, others lower it" in said
    assert "Taken as side by side, none acting on another: up, down." in said
    with cx.use("zh"):
        zh = mediate(data, ["x", ["up", "down"], "y"], boot=300, seed=1)
        assert "并列" in zh.explain()
        assert "up、down" in zh.explain()


def refused(lang):
    """What is refused, with a word of its message."""
    data = world(60, 1)
    rows = [
        (["x", [], "y"], cx.SpecError, "is empty", "空"),
        ([["x", "m1"], "m2", "y"], cx.SpecError, "one cause at its start", "一个原因"),
        (["x", "m1", ["m2", "y"]], cx.SpecError, "one outcome at its end", "一个结果"),
        (["x", [["m1", "m2"]], "y"], cx.SpecError, "list of names", "列名|名称"),
        (["x", {"m1", "m2"}, "y"], cx.SpecError, "a set has no order", "集合"),
        (["x", ["m1", "m1"], "y"], cx.SpecError, "named twice", "两次"),
        (["x", ["m1", "m9"], "y"], cx.DataError, "no column 'm9'", "没有.*'m9'"),
        (["x", ["m1", "y"], "y"], cx.SpecError, "named twice", "两次"),
    ]
    for chain, error, english, chinese in rows:
        yield data, chain, {}, error, chinese if lang == "zh" else english
    text = data.assign(m2="high")
    yield text, ["x", ["m1", "m2"], "y"], {}, cx.DataError, "m2.*(hold numbers|数)"
    same = data.assign(m2=3 * data["m1"])
    yield same, ["x", ["m1", "m2"], "y"], {}, cx.ModelError, "'m1'.*'m2'"
    yield data.assign(y=5), ["x", "m1", "y"], {}, cx.ModelError, "'y'"
    yield data[:4], ["x", ["m1", "m2"], "y"], {}, cx.ModelError, "4"
    yield data, ["x", "m1", "y"], {"covariates": ["m1"]}, cx.SpecError, "(named twice|两次)"
    yield data, ["x", "m1", "y"], {"interval": "basic"}, cx.SpecError, "interval = 'basic'"
    many = pd.DataFrame(np.eye(30, 14), columns=[f"v{i}" for i in range(14)])
    yield many, list(many.columns), {}, cx.SpecError, "4,095"
    yield data.assign(m1=np.nan), ["x", "m1", "y"], {}, cx.DataError, "'m1'"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_wrong_chains(lang):
    for data, chain, options, error, words in refused(lang):
        with cx.use(lang), pytest.raises(error, match=words):
            mediate(data, chain, **{"boot": 0, **options})


def test_blocks_change_nothing_and_show_a_bar(monkeypatch, capsys, impatient):
    data = world(60, 1)
    whole = mediate(data, ["x", ["m1", "m2"], "y"], boot=1200, seed=1).tidy()
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("cxlab.paths.mediation._mediate.CELLS", 60 * 500)
    pieces = mediate(data, ["x", ["m1", "m2"], "y"], boot=1200, seed=1).tidy()
    assert "resamples" in capsys.readouterr().err
    pd.testing.assert_frame_equal(whole, pieces)


def test_a_row_alone_has_no_bca():
    rng = np.random.default_rng(1)
    data = pd.DataFrame(rng.normal(size=(40, 2)), columns=["x", "y"])
    data["rare"] = (np.arange(40) == 5).astype(int)
    with pytest.raises(cx.ModelError, match="Without row 5"):
        mediate(data, ["x", "rare", "y"], interval="bca", boot=100, seed=1)
