"""Net customer experience: positive experiences minus negative ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from cxlab._core.columns import signed
from cxlab._core.errors import SpecError
from cxlab._core.i18n import N_, _, paragraph
from cxlab._core.result import Result
from cxlab._core.validate import confidence, share, whole
from cxlab._stats.intervals import net_interval


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class NetExperienceResult(Result):
    """Shares of positive and negative experience and their difference, in points."""

    title = N_("Net customer experience")
    drawing = "cxlab.plots:dots"
    sources = ("li_2005", "rocks_2016")

    def label(self, term: str) -> str:
        """Return a row's name in the language in use."""
        return {
            "positive": _("positive experience"),
            "negative": _("negative experience"),
            "net": _("net experience"),
        }[term]

    def headline(self) -> str:
        """State the net and what it is made of."""
        positive, negative, net = self.table["estimate"]
        return _(
            "Net experience {net} points: {positive:.0f} positive − {negative:.0f} negative"
        ).format(net=signed(net, 0), positive=positive, negative=-negative)

    def explain(self) -> str:
        """Name the two levers, and what the number hides."""
        _positive, negative, net = self.table["estimate"]
        text = _(
            "Two levers raise it: more positive experiences, and fewer negative ones. Doing away "
            "with every negative experience, and nothing else, would lift it from {net} to {most} "
            "points. The same net can hide calm or conflict, so read both shares beside it."
        ).format(net=signed(net, 0), most=signed(net - negative, 0))
        if not self.n:
            return text
        low, high = self.table[["conf_low", "conf_high"]].iloc[2]
        interval = _("The {conf:.0%} interval runs from {low} to {high} points (n = {n:,}).")
        interval = interval.format(conf=self.conf, low=signed(low), high=signed(high), n=self.n)
        return paragraph([interval, text])

    def plot_options(self) -> dict[str, Any]:
        """Words of the dots."""
        return {
            "axis": _("points (100 = every experience)"),
            "span": (-100.0, 100.0),
            "lines": (0.0,),
            "notes": [signed(value, 0) for value in self.table["estimate"]],
        }


def net_experience(
    positive: float, negative: float, *, n: int | None = None, conf: float = 0.95
) -> NetExperienceResult:
    """Subtract negative from positive experiences, in points.

    Parameters
    ----------
    positive, negative
        Shares in 0-1; or, with ``n``, counts. What is neither is neutral.
    n
        Number of experiences the counts are out of.
    conf
        Confidence level of the interval, which needs ``n``.

    Returns
    -------
    NetExperienceResult
        Rows ``positive``, ``negative`` (with a minus sign) and ``net``, which is their sum:
        ``estimate`` in points, -100 to 100; with ``n`` also ``conf_low conf_high n`` of the net.

    Raises
    ------
    SpecError
        A share lies outside 0-1, a count is not whole, or the two exceed the whole.

    Notes
    -----
    The interval is the adjusted Wald interval of a difference of two shares of one sample: three
    answers are added, 3/4 to either side and 3/2 to the neutral ones.

    Examples
    --------
    >>> net_experience(0.78, 0.22).tidy()["estimate"].round(6).tolist()
    [78.0, -22.0, 56.0]
    """
    conf = confidence(conf)
    if n is None:
        good, bad = share(positive, "positive"), share(negative, "negative")
    else:
        count = whole(n, "n")
        good = whole(positive, "positive", low=0) / count
        bad = whole(negative, "negative", low=0) / count
    if good + bad > 1 + 1e-9:
        raise SpecError(
            _(
                "positive and negative add up to {total:.4g} times the whole. An experience counts "
                "once: check the two numbers."
            ).format(total=good + bad)
        )
    table = pd.DataFrame(
        {
            "term": ["positive", "negative", "net"],
            "estimate": [100 * good, -100 * bad, 100 * (good - bad)],
        }
    )
    if n is not None:
        low, high = net_interval(good, bad, count, conf)
        table["conf_low"], table["conf_high"] = [None, None, 100 * low], [None, None, 100 * high]
        table = table.astype({"conf_low": float, "conf_high": float}).assign(n=count)
    return NetExperienceResult(table=table, n=n or 0, conf=conf)
