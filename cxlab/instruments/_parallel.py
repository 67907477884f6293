"""How many factors: parallel analysis, eigenvalues held against those of random answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from cxlab._core.errors import DataError
from cxlab._core.i18n import N_, _, paragraph
from cxlab._core.progress import blocks
from cxlab._core.references import cite
from cxlab._core.result import Result
from cxlab._core.threads import one_thread
from cxlab._core.validate import (
    MOST_DRAWS,
    columns,
    complete,
    frame,
    generator,
    independent,
    inside,
    numeric,
    one_of,
    whole,
)
from cxlab._stats import factorability
from cxlab._stats.collinearity import dependent_sets
from cxlab._stats.moments import Moments
from cxlab._stats.polychoric import polychoric, smoothed
from cxlab.instruments._ordinal import CORRELATIONS, coded, polychorics
from cxlab.instruments._scales import refuse_constant

QUANTILE = 0.95  # Glorfeld (1995): the mean lets too many factors through
DRAWS = 100
KINDS = ("components", "factors")


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class ParallelResult(Result):
    """Eigenvalues of the items beside those of random answers.

    Parameters
    ----------
    count
        Factors whose eigenvalue is larger than that of random answers, counted from the first.
    quantile
        The share of random data sets that an eigenvalue must exceed.
    kind
        Whether the eigenvalues are those of components or of common factors.
    correlation
        Which correlations were taken, Pearson's or polychoric ones.
    """

    count: int
    quantile: float
    kind: str = "components"
    correlation: str = "pearson"

    title = N_("How many factors?")
    drawing = "cxlab.plots:scree"
    units = MappingProxyType(dict.fromkeys(("estimate", "mean", "chance"), "index"))

    @property
    def references(self) -> tuple[str, ...]:
        """The sources of the method, and of shuffled answers where they were taken."""
        shuffled = self.correlation == "polychoric"
        further = ("buja_eyuboglu_1992", "garrido_2013", "olsson_1979") if shuffled else ()
        return tuple(cite(key) for key in ("horn_1965", "glorfeld_1995", *further))

    def summary(self) -> dict[str, Any]:
        """Return the number of factors."""
        return {"factors": self.count}

    def headline(self) -> str:
        """State the number of factors."""
        return _("Factors that stand out from chance: {count}").format(count=self.count)

    def explain(self) -> str:
        """Say how many factors stand out, and what Kaiser's old rule would have counted."""
        over = int((self.table["estimate"] > 1).sum())
        first = self.table.iloc[0]
        return paragraph(
            [
                _(
                    "The first eigenvalue is {value:.2f}; random answers of as many people reach "
                    "{chance:.2f} at most in {share:.0%} of the draws."
                ).format(value=first["estimate"], chance=first["chance"], share=self.quantile),
                _("{count} eigenvalues are larger than chance allows.").format(count=self.count),
                _(
                    "The old rule (eigenvalue above 1) would take {count}: it counts chance too, "
                    "and most of all with many items."
                ).format(count=over)
                if over != self.count and self.kind == "components"
                else "",
                _(
                    "These are eigenvalues of common factors; they find small factors too, so "
                    "with many respondents they count more than those of components do."
                )
                if self.kind == "factors"
                else "",
                _(
                    "The correlations are polychoric; for chance the answers to each item were "
                    "shuffled among people, so that answers are as rare there as they are here."
                )
                if self.correlation == "polychoric"
                else "",
                _("Take one more or one fewer if it makes better sense to those who asked."),
            ]
        )

    def plot_options(self) -> dict[str, Any]:
        """Words of the picture."""
        return {
            "axis": _("factor"),
            "height": _("eigenvalue"),
            "words": (
                _("answers"),
                _("random answers, {share:.0%} of the draws lie below").format(share=self.quantile),
            ),
        }


@one_thread
def parallel(
    data: pd.DataFrame,
    items: Sequence[str],
    *,
    kind: str = "components",
    correlation: str = "pearson",
    draws: int = DRAWS,
    quantile: float = QUANTILE,
    seed: int | None = None,
) -> ParallelResult:
    """Count the factors that stand out from random answers.

    Parameters
    ----------
    data
        One row per respondent.
    items
        Columns with the answers, three or more.
    kind
        ``"components"`` takes the eigenvalues of the correlations, ``"factors"`` those of
        correlations with the communalities of one minres factor on the diagonal, as R's psych.
    correlation
        ``"pearson"``, or ``"polychoric"`` for few ordered answers; it takes seconds where Pearson's
        takes none.
    draws
        Random data sets of as many respondents and items.
    quantile
        The share of them that an eigenvalue must exceed.
    seed
        For the random data.

    Returns
    -------
    ParallelResult
        ``tidy()`` has a row per factor: ``estimate`` (the eigenvalue of the correlations),
        ``mean`` and ``chance`` (mean and quantile of the random ones).

    Raises
    ------
    DataError
        A column is absent, no number or the sum of others, or too few respondents are complete;
        or an item has too many different answers for polychoric correlations.
    SpecError
        The kind of eigenvalue or of correlation is unknown, or an option is out of its range.

    Notes
    -----
    Chance is normal numbers (Horn 1965); of polychoric correlations it is the answers themselves,
    those to each item shuffled among the respondents (Buja & Eyuboglu 1992): items keep their
    shares of answers, on which the error of polychoric correlations depends.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> two = rng.normal(size=(400, 2)).repeat(3, axis=1) + rng.normal(size=(400, 6))
    >>> parallel(pd.DataFrame(two, columns=list("abcdef")), list("abcdef"), seed=1).count
    2
    """
    one_of(kind, KINDS, "kind")
    ordinal = one_of(correlation, CORRELATIONS, "correlation") == "polychoric"
    whole(draws, "draws", low=20, most=MOST_DRAWS)
    quantile = inside(quantile, 0.5, 0.999, "quantile")
    kept, lost = answered(data, columns(frame(data), items))
    rng = generator(seed)
    if ordinal:
        values, drawn = _shuffled(kept, draws, rng, kind)
    else:
        values, drawn = _eigenvalues(Moments.of(kept.to_numpy()), draws, rng, kind)
    chance = np.quantile(drawn, quantile, axis=0)
    return ParallelResult(
        table=pd.DataFrame(
            {
                "term": [str(place + 1) for place in range(len(values))],
                "estimate": values,
                "mean": drawn.mean(axis=0),
                "chance": chance,
            }
        ),
        n=len(kept),
        n_dropped=len(data) - len(kept),
        dropped=MappingProxyType(lost),
        count=_leading(values > chance),
        quantile=quantile,
        kind=kind,
        correlation=correlation,
    )


def answered(data: pd.DataFrame, names: list[str]) -> tuple[pd.DataFrame, dict[str, int]]:
    """Return the complete answers to the items, and the missing ones per column.

    Raises
    ------
    DataError
        Fewer than three items vary, nobody is complete, or an item is the sum of others.
    """
    kept, lost = complete(numeric(data, names))
    if len(names) < 3:
        raise DataError(
            _("Factors need three items or more; {count} are named.").format(count=len(names))
        )
    if len(kept) <= len(names):
        raise DataError(
            _(
                "{n} respondents answered all {items} items; there must be more respondents than "
                "items. Take fewer items, or fill the gaps first."
            ).format(n=len(kept), items=len(names))
        )
    refuse_constant(kept)
    independent(kept, dependent_sets(kept.to_numpy()))
    return kept, lost


def advised(moments: Moments, *, seed: int | None) -> int:
    """Return the number of factors that stand out."""
    values, drawn = _eigenvalues(moments, DRAWS, generator(seed))
    return _leading(values > np.quantile(drawn, QUANTILE, axis=0))


def _eigenvalues(
    moments: Moments, draws: int, rng: np.random.Generator, kind: str = "components"
) -> tuple[np.ndarray, np.ndarray]:
    common = kind == "factors"
    corr = factorability.reduced(moments.corr) if common else moments.corr
    values = np.linalg.eigvalsh(corr)[::-1]
    drawn = factorability.parallel(int(moments.n), len(values), draws, rng, common=common)
    return values, drawn


def _shuffled(
    answers: pd.DataFrame, draws: int, rng: np.random.Generator, kind: str
) -> tuple[np.ndarray, np.ndarray]:
    """Return eigenvalues of polychoric correlations, and those of columns shuffled apart."""

    def eigenvalues(corr: np.ndarray) -> np.ndarray:
        matrix = factorability.reduced(corr) if kind == "factors" else corr
        return np.asarray(np.linalg.eigvalsh(matrix)[::-1])

    values, codes = eigenvalues(polychorics(answers)), coded(answers)
    drawn = np.empty((draws, len(values)))
    for part in blocks(draws, 5, _("random data sets")):
        for draw in range(part.start, part.stop):
            corr, _raised = smoothed(polychoric(rng.permuted(codes, axis=0)).corr)
            drawn[draw] = eigenvalues(corr)
    return values, drawn


def _leading(marks: np.ndarray) -> int:
    return len(marks) if marks.all() else int(np.argmin(marks))
