"""Importance-performance analysis: where to concentrate, and how sure each quadrant is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core import validate
from cxlab._core.errors import DataError, SpecError
from cxlab._core.i18n import _, listing
from cxlab._core.labels import labels_of
from cxlab._stats.bootstrap import percentile
from cxlab._stats.importance import johnson
from cxlab._stats.intervals import t_interval
from cxlab.drivers import _preflight
from cxlab.drivers._division import complete, correlation, effective, resampled, resamples
from cxlab.drivers._ipa_result import IpaResult

Array = NDArray[np.float64]
Scale = tuple[float, float] | None

CROSSES = ("mean", "median", "scale")


def ipa(
    data: pd.DataFrame,
    y: str | None,
    x: Sequence[str],
    *,
    importance: str | Mapping[str, str] = "derived",
    cross: str | tuple[float, float] = "mean",
    scale: Sequence[Any] | None = None,
    weights: str | None = None,
    boot: int = 1000,
    seed: int | None = None,
    conf: float = 0.95,
) -> IpaResult:
    """Map the importance of drivers against their performance.

    Parameters
    ----------
    data
        One row per answer; rows with a missing value in a column that is used are left out.
    y
        The outcome that importance is derived from; ``None`` with stated importance.
    x
        Two or more columns of performance, on one scale.
    importance
        ``"derived"``: Johnson's share of R² of ``y`` (never negative, sums to 1, and fair to
        drivers that overlap, which standardised coefficients are not). Else stated importance: a
        prefix that takes the place of the common prefix of ``x`` (``"w_"`` leads from ``x_price``
        to ``w_price``), or ``{performance column: importance column}``.
    cross
        Where the crosshair stands: ``"mean"`` or ``"median"`` of the points, which move with every
        resample; ``"scale"``, the middle of ``scale`` (for derived importance the equal share); or
        a pair ``(performance, importance)``.
    scale
        Lowest and highest possible answer, such as ``(1, 7)``; where stated importance has another
        one, two pairs: ``((1, 7), (0, 10))``. Left out, it is taken from the card of data that come
        with the kit.
    weights
        Column of survey weights; rows with weight zero are left out.
    boot
        Resamples of rows for the interval of importance and the stability of quadrants.
    seed
        Seed of the resamples.
    conf
        Confidence level; a quadrant held in fewer resamples than that counts as not settled.

    Returns
    -------
    IpaResult
        ``tidy()``: term, performance, conf_low, conf_high, importance, importance_low,
        importance_high, quadrant, stability, n; with stated importance on the same scale also gap,
        gap_low and gap_high (performance minus importance).

    Raises
    ------
    DataError
        A column is absent or not numeric, an answer lies off the scale, or nobody answered all.
    ModelError
        Importance can't be derived: too few rows, a constant column, perfect collinearity.
    SpecError
        The crosshair, the scale or the importance is not known.

    Notes
    -----
    The interval of performance is that of a mean (with weights, linearised); those of importance
    are percentiles of the bootstrap, the interval of ``gap`` that of a mean of paired differences.

    Examples
    --------
    >>> import pandas as pd
    >>> data = pd.DataFrame({"x_service": [3, 5, 4, 8, 7, 9, 6, 2], "w_service": [9, 8, 9, 7] * 2,
    ...                      "x_price": [5, 4, 7, 6, 8, 7, 3, 7], "w_price": [6, 7, 5, 6] * 2})
    >>> result = ipa(data, None, ["x_service", "x_price"], importance="w_", seed=1)
    >>> result.tidy()[["term", "performance", "importance", "quadrant"]]
            term  performance  importance     quadrant
    0  x_service        5.500        8.25  concentrate
    1    x_price        5.875        6.00     overkill
    """
    conf = validate.confidence(conf)
    boot = validate.whole(boot, "boot", most=validate.MOST_DRAWS)
    names = validate.columns(data, x)
    p = len(names)
    if p < 2:
        raise SpecError(_("A map needs two or more drivers; x names {count}.").format(count=p))
    stated = not (isinstance(importance, str) and importance == "derived")
    second = _stated(data, names, importance) if stated else [_derived_from(data, y, names)]
    scales = _scales(scale, data, names, second if stated else [])
    middle = _cross(cross, scales if stated else (scales[0], (0, 2 / p)))
    used = validate.numeric(data, [*names, *second])
    kept, missing, heavy = complete(data, used, weights)
    _on_scale(kept, names, second if stated else [], scales)
    rows = kept.to_numpy()
    _preflight.balanced(heavy, 1 if stated else p + 1)
    if stated:
        if len(kept) < 2:
            raise DataError(_("A map needs two or more complete rows; there is one."))
        means = np.vstack([m for m, _scatter in resamples(rows, boot, seed, heavy)])
        centre = np.average(rows, axis=0, weights=heavy)
        points, draws = centre[p:], means[:, p:]
    else:
        _preflight.regular(kept)
        points = _shares(correlation(rows, heavy)[None])[0]
        means, draws = resampled(rows, _shares, boot, seed, heavy)
    performance, low, high = _mean(rows[:, :p], heavy, conf)
    place = _quadrants(performance[None], points[None], middle)[0]
    ends = percentile(draws, conf)
    table = pd.DataFrame(
        {
            "term": [str(name) for name in names],
            "performance": performance,
            "conf_low": low,
            "conf_high": high,
            "importance": points,
            "importance_low": ends[0],
            "importance_high": ends[1],
            "quadrant": place,
            "stability": (_quadrants(means[:, :p], draws, middle) == place).mean(axis=0),
        }
    )
    diagonal = stated and scales[0] is not None and scales[0] == scales[1]
    if diagonal:
        gaps = _mean(rows[:, :p] - rows[:, p:], heavy, conf)
        table[["gap", "gap_low", "gap_high"]] = np.column_stack(gaps)
    across, up = (np.squeeze(part) for part in _middle(performance[None], points[None], middle))
    return IpaResult(
        table=table.assign(n=len(kept)),
        n=len(kept),
        n_dropped=len(data) - len(kept),
        dropped=MappingProxyType(missing),
        conf=conf,
        labels=MappingProxyType(labels_of(data, [*names, *second])),
        outcome="" if stated else str(y),
        stated=stated,
        cross=(float(across), float(up)),
        rule=cross if isinstance(cross, str) else "given",
        boot=boot,
        diagonal=diagonal,
        weights="" if weights is None else str(weights),
        effective=effective(heavy, len(kept)),
    )


def _mean(values: Array, weights: Array | None, conf: float) -> tuple[Array, Array, Array]:
    """Return means of columns and their t intervals; a weighted mean as a ratio, linearised."""
    n = len(values)
    heavy = np.ones(n) if weights is None else weights
    mean = np.average(values, axis=0, weights=heavy)
    spread = ((heavy[:, None] * (values - mean)) ** 2).sum(axis=0) * n / (n - 1)
    return mean, *t_interval(mean, np.sqrt(spread) / heavy.sum(), n - 1, conf)


def _shares(corr: Array) -> Array:
    weights = johnson(corr)
    return weights / weights.sum(axis=1, keepdims=True)


def _derived_from(data: pd.DataFrame, y: str | None, names: list[str]) -> str:
    if y is None:
        raise SpecError(
            _("Derived importance needs an outcome. Name it as y, or give stated importance.")
        )
    _preflight.not_a_driver(validate.column(data, y), names)
    return y


def _stated(data: pd.DataFrame, names: list[str], given: str | Mapping[str, str]) -> list[str]:
    """Return the columns of stated importance in the order of the drivers."""
    if isinstance(given, Mapping):
        absent = [name for name in names if name not in given]
        if absent:
            raise SpecError(
                _("The mapping of importance lacks {names}. Give a column for each driver.").format(
                    names=listing(repr(name) for name in absent)
                )
            )
        return validate.columns(data, [given[name] for name in names])
    prefix, words = validate.text(given, "importance"), [str(name) for name in names]
    same = [a == b for a, b in zip(min(words), max(words), strict=False)]
    common = min(words)[: [*same, False].index(False)]
    start = max(common.rfind(mark) for mark in "_. -") + 1
    return validate.columns(data, [prefix + word[start:] for word in words])


def _scales(
    given: Any, data: pd.DataFrame, names: list[str], second: list[str]
) -> tuple[Scale, Scale]:
    """Return the declared scales of performance and of stated importance, where they are known."""
    if given is None:
        return _carded(data, names), _carded(data, second)
    ends = validate.sequence(given, "scale")
    if any(isinstance(end, Sequence) for end in ends):
        if not second or len(ends) != 2:
            raise SpecError(
                _(
                    "scale must be one pair such as (1, 7), or with stated importance two: "
                    "((1, 7), (0, 10)); not {value}."
                ).format(value=validate.brief(given))
            )
        return _pair(ends[0]), _pair(ends[1])
    return _pair(ends), (_pair(ends) if second else None)


def _carded(data: pd.DataFrame, names: list[str]) -> Scale:
    """Return the scale that the data's card declares, if it is the same for all columns."""
    known = data.attrs.get("scales")
    found = {known.get(name) for name in names} if isinstance(known, Mapping) else set()
    return found.pop() if len(found) == 1 else None


def _pair(given: Any) -> tuple[float, float]:
    low, high = validate.pair(given, "scale")
    if not low < high:
        raise SpecError(
            _("scale = ({low:g}, {high:g}) must run from the lowest answer to the highest.").format(
                low=low, high=high
            )
        )
    return low, high


def _on_scale(
    kept: pd.DataFrame, names: list[str], second: list[str], scales: tuple[Scale, Scale]
) -> None:
    for columns, ends in zip((names, second), scales, strict=True):
        if ends is not None:
            for name in columns:
                validate.within(kept[name], *ends)


def _cross(cross: Any, scales: tuple[Scale, Scale]) -> Any:
    """Return ``"mean"``, ``"median"`` or a fixed pair (performance, importance)."""
    if not isinstance(cross, str):
        if not isinstance(cross, Sequence) or len(cross) != 2:
            raise SpecError(
                _("cross must be one of {names}, or a pair (performance, importance).").format(
                    names=listing(CROSSES)
                )
            )
        return tuple(validate.finite(value, "cross") for value in cross)
    if validate.one_of(cross, CROSSES, "cross") != "scale":
        return cross
    if scales[0] is None or scales[1] is None:
        raise SpecError(
            _(
                "cross='scale' needs the lowest and the highest possible answer. "
                "Give them, such as scale=(1, 7)."
            )
        )
    return sum(scales[0]) / 2, sum(scales[1]) / 2


def _middle(performance: Array, importance: Array, middle: Any) -> tuple[Any, Any]:
    """Return the crosshair of every draw, two arrays of shape (draws, 1), or the fixed pair."""
    if not isinstance(middle, str):
        return middle[0], middle[1]
    centre = np.mean if middle == "mean" else np.median
    return (
        centre(performance, axis=1, keepdims=True),
        centre(importance, axis=1, keepdims=True),
    )


def _quadrants(performance: Array, importance: Array, middle: Any) -> Any:
    """Return the code of the quadrant, arrays of shape (draws, p)."""
    right, top = _middle(performance, importance, middle)
    names = np.array([["low_priority", "overkill"], ["concentrate", "keep"]])
    return names[(importance >= top).astype(int), (performance >= right).astype(int)]
