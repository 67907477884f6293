"""Branches of a cost tree: shares that add up, down to outcomes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from cxlab._core.errors import SpecError
from cxlab._core.i18n import _, listing
from cxlab._core.validate import closest, finite, one_of, sequence, share, text
from cxlab.frameworks._entry import Text, field_names, known, named, plain, worded

OUTCOMES = ("lost", "at_risk", "kept")
TOLERANCE = 1e-9  # by which the shares of a split may miss 1
DEEPEST = 20  # levels; more are a branch that contains itself


@dataclass(frozen=True)
class Node:
    """A branch: its share of the branch above, and either branches of its own or an outcome.

    Parameters
    ----------
    name
        Unique among its siblings, without ``/``.
    share
        Part of the branch above, 0-1.
    outcome
        ``lost``, ``at_risk`` or ``kept``; empty on a branch that divides further.
    branches
        Their shares add up to 1.
    label
        The name for readers.
    """

    name: str
    share: float
    outcome: str = ""
    branches: tuple[Node, ...] = ()
    label: Text = ""

    def __post_init__(self) -> None:
        if not text(self.name, "name") or "/" in self.name:
            raise SpecError(
                _("{name!r} cannot name a branch. Give a name without '/'.").format(name=self.name)
            )
        share(self.share, self.name)
        worded(self.label, f"label ({self.name})")
        if self.branches:
            if self.outcome:
                raise SpecError(
                    _("{name!r} has both branches and an outcome. Keep one of the two.").format(
                        name=self.name
                    )
                )
            check_split(self.name, self.branches)
        else:
            one_of(self.outcome, OUTCOMES, f"outcome ({self.name})")

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], *, level: int = 1) -> Node:
        """Read what ``to_dict`` writes; ``level`` is the depth of the branch in its tree."""
        given = known(data, field_names(cls), _("A branch of the tree"))
        if "name" not in given or "share" not in given:
            raise SpecError(_("A branch of the tree needs a name and a share. Add both."))
        name = named(given["name"], _("A branch of the tree"))
        check_depth(name, level)
        rows = sequence(given.get("branches", ()), f"branches ({name})")
        branches = tuple(cls.from_dict(each, level=level + 1) for each in rows)
        part = share(given["share"], name)
        return cls(**{**given, "name": name, "share": part, "branches": branches})

    def to_dict(self) -> dict[str, Any]:
        """Return plain Python, without the empty fields."""
        out = {
            "name": self.name,
            "share": self.share,
            "outcome": self.outcome,
            "label": plain(self.label),
            "branches": [each.to_dict() for each in self.branches],
        }
        return {key: value for key, value in out.items() if value or key == "share"}


def check_depth(name: str, level: int) -> None:
    """Refuse a branch that lies too deep, as one that contains itself does.

    Raises
    ------
    SpecError
        It does.
    """
    if level > DEEPEST:
        raise SpecError(
            _(
                "{name!r} lies deeper than {most} levels. Make the tree flatter, and see that no "
                "branch contains itself."
            ).format(name=name, most=DEEPEST)
        )


def check_split(name: str, branches: tuple[Node, ...]) -> None:
    """Refuse branches that do not add up to 1, or that share a name.

    Raises
    ------
    SpecError
        They do; the message names the branch, its parts and their sum.
    """
    names = [each.name for each in branches]
    if len(set(names)) < len(names):
        raise SpecError(
            _("The branches of {name!r} are {names}. Give each a name of its own.").format(
                name=name, names=listing(names)
            )
        )
    total = math.fsum(each.share for each in branches)
    if abs(total - 1) > TOLERANCE:
        raise SpecError(
            _(
                "The branches of {name!r} add up to {total:.12g}, not to 1 ({parts}). "
                "Correct the shares, or add the branch that is left out."
            ).format(
                name=name,
                total=total,
                parts=listing(f"{each.name} {each.share:.12g}" for each in branches),
            )
        )


def walk(
    branches: tuple[Node, ...], above: str = "", level: int = 1
) -> Iterator[tuple[str, int, Node]]:
    """Yield path, level and node of every branch, each parent before its own branches."""
    for node in branches:
        check_depth(node.name, level)
        path = f"{above}/{node.name}" if above else node.name
        yield path, level, node
        yield from walk(node.branches, path, level + 1)


def find(branches: tuple[Node, ...], name: str) -> str:
    """Return the path of a branch given by its path, or by as much of its end as is unique.

    Raises
    ------
    SpecError
        No branch has that name, or several do.
    """
    paths = [path for path, _level, _node in walk(branches)]
    if text(name, "node") in paths:
        return name
    fitting = [path for path in paths if path.endswith(f"/{name}")]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise SpecError(
            _("{name!r} fits several branches: {names}. Write more of the path.").format(
                name=name, names=listing(fitting)
            )
        )
    raise SpecError(
        _("The tree has no branch {name!r}. {hint}")
        .format(name=name, hint=closest(name, paths))
        .strip()
    )


def with_share(
    branches: tuple[Node, ...], path: str, value: float, balance: str | None
) -> tuple[Node, ...]:
    """Return the branches with one share set; its siblings, or one of them, take the difference."""
    head, _slash, rest = path.partition("/")
    if rest:
        return tuple(
            replace(each, branches=with_share(each.branches, rest, value, balance))
            if each.name == head
            else each
            for each in branches
        )
    shares = moved({each.name: each.share for each in branches}, head, value, balance)
    return tuple(replace(each, share=shares[each.name]) for each in branches)


def moved(
    shares: Mapping[str, float], name: str, value: float, balance: str | None
) -> dict[str, float]:
    """Set one share of a split and let the rest make up the sum of 1.

    Without ``balance`` the siblings keep their proportions (equal parts if all were zero).

    Raises
    ------
    SpecError
        There is no sibling, or the balancing one would leave 0-1.
    """
    new = share(value, name)
    others = [each for each in shares if each != name]
    if not others:
        raise SpecError(
            _("{name!r} is the only branch of its split; its share stays 1.").format(name=name)
        )
    if balance is not None:
        one_of(balance, others, "balance")
        left = shares[balance] + shares[name] - new
        if not -TOLERANCE <= left <= 1 + TOLERANCE:
            raise SpecError(
                _(
                    "{name!r} cannot be {value:g}: {balance!r} would have to be {left:g}. "
                    "Move less, or let all siblings share the change."
                ).format(name=name, value=new, balance=balance, left=left)
            )
        return {**shares, name: new, balance: min(max(left, 0.0), 1.0)}
    rest = math.fsum(shares[each] for each in others)
    parts = {
        each: (1 - new) * (shares[each] / rest if rest > 0 else 1 / len(others)) for each in others
    }
    return {each: new if each == name else parts[each] for each in shares}


def rates(branches: tuple[Node, ...]) -> dict[str, float]:
    """Return the shares of a set of branches that end lost, at risk and kept."""
    total = dict.fromkeys(OUTCOMES, 0.0)
    for node in branches:
        below = rates(node.branches) if node.branches else {node.outcome: 1.0}
        for outcome, part in below.items():
            total[outcome] += node.share * part
    return total


def positive(revenue: float) -> float:
    """Return revenue once it is above zero.

    Raises
    ------
    SpecError
        It is not.
    """
    number = finite(revenue, "revenue")
    if number <= 0:
        raise SpecError(
            _("revenue = {value:g} must be above 0: shares of nothing cost nothing.").format(
                value=number
            )
        )
    return number
