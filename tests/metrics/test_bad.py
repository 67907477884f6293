"""What a metric refuses, and what it names and goes on with; in both languages."""

import numpy as np
import pandas as pd
import pytest

import cxlab as cx
from cxlab.metrics import (
    ces,
    churn_rate,
    csat,
    delivery_gap,
    gap_of_shares,
    net_experience,
    net_of_shares,
    nps,
    power,
    retention_rate,
    sample_size,
)


def survey(n=40):
    rng = np.random.default_rng(0)
    return pd.DataFrame(
        {
            "r": rng.integers(0, 11, n),
            "gone": rng.integers(0, 2, n),
            "mood": rng.choice(["good", "so-so", "bad"], n),
            "branch": rng.choice(["A", "B"], n),
            "w": 1.0,
            "n": 2,
        }
    )


def change(**columns):
    return survey().assign(**columns)


REFUSED = {
    "38 eleven": (lambda: nps(change(r=11), "r"), "'r' must lie in 0-10", "'r'"),
    "38 minus one": (lambda: nps(change(r=-1), "r"), "0-10; 40 of 40", "在0–10之间"),
    "words": (lambda: nps(change(r="good"), "r"), "must hold numbers", "应当全是数字"),
    "half words": (
        lambda: nps(pd.DataFrame({"r": ["promoter", "promotor"]}), "r"),
        "say something else.*'promotor'.*promoter",
        "写了别的",
    ),
    "74 negative": (lambda: nps(change(w=-1.0), "r", weights="w"), "'w' must be zero", "'w'"),
    "74 all zero": (lambda: nps(change(w=0.0), "r", weights="w"), "not all zero", "'w'"),
    "75 missing": (lambda: nps(change(w=np.nan), "r", weights="w"), "'w' miss 40", "'w'"),
    "76 all missing": (lambda: nps(change(r=np.nan), "r"), "no answer left: 40 of 40", "没有剩下"),
    "column": (lambda: nps(survey(), "rr"), "no column 'rr'", "'rr'"),
    "group": (lambda: nps(survey(), "r", by="shop"), "no column 'shop'", "'shop'"),
    "shares as counts": (
        lambda: nps(change(n=0.6), "r", counts="n"),
        "Shares do not say how many",
        "只有占比",
    ),
    "negative counts": (lambda: nps(change(n=-1), "r", counts="n"), "zero or more", "不小于0"),
    "missing counts": (lambda: nps(change(n=np.nan), "r", counts="n"), "first: nan", "nan"),
    "zero counts": (lambda: nps(change(n=0), "r", counts="n"), "nobody answered", "没有人回答"),
    "interval": (lambda: nps(survey(), "r", interval="exact"), "interval = 'exact'", "'exact'"),
    "conf": (lambda: nps(survey(), "r", conf=95), "conf = 95", "95"),
    "scale unknown": (lambda: csat(survey(), "r"), "scale of 'r' is not known", "几分制"),
    "scale turned": (lambda: csat(survey(), "r", scale=(5, 1)), "from low to high", "由低到高"),
    "off the scale": (lambda: csat(survey(), "r", scale=(1, 5)), "must lie in 1-5", "在1–5之间"),
    "top": (lambda: csat(survey(), "r", scale=(0, 10), top=11), "leaves no box", "一档不剩"),
    "easy": (lambda: ces(survey(), "r", scale=(0, 10), easy=(0, 10)), "part of the", "一段"),
    "easy off": (lambda: ces(survey(), "r", scale=(0, 10), easy=(8, 12)), "part of", "一段"),
    "three values": (lambda: churn_rate(survey(), "mood"), "two values.*holds 3", "两个值"),
    "never left": (
        lambda: churn_rate(change(gone=["yes", "no"] * 20), "gone"),
        "says left = 1",
        "left = 1",
    ),
    "never stayed": (
        lambda: retention_rate(change(gone=["yes", "no"] * 20), "gone", stayed="y"),
        "says stayed = 'y'",
        "stayed = 'y'",
    ),
    "both sides": (
        lambda: net_experience(survey(), "mood", positive=["good"], negative=["bad", "good"]),
        "positive and as negative",
        "既算正面又算负面",
    ),
    "never said": (
        lambda: net_experience(survey(), "mood", positive="god", negative="ba"),
        "never says 'god'.*Did you mean 'good'",
        "没有'god'",
    ),
    "93 percent typed": (lambda: net_of_shares(78, 22), "positive = 78 is.*0.78", "78不是占比"),
    "more than all": (lambda: net_of_shares(0.8, 0.3), r"add up to 1\.1 times", "1.1"),
    "net counts": (lambda: net_of_shares(0.8, 0.2, n=0.5), "n must be a whole", "n"),
    "93 gap": (lambda: gap_of_shares(80, 8), "said = 80 is not a share.*0.8", "80不是占比"),
    "gap of 2": (
        lambda: delivery_gap(change(gone=2), "gone", "gone"),
        "must lie in 0-1",
        "在0–1之间",
    ),
    "gap of halves": (
        lambda: delivery_gap(change(gone=0.5), "gone", "gone"),
        "must hold 0 and 1",
        "只能是0和1",
    ),
    "gap alone": (
        lambda: delivery_gap(
            pd.DataFrame({"s": [1, 0, None], "f": [1, None, 0], "g": ["a", "b", "a"]}),
            "s",
            "f",
            by="g",
        ),
        "Group 'b' has answers on one side only",
        "只有一边",
    ),
    "no groups": (lambda: nps(survey(), "r").differences(), "needs two groups", "至少要有两组"),
    "no group C": (
        lambda: nps(survey(), "r", by="branch").difference("A", "C"),
        "no group 'C'",
        "'C'",
    ),
    "no baseline": (
        lambda: nps(survey(), "r", by="branch").differences(baseline="Z"),
        "no group 'Z'",
        "'Z'",
    ),
    "itself": (
        lambda: nps(survey(), "r", by="branch").difference("A", "A"),
        "with itself",
        "和自己比",
    ),
    "method": (
        lambda: nps(survey(), "r", by="branch").difference("A", "B", method="newcombe"),
        "method = 'newcombe' is not known",
        "newcombe",
    ),
    "two periods": (lambda: nps(survey(), "r", by="gone").trend(), "three periods", "三期"),
    "no periods": (
        lambda: nps(survey(), "r", by="mood").trend(),
        "periods in order; 'mood'",
        "先后次序",
    ),
    "no by": (lambda: nps(survey(), "r").trend(), "three periods or more; there are 0", "0期"),
    "margin of zero": (lambda: sample_size(0), "must be above 0", "应当大于0"),
    "margin 5 of a share": (lambda: sample_size(5, metric="share"), "write 5% as 0.05", "0.05"),
    "margin of a hair": (
        lambda: sample_size(1e-8, metric="share"),
        "more answers than there are",
        "还多",
    ),
    "metric": (lambda: sample_size(5, metric="csat"), "metric = 'csat'", "csat"),
    "assumed sum": (lambda: sample_size(5, assumed=(0.5, 0.4, 0.3)), "sum to 1.2", "1.2"),
    "assumed two": (lambda: sample_size(5, assumed=(0.5, 0.5)), "holds 2 numbers", "2个数"),
    "93 assumed": (lambda: sample_size(5, assumed=(40, 35, 25)), "write 40% as 0.4", "0.4"),
    "assumed name": (lambda: sample_size(5, assumed={"promoter": 1}), "Did you mean", "promoter"),
    "too far": (lambda: power(90, 100, assumed=(0.4, 0.3, 0.3)), "not possible from", "不可能相差"),
    "n of one": (lambda: power(10, 1), "n must be a whole number of at least 2", "2"),
    "no n": (lambda: power(10, []), "n holds no size", "没有样本量"),
    "draws": (lambda: power(10, 100, draws=10), "draws must be a whole", "draws"),
    "seed": (lambda: power(10, 100, seed=-1), "seed = -1", "seed"),
}


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.filterwarnings("ignore::cxlab.CxWarning")
def test_it_is_refused(name):
    call, english, chinese = REFUSED[name]
    with pytest.raises(cx.CxError, match=english):
        call()
    with cx.use("zh"), pytest.raises(cx.CxError, match=chinese):
        call()


NAMED = {
    "37 one to ten": (
        lambda: nps(pd.DataFrame({"r": list(range(1, 11)) * 3}), "r"),
        "asked on 1-10",
        "1-10分",
    ),
    "39 decimals": (
        lambda: nps(change(r=survey()["r"].clip(0, 9) + 0.5), "r"),
        "lie between the whole",
        "小数",
    ),
    "39 decimals of a scale": (
        lambda: csat(cx.load("meiyu"), "satisfaction"),
        "between the whole numbers",
        "小数",
    ),
    "69 everybody the same": (lambda: nps(change(r=9), "r"), "All 40 answers to 'r' are", "全是"),
    "78 nobody left": (lambda: churn_rate(change(gone=0), "gone"), "All 40 answers", "全是"),
    "85 one in a group": (
        lambda: nps(change(branch=["A"] * 39 + ["B"]), "r", by="branch"),
        "B have one",
        "B组只有",
    ),
    "empty top": (
        lambda: csat(change(r=survey()["r"].clip(0, 5)), "r", scale=(0, 10)),
        "highest is 5",
        "最高",
    ),
    "a word never said": (
        lambda: net_experience(survey(), "mood", positive="good", negative=["bad", "badd"]),
        "never says 'badd'",
        "'badd'",
    ),
    "points typed as a share": (lambda: sample_size(0.05), "written 5, not 0.05", "五分写作5"),
}


@pytest.mark.parametrize("name", NAMED)
def test_it_is_named(name):
    call, english, chinese = NAMED[name]
    with pytest.warns(cx.CxWarning, match=english):
        call()
    with cx.use("zh"), pytest.warns(cx.CxWarning, match=chinese):
        call()


def test_a_row_is_named_as_the_reader_knows_it():
    data = survey().set_axis([f"id{row}" for row in range(40)]).astype({"r": float})
    data.loc["id7", "r"] = 12
    with pytest.raises(cx.DataError, match="first: 12, row id7"):
        nps(data, "r")


def test_the_caller_keeps_the_data():
    data = survey()
    before = data.copy()
    nps(data, "r", by="branch", weights="w", counts="n").differences()
    pd.testing.assert_frame_equal(data, before)
