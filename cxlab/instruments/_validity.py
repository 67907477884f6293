"""Validity of scales: whether scales measure different things, and items their own scale."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core.computable import few_draws
from cxlab._core.errors import DataError, SpecError, warn
from cxlab._core.i18n import _, listing
from cxlab._core.labels import label
from cxlab._core.threads import one_thread
from cxlab._core.validate import (
    MOST_DRAWS,
    complete,
    confidence,
    frame,
    generator,
    resamples,
    whole,
)
from cxlab._stats import bootstrap, reliability
from cxlab._stats import validity as ratios
from cxlab._stats.factor import BOUND
from cxlab._stats.moments import Moments, correlations
from cxlab.instruments._htmt import doubt_interval, refuse_apart
from cxlab.instruments._measures import central, one_scale
from cxlab.instruments._scales import (
    Named,
    Scales,
    doubt_negative,
    refuse_cancelling,
    refuse_constant,
    scales,
)
from cxlab.instruments._validity_result import ALIKE, CLOSE, ValidityResult

Array = NDArray[np.float64]
MEASURES = ("alpha", "alpha_std", "omega", "rho_a", "rho_c", "ave")


@one_thread
def validity(
    data: pd.DataFrame,
    instrument: Named,
    *,
    mode: str | None = None,
    boot: int = 0,
    seed: int | None = None,
    conf: float = 0.95,
) -> ValidityResult:
    """Ask whether scales measure different things, and their items the right one.

    Parameters
    ----------
    data
        One row per respondent.
    instrument
        The name of a bank, an Instrument, or ``{scale: [columns]}``; two scales or more. A scale
        may have one item.
    mode
        A mode of the instrument, the first when absent.
    boot
        Resamples of respondents for the intervals of HTMT and HTMT2; 0 gives none.
    seed
        For the resamples.
    conf
        Confidence level of the intervals, which are percentiles.

    Returns
    -------
    ValidityResult
        ``tidy()`` has a row per pair of scales: ``estimate`` is their HTMT, then its interval,
        ``htmt2`` with its own, the ``correlation`` of the scores and a ``verdict``. ``scales()``,
        ``fornell_larcker()``, ``htmt()`` and ``cross_loadings()`` tell the rest.

    Raises
    ------
    DataError
        A column is absent or no number, an item does not vary, or nobody is complete.
    SpecError
        There is one scale only, an item stands in two, or an option is out of its range.
    ModelError
        The items of a scale cancel each other, or do not go with each other at all.

    Notes
    -----
    Respondents with a missing answer are left out. HTMT is the mean correlation between the items
    of two scales over the geometric mean of those within (absolute correlations; Henseler, Ringle
    and Sarstedt 2015), HTMT2 the same of geometric means (Roemer et al. 2021). AVE and rho_c are
    of one factor per scale by maximum likelihood. Scores are means of standardised items. HTMT
    takes correlations without their sign, so chance only adds to it: of few respondents the
    interval can lie above HTMT itself, which is said.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> two = rng.normal(size=(400, 2)).repeat(3, axis=1) + rng.normal(size=(400, 6))
    >>> data = pd.DataFrame(two, columns=list("abcdef"))
    >>> fit = validity(data, {"one": ["a", "b", "c"], "other": ["d", "e", "f"]})
    >>> fit.tidy()["verdict"].item()
    'apart'
    """
    conf = confidence(conf)
    boot = whole(boot, "boot", low=0, most=MOST_DRAWS)
    rng = generator(seed)
    asked = scales(frame(data), instrument, mode)
    if len(asked.columns) < 2:
        raise SpecError(
            _("Scales are held against each other: name two or more. There is {count}.").format(
                count=len(asked.columns)
            )
        )
    kept, lost = complete(asked.answers[[c for part in asked.columns.values() for c in part]])
    if len(kept) < 3:
        raise DataError(
            _("{n} respondents answered all items; there must be 3 or more.").format(n=len(kept))
        )
    refuse_constant(kept)
    rows = kept.to_numpy()
    moments = Moments.of(rows)
    corr = moments.corr
    shown = [label(asked.labels, name) for name in asked.columns]
    refuse_apart(shown, [len(part) for part in asked.columns.values()], corr)
    return ValidityResult(
        table=_pairs(rows, moments, asked, (boot, rng, conf)),
        n=len(kept),
        n_dropped=len(data) - len(kept),
        dropped=MappingProxyType(lost),
        conf=conf,
        labels=asked.labels,
        scale_table=_each(moments.cov, asked),
        loading_table=_crossed(corr, asked),
        boot=boot,
    )


def _scores(corr: Array, asked: Scales) -> Array:
    """Return the correlations of the scales' scores."""
    sizes = [len(part) for part in asked.columns.values()]
    starts = np.cumsum([0, *sizes[:-1]])
    sums = np.add.reduceat(np.add.reduceat(corr, starts, axis=0), starts, axis=1)
    for name, start, size in zip(asked.columns, starts, sizes, strict=True):
        at = slice(start, start + size)
        refuse_cancelling(name, corr[at, at])
    return correlations(sums)


def _pairs(
    rows: Array, moments: Moments, asked: Scales, how: tuple[int, np.random.Generator, float]
) -> pd.DataFrame:
    """Return a row per pair of scales."""
    boot, rng, conf = how
    sizes = [len(part) for part in asked.columns.values()]
    names = list(asked.columns)
    corr = moments.corr
    lower = np.tril_indices(len(sizes), -1)
    found = {kind: getattr(ratios, kind)(corr, sizes)[lower] for kind in ("htmt", "htmt2")}
    ends = {kind: np.full((2, len(lower[0])), np.nan) for kind in found}
    if boot:
        scatters = bootstrap.moments(rows, boot, rng)[1]
        spread = np.diagonal(scatters, axis1=1, axis2=2)
        least = 1e-10 * np.diag(moments.scatter)
        good = np.asarray((spread > least).all(axis=1))
        drawn = correlations(scatters[good])
        values = {k: getattr(ratios, k)(drawn, sizes)[:, lower[0], lower[1]] for k in found}
        whole_ones = np.all([np.isfinite(each).all(axis=1) for each in values.values()], axis=0)
        good[good] = whole_ones
        resamples(good)
        for kind, each in values.items():
            ends[kind] = np.array(bootstrap.percentile(each[whole_ones], conf))
        few_draws(boot, conf)
        words = [
            f"{label(asked.labels, names[i])} ↔ {label(asked.labels, names[j])}"
            for i, j in zip(*lower, strict=True)
        ]
        doubt_interval(words, found["htmt"], (ends["htmt"][0], ends["htmt"][1]), len(rows))
    table = pd.DataFrame(
        {
            "term": [names[i] for i in lower[0]],
            "against": [names[j] for j in lower[1]],
            "estimate": found["htmt"],
            "conf_low": ends["htmt"][0],
            "conf_high": ends["htmt"][1],
            "htmt2": found["htmt2"],
            "htmt2_low": ends["htmt2"][0],
            "htmt2_high": ends["htmt2"][1],
            "correlation": _scores(corr, asked)[lower],
        }
    )
    same = table["conf_high"] >= 1 if boot else table["estimate"] >= ALIKE
    close = table["estimate"] >= CLOSE
    return table.assign(verdict=np.where(same, "same", np.where(close, "close", "apart")))


def _each(cov: Array, asked: Scales) -> pd.DataFrame:
    """Return the coefficients of every scale; none for a scale of one item."""
    out, start, bound, negative = [], 0, [], []
    for name, columns in asked.columns.items():
        at = slice(start, start + len(columns))
        start = at.stop
        own = {"term": name, **dict.fromkeys(MEASURES, np.nan), "n_items": len(columns)}
        if len(columns) > 1:
            own |= central(cov[at, at])
            loadings = one_scale(correlations(cov[at, at]))
            if len(columns) > 2 and np.abs(loadings).max() >= BOUND - 1e-6:
                bound.append(label(asked.labels, name))
            totals = reliability.item_total(cov[at, at])
            negative += [c for c, r in zip(columns, totals, strict=True) if r < 0]
        out.append(own)
    doubt_negative(negative)
    if bound:
        warn(
            _(
                "One factor explains an item of {names} wholly (a Heywood case): take AVE and "
                "rho_c with care there."
            ).format(names=listing(bound))
        )
    return pd.DataFrame(out)


def _crossed(corr: Array, asked: Scales) -> pd.DataFrame:
    """Return the correlation of every item with every scale, its own without the item itself."""
    items = [column for part in asked.columns.values() for column in part]
    owner = np.repeat(np.arange(len(asked.columns)), [len(p) for p in asked.columns.values()])
    member = (owner[:, None] == np.arange(len(asked.columns))).astype(float)  # (item, scale)
    own = member.astype(bool)
    shared = corr @ member
    variance = np.broadcast_to(np.diag(member.T @ corr @ member), shared.shape).copy()
    variance[own] += 1 - 2 * shared[own]
    shared[own] -= 1
    alone = own & (member.sum(axis=0) == 1)
    fit = variance > 1e-12
    out = np.divide(shared, np.sqrt(np.where(fit, variance, 1)))
    out[~fit] = np.nan
    out[alone] = 1
    names = list(asked.columns)
    return pd.DataFrame(
        {
            "term": np.repeat(items, len(names)),
            "scale": np.repeat(np.array(names, dtype=object)[owner], len(names)),
            "against": names * len(items),
            "correlation": out.ravel(),
        }
    )
