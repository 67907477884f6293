"""Two languages: English in the code, gettext catalogues for the rest."""

from __future__ import annotations

import locale
import os
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from cxlab._core.errors import SpecError

LANGUAGES = {"en": "English", "zh": "中文"}
_CATALOGUES = {"zh": Path(__file__).parent / "locale" / "zh_CN.po"}
_current: str | None = None


class Language:
    """The language now in use; as a context manager it gives the earlier one back."""

    def __init__(self, code: str, before: str | None) -> None:
        self.code = code
        self._before = before

    def __repr__(self) -> str:
        return f"cxlab: {LANGUAGES[self.code]}"

    def __enter__(self) -> Language:
        return self

    def __exit__(self, *exc_info: object) -> None:
        global _current
        _current = self._before


def use(lang: str | None = None) -> Language:
    """Choose the language of words and looks; numbers never change.

    Parameters
    ----------
    lang
        ``"en"`` or ``"zh"``. ``None`` reads the surroundings: the variable ``CXLAB_LANG``, then a
        folder ``en`` or ``zh`` on the notebook's path, then the system's locale, then English.

    Returns
    -------
    Language
        Usable in a ``with`` statement, which restores the earlier language at its end.

    Raises
    ------
    SpecError
        The language is not one of the two.

    Examples
    --------
    >>> with use("zh"):
    ...     language()
    'zh'
    """
    global _current
    code = surroundings() if lang is None else str(lang).lower().replace("-", "_").split("_")[0]
    if code not in LANGUAGES:
        raise SpecError(
            _("'{lang}' is not a language of cxlab. Choose one of: {allowed}.").format(
                lang=" ".join(str(lang).split())[:60], allowed=", ".join(LANGUAGES)
            )
        )
    before, _current = _current, code
    return Language(code, before)


def language() -> str:
    """Return the code of the language in use: ``"en"`` or ``"zh"``."""
    return _current or "en"


def surroundings() -> str:
    """Guess the language from the environment, the notebook's folder and the locale."""
    wanted = os.environ.get("CXLAB_LANG", "").lower()[:2]
    places = [*Path(os.environ.get("JPY_SESSION_NAME", "")).parts, *Path.cwd().parts]
    folder = next((part for part in reversed(places) if part in LANGUAGES), "")
    system = (locale.getlocale()[0] or "").lower()[:2]
    return next((code for code in (wanted, folder, system) if code in LANGUAGES), "en")


@cache
def _catalogue(code: str) -> Mapping[str, str]:
    if code not in _CATALOGUES:
        return {}
    import polib

    entries = polib.pofile(str(_CATALOGUES[code]))
    return {entry.msgid: entry.msgstr for entry in entries if entry.msgstr and not entry.obsolete}


def _(message: str) -> str:
    """Translate a message of the code into the language in use."""
    return _catalogue(language()).get(message, message)


def N_(message: str) -> str:
    """Mark a message for translation where it stands; ``_`` translates it when it is shown."""
    return message


def localized(text: Mapping[str, str] | str) -> str:
    """Pick the current language out of ``{"en": …, "zh": …}``; plain text passes through."""
    return text if isinstance(text, str) else text[language()]


def listing(items: object) -> str:
    """Join names as the language in use joins them (``a, b`` or ``a、b``)."""
    return ("、" if language() == "zh" else ", ").join(str(item) for item in items)  # type: ignore[attr-defined]


def unsure(name: str, doubt: bool) -> str:
    """Put a question mark behind a name whose place is not settled."""
    return _("{name} (?)").format(name=name) if doubt else name


def paragraph(sentences: Iterable[str]) -> str:
    """Join sentences as the language in use joins them: Chinese has no space after a full stop."""
    return ("" if language() == "zh" else " ").join(text for text in sentences if text)


def shortlist(items: Iterable[str], most: int = 2) -> str:
    """Join the first names and count the others, for a line that must stay short."""
    names = list(items)
    if len(names) <= most:
        return listing(names)
    return _("{named} and {count} more").format(
        named=listing(names[:most]), count=len(names) - most
    )
