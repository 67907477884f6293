"""Measurement invariance: whether a questionnaire measures the same in all groups."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

import numpy as np
import pandas as pd
from scipy import special

from cxlab._core import validate
from cxlab._core.i18n import LANGUAGES, N_, _, use
from cxlab._core.labels import labels_of
from cxlab._core.threads import one_thread
from cxlab._stats.covariance import full_information
from cxlab._stats.covariance.likelihood import Sample, complete
from cxlab._stats.covariance.model import INTERCEPT, LOADING, PATH, RESIDUAL, Places
from cxlab._stats.covariance.score_tests import joint_tests
from cxlab._stats.intervals import holm
from cxlab._stats.moments import Moments
from cxlab.paths.model._model import PathModel
from cxlab.paths.sem._checks import solved
from cxlab.paths.sem._chi_square import difference
from cxlab.paths.sem._fit import concluded, measurement, path_model, prepared, shared_terms
from cxlab.paths.sem._invariance_result import InvarianceResult
from cxlab.paths.sem._result import SemResult
from cxlab.paths.sem._rows import Rows, fitted, gathered
from cxlab.paths.sem._structure import Term

LADDER = {
    "configural": (),
    "metric": ("loadings",),
    "scalar": ("loadings", "intercepts"),
    "strict": ("loadings", "intercepts", "residuals"),
}
NAMES = {
    "configural": N_("configural (same form)"),
    "metric": N_("metric (loadings equal)"),
    "scalar": N_("scalar (intercepts too)"),
    "strict": N_("strict (residuals too)"),
}
ESTIMATORS = ("ml", "mlr", "fiml")
SMALL = 300  # rows up to which Chen (2007) asks for less change
LIMITS = {  # fall of CFI, rise of RMSEA, rise of SRMR for loadings, and for the later steps
    False: (0.010, 0.015, 0.030, 0.010),
    True: (0.005, 0.010, 0.025, 0.005),
}


@one_thread
def invariance(
    data: pd.DataFrame,
    model: PathModel | str,
    by: str,
    *,
    free: Sequence[str] | str = (),
    estimator: str = "ml",
    conf: float = 0.95,
) -> InvarianceResult:
    """Test step by step what a questionnaire has in common between groups.

    Configural: the same items belong to the same constructs. Metric: the loadings are equal too.
    Scalar: the intercepts. Strict: the residual variances.

    Parameters
    ----------
    data
        One row per respondent.
    model
        A :class:`PathModel`, or its text in lavaan's notation; its paths are put aside.
    by
        Column of the groups.
    free
        Terms that stay free between groups in all steps (partial invariance), such as ``"q3 ~1"``
        or ``"quality =~ q3"``.
    estimator
        ``"ml"``, ``"mlr"`` (errors and tests that hold without normality) or ``"fiml"`` (missing
        answers).
    conf
        Confidence level of the intervals of the fitted models.

    Returns
    -------
    InvarianceResult
        ``tidy()``: one row per step: chi-square (statistic, df, p_value), cfi, rmsea, srmr, their
        changes against the step before, the chi-square difference (statistic_change, df_change,
        p_change), status (``holds``, ``doubtful``, ``fails``, ``unasked``). ``fits[step]`` is a
        fitted model, ``items(step)`` tests which items the step is wrong about.

    Raises
    ------
    DataError, ModelError, SpecError
        As :func:`fit_cfa`; there is one group only, or the estimator is ``"wlsmv"``.

    Notes
    -----
    A step fails if CFI falls by more than .010; it is doubtful if RMSEA rises by more than .015 or
    SRMR by more than .030 (metric) or .010 (scalar, strict). With 300 rows or fewer the limits are
    .005, .010, and .025 or .005 (Chen 2007). The steps behind one that fails are not asked; what
    may be compared is told by the last step before one that fails or is doubtful. Of
    ``"mlr"`` CFI and RMSEA are those of the scaled test, and the chi-square difference is scaled
    (Satorra & Bentler 2001). What items are the cause is told by score tests of the equalities,
    with Holm's correction.

    Examples
    --------
    >>> import cxlab as cx
    >>> data = cx.simulate.ecsi(800, seed=3).data
    >>> data["half"] = ["first", "second"] * 400
    >>> text = "loyalty =~ loyalty_1 + loyalty_2 + loyalty_3; value =~ value_1 + value_2"
    >>> invariance(data, text, "half").tidy()["status"].tolist()
    ['base', 'holds', 'holds', 'holds']
    """
    conf = validate.confidence(conf)
    validate.one_of(estimator, ESTIMATORS, "estimator")
    part = measurement(path_model(model))
    by = validate.column(data, by)
    _shared, loose = shared_terms(by, "loadings", free, estimator)
    rows = gathered(data, part.items, by, estimator)
    given = labels_of(data, [*part.items, *part.names])
    fits, released = {}, {}
    for step, equal in LADDER.items():
        plan = prepared(part, rows, equal, loose, estimator)
        fit = fitted(plan, rows, estimator)
        solved(plan, fit, rows.groups)
        fits[step] = concluded(part, plan, fit, rows, estimator=estimator, conf=conf, given=given)
        if equal:
            released[step] = _released(fits[step], rows, equal[-1], loose)
    table = _table(fits)
    names: dict[str, dict[str, str]] = {step: {} for step in LADDER}
    for lang in LANGUAGES:
        with use(lang):
            for step in LADDER:
                names[step][lang] = _(NAMES[step])
    return InvarianceResult(
        table=table,
        n=rows.n,
        n_dropped=rows.n_dropped,
        dropped=rows.dropped,
        conf=conf,
        labels=MappingProxyType({**given, **names}),
        by=by,
        estimator=estimator,
        free=tuple(loose),
        limits=LIMITS[rows.n <= SMALL],
        fits=MappingProxyType(fits),
        released=MappingProxyType(released),
    )


def _table(fits: dict[str, SemResult]) -> pd.DataFrame:
    rows, before, over = [], None, False
    for step, fit in fits.items():
        found = fit.summary()
        row = {
            "term": step,
            "statistic": found["chi2"],
            "df": found["df"],
            "p_value": found["p_value"],
            **{name: found[name] for name in ("cfi", "rmsea", "srmr")},
        }
        if before is None:
            row |= dict.fromkeys(("cfi_change", "rmsea_change", "srmr_change"), np.nan)
            row |= dict.fromkeys(("statistic_change", "df_change", "p_change"), np.nan)
            row["status"] = "base"
        else:
            for name in ("cfi", "rmsea", "srmr"):
                row[f"{name}_change"] = row[name] - rows[-1][name]
            test = difference(fit.raw, before.raw)
            row |= {"statistic_change": test.statistic, "df_change": test.df}
            row["p_change"] = test.p_value if np.isfinite(test.statistic) else np.nan
            row["status"] = "unasked" if over else _status(row, fit.n)
            over = over or row["status"] == "fails"
        rows.append(row)
        before = fit
    return pd.DataFrame(rows)


def _status(row: dict[str, float], n: int) -> str:
    cfi, rmsea, loadings, later = LIMITS[n <= SMALL]
    if row["cfi_change"] < -cfi:
        return "fails"
    limit = loadings if row["term"] == "metric" else later
    if row["rmsea_change"] > rmsea or row["srmr_change"] > limit:
        return "doubtful"
    return "holds"


def _released(fit: SemResult, rows: Rows, family: str, loose: Sequence[str]) -> pd.DataFrame:
    """Test every equality that a step has added, in all groups but the first at once."""
    plan, names = fit.plan, []
    places: list[tuple[int, int, int]] = []
    for term in plan.terms[1]:
        if term.name not in loose and _belongs(term, family):
            names.append(term.name)
            places.append((term.kind, term.row, term.col))
    others = len(plan.terms) - 1
    none, every = Places.of([]), Places.of(places)
    statistic, df = joint_tests(
        plan.model,
        _sample(rows, fit.estimator),
        fit.raw.found.params,
        [none, *[every] * others],
        np.tile(np.arange(len(names)), others),
    )
    table = pd.DataFrame(
        {
            "term": names,
            "statistic": statistic,
            "df": df,
            "p_value": special.chdtrc(df, np.maximum(statistic, 0.0)),
        }
    ).dropna()
    table["p_holm"] = holm(table["p_value"].to_numpy())
    return table.sort_values("statistic", ascending=False, kind="stable").reset_index(drop=True)


def _belongs(term: Term, family: str) -> bool:
    if family == "loadings":
        return term.kind == LOADING or (term.kind == PATH and term.sign == "=~")
    if family == "intercepts":
        return term.kind == INTERCEPT
    return term.kind == RESIDUAL and term.row == term.col


def _sample(rows: Rows, estimator: str) -> Sample:
    if estimator == "fiml":
        return [full_information.patterns(part) for part in rows.parts]
    return complete([Moments.of(part) for part in rows.parts])
