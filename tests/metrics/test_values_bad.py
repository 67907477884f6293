"""What a search with odd input found: each is refused in words, or answered without nonsense."""

import datetime as dt
import re

import numpy as np
import pandas as pd
import pytest

import cxlab as cx
from cxlab.metrics import (
    ces,
    churn_rate,
    csat,
    delivery_gap,
    net_experience,
    nps,
    retention_rate,
    sample_size,
)

HAN = re.compile("[\u4e00-\u9fff]")


def survey(**columns):
    rng = np.random.default_rng(1)
    data = pd.DataFrame({"r": rng.integers(0, 11, 40), "gone": rng.integers(0, 2, 40)})
    return data.assign(branch=["A", "B"] * 20, w=rng.uniform(0.5, 2, 40), n=2).assign(**columns)


def mixed(*values):
    return pd.Series(list(values) * (40 // len(values)), dtype=object)


REFUSED = {
    "groups without order": (
        lambda: nps(survey(branch=mixed(1, dt.date(2024, 1, 1))), "r", by="branch"),
        "'branch' mixes kinds of values, such as 1, datetime.date",
    ),
    "two groups of one name": (
        lambda: nps(survey(branch=mixed(1, "1")), "r", by="branch"),
        "such as 1, '1'.*share a name",
    ),
    "endless group": (
        lambda: nps(survey(branch=[1.0, np.inf] * 20), "r", by="branch"),
        "finite numbers; it holds inf",
    ),
    "group beyond floats": (
        lambda: nps(survey(branch=mixed(1, 10**400)), "r", by="branch"),
        "finite numbers; it holds 1000",
    ),
    "a list as answer": (
        lambda: churn_rate(survey(gone=mixed(0, [1])), "gone"),
        r"one answer in each row; 20 of 40.*first: \[1\], row 1",
    ),
    "a dict as answer": (
        lambda: net_experience(survey(gone=mixed(0, {})), "gone", positive=0, negative=1),
        "one answer in each row",
    ),
    "counts of worlds": (
        lambda: nps(survey(n=10**18), "r", counts="n"),
        r"add up to 4e\+19, more than there are people",
    ),
    "a list as event": (lambda: churn_rate(survey(), "gone", left=[0, 1]), "left must be one"),
    "a pair as event": (lambda: churn_rate(survey(), "gone", left=(0, 1)), "left must be one"),
    "missing as event": (lambda: retention_rate(survey(), "gone", stayed=pd.NA), "stayed must be"),
    "a list in a list": (
        lambda: net_experience(survey(), "r", positive=[[9, 10]], negative=0),
        r"positive must be an answer or a list of answers; it holds \[9, 10\]",
    ),
    "a list as group": (
        lambda: nps(survey(), "r", by="branch").difference(["A"], "B"),
        r"no group \['A'\]",
    ),
    "conf as good as 1": (lambda: ces(survey(), "r", scale=(0, 10), conf=1 - 1e-16), "conf = 1"),
    "compare": (lambda: sample_size(5, compare="yes"), "compare = 'yes' is not known"),
    "scale of one number": (lambda: csat(survey(), "r", scale=np.array(5)), "scale must be a list"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused(name):
    call, match = REFUSED[name]
    with pytest.raises(cx.CxError, match=match):
        call()
    with cx.use("zh"), pytest.raises(cx.CxError) as caught:
        call()
    assert HAN.search(str(caught.value))


@pytest.mark.parametrize("scale", [5, [], (1,), ("a", "b"), (None, 5), {"low": 1}, (5, 1), "ab"])
def test_a_card_without_a_scale_is_passed_over(scale):
    data = survey()
    data.attrs["scales"] = {"r": scale}
    with pytest.raises(cx.SpecError, match="scale of 'r' is not known"):
        csat(data, "r")
    assert csat(data, "r", scale=(0, 10)).n == 40


def test_groups_of_true_and_false_are_compared():
    result = nps(survey(branch=[True, False] * 20), "r", by="branch")
    found = result.difference(True, False).tidy().iloc[0]
    groups = result.tidy().set_index("group")["estimate"]
    assert found["estimate"] == pytest.approx(groups.iloc[1] - groups.iloc[0])


def test_a_weighted_gap_explains_itself():
    data = survey(said=[1.0, np.nan] * 20, felt=[np.nan, 0.0, np.nan, 1.0] * 10)
    with pytest.warns(cx.CxWarning, match="All 20 answers"):
        result = delivery_gap(data, "said", "felt", weights="w")
    table = result.tidy().iloc[0]
    assert f"count like {table['n_eff_said'] + table['n_eff_felt']:,.0f} " in result.explain()


def test_means_without_spread_have_no_test():
    data = pd.DataFrame({"r": [3, 3, 5, 5], "g": list("aabb")})
    result = ces(data, "r", scale=(1, 7), by="g").difference("a", "b")
    assert result.tidy()[["statistic", "p_value", "conf_low"]].isna().all(axis=None)
    assert "no interval and no test" in result.explain()
    assert "Zero lies outside" not in result.explain()


def test_differences_of_means_stay_on_the_scale():
    data = pd.DataFrame({"r": [1, 2, 6, 7], "g": list("aabb")})
    table = ces(data, "r", scale=(1, 7), by="g").differences().tidy()
    assert table[["conf_low", "conf_high"]].abs().to_numpy().max() <= 6
