"""Covariance models of a published correlation or covariance matrix."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np
import pandas as pd

from cxlab._core import validate
from cxlab._core.errors import ModelError, warn
from cxlab._core.i18n import _, listing
from cxlab._core.labels import labels_of
from cxlab._core.square import square
from cxlab._core.threads import one_thread
from cxlab._stats.covariance.diagnosis import dependent_items
from cxlab._stats.covariance.estimators import from_moments
from cxlab._stats.moments import Moments
from cxlab.paths.model._model import PathModel
from cxlab.paths.sem._checks import solved
from cxlab.paths.sem._fit import concluded, measurement, path_model, prepared
from cxlab.paths.sem._result import SemResult
from cxlab.paths.sem._rows import Rows
from cxlab.paths.sem._structure import structure


@one_thread
def fit_sem_from_matrix(
    matrix: pd.DataFrame, model: PathModel | str, *, n: int, conf: float = 0.95
) -> SemResult:
    """Fit a path model to a published correlation or covariance matrix by maximum likelihood.

    Parameters
    ----------
    matrix
        Square frame with the same names on rows and columns; items that the model does not name
        are left aside.
    model
        A :class:`PathModel`, or its text in lavaan's notation.
    n
        Number of respondents behind the matrix.
    conf
        Confidence level of the intervals.

    Returns
    -------
    SemResult
        As of :func:`fit_sem` with ``estimator="ml"``. Of correlations read ``beta`` and its
        interval, which do not depend on the unknown standard deviations.

    Raises
    ------
    DataError
        The matrix is not square, symmetric and complete, or lacks an item.
    ModelError
        Items hang together exactly, there are too few respondents, or there is no solution.
    SpecError
        The model or ``n`` is not valid.

    Notes
    -----
    The matrix is taken as one with ``n - 1`` in the denominator.

    Examples
    --------
    >>> names = ["a", "b", "c", "d"]
    >>> corr = pd.DataFrame(0.5 + 0.5 * np.eye(4), index=names, columns=names)
    >>> fit = fit_sem_from_matrix(corr, "f =~ a + b + c + d", n=200)
    >>> fit.tidy().query("kind == 'loading'")["beta"].round(3).tolist()
    [0.707, 0.707, 0.707, 0.707]
    """
    conf = validate.confidence(conf)
    size = validate.whole(n, "n", low=3)
    model = path_model(model)
    structure(model)
    values = square(matrix)
    items = validate.columns(values, model.items)
    cov = values.loc[items, items].to_numpy(float)
    if size <= len(items):
        raise ModelError(
            _(
                "{p} items need more than {p} rows with answers; there are {n}. Collect more "
                "answers, or measure with fewer items."
            ).format(p=len(items), n=size)
        )
    tied = dependent_items(cov)
    if len(tied):
        raise ModelError(
            _(
                "{items} hang together exactly in this matrix, so they can't be told apart. Leave "
                "one of them out, or check the typed numbers."
            ).format(items=listing(repr(items[i]) for i in tied))
        )
    if np.allclose(np.diagonal(cov), 1):
        _of_correlations(model)
    rows = Rows([np.empty((0, len(items)))], (), size, 0, MappingProxyType({}))
    plan = prepared(model, rows, (), (), "ml")
    fit = from_moments(plan.model, [Moments(float(size), np.zeros(len(items)), cov * (size - 1))])
    solved(plan, fit)
    given = labels_of(matrix, [*items, *plan.latents])
    return concluded(model, plan, fit, rows, estimator="ml", conf=conf, given=given)


@one_thread
def fit_cfa_from_matrix(
    matrix: pd.DataFrame, model: PathModel | str, *, n: int, conf: float = 0.95
) -> SemResult:
    """Fit the measurement part of a path model to a published matrix; paths are put aside.

    Parameters
    ----------
    matrix, model, n, conf
        As in :func:`fit_sem_from_matrix`.

    Returns
    -------
    SemResult
        See :func:`fit_sem_from_matrix`.

    Raises
    ------
    DataError, ModelError, SpecError
        As in :func:`fit_sem_from_matrix`.

    Examples
    --------
    >>> import cxlab as cx
    >>> corr = cx.load("babakus_boller_1992").set_index("item")
    >>> text = "tangibles =~ Q1 + Q2 + Q3 + Q4; assurance =~ Q14 + Q15 + Q16 + Q17"
    >>> int(fit_cfa_from_matrix(corr, text, n=502).glance()["df"].item())
    19
    """
    return fit_sem_from_matrix(matrix, measurement(path_model(model)), n=n, conf=conf)


def _of_correlations(model: PathModel) -> None:
    """Warn where a model says something about units that correlations have lost."""
    labels = [label for each in model.constructs for label in each.labels]
    labels += [each.label for each in model.paths]
    labels += [each.label for each in model.covariances]
    bound = [label for label in labels if isinstance(label, str) or (label and label != 1)]
    if bound:
        warn(
            _(
                "The matrix holds correlations, in which the items' units are lost: fixed and "
                "equal numbers of the model mean something else there, and the chi-square is not "
                "exact. Use the covariance matrix if there is one."
            )
        )
