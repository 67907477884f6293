"""Structural equations and confirmatory factor analysis on covariances."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from cxlab._core import validate
from cxlab._core.errors import SpecError
from cxlab._core.i18n import LANGUAGES, _
from cxlab._core.labels import Labels, labels_of
from cxlab._stats.covariance import estimators
from cxlab._stats.covariance.estimators import ESTIMATORS, Fitted
from cxlab._stats.covariance.model import Places
from cxlab._stats.covariance.standardized import r_squared, standardise
from cxlab._stats.intervals import normal, normal_p
from cxlab._stats.moments import Moments
from cxlab.paths._model import PathModel
from cxlab.paths._parts import Construct, Covariance
from cxlab.paths._sem_checks import classes, countable, rows_suffice, solved
from cxlab.paths._sem_result import SemResult
from cxlab.paths._structure import Structure, Term, structure

KINDS = {"=~": "loading", "~": "path", "~1": "intercept"}


def fit_sem(
    data: pd.DataFrame,
    model: PathModel | str,
    *,
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
    estimator
        ``"ml"``: maximum likelihood; ``"mlr"``: the same with errors and test that hold without
        normality; ``"fiml"``: rows with missing answers count with what they answer; ``"wlsmv"``:
        ordered answers by polychoric correlations.
    conf
        Confidence level of the intervals.

    Returns
    -------
    SemResult
        ``tidy()``: term (``quality =~ q1``, ``loyalty ~ quality``, ``a ~~ b``), group (``loading``,
        ``path``, ``variance``, ``covariance``, ``intercept``), estimate, std_error, statistic (z),
        p_value, conf_low, conf_high, beta (completely standardised) with beta_low and beta_high.
        ``glance()``: chi-square, CFI, TLI, RMSEA with its 90 % interval, SRMR, AIC, BIC.

    Raises
    ------
    DataError
        A column is absent or holds no numbers, or nobody answered all.
    ModelError
        The model is not identified, no solution was reached, or the items hang together exactly.
    SpecError
        The model is for PLS only (mode B, interactions).

    Notes
    -----
    The first loading of a construct is 1. Covariances are divided by n, chi-square is n times the
    discrepancy, as in lavaan. Observed causes count as random, with variances to estimate.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> quality = rng.normal(size=(500, 1))
    >>> loyalty = 0.7 * quality + rng.normal(size=(500, 1))
    >>> rows = np.hstack([quality] * 3 + [loyalty] * 3) + rng.normal(size=(500, 6))
    >>> data = pd.DataFrame(rows, columns=["q1", "q2", "q3", "l1", "l2", "l3"])
    >>> fit = fit_sem(data, "quality =~ q1+q2+q3; loyalty =~ l1+l2+l3; loyalty ~ quality")
    >>> fit.tidy().query("group == 'path'")[["term", "estimate"]].round(2)
                    term  estimate
    6  loyalty ~ quality      0.79
    """
    conf = validate.confidence(conf)
    validate.one_of(estimator, ESTIMATORS, "estimator")
    model = PathModel.from_syntax(model) if isinstance(model, str) else model
    if not isinstance(model, PathModel):
        raise SpecError(
            _("The model must be a PathModel or its text, not {kind}.").format(
                kind=type(model).__name__
            )
        )
    plan = structure(model, means=estimator == "fiml", ordinal=estimator == "wlsmv")
    answers = validate.numeric(data, validate.columns(data, plan.items))
    if estimator == "fiml":
        kept, lost = answers.dropna(how="all"), answers.isna().sum()
        missing = {str(name): int(count) for name, count in lost.items() if count}
    else:
        kept, missing = validate.complete(answers)
    rows_suffice(kept, missing=estimator == "fiml")
    p = len(plan.items)
    pairs = p * (p - 1) // 2
    countable(plan, pairs + {"wlsmv": 0, "fiml": 2 * p}.get(estimator, p))
    rows = (classes(kept) if estimator == "wlsmv" else kept).to_numpy()
    fit = _fitted(plan, rows, estimator)
    solved(plan, fit)
    terms = plan.terms[0]
    return SemResult(
        table=_table(plan, fit, conf, unit=estimator == "wlsmv"),
        n=len(kept),
        n_dropped=len(data) - len(kept),
        dropped=MappingProxyType(missing if len(data) > len(kept) else {}),
        conf=conf,
        labels=MappingProxyType(_labels(terms, labels_of(data, [*plan.items, *plan.latents]))),
        estimator=estimator,
        r2=MappingProxyType(_explained(plan, fit)),
        model=model,
        raw=fit,
        plan=plan,
    )


def fit_cfa(
    data: pd.DataFrame,
    model: PathModel | str,
    *,
    estimator: str = "ml",
    conf: float = 0.95,
) -> SemResult:
    """Fit the measurement part of a path model: its constructs vary together freely.

    The same specification serves :func:`fit_sem`; its paths are put aside here.

    Parameters
    ----------
    data, model, estimator, conf
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
    >>> rng = np.random.default_rng(1)
    >>> rows = rng.normal(size=(300, 1)) + rng.normal(size=(300, 4))
    >>> fit = fit_cfa(pd.DataFrame(rows, columns=list("abcd")), "f =~ a + b + c + d")
    >>> int(fit.glance()["df"].item())
    2
    """
    model = PathModel.from_syntax(model) if isinstance(model, str) else model
    if isinstance(model, PathModel):
        model = _measurement(model)
    return fit_sem(data, model, estimator=estimator, conf=conf)


def _measurement(model: PathModel) -> PathModel:
    """Return the constructs that items or other constructs measure, without paths."""
    kept = [each for each in model.constructs if not each.observed and not each.product]
    known = {each.name for each in kept} | {item for each in kept for item in each.items}
    pairs = [pair for pair in model.covariances if {pair.one, pair.other} <= known]
    parts: list[Construct | Covariance] = [*kept, *pairs]
    return PathModel(*parts)


def _fitted(plan: Structure, rows: np.ndarray, estimator: str) -> Fitted:
    if estimator == "ml":
        return estimators.from_moments(plan.model, [Moments.of(rows)])
    if estimator == "mlr":
        return estimators.robust(plan.model, [rows])
    if estimator == "fiml":
        return estimators.incomplete(plan.model, [rows])
    return estimators.ordinal(plan.model, [rows])


def _table(plan: Structure, fit: Fitted, conf: float, *, unit: bool) -> pd.DataFrame:
    terms, z = plan.terms[0], normal(conf)
    group, collect = plan.model.groups[0], plan.model.collectors[0]
    number = np.array([term.param for term in terms])
    free = number >= 0
    places = Places.of([(term.kind, term.row, term.col) for term in terms])
    matrices = group.filled(fit.found.params)
    estimate = np.array(
        [
            matrices[t.kind][t.row] if t.sign == "~1" else matrices[t.kind][t.row, t.col]
            for t in terms
        ]
    )
    error = np.full(len(terms), np.nan)
    error[free] = np.sqrt(np.diagonal(fit.vcov)[number[free]])
    beta, turn = standardise(group, collect, fit.found.params, places, unit=unit)
    with np.errstate(invalid="ignore", divide="ignore"):
        spread = np.sqrt(np.maximum(np.einsum("ij,ij->i", turn @ fit.vcov, turn), 0.0))
        statistic = estimate / error
    spread = np.where(spread > 1e-10, spread, np.nan)
    return pd.DataFrame(
        {
            "term": [term.name for term in terms],
            "group": [_kind(term) for term in terms],
            "estimate": estimate,
            "std_error": error,
            "statistic": statistic,
            "p_value": normal_p(statistic),
            "conf_low": estimate - z * error,
            "conf_high": estimate + z * error,
            "beta": beta,
            "beta_low": beta - z * spread,
            "beta_high": beta + z * spread,
        }
    )


def _kind(term: Term) -> str:
    if term.sign == "~~":
        return "variance" if term.left == term.right else "covariance"
    return KINDS[term.sign]


def _explained(plan: Structure, fit: Fitted) -> dict[str, float]:
    """Return R² of the constructs where arrows end."""
    latents = r_squared(plan.model.groups[0], fit.found.params)[1]
    ends = {term.left for term in plan.terms[0] if term.sign == "~"}
    return {
        name: float(value)
        for name, value in zip(plan.latents, latents, strict=True)
        if name in ends
    }


def _labels(terms: list[Term], given: Labels) -> dict[str, Mapping[str, str]]:
    """Write the terms with arrows and readers' names in both languages."""

    def name(word: str, lang: str) -> str:
        return given[word][lang] if word in given else word

    marks: dict[str, Any] = {
        "=~": lambda a, b: f"{a} → {b}",
        "~": lambda a, b: f"{b} → {a}",
        "~~": lambda a, b: a if a == b else f"{a} ↔ {b}",
        "~1": lambda a, _b: a,
    }
    own = {
        term.name: {
            lang: marks[term.sign](name(term.left, lang), name(term.right, lang))
            for lang in LANGUAGES
        }
        for term in terms
    }
    return {**given, **own}
