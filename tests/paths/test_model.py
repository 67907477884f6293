"""Path models: built of parts, in lavaan's notation and in YAML, refused in words."""

import copy
import pickle

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import cxlab as cx
from cxlab.paths import PathModel, construct, covariance, interaction, path

ECSI = PathModel(
    construct("image", items=["i1", "i2", "i3"]),
    construct("expectation", items={"e1": 1, "e2": "a", "e3": "a"}),
    construct("price", items=["p1", "p2"], mode="B"),
    construct("age"),
    interaction("image", "price"),
    construct("quality", of=["image", "expectation"]),
    construct("loyalty", items=["l1", "l2"]),
    path("image", to=["loyalty", "expectation"]),
    path("expectation", to="loyalty", label=0.5),
    path("image:price", to="loyalty"),
    path("quality", to="loyalty"),
    path("age", to="loyalty"),
    covariance("e1", "e2"),
    covariance("image", "age", label=0),
)

NAMES = st.sampled_from(["image", "value", "trust", "price", "loyalty", "质量", "满意度"])


def test_it_is_what_its_parts_say():
    assert ECSI.names == [
        "image",
        "expectation",
        "price",
        "age",
        "image:price",
        "quality",
        "loyalty",
    ]
    assert ECSI.items == ["i1", "i2", "i3", "e1", "e2", "e3", "p1", "p2", "age", "l1", "l2"]
    assert ECSI.causes("loyalty") == ["image", "expectation", "image:price", "quality", "age"]
    assert ECSI.effects("image") == ["loyalty", "expectation"]
    assert ECSI.outcomes == ["expectation", "loyalty"]
    assert ECSI.layers()[-1] == ["loyalty"]
    assert ECSI.construct("price").mode == "B"
    assert ECSI.construct("expectation").labels == (1.0, "a", "a")


def test_it_cannot_be_changed():
    with pytest.raises(AttributeError, match="cannot be changed"):
        ECSI.paths = ()


def test_it_is_copied_pickled_and_hashed():
    for twin in (copy.deepcopy(ECSI), pickle.loads(pickle.dumps(ECSI))):
        assert twin == ECSI
        assert hash(twin) == hash(ECSI)
    assert PathModel(*reversed(ECSI.parts)) != ECSI


def test_yaml_and_syntax_bring_it_back():
    assert PathModel.from_yaml(ECSI.to_yaml()) == ECSI
    twin = PathModel.from_syntax(ECSI.to_syntax())
    assert set(twin.parts) == set(ECSI.parts)


@given(
    st.dictionaries(
        NAMES,
        st.lists(st.sampled_from([None, 1.0, "a", 0.25]), min_size=1, max_size=4),
        min_size=2,
        max_size=5,
    ),
    st.data(),
)
@settings(max_examples=60, deadline=None)
def test_any_model_comes_back(shape, data):
    names = list(shape)
    ends = st.tuples(st.sampled_from(names), st.sampled_from(names)).filter(lambda e: e[0] != e[1])
    arrows = data.draw(st.sets(ends, max_size=6))
    model = PathModel(
        *(
            construct(name, items={f"{name}_{k}": label for k, label in enumerate(labels)})
            for name, labels in shape.items()
        ),
        *(path(source, to=target) for source, target in sorted(arrows)),
    )
    assert PathModel.from_yaml(model.to_yaml()) == model
    assert set(PathModel.from_syntax(model.to_syntax()).parts) == set(model.parts)


def test_lavaan_notation_as_people_write_it():
    model = PathModel.from_syntax(
        """
        # measurement
        visual =~ x1 + x2 +
                  x3        ! trailing
        speed  =~ x7 + 0.8*x8 + b*x9; age ~~ 0*visual
        general =~ visual + speed
        y ~ visual + c1*age
        x1 ~~ x2
        """
    )
    assert model.construct("visual").items == ("x1", "x2", "x3")
    assert model.construct("speed").labels == (None, 0.8, "b")
    assert model.construct("general").of == ("visual", "speed")
    assert model.construct("y").observed
    assert [each.label for each in model.paths] == [None, "c1"]


def test_html_is_escaped():
    model = PathModel(construct("<b>", items=["<i>x</i>"]))
    assert "<b>" not in model._repr_html_()
    assert "&lt;b&gt;" in model._repr_html_()


BROKEN = {
    "empty": (lambda: PathModel(), "no construct"),
    "foreign part": (lambda: PathModel("quality"), "not of str"),
    "twice": (lambda: PathModel(construct("a"), construct("a")), "twice"),
    "path twice": (
        lambda: PathModel(construct("a"), construct("b"), path("a", "b"), path("a", "b")),
        "twice",
    ),
    "nowhere": (lambda: PathModel(construct("quality"), path("quality", "b")), "'b'"),
    "close": (
        lambda: PathModel(construct("quality"), construct("b"), path("qualty", "b")),
        "quality",
    ),
    "itself": (lambda: PathModel(construct("a"), path("a", "a")), "itself"),
    "item is construct": (
        lambda: PathModel(construct("a", items=["b", "c"]), construct("b", items=["x", "y"])),
        "both a construct and an item",
    ),
    "no items": (lambda: construct("a", items=[]), "no items|empty"),
    "items and of": (lambda: construct("a", items=["b"], of=["c"]), "both"),
    "mode": (lambda: construct("a", items=["b"], mode="C"), "mode"),
    "item twice": (lambda: PathModel(construct("a", items=["b", "b"])), "'b' stands twice in 'a'"),
    "label": (lambda: construct("a", items={"b": float("nan")}), "finite|number"),
    "circle": (
        lambda: PathModel(construct("a"), construct("b"), path("a", "b"), path("b", "a")).layers(),
        "circle",
    ),
    "syntax empty": (lambda: PathModel.from_syntax("  # nothing"), "no construct|empty"),
    "syntax odd": (lambda: PathModel.from_syntax("a =~ b\nc => d"), "Line 2"),
    "syntax number": (lambda: PathModel.from_syntax("a =~ 1x + 2"), "Line 1"),
    "syntax mixed": (
        lambda: PathModel.from_syntax("a =~ x + y\nb =~ a + z\nc =~ q + r"),
        "mixes",
    ),
    "syntax item": (lambda: PathModel.from_syntax("a =~ x + y\nb ~ x"), "item of a construct"),
    "yaml part": (lambda: PathModel.from_yaml("constructs: [a]\narrows: []\n"), "arrows"),
    "yaml name": (lambda: PathModel.from_yaml("constructs:\n- items: [a]\n"), "no name"),
    "yaml construct": (
        lambda: PathModel.from_yaml("constructs:\n- {name: a, itmes: [b]}\n"),
        "itmes",
    ),
    "yaml path": (lambda: PathModel.from_yaml("constructs: [a, b]\npaths:\n- {from: a}\n"), "'to'"),
    "yaml pair": (
        lambda: PathModel.from_yaml("constructs: [a, b]\ncovariances:\n- [a]\n"),
        "two items",
    ),
    "yaml product": (
        lambda: PathModel.from_yaml("constructs:\n- a\n- {name: p, product: [a]}\n"),
        "two constructs",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_model_is_refused_in_words(name):
    build, words = BROKEN[name]
    with cx.use("en"), pytest.raises(cx.SpecError, match=words):
        build()
    with cx.use("zh"), pytest.raises(cx.SpecError) as chinese:
        build()
    assert any("\u3400" <= letter <= "\u9fff" for letter in str(chinese.value))


def test_yaml_is_plain():
    assert set(yaml.safe_load(ECSI.to_yaml())) == {"constructs", "paths", "covariances"}
