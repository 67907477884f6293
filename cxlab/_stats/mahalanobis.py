"""Distance of a respondent from the centre of all, also of one who left answers out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cxlab._stats.answers import GAP, Answers

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

LEAST = 1e-3  # eigenvalue of the correlations below which two items are one and the same


@dataclass(frozen=True)
class Centre:
    """Means, standard deviations and correlations of k items that vary.

    Parameters
    ----------
    columns
        The items among those of the answers, shape (k,).
    mean, sd
        Shape (k,).
    corr
        Correlations of pairs answered by the same respondents, shape (k, k).
    n
        Respondents.
    """

    columns: NDArray[np.intp]
    mean: Array
    sd: Array
    corr: Array
    n: int

    def inverse(self, places: NDArray[np.intp] | None = None) -> Array:
        """Return the inverse of the covariances of all items or of some of them."""
        places = np.arange(len(self.columns)) if places is None else places
        roots, vectors = np.linalg.eigh(self.corr[np.ix_(places, places)])
        inverse = (vectors / np.maximum(roots, LEAST)) @ vectors.T
        return inverse / np.outer(self.sd[places], self.sd[places])


def centre(answers: Answers) -> Centre:
    """Estimate the centre; items that do not vary are left out."""
    table, counts = answers.table(), answers.counts().astype(float)
    counts[:, GAP] = 0
    known = np.nan_to_num(table)
    total = counts.sum(axis=1)
    mean = np.divide((counts * known).sum(axis=1), total, out=np.zeros(len(total)), where=total > 0)
    square = (counts * (known - mean[:, None]) ** 2).sum(axis=1)
    columns = np.flatnonzero((square > 1e-12) & (total > 1))
    sd = np.sqrt(square[columns] / (total[columns] - 1))
    mean = mean[columns]
    scores = np.zeros_like(table)
    scores[columns] = (table[columns] - mean[:, None]) / sd[:, None]
    corr = _correlations(answers, columns, np.nan_to_num(scores))
    return Centre(columns, mean, sd, corr, answers.n)


def _correlations(answers: Answers, columns: NDArray[np.intp], scores: Array) -> Array:
    """Return correlations over the respondents who answered both items; 0 where too few did.

    ``scores`` has the standard score behind each code, 0 where the answer is missing, so that those
    of an item add up to 0: what remains of a sum over the respondents who answered another item is
    the sum over those who did not, with the sign turned.
    """
    k = len(columns)
    product, less, neither = np.zeros((k, k)), np.zeros((k, k)), np.zeros((k, k))
    for rows, z in answers.parts(columns, table=scores):
        product += z.T @ z
        gaps = answers.codes[rows, columns] == GAP
        some = gaps.any(axis=1)
        if some.any():
            left_out = gaps[some].astype(float)
            less += z[some].T @ left_out
            neither += left_out.T @ left_out
    missing = np.diag(neither)
    both = answers.n - missing - missing[:, None] + neither
    shared = product - less * less.T / np.maximum(both, 1)
    corr = np.divide(shared, both - 1, out=np.zeros((k, k)), where=both > 2)
    corr = np.clip(corr, -1, 1)
    np.fill_diagonal(corr, 1.0)
    return corr


def squared_distances(deviations: Array, inverse: Array) -> Array:
    """Return squared Mahalanobis distances, each from the items that the respondent answered.

    Parameters
    ----------
    deviations
        Answers minus their means, NaN where missing, shape (n, k).
    inverse
        Of the covariances, shape (k, k).

    Notes
    -----
    The distance over the answered items is the least one over all values that the missing answers
    could take; conjugate gradients find it, in as many steps as answers are missing.
    """
    gaps = np.isnan(deviations)
    out = np.empty(len(deviations))
    whole = ~gaps.any(axis=1)
    full = deviations.T if whole.all() else deviations[whole].T
    out[whole] = np.einsum("ji,ji->i", inverse @ full, full)
    if not whole.all():
        out[~whole] = _least(np.nan_to_num(deviations[~whole]), gaps[~whole], inverse)
    return out


def _least(z: Array, gaps: Mask, inverse: Array) -> Array:
    free = gaps.astype(float)
    left = -(z @ inverse) * free
    step, size = left.copy(), np.einsum("ij,ij->i", left, left)
    enough = 1e-20 * np.maximum(size, 1e-300)
    for _ in range(int(gaps.sum(axis=1).max())):
        if not (size > enough).any():
            break
        pushed = (step @ inverse) * free
        bend = np.einsum("ij,ij->i", step, pushed)
        reach = np.divide(size, bend, out=np.zeros_like(size), where=(bend > 0) & (size > enough))
        z = z + reach[:, None] * step
        left = left - reach[:, None] * pushed
        new = np.einsum("ij,ij->i", left, left)
        turn = np.divide(new, size, out=np.zeros_like(size), where=size > enough)
        step, size = left + turn[:, None] * step, new
    return np.einsum("ij,ij->i", z @ inverse, z)
