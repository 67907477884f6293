"""Measurement invariance of composites (MICOM) in the words and numbers of a comparison."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core.i18n import _, listing, paragraph
from cxlab._stats.micom import two_sided

Array = NDArray[np.float64]

VERDICTS = ("full", "partial", "none")


def weighted(alike: Array, drawn: Array) -> dict[str, Array]:
    """Return step 2: whether correlations, shape (k,), are as high as in divisions (k, draws)."""
    below = (drawn <= alike[:, None] + 1e-12).sum(axis=1)
    return {
        "correlation": alike,
        "threshold": np.quantile(drawn, 0.05, axis=1),
        "p_value": (1 + below) / (1 + drawn.shape[1]),
    }


def equal(name: str, value: Array, drawn: Array, conf: float) -> dict[str, Array]:
    """Return step 3 for means or variances: the value, limits of the divisions, and p."""
    low, high = np.quantile(drawn, [(1 - conf) / 2, (1 + conf) / 2], axis=1)
    return {
        name: value,
        f"{name}_low": low,
        f"{name}_high": high,
        f"{name}_p": two_sided(value, drawn),
    }


def judged(table: pd.DataFrame, conf: float) -> pd.DataFrame:
    """Add the verdict on each construct."""
    level = 1 - conf
    same = (table["mean_p"] >= level) & (table["variance_p"] >= level)
    verdict = np.where(same, "full", "partial")
    return table.assign(verdict=np.where(table["p_value"] < level, "none", verdict))


def said(table: pd.DataFrame, label: Callable[[str], str]) -> str:
    """Say which constructs are invariant, and what that allows."""
    if not len(table):
        return ""
    rank = table["verdict"].map(VERDICTS.index).groupby(table["term"], sort=False).max()
    names = {
        verdict: [label(str(term)) for term in rank.index[rank == place]]
        for place, verdict in enumerate(VERDICTS)
    }
    return paragraph(
        [
            _(
                "Weighted unlike in the groups, so that paths compare unlike things: {names}."
            ).format(names=listing(names["none"]))
            if names["none"]
            else "",
            _(
                "Partial invariance (weighted alike, but means or spreads differ: paths can be "
                "compared, groups not pooled): {names}."
            ).format(names=listing(names["partial"]))
            if names["partial"]
            else "",
            _(
                "Full invariance (weights, means and spreads alike: groups could be pooled): "
                "{names}."
            ).format(names=listing(names["full"]))
            if names["full"]
            else "",
        ]
    )
