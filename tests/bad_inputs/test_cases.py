"""What a survey kit must survive: each case is refused or named, in both languages.

Errors are clear refusals; warnings leave the answer standing. Numbers: the list of cases.
"""

import re
import warnings

import numpy as np
import pandas as pd
import pytest

import cxlab as cx
from cxlab.frameworks import Case, CostTree

CHINESE = re.compile(r"[\u4e00-\u9fff]")
DRIVERS = ["x_product", "x_service", "x_price"]


@pytest.fixture
def answers():
    return cx.simulate.meiyu(200, seed=3).data


def fit(data, x=DRIVERS, y="satisfaction", **options):
    return cx.drivers.regress(data, y, x, **options)


def tree(**changes):
    plan = {
        "name": "own",
        "title": "own",
        "revenue": 100,
        "branches": [
            {"name": "stay", "share": 0.8, "outcome": "kept"},
            {"name": "leave", "share": 0.2, "outcome": "lost"},
        ],
    }
    return CostTree.from_dict(plan | changes)


def case(actual=(5, 5), expectation=(7, 7), importance=(9, 9)):
    table = pd.DataFrame(
        {"actual": actual, "expectation": expectation, "importance": importance},
        index=["food", "waiting"],
    )
    return Case.from_frame(table)


def flat(data):
    return data.assign(value_f1=4)


ERRORS = {
    "70 one-item scale": (
        lambda d: cx.instruments.reliability(d, {"one": ["value_f1"]}), cx.SpecError, "one"),
    "71 expectation block missing": (
        lambda d: cx.instruments.score(d.drop(columns=d.filter(regex="^sq_e").columns), "servqual"),
        cx.DataError, "sq_e01"),
    "72 unequal blocks": (
        lambda d: cx.instruments.Instrument.from_columns(
            "own", {"a": ["p1", "p2"]}, low=1, high=7, expectation={"a": ["e1"]}),
        cx.SpecError, "a"),
    "74 negative weights": (
        lambda d: fit(d.assign(w=[-1.0] + [1.0] * 199), weights="w"), cx.DataError, "'w'"),
    "74 weights all zero": (lambda d: fit(d.assign(w=0.0), weights="w"), cx.DataError, "'w'"),
    "75 missing weights": (
        lambda d: fit(d.assign(w=[np.nan] + [1.0] * 199), weights="w"), cx.DataError, "'w'"),
    "76 scale all missing": (
        lambda d: cx.instruments.score(
            d.assign(**dict.fromkeys(["rel_t1", "rel_t2", "rel_t3"], np.nan)), "relationship"),
        cx.DataError, "rel_t1"),
    "77 constant outcome": (
        lambda d: fit(d.assign(satisfaction=5.0)), cx.CxError, "'satisfaction'"),
    "78 one class": (
        lambda d: fit(d.assign(churned=0), y="churned", family="logit"), cx.CxError, "'churned'"),
    "79 separation": (
        lambda d: fit(
            d.assign(churned=(d["x_price"] > 7).astype(int)), y="churned", family="logit"),
        cx.ModelError, "x_price"),
    "80 fewer rows than columns": (
        lambda d: fit(d.head(3), ["x_product", "x_service", "x_price", "x_brand"]),
        cx.CxError, "3"),
    "82 collinear set": (
        lambda d: fit(d.assign(both=d["x_product"] + d["x_service"]), [*DRIVERS, "both"]),
        cx.ModelError, "both"),
    "84 nobody left": (
        lambda d: fit(d.assign(x_price=np.nan)), cx.DataError, "'x_price'"),
    "86 unseen category": (
        lambda d: fit(d, ["branch"]).predict(d.head(2).assign(branch="Z")), cx.DataError, "Z"),
    "93 22 typed for 22%": (
        lambda d: CostTree.load("silence").with_share("negative", 22), cx.SpecError, "0.22"),
    "94 branch does not sum to 1": (
        lambda d: tree(branches=[{"name": "stay", "share": 0.8, "outcome": "kept"},
                                 {"name": "leave", "share": 0.3, "outcome": "lost"}]),
        cx.SpecError, "1.1"),
    "95 zero revenue": (lambda d: tree().evaluate(revenue=0), cx.SpecError, "0"),
}  # fmt: skip

WARNINGS = {
    "67 reversed item left unmarked": (
        lambda d: cx.instruments.reliability(d, {"bond": ["rel_c1", "rel_c2", "rel_c3"]}),
        "rel_c3"),
    "69 zero-variance item": (
        lambda d: cx.instruments.score(flat(d), "perceived_value"), "value_f1"),
    "73 weights do not sum to 100": (
        lambda d: cx.instruments.score(d.assign(sq_w_empathy=d["sq_w_empathy"] + 10), "servqual"),
        "100"),
    "81 n barely above p": (lambda d: fit(d.head(7)), "7"),
    "83 VIF over 10": (
        lambda d: fit(d.assign(twin=d["x_product"] + 0.1 * d["x_brand"] % 0.7),
                      ["x_product", "twin", "x_price"]), "VIF"),
    "85 group with one case": (
        lambda d: cx.instruments.score(
            d.assign(branch=["Z"] + ["A"] * 199), "loyalty", by="branch"), "Z"),
    "92 leakage": (
        lambda d: fit(d.assign(copy=d["satisfaction"] * 2 + 1), [*DRIVERS, "copy"]), "copy"),
    "96 importance scale does not match": (
        lambda d: case(importance=(0.9, 0.8)).step(3), ""),
}  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", ERRORS)
def test_it_is_refused_in_words(name, lang, answers):
    attack, kind, named = ERRORS[name]
    before = answers.copy()
    with cx.use(lang), pytest.raises(kind, match=re.escape(named)) as caught:
        attack(answers)
    assert bool(CHINESE.search(str(caught.value))) == (lang == "zh")
    pd.testing.assert_frame_equal(answers, before)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", WARNINGS)
def test_it_is_named_and_the_answer_stands(name, lang, answers):
    attack, named = WARNINGS[name]
    with cx.use(lang), warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert attack(answers) is not None
    said = [str(each.message) for each in caught if issubclass(each.category, cx.CxWarning)]
    assert any(named in text for text in said), said
    assert all(bool(CHINESE.search(text)) == (lang == "zh") for text in said)
    assert all(each.filename == __file__ for each in caught)


@pytest.mark.parametrize(("lang", "words"), [("en", "food"), ("zh", "food")])
def test_98_a_tie_names_both(lang, words):
    with cx.use(lang):
        step = case().step(3)
        assert set(step.keys) == {"food", "waiting"}
        assert words in step.headline()
        assert "waiting" in step.headline()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_97_no_gap_is_said(lang):
    with cx.use(lang):
        step = case(actual=(8, 9)).step(3)
        assert not step.keys
        assert step.headline()
