"""Structural equations and confirmatory factor analysis on covariances."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from types import MappingProxyType
from typing import Any

import pandas as pd

from cxlab._core import validate
from cxlab._core.errors import SpecError
from cxlab._core.i18n import _, listing
from cxlab._core.labels import labels_of
from cxlab._core.threads import one_thread
from cxlab._stats.covariance.estimators import ESTIMATORS, Fitted
from cxlab.paths.model._model import PathModel
from cxlab.paths.model._parts import Construct, Covariance
from cxlab.paths.sem._checks import countable, solved
from cxlab.paths.sem._result import SemResult
from cxlab.paths.sem._rows import Rows, fitted, gathered
from cxlab.paths.sem._structure import EQUAL, Structure, structure
from cxlab.paths.sem._table import explained, labelled, tabulate


@one_thread
def fit_sem(
    data: pd.DataFrame,
    model: PathModel | str,
    *,
    by: str | None = None,
    equal: Sequence[str] | str = (),
    free: Sequence[str] | str = (),
    estimator: str = "ml",
    conf: float = 0.95,
) -> SemResult:
    """Fit a path model to the covariances of its items.

    Parameters
    ----------
    data
        One row per respondent.
    model
        A :class:`PathModel`, or its text in lavaan's notation.
    by
        Column that divides the rows into groups; the model is fitted in all of them at once, means
        included.
    equal
        What the groups share: one or several of ``"loadings"``, ``"intercepts"``, ``"residuals"``,
        ``"regressions"``, ``"residual_covariances"``, ``"variances"``, ``"covariances"``,
        ``"means"``.
    free
        Terms that stay free between groups all the same, such as ``"q3 ~1"`` or
        ``"quality =~ q3"``.
    estimator
        ``"ml"``: maximum likelihood; ``"mlr"``: the same with errors and test that hold without
        normality; ``"fiml"``: rows with missing answers count with what they answer; ``"wlsmv"``:
        ordered answers by polychoric correlations.
    conf
        Confidence level of the intervals.

    Returns
    -------
    SemResult
        ``tidy()``: term (``quality =~ q1``, ``loyalty ~ quality``, ``a ~~ b``), group (with
        ``by``), kind (``loading``, ``path``, ``variance``, ``covariance``, ``intercept``),
        estimate, std_error, statistic (z), p_value, conf_low, conf_high, beta (completely
        standardised) with beta_low and beta_high.
        ``glance()``: chi-square, CFI, TLI, RMSEA with its 90 % interval, SRMR, AIC, BIC;
        of ``mlr`` also the robust CFI, TLI and RMSEA.
        ``scores()``, ``effects()``, ``standardised()``, ``residuals()``, ``modifications()`` and
        :func:`measurement` (rho_c and AVE) hold the rest.

    Raises
    ------
    DataError
        A column is absent or holds no numbers, or nobody answered all.
    ModelError
        The model is not identified, no solution was reached, or the items hang together exactly.
    SpecError
        The model is for PLS only (mode B, interactions), or what groups share is not known.

    Notes
    -----
    The first loading of a construct is 1. Covariances are divided by n, chi-square is n times the
    discrepancy, as in lavaan. Observed causes count as random, with variances to estimate, and
    covary with the exogenous constructs (lavaan wants that written). With equal intercepts the
    constructs' means are 0 in the first group and free in the others. The interval of the scaled
    RMSEA (``mlr``) inverts the scaled chi-square, that of lavaan the plain one.

    Examples
    --------
    >>> import numpy as np
    >>> rng = np.random.default_rng(1)
    >>> quality = rng.normal(size=(500, 1))
    >>> loyalty = 0.7 * quality + rng.normal(size=(500, 1))
    >>> rows = np.hstack([quality] * 3 + [loyalty] * 3) + rng.normal(size=(500, 6))
    >>> data = pd.DataFrame(rows, columns=["q1", "q2", "q3", "l1", "l2", "l3"])
    >>> fit = fit_sem(data, "quality =~ q1+q2+q3; loyalty =~ l1+l2+l3; loyalty ~ quality")
    >>> fit.tidy().query("kind == 'path'")[["term", "estimate"]].round(2)
                    term  estimate
    6  loyalty ~ quality      0.79
    """
    conf = validate.confidence(conf)
    validate.one_of(estimator, ESTIMATORS, "estimator")
    model = path_model(model)
    shared, loose = shared_terms(by, equal, free, estimator)
    structure(model)  # what no covariance model takes is refused before the data are read
    rows = gathered(data, model.items, by, estimator)
    plan = prepared(model, rows, shared, loose, estimator)
    fit = fitted(plan, rows, estimator)
    solved(plan, fit, rows.groups)
    given = labels_of(data, [*plan.items, *plan.latents])
    return concluded(model, plan, fit, rows, estimator=estimator, conf=conf, given=given)


@one_thread
def fit_cfa(
    data: pd.DataFrame,
    model: PathModel | str,
    *,
    by: str | None = None,
    equal: Sequence[str] | str = (),
    free: Sequence[str] | str = (),
    estimator: str = "ml",
    conf: float = 0.95,
) -> SemResult:
    """Fit the measurement part of a path model: its constructs vary together freely.

    The same specification serves :func:`fit_sem`; its paths are put aside here.

    Parameters
    ----------
    data, model, by, equal, free, estimator, conf
        As in :func:`fit_sem`.

    Returns
    -------
    SemResult
        See :func:`fit_sem`.

    Raises
    ------
    DataError, ModelError, SpecError
        As in :func:`fit_sem`.

    Examples
    --------
    >>> import numpy as np
    >>> rng = np.random.default_rng(1)
    >>> rows = rng.normal(size=(300, 1)) + rng.normal(size=(300, 4))
    >>> fit = fit_cfa(pd.DataFrame(rows, columns=list("abcd")), "f =~ a + b + c + d")
    >>> int(fit.glance()["df"].item())
    2
    """
    part = measurement(path_model(model))
    fit = inspect.unwrap(fit_sem)  # this verb keeps to one thread already
    return fit(data, part, by=by, equal=equal, free=free, estimator=estimator, conf=conf)


def path_model(model: Any) -> PathModel:
    """Return a model, given as such or as text.

    Raises
    ------
    SpecError
        It is neither.
    """
    model = PathModel.from_syntax(model) if isinstance(model, str) else model
    if not isinstance(model, PathModel):
        raise SpecError(
            _("The model must be a PathModel or its text, not {kind}.").format(
                kind=type(model).__name__
            )
        )
    return model


def measurement(model: PathModel) -> PathModel:
    """Return the constructs that items or other constructs measure, without paths."""
    kept = [each for each in model.constructs if not each.observed and not each.product]
    known = {each.name for each in kept} | {item for each in kept for item in each.items}
    pairs = [pair for pair in model.covariances if {pair.one, pair.other} <= known]
    parts: list[Construct | Covariance] = [*kept, *pairs]
    return PathModel(*parts)


def prepared(
    model: PathModel, rows: Rows, shared: Sequence[str], loose: Sequence[str], estimator: str
) -> Structure:
    """Return the matrices of a model for these rows.

    Raises
    ------
    ModelError
        It asks for more numbers than there are moments.
    SpecError
        An exception is no term of the model.
    """
    count, ordinal = len(rows.parts), estimator == "wlsmv"
    plan = structure(
        model,
        groups=count,
        equal=shared,
        free=loose,
        means=estimator == "fiml" or (bool(rows.groups) and not ordinal),
        ordinal=ordinal,
    )
    _there(plan, loose)
    p = len(plan.items)
    own = 0 if ordinal else 2 * p if plan.model.with_means else p
    countable(plan, count * (p * (p - 1) // 2 + own))
    return plan


def concluded(
    model: PathModel,
    plan: Structure,
    fit: Fitted,
    rows: Rows,
    *,
    estimator: str,
    conf: float,
    given: Any,
) -> SemResult:
    """Build the result of a fitted model."""
    return SemResult(
        table=tabulate(plan, fit, rows.groups, conf, unit=estimator == "wlsmv"),
        n=rows.n,
        n_dropped=rows.n_dropped,
        dropped=rows.dropped,
        conf=conf,
        labels=MappingProxyType({**given, **labelled(plan.terms[-1], given)}),
        estimator=estimator,
        r2=MappingProxyType(explained(plan, fit, rows.groups)),
        model=model,
        groups=rows.groups,
        raw=fit,
        plan=plan,
        rows=rows,
    )


def shared_terms(by: Any, equal: Any, free: Any, estimator: str) -> tuple[list[str], list[str]]:
    """Return what groups share, and the terms they do not.

    Raises
    ------
    SpecError
        A word is not known, there are no groups, or the estimator has none that share.
    """
    shared = [validate.one_of(each, EQUAL, "equal") for each in validate.listed(equal, "equal")]
    loose = [
        " ".join(validate.text(term, "free").split()) for term in validate.listed(free, "free")
    ]
    if by is None and (shared or loose):
        raise SpecError(
            _("equal= and free= are about groups; name the column of the groups by by=.")
        )
    if loose and not shared:
        raise SpecError(
            _("free= lists exceptions from equal=; say too what is equal, such as 'loadings'.")
        )
    if shared and estimator == "wlsmv":
        raise SpecError(
            _(
                "With estimator='wlsmv' every group has a scale of its own, so groups can't share "
                "numbers. Use 'ml', 'mlr' or 'fiml'."
            )
        )
    return shared, loose


def _there(plan: Structure, loose: Sequence[str]) -> None:
    """Refuse exceptions that are no terms of the model."""
    known = [term.name for term in plan.terms[-1]]
    odd = [term for term in loose if term not in known]
    if odd:
        raise SpecError(
            _("The model has no term {terms}. {hint}")
            .format(terms=listing(map(validate.brief, odd)), hint=validate.closest(odd[0], known))
            .strip()
        )
