"""Several fitted models of the same data side by side."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from cxlab._core import validate
from cxlab._core.errors import SpecError
from cxlab._core.i18n import _, listing
from cxlab._core.threads import one_thread
from cxlab.paths._compare_result import ModelComparison, PredictionComparison
from cxlab.paths._fits import several
from cxlab.paths.pls._result import PlsResult
from cxlab.paths.sem._chi_square import difference, nested
from cxlab.paths.sem._result import SemResult

SAME = 1e-6  # log-likelihood per row by which the same data may differ


@one_thread
def compare(
    fits: Mapping[str, SemResult] | Mapping[str, PlsResult],
    *,
    folds: int = 10,
    seed: int | None = None,
) -> ModelComparison | PredictionComparison:
    """Compare models that were fitted to the same data.

    Parameters
    ----------
    fits
        ``{name: fitted model}``: two or more, all of :func:`fit_sem` and :func:`fit_cfa`, or all of
        :func:`fit_pls`.
    folds, seed
        Of PLS models: number of parts of the rows that are predicted in turn, and the seed by which
        rows are dealt to them; the same for all models.

    Returns
    -------
    ModelComparison or PredictionComparison
        Of covariance models: one row per model, the one with most numbers to find first: fit, AIC,
        BIC, and the chi-square difference against the row before (scaled for ``"mlr"``). Of PLS
        models: the error with which each predicts answers it has not seen, item by item.

    Raises
    ------
    SpecError
        Fewer than two models, models of different kinds, data, groups or estimators; of ``"wlsmv"``
        there is no such difference.

    Notes
    -----
    The chi-square difference is given where the model with fewer numbers is a special case of the
    other: this is checked by fitting the one to what the other implies (Bentler & Satorra 2010).

    Examples
    --------
    >>> import cxlab as cx
    >>> data = cx.simulate.ecsi(600).data
    >>> text = '''
    ...     quality =~ quality_1 + quality_2 + quality_3
    ...     loyalty =~ loyalty_1 + loyalty_2 + loyalty_3'''
    >>> free = cx.paths.fit_cfa(data, text)
    >>> apart = cx.paths.fit_cfa(data, text + "; quality ~~ 0*loyalty")
    >>> compare({"free": free, "apart": apart}).tidy()[["term", "df", "df_change"]]
        term  df  df_change
    0   free   8        NaN
    1  apart   9        1.0
    """
    given = several(fits)
    if len(given) < 2:
        raise SpecError(
            _("A comparison needs two fitted models or more, such as {example}.").format(
                example="{'a': fit, 'b': other}"
            )
        )
    on_covariances = {name: fit for name, fit in given.items() if isinstance(fit, SemResult)}
    by_scores = {name: fit for name, fit in given.items() if isinstance(fit, PlsResult)}
    if not by_scores:
        return _covariances(on_covariances)
    if not on_covariances:
        return _predictions(by_scores, validate.whole(folds, "folds", low=2), seed)
    raise SpecError(
        _(
            "Models on covariances and PLS models have no fit in common. Compare each kind by "
            "itself, or show both side by side: cx.report.table()."
        )
    )


def _covariances(fits: dict[str, SemResult]) -> ModelComparison:
    first = next(iter(fits))
    for name, fit in fits.items():
        _alike((first, fits[first]), (name, fit))
    order = sorted(fits, key=lambda name: fits[name].test.df)
    rows: list[dict[str, Any]] = []
    for place, name in enumerate(order):
        found = fits[name].summary()
        row = {"term": name, "statistic": found["chi2"]}
        row |= {key: found[key] for key in ("df", "p_value", "cfi", "rmsea", "srmr", "aic", "bic")}
        row |= dict.fromkeys(("cfi_change", "statistic_change", "df_change", "p_change"), np.nan)
        row["status"] = "base"
        if place:
            before = fits[order[place - 1]]
            row["cfi_change"] = row["cfi"] - rows[-1]["cfi"]
            row["status"] = _relation(fits[name], before)
            if row["status"] == "nested":
                test = difference(fits[name].raw, before.raw)
                row |= {"statistic_change": test.statistic, "df_change": test.df}
                row["p_change"] = test.p_value if np.isfinite(test.statistic) else np.nan
        rows.append(row)
    known = fits[first]
    return ModelComparison(
        table=pd.DataFrame(rows),
        n=known.n,
        n_dropped=known.n_dropped,
        dropped=known.dropped,
        conf=known.conf,
        estimator=known.estimator,
    )


def _relation(closed: SemResult, wide: SemResult) -> str:
    if closed.test.df == wide.test.df:
        return "equal_df"
    return "nested" if nested(closed, wide) else "apart"


def _alike(one: tuple[str, SemResult], other: tuple[str, SemResult]) -> None:
    """Refuse models whose chi-squares have nothing to do with each other."""
    (a, first), (b, second) = one, other
    names = {"a": repr(a), "b": repr(b)}
    if first.estimator != second.estimator:
        raise SpecError(
            _("{a} was fitted by {one}, {b} by {other}. Fit both by the same estimator.").format(
                one=first.estimator, other=second.estimator, **names
            )
        )
    if first.estimator == "wlsmv":
        raise SpecError(
            _(
                "Differences of estimator='wlsmv' are not chi-squares, and it has no AIC. Compare "
                "'mlr' fits, or show both side by side: cx.report.table()."
            )
        )
    if set(first.plan.items) != set(second.plan.items):
        odd = sorted(set(first.plan.items) ^ set(second.plan.items))
        raise SpecError(
            _(
                "{a} and {b} are about different items ({items} in one only), so their fit can't "
                "be compared. Keep all items in both models."
            ).format(items=listing(odd[:4]), **names)
        )
    apart = abs(first.raw.saturated_loglik - second.raw.saturated_loglik) > SAME * first.n
    means = first.plan.model.with_means != second.plan.model.with_means
    if first.groups != second.groups or means:
        raise SpecError(
            _("{a} and {b} divide the rows into different groups. Give both the same by=.").format(
                **names
            )
        )
    if first.n != second.n or apart:
        raise SpecError(
            _("{a} and {b} were fitted to different rows. Fit both to the same data.").format(
                **names
            )
        )


def _predictions(fits: dict[str, PlsResult], folds: int, seed: int | None) -> PredictionComparison:
    start = int(validate.generator(seed).integers(2**31)) if seed is None else seed
    first = next(iter(fits.values()))
    for name, fit in fits.items():
        shared = [item for item in first.plan.items if item in fit.plan.items]
        one, other = (_columns(each, shared) for each in (first, fit))
        if fit.n != first.n or not np.array_equal(one, other):
            raise SpecError(
                _("{a} and {b} were fitted to different rows. Fit both to the same data.").format(
                    a=repr(next(iter(fits))), b=repr(name)
                )
            )
    found = {
        name: fit.predict(folds=folds, seed=start).tidy().set_index("term")
        for name, fit in fits.items()
    }
    tables = list(found.values())
    common = [item for item in tables[0].index if all(item in each.index for each in tables)]
    if not common:
        raise SpecError(
            _("The models predict no item in common. Compare models with the same outcome.")
        )
    table = pd.concat(
        [
            each.loc[common, ["rmse", "mae", "q2"]].reset_index().assign(model=name)
            for name, each in found.items()
        ],
        ignore_index=True,
    )[["term", "model", "rmse", "mae", "q2"]]
    return PredictionComparison(
        table=table,
        n=first.n,
        n_dropped=first.n_dropped,
        dropped=first.dropped,
        labels=MappingProxyType(
            {item: first.labels[item] for item in common if item in first.labels}
        ),
        folds=folds,
        left_out=tuple(
            sorted({item for each in tables for item in each.index if item not in common})
        ),
    )


def _columns(fit: PlsResult, items: list[str]) -> np.ndarray:
    return fit.sample.rows[:, [fit.plan.items.index(item) for item in items]]
