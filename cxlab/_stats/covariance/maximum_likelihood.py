"""Maximum likelihood estimates of covariance structures, and their standard errors."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cxlab._stats.covariance.fabin import start_values
from cxlab._stats.covariance.likelihood import Sample, evaluate, size, value
from cxlab._stats.covariance.minimise import Optimum, minimise
from cxlab._stats.covariance.model import Model

Array = NDArray[np.float64]


def maximum(model: Model, sample: Sample, start: Array | None = None) -> Optimum:
    """Fit a model by maximum likelihood; with several patterns of answered items, that is FIML.

    Parameters
    ----------
    model, sample
        The model, and the moments of every group by pattern of answered items.
    start
        Where to begin, shape (q,); by instrumental variables (FABIN) when absent.

    Returns
    -------
    Optimum
        ``converged`` is False where the steps did not end in a minimum: nothing is estimated then.
    """
    begin = start_values(model, sample) if start is None else np.array(start, dtype=float)
    return minimise(
        lambda params: evaluate(model, sample, params),
        lambda params: value(model, sample, params),
        begin,
    )


def information(found: Optimum, sample: Sample, kind: str = "expected") -> Array:
    """Return the information matrix of the estimates, ``"expected"`` or ``"observed"``."""
    matrix = found.at.expected if kind == "expected" else found.at.hessian
    return size(sample) / 2 * matrix
