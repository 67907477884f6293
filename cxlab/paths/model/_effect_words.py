"""Effects along arrows in words: their kinds, and an estimate with its interval."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from cxlab._core.i18n import N_
from cxlab._core.numerals import signed

if TYPE_CHECKING:
    import pandas as pd

EFFECTS = {
    "path": N_("path"),
    "direct": N_("direct effect"),
    "indirect": N_("indirect effect"),
    "chain_indirect": N_("indirect effect along the chain"),
    "other_indirect": N_("through other constructs"),
    "all_indirect": N_("all indirect effects"),
    "total": N_("total effect"),
    "proportion": N_("share that is mediated"),
    "covariate": N_("covariate"),
}


def span(row: Mapping[Any, Any] | pd.Series) -> str:
    """Write an estimate with its interval, or alone where there is none."""
    if np.isnan(row["conf_low"]):
        return signed(row["estimate"], 2)
    size, low, high = (signed(row[name], 2) for name in ("estimate", "conf_low", "conf_high"))
    return f"{size} [{low}; {high}]"
