"""Checks of options: foresee the mistake, name it, say the way out."""

from __future__ import annotations

import difflib
import math
import reprlib
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from cxlab._core.errors import SpecError
from cxlab._core.i18n import _, listing

if TYPE_CHECKING:
    import numpy as np

LARGEST = 1e100  # squares and products of larger numbers leave the range of floats
MOST_DRAWS = 100_000  # resamples; more change no digit that a reader sees
_NESTED = reprlib.Repr()  # lists within lists can hold more than memory when written out
_NESTED.maxlevel = 3
_NESTED.maxlist = _NESTED.maxtuple = _NESTED.maxdict = _NESTED.maxset = 12
_NESTED.maxstring = _NESTED.maxother = 80


def brief(value: object) -> str:
    """Write a value as a message can hold it: its repr in one line, cut when long."""
    number = getattr(value, "ndim", None) == 0 and hasattr(value, "item")  # numpy's: np.int64(5)
    shown = _NESTED.repr if isinstance(value, (list, tuple, dict, set, frozenset)) else repr
    text = " ".join(shown(value.item() if number else value).split())  # type: ignore[attr-defined]
    return text if len(text) <= 60 else f"{text[:57]}..."


def kind(value: object) -> str:
    """Name the type of a value, with its library: ``polars.DataFrame``."""
    library = type(value).__module__.partition(".")[0]
    name = type(value).__name__
    return name if library in ("builtins", "__main__") else f"{library}.{name}"


def closest(name: object, allowed: Iterable[object]) -> str:
    """Return a hint that names the closest known words, or all when few; empty if none fits."""
    words = [str(word) for word in allowed]
    near = difflib.get_close_matches(str(name)[:60], words, n=3, cutoff=0.6)
    if near:
        return _("Did you mean {names}?").format(names=listing(repr(word) for word in near))
    if 0 < len(words) <= 12:
        return _("Choose one of: {names}.").format(names=listing(words))
    return ""


def one_of(value: Any, allowed: Iterable[Any], name: str) -> Any:
    """Return ``value`` if it is allowed.

    Raises
    ------
    SpecError
        It is not; the message lists what is.
    """
    allowed = list(allowed)
    if not single(value) or value not in allowed:
        raise SpecError(
            _("{name} = {value} is not known. {hint}")
            .format(name=name, value=brief(value), hint=closest(brief(value), allowed))
            .strip()
        )
    return value


def text(value: Any, name: str) -> str:
    """Return ``value`` if it is text.

    Raises
    ------
    SpecError
        It is something else.
    """
    if not isinstance(value, str):
        raise SpecError(
            _("{name} must be text in quotes, not {value}.").format(name=name, value=brief(value))
        )
    return value


def switch(value: Any, name: str) -> bool:
    """Return a value if it is ``True`` or ``False``.

    Raises
    ------
    SpecError
        It is something else.
    """
    if type(value).__name__ not in ("bool", "bool_"):  # Python's and numpy's
        raise SpecError(
            _("{name} must be True or False, not {value}.").format(name=name, value=brief(value))
        )
    return bool(value)


def mapping(value: Any, name: str) -> Mapping[Any, Any]:
    """Return ``value`` if it is a mapping of names to values.

    Raises
    ------
    SpecError
        It is something else.
    """
    if not isinstance(value, Mapping):
        raise SpecError(
            _("{name} must be a mapping of names to values, not {kind}.").format(
                name=name, kind=kind(value)
            )
        )
    return value


def sequence(value: Any, name: str) -> list[Any]:
    """Return a list, a tuple or another row of things as a list.

    Raises
    ------
    SpecError
        It is something else.
    """
    one = isinstance(value, (str, bytes, Mapping)) or not isinstance(value, Iterable)
    if one or getattr(value, "ndim", 1) == 0:
        raise SpecError(
            _("{name} must be a list, not {value}.").format(name=name, value=brief(value))
        )
    return list(value)


def pair(value: Any, name: str) -> tuple[float, float]:
    """Return two numbers, low and high, as floats.

    Raises
    ------
    SpecError
        They are not two, or not numbers.
    """
    ends = sequence(value, name)
    if len(ends) != 2:
        raise SpecError(
            _("{name} must be two numbers, low and high, such as (0, 10); not {value}.").format(
                name=name, value=brief(value)
            )
        )
    return finite(ends[0], name), finite(ends[1], name)


def listed(value: Any, name: str) -> list[Any]:
    """Return one name, or several in a list, as a list.

    Raises
    ------
    SpecError
        A name is no single value, or the names have no order.
    """
    if isinstance(value, (set, frozenset)):
        raise SpecError(
            _("{name} must be a list: a set has no order. Write ['a', 'b'].").format(name=name)
        )
    many = isinstance(value, Iterable) and not isinstance(value, (str, bytes))
    many = many and getattr(value, "ndim", 1) != 0  # an array of one number has no items
    wanted = list(value) if many else [value]
    for each in wanted:
        if not single(each):
            raise SpecError(
                _("{name} must be a list of names such as ['a', 'b']; it holds {value}.").format(
                    name=name, value=brief(each)
                )
            )
    return wanted


def share(value: float, name: str) -> float:
    """Return a share once it is a number in 0-1.

    Raises
    ------
    SpecError
        It is not; 22 typed for 22% is recognised.
    """
    number = finite(value, name)
    if 1 < number <= 100:
        raise SpecError(
            _(
                "{name} = {value:g} is not a share. Shares lie in 0-1: "
                "write {value:g}% as {mend:g}."
            ).format(name=name, value=number, mend=number / 100)
        )
    if not 0 <= number <= 1:
        raise SpecError(
            _("{name} = {value:g} is not a share. Shares lie in 0-1.").format(
                name=name, value=number
            )
        )
    return number


def finite(value: Any, name: str) -> float:
    """Return a value as a float once it is a finite number.

    Raises
    ------
    SpecError
        It is missing, text, yes or no, several numbers, infinite, or beyond the range of answers.
    """
    one = not isinstance(value, (str, bytes, bool)) and not getattr(value, "ndim", 0)
    try:
        number = float(value) if one else math.nan
    except (TypeError, ValueError, OverflowError):
        number = math.nan
    if not abs(number) <= LARGEST:
        raise SpecError(
            _("{name} must be a finite number, not {value}.").format(name=name, value=brief(value))
        )
    return number


def inside(value: Any, low: float, high: float, name: str) -> float:
    """Return a value as a float once it is a number in ``low``-``high``.

    Raises
    ------
    SpecError
        It is not.
    """
    number = finite(value, name)
    if not low <= number <= high:
        raise SpecError(
            _("{name} = {value:g} must lie between {low:g} and {high:g}.").format(
                name=name, value=number, low=low, high=high
            )
        )
    return number


class Level(float):
    """A confidence level, which per cent writes with all its digits: 97.5%, 99.9%."""

    def __format__(self, spec: str) -> str:
        """Write the level; ``.0%`` never rounds it up to another one."""
        return f"{100 * float(self):.10g}%" if spec == ".0%" else format(float(self), spec)


def confidence(conf: float) -> Level:
    """Return a confidence level once it lies strictly between 0 and 1.

    Raises
    ------
    SpecError
        It does not; 95 typed for 0.95 is recognised.
    """
    number = finite(conf, "conf")
    if not 0 < number < 1 or 0.5 + number / 2 == 1:  # as good as 1 for floats
        raise SpecError(
            _("conf = {value:g} must lie between 0 and 1, such as 0.95.").format(value=number)
        )
    return Level(number)


def whole(value: Any, name: str, *, low: int = 1, most: int = 10**9) -> int:
    """Return a whole number of at least ``low`` and at most ``most``.

    Raises
    ------
    SpecError
        It is not whole, or smaller or larger.
    """
    number = finite(value, name)
    if number != int(number) or number < low:
        raise SpecError(
            _("{name} must be a whole number of at least {low}, not {value}.").format(
                name=name, low=low, value=brief(value)
            )
        )
    if number > most:
        raise SpecError(
            _("{name} = {value:,.0f} is more than can be computed; {most:,} is the most.").format(
                name=name, value=number, most=most
            )
        )
    return int(number)


def generator(seed: int | None) -> np.random.Generator:
    """Return the generator of random numbers that belongs to a seed; ``None`` gives a new one.

    Raises
    ------
    SpecError
        The seed is not a whole number of at least zero.
    """
    import numpy as np

    whole_number = isinstance(seed, (int, np.integer)) and not isinstance(seed, bool)
    if seed is not None and not (whole_number and seed >= 0):
        raise SpecError(
            _("seed = {value} must be a whole number of at least 0, or None.").format(
                value=brief(seed)
            )
        )
    return np.random.default_rng(seed)


def single(value: Any) -> bool:
    """Whether a value can be a name: text, a number, but no list, frame or missing value."""
    try:
        hash(value)
    except TypeError:
        return False
    return type(value).__name__ not in ("NAType", "slice")
