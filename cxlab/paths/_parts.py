"""What a path model is made of: constructs with their items, paths, covariances."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cxlab._core import validate
from cxlab._core.errors import SpecError
from cxlab._core.i18n import _

MODES = ("A", "B")
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


@dataclass(frozen=True)
class Covariance:
    """Two constructs, or the errors of two items or constructs, that vary together."""

    one: str
    other: str
    label: Label = None


def construct(
    name: str,
    items: Sequence[str] | Mapping[str, Label] | None = None,
    *,
    mode: str = "A",
    of: Sequence[str] | None = None,
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
        Constructs of a lower order that it is made of.

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
    name, mode = validate.text(name, "name"), validate.one_of(mode, MODES, "mode")
    if of is not None:
        if items is not None:
            raise SpecError(
                _("{name!r} has both 'items' and 'of'. Give one of them.").format(name=name)
            )
        return Construct(name, mode=mode, of=tuple(_several(of, name)))
    if items is None:
        return Construct(name, (name,), (None,), mode)
    if isinstance(items, Mapping):
        labels = tuple(label_of(label, name) for label in items.values())
        return Construct(name, tuple(_several(list(items), name)), labels, mode)
    columns = tuple(_several(items, name))
    return Construct(name, columns, (None,) * len(columns), mode)


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
    pair = (validate.text(one, "one"), validate.text(other, "other"))
    return Construct(":".join(pair) if name is None else validate.text(name, "name"), product=pair)


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
    source = validate.text(source, "source")
    ends = [validate.text(end, "to") for end in validate.listed(to, "to")]
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
    one, other = validate.text(one, "one"), validate.text(other, "other")
    return Covariance(one, other, label_of(label, one))


def label_of(label: Any, name: str) -> Label:
    """Return a label as a name, a finite number, or ``None``."""
    if label is None or isinstance(label, str):
        return label or None
    return float(validate.finite(label, name))


def _several(names: Any, construct: str) -> list[str]:
    listed = [validate.text(each, construct) for each in validate.listed(names, construct)]
    if not listed:
        raise SpecError(
            _("{name!r} has no items. Name the columns that measure it.").format(name=construct)
        )
    return listed
