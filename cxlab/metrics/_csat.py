"""Customer satisfaction: the share of top-box answers."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from cxlab._core.errors import SpecError, warn
from cxlab._core.i18n import N_, _
from cxlab._core.validate import whole, within
from cxlab.metrics._answers import MANY, checked, collect, finish, scale_of, whole_answers
from cxlab.metrics._share import INTERVALS, ShareResult, share_table


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class CsatResult(ShareResult):
    """Share of answers in the top boxes of the scale.

    Parameters
    ----------
    scale, top
        Ends of the scale, and how many boxes at its top count as satisfied.
    """

    scale: tuple[float, float]
    top: int

    term = "csat"
    title = N_("Customer satisfaction (CSAT)")
    sources = ("de_haan_2015",)

    def name(self) -> str:
        """Return the short name."""
        return _("CSAT")

    def _axis(self) -> str:
        return _(
            "CSAT: answers {first:g}–{last:g} on a {low:g}–{high:g} scale; {conf:.0%} interval"
        ).format(
            first=self.scale[1] - self.top + 1,
            last=self.scale[1],
            low=self.scale[0],
            high=self.scale[1],
            conf=self.conf,
        )

    def _made_of(self, row: pd.Series) -> list[str]:
        return [
            _(
                "Answers from {first:g} on a {low:g}-{high:g} scale count as satisfied; another "
                "cut or another scale gives another number, so compare only like with like."
            ).format(first=self.scale[1] - self.top + 1, low=self.scale[0], high=self.scale[1])
        ]


def csat(
    data: pd.DataFrame,
    item: str,
    *,
    scale: tuple[float, float] | None = None,
    top: int = 2,
    by: str | None = None,
    weights: str | None = None,
    counts: str | None = None,
    interval: str = "wilson",
    conf: float = 0.95,
) -> CsatResult:
    """Estimate customer satisfaction as the share of answers in the top boxes.

    Parameters
    ----------
    data
        One row per answer, or with ``counts`` one row per kind of answer.
    item
        Column with the answers; missing ones are left out.
    scale
        Ends of the scale, such as ``(1, 5)``. Data of the kit know their scales; for other data it
        must be given.
    top
        How many boxes at the top count as satisfied.
    by
        Column of groups, such as a branch or a month; each is estimated by itself.
    weights
        Column of survey weights. The interval then rests on Kish's effective number of answers.
    counts
        Column with the number of equal answers that a row stands for.
    interval
        ``"wilson"``, ``"clopper_pearson"`` (never covers less than it promises, at the price of
        width), ``"jeffreys"`` or ``"wald"``.
    conf
        Confidence level of the intervals.

    Returns
    -------
    CsatResult
        ``tidy()`` has one row per group: estimate, std_error, conf_low, conf_high (0-1), n, and
        with weights n_eff. Methods: ``difference(a, b)``, ``differences()``, ``trend()``.

    Raises
    ------
    DataError
        The column is absent, an answer lies off the scale, a weight or a count is impossible, or
        nobody answered.
    SpecError
        The scale is not known, ``top`` leaves no box, or the kind of interval is unknown.

    Examples
    --------
    >>> answers = pd.DataFrame({"satisfied": [5, 4, 3], "people": [250, 150, 100]})
    >>> csat(answers, "satisfied", scale=(1, 5), counts="people").tidy()["estimate"].item()
    0.8
    """
    interval, conf = checked(interval, INTERVALS, conf)
    answers = collect(data, item, by, weights, counts)
    low, high = scale_of(data, item, scale)
    within(answers.said, low, high)
    first = high - whole(top, "top") + 1
    if not low < first:
        raise SpecError(
            _("top = {top} leaves no box below on a {low:g}-{high:g} scale. Choose fewer.").format(
                top=top, low=low, high=high
            )
        )
    whole_answers(answers, item, _("From {first:g} they count.").format(first=first))
    marks = (answers.said >= first).to_numpy(bool)
    _warn_of_empty_top(answers.said, float(answers.counts.sum()), first, high)
    table = share_table(answers, marks, interval, conf)
    return finish(
        CsatResult,
        data,
        answers,
        table,
        item=item,
        by=by,
        interval=interval,
        conf=conf,
        scale=(low, high),
        top=int(top),
    )


def _warn_of_empty_top(values: pd.Series, n: float, first: float, high: float) -> None:
    """Warn where no answer reaches the top boxes: the scale is probably another one."""
    if n >= MANY and values.max() < first:
        warn(
            _(
                "No answer to {name!r} lies in {first:g}-{high:g}; the highest is {most:g}. "
                "Check the scale."
            ).format(name=values.name, first=first, high=high, most=values.max())
        )
