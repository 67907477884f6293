"""Exercises: what ``exercises.yaml`` says of a right answer, computed on demand."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from cxlab._core.errors import SpecError
from cxlab._core.i18n import LANGUAGES, _
from cxlab._core.validate import brief, closest
from cxlab.teach._unit import course, fault, short

Text = Mapping[str, str]
KINDS = ("number", "share", "money", "term", "terms", "choice")
TOLERANCE = {"number": 0.005, "share": 0.0005, "money": 0.5}
_KEYS = {
    "id", "kind", "answer", "tolerance", "unit", "options",
    "accept", "ordered", "mistakes", "hints", "praise",
}  # fmt: skip


@dataclass(frozen=True)
class Mistake:
    """A typical wrong answer, as an expression, and what to say about it."""

    answer: str
    text: Text


@dataclass(frozen=True)
class Exercise:
    """What is known of one exercise; answers are Python expressions, never results.

    Parameters
    ----------
    kind
        ``number``, ``share`` (0-1), ``money``, ``term``, ``terms`` or ``choice``.
    tolerance
        How far a number may lie from the answer, absolute.
    options
        The words that may be given, with their labels: a mapping, or an expression that yields one.
        For a choice its letters.
    accept
        Expressions of further right answers.
    """

    id: str
    kind: str
    answer: str
    praise: Text
    tolerance: float = 0.0
    unit: Text = field(default_factory=dict)
    options: Any = ()
    accept: tuple[str, ...] = ()
    ordered: bool = False
    mistakes: tuple[Mistake, ...] = ()
    hints: tuple[Text, ...] = ()


class Book:
    """The exercises of one unit and the values of their expressions, each computed once."""

    def __init__(self, path: Path, setup: str, exercises: Mapping[str, Exercise]) -> None:
        self.path = path
        self.setup = setup
        self.exercises = exercises
        self._values: dict[str, Any] = {}
        self._names: dict[str, Any] | None = None

    def value(self, expression: str) -> Any:
        """Compute an expression of this file; later calls return the same object.

        Raises
        ------
        SpecError
            It cannot be computed.
        """
        if expression not in self._values:
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    self._values[expression] = eval(expression, self._namespace())
            except Exception as error:
                raise SpecError(
                    _("{file}: {expression!r} cannot be computed: {problem}").format(
                        file=short(self.path),
                        expression=expression,
                        problem=f"{type(error).__name__}: {error}",
                    )
                ) from error
        return self._values[expression]

    def choice(self, exercise: Exercise, expression: str) -> Any:
        """Return the value of an expression; a letter of a choice stands for itself."""
        if exercise.kind == "choice" and expression in exercise.options:
            return expression
        return self.value(expression)

    def options(self, exercise: Exercise) -> Mapping[str, Text]:
        """Return the words that may be given, with their labels."""
        options = exercise.options
        return self.value(options) if isinstance(options, str) else options

    def _namespace(self) -> dict[str, Any]:
        if self._names is None:
            import numpy as np
            import pandas as pd

            import cxlab

            names: dict[str, Any] = {"cx": cxlab, "np": np, "pd": pd}
            exec(compile(self.setup, short(self.path), "exec"), names)
            self._names = names
        return self._names


def read_book(path: Path) -> Book:
    """Read an ``exercises.yaml``; the same file is read and computed once per process.

    Raises
    ------
    SpecError
        The file cannot be read, or an exercise breaks the format.
    """
    return _read(path, path.stat().st_mtime_ns)


def find_exercise(name: str) -> tuple[Book, Exercise]:
    """Return the exercise ``name`` of the course, and the book it stands in.

    Raises
    ------
    SpecError
        No exercise has that name; the message gives the closest ones.
    """
    books = sorted((course() / "units").glob("*/exercises.yaml"))
    stem = str(name).rpartition("-")[0]
    for path in books:
        if _stem(path) == stem and name in read_book(path).exercises:
            return read_book(path), read_book(path).exercises[name]
    known = [known for path in books for known in read_book(path).exercises]
    raise SpecError(
        _("There is no exercise {name}. {hint}")
        .format(name=brief(name), hint=closest(name, known))
        .strip()
    )


@cache
def _read(path: Path, _changed: int) -> Book:
    import yaml

    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise fault(path, mark.line + 1 if mark else 1, _("this is not valid YAML.")) from error
    if not isinstance(content, dict) or not isinstance(content.get("exercises"), list):
        raise fault(path, 1, _("the file needs a list under exercises:"))
    found: dict[str, Exercise] = {}
    for entry in content["exercises"]:
        exercise = _exercise(path, entry)
        if exercise.id in found:
            raise fault(
                path,
                _line(path, exercise.id),
                _("{id} is there twice.").format(id=exercise.id),
            )
        found[exercise.id] = exercise
    return Book(path, content.get("setup") or "", found)


def _exercise(path: Path, entry: Mapping[str, Any]) -> Exercise:
    """Turn one entry of the file into an exercise, or refuse it with its line."""
    name = str(entry.get("id", ""))
    kind = entry.get("kind")

    def check(holds: object, message: str) -> None:
        if not holds:
            raise fault(path, _line(path, name), f"{name}: {message}")

    check(
        re.fullmatch(rf"{re.escape(_stem(path))}-\d+", name),
        _("an id is the unit's name and a number, such as {example}.").format(
            example=f"{_stem(path)}-1"
        ),
    )
    check(kind in KINDS, _("kind must be one of: {kinds}.").format(kinds=", ".join(KINDS)))
    for key in entry:
        check(key in _KEYS, _("{key!r} is not an entry of an exercise.").format(key=key))
    check("answer" in entry, _("the answer is missing."))
    check(
        kind in TOLERANCE or entry.get("options"),
        _("a {kind} needs options, the words that may be given.").format(kind=kind),
    )
    mistakes, hints = entry.get("mistakes") or [], entry.get("hints") or []
    check(len(hints) <= 3, _("three hints are the most."))
    for text in (entry.get("praise"), *mistakes, *hints):
        check(
            isinstance(text, dict) and all(text.get(lang) for lang in LANGUAGES),
            _("praise, hints and mistakes are written in both languages, en and zh."),
        )
    options = entry.get("options", ())
    if kind == "choice":
        options = tuple(str(option) for option in options)
    return Exercise(
        id=name,
        kind=str(kind),
        answer=str(entry["answer"]),
        praise=entry["praise"],
        tolerance=float(entry.get("tolerance", TOLERANCE.get(str(kind), 0.0))),
        unit=entry.get("unit") or {},
        options=options,
        accept=tuple(str(expression) for expression in entry.get("accept") or ()),
        ordered=bool(entry.get("ordered", False)),
        mistakes=tuple(
            Mistake(str(one["answer"]), {lang: one[lang] for lang in LANGUAGES}) for one in mistakes
        ),
        hints=tuple(hints),
    )


def _stem(path: Path) -> str:
    return path.parent.name.partition("_")[2]


def _line(path: Path, name: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((i for i, line in enumerate(lines, 1) if re.search(rf"\bid: *{name}\s*$", line)), 1)
