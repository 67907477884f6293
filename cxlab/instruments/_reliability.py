"""Reliability of scales: alpha with Feldt's interval, omega, and item statistics."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core.errors import DataError, SpecError, warn
from cxlab._core.i18n import _, listing
from cxlab._core.threads import one_thread
from cxlab._core.validate import (
    MOST_DRAWS,
    complete,
    confidence,
    generator,
    numeric,
    one_of,
    resamples,
    sharp,
    whole,
)
from cxlab._stats import bootstrap
from cxlab._stats.moments import Moments
from cxlab._stats.reliability import alphas, of_difference
from cxlab.instruments._answers import answers, constant
from cxlab.instruments._bank import resolve
from cxlab.instruments._instrument import Instrument
from cxlab.instruments._ordinal import CORRELATIONS, polychorics
from cxlab.instruments._reliability_blocks import Block, conclude, refuse_single
from cxlab.instruments._reliability_result import GAP, ReliabilityResult
from cxlab.instruments._scales import Named, listed_scales

INTERVALS = ("feldt", "percentile", "bca")


class How(NamedTuple):
    """How alpha and its interval are found."""

    ordinal: bool
    interval: str
    boot: int
    rng: np.random.Generator
    conf: float


@one_thread
def reliability(
    data: pd.DataFrame,
    instrument: Named,
    *,
    mode: str | None = None,
    correlation: str = "pearson",
    interval: str = "feldt",
    boot: int = 2000,
    seed: int | None = None,
    conf: float = 0.95,
) -> ReliabilityResult:
    """Estimate how reliably each scale measures: alpha with its interval, omega and the others.

    Parameters
    ----------
    data
        One row per respondent.
    instrument
        The name of a bank, an Instrument, or ``{scale: [columns]}``.
    mode
        A mode of the instrument, or ``"gap"``. ``None`` takes both modes of a pair and their gap,
        else the first mode.
    correlation
        ``"pearson"``, or ``"polychoric"`` for few ordered answers: ordinal alpha and omega, without
        an interval.
    interval
        Of alpha: ``"feldt"`` (exact where items are normal and equally good), or of the bootstrap:
        ``"percentile"`` or ``"bca"`` (bias-corrected and accelerated).
    boot
        Resamples of respondents for an interval of the bootstrap.
    seed
        For the resamples.
    conf
        Confidence level of the interval.

    Returns
    -------
    ReliabilityResult
        ``tidy()`` has a row per scale (and ``mode``): ``estimate`` is Cronbach's alpha, ``conf_low
        conf_high`` its interval, then ``alpha_std omega n_items n``. ``measures()`` has all the
        other coefficients, ``items()`` a row per item, ``difference()`` what the gap keeps of the
        reliability of its two parts.

    Raises
    ------
    DataError
        A column is absent, an answer is off the scale, or no respondent is complete.
    SpecError
        A scale has one item only, the mode or another option is unknown, or an interval of the
        bootstrap is asked for with polychoric correlations.
    ModelError
        The sum of a scale's items does not vary.

    Notes
    -----
    Respondents with a missing answer in a scale are left out of that scale. Items that everybody
    answered alike are left out and named. Omega is that of one minres factor,
    ``(sum of loadings)**2 / sum of correlations``; it is missing for two items. Ordinal alpha is
    that of the opinions behind the answers (Zumbo, Gadermann and Zeisser 2007), not of their sum.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> one = rng.normal(size=(200, 1)) + rng.normal(size=(200, 3))
    >>> fit = reliability(pd.DataFrame(one, columns=["a", "b", "c"]), {"liking": ["a", "b", "c"]})
    >>> round(fit.tidy()["estimate"].item(), 2)
    0.7
    """
    conf = confidence(conf)
    how = _how(correlation, interval, boot, seed, conf)
    if isinstance(instrument, Mapping):
        asked = _plain(data, listed_scales(instrument))
        labels: Any = {}
        two_parts: list[tuple[str, pd.DataFrame]] = []
    else:
        spec = resolve(instrument)
        modes = _modes(spec, mode)
        refuse_single({each.name: each.items for each in spec.dimensions})
        labels = {dimension.name: dimension.label for dimension in spec.dimensions}
        asked, two_parts = _asked(data, spec, modes)
    blocks = [_block(*each, how) for each in asked]
    lost = {each.term: 0 for each in blocks}
    for each in blocks:
        lost[each.term] = max(lost[each.term], len(data) - each.n)
    return conclude(
        blocks,
        conf,
        labels=labels,
        n_dropped=max(lost.values()),
        dropped={term: count for term, count in lost.items() if count},
        differences=_differences(two_parts),
        correlation=correlation,
        interval=interval,
    )


def _how(correlation: str, interval: str, boot: int, seed: int | None, conf: float) -> How:
    one_of(correlation, CORRELATIONS, "correlation")
    one_of(interval, INTERVALS, "interval")
    ordinal = correlation == "polychoric"
    if ordinal and interval != "feldt":
        raise SpecError(
            _(
                "There is no bootstrap of polychoric correlations here. "
                "Leave interval out, or use correlation='pearson'."
            )
        )
    rng = generator(seed)
    whole(boot, "boot", low=100, most=MOST_DRAWS)
    return How(ordinal, interval, boot, rng, conf)


def _modes(spec: Instrument, mode: str | None) -> list[str]:
    known = [each.name for each in spec.modes] + ([GAP] if spec.pair else [])
    if mode is not None:
        return [one_of(mode, known, "mode")]
    return [*spec.pair, GAP] if spec.pair else known[:1]


def _plain(data: pd.DataFrame, scales: dict[str, list[str]]) -> list[tuple[str, str, pd.DataFrame]]:
    refuse_single(scales)
    return [(term, "", numeric(data, names)) for term, names in scales.items()]


def _asked(
    data: pd.DataFrame, spec: Instrument, modes: list[str]
) -> tuple[list[tuple[str, str, pd.DataFrame]], list[tuple[str, pd.DataFrame]]]:
    """Return the answers per scale and mode, and those of both modes of a pair side by side."""
    sides = spec.pair if GAP in modes and spec.pair else ()
    wanted = dict.fromkeys([*(mode for mode in modes if mode != GAP), *sides])
    parts = {m: pd.DataFrame(answers(data, spec, m), columns=spec.columns(m)) for m in wanted}
    asked: list[tuple[str, str, pd.DataFrame]] = []
    both: list[tuple[str, pd.DataFrame]] = []
    for dimension in spec.dimensions:
        for mode in modes:
            if mode == GAP:
                end, start = (parts[m][spec.scales(m)[dimension.name]] for m in sides)
                names = [f"{a} - {b}" for a, b in zip(end, start, strict=True)]
                gap = pd.DataFrame(end.to_numpy() - start.to_numpy(), columns=names)
                asked.append((dimension.name, mode, gap))
                both.append((dimension.name, pd.concat([end, start], axis=1)))
            else:
                asked.append((dimension.name, mode, parts[mode][spec.scales(mode)[dimension.name]]))
    return asked, both


def _block(term: str, mode: str, part: pd.DataFrame, how: How) -> Block:
    """Take the moments of one scale, constant items left out."""
    kept, _missing = complete(part)
    same = constant(kept.to_numpy())
    if same.any() and not same.all() and len(kept) > 1:
        warn(
            _("Everybody gave the same answer to {names}: left out of {scale!r}.").format(
                names=listing(kept.columns[same]), scale=term
            )
        )
    kept = kept.loc[:, ~same]
    if len(kept) < 2 or kept.shape[1] < 2:
        raise DataError(
            _(
                "The scale {scale!r} keeps {n} complete respondents and {items} items that vary; "
                "both must be at least 2. Check its columns, or leave the scale out."
            ).format(scale=term, n=len(kept), items=kept.shape[1])
        )
    sharp(kept)
    rows = kept.to_numpy()
    moments = Moments.of(rows)
    block = Block(term, mode, list(kept.columns), moments.cov, moments.mean, len(kept))
    if how.ordinal:
        sd = np.sqrt(np.diag(moments.cov))
        return replace(block, cov=polychorics(kept), sd=sd, limits=(np.nan, np.nan))
    if how.interval == "feldt" or moments.cov.sum() <= 1e-12 * np.trace(moments.cov):
        return block
    return replace(block, limits=_resampled(rows, how))


def _resampled(rows: NDArray[np.float64], how: How) -> tuple[float, float]:
    """Return the ends of the bootstrap's interval of alpha."""
    if len(rows) < 3:
        raise DataError(
            _("{n} respondents answered all items; there must be 3 or more.").format(n=len(rows))
        )
    draws = alphas(bootstrap.moments(rows, how.boot, how.rng)[1])
    good = np.isfinite(draws)
    resamples(good)
    if how.interval == "percentile":
        low, high = bootstrap.percentile(draws[good], how.conf)
    else:
        value = alphas(Moments.of(rows).cov)
        without = alphas(bootstrap.leave_one_out(rows)[1])
        without = np.where(np.isfinite(without), without, value)
        low, high = bootstrap.bca(draws[good], value, without, how.conf)
    return float(low), float(high)


def _differences(both: list[tuple[str, pd.DataFrame]]) -> pd.DataFrame | None:
    rows = []
    for term, part in both:
        kept, _missing = complete(part)
        end, start, r, kept_reliability = of_difference(Moments.of(kept.to_numpy()).cov)
        rows.append(
            {
                "term": term,
                "alpha_end": end,
                "alpha_start": start,
                "correlation": r,
                "estimate": kept_reliability,
                "n": len(kept),
            }
        )
    return pd.DataFrame(rows) if rows else None
