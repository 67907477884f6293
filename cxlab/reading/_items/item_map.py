"""Which column of a file is which item, as a frozen object that can be saved and used again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from cxlab._core import html
from cxlab._core.arguments import brief, closest, finite, listed, mapping, one_of, single
from cxlab._core.errors import SpecError
from cxlab._core.i18n import _, listing
from cxlab._core.resources import parse_yaml, read_own
from cxlab._core.saving import saved, target_of

PARTS = ("columns", "values", "reversed", "missing", "dates")
EVERY = "*"  # stands for every column
DATES = ("dmy", "mdy", "ymd", "text")  # what comes first, second and third; or no date at all

_NOTHING: Mapping[Any, Any] = MappingProxyType({})


@dataclass(frozen=True)
class ItemMap:
    """Which column of a file is which item, and how its answers are to be read.

    ``survey.mapping`` is the one that was used: look at it, save it, and give it to the next file
    of the same questionnaire.

    Parameters
    ----------
    columns
        ``{column of the file: column of the instrument}``.
    values
        ``{column of the file: {answer: number}}``, for words that stand for numbers, or the words
        in their order, from the lowest (1) to the highest; ``"*"`` in place of a column means all
        columns that hold such words.
    reversed
        Columns of the file whose answers have been reversed already (8 - x on a scale from 1 to
        7). They are reversed back when read, so that the data hold what was answered;
        :func:`cxlab.instruments.score` then reverses the reversed items, once.
    missing
        ``{column of the file: [codes that mean no answer]}``; ``"*"`` means all columns in which
        the code lies outside the range of the other answers.
    dates
        ``{column of the file: "dmy"}`` where the day comes first, ``"mdy"`` where the month does,
        ``"ymd"`` where the year does (``24/04/03``), ``"text"`` to leave the column as it is. One
        of them alone stands for every column.

    Raises
    ------
    SpecError
        Two columns stand for the same item, an answer has no number, or a part has another form.

    Examples
    --------
    >>> own = ItemMap({"Q1": "sq_p01"}, values={"Q1": {"非常满意": 5}}, missing=[-99])
    >>> own.missing
    {'*': [-99]}
    >>> ItemMap(values={"q1": ["nie", "manchmal", "immer"]}, dates="dmy").values["q1"]
    {'nie': 1, 'manchmal': 2, 'immer': 3}
    >>> ItemMap.from_yaml(own.to_yaml()) == own
    True
    """

    columns: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    values: Mapping[str, Mapping[Any, float]] = field(default_factory=lambda: _NOTHING)
    reversed: tuple[str, ...] = ()
    missing: Mapping[str, list[Any]] = field(default_factory=lambda: _NOTHING)
    dates: Mapping[str, str] = field(default_factory=lambda: _NOTHING)

    def __post_init__(self) -> None:
        columns = {
            _name(mine, "columns"): _name(theirs, "columns")
            for mine, theirs in mapping(self.columns, "columns").items()
        }
        _once(columns)
        values = {
            _name(column, "values"): _numbers(column, words)
            for column, words in mapping(self.values, "values").items()
        }
        turned = [_name(column, "reversed") for column in listed(self.reversed, "reversed")]
        object.__setattr__(self, "columns", columns)
        object.__setattr__(self, "values", values)
        object.__setattr__(self, "reversed", tuple(dict.fromkeys(turned)))
        object.__setattr__(self, "missing", codes(self.missing))
        object.__setattr__(self, "dates", _orders(self.dates))

    @classmethod
    def of(cls, given: ItemMap | Mapping[str, str] | str | Path | None) -> ItemMap | None:
        """Return a mapping given as itself, as ``{column: item}``, or as the path of its YAML."""
        if given is None or isinstance(given, ItemMap):
            return given
        return cls(given) if isinstance(given, Mapping) else cls.from_yaml(given)

    @classmethod
    def from_yaml(cls, source: str | Path) -> ItemMap:
        """Read a mapping from a YAML file, or from the text that ``to_yaml`` gives.

        Raises
        ------
        SpecError
            There is no such file, it is not YAML, or a part is unknown or has another form.
        """
        text = isinstance(source, str) and ("\n" in source or source.strip() in ("", "{}"))
        parts = parse_yaml(str(source), _("The text")) if text else read_own(source)
        parts = mapping({} if parts is None else parts, _("The mapping"))
        for part in parts:
            if part not in PARTS:
                raise SpecError(
                    _("A mapping has no part {part}. {hint}")
                    .format(part=brief(part), hint=closest(part, PARTS))
                    .strip()
                )
        return cls(**{part: content for part, content in parts.items() if content is not None})

    def to_yaml(self, path: str | Path | None = None) -> str:
        """Return the mapping as YAML, and write it to ``path`` where one is given.

        ``from_yaml`` reads it back unchanged.

        Raises
        ------
        SpecError
            The file cannot be written, or its name does not end with ``.yaml`` or ``.yml``.
        """
        import yaml

        parts = {
            "columns": dict(self.columns),
            "values": {column: dict(words) for column, words in self.values.items()},
            "reversed": list(self.reversed),
            "missing": dict(self.missing),
            "dates": dict(self.dates),
        }
        full = {part: content for part, content in parts.items() if content}
        text = yaml.safe_dump(full, allow_unicode=True, sort_keys=False, width=100)
        if yaml.safe_load(text) != full:  # signs that no line can hold
            text = yaml.safe_dump(full, sort_keys=False, width=100)
        if path is not None:
            written = text.encode()
            saved(target_of(path, ".yaml", ".yml"), lambda fresh: Path(fresh).write_bytes(written))
        return text

    def joined(self, other: ItemMap) -> ItemMap:
        """Return the mapping with the parts of another one, which wins where both speak."""
        return ItemMap(
            columns={**self.columns, **other.columns},
            values={**self.values, **other.values},
            reversed=(*self.reversed, *other.reversed),
            missing={**self.missing, **other.missing},
            dates={**self.dates, **other.dates},
        )

    def renamed(self, names: Mapping[str, str]) -> ItemMap:
        """Return the mapping with other names for columns of the file."""
        return ItemMap(
            columns={names.get(mine, mine): theirs for mine, theirs in self.columns.items()},
            values={names.get(mine, mine): words for mine, words in self.values.items()},
            reversed=tuple(names.get(mine, mine) for mine in self.reversed),
            missing={names.get(mine, mine): given for mine, given in self.missing.items()},
            dates={names.get(mine, mine): order for mine, order in self.dates.items()},
        )

    def __repr__(self) -> str:
        return _("Mapping · columns {columns} · answer words {values} · reversed {turned}").format(
            columns=len(self.columns), values=len(self.values), turned=len(self.reversed)
        )

    def _repr_html_(self) -> str:
        import pandas as pd

        rows = pd.DataFrame(
            list(self.columns.items()), columns=[_("column of the file"), _("item")]
        )
        return html.page(html.caption(repr(self)), html.table(rows) if len(rows) else "")


def codes(missing: Any) -> dict[str, list[Any]]:
    """Return codes for no answer by column; a plain list of them stands for every column.

    Raises
    ------
    SpecError
        A code is no number and no text, or yes and no.
    """
    if missing is None:
        return {}
    parts = missing if isinstance(missing, Mapping) else {EVERY: missing}
    out = {}
    for column, given in parts.items():
        found = [_code(code) for code in _several(given)]
        if found:
            out[_name(column, "missing")] = list(dict.fromkeys(found))
    return out


def _several(given: Any) -> list[Any]:
    if isinstance(given, set | frozenset):
        return sorted(given, key=str)
    return listed(given, "missing")


def _code(code: Any) -> Any:
    plain = code.item() if hasattr(code, "item") else code
    if isinstance(plain, bool) or not isinstance(plain, str | int | float) or plain != plain:
        raise SpecError(
            _("missing: a code for no answer must be a number or text, not {value}.").format(
                value=brief(code)
            )
        )
    return int(plain) if isinstance(plain, float) and plain.is_integer() else plain


def _name(value: Any, part: str) -> str:
    number = isinstance(value, int) and not isinstance(value, bool)
    if not (single(value) and (isinstance(value, str) or number)) or not str(value).strip():
        raise SpecError(
            _("{part}: {value} is not a column name. Write it as text in quotes.").format(
                part=part, value=brief(value)
            )
        )
    return str(value)


def _numbers(column: Any, words: Any) -> dict[Any, float]:
    """Return the number of each answer, whole where it is whole; words in order count from 1."""
    if isinstance(words, list | tuple):
        words = {word: place for place, word in enumerate(words, 1)}
    out: dict[Any, float] = {}
    for word, number in mapping(words, f"values[{column!r}]").items():
        said = finite(number, f"values[{column!r}][{word!r}]")
        out[word if isinstance(word, str) else _code(word)] = (
            int(said) if said.is_integer() else said
        )
    return out


def _orders(dates: Any) -> dict[str, str]:
    """Return the order of the dates by column; one order stands for every column."""
    given = {EVERY: dates} if isinstance(dates, str) else mapping(dates, "dates")
    return {
        _name(column, "dates"): one_of(order, DATES, f"dates[{column!r}]")
        for column, order in given.items()
    }


def _once(columns: Mapping[str, str]) -> None:
    targets: dict[str, list[str]] = {}
    for mine, theirs in columns.items():
        targets.setdefault(theirs, []).append(mine)
    for item, several in targets.items():
        if len(several) > 1:
            raise SpecError(
                _("columns: {mine} all stand for {item!r}. Give each item one column.").format(
                    mine=listing(map(repr, several)), item=item
                )
            )
