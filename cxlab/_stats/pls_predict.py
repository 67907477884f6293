"""Prediction of answers that the model has not seen (PLSpredict), beside a linear benchmark."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cxlab._stats.moments import Moments, correlations
from cxlab._stats.pls import Fit, fit
from cxlab._stats.pls_design import Design
from cxlab._stats.pls_stages import Stage, Staged, run

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
            mine, others = np.flatnonzero(design.block == j), np.flatnonzero(design.block != j)
            linear[np.ix_(held, mine)] = _regressed(rows[held], part, mine, others)
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


def staged(rows: Array, stages: Sequence[Stage], fold: NDArray[np.int64]) -> tuple[Array, Array]:
    """Predict the items of outcomes of a model with several stages, as :func:`predicted` does.

    Parameters
    ----------
    rows, fold
        As in :func:`predicted`.
    stages
        The stages; those of a product stand for themselves in the last one.

    Returns
    -------
    pls, linear
        As of :func:`predicted`. Items of the parts of an outcome are predicted through the parts.

    Notes
    -----
    Weights, paths, loadings and the means of products come from the other rows alone.
    """
    p = rows.shape[1]
    kept = (fold[None] != np.arange(int(fold.max()) + 1)[:, None]).astype(float)
    parts = [Moments.of(rows[mark > 0]) for mark in kept]
    means, covs = (np.stack([getattr(part, name) for part in parts]) for name in ("mean", "cov"))
    with np.errstate(all="ignore"):
        found = run(means, covs, stages, rows=rows, counts=kept)
    made: list[tuple[int, int]] = []  # stage and construct of the columns beyond the data's
    for number, stage in enumerate(stages):
        made += [(number, j) for j in stage.scores]
        made += [(-1, -1)] * len(stage.products)
    design = stages[-1].design
    outcomes = [j for j in range(len(design.sizes)) if len(design.causes(j))]
    pls, linear = np.full(rows.shape, np.nan), np.full(rows.shape, np.nan)

    def passed_on(
        who: tuple[int, int], value: Array, draw: int, held: NDArray[np.intp]
    ) -> list[int]:
        """Write the items of a construct whose score is given; return them."""
        stage, own, below = stages[who[0]], found[who[0]], []
        for place in range(*stage.design.items(who[1]).indices(len(stage.columns))):
            column = int(stage.columns[place])
            moved = value * own.fit.cross[place, j, draw]
            if column >= p:
                below += passed_on(made[column - p], moved, draw, held)
                continue
            pls[held, column] = parts[draw].mean[column] + moved * own.spread[place, draw]
            below.append(column)
        return below

    for draw, part in enumerate(parts):
        held = np.flatnonzero(fold == draw)
        scores = _scores(rows - part.mean, stages, found, draw, kept[draw])[held]
        guessed = scores @ found[-1].fit.paths[..., draw]
        for j in outcomes:
            mine = np.array(passed_on((len(stages) - 1, j), guessed[:, j], draw, held))
            others = np.setdiff1d(np.arange(p), mine)
            linear[np.ix_(held, mine)] = _regressed(rows[held], part, mine, others)
    return pls, linear


def _scores(
    centred: Array, stages: Sequence[Stage], found: Sequence[Staged], draw: int, kept: Array
) -> Array:
    """Return the scores of the constructs of the last stage for all rows, by one fit."""
    table = centred.T
    for stage, own in zip(stages, found, strict=True):
        z = table[stage.columns] / own.spread[:, [draw]] * own.fit.weights[:, [draw]]
        scores = np.add.reduceat(z, stage.design.starts, axis=0)
        new = [scores[list(stage.scores)]] if stage.scores else []
        for one, other in stage.products:
            both = scores[one] * scores[other]
            new.append((both - kept @ both / kept.sum())[None])
        table = np.vstack([table, *new])
    return np.asarray(scores.T)


def _regressed(held: Array, part: Moments, mine: Any, others: Any) -> Array:
    """Predict items by a regression on all others."""
    left, right = part.scatter[np.ix_(others, others)], part.scatter[np.ix_(others, mine)]
    slope = np.linalg.lstsq(left, right, rcond=None)[0]
    return np.asarray(part.mean[mine] + (held[:, others] - part.mean[others]) @ slope)
