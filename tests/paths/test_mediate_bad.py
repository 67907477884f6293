"""What a chain can't take is refused with its reason; numbers as in the list of bad input."""

import numpy as np
import pandas as pd
import pytest

import cxlab as cx
from cxlab.paths import mediate

CHAINS = {"serial": ["x", "m", "y"], "parallel": ["x", ["m", "k"], "y"]}
chains = pytest.mark.parametrize("chain", CHAINS.values(), ids=CHAINS)


@pytest.fixture
def data():
    rng = np.random.default_rng(3)
    frame = pd.DataFrame({"x": rng.normal(size=60)})
    for name in ("m", "k"):
        frame[name] = frame["x"] + rng.normal(size=60)
    return frame.assign(y=frame["m"] + rng.normal(size=60))


@chains
def test_case_69_and_77_a_constant_column(data, chain):
    for name in ("x", "m", "y"):
        with pytest.raises(cx.ModelError, match=f"'{name}' has the same value in all 60"):
            mediate(data.assign(**{name: 3}), chain, boot=40)


@chains
def test_case_76_and_84_nobody_is_left(data, chain):
    with pytest.raises(cx.DataError, match=r"No row is complete.*'m' misses 60 of 60"):
        mediate(data.assign(m=np.nan), chain, boot=40)
    data.loc[::2, "x"], data.loc[1::2, "m"] = np.nan, np.nan
    with pytest.raises(cx.DataError, match=r"No row is complete.*misses 30 of 60"):
        mediate(data, chain, boot=40)


@chains
def test_case_80_fewer_rows_than_columns(data, chain):
    with pytest.raises(cx.ModelError, match=r"columns need more than \d complete rows"):
        mediate(data[:3], chain, boot=40)


@chains
def test_case_82_and_92_copies(data, chain):
    for name, other in (("m", "x"), ("y", "m"), ("y", "x")):
        with pytest.raises(cx.ModelError, match="perfectly collinear"):
            mediate(data.assign(**{name: 2 * data[other] + 1}), chain, boot=40)


@pytest.mark.parametrize(
    ("chain", "match"),
    [
        ("x", "names three or more columns"),
        (["x", "y"], "names three or more columns"),
        ({"x", "m", "y"}, "a set has no order"),
        (["x", [], "y"], "A list inside the chain is empty"),
        (["x", ["m", "m"], "y"], "'m' is named twice"),
        (["x", "m", "x"], "'x' is named twice"),
        (["x", "q", "y"], "no column 'q'"),
        ([["x", "k"], "m", "y"], "one cause at its start"),
        (["x", ["m", ["k"]], "y"], "list of names"),
        (None, r"chain|three or more|column"),
    ],
)
def test_chains_that_are_none(data, chain, match):
    with pytest.raises(cx.CxError, match=match):
        mediate(data, chain, boot=40)


@pytest.mark.parametrize(
    ("value", "match"),
    [("bad", "must hold numbers"), ([1], "must hold numbers"), (10**400, "must be finite")],
)
def test_one_odd_value(data, value, match):
    data["m"] = pd.Series([value, *data["m"][1:]], dtype=object)
    with pytest.raises(cx.DataError, match=rf"'m' {match}; 1 of 60 .*row 0"):
        mediate(data, CHAINS["serial"], boot=40)


@pytest.mark.parametrize("name", ["{x}", "100%", "<b>bold</b>", "a:b", "满意 度", "a\nb", "`t`"])
def test_odd_names_are_names(data, name):
    found = mediate(data.rename(columns={"m": name}), ["x", name, "y"], boot=40, seed=1)
    for lang in ("en", "zh"):
        with cx.use(lang):
            assert found.headline()
            assert found.explain()
            assert "<b>" not in found._repr_html_().replace("<b>n", "")


def test_a_name_with_an_arrow(data):
    with pytest.raises(cx.DataError, match="holds an arrow"):
        mediate(data.rename(columns={"m": "a -> b"}), ["x", "a -> b", "y"])
