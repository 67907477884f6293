"""A named text in both languages, and the small words that cases and cost trees have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from cxlab._core import columns
from cxlab._core.columns import show
from cxlab._core.errors import CxError, SpecError
from cxlab._core.i18n import _, language
from cxlab._core.validate import closest

if TYPE_CHECKING:
    import pandas as pd

Text = str | Mapping[str, str]


@dataclass(frozen=True)
class Entry:
    """One line of a list: a name for code, a text for readers, perhaps a kind and a status."""

    name: str
    text: Text
    kind: str = ""
    status: str = ""

    @classmethod
    def of(cls, entry: Text | Mapping[str, Any]) -> Entry:
        """Read ``{name, en, zh, kind, status}``, or a plain text that serves as its own name."""
        if isinstance(entry, str):
            return cls(entry, entry)
        known(entry, ("name", "en", "zh", "kind", "status"), _("a list entry"))
        if not {"name", "en", "zh"} <= set(entry):
            raise SpecError(
                _("An entry of a list needs name, en and zh; this one has {names}.").format(
                    names=", ".join(map(str, entry))
                )
            )
        text = {"en": entry["en"], "zh": entry["zh"]}
        return cls(entry["name"], text, entry.get("kind", ""), entry.get("status", ""))

    def plain(self) -> Any:
        """Return what ``of`` reads."""
        if isinstance(self.text, str):
            return self.text
        rest = {"kind": self.kind, "status": self.status}
        return {"name": self.name, **self.text} | {key: word for key, word in rest.items() if word}


def known(
    data: Mapping[Any, Any], allowed: Iterable[str], place: str, *, error: type[CxError] = SpecError
) -> None:
    """Refuse a key that is not allowed, and name the closest that is.

    Raises
    ------
    SpecError
        The mapping is none, or holds an unknown key; ``error`` names another class.
    """
    if not isinstance(data, Mapping):
        raise SpecError(
            _("{place} must be a mapping of names to values, not {kind}.").format(
                place=place, kind=type(data).__name__
            )
        )
    allowed = list(allowed)
    for key in data:
        if key not in allowed:
            raise error(
                _("{place} has no field {name!r}. {hint}")
                .format(place=place, name=key, hint=closest(key, allowed))
                .strip()
            )


def by_term(table: pd.DataFrame) -> dict[str, dict[Any, Any]]:
    """Return the rows of a tidy frame by their term."""
    return {row["term"]: row for row in table.to_dict("records")}


def field_names(kind: type) -> list[str]:
    """Return the names of the fields of a dataclass."""
    return [each.name for each in fields(kind)]


def plain(text: Text) -> Any:
    """Return a text as plain Python, ready for YAML."""
    return text if isinstance(text, str) else dict(text)


def prose(*sentences: str) -> str:
    """Join sentences as the language in use does; empty ones fall out."""
    return ("" if language() == "zh" else " ").join(filter(None, sentences))


def bracket(name: str, value: str) -> str:
    """Write a value in brackets behind a name."""
    return _("{name} ({value})").format(name=name, value=value)


def tail(label: str) -> str:
    """Return the last part of a path such as "negative experience › complain"."""
    return label.rpartition(" › ")[2]


def stop(line: str) -> str:
    """End a headline with a full stop, to use it as a sentence."""
    return line + _(".")


def capital(line: str) -> str:
    """Begin a sentence that starts with a name."""
    return line[:1].upper() + line[1:]


def score(value: float) -> str:
    """Write a score short: 7, 6.5, −18."""
    return show(float(value), "score")


def percent(share: float) -> str:
    """Write a share as a short percentage: 22 %, 9.83 %."""
    return columns.percent(show(round(100 * share, 2), "score"))
