"""Proof over missing cells: is the key experience the same for all admissible values?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from cxlab._core.columns import heading
from cxlab._core.errors import SpecError
from cxlab._core.i18n import N_, _, listing
from cxlab._core.validate import one_of
from cxlab.frameworks import _case_bounds as bounds
from cxlab.frameworks._case_scores import (
    KeyStep,
    StepResult,
    assumption,
    basis,
    finding,
    range_options,
)
from cxlab.frameworks._entry import prose, score, stop

if TYPE_CHECKING:
    from cxlab.frameworks._case import Case


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class ProofResult(KeyStep):
    """The range of step 3 per type, with the corner of the box where it is lowest.

    Parameters
    ----------
    drop
        Cells whose stated assumption was left aside.
    """

    drop: tuple[str, ...] = ()

    title = N_("Proof over the missing cells")

    @property
    def certain(self) -> bool:
        """Whether the same type is the key experience for all admissible values."""
        return len(self.keys) == 1 and not self.having(bounds.POSSIBLE)

    @property
    def margin(self) -> float:
        """How far the key experience stays below all others; negative where it may be overtaken."""
        rows = self.table.set_index("term")
        leader = rows["high"].idxmin()
        return float(rows["low"].drop(leader).min() - rows["high"].loc[leader])

    def headline(self) -> str:
        """State whether the conclusion stands for all admissible values."""
        if self.certain:
            return finding(self)
        rivals = self.having(bounds.POSSIBLE)
        if rivals and self.drop:
            return _("Without the assumption, {names} may be the key experience").format(
                names=listing(map(self.label, rivals))
            )
        return finding(self)

    def explain(self) -> str:
        """Give the argument and name what it rests on."""
        rows = self.table.set_index("term")
        parts = [
            _(
                "Each score of step 3 is a product, (2a − 2b) × 2d: linear in every single cell. So it is "
                "lowest and highest at corners of the box of admissible values, and checking the corners "
                "covers every value in between; nothing is sampled."
            ),
            stop(self.headline()),
        ]
        if self.certain:
            rival = rows["low"].drop(self.keys[0]).idxmin()
            parts.append(
                _("The nearest rival, {name}, reaches {value} at worst: {margin} to spare.").format(
                    name=self.label(rival),
                    value=score(rows.loc[rival, "low"]),
                    margin=score(self.margin),
                )
            )
        for rival in self.having(bounds.POSSIBLE) if self.drop else ():
            row = rows.loc[rival]
            parts.append(
                _("{name} falls to {value} at expectation {expectation} and importance {importance}.").format(
                    name=self.label(rival),
                    value=score(row["low"]),
                    expectation=score(row["expectation"]),
                    importance=score(row["importance"]),
                )
            )
        parts += [
            assumption(self.case, cell)
            for cell in ("importance", "expectation")
            if cell not in self.drop
        ]
        return prose(*parts)


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class BreakEvenCurve(StepResult):
    """Where another type would tie with the key experience: expectation against importance.

    Parameters
    ----------
    key
        The key experience.
    target
        Its score of step 3, which a rival has to undercut.
    """

    key: str
    target: float

    title = N_("Where the key experience would change")
    drawing = "cxlab.plots:frontier"
    words = {
        "reachable": N_("takes over above it"),
        "off_scale": N_("off the scale"),
        "never": N_("never"),
    }

    @property
    def first(self) -> pd.Series | None:
        """The reachable row with the lowest expectation; ``None`` when the key is never overtaken."""
        rows = self.table[self.table["status"] == "reachable"]
        return None if rows.empty else rows.loc[rows["expectation"].idxmin()]

    def headline(self) -> str:
        """Give the point at which the conclusion first breaks."""
        first = self.first
        if first is None:
            return _("No type can overtake {key} on this scale").format(key=self.label(self.key))
        return _("{name} overtakes {key} if expectation exceeds {value} at importance {weight}").format(
            name=self.label(first["term"]),
            key=self.label(self.key),
            value=score(first["expectation"]),
            weight=score(first["importance"]),
        )

    def explain(self) -> str:
        """Give the equation of the boundary and what lies beyond it."""
        parts = []
        for term in self.rivals:
            actual = next(e.actual for e in self.case.experiences if e.name == term)
            parts.append(
                _("{name} takes over where (expectation − {actual}) × importance > {size}.").format(
                    name=self.label(term), actual=score(actual or 0), size=score(-self.target)
                )
            )
        never = [t for t in self.table["term"].unique() if t not in self.rivals and t != self.key]
        if never:
            parts.append(
                _("No importance on the scale lets these overtake it: {names}.").format(
                    names=listing(map(self.label, never))
                )
            )
        return prose(stop(self.headline()), *parts)

    @property
    def rivals(self) -> list[str]:
        """The types that can overtake the key experience."""
        rows = self.table[self.table["status"] == "reachable"]
        return list(dict.fromkeys(rows["term"]))

    def plot_options(self) -> dict[str, Any]:
        """Words for the plane of importance and expectation."""
        return {
            "across": heading("importance"),
            "up": heading("expectation"),
            "curves": [(self.label(t), self._actual(t)) for t in self.rivals],
            "size": -self.target,
            "scale": self.case.scale,
            "beyond": _("above its line, that type is the key experience"),
        }

    def _actual(self, term: str) -> float:
        return float(next(e.actual or 0 for e in self.case.experiences if e.name == term))


def proof(case: Case, drop: tuple[str, ...]) -> ProofResult:
    """Take the exact range of step 3 per type and see whether one stays below all others."""
    for cell in drop:
        one_of(cell, ("actual", "expectation", "importance"), "drop")
    low, high = bounds.weighted(case, drop=drop)
    actual, expectation, importance = (
        bounds.span(case, cell, dropped=cell in drop)
        for cell in ("actual", "expectation", "importance")
    )
    worst = actual[0] - expectation[1]  # the lowest score takes the lowest satisfaction …
    table = pd.DataFrame(
        {
            "term": case.names,
            "actual": actual[0],
            "expectation": expectation[1],
            "importance": np.where(worst < 0, importance[1], importance[0]),  # … and weighs it most
            "low": low,
            "high": high,
            "status": bounds.verdicts(low, high),
        }
    )
    return ProofResult(table=table, drop=drop, **basis(case))


def break_even(case: Case) -> BreakEvenCurve:
    """Solve (2a - 2b) * 2d = score of the key experience for every other type."""
    keys = case.sheet().keys
    if len(keys) != 1:
        raise SpecError(
            _("The case has no single key experience to overtake. Fill in missing cells with with_values(...).")
        )
    low, high = bounds.weighted(case)
    target = float(high[case.names.index(keys[0])])
    weights = bounds.span(case, "importance")
    rows = []
    for k, each in enumerate(case.experiences):
        if each.name == keys[0] or each.actual is None:
            continue
        if each.expectation is None:
            grid = _whole_steps(weights[0][k], weights[1][k])
            for weight in grid:
                tie = each.actual - target / weight if weight else np.inf
                status = "reachable" if tie < case.scale[1] else "off_scale"
                rows.append((each.name, float(weight), float(tie), status))
            continue
        short = each.actual - each.expectation
        tie = target / short if short < 0 else np.nan
        within = tie < weights[1][k] if each.importance is None else False
        status = "never" if np.isnan(tie) else "reachable" if within else "off_scale"
        rows.append((each.name, tie, each.expectation, status))
    table = pd.DataFrame(rows, columns=["term", "importance", "expectation", "status"])
    table["expectation"] = table["expectation"].where(np.isfinite(table["expectation"]))
    return BreakEvenCurve(table=table, key=keys[0], target=target, **basis(case))


def _whole_steps(low: float, high: float) -> np.ndarray:
    """Return the whole numbers of a range, and its ends."""
    return np.union1d(np.arange(np.ceil(low), np.floor(high) + 1), [low, high])
