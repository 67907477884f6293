"""What moderation gives back: slopes, lines with bands, and the region where they are clear."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core.columns import heading
from cxlab._core.i18n import N_, _, listing, paragraph
from cxlab._core.labels import opening
from cxlab._core.numerals import p_text, show, signed
from cxlab._core.references import cite
from cxlab._core.result import Result
from cxlab._stats.intervals import t_interval
from cxlab.drivers._regress_result import RegressionResult

if TYPE_CHECKING:
    from cxlab.drivers._moderate_region import RegionResult

Array = NDArray[np.float64]

POINTS = 41  # of a line, so that its band bends smoothly


@dataclass(frozen=True, eq=False)
class Parts:
    """Where driver, moderator and interaction stand in the design matrix.

    Parameters
    ----------
    driver, moderator, interaction
        Places of their columns; a category has several.
    matrix
        The design matrix, shape (n, k), a moderator of numbers less its mean ``centre``.
    levels
        The moderator's categories, the first without a column; none if it holds numbers.
    coef, cov, df
        Coefficients of the matrix, their covariance, and residual degrees of freedom.
    """

    driver: int
    moderator: list[int]
    interaction: list[int]
    matrix: Array
    levels: tuple[str, ...]
    centre: float
    coef: Array
    cov: Array
    df: float

    @property
    def answers(self) -> Array:
        """The values of a moderator of numbers, shape (n,)."""
        return self.matrix[:, self.moderator[0]] + self.centre

    def code(self, value: Any) -> Array:
        """Return the moderator's columns at one value: the number itself, or dummies."""
        if not self.levels:
            return np.array([value - self.centre], float)
        return np.array([value == level for level in self.levels[1:]], float)

    def held(self, value: Any) -> NDArray[np.bool_]:
        """Say which rows belong to a category; all do where the moderator holds numbers."""
        if not self.levels:
            return np.ones(len(self.matrix), bool)
        return np.asarray((self.matrix[:, self.moderator] == self.code(value)).all(axis=1))

    def line(self, value: Any) -> Array:
        """Return rows of the design matrix along the driver, all else at its mean."""
        seen = self.matrix[self.held(value), self.driver]
        along = np.linspace(seen.min(), seen.max(), POINTS)
        rows = np.tile(self.matrix.mean(axis=0), (POINTS, 1))
        rows[:, self.driver] = along
        rows[:, self.moderator] = self.code(value)
        rows[:, self.interaction] = np.outer(along, self.code(value))
        return rows


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class ModerationResult(Result):
    """Slopes of a driver at values of a moderator, and how they change from value to value.

    ``group`` says whether a row is a ``slope`` or an ``interaction``; ``regression`` is the fit
    behind both, with its own ``diagnose()``.
    """

    outcome: str
    driver: str
    moderator: str
    regression: RegressionResult
    parts: Parts
    test: Mapping[str, float]

    title = N_("Moderation: simple slopes")
    drawing = "cxlab.plots:simple_slopes"
    units = MappingProxyType({"df": "count"})
    words = MappingProxyType({"slope": N_("simple slope"), "interaction": N_("interaction")})

    @property
    def references(self) -> tuple[str, ...]:
        """The sources of the slopes, their standard errors and their limits."""
        keys = ["aiken_west_1991"]
        keys += ["mackinnon_white_1985"] if self.regression.robust != "nonrobust" else []
        keys += [] if self.parts.levels else ["hainmueller_2019"]
        return tuple(cite(key) for key in keys)

    def summary(self) -> dict[str, Any]:
        """Return R², what the interaction adds to it, and its joint test."""
        return dict(self.test)

    def slopes(self) -> pd.DataFrame:
        """Return the rows of the simple slopes, in the order of the moderator."""
        return self.table[self.table["group"] == "slope"]

    def johnson_neyman(self, *, simultaneous: bool = False) -> RegionResult:
        """Find the values of the moderator for which the slope is clear of zero.

        Parameters
        ----------
        simultaneous
            Let the confidence level hold for all values at once, not for each on its own.

        Raises
        ------
        SpecError
            The moderator has categories, or two values only.
        """
        from cxlab.drivers._moderate_region import region

        return region(self, simultaneous)

    @property
    def clear(self) -> bool:
        """Whether the slopes differ at the confidence level (joint Wald test)."""
        return self.test["p_value"] < 1 - self.conf

    def headline(self) -> str:
        """Say how the effect changes with the moderator."""
        rows = self.slopes()
        if self.parts.levels:
            rows = rows.sort_values("estimate")
        low, high = rows["estimate"].iloc[0], rows["estimate"].iloc[-1]
        words = {
            "x": opening(self.labels, self.driver),
            "y": self.label(self.outcome),
            "by": self.label(self.moderator),
            "low": signed(low, 2),
            "high": signed(high, 2),
        }
        if not self.clear:
            return _("{x} → {y}: no change with {by} shown").format(**words)
        if self.parts.levels:
            text = _("{x} → {y}: {low} ({first}) to {high} ({last})")
            ends = rows["moderator"].iloc[[0, -1]]
            return text.format(first=ends.iloc[0], last=ends.iloc[1], **words)
        if low * high < 0:
            text = _("{x} → {y}: turns round with {by} ({low} to {high})")
        elif abs(high) > abs(low):
            text = _("{x} → {y}: stronger the higher {by} ({low} to {high})")
        else:
            text = _("{x} → {y}: weaker the higher {by} ({low} to {high})")
        return text.format(**words)

    def explain(self) -> str:
        """Read the slopes aloud, say whether they differ, and what the numbers take for granted."""
        words = {
            "x": self.label(self.driver),
            "y": self.label(self.outcome),
            "by": self.label(self.moderator),
        }
        named = listing(
            _("{slope} at {value}").format(slope=_span(row), value=self._value(row["moderator"]))
            for row in self.slopes().to_dict("records")
        )
        return paragraph(
            [
                _("One point more of {x} goes with this in {y}, by {by}: {named}.").format(
                    named=named, **words
                ),
                self._change(words),
                _(
                    "Customers high and low in {by} may differ in other ways: this is no proof "
                    "that changing {by} changes the effect."
                ).format(**words)
                if not self.parts.levels
                else _("The groups may differ in other ways: this is no proof of what causes it."),
                ""
                if self.parts.levels
                else _("The slope is taken to change along a straight line."),
            ]
        )

    @property
    def advice(self) -> str:
        """Point to the region of a moderator of numbers, else to the checks of the fit."""
        if self.parts.levels or len(np.unique(self.parts.answers)) == 2:
            return _("Check the assumptions with .regression.diagnose().")
        return _("For which values is the slope clear of zero? See .johnson_neyman().")

    def drawn(self) -> pd.DataFrame:
        """Return the predicted outcome along the driver, one line per value of the moderator."""
        parts, pieces = self.parts, []
        for row in self.slopes().to_dict("records"):
            design = parts.line(row["moderator"])
            error = np.sqrt(np.einsum("ij,jk,ik->i", design, parts.cov, design))
            low, high = t_interval(design @ parts.coef, error, parts.df, self.conf)
            pieces.append(
                pd.DataFrame(
                    {
                        "label": f"{self._value(row['moderator'])} ({signed(row['estimate'], 2)})",
                        "value": design[:, parts.driver],
                        "estimate": design @ parts.coef,
                        "conf_low": low,
                        "conf_high": high,
                    }
                )
            )
        return pd.concat(pieces, ignore_index=True)

    def plot_options(self) -> dict[str, Any]:
        """Name both axes and say what the lines and the numbers at their ends are."""
        return {
            "axis": self.label(self.driver),
            "up": self.label(self.outcome),
            "legend": _("{by} (slope)").format(by=self.label(self.moderator)),
            "note": _("bands: {conf:.0%} intervals; covariates at their means").format(
                conf=self.conf
            )
            if self.parts.matrix.shape[1] > 2 + len(self.parts.moderator + self.parts.interaction)
            else _("bands: {conf:.0%} intervals").format(conf=self.conf),
        }

    def notes(self) -> list[str]:
        """Say the kind of standard errors and what the interaction adds."""
        errors = (
            _("model-based standard errors")
            if self.regression.robust == "nonrobust"
            else _("robust standard errors ({kind})").format(kind=self.regression.robust)
        )
        change = f"R² = {self.test['r2']:.3f} (Δ = {self.test['r2_change']:.3f})"
        return [*super().notes(), errors, change]

    def shown(self) -> pd.DataFrame:
        """Return the table for readers, values of the moderator rounded."""
        shown = super().shown()
        values = [
            "–" if group == "interaction" else self._value(value)
            for group, value in zip(self.table["group"], self.table["moderator"], strict=True)
        ]
        shown[heading("moderator")] = values
        return shown

    def _value(self, value: Any) -> str:
        return str(value) if self.parts.levels else show(float(value), "score")

    def _change(self, words: Mapping[str, str]) -> str:
        p = p_text(self.test["p_value"])
        if not self.clear:
            return _(
                "That these differ is not shown ({p}); it takes many more answers to see a "
                "difference of effects than an effect."
            ).format(p=p)
        if self.parts.levels:
            return _("The slopes differ ({p}).").format(p=p)
        row = self.table[self.table["group"] == "interaction"].iloc[0]
        return _("Per point of {by} the slope changes by {size} ({p}).").format(
            size=_span(row), p=p, **words
        )


def _span(row: Mapping[Any, Any] | pd.Series) -> str:
    size, low, high = (signed(row[name], 2) for name in ("estimate", "conf_low", "conf_high"))
    return f"{size} [{low}; {high}]"
