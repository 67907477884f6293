"""What if a construct rises: what follows for the constructs behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core.errors import SpecError, warn
from cxlab._core.i18n import N_, _, listing, paragraph
from cxlab._core.labels import opening
from cxlab._core.numerals import signed
from cxlab._core.result import Result, resamples
from cxlab._core.validate import finite, kind, mapping, one_of
from cxlab.paths.pls._effects import totals_of
from cxlab.paths.pls._estimate import Estimates, estimated, resampled, spread
from cxlab.paths.pls._points import Pairs, answers, scaled, scales
from cxlab.paths.pls._result import PlsResult

Array = NDArray[np.float64]

KEPT = 4  # results whose resampled effects are remembered: a slider asks for them at each stop


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class PathWhatIf(Result):
    """One row per construct: ``performance`` today and what to expect, in points from 0 to 100.

    ``change`` is what was moved, ``estimate`` what follows from all that was moved, the
    construct's own move included.
    """

    outcome: str
    boot: int

    title = N_("What if a construct rises?")
    drawing = "cxlab.plots:bars"
    unshown = ("n",)
    sources = ("ringle_sarstedt_2016",)

    def headline(self) -> str:
        """State what to expect of the last outcome."""
        row = self._last()
        if not self._moved():
            return _("Nothing is moved yet, so nothing changes.")
        name = opening(self.labels, self.outcome)
        change = signed(row["estimate"], 1)
        if not self.boot:
            return _("{y}: expect {change} points").format(y=name, change=change)
        return _("{y}: expect {change} points ({low} to {high})").format(
            y=name,
            change=change,
            low=signed(row["conf_low"], 1),
            high=signed(row["conf_high"], 1),
        )

    def explain(self) -> str:
        """Say what moves, what follows, and under which condition."""
        moved = self._moved()
        if not moved:
            return _("Nothing is moved yet, so nothing changes.")
        rows = self.table[(self.table["change"] == 0) & (self.table["estimate"] != 0)]
        row = self._last()
        return paragraph(
            [
                _("If {named} (of 100 points), {y} goes from {now:.1f} to {new:.1f}.").format(
                    named=listing(
                        _("{x} moves by {change}").format(x=self.label(name), change=signed(by, 1))
                        for name, by in moved.items()
                    ),
                    y=self.label(self.outcome),
                    now=row["performance"],
                    new=row["performance"] + row["estimate"],
                ),
                _("On the way: {others}.").format(
                    others=listing(
                        f"{self.label(each['term'])} {signed(each['estimate'], 1)}"
                        for each in rows[rows["term"] != self.outcome].to_dict("records")
                    )
                )
                if len(rows[rows["term"] != self.outcome])
                else "",
                _("It supposes that the arrows are causes, and straight lines all the way."),
            ]
        )

    def drawn(self) -> pd.DataFrame:
        """Return what follows, construct by construct, in tenths of a point."""
        rows = self.labelled().round({"estimate": 1})
        names = ["label", "estimate", *(["conf_low", "conf_high"] if self.boot else [])]
        return rows[names]

    def plot_options(self) -> dict[str, Any]:
        """Name the axis."""
        axis = _("change in points (0-100), {conf:.0%} bootstrap interval")
        plain = _("change in points (0-100)")
        return {
            "axis": axis.format(conf=self.conf) if self.boot else plain,
            "sort": False,
            "unit": "score",
        }

    def notes(self) -> list[str]:
        """Say the number of resamples."""
        return [*super().notes(), *resamples(self.boot)]

    def _last(self) -> Any:
        return self.table.set_index("term").loc[self.outcome]

    def _moved(self) -> dict[str, float]:
        rows = self.table[self.table["change"] != 0]
        return dict(zip(rows["term"], rows["change"], strict=True))


def what_if(
    fit: PlsResult,
    changes: Mapping[str, float],
    *,
    scale: tuple[float, float] | Mapping[str, tuple[float, float]] | None = None,
) -> PathWhatIf:
    """Move constructs of a fitted PLS model, and say what follows along the arrows.

    Parameters
    ----------
    fit
        What :func:`fit_pls` returns; with ``boot`` there are intervals.
    changes
        Constructs, each with its move in points, where 0 is the worst possible answer to all of
        its items and 100 the best.
    scale
        Lowest and highest possible answer; where they differ, ``{construct or item: (low, high)}``;
        left out, that of the data's card.

    Returns
    -------
    PathWhatIf
        ``tidy()``: term, performance (points today), change (moved by hand), estimate (what
        follows in all), std_error, conf_low, conf_high, n.

    Raises
    ------
    SpecError
        No such construct, or the scale is not known.

    Notes
    -----
    Effects are the unstandardised total effects of the importance-performance map. A construct
    that is moved and stands behind another that is moved gets both: its own move and what follows.
    A construct of others is moved through all their items. Beside an interaction, effects are those
    at the mean of the moderator, and the interaction itself moves nothing.

    Examples
    --------
    >>> import cxlab as cx
    >>> text = "image =~ image_1 + image_2; value =~ value_1 + value_2; value ~ image"
    >>> fit = cx.paths.fit_pls(cx.load("ecsi"), text)
    >>> what_if(fit, {"image": 5}).tidy()[["term", "change", "estimate"]].round(1)
        term  change  estimate
    0  image     5.0       5.0
    1  value     0.0       1.2
    """
    if not isinstance(fit, PlsResult):
        raise SpecError(
            _("what_if() takes what fit_pls() returns, not {kind}.").format(kind=kind(fit))
        )
    names = [name for name in fit.plan.constructs if name not in fit.plan.products]
    moves = dict.fromkeys(names, 0.0)
    for name, by in mapping(changes, "changes").items():
        moves[one_of(name, names, "changes")] = finite(by, f"changes[{name!r}]")
    known = _points(fit, answers(fit, scale))
    step = np.array(list(moves.values()))
    now = known.follows(step)
    table = pd.DataFrame(
        {"term": names, "performance": known.levels, "change": step, "estimate": now[:, 0]}
    )
    ends: dict[str, Any] = dict.fromkeys(("std_error", "conf_low", "conf_high"), np.nan)
    if known.draws is not None:
        drawn = np.einsum("i,ijd->jd", step, known.draws)
        ends = spread(now[:, 0], drawn, None, fit.conf)
    _doubt(fit, table)
    return PathWhatIf(
        table=table.assign(**ends, n=fit.n),
        n=fit.n,
        n_dropped=fit.n_dropped,
        dropped=fit.dropped,
        conf=fit.conf,
        labels=fit.labels,
        outcome=fit.outcome,
        boot=0 if known.draws is None else known.draws.shape[-1],
    )


@dataclass(frozen=True, eq=False)
class _Points:
    """Effects in points: ``effects[cause, outcome, draws]``, 1 on the diagonal."""

    levels: Array
    effects: Array
    draws: Array | None

    def follows(self, step: Array) -> Array:
        return np.asarray(np.einsum("i,ijd->jd", step, self.effects))


@lru_cache(maxsize=KEPT)
def _points(fit: PlsResult, pairs: Pairs) -> _Points:
    plan, sample = fit.plan, fit.sample
    ends = scales(fit, pairs)
    keep = [j for j, name in enumerate(plan.constructs) if name not in plan.products]

    def measure(found: Estimates, means: Array, covs: Array) -> tuple[Array, Array]:
        _share, size, level = scaled(found.weights, means, covs, plan, ends)
        effects = totals_of(found, plan) * size[None] / size[:, None]
        at = np.arange(len(size))
        effects[at, at] = 1.0
        return effects[np.ix_(keep, keep)], level[keep]

    moments = sample.moments
    effects, level = measure(sample.estimates, moments.mean[None], moments.cov[None])
    if not fit.boot:
        return _Points(level[:, 0], effects, None)
    parts = []
    for means, scatters, counts in resampled(plan, sample, fit.asked, fit.seed):
        found = estimated(plan, sample, means, scatters, counts)
        with np.errstate(all="ignore"):
            parts.append(measure(found, means, scatters / (moments.n - 1))[0])
    draws = np.concatenate(parts, axis=-1)
    draws = draws[..., np.isfinite(draws).all(axis=(0, 1))]
    return _Points(level[:, 0], effects, draws)


def _doubt(fit: PlsResult, table: pd.DataFrame) -> None:
    """Warn where points leave what is possible."""
    new = table["performance"] + table["estimate"]
    beyond = table.loc[((new < 0) | (new > 100)) & (table["estimate"] != 0), "term"]
    if len(beyond):
        warn(
            _("{names} would leave 0 to 100 points, which nothing can. Move less.").format(
                names=listing(map(fit.label, beyond))
            )
        )
