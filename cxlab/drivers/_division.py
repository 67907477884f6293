"""A fit divided among drivers: rows, weights, blocks of columns, and all of it resampled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core import validate
from cxlab._core.errors import SpecError
from cxlab._core.i18n import _
from cxlab._core.progress import blocks
from cxlab._stats import importance as linear
from cxlab._stats.bootstrap import counts, moments, nonsingular
from cxlab._stats.dominance import shapley
from cxlab._stats.lattice import all_in
from cxlab._stats.moments import Moments, correlations
from cxlab._stats.subset_likelihood import subset_fits

Array = NDArray[np.float64]
Codes = NDArray[np.intp]

MEASURES = {
    "ols": "",
    "logit": "mcfadden",
    "ordinal": "mcfadden",
    "logit-mz": "mckelvey_zavoina",
    "ordinal-mz": "mckelvey_zavoina",
}  # family -> the pseudo-R² that is divided
CELLS = 2**22  # counts of rows held at a time


@dataclass(frozen=True, eq=False)
class Division:
    """What is divided, among whom, and how it is resampled.

    Parameters
    ----------
    x, y
        Complete rows: columns of the drivers, shape (n, k), and the outcome, shape (n,); in the
        logits ``y`` holds the codes 0 … K - 1.
    blocks
        The columns of each driver.
    family
        A key of ``MEASURES``.
    weights
        Survey weights, shape (n,), or ``None``.
    boot, seed
        Resamples and their seed.
    """

    x: Array
    y: Array
    blocks: tuple[tuple[int, ...], ...]
    family: str
    weights: Array | None
    boot: int
    seed: int | None

    @property
    def rows(self) -> Array:
        """Drivers and outcome side by side, shape (n, k + 1)."""
        return np.column_stack([self.x, self.y])

    @property
    def corr(self) -> Array:
        """Weighted correlations of drivers and outcome, shape (k + 1, k + 1)."""
        return correlation(self.rows, self.weights)

    def divide(self, method: str) -> tuple[Array, float]:
        """Return what each driver gets, shape (p,), and the R² of all."""
        if self.family == "ols":
            parts, whole = _linear(self.corr[None], method, self.blocks)
        else:
            parts, whole = self._likely(method, self._sample())
        return parts[0], float(whole[0])

    def redivide(self, method: str) -> tuple[Array, Array]:
        """Return the same for every resample that has an answer: (draws, p) and (draws,)."""
        if self.family == "ols":
            parts = [_linear(corr, method, self.blocks) for corr in self._correlations()]
        else:
            parts = [self._likely(method, draw) for draw in self._resamples()]
        found, whole = (np.concatenate(piece) for piece in zip(*parts, strict=True))
        if self.family == "ols":
            return found, whole
        good = np.isfinite(found).all(axis=1) & np.isfinite(whole)
        validate.resamples(good)
        return found[good], whole[good]

    def values(self) -> Array:
        """Return the fit of every subset of the drivers, shape (2**p, 1)."""
        if self.family == "ols":
            return linear.subsets_r2(self.corr[None], self.blocks)
        return self._fits(self.blocks, self._sample())

    def revalues(self) -> Iterator[Array]:
        """Yield the fits of every subset in the resamples, shape (2**p, draws), in parts."""
        if self.family == "ols":
            for corr in self._correlations(2 ** len(self.blocks)):
                yield linear.subsets_r2(corr, self.blocks)
        else:
            for draw in self._resamples():
                fits = self._fits(self.blocks, draw)
                yield fits[:, np.isfinite(fits).all(axis=0)]

    def _correlations(self, cells: int = 1) -> Iterator[Array]:
        """Yield the correlations of the resamples, shape (draws, k + 1, k + 1), in parts."""
        rows, good = self.rows, []
        for _means, scatter in resamples(rows, self.boot, self.seed, self.weights, cells=cells):
            good.append(telling(scatter, rows, self.weights))
            if good[-1].any():
                yield correlations(scatter[good[-1]])
        validate.resamples(np.concatenate(good))

    def _fits(self, groups: tuple[tuple[int, ...], ...], each: Array) -> Array:
        """Return pseudo-R² of all subsets of ``groups`` where rows count ``each``, (draws, n)."""
        codes, measure = self.y.astype(np.intp), MEASURES[self.family]
        with np.errstate(all="ignore"):  # where there is no maximum the answer is NaN
            return subset_fits(self.x, codes, each, measure=measure, groups=groups)

    def _likely(self, method: str, each: Array) -> tuple[Array, Array]:
        """Divide a pseudo-R² in every draw of ``each``, shape (draws, n)."""
        if method == "lmg":
            fits = self._fits(self.blocks, each)
            return shapley(fits), fits[-1]
        columns = tuple(range(self.x.shape[1]))
        if method == "first":
            alone = [self._fits((block,), each)[1] for block in self.blocks]
            return np.column_stack(alone), self._fits((columns,), each)[1]
        whole = self._fits((columns,), each)[1]
        rest = [tuple(j for j in columns if j not in block) for block in self.blocks]
        return np.column_stack([whole - self._fits((part,), each)[1] for part in rest]), whole

    def _sample(self) -> Array:
        """Return the weights of the rows, shape (1, n)."""
        return (np.ones(len(self.y)) if self.weights is None else self.weights)[None]

    def _resamples(self) -> Iterator[Array]:
        """Yield the resampled weights of the rows, shape (draws, n), in parts."""
        rng, n = validate.generator(self.seed), len(self.y)
        for part in blocks(self.boot, max(1, CELLS // (16 * n)), _("resamples")):
            yield counts(n, part.stop - part.start, rng) * self._sample()


def _linear(corr: Array, method: str, groups: tuple[tuple[int, ...], ...]) -> tuple[Array, Array]:
    """Divide R² by correlations, shape (draws, k + 1, k + 1); return (draws, p) and (draws,)."""
    if method == "lmg":
        found = linear.lmg(corr, groups, what=_("sub-models"))
        return found, found.sum(axis=1)
    return getattr(linear, method)(corr, groups), all_in(corr)


def correlation(rows: Array, weights: Array | None) -> Array:
    """Return the weighted correlations of the columns, shape (k, k)."""
    return Moments.of(rows, weights).corr


def resamples(
    rows: Array, boot: int, seed: int | None, weights: Array | None, *, cells: int = 1
) -> Iterator[tuple[Array, Array]]:
    """Yield means, (draws, k), and scatter matrices, (draws, k, k), of resampled rows in parts.

    ``cells`` says how many numbers each resample will need later, so that a part stays small.
    """
    rng = validate.generator(seed)
    for part in blocks(boot, max(1, CELLS // max(cells, len(rows))), _("resamples")):
        yield moments(rows, part.stop - part.start, rng, weights=weights)


def telling(scatter: Array, rows: Array, weights: Array | None) -> NDArray[np.bool_]:
    """Tell which resamples keep the drivers apart and the outcome varying, shape (draws,).

    An outcome that the drivers reproduce is no fault of theirs: all R² is divided.
    """
    return nonsingular(scatter[:, :-1, :-1], rows[:, :-1], weights) & nonsingular(
        scatter[:, -1:, -1:], rows[:, -1:], weights
    )


def resampled(
    rows: Array,
    method: Callable[[Array], Array],
    boot: int,
    seed: int | None,
    weights: Array | None = None,
) -> tuple[Array, Array]:
    """Return means, (draws, k), and what ``method`` makes of the correlations of resampled rows.

    Resamples in which the columns can't be told apart are left out, with a warning.

    Raises
    ------
    ModelError
        None is left.
    """
    parts = list(resamples(rows, boot, seed, weights))
    means, scatter = (np.concatenate(piece) for piece in zip(*parts, strict=True))
    good = telling(scatter, rows, weights)
    validate.resamples(good)
    return means[good], method(correlations(scatter[good]))


def complete(
    data: pd.DataFrame, used: pd.DataFrame, weights: str | None
) -> tuple[pd.DataFrame, dict[str, int], Array | None]:
    """Return complete rows of weight above zero, missing answers per column, and the weights.

    Raises
    ------
    DataError
        The weights are no weights, or nobody is left.
    SpecError
        The weight is also in the model.
    """
    if weights is not None and str(weights) in map(str, used.columns):
        raise SpecError(
            _("{name!r} is the weight and also in the model. Use another column for one.").format(
                name=weights
            )
        )
    heavy = validate.weights(data, weights)
    if heavy is None:
        return *validate.complete(used), None
    used, heavy = used[heavy > 0], heavy[heavy > 0]
    full = used.notna().all(axis=1).to_numpy()
    kept, missing = validate.complete(used)
    return kept, missing, heavy[full] / heavy[full].mean()


def effective(weights: Array | None, n: int) -> float:
    """Return how many rows of equal weight these are worth: (sum w)² / sum w² (Kish 1965)."""
    return float(n) if weights is None else float(weights.sum() ** 2 / (weights**2).sum())


def weighing(name: str, size: float) -> str:
    """Say the weights and the effective n in a note."""
    return _("weighted by {name}, effective n = {n:,.0f}").format(name=name, n=size)
