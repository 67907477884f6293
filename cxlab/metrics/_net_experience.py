"""Net customer experience: the share of positive experiences minus that of negative ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from cxlab._core.arguments import single
from cxlab._core.errors import SpecError, warn
from cxlab._core.i18n import N_, _
from cxlab._core.numerals import signed
from cxlab._core.validate import brief, closest, confidence, share, whole
from cxlab._stats.net_score import net_interval, net_variance
from cxlab.metrics._answers import checked, collect, finish
from cxlab.metrics._net import INTERVALS, NetResult, net_table


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class NetExperienceResult(NetResult):
    """Positive minus negative experience in points, with the shares it is made of."""

    term = "net_experience"
    title = N_("Net customer experience")
    sources = ("li_2005",)
    parts = ("positive", "neutral", "negative")
    part_words = (N_("positive experiences"), N_("neutral ones"), N_("negative experiences"))

    def name(self) -> str:
        """Return the short name."""
        return _("Net experience")

    def headline(self) -> str:
        """State the net; where the number of answers is not known, without an interval."""
        if self.n:
            return super().headline()
        row = self.table.iloc[0]
        return _(
            "Net experience {net} points: {positive:.0f} positive − {negative:.0f} negative"
        ).format(
            net=signed(row["estimate"], 0),
            positive=100 * row["positive"],
            negative=100 * row["negative"],
        )

    def _finding(self) -> list[str]:
        if self.n:
            return super()._finding()
        row = self.table.iloc[0]
        return [
            _(
                "Two levers raise it: more positive experiences, and fewer negative ones. Doing "
                "away with every negative experience, and nothing else, would lift it from {net} "
                "to {most} points."
            ).format(net=signed(row["estimate"], 0), most=signed(100 * row["positive"], 0)),
            _("From how many answers the shares come is not said, so there is no interval."),
        ]

    def _cautions(self) -> list[str]:
        said = super()._cautions() if self.n else []
        hidden = _("The same net can hide calm or conflict, so read both shares beside it.")
        return [*said, hidden]


def net_experience(
    data: pd.DataFrame,
    item: str,
    *,
    positive: Any,
    negative: Any,
    by: str | None = None,
    weights: str | None = None,
    counts: str | None = None,
    interval: str = "adjusted_wald",
    conf: float = 0.95,
) -> NetExperienceResult:
    """Subtract the share of negative experiences from that of positive ones, in points.

    Parameters
    ----------
    data
        One row per experience, or with ``counts`` one row per kind of experience.
    item
        Column with the answers, numbers or words; missing ones are left out.
    positive, negative
        The answer, or the list of answers, that counts as positive or as negative; all others are
        neutral.
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
    NetExperienceResult
        ``tidy()`` has one row per group: estimate, std_error, conf_low, conf_high (points), the
        shares positive, neutral, negative (0-1), n, and with weights n_eff. Methods:
        ``difference(a, b)``, ``differences()``, ``trend()``. Published shares go through
        :func:`net_of_shares`.

    Raises
    ------
    DataError
        The column is absent, a weight or a count is impossible, or nobody answered.
    SpecError
        An answer counts on both sides, or no answer counts at all.

    Examples
    --------
    >>> answers = pd.DataFrame({"mood": ["good", "so-so", "bad"], "people": [60, 25, 15]})
    >>> net = net_experience(answers, "mood", positive="good", negative="bad", counts="people")
    >>> net.tidy()["estimate"].round(6).item()
    45.0
    """
    interval, conf = checked(interval, INTERVALS, conf)
    answers = collect(data, item, by, weights, counts, words=True)
    good, bad = _listed(positive, "positive"), _listed(negative, "negative")
    both = [value for value in good if value in bad]
    if both:
        raise SpecError(
            _(
                "{value} counts as positive and as negative. An answer stands on one side only."
            ).format(value=brief(both[0]))
        )
    said = answers.said
    up, down = (said.isin(side).to_numpy(bool) for side in (good, bad))
    _found(said, item, good, bad)
    table = net_table(answers, up, down, NetExperienceResult.parts, interval, conf)
    return finish(
        NetExperienceResult,
        data,
        answers,
        table,
        item=item,
        by=by,
        interval=interval,
        conf=conf,
    )


def net_of_shares(
    positive: float, negative: float, *, n: int | None = None, conf: float = 0.95
) -> NetExperienceResult:
    """Subtract a published share of negative experiences from that of positive ones, in points.

    Parameters
    ----------
    positive, negative
        Shares in 0-1. What is neither is neutral.
    n
        Number of answers the shares come from; without it there is no interval.
    conf
        Confidence level of the interval.

    Returns
    -------
    NetExperienceResult
        One row, as from :func:`net_experience`.

    Raises
    ------
    SpecError
        A share lies outside 0-1 (22 typed for 22% is recognised), or the two exceed the whole.

    Examples
    --------
    >>> net_of_shares(0.78, 0.22).tidy()["estimate"].round(6).item()
    56.0
    """
    conf = confidence(conf)
    good, bad = share(positive, "positive"), share(negative, "negative")
    if good + bad > 1 + 1e-9:
        raise SpecError(
            _(
                "positive and negative add up to {total:.4g} times the whole. An experience counts "
                "once: check the two numbers."
            ).format(total=good + bad)
        )
    size = 0 if n is None else whole(n, "n")
    row = {"term": NetExperienceResult.term, "estimate": 100 * (good - bad)}
    if size:
        low, high = net_interval(good, bad, size, conf)
        row |= {
            "std_error": 100 * float(np.sqrt(net_variance(good, bad) / size)),
            "conf_low": 100 * float(low),
            "conf_high": 100 * float(high),
        }
    row |= {"positive": good, "neutral": max(0.0, 1 - good - bad), "negative": bad}
    table = pd.DataFrame([row | ({"n": size} if size else {})])
    return NetExperienceResult(
        table=table, n=size, conf=conf, item="", interval="adjusted_wald" if size else ""
    )


def _listed(value: Any, option: str) -> list[Any]:
    many = isinstance(value, Iterable) and not isinstance(value, str | bytes)
    many = many and getattr(value, "ndim", 1) != 0
    wanted = list(value) if many else [value]
    for each in wanted:
        if not single(each):
            raise SpecError(
                _("{option} must be an answer or a list of answers; it holds {value}.").format(
                    option=option, value=brief(each)
                )
            )
    return wanted


def _found(said: pd.Series, item: str, good: list[Any], bad: list[Any]) -> None:
    """Refuse answers none of which occurs; warn of a word that never does."""
    known = list(pd.unique(said))
    missing = [value for value in [*good, *bad] if value not in known]
    hint = closest(missing[0], known) if missing else ""
    if len(missing) == len(good) + len(bad):
        raise SpecError(
            _("{name!r} never says {value}. {hint}")
            .format(name=item, value=brief(missing[0]), hint=hint)
            .strip()
        )
    words = [value for value in missing if isinstance(value, str)]
    if words:
        warn(
            _("{name!r} never says {value}. {hint}")
            .format(name=item, value=brief(words[0]), hint=closest(words[0], known))
            .strip()
        )
