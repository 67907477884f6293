"""Names of columns and terms for readers: kept as ``{"en": …, "zh": …}``, chosen when shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from cxlab._core.i18n import LANGUAGES, _, localized

if TYPE_CHECKING:
    import pandas as pd

PHRASE = 48  # Latin letters beyond which a label is a question rather than a phrase
Labels = Mapping[str, Mapping[str, str]]


class Attached(dict):
    """A mapping that a frame carries in ``attrs``: it can be read, not changed.

    pandas copies ``attrs`` in depth at every step; a mapping that nobody can change need not be.

    Examples
    --------
    >>> import copy
    >>> carried = Attached({"x": {"en": "price", "zh": "价格"}})
    >>> copy.deepcopy(carried) is carried
    True
    >>> own = carried
    >>> own |= {"y": "value"}
    >>> list(own), list(carried)
    (['x', 'y'], ['x'])
    """

    def __deepcopy__(self, memo: Any) -> Attached:
        """Return the mapping itself."""
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle as what it holds."""
        return Attached, (dict(self),)

    def __or__(self, more: Any) -> Attached:
        """Return a mapping with more in it; ``|=`` puts it in the place of this one."""
        return Attached(super().__or__(more))

    __ior__ = __or__

    def _refuse(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError(
            _("This cannot be changed in place. Write {code} instead.").format(
                code='data.attrs["labels"] |= {"name": "words"}'
            )
        )

    __setitem__ = __delitem__ = _refuse
    update = setdefault = pop = popitem = clear = _refuse


def labels_of(data: pd.DataFrame, names: Iterable[str]) -> dict[str, Mapping[str, str]]:
    """Return the labels that a loaded frame carries (``data.attrs["labels"]``) for the columns.

    A label in one language stands for both; what is no label at all is passed over.
    """
    known = data.attrs.get("labels")
    if not isinstance(known, Mapping):
        return {}
    found = {name: _both(known[name]) for name in names if name in known}
    return {name: words for name, words in found.items() if words}


def words_of(data: pd.DataFrame, name: Any) -> dict[Any, str]:
    """Return the words that a frame carries for the codes of a column (``data.attrs["words"]``).

    Where two codes share a word, or a word is none, there are none.
    """
    known = data.attrs.get("words")
    own = known.get(name) if isinstance(known, Mapping) else None
    if not isinstance(own, Mapping):
        return {}
    told = {
        code: localized(word) if isinstance(word, Mapping) else word for code, word in own.items()
    }
    words = {code: word for code, word in told.items() if isinstance(word, str) and word.strip()}
    return words if len(set(words.values())) == len(told) else {}


def in_words(values: pd.Series, data: pd.DataFrame, name: Any) -> pd.Series:
    """Return codes as words in the order of the codes; others than those of a column as they are.

    A code without a word stands as it is written.

    Examples
    --------
    >>> import pandas as pd
    >>> data = pd.DataFrame({"branch": [2, 1, None]})
    >>> data.attrs["words"] = {"branch": {1: "Mong Kok", 2: "Central"}}
    >>> in_words(data["branch"], data, "branch").tolist()
    ['Central', 'Mong Kok', nan]
    """
    import pandas as pd

    words, plain = words_of(data, name), pd.api.types.is_numeric_dtype(values.dtype)
    found = sorted(values.dropna().unique()) if words and plain else []
    said = {code: words.get(code, f"{code:g}") for code in found}
    if not any(code in words for code in found) or len(set(said.values())) < len(said):
        return values
    return values.map(said).astype(pd.CategoricalDtype(list(said.values())))


def _both(given: Any) -> Mapping[str, str]:
    words = given if isinstance(given, Mapping) else dict.fromkeys(LANGUAGES, given)
    texts = {lang: words[lang] for lang in LANGUAGES if isinstance(words.get(lang), str)}
    if not texts:
        return {}
    other = next(iter(texts.values()))
    return {lang: texts.get(lang, other) for lang in LANGUAGES}


def label(labels: Labels, name: str) -> str:
    """Return one name as a reader should see it, in one line; one without a label as it is."""
    text = localized(labels[name]) if name in labels else str(name)
    return text if text.isprintable() else " ".join(text.split())


def opening(labels: Labels, name: str) -> str:
    """Return a name for the start of a line: a label gets a capital, a column's name stands."""
    text = label(labels, name)
    return opened(text) if name in labels else text


def opened(text: str) -> str:
    """Return a text with a capital, as it begins a sentence."""
    return text[:1].upper() + text[1:]


def inside(labels: Labels, name: str) -> str:
    """Return a name as a sentence takes it.

    A label stands as it is. In place of a whole question stands the column's name if that is one
    in words, else the question in quotation marks.

    Examples
    --------
    >>> asked = {"en": "Which of our branches did you visit last?", "zh": "您最近去的是哪家分店？"}
    >>> labels = {"branch": asked, "q7": asked, "price": {"en": "the price", "zh": "价格"}}
    >>> [inside(labels, name) for name in labels]
    ['branch', "'Which of our branches did you visit last?'", 'the price']
    """
    text = unstopped(label(labels, name))
    if letters(text) <= PHRASE and text[-1:] not in ("?", "？"):
        return text
    own = str(name)
    if own != text and letters(own) <= PHRASE and not any(map(str.isdigit, own)):
        return own
    return _("'{name}'").format(name=text)


def unstopped(text: str) -> str:
    """Return a label without the full stop of an item that is a sentence.

    Examples
    --------
    >>> unstopped("They keep their word."), unstopped("他们说话算数。"), unstopped("and so on ...")
    ('They keep their word', '他们说话算数', 'and so on ...')
    """
    return text if text.endswith("..") else text.removesuffix("。").removesuffix(".")


def short(name: str, most: int = 18) -> str:
    """Cut a name that a headline has no room for."""
    return name if len(name) <= most else f"{name[: most - 1]}…"


def letters(text: str) -> float:
    """Return the width of a text in Latin letters; a Chinese one takes two."""
    return sum(2.0 if ord(sign) > 0x2E80 else 1.0 for sign in text)
