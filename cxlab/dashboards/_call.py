"""One call of a public function: it runs, and it writes itself as Python.

A page computes by calls only, so the program it hands out is what it has computed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Any

import cxlab

_WIDTH = 88  # of a line of the program


@dataclass(frozen=True)
class Answer:
    """The name of an earlier answer, where a call takes it as an argument."""

    name: str


@dataclass(frozen=True)
class Call:
    """A call whose answer gets a name.

    Parameters
    ----------
    name
        The variable that holds the answer.
    verb
        A public function, ``"metrics.nps"``, or a method of an earlier answer, ``"nps.trend"``.
    args, options
        Arguments by place and by name: plain values, or an :class:`Answer`.

    Examples
    --------
    >>> call = Call("nps", "metrics.nps", [Answer("data"), "recommend"], {"by": "branch"})
    >>> call.code()
    'nps = cx.metrics.nps(data, "recommend", by="branch")'
    >>> Call("pairs", "nps.differences").code(known={"nps"})
    'pairs = nps.differences()'
    """

    name: str
    verb: str
    args: Sequence[Any] = ()
    options: Mapping[str, Any] = field(default_factory=dict)

    def run(self, known: Mapping[str, Any]) -> Any:
        """Call the function on the answers known so far."""
        first, *rest = self.verb.split(".")
        start = known[first] if first in known else getattr(cxlab, first)
        verb = reduce(getattr, rest, start)
        args = [_value(argument, known) for argument in self.args]
        options = {name: _value(argument, known) for name, argument in self.options.items()}
        return verb(*args, **options)

    def needs(self) -> set[str]:
        """Return the names of the answers that the call takes."""
        held = [*_answers(self.args), *_answers(self.options), self.verb.split(".")[0]]
        return set(held)

    def code(self, known: set[str] | frozenset[str] = frozenset()) -> str:
        """Write the call; ``known`` are the names of earlier answers."""
        verb = self.verb if self.verb.split(".")[0] in known else f"cx.{self.verb}"
        given = [literal(argument) for argument in self.args]
        given += [f"{name}={literal(argument)}" for name, argument in self.options.items()]
        line = f"{self.name} = {verb}({', '.join(given)})"
        if len(line) <= _WIDTH:
            return line
        body = "".join(f"    {argument},\n" for argument in given)
        return f"{self.name} = {verb}(\n{body})"


def program(opening: str, calls: Sequence[Call], *, lang: str) -> str:
    """Write the Python program that reproduces the answers of the calls."""
    known: set[str] = {"data"}
    lines = ["import cxlab as cx", "", f"cx.use({literal(lang)})", opening]
    for call in calls:
        lines.append(call.code(known))
        known.add(call.name)
    return "\n".join(lines) + "\n"


def literal(value: Any) -> str:
    """Write a plain value as Python; text of a survey stays a string whatever it holds.

    Examples
    --------
    >>> print(literal({"items": ["a", 'b"'], "low": 0.5, "by": None, "deep": Answer("data")}))
    {"items": ["a", 'b"'], "low": 0.5, "by": None, "deep": data}
    """
    if isinstance(value, Answer):
        return value.name
    if isinstance(value, str):
        return f'"{value}"' if value.isprintable() and not {'"', "\\"} & set(value) else repr(value)
    if isinstance(value, Mapping):
        pairs = (f"{literal(key)}: {literal(item)}" for key, item in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, (list, tuple)):
        inner = ", ".join(map(literal, value))
        if isinstance(value, list):
            return f"[{inner}]"
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    return repr(value.item() if hasattr(value, "item") else value)


def _value(argument: Any, known: Mapping[str, Any]) -> Any:
    return known[argument.name] if isinstance(argument, Answer) else argument


def _answers(held: Any) -> Iterator[str]:
    """Yield the names of the answers among arguments; they stand on the first level only."""
    for argument in held.values() if isinstance(held, Mapping) else held:
        if isinstance(argument, Answer):
            yield argument.name
