"""Before and after Newton: what has no hazard ratio is refused, what weakens one is named."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core import validate
from cxlab._core.design import Design
from cxlab._core.errors import DataError, ModelError, warn
from cxlab._core.i18n import _, listing
from cxlab._stats import cox, cox_checks
from cxlab._stats.collinearity import dependent_sets, inflation

Array = NDArray[np.float64]

FEW_EVENTS = 10  # per coefficient; Peduzzi et al. (1995)
HIGH_VIF = 10.0  # Marquardt (1970)
COPY = 0.999  # correlation from which a driver counts as a copy of the duration


def before(
    matrix: pd.DataFrame, design: Design, time: Array, event: Array, strata: pd.Series | None
) -> None:
    """Refuse and warn of what can be seen before the fit; all rows are complete.

    Raises
    ------
    DataError
        Nobody left.
    ModelError
        Too few rows, a constant driver, or perfect collinearity.
    """
    names, x, n = list(map(str, matrix.columns)), matrix.to_numpy(float), len(matrix)
    if not event.any():
        raise DataError(
            _(
                "Nobody left among the {n:,} complete rows, so nothing can be said about who "
                "leaves sooner. Check the event column, or the filter."
            ).format(n=n)
        )
    if n <= len(names):
        raise ModelError(
            _(
                "{p} coefficients need more than {p} complete rows; there are {n}. {hint} "
                "Drop drivers, or collect more answers."
            ).format(p=len(names), n=n, hint="")
        )
    validate.independent(matrix, dependent_sets(x))
    if strata is not None:
        _within(matrix, strata)
    left = int(event.sum())
    if left < FEW_EVENTS * len(names):
        warn(
            _(
                "{left:,} customers left; that is few for {p} coefficients. Hazard ratios will "
                "shift from sample to sample: Peduzzi et al. (1995) ask for 10 events each. Drop "
                "drivers where you can."
            ).format(left=left, p=len(names))
        )
    together = np.zeros(len(names))
    if np.ptp(time) > 0:
        together = np.corrcoef(np.column_stack([x, time / time.max()]), rowvar=False)[-1, :-1]
    copies = [name for name, r in zip(names, together, strict=True) if abs(r) > COPY]
    if copies:
        warn(
            _(
                "{names} is (nearly) a copy of the duration: correlation above {limit}. It says "
                "how long customers stayed, not why; leave it out."
            ).format(names=_quoted(copies), limit=COPY)
        )
    _inflated(design, names, x)


def after(fitted: cox.CoxFit, names: list[str]) -> None:
    """Refuse a fit without a maximum, and name the columns that have no finite hazard ratio.

    Raises
    ------
    ModelError
        The likelihood has no maximum, or Newton's method did not find it.
    """
    linear = fitted.moments.risks.x @ (fitted.coef * fitted.scale)
    if fitted.converged and np.ptp(linear) < cox.FAR:
        return
    places = cox_checks.unbounded(fitted.moments.risks)
    found = [names[place] for place in places]
    if found and cox_checks.separates(fitted.moments.risks, places[0]):
        raise ModelError(
            _(
                "{names} separates those who leave: at every time they have the highest (or the "
                "lowest) value of all who are still there, as when nobody of a level leaves. The "
                "hazard ratio has no finite estimate. Merge rare levels, or leave the column out."
            ).format(names=_quoted(found))
        )
    if found:
        raise ModelError(
            _(
                "{names} together separate those who leave: a sum of them is highest for whoever "
                "leaves, at every time. The hazard ratios have no finite estimates. Leave out "
                "what repeats the event, or merge rare levels."
            ).format(names=_quoted(found))
        )
    if not fitted.converged:
        raise ModelError(
            _(
                "The fit did not converge, so no numbers are shown. Put the drivers on similar "
                "scales, merge rare levels, or drop drivers."
            )
        )


def _within(matrix: pd.DataFrame, strata: pd.Series) -> None:
    """Refuse columns that vary only between the strata."""
    inner = matrix - matrix.groupby(strata.to_numpy()).transform("mean")
    sets = dependent_sets(inner.where(inner.abs() > 1e-12, 0.0).to_numpy())
    if sets:
        raise ModelError(
            _(
                "Within the strata of {strata!r} the effects of {names} can't be told apart, as "
                "they do not vary there or hang together. Leave them out, or drop the strata."
            ).format(
                strata=strata.name,
                names=_quoted(dict.fromkeys(matrix.columns[j] for found in sets for j in found)),
            )
        )


def _inflated(design: Design, names: list[str], x: Array) -> None:
    owners = [design.owner[name] for name in names]
    if len(names) < 2 or any(":" in owner for owner in owners):
        return  # interactions overlap by nature
    blocks = [[j for j, o in enumerate(owners) if o == owner] for owner in dict.fromkeys(owners)]
    factors = inflation(np.asarray(np.corrcoef(x, rowvar=False)), blocks)
    high = [name for name, factor in zip(names, factors, strict=True) if factor > HIGH_VIF]
    if high:
        warn(
            _(
                "VIF above {limit:g} (highest {value:.0f}) for {names}: these drivers overlap so "
                "much that single hazard ratios are unsure. Keep one of them."
            ).format(limit=HIGH_VIF, value=factors.max(), names=_quoted(high))
        )


def _quoted(names: object) -> str:
    return listing(repr(str(name)) for name in names)  # type: ignore[attr-defined]
