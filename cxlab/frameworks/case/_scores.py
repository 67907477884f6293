"""The measured steps of a case: satisfaction (2), key experience (3), gap to the ideal (4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from cxlab._core.columns import heading
from cxlab._core.i18n import N_, _, listing, localized
from cxlab._core.references import printed
from cxlab._core.result import Result
from cxlab.frameworks._entry import bracket, by_term, prose, score, stop
from cxlab.frameworks.case import _bounds as bounds

if TYPE_CHECKING:
    from cxlab.frameworks.case._case import Case

CODES = {
    "actual": "2a",
    "expectation": "2b",
    "satisfaction": "2c = 2a − 2b",
    "importance": "2d",
    "weighted": "3 = 2c × 2d",
    "ideal": "4a",
    "ideal_gap": "4b = 2a − 4a",
}
SIGNED = ("satisfaction", "weighted", "ideal_gap")


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class StepResult(Result):
    """One step of a case.

    Parameters
    ----------
    case
        The case that the step belongs to.
    """

    case: Case

    units = dict.fromkeys([*CODES, "low", "high"], "score")

    @property
    def references(self) -> tuple[str, ...]:
        """The sources of the case."""
        return tuple(printed(key) for key in self.case.sources)

    @cached_property
    def rows(self) -> dict[str, dict[Any, Any]]:
        """The rows of the table by their term."""
        return by_term(self.table)

    def value(self, term: str, column: str) -> str:
        """Return one value in words: the number, or the range that the missing cells allow."""
        row = self.rows[term]
        number = row.get(column, np.nan)
        return score(number) if not np.isnan(number) else spread(row["low"], row["high"])

    def named(self, terms: Sequence[str], column: str) -> str:
        """Return terms with their values: "convenience (−2), product (−1)"."""
        return listing(bracket(self.label(term), self.value(term, column)) for term in terms)

    def having(self, *status: str) -> tuple[str, ...]:
        """Return the terms with that status."""
        return tuple(self.table.loc[self.table["status"].isin(status), "term"])


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class SatisfactionStep(StepResult):
    """Step 2: experience minus expectation per type, and importance."""

    title = N_("Step 2: experience, expectation and importance")
    drawing = "cxlab.plots:case_map"
    words: ClassVar[Mapping[str, str]] = {
        "below": N_("below expectation"),
        "met": N_("as expected"),
        "above": N_("above expectation"),
        "not_below": N_("not below expectation"),
        "open": N_("cannot be said"),
    }

    def headline(self) -> str:
        """Name the types that fall short of expectation."""
        below = self.having("below")
        if below:
            rows = by_term(self.table)
            order = sorted(below, key=lambda term: rows[term]["high"])
            return _("Short of expectation: {names}").format(
                names=self.named(order, "satisfaction")
            )
        return _("No experience is known to fall short of expectation")

    def explain(self) -> str:
        """Say what satisfaction is, where it is missing, and what bounds it."""
        missing = self.table.loc[self.table["satisfaction"].isna(), "term"].tolist()
        parts = [
            _("Satisfaction is experience minus expectation (2c = 2a − 2b)."),
            stop(self.headline()),
        ]
        if missing:
            parts.append(
                _("Missing cells stay missing; the admissible values leave {names}.").format(
                    names=self.named(missing, "satisfaction")
                )
            )
            parts.append(assumption(self.case, "expectation"))
        return prose(*parts)

    def plot_options(self) -> dict[str, Any]:
        """Columns 2a to 2d."""
        return map_options(self, ("actual", "expectation", "satisfaction", "importance"))


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class KeyStep(StepResult):
    """Step 3: satisfaction times importance; the key experience is the most negative."""

    title = N_("Step 3: the key experience")
    drawing = "cxlab.plots:ranges"
    words: ClassVar[Mapping[str, str]] = {
        bounds.KEY: N_("key experience"),
        bounds.POSSIBLE: N_("may be the key experience"),
        bounds.OTHER: N_("not the key experience"),
    }

    @property
    def keys(self) -> tuple[str, ...]:
        """The key experience; several when tied, none when nothing falls short or is sure."""
        return self.having(bounds.KEY)

    def headline(self) -> str:
        """Name the key experience, the tie, or what is undecided."""
        return finding(self)

    def explain(self) -> str:
        """Say how the key experience follows, and how far the others could go."""
        return prose(
            _(
                "Step 3 multiplies satisfaction by importance; "
                "the most negative type is the key one."
            ),
            stop(finding(self)),
            runner_up(self),
            assumption(self.case, "importance"),
            assumption(self.case, "expectation"),
        )

    def plot_options(self) -> dict[str, Any]:
        """Ranges of step 3."""
        return range_options(self)


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class SheetResult(KeyStep):
    """The whole worksheet of a case, 2a to 4b."""

    drawing = "cxlab.plots:case_map"

    @property
    def title(self) -> str:  # type: ignore[override]
        """The title of the case."""
        return self.case.heading()

    def explain(self) -> str:
        """Say what the case is and what it concludes."""
        note = localized(self.case.note) if self.case.note else ""
        return prose(note, stop(finding(self)), runner_up(self))

    def plot_options(self) -> dict[str, Any]:
        """All columns."""
        return map_options(self, tuple(CODES), bounded="weighted")


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class GapStep(StepResult):
    """Step 4: actual minus ideal experience."""

    title = N_("Step 4: the gap to the ideal experience")
    drawing = "cxlab.plots:case_map"
    words: ClassVar[Mapping[str, str]] = {
        "widest": N_("widest gap"),
        "maybe": N_("may be the widest gap"),
        "gap": N_("smaller gap"),
        "none": N_("no gap"),
        "open": N_("cannot be said"),
    }

    @property
    def widest(self) -> tuple[str, ...]:
        """The types with the most negative gap; several when tied."""
        return self.having("widest")

    def headline(self) -> str:
        """Name the widest gap."""
        if self.widest:
            return _("Widest gap to the ideal: {names}").format(
                names=self.named(self.widest, "ideal_gap")
            )
        if self.having("maybe"):
            return _("The missing cells decide which gap is widest: {names}").format(
                names=listing(map(self.label, self.having("maybe")))
            )
        return _("No experience falls short of its ideal")

    def explain(self) -> str:
        """Say where the gap lies, and whether the plan keeps to the rule of limited resources."""
        return prose(
            _(
                "Resources are limited, so the ideal (4a) is to exceed expectation in the key "
                "experience and just to satisfy in the rest."
            ),
            stop(self.headline()),
            *self.breaches(),
        )

    def breaches(self) -> list[str]:
        """Say where the ideals break that rule: a note of the engine, not of the source."""
        keys = self.case.sheet().keys
        out = []
        for term, row in by_term(self.table).items():
            ideal, expected = row["ideal"], row["expectation"]
            if term in keys and ideal <= expected:
                text = _(
                    "But the ideal of {name}, the key experience, is {ideal} and does not exceed "
                    "its expectation of {expected}."
                )
            elif term not in keys and ideal < expected:
                text = _(
                    "But the ideal of {name} is {ideal}, below its expectation of {expected}: "
                    "there the rule to satisfy the rest is not kept."
                )
            else:
                continue
            out.append(
                text.format(name=self.label(term), ideal=score(ideal), expected=score(expected))
            )
        return out

    def plot_options(self) -> dict[str, Any]:
        """Columns 2a, 2b, 4a and 4b."""
        return map_options(self, ("actual", "expectation", "ideal", "ideal_gap"))


def step_2(case: Case) -> SatisfactionStep:
    """Compare experience with expectation."""
    low, high = bounds.satisfaction(case)
    table = frame(case, ("actual", "expectation", "satisfaction", "importance"), low, high)
    return SatisfactionStep(
        table=table.assign(status=[_against(*ends) for ends in zip(low, high, strict=True)]),
        **basis(case),
    )


def step_3(case: Case) -> KeyStep:
    """Weigh satisfaction by importance and find the key experience."""
    low, high = bounds.weighted(case)
    table = frame(case, ("satisfaction", "importance", "weighted"), low, high)
    return KeyStep(table=table.assign(status=bounds.verdicts(low, high)), **basis(case))


def step_4(case: Case) -> GapStep:
    """Measure the gap between actual and ideal experience."""
    low, high = bounds.ideal_gap(case)
    table = frame(case, ("actual", "expectation", "ideal", "ideal_gap"), low, high)
    words = {bounds.KEY: "widest", bounds.POSSIBLE: "maybe"}
    status = [
        words.get(verdict) or ("gap" if top < 0 else "none" if bottom >= 0 else "open")
        for verdict, bottom, top in zip(bounds.verdicts(low, high), low, high, strict=True)
    ]
    return GapStep(table=table.assign(status=status), **basis(case))


def sheet(case: Case) -> SheetResult:
    """Fill in the whole worksheet."""
    low, high = bounds.weighted(case)
    table = frame(case, tuple(CODES), low, high)
    return SheetResult(table=table.assign(status=bounds.verdicts(low, high)), **basis(case))


def frame(
    case: Case, columns: Sequence[str], low: bounds.Array, high: bounds.Array
) -> pd.DataFrame:
    """Return the wanted columns of the worksheet, with the bounds of the last computed one."""
    actual, expectation = bounds.cells(case, "actual"), bounds.cells(case, "expectation")
    computed: dict[str, Callable[[], bounds.Array]] = {
        "satisfaction": lambda: actual - expectation,
        "weighted": lambda: (actual - expectation) * bounds.cells(case, "importance") + 0.0,
        "ideal_gap": lambda: actual - bounds.cells(case, "ideal"),
    }
    data: dict[str, Any] = {"term": case.names}
    for name in columns:
        data[name] = computed[name]() if name in computed else bounds.cells(case, name)
    if "weighted" in data:  # a satisfaction of zero stays zero, whatever its importance
        data["weighted"] = np.where(low == high, low, data["weighted"])
    return pd.DataFrame(data | {"low": low, "high": high})


def basis(case: Case) -> dict[str, Any]:
    """Return the fields that every step has."""
    return {"n": 0, "labels": case.labels, "case": case}


def finding(result: KeyStep) -> str:
    """State the key experience in one line."""
    case, keys = result.case, result.keys
    missing = bounds.missing_cells(case)
    maybe = result.having(bounds.POSSIBLE)
    if len(keys) > 1:
        return _("Key experiences tied: {names}").format(names=result.named(keys, "weighted"))
    if keys and missing:
        return _(
            "Key experience: {name}, for every admissible value of {count} missing cells"
        ).format(name=result.named(keys, "weighted"), count=missing)
    if keys:
        return _("Key experience: {name}").format(name=result.named(keys, "weighted"))
    if maybe:
        return _("The missing cells decide; key experience may be {names}").format(
            names=listing(map(result.label, maybe))
        )
    return _("No experience falls short of expectation: there is no key experience to repair")


def runner_up(result: KeyStep) -> str:
    """Say how low any other type can come."""
    rest = [row for term, row in by_term(result.table).items() if term not in result.keys]
    if not result.keys or not rest:
        return ""
    row = min(rest, key=lambda row: row["low"])
    if row["low"] == 0:
        return _("No other type can fall below 0.")
    return _("The lowest that any other type can reach is {value} ({name}).").format(
        name=result.label(row["term"]), value=score(row["low"])
    )


def assumption(case: Case, cell: str) -> str:
    """Quote what the bounds of missing cells rest on."""
    if cell not in case.assumptions or all(e.cell(cell) is not None for e in case.experiences):
        return ""
    return _("Assumption on {cell}: {text}.").format(
        cell=heading(cell), text=localized(case.assumptions[cell])
    )


def spread(low: float, high: float) -> str:
    """Write a range for a reader."""
    if low == high:
        return score(low)
    return _("{low} to {high}").format(low=score(low), high=score(high))


def map_options(step: StepResult, columns: Sequence[str], *, bounded: str = "") -> dict[str, Any]:
    """Words for the view of a worksheet; bounds go to ``bounded``, or the last signed column."""
    own = bounded or [name for name in columns if name in SIGNED][-1]
    return {
        "columns": {name: f"{CODES[name]}\n{heading(name)}" for name in columns},
        "signed": [name for name in columns if name in SIGNED],
        "bounded": own,
        "marked": [step.label(term) for term in step.having(bounds.KEY, "widest")],
        "scale": step.case.scale,
    }


def range_options(step: StepResult) -> dict[str, Any]:
    """Words for the view of ranges."""
    return {
        "axis": _("satisfaction × importance (step 3)"),
        "words": {code: _(word) for code, word in step.words.items()},
        "texts": [
            spread(low, high)
            for low, high in zip(step.table["low"], step.table["high"], strict=True)
        ],
    }


def _against(low: float, high: float) -> str:
    if low == high == 0:
        return "met"
    if high < 0 or low > 0:
        return "below" if high < 0 else "above"
    return "not_below" if low == 0 else "open"
