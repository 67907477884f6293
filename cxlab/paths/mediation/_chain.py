"""A chain of constructs: causes before effects, mediators one after another or side by side."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from cxlab._core import validate
from cxlab._core.errors import DataError, SpecError
from cxlab._core.i18n import _
from cxlab.paths.model._parts import ARROW, MOST_ROUTES


@dataclass(frozen=True, eq=False)
class Chain:
    """Columns in causal order: covariates, cause, mediators, outcome.

    Parameters
    ----------
    around
        Covariates, which enter every equation.
    stages
        Names per stage; the first stage is the cause, the last the outcome.
    """

    around: tuple[Any, ...]
    stages: tuple[tuple[Any, ...], ...]

    @property
    def names(self) -> list[Any]:
        """All columns, in the order of the moments."""
        return [*self.around, *itertools.chain(*self.stages)]

    @property
    def before(self) -> list[int]:
        """For each column, how many columns its equation holds."""
        out, start = list(range(len(self.around))), len(self.around)
        for stage in self.stages:
            out += [start] * len(stage)
            start += len(stage)
        return out

    @property
    def mediators(self) -> list[Any]:
        """The columns between cause and outcome."""
        return [name for stage in self.stages[1:-1] for name in stage]

    @property
    def beside(self) -> list[Any]:
        """The mediators that stand side by side with others."""
        return [name for stage in self.stages if len(stage) > 1 for name in stage]

    def routes(self) -> list[tuple[int, ...]]:
        """Return the places along every indirect route, short routes first."""
        names, found = self.names, []
        first, *between, last = [[names.index(name) for name in stage] for stage in self.stages]
        for picks in itertools.product(*([None, *stage] for stage in between)):
            inner = [place for place in picks if place is not None]
            if inner:
                found.append((*first, *inner, *last))
        return sorted(found, key=lambda route: (len(route), route))


def read(chain: Any, covariates: Sequence[Any] | None) -> Chain:
    """Read the stages; an inner list names mediators side by side.

    Raises
    ------
    SpecError
        Fewer than three stages, an empty one, several causes or outcomes, or too many routes.
    DataError
        A name holds the mark that stands between the columns of a term.
    """
    if isinstance(chain, (set, frozenset)) or not _several(chain):
        chain = validate.listed(chain, "chain")
    stages = tuple(
        tuple(validate.listed(entry, "chain")) if _several(entry) else (entry,) for entry in chain
    )
    if len(stages) < 3:
        raise SpecError(_("A chain names three or more columns: cause, mediator(s), outcome."))
    if not all(stages):
        raise SpecError(
            _(
                "A list inside the chain is empty. It names the mediators that stand side by side, "
                "as in ['x', ['m1', 'm2'], 'y']."
            )
        )
    if len(stages[0]) > 1 or len(stages[-1]) > 1:
        raise SpecError(
            _(
                "A chain has one cause at its start and one outcome at its end; only mediators "
                "stand side by side. Take one of {names}, and hold the others equal by covariates=."
            ).format(names=validate.brief(list(stages[0] if len(stages[0]) > 1 else stages[-1])))
        )
    routes = 1
    for stage in stages[1:-1]:
        routes *= len(stage) + 1
    if routes - 1 > MOST_ROUTES:
        raise SpecError(
            _(
                "This chain has {routes:,} routes from cause to outcome; {most:,} is the most. "
                "Take fewer mediators, or put them side by side."
            ).format(routes=routes - 1, most=MOST_ROUTES)
        )
    around = () if covariates is None else validate.listed(covariates, "covariates")
    found = Chain(tuple(around), stages)
    joined = [name for name in found.names if ARROW in str(name)]
    if joined:
        raise DataError(
            _("Column {name!r} holds an arrow, the mark between two columns. Rename it.").format(
                name=joined[0]
            )
        )
    return found


def _several(value: Any) -> bool:
    many = isinstance(value, Iterable) and not isinstance(value, (str, bytes))
    return many and getattr(value, "ndim", 1) != 0  # an array of one number has no items
