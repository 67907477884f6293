"""Every public name explains itself: what goes in, what comes out, what it refuses."""

import ast
import dataclasses
import importlib
import inspect
import pkgutil
import textwrap

import pytest

import cxlab
from cxlab._core import validate
from cxlab._core.result import Result

CHAPTERS = [
    name
    for _, name, is_package in pkgutil.iter_modules(cxlab.__path__)
    if is_package
    if not name.startswith("_")
]
COMMON = {"title", "n", "ax"}  # of every view; said once, in the docstring of cxlab.plots
PLACES = {
    "answer",
    "expectation",
    "instrument",
    "items",
}  # check("unit-1", answer), drift(7, 3), read(file, "servqual"), construct("x", [...]): no options


def public():
    """Yield every name in the `__all__` of a chapter, as (dotted name, object)."""
    for name in ("", *(f".{chapter}" for chapter in CHAPTERS)):
        module = importlib.import_module(f"cxlab{name}")
        for word in getattr(module, "__all__", ()):
            thing = getattr(module, word)
            if inspect.isfunction(thing) or inspect.isclass(thing):
                yield f"{module.__name__}.{word}", thing


PUBLIC = dict(public())
FUNCTIONS = {name: thing for name, thing in PUBLIC.items() if inspect.isfunction(thing)}
CLASSES = {name: thing for name, thing in PUBLIC.items() if inspect.isclass(thing)}


def sections(thing):
    """Return the numpydoc sections of a docstring as {heading: text}; the start is under ''."""
    lines, heading, out = (inspect.getdoc(thing) or "").splitlines(), "", {"": ""}
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        if below and set(below) == {"-"}:
            heading = line
            out[heading] = ""
        elif not (line and set(line) == {"-"}):
            out[heading] += line + "\n"
    return out


def refuses(function):
    """Tell whether a function raises, itself or through a check of `validate`."""
    inside = list(ast.walk(ast.parse(textwrap.dedent(inspect.getsource(function)))))
    names = {
        node.func.id
        for node in inside
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    known = inspect.getmodule(function).__dict__
    return any(isinstance(node, ast.Raise) for node in inside) or any(
        inspect.getmodule(known.get(name)) is validate for name in names
    )


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_lists_its_names(name):
    module = importlib.import_module(f"cxlab.{name}")
    assert module.__doc__
    assert module.__all__
    assert all(hasattr(module, word) for word in module.__all__)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_is_documented(name):
    function = FUNCTIONS[name]
    has, signature = sections(function), inspect.signature(function)
    assert has[""].strip().splitlines()[0].endswith((".", "?"))
    documented = has.get("Parameters", "")
    missing = [
        word
        for word in signature.parameters
        if not (word in COMMON and name.startswith("cxlab.plots"))
        and not any(
            word in line.replace(",", " ").replace("*", " ").replace("`", " ").split()
            for line in documented.splitlines()
        )
    ]
    assert not missing, f"Parameters lacks {missing}"
    if signature.return_annotation not in ("None", None, "Iterator[None]"):
        assert "Returns" in has or "Yields" in has
    if refuses(function):
        assert "Raises" in has


@pytest.mark.parametrize("name", FUNCTIONS)
def test_options_are_keywords(name):
    parameters = list(inspect.signature(FUNCTIONS[name]).parameters.values())
    places = [each for each in parameters if each.kind is each.POSITIONAL_OR_KEYWORD]
    assert not {each.name for each in places[1:] if each.default is not each.empty} - PLACES
    options = {each.name for each in parameters if each.kind is each.KEYWORD_ONLY}
    assert len(options - COMMON) <= 7
    assert all(each.annotation is not each.empty for each in parameters)


@pytest.mark.parametrize("name", CLASSES)
def test_a_class_is_documented(name):
    kind = CLASSES[name]
    assert kind.__doc__
    if not kind.__module__.startswith("cxlab"):
        return
    bare = [
        word
        for word, member in vars(kind).items()
        if not word.startswith("_")
        and (
            inspect.isfunction(member) or isinstance(member, property | classmethod | staticmethod)
        )
        and not inspect.getdoc(member)
    ]
    assert not bare
    if dataclasses.is_dataclass(kind) and not issubclass(kind, Result):
        assert kind.__dataclass_params__.frozen
