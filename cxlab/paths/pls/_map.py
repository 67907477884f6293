"""Importance-performance map of constructs and items: where a point more would carry furthest."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core import validate
from cxlab._core.columns import heading
from cxlab._core.errors import warn
from cxlab._core.i18n import N_, _, listing, paragraph, shortlist, unsure
from cxlab._core.numerals import signed
from cxlab._core.result import Result, resamples
from cxlab.paths.pls._effects import _reached, totals_of
from cxlab.paths.pls._estimate import Estimates, estimated, left_out, resampled, spread
from cxlab.paths.pls._points import answers, owners, scaled, scales

if TYPE_CHECKING:
    from cxlab.paths.pls._result import PlsResult

Array = NDArray[np.float64]

LEVELS = ("construct", "item")
QUADRANTS = {
    "concentrate": N_("concentrate here"),
    "keep": N_("keep up the good work"),
    "low_priority": N_("low priority"),
    "overkill": N_("possible overkill"),
}  # Martilla & James (1977)


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class ConstructMap(Result):
    """One row per construct (or item) that acts on the outcome.

    ``performance`` is the mean, 0 to 100 on the possible answers, with ``conf_low`` and
    ``conf_high``; ``importance`` the total effect in these points, with ``importance_low`` and
    ``importance_high``. ``stability`` is the share of resamples that put it into the same field.
    """

    outcome: str
    level: str
    reached: float
    cross: tuple[float, float]
    boot: int

    title = N_("Importance-performance map of constructs")
    drawing = "cxlab.plots:ipa"
    unshown = ("n",)
    words = MappingProxyType(QUADRANTS)
    sources = ("ringle_sarstedt_2016", "martilla_james_1977")

    def summary(self) -> dict[str, Any]:
        """Return the performance of the outcome, the crosshair and the resamples."""
        return {
            "performance": self.reached,
            "cross_performance": self.cross[0],
            "cross_importance": self.cross[1],
            "draws": self.boot,
        }

    def headline(self) -> str:
        """Name what lies under "concentrate here"."""
        rows = self.labelled()
        rows = rows[rows["quadrant"] == "concentrate"].sort_values("importance", ascending=False)
        if not len(rows):
            return _("Nothing lies under 'concentrate here'")
        named = [
            unsure(name, held < self.conf)
            for name, held in zip(rows["label"], rows["stability"], strict=True)
        ]
        return _("Concentrate here: {named}").format(named=shortlist(named))

    def explain(self) -> str:
        """Say what a point more brings, where there is most room, and what is not settled."""
        rows = self.labelled().sort_values("importance", ascending=False)
        first = rows.iloc[0]
        shaky = rows.loc[rows["stability"] < self.conf, "label"]
        words = {"y": self.label(self.outcome), "now": self.reached}
        return paragraph(
            [
                _("{y} stands at {now:.1f} of 100.").format(**words),
                _(
                    "One point more (of 100) of {x} goes with {size} of {y}; {x} stands at "
                    "{at:.1f}."
                ).format(
                    x=first["label"],
                    size=signed(first["importance"], 2),
                    at=first["performance"],
                    **words,
                ),
                *(
                    _("{quadrant}: {named}.").format(
                        quadrant=_(text).capitalize(),
                        named=listing(rows.loc[rows["quadrant"] == code, "label"]),
                    )
                    for code, text in QUADRANTS.items()
                    if (rows["quadrant"] == code).any()
                ),
                _("Not settled under resampling: {named}; treat these places as open.").format(
                    named=listing(shaky)
                )
                if len(shaky)
                else "",
                _(
                    "The map takes the arrows for granted, and a point gained for equally dear "
                    "everywhere."
                ),
            ]
        )

    def plot_options(self) -> dict[str, Any]:
        """Pass the crosshair, the words and which points are not settled."""
        shaky = self.table["stability"] < self.conf
        notes = [_("crosshair: mean of the points")]
        if shaky.any():
            text = _("hollow: quadrant held in under {conf:.0%} of the resamples")
            notes.append(text.format(conf=self.conf))
        return {
            "cross": self.cross,
            "open_points": shaky.to_numpy(),
            "words": tuple(_(text) for text in QUADRANTS.values()),
            "axes": (
                _("performance (0-100)"),
                _("importance (total effect on {y})").format(y=self.label(self.outcome)),
            ),
            "note": "\n".join(notes),
        }

    def shown(self) -> pd.DataFrame:
        """Return the table for readers, without stability where there are no resamples."""
        table = super().shown()
        return table if self.boot else table.drop(columns=heading("stability"))

    def notes(self) -> list[str]:
        """Say the number of resamples."""
        return [*super().notes(), *resamples(self.boot)]


def importance_performance(result: PlsResult, outcome: Any, scale: Any, level: str) -> ConstructMap:
    """Set total effects against performance; see :meth:`PlsResult.importance_performance`."""
    plan = result.plan
    validate.one_of(level, LEVELS, "level")
    validate.one_of(outcome, plan.model.outcomes, "outcome")
    low, width = scales(result, answers(result, scale))
    y = plan.constructs.index(outcome)
    causes = [i for i, j in _reached(plan) if j == y]
    owner, _chains = owners(plan)
    places = [p for i in causes for p in np.flatnonzero(owner == i)] if level == "item" else causes
    _positive(result, [*causes, y])

    def measure(found: Estimates, means: Array, covs: Array) -> tuple[Array, Array]:
        share, size, mean = scaled(found.weights, means, covs, plan, (low, width))
        total = totals_of(found, plan)[:, y] * size[y] / size
        if level == "construct":
            return mean[places], total[places]
        rescaled = 100 * (means.T - low[:, None]) / width[:, None]
        return rescaled[places], (total[owner] * share)[places]

    sample = result.sample
    now = measure(sample.estimates, sample.moments.mean[None], sample.moments.cov[None])
    performance, importance = now[0][:, 0], now[1][:, 0]
    reached = scaled(
        sample.estimates.weights,
        sample.moments.mean[None],
        sample.moments.cov[None],
        plan,
        (low, width),
    )[2][y, 0]
    table = pd.DataFrame(
        {
            "term": [plan.items[p] if level == "item" else plan.constructs[p] for p in places],
            "performance": performance,
            **_intervals(result, measure, (performance, importance)),
        }
    )
    return ConstructMap(
        table=table.assign(n=result.n),
        n=result.n,
        n_dropped=result.n_dropped,
        dropped=result.dropped,
        conf=result.conf,
        labels=result.labels,
        outcome=outcome,
        level=level,
        reached=float(reached),
        cross=(float(performance.mean()), float(importance.mean())),
        boot=result.boot,
    )


def _intervals(result: PlsResult, measure: Any, now: tuple[Array, Array]) -> dict[str, Any]:
    """Return intervals of performance and importance, the fields and how often they are held."""
    performance, importance = now
    field = _fields(performance[:, None], importance[:, None])[:, 0]
    nothing = np.full(len(field), np.nan)
    if not result.boot:
        ends = dict.fromkeys(("conf_low", "conf_high"), nothing)
        other = dict.fromkeys(("importance_low", "importance_high"), nothing)
        return {**ends, "importance": importance, **other, "quadrant": field, "stability": nothing}
    plan, sample, parts = result.plan, result.sample, []
    scale = sample.moments.n - 1
    for means, scatters, counts in resampled(plan, sample, result.asked, result.seed):
        found = estimated(plan, sample, means, scatters, counts)
        with np.errstate(all="ignore"):
            parts.append(measure(found, means, scatters / scale))
    draws = [np.concatenate(each, axis=1) for each in zip(*parts, strict=True)]
    good = np.isfinite(draws[0]).all(axis=0) & np.isfinite(draws[1]).all(axis=0)
    draws = [each[:, good] for each in draws]
    left: tuple[Any, Any] = (None, None)
    if result.interval == "bca":
        from cxlab._stats.bootstrap import leave_one_out

        means, scatters = leave_one_out(sample.rows)
        left = measure(left_out(plan, sample), means, scatters / scale)
    first = spread(performance, draws[0], left[0], result.conf)
    second = spread(importance, draws[1], left[1], result.conf)
    return {
        "conf_low": first["conf_low"],
        "conf_high": first["conf_high"],
        "importance": importance,
        "importance_low": second["conf_low"],
        "importance_high": second["conf_high"],
        "quadrant": field,
        "stability": (_fields(*draws) == field[:, None]).mean(axis=1),
    }


def _fields(performance: Array, importance: Array) -> Any:
    """Return the code of the field, arrays of shape (places, draws), crosshair at their means."""
    names = np.array([["low_priority", "overkill"], ["concentrate", "keep"]])
    top = importance >= importance.mean(axis=0)
    right = performance >= performance.mean(axis=0)
    return names[top.astype(int), right.astype(int)]


def _positive(result: PlsResult, constructs: list[int]) -> None:
    """Warn of negative weights: a mean of answers then falls where an answer rises."""
    plan, weights = result.plan, result.sample.estimates.weights[:, 0]
    owner, chains = owners(plan)
    odd = [
        item
        for item, j, chain in zip(plan.items, owner, chains, strict=True)
        if j in constructs and np.prod(weights[chain]) < 0
    ]
    if odd:
        warn(
            _(
                "{items} has a negative weight, so a better answer lowers the performance of its "
                "construct. Reverse the item, or leave it out, before reading the map."
            ).format(items=shortlist(map(repr, odd), 4))
        )
