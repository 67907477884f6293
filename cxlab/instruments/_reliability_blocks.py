"""From the moments of each scale to alpha, omega and item statistics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core.errors import SpecError, warn
from cxlab._core.i18n import _, listing
from cxlab._stats import reliability as stats
from cxlab._stats.moments import correlations
from cxlab.instruments._reliability_result import GAP, ReliabilityResult
from cxlab.instruments._scales import doubt_negative, refuse_cancelling

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Block:
    """One scale asked in one mode: its items' names and moments (n = 0: not known).

    ``sd`` stands where ``cov`` holds polychoric correlations; ``limits`` are the ends of an
    interval of alpha other than Feldt's.
    """

    term: str
    mode: str
    names: list[str]
    cov: Array
    mean: Array
    n: int
    sd: Array | None = None
    limits: tuple[float, float] | None = None


def refuse_single(scales: Mapping[str, Sequence[Any]]) -> None:
    """Refuse scales of one item.

    Raises
    ------
    SpecError
        There is one.
    """
    single = [str(name) for name, items in scales.items() if len(items) < 2]
    if single:
        raise SpecError(
            _(
                "Reliability needs two items or more per scale; one item only: {names}. "
                "Leave those scales out."
            ).format(names=listing(single))
        )


def conclude(blocks: list[Block], conf: float, **rest: Any) -> ReliabilityResult:
    """Compute every block's numbers and build the result."""
    rows, items, scales, heywood, negative = [], [], [], [], []
    for block in blocks:
        k, cov = len(block.names), block.cov
        refuse_cancelling(block.term, cov)
        value = stats.alpha(cov)
        feldt = stats.feldt(value, block.n, k, conf) if block.n else (np.nan, np.nan)
        low, high = feldt if block.limits is None else block.limits
        corr = correlations(cov)
        omega, at_bound = stats.omega(corr)
        totals = stats.item_total(cov)
        heywood += [block.term] if at_bound else []
        if block.mode != GAP:
            negative += [name for name, r in zip(block.names, totals, strict=True) if r < 0]
        where = {"term": block.term} | ({"mode": block.mode} if block.mode else {})
        rows.append(
            {
                **where,
                "estimate": value,
                "conf_low": low,
                "conf_high": high,
                "alpha_std": stats.alpha(corr),
                "omega": omega,
                "n_items": k,
                "n": block.n or np.nan,
            }
        )
        scales.append((where, cov))
        items.append(
            pd.DataFrame(
                {
                    **where,
                    "item": block.names,
                    "mean": block.mean,
                    "sd": np.sqrt(np.diag(cov)) if block.sd is None else block.sd,
                    "item_total": totals,
                    "alpha_if_deleted": stats.alpha_if_deleted(cov),
                }
            )
        )
    doubt_negative(negative)
    if heywood:
        warn(
            _(
                "The factor behind omega explains one item of {names} wholly (a Heywood case): "
                "trust alpha rather than omega there."
            ).format(names=listing(dict.fromkeys(heywood)))
        )
    return ReliabilityResult(
        table=pd.DataFrame(rows),
        n=min(block.n for block in blocks),
        conf=conf,
        item_table=pd.concat(items, ignore_index=True),
        scales=tuple(scales),
        **rest,
    )
