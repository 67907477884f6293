"""Net Promoter Score: promoters (9-10) minus detractors (0-6)."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from cxlab._core.errors import DataError, warn
from cxlab._core.i18n import N_, _
from cxlab._core.validate import closest, within
from cxlab.metrics._answers import Answers, checked, collect, finish, question, whole_answers
from cxlab.metrics._net import INTERVALS, NetResult, net_table

WORDS = {
    "promoter": 10.0,
    "promoters": 10.0,
    "推荐者": 10.0,
    "passive": 8.0,
    "passives": 8.0,
    "被动者": 8.0,
    "中立者": 8.0,
    "detractor": 0.0,
    "detractors": 0.0,
    "贬损者": 0.0,
}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class NpsResult(NetResult):
    """Net Promoter Score in points, with the shares of promoters, passives and detractors."""

    term = "nps"
    title = N_("Net Promoter Score")
    sources = ("reichheld_2003",)
    parts = ("promoters", "passives", "detractors")
    part_words = (N_("promoters"), N_("passives"), N_("detractors"))

    def name(self) -> str:
        """Return the short name."""
        return _("NPS")


def nps(
    data: pd.DataFrame,
    item: str,
    *,
    by: str | None = None,
    weights: str | None = None,
    counts: str | None = None,
    interval: str = "adjusted_wald",
    conf: float = 0.95,
) -> NpsResult:
    """Estimate the Net Promoter Score with an interval.

    Parameters
    ----------
    data
        One row per answer, or with ``counts`` one row per kind of answer.
    item
        Column with the 0-10 answer to "how likely are you to recommend us", or with the words
        ``promoter``, ``passive``, ``detractor``; missing answers are left out.
    by
        Column of groups, such as a branch or a month; each is estimated by itself.
    weights
        Column of survey weights. The interval then rests on Kish's effective number of answers.
    counts
        Column with the number of equal answers that a row stands for.
    interval
        ``"adjusted_wald"`` (three answers added before the Wald formula), ``"tango"`` (score) or
        ``"wald"``; all are clipped to -100 to 100.
    conf
        Confidence level of the intervals.

    Returns
    -------
    NpsResult
        ``tidy()`` has one row per group: estimate, std_error, conf_low, conf_high (points), the
        shares promoters, passives, detractors (0-1), n, and with weights n_eff. Methods:
        ``difference(a, b)``, ``differences()``, ``trend()``.

    Raises
    ------
    DataError
        The column is absent, an answer lies outside 0-10, a weight or a count is impossible, or
        nobody answered.
    SpecError
        The kind of interval is unknown.

    Notes
    -----
    An answer counts 100, 0 or -100, so the variance of one answer is ``p + d - (p - d)**2`` (times
    100 squared) with shares ``p`` and ``d``; ``std_error`` is the root of variance over n. Wald's
    interval is too short among few answers: at n = 10 it covers 88% on average where 95% is
    promised, the adjusted one 95%.

    Examples
    --------
    >>> answers = pd.DataFrame({"recommend": [10, 8, 3], "people": [60, 25, 15]})
    >>> score = nps(answers, "recommend", counts="people")
    >>> score.tidy()[["estimate", "conf_low", "conf_high", "n"]].round(1)
       estimate  conf_low  conf_high    n
    0      45.0      29.3       58.0  100
    """
    interval, conf = checked(interval, INTERVALS, conf)
    answers = collect(_numbers(data, item), item, by, weights, counts)
    within(answers.said, 0, 10)
    whole_answers(answers, item, _("Promoters count from 9, detractors up to 6."))
    _warn_of_ten_points(answers, item)
    up, down = answers.said >= 9, answers.said <= 6
    table = net_table(answers, up, down, NpsResult.parts, interval, conf)
    return finish(NpsResult, data, answers, table, item=item, by=by, interval=interval, conf=conf)


def _numbers(data: pd.DataFrame, item: str) -> pd.DataFrame:
    """Turn the words promoter, passive, detractor into answers; leave numbers as they stand."""
    values = data[question(data, item)]
    if not pd.api.types.is_object_dtype(values) and not isinstance(
        values.dtype, pd.StringDtype | pd.CategoricalDtype
    ):
        return data
    plain = values.map(lambda value: value.strip().casefold() if isinstance(value, str) else value)
    if not plain.isin(WORDS).any():
        return data
    odd = plain.notna() & ~plain.isin(WORDS)
    if odd.any():
        first = values[odd].iloc[0]
        raise DataError(
            _(
                "{name!r} names promoters, passives and detractors, but {count} of {n} rows say "
                "something else (first: {value!r}). {hint}"
            )
            .format(
                name=item,
                count=int(odd.sum()),
                n=len(values),
                value=first,
                hint=closest(first, ["promoter", "passive", "detractor"]),
            )
            .strip()
        )
    return data.assign(**{item: plain.map(WORDS)})


def _warn_of_ten_points(answers: Answers, item: str) -> None:
    """Warn where the question seems to have been asked on 1-10: nobody says 0, but 1."""
    said = answers.said
    if (said == 0).any():
        return
    ones = int(answers.counts[(said == 1).to_numpy()].sum())
    n, full = answers.counts.sum(), set(range(1, 11)) <= set(said.unique())
    usual = max(3, n / 100)  # so many a survey on 0-10 hardly has without a single 0
    if not (ones >= usual or (full and ones >= n / 20)):
        return
    warn(
        _(
            "Nobody answered 0 to {name!r}, yet {ones} answered 1: was it asked on 1-10? The NPS "
            "is defined on 0-10; on 1-10 detractors are missing a box, so do not compare the two."
        ).format(name=item, ones=ones)
    )
