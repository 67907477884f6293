"""Models that people write by mistake, or in another notation: what is wrong, and the way out."""

import re

import numpy as np
import pandas as pd
import pytest

import cxlab as cx
from cxlab._core.errors import ModelError, SpecError
from cxlab.paths import (
    Construct,
    Covariance,
    Path,
    PathModel,
    construct,
    covariance,
    fit_pls,
    fit_sem,
    interaction,
    path,
)

HAN = re.compile("[\u3400-\u9fff]")
THREE = "a =~ a1 + a2 + a3\nb =~ b1 + b2 + b3\nc =~ c1 + c2 + c3\n"


def refused(match, call, error=SpecError):
    """Check that a call is refused in English and in Chinese."""
    with pytest.raises(error, match=match):
        call()
    with cx.use("zh"), pytest.raises(error) as caught:
        call()
    assert HAN.search(str(caught.value))


FOREIGN = {  # what other notations write -> what the way out says
    "ind := x*y": r"effects\(\)",
    "a1 ~ 1": "Means belong",
    "a1 ~ 0*1": "Means belong",
    "a1 | t1 + t2": "Thresholds",
    "a1 ~*~ 1*a1": "scaling factors",
    "x == y": "same name makes two equal",
    "x > 0": "same name makes two equal",
    "x < y": "same name makes two equal",
    "group: 1": "by= of the verb",
    "level: 2": "by= of the verb",
    "a =~ NA*a1 + a2": "NA before 'a1'",
    "a =~ c(1, 2)*a1 + a2": "by=, equal= and free=",
    "a =~ start(0.5)*a1": "Starting values",
    "a =~ 0.5?a1 + a2": "Starting values",
    'a =~ equal("a=~a1")*a2': "A label is a plain name",
    'a =~ label("x")*a1': "A label is a plain name",
    "a =~ 'x'*a1": "A label is a plain name",
    'b ~ prior("normal(0,1)")*a': "A label is a plain name",
    'efa("x")*a =~ a1 + a2': "A label is a plain name",
    "a BY a1 a2 a3;": "=~ for BY",
    "b ON a": "~ for ON",
    "a1@1": "star for @",
    "b -> c": "effect ~ cause",
    "a <- b": "effect ~ cause",
    "a <-> b": "two heads",
    "a → b": "effect ~ cause",
    "a => a1": "effect ~ cause",
    "a =~ a1, a2, a3": "joined by",
    "质量 =~ a1、a2、a3": "joined by",
    "质量 =~ a1，a2": "joined by",
    "a =~ a1 a2 a3": "joined by",
    "// comment": "begin with #",
    "a =~ a1 + a2 -- x": "begin with #",
    "c ~ a^2": "written a:b",
    "c ~ I(a)": "written a:b",
    "c ~ a:b:c": "written a:b",
    "a =~ x*y*a1 + a2": "written a:b",
    "a =~ a1 - a2": "Nothing is taken away",
    "a =~ a1 + a2 +": "A name is missing",
    "a =~ + a1": "A name is missing",
    "a =~ a1 + + a2": "A name is missing",
    "=~ a1": "A name is missing",
    "a ~~": "A name is missing",
    "a ~~ b ~~ c": "two signs",
    "a=~a1+a2 b=~b1": "two signs",
    "a ~~~ b": "Write construct",
    "a = ~ a1": "Write construct",
    '"a" =~ a1': "backquotes",
    "a =~ 2a1": "backquotes",
    "a =~ `open": "backquotes",
    "construct('a')": "Write construct",
    "<script>alert(1)</script> =~ a1": "Line 1",
    "=cmd|' /C calc'!A0 =~ a1": "Line 1",
    "a =~ 1e400*a1 + a2": "inf at 'a1' is no label",
    "a =~ 1e90*a1 + a2": "at most 1e",
    "a =~ nan*a1 + a2": "'nan' at 'a1' is no label",
    "a =~ TRUE*a1 + a2": "'TRUE' at 'a1' is no label",
    "a =~ (1)*a1 + a2": "Line 1",
    "a =~ 1/2*a1 + a2": "Line 1",
    "x*a =~ a1 + a2": "Line 1",
}


@pytest.mark.parametrize("text", FOREIGN)
def test_other_notations_are_named(text):
    refused(FOREIGN[text], lambda: PathModel.from_syntax(text))


SELF = {
    "a label that is a construct": (THREE + "c ~ a*b", "write a:b for an interaction"),
    "a label that is an item": (THREE + "c ~ b1*b", "'b1' stands as a label"),
    "both modes": ("a =~ a1 + a2\na <~ a3", "before =~ and before <~"),
    "made of each other": ("a =~ b; b =~ a", "'a', 'b' is made of itself"),
    "made in a circle": ("a =~ b; b =~ c; c =~ a", "'a', 'b', 'c' is made of itself"),
    "a pair twice": (THREE + "a ~~ b; b ~~ a", "covariance 'a ~~ b' stands twice"),
    "a pair that contradicts": (THREE + "a ~~ 0*b; a ~~ 1*b", "stands twice"),
    "an item twice": ("a =~ a1 + a1", "'a1' stands twice in 'a'. Name it once"),
    "an item of nobody": (THREE + "a1 ~~ d1", "no construct and no item 'd1'. Choose"),
    "too many items": (
        "a =~ " + " + ".join(f"x{i}" for i in range(501)),
        "501 items or constructs; 500 is the most",
    ),
}


@pytest.mark.parametrize("name", SELF)
def test_models_that_contradict_themselves(name):
    text, match = SELF[name]
    data = pd.DataFrame({"x1": [1.0, 2.0]})
    refused(match, lambda: fit_sem(data, text))


def test_the_line_of_the_fault_is_named_and_the_circle_alone():
    refused("Line 4 of", lambda: PathModel.from_syntax("# first\na =~ a1 +\n a2\nb => b1"))
    refused("Line 2 of", lambda: PathModel.from_syntax("a =~ a1\r\nb => b1"))
    circle = PathModel.from_syntax("x ~ y; y ~ z; z ~ x; end ~ x; x ~ start")
    with pytest.raises(SpecError, match=r"through y, x, z\. Take"):
        circle.layers()


PARTS = {
    "a blank name": (lambda: construct(" "), "is blank"),
    "an arrow in a name": (lambda: construct("a -> b"), "holds an arrow"),
    "a number as a name": (lambda: construct("a", items=[1, 2]), "must be a name in quotes, not 1"),
    "a set": (lambda: construct("a", items={"x", "y"}), "a set has no order"),
    "no end": (lambda: path("a", to=[]), "leads nowhere"),
    "a label of spaces": (lambda: path("a", to="b", label="x y"), "'x y' at 'a' is no label"),
    "a label that is true": (lambda: path("a", to="b", label=True), "True at 'a' is no label"),
    "an endless label": (lambda: covariance("a", "b", label=np.inf), "inf at 'a' is no label"),
    "a list as a label": (lambda: construct("a", items={"x": [1]}), "is no label"),
    "a bare construct": (lambda: Construct("a"), "Use construct"),
    "items as text": (lambda: Construct("a", "xy"), "Use construct"),
    "items and a product": (lambda: Construct("a", ("x",), product=("b", "c")), "one of these"),
    "three sides": (lambda: Construct("a", product=("b", "c", "d")), "Use construct"),
    "a label too few": (lambda: Construct("a", ("x", "y"), (None,)), "1 labels for 2 items"),
    "mode C": (lambda: Construct("a", ("x",), (None,), "C"), "mode = 'C' is not known"),
    "a pair of nothing": (lambda: Covariance("a", None), "must be a name"),
    "an arrow of a number": (lambda: Path(1, "b"), "must be a name"),
    "causes of nobody": (lambda: PathModel(construct("a")).causes("b"), "no construct 'b'"),
    "effects of a list": (lambda: PathModel(construct("a")).effects([1]), "no construct"),
}


@pytest.mark.parametrize("name", PARTS)
def test_parts_that_are_none(name):
    build, match = PARTS[name]
    refused(match, build)


YAML = {
    "nothing": ("\n", "must be a mapping"),
    "a list": ("- a\n- b\n", "must be a mapping"),
    "text": ("constructs: abc\n\n", "must be a list"),
    "a number": ("constructs: [1]\n", "must be a mapping"),
    "yes": ("constructs: [a, yes]\n", "must be a mapping"),
    "a part of a path": (
        "constructs: [a, b]\npaths:\n- {from: a, to: b, lable: 1}\n",
        "no part 'lable'",
    ),
    "items and a product": (
        "constructs:\n- a\n- {name: p, product: [a, a], items: [x]}\n",
        "both 'product' and 'items'",
    ),
    "a key twice": ("constructs: [a]\nconstructs: [b]\n", "stands twice"),
    "code": ("!!python/object/apply:os.system ['true']\n", "cannot be read as YAML"),
    "a tab": ("constructs:\n\t- a\n", "cannot be read as YAML"),
}


@pytest.mark.parametrize("name", YAML)
def test_yaml_that_is_no_model(name):
    text, match = YAML[name]
    refused(match, lambda: PathModel.from_yaml(text))


def test_yaml_that_would_fill_the_memory_is_refused_at_once():
    lines = ["x: &a [x, x, x, x, x, x, x, x, x]"]
    for one, other in zip("abcdefgh", "bcdefghi", strict=True):
        lines.append(f"{other}: &{other} [{', '.join(['*' + one] * 9)}]")
    text = "\n".join([*lines, "constructs: [{name: c, items: *i}]"])
    refused("no part", lambda: PathModel.from_yaml(text))
    bomb: list = ["x"] * 9
    for _level in range(8):
        bomb = [bomb] * 9
    refused("must be a list of names", lambda: construct("c", items=bomb))


def test_full_width_signs_count_as_plain_ones():
    typed = "质量 ＝～ q1 ＋ ０．５＊q2；忠诚 =～ l1 ＋ l2　＃ 说明\n忠诚 ～ 质量"
    plain = "质量 =~ q1 + 0.5*q2; 忠诚 =~ l1 + l2\n忠诚 ~ 质量"
    assert PathModel.from_syntax(typed) == PathModel.from_syntax(plain)


@pytest.mark.parametrize(
    "name",
    ["my item", "a`b", "1a", "a\nb", "=cmd", "<b>x</b>", "{0}", "%s", "a:b", "a;b", "#x", "满 意"],
)
def test_any_name_comes_back(name):
    model = PathModel(
        construct(name, items=[f"{name} 1", f"{name} 2"]),
        construct("plain"),
        construct("y"),
        interaction(name, "plain"),
        interaction("plain", name, name="own"),
        path(name, to="y"),
        path("plain", to="y", label=1e-5),
        path(f"{name}:plain", to="y"),
        path("own", to="y"),
        covariance(f"{name} 1", f"{name} 2", label=-0.25),
    )
    assert set(PathModel.from_syntax(model.to_syntax()).parts) == set(model.parts)
    assert PathModel.from_yaml(model.to_yaml()) == model


def test_labels_of_a_higher_order_are_kept():
    text = THREE + "h =~ 1*a + x*b + x*c"
    model = PathModel.from_syntax(text)
    assert model.construct("h").labels == (1.0, "x", "x")
    assert PathModel.from_syntax(model.to_syntax()) == model
    assert PathModel.from_yaml(model.to_yaml()) == model
    assert construct("h", of={"a": 1, "b": "x", "c": "x"}) == model.construct("h")


def test_a_product_of_columns_is_one_wherever_it_stands():
    model = PathModel.from_syntax("y ~ u:v + u + v")
    assert model.construct("u:v").product == ("u", "v")


@pytest.fixture
def data():
    rng = np.random.default_rng(4)
    scores = np.cumsum(rng.normal(size=(150, 3)), axis=1)
    names = [f"{name}{k}" for name in "abc" for k in (1, 2, 3)]
    return pd.DataFrame(np.repeat(scores, 3, axis=1) + rng.normal(size=(150, 9)), columns=names)


@pytest.mark.filterwarnings("ignore:Heywood")
def test_equal_labels_of_a_higher_order_hold(data):
    loads = fit_sem(data, THREE + "h =~ 1*a + x*b + x*c").tidy().set_index("term")["estimate"]
    assert loads["h =~ b"] == loads["h =~ c"]


def test_a_label_is_not_taken_for_a_number_of_the_model(data):
    odd = construct("a", items={"a1": None, "a2": "loadings", "a3": "x"})
    plain = fit_sem(data, "a =~ a1 + a2 + a3").tidy()["estimate"]
    np.testing.assert_allclose(fit_sem(data, PathModel(odd)).tidy()["estimate"], plain)


def test_an_item_called_like_a_score_is_not_taken_for_it(data):
    text = THREE + "h =~ a + b\nc ~ h"
    own = fit_pls(data, text).tidy()["estimate"]
    other = fit_pls(data.rename(columns={"a1": "score"}), text.replace("a1", "score"))
    named = PathModel(
        construct("a", items=["score a", "a2", "a3"]),
        construct("b", items=["b1", "b2", "b3"]),
        construct("c", items=["c1", "c2", "c3"]),
        construct("h", of=["a", "b"]),
        path("h", to="c"),
    )
    renamed = fit_pls(data.rename(columns={"a1": "score a"}), named).tidy()["estimate"]
    np.testing.assert_allclose(other.tidy()["estimate"], own)
    np.testing.assert_allclose(renamed, own)


UNITS = {
    "tiny": (lambda d: d * 1e-12, "hardly differ for their size"),
    "one tiny": (lambda d: d.assign(a1=d["a1"] * 1e-12), "'a1' hardly differ"),
    "huge": (lambda d: d * 1e12, "larger unit"),
    "far away": (lambda d: d.assign(b2=d["b2"] + 1e12), "'b2' hardly differ.*Subtract a constant"),
    "rounding": (lambda d: d.assign(c3=3 + 1e-14 * (d.index % 2)), "'c3' hardly differ"),
}


@pytest.mark.parametrize("estimator", ["ml", "fiml"])
@pytest.mark.parametrize("name", UNITS)
def test_units_that_floats_cannot_hold(name, estimator, data):
    spoil, match = UNITS[name]
    refused(match, lambda: fit_sem(spoil(data), THREE, estimator=estimator), ModelError)


def test_one_other_answer_is_no_basis_for_ordered_classes(data):
    classes = data.apply(lambda item: pd.qcut(item, 4, labels=False))
    lonely = classes.assign(a1=(classes.index == 0).astype(int))
    refused("undetermined", lambda: fit_sem(lonely, THREE, estimator="wlsmv"), ModelError)


def test_effects_where_only_an_interaction_acts(data):
    with pytest.warns(cx.CxWarning, match="without 'a', 'b'"):
        fit = fit_pls(data, THREE + "c ~ a:b")
    refused("Only interactions act", fit.effects)
