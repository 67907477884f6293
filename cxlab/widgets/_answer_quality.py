"""Move the thresholds of response quality, leave flagged answers out, and watch the NPS."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cxlab._core.i18n import _
from cxlab._core.numerals import signed
from cxlab.widgets._controls import slider, ticks
from cxlab.widgets._panel import Panel
from cxlab.widgets._view import view

if TYPE_CHECKING:
    import pandas as pd

    from cxlab.reading import Quality

HASTE, SHOWN = ("speed", "rushed"), ("straight", "flat", "outlier", "random", "copy")


def answer_quality(
    data: pd.DataFrame,
    items: Sequence[str] | Mapping[str, Sequence[str]],
    score: str,
    *,
    duration: str | None = None,
) -> Panel:
    """Move thresholds and choose which flags leave somebody out; nobody is dropped from the data.

    Parameters
    ----------
    data, items, duration
        As in :func:`cxlab.reading.quality`.
    score
        Column with the 0-10 answer to "how likely are you to recommend us".

    Returns
    -------
    Panel
        ``result`` is that of ``quality()`` under the chosen thresholds.
    """
    from cxlab import metrics, reading

    chart, tiles, everybody = view("bars"), view("tiles"), metrics.nps(data, score)

    def compute(flags: Sequence[str], **limits: float) -> Quality:
        rules = reading.QualityRules(**{"chance": limits.pop("chance") / 100, **limits})
        return reading.quality(data, items, duration=duration, rules=rules)

    names, start = [*SHOWN, *(HASTE if duration else ())], compute([], chance=1.0)
    tip = _("Share of careful respondents that may be flagged by chance, in percent")
    controls: dict[str, Any] = {"chance": slider(_("Chance, %"), 1.0, 0.1, 10, tooltip=tip)}
    if duration:
        tip = _("Fewer seconds per question than this: too fast to read")
        controls["seconds"] = slider(_("Seconds"), 2.0, 0, 8, step=0.5, tooltip=tip)
    tip = _("Who carries one of these flags is left out of the score")
    flags = {name: start.label(name) for name in names}
    controls["flags"] = ticks(_("Left out"), flags, ["straight", "random", "copy"], tooltip=tip)

    def draw(result: Quality, now: dict[str, Any]) -> None:
        rows = result.labelled().set_index("term", drop=False).loc[names]
        rows = rows[["term", "label"]].assign(
            estimate=rows["share"], reference=rows["expected"], text=rows["flagged"].astype(str)
        )
        words = {"axis": _("respondents flagged"), "words": _("careful respondents by chance")}
        chart.show(rows, unit="share", alt=result.headline(), **words)
        left = data[~result.rows(*now["flags"])] if now["flags"] else data
        scores = {_("NPS, everybody"): everybody, _("NPS, the rest"): metrics.nps(left, score)}
        shown = []
        for name, each in scores.items():
            ends = each.tidy()[["estimate", "conf_low", "conf_high"]].iloc[0]
            value, low, high = map(signed, ends)
            note = _("{low} to {high} (n = {n:,})").format(low=low, high=high, n=each.n)
            shown.append({"term": name, "label": name, "text": value, "note": note})
        tiles.show(shown, alt=result.headline())

    asked = _("Who is left out, and what does it change?")
    return Panel(asked, compute, draw, views=[chart, tiles], controls=controls)
