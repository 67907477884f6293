"""The steps of a case in words: brand value (1), requirement (5), fit (6); and the list of all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import pandas as pd

from cxlab._core.i18n import N_, _, listing, localized
from cxlab._core.result import Result
from cxlab.frameworks._entry import bracket, prose, score, stop
from cxlab.frameworks.case._sales_proof import SalesProof, sales_proof
from cxlab.frameworks.case._scores import StepResult, basis, step_2, step_3, step_4

if TYPE_CHECKING:
    from cxlab.frameworks.case._case import Case

EMPTY = N_("nothing entered yet")


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class BrandValueStep(StepResult):
    """Step 1: why customers come to this brand."""

    title = N_("Step 1: brand value")
    drawing = "cxlab.plots:words"

    def headline(self) -> str:
        """Name what customers come for."""
        names = listing(map(self.label, self.table["term"])) or _(EMPTY)
        return _("Customers come for: {names}").format(names=names)

    def explain(self) -> str:
        """Say what brand value is and where the round stands."""
        return prose(
            _("Brand value is why customers come; the seven steps begin and end with it."),
            stop(self.headline()),
            _(
                "This is round {number}: the key experience of the round before leads the list."
            ).format(number=self.case.round)
            if self.case.round > 1
            else "",
        )

    def drawn(self) -> pd.DataFrame:
        """Return the reasons as words."""
        return self.labelled()[["term", "label"]]


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class RequirementStep(StepResult):
    """Step 5: what closes the widest gap."""

    title = N_("Step 5: the requirement")
    drawing = "cxlab.plots:words"
    words: ClassVar[Mapping[str, str]] = {
        "required": N_("required now"),
        "maybe": N_("perhaps required"),
        "later": N_("later"),
        "none": N_("nothing to close"),
        "open": N_("cannot be said"),
    }

    def tidy(self) -> pd.DataFrame:
        """Return the table with the requirements in the language in use."""
        return (
            super()
            .tidy()
            .assign(requirement=[localized(text) for text in self.table["requirement"]])
        )

    def headline(self) -> str:
        """Name the requirement."""
        rows = self.tidy()
        rows = rows[rows["status"] == "required"]
        if rows.empty and self.having("maybe"):
            return _("The ideal experience (4a) is needed to see where a requirement lies")
        if rows.empty:
            return _("No gap calls for a requirement")
        parts = [
            bracket(text or _(EMPTY), self.label(term))
            for term, text in zip(rows["term"], rows["requirement"], strict=True)
        ]
        return _("Requirement: {names}").format(names=listing(parts))

    def explain(self) -> str:
        """Say why this requirement and no other."""
        return prose(
            _(
                "The requirement goes where actual experience falls furthest short of the "
                "ideal (4b)."
            ),
            stop(self.headline()),
        )

    def drawn(self) -> pd.DataFrame:
        """Return gap, requirement and status as words."""
        rows = self.labelled()
        return rows[["term", "label"]].assign(
            ideal_gap=[score(gap) for gap in rows["ideal_gap"]],
            requirement=rows["requirement"],
            status=[self.word(code) for code in rows["status"]],
        )


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class FitStep(StepResult):
    """Step 6: whether the requirement fits strategy and capabilities."""

    title = N_("Step 6: fit with strategy and capabilities")
    drawing = "cxlab.plots:words"
    words: ClassVar[Mapping[str, str]] = {
        "strategy": N_("strategy"),
        "advantage": N_("advantage"),
        "capability": N_("capability"),
        "fits": N_("fits"),
        "adjust": N_("to be adjusted"),
        "conflict": N_("conflict"),
        "open": N_("to be checked"),
    }

    @property
    def fits(self) -> bool:
        """Whether something has been checked and nothing conflicts or is still to be checked."""
        return bool(len(self.table)) and not self.having("conflict", "open")

    def headline(self) -> str:
        """Say whether the requirement fits, and what has to change."""
        conflict, adjust, unsure = (self.having(code) for code in ("conflict", "adjust", "open"))
        if not len(self.table):
            return _("Fit: {names}").format(names=_(EMPTY))
        if conflict:
            return _("The requirement conflicts with: {names}").format(
                names=listing(map(self.label, conflict))
            )
        if unsure:
            return _("Still to be checked: {names}").format(names=listing(map(self.label, unsure)))
        if adjust:
            return _("The requirement fits; to be adjusted: {names}").format(
                names=listing(map(self.label, adjust))
            )
        return _("The requirement fits strategy and capabilities")

    def explain(self) -> str:
        """Say what was compared."""
        return prose(
            _(
                "A requirement is set against strategy, advantages and capabilities before "
                "it is met."
            ),
            stop(self.headline()),
        )

    def drawn(self) -> pd.DataFrame:
        """Return kind and status as words."""
        rows = self.labelled()
        return rows[["term", "label"]].assign(
            kind=[self.word(code) for code in rows["kind"]],
            status=[self.word(code) for code in rows["status"]],
        )


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class FeedbackStep(SalesProof):
    """Step 7: sales say whether the requirement was right; then the round starts again."""

    case: Case

    title = N_("Step 7: feedback from sales")

    def explain(self) -> str:
        """Say what sales prove, and where the next round starts."""
        lead = self.case.next_round().step(1).headline()
        return prose(
            super().explain(),
            _("Then the steps start again: {lead}.").format(lead=lead),
        )


def step_1(case: Case) -> BrandValueStep:
    """List the brand values."""
    table = pd.DataFrame({"term": [entry.name for entry in case.brand_value]}, dtype=object)
    labels = {e.name: e.text for e in case.brand_value if isinstance(e.text, Mapping)}
    return BrandValueStep(
        table=table.assign(rank=range(1, len(table) + 1)), n=0, labels=labels, case=case
    )


def step_5(case: Case) -> RequirementStep:
    """Set the requirement where the gap to the ideal is widest."""
    rows = step_4(case).tidy()
    codes = {"widest": "required", "gap": "later"}
    table = rows[["term", "ideal_gap", "low", "high"]].assign(
        requirement=pd.Series([each.requirement for each in case.experiences], dtype=object),
        status=[codes.get(code, code) for code in rows["status"]],
    )
    return RequirementStep(table=table, **basis(case))


def step_6(case: Case) -> FitStep:
    """Set the requirement against the checks."""
    rows = [(e.name, e.kind, e.status or "open") for e in case.checks]
    labels = {e.name: e.text for e in case.checks if isinstance(e.text, Mapping)}
    table = pd.DataFrame(rows, columns=["term", "kind", "status"])
    return FitStep(table=table, n=0, labels=labels, case=case)


def step_7(case: Case) -> FeedbackStep:
    """Let sales prove or disprove the requirement."""
    return FeedbackStep(
        table=sales_proof(case.sales).tidy() if case.sales else no_sales(), n=0, case=case
    )


def no_sales() -> pd.DataFrame:
    """Return the table of a case without sales: no rows."""
    return sales_proof({1: 1}).tidy().iloc[:0]


STEPS: Mapping[int, Callable[[Case], Result]] = {
    1: step_1,
    2: step_2,
    3: step_3,
    4: step_4,
    5: step_5,
    6: step_6,
    7: step_7,
}
