"""What a document is made of, in the order it was given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from cxlab._core.errors import SpecError
from cxlab._core.i18n import _
from cxlab._core.result import Result
from cxlab._core.validate import brief, kind, sequence, text

ASKED = 2  # a heading and what stands under it


@dataclass(frozen=True)
class Statement:
    """Words, and the places of the parts whose tables they draw on."""

    text: str
    of: tuple[int, ...] = ()


@dataclass(frozen=True, eq=False)
class Part:
    """A heading with a result or a frame under it, or with words only.

    Parameters
    ----------
    heading
        Heading; the same as before adds to the section above.
    content
        What the table and the figure show; ``None`` for words only.
    words
        Statements in place of what the result says of itself.
    drawn
        Whether the figure is wanted, where there is one.
    """

    heading: str
    content: Result | pd.DataFrame | None
    words: tuple[Statement, ...] | None = None
    drawn: bool = True


def parts_of(given: Any) -> tuple[Part, ...]:
    """Return a mapping or a sequence of pairs as parts.

    Raises
    ------
    SpecError
        It is neither, it is empty, or something is no result and no frame.
    """
    pairs = list(given.items()) if isinstance(given, Mapping) else sequence(given, "parts")
    if not pairs:
        raise SpecError(_("A document needs at least one part: a heading and a result."))
    return tuple(_part(pair) for pair in pairs)


def _part(pair: Any) -> Part:
    if not isinstance(pair, (tuple, list)) or len(pair) != ASKED:
        raise SpecError(
            _("Each part is a pair (heading, result or DataFrame), not {value}.").format(
                value=brief(pair)
            )
        )
    heading, content = pair
    text(heading, "heading")
    if not isinstance(content, (Result, pd.DataFrame)):
        raise SpecError(
            _("{heading} must be a result or a DataFrame, not {kind}.").format(
                heading=brief(heading), kind=kind(content)
            )
        )
    if isinstance(content, pd.DataFrame) and not content.shape[1]:
        raise SpecError(
            _("The DataFrame under {heading} has no columns.").format(heading=brief(heading))
        )
    return Part(heading, content)
