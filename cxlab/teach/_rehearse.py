"""Rehearse a unit: run its code with all solutions, and try every exercise on them."""

from __future__ import annotations

import ast
import sys
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxlab._core.errors import CxWarning
from cxlab._core.i18n import N_, _, language, localized, paragraph, use
from cxlab._core.result import Result
from cxlab.teach._exercise import Book, Exercise, read_book
from cxlab.teach._judge import judge
from cxlab.teach._rules import checked, exercise_id
from cxlab.teach._unit import Cell, Unit, chosen, fault, read

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class RehearsalResult(Result):
    """Per exercise: does the solution pass, and is each typical mistake recognised."""

    faults: tuple[str, ...] = ()

    title = N_("Rehearsal of the exercises")
    drawing = "cxlab.plots:bars"

    def headline(self) -> str:
        """Count the exercises that work."""
        return _("{solved} of {count} solutions pass").format(
            solved=int(self.table["correct"].sum()), count=len(self.table)
        )

    def explain(self) -> str:
        """Name what does not work."""
        return paragraph((_("{headline}.").format(headline=self.headline()), *self.faults))

    def drawn(self) -> pd.DataFrame:
        """Return the recognised mistakes per exercise as ``estimate``."""
        return self.labelled().rename(columns={"recognised": "estimate"})


def rehearse(units: str | Path | Iterable[str | Path] | None = None) -> RehearsalResult:
    """Run the code of units in this process, solutions included, and try their exercises.

    Nothing is recorded and no notebook is written.

    Parameters
    ----------
    units
        Names or folders of units; all units of the course when absent.

    Returns
    -------
    RehearsalResult
        ``tidy()`` has one row per exercise: term, kind, correct (the solution passes), mistakes
        (typical mistakes listed), recognised (those answered with their own message), hints;
        ``faults`` lists in sentences what is wrong.

    Raises
    ------
    SpecError
        A unit breaks the format, or a cell fails.
    """
    import pandas as pd

    rows: list[dict[str, Any]] = []
    faults: list[str] = []
    for folder in chosen(units):
        unit = read(folder)
        for cell, answer in _answers(unit):
            book = read_book(folder / "exercises.yaml")
            row, wrong = _tried(book, book.exercises[exercise_id(cell.source)], answer)
            rows.append(row)
            faults += wrong
    columns = ["term", "kind", "correct", "mistakes", "recognised", "hints"]
    return RehearsalResult(
        table=pd.DataFrame(rows, columns=columns), n=0, faults=tuple(dict.fromkeys(faults))
    )


def _answers(unit: Unit) -> list[tuple[Cell, Any]]:
    """Run the cells one after the other; return each solution with the answer it hands in."""
    names: dict[str, Any] = {"__name__": "__main__", "display": lambda *shown: None}
    found = []
    with use(language()), _own_figures(), warnings.catch_warnings():
        warnings.simplefilter("ignore", CxWarning)  # a weak answer may be the lesson
        for cell in unit.cells:
            if cell.kind != "code" or "exercise" in cell.tags:
                continue
            call = checked(cell.source) if "solution" in cell.tags else None
            try:
                _execute(unit, cell, names)
                if call:
                    given = ast.Expression(call.args[1])
                    found.append((cell, eval(compile(given, unit.name, "eval"), names)))
            except Exception as error:
                if "raises-exception" in cell.tags:
                    continue
                problem = f"{type(error).__name__}: {error}"
                raise fault(
                    unit.source, cell.line, _("this cell fails: {problem}").format(problem=problem)
                ) from error
            if "raises-exception" in cell.tags:
                raise fault(unit.source, cell.line, _("this cell should raise an error."))
    return found


def _execute(unit: Unit, cell: Cell, names: dict[str, Any]) -> None:
    """Run a cell without the check it ends in; line numbers are those of ``unit.md``."""
    tree = ast.parse(cell.source)
    if checked(cell.source):
        tree.body.pop()
    ast.increment_lineno(tree, cell.line - 1)
    exec(compile(tree, f"{unit.name}/unit.md", "exec"), names)


@contextmanager
def _own_figures() -> Iterator[None]:
    """Close the figures that are drawn inside."""
    before = _figures()
    try:
        yield
    finally:
        for number in _figures() - before:
            sys.modules["matplotlib.pyplot"].close(number)


def _figures() -> set[int]:
    plt = sys.modules.get("matplotlib.pyplot")
    return set(plt.get_fignums()) if plt else set()


def _tried(book: Book, exercise: Exercise, answer: Any) -> tuple[dict[str, Any], list[str]]:
    """Try the solution and every mistake; return the row and what is wrong."""
    faults = []
    verdict = judge(book, exercise, answer)
    if verdict.status != "right":
        faults.append(
            _("{id}: the solution does not pass ({status}).").format(
                id=exercise.id, status=verdict.status
            )
        )
    recognised = 0
    for mistake in exercise.mistakes:
        said = judge(book, exercise, book.choice(exercise, mistake.answer))
        if said.status == "wrong" and said.message == localized(mistake.text):
            recognised += 1
        else:
            faults.append(
                _("{id}: the mistake {answer!r} does not get its message ({status}).").format(
                    id=exercise.id, answer=mistake.answer, status=said.status
                )
            )
    for expression in exercise.accept:
        if judge(book, exercise, book.choice(exercise, expression)).status != "right":
            faults.append(
                _("{id}: {answer!r} should be accepted.").format(id=exercise.id, answer=expression)
            )
    if not exercise.hints:
        faults.append(_("{id}: a hint is missing.").format(id=exercise.id))
    row = {
        "term": exercise.id,
        "kind": exercise.kind,
        "correct": verdict.status == "right",
        "mistakes": len(exercise.mistakes),
        "recognised": recognised,
        "hints": len(exercise.hints),
    }
    return row, faults
