"""Revenue divided over a cost tree: lost, at risk, kept; and the questions to ask of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from cxlab._core.i18n import N_, _, listing, localized
from cxlab._core.numerals import money, show
from cxlab._core.references import printed
from cxlab._core.result import Result
from cxlab.frameworks._entry import bracket, by_term, percent, prose, tail
from cxlab.frameworks.cost import _levers as questions
from cxlab.frameworks.cost import _simulate as simulation
from cxlab.frameworks.cost import _sweep as sweeps

if TYPE_CHECKING:
    from cxlab.frameworks.cost._lever import Lever
    from cxlab.frameworks.cost._tree import CostTree

OUTCOME_WORDS = {"lost": N_("lost"), "at_risk": N_("at risk"), "kept": N_("kept")}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class CostResult(Result):
    """Revenue divided over the branches of a tree.

    Parameters
    ----------
    tree
        The tree that was evaluated.
    revenue, currency
        What was divided.
    """

    tree: CostTree
    revenue: float
    currency: str = ""

    drawing = "cxlab.plots:cost_tree"
    words: ClassVar[Mapping[str, str]] = OUTCOME_WORDS

    @property
    def title(self) -> str:  # type: ignore[override]
        """The title of the tree."""
        return self.tree.heading()

    @property
    def references(self) -> tuple[str, ...]:
        """The sources of the tree."""
        return tuple(printed(key) for key in self.tree.sources)

    @property
    def lost(self) -> float:
        """Revenue lost."""
        return self._total("lost")

    @property
    def at_risk(self) -> float:
        """Revenue that may still be lost."""
        return self._total("at_risk")

    @property
    def kept(self) -> float:
        """Revenue that stays."""
        return self._total("kept")

    def _total(self, outcome: str) -> float:
        return float(self.table.loc[self.table["outcome"] == outcome, "amount"].sum())

    def summary(self) -> dict[str, Any]:
        """Revenue and its three parts."""
        return {
            "revenue": self.revenue,
            "lost": self.lost,
            "at_risk": self.at_risk,
            "kept": self.kept,
        }

    def money(self, amount: float) -> str:
        """Write an amount in the currency of the result."""
        return money(amount, self.currency)

    def headline(self) -> str:
        """State what is lost and what is at risk."""
        return _("{lost} is lost, {share} of revenue; a further {risk} is at risk").format(
            lost=self.money(self.lost),
            share=percent(self.lost / self.revenue),
            risk=percent(self.at_risk / self.revenue),
        )

    def explain(self) -> str:
        """Say where the loss sits, and what the shares rest on."""
        rows = [row for row in by_term(self.table).values() if row["outcome"] == "lost"]
        rows.sort(key=lambda row: -row["amount"])
        parts = [
            _(
                "Of {revenue}, {lost} ({share}) is lost, {risk} is at risk and {kept} is kept."
            ).format(
                revenue=self.money(self.revenue),
                lost=self.money(self.lost),
                share=percent(self.lost / self.revenue),
                risk=self.money(self.at_risk),
                kept=self.money(self.kept),
            )
        ]
        if rows and self.lost > 0:
            parts.append(
                _("Most of the loss, {share}, sits in '{name}': {amount}.").format(
                    share=percent(rows[0]["amount"] / self.lost),
                    name=self.label(rows[0]["term"]),
                    amount=self.money(rows[0]["amount"]),
                )
            )
        if rows[1:]:
            parts.append(
                _("The other lost branches: {names}.").format(
                    names=listing(
                        _("{name} {value}").format(
                            name=self.label(row["term"]), value=show(row["amount"], "money")
                        )
                        for row in rows[1:]
                    )
                )
            )
        return prose(*parts, localized(self.tree.note) if self.tree.note else "")

    def plot_options(self) -> dict[str, Any]:
        """Names on the branches, and the totals below them."""
        totals = {"lost": self.lost, "at_risk": self.at_risk, "kept": self.kept}
        return {
            "names": [tail(self.label(term)) for term in self.table["term"]],
            "totals": {
                outcome: f"{_(OUTCOME_WORDS[outcome])}  "
                + bracket(self.money(amount), percent(amount / self.revenue))
                for outcome, amount in totals.items()
            },
        }

    def levers(self, changes: Sequence[Lever] | None = None) -> questions.LeverResult:
        """Compare what changes of single shares save; the tree's own levers when none are given.

        Examples
        --------
        >>> from cxlab.frameworks import CostTree
        >>> result = CostTree.load("silence").evaluate().levers().tidy()
        >>> dict(zip(result["term"], result["saving"].round()))
        {'negative': 223300.0, 'recovery': 22000.0, 'complaints': 18700.0}
        """
        return questions.compare(self, self.tree.levers if changes is None else changes)

    def tornado(self, *, step: float = 0.01) -> questions.TornadoResult:
        """Move each share by ``step`` down and up and see what the loss does, largest first.

        The tree is evaluated anew each time; siblings keep their proportions. A split in two moves
        both ways at once, so its smaller branch stands for it.

        Raises
        ------
        SpecError
            The step is no share.
        """
        return questions.tornado(self, step)

    def break_even(
        self, spend: float, node: str | None = None, *, balance: str = "", margin: float = 1.0
    ) -> questions.BreakEvenResult:
        """Find how far a share has to move for a programme to earn back what it costs in a year.

        Parameters
        ----------
        spend
            Cost of the programme.
        node
            The branch it moves; each lever of the tree when absent.
        balance
            The sibling that takes the difference.
        margin
            Part of saved revenue that is profit; 1 counts revenue in full.

        Raises
        ------
        SpecError
            Spend is not above zero, or the branch is unknown.

        Examples
        --------
        >>> from cxlab.frameworks import CostTree
        >>> cost = CostTree.load("silence").evaluate()
        >>> round(cost.break_even(18_700, "complain").tidy()["points"].item(), 9)
        1.0
        """
        return questions.break_even(self, spend, node, balance, margin)

    def sweep(
        self, node: str, shares: Sequence[float] | None = None, *, balance: str = ""
    ) -> sweeps.SweepResult:
        """Follow lost, at risk and kept as one share takes a range of values.

        Parameters
        ----------
        node
            The branch whose share is moved.
        shares
            Its values; 0 to 1 in steps of 0.05 when absent.
        balance
            The sibling that takes the difference.
        """
        return sweeps.sweep(self, node, shares, balance)

    def complaint_paradox(self, node: str = "complain") -> sweeps.ComplaintParadox:
        """Let recorded complaints fall to zero by filing them as something else.

        Who is filed away is treated like the silent: nobody acts.

        Examples
        --------
        >>> from cxlab.frameworks import CostTree
        >>> paradox = CostTree.load("silence").evaluate().complaint_paradox()
        >>> round(paradox.tidy()["extra"].max())
        37400
        """
        return sweeps.complaint_paradox(self, node)

    def simulate(
        self,
        draws: int = 10_000,
        seed: int | None = None,
        *,
        concentration: float | Mapping[str, float] = 100.0,
        conf: float = 0.95,
    ) -> simulation.SimulationResult:
        """Draw uncertain shares (Dirichlet) and give the interval of lost, at risk and kept.

        Parameters
        ----------
        draws, seed
            Number of draws, and the seed of the generator.
        concentration
            On how many customers each split is thought to rest; the larger, the surer. A mapping
            names the parents of splits (``{"negative": 500}``, ``"revenue"`` for the first split);
            splits not named stay fixed.
        conf
            Level of the interval.

        Notes
        -----
        The shares of a split are Dirichlet with parameters concentration times share (a split in
        two: Beta), independent between splits. Their mean is the share itself, so the mean of the
        draws estimates the amounts of this result.

        Examples
        --------
        >>> from cxlab.frameworks import CostTree
        >>> CostTree.load("silence").evaluate().simulate(1000, seed=1).tidy()["term"].tolist()
        ['lost', 'at_risk', 'kept']
        """
        return simulation.simulate(self, draws, seed, concentration, conf)
