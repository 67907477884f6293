"""Who leaves sooner? Cox's proportional hazards model."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

import numpy as np
import pandas as pd

from cxlab._core import validate
from cxlab._core.design import INTERCEPT, Terms, build, parse, prepare
from cxlab._core.errors import SpecError
from cxlab._core.grouping import distinct
from cxlab._core.i18n import _
from cxlab._core.labels import labels_of
from cxlab._stats import cox as engine
from cxlab._stats import cox_checks
from cxlab._stats.intervals import t_interval, t_p_value
from cxlab.retention import _cox_check, _durations
from cxlab.retention._cox_result import CoxResult


def cox(
    data: pd.DataFrame,
    duration: str,
    event: str,
    x: str | Sequence[str],
    *,
    ties: str = "efron",
    strata: str | None = None,
    robust: bool = False,
    conf: float = 0.95,
) -> CoxResult:
    """Estimate what goes with leaving sooner, by Cox's proportional hazards model.

    Parameters
    ----------
    data
        One row per customer; rows with a missing value in a column that is used are left out.
    duration
        How long the customer was seen, above zero.
    event
        1 for who left at the end of that time, 0 for who was still there.
    x
        Columns, or terms of formulaic such as ``"C(branch)"`` and ``"price:segment"``. A column of
        texts becomes dummies against its first level.
    ties
        How events of the same time are treated: ``"efron"`` (exact enough even for months) or
        ``"breslow"``.
    strata
        Column of groups with a baseline of their own; use it for a driver whose ratio changes with
        time.
    robust
        Whether standard errors allow for a wrong model (Lin & Wei's sandwich).
    conf
        Confidence level of the intervals.

    Returns
    -------
    CoxResult
        ``tidy()``: term, estimate (log hazard ratio per unit), std_error, statistic (z), p_value,
        conf_low, conf_high, hazard_ratio with ratio_low and ratio_high, n.

    Raises
    ------
    DataError
        A column is absent or holds the wrong kind of values; nobody left.
    SpecError
        A term or the way of ties is not known; the duration or the event is among the drivers.
    ModelError
        Too few rows, a constant driver, perfect collinearity, no finite estimate, no convergence.

    Notes
    -----
    The hazard of a customer is h(t) exp(x b) with h(t) left open. The partial likelihood is
    maximised by Newton's method with the exact Hessian; all sums run over distinct times.
    ``glance()`` tests all drivers by the likelihood ratio. Concordance is Harrell's C.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> data = pd.DataFrame({"price": rng.integers(1, 8, 200)})
    >>> data["months"] = np.ceil(rng.exponential(20 / data["price"])).clip(max=12)
    >>> data["left"] = (data["months"] < 12).astype(int)
    >>> cox(data, "months", "left", "price").tidy()[["term", "hazard_ratio"]].round(2)
        term  hazard_ratio
    0  price          1.28
    """
    conf = validate.confidence(conf)
    validate.one_of(ties, engine.TIES, "ties")
    validate.one_of(robust, (True, False), "robust")
    terms = parse(data, x)
    own = [name for name in (duration, event, strata) if name is not None]
    validate.columns(data, own)
    _refuse_twice(own, terms)
    rows = prepare(data, terms)
    drivers = list(rows.columns)
    rows[str(duration)] = _durations.durations(data, duration).astype(float)
    rows[str(event)] = _durations.events(data, event).astype(float)
    if strata is not None:
        rows[str(strata)] = distinct(validate.groups(data, strata), strata).to_numpy()
    kept, missing = validate.complete(rows)
    known = labels_of(data, [*own, *terms.columns])
    design = build(kept[drivers], terms, known)
    matrix = design.matrix.drop(columns=INTERCEPT)
    time, left = kept[str(duration)].to_numpy(), kept[str(event)].to_numpy()
    groups = None if strata is None else kept[str(strata)]
    _cox_check.before(matrix, design, time, left, groups)
    _durations.weak_events(np.unique(time[left > 0]), int(left.sum()), len(left), str(event))
    codes, levels = (None, ()) if groups is None else pd.factorize(groups, sort=True)
    values = matrix.to_numpy(float)
    fitted = engine.fit(values, time, left, strata=codes, ties=ties)
    _cox_check.after(fitted, list(map(str, matrix.columns)))
    risks = fitted.moments.risks
    cov = fitted.sandwich() if robust else fitted.cov
    return CoxResult(
        table=_tabulate(list(matrix.columns), fitted.coef, cov, conf).assign(n=len(kept)),
        n=len(kept),
        n_dropped=len(data) - len(kept),
        dropped=MappingProxyType(missing),
        conf=conf,
        labels=MappingProxyType(
            {str(name): words for name, words in known.items()} | dict(design.labels)
        ),
        duration=str(duration),
        event=str(event),
        strata=None if strata is None else str(strata),
        strata_levels=tuple(map(str, levels)),
        ties=ties,
        robust=bool(robust),
        n_event=int(left.sum()),
        design=design,
        fit=fitted,
        cov=cov,
        concordance=cox_checks.concordance(risks, (values @ fitted.coef)[risks.order]),
    )


def _refuse_twice(own: list[str], terms: Terms) -> None:
    """Refuse the duration, the event or the strata as a driver."""
    for name in own:
        if name in terms.columns:
            raise SpecError(
                _(
                    "{name!r} is among the drivers, and is the duration, the event or the strata. "
                    "Take it out of x."
                ).format(name=name)
            )


def _tabulate(names: list[str], coef: np.ndarray, cov: np.ndarray, conf: float) -> pd.DataFrame:
    error = np.sqrt(np.diag(cov))
    low, high = t_interval(coef, error, np.inf, conf)
    return pd.DataFrame(
        {
            "term": names,
            "estimate": coef,
            "std_error": error,
            "statistic": coef / error,
            "p_value": t_p_value(coef / error, np.inf),
            "conf_low": low,
            "conf_high": high,
            "hazard_ratio": np.exp(coef),
            "ratio_low": np.exp(low),
            "ratio_high": np.exp(high),
        }
    )
