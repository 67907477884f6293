"""What follows from a fitted PLS model: consistent estimates, effect sizes, overlap, model fit.

Arrays have the resamples as their last axis, as those of ``pls.Fit`` do.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from cxlab._stats import validity
from cxlab._stats.pls import Fit, explained, fit, regressed
from cxlab._stats.pls_design import Arrows, Design

Array = NDArray[np.float64]


class Structural(Protocol):
    """What has ``paths`` and the correlations of ``constructs``, as ``pls.Fit`` has."""

    @property
    def paths(self) -> Array: ...

    @property
    def constructs(self) -> Array: ...


def rho_a(fitted: Fit, corr: Array, design: Design) -> Array:
    """Return Dijkstra and Henseler's reliability of each construct, shape (n_constructs, draws).

    1 for constructs of one item and those of mode B. ``corr`` has shape (n_items, n_items, draws).
    """
    out = np.ones((len(design.sizes), corr.shape[-1]))
    for j in range(len(design.sizes)):
        if design.sizes[j] > 1 and not design.formative[j]:
            at = design.items(j)
            out[j] = validity.rho_a(corr[at, at], fitted.weights[at])
    return out


def consistent(
    fitted: Fit, corr: Array, design: Design, arrows: Arrows | None = None
) -> tuple[Fit, Array]:
    """Return the consistent estimates (PLSc) of common factors, and the loadings of the items.

    Parameters
    ----------
    fitted
        A fit by mode A; constructs of mode B or of one item stay as they are.
    corr
        Correlations of the items, shape (n_items, n_items, draws).
    design, arrows
        Items and arrows; which of these each matrix keeps, as in ``pls.fit``.

    Returns
    -------
    Fit, loadings
        ``constructs`` and ``paths`` corrected for attenuation; loadings, shape (n_items, draws).

    Notes
    -----
    Dijkstra and Henseler (2015): construct correlations are divided by the roots of their
    reliabilities rho_a, loadings are ``w sqrt(rho_a) / (w'w)``. Where a reliability is not
    positive nothing is defined: NaN.
    """
    rho = rho_a(fitted, corr, design)
    with np.errstate(invalid="ignore"):
        root = np.sqrt(np.where(rho > 0, rho, np.nan))
    constructs = fitted.constructs / (root[:, None] * root)
    at = np.arange(len(rho))
    constructs[at, at] = 1
    paths = regressed(constructs, design, arrows)
    loadings = own(fitted.cross, design)
    for j in range(len(design.sizes)):
        if design.sizes[j] > 1 and not design.formative[j]:
            w = fitted.weights[design.items(j)]
            loadings[design.items(j)] = w * root[j] / (w**2).sum(axis=0)
    return replace(fitted, constructs=constructs, paths=paths), loadings


def own(cross: Array, design: Design) -> Array:
    """Return each item's correlation with its own construct, shape (n_items, draws)."""
    return cross[np.arange(len(cross)), design.block].copy()


def effect_sizes(corr: Array, design: Design, *, consistently: bool = False) -> Array:
    """Return Cohen's f² of every arrow in one sample, [source, target]; 0 without one.

    ``(R² - R² without the arrow) / (1 - R²)``, the model being estimated anew without it (Chin
    1998), by PLSc where ``consistently``. ``corr`` has shape (n_items, n_items).
    """
    causes, effects = np.nonzero(design.arrows)
    each = np.arange(len(causes))
    arrows = np.repeat(design.arrows[None], len(each) + 1, axis=0)  # all of them, then each cut
    arrows[each + 1, causes, effects] = False
    same = np.broadcast_to(corr, (len(arrows), *corr.shape))
    fitted = fit(same, design, arrows=arrows)
    if consistently:
        fitted = consistent(fitted, same.transpose(1, 2, 0), design, arrows)[0]
    r2 = explained(fitted)[effects]
    out = np.zeros(design.arrows.shape)
    out[causes, effects] = (r2[:, 0] - r2[each, each + 1]) / (1 - r2[:, 0])
    return out


def inflation(constructs: Array, design: Design) -> Array:
    """Return the variance inflation of causes, [cause, target]; NaN without an arrow.

    ``constructs`` has shape (n_constructs, n_constructs): one sample.
    """
    out = np.full(constructs.shape, np.nan)
    for j in range(len(design.sizes)):
        causes = design.causes(j)
        if len(causes):
            out[causes, j] = np.diag(np.linalg.inv(constructs[np.ix_(causes, causes)]))
    return out


def implied(fitted: Structural, design: Design) -> Array:
    """Return the correlations of constructs that the arrows imply, those of causes being kept."""
    out = np.zeros_like(fitted.constructs)
    done: list[int] = []
    for j in design.order:
        out[j, j] = 1
        causes = design.causes(j)
        for k in done:
            if len(causes):
                value = (fitted.paths[causes, j] * out[causes, k]).sum(axis=0)
            else:
                value = fitted.constructs[j, k]
            out[j, k] = out[k, j] = value
        done.append(j)
    return out


def srmr(corr: Array, loadings: Array, constructs: Array, design: Design) -> Array:
    """Return the standardised root mean square residual, shape (draws,).

    Parameters
    ----------
    corr
        Correlations of the items, shape (n_items, n_items, draws).
    loadings
        Of the items on their own construct, shape (n_items, draws).
    constructs
        Correlations of constructs: those estimated (saturated model), or :func:`implied`.
    design
        Items of mode B correlate as they do; those of mode A only through their construct.

    Notes
    -----
    Henseler et al. (2014): over the lower triangle, the diagonal included.
    """
    block = design.block
    model = loadings[:, None] * loadings * constructs[np.ix_(block, block)]
    for j in np.flatnonzero(design.formative):
        at = design.items(j)
        model[at, at] = corr[at, at]
    rows, columns = np.tril_indices(len(corr))
    residual = (corr - model)[rows, columns]
    residual[rows == columns] = 0
    return np.sqrt((residual**2).mean(axis=0))
