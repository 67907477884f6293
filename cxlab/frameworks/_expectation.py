"""Solve the triangle law for the expectation: what a customer must have expected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, overload

import pandas as pd

from cxlab._core.errors import SpecError
from cxlab._core.i18n import N_, _, paragraph
from cxlab._core.numerals import signed
from cxlab._core.result import Result
from cxlab._core.validate import finite
from cxlab.frameworks._pairs import Numbers, paired


@overload
def expectation_behind(experience: float, satisfaction: float) -> float: ...
@overload
def expectation_behind(experience: Numbers, satisfaction: Numbers) -> pd.Series: ...
def expectation_behind(experience: Any, satisfaction: Any) -> Any:
    """Return the expectation that explains an observed satisfaction: E = X - S.

    Parameters
    ----------
    experience, satisfaction
        Two numbers, or two mappings (or Series) with the same keys.

    Returns
    -------
    float or pandas.Series

    Raises
    ------
    SpecError
        A value is not a finite number, or the keys differ.

    Examples
    --------
    >>> expectation_behind(8, -1)
    9.0
    """
    if not isinstance(experience, Mapping | pd.Series) and not isinstance(
        satisfaction, Mapping | pd.Series
    ):
        return finite(experience, "experience") - finite(satisfaction, "satisfaction")
    pairs = paired(experience, satisfaction, ("experience", "satisfaction"))
    return pd.Series({name: lived - content for name, (lived, content) in pairs.items()})


FIRMS = {"bank": N_("Bank"), "telecom": N_("Telecom company")}  # the firms of the source


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class ParadoxResult(Result):
    """Two firms, and the expectations that explain their customers' satisfaction.

    Parameters
    ----------
    holds
        True if the better experience goes with the lower satisfaction.
    """

    holds: bool

    title = N_("Expectations behind two firms")
    drawing = "cxlab.plots:triangle"
    sources = ("li_2005", "oliver_1980")
    units = MappingProxyType(dict.fromkeys(("experience", "expectation", "satisfaction"), "score"))

    def label(self, term: str) -> str:
        """Return the name of a firm; those of the source in the language in use."""
        return _(FIRMS[term]) if term in FIRMS else super().label(term)

    def summary(self) -> dict[str, Any]:
        """Return whether the paradox holds."""
        return {"holds": self.holds}

    def headline(self) -> str:
        """State which firm is better and yet less liked, and why."""
        better, other = self._firms()
        if not self.holds:
            return _("No paradox: the better experience satisfies at least as much")
        return _(
            "{firm}: better experience, less satisfaction, because {gap} more was expected"
        ).format(firm=self.label(better.term), gap=f"{better.expectation - other.expectation:.1f}")

    def explain(self) -> str:
        """Give both expectations and the condition of the paradox."""
        better, other = self._firms()
        text = _(
            "{better}: experience {x1:.1f}, satisfaction {s1}, so customers expected {e1:.1f}. "
            "{other}: experience {x2:.1f}, satisfaction {s2}, so customers expected {e2:.1f}. A "
            "better experience satisfies less exactly when expectations differ by more than "
            "experiences do: here {de} against {dx}."
        ).format(
            better=self.label(better.term),
            other=self.label(other.term),
            x1=better.experience,
            x2=other.experience,
            s1=signed(better.satisfaction),
            s2=signed(other.satisfaction),
            e1=better.expectation,
            e2=other.expectation,
            de=signed(better.expectation - other.expectation),
            dx=signed(better.experience - other.experience),
        )
        caution = _(
            "The expectations are solved for, not measured: "
            "they show what the law would need to be true."
        )
        return paragraph([text, caution])

    def plot_options(self) -> dict[str, Any]:
        """Words of the triangle."""
        return triangle_words()

    def _firms(self) -> tuple[Any, Any]:
        better, other = self.table.sort_values("experience", ascending=False).itertuples()
        return better, other


def triangle_words() -> dict[str, Any]:
    """Words of the triangle view in the language in use."""
    return {
        "axis": (_("expectation"), _("experience")),
        "words": (_("content"), _("as expected"), _("disappointed")),
    }


def paradox(experience: Numbers, satisfaction: Numbers) -> ParadoxResult:
    """Solve for the expectations of two firms: why the better one may satisfy less.

    Parameters
    ----------
    experience, satisfaction
        One number per firm, ``{"bank": 8, "telecom": 5}``; any scale, the same for both.

    Returns
    -------
    ParadoxResult
        ``tidy()`` has one row per firm: experience, expectation, satisfaction.

    Raises
    ------
    SpecError
        There are not two firms, or their names differ.

    Notes
    -----
    With S = X - E, firm A is better and satisfies less (X_A > X_B and S_A < S_B) if and only if
    X_A > X_B and E_A > E_B + (X_A - X_B).

    Examples
    --------
    >>> paradox({"bank": 8, "telecom": 5}, {"bank": -1, "telecom": 1}).holds
    True
    """
    pairs = paired(experience, satisfaction, ("experience", "satisfaction"))
    if len(pairs) != 2:
        raise SpecError(
            _("A paradox compares two firms, not {n}. Name two, such as {example}.").format(
                n=len(pairs), example='{"bank": 8, "telecom": 5}'
            )
        )
    rows = [(name, x, expectation_behind(x, s), s) for name, (x, s) in pairs.items()]
    table = pd.DataFrame(rows, columns=["term", "experience", "expectation", "satisfaction"])
    ranked = table.sort_values("experience", ascending=False)
    gap = -ranked[["experience", "satisfaction"]].diff().iloc[1]
    return ParadoxResult(table=table, n=0, holds=bool(gap["experience"] > 0 > gap["satisfaction"]))
