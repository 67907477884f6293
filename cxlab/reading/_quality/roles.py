"""Columns that say something about the answering: ids, times, whether it was finished, tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special

from cxlab.reading._cells import states
from cxlab.reading._quality.rules import QualityRules

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]


def repeated(ids: pd.Series) -> tuple[Bools, Bools]:
    """Return the rows whose id stands in several rows, and which of these are not the last.

    Examples
    --------
    >>> every, earlier = repeated(pd.Series(["a", "b", "a", None, None]))
    >>> every.tolist(), earlier.tolist()
    ([True, False, True, False, False], [True, False, False, False, False])
    """
    codes, different = pd.factorize(ids)
    numbers = np.arange(len(codes))
    last = np.zeros(len(different) + 1, np.intp)
    last[codes] = numbers  # the last of each wins
    every = (codes >= 0) & (np.bincount(codes + 1, minlength=1)[codes + 1] > 1)
    return every, every & (last[codes] != numbers)


def seconds(times: pd.Series) -> Array:
    """Return how long each respondent took; NaN where it is missing, zero or negative."""
    if times.dtype.kind == "m":
        values = times.dt.total_seconds().to_numpy(float)
    else:
        values = pd.to_numeric(times, errors="coerce").astype("float64").to_numpy()
    return np.where(np.isfinite(values) & (values > 0), values, np.nan)


def hasty(
    times: Array, questions: Array, rules: QualityRules
) -> tuple[dict[str, Array], dict[str, Bools]]:
    """Return seconds per question and times as fast as the median, and who is too fast.

    ``questions`` are those answered. The median is that of the respondents who answered as many
    as a complete questionnaire asks for.
    """
    complete = questions >= max(rules.answered, 0.5) * questions.max(initial=0)
    per = np.divide(times, questions, out=np.full(len(times), np.nan), where=questions > 0)
    known = times[complete & ~np.isnan(times)]
    faster = np.median(known) / times if len(known) else np.full(len(times), np.nan)
    faster = np.where(complete, faster, np.nan)
    values = {"seconds": per, "faster": faster}
    return values, {"speed": per < rules.seconds, "rushed": faster > rules.faster}


def hasty_by_chance(values: dict[str, Array], rules: QualityRules) -> dict[str, float]:
    """Return the share of attentive respondents who would be as fast.

    Their times are taken as log-normal; the spread is that of the slower half, which holds no
    speeders.
    """
    slow = -np.log(values["faster"][~np.isnan(values["faster"])])
    if not len(slow):
        return {}
    shares = np.arange(0.55, 0.951, 0.05)  # beyond them stand those who made a pause
    scores = special.ndtri(shares)
    sigma = max(float(scores @ np.quantile(slow, shares) / (scores @ scores)), 1e-6)
    per = values["seconds"]
    middle = float(np.log(np.nanmedian(per)))
    reach = np.log(rules.seconds) - middle if rules.seconds else -np.inf
    return {
        "speed": float(special.ndtr(reach / sigma)),
        "rushed": float(special.ndtr(-np.log(rules.faster) / sigma)),
    }


def unfinished(done: pd.Series) -> Bools:
    """Tell who did not finish; no moment is no end, but no word is no sign of leaving early."""
    if pd.api.types.is_datetime64_any_dtype(done.dtype):
        return done.isna().to_numpy()
    return _of_each(done, states.unfinished)


def tests(status: pd.Series) -> Bools:
    """Tell rows of tests and previews by the words or the numbers of the platform."""
    return _of_each(status, states.test)


def _of_each(column: pd.Series, says: Callable[[Any], bool]) -> Bools:
    """Ask each different value once."""
    codes, values = pd.factorize(column)
    known = np.array([says(value) for value in values] + [False])
    return known[codes]
