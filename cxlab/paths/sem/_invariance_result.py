"""What a ladder of invariance gives back: how far groups compare, and which items stop it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from cxlab._core import validate
from cxlab._core.i18n import N_, _, listing, paragraph, shortlist
from cxlab._core.numerals import p_text, signed
from cxlab._core.references import cite
from cxlab._core.result import Result
from cxlab.paths.sem._result import GOOD_CFI, GOOD_RMSEA, GOOD_SRMR, SemResult

STATUS = {
    "base": N_("base"),
    "holds": N_("holds"),
    "doubtful": N_("doubtful"),
    "fails": N_("fails"),
    "unasked": N_("not asked"),
}
NAMED = 4  # items in a sentence
MOST_SIZES = 6  # groups in a footer


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class InvarianceResult(Result):
    """One row per step: fit, its change against the step before, and what follows.

    ``fits`` holds the fitted models by step; ``limits`` the fall of CFI, rise of RMSEA, and rises
    of SRMR (loadings, later steps) beyond which a step does not hold.
    """

    by: str
    estimator: str
    free: tuple[str, ...]
    limits: tuple[float, float, float, float]
    fits: Mapping[str, SemResult]
    released: Mapping[str, pd.DataFrame]

    title = N_("Measurement invariance")
    drawing = "cxlab.plots:dots"
    words = MappingProxyType(STATUS)
    units = MappingProxyType({"df": "count", "df_change": "count"})

    @property
    def references(self) -> tuple[str, ...]:
        """The sources of the steps, the limits and the tests."""
        keys = ["meredith_1993", "chen_2007"]
        keys += ["satorra_bentler_2001"] if self.estimator == "mlr" else []
        return tuple(cite(key) for key in keys)

    @property
    def level(self) -> str:
        """The last step before one that fails or is doubtful: ``configural`` to ``strict``."""
        sound = self.table["status"].isin(["base", "holds"]).to_numpy()
        return str(self.table["term"].iloc[int(np.cumprod(sound).sum()) - 1])

    def items(self, step: str) -> pd.DataFrame:
        """Return the score tests of what a step holds equal: where groups differ most comes first.

        Parameters
        ----------
        step
            ``"metric"``, ``"scalar"`` or ``"strict"``.

        Returns
        -------
        DataFrame
            ``term statistic df p_value p_holm``. A single loading is fixed to 1 in each construct;
            its test frees it in all groups but the first.

        Raises
        ------
        SpecError
            The step is another one.
        """
        return self.released[validate.one_of(step, self.released, "step")].copy()

    def summary(self) -> dict[str, Any]:
        """Return the level reached and the number of groups."""
        return {"level": self.level, "groups": len(self.fits["configural"].groups)}

    def headline(self) -> str:
        """Say what may be compared."""
        return {
            "configural": _("Only the form is shared: compare neither relations nor means"),
            "metric": _("Relations may be compared between groups, means may not"),
            "scalar": _("Relations and means of constructs may be compared between groups"),
            "strict": _("Relations, means and scale scores may be compared between groups"),
        }[self.level]

    def explain(self) -> str:
        """Say base fit, where the ladder stops and by how much, the items, what may be compared."""
        rows = self.table.set_index("term")
        base = rows.loc["configural"]
        fair = base["cfi"] >= GOOD_CFI and base["srmr"] <= GOOD_SRMR
        fair = fair and not base["rmsea"] > GOOD_RMSEA
        steps = self.table[self.table["status"].isin(["holds", "doubtful", "fails"])]
        return paragraph(
            [
                _("Groups of {by}: {groups}.").format(
                    by=self.label(self.by), groups=listing(self._sizes())
                ),
                _("The base model fits: CFI {cfi:.3f}, SRMR {srmr:.3f}.").format(**base)
                if fair
                else _(
                    "The base model fits poorly already (CFI {cfi:.3f}, SRMR {srmr:.3f}); what "
                    "follows is as weak as it is."
                ).format(**base),
                *(self._step(row) for row in steps.to_dict("records")),
                self._means(),
                self._doubt(),
                self._causes(),
                _(
                    "The limits are rules of thumb; that a step holds does not prove that the "
                    "groups are the same."
                ),
            ]
        )

    @property
    def advice(self) -> str:
        """Point to partial invariance where a step fails by a few items."""
        step = self._stopped()
        if not step:
            return ""
        found = self.released[step]
        found = found[found["p_holm"] < 1 - self.conf]
        if not 0 < len(found) < len(self.released[step]):
            return ""
        return _(
            "Free one of them with free=[{term!r}] and test again: two equal items per construct "
            "are enough to compare (partial invariance)."
        ).format(term=str(found["term"].iloc[0]))

    def drawn(self) -> pd.DataFrame:
        """Return by how much CFI changes at each step."""
        rows = self.labelled().iloc[1:]
        return pd.DataFrame({"label": rows["label"], "estimate": rows["cfi_change"]})

    def plot_options(self) -> dict[str, Any]:
        """Mark zero and the limit, and write the verdict beside each step."""
        rows = self.table.iloc[1:]
        axis = _("change of CFI against the step before; limit at {limit}")
        limit = -self.limits[0]
        return {
            "axis": axis.format(limit=signed(limit, 3)),
            "lines": [0, limit],
            "notes": [
                _("{size} {status}").format(
                    size=signed(row["cfi_change"], 3), status=self.word(row["status"])
                )
                for row in rows.to_dict("records")
            ],
        }

    def notes(self) -> list[str]:
        """Name the estimator, the limits and what was left free."""
        lines = [*super().notes(), shortlist(self._sizes(), MOST_SIZES), self.estimator.upper()]
        if self.free:
            lines.append(_("free between groups: {terms}").format(terms=listing(self.free)))
        return lines

    def _sizes(self) -> list[str]:
        """Name the groups with their numbers of rows."""
        fit = self.fits["configural"]
        return [
            _("{name} ({value})").format(name=name, value=f"{int(count):,}")
            for name, count in zip(fit.groups, fit.raw.rows, strict=True)
        ]

    def _step(self, row: Mapping[Any, Any]) -> str:
        text = {
            "holds": _("{step}: holds (CFI {cfi}, RMSEA {rmsea}, SRMR {srmr}; chi² {chi2})."),
            "doubtful": _("{step}: doubtful (CFI {cfi}, RMSEA {rmsea}, SRMR {srmr}; chi² {chi2})."),
            "fails": _("{step}: fails (CFI {cfi}, RMSEA {rmsea}, SRMR {srmr}; chi² {chi2})."),
        }[row["status"]]
        test = _("{size} with {df} degrees of freedom, {p}").format(
            size=signed(row["statistic_change"], 1),
            df=int(row["df_change"]),
            p=p_text(row["p_change"]),
        )
        return text.format(
            step=self.label(row["term"]),
            **{name: signed(row[f"{name}_change"], 3) for name in ("cfi", "rmsea", "srmr")},
            chi2=test if row["p_change"] == row["p_change"] else _("difference not defined"),
        )

    def _means(self) -> str:
        return {
            "configural": _(
                "So the groups share which item belongs to which construct, and no more: neither "
                "paths nor means may be compared."
            ),
            "metric": _(
                "So one point means the same step in all groups: paths and covariances may be "
                "compared. Means may not, for some items start from another level."
            ),
            "scalar": _(
                "So paths and the means of the constructs may be compared (they stand in "
                "fits['scalar']); sums of items still differ in how much error they hold."
            ),
            "strict": _(
                "So paths, means of the constructs, and means and spreads of plain scale scores "
                "may be compared."
            ),
        }[self.level]

    def _doubt(self) -> str:
        rows = self.table[self.table["status"] == "doubtful"]
        if not len(rows):
            return ""
        return _("In doubt, so not counted: {steps}.").format(
            steps=listing(map(self.label, rows["term"]))
        )

    def _stopped(self) -> str:
        rows = self.table[self.table["status"].isin(["fails", "doubtful"])]
        return str(rows["term"].iloc[0]) if len(rows) else ""

    def _causes(self) -> str:
        step = self._stopped()
        if not step:
            return ""
        found = self.released[step]
        found = found[found["p_holm"] < 1 - self.conf]
        if not len(found):
            return _("No single item stands out as the cause.")
        return _("Groups differ most in: {items} (score tests, Holm).").format(
            items=shortlist(
                (
                    _("{item} (chi² {size:.1f})").format(
                        item=_item(row["term"]), size=row["statistic"]
                    )
                    for row in found.to_dict("records")
                ),
                NAMED,
            )
        )


def _item(term: str) -> str:
    """Return the item of a term: ``q =~ a``, ``a ~1`` and ``a ~~ a`` are about ``a``."""
    left, sign, right = re.split(r" (=~|~~|~1|~) ?", term, maxsplit=1)
    return right if sign == "=~" else left
