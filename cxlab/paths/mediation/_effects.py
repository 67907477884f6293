"""The effects of a chain of constructs as a tidy frame."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._stats.bootstrap import bca, percentile
from cxlab._stats.intervals import normal, normal_p, t_interval, t_p_value
from cxlab._stats.moments import Moments
from cxlab._stats.recursive import coefficients, standard_errors
from cxlab.paths.mediation._chain import Chain
from cxlab.paths.model._parts import ARROW

Array = NDArray[np.float64]
STEP = 1e-30  # imaginary: no difference is taken, so nothing cancels
EMPTY = dict.fromkeys(("std_error", "statistic", "df", "p_value", "conf_low", "conf_high"), np.nan)


@dataclass(frozen=True, eq=False)
class Effects:
    """Indirect effects, one column per route, and the total effect in the last column.

    Parameters
    ----------
    estimate
        In the data, shape (routes + 1,).
    draws
        In every resample, shape (draws, routes + 1).
    left_out
        Without each row in turn, shape (n, routes + 1), for BCa intervals; else ``None``.
    cov
        Covariances of the estimates, for the delta method; ``None`` where resamples say it.
    """

    estimate: Array
    draws: Array
    left_out: Array | None
    conf: float
    cov: Array | None = None

    @classmethod
    def of(
        cls, chain: Chain, scatter: Array, draws: Array, left_out: Array | None, conf: float
    ) -> Effects:
        """Take the effects from scatter matrices, shapes (k, k), (draws, k, k) and (n, k, k)."""
        return cls(
            _along(scatter[None], chain)[0],
            _along(draws, chain),
            None if left_out is None else _along(left_out, chain),
            conf,
        )

    def interval(self, measure: Callable[[Array], Array]) -> dict[str, float]:
        """Return spread and interval of a measure, a function of the last axis of the effects."""
        found = EMPTY if self.cov is None else self._delta(measure, self.cov)
        if not len(self.draws):
            return dict(found)
        draws = measure(self.draws)
        if self.left_out is None:
            low, high = percentile(draws, self.conf)
        else:
            point, left_out = measure(self.estimate), measure(self.left_out)
            low, high = bca(draws, point, left_out, self.conf)
        found = found | {"conf_low": float(low), "conf_high": float(high)}
        if self.cov is None:
            found["std_error"] = float(draws.std(ddof=1)) if len(draws) > 1 else np.nan
        return found

    def _delta(self, measure: Callable[[Array], Array], cov: Array) -> dict[str, float]:
        """Return what the delta method says of a measure, its slope by a complex step."""
        turned: Any = self.estimate + STEP * 1j * np.eye(len(self.estimate))
        slope, value = np.imag(measure(turned)) / STEP, float(measure(self.estimate))
        error = float(np.sqrt(max(float(slope @ cov @ slope), 0.0)))
        error = error if error > 1e-10 else np.nan
        reach = normal(self.conf) * error
        return EMPTY | {
            "std_error": error,
            "statistic": value / error,
            "p_value": float(normal_p(value / error)),
            "conf_low": value - reach,
            "conf_high": value + reach,
        }


def _along(scatter: Array, chain: Chain) -> Array:
    """Return the products along all routes and the total effect, shape (..., routes + 1)."""
    direct, total = coefficients(scatter, chain.before)
    routes = chain.routes()
    out = np.empty((len(scatter), len(routes) + 1))
    for place, route in enumerate(routes):
        steps = [direct[:, j, i] for i, j in itertools.pairwise(route)]
        out[:, place] = np.prod(steps, axis=0)
    out[:, -1] = total[:, -1, len(chain.around)]
    return out


def through(effects: Array) -> Array:
    """Return the sum of all indirect effects."""
    return np.asarray(effects[..., :-1].sum(axis=-1))


def tabulate(moments: Moments, chain: Chain, effects: Effects, conf: float) -> pd.DataFrame:
    """Build the tidy frame.

    Parameters
    ----------
    moments
        Moments of the columns of the chain, covariates first.
    effects
        What runs along its routes.
    """
    names, before, c = chain.names, chain.before, len(chain.around)
    n, last = moments.n, len(names) - 1
    direct = coefficients(moments.scatter, before)[0]
    error = standard_errors(moments.scatter, n, before)
    sd = np.sqrt(np.diagonal(moments.scatter))
    rows: list[dict[str, Any]] = []

    def add(route: Sequence[int], group: str, estimate: float, **more: float) -> None:
        term = ARROW.join(str(names[i]) for i in route)
        beta = estimate * sd[route[0]] / sd[route[-1]]
        rows.append({"term": term, "group": group, "estimate": estimate, **more, "beta": beta})

    def regression(i: int, j: int, group: str) -> None:
        add([i, j], group, direct[j, i], **_t(direct[j, i], error[j, i], n - 1 - before[j], conf))

    for j in range(c + 1, last + 1):
        for i in range(c, before[j]):
            if (i, j) != (c, last):
                regression(i, j, "path")
    regression(c, last, "direct")
    routes = chain.routes()
    for place, route in enumerate(routes):
        more = effects.interval(lambda values, place=place: values[..., place])  # type: ignore[misc]
        add(route, "indirect", effects.estimate[place], **more)
    whole, total = float(through(effects.estimate)), float(effects.estimate[-1])
    if len(routes) > 1:
        add([c, last], "all_indirect", whole, **effects.interval(through))
    short = np.r_[0 : c + 1, last]
    part = moments.scatter[np.ix_(short, short)]
    alone = standard_errors(part, n, range(c + 2))[-1, c]
    add([c, last], "total", total, **_t(total, alone, n - 2 - c, conf))
    sound = rows[-1]["conf_low"] * rows[-1]["conf_high"] > 0 and whole * direct[last, c] >= 0
    more = EMPTY
    if sound:
        with np.errstate(all="ignore"):
            more = effects.interval(lambda values: through(values) / values[..., -1])
    add([c, last], "proportion", whole / total if sound else np.nan, **more)
    rows[-1] |= {"beta": np.nan, "std_error": np.nan}  # a ratio of estimates has no moments
    for j in range(c + 1, last + 1):
        for i in range(c):
            regression(i, j, "covariate")
    return pd.DataFrame(rows)


def _t(estimate: float, error: float, df: float, conf: float) -> dict[str, float]:
    low, high = t_interval(estimate, error, df, conf)
    return {
        "std_error": error,
        "statistic": estimate / error,
        "df": df,
        "p_value": float(t_p_value(estimate / error, df)),
        "conf_low": float(low),
        "conf_high": float(high),
    }
