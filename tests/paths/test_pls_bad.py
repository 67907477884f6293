"""Models and data that PLS can't take: what is wrong, where, and the way out, in two languages."""

import re
import warnings

import numpy as np
import pandas as pd
import pytest

import cxlab as cx
from cxlab._core.errors import CxWarning, DataError, ModelError, SpecError
from cxlab.paths import PathModel, compare_groups, construct, covariance, fit_pls, interaction, path

HAN = re.compile("[\u3400-\u9fff]")
A, B, C = (construct(n, items=[f"{n}{k}" for k in (1, 2, 3)]) for n in "abc")
PLAIN = PathModel(A, B, C, path("a", to="b"), path("b", to="c"))


def made(**options):
    return PathModel(*options.pop("parts"), **options)


@pytest.fixture
def data():
    rng = np.random.default_rng(4)
    a = rng.normal(size=200)
    b = 0.6 * a + rng.normal(size=200)
    c = 0.6 * b + rng.normal(size=200)
    columns = {"a": a, "b": b, "c": c}
    return pd.DataFrame(
        {
            f"{name}{k}": values + 0.7 * rng.normal(size=200)
            for name, values in columns.items()
            for k in (1, 2, 3)
        }
    )


def refused(error, match, call):
    """Check that a call is refused in English and in Chinese."""
    with pytest.raises(error, match=match):
        call()
    with cx.use("zh"), pytest.raises(error) as caught:
        call()
    assert HAN.search(str(caught.value))


CIRCLE = [A, B, C, path("a", to="b"), path("b", to="c"), path("c", to="a")]
MODELS = {
    "no paths": ([A, B], "has no paths"),
    "one construct": ([A], "has no paths"),
    "a circle": (CIRCLE, "run in a circle"),
    "an item of two": (
        [construct("a", items=["a1", "a2"]), construct("b", items=["a2", "b1"]), path("a", to="b")],
        "'a2' measures both 'a' and 'b'.*fit_sem",
    ),
    "a fixed loading": (
        [construct("a", items={"a1": 1, "a2": None}), B, path("a", to="b")],
        "'a' has numbers that are fixed or equal.*fit_sem",
    ),
    "equal paths": (
        [A, B, C, path("a", to=["b", "c"], label="same")],
        "'a -> b'.*fixed or equal",
    ),
    "a covariance": ([A, B, covariance("a1", "b1"), path("a", to="b")], "a1 ~~ b1"),
    "left alone": ([A, B, C, path("a", to="b")], "No arrow starts or ends at 'c'"),
    "a part with arrows": (
        [A, B, C, construct("h", of=["a", "b"]), path("h", to="c"), path("a", to="c")],
        "'a' is part of 'h' and has arrows",
    ),
    "a part of two": (
        [
            A,
            B,
            C,
            construct("h", of=["a", "b"]),
            construct("g", of=["b"]),
            path("h", to="c"),
            path("g", to="c"),
        ],
        "'b' is part of both 'h' and 'g'",
    ),
    "made of itself": (
        [A, B, construct("h", of=["g"]), construct("g", of=["h"]), path("a", to="b")],
        "made of itself",
    ),
    "an arrow at a product": (
        [A, B, C, interaction("a", "b"), path("a", to="c"), path("b", to="c"), path("c", to="a:b")],
        "An arrow ends at the interaction 'a:b'",
    ),
    "a product on its side": (
        [A, B, interaction("a", "b"), path("a", to="b"), path("a:b", to="b")],
        "'a:b' acts on 'b', one of its own",
    ),
    "a product of products": (
        [
            A,
            B,
            C,
            interaction("a", "b"),
            interaction("a:b", "a", name="x"),
            path("a", to="c"),
            path("b", to="c"),
            path("a:b", to="c"),
            path("x", to="c"),
        ],
        "'x' can't be formed",
    ),
    "a product left alone": (
        [A, B, C, interaction("a", "b"), path("a", to="c"), path("b", to="c")],
        "No arrow starts or ends at 'a:b'",
    ),
    "a product of a part": (
        [
            A,
            B,
            C,
            construct("h", of=["a"]),
            interaction("a", "b"),
            path("h", to="c"),
            path("b", to="c"),
            path("a:b", to="c"),
        ],
        "'a:b' can't be formed",
    ),
}


@pytest.mark.parametrize("name", MODELS)
def test_models_that_are_none_for_pls(name, data):
    parts, match = MODELS[name]
    refused(SpecError, match, lambda: fit_pls(data, PathModel(*parts)))


@pytest.mark.parametrize(
    ("options", "match"),
    [
        ({"scheme": "pth"}, "scheme = 'pth' is not known"),
        ({"interval": "wald"}, "interval = 'wald' is not known"),
        ({"consistent": "yes"}, "consistent must be True or False"),
        ({"boot": -1}, "boot must be a whole number"),
        ({"boot": 10**7}, "more than can be computed"),
        ({"conf": 95}, "conf = 95 must lie between"),
        ({"seed": -3}, "seed = -3"),
    ],
)
def test_options_that_are_none(options, match, data):
    refused(SpecError, match, lambda: fit_pls(data, PLAIN, **options))


def test_a_model_that_is_none(data):
    refused(SpecError, "must be a PathModel or its text, not dict", lambda: fit_pls(data, {}))
    refused(SpecError, "Line 1 of the model", lambda: fit_pls(data, "a -> b"))


def test_correcting_what_items_do_not_measure(data):
    model = PathModel(A, B, C, construct("h", of=["a", "b"]), path("h", to="c"))
    refused(SpecError, "not for 'h'", lambda: fit_pls(data, model, consistent=True))
    with pytest.warns(CxWarning, match="consistent=True changes nothing"):
        fit_pls(data, "c1 ~ a1", consistent=True)


DATA = {
    "a missing column": (
        lambda d: d.drop(columns="a2"),
        DataError,
        "no column 'a2'",
    ),
    "words": (lambda d: d.assign(a1="good"), DataError, "'a1' must hold numbers"),
    "nobody": (lambda d: d.assign(a1=np.nan), DataError, "No row is complete"),
    "an endless answer": (
        lambda d: d.assign(a1=d["a1"].mask(d.index == 3, np.inf)),
        DataError,
        "'a1' must be finite",
    ),
    "no rows": (lambda d: d.head(0), DataError, "no rows"),
    "no frame": (lambda d: d.to_numpy(), DataError, "must be a pandas DataFrame"),
    "a constant": (lambda d: d.assign(b2=7), ModelError, "'b2' has the same answer in all 200"),
    "three rows": (lambda d: d.head(3), ModelError, "needs 4 complete rows or more; there are 3"),
    "a column twice": (
        lambda d: pd.concat([d, d["a1"]], axis=1),
        DataError,
        "2 columns called 'a1'",
    ),
}


@pytest.mark.parametrize("name", DATA)
def test_data_that_are_none_for_it(name, data):
    spoil, error, match = DATA[name]
    refused(error, match, lambda: fit_pls(spoil(data), PLAIN))


def test_items_that_form_a_construct_and_say_the_same(data):
    model = PathModel(
        construct("a", items=["a1", "a2", "a3"], mode="B"),
        B,
        C,
        path("a", to="b"),
        path("b", to="c"),
    )
    copied = data.assign(a3=data["a1"] + 2 * data["a2"])
    refused(
        ModelError, "'a'.*hang together exactly: 'a1', 'a2', 'a3'", lambda: fit_pls(copied, model)
    )
    with pytest.warns(CxWarning, match="'a' hang together exactly: 'a1', 'a2', 'a3'.*infinite"):
        reflected = fit_pls(copied, PLAIN)  # mode A needs no inverse
    assert reflected.tidy()["estimate"].notna().all()
    assert np.isinf(reflected.weights()["vif"][:3]).all()
    with cx.use("zh"), pytest.warns(CxWarning, match="完全线性相关.*无穷大"):
        fit_pls(copied, PLAIN)


@pytest.mark.parametrize("scheme", ["path", "factorial", "centroid"])
def test_causes_that_are_the_same(scheme, data):
    model = "a =~ a1 + a2; c =~ c1 + c2; c ~ a + twin + b1"
    both = data.assign(twin=-2 * data["b1"] + 5)
    refused(
        ModelError,
        "'twin', 'b1' say the same, so their effects on 'c'",
        lambda: fit_pls(both, model, scheme=scheme),
    )


def test_a_reversed_item_is_named(data):
    with pytest.warns(CxWarning, match=r"a3 \(a\) runs against the other items"):
        result = fit_pls(data.assign(a3=-data["a3"]), PLAIN)
    assert result.loadings().set_index("term")["estimate"]["a3"] < 0


def test_few_rows_are_named(data):
    with pytest.warns(CxWarning, match="8 rows are few for"):
        fit_pls(data.head(8), PLAIN)


def test_no_reliability_to_correct_by():
    rng = np.random.default_rng(3)
    data = pd.DataFrame(rng.normal(size=(300, 4)), columns=["a1", "a2", "b1", "b2"])
    data = data.assign(a2=-0.7 * data["a1"] + data["a2"], b1=data["b1"] + 2 * data["a1"])
    data = data.assign(b1=data["b1"] + data["a2"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CxWarning)
        plain = fit_pls(data, "a =~ a1 + a2; b =~ b1 + b2; b ~ a")
        rho = plain.constructs().set_index("term")["rho_a"]
        assert rho.min() <= 0
        refused(
            ModelError,
            r"share nothing \(rho_a is not above zero\)",
            lambda: fit_pls(data, "a =~ a1 + a2; b =~ b1 + b2; b ~ a", consistent=True),
        )


def test_corrected_correlations_beyond_one_are_named():
    rng = np.random.default_rng(3)
    same = rng.normal(size=120)
    names = ("a1", "a2", "a3", "b1", "b2", "b3")
    data = pd.DataFrame({name: same + 1.2 * rng.normal(size=120) for name in names})
    two = "a =~ a1 + a2 + a3; b =~ b1 + b2 + b3; "
    refused(
        ModelError,
        "more than all of 'b'",
        lambda: fit_pls(data, two + "b ~ a", consistent=True),
    )
    data = data.assign(c=rng.normal(size=120) + 0.5 * same)
    with pytest.warns(CxWarning, match=r"impossible together; largest is a with b, r = 1\.\d"):
        fit_pls(data, two + "c ~ a; b ~ c", consistent=True)


def test_an_interaction_without_its_main_effects_is_named(data):
    parts = [A, B, C, interaction("a", "b"), path("a", to="c"), path("a:b", to="c")]
    with pytest.warns(CxWarning, match=r"without 'b'.*add path\('b', to='c'\)"):
        fit_pls(data, PathModel(*parts))


def test_questions_that_a_model_cannot_answer(data):
    product = PathModel(
        A, B, C, interaction("a", "b"), *(path(name, to="c") for name in ("a", "b", "a:b"))
    )
    result = fit_pls(data, product)
    refused(SpecError, "no SRMR is agreed on for interactions", result.fit)
    refused(SpecError, "no indirect effect", result.indirect)
    plain = fit_pls(data, PLAIN)
    refused(SpecError, "more than the 200 rows", lambda: plain.predict(folds=201))
    refused(SpecError, "folds must be a whole number", lambda: plain.predict(folds=1))
    refused(SpecError, "level = 'all'", lambda: plain.importance_performance("c", level="all"))


def test_a_negative_weight_is_named_on_the_map(data):
    turned = data.assign(a3=-data["a3"])
    with pytest.warns(CxWarning, match="runs against"):
        result = fit_pls(turned, PLAIN)
    with pytest.warns(CxWarning, match="'a3' has a negative weight"):
        result.importance_performance("c", scale=(-9, 9))


GROUPS = {
    "one group": (lambda d: d.assign(g="x"), SpecError, "there is one only: 'x'"),
    "a group of two": (
        lambda d: d.assign(g=np.where(d.index < 2, "few", "many")),
        ModelError,
        "In the group 'few': .*needs 4 complete rows",
    ),
    "a group each": (lambda d: d.assign(g=d.index), SpecError, "There are 200 groups; 12 is"),
    "no group column": (lambda d: d, DataError, "no column 'g'"),
    "a constant in a group": (
        lambda d: d.assign(
            g=np.where(d.index < 99, "x", "y"), a1=np.where(d.index < 99, 1, d["a1"])
        ),
        ModelError,
        "In the group 'x': 'a1' has the same answer",
    ),
}


@pytest.mark.parametrize("name", GROUPS)
def test_groups_that_cannot_be_compared(name, data):
    spoil, error, match = GROUPS[name]
    refused(error, match, lambda: compare_groups(spoil(data), PLAIN, "g", permutations=99))


def test_few_permutations_are_refused(data):
    refused(
        SpecError,
        "permutations must be a whole number of at least 99",
        lambda: compare_groups(data.assign(g=data.index % 2), PLAIN, "g", permutations=10),
    )


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_misspelt_construct_is_named_before_the_arrows_it_leaves_loose(lang):
    rows = np.random.default_rng(1).normal(size=(40, 4))
    data = pd.DataFrame(rows, columns=["a1", "a2", "care_1", "care_2"])
    text = "a =~ a1 + a2; care =~ care_1 + care_2; a ~ care_3"
    with cx.use(lang), pytest.raises(DataError, match=r"care_3.*care_1"):
        fit_pls(data, text)
