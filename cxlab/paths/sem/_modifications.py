"""Modification indices of a fitted covariance model, by name."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy import special

from cxlab._core import validate
from cxlab._core.errors import SpecError
from cxlab._core.i18n import _
from cxlab._stats.covariance.estimators import Fitted
from cxlab._stats.covariance.likelihood import complete
from cxlab._stats.covariance.model import LOADING, RESIDUAL, Places
from cxlab._stats.covariance.score_tests import modification_indices
from cxlab._stats.moments import Moments
from cxlab.paths.sem._structure import Structure

Candidate = tuple[str, tuple[int, int, int]]


def modifications(
    plan: Structure, fit: Fitted, estimator: str, groups: Sequence[str], most: int
) -> pd.DataFrame:
    """Return the largest indices; see ``SemResult.modifications``."""
    most = validate.whole(most, "most")
    if estimator not in ("ml", "mlr"):
        raise SpecError(
            _("Modification indices need estimator='ml' or 'mlr', not {name!r}.").format(
                name=estimator
            )
        )
    extra = _candidates(plan)
    names, places = zip(*extra, strict=True) if extra else ((), ())
    count = len(plan.terms)
    moments = [
        Moments(n, mean, cov * n) for n, mean, cov in zip(fit.rows, fit.mean, fit.cov, strict=True)
    ]
    tests = modification_indices(
        plan.model, complete(moments), fit.found.params, [Places.of(list(places))] * count
    )
    table = pd.DataFrame(
        {
            "term": list(names) * count,
            **({"group": np.repeat(groups, len(names))} if groups else {}),
            "statistic": tests.statistic,
            "p_value": special.chdtrc(1, np.maximum(tests.statistic, 0.0)),
            "change": tests.change,
        }
    )
    table = table.dropna().sort_values("statistic", ascending=False, kind="stable")
    return table.head(most).reset_index(drop=True)


def _candidates(plan: Structure) -> list[Candidate]:
    """Return loadings on other constructs and residual covariances that the model leaves out."""
    there = {(term.kind, term.row, term.col) for term in plan.terms[0]}
    measured = [
        j for j, name in enumerate(plan.latents) if _several(plan, name) and name not in plan.items
    ]
    inner = {term.row for term in plan.terms[0] if term.kind == LOADING and term.col in measured}
    out: list[Candidate] = []
    for j in measured:
        for i in sorted(inner):
            place = (LOADING, i, j)
            if place not in there:
                out.append((f"{plan.latents[j]} =~ {plan.items[i]}", place))
    for i in sorted(inner):
        for k in sorted(inner):
            place = (RESIDUAL, i, k)
            if k < i and place not in there:
                out.append((f"{plan.items[k]} ~~ {plan.items[i]}", place))
    return out


def _several(plan: Structure, name: str) -> bool:
    """Tell whether several items measure a construct."""
    terms = plan.terms[0]
    return sum(term.kind == LOADING and term.left == name for term in terms) > 1
