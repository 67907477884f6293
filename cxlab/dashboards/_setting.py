"""Settings of a page: a control on it, words in its address, a value for its calls."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ipywidgets

from cxlab._core.arguments import LARGEST, brief, closest, finite, inside, one_of, sequence, text
from cxlab._core.errors import SpecError
from cxlab._core.i18n import _
from cxlab.widgets._controls import choice, number, slider, switch, ticks

_FEW = 3  # options that stand side by side as buttons
_LONG = 400  # characters of a short text
_NONE = "-"  # "nothing chosen" in an address


@dataclass(frozen=True, kw_only=True)
class Setting(ABC):
    """What all settings share.

    Parameters
    ----------
    name
        In the address and among the values.
    start
        The value to begin with.
    words, tooltip
        What the control is called, and what it does.
    place
        Name of the section the control stands in; at the head of the page when empty.
    """

    name: str
    start: Any
    words: str = ""
    tooltip: str = ""
    place: str = ""

    def control(self, value: Any) -> Any:
        """Return the control that holds the value; None for a value that is only kept."""
        return None

    @abstractmethod
    def read(self, texts: Sequence[str]) -> Any:
        """Read the value from the texts an address gives for the name.

        Raises
        ------
        SpecError
            They are no value of this setting.
        """

    def write(self, value: Any) -> list[str]:
        """Write the value as an address holds it."""
        return [_NONE if value is None else str(value)]

    @abstractmethod
    def check(self, value: Any) -> Any:
        """Return a value as the setting holds it.

        Raises
        ------
        SpecError
            It is none of this setting.
        """

    def fitting(self, value: Any, other: Any) -> Any:
        """Return a value as the setting holds it; the other if it is none."""
        try:
            return self.check(value)
        except SpecError:
            return other

    def renew(self, control: Any) -> None:  # noqa: B027 (most always offer the same)
        """Give an older control of the same setting what the setting offers now."""

    def _refuse(self, texts: Sequence[str], rule: str) -> SpecError:
        return SpecError(
            _(
                "The address asks for {name}={text}, which this page cannot show. {rule} "
                "It shows {name}={start} instead."
            )
            .format(
                name=self.name,
                text=brief(", ".join(texts)),
                rule=rule,
                start=brief(", ".join(self.write(self.start))),
            )
            .replace("  ", " ")  # where there is no rule
        )


@dataclass(frozen=True, kw_only=True)
class Choice(Setting):
    """One of some values; ``options`` maps values to words."""

    options: Mapping[Any, str]

    def control(self, value: Any) -> ipywidgets.Widget:
        """Return buttons for few options, else a list."""
        make = switch if len(self.options) <= _FEW else choice
        return make(self.words, _by_words(self.options), value, tooltip=self.tooltip)

    def check(self, value: Any) -> Any:
        """Take one of the options."""
        return one_of(value, self.options, self.name)

    def renew(self, control: Any) -> None:
        """Offer the options of now."""
        options = tuple(_by_words(self.options).items())
        if control.options != options:
            control.options = options

    def read(self, texts: Sequence[str]) -> Any:
        """Read one of the options."""
        named = {self.write(value)[0]: value for value in self.options}
        if texts[-1] not in named:
            raise self._refuse(texts[-1:], closest(texts[-1], named))
        return named[texts[-1]]


@dataclass(frozen=True, kw_only=True)
class Several(Setting):
    """Some of many names, kept in their own order; ``options`` maps names to words."""

    options: Mapping[str, str]

    def control(self, value: Any) -> ipywidgets.Widget:
        """Return boxes to tick."""
        return ticks(self.words, self.options, value, tooltip=self.tooltip)

    def check(self, value: Any) -> tuple[str, ...]:
        """Take some of the names, in their own order."""
        wanted = [one_of(each, self.options, self.name) for each in sequence(value, self.name)]
        return tuple(name for name in self.options if name in wanted)

    def read(self, texts: Sequence[str]) -> tuple[str, ...]:
        """Read names, one in each text."""
        if list(texts) == [_NONE] and _NONE not in self.options:
            return ()
        unknown = [text for text in texts if text not in self.options]
        if unknown:
            raise self._refuse(unknown[:1], closest(unknown[0], self.options))
        return tuple(name for name in self.options if name in texts)

    def write(self, value: Any) -> list[str]:
        """Write the names, one in each text."""
        return list(value) or [_NONE]


@dataclass(frozen=True, kw_only=True)
class Amount(Setting):
    """A number between two ends; ``written`` is the format of the slider's number."""

    low: float
    high: float
    step: float = 1.0
    written: str = ".1f"

    def control(self, value: Any) -> ipywidgets.Widget:
        """Return a slider."""
        return slider(
            self.words,
            value,
            self.low,
            self.high,
            tooltip=self.tooltip,
            step=self.step,
            written=self.written,
        )

    def check(self, value: Any) -> float:
        """Take a number between the ends."""
        return inside(value, self.low, self.high, self.name)

    def read(self, texts: Sequence[str]) -> float:
        """Read a number between the ends."""
        try:
            value = float(texts[-1])
        except ValueError:
            value = float("nan")
        if not self.low <= value <= self.high:
            rule = _("It must be a number from {low:g} to {high:g}.")
            raise self._refuse(texts[-1:], rule.format(low=self.low, high=self.high))
        return value

    def write(self, value: Any) -> list[str]:
        """Write the number, short."""
        return [f"{value:.12g}"]


@dataclass(frozen=True, kw_only=True)
class Number(Setting):
    """A number of any size above 0, such as an amount of money."""

    def control(self, value: Any) -> ipywidgets.Widget:
        """Return a box for a number."""
        return number(self.words, value, tooltip=self.tooltip)

    def check(self, value: Any) -> float:
        """Take a number; the verb that gets it says what is wrong with one below 0."""
        return finite(value, self.name)

    def read(self, texts: Sequence[str]) -> float:
        """Read a number above 0."""
        try:
            value = float(texts[-1])
        except ValueError:
            value = float("nan")
        if not 0 < value <= LARGEST:
            raise self._refuse(texts[-1:], _("It must be a number above 0."))
        return value

    def write(self, value: Any) -> list[str]:
        """Write the number, short."""
        return [f"{value:.12g}"]


@dataclass(frozen=True, kw_only=True)
class Kept(Setting):
    """A value without a control, such as cells edited in a table; two functions write and read it.

    ``reader`` raises ``ValueError`` for texts that ``writer`` does not write.
    """

    reader: Callable[[Sequence[str]], Any]
    writer: Callable[[Any], list[str]]

    def check(self, value: Any) -> Any:
        """Take what can be written and read again."""
        try:
            return self.reader(self.writer(value))
        except (TypeError, ValueError) as err:
            raise SpecError(
                _("{name} = {value} is not known. {hint}")
                .format(name=self.name, value=brief(value), hint="")
                .strip()
            ) from err

    def read(self, texts: Sequence[str]) -> Any:
        """Read by the function given."""
        try:
            return self.reader(texts)
        except ValueError as err:
            raise self._refuse(texts, "") from err

    def write(self, value: Any) -> list[str]:
        """Write by the function given."""
        return self.writer(value)


@dataclass(frozen=True, kw_only=True)
class Typed(Kept):
    """A short text that belongs to the data; ``hint`` stands in the empty box."""

    reader: Callable[[Sequence[str]], str] = lambda texts: texts[-1][:_LONG]
    writer: Callable[[str], list[str]] = lambda text: [text]
    hint: str = ""

    def check(self, value: Any) -> str:
        """Take a text."""
        return text(value, self.name)[:_LONG]

    def control(self, value: Any) -> ipywidgets.Widget:
        """Return a box for a text; it counts once it is entered."""
        return ipywidgets.Text(
            value=value,
            description=self.words,
            placeholder=self.hint,
            tooltip=self.tooltip,
            continuous_update=False,
            layout={"width": "auto"},
        )


def confidence() -> Amount:
    """Return the setting of the level of all intervals."""
    return Amount(
        name="conf",
        start=0.95,
        low=0.8,
        high=0.99,
        step=0.01,
        written=".0%",
        words=_("Confidence"),
        tooltip=_("Level of all intervals: higher is surer and wider"),
    )


def _by_words(options: Mapping[Any, str]) -> dict[str, Any]:
    """Map words to values; equal words are told apart by their values."""
    words = list(options.values())
    return {
        word if words.count(word) == 1 else f"{word} ({value})": value
        for value, word in options.items()
    }
