"""Kano: a published table, counting by hand, Fong's rule and the exact test, known truth."""

import json
from itertools import product
from math import comb, sqrt
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import cxlab as cx
from cxlab._stats.fong import CRITICAL, lead
from cxlab.drivers import kano, kano_table

REFERENCE = Path(__file__).parents[1] / "reference" / "kano_stp25kano.json"
CODES = ["attractive", "one_dimensional", "must_be", "indifferent", "reverse", "questionable"]
PAIR = {"A": (1, 3), "O": (1, 5), "M": (2, 5), "I": (3, 3), "R": (5, 1), "Q": (1, 1)}


def answers(name, **counts):
    """Return the answers of as many people as the counts by category say."""
    rows = [PAIR[letter] for letter, count in counts.items() for _ in range(count)]
    return pd.DataFrame(rows, columns=[f"f_{name}", f"d_{name}"])


@pytest.fixture
def interviews():
    return cx.load("meiyu_kano")


def test_the_published_table():
    published = json.loads(REFERENCE.read_text(encoding="utf-8"))
    for name, entry in published["attributes"].items():
        counts = dict(zip(published["columns"], entry["counts"], strict=True))
        row = kano(answers(name, **counts), ("f_", "d_")).tidy().iloc[0]
        assert row["category"] == entry["category"]
        assert row["better"] == pytest.approx(entry["better"], abs=5.1e-4)
        assert row["worse"] == pytest.approx(entry["worse"], abs=5.1e-4)
        for column in ("total_strength", "category_strength"):
            assert row[column] == pytest.approx(entry[column], abs=0.0051)
        # "28 < 19.4": the critical value, printed to one digit
        critical = CRITICAL * entry["lead"] / row["statistic"]
        assert critical == pytest.approx(entry["critical"], abs=0.051)
        assert (row["verdict"] != "open") == entry["significant"]


def test_fongs_rule_by_hand():
    """60 must-be against 40 one-dimensional among 120: 20 / sqrt(100 * 140 / 240) = 2.6186."""
    counts = np.array([[60, 40, 10, 10, 0, 0]])
    first, second, ratio, p_value = lead(counts)
    assert (first.item(), second.item()) == (0, 1)
    assert ratio.item() == pytest.approx(20 / sqrt(100 * 140 / 240))
    assert ratio.item() == pytest.approx(2.6186, abs=5e-5)
    tail = sum(comb(100, k) for k in range(60, 101)) / 2**100
    assert p_value.item() == pytest.approx(2 * tail)
    assert p_value.item() == pytest.approx(stats.binomtest(60, 100).pvalue)


def chance_of(wrong, n, chances):
    """Return the chance, over all outcomes of n answers in three kinds, that ``wrong`` is so."""
    outcomes = [(a, b, n - a - b) for a, b in product(range(n + 1), repeat=2) if a + b <= n]
    weight = stats.multinomial.pmf(outcomes, n, chances)
    return weight[wrong(np.array(outcomes))].sum()


@pytest.mark.parametrize("chances", [(0.5, 0.5, 0.0), (0.4, 0.4, 0.2), (1 / 3, 1 / 3, 1 / 3)])
def test_the_exact_test_keeps_its_level_for_a_winner_chosen_by_the_data(chances):
    """Where two kinds tie, any verdict is wrong; the two-sided test errs in at most 5%."""
    assert chance_of(lambda counts: lead(counts)[3] <= 0.05, 40, chances) <= 0.05


def test_fongs_rule_passes_too_much():
    """Its nominal error is 10%; between two kinds that share all answers it is over 20%."""
    error = chance_of(lambda counts: lead(counts)[2] >= CRITICAL, 40, (0.5, 0.5, 0.0))
    assert 0.2 < error < 0.3


def test_counts_by_brute_force(interviews):
    letters = {1: "QAAAO", 2: "RIIIM", 3: "RIIIM", 4: "RIIIM", 5: "RRRRQ"}
    found = kano(interviews, ("f_", "d_")).tidy().set_index("term")
    for term in found.index:
        told = dict.fromkeys("AOMIRQ", 0)
        for f, d in interviews[[f"f_{term}", f"d_{term}"]].dropna().to_numpy().astype(int):
            told[letters[f][d - 1]] += 1
        assert list(found.loc[term, CODES]) == list(told.values())
        assert found.loc[term, "n"] == sum(told.values())
        a, o, m, i = (told[letter] for letter in "AOMI")
        row = found.loc[term]
        assert row["better"] == pytest.approx((a + o) / (a + o + m + i))
        assert row["worse"] == pytest.approx(-(o + m) / (a + o + m + i))
        low, high = stats.binomtest(a + o, a + o + m + i).proportion_ci(method="wilson")
        assert (row["better_low"], row["better_high"]) == pytest.approx((low, high))
        low, high = stats.binomtest(o + m, a + o + m + i).proportion_ci(method="wilson")
        assert (row["worse_low"], row["worse_high"]) == pytest.approx((-high, -low))


def test_the_25_cells_add_up_to_the_counts(interviews):
    result = kano(interviews, ("f_", "d_"), by="segment")
    rows = result.tidy()
    cells = result.answers("queue", "visitor")
    row = rows[(rows["term"] == "queue") & (rows["group"] == "visitor")].iloc[0]
    assert list(cells.counts()) == list(row[CODES])
    both = result.answers("queue")
    assert both.n == rows.loc[rows["term"] == "queue", "n"].sum()
    pairs = interviews[["f_queue", "d_queue"]].dropna()
    like_dislike = ((pairs["f_queue"] == 1) & (pairs["d_queue"] == 5)).sum()
    assert both.tidy().set_index("term").loc["like/dislike", "n"] == like_dislike
    with pytest.raises(cx.SpecError, match="term = 'till' is not known"):
        result.answers("till")
    with pytest.raises(cx.SpecError, match="group = 'expat' is not known"):
        result.answers("queue", "expat")


def test_the_evaluation_table_is_that_of_berger():
    table = kano_table().tidy()
    assert table["category"].value_counts().to_dict() == {
        "indifferent": 9,
        "reverse": 7,
        "attractive": 3,
        "must_be": 3,
        "questionable": 2,
        "one_dimensional": 1,
    }
    where = table.set_index("term")["category"]
    assert where["like/dislike"] == "one_dimensional"
    assert where["must_be/dislike"] == "must_be"
    assert where["like/must_be"] == "attractive"
    assert where["live_with/live_with"] == "indifferent"
    assert where["dislike/neutral"] == "reverse"
    assert where["dislike/dislike"] == "questionable"


def test_codes_and_labels_can_be_declared():
    words = ["喜欢", "理应如此", "无所谓", "能忍受", "不喜欢"]
    data = answers("lift", M=6, O=3, I=2)
    plain = kano(data, ("f_", "d_")).tidy()
    told = data.replace(dict(enumerate(words, start=1)))
    assert kano(told, ("f_", "d_"), answers=words).tidy().equals(plain)
    turned = kano(6 - data, ("f_", "d_"), answers=(5, 4, 3, 2, 1)).tidy()
    assert turned.equals(plain)
    mapped = kano(data.astype("Int64"), {"lift": ("f_lift", "d_lift")}).tidy()
    assert mapped.equals(plain)


def test_half_a_pair_is_left_out_for_that_attribute_only():
    data = pd.concat([answers("lift", M=6, I=2), answers("music", A=5, I=3)], axis=1)
    data.loc[0, "d_lift"] = None
    data.loc[7, :] = None
    found = kano(data, ("f_", "d_"))
    assert found.tidy()["n"].tolist() == [6, 7]
    assert (found.n, found.n_dropped, found.incomplete) == (7, 1, 1)
    assert "1 incomplete pairs left out" in found.notes()


def test_ties_go_to_the_category_that_costs_more_to_miss():
    row = kano(answers("lift", A=4, O=4, M=4, I=4), ("f_", "d_")).tidy().iloc[0]
    assert (row["category"], row["runner_up"], row["verdict"]) == (
        "must_be",
        "one_dimensional",
        "open",
    )
    assert row["statistic"] == 0
    assert row["p_value"] == 1


def test_stated_importance_has_its_mean_and_interval(interviews):
    found = kano(interviews, ("f_", "d_"), importance="w_").tidy().set_index("term")
    values = interviews.loc[:, "w_queue"]
    row = found.loc["queue"]
    assert row["importance"] == pytest.approx(values.mean())
    low, high = stats.t.interval(0.95, 399, values.mean(), values.sem())
    assert (row["importance_low"], row["importance_high"]) == pytest.approx((low, high))
    named = {term: f"w_{term}" for term in found.index}
    assert kano(interviews, ("f_", "d_"), importance=named).tidy()["importance"].tolist() == (
        found["importance"].tolist()
    )


def test_order_of_rows_and_labels_change_no_number(interviews):
    plain = kano(interviews, ("f_", "d_")).tidy()
    assert kano(interviews.sample(frac=1, random_state=1), ("f_", "d_")).tidy().equals(plain)


@pytest.mark.slow
def test_intervals_cover_the_truth():
    covered = []
    for seed in range(60):
        world = cx.simulate.kano(400, seed=seed)
        rows = kano(world.data, ("f_", "d_"), by="segment").tidy()
        for row in rows.to_dict("records"):
            name = row["term"]
            name += f", segment = {row['group']}" if name == "payment" else ""
            a, o, m, i = list(world.truth[name].values())[:4]
            better, worse = (a + o) / (a + o + m + i), -(o + m) / (a + o + m + i)
            covered += [row["better_low"] <= better <= row["better_high"]]
            covered += [row["worse_low"] <= worse <= row["worse_high"]]
    assert 0.93 <= np.mean(covered) <= 0.97  # of 2,160 intervals


def test_categories_are_those_of_the_world():
    world = cx.simulate.kano(2000, seed=11)
    rows = kano(world.data, ("f_", "d_"), by="segment", importance="w_").tidy()
    for row in rows.to_dict("records"):
        name = row["term"] + (f", segment = {row['group']}" if row["term"] == "payment" else "")
        chances = world.truth[name]
        if row["verdict"] == "clear":
            assert row["category"] == max(chances, key=chances.get), name
    assert (rows["verdict"] == "clear").mean() > 0.8


def test_pooling_hides_what_visitors_need(interviews):
    whole = kano(interviews, ("f_", "d_"))
    parts = kano(interviews, ("f_", "d_"), by="segment")
    assert "cross-border payment" in whole.named("indifferent")
    assert parts.changing() == ["cross-border payment"]
    assert parts.headline() == "Not the same for every group: cross-border payment"
    assert "local indifferent, visitor must-be" in parts.explain()


def test_words(interviews):
    found = kano(interviews, ("f_", "d_"), importance="w_")
    assert found.headline().startswith("Must be there: works out of the box and 1 more; delights")
    assert found.named("one_dimensional")[0] == "repair on time"  # the most important first
    assert "so open: staff at your side" in found.explain()
    assert "the lead of no queue at the till real" in found.explain()
    with cx.use("zh"):
        assert found.headline() == "必须有：开箱就能用和另外1项；带来惊喜：专属顾问"
        for word in ("必备属性", "期望属性", "魅力属性", "无差异属性", "反向属性", "可疑结果"):
            assert word in repr(found)


def test_a_table_of_answers_reads_aloud():
    one = kano_table(functional=[2], dysfunctional=[5])
    assert one.headline() == "1 of 1 answers: must-be"
    assert "Must-be: nobody notices it" in one.explain()
    assert "Attractive" not in one.explain()
    two = kano_table(
        functional=["yes", "no"],
        dysfunctional=["no", "no"],
        answers=["yes", "ok", "so", "so-", "no"],
    )
    assert two.headline() == "1 of 2 answers: one-dimensional, questionable"
