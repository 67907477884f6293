"""Levers, tornado, break-even, the complaint paradox and the Monte Carlo of a cost tree."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cxlab as cx
from cxlab.frameworks import CostTree, Lever

sys.path.insert(0, str(Path(__file__).parent))
from cost_trees import trees

SOURCE = json.loads(
    (Path(__file__).parents[1] / "reference" / "cases_source.json").read_text(encoding="utf-8")
)


@pytest.fixture
def cost():
    return CostTree.load("silence").evaluate()


def rows(result):
    return result.tidy().set_index("term")


def test_the_three_levers(cost):
    saving = rows(cost.levers())["saving"].to_dict()
    assert saving == pytest.approx(SOURCE["levers"], rel=1e-9)
    assert cost.levers().headline() == (
        "Saves most: fewer negative experiences (22% → 21%), USD 223,300"
    )
    assert rows(cost.levers())["per_point"]["recovery"] == pytest.approx(2200)


def test_own_levers(cost):
    lever = Lever("call", "silent/lost", -5, balance="at_risk")
    result = cost.levers([lever])
    assert rows(result).loc["call", "saving"] == pytest.approx(10_780_000 * 0.05)


def test_the_tornado_is_the_tree_evaluated_anew(cost):
    table = cost.tornado(step=0.01).tidy()
    for row in table.itertuples():
        for end, change in ((row.share - 0.01, row.down), (row.share + 0.01, row.up)):
            again = cost.tree.with_share(row.term, end).evaluate()
            assert again.lost - cost.lost == pytest.approx(change, abs=1e-6)
    reach = table[["down", "up"]].abs().max(axis=1)
    assert reach.is_monotonic_decreasing
    assert table["term"].iloc[0] == "negative"
    assert "positive" not in set(table["term"])  # its mirror, negative, stands for it
    assert rows(cost.tornado()).loc["negative/complain", "up"] == pytest.approx(-18_700)


@pytest.mark.parametrize("step", [0, 1, 5])
def test_a_step_is_a_share_above_zero(cost, step):
    if step == 1:
        assert len(cost.tornado(step=step).tidy())
        return
    with pytest.raises(cx.SpecError, match="step"):
        cost.tornado(step=step)


def test_complaints_filed_away_raise_the_loss(cost):
    paradox = cost.complaint_paradox()
    table = paradox.tidy()
    assert table["share"].is_monotonic_decreasing
    assert table["lost"].is_monotonic_increasing
    assert table["extra"].iloc[-1] == pytest.approx(2 * 18_700)
    assert "28% leave, of the others 45%" in paradox.explain()
    with cx.use("zh"):
        assert paradox.headline() == "投诉改记为咨询，从2%降到0%：多流失37,400美元"


def test_the_paradox_needs_a_worse_fate_in_silence(cost):
    tree = cost.tree.with_share("complain/lost", 0.6)
    assert "do not raise the loss" in tree.evaluate().complaint_paradox().headline()


@settings(max_examples=25, deadline=None)
@given(trees, st.randoms(use_true_random=False))
def test_the_loss_is_linear_in_a_single_share(tree, random):
    cost = tree.evaluate(revenue=100)
    paths = [row.term for row in cost.tidy().itertuples() if 0 < row.share_of_parent < 1]
    if not paths:
        return
    table = cost.sweep(random.choice(paths), [0, 0.25, 0.5, 1]).tidy()
    first, last = table["lost"].iloc[[0, -1]]
    np.testing.assert_allclose(table["lost"], first + (last - first) * table["share"], atol=1e-9)
    np.testing.assert_allclose(table[["lost", "at_risk", "kept"]].sum(axis=1), 100)


@settings(max_examples=25, deadline=None)
@given(st.floats(1, 6e6), st.floats(0.05, 1))
def test_break_even_is_where_the_saving_equals_the_spend(spend, margin):
    cost = CostTree.load("silence").evaluate()
    for row in cost.break_even(spend, margin=margin).tidy().itertuples():
        lever = next(each for each in cost.tree.levers if each.name == row.term)
        if row.status == "out_of_reach":
            assert row.most * margin < spend
            continue
        moved = cost.tree.with_share(lever.node, row.share_after, balance=lever.balance)
        saved = cost.lost - moved.evaluate().lost
        assert saved * margin == pytest.approx(spend, rel=1e-6, abs=1e-2)
        assert row.points == pytest.approx(100 * (row.share_after - row.share))


def test_break_even_of_one_branch(cost):
    row = cost.break_even(223_300, "negative").tidy().iloc[0]
    assert row["points"] == pytest.approx(-1)
    assert row["most"] == pytest.approx(cost.lost)
    none = cost.break_even(100_000, "complain/lost", balance="kept")
    assert none.tidy()["status"].item() == "out_of_reach"
    assert none.headline() == "No change of these shares earns back USD 100,000"
    assert "at its limit it saves USD 61,600" in none.explain()
    assert none.plot()


@pytest.mark.parametrize(
    ("options", "match"),
    [
        ({"spend": 0}, r"spend = 0 must be above 0"),
        ({"spend": 5, "margin": 0}, "margin must be above 0"),
        ({"spend": 5, "margin": 30}, "write 30% as 0.3"),
        ({"spend": 5, "node": "complian"}, r"no branch 'complian'"),
    ],
)
def test_a_bad_programme_is_refused(cost, options, match):
    with pytest.raises(cx.SpecError, match=match):
        cost.break_even(**options)


def moments(node_branches, sure, inflow=1.0):
    """Return mean and second moment of the lost share of a split with Dirichlet shares.

    Written for the test from the Dirichlet: E p_i p_j = m_i (c m_j + [i=j]) / (c + 1).
    """
    means, first, second = [], [], []
    for node in node_branches:
        means.append(node.share)
        if node.branches:
            one, two = moments(node.branches, sure)
        else:
            one = two = float(node.outcome == "lost")
        first.append(one)
        second.append(two)
    m, a, b = map(np.array, (means, first, second))
    cross = np.outer(m, m) * sure / (sure + 1) + np.diag(m) / (sure + 1)
    square = cross * np.outer(a, a)
    np.fill_diagonal(square, np.diag(cross) * b)
    return float(m @ a), float(square.sum())


def test_the_draws_have_the_moments_of_theory(cost):
    result = cost.simulate(40_000, seed=7, concentration=50)
    mean, square = moments(cost.tree.branches, 50)
    sd = np.sqrt(square - mean**2) * cost.revenue
    row = rows(result).loc["lost"]
    assert mean * cost.revenue == pytest.approx(cost.lost)
    assert row["mean"] == pytest.approx(cost.lost, abs=4 * sd / np.sqrt(40_000))
    assert row["sd"] == pytest.approx(sd, rel=0.03)
    assert row["conf_low"] < row["estimate"] < row["conf_high"]


@settings(max_examples=20, deadline=None)
@given(trees)
def test_every_draw_adds_up(tree):
    result = tree.evaluate(revenue=100).simulate(50, seed=1)
    np.testing.assert_allclose(result.samples.sum(axis=1), 100, rtol=1e-9)
    assert (result.samples >= 0).all().all()


def test_the_surer_the_narrower(cost):
    wide, narrow = (cost.simulate(2000, seed=3, concentration=c) for c in (20, 2000))
    assert rows(narrow).loc["lost", "sd"] < rows(wide).loc["lost", "sd"] / 5


def test_splits_that_are_not_named_stay_fixed(cost):
    result = cost.simulate(500, seed=3, concentration={"complain": 100})
    low, high = result.samples["lost"].agg(["min", "max"])
    assert 4_851_000 <= low < high <= 4_851_000 + 220_000
    first = cost.simulate(500, seed=3, concentration={"revenue": 100}).samples
    np.testing.assert_allclose(first["at_risk"] / first["lost"], cost.at_risk / cost.lost)


def test_the_seed_repeats_the_draws(cost):
    one, two, three = (cost.simulate(100, seed=s).samples for s in (5, 5, 6))
    assert one.equals(two)
    assert not one.equals(three)


@pytest.mark.parametrize(
    ("options", "match"),
    [
        ({"draws": 1}, "draws must be a whole number of at least 2"),
        ({"concentration": 0.5}, r"concentration = 0.5 must be at least 1"),
        ({"concentration": {"complain/lost": 50}}, "does not divide further"),
        ({"conf": 95}, r"conf = 95 must lie between 0 and 1"),
    ],
)
def test_a_bad_simulation_is_refused(cost, options, match):
    with pytest.raises(cx.SpecError, match=match):
        cost.simulate(**options)


def test_nobody_to_complain_is_no_fault():
    tree = CostTree.load("silence").with_share("negative", 0, balance="positive")
    paradox = tree.evaluate(revenue=1e6).complaint_paradox("negative/complain")
    assert paradox.cost_of_zero == 0
    assert "of the others" not in paradox.explain()
    assert "do not raise the loss" in paradox.explain()
