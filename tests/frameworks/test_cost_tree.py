"""The cost tree: the source's money, trees of any depth, round trips, and what is refused."""

import dataclasses
import json
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cxlab as cx
from cxlab.frameworks import CostTree
from cxlab.frameworks.cost._node import walk

sys.path.insert(0, str(Path(__file__).parent))
from cost_trees import trees

SOURCE = json.loads(
    (Path(__file__).parents[1] / "reference" / "cases_source.json").read_text(encoding="utf-8")
)


@pytest.fixture
def tree():
    return CostTree.load("silence")


def two(*shares, **more):
    ends = ["lost", "kept", "kept"]
    return {
        "branches": [
            {"name": f"b{k}", "share": share, "outcome": ends[k]} for k, share in enumerate(shares)
        ],
        **more,
    }


def test_the_money_of_the_source(tree):
    cost = tree.evaluate(revenue=50_000_000, currency="USD")
    amounts = cost.tidy().set_index("term")["amount"]
    for term, amount in SOURCE["cost"].items():
        assert amounts[term] == pytest.approx(amount, rel=1e-12), term
    assert cost.lost == pytest.approx(SOURCE["totals"]["lost"], rel=1e-12)
    assert cost.at_risk == pytest.approx(SOURCE["totals"]["at_risk"], rel=1e-12)
    assert cost.lost / cost.revenue == pytest.approx(SOURCE["totals"]["lost_share"], rel=1e-12)
    assert cost.at_risk / cost.revenue == pytest.approx(SOURCE["totals"]["at_risk_share"])
    assert cost.glance().loc[0, "kept"] == pytest.approx(39_083_600)


def test_what_it_says(tree):
    cost = tree.evaluate()
    assert cost.headline().startswith("USD 4,912,600 is lost, 9.83% of revenue")
    assert "stay silent › leave': USD 4,851,000" in cost.explain()
    assert "complain › leave 61,600" in cost.explain()
    assert "no independent evidence was found for 34/28/38" in cost.explain()
    assert cost.references[0].startswith("李翊玮")
    with cx.use("zh"):
        assert cost.headline() == "流失4,912,600美元，占收入9.83%；另有12.01%有流失风险"


@settings(max_examples=60, deadline=None)
@given(trees, st.floats(1e-3, 1e12))
def test_the_totals_add_up_to_revenue(tree, revenue):
    cost = tree.evaluate(revenue=revenue)
    assert cost.lost + cost.at_risk + cost.kept == pytest.approx(revenue, rel=1e-9)
    table = cost.tidy().set_index("term")
    for path, _level, node in walk(tree.branches):
        if node.branches:
            below = [table.loc[f"{path}/{each.name}", "amount"] for each in node.branches]
            assert sum(below) == pytest.approx(table.loc[path, "amount"], rel=1e-9, abs=1e-9)


@settings(max_examples=30, deadline=None)
@given(trees, st.floats(1, 1e6), st.floats(0.01, 100))
def test_it_is_linear_in_revenue(tree, revenue, factor):
    one, two_ = tree.evaluate(revenue=revenue), tree.evaluate(revenue=revenue * factor)
    np.testing.assert_allclose(two_.tidy()["amount"], factor * one.tidy()["amount"], rtol=1e-12)
    np.testing.assert_allclose(two_.tidy()["share"], one.tidy()["share"])


@settings(max_examples=60, deadline=None)
@given(trees, st.floats(0, 1), st.randoms(use_true_random=False))
def test_a_changed_share_leaves_a_valid_tree(tree, share, random):
    path, _level, node = random.choice(list(walk(tree.branches)))
    above = path.rpartition("/")[0]
    siblings = tree.node(above).branches if above else tree.branches
    if len(siblings) == 1:
        with pytest.raises(cx.SpecError, match="only branch of its split"):
            tree.with_share(path, share)
        return
    other = tree.with_share(path, share)
    assert other.node(path).share == share
    assert sum(other.rates().values()) == pytest.approx(1, abs=1e-9)
    CostTree.from_dict(other.to_dict())  # all splits still add up
    back = other.with_share(path, node.share)
    if 0 < share < 1:
        assert back.rates() == pytest.approx(tree.rates(), abs=1e-9)


@settings(max_examples=30, deadline=None)
@given(trees)
def test_a_tree_survives_a_round_trip(tree):
    assert CostTree.from_dict(tree.to_dict()) == tree


def test_a_tree_survives_yaml(tree, tmp_path):
    tree.to_yaml(tmp_path / "mine.yaml")
    assert CostTree.load(tmp_path / "mine.yaml") == tree


def test_a_change_gives_a_new_tree(tree):
    other = tree.with_share("complain", 0.05)
    assert other.node("silent").share == pytest.approx(0.95)
    assert tree.node("complain").share == 0.02
    with pytest.raises(dataclasses.FrozenInstanceError):
        tree.name = "other"


def test_one_sibling_may_take_the_difference(tree):
    other = tree.with_share("complain/lost", 0.18, balance="kept")
    shares = {each.name: each.share for each in other.node("complain").branches}
    assert shares == pytest.approx({"at_risk": 0.34, "lost": 0.18, "kept": 0.48})
    with pytest.raises(cx.SpecError, match=r"'lost' cannot be 0.9: 'kept' would have to be -0.24"):
        tree.with_share("complain/lost", 0.9, balance="kept")


def test_siblings_of_zero_share_equally():
    tree = CostTree.from_dict(two(1.0, 0.0, 0.0))
    assert [each.share for each in tree.with_share("b0", 0.5).branches] == [0.5, 0.25, 0.25]


def test_a_branch_is_found_by_the_end_of_its_path(tree):
    assert tree.find("complain/lost") == "negative/complain/lost"
    with pytest.raises(cx.SpecError, match=r"'lost' fits several branches: negative/complain/lost"):
        tree.find("lost")
    with pytest.raises(cx.SpecError, match=r"no branch 'negativ'. Did you mean 'negative'"):
        tree.find("negativ")


@pytest.mark.parametrize(
    ("data", "match"),
    [
        (two(22, 78), r"b0 = 22 is not a share.*write 22% as 0.22"),
        (two(-0.1, 1.1), r"b0 = -0.1 is not a share"),
        (two(0.22, 0.7), r"'revenue' add up to 0.92, not to 1 \(b0 0.22, b1 0.7\)"),
        (two(0.5, "half"), r"b1 must be a finite number"),
        ({"branches": []}, r"no branches"),
        (two(0.5, 0.5, currncy="USD"), r"no field 'currncy'. Did you mean 'currency'"),
        (two(0.5, 0.5, revenue=0), r"revenue = 0 must be above 0"),
        ({"branches": [{"name": "a", "share": 1.0}]}, r"outcome \(a\) = ''"),
        ({"branches": [{"name": "a/b", "share": 1.0, "outcome": "lost"}]}, r"without '/'"),
        ({"branches": [{"name": "revenue", "share": 1.0, "outcome": "lost"}]}, "name of the trunk"),
        ({"branches": [{"name": "a", "outcome": "lost"}]}, "needs a name and a share"),
    ],
)
def test_a_bad_tree_is_refused(data, match):
    with pytest.raises(cx.SpecError, match=match):
        CostTree.from_dict(data)


def test_a_deep_branch_that_does_not_add_up_is_named():
    data = two(0.5, 0.5)
    data["branches"][0] = {"name": "angry", "share": 0.5, **two(0.4, 0.5)}
    with pytest.raises(cx.SpecError, match=r"branches of 'angry' add up to 0.9"):
        CostTree.from_dict(data)
    with cx.use("zh"), pytest.raises(cx.SpecError, match=r"的各分支合计0\.9，不是1"):
        CostTree.from_dict(data)


@pytest.mark.parametrize("revenue", [0, -5, float("nan")])
def test_revenue_must_be_above_zero(tree, revenue):
    with pytest.raises(cx.SpecError, match=r"revenue"):
        tree.evaluate(revenue=revenue)


def test_a_tree_without_revenue_asks_for_it():
    with pytest.raises(cx.SpecError, match=r"Say evaluate\(revenue=\.\.\.\)"):
        CostTree.from_dict(two(0.5, 0.5)).evaluate()


@settings(max_examples=10, deadline=None)
@given(trees)
def test_any_tree_is_drawn(tree):
    import matplotlib.pyplot as plt

    ax = tree.evaluate(revenue=1000).plot()
    texts = [text.get_text() for text in ax.texts]
    for row in tree.evaluate(revenue=1000).tidy().itertuples():
        assert any(f"{row.amount:,.0f}" in text for text in texts)
    plt.close(ax.figure)
