"""Prediction of answers that the model has not seen (PLSpredict), beside a linear benchmark."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cxlab._stats.moments import Moments, correlations
from cxlab._stats.pls import Design, Fit, fit

Array = NDArray[np.float64]


def folds(n: int, k: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Return the fold of each of ``n`` rows, ``k`` folds of as equal a size as can be."""
    return rng.permutation(n) % k


def predicted(rows: Array, design: Design, fold: NDArray[np.int64]) -> tuple[Array, Array]:
    """Predict the items of outcomes for rows that were left out of the fit.

    Parameters
    ----------
    rows
        Answers in the order of the design, shape (n, n_items), complete.
    design
        Items and arrows.
    fold
        Fold of each row, shape (n,); the rows of a fold are predicted from all others.

    Returns
    -------
    pls, linear
        Predictions in the unit of the answers, shape (n, n_items); NaN for items of constructs
        without causes. ``linear`` regresses each item on the items of all other constructs.

    Notes
    -----
    Shmueli et al. (2016), direct antecedents: the score of an outcome is predicted from the scores
    of its causes, its items from their loadings.
    """
    k = int(fold.max()) + 1
    parts = [Moments.of(rows[fold != each]) for each in range(k)]
    scatter = np.stack([part.scatter for part in parts])
    fitted = fit(correlations(scatter), design)
    pls = np.full(rows.shape, np.nan)
    linear = np.full(rows.shape, np.nan)
    outcomes = [j for j in range(len(design.sizes)) if len(design.causes(j))]
    items = np.flatnonzero(np.isin(design.block, outcomes))
    for each, part in enumerate(parts):
        held = fold == each
        pls[np.ix_(held, items)] = _model(rows[held], part, fitted, design, each)[:, items]
        for j in outcomes:
            mine, others = design.block == j, design.block != j
            left, right = part.scatter[np.ix_(others, others)], part.scatter[np.ix_(others, mine)]
            slope = np.linalg.lstsq(left, right, rcond=None)[0]
            centred = rows[np.ix_(held, others)] - part.mean[others]
            linear[np.ix_(held, mine)] = part.mean[mine] + centred @ slope
    return pls, linear


def _model(held: Array, part: Moments, fitted: Fit, design: Design, draw: int) -> Array:
    spread = np.sqrt(np.diag(part.cov))
    z = (held - part.mean) / spread
    count = len(design.sizes)
    scores = np.stack(
        [z[:, design.items(j)] @ fitted.weights[design.items(j), draw] for j in range(count)],
        axis=1,
    )
    guessed = scores @ fitted.paths[..., draw]
    loadings = fitted.cross[np.arange(len(spread)), design.block, draw]
    return part.mean + spread * guessed[:, design.block] * loadings
