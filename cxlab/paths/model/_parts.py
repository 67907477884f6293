"""What a path model is made of: constructs with their items, paths, covariances."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cxlab._core import validate
from cxlab._core.errors import SpecError
from cxlab._core.i18n import _, listing

MODES = ("A", "B")
NAME = r"[^\W\d][\w.]*"  # what is a name without quotes
WORDS = ("na", "nan", "inf", "true", "false", "none", "null")  # of no number, but no name either
LARGEST = 1e12  # number that can be fixed: products of larger ones leave the range of floats
ARROW = " -> "  # stands between cause and effect in tables
MOST_ROUTES = 1000  # nine constructs in a row make 511
Label = str | float | None  # a name: equal where it is the same; a number: fixed; None: free


@dataclass(frozen=True)
class Construct:
    """Something that is not measured itself, and what stands for it.

    Parameters
    ----------
    name
        Of the construct.
    items
        Columns of the data that measure it.
    labels
        For each item: ``None`` where its loading is free, a number where it is fixed, a name where
        it is equal to the others of that name.
    mode
        ``"A"``: the items reflect the construct; ``"B"``: they form it.
    of
        Constructs of a lower order that it is made of, in the place of items.
    product
        Two constructs whose interaction it is, in the place of items.
    """

    name: str
    items: tuple[str, ...] = ()
    labels: tuple[Label, ...] = ()
    mode: str = "A"
    of: tuple[str, ...] = ()
    product: tuple[str, str] | None = None

    def __post_init__(self) -> None:
        """Refuse what is no construct, however it is made."""
        name = named(self.name, "name")
        validate.one_of(self.mode, MODES, "mode")
        kinds = (self.items, self.of, () if self.product is None else self.product)
        plain = all(isinstance(each, tuple) for each in (*kinds, self.labels))
        if not plain or sum(map(bool, kinds)) != 1 or len(kinds[2]) not in (0, 2):
            raise SpecError(
                _(
                    "{name!r} must have items, or other constructs it is made of, or two whose "
                    "interaction it is: one of these. Use construct() or interaction()."
                ).format(name=name)
            )
        for part in (part for each in kinds for part in each):
            named(part, name)
        once(self.items or self.of, _("{names} stands twice in {whole!r}. Name it once."), name)
        if self.labels and len(self.labels) != len(self.items or self.of):
            raise SpecError(
                _("{name!r} has {count} labels for {parts} items. Give one for each.").format(
                    name=name, count=len(self.labels), parts=len(self.items or self.of)
                )
            )
        for label in self.labels:
            label_of(label, name)

    @property
    def observed(self) -> bool:
        """Whether it is a column of the data itself."""
        return self.items == (self.name,)


@dataclass(frozen=True)
class Path:
    """An arrow from one construct to another."""

    source: str
    target: str
    label: Label = None

    def __post_init__(self) -> None:
        """Refuse what is no arrow, however it is made."""
        label_of(self.label, named(self.source, "source"))
        named(self.target, "to")


@dataclass(frozen=True)
class Covariance:
    """Two constructs, or the errors of two items or constructs, that vary together."""

    one: str
    other: str
    label: Label = None

    def __post_init__(self) -> None:
        """Refuse what is no pair, however it is made."""
        label_of(self.label, named(self.one, "one"))
        named(self.other, "other")


def construct(
    name: str,
    items: Sequence[str] | Mapping[str, Label] | None = None,
    *,
    mode: str = "A",
    of: Sequence[str] | Mapping[str, Label] | None = None,
) -> Construct:
    """Name a construct and what measures it.

    Parameters
    ----------
    name
        Of the construct.
    items
        Columns of the data; ``{column: label}`` fixes a loading to a number, or makes those of the
        same name equal. Without items (and without ``of``) the construct is the column ``name``.
    mode
        ``"A"``: the items reflect the construct; ``"B"``: they form it.
    of
        Constructs of a lower order that it is made of; ``{construct: label}`` as with items.

    Returns
    -------
    Construct

    Raises
    ------
    SpecError
        Nothing measures it, an item stands twice, or both ``items`` and ``of`` are given.

    Examples
    --------
    >>> construct("quality", items=["q1", "q2", "q3"]).items
    ('q1', 'q2', 'q3')
    >>> construct("quality", items={"q1": 1, "q2": "a", "q3": "a"}).labels
    (1.0, 'a', 'a')
    """
    name = named(name, "name")
    if items is not None and of is not None:
        raise SpecError(
            _("{name!r} has both 'items' and 'of'. Give one of them.").format(name=name)
        )
    if items is None and of is None:
        return Construct(name, (name,), (None,), mode)
    given = items if of is None else of
    labels: tuple[Label, ...] = ()
    if isinstance(given, Mapping):
        labels = tuple(label_of(label, name) for label in given.values())
        given = list(given)
    parts = tuple(_several(given, name))
    if of is None:
        return Construct(name, parts, labels or (None,) * len(parts), mode)
    return Construct(name, (), labels if any(v is not None for v in labels) else (), mode, parts)


def interaction(one: str, other: str, *, name: str | None = None) -> Construct:
    """Name the product of two constructs: one makes the effect of the other stronger or weaker.

    Parameters
    ----------
    one, other
        The constructs.
    name
        Of the product; ``one:other`` when absent.

    Returns
    -------
    Construct

    Raises
    ------
    SpecError
        A name is no text.

    Examples
    --------
    >>> interaction("image", "value")
    Construct(name='image:value', items=(), labels=(), mode='A', of=(), product=('image', 'value'))
    """
    pair = (named(one, "one"), named(other, "other"))
    return Construct(":".join(pair) if name is None else name, product=pair)


def path(source: str, to: str | Sequence[str], *, label: Label = None) -> tuple[Path, ...]:
    """Draw arrows from one construct to one or several others.

    Parameters
    ----------
    source
        Where the arrows start.
    to
        Where they end.
    label
        A number fixes the coefficients; a name makes those of the same name equal.

    Returns
    -------
    tuple of Path

    Raises
    ------
    SpecError
        A name is no text, or the label neither a name nor a number.

    Examples
    --------
    >>> path("quality", to=["value", "satisfaction"])
    (Path(source='quality', target='value', label=None), Path(source='quality', ...))
    """
    source = named(source, "source")
    ends = validate.listed(to, "to")
    if not ends:
        raise SpecError(
            _(
                "The path of {name!r} leads nowhere. Name where it ends, such as to='loyalty'."
            ).format(name=source)
        )
    return tuple(Path(source, end, label_of(label, source)) for end in ends)


def covariance(one: str, other: str, *, label: Label = None) -> Covariance:
    """Let two constructs, or the errors of two items, vary together; ``label=0`` forbids it.

    Parameters
    ----------
    one, other
        Two constructs, or two items.
    label
        A number fixes the covariance; a name makes those of the same name equal.

    Returns
    -------
    Covariance

    Raises
    ------
    SpecError
        A name is no text, or the label neither a name nor a number.

    Examples
    --------
    >>> covariance("q1", "q2")
    Covariance(one='q1', other='q2', label=None)
    """
    return Covariance(one, other, label_of(label, named(one, "one")))


def named(value: Any, what: str) -> str:
    """Return a name of a construct or an item.

    Raises
    ------
    SpecError
        It is no text, blank, or can't be told from an arrow.
    """
    if not isinstance(value, str):
        raise SpecError(
            _(
                "{what} must be a name in quotes, not {value}. Columns without names get them by "
                "data.columns = data.columns.map(str)."
            ).format(what=what, value=validate.brief(value))
        )
    if not value.strip():
        raise SpecError(_("A name ({what}) is blank. Give it letters.").format(what=what))
    if ARROW in value:
        raise SpecError(
            _(
                "{name} holds an arrow, which tables write between cause and effect. Rename it."
            ).format(name=validate.brief(value))
        )
    return value


def label_of(label: Any, name: str) -> Label:
    """Return a label as a name, a finite number, or ``None``.

    Raises
    ------
    SpecError
        It is something else.
    """
    if label is None or (isinstance(label, str) and not label):
        return None
    if not isinstance(label, str):
        try:
            return validate.inside(label, -LARGEST, LARGEST, name)
        except SpecError:
            raise _no_label(label, name) from None
    if label.lower() == "na":
        raise SpecError(
            _(
                "NA before {name!r} would free its number. It is free already, unless it is the "
                "first loading, which is 1: put 1 before another item instead. Where constructs "
                "have variance 1 is shown in the column beta."
            ).format(name=name)
        )
    if not re.fullmatch(NAME, label) or label.lower() in WORDS:
        raise _no_label(label, name)
    return label


def once(names: Sequence[str], message: str, whole: str = "") -> None:
    """Refuse names that stand twice.

    Raises
    ------
    SpecError
        One does; ``message`` has places for ``names`` and ``whole``.
    """
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise SpecError(message.format(names=listing(map(repr, twice)), whole=whole))


def _no_label(label: Any, name: str) -> SpecError:
    return SpecError(
        _(
            "{label} at {name!r} is no label. A number, at most {most:g}, fixes; a name of "
            "letters, such as x, makes all numbers of that name equal."
        ).format(label=validate.brief(label), name=name, most=LARGEST)
    )


def _several(names: Any, construct: str) -> list[str]:
    listed = validate.listed(names, construct)
    if not listed:
        raise SpecError(
            _("{name!r} has no items. Name the columns that measure it.").format(name=construct)
        )
    return listed
