"""How attentive respondents would answer: a normal copula with the shares and correlations found.

What is found among a few thousand such respondents is what chance alone brings about.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from cxlab._stats.answers import GAP, Answers, Codes
from cxlab._stats.mahalanobis import LEAST, Centre

Array = NDArray[np.float64]

_ROOT = np.sqrt(2 * np.pi)


@dataclass(frozen=True)
class Attentive:
    """The copula of k items.

    Parameters
    ----------
    shares
        Of each answer by item, shape (k, 256).
    corr
        Correlations of the normal variables behind the answers, shape (k, k).
    like
        The answers it was made from.
    """

    shares: Array
    corr: Array
    like: Answers

    def draw(self, m: int, rng: np.random.Generator) -> Answers:
        """Generate the complete answers of m attentive respondents."""
        k = self.like.k
        normal = rng.standard_normal((m, k)) @ np.linalg.cholesky(self.corr).T
        codes = np.empty((m, k), np.uint8, order="F")
        for place in range(k):
            edges = special.ndtri(np.clip(np.cumsum(self.shares[place])[:-1], 0, 1))
            codes[:, place] = np.searchsorted(edges, normal[:, place], side="right")
            codes[:, place] = np.minimum(codes[:, place], self.shares[place].nonzero()[0][-1])
        return Answers(codes, self.like.levels, self.like.blocks)

    def log_chance(self, codes: Codes) -> Array:
        """Return the logarithm of the chance that an attentive respondent answers just so.

        The density of the copula at the middle of each answer, times the shares of the answers;
        missing answers count as given.
        """
        m, k = codes.shape
        score, chance = np.zeros((m, k)), np.zeros((m, k))
        for place in range(k):
            middle = _scores(self.shares[place])
            share = self.shares[place].copy()
            share[GAP] = 1.0
            score[:, place] = middle[codes[:, place]]
            chance[:, place] = np.log(np.maximum(share, 1e-300))[codes[:, place]]
        roots, vectors = np.linalg.eigh(self.corr)
        inverse = (vectors / roots) @ vectors.T
        bend = np.einsum("ij,ij->i", score @ inverse - score, score)
        return chance.sum(axis=1) - 0.5 * (np.log(roots).sum() + bend)


def attentive(answers: Answers, centre: Centre) -> Attentive:
    """Estimate the copula; correlations are freed of what the steps of the scales take away.

    A correlation r of answers becomes ``r / (a b)``, where a and b are the correlations of each
    item's answers with the normal variable behind them (Olsson, Drasgow & Dorans, 1982).
    """
    counts = answers.counts().astype(float)
    counts[:, GAP] = 0.0
    counts[counts.sum(axis=1) == 0, 0] = 1.0  # an item that nobody answered
    shares = counts / counts.sum(axis=1, keepdims=True)
    table = np.nan_to_num(answers.table())
    kept = np.ones(len(centre.columns))
    for place, column in enumerate(centre.columns):
        edges = special.ndtri(np.clip(np.cumsum(shares[column])[:-1], 0, 1))
        reach = (_height(edges) * np.diff(table[column])).sum()
        kept[place] = min(max(reach / centre.sd[place], 0.1), 1.0)
    corr = np.eye(answers.k)
    freed = np.clip(centre.corr / np.outer(kept, kept), -0.98, 0.98)
    corr[np.ix_(centre.columns, centre.columns)] = freed
    np.fill_diagonal(corr, 1.0)
    return Attentive(shares, _sound(corr), answers)


def _scores(shares: Array) -> Array:
    """Return the mean of the normal variable behind each answer."""
    height = _height(special.ndtri(np.clip(np.concatenate([[0.0], np.cumsum(shares)]), 0, 1)))
    return np.divide(height[:-1] - height[1:], shares, out=np.zeros(len(shares)), where=shares > 0)


def _height(edges: Array) -> Array:
    """Return the normal density, 0 at infinity."""
    within = np.isfinite(edges)
    return np.where(within, np.exp(-(np.where(within, edges, 0.0) ** 2) / 2), 0) / _ROOT


def _sound(corr: Array) -> Array:
    """Return the correlations with no eigenvalue below ``LEAST`` of one."""
    roots, vectors = np.linalg.eigh(corr)
    mended = (vectors * np.maximum(roots, LEAST)) @ vectors.T
    size = np.sqrt(np.diag(mended))
    return mended / np.outer(size, size)
