"""PLS in stages: scores of one stage, or products of them, are the items of the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from cxlab._stats.pls import CLOSE, Fit, fit
from cxlab._stats.pls_design import Design

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Stage:
    """One stage of a model.

    Parameters
    ----------
    design
        Items and arrows of the stage.
    columns
        The columns that are its items, in the order of the design: first the columns of the data,
        then those that earlier stages have made, in the order made.
    scores
        Constructs whose scores become columns.
    products
        Pairs of constructs, the product of whose scores becomes a column.
    """

    design: Design
    columns: NDArray[np.int64]
    scores: tuple[int, ...] = ()
    products: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, eq=False)
class Staged:
    """What a stage gave; every array has the resamples as its last axis.

    Parameters
    ----------
    fit
        The estimates; paths of standardised constructs.
    cov
        Covariances of the items, shape (n_items, n_items, draws).
    """

    fit: Fit
    cov: Array

    @cached_property
    def spread(self) -> Array:
        """Standard deviations of the items, shape (n_items, draws).

        A path from a product, divided by the product's, is the change of a slope per standard
        deviation of the moderator.
        """
        return np.sqrt(np.einsum("iid->id", self.cov))

    @cached_property
    def corr(self) -> Array:
        """Correlations of the items, shape (n_items, n_items, draws)."""
        return self.cov / (self.spread[:, None] * self.spread)


def run(
    means: Array,
    covs: Array,
    stages: Sequence[Stage],
    *,
    rows: Array | None = None,
    counts: Array | None = None,
    close: float = CLOSE,
    towards: Sequence[Fit] | None = None,
) -> list[Staged]:
    """Estimate a model stage by stage.

    Parameters
    ----------
    means, covs
        Means and covariances (n - 1) of the columns of the data, shapes (draws, p), (draws, p, p).
    stages
        The stages; products come in the last but one, if at all.
    rows
        The data, shape (n, p); needed where there are products.
    counts
        How often each row stands in each resample, shape (draws, n); once each when absent.
    close
        Largest change of a weight between the last two steps.
    towards
        The fits of the sample, stage by stage, towards which constructs are turned.

    Returns
    -------
    list of Staged
        One for each stage.

    Notes
    -----
    Scores are linear in the data, so that their covariances follow from those of the data; only
    products ask for the rows again (two-stage approach, Chin, Marcolin and Newsted 2003; disjoint
    two-stage approach for constructs of a higher order, Becker, Klein and Wetzels 2012).
    """
    draws, p = means.shape
    table = covs
    maps = np.broadcast_to(np.eye(p), (draws, p, p))  # the table's columns in those of the data
    out = []
    for place, stage in enumerate(stages):
        cols = stage.columns
        cov = table[:, cols[:, None], cols]
        sample = None if towards is None else towards[place]
        fitted = fit(cov, stage.design, close=close, towards=sample)
        out.append(Staged(fitted, cov.transpose(1, 2, 0)))
        spread = out[-1].spread.T
        if stage.scores:
            made = _scores(fitted, stage, spread, maps)[:, :, list(stage.scores)]
            maps = np.concatenate([maps, made], axis=2)
            table = maps.transpose(0, 2, 1) @ covs @ maps
        if stage.products:
            if rows is None:
                raise ValueError("products need the rows")
            scores = _scores(fitted, stage, spread, maps)
            pairs = np.array(stage.products).T
            held = np.ones((draws, len(rows))) if counts is None else counts
            table = np.stack(
                [
                    _with_products(table[d], rows - means[d], maps[d], scores[d][:, pairs], held[d])
                    for d in range(draws)
                ]
            )
    return out


def _scores(fitted: Fit, stage: Stage, spread: Array, maps: Array) -> Array:
    """Return the scores of constructs in terms of the data, shape (draws, p, n_constructs)."""
    out = np.zeros((*maps.shape[:2], len(stage.design.sizes)))
    for j in range(len(stage.design.sizes)):
        at = stage.design.items(j)
        weights = fitted.weights[at].T / spread[:, at]
        out[:, :, j] = (maps[:, :, stage.columns[at]] * weights[:, None, :]).sum(axis=2)
    return out


def _with_products(table: Array, centred: Array, maps: Array, pairs: Array, held: Array) -> Array:
    """Add products of two scores to the covariances of one resample.

    ``pairs`` has shape (p, 2, n_products): the scores in terms of the data.
    """
    n, q = held.sum(), len(table)
    made = (centred @ pairs[:, 0]) * (centred @ pairs[:, 1])
    made = made - held @ made / n
    weighted = (made * held[:, None]).T
    out = np.empty((q + len(weighted),) * 2)
    out[:q, :q] = table
    out[q:, :q] = weighted @ centred @ maps / (n - 1)
    out[:q, q:] = out[q:, :q].T
    out[q:, q:] = weighted @ made / (n - 1)
    return out
