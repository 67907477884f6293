"""What the importance-performance map says: quadrants, how sure each is, gaps and words."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pandas as pd

from cxlab._core import validate
from cxlab._core.i18n import N_, _, listing, paragraph, shortlist, unsure
from cxlab._core.numerals import signed
from cxlab._core.references import cite
from cxlab._core.result import Result
from cxlab.drivers._division import weighing

QUADRANTS = {
    "concentrate": N_("concentrate here"),
    "keep": N_("keep up the good work"),
    "low_priority": N_("low priority"),
    "overkill": N_("possible overkill"),
}  # Martilla & James (1977)


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class IpaResult(Result):
    """One row per driver: performance, importance, quadrant and its stability.

    ``conf_low`` and ``conf_high`` belong to the performance, ``importance_low`` and
    ``importance_high`` to the importance; ``stability`` is the share of resamples that put the
    driver into the same quadrant. ``gap`` is performance minus stated importance, where both were
    asked on the same declared scale (``diagonal``).
    """

    outcome: str
    stated: bool
    cross: tuple[float, float]
    rule: str
    boot: int
    diagonal: bool = False
    weights: str = ""
    effective: float = float("nan")

    title = N_("Importance-performance map")
    drawing = "cxlab.plots:ipa"
    unshown = ("n",)
    words = MappingProxyType(QUADRANTS)

    @property
    def references(self) -> tuple[str, ...]:
        """The sources of the map and of the derived importance."""
        keys = ["martilla_james_1977", *([] if self.stated else ["johnson_2000"])]
        keys += ["bacon_2003"] * self.diagonal + ["kish_1965"] * bool(self.weights)
        return tuple(cite(key) for key in keys)

    def summary(self) -> dict[str, Any]:
        """Return the crosshair and the number of resamples."""
        basis = {"draws": self.boot} | ({"n_eff": self.effective} if self.weights else {})
        return {"cross_performance": self.cross[0], "cross_importance": self.cross[1]} | basis

    def quadrant(self, code: str) -> pd.DataFrame:
        """Return the rows of one quadrant, most important first.

        Parameters
        ----------
        code
            ``"concentrate"``, ``"keep"``, ``"low_priority"`` or ``"overkill"``.
        """
        rows = self.labelled()
        rows = rows[rows["quadrant"] == validate.one_of(code, QUADRANTS, "code")]
        return rows.sort_values("importance", ascending=False)

    def headline(self) -> str:
        """Name what lies under "concentrate here"."""
        rows = self.quadrant("concentrate")
        if not len(rows):
            return _("No driver lies under 'concentrate here'")
        named = [
            unsure(name, held < self.conf)
            for name, held in zip(rows["label"], rows["stability"], strict=True)
        ]
        return _("Concentrate here: {named}").format(named=shortlist(named))

    def explain(self) -> str:
        """Read the four quadrants aloud, and say which places are not settled."""
        places = [
            _("{quadrant}: {named}.").format(
                quadrant=_(words).capitalize(), named=listing(self.quadrant(code)["label"])
            )
            for code, words in QUADRANTS.items()
            if len(self.quadrant(code))
        ]
        shaky = self.labelled().loc[self._shaky(), "label"]
        return paragraph(
            [
                *places,
                self._rule(),
                _("Somebody lies below such a line in any firm; it ranks, it does not judge.")
                if self.rule in ("mean", "median")
                else "",
                _("Not settled under resampling: {named}; treat these places as open.").format(
                    named=listing(shaky)
                )
                if len(shaky)
                else "",
                self._gaps() if self.diagonal else "",
                _(
                    "Importance is what respondents say; compare it with importance derived from "
                    "the outcome."
                )
                if self.stated
                else _(
                    "Importance is derived: Johnson's share of what the drivers explain of {y}."
                ).format(y=self.label(self.outcome)),
            ]
        )

    @property
    def advice(self) -> str:
        """Point to penalty_reward(), because low and high performance may matter differently."""
        return _(
            "A map assumes that low and high performance matter alike; check that with "
            "cx.drivers.penalty_reward()."
        )

    def plot_options(self) -> dict[str, Any]:
        """Pass the crosshair, its rule, the words and which points are not settled."""
        return {
            "cross": self.cross,
            "open_points": self._shaky().to_numpy(),
            "words": tuple(_(words) for words in QUADRANTS.values()),
            "axes": (
                _("performance (mean answer, {conf:.0%} interval)").format(conf=self.conf),
                _("importance (mean of stated answers)")
                if self.stated
                else _("importance (Johnson's share of R²)"),
            ),
            "unit": "number" if self.stated else "share",
            "note": "\n".join([self._rule(), *self._marks()]),
            "diagonal": self.diagonal,
        }

    def notes(self) -> list[str]:
        """Add the weights and the number of resamples."""
        return [
            *super().notes(),
            *([weighing(self.weights, self.effective)] if self.weights else []),
            _("{boot:,} resamples").format(boot=self.boot),
        ]

    def _shaky(self) -> pd.Series:
        return self.table["stability"] < self.conf

    def _gaps(self) -> str:
        """Name the drivers that are done less well than they matter, largest shortfall first."""
        rows = self.labelled().sort_values("gap")
        rows = rows[rows["gap_high"] < 0]
        if not len(rows):
            return _("No driver lies above the diagonal for sure: none falls short of its weight.")
        named = [
            _("{x} ({gap})").format(x=name, gap=signed(gap, 2))
            for name, gap in zip(rows["label"], rows["gap"], strict=True)
        ]
        return _("Above the diagonal, done less well than they matter: {named}.").format(
            named=listing(named)
        )

    def _marks(self) -> list[str]:
        hollow = _("hollow: quadrant held in under {conf:.0%} of the resamples")
        dotted = _("dotted: performance equals importance; above it, too little is done")
        shaky = [hollow.format(conf=self.conf)] if self._shaky().any() else []
        return [*shaky, *([dotted] if self.diagonal else [])]

    def _rule(self) -> str:
        rules = {
            "mean": N_("Crosshair: mean of the points ({performance}; {importance})."),
            "median": N_("Crosshair: median of the points ({performance}; {importance})."),
            "scale": N_("Crosshair: middle of the scale ({performance}; {importance})."),
            "given": N_("Crosshair: set by hand ({performance}; {importance})."),
        }
        importance = f"{self.cross[1]:.2f}" if self.stated else f"{self.cross[1]:.0%}"
        return _(rules[self.rule]).format(performance=f"{self.cross[0]:.2f}", importance=importance)
