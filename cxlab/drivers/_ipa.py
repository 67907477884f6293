"""Importance-performance analysis: where to concentrate, and how sure each quadrant is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core import validate
from cxlab._core.columns import heading
from cxlab._core.errors import DataError, SpecError
from cxlab._core.i18n import N_, _, listing, paragraph, shortlist
from cxlab._core.labels import labels_of
from cxlab._core.references import cite
from cxlab._core.result import Result
from cxlab._stats.bootstrap import moments, percentile
from cxlab._stats.importance import johnson
from cxlab._stats.intervals import t_interval
from cxlab._stats.moments import Moments
from cxlab.drivers import _preflight
from cxlab.drivers._importance import resampled

Array = NDArray[np.float64]

QUADRANTS = {
    "concentrate": N_("concentrate here"),
    "keep": N_("keep up the good work"),
    "low_priority": N_("low priority"),
    "overkill": N_("possible overkill"),
}  # Martilla & James (1977)
CROSSES = ("mean", "median", "scale")


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class IpaResult(Result):
    """One row per driver: performance, importance, quadrant and its stability.

    ``conf_low`` and ``conf_high`` belong to the performance, ``importance_low`` and
    ``importance_high`` to the importance; ``stability`` is the share of resamples that put the
    driver into the same quadrant.
    """

    outcome: str
    stated: bool
    cross: tuple[float, float]
    rule: str
    boot: int

    title = N_("Importance-performance map")
    drawing = "cxlab.plots:ipa"
    words = MappingProxyType(QUADRANTS)

    @property
    def references(self) -> tuple[str, ...]:
        """The sources of the map and of the derived importance."""
        keys = ("martilla_james_1977", *(() if self.stated else ("johnson_2000",)))
        return tuple(cite(key) for key in keys)

    def summary(self) -> dict[str, Any]:
        """Return the crosshair and the number of resamples."""
        return {"cross_performance": self.cross[0], "cross_importance": self.cross[1]} | {
            "draws": self.boot
        }

    def quadrant(self, code: str) -> pd.DataFrame:
        """Return the rows of one quadrant, most important first.

        Parameters
        ----------
        code
            ``"concentrate"``, ``"keep"``, ``"low_priority"`` or ``"overkill"``.
        """
        rows = self.labelled()
        rows = rows[rows["quadrant"] == validate.one_of(code, QUADRANTS, "code")]
        return rows.sort_values("importance", ascending=False)

    def headline(self) -> str:
        """Name what lies under "concentrate here"."""
        rows = self.quadrant("concentrate")
        if not len(rows):
            return _("No driver lies under 'concentrate here'")
        named = [
            name if held >= self.conf else f"{name} (?)"
            for name, held in zip(rows["label"], rows["stability"], strict=True)
        ]
        return _("Concentrate here: {named}").format(named=shortlist(named))

    def explain(self) -> str:
        """Read the four quadrants aloud, and say which places are not settled."""
        places = [
            _("{quadrant}: {named}.").format(
                quadrant=_(words).capitalize(), named=listing(self.quadrant(code)["label"])
            )
            for code, words in QUADRANTS.items()
            if len(self.quadrant(code))
        ]
        shaky = self.labelled().loc[self._shaky(), "label"]
        return paragraph(
            [
                *places,
                self._rule(),
                _("Not settled under resampling: {named}; treat these places as open.").format(
                    named=listing(shaky)
                )
                if len(shaky)
                else "",
                _(
                    "Importance is what respondents say; compare it with importance derived from "
                    "the outcome."
                )
                if self.stated
                else _(
                    "Importance is derived: Johnson's share of what the drivers explain of {y}."
                ).format(y=self.label(self.outcome)),
            ]
        )

    @property
    def advice(self) -> str:
        """Point to penalty_reward(), because low and high performance may matter differently."""
        return _(
            "A map assumes that low and high performance matter alike; check that with "
            "cx.drivers.penalty_reward()."
        )

    def plot_options(self) -> dict[str, Any]:
        """Pass the crosshair, its rule, the words and which points are not settled."""
        return {
            "cross": self.cross,
            "open_points": self._shaky().to_numpy(),
            "words": tuple(_(words) for words in QUADRANTS.values()),
            "axes": (
                _("performance (mean answer, {conf:.0%} interval)").format(conf=self.conf),
                _("importance (mean of stated answers)")
                if self.stated
                else _("importance (Johnson's share of R²)"),
            ),
            "unit": "number" if self.stated else "share",
            "note": self._rule(),
            "legend": _("hollow: quadrant held in under {conf:.0%} of the resamples").format(
                conf=self.conf
            )
            if self._shaky().any()
            else "",
        }

    def shown(self) -> pd.DataFrame:
        """Return the table for readers, without n, the same in every row."""
        return super().shown().drop(columns=heading("n"))

    def _shaky(self) -> pd.Series:
        return self.table["stability"] < self.conf

    def _rule(self) -> str:
        rules = {
            "mean": N_("Crosshair: mean of the points ({performance}; {importance})."),
            "median": N_("Crosshair: median of the points ({performance}; {importance})."),
            "scale": N_("Crosshair: middle of the scale ({performance}; {importance})."),
            "given": N_("Crosshair: set by hand ({performance}; {importance})."),
        }
        importance = f"{self.cross[1]:.2f}" if self.stated else f"{self.cross[1]:.0%}"
        return _(rules[self.rule]).format(performance=f"{self.cross[0]:.2f}", importance=importance)


def ipa(
    data: pd.DataFrame,
    y: str | None,
    x: Sequence[str],
    *,
    importance: str | Mapping[str, str] = "derived",
    cross: str | tuple[float, float] = "mean",
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
        Where the crosshair stands: ``"mean"`` or ``"median"`` of the points, ``"scale"`` (middle
        between the lowest and the highest answer given; for derived importance the equal share), or
        a pair ``(performance, importance)``.
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
        importance_high, quadrant, stability, n.

    Raises
    ------
    DataError
        A column is absent or not numeric, or nobody answered all.
    ModelError
        Importance can't be derived: too few rows, a constant column, perfect collinearity.
    SpecError
        The crosshair or the importance is not known.

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
    kept, missing = validate.complete(validate.numeric(data, [*names, *second]))
    rows = kept.to_numpy()
    if stated:
        if len(kept) < 2:
            raise DataError(_("A map needs two or more complete rows; there is one."))
        means = moments(rows, boot, validate.generator(seed))[0]
        weights, draws = kept[second].mean().to_numpy(), means[:, p:]
    else:
        _preflight.regular(kept)
        weights = _shares(Moments.of(rows).corr[None])[0]
        means, draws = resampled(rows, _shares, boot, seed)
    performance = rows[:, :p].mean(axis=0)
    error = rows[:, :p].std(axis=0, ddof=1) / np.sqrt(len(rows))
    low, high = t_interval(performance, error, len(rows) - 1, conf)
    middle = _cross(cross, kept, p, stated)
    place = _quadrants(performance[None], weights[None], middle)[0]
    again = _quadrants(means[:, :p], draws, middle)
    ends = percentile(draws, conf)
    table = pd.DataFrame(
        {
            "term": [str(name) for name in names],
            "performance": performance,
            "conf_low": low,
            "conf_high": high,
            "importance": weights,
            "importance_low": ends[0],
            "importance_high": ends[1],
            "quadrant": place,
            "stability": (again == place).mean(axis=0),
            "n": len(kept),
        }
    )
    centre = [float(np.squeeze(part)) for part in _middle(performance[None], weights[None], middle)]
    return IpaResult(
        table=table,
        n=len(kept),
        n_dropped=len(data) - len(kept),
        dropped=MappingProxyType(missing),
        conf=conf,
        labels=MappingProxyType(labels_of(data, [*names, *second])),
        outcome="" if stated else str(y),
        stated=stated,
        cross=(centre[0], centre[1]),
        rule=cross if isinstance(cross, str) else "given",
        boot=boot,
    )


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


def _cross(cross: Any, kept: pd.DataFrame, p: int, stated: bool) -> Any:
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
    first, second = kept.iloc[:, :p].to_numpy(), kept.iloc[:, p:].to_numpy()
    return (
        (first.min() + first.max()) / 2,
        (second.min() + second.max()) / 2 if stated else 1 / p,
    )


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
