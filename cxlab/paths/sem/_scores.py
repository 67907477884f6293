"""Scores of respondents on the constructs of a covariance model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core.errors import SpecError
from cxlab._core.i18n import _
from cxlab._stats.covariance.full_information import answered
from cxlab._stats.covariance.model import Implied

if TYPE_CHECKING:
    from cxlab.paths.sem._result import SemResult

Array = NDArray[np.float64]


def scores(fit: SemResult) -> pd.DataFrame:
    """Estimate the constructs of each respondent; see ``SemResult.scores``."""
    _refuse(fit)
    with_means, params = fit.plan.model.with_means, fit.raw.found.params
    keep = [j for j, each in enumerate(fit.model.constructs) if not each.observed]
    names = [fit.plan.latents[j] for j in keep]
    sure: dict[str, float] = {}
    places, parts = fit.rows.places, []
    for g, (group, rows) in enumerate(zip(fit.plan.model.groups, fit.rows.parts, strict=True)):
        at = group.implied(params)
        mean, level = at.mu, at.latent_mean
        if not with_means:
            mean = rows.mean(axis=0)
            level = _level(fit, group.filled(params).paths, mean)
        parts.append((level + _regressed(rows - mean, at))[:, keep])
        tail = f" ({fit.groups[g]})" if fit.groups else ""
        sure |= {
            f"{name}{tail}": float(value)
            for name, value in zip(names, _determinacy(at)[keep], strict=True)
        }
    order = np.argsort(np.concatenate(places), kind="stable")
    index = fit.rows.index[np.sort(np.concatenate(places))]
    table = pd.DataFrame(np.concatenate(parts)[order], index=index, columns=names)
    table.attrs["determinacy"] = sure
    return table


def _level(fit: SemResult, paths: Array, mean: Array) -> Array:
    """Return the means of the constructs, shape (m,): those of observed causes carry on."""
    start, onward = np.zeros(len(paths)), np.eye(len(paths)) - paths
    for j, each in enumerate(fit.model.constructs):
        if each.observed:
            start[j] = mean[fit.plan.items.index(each.name)]
            onward[j] = np.eye(len(paths))[j]
    return np.asarray(np.linalg.solve(onward, start), dtype=float)


def _regressed(rows: Array, at: Implied) -> Array:
    """Return the regression of constructs on centred answers, shape (n, m); by what is answered."""
    out = np.empty((len(rows), at.shared.shape[1]))
    for items, which in answered(rows):
        weights = np.linalg.solve(at.sigma[np.ix_(items, items)], at.shared[items])
        out[which] = rows[np.ix_(which, items)] @ weights
    return out


def _determinacy(at: Implied) -> Array:
    """Return the correlation of each construct with its score, where all items are answered."""
    explained = np.einsum("pm,pm->m", at.shared, np.linalg.solve(at.sigma, at.shared))
    return np.asarray(np.sqrt(explained / np.diagonal(at.latent)))


def _refuse(fit: SemResult) -> None:
    """Refuse models whose constructs are no regression of answers.

    Raises
    ------
    SpecError
        The model was fitted to ordered answers, or to a matrix.
    """
    if fit.estimator == "wlsmv":
        raise SpecError(
            _(
                "Ordered answers (estimator='wlsmv') are no linear measure of their construct, so "
                "these scores are not defined. Fit the model with 'mlr' for scores."
            )
        )
    if not fit.rows.places:
        raise SpecError(
            _(
                "The model was fitted to a matrix, which holds no respondents to score. Fit it "
                "to their answers with fit_sem() or fit_cfa()."
            )
        )
