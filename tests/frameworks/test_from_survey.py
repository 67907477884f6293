"""From the answers of a survey to the case of seven steps and to the tree of costs."""

import numpy as np
import pandas as pd
import pytest

import cxlab as cx

Case, CostTree = cx.frameworks.Case, cx.frameworks.CostTree
ROLES = {"negative": "bad", "complained": "told", "lost": "goes", "at_risk": "unsure"}


def answers(n=60, seed=4):
    rng = np.random.default_rng(seed)
    data = {}
    for prefix, low, high in (("x_", 3, 9), ("e_", 6, 10), ("w_", 2, 11)):
        data |= {prefix + name: rng.integers(low, high, n) for name in ("food", "room", "wait")}
    frame = pd.DataFrame(data)
    for name, chance in (("why_near", 0.9), ("why_food", 0.5), ("why_old", 0.3), ("why_ad", 0.0)):
        frame[name] = (rng.random(n) < chance).astype(int)
    frame.attrs["labels"] = {"why_near": {"en": "it is near", "zh": "离得近"}}
    return frame


def guests(n=400, seed=9):
    rng = np.random.default_rng(seed)
    bad = rng.random(n) < 0.3
    frame = pd.DataFrame({"bad": bad, "told": np.where(bad, rng.random(n) < 0.2, np.nan)})
    frame["goes"] = (rng.random(n) < np.where(bad, 0.5, 0.1)).astype(int)
    frame["unsure"] = (frame["goes"] == 0) & (rng.random(n) < 0.3)
    return frame.assign(spend=rng.integers(100, 900, n))


def test_the_cells_are_the_means_that_satisfaction_gives():
    data = answers()
    law = cx.frameworks.satisfaction(data, importance="w_").tidy().set_index("term")
    case = Case.from_survey(data)
    for each in case.experiences:
        assert each.actual == law.loc[each.name, "experience"]
        assert each.expectation == law.loc[each.name, "expectation"]
        assert each.importance == law.loc[each.name, "importance"]
    weighted = case.step(3).tidy().set_index("term")["weighted"]
    assert weighted.to_dict() == pytest.approx(law.drop("total")["weighted"].to_dict())


def test_the_reasons_named_most_are_the_brand_value():
    told = Case.from_survey(answers(), reasons="why_").brand_value
    assert [each.name for each in told] == ["why_near", "why_food", "why_old"]
    share = answers()["why_near"].mean()
    assert told[0].text == {"en": f"it is near ({share:.0%})", "zh": f"离得近（{share:.0%}）"}


def test_without_importance_step_three_has_bounds():
    case = Case.from_survey(answers(), importance=None)
    assert all(each.importance is None for each in case.experiences)
    rows = case.step(3).tidy()
    assert (rows["low"] < rows["high"]).any()


def test_a_case_from_a_survey_goes_through_yaml():
    case = Case.from_survey(answers(), reasons="why_").focused()
    text = case.with_values(requirement={"wait": {"en": "a till", "zh": "收银台"}}).to_yaml()
    assert "收银台" in text
    again = Case.from_dict(cx._core.resources.parse_yaml(text, "text"))
    assert again.to_yaml() == text


def test_the_rule_lifts_the_key_to_the_top_and_satisfies_the_rest():
    case = Case.from_survey(answers())
    key = case.step(3).keys
    rule = case.focused()
    for each in rule.experiences:
        wanted = 10 if each.name in key else max(each.actual, each.expectation)
        assert each.ideal == wanted
    meiyu = {each.name: each.ideal for each in Case.load("meiyu").focused().experiences}
    assert meiyu["convenience"] == 10
    assert meiyu["service"] is None  # its expectation was never printed


def test_nothing_to_lift_is_said():
    pleased = pd.DataFrame({"x_a": [8, 9], "e_a": [7, 7], "x_b": [9, 9], "e_b": [5, 6]})
    with pytest.raises(cx.SpecError, match="yields no key experience"):
        Case.from_survey(pleased, importance=None).focused()


def test_the_tree_counts_heads():
    data = guests()
    tree = CostTree.from_survey(data, **ROLES)
    bad, told = data["bad"], data["told"] == 1
    assert tree.node("negative").share == pytest.approx(bad.mean())
    assert tree.node("complain").share == pytest.approx(told[bad].mean())
    assert tree.node("silent/lost").share == pytest.approx(data.loc[bad & ~told, "goes"].mean())
    assert tree.node("positive/lost").share == pytest.approx(data.loc[~bad, "goes"].mean())
    assert tree.rates()["lost"] == pytest.approx(data["goes"].mean())
    assert tree.rates()["at_risk"] == pytest.approx(data["unsure"].mean())


def test_with_weights_the_tree_counts_money():
    data = guests()
    tree = CostTree.from_survey(data, **ROLES, weights="spend")
    lost = (data["goes"] * data["spend"]).sum() / data["spend"].sum()
    assert tree.rates()["lost"] == pytest.approx(lost)
    even = CostTree.from_survey(data.assign(spend=7), **ROLES, weights="spend")
    assert even.rates() == pytest.approx(CostTree.from_survey(data, **ROLES).rates())


def test_a_lever_saves_only_what_leaves_more_often_than_the_content():
    data = guests()
    cost = CostTree.from_survey(data, **ROLES).evaluate(revenue=1000)
    gap = data.loc[data["bad"], "goes"].mean() - data.loc[~data["bad"], "goes"].mean()
    saving = cost.levers().tidy().set_index("term").loc["negative", "saving"]
    assert saving == pytest.approx(0.01 * gap * 1000)


def test_who_was_content_need_not_say_whether_he_complained():
    data = guests()
    some = data.assign(told=data["told"].where(data.index % 9 > 0))
    tree = CostTree.from_survey(some, **ROLES)
    silent = int(data["bad"][data.index % 9 == 0].sum())
    assert f"{len(data) - silent:,} answers ({silent} left out" in tree.note["en"]


def test_nobody_who_complained_is_a_branch_without_weight():
    tree = CostTree.from_survey(guests().assign(told=0), **ROLES)
    assert tree.node("complain").share == 0
    assert [lever.name for lever in tree.levers] == ["negative"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"goes": 3}, "'goes' .lost. must say yes or no"),
        ({"bad": 0}, "Nobody belongs to the branch 'stay silent'"),
        ({"goes": np.nan}, "No respondent answered all the questions"),
        ({"goes": "often"}, "'goes' must hold numbers"),
    ],
)
def test_mistakes_of_the_tree_are_named(change, message):
    with pytest.raises(cx.DataError, match=message):
        CostTree.from_survey(guests().assign(**change), **ROLES)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"reasons": "because_"}, "No column begins with 'because_'"),
        ({"experience": "y_"}, "No column begins with 'y_'"),
        ({"scale": (1, 5)}, "must lie in 1-5"),
    ],
)
def test_mistakes_of_the_case_are_named(options, message):
    with pytest.raises(cx.DataError, match=message):
        Case.from_survey(answers(), **options)
