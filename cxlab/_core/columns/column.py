"""What a column means: heading, meaning and unit."""

from __future__ import annotations

from dataclasses import dataclass

from cxlab._core.i18n import _


@dataclass(frozen=True)
class Column:
    """A column's heading and meaning (both marked for translation) and its unit."""

    heading: str
    meaning: str
    unit: str = "number"  # number, index, score, share, points, p, count, money, text

    @property
    def label(self) -> str:
        """The heading in the language in use."""
        return _(self.heading)
