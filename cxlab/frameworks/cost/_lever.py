"""Levers of a cost tree: changes of one share that a manager may buy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cxlab._core.errors import SpecError
from cxlab._core.i18n import _, listing
from cxlab._core.validate import brief, finite, text
from cxlab.frameworks._entry import Text, field_names, known, named, plain, worded


@dataclass(frozen=True)
class Lever:
    """A change of one share that a manager may buy.

    Parameters
    ----------
    name, label
        The name for code, and the name for readers.
    node
        The branch whose share moves.
    points
        By how many percentage points, with its sign.
    balance
        The sibling that takes the difference; all siblings in proportion when empty.
    """

    name: str
    node: str
    points: float
    balance: str = ""
    label: Text = ""

    def __post_init__(self) -> None:
        text(self.name, "name")
        text(self.node, f"node ({self.name})")
        text(self.balance, f"balance ({self.name})")
        worded(self.label, f"label ({self.name})")
        if not finite(self.points, f"points ({self.name})"):
            raise SpecError(
                _("points ({name}) = 0 moves nothing. Give percentage points, such as -1.").format(
                    name=self.name
                )
            )

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Lever:
        """Read what ``to_dict`` writes."""
        given = known(data, field_names(cls), _("A lever of the tree"))
        lacking = [name for name in ("name", "node", "points") if name not in given]
        if lacking:
            raise SpecError(
                _("A lever of the tree lacks {names}. Add them.").format(names=listing(lacking))
            )
        parts = ("name", "node", "balance")
        texts = {
            part: named(given[part], _("A lever of the tree")) for part in parts if part in given
        }
        return cls(**{**given, **texts})

    def to_dict(self) -> dict[str, Any]:
        """Return plain Python, without the empty fields."""
        return {name: value for name, value in vars(self).items() if value} | (
            {"label": plain(self.label)} if self.label else {}
        )


def check_levers(levers: Sequence[Lever]) -> None:
    """Refuse what is no lever, and levers that share a name.

    Raises
    ------
    SpecError
        There is one.
    """
    for lever in levers:
        if not isinstance(lever, Lever):
            raise SpecError(
                _("levers must be a list of Lever; it holds {value}.").format(value=brief(lever))
            )
    names = [lever.name for lever in levers]
    if len(set(names)) < len(names):
        raise SpecError(
            _("The levers are called {names}. Give each a name of its own.").format(
                names=listing(names)
            )
        )
