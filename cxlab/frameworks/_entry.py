"""A named text in both languages, and the small words that cases and cost trees have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from cxlab._core import numerals
from cxlab._core.errors import CxError, SpecError
from cxlab._core.i18n import LANGUAGES, _, language, listing, use
from cxlab._core.numerals import show
from cxlab._core.validate import brief, closest, mapping

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
        given = known(entry, ("name", "en", "zh", "kind", "status"), _("An entry of a list"))
        if not {"name", "en", "zh"} <= set(given):
            raise SpecError(
                _("An entry of a list needs name, en and zh; this one has {names}.").format(
                    names=", ".join(map(str, given))
                )
            )
        name, text = (
            named(given["name"], _("An entry of a list")),
            {"en": given["en"], "zh": given["zh"]},
        )
        worded(text, name)
        return cls(name, text, given.get("kind", ""), given.get("status", ""))

    def plain(self) -> Any:
        """Return what ``of`` reads."""
        if isinstance(self.text, str):
            return self.text
        rest = {"kind": self.kind, "status": self.status}
        return {"name": self.name, **self.text} | {key: word for key, word in rest.items() if word}


def known(
    data: Mapping[Any, Any], allowed: Iterable[str], place: str, *, error: type[CxError] = SpecError
) -> dict[Any, Any]:
    """Return the fields that are filled in, once all are allowed.

    Raises
    ------
    SpecError
        The mapping is none, or holds an unknown key; ``error`` names another class.
    """
    allowed = list(allowed)
    for key in mapping(data, place):
        if key not in allowed:
            raise error(
                _("{place} has no field {name!r}. {hint}")
                .format(place=place, name=key, hint=closest(key, allowed))
                .strip()
            )
    return {key: value for key, value in data.items() if value is not None}


def named(value: Any, place: str) -> str:
    """Return a name as text; a number will do.

    Raises
    ------
    SpecError
        It is empty, or neither text nor number.
    """
    if isinstance(value, (str, int, float)) and not isinstance(value, bool) and str(value).strip():
        return str(value)
    raise SpecError(
        _("{place} needs a name, a short text in quotes; it has {value}.").format(
            place=place, value=brief(value)
        )
    )


def worded(text: Any, place: str) -> None:
    """Refuse what is neither a text nor a text in each language.

    Raises
    ------
    SpecError
        It is something else, or a language is missing.
    """
    texts = [text.get(lang) for lang in LANGUAGES] if isinstance(text, Mapping) else [text]
    if not all(isinstance(each, str) for each in texts):
        raise SpecError(
            _(
                "{place} must be a text, or a text in each language ({langs}); it is {value}."
            ).format(place=place, langs=listing(LANGUAGES), value=brief(text))
        )


def by_term(table: pd.DataFrame) -> dict[str, dict[Any, Any]]:
    """Return the rows of a tidy frame by their term."""
    return {row["term"]: row for row in table.to_dict("records")}


def field_names(kind: type) -> list[str]:
    """Return the names of the fields of a dataclass."""
    return [each.name for each in fields(kind)]


def in_both(write: Callable[[], str]) -> dict[str, str]:
    """Return what ``write`` gives in each language."""
    out = {}
    for code in LANGUAGES:
        with use(code):
            out[code] = write()
    return out


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


def score(value: float) -> str:
    """Write a score short: 7, 6.5, −18."""
    return show(float(value), "score")


def percent(share: float) -> str:
    """Write a share as a short percentage: 22%, 9.83%."""
    return numerals.percent(show(round(100 * share, 2), "score"))
