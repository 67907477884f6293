"""Columns that say something about the answering: ids, times, whether it was finished, tests."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import special

from cxlab.reading._quality.rules import QualityRules

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]

TESTS = ("preview", "test", "spam", "预览", "測試", "测试", "试填", "試填")
TEST_BITS = 1 | 2 | 8  # Qualtrics: preview 1, test 2, imported 4, spam 8, offline 16
NOT_DONE = {"false", "no", "0", "partial", "incomplete", "unfinished", "not finished"} | {
    "否", "未完成", "没有完成", "未提交", "部分完成"
}  # fmt: skip


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
    """Tell who did not finish; what is missing counts as finished."""
    return _of_each(done, lambda value: _plain(value) in NOT_DONE)


def tests(status: pd.Series) -> Bools:
    """Tell rows of tests and previews by the words or the numbers of the platform."""
    return _of_each(status, _is_test)


def _of_each(column: pd.Series, says: Any) -> Bools:
    """Ask each different value once."""
    codes, values = pd.factorize(column)
    known = np.array([says(value) for value in values] + [False])
    return known[codes]


def _is_test(value: Any) -> bool:
    text = _plain(value)
    if text.isdecimal():
        return bool(int(text) & TEST_BITS)
    return any(word in text for word in TESTS)


def _plain(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool | np.bool_):
        return "true" if value else "false"
    return " ".join(str(value).lower().split())
