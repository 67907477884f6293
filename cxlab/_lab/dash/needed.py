"""Which cells of a unit a page has to run: those its widgets stand on; the rest is in the book.

A built unit carries the outputs of all its cells, and a test holds them to what the cells give. A
visitor's kernel therefore runs only what makes a widget, and what that takes: unit 08 would else
simulate 200,000 customers for everybody who looks.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence
from typing import Any

_ALIVE = re.compile(r"\b(?:widgets|dashboards)\.\w+\(|\bcx\.use\(")
_CHANGING = {"add", "append", "clear", "extend", "insert", "pop", "setdefault", "sort", "update"}


def needed(cells: Sequence[Any]) -> set[int]:
    """Return the places of the code cells that have to run, given cells in order.

    A cell is needed if it makes a widget, sets the language, or gives or changes a name that a
    needed cell uses, wherever that stands: a function may use what comes later. If a cell can't be
    read as Python, all are needed.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell as cell
    >>> texts = ["import cxlab as cx", "a = 1", "b = 2", "a", "cx.widgets.paradox(a)"]
    >>> sorted(needed([cell(text) for text in texts]))
    [0, 1, 4]
    """
    code = [place for place, cell in enumerate(cells) if cell.cell_type == "code"]
    try:
        trees = {place: ast.parse(cells[place].source) for place in code}
    except SyntaxError:
        return set(code)
    run = {place for place in code if _ALIVE.search(cells[place].source)}
    while True:
        wanted = {name for place in run for name in _used(trees[place])}
        more = {place for place in code if _given(trees[place]) & wanted} - run
        if not more:
            return run
        run |= more


def _given(tree: ast.AST) -> set[str]:
    """Return the names that a cell binds or changes."""
    return set(_names_given(ast.walk(tree)))


def _names_given(nodes: Iterable[ast.AST]) -> Iterable[str]:
    for node in nodes:
        match node:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                yield name
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.alias(name=name, asname=other):
                yield other or name.split(".")[0]
            case (
                ast.Attribute(ctx=ast.Store() | ast.Del())
                | ast.Subscript(ctx=ast.Store() | ast.Del())
            ):
                yield _root(node)
            case ast.Call(func=ast.Attribute(attr=attr) as verb) if attr in _CHANGING:
                yield _root(verb)


def _root(node: ast.AST) -> str:
    """Return the name at the beginning of ``name.part[key]``."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _used(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
