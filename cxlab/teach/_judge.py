"""Judge an answer: right, wrong in a way that can be named, or not an answer yet."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cxlab._core.errors import SpecError
from cxlab._core.i18n import _, listing, localized
from cxlab._core.result import Result
from cxlab.teach._exercise import Book, Exercise

NUMBERS = ("number", "share", "money")
FACTORS = (10, 100, 1_000, 10_000, 1_000_000, 100_000_000)


@dataclass(frozen=True)
class Verdict:
    """``status`` is right, wrong, open (no answer yet) or unusable (of the wrong kind)."""

    status: str
    message: str = ""


class _Unusable(Exception):
    """Carries the words that say why an object cannot be an answer."""


def judge(book: Book, exercise: Exercise, answer: Any) -> Verdict:
    """Compare an answer with the right one; the message never gives the right one away.

    A wrong answer without a message is one that nothing is known about: a hint is due.
    """
    if answer is ... or answer is None:
        return Verdict("open", _("No answer yet: replace the dots."))
    options = {} if exercise.kind in NUMBERS else book.options(exercise)
    try:
        given = _usable(exercise, answer, options)
    except _Unusable as reason:
        return Verdict("unusable", str(reason))
    right = _known(book, exercise, exercise.answer, options)
    accepted = [_known(book, exercise, expression, options) for expression in exercise.accept]
    if any(_same(exercise, given, one) for one in (right, *accepted)):
        return Verdict("right", localized(exercise.praise))
    for mistake in exercise.mistakes:
        if _same(exercise, given, _known(book, exercise, mistake.answer, options)):
            return Verdict("wrong", localized(mistake.text))
    if exercise.kind in NUMBERS:
        return Verdict("wrong", _near(exercise, given, right))
    return Verdict("wrong", _partly(given, right) if exercise.kind == "terms" else "")


def _known(book: Book, exercise: Exercise, expression: str, options: Any) -> Any:
    """Return the value of an expression of the file, in the form answers are compared in."""
    value = book.choice(exercise, expression)
    try:
        return _usable(exercise, value, options)
    except _Unusable as reason:
        raise SpecError(
            _("{id}: {expression!r} gives {value!r}, which nobody can answer. {reason}").format(
                id=exercise.id, expression=expression, value=value, reason=reason
            )
        ) from None


def _usable(exercise: Exercise, answer: Any, options: Any) -> Any:
    """Return the answer as a float, a name or a tuple of names."""
    if isinstance(answer, Result):
        raise _Unusable(
            _("That is a whole result. Take what is asked for out of its table: .tidy()[…].")
        )
    if callable(answer):
        raise _Unusable(_("That is a function, not its value. Call it: write () behind its name."))
    if exercise.kind == "terms":
        return _names(answer, options)
    answer = _single(answer)
    if exercise.kind in NUMBERS:
        return _number(answer)
    if exercise.kind == "choice":
        letter = str(answer).strip().lower()
        if letter not in options:
            raise _Unusable(_("Choose one of: {names}.").format(names=listing(options)))
        return letter
    return _name(answer, options)


def _single(answer: Any) -> Any:
    """Take the value out of an array, a column or a table that holds just one."""
    if hasattr(answer, "to_numpy"):
        answer = answer.to_numpy()
    if isinstance(answer, list | tuple | set) and len(answer) == 1:
        return next(iter(answer))
    count = getattr(answer, "size", 1) if hasattr(answer, "item") else _length(answer)
    if count != 1:
        raise _Unusable(_("That holds {count} values; one is asked for.").format(count=count))
    return answer.item() if hasattr(answer, "item") else answer


def _length(answer: Any) -> int:
    return len(answer) if isinstance(answer, list | tuple | set | dict) else 1


def _number(answer: Any) -> float:
    if isinstance(answer, str | bytes):
        raise _Unusable(_("That is text. Give the number itself, without quotes or units."))
    if isinstance(answer, bool):
        raise _Unusable(_("That is yes or no (True or False); a number is asked for."))
    try:
        number = float(answer)
    except OverflowError:
        number = math.inf
    except (TypeError, ValueError):
        number = math.nan
        if type(answer).__name__ != "NAType":
            raise _Unusable(
                _("A number is asked for, not {kind}.").format(kind=type(answer).__name__)
            ) from None
    if not math.isfinite(number):
        raise _Unusable(
            _("That is not a finite number but {value}. Look for missing answers.").format(
                value=number
            )
        )
    return number


def _name(answer: Any, options: Mapping[str, Mapping[str, str]]) -> str:
    if not isinstance(answer, str):
        raise _Unusable(_("A name is asked for: text in quotes."))
    wanted = answer.strip().casefold()
    for name, label in options.items():
        if wanted in {name.casefold(), *(str(text).casefold() for text in label.values())}:
            return name
    raise _Unusable(
        _("{answer!r} is not one of the names: {names}.").format(
            answer=answer, names=listing(options)
        )
    )


def _names(answer: Any, options: Mapping[str, Mapping[str, str]]) -> tuple[str, ...]:
    if isinstance(answer, str) or not hasattr(answer, "__iter__") or not getattr(answer, "ndim", 1):
        raise _Unusable(_('Several names are asked for: a list such as ["…", "…"].'))
    return tuple(_name(one, options) for one in answer)


def _same(exercise: Exercise, given: Any, other: Any) -> bool:
    """Whether two answers count as the same one."""
    if exercise.kind in NUMBERS:
        return _close(given, other, exercise.tolerance)
    if exercise.kind == "terms" and not exercise.ordered:
        return sorted(given) == sorted(other)
    return bool(given == other)


def _close(a: float, b: float, tolerance: float) -> bool:
    return abs(a - b) <= tolerance * (1 + 1e-9) + 1e-12


def _near(exercise: Exercise, given: float, right: float) -> str:
    """Name a number that is wrong in one of the usual ways; empty when it is not."""
    slack = max(exercise.tolerance, 0.005 * abs(right))
    if not right or not given:
        return ""
    if exercise.kind == "share" and _close(given / 100, right, slack):
        return _("A share lies in 0-1: {value:g}% is written {mend:g}.").format(
            value=given, mend=given / 100
        )
    if _close(-given, right, exercise.tolerance):
        return _("The size is right, the sign is turned. What is subtracted from what?")
    for factor in FACTORS:
        if _close(given * factor, right, slack) or _close(given / factor, right, slack / factor):
            text = _("The digits are right, the size is off by a factor of {factor:,}. {unit}")
            return text.format(factor=factor, unit=_asked(exercise))
    if _coarse(given, right):
        return _("Rounded too coarsely. Give more digits, or the number as it was computed.")
    return ""


def _asked(exercise: Exercise) -> str:
    if not exercise.unit:
        return _("Check the unit.")
    return _("The unit asked for: {unit}.").format(unit=localized(exercise.unit))


def _coarse(given: float, right: float) -> bool:
    """Whether the answer is the right one, rounded to two or more digits."""
    digits = math.floor(math.log10(abs(right)))
    return any(
        math.isclose(given, round(right, place), rel_tol=1e-9)
        for place in range(1 - digits, 8 - digits)
    )


def _partly(given: tuple[str, ...], right: tuple[str, ...]) -> str:
    if sorted(given) == sorted(right):
        return _("These are the right ones; their order is not right yet.")
    hits = len(set(given) & set(right))
    return _("{hits} of the {count} you named belong here; {wanted} are asked for.").format(
        hits=hits, count=len(given), wanted=len(right)
    )
