"""Correlations of items: Pearson's, or polychoric ones of ordered answers."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core.errors import DataError, warn
from cxlab._core.i18n import _, listing
from cxlab._stats.polychoric import polychoric, smoothed

CORRELATIONS = ("pearson", "polychoric")
MOST = 20  # different answers; more are no ordered categories


def coded(answers: pd.DataFrame) -> NDArray[np.intp]:
    """Return complete answers as 0, 1, … in their order, shape (n, p).

    Raises
    ------
    DataError
        An item has more than ``MOST`` different answers.
    """
    for name in answers:
        count = answers[name].nunique()
        if count > MOST:
            raise DataError(
                _(
                    "{name!r} has {count} different answers; polychoric correlations are for "
                    "ordered answers, {most} at most. Use correlation='pearson'."
                ).format(name=name, count=count, most=MOST)
            )
    columns = answers.to_numpy().T
    return np.stack([np.unique(column, return_inverse=True)[1] for column in columns], axis=1)


def polychorics(answers: pd.DataFrame) -> NDArray[np.float64]:
    """Return the polychoric correlations of complete answers that vary, positive definite.

    Warns where a pair has its correlation at the edge, and where all had to be smoothed.

    Raises
    ------
    DataError
        An item has more than ``MOST`` different answers.
    """
    found = polychoric(coded(answers))
    edge = [
        _("{first} with {second}").format(first=answers.columns[i], second=answers.columns[j])
        for i, j in zip(*np.nonzero(np.tril(~found.converged)), strict=True)
    ]
    if edge:
        warn(
            _(
                "Polychoric correlations at the edge, as good as 1 or -1: {pairs}. Their answers "
                "order people alike, or combinations of answers are missing; join rare answers."
            ).format(pairs=listing(edge))
        )
    corr, moved = smoothed(found.corr)
    if moved:
        warn(
            _(
                "The polychoric correlations did not fit together (not positive definite), so "
                "they were smoothed. Take the numbers with care; more answers would help."
            )
        )
    return corr
