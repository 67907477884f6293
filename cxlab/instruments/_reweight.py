"""Other weights on the same scores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

import numpy as np
import pandas as pd

from cxlab._core.errors import SpecError
from cxlab._core.i18n import _
from cxlab.instruments._score import estimates
from cxlab.instruments._score_result import ScoreResult
from cxlab.instruments._weights import given

Scored = TypeVar("Scored", bound=ScoreResult)


def reweight(result: Scored, weights: Mapping[str, float]) -> Scored:
    """Return the same scores under other weights; see :meth:`ScoreResult.reweight`."""
    if "group" in result.table:
        raise SpecError(_("reweight() takes a result without groups. Leave out 'by'."))
    main = result.respondents
    pair = result.instrument.pair
    blocks = {pair[0]: result.paired, pair[1]: result.paired - main} if pair else {}
    table = estimates(
        list(main.columns),
        main.to_numpy(),
        {mode: block.to_numpy() for mode, block in blocks.items()},
        np.broadcast_to(given(result.instrument, weights), main.shape),
        pd.Series("", index=range(len(main))),
        result.conf,
    )
    return replace(result, table=table.drop(columns="group"))
