"""A path model as one frozen object that reads like its diagram, whatever engine fits it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from graphlib import CycleError, TopologicalSorter
from pathlib import Path as File
from typing import TYPE_CHECKING, Any

import yaml

from cxlab._core import html
from cxlab._core.errors import SpecError
from cxlab._core.i18n import _, listing, shortlist
from cxlab._core.resources import parse_yaml, read_own
from cxlab._core.validate import brief, closest
from cxlab.paths.model._parts import Construct, Covariance, Path, once

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST = 500  # items, or constructs
Part = Construct | Path | Covariance | Iterable[Path]


class PathModel:
    """Constructs, what measures them, and the arrows between them.

    Parameters
    ----------
    parts
        What :func:`construct`, :func:`interaction`, :func:`path` and :func:`covariance` give, in
        any order.

    Raises
    ------
    SpecError
        A name stands twice, an arrow starts or ends nowhere, or a part is something else.

    Examples
    --------
    >>> from cxlab.paths import PathModel, construct, path
    >>> model = PathModel(
    ...     construct("quality", items=["q1", "q2", "q3"]),
    ...     construct("loyalty", items=["l1", "l2"]),
    ...     path("quality", to="loyalty"),
    ... )
    >>> print(model.to_syntax())
    quality =~ q1 + q2 + q3
    loyalty =~ l1 + l2
    loyalty ~ quality
    """

    __slots__ = ("constructs", "covariances", "paths")

    constructs: tuple[Construct, ...]
    paths: tuple[Path, ...]
    covariances: tuple[Covariance, ...]

    def __init__(self, *parts: Part) -> None:
        flat = [piece for part in parts for piece in _pieces(part)]
        for kind, name in ((Construct, "constructs"), (Path, "paths"), (Covariance, "covariances")):
            object.__setattr__(self, name, tuple(p for p in flat if isinstance(p, kind)))
        _check(self)

    def __setattr__(self, name: str, value: Any) -> None:
        """Refuse: a model is changed by making another."""
        raise AttributeError(_("A PathModel cannot be changed. Build a new one from its parts."))

    def __reduce__(self) -> Any:
        """Pickle and copy by its parts."""
        return PathModel, self.parts

    @property
    def parts(self) -> tuple[Construct | Path | Covariance, ...]:
        """Everything it is made of."""
        return (*self.constructs, *self.paths, *self.covariances)

    def __eq__(self, other: object) -> bool:
        """Whether both are made of the same parts in the same order."""
        return isinstance(other, PathModel) and self.parts == other.parts

    def __hash__(self) -> int:
        """Return the hash of the parts."""
        return hash(self.parts)

    @property
    def names(self) -> list[str]:
        """The constructs in the order named."""
        return [each.name for each in self.constructs]

    @property
    def items(self) -> list[str]:
        """The columns of the data that it needs, each once, in the order named."""
        return list(dict.fromkeys(item for each in self.constructs for item in each.items))

    def construct(self, name: str) -> Construct:
        """Return one construct; a name that is not there raises SpecError."""
        return self.constructs[self.names.index(self._known(name))]

    def causes(self, name: str) -> list[str]:
        """List the constructs whose arrows end at this one."""
        name = self._known(name)
        return [each.source for each in self.paths if each.target == name]

    def effects(self, name: str) -> list[str]:
        """List the constructs where the arrows of this one end."""
        name = self._known(name)
        return [each.target for each in self.paths if each.source == name]

    def _known(self, name: Any) -> str:
        if not isinstance(name, str) or name not in self.names:
            raise _unknown(name, self.names)
        return name

    @property
    def outcomes(self) -> list[str]:
        """The constructs at which an arrow ends (endogenous), in the order named."""
        ends = {each.target for each in self.paths}
        return [name for name in self.names if name in ends]

    def layers(self) -> list[list[str]]:
        """Return the constructs layer by layer, causes before effects.

        Raises
        ------
        SpecError
            The arrows run in a circle.
        """
        before: dict[str, list[str]] = {name: [] for name in self.names}
        place = {name: at for at, name in enumerate(self.names)}
        for each in self.paths:
            before[each.target].append(each.source)
        order: TopologicalSorter[str] = TopologicalSorter(before)
        try:
            order.prepare()
        except CycleError as error:
            circle = [name for name in self.names if name in error.args[1]]
            raise SpecError(
                _(
                    "The paths run in a circle through {names}. Take one of the arrows out: "
                    "causes must come before effects."
                ).format(names=shortlist(circle, 8))
            ) from error
        layers = []
        while order.is_active():
            layers.append(sorted(order.get_ready(), key=place.__getitem__))
            order.done(*layers[-1])
        return layers

    @classmethod
    def from_syntax(cls, text: str) -> PathModel:
        """Read a model in lavaan's notation (``=~``, ``~``, ``~~``, ``<~``).

        Full-width signs count as the plain ones; names with spaces or signs stand in backquotes.

        Examples
        --------
        >>> PathModel.from_syntax("f =~ a + b + c; g =~ d + e + 0.8*f2; g ~ f").outcomes
        ['g']
        """
        from cxlab.paths.model._syntax import parse

        return parse(text)

    def to_syntax(self) -> str:
        """Write the model in lavaan's notation; ``from_syntax`` reads it back unchanged."""
        from cxlab.paths.model._syntax import written

        return written(self)

    @classmethod
    def from_yaml(cls, source: str | File) -> PathModel:
        """Read a model from a YAML file, or from the text that ``to_yaml`` gives."""
        from cxlab.paths.model._yaml import parse

        if isinstance(source, str) and "\n" in source:
            return parse(parse_yaml(source, _("The text")))
        return parse(read_own(source))

    def to_yaml(self) -> str:
        """Write the model as YAML; ``from_yaml`` reads it back unchanged."""
        from cxlab.paths.model._yaml import plain

        return yaml.safe_dump(plain(self), allow_unicode=True, sort_keys=False, width=100)

    def plot(self, ax: Axes | None = None, *, items: bool = False) -> Axes:
        """Draw the constructs, causes before effects, and the arrows, without numbers.

        Parameters
        ----------
        ax
            Axes to draw on; a new figure when absent.
        items
            Whether to write the items into the boxes.

        Returns
        -------
        matplotlib.axes.Axes
        """
        from cxlab.paths.model._diagram import draw

        return draw(self, ax, items)

    def __repr__(self) -> str:
        return _("Path model · constructs {constructs} · items {items} · paths {paths}").format(
            constructs=len(self.constructs), items=len(self.items), paths=len(self.paths)
        )

    def _repr_html_(self) -> str:
        return html.page(html.caption(repr(self)), html.code(self.to_syntax()))


def _pieces(part: Any) -> list[Construct | Path | Covariance]:
    if isinstance(part, Construct | Path | Covariance):
        return [part]
    pieces = list(part) if isinstance(part, tuple | list) else [part]
    for piece in pieces:
        if not isinstance(piece, Construct | Path | Covariance):
            raise SpecError(
                _(
                    "A PathModel is made of construct(...), interaction(...), path(...) and "
                    "covariance(...), not of {kind}."
                ).format(kind=type(piece).__name__)
            )
    return pieces


def _check(model: PathModel) -> None:
    names = model.names
    if not names:
        raise SpecError(
            _("The model has no construct. Begin with construct('quality', items=[...]).")
        )
    known = dict.fromkeys([*names, *model.items])
    columns = {item for each in model.constructs if not each.observed for item in each.items}
    once(names, _("The construct {names} stands twice in the model. Define it once."))
    once(
        [f"{each.source} -> {each.target}" for each in model.paths],
        _("The path {names} stands twice in the model. Draw it once."),
    )
    once(
        [" ~~ ".join(sorted((each.one, each.other))) for each in model.covariances],
        _("The covariance {names} stands twice in the model. Say it once."),
    )
    both = [name for name in names if name in columns]
    if both:
        raise SpecError(
            _("{names} is both a construct and an item. Give the construct another name.").format(
                names=listing(map(repr, both))
            )
        )
    constructs = set(names)
    ends = [end for each in model.paths for end in (each.source, each.target)]
    parts = [name for each in model.constructs for name in (*each.of, *(each.product or ()))]
    for name in (*ends, *parts):
        if name not in constructs:
            raise _unknown(name, names)
    for pair in model.covariances:
        for name in (pair.one, pair.other):
            if name not in known:
                raise SpecError(
                    _("The model has no construct and no item {name}. {hint}")
                    .format(name=brief(name), hint=closest(name, known))
                    .strip()
                )
    for arrow in model.paths:
        if arrow.source == arrow.target:
            raise SpecError(
                _("The path of {name!r} leads to itself. Leave it out.").format(name=arrow.source)
            )
    _labels(model, known)
    _nested(model)


def _labels(model: PathModel, known: Collection[str]) -> None:
    """Refuse labels that are constructs or items: a product was meant, or a plus."""
    labels = [label for each in model.constructs for label in each.labels]
    labels += [each.label for each in model.paths] + [each.label for each in model.covariances]
    for label in labels:
        if isinstance(label, str) and label in known:
            raise SpecError(
                _(
                    "{label!r} stands as a label and is a construct or an item too. A star only "
                    "labels a number: write a:b for an interaction, + between items, or another "
                    "label."
                ).format(label=label)
            )


def _nested(model: PathModel) -> None:
    """Refuse constructs that are made of themselves."""
    inner = {each.name: each.of or each.product or () for each in model.constructs}
    try:
        TopologicalSorter(inner).prepare()
    except CycleError as error:
        circle = [name for name in model.names if name in error.args[1]]
        raise SpecError(
            _("{names} is made of itself. Name the items, or other constructs.").format(
                names=shortlist(map(repr, circle), 8)
            )
        ) from error


def computable(model: PathModel) -> None:
    """Refuse models beyond any computer's memory and patience.

    Raises
    ------
    SpecError
        It has too many items or constructs.
    """
    count = max(len(model.items), len(model.constructs))
    if count > MOST:
        raise SpecError(
            _(
                "The model has {count:,} items or constructs; {most} is the most that can be "
                "computed. Fit parts of it, or put means of items in their place."
            ).format(count=count, most=MOST)
        )


def _unknown(name: Any, known: Iterable[str]) -> SpecError:
    return SpecError(
        _("The model has no construct {name}. {hint}")
        .format(name=brief(name), hint=closest(name, list(known)))
        .strip()
    )
