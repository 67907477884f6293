"""Reliability from a published correlation or covariance matrix."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from cxlab._core.square import square
from cxlab._core.validate import columns, confidence, whole
from cxlab.instruments._bank import resolve
from cxlab.instruments._reliability_blocks import Block, conclude, refuse_single
from cxlab.instruments._reliability_result import ReliabilityResult
from cxlab.instruments._scales import Named, listed_scales


def reliability_from_matrix(
    matrix: pd.DataFrame,
    instrument: Named,
    *,
    n: int | None = None,
    mode: str | None = None,
    conf: float = 0.95,
) -> ReliabilityResult:
    """Estimate reliability from a published correlation or covariance matrix.

    Parameters
    ----------
    matrix
        Square frame with the same names on rows and columns.
    instrument
        ``{scale: [columns]}``, or an instrument whose columns are named like those of the matrix.
    n
        Number of respondents behind the matrix; without it there is no interval.
    mode
        Mode of the instrument, the first when absent.
    conf
        Confidence level of the interval.

    Returns
    -------
    ReliabilityResult
        As from :func:`reliability`; correlations give the standardised alpha as ``estimate``.

    Raises
    ------
    DataError
        The matrix is not square, symmetric and positive semidefinite, or lacks a column.
    SpecError
        A scale has one item only, or an option is not valid.

    Examples
    --------
    >>> names = ["a", "b", "c"]
    >>> corr = pd.DataFrame(0.5 + 0.5 * np.eye(3), index=names, columns=names)
    >>> reliability_from_matrix(corr, {"liking": names}).tidy()["estimate"].item()
    0.75
    """
    conf = confidence(conf)
    size = 0 if n is None else whole(n, "n", low=2)
    values = square(matrix)
    labels: Any = {}
    turned: set[str] = set()
    if isinstance(instrument, Mapping):
        scales = listed_scales(instrument)
        asked = ""
    else:
        spec = resolve(instrument)
        asked = spec.mode(mode).name if mode else spec.modes[0].name
        scales = spec.scales(asked)
        labels = {dimension.name: dimension.label for dimension in spec.dimensions}
        turned = {c for c, flag in zip(spec.columns(asked), spec.reversed, strict=True) if flag}
    refuse_single(scales)
    blocks = []
    for term, names in scales.items():
        columns(matrix, names)
        sign = np.array([-1.0 if name in turned else 1.0 for name in names])
        cov = values.loc[names, names].to_numpy() * np.outer(sign, sign)
        blocks.append(Block(term, asked, names, cov, np.full(len(names), np.nan), size))
    return conclude(blocks, conf, labels=labels)
