"""From scores of respondents to estimates per dimension, over all, and in every group."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._stats.intervals import t_interval, t_p_value

Array = NDArray[np.float64]
OVERALL, WEIGHTED = "overall", "overall_weighted"


def score_table(
    names: list[str],
    main: Array,
    blocks: Mapping[str, Array],
    weight: Array | None,
    keys: pd.Series,
    conf: float,
) -> pd.DataFrame:
    """Estimate every term in every group; keys without a name mean that there are no groups."""
    estimate = _spread(main, names, weight).groupby(keys, observed=True)
    mean, sd, n = (getattr(estimate, part)() for part in ("mean", "std", "count"))
    table: dict[str, Any] = {
        "term": np.tile(mean.columns.to_numpy(), len(mean)),
        "group": np.repeat(mean.index.to_numpy(), mean.shape[1]),
    }
    for mode, block in blocks.items():
        known = np.where(np.isnan(main), np.nan, block)
        table[mode] = _flat(_spread(known, names, weight).groupby(keys, observed=True).mean())
    out = pd.DataFrame(table).assign(estimate=_flat(mean), sd=_flat(sd))
    count = _flat(n)
    df = np.where(count > 1, count - 1, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        out["std_error"] = out["sd"] / np.sqrt(count)
        if blocks:
            certain = out["std_error"].to_numpy() == 0
            out["statistic"] = np.where(certain, np.nan, out["estimate"] / out["std_error"])
            out["df"] = df
            out["p_value"] = t_p_value(out["statistic"].to_numpy(), df)
    out["conf_low"], out["conf_high"] = t_interval(
        _flat(mean), out["std_error"].to_numpy(), df, conf
    )
    out["n"] = count
    if weight is not None:
        whole = np.flatnonzero(~np.isnan(main).any(axis=1))
        for name, part in (("weight", weight), ("weighted", weight * main)):
            frame = pd.DataFrame(part[whole], columns=names)
            means = frame.groupby(keys.to_numpy()[whole], observed=True).mean()
            out[name] = _flat(means.reindex(index=mean.index, columns=mean.columns))
    return out if keys.name is not None else out.drop(columns="group")


def _spread(scores: Array, names: list[str], weight: Array | None) -> pd.DataFrame:
    """Put the overall scores beside those of the dimensions."""
    out = pd.DataFrame(scores, columns=names)
    if len(names) > 1:
        out[OVERALL] = scores.mean(axis=1)
        if weight is not None:
            out[WEIGHTED] = (scores * weight).sum(axis=1)
    return out


def _flat(frame: pd.DataFrame) -> Array:
    return frame.to_numpy().ravel()
