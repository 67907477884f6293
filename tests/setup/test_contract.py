"""The contract every result keeps, whatever chapter it comes from."""

import dataclasses
import importlib
import pkgutil
import re
from functools import cache

import pandas as pd
import pytest
from matplotlib.axes import Axes
from results import EXAMPLES, customers

import cxlab as cx
from cxlab._core.columns import GLOSSARY
from cxlab._core.result import Result

HAN = re.compile("[\u3400-\u9fff]")
LONGEST = {"en": 90, "zh": 40}


def classes():
    """Find every result class of the package."""
    for module in pkgutil.walk_packages(cx.__path__, "cxlab."):
        if "__main__" not in module.name:
            importlib.import_module(module.name)
    todo, found = [Result], []
    while todo:
        todo += (kinds := todo.pop().__subclasses__())
        found += [kind for kind in kinds if not kind.__subclasses__()]
    return {kind.__name__: kind for kind in found if kind.__module__.startswith("cxlab.")}


CLASSES = classes()


@cache
def example(name):
    with cx.use("en"):
        return EXAMPLES[name](customers().copy())


@pytest.fixture(params=sorted(EXAMPLES))
def result(request):
    return example(request.param)


def test_every_result_has_an_example():
    assert sorted(set(CLASSES) - {name.split()[0] for name in EXAMPLES}) == []


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_an_example_is_of_its_class(name):
    assert type(example(name)).__name__ == name.split()[0]


def test_it_is_frozen(result):
    assert type(result).__dataclass_params__.frozen
    with pytest.raises(dataclasses.FrozenInstanceError):
        result.n = -1


def test_its_table_is_tidy_and_a_copy(result):
    table = result.tidy()
    assert isinstance(table, pd.DataFrame)
    assert len(table)
    assert not set(table.columns) - set(GLOSSARY)
    table.iloc[0, 0] = None
    table["spoiled"] = 1
    assert "spoiled" not in result.tidy()
    assert result.tidy().iloc[0, 0] is not None


def test_its_glance_is_one_row(result):
    assert len(result.glance()) == 1
    assert result.n >= 0
    assert result.n_dropped >= 0


def test_it_speaks_both_languages(result):
    said = {}
    for lang in ("en", "zh"):
        with cx.use(lang):
            page = result._repr_html_().split("<details>")[0]  # a source keeps its own language
            said[lang] = (result.headline(), result.explain(), page, repr(result))
            numbers = result.tidy().select_dtypes("number")
        assert all(text.strip() for text in said[lang])
        assert len(said[lang][0]) <= LONGEST[lang], said[lang][0]
        pd.testing.assert_frame_equal(numbers, result.tidy().select_dtypes("number"))
    for english, chinese in zip(said["en"], said["zh"], strict=True):
        assert english != chinese
        assert not HAN.search(english), HAN.findall(english)
        assert HAN.search(chinese)


def test_no_chinese_sentence_has_a_half_width_stop(result):
    with cx.use("zh"):
        texts = (result.headline(), result.explain(), result.advice, *result.notes())
    assert not [text for text in texts if re.search("[\u3400-\u9fff][,:;!?(]", text)]


def test_text_from_outside_is_escaped(result):
    hostile = {"en": "<script>x</script>", "zh": "<script>x</script>"}
    labels = dict.fromkeys([*map(str, result.tidy().get("term", ())), *result.labels], hostile)
    assert "<script" not in dataclasses.replace(result, labels=labels)._repr_html_()


def test_it_names_its_sources(result):
    if not type(result).__module__.startswith("cxlab.teach."):  # about work done, not a method
        assert result.references
    assert all(result.references)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_its_plot_draws_on_axes(result, lang):
    with cx.use(lang):
        ax = result.plot()
        assert isinstance(ax, Axes)
        ax.get_figure(
            root=True
        ).canvas.draw()  # a missing glyph warns here, and warnings are errors
        assert ax.get_title(loc="left")


def test_its_plot_refuses_what_is_no_axes(result):
    with pytest.raises(cx.SpecError, match=r"'ax' must be Matplotlib Axes .*not 'loadings'"):
        result.plot("loadings")


def test_the_glossary_explains_every_column():
    assert all(column.heading and column.meaning for column in GLOSSARY.values())
