"""What a PLS model is made of: which items belong to which construct, and the arrows between."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Arrows = NDArray[np.bool_]

SCHEMES = ("path", "factorial", "centroid")


@dataclass(frozen=True, eq=False)
class Design:
    """The items of each construct, and the arrows between constructs.

    Parameters
    ----------
    sizes
        Number of items of each construct; items stand in the order of the constructs.
    formative
        Whether a construct's weights are those of a regression (mode B), shape (n_constructs,).
    arrows
        ``arrows[source, target]``, shape (n_constructs, n_constructs), without circles.
    scheme
        How constructs stand for each other between two steps: ``path``, ``factorial``,
        ``centroid``.
    """

    sizes: tuple[int, ...]
    formative: NDArray[np.bool_]
    arrows: Arrows
    scheme: str = "path"

    @cached_property
    def starts(self) -> NDArray[np.int64]:
        """First item of each construct."""
        return np.cumsum([0, *self.sizes[:-1]])

    @cached_property
    def block(self) -> NDArray[np.int64]:
        """Construct of each item, shape (n_items,)."""
        return np.repeat(np.arange(len(self.sizes)), self.sizes)

    def items(self, construct: int | np.integer) -> slice:
        """Return the items of one construct."""
        return self._items[construct]

    @cached_property
    def _items(self) -> list[slice]:
        ends = [*self.starts, sum(self.sizes)]
        return [slice(int(a), int(b)) for a, b in pairwise(ends)]

    def causes(self, construct: int) -> NDArray[np.int64]:
        """Return the constructs whose arrows end at this one."""
        return self._causes[construct]

    @cached_property
    def _causes(self) -> list[NDArray[np.int64]]:
        return [np.flatnonzero(column) for column in self.arrows.T]

    @cached_property
    def neighbours(self) -> list[NDArray[np.int64]]:
        """The constructs joined to each construct by an arrow, in either direction."""
        return [np.flatnonzero(column) for column in self.linked.T]

    @cached_property
    def order(self) -> list[int]:
        """Constructs, causes before effects."""
        left, out = set(range(len(self.sizes))), []
        while left:
            ready = [j for j in sorted(left) if not left & set(self.causes(j))]
            if not ready:
                raise ValueError("the arrows run in a circle")
            out += ready
            left -= set(ready)
        return out

    @cached_property
    def linked(self) -> Arrows:
        """Whether two constructs are joined by an arrow, in either direction."""
        return self.arrows | self.arrows.T
