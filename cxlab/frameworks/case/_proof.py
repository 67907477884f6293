"""Proof over missing cells: the key experience for all admissible values, and where it ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from cxlab._core.columns import heading
from cxlab._core.errors import SpecError
from cxlab._core.i18n import N_, _, listing
from cxlab._core.labels import opened
from cxlab._core.validate import one_of
from cxlab.frameworks._entry import by_term, prose, score, stop
from cxlab.frameworks.case import _bounds as bounds
from cxlab.frameworks.case._scores import (
    KeyStep,
    StepResult,
    assumption,
    basis,
    finding,
)

if TYPE_CHECKING:
    from cxlab.frameworks.case._case import Case


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
        leader = int(self.table["high"].argmin())
        return float(self.table["low"].drop(leader).min() - self.table["high"].iloc[leader])

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
        rows = by_term(self.table)
        parts = [
            _(
                "Each score of step 3 is a product, (2a − 2b) × 2d: linear in every single cell. "
                "So it is lowest and highest at corners of the box of admissible values, and "
                "checking the corners covers every value in between; nothing is sampled."
            ),
            stop(self.headline()),
        ]
        others = [term for term in rows if term not in self.keys]
        if self.certain and others:
            rival = min(others, key=lambda term: rows[term]["low"])
            parts.append(
                _("The nearest rival, {name}, reaches {value} at worst: {margin} to spare.").format(
                    name=self.label(rival),
                    value=score(rows[rival]["low"]),
                    margin=score(self.margin),
                )
            )
        settled = self.case.sheet().keys
        for rival in self.having(bounds.POSSIBLE) if self.drop else ():
            row = rows[rival]
            if rival in settled:
                continue
            parts.append(
                _(
                    "{name} falls to {value} at expectation {expectation} and "
                    "importance {importance}."
                ).format(
                    name=opened(self.label(rival)),
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
    words: ClassVar[Mapping[str, str]] = {
        "reachable": N_("takes over above it"),
        "off_scale": N_("off the scale"),
        "never": N_("never"),
    }

    @property
    def first(self) -> dict[Any, Any] | None:
        """The point on a curve with the lowest expectation; ``None`` without a curve."""
        rows = self.table[self.table["term"].isin(self.curves)]
        points = rows[rows["status"] == "reachable"].to_dict("records")
        return min(points, key=lambda row: row["expectation"], default=None)

    def headline(self) -> str:
        """Give the point at which the conclusion first breaks."""
        first = self.first
        if not self.rivals:
            return _("No type can overtake {key} on this scale").format(key=self.label(self.key))
        if first is None:
            return _("With enough importance, these overtake {key}: {names}").format(
                key=self.label(self.key), names=listing(map(self.label, self.rivals))
            )
        return _(
            "{name} overtakes {key} if expectation exceeds {value} at importance {weight}"
        ).format(
            name=opened(self.label(first["term"])),
            key=self.label(self.key),
            value=score(first["expectation"]),
            weight=score(first["importance"]),
        )

    def explain(self) -> str:
        """Give the equation of the boundary and what lies beyond it."""
        rows = by_term(self.table)
        parts = [
            _("{name} takes over where (expectation − {actual}) × importance > {size}.").format(
                name=opened(self.label(term)),
                actual=score(self._actual(term)),
                size=score(-self.target),
            )
            if term in self.curves
            else _("{name} takes over at an importance above {value}.").format(
                name=opened(self.label(term)), value=score(rows[term]["importance"])
            )
            for term in self.rivals
        ]
        never = [term for term in self.table["term"].unique() if term not in self.rivals]
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

    @property
    def curves(self) -> list[str]:
        """Those of the rivals whose expectation is missing: they have a curve."""
        missing = [e.name for e in self.case.experiences if e.expectation is None]
        return [term for term in self.rivals if term in missing]

    def plot_options(self) -> dict[str, Any]:
        """Words for the plane of importance and expectation."""
        return {
            "across": heading("importance"),
            "up": heading("expectation"),
            "curves": [(self.label(t), self._actual(t)) for t in self.curves],
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
            _(
                "The case has no single key experience to overtake. "
                "Fill in the missing cells first (in Python: with_values)."
            )
        )
    high = bounds.weighted(case)[1]
    target = float(high[case.names.index(keys[0])])
    weights = bounds.span(case, "importance")
    rows: list[tuple[str, float, float, str]] = []
    for k, each in enumerate(case.experiences):
        if each.name == keys[0] or each.actual is None:
            continue
        if each.expectation is None:
            for weight in _whole_steps(weights[0][k], weights[1][k]):
                tie = each.actual - target / weight if weight else np.nan
                status = "reachable" if tie < case.scale[1] else "off_scale"
                rows.append((each.name, weight, tie, status))
        elif each.importance is None and each.actual < each.expectation:
            tie = target / (each.actual - each.expectation)
            status = "reachable" if tie < weights[1][k] else "off_scale"
            rows.append((each.name, tie, each.expectation, status))
        else:
            rows.append((each.name, bounds.or_nan(each.importance), each.expectation, "never"))
    table = pd.DataFrame(rows, columns=["term", "importance", "expectation", "status"])
    return BreakEvenCurve(table=table, key=keys[0], target=target, **basis(case))


def _whole_steps(low: float, high: float) -> np.ndarray:
    """Return the whole numbers of a range, and its ends."""
    return np.union1d(np.arange(np.ceil(low), np.floor(high) + 1), [low, high])
