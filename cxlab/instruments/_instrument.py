"""A questionnaire as a frozen object: scale, modes, dimensions and items, in two languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
import yaml

from cxlab._core import html
from cxlab._core.columns import heading
from cxlab._core.errors import SpecError
from cxlab._core.i18n import LANGUAGES, _, language, listing, localized
from cxlab._core.labels import Labels
from cxlab._core.references import printed
from cxlab._core.resources import parse_yaml, read_own
from cxlab._core.validate import brief, closest, finite, listed, mapping, one_of, text
from cxlab.instruments._sound import check, once, paired

Text = Mapping[str, str]  # {"en": …, "zh": …}


@dataclass(frozen=True)
class Scale:
    """The answer scale: its ends, and the words that stand there."""

    low: float
    high: float
    anchors: tuple[Text, Text] | None = None


@dataclass(frozen=True)
class Item:
    """One question: its id, its wording, and whether a high answer means little of the thing."""

    id: str
    text: Text
    reversed: bool = False
    covers: Text | None = None  # what belongs to it, printed as a hint


@dataclass(frozen=True)
class Dimension:
    """Items that are averaged together."""

    name: str
    label: Text
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Mode:
    """One way of asking all items, with the columns its answers stand in, in the items' order."""

    name: str
    label: Text
    columns: tuple[str, ...]
    stem: Text | None = None
    anchors: tuple[Text, Text] | None = None  # where they differ from those of the scale


@dataclass(frozen=True)
class Weights:
    """Columns with the importance of each dimension, and the sum that was asked for."""

    columns: tuple[str, ...]
    total: float | None = None


@dataclass(frozen=True)
class Instrument:
    """A questionnaire: take one with :func:`get`, or build one from YAML or from column names.

    Parameters
    ----------
    name
        Short name, such as ``"servqual"``.
    title, about
        What a reader sees, ``{"en": …, "zh": …}``.
    scale
        Ends of the answer scale.
    modes
        One mode ``answer``, or several ways of asking the same items.
    dimensions
        The scales and their items.
    pair
        ``(end, start)``: the gap is the first mode minus the second.
    weights
        Columns with the importance of each dimension.
    sources
        Keys of the references.

    Raises
    ------
    SpecError
        A name stands twice, the modes do not have the same items, or the scale has no span.

    Examples
    --------
    >>> from cxlab.instruments import get
    >>> servqual = get("servqual")
    >>> servqual
    Service quality · items 22 · dimensions 5 · scale 1-7 · perception, expectation
    >>> servqual.rename({"Q1": "sq_p01"}).columns("perception")[:3]
    ['Q1', 'sq_p02', 'sq_p03']
    """

    name: str
    title: Text
    scale: Scale
    modes: tuple[Mode, ...]
    dimensions: tuple[Dimension, ...]
    about: Text | None = None
    pair: tuple[str, str] | None = None
    weights: Weights | None = None
    sources: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        check(self)

    def mode(self, name: str) -> Mode:
        """Return one mode; a mode the instrument lacks raises SpecError."""
        known = {mode.name: mode for mode in self.modes}
        return known[one_of(name, known, "mode")]

    def columns(self, mode: str | None = None) -> list[str]:
        """List the columns of one mode in the items' order, or of all modes."""
        modes = self.modes if mode is None else (self.mode(mode),)
        return [column for each in modes for column in each.columns]

    def scales(self, mode: str | None = None) -> dict[str, list[str]]:
        """Return the columns of each dimension in one mode (the first when none is named)."""
        left = iter(self.columns(self.modes[0].name if mode is None else mode))
        return {
            dimension.name: [next(left) for _item in dimension.items]
            for dimension in self.dimensions
        }

    @property
    def reversed(self) -> list[bool]:
        """Whether each item is reversed, in the items' order."""
        return [item.reversed for _dimension, item in self._pairs()]

    def labels(self) -> Labels:
        """Return what readers call each column, in both languages."""
        plain = len(self.modes) == 1
        return {
            column: item.text if plain else _joined(mode.label, item.text)
            for mode in self.modes
            for column, (_dimension, item) in zip(mode.columns, self._pairs(), strict=True)
        }

    def items(self, mode: str | None = None) -> pd.DataFrame:
        """Return the item table in the language in use: what a printed questionnaire needs.

        Returns
        -------
        pandas.DataFrame
            One row per mode and item: ``mode``, ``item`` (the column with the answers), ``term``
            (the dimension), ``label`` (its name), ``text``, ``covers`` if any, ``reversed``.
        """
        space = "" if language() == "zh" else " "
        rows = [
            {
                "mode": each.name,
                "item": column,
                "term": dimension.name,
                "label": localized(dimension.label),
                "text": space.join(localized(part) for part in (each.stem, item.text) if part),
                "covers": localized(item.covers or ""),
                "reversed": item.reversed,
            }
            for each in (self.modes if mode is None else (self.mode(mode),))
            for column, (dimension, item) in zip(each.columns, self._pairs(), strict=True)
        ]
        frame = pd.DataFrame(rows)
        return frame if frame["covers"].any() else frame.drop(columns="covers")

    def only(self, mode: str) -> Instrument:
        """Return the instrument with one mode alone, as SERVPERF is SERVQUAL's perceptions."""
        return replace(self, modes=(self.mode(mode),), pair=None)

    def rename(self, own: Mapping[str, str]) -> Instrument:
        """Return the instrument reading other columns.

        Parameters
        ----------
        own
            ``{column of your data: column of the instrument}``; what is not named stays.

        Raises
        ------
        SpecError
            The instrument has no such column, or two of yours stand for the same one.
        """
        known = [*self.columns(), *(self.weights.columns if self.weights else ())]
        for column in listed(mapping(own, "own").values(), "own"):
            if column not in known:
                raise SpecError(
                    _("The instrument {name!r} has no column {column}. {hint}")
                    .format(name=self.name, column=brief(column), hint=closest(column, known))
                    .strip()
                )
        once(own.values(), self.name)
        new = {bank: mine for mine, bank in own.items()}

        def turned(columns: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(new.get(column, column) for column in columns)

        weights = self.weights
        return replace(
            self,
            modes=tuple(replace(mode, columns=turned(mode.columns)) for mode in self.modes),
            weights=weights and replace(weights, columns=turned(weights.columns)),
        )

    def rescale(self, low: float, high: float) -> Instrument:
        """Return the instrument as asked on another answer scale, such as 1-5 in place of 1-7.

        Raises
        ------
        SpecError
            ``low`` is not below ``high``.
        """
        ends = finite(low, "low"), finite(high, "high")
        return replace(self, scale=replace(self.scale, low=ends[0], high=ends[1]))

    def by_item(self) -> Instrument:
        """Return the instrument with every item as a dimension of its own, without weights.

        A dimension is called like the column with its answers, of pairs the first one.
        """
        first = self.columns(self.pair[0] if self.pair else self.modes[0].name)
        return replace(
            self,
            dimensions=tuple(
                Dimension(column, item.text, (item,))
                for column, (_dimension, item) in zip(first, self._pairs(), strict=True)
            ),
            weights=None,
        )

    @classmethod
    def from_columns(
        cls,
        name: str,
        dimensions: Mapping[str, Sequence[str]],
        *,
        low: float,
        high: float,
        expectation: Mapping[str, Sequence[str]] | None = None,
        reversed: Iterable[str] = (),
    ) -> Instrument:
        """Build an instrument from the columns of your own survey.

        Parameters
        ----------
        dimensions
            ``{dimension: [columns]}``.
        low, high
            Ends of the answer scale.
        expectation
            The columns with the expectations, in the same order, where items are asked in pairs.
        reversed
            Columns of ``dimensions`` whose high answers mean little of the thing.

        Raises
        ------
        SpecError
            A column stands twice, a reversed column is not an item, or the pairs do not match.

        Examples
        --------
        >>> Instrument.from_columns("food", {"taste": ["t1", "t2"]}, low=1, high=5)
        food · items 2 · dimensions 1 · scale 1-5 · answer
        """
        dimensions = {
            str(each): listed(columns, str(each))
            for each, columns in mapping(dimensions, "dimensions").items()
        }
        items = [column for columns in dimensions.values() for column in columns]
        turned = [one_of(column, items, "reversed") for column in listed(reversed, "reversed")]
        name, ends = text(name, "name"), (finite(low, "low"), finite(high, "high"))
        modes = [Mode("answer", _same("answer"), tuple(items))]
        if expectation is not None:
            others = paired(dimensions, mapping(expectation, "expectation"))
            modes = [
                Mode("perception", _same("perception"), tuple(items)),
                Mode("expectation", _same("expectation"), tuple(others)),
            ]
        return cls(
            name=name,
            title=_same(name),
            scale=Scale(*ends),
            modes=tuple(modes),
            dimensions=tuple(
                Dimension(each, _same(each), tuple(Item(c, _same(c), c in turned) for c in columns))
                for each, columns in dimensions.items()
            ),
            pair=("perception", "expectation") if expectation is not None else None,
        )

    @classmethod
    def from_yaml(cls, source: str | Path) -> Instrument:
        """Read an instrument from a YAML file, or from the text that ``to_yaml`` gives.

        Raises
        ------
        SpecError
            A part is missing, a name stands twice, or the modes do not have the same items.
        """
        from cxlab.instruments._yaml import parse

        if isinstance(source, str) and "\n" in source:
            return parse(parse_yaml(source, _("The text")))
        return parse(read_own(source))

    def to_yaml(self) -> str:
        """Write the instrument as YAML; ``from_yaml`` reads it back unchanged."""
        from cxlab.instruments._yaml import plain

        return yaml.safe_dump(plain(self), allow_unicode=True, sort_keys=False, width=100)

    def __repr__(self) -> str:
        return _(
            "{title} · items {items} · dimensions {dimensions} · scale {low:g}-{high:g} · {modes}"
        ).format(
            title=localized(self.title),
            items=len(self.reversed),
            dimensions=len(self.dimensions),
            modes=listing(localized(mode.label) for mode in self.modes),
            low=self.scale.low,
            high=self.scale.high,
        )

    def _repr_html_(self) -> str:
        rows = pd.DataFrame(
            [
                (
                    localized(dimension.label),
                    localized(item.text),
                    _("yes") if item.reversed else "",
                    ", ".join(map(str, columns)),
                )
                for (dimension, item), columns in zip(
                    self._pairs(),
                    zip(*(mode.columns for mode in self.modes), strict=True),
                    strict=True,
                )
            ],
            columns=[_("dimension"), heading("text"), heading("reversed"), _("column")],
        )
        return html.page(
            html.caption(repr(self)),
            html.line(localized(self.about or "")),
            html.fold(_("{count} items").format(count=len(rows)), html.table(rows)),
            html.sources(printed(key) for key in self.sources),
        )

    def _pairs(self) -> list[tuple[Dimension, Item]]:
        return [(dimension, item) for dimension in self.dimensions for item in dimension.items]


def _same(word: object) -> Text:
    return dict.fromkeys(LANGUAGES, str(word))


def _joined(first: Text, second: Text) -> Text:
    return {"en": f"{first['en']}: {second['en']}", "zh": f"{first['zh']}：{second['zh']}"}
