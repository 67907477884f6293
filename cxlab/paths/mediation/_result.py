"""What mediation gives back: the effects along a chain, in numbers, words and a picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from cxlab._core import validate
from cxlab._core.errors import SpecError
from cxlab._core.i18n import N_, _, listing, paragraph, shortlist
from cxlab._core.labels import opening
from cxlab._core.numerals import p_text, signed
from cxlab._core.references import cite
from cxlab._core.result import Result
from cxlab.paths.mediation._chain import Chain
from cxlab.paths.mediation._effects import Effects
from cxlab.paths.model._effect_words import EFFECTS, span

if TYPE_CHECKING:
    from cxlab.paths.mediation._differences import RouteDifferences

VERDICTS = {  # Zhao, Lynch and Chen (2010)
    "complementary": N_("complementary mediation"),
    "competitive": N_("competitive mediation"),
    "indirect_only": N_("indirect-only mediation"),
    "direct_only": N_("direct effect only, no mediation"),
    "none": N_("no effect, no mediation"),
}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class MediationResult(Result):
    """Paths, direct, indirect and total effects of a chain of constructs.

    ``group`` says what a row is; terms are written ``x -> m -> y``. ``r2`` maps every construct
    that is explained to its R², ``sobel`` holds z and p of the single-mediator test. ``engine`` is
    ``"ols"`` where columns were regressed, else ``"pls"`` or ``"sem"``: the model fitted.
    """

    chain: Chain
    effects: Effects
    r2: Mapping[str, float]
    sobel: tuple[float, float]
    interval: str
    boot: int
    engine: str = "ols"

    title = N_("Mediation")
    drawing = "cxlab.plots:mediation"
    unshown = ("n",)
    units = MappingProxyType({"df": "count"})
    words = MappingProxyType({**EFFECTS, **VERDICTS})

    @property
    def references(self) -> tuple[str, ...]:
        """The sources of the effects, their intervals, and of what they cannot show."""
        keys = ["preacher_hayes_2008", "zhao_2010", "maxwell_cole_2007"]
        keys += ["sobel_1982"] if np.isfinite(self.sobel[0]) else []
        keys += ["efron_1987", "fritz_2012"] if self.interval == "bca" else []
        keys += ["sobel_1982"] if self.interval == "delta" else []
        keys += ["mackinnon_2004"] if self.interval == "montecarlo" else []
        return tuple(cite(key) for key in keys)

    def summary(self) -> dict[str, Any]:
        """Return R² of the outcome, Sobel's test, the number of draws, and the type."""
        return {
            "r2": self.r2[self.chain.names[-1]],
            "sobel_z": self.sobel[0],
            "sobel_p": self.sobel[1],
            "draws": self.boot,
            "verdict": self.verdict or None,
        }

    @property
    def verdict(self) -> str:
        """The type of mediation (a key of ``VERDICTS``); empty without intervals."""
        through, straight = self._carried(), self._direct()
        if np.isnan(through["conf_low"]):
            return ""
        some = through["conf_low"] * through["conf_high"] > 0
        if straight is None or straight["conf_low"] * straight["conf_high"] <= 0:
            return "indirect_only" if some else "none"
        if not some:
            return "direct_only"
        alike = through["estimate"] * straight["estimate"] > 0
        return "complementary" if alike else "competitive"

    def effect(self, group: str) -> pd.Series:
        """Return the row of the direct, the total or the whole indirect effect.

        Parameters
        ----------
        group
            ``"direct"``, ``"all_indirect"``, ``"total"`` or ``"proportion"``; of a fitted model
            also ``"chain_indirect"`` and ``"other_indirect"``.

        Raises
        ------
        SpecError
            There is none of this kind, such as no direct arrow in the model.
        """
        allowed = (
            *("direct", "all_indirect", "chain_indirect", "other_indirect"),
            *("total", "proportion"),
        )
        rows = self.table[self.table["group"] == validate.one_of(group, allowed, "group")]
        if not len(rows) and group == "all_indirect":  # the only indirect effect is the whole
            rows = self.table[self.table["group"] == "indirect"]
        if not len(rows) and group == "chain_indirect":
            return self._carried()
        if not len(rows):
            raise SpecError(_("The model has none: {kind}.").format(kind=self.word(group)))
        return rows.iloc[0]

    def differences(self) -> RouteDifferences:
        """Compare the indirect effects two by two; see :class:`RouteDifferences`.

        Raises
        ------
        SpecError
            There is one indirect effect only.
        """
        from cxlab.paths.mediation._differences import differences

        return differences(self)

    def headline(self) -> str:
        """Say how much of the effect runs through the mediators."""
        cause, x, y = self._ends()
        between = shortlist(map(self.label, self.chain.mediators), 1 if self.chain.beside else 3)
        words = {"x": x, "y": y, "m": between}
        whole, start = self._carried(), opening(self.labels, cause)
        if whole["conf_low"] * whole["conf_high"] <= 0:
            return _("{x} → {m} → {y}: no indirect effect shown").format(**words | {"x": start})
        share = self.effect("proportion")["estimate"]
        if np.isfinite(share) and not self._all_named():
            return _("{share:.0%} of {x} → {y} runs through {m}").format(share=share, **words)
        return _("{x} → {m} → {y}: indirect effect {size}").format(
            size=signed(whole["estimate"], 2), **words | {"x": start}
        )

    def explain(self) -> str:
        """Say total, direct and indirect effects, and what the numbers can't show."""
        _name, x, y = self._ends()
        routes = self.table[self.table["group"] == "indirect"]
        clear = routes[routes["conf_low"] * routes["conf_high"] > 0]
        return paragraph(
            [
                self._in_all(x, y),
                _("Indirect effects: {routes}.").format(
                    routes=listing(
                        f"{self.label(row['term'])} {span(row)}"
                        for row in routes.to_dict("records")
                    )
                ),
                self._beside(),
                self._type(),
                _("Some routes raise {y}, others lower it: their sum hides a part of both.").format(
                    y=y
                )
                if len(np.unique(np.sign(clear["estimate"]))) > 1
                else "",
                self._share(),
                _("Sobel's test: z = {z} ({p}).").format(
                    z=signed(self.sobel[0], 2), p=p_text(self.sobel[1])
                )
                if np.isfinite(self.sobel[0])
                else "",
                _(
                    "All this presupposes the order {order} and no hidden common cause; answers "
                    "taken at one time can't prove either."
                ).format(
                    order=" → ".join(
                        " + ".join(self.label(name) for name in stage)
                        for stage in self.chain.stages
                    )
                ),
                _("Taken as side by side, none acting on another: {names}.").format(
                    names=listing(self.label(name) for name in self.chain.beside)
                )
                if self.chain.beside
                else "",
            ]
        )

    @property
    def advice(self) -> str:
        """Point to the differences where several routes compete."""
        if (self.boot or self.interval == "delta") and len(self.chain.routes()) > 1:
            return _("Does one route carry more than another? See .differences().")
        return ""

    def plot_options(self) -> dict[str, Any]:
        """Pass the constructs with their R², and one line per indirect effect."""
        kinds = ["indirect", "chain_indirect", "other_indirect", "all_indirect"]
        routes = self.table[self.table["group"].isin(kinds)]
        lines = [
            _("{kind}: {route} {size}").format(
                kind=self.word(row["group"]), route=self.label(row["term"]), size=span(row)
            )
            for row in routes.to_dict("records")
        ]
        if self.chain.around:
            lines.append(
                _("adjusted for {names}").format(
                    names=listing(self.label(name) for name in self.chain.around)
                )
            )
        return {
            "stages": [
                {str(name): (self.label(name), self.r2.get(name, np.nan)) for name in stage}
                for stage in self.chain.stages
            ],
            "lines": lines,
            "legend": _("width: size of β; dashed: the interval includes 0"),
        }

    def notes(self) -> list[str]:
        """Say where the intervals come from."""
        text = basis(self.interval, self.boot)
        if self.engine == "ols":
            text = _("paths and total effect: t intervals; indirect effects: {basis}").format(
                basis=text
            )
        return [*super().notes(), text]

    def _ends(self) -> tuple[str, str, str]:
        """Return the cause as it is called, and cause and outcome for readers."""
        (cause,), (outcome,) = self.chain.stages[0], self.chain.stages[-1]
        return cause, self.label(cause), self.label(outcome)

    def _direct(self) -> pd.Series | None:
        """Return the direct effect; none where the model has no such arrow."""
        rows = self.table[self.table["group"] == "direct"]
        return rows.iloc[0] if len(rows) else None

    def _all_named(self) -> bool:
        """Whether the model lets nothing run past the chain, so that its share is 1 as assumed."""
        return not self.table["group"].isin(["direct", "other_indirect"]).any()

    def _carried(self) -> pd.Series:
        """Return what runs along the chain as a whole."""
        for kind in ("chain_indirect", "other_indirect", "all_indirect"):
            rows = self.table[self.table["group"] == kind]
            if len(rows):
                break
        if not len(rows) or kind == "other_indirect":
            rows = self.table[self.table["group"] == "indirect"]
        return rows.iloc[0]

    def _in_all(self, x: str, y: str) -> str:
        """Say the total and the direct effect."""
        straight = self._direct()
        pls = self.engine == "pls"
        if straight is None:
            text = (
                _(
                    "One standard deviation more of {x} goes with {total} standard deviations of "
                    "{y}; the model has no direct arrow."
                )
                if pls
                else _(
                    "One point more of {x} goes with {total} in {y}; the model has no direct arrow."
                )
            )
            return text.format(x=x, y=y, total=span(self.effect("total")))
        text = (
            _(
                "One standard deviation more of {x} goes with {total} standard deviations of {y}; "
                "directly {direct}."
            )
            if pls
            else _("One point more of {x} goes with {total} in {y}; directly {direct}.")
        )
        return text.format(x=x, y=y, total=span(self.effect("total")), direct=span(straight))

    def _beside(self) -> str:
        """Say what runs through constructs that the chain does not name."""
        rows = self.table[self.table["group"] == "other_indirect"]
        if not len(rows):
            return ""
        return _("Through constructs that the chain does not name: {size}.").format(
            size=span(rows.iloc[0])
        )

    def _type(self) -> str:
        """Say the type of mediation, and what it rests on."""
        sentences = {
            "complementary": _(
                "Complementary mediation: direct and indirect effect are both clear of zero and "
                "run the same way."
            ),
            "competitive": _(
                "Competitive mediation: direct and indirect effect are both clear of zero and run "
                "against each other."
            ),
            "indirect_only": _(
                "Indirect-only mediation: the indirect effect is clear of zero, the direct one is "
                "not."
            ),
            "direct_only": _(
                "No mediation: the direct effect is clear of zero, the indirect one is not."
            ),
            "none": _("No mediation: neither the direct nor the indirect effect is clear of zero."),
        }
        if self._direct() is None:
            sentences |= {
                "indirect_only": _(
                    "The indirect effect is clear of zero. That nothing runs past it is assumed, "
                    "not found: the model has no direct arrow to say so."
                ),
                "none": _("No mediation: the indirect effect is not clear of zero."),
            }
        return sentences.get(self.verdict, "")

    def _share(self) -> str:
        if self._all_named():
            return ""
        share = self.effect("proportion")["estimate"]
        if np.isnan(share):
            return _(
                "No mediated share is stated: the total effect is not clear of zero, or the direct "
                "effect runs the other way."
            )
        return _(
            "The share that is mediated is {share:.0%}; it swings from sample to sample more than "
            "the effects themselves."
        ).format(share=share)


def basis(interval: str, boot: int) -> str:
    """Say where intervals come from."""
    if interval == "delta":
        return _("delta method")
    if interval == "montecarlo":
        return _("{draws:,} draws of the parameters").format(draws=boot)
    text = _("{boot:,} resamples, BCa") if interval == "bca" else _("{boot:,} resamples")
    return text.format(boot=boot)
